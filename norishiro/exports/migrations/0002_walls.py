"""The wall of this room, its running number, and how many people's data one agency took since a moment."""

from django.conf import settings
from django.db import migrations

from norishiro.sharing import walls

TAKEN = """
CREATE SEQUENCE exports_export_number;

-- A number only, and only of an agency one acts for: colleagues' exports are not shown, but they count.
CREATE FUNCTION exports_taken_since(agency uuid, since timestamptz) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
    before text := current_setting('norishiro.maintenance', true);
    answer bigint;
BEGIN
    PERFORM set_config('norishiro.maintenance', 'on', true);
    SELECT coalesce(sum(e.taken_people), 0) INTO answer FROM exports_export e
    WHERE e.agency_id = agency AND e.taken_at >= since AND agency = ANY (gate_agencies());
    PERFORM set_config('norishiro.maintenance', coalesce(before, ''), true);
    RETURN answer;
END $$;
"""


def let_use(apps, schema_editor):
    role = schema_editor.quote_name(settings.NORISHIRO_APP_ROLE)
    schema_editor.execute(f"GRANT USAGE ON SEQUENCE exports_export_number TO {role}")
    schema_editor.execute(f"REVOKE DELETE, TRUNCATE ON exports_export FROM {role}")


class Migration(migrations.Migration):
    dependencies = [("exports", "0001_initial"), ("sharing", "0002_gate")]
    operations = [
        migrations.RunSQL(
            *walls.policy(
                "exports_export", using="staff_id = gate_staff() OR approve_agencies && gate_agencies()"
            )
        ),
        migrations.RunSQL(
            TAKEN,
            "DROP FUNCTION exports_taken_since(uuid, timestamptz); DROP SEQUENCE exports_export_number;",
        ),
        migrations.RunPython(let_use, migrations.RunPython.noop),
    ]
