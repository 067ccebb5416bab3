"""What ends with an account: grants in the person's own name, and exports not yet taken.

Whoever closes an account need not see a single record. So both act as the owner, and only on somebody whose account is
closed already: the worst they can do is shut.
"""

from django.db import migrations

LEAVING = """
CREATE FUNCTION leaving_end_grants(leaver uuid) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE ended integer;
BEGIN
    UPDATE sharing_grant g SET until_at = greatest(g.from_at, statement_timestamp())
    WHERE g.recipient_kind = 'STAFF' AND g.recipient_id = leaver
      AND (g.until_at IS NULL OR g.until_at > statement_timestamp())
      AND EXISTS (SELECT 1 FROM agencies_staff s WHERE s.id = leaver AND NOT s.is_active);
    GET DIAGNOSTICS ended = ROW_COUNT;
    RETURN ended;
END $$;

CREATE FUNCTION leaving_end_exports(leaver uuid) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
    before text := current_setting('norishiro.maintenance', true);
    ended integer;
BEGIN
    PERFORM set_config('norishiro.maintenance', 'on', true);
    UPDATE exports_export e SET state = 'WITHDRAWN'
    WHERE e.staff_id = leaver AND e.state IN ('ASKED', 'READY')
      AND EXISTS (SELECT 1 FROM agencies_staff s WHERE s.id = leaver AND NOT s.is_active);
    GET DIAGNOSTICS ended = ROW_COUNT;
    PERFORM set_config('norishiro.maintenance', coalesce(before, ''), true);
    RETURN ended;
END $$;
"""
UNDO = "DROP FUNCTION leaving_end_exports(uuid); DROP FUNCTION leaving_end_grants(uuid);"


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0001_walls_again"),
        ("exports", "0002_walls"),
        ("agencies", "0003_on_call_by_hand"),
    ]
    operations = [migrations.RunSQL(LEAVING, UNDO)]
