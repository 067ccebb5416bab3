"""Words that stand in very many records are looked for from the newest on, and no further than a page needs.

Three ways to the same answer, see docs/adr/0037: the passages of one's subjects where these are few; the newest passages of
the town where the words are frequent; the index of pairs otherwise. Whichever is taken, the answer is complete.
"""

from importlib import import_module

from django.db import migrations, models

from norishiro.sharing.walls import LIVE, MINE

before = import_module("norishiro.finding.migrations.0002_passages")

# So few subjects are read one after the other, whatever is looked for.
FEW = 2_000
# More subjects than this are asked for one by one instead of being gathered first. So they are where the words are rare.
MANY = 30_000
RARE = 2_000
# Words expected in so many passages of the town are looked for from the newest passage on ...
COMMON = 20_000
# ... and so many passages back, before the index of pairs is asked after all.
REACH = 60_000

MORE_THAN = (
    f"(SELECT count(*) > {{0}} FROM (SELECT 1 FROM sharing_grant g WHERE {MINE} LIMIT {{0}} + 1) AS held)"
)
SUBJECTS = f"SELECT g.subject_id FROM sharing_grant g WHERE {MINE} AND {LIVE}"
# Inside a CASE neither question becomes a join: the first is asked passage by passage, the second gathered once.
OPEN = (
    f"CASE WHEN one_by_one THEN EXISTS (SELECT 1 FROM sharing_grant g WHERE g.subject_id = {{0}}.subject_id"
    f" AND {MINE} AND {LIVE} OFFSET 0) ELSE {{0}}.subject_id IN ({SUBJECTS}) END"
)
HOLDS = "(SELECT bool_and(strpos(p.text, one) > 0) FROM unnest(sought) AS one)"
OLDER = "(before IS NULL OR ({0}.day, {0}.record_id) < (before, beyond))"

EXPECTED = """
-- About how many passages hold all these words, were they strewn by chance; 0 where one is among nobody's commonest.
CREATE FUNCTION finding_expected(folded text[]) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN min(alone) > 0 THEN
        exp(sum(ln(nullif(alone, 0))) - (count(*) - 1) * ln((SELECT greatest(c.reltuples, 1)::double precision
            FROM pg_class c WHERE c.oid = 'finding_passage'::regclass)))::bigint ELSE 0 END
    FROM (SELECT finding_rarest(finding_pairs(one))::double precision AS alone FROM unnest(folded) AS one) AS words
$$;

-- A bound of find_passages; tests move it.
CREATE FUNCTION finding_bound(called text, usual integer) RETURNS integer LANGUAGE sql STABLE AS $$
    SELECT coalesce(nullif(current_setting('norishiro.finding_' || called, true), '')::integer, usual)
$$;
"""

NAME = "find_passages(text[], integer, date, uuid)"
FINDING = f"""
CREATE FUNCTION find_passages(words text[], most integer, before date, beyond uuid)
RETURNS TABLE (source text, record_id uuid, day date)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public SET plan_cache_mode = force_custom_plan
SET work_mem = '64MB' AS $$
#variable_conflict use_column
DECLARE
    sought text[] := ARRAY(SELECT finding_fold(one) FROM unnest(words) AS one);
    pairs bigint[] := ARRAY(SELECT DISTINCT pair FROM unnest(sought) AS one, unnest(finding_pairs(one)) AS pair);
    few integer := finding_bound('few', {FEW});
    expected bigint;
    one_by_one boolean;
    many integer := finding_bound('many', {MANY});
    reach integer := finding_bound('reach', {REACH});
    numbers uuid[];
BEGIN
    IF cardinality(sought) = 0 OR EXISTS (SELECT 1 FROM unnest(sought) AS one WHERE char_length(one) < 2) THEN
        RETURN;
    END IF;
    IF NOT {MORE_THAN.format("few")} THEN
        RETURN QUERY
            SELECT p.source::text, p.record_id, p.day
            FROM (SELECT DISTINCT mine.subject_id FROM ({SUBJECTS}) AS mine) AS known
            CROSS JOIN LATERAL (SELECT * FROM finding_passage f WHERE f.subject_id = known.subject_id OFFSET 0) AS p
            WHERE {OLDER.format("p")} AND {HOLDS}
            ORDER BY p.day DESC, p.record_id DESC LIMIT most;
        RETURN;
    END IF;

    expected := finding_expected(sought);
    one_by_one := expected < finding_bound('rare', {RARE}) OR {MORE_THAN.format("many")};
    IF expected >= finding_bound('common', {COMMON}) THEN
        numbers := ARRAY(
            SELECT p.record_id
            FROM (SELECT f.record_id, f.subject_id, f.day FROM finding_passage f WHERE {OLDER.format("f")}
                  ORDER BY f.day DESC, f.record_id DESC LIMIT reach) AS newest
            JOIN finding_passage p ON p.record_id = newest.record_id
            WHERE {OPEN.format("newest")} AND {HOLDS}
            ORDER BY newest.day DESC, newest.record_id DESC LIMIT most);
        IF cardinality(numbers) = most THEN
            RETURN QUERY
                SELECT p.source::text, p.record_id, p.day FROM finding_passage p WHERE p.record_id = ANY (numbers)
                ORDER BY p.day DESC, p.record_id DESC;
            RETURN;
        END IF;
    END IF;

    RETURN QUERY
        SELECT p.source::text, p.record_id, p.day
        FROM (SELECT * FROM finding_passage f
              WHERE finding_pairs(f.text) @> pairs AND {OLDER.format("f")} OFFSET 0) AS p
        WHERE {HOLDS} AND {OPEN.format("p")}
        ORDER BY p.day DESC, p.record_id DESC LIMIT most;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("finding", "0002_passages")]
    operations = [
        migrations.AddIndex(
            "passage",
            models.Index(fields=["day", "record_id"], include=["subject_id"], name="passage_by_day"),
        ),
        migrations.RunSQL(EXPECTED, "DROP FUNCTION finding_bound(text, integer); DROP FUNCTION finding_expected(text[]);"),
        migrations.RunSQL(f"DROP FUNCTION {NAME}; {FINDING}", f"DROP FUNCTION {NAME}; {before.FINDING}"),
    ]  # fmt: skip
