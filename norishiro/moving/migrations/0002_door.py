"""The door past the walls, for one request and twelve hours. Nobody deletes a request."""

from django.conf import settings
from django.db import migrations

DOOR = """
-- Lets the rest of this transaction read past the walls, if two different persons stood for this request, its days are not over,
-- and its reading was begun (and told to the ledger) less than twelve hours ago. Only the owner of the tables may call it, and only
-- the owner has anything of it: the walls' own exception asks for the owner as well.
CREATE FUNCTION moving_open(request uuid) RETURNS void
LANGUAGE plpgsql SET search_path = public AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM moving_departure d
        WHERE d.id = request AND d.state = 'READY' AND d.decided_by_id <> d.staff_id
          AND d.until_at > d.opened_at AND d.opened_at > statement_timestamp() - interval '12 hours'
    ) THEN
        RAISE EXCEPTION 'no request stands behind this' USING ERRCODE = 'NR314';
    END IF;
    PERFORM set_config('norishiro.maintenance', 'on', true);
END $$;
REVOKE ALL ON FUNCTION moving_open(uuid) FROM PUBLIC;
"""


def keep(apps, schema_editor):
    role = schema_editor.quote_name(settings.NORISHIRO_APP_ROLE)
    schema_editor.execute(f"REVOKE DELETE, TRUNCATE ON moving_departure FROM {role}")


class Migration(migrations.Migration):
    dependencies = [("moving", "0001_initial")]
    operations = [
        migrations.RunSQL(DOOR, "DROP FUNCTION moving_open(uuid);"),
        migrations.RunPython(keep, migrations.RunPython.noop),
    ]
