"""Who receives is told once a transaction instead of put together a row; a source ends whole; own work is not ended.

A source (a consent, a role) may open several subjects. Whoever holds one of them and ends the source ends all of it:
else a consent withdrawn by somebody who sees the person but not the case would stay open on the case.
"""

from django.db import migrations

FUNCTIONS = """
CREATE OR REPLACE FUNCTION gate_recipients() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT string_to_array(nullif(current_setting('norishiro.recipients', true), ''), ',')::uuid[] $$;

CREATE OR REPLACE FUNCTION gate_end_grants(sources uuid[]) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE ended integer;
BEGIN
    UPDATE sharing_grant g SET until_at = greatest(g.from_at, statement_timestamp())
    WHERE g.source_id = ANY (sources) AND g.source_kind <> 'OWN_WORK'
      AND (g.until_at IS NULL OR g.until_at > statement_timestamp())
      AND EXISTS (SELECT 1 FROM sharing_grant held
                  WHERE held.source_id = g.source_id AND gate_holds(held.subject_id));
    GET DIAGNOSTICS ended = ROW_COUNT;
    RETURN ended;
END $$;
"""

UNDO = """
CREATE OR REPLACE FUNCTION gate_recipients() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT CASE WHEN gate_staff() IS NULL THEN '{}' ELSE gate_agencies() || gate_staff() END $$;

CREATE OR REPLACE FUNCTION gate_end_grants(sources uuid[]) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE ended integer;
BEGIN
    UPDATE sharing_grant g SET until_at = greatest(g.from_at, statement_timestamp())
    WHERE g.source_id = ANY (sources) AND (g.until_at IS NULL OR g.until_at > statement_timestamp())
      AND gate_holds(g.subject_id);
    GET DIAGNOSTICS ended = ROW_COUNT;
    RETURN ended;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("sharing", "0003_drafts")]
    operations = [migrations.RunSQL(FUNCTIONS, UNDO)]
