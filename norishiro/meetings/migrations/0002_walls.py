"""The walls of this room, and the one way a seat opens: its holder, after the oath."""

from django.db import migrations

from norishiro.sharing import walls

SEAT = "staff_id = gate_staff() OR EXISTS (SELECT 1 FROM meetings_item i WHERE i.id = meetings_seat.item_id)"

# A member cannot give themselves sight of a case. The grant is written, sealed, by whoever designates the member;
# this breaks the seal for the member alone, and only where their oath for that sitting stands.
OPEN_SEAT = """
CREATE FUNCTION gate_open_seat(seat uuid) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE opened integer;
BEGIN
    PERFORM set_config('norishiro.maintenance', 'on', true);
    UPDATE sharing_grant g SET sealed = false, from_at = greatest(g.from_at, statement_timestamp())
    WHERE g.source_id = seat AND g.sealed AND g.recipient_id = gate_staff()
      AND (g.until_at IS NULL OR g.until_at > statement_timestamp())
      AND EXISTS (
        SELECT 1 FROM meetings_seat s
        JOIN meetings_item i ON i.id = s.item_id
        JOIN meetings_oath o ON o.sitting_id = i.sitting_id AND o.staff_id = s.staff_id
        WHERE s.id = seat AND s.ended_at IS NULL AND s.staff_id = gate_staff());
    GET DIAGNOSTICS opened = ROW_COUNT;
    PERFORM set_config('norishiro.maintenance', '', true);
    RETURN opened;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("meetings", "0001_initial"), ("sharing", "0002_gate")]
    operations = [
        migrations.RunSQL(*walls.wall("meetings_item", subject="subject_id", depth=2, gated=True)),
        migrations.RunSQL(*walls.policy("meetings_seat", using=SEAT)),
        migrations.RunSQL(*walls.inherited("meetings_personseat", parent="meetings_item", column="item_id")),
        migrations.RunSQL(*walls.wall("meetings_minuteline", subject="subject_id", depth=3, gated=True)),
        migrations.RunSQL(*walls.wall("meetings_convenerequest", subject="case_id", depth=1)),
        migrations.RunSQL(
            *walls.inherited("meetings_proposedmember", parent="meetings_convenerequest", column="request_id")
        ),
        migrations.RunSQL(OPEN_SEAT, "DROP FUNCTION gate_open_seat(uuid);"),
    ]
