"""The database keeps the passages, and leads from words to the numbers of records. See docs/adr/0033.

Row-level security keeps the planner from the index of a wall's table for anything but leak-proof operators, and looking
for letters is not one. So the words stand in a table of their own, which the pages' role may not read; a function in the
owner's name answers with numbers of records about subjects the actor holds a grant on, and the walls decide the rest.
"""

from django.conf import settings
from django.db import migrations

from norishiro.sharing.walls import LIVE, MINE

KATAKANA = "".join(map(chr, range(0x30A1, 0x30F7)))
HIRAGANA = "".join(map(chr, range(0x3041, 0x3097)))
# Stands between two fields, so that no word is found that ends in one and begins in the other.
BETWEEN = r"E'\x1f'"
# With so many records sharing the rarest two letters of what is looked for, reading one's own is the shorter way.
COMMON = 20_000
# Whoever sees more subjects than this reads through the index in any case.
MANY_SUBJECTS = 30_000

# table, source, day, words. A record that another supersedes is found no more.
SOURCES = (
    ("outreach_contact", "CONTACT", "happened_on", ("body", "impression", "with_whom", "place", "next_what")),
    ("consultations_consultation", "CONSULTATION", "received_on", ("summary", "wishes", "since_when", "already_consulted")),
    ("consultations_tsunagusheet", "SHEET", "sent_on", ("worry", "wish", "answer", "result")),
    ("consultations_supportrequest", "REQUEST", "applied_on",
     ("situation", "tried", "stuck", "answer_reason", "proposal", "who_does_what")),
    ("meetings_minuteline", "LINE", "(made_at AT TIME ZONE 'Asia/Tokyo')::date", ("text",)),
    ("plans_plan", "PLAN", "drafted_on", ("problems", "wishes", "long_goal", "goal", "approach")),
)  # fmt: skip

LETTERS = f"""
-- 「ｺﾞﾐ　屋敷」「ごみ屋敷」 read alike: widths, capitals, カタカナ, blanks.
CREATE FUNCTION finding_fold(written text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT regexp_replace(translate(lower(normalize(written, NFKC)), '{KATAKANA}', '{HIRAGANA}'), '\\s', '', 'g')
$$;

-- Every two letters that follow each other, as one number each.
CREATE FUNCTION finding_pairs(folded text) RETURNS bigint[] LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 2000 AS $$
    SELECT coalesce(array_agg(DISTINCT (code << 21) | following), '{{}}')
    FROM (SELECT ascii(letter)::bigint AS code, lead(ascii(letter)) OVER (ORDER BY place) AS following
          FROM unnest(string_to_array(folded, NULL)) WITH ORDINALITY AS letters(letter, place)) AS neighbours
    WHERE following IS NOT NULL
$$;

CREATE INDEX finding_pairs_of_text ON finding_passage USING gin (finding_pairs(text));
ALTER INDEX finding_pairs_of_text ALTER COLUMN 1 SET STATISTICS 1000;

-- About how many passages hold the rarest of these pairs; 0 for pairs that are among nobody's commonest.
CREATE FUNCTION finding_rarest(pairs bigint[]) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT (coalesce(min(coalesce(known.share, 0)), 0)
            * (SELECT greatest(c.reltuples, 0) FROM pg_class c WHERE c.oid = 'finding_passage'::regclass))::bigint
    FROM unnest(pairs) AS wanted(pair)
    LEFT JOIN (
        SELECT unnest(s.most_common_elems::text::bigint[]) AS pair, unnest(s.most_common_elem_freqs) AS share
        FROM pg_stats s WHERE s.schemaname = 'public' AND s.tablename = 'finding_pairs_of_text'
    ) AS known USING (pair)
$$;
"""

FINDING = f"""
-- The newest records that hold every word, about subjects the actor holds a grant on: numbers only. ``before`` and
-- ``beyond`` are the day and number of the last one already known.
CREATE FUNCTION find_passages(words text[], most integer, before date, beyond uuid)
RETURNS TABLE (source text, record_id uuid, day date)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public SET plan_cache_mode = force_custom_plan
SET work_mem = '64MB' AS $$
#variable_conflict use_column
DECLARE
    sought text[] := ARRAY(SELECT finding_fold(one) FROM unnest(words) AS one);
    pairs bigint[] := ARRAY(SELECT DISTINCT pair FROM unnest(sought) AS one, unnest(finding_pairs(one)) AS pair);
    subjects bigint;
BEGIN
    IF cardinality(sought) = 0 OR EXISTS (SELECT 1 FROM unnest(sought) AS one WHERE char_length(one) < 2) THEN
        RETURN;
    END IF;
    IF finding_rarest(pairs) >= coalesce(nullif(current_setting('norishiro.finding_common', true), '')::bigint, {COMMON}) THEN
        SELECT count(*) INTO subjects FROM sharing_grant g WHERE {MINE};
    END IF;
    IF subjects <= {MANY_SUBJECTS} THEN
        RETURN QUERY
            SELECT p.source::text, p.record_id, p.day
            FROM (SELECT DISTINCT g.subject_id FROM sharing_grant g WHERE {MINE} AND {LIVE}) AS known
            JOIN finding_passage p ON p.subject_id = known.subject_id
            WHERE (before IS NULL OR (p.day, p.record_id) < (before, beyond))
              AND NOT EXISTS (SELECT 1 FROM unnest(sought) AS one WHERE strpos(p.text, one) = 0)
            ORDER BY p.day DESC, p.record_id DESC LIMIT most;
    ELSE
        RETURN QUERY
            SELECT p.source::text, p.record_id, p.day
            FROM finding_passage p
            WHERE finding_pairs(p.text) @> pairs
              AND (before IS NULL OR (p.day, p.record_id) < (before, beyond))
              AND NOT EXISTS (SELECT 1 FROM unnest(sought) AS one WHERE strpos(p.text, one) = 0)
              AND EXISTS (SELECT 1 FROM sharing_grant g WHERE g.subject_id = p.subject_id AND {MINE} AND {LIVE} OFFSET 0)
            ORDER BY p.day DESC, p.record_id DESC LIMIT most;
    END IF;
END $$;
"""

WALL = """
ALTER TABLE finding_passage ENABLE ROW LEVEL SECURITY;
ALTER TABLE finding_passage FORCE ROW LEVEL SECURITY;
CREATE POLICY gate_keeper ON finding_passage TO CURRENT_USER USING (true) WITH CHECK (true);
"""


def _folded(words, row):
    return f"finding_fold(concat_ws({BETWEEN}, {', '.join(f'{row}.{word}' for word in words)}))"


def _day(day, row):
    return day.replace("made_at", f"{row}.made_at") if "made_at" in day else f"{row}.{day}"


def _kept(table, source, day, words):
    """Keep the passages of one table from now on, and write those of the records there are."""
    gone = (
        "DELETE FROM finding_passage WHERE record_id = NEW.supersedes_id;"
        if table == "outreach_contact"
        else ""
    )
    columns = ", ".join(dict.fromkeys((*words, "subject_id", *([] if "(" in day else [day]))))
    living = (
        " WHERE NOT EXISTS (SELECT 1 FROM outreach_contact n WHERE n.supersedes_id = r.id)"
        if table == "outreach_contact"
        else ""
    )
    return f"""
CREATE FUNCTION finding_note_{table}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        DELETE FROM finding_passage WHERE record_id = OLD.id;
        RETURN NULL;
    END IF;
    INSERT INTO finding_passage AS p (record_id, source, subject_id, day, text)
    VALUES (NEW.id, '{source}', NEW.subject_id, {_day(day, "NEW")}, {_folded(words, "NEW")})
    ON CONFLICT (record_id) DO UPDATE SET subject_id = excluded.subject_id, day = excluded.day, text = excluded.text;
    {gone}
    RETURN NULL;
END $$;
CREATE TRIGGER finding_note AFTER INSERT OR DELETE OR UPDATE OF {columns} ON {table}
    FOR EACH ROW EXECUTE FUNCTION finding_note_{table}();
SELECT set_config('norishiro.maintenance', 'on', true);
INSERT INTO finding_passage (record_id, source, subject_id, day, text)
SELECT r.id, '{source}', r.subject_id, {_day(day, "r")}, {_folded(words, "r")} FROM {table} r{living};
SELECT set_config('norishiro.maintenance', '', true);
"""


def _let_go(table):
    return f"DROP TRIGGER finding_note ON {table}; DROP FUNCTION finding_note_{table}();"


def closed_to_pages(apps, schema_editor):
    role = schema_editor.quote_name(settings.NORISHIRO_APP_ROLE)
    schema_editor.execute(f"REVOKE ALL ON finding_passage FROM {role}")


class Migration(migrations.Migration):
    dependencies = [
        ("finding", "0001_initial"),
        ("sharing", "0005_provisions"),
        ("outreach", "0006_legal_basis"),
        ("consultations", "0009_first_goal"),
        ("meetings", "0005_passages"),
        ("plans", "0005_person_parts"),
    ]
    operations = [
        migrations.RunSQL(LETTERS, "DROP FUNCTION finding_rarest(bigint[]); DROP INDEX finding_pairs_of_text;"
                          " DROP FUNCTION finding_pairs(text); DROP FUNCTION finding_fold(text);"),
        migrations.RunSQL(WALL, ""),
        migrations.RunSQL(FINDING, "DROP FUNCTION find_passages(text[], integer, date, uuid)"),
        *(migrations.RunSQL(_kept(*source), _let_go(source[0])) for source in SOURCES),
        migrations.RunPython(closed_to_pages, migrations.RunPython.noop),
    ]  # fmt: skip
