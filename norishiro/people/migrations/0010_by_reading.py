"""Half a name that very many have is looked for along the readings, and no further than the list shows. See docs/adr/0037.

Whom one holds is gathered once from the grants' index, and asked one by one only by whoever holds very many.
"""

from importlib import import_module

from django.db import migrations

first = import_module("norishiro.people.migrations.0006_finding")
before = import_module("norishiro.people.migrations.0009_finding_by_letters")

# Candidates by letters; more of them than this are never read.
MOST = 200_000
# Whoever holds more people than this is asked after them one by one; so are candidates as few as these.
MANY, RARE = 30_000, 2_000
# What reading one candidate, and one person held, costs in steps along the readings (measured on 1,000,000 people).
CANDIDATE, PERSON = 4, 20

READINGS = """
DROP INDEX people_findable_kana;
CREATE INDEX people_findable_kana ON people_findable (kana_key, whose);
-- How frequent the letters are is known of an index only once it was looked through.
ANALYZE people_findable;
"""
UNDO_READINGS = """
DROP INDEX people_findable_kana;
CREATE INDEX people_findable_kana ON people_findable (kana_key) WHERE kana_key <> '';
"""

OPEN = f"g.recipient_id = ANY (gate_recipients()) AND {first.OPEN}"
SHUT_OUT = first.SHUT_OUT.replace("f.whose", "g.subject_id")
HELD = f"SELECT g.subject_id FROM sharing_grant g WHERE {OPEN} AND NOT EXISTS ({SHUT_OUT})"
# Inside a CASE the question becomes no join: those one holds are gathered once ...
GATHERED = f"CASE WHEN true THEN %s IN ({HELD}) END"
# ... or asked one by one, by whoever holds very many and for few candidates.
ONE_BY_ONE = f"EXISTS ({HELD} AND g.subject_id = %s OFFSET 0)"

# Several frequent pieces are slower to bring together than the rarest alone leaves people to read.
LEADING = """
CREATE FUNCTION people_leading(pieces bigint[]) RETURNS bigint[] LANGUAGE sql STABLE AS $$
    SELECT coalesce((SELECT array_agg(piece) FROM (SELECT piece FROM unnest(pieces) AS piece
                                                   ORDER BY people_share(ARRAY[piece]), piece LIMIT 2) AS rarest), '{}')
$$;

-- A bound of people_find; tests move it.
CREATE FUNCTION people_bound(called text, usual bigint) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT coalesce(nullif(current_setting('norishiro.people_' || called, true), '')::bigint, usual)
$$;
"""

FIND = f"""
-- People open to the actor in whose keys every word stands. A word is met by any of its texts, or by its span of births.
CREATE OR REPLACE FUNCTION people_find(words jsonb, most integer) RETURNS SETOF uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public SET max_parallel_workers_per_gather = 0 AS $find$
DECLARE
    before text := current_setting('norishiro.maintenance', true);
    word jsonb;
    met text;
    conditions text := '';
    share double precision;
    -- One set of pieces for each way the words may be met: several conditions would be filtered row by row.
    sets text[] := ARRAY['{{}}'];
    wider text[];
    town double precision := (SELECT greatest(c.reltuples, 0) FROM pg_class c WHERE c.oid = 'people_findable'::regclass);
    candidates double precision := town;
    bound bigint := people_bound('candidates', {MOST});
    rare boolean;
    many boolean;
    held bigint;
    steps bigint := people_bound('steps', 0);
    worth double precision;
    open text;
    found uuid[];
BEGIN
    IF gate_staff() IS NULL OR jsonb_array_length(words) = 0 THEN RETURN; END IF;
    PERFORM set_config('norishiro.maintenance', 'on', true);
    FOR word IN SELECT * FROM jsonb_array_elements(words) LOOP
        SELECT string_agg(format('strpos(f.texts, %L) > 0', one), ' OR '),
               least(sum(people_share(people_pieces(one))), 1),
               (SELECT array_agg((kept::bigint[] || people_leading(people_pieces(text)))::text)
                FROM unnest(sets) AS kept, jsonb_array_elements_text(word -> 'texts') AS text WHERE text <> '')
        INTO met, share, wider
        FROM jsonb_array_elements_text(word -> 'texts') one WHERE one <> '';
        IF word ->> 'from' IS NOT NULL THEN
            met := concat_ws(' OR ', met, format('f.born_from <= %L::date AND f.born_until >= %L::date',
                                                 word ->> 'until', word ->> 'from'));
        ELSIF cardinality(wider) <= {before.SETS} THEN
            sets := wider;
            candidates := candidates * share;
        END IF;
        conditions := conditions || ' AND (' || coalesce(met, 'false') || ')';
    END LOOP;
    SELECT count(*) INTO held FROM (SELECT 1 FROM sharing_grant g WHERE {OPEN} LIMIT 2 * {MANY} + 1) AS counted;
    rare := candidates < people_bound('rare', {RARE});
    many := held > people_bound('many', {MANY});
    open := CASE WHEN rare OR many THEN $q${ONE_BY_ONE}$q$ ELSE $q${GATHERED}$q$ END;

    -- As many steps along the readings as fill the list, were the words and one's people strewn by chance, and as many
    -- again because they are not. Only where that is less than the other ways cost.
    worth := least(candidates * {CANDIDATE}, held::double precision * {PERSON});
    IF NOT rare AND candidates * held > 0 AND 2 * most * town * town <= candidates * held * worth THEN
        steps := greatest(2 * most * town * town / (candidates * held), {RARE})::bigint;
    END IF;
    IF steps > 0 THEN
        EXECUTE 'SELECT ARRAY(SELECT near.whose FROM (SELECT f.whose, f.kana_key FROM people_findable f'
            || ' ORDER BY f.kana_key, f.whose LIMIT $1) AS near'
            || ' CROSS JOIN LATERAL (SELECT k.texts, k.born_from, k.born_until FROM people_findable k'
            || ' WHERE k.whose = near.whose OFFSET 0) AS f WHERE '
            || format(open, 'near.whose') || conditions || ' ORDER BY near.kana_key, near.whose LIMIT $2)'
            INTO found USING steps, most;
        IF cardinality(found) = most THEN
            PERFORM set_config('norishiro.maintenance', coalesce(before, ''), true);
            RETURN QUERY SELECT unnest(found);
            RETURN;
        END IF;
    END IF;

    IF sets <> ARRAY['{{}}'] AND candidates < bound AND held * {PERSON} > candidates * {CANDIDATE} THEN
        RETURN QUERY EXECUTE
            'SELECT f.whose FROM (SELECT * FROM people_findable f WHERE ('
            || (SELECT string_agg(format('people_pieces(f.texts) @> %L::bigint[]', one), ' OR ') FROM unnest(sets) AS one)
            || ')' || conditions || CASE WHEN many THEN ' ORDER BY f.kana_key, f.whose' ELSE '' END || ' OFFSET 0) f WHERE '
            || format(open, 'f.whose') || ' ORDER BY f.kana_key, f.whose LIMIT $1'
            USING most;
    ELSE
        RETURN QUERY EXECUTE
            $q$SELECT f.whose FROM sharing_grant g JOIN people_findable f ON f.whose = g.subject_id
            WHERE g.recipient_id = ANY ($1) AND {first.OPEN} AND NOT EXISTS ({first.SHUT_OUT})$q$ || conditions
            || ' GROUP BY f.whose, f.kana_key ORDER BY f.kana_key, f.whose LIMIT $2'
            USING gate_recipients(), most;
    END IF;
    PERFORM set_config('norishiro.maintenance', coalesce(before, ''), true);
END $find$;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0009_finding_by_letters"), ("sharing", "0012_covering_grants")]
    operations = [
        migrations.RunSQL(READINGS, UNDO_READINGS),
        migrations.RunSQL(
            LEADING, "DROP FUNCTION people_bound(text, bigint); DROP FUNCTION people_leading(bigint[])"
        ),
        migrations.RunSQL(FIND, before.FIND),
    ]
