"""What is frequent in the town and rare among one's own is looked for where two indexes agree: that of pairs and that of
subjects. And whoever holds very many is asked after no more of them than a page shows. See docs/adr/0037.
"""

from importlib import import_module

from django.db import migrations

before = import_module("norishiro.finding.migrations.0003_newest_first")

LEADING = """
-- The rarest pair of each word: several frequent ones are slower to bring together than the rarest leaves passages to read.
CREATE FUNCTION finding_leading(folded text[]) RETURNS bigint[] LANGUAGE sql STABLE AS $$
    SELECT ARRAY(SELECT DISTINCT (SELECT pair FROM unnest(finding_pairs(one)) AS pair
                                  ORDER BY finding_rarest(ARRAY[pair]), pair LIMIT 1) FROM unnest(folded) AS one)
$$;
"""

FINDING = f"""
CREATE OR REPLACE FUNCTION find_passages(words text[], most integer, before date, beyond uuid)
RETURNS TABLE (source text, record_id uuid, day date)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public SET plan_cache_mode = force_custom_plan
SET work_mem = '64MB' SET max_parallel_workers_per_gather = 0 AS $$
#variable_conflict use_column
DECLARE
    sought text[] := ARRAY(SELECT finding_fold(one) FROM unnest(words) AS one);
    pairs bigint[] := ARRAY(SELECT DISTINCT pair FROM unnest(sought) AS one, unnest(finding_pairs(one)) AS pair);
    few integer := finding_bound('few', {before.FEW});
    expected bigint;
    common boolean;
    one_by_one boolean;
    many integer := finding_bound('many', {before.MANY});
    reach integer := finding_bound('reach', {before.REACH});
    numbers uuid[];
    held uuid[];
BEGIN
    IF cardinality(sought) = 0 OR EXISTS (SELECT 1 FROM unnest(sought) AS one WHERE char_length(one) < 2) THEN
        RETURN;
    END IF;
    IF NOT {before.MORE_THAN.format("few")} THEN
        RETURN QUERY
            SELECT p.source::text, p.record_id, p.day
            FROM (SELECT DISTINCT mine.subject_id FROM ({before.SUBJECTS}) AS mine) AS known
            CROSS JOIN LATERAL (SELECT * FROM finding_passage f WHERE f.subject_id = known.subject_id OFFSET 0) AS p
            WHERE {before.OLDER.format("p")} AND {before.HOLDS}
            ORDER BY p.day DESC, p.record_id DESC LIMIT most;
        RETURN;
    END IF;

    expected := finding_expected(sought);
    common := expected >= finding_bound('common', {before.COMMON});
    one_by_one := expected < finding_bound('rare', {before.RARE}) OR {before.MORE_THAN.format("many")};
    IF common THEN
        numbers := ARRAY(
            SELECT p.record_id
            FROM (SELECT f.record_id, f.subject_id, f.day FROM finding_passage f WHERE {before.OLDER.format("f")}
                  ORDER BY f.day DESC, f.record_id DESC LIMIT reach) AS newest
            CROSS JOIN LATERAL (SELECT f.record_id, f.text FROM finding_passage f
                                WHERE f.record_id = newest.record_id OFFSET 0) AS p
            WHERE {before.OPEN.format("newest")} AND {before.HOLDS}
            ORDER BY newest.day DESC, newest.record_id DESC LIMIT most);
        IF cardinality(numbers) = most THEN
            RETURN QUERY
                SELECT p.source::text, p.record_id, p.day FROM finding_passage p WHERE p.record_id = ANY (numbers)
                ORDER BY p.day DESC, p.record_id DESC;
            RETURN;
        END IF;
    END IF;

    IF one_by_one THEN
        -- In their order first: nobody is asked after more than the page shows, where one holds most of them.
        RETURN QUERY
            SELECT p.source::text, p.record_id, p.day
            FROM (SELECT * FROM finding_passage p
                  WHERE finding_pairs(p.text) @> pairs AND {before.OLDER.format("p")} AND {before.HOLDS}
                  ORDER BY p.day DESC, p.record_id DESC OFFSET 0) AS p
            WHERE {before.OPEN.format("p")}
            ORDER BY p.day DESC, p.record_id DESC LIMIT most;
    ELSIF common THEN
        held := ARRAY({before.SUBJECTS});
        pairs := finding_leading(sought);
        RETURN QUERY
            SELECT p.source::text, p.record_id, p.day
            FROM (SELECT * FROM finding_passage p
                  WHERE p.subject_id = ANY (held) AND finding_pairs(p.text) @> pairs AND {before.OLDER.format("p")} OFFSET 0) AS p
            WHERE {before.HOLDS}
            ORDER BY p.day DESC, p.record_id DESC LIMIT most;
    ELSE
        RETURN QUERY
            SELECT p.source::text, p.record_id, p.day
            FROM (SELECT * FROM finding_passage f
                  WHERE finding_pairs(f.text) @> pairs AND {before.OLDER.format("f")} OFFSET 0) AS p
            WHERE {before.HOLDS} AND {before.OPEN.format("p")}
            ORDER BY p.day DESC, p.record_id DESC LIMIT most;
    END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("finding", "0004_words_of_cases"), ("sharing", "0012_covering_grants")]
    operations = [
        migrations.RunSQL(LEADING, "DROP FUNCTION finding_leading(text[])"),
        migrations.RunSQL(FINDING, f"DROP FUNCTION {before.NAME}; {before.FINDING}"),
    ]
