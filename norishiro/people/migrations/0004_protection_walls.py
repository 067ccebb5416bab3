"""The walls of what is withheld, and the few doors through which a datum is put behind them.

``withheld_take`` empties the ordinary columns of a person (and of whoever lives at that address with them) and hands
back what stood there, once, to be sealed. ``withheld_cover`` covers an address or number in every text of the town.
``withheld_give_back`` fills an empty column again. ``withheld_match`` says who may be meant by a line of a list.
"""

from django.conf import settings
from django.db import migrations

from norishiro.core.withheld import COVER, DROPPED
from norishiro.sharing import walls

SOMEBODY = "gate_staff() IS NOT NULL"
OFFICE = "{column} = ANY (gate_agencies())"
PERSON_OPEN = "EXISTS (SELECT 1 FROM people_person p WHERE p.id = {table}.person_id)"
HOUSEHOLD_OPEN = "EXISTS (SELECT 1 FROM people_household h WHERE h.id = {table}.household_id)"

LOOK = (
    f"agency_id = ANY ({walls.AGENCIES})"
    " AND lock::text = ANY (string_to_array(nullif(current_setting('norishiro.look', true), ''), ','))"
    " AND NOT EXISTS (SELECT 1 FROM sharing_grant g WHERE g.subject_id = people_withheldvalue.against_id"
    f" AND {walls.MINE} AND {walls.LIVE})"
    " AND NOT EXISTS (SELECT 1 FROM sharing_exclusion x WHERE x.subject_id = people_withheldvalue.subject_id"
    f" AND x.staff_id = {walls.STAFF} AND (x.until_at IS NULL OR x.until_at > statement_timestamp()))"
)

KEPT = DROPPED.replace("'", "''")

# The walls bind the owner too; each door lifts them for its own lines. The word alone helps nobody else.
FUNCTIONS = f"""
-- As core/withheld.py folds, so that both compare alike.
CREATE FUNCTION withheld_fold(written text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $fold$
    SELECT translate(
        regexp_replace(regexp_replace(regexp_replace(regexp_replace(
            translate(lower(normalize(written, NFKC)), '〇一二三四五六七八九零壱', '012345678901'),
            '([0-9])十(?=[0-9])', '\\1', 'g'), '([0-9])十', '\\10', 'g'), '十(?=[0-9])', '1', 'g'), '十', '10', 'g'),
        E'{KEPT}', '')
$fold$;

-- A pattern that finds a folded word however it is written.
CREATE FUNCTION withheld_pattern(word text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $pattern$
DECLARE
    between constant text := '[-‐‑‒–—―ー−〜~、,.・丁目番地号のノ第()（）十[:space:]　－～，．]*';
    digits constant text[] := ARRAY['0０〇零十', '1１一壱十', '2２二', '3３三', '4４四', '5５五', '6６六', '7７七', '8８八', '9９九'];
    letter text;
    built text := '';
    at integer;
BEGIN
    FOR at IN 1 .. length(word) LOOP
        letter := substr(word, at, 1);
        IF substr(word, at, 2) = '10' THEN letter := '(?:[1１一壱]' || between || '[0０〇零]|十)';
        ELSIF substr(word, at, 1) = '0' AND substr(word, at - 1, 2) = '10' THEN CONTINUE;
        ELSIF letter ~ '^[0-9]$' THEN letter := '[' || digits[letter::integer + 1] || ']';
        ELSIF letter ~ '^[a-z]$' THEN letter := '[' || letter || chr(ascii(letter) - 97 + 65345) || chr(ascii(letter) - 97 + 65313) || ']';
        ELSIF letter <= '~' THEN letter := '\\' || letter;
        END IF;
        built := built || CASE WHEN built = '' THEN '' ELSE between END || letter;
    END LOOP;
    RETURN built;
END $pattern$;

CREATE FUNCTION withheld_take(whose uuid, away_from uuid, wanted text[])
RETURNS TABLE (place text, record uuid, person uuid, household uuid, field text, value text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $take$
#variable_conflict use_column
DECLARE
    home text;
    number text;
    mates uuid[];
    homes uuid[];
    folk uuid[];
    cases uuid[];
BEGIN
    IF gate_staff() IS NULL THEN RETURN; END IF;
    PERFORM set_config('norishiro.maintenance', 'on', true);
    SELECT withheld_fold(p.address), withheld_fold(p.phone) INTO home, number FROM people_person p WHERE p.id = whose;
    SELECT coalesce(array_agg(DISTINCT b.person_id), '{{}}') INTO mates
    FROM people_membership a JOIN people_membership b USING (household_id)
    WHERE a.person_id = whose AND a.until_on IS NULL AND b.until_on IS NULL AND b.person_id IS DISTINCT FROM away_from;
    IF 'ADDRESS' = ANY (wanted) THEN
        SELECT coalesce(array_agg(DISTINCT h.id), '{{}}') INTO homes
        FROM people_household h JOIN people_membership m ON m.household_id = h.id
        WHERE m.person_id = whose AND m.until_on IS NULL AND m.living_together AND home <> ''
          AND withheld_fold(h.address) = home
          AND NOT EXISTS (SELECT 1 FROM people_membership o WHERE o.household_id = h.id AND o.person_id = away_from
                          AND o.until_on IS NULL);
        SELECT array_agg(p.id) INTO folk FROM people_person p
        WHERE p.id = whose
           OR p.id = ANY (mates) AND home <> '' AND withheld_fold(p.address) = home
           OR p.address = '' AND p.id IN (SELECT m.person_id FROM people_membership m
                WHERE m.household_id = ANY (homes) AND m.until_on IS NULL AND m.living_together);
        RETURN QUERY SELECT 'people_person.address', p.id, p.id, NULL::uuid, 'ADDRESS', p.address::text
            FROM people_person p WHERE p.id = ANY (folk) AND p.address <> '';
        RETURN QUERY SELECT 'people_person.postal_code', p.id, p.id, NULL::uuid, 'POSTAL', p.postal_code::text
            FROM people_person p WHERE p.id = ANY (folk) AND p.postal_code <> '';
        RETURN QUERY SELECT 'people_person.area_id', p.id, p.id, NULL::uuid, 'AREA', p.area_id::text
            FROM people_person p WHERE p.id = ANY (folk) AND p.area_id IS NOT NULL;
        RETURN QUERY SELECT 'people_household.address', h.id, NULL::uuid, h.id, 'ADDRESS', h.address::text
            FROM people_household h WHERE h.id = ANY (homes);
        RETURN QUERY SELECT 'people_household.area_id', h.id, NULL::uuid, h.id, 'AREA', h.area_id::text
            FROM people_household h WHERE h.id = ANY (homes) AND h.area_id IS NOT NULL;
        UPDATE people_person p SET address = '', postal_code = '', area_id = NULL, version = p.version + 1
            WHERE p.id = ANY (folk);
        UPDATE people_household h SET address = '', area_id = NULL, version = h.version + 1 WHERE h.id = ANY (homes);
        -- Rooms above keep the area at the time: it would tell as much.
        IF to_regclass('outreach_contact') IS NOT NULL THEN
            RETURN QUERY EXECUTE 'UPDATE outreach_contact c SET area_id = NULL FROM outreach_contact o'
                ' WHERE o.id = c.id AND o.area_id IS NOT NULL AND (c.person_id = ANY ($1) OR c.household_id = ANY ($2))'
                ' RETURNING ''outreach_contact.area_id'', c.id, NULL::uuid, NULL::uuid, ''AREA'', o.area_id::text'
                USING folk, homes;
        END IF;
        IF to_regclass('cases_case') IS NOT NULL THEN
            EXECUTE 'SELECT coalesce(array_agg(m.case_id), ''{{}}'') FROM cases_casemember m WHERE m.person_id = $1'
                INTO cases USING whose;
            RETURN QUERY EXECUTE 'UPDATE cases_case c SET area_id = NULL FROM cases_case o'
                ' WHERE o.id = c.id AND o.area_id IS NOT NULL AND (c.id = ANY ($1) OR c.household_id = ANY ($2))'
                ' RETURNING ''cases_case.area_id'', c.id, NULL::uuid, NULL::uuid, ''AREA'', o.area_id::text'
                USING cases, homes;
        END IF;
    END IF;
    IF 'PHONE' = ANY (wanted) THEN
        SELECT array_agg(p.id) INTO folk FROM people_person p
        WHERE p.id = whose OR p.id = ANY (mates) AND number <> '' AND withheld_fold(p.phone) = number;
        RETURN QUERY SELECT 'people_person.phone', p.id, p.id, NULL::uuid, 'PHONE', p.phone::text
            FROM people_person p WHERE p.id = ANY (folk) AND p.phone <> '';
        UPDATE people_person p SET phone = '', version = p.version + 1 WHERE p.id = ANY (folk);
    END IF;
    PERFORM set_config('norishiro.maintenance', '', true);
END $take$;

-- Words are folded and at least four letters long; anything shorter would empty the town's texts.
CREATE FUNCTION withheld_cover(words text[])
RETURNS TABLE (place text, record uuid, pieces text[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $cover$
#variable_conflict use_column
DECLARE
    pattern text;
    kept text[];
    spot record;
    line record;
    after text;
    cut text[];
BEGIN
    SELECT array_agg(w ORDER BY length(w) DESC, w) INTO kept FROM unnest(words) w WHERE length(w) >= 4;
    IF gate_staff() IS NULL OR kept IS NULL THEN RETURN; END IF;
    PERFORM set_config('norishiro.maintenance', 'on', true);
    SELECT string_agg(withheld_pattern(w) || 'ー*', '|' ORDER BY length(w) DESC, w) INTO pattern FROM unnest(kept) w;
    FOR spot IN
        SELECT c.table_name AS of_table, c.column_name AS of_column, c.data_type = 'jsonb' AS is_json
        FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
        WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'
          AND c.data_type IN ('text', 'character varying', 'jsonb')
          AND coalesce(c.character_maximum_length, 1000) >= 28
          AND c.table_name !~ '^(ledger|agencies|account|auth|django|mfa|usersessions|profiles)_|^people_withheld|^core_sealing'
          AND c.column_name NOT IN ('name_key', 'kana_key')
          AND EXISTS (SELECT 1 FROM information_schema.columns i WHERE i.table_schema = 'public'
                      AND i.table_name = c.table_name AND i.column_name = 'id' AND i.data_type = 'uuid')
    LOOP
        FOR line IN EXECUTE format('SELECT id, %1$I::text AS words FROM %2$I WHERE normalize(%1$I::text, NFKC) ~* $1',
                                   spot.of_column, spot.of_table) USING pattern
        LOOP
            SELECT array_agg(found[1]) INTO cut FROM regexp_matches(line.words, '(' || pattern || ')', 'gi') AS found;
            after := regexp_replace(line.words, pattern, '{COVER}', 'gi');
            IF EXISTS (SELECT 1 FROM unnest(kept) w WHERE strpos(withheld_fold(after), w) > 0) OR cut IS NULL THEN
                cut := ARRAY[line.words];
                after := CASE WHEN spot.is_json THEN '"{COVER}"' ELSE '{COVER}' END;
            END IF;
            IF spot.of_table = 'core_draft' AND after = '{COVER}' THEN
                DELETE FROM core_draft WHERE id = line.id;
            ELSE
                EXECUTE format('UPDATE %I SET %I = $1::%s WHERE id = $2', spot.of_table, spot.of_column,
                               CASE WHEN spot.is_json THEN 'jsonb' ELSE 'text' END) USING after, line.id;
            END IF;
            place := spot.of_table || '.' || spot.of_column;
            record := line.id;
            pieces := cut;
            RETURN NEXT;
        END LOOP;
    END LOOP;
    PERFORM set_config('norishiro.maintenance', '', true);
END $cover$;

-- Only into a column that is empty, and only where withheld_take takes from.
CREATE FUNCTION withheld_give_back(place text, record uuid, value text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $back$
DECLARE filled integer;
BEGIN
    IF gate_staff() IS NULL OR place NOT IN ('people_person.address', 'people_person.postal_code', 'people_person.phone',
        'people_person.area_id', 'people_household.address', 'people_household.area_id', 'outreach_contact.area_id',
        'cases_case.area_id') THEN
        RETURN false;
    END IF;
    PERFORM set_config('norishiro.maintenance', 'on', true);
    IF place LIKE '%.area_id' THEN
        EXECUTE format('UPDATE %I SET area_id = $1::uuid WHERE id = $2 AND area_id IS NULL', split_part(place, '.', 1))
            USING value, record;
    ELSE
        EXECUTE format('UPDATE %1$I SET %2$I = $1, version = version + 1 WHERE id = $2 AND %2$I = ''''',
                       split_part(place, '.', 1), split_part(place, '.', 2)) USING value, record;
    END IF;
    GET DIAGNOSTICS filled = ROW_COUNT;
    PERFORM set_config('norishiro.maintenance', '', true);
    RETURN filled > 0;
END $back$;

-- Who may be meant by a line of a list: whoever agrees in two things or more. Tells who, and in what, nothing else.
CREATE FUNCTION withheld_match(of_name text, of_kana text, born date, lives text)
RETURNS TABLE (person uuid, by_name boolean, by_kana boolean, by_birth boolean, by_address boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $match$
#variable_conflict use_column
BEGIN
    PERFORM set_config('norishiro.maintenance', 'on', true);
    RETURN QUERY SELECT * FROM (
        SELECT p.id, of_name <> '' AND p.name_key = of_name AS by_name, of_kana <> '' AND p.kana_key = of_kana AS by_kana,
               coalesce(p.birth_earliest <= born AND p.birth_latest >= born, false) AS by_birth,
               lives <> '' AND withheld_fold(p.address) = lives AS by_address
        FROM people_person p
        WHERE gate_staff() IS NOT NULL
          AND (of_name <> '' AND p.name_key = of_name OR of_kana <> '' AND p.kana_key = of_kana
               OR p.birth_earliest <= born AND p.birth_latest >= born)) found
    WHERE by_name::integer + by_kana::integer + by_birth::integer + by_address::integer >= 2
    ORDER BY id;
    PERFORM set_config('norishiro.maintenance', '', true);
END $match$;
"""

UNDO = """
DROP FUNCTION withheld_match(text, text, date, text);
DROP FUNCTION withheld_give_back(text, uuid, text);
DROP FUNCTION withheld_cover(text[]);
DROP FUNCTION withheld_take(uuid, uuid, text[]);
DROP FUNCTION withheld_pattern(text);
DROP FUNCTION withheld_fold(text);
"""


def no_removal(apps, schema_editor):
    """The pages never remove a protection, nor one step of how it ended."""
    role = schema_editor.quote_name(settings.NORISHIRO_APP_ROLE)
    schema_editor.execute(f"REVOKE DELETE, TRUNCATE ON people_protection, people_lifting FROM {role}")


class Migration(migrations.Migration):
    dependencies = [("people", "0003_protections")]
    operations = [
        migrations.RunSQL(FUNCTIONS, UNDO),
        migrations.RunSQL(
            *walls.policy(
                "people_protection",
                using=f"{PERSON_OPEN.format(table='people_protection')} OR {OFFICE.format(column='office_id')}",
                check=SOMEBODY,
            )
        ),
        migrations.RunSQL(
            *walls.policy(
                "people_withheld",
                using=f"{PERSON_OPEN.format(table='people_withheld')} OR {HOUSEHOLD_OPEN.format(table='people_withheld')}"
                f" OR {OFFICE.format(column='office_id')}",
                check=SOMEBODY,
            )
        ),
        migrations.RunSQL(*walls.policy("people_withheldvalue", using=LOOK, check=SOMEBODY)),
        migrations.RunSQL(*walls.policy("people_withheldword", using=SOMEBODY)),
        migrations.RunSQL(
            *walls.policy(
                "people_lifting",
                using="EXISTS (SELECT 1 FROM people_protection p WHERE p.id = people_lifting.protection_id"
                f" AND p.{OFFICE.format(column='office_id')})",
            )
        ),
        migrations.RunSQL(*walls.policy("people_suppressionlist", using=OFFICE.format(column="agency_id"))),
        migrations.RunSQL(
            *walls.inherited("people_suppressionrow", parent="people_suppressionlist", column="list_id")
        ),
        migrations.RunPython(no_removal, migrations.RunPython.noop),
    ]
