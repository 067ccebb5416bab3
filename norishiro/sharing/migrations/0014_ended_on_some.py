"""Grants of one source are ended on some of their subjects only."""

from django.conf import settings
from django.db import migrations

FUNCTION = """
CREATE FUNCTION gate_end_grants_on(sources uuid[], subjects uuid[]) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE ended integer;
BEGIN
    UPDATE sharing_grant g SET until_at = greatest(g.from_at, statement_timestamp())
    WHERE g.subject_id = ANY (subjects) AND g.source_id = ANY (sources)
      AND (g.until_at IS NULL OR g.until_at > statement_timestamp()) AND gate_holds(g.subject_id);
    GET DIAGNOSTICS ended = ROW_COUNT;
    RETURN ended;
END $$;
"""


def grants(apps, schema_editor):
    role = schema_editor.quote_name(settings.NORISHIRO_APP_ROLE)
    schema_editor.execute("REVOKE ALL ON FUNCTION gate_end_grants_on(uuid[], uuid[]) FROM PUBLIC")
    schema_editor.execute(f"GRANT EXECUTE ON FUNCTION gate_end_grants_on(uuid[], uuid[]) TO {role}")


class Migration(migrations.Migration):
    dependencies = [("sharing", "0013_parcel_keys_wall")]
    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION gate_end_grants_on(uuid[], uuid[])"),
        migrations.RunPython(grants, migrations.RunPython.noop),
    ]
