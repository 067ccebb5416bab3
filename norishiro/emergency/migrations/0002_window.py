"""The walls of this room, and the four questions that act as the owner for it.

A use of the window leaves grants of the depth 存在だけ (ground Z, sixty minutes). They open no record and no screen:
they are the clock, and they stand in 「だれが見られるか」. What the window shows comes from ``emergency_look`` alone, only
while such a grant lives. A grant of this kind is no holding either (``gate_holds``): nobody can pass on, write, or make
one's own what was seen in a hurry.
"""

from django.conf import settings
from django.db import migrations

from norishiro.sharing import walls

OF_ONE = "staff_id = gate_staff() OR review_agencies && gate_agencies()"

HOLDS = """
CREATE OR REPLACE FUNCTION gate_holds(subject uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT EXISTS (
        SELECT 1 FROM sharing_grant g
        WHERE g.subject_id = subject AND g.recipient_id = ANY (gate_recipients()) AND NOT g.sealed
          AND g.source_kind <> 'EMERGENCY'
          AND g.from_at <= statement_timestamp() AND (g.until_at IS NULL OR g.until_at > statement_timestamp()))
$$;
"""
HELD_BEFORE = """
CREATE OR REPLACE FUNCTION gate_holds(subject uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT EXISTS (
        SELECT 1 FROM sharing_grant g
        WHERE g.subject_id = subject AND g.recipient_id = ANY (gate_recipients()) AND NOT g.sealed
          AND g.from_at <= statement_timestamp() AND (g.until_at IS NULL OR g.until_at > statement_timestamp()))
$$;
"""

WINDOW = """
-- One writing of an address, for comparing only.
CREATE FUNCTION emergency_place(address text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT regexp_replace(regexp_replace(
        translate(regexp_replace(normalize(address, NFKC), '[[:space:]]', '', 'g'), '一二三四五六七八九', '123456789'),
        '丁目|番地の?|番|[-‐‑‒–—―−ー]', '-', 'g'), '(号|-)+$', '')
$$;

-- Both name the same place; one of them may leave out the prefecture or the town.
CREATE FUNCTION emergency_same_place(one text, other text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT length(one) >= 6 AND length(other) >= 6
       AND (right(one, length(other)) = other OR right(other, length(one)) = one)
$$;

-- Where is whom this search looks for? Households and people living in none, without a word about them. Answered to
-- whoever made the search, with its reason, in the last quarter of an hour; never about somebody one is
-- shut out of, or whose use was stopped (利用停止).
CREATE FUNCTION emergency_find(search uuid)
RETURNS TABLE (household_id uuid, person_id uuid, people integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
#variable_conflict use_column
DECLARE
    before text := current_setting('norishiro.maintenance', true);
    asked emergency_search%ROWTYPE;
    place text;
BEGIN
    PERFORM set_config('norishiro.maintenance', 'on', true);
    SELECT * INTO asked FROM emergency_search s
    WHERE s.id = search AND s.staff_id = gate_staff() AND length(s.reason) >= 20
      AND s.searched_at > statement_timestamp() - interval '15 minutes';
    place := emergency_place(asked.address);
    RETURN QUERY
    WITH hit AS (
        SELECT p.id FROM people_person p
        WHERE asked.sought_by = 'NAME' AND p.birth_earliest = asked.born_on AND p.birth_latest = asked.born_on
          AND (p.name_key = asked.name_key OR (asked.kana_key <> '' AND p.kana_key = asked.kana_key))
        UNION
        SELECT p.id FROM people_person p
        WHERE asked.sought_by = 'ADDRESS' AND emergency_same_place(emergency_place(p.address), place)
    ), home AS (
        SELECT m.household_id AS id FROM people_membership m JOIN hit ON hit.id = m.person_id WHERE m.until_on IS NULL
        UNION
        SELECT h.id FROM people_household h
        WHERE asked.sought_by = 'ADDRESS' AND emergency_same_place(emergency_place(h.address), place)
    ), found AS (
        SELECT home.id AS household, NULL::uuid AS person, array_agg(m.person_id) AS members
        FROM home JOIN people_membership m ON m.household_id = home.id AND m.until_on IS NULL
        GROUP BY home.id
        UNION ALL
        SELECT NULL, hit.id, ARRAY[hit.id] FROM hit
        WHERE NOT EXISTS (SELECT 1 FROM people_membership m WHERE m.person_id = hit.id AND m.until_on IS NULL)
    )
    SELECT found.household, found.person, cardinality(found.members) FROM found
    WHERE NOT found.members && gate_stopped() AND NOT EXISTS (
        SELECT 1 FROM sharing_exclusion x WHERE x.subject_id = ANY (found.members) AND x.staff_id = gate_staff()
          AND (x.until_at IS NULL OR x.until_at > statement_timestamp()))
    ORDER BY 3 DESC, 1, 2 LIMIT 10;
    PERFORM set_config('norishiro.maintenance', coalesce(before, ''), true);
END $$;

-- Start the sixty minutes: who lives there now, as grants of ground Z to the one who opens. Empty where it may not be.
CREATE FUNCTION emergency_open(opening uuid) RETURNS uuid[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
#variable_conflict use_column
DECLARE
    before text := current_setting('norishiro.maintenance', true);
    started emergency_opening%ROWTYPE;
    members uuid[];
BEGIN
    PERFORM set_config('norishiro.maintenance', 'on', true);
    SELECT o.* INTO started FROM emergency_opening o
    JOIN emergency_candidate c ON c.id = o.candidate_id
    JOIN emergency_search s ON s.id = c.search_id
    WHERE o.id = opening AND o.staff_id = gate_staff() AND s.staff_id = gate_staff() AND o.closed_at IS NULL
      AND o.opened_at BETWEEN statement_timestamp() - interval '1 minute' AND statement_timestamp() + interval '1 minute'
      AND NOT EXISTS (SELECT 1 FROM sharing_grant g WHERE g.source_id = o.id);
    SELECT array_agg(who) INTO members FROM (
        SELECT m.person_id AS who FROM emergency_candidate c
        JOIN people_membership m ON m.household_id = c.household_id AND m.until_on IS NULL
        WHERE c.id = started.candidate_id
        UNION SELECT c.person_id FROM emergency_candidate c
        WHERE c.id = started.candidate_id AND c.person_id IS NOT NULL) living;
    IF members && gate_stopped()
       OR EXISTS (SELECT 1 FROM sharing_exclusion x WHERE x.subject_id = ANY (members) AND x.staff_id = gate_staff()
               AND (x.until_at IS NULL OR x.until_at > statement_timestamp())) THEN
        members := NULL;
    END IF;
    INSERT INTO sharing_grant (id, made_at, subject_kind, subject_id, recipient_kind, recipient_id, depth, categories,
        ground, source_kind, source_id, from_at, until_at, sealed, given_by_id, given_by_agency_id)
    SELECT gen_random_uuid(), statement_timestamp(), 'PERSON', one, 'STAFF', started.staff_id, 1, 1,
        'Z', 'EMERGENCY', started.id, started.opened_at, started.until_at, false, started.staff_id, started.agency_id
    FROM unnest(members) one;
    PERFORM set_config('norishiro.maintenance', coalesce(before, ''), true);
    RETURN coalesce(members, '{}');
END $$;

-- What the window shows, and only while it is open: who lives there and how to reach them. Never an address.
CREATE FUNCTION emergency_look(opening uuid)
RETURNS TABLE (person_id uuid, name text, kana text, alias text, sex text, birth text, phone text, contact_wish text,
               keep_from_family boolean, language text, died_on date, relation text, living_together boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
#variable_conflict use_column
DECLARE before text := current_setting('norishiro.maintenance', true);
BEGIN
    PERFORM set_config('norishiro.maintenance', 'on', true);
    RETURN QUERY
    SELECT p.id, p.name::text, p.kana::text, p.alias::text, p.sex::text, p.birth::text, p.phone::text,
           p.contact_wish::text, p.keep_from_family, p.language::text, p.died_on,
           coalesce(m.relation, '')::text, coalesce(m.living_together, true)
    FROM sharing_grant g
    JOIN emergency_opening o ON o.id = g.source_id
    JOIN emergency_candidate c ON c.id = o.candidate_id
    JOIN people_person p ON p.id = g.subject_id
    LEFT JOIN people_membership m ON m.person_id = p.id AND m.household_id = c.household_id AND m.until_on IS NULL
    WHERE g.source_id = opening AND g.source_kind = 'EMERGENCY' AND g.recipient_id = gate_staff()
      AND g.from_at <= clock_timestamp() AND g.until_at > clock_timestamp()
      AND NOT EXISTS (SELECT 1 FROM sharing_exclusion x WHERE x.subject_id = g.subject_id AND x.staff_id = gate_staff()
                      AND (x.until_at IS NULL OR x.until_at > statement_timestamp()))
    ORDER BY p.birth_earliest NULLS LAST, p.id;
    PERFORM set_config('norishiro.maintenance', coalesce(before, ''), true);
END $$;

-- Whom to phone: agencies at work with these people by their own business or by consent. A 支援会議 is not told.
CREATE FUNCTION emergency_agencies(opening uuid) RETURNS TABLE (agency_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT DISTINCT g.recipient_id FROM sharing_grant mine
    JOIN sharing_grant g ON g.subject_id = mine.subject_id
    WHERE mine.source_id = opening AND mine.source_kind = 'EMERGENCY' AND mine.recipient_id = gate_staff()
      AND mine.from_at <= statement_timestamp() AND mine.until_at > statement_timestamp()
      AND g.recipient_kind = 'AGENCY' AND g.ground IN ('OWN', 'C0') AND NOT g.sealed
      AND g.from_at <= statement_timestamp() AND (g.until_at IS NULL OR g.until_at > statement_timestamp())
$$;

-- Shut it before its time: whoever opened it, or an agency that watches over it.
CREATE FUNCTION emergency_close(opening uuid) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
    before text := current_setting('norishiro.maintenance', true);
    ended integer;
BEGIN
    PERFORM set_config('norishiro.maintenance', 'on', true);
    UPDATE sharing_grant g SET until_at = greatest(g.from_at, statement_timestamp())
    FROM emergency_opening o
    WHERE o.id = opening AND g.source_id = o.id AND g.source_kind = 'EMERGENCY' AND g.until_at > statement_timestamp()
      AND (o.staff_id = gate_staff() OR o.review_agencies && gate_agencies());
    GET DIAGNOSTICS ended = ROW_COUNT;
    PERFORM set_config('norishiro.maintenance', coalesce(before, ''), true);
    RETURN ended;
END $$;

CREATE SEQUENCE emergency_opening_number;
"""
UNDO_WINDOW = """
DROP SEQUENCE emergency_opening_number;
DROP FUNCTION emergency_close(uuid);
DROP FUNCTION emergency_agencies(uuid);
DROP FUNCTION emergency_look(uuid);
DROP FUNCTION emergency_open(uuid);
DROP FUNCTION emergency_find(uuid);
DROP FUNCTION emergency_same_place(text, text);
DROP FUNCTION emergency_place(text);
"""


def let_use(apps, schema_editor):
    """The running number may be taken; what was opened may never be taken back out of the table."""
    role = schema_editor.quote_name(settings.NORISHIRO_APP_ROLE)
    schema_editor.execute(f"GRANT USAGE ON SEQUENCE emergency_opening_number TO {role}")
    schema_editor.execute(
        f"REVOKE DELETE, TRUNCATE ON emergency_search, emergency_candidate, emergency_opening FROM {role}"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("emergency", "0001_initial"),
        ("people", "0002_walls"),
        ("sharing", "0007_use_stopped"),
    ]
    operations = [
        migrations.RunSQL(*walls.policy("emergency_search", using=OF_ONE, check="staff_id = gate_staff()")),
        migrations.RunSQL(
            *walls.inherited("emergency_candidate", parent="emergency_search", column="search_id")
        ),
        migrations.RunSQL(*walls.policy("emergency_opening", using=OF_ONE)),
        migrations.RunSQL(HOLDS, HELD_BEFORE),
        migrations.RunSQL(WINDOW, UNDO_WINDOW),
        migrations.RunPython(let_use, migrations.RunPython.noop),
    ]
