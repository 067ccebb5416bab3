"""Finding people: one narrow table of folded keys that no page may read, and two functions that answer ids only.

The functions ask the gate themselves, from the side of the grants, so that neither the answer nor its time tells of
somebody the actor may not see. What is withheld stands in no ordinary column, so it never comes into the keys.
"""

from django.conf import settings
from django.db import migrations

from norishiro.core.names import name_key
from norishiro.sharing import walls

KEYS = """
CREATE TABLE people_findable (
    whose uuid PRIMARY KEY,
    name_key text NOT NULL,
    kana_key text NOT NULL,
    home text NOT NULL,
    phone text NOT NULL,
    texts text NOT NULL,
    born_from date,
    born_until date
);
CREATE INDEX people_findable_name ON people_findable (name_key) WHERE name_key <> '';
CREATE INDEX people_findable_kana ON people_findable (kana_key) WHERE kana_key <> '';
CREATE INDEX people_findable_home ON people_findable (home) WHERE home <> '';
CREATE INDEX people_findable_phone ON people_findable (phone) WHERE phone <> '';
CREATE INDEX people_findable_born ON people_findable (born_from);

-- Digits only, and without the zero that spreadsheets lose.
CREATE FUNCTION people_number(written text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT ltrim(regexp_replace(normalize(written, NFKC), '[^0-9]', '', 'g'), '0')
$$;

CREATE FUNCTION people_keep_findable() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $keep$
DECLARE
    before text := current_setting('norishiro.maintenance', true);
    home text;
    number text;
BEGIN
    PERFORM set_config('norishiro.maintenance', 'on', true);
    IF TG_OP = 'DELETE' THEN
        DELETE FROM people_findable WHERE whose = OLD.id;
    ELSE
        home := withheld_fold(NEW.address);
        number := people_number(NEW.phone);
        INSERT INTO people_findable AS f
        VALUES (NEW.id, NEW.name_key, NEW.kana_key, home, number,
                concat_ws(E'\\n', NEW.name_key, NEW.kana_key, NEW.alias_key, home, number),
                NEW.birth_earliest, NEW.birth_latest)
        ON CONFLICT (whose) DO UPDATE SET
            name_key = excluded.name_key, kana_key = excluded.kana_key, home = excluded.home, phone = excluded.phone,
            texts = excluded.texts, born_from = excluded.born_from, born_until = excluded.born_until;
    END IF;
    PERFORM set_config('norishiro.maintenance', coalesce(before, ''), true);
    RETURN NULL;
END $keep$;

CREATE TRIGGER people_findable_kept AFTER INSERT OR DELETE
    OR UPDATE OF name_key, kana_key, alias_key, address, phone, birth_earliest, birth_latest ON people_person
    FOR EACH ROW EXECUTE FUNCTION people_keep_findable();
"""

UNDO_KEYS = """
DROP TRIGGER people_findable_kept ON people_person;
DROP FUNCTION people_keep_findable();
DROP FUNCTION people_number(text);
DROP TABLE people_findable;
"""

OPEN = f"g.subject_kind = 'PERSON' AND {walls.LIVE} AND g.depth >= 2 AND (g.categories & 1) = 1"
SHUT_OUT = (
    "SELECT 1 FROM sharing_exclusion x WHERE x.subject_id = f.whose AND x.staff_id = gate_staff()"
    " AND (x.until_at IS NULL OR x.until_at > statement_timestamp())"
)
# One kind of agreement each; no kind may flood the others (a home for the aged has one address).
ALIKE = " UNION ALL ".join(
    f"(SELECT f.whose FROM people_findable f WHERE {agrees}"
    f" AND EXISTS (SELECT 1 FROM sharing_grant g WHERE g.subject_id = f.whose AND g.recipient_id = ANY (mine) AND {OPEN}"
    f" OFFSET 0) AND NOT EXISTS ({SHUT_OUT}) LIMIT most)"
    for agrees in (
        "f.name_key = ANY (names) AND f.name_key <> ''",
        "f.kana_key = ANY (kanas) AND f.kana_key <> ''",
        "f.phone = number AND f.phone <> ''",
        "f.home = place AND f.home <> ''",
        "f.born_from = ANY (births) AND f.born_until = f.born_from",
    )
)

FUNCTIONS = f"""
-- People open to the actor in whose keys every word stands. A word is met by any of its texts, or by its span of births.
CREATE FUNCTION people_find(words jsonb, most integer) RETURNS SETOF uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $find$
DECLARE
    before text := current_setting('norishiro.maintenance', true);
    word jsonb;
    met text;
    conditions text := '';
BEGIN
    IF gate_staff() IS NULL OR jsonb_array_length(words) = 0 THEN RETURN; END IF;
    FOR word IN SELECT * FROM jsonb_array_elements(words) LOOP
        SELECT string_agg(format('strpos(f.texts, %L) > 0', one), ' OR ') INTO met
        FROM jsonb_array_elements_text(word -> 'texts') one WHERE one <> '';
        IF word ->> 'from' IS NOT NULL THEN
            met := concat_ws(' OR ', met, format('f.born_from <= %L::date AND f.born_until >= %L::date',
                                                 word ->> 'until', word ->> 'from'));
        END IF;
        conditions := conditions || ' AND (' || coalesce(met, 'false') || ')';
    END LOOP;
    PERFORM set_config('norishiro.maintenance', 'on', true);
    RETURN QUERY EXECUTE
        $q$SELECT f.whose FROM sharing_grant g JOIN people_findable f ON f.whose = g.subject_id
        WHERE g.recipient_id = ANY ($1) AND {OPEN} AND NOT EXISTS ({SHUT_OUT})$q$ || conditions
        || ' GROUP BY f.whose, f.kana_key ORDER BY f.kana_key, f.whose LIMIT $2'
        USING gate_recipients(), most;
    PERFORM set_config('norishiro.maintenance', coalesce(before, ''), true);
END $find$;

-- People open to the actor who agree with somebody in at least one thing that is rarely shared by chance.
CREATE FUNCTION people_alike(names text[], kanas text[], number text, place text, births date[], most integer)
RETURNS SETOF uuid LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $alike$
DECLARE
    before text := current_setting('norishiro.maintenance', true);
    mine uuid[] := gate_recipients();
BEGIN
    IF gate_staff() IS NULL THEN RETURN; END IF;
    PERFORM set_config('norishiro.maintenance', 'on', true);
    RETURN QUERY SELECT DISTINCT found.whose FROM ({ALIKE}) found;
    PERFORM set_config('norishiro.maintenance', coalesce(before, ''), true);
END $alike$;
"""

UNDO_FUNCTIONS = """
DROP FUNCTION people_alike(text[], text[], text, text, date[], integer);
DROP FUNCTION people_find(jsonb, integer);
"""


def fill(apps, schema_editor):
    """Keys for everybody who is registered already; the trigger writes them."""
    person = apps.get_model("people", "Person")
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SET LOCAL norishiro.maintenance = 'on'")
        for one in person.objects.exclude(alias="").only("id", "alias").iterator():
            person.objects.filter(id=one.id).update(alias_key=name_key(one.alias)[:80])
        cursor.execute("UPDATE people_person SET name_key = name_key")
        cursor.execute("SET LOCAL norishiro.maintenance = ''")


def no_removal(apps, schema_editor):
    """The pages never remove a merge, nor what became of a pair."""
    role = schema_editor.quote_name(settings.NORISHIRO_APP_ROLE)
    schema_editor.execute(f"REVOKE DELETE, TRUNCATE ON people_merge, people_pair FROM {role}")
    schema_editor.execute(f"REVOKE ALL ON people_findable FROM {role}")


class Migration(migrations.Migration):
    dependencies = [("people", "0005_merges"), ("sharing", "0002_gate")]
    operations = [
        migrations.RunSQL(KEYS, UNDO_KEYS),
        migrations.RunSQL(*walls.policy("people_findable", using="false", check="false")),
        migrations.RunSQL(FUNCTIONS, UNDO_FUNCTIONS),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunSQL(*walls.wall("people_merge", subject=("kept_id", "away_id"), depth=2, category=1)),
        migrations.RunSQL(*walls.wall("people_pair", subject=("first_id", "second_id"), depth=2, category=1)),
        migrations.RunPython(no_removal, migrations.RunPython.noop),
    ]
