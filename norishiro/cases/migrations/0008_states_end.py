"""Until when a case stood as it did: kept beside each state by the database itself, so that "who was in support on that day" is one
comparison of days and not a search for the newest state of every case.

Rows are only added (a state that is over stays as it was written), singly by the verbs or many at once by what brings records
in; each time the whole sequence of the cases concerned is put right. 根拠: docs/adr/0083-behind-in-time.md
"""

from django.db import migrations, models

SEQUENCE = """
    UPDATE cases_statuschange s SET until_on = n.next_on
    FROM (
        SELECT t.id, lead(t.changed_on) OVER (PARTITION BY t.case_id ORDER BY t.changed_on, t.made_at, t.id) AS next_on
        FROM cases_statuschange t {wanted}
    ) n
    WHERE n.id = s.id AND s.until_on IS DISTINCT FROM n.next_on;
"""
KEPT = f"""
CREATE FUNCTION cases_states_end() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE before text := current_setting('norishiro.maintenance', true);
BEGIN
    PERFORM set_config('norishiro.maintenance', 'on', true);
    {SEQUENCE.format(wanted="WHERE t.case_id IN (SELECT a.case_id FROM added a)").strip()}
    PERFORM set_config('norishiro.maintenance', coalesce(before, ''), true);
    RETURN NULL;
END $$;
CREATE TRIGGER states_end AFTER INSERT ON cases_statuschange REFERENCING NEW TABLE AS added
FOR EACH STATEMENT EXECUTE FUNCTION cases_states_end();
"""
UNKEPT = """
DROP TRIGGER states_end ON cases_statuschange;
DROP FUNCTION cases_states_end();
"""
FILL = f"""
SELECT set_config('norishiro.maintenance', 'on', true);
{SEQUENCE.format(wanted="").strip()}
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_focus")]
    operations = [
        migrations.AddField(
            model_name="statuschange",
            name="until_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="いつまで"),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL(KEPT, UNKEPT),
    ]
