"""The functions of the gate and the walls of the tables that exist at this storey."""

from django.conf import settings
from django.db import migrations

from norishiro.sharing import walls

FUNCTIONS = """
CREATE FUNCTION gate_staff() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT nullif(current_setting('norishiro.staff', true), '')::uuid $$;
CREATE FUNCTION gate_agency() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT nullif(current_setting('norishiro.agency', true), '')::uuid $$;

-- The agencies acted for: one, or all the bases a supervisor supports.
CREATE FUNCTION gate_agencies() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT coalesce(string_to_array(nullif(current_setting('norishiro.agencies', true), ''), ',')::uuid[], '{}') $$;
CREATE FUNCTION gate_recipients() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT CASE WHEN gate_staff() IS NULL THEN '{}' ELSE gate_agencies() || gate_staff() END $$;

-- Does the actor hold any live grant on this subject?
CREATE FUNCTION gate_holds(subject uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT EXISTS (
        SELECT 1 FROM sharing_grant g
        WHERE g.subject_id = subject AND g.recipient_id = ANY (gate_recipients()) AND NOT g.sealed
          AND g.from_at <= statement_timestamp() AND (g.until_at IS NULL OR g.until_at > statement_timestamp()))
$$;

-- One can give only what one holds; a subject nobody ever had a grant on is new, and whoever made it begins.
CREATE FUNCTION gate_may_grant(subject uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT gate_staff() IS NOT NULL AND gate_agency() IS NOT NULL
       AND (gate_holds(subject) OR NOT EXISTS (SELECT 1 FROM sharing_grant g WHERE g.subject_id = subject))
$$;

-- End, from this moment, every grant that came from these sources, on subjects the actor holds.
CREATE FUNCTION gate_end_grants(sources uuid[]) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE ended integer;
BEGIN
    UPDATE sharing_grant g SET until_at = greatest(g.from_at, statement_timestamp())
    WHERE g.source_id = ANY (sources) AND (g.until_at IS NULL OR g.until_at > statement_timestamp())
      AND gate_holds(g.subject_id);
    GET DIAGNOSTICS ended = ROW_COUNT;
    RETURN ended;
END $$;

-- Who can see this subject now? Answered only to somebody who can.
CREATE FUNCTION gate_grants_on(subject uuid)
RETURNS TABLE (recipient_kind text, recipient_id uuid, depth smallint, categories smallint, ground text,
               source_kind text, source_id uuid, from_at timestamptz, until_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT g.recipient_kind::text, g.recipient_id, g.depth, g.categories, g.ground::text,
           g.source_kind::text, g.source_id, g.from_at, g.until_at
    FROM sharing_grant g
    WHERE g.subject_id = subject AND gate_holds(subject) AND NOT g.sealed
      AND g.from_at <= statement_timestamp() AND (g.until_at IS NULL OR g.until_at > statement_timestamp())
    ORDER BY g.recipient_kind, g.depth DESC, g.from_at
$$;
"""

UNDO_FUNCTIONS = """
DROP FUNCTION gate_grants_on(uuid);
DROP FUNCTION gate_end_grants(uuid[]);
DROP FUNCTION gate_may_grant(uuid);
DROP FUNCTION gate_holds(uuid);
DROP FUNCTION gate_recipients();
DROP FUNCTION gate_agencies();
DROP FUNCTION gate_agency();
DROP FUNCTION gate_staff();
"""

# The grants themselves: one sees one's own; new ones only as gate_may_grant allows; no change but gate_end_grants.
GRANTS_WALL = """
ALTER TABLE sharing_grant ENABLE ROW LEVEL SECURITY;
ALTER TABLE sharing_grant FORCE ROW LEVEL SECURITY;
CREATE POLICY gate_read ON sharing_grant FOR SELECT
    USING (recipient_id = ANY (gate_recipients()));
CREATE POLICY gate_write ON sharing_grant FOR INSERT WITH CHECK (gate_may_grant(subject_id));
CREATE POLICY gate_keeper ON sharing_grant TO CURRENT_USER USING (true) WITH CHECK (true);
"""

UNDO_GRANTS_WALL = """
DROP POLICY gate_read ON sharing_grant;
DROP POLICY gate_write ON sharing_grant;
DROP POLICY gate_keeper ON sharing_grant;
ALTER TABLE sharing_grant NO FORCE ROW LEVEL SECURITY;
ALTER TABLE sharing_grant DISABLE ROW LEVEL SECURITY;
"""


def no_change(apps, schema_editor):
    """The application never changes or removes a grant row."""
    role = schema_editor.quote_name(settings.NORISHIRO_APP_ROLE)
    schema_editor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON sharing_grant FROM {role}")


class Migration(migrations.Migration):
    dependencies = [("sharing", "0001_initial")]
    operations = [
        migrations.RunSQL(FUNCTIONS, UNDO_FUNCTIONS),
        migrations.RunSQL(GRANTS_WALL, UNDO_GRANTS_WALL),
        migrations.RunSQL(
            *walls.policy(
                "sharing_exclusion",
                using="staff_id = gate_staff() OR gate_holds(subject_id)",
                check="gate_holds(subject_id)",
            )
        ),
        migrations.RunSQL(*walls.wall("sharing_consent", subject="person_id", depth=2)),
        migrations.RunSQL(
            *walls.inherited("sharing_consentrecipient", parent="sharing_consent", column="consent_id")
        ),
        migrations.RunPython(no_change, migrations.RunPython.noop),
    ]
