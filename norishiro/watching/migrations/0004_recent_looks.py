"""Count the last hour from a small table of its own: a page costs the same, however much was looked at before it.

Adding up the lines of an hour for every page grew with the hour. `watching_recent` keeps one row for each person or case
a member of staff was shown in the last hour; older rows go with the next page. The pages' role has no right on it.
"""

from importlib import import_module

from django.conf import settings
from django.db import migrations

TABLE = """
CREATE TABLE watching_recent (
    staff_id uuid NOT NULL,
    subject_id uuid NOT NULL,
    subject_kind varchar(10) NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (staff_id, subject_id)
);
ALTER TABLE watching_recent ENABLE ROW LEVEL SECURITY;
ALTER TABLE watching_recent FORCE ROW LEVEL SECURITY;
CREATE POLICY gate_keeper ON watching_recent TO CURRENT_USER USING (true) WITH CHECK (true);
INSERT INTO watching_recent
SELECT l.staff_id, l.subject_id, max(l.subject_kind), max(l.at) FROM watching_look l
WHERE l.outcome = 'SHOWN' AND l.staff_id IS NOT NULL AND l.at > now() - interval '1 hour'
  AND NOT look_approved(l.act, l.among)
GROUP BY 1, 2;
"""

TALLY = """
CREATE OR REPLACE FUNCTION look_tally(who uuid, moment timestamptz) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT greatest(count(*) FILTER (WHERE r.subject_kind = 'PERSON'),
                    count(*) FILTER (WHERE r.subject_kind <> 'PERSON'))::integer
    FROM watching_recent r WHERE r.staff_id = who AND r.at > moment - interval '1 hour' AND r.at <= moment
$$;

CREATE OR REPLACE FUNCTION look_note() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
    said jsonb := coalesce(nullif(NEW.detail, '')::jsonb -> 'changes', '{}');
    acting uuid[] := coalesce(string_to_array(said -> 'agencies' ->> 1, ',')::uuid[], ARRAY[NEW.agency_id]) || NEW.staff_id;
    ending text := CASE NEW.verb
        WHEN 'records.shown' THEN 'SHOWN' WHEN 'provision.made' THEN 'TOLD' WHEN 'records.searched' THEN 'VAIN'
        WHEN 'access.refused' THEN 'REFUSED' ELSE 'THROTTLED' END;
    worn text := coalesce(said -> 'roles' ->> 1, look_roles(NEW.staff_id, NEW.agency_id));
    seen uuid[];
    kinds text[];
    before integer;
    after integer;
BEGIN
    WITH noted AS (INSERT INTO watching_look (line, at, outcome, act, staff_id, agency_id, agency_label, roles, subject_id,
                               subject_kind, among, grounds, came_by)
    SELECT NEW.id, NEW.at, ending, CASE ending WHEN 'TOLD' THEN NEW.verb ELSE NEW.screen END, NEW.staff_id, NEW.agency_id,
           NEW.agency_label, worn, s.subject, coalesce(k.kind, ''), cardinality(NEW.subjects),
           CASE ending WHEN 'TOLD' THEN ARRAY[NEW.ground] ELSE coalesce(h.live, '{}') END, coalesce(h.first, '')
    FROM unnest(CASE WHEN cardinality(NEW.subjects) = 0 THEN ARRAY[NULL]::uuid[] ELSE NEW.subjects END) AS s(subject)
    LEFT JOIN LATERAL (
        SELECT array_agg(DISTINCT g.ground::text) FILTER (
                   WHERE NOT g.sealed AND g.from_at <= statement_timestamp()
                     AND (g.until_at IS NULL OR g.until_at > statement_timestamp())) AS live,
               (array_agg(g.ground::text ORDER BY g.from_at, g.made_at, g.ground))[1] AS first
        FROM sharing_grant g WHERE g.subject_id = s.subject AND g.recipient_id = ANY (acting)) h ON true
    LEFT JOIN LATERAL (
        SELECT g.subject_kind::text AS kind FROM sharing_grant g WHERE g.subject_id = s.subject LIMIT 1) k ON true
    RETURNING subject_id, subject_kind)
    SELECT array_agg(n.subject_id), array_agg(n.subject_kind) INTO seen, kinds FROM noted n;
    IF ending <> 'SHOWN' OR NEW.staff_id IS NULL OR look_approved(NEW.screen, cardinality(NEW.subjects)) THEN
        RETURN NULL;
    END IF;
    DELETE FROM watching_recent r WHERE r.staff_id = NEW.staff_id AND r.at <= NEW.at - interval '1 hour';
    before := look_tally(NEW.staff_id, NEW.at);
    INSERT INTO watching_recent AS r (staff_id, subject_id, subject_kind, at)
    SELECT NEW.staff_id, n.subject, max(n.kind), NEW.at FROM unnest(seen, kinds) AS n(subject, kind) GROUP BY n.subject
    ON CONFLICT (staff_id, subject_id) DO UPDATE SET at = greatest(r.at, excluded.at);
    after := look_tally(NEW.staff_id, NEW.at);
    IF after > look_limit() AND after > before
        AND NOT EXISTS (SELECT 1 FROM watching_widening w
                        WHERE w.staff_id = NEW.staff_id AND w.answered_at <= NEW.at AND w.until_at > NEW.at) THEN
        RAISE EXCEPTION 'more people in an hour than one may see' USING ERRCODE = 'NR200';
    END IF;
    RETURN NULL;
END $$;
"""


_before = import_module("norishiro.watching.migrations.0002_looks")
BEFORE = (_before.TALLY + _before.NOTE).replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


def closed_to_pages(apps, schema_editor):
    role = schema_editor.quote_name(settings.NORISHIRO_APP_ROLE)
    schema_editor.execute(f"REVOKE ALL ON watching_recent FROM {role}")


class Migration(migrations.Migration):
    dependencies = [("watching", "0003_facts")]
    operations = [
        migrations.RunSQL(TABLE, "DROP TABLE watching_recent"),
        migrations.RunSQL(TALLY, BEFORE),
        migrations.RunPython(closed_to_pages, migrations.RunPython.noop),
    ]
