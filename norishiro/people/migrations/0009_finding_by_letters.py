"""Words are looked for among the keys by their rarest letters, where that is shorter than reading everybody one sees.

See docs/adr/0037. The gate is asked of every candidate, in the same function.
"""

from importlib import import_module

from django.db import migrations

from norishiro.sharing import walls

before = import_module("norishiro.people.migrations.0006_finding")

# Candidates by letters are asked after the gate one by one; more of them than this are never read.
MOST = 50_000
SETS = 16

PIECES = """
-- Every letter, every two that follow each other, and every four digits (two stand in everybody's number), as numbers.
CREATE FUNCTION people_pieces(folded text) RETURNS bigint[] LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 2000 AS $$
    SELECT coalesce(array_agg(DISTINCT piece), '{}')
    FROM (SELECT unnest(ARRAY[code, (code << 21) | lead(code) OVER (ORDER BY place)]) AS piece
          FROM (SELECT ascii(letter)::bigint AS code, place
                FROM unnest(string_to_array(folded, NULL)) WITH ORDINALITY AS letters(letter, place)) AS codes
          UNION ALL
          SELECT -1 - substr(folded, place, 4)::bigint FROM generate_series(1, char_length(folded) - 3) AS place
          WHERE substr(folded, place, 4) ~ '^[0-9]{4}$') AS pieces
    WHERE piece IS NOT NULL
$$;

CREATE INDEX people_findable_pieces ON people_findable USING gin (people_pieces(texts));
ALTER INDEX people_findable_pieces ALTER COLUMN 1 SET STATISTICS 300;

-- The share of people who have the rarest of these pieces among their keys; 0 where it is among nobody's commonest.
CREATE FUNCTION people_share(pieces bigint[]) RETURNS double precision LANGUAGE sql STABLE AS $$
    SELECT coalesce(min(coalesce(known.share, 0)), 0)
    FROM unnest(pieces) AS wanted(piece)
    LEFT JOIN (
        SELECT unnest(s.most_common_elems::text::bigint[]) AS piece, unnest(s.most_common_elem_freqs) AS share
        FROM pg_stats s WHERE s.schemaname = 'public' AND s.tablename = 'people_findable_pieces'
    ) AS known USING (piece)
$$;
"""

# A policy that asks anything keeps the planner from every index but those of leak-proof operators, and letters are not one.
# The table belongs to the functions below alone: the pages' role has no right on it (migration 0006).
WALL = """
DROP POLICY gate ON people_findable;
DROP POLICY maintenance ON people_findable;
CREATE POLICY gate_keeper ON people_findable TO CURRENT_USER USING (true) WITH CHECK (true);
"""
UNDO_WALL = f"DROP POLICY gate_keeper ON people_findable; {walls.policy('people_findable', using='false', check='false')[0]}"

UNDO_PIECES = """
DROP FUNCTION people_share(bigint[]);
DROP INDEX people_findable_pieces;
DROP FUNCTION people_pieces(text);
"""

FIND = f"""
-- People open to the actor in whose keys every word stands. A word is met by any of its texts, or by its span of births.
CREATE OR REPLACE FUNCTION people_find(words jsonb, most integer) RETURNS SETOF uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $find$
DECLARE
    before text := current_setting('norishiro.maintenance', true);
    word jsonb;
    met text;
    conditions text := '';
    share double precision;
    -- One set of pieces for each way the words may be met: several conditions would be filtered row by row.
    sets text[] := ARRAY['{{}}'];
    wider text[];
    candidates double precision := (SELECT greatest(c.reltuples, 0) FROM pg_class c WHERE c.oid = 'people_findable'::regclass);
    bound bigint := coalesce(nullif(current_setting('norishiro.people_candidates', true), '')::bigint, {MOST});
    held bigint := 0;
BEGIN
    IF gate_staff() IS NULL OR jsonb_array_length(words) = 0 THEN RETURN; END IF;
    PERFORM set_config('norishiro.maintenance', 'on', true);
    FOR word IN SELECT * FROM jsonb_array_elements(words) LOOP
        SELECT string_agg(format('strpos(f.texts, %L) > 0', one), ' OR '),
               least(sum(people_share(people_pieces(one))), 1),
               (SELECT array_agg((kept::bigint[] || people_pieces(text))::text)
                FROM unnest(sets) AS kept, jsonb_array_elements_text(word -> 'texts') AS text WHERE text <> '')
        INTO met, share, wider
        FROM jsonb_array_elements_text(word -> 'texts') one WHERE one <> '';
        IF word ->> 'from' IS NOT NULL THEN
            met := concat_ws(' OR ', met, format('f.born_from <= %L::date AND f.born_until >= %L::date',
                                                 word ->> 'until', word ->> 'from'));
        ELSIF cardinality(wider) <= {SETS} THEN
            sets := wider;
            candidates := candidates * share;
        END IF;
        conditions := conditions || ' AND (' || coalesce(met, 'false') || ')';
    END LOOP;
    IF sets <> ARRAY['{{}}'] AND candidates < bound THEN
        SELECT count(*) INTO held FROM (SELECT 1 FROM sharing_grant g WHERE g.recipient_id = ANY (gate_recipients())
                                        AND g.subject_kind = 'PERSON' LIMIT candidates::bigint + 1) AS counted;
    END IF;
    IF held > candidates THEN
        RETURN QUERY EXECUTE
            'SELECT f.whose FROM (SELECT * FROM people_findable f WHERE '
            || (SELECT string_agg(format('people_pieces(f.texts) @> %L::bigint[]', one), ' OR ') FROM unnest(sets) AS one)
            || $q$ OFFSET 0) f
            WHERE EXISTS (SELECT 1 FROM sharing_grant g
                          WHERE g.subject_id = f.whose AND g.recipient_id = ANY ($1) AND {before.OPEN} OFFSET 0)
            AND NOT EXISTS ({before.SHUT_OUT})$q$ || conditions || ' ORDER BY f.kana_key, f.whose LIMIT $2'
            USING gate_recipients(), most;
    ELSE
        RETURN QUERY EXECUTE
            $q$SELECT f.whose FROM sharing_grant g JOIN people_findable f ON f.whose = g.subject_id
            WHERE g.recipient_id = ANY ($1) AND {before.OPEN} AND NOT EXISTS ({before.SHUT_OUT})$q$ || conditions
            || ' GROUP BY f.whose, f.kana_key ORDER BY f.kana_key, f.whose LIMIT $2'
            USING gate_recipients(), most;
    END IF;
    PERFORM set_config('norishiro.maintenance', coalesce(before, ''), true);
END $find$;
"""
WAS = before.FUNCTIONS.split("-- People open to the actor who agree")[0].replace(
    "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"
)


class Migration(migrations.Migration):
    dependencies = [("people", "0008_called")]
    operations = [
        migrations.RunSQL(PIECES, UNDO_PIECES),
        migrations.RunSQL(WALL, UNDO_WALL),
        migrations.RunSQL(FIND, WAS),
    ]
