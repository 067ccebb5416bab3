"""Beside 「渡しました」 stands to whom; and whoever answers requests for disclosure may tell the person who looked."""

from django.db import migrations, models

RECEIVER = """
-- The line of the ledger says to whom; the look keeps it, with the name of that day.
CREATE FUNCTION look_receiver() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
    SELECT a.id, a.name INTO NEW.receiver_id, NEW.receiver_label
    FROM ledger_entry e JOIN agencies_agency a ON a.id = (nullif(e.detail, '')::jsonb -> 'changes' -> 'receiver' ->> 1)::uuid
    WHERE e.id = NEW.line;
    NEW.receiver_label := coalesce(NEW.receiver_label, '');
    RETURN NEW;
END $$;
CREATE TRIGGER look_receiver BEFORE INSERT ON watching_look FOR EACH ROW WHEN (NEW.outcome = 'TOLD')
    EXECUTE FUNCTION look_receiver();
ALTER TABLE watching_look ALTER COLUMN receiver_label SET DEFAULT '';
"""
UNDO_RECEIVER = """
DROP TRIGGER look_receiver ON watching_look;
DROP FUNCTION look_receiver();
"""

TOLD_BY = "{MANAGER,SUPERVISOR,SECRETARIAT,RECORDS}"
TOLD_BY_BEFORE = "{MANAGER,SUPERVISOR,SECRETARIAT}"
TELLERS = """
ALTER POLICY gate ON watching_look USING (agency_id = ANY ((SELECT look_agencies('{kinds}'))::uuid[]));
ALTER POLICY gate ON watching_hold
    USING ((SELECT cardinality(look_agencies('{kinds}'))) > 0 AND gate_holds(person_id))
    WITH CHECK ((SELECT cardinality(look_agencies('{kinds}'))) > 0 AND gate_holds(person_id));
ALTER POLICY gate ON watching_lookreport
    USING ((SELECT cardinality(look_agencies('{kinds}'))) > 0 AND gate_holds(person_id))
    WITH CHECK ((SELECT cardinality(look_agencies('{kinds}'))) > 0 AND gate_holds(person_id));
"""


class Migration(migrations.Migration):
    dependencies = [("watching", "0004_recent_looks")]
    operations = [
        migrations.AddField("look", "receiver_id", models.UUIDField(null=True, verbose_name="渡した先")),
        migrations.AddField(
            "look",
            "receiver_label",
            models.CharField(blank=True, default="", max_length=120, verbose_name="渡した先の名前"),
            preserve_default=False,
        ),
        migrations.RunSQL(RECEIVER, UNDO_RECEIVER),
        migrations.RunSQL(TELLERS.replace("{kinds}", TOLD_BY), TELLERS.replace("{kinds}", TOLD_BY_BEFORE)),
    ]
