"""The walls of this room, and the few questions and the one deed that act as the owner for it. See docs/adr/0089-disposal.md.

Which people, households and cases belong together is read off the rows that name two of them. What goes with them is read off the
catalogue: whatever points at what goes, goes. A row that is about somebody who stays stops the whole.
"""

import re
from importlib import import_module

import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from norishiro.sharing import walls

counting = import_module("norishiro.reports.migrations.0002_counting")

HIDDEN = ("disposal_bundlesubject", "disposal_heldsubject")
# Named like this, a number is somebody's: a person's, a household's or a case's.
LINKS = (
    "case_id", "person_id", "household_id", "subject_id", "other_id", "for_person_id", "carer_id", "whom_id",
    "against_id", "home_id", "one_person_id", "other_person_id",
)  # fmt: skip
# Numbers without a foreign key that say whose, or of what, a row is.
SOFT = (*LINKS, "about_id", "row_id", "lock", "target_id", "consultation_id", "source_id")
# Never read and never emptied by a disposal: the ledger and who looked (numbers alone), what keeps itself in step, what was
# published, and this room.
APART = (
    "ledger_entry", "ledger_head", "watching_look", "watching_recent", "watching_flag", "watching_flagline",
    "finding_passage", "people_findable", "reports_summarystory",
)  # fmt: skip
# A kinship or a likeness ends with either of the two; it does not hold them together.
LOOSE = ("people_relation", "people_pair")


def listed(names) -> str:
    return "'{" + ",".join(names) + "}'::text[]"


HERE = f"""c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND c.relname NOT LIKE 'disposal\\_%'
          AND c.relname <> ALL ({listed(APART)})"""

KNIT = f"""
-- Every person, household and case, and with which it hangs together: the least of their numbers stands for all of them.
CREATE FUNCTION disposal_knit() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
    before text := current_setting('norishiro.maintenance', true);
    one record;
BEGIN
    PERFORM set_config('norishiro.maintenance', 'on', true);
    DROP TABLE IF EXISTS disposal_edges;
    DROP TABLE IF EXISTS disposal_knots;
    CREATE TEMP TABLE disposal_knots (node uuid PRIMARY KEY, kind text, knot text COLLATE "C") ON COMMIT DROP;
    CREATE TEMP TABLE disposal_edges (a uuid, b uuid) ON COMMIT DROP;
    INSERT INTO disposal_knots
        SELECT id, 'PERSON', id::text FROM people_person
        UNION ALL SELECT id, 'HOUSEHOLD', id::text FROM people_household
        UNION ALL SELECT id, 'CASE', id::text FROM cases_case;
    INSERT INTO disposal_edges
        SELECT household_id, id FROM cases_case
        UNION ALL SELECT q.person_id, k.id FROM cases_case k JOIN consultations_supportrequest q ON q.id = k.origin_id
        UNION ALL SELECT merged_into_id, id FROM people_person
        UNION ALL SELECT kept_id, away_id FROM people_merge;
    -- Two of them named by one row, or by a row and the row it belongs to.
    FOR one IN
        WITH named AS (
            SELECT c.oid, c.relname::text AS name, a.attname::text AS col
            FROM pg_class c
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND a.atttypid = 'uuid'::regtype
            WHERE {HERE} AND a.attname = ANY ({listed(LINKS)}) AND c.relname <> ALL ({listed(LOOSE)})
              AND c.relname NOT LIKE 'rights\\_%' AND c.relname NOT LIKE 'watching\\_%'
              AND c.relname NOT IN ('people_person', 'people_household', 'cases_case'))
        SELECT format('SELECT t.%I, t.%I FROM %I t', x.col, y.col, x.name) AS question
        FROM named x JOIN named y ON y.oid = x.oid AND y.col > x.col
        UNION ALL
        SELECT format('SELECT t.%I, p.%I FROM %I t JOIN %I p ON p.id = t.%I', x.col, y.col, x.name, y.name, f.attname)
        FROM pg_constraint k
        JOIN named x ON x.oid = k.conrelid
        JOIN named y ON y.oid = k.confrelid
        JOIN pg_attribute f ON f.attrelid = k.conrelid AND f.attnum = k.conkey[1]
        WHERE k.contype = 'f' AND k.conrelid <> k.confrelid
    LOOP
        EXECUTE 'INSERT INTO disposal_edges ' || one.question;
    END LOOP;
    DELETE FROM disposal_edges e WHERE e.a IS NULL OR e.b IS NULL OR e.a = e.b;
    LOOP
        UPDATE disposal_knots k SET knot = l.low FROM (
            SELECT x.node, min(x.knot) AS low FROM (
                SELECT e.a AS node, o.knot FROM disposal_edges e JOIN disposal_knots o ON o.node = e.b
                UNION ALL SELECT e.b, o.knot FROM disposal_edges e JOIN disposal_knots o ON o.node = e.a) x
            GROUP BY x.node) l
        WHERE l.node = k.node AND l.low < k.knot;
        EXIT WHEN NOT FOUND;
    END LOOP;
    CREATE INDEX ON disposal_knots (knot);
    PERFORM set_config('norishiro.maintenance', coalesce(before, ''), true);
END $$;
"""

SURVEY = f"""
-- By knot and series: how many records, and the last day any of them tells of. A knot in which anything still goes on is not told.
CREATE FUNCTION disposal_survey(on_day date, series jsonb)
RETURNS TABLE (knot text, code text, records bigint, last_on date)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
#variable_conflict use_column
DECLARE
    before text := current_setting('norishiro.maintenance', true);
    one record;
BEGIN
    IF gate_staff() IS NULL AND session_user <> current_user THEN RETURN; END IF;
    PERFORM disposal_knit();
    PERFORM set_config('norishiro.maintenance', 'on', true);
    DROP TABLE IF EXISTS disposal_ends;
    CREATE TEMP TABLE disposal_ends (knot text, code text, records bigint, last_on date) ON COMMIT DROP;
    DELETE FROM disposal_knots k WHERE k.knot IN (
        SELECT o.knot FROM disposal_knots o WHERE o.node IN (
            SELECT id FROM cases_case WHERE status NOT IN ('CLOSED', 'COORDINATED')
            UNION ALL SELECT person_id FROM people_protection WHERE state <> 'ENDED'
            UNION ALL SELECT person_id FROM consultations_supportrequest WHERE status IN ('SORTING', 'APPLIED')
            UNION ALL SELECT person_id FROM consultations_tsunagusheet WHERE status IN ('SENT', 'RECEIVED')
            UNION ALL SELECT person_id FROM consultations_followup WHERE state = 'OPEN'
            UNION ALL
            SELECT t.person_id FROM evacuation_target t JOIN evacuation_entry e ON e.target_id = t.id
            JOIN evacuation_listing l ON l.id = e.listing_id
            WHERE NOT EXISTS (SELECT 1 FROM evacuation_listing n WHERE n.agency_id = l.agency_id AND n.made_at > l.made_at)));
    FOR one IN
        SELECT c.relname::text AS name, s.code,
               array_agg(a.attname::text) FILTER (WHERE a.atttypid = 'uuid'::regtype) AS links,
               array_agg(a.attname::text) FILTER (WHERE a.atttypid = 'date'::regtype) AS days
        FROM pg_class c
        JOIN LATERAL (
            SELECT e.value ->> 0 AS code FROM jsonb_array_elements(series) e
            WHERE starts_with(c.relname::text, e.value ->> 1) ORDER BY length(e.value ->> 1) DESC LIMIT 1) s ON true
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND (
            a.atttypid = 'uuid'::regtype AND a.attname = ANY ({listed(LINKS)})
            OR a.atttypid = 'date'::regtype AND a.attname NOT LIKE 'birth%')
        WHERE {HERE} AND c.relname <> ALL ({listed(LOOSE)})
          AND c.relname NOT IN ('people_person', 'people_household')
        GROUP BY c.relname, s.code
        HAVING bool_or(a.atttypid = 'uuid'::regtype) OR c.relname = 'cases_case'
    LOOP
        EXECUTE format(
            'INSERT INTO disposal_ends SELECT k.knot, %L, count(*), max(%s) FROM %I t JOIN disposal_knots k ON k.node = %s'
            ' GROUP BY k.knot',
            one.code,
            CASE WHEN one.days IS NULL THEN 'NULL::date'
                 ELSE 'greatest(' || (SELECT string_agg(format('t.%I', d), ', ') FROM unnest(one.days) d) || ')' END,
            one.name,
            CASE WHEN one.name = 'cases_case' THEN 't.id'
                 ELSE 'coalesce(' || (SELECT string_agg(format('t.%I', l), ', ' ORDER BY array_position({listed(LINKS)}, l))
                                      FROM unnest(one.links) l) || ')' END);
    END LOOP;
    INSERT INTO disposal_ends
        SELECT k.knot, e.value ->> 0, count(*), max(s.held_on) FROM meetings_item i
        JOIN meetings_sitting s ON s.id = i.sitting_id JOIN disposal_knots k ON k.node = i.case_id
        CROSS JOIN jsonb_array_elements(series) e WHERE e.value ->> 1 = 'meetings_' GROUP BY 1, 2;
    -- Whoever was registered and has no record beside: since the day of that.
    INSERT INTO disposal_ends
        SELECT k.knot, e.value ->> 0, count(*),
               CASE WHEN k.knot IN (SELECT x.knot FROM disposal_ends x WHERE x.last_on IS NOT NULL) THEN NULL
                    ELSE max(p.made_at AT TIME ZONE 'Asia/Tokyo')::date END
        FROM people_person p JOIN disposal_knots k ON k.node = p.id
        CROSS JOIN jsonb_array_elements(series) e WHERE e.value ->> 1 = 'people_' GROUP BY 1, 2;
    PERFORM set_config('norishiro.maintenance', coalesce(before, ''), true);
    RETURN QUERY SELECT x.knot, x.code, sum(x.records)::bigint, max(x.last_on) FROM disposal_ends x GROUP BY x.knot, x.code;
END $$;

-- What a knot is, in numbers: after a survey, in the same transaction.
CREATE FUNCTION disposal_describe(knots text[], on_day date)
RETURNS TABLE (knot text, mark text, people bigint, cases bigint, numbers text, held boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
#variable_conflict use_column
DECLARE before text := current_setting('norishiro.maintenance', true);
BEGIN
    IF gate_staff() IS NULL AND session_user <> current_user THEN RETURN; END IF;
    PERFORM set_config('norishiro.maintenance', 'on', true);
    RETURN QUERY
    SELECT k.knot, md5(string_agg(k.node::text, ',' ORDER BY k.node)), count(*) FILTER (WHERE k.kind = 'PERSON'),
           count(*) FILTER (WHERE k.kind = 'CASE'),
           left(coalesce(string_agg(c.number, '、' ORDER BY c.number), ''), 300),
           bool_or(EXISTS (
               SELECT 1 FROM disposal_heldsubject h JOIN disposal_hold o ON o.id = h.hold_id
               WHERE h.subject_id = k.node AND o.ended_on IS NULL AND (o.until_on IS NULL OR o.until_on > on_day))
               OR EXISTS (SELECT 1 FROM rights_request r WHERE r.person_id = k.node
                          AND r.status NOT IN ('DONE', 'WITHDRAWN')))
    FROM disposal_knots k LEFT JOIN cases_case c ON c.id = k.node
    WHERE k.knot = ANY (knots) GROUP BY k.knot;
    PERFORM set_config('norishiro.maintenance', coalesce(before, ''), true);
END $$;

-- Which bundle stands for which knot. Candidates that are none any more leave the list, unless a batch holds them.
CREATE FUNCTION disposal_enlist(pairs jsonb, stay uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE before text := current_setting('norishiro.maintenance', true);
BEGIN
    IF gate_staff() IS NULL AND session_user <> current_user THEN RETURN; END IF;
    PERFORM set_config('norishiro.maintenance', 'on', true);
    CREATE TEMP TABLE disposal_left ON COMMIT DROP AS
        SELECT b.id FROM disposal_bundle b WHERE b.state = 'LISTED' AND b.batch_id IS NULL AND b.id <> ALL (stay);
    DELETE FROM disposal_bundlesubject WHERE bundle_id IN (SELECT id FROM disposal_left);
    DELETE FROM disposal_bundleseries WHERE bundle_id IN (SELECT id FROM disposal_left);
    DELETE FROM disposal_takenout WHERE bundle_id IN (SELECT id FROM disposal_left);
    DELETE FROM disposal_bundle WHERE id IN (SELECT id FROM disposal_left);
    DROP TABLE disposal_left;
    INSERT INTO disposal_bundlesubject (id, made_at, bundle_id, subject_id)
        SELECT gen_random_uuid(), statement_timestamp(), p.value::uuid, k.node
        FROM jsonb_each_text(pairs) p JOIN disposal_knots k ON k.knot = p.key;
    PERFORM set_config('norishiro.maintenance', coalesce(before, ''), true);
END $$;

-- Put a hold on all that hangs together with a candidate, or with a case by its number; answers how many.
CREATE FUNCTION disposal_keep_back(asked uuid, of_bundle uuid, of_case text)
RETURNS TABLE (people bigint, cases bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
#variable_conflict use_column
DECLARE before text := current_setting('norishiro.maintenance', true);
BEGIN
    IF gate_staff() IS NULL AND session_user <> current_user THEN RETURN; END IF;
    PERFORM disposal_knit();
    PERFORM set_config('norishiro.maintenance', 'on', true);
    INSERT INTO disposal_heldsubject (id, made_at, hold_id, subject_id)
        SELECT gen_random_uuid(), statement_timestamp(), asked, k.node FROM disposal_knots k
        WHERE k.knot IN (
            SELECT o.knot FROM disposal_knots o WHERE o.node IN (
                SELECT s.subject_id FROM disposal_bundlesubject s WHERE s.bundle_id = of_bundle
                UNION ALL SELECT c.id FROM cases_case c WHERE of_case <> '' AND c.number = of_case));
    UPDATE disposal_bundle b SET held = true WHERE b.state = 'LISTED' AND EXISTS (
        SELECT 1 FROM disposal_bundlesubject s JOIN disposal_heldsubject h ON h.subject_id = s.subject_id
        WHERE s.bundle_id = b.id AND h.hold_id = asked);
    RETURN QUERY SELECT count(*) FILTER (WHERE k.kind = 'PERSON'), count(*) FILTER (WHERE k.kind = 'CASE')
        FROM disposal_heldsubject h JOIN disposal_knots k ON k.node = h.subject_id WHERE h.hold_id = asked;
    PERFORM set_config('norishiro.maintenance', coalesce(before, ''), true);
END $$;
"""

# --- the figures that stay -----------------------------------------------------------------------

COUNTED = ("entry", "stamp", "on_day", "staff", "agency", "area", "programme")
MORE = {
    "report_contacts": "method text, met text, kind text, unit uuid, household uuid, person uuid, leads boolean, subject uuid",
    "report_consultations": "kind text, home text, household uuid, person uuid",
    "report_sittings": "",
    "report_talks": "kind text, unit uuid",
    "report_plans": "kind text, unit uuid",
    "report_answers": "kind text, unit uuid",
    "report_sheets": "kind text, unit uuid",
    "report_programmes": "kind text, unit uuid",
    "report_participations": "kind text, act text, unit uuid, person uuid",
}
KEPT = (
    "source", "entry", "stamp", "on_day", "until_day", "staff", "agency", "area", "programme", "method", "met", "kind", "act",
    "home", "unit", "household", "person", "subject", "leads", "codes",
)  # fmt: skip
OF_PEOPLE = ("unit", "household", "person", "subject")
ALIASED = tuple(
    f"CASE WHEN EXISTS (SELECT 1 FROM disposal_gone g WHERE g.id = f.{one}) THEN md5(v_salt || f.{one}::text)::uuid ELSE f.{one} END"
    if one in OF_PEOPLE
    else f"f.{one}"
    for one in KEPT
)
TYPES = {
    **dict.fromkeys(("entry", "staff", "agency", *OF_PEOPLE), "uuid"), **dict.fromkeys(("on_day", "until_day"), "date"),
    "leads": "boolean", "codes": "text[]",
}  # fmt: skip


def names_of(more: str) -> tuple[str, ...]:
    return (*COUNTED, *(one.split()[0] for one in more.split(", ") if one))


def told(source: str, given: dict[str, str], origin: str) -> str:
    """One shape for the rows of every counting function."""
    columns = ", ".join(
        f"'{source}'::text" if name == "source" else f"({given.get(name, 'NULL')})::{TYPES.get(name, 'text')}"
        for name in KEPT
    )
    return f"SELECT {columns} FROM {origin}"


def snapshot(table: str) -> str:
    parts = []
    for name, more in MORE.items():
        given = {one: f"r.{one}" for one in names_of(more)}
        if name == "report_consultations":
            given["codes"] = (
                "ARRAY(SELECT DISTINCT n.national_code::text FROM consultations_concern n WHERE n.consultation_id = r.entry ORDER BY 1)"
            )
        parts.append(told(name, given, f"{name}_live(v_first, v_after, 'TOWN', '{{}}', '{{}}', NULL) r"))
    parts.append(
        told(
            "report_attributes",
            {"entry": "r.entry", "person": "r.person", "kind": "r.decade", "met": "r.sex", "home": "r.home",
             "codes": "ARRAY(SELECT unnest(r.troubles) ORDER BY 1)", "on_day": "y.first", "until_day": "y.after"},
            "generate_series(date_trunc('year', v_first::timestamp) - interval '9 months', v_after::timestamp, interval '1 year') g"
            " CROSS JOIN LATERAL (SELECT g::date AS first, (g + interval '1 year')::date AS after) y"
            " CROSS JOIN LATERAL report_attributes_live(y.first, y.after, y.after - 1) r",
        )
    )  # fmt: skip
    parts.append(
        told(
            "indicator_talks",
            {"entry": "r.sitting_id", "on_day": "r.held_on", "unit": "r.body_id", "subject": "r.case_id"},
            "indicator_talks_live((SELECT array_agg(id) FROM meetings_body), v_after) r",
        )
    )
    cases = "(SELECT array_agg(id) FROM cases_case)"
    parts.append(
        told(
            "indicator_endings",
            {"subject": "r.case_id", "on_day": "r.ended_on", "until_day": "r.reopened_on"},
            f"indicator_endings_live({cases}, v_after) r",
        )
    )
    parts.append(
        told(
            "indicator_states",
            {"subject": "r.case_id", "on_day": "r.changed_on", "kind": "r.status"},
            f"indicator_states_live({cases}, v_after) r",
        )
    )
    return f"INSERT INTO {table} " + "\n        UNION ALL ".join(parts) + ";"


TAKE = f"""
-- Everything of these candidates goes, in this transaction; what is counted of closed years stays as rows of nobody. Answers how many
-- rows of which table went.
CREATE FUNCTION disposal_take(asked uuid, wanted uuid[], on_day date) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
#variable_conflict use_column
DECLARE
    before text := current_setting('norishiro.maintenance', true);
    v_step integer := 0;
    v_salt text := gen_random_uuid()::text;
    v_first date;
    v_after date := date_trunc('month', on_day)::date;
    v_hits bigint;
    v_counts jsonb;
    one record;
BEGIN
    IF gate_staff() IS NULL OR coalesce(cardinality(wanted), 0) = 0 THEN
        RAISE EXCEPTION 'nobody disposes of nothing' USING ERRCODE = 'NR310';
    END IF;
    PERFORM set_config('norishiro.maintenance', 'on', true);
    IF NOT EXISTS (SELECT 1 FROM disposal_batch b WHERE b.id = asked AND b.state IN ('AGREED', 'RUNNING'))
       OR (SELECT count(DISTINCT r.staff_id) FROM disposal_review r WHERE r.batch_id = asked) < 2 THEN
        RAISE EXCEPTION 'two persons look before anything goes' USING ERRCODE = 'NR310';
    END IF;
    IF EXISTS (SELECT 1 FROM disposal_bundle b WHERE b.id = ANY (wanted)
               AND (b.batch_id IS DISTINCT FROM asked OR b.state <> 'LISTED' OR b.due_on > on_day OR b.held))
       OR EXISTS (
        SELECT 1 FROM disposal_bundlesubject s JOIN disposal_heldsubject h ON h.subject_id = s.subject_id
        JOIN disposal_hold o ON o.id = h.hold_id
        WHERE s.bundle_id = ANY (wanted) AND o.ended_on IS NULL AND (o.until_on IS NULL OR o.until_on > on_day)) THEN
        RAISE EXCEPTION 'not due, or held' USING ERRCODE = 'NR311';
    END IF;
    DROP TABLE IF EXISTS disposal_gone;
    CREATE TEMP TABLE disposal_gone (tab text, id uuid, step integer, PRIMARY KEY (tab, id)) ON COMMIT DROP;
    CREATE INDEX ON disposal_gone (id);
    INSERT INTO disposal_gone
        SELECT n.tab, n.id, 0 FROM (
            SELECT 'people_person' AS tab, id FROM people_person UNION ALL SELECT 'people_household', id FROM people_household
            UNION ALL SELECT 'cases_case', id FROM cases_case) n
        WHERE n.id IN (SELECT s.subject_id FROM disposal_bundlesubject s WHERE s.bundle_id = ANY (wanted));
    -- Whatever points at what goes, goes.
    WHILE EXISTS (SELECT 1 FROM disposal_gone g WHERE g.step = v_step) LOOP
        FOR one IN
            SELECT k.conrelid::regclass::text AS child, a.attname::text AS col, k.confrelid::regclass::text AS parent
            FROM pg_constraint k
            JOIN pg_class c ON c.oid = k.conrelid
            JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
            JOIN pg_attribute i ON i.attrelid = k.conrelid AND i.attname = 'id' AND i.atttypid = 'uuid'::regtype
            WHERE k.contype = 'f' AND {HERE}
              AND k.confrelid::regclass::text IN (SELECT g.tab FROM disposal_gone g WHERE g.step = v_step)
            UNION
            SELECT c.relname::text, a.attname::text, '-'
            FROM pg_class c
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND a.atttypid = 'uuid'::regtype
            JOIN pg_attribute i ON i.attrelid = c.oid AND i.attname = 'id' AND i.atttypid = 'uuid'::regtype
            WHERE {HERE} AND a.attname = ANY ({listed(SOFT)}) AND NOT EXISTS (
                SELECT 1 FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'f' AND k.conkey[1] = a.attnum)
        LOOP
            EXECUTE format(
                'INSERT INTO disposal_gone SELECT %L, t.id, %s FROM %I t WHERE t.%I IN (SELECT g.id FROM disposal_gone g'
                ' WHERE g.step = %s AND %L IN (g.tab, ''-'')) ON CONFLICT DO NOTHING',
                one.child, v_step + 1, one.child, one.col, v_step, one.parent);
        END LOOP;
        v_step := v_step + 1;
    END LOOP;
    -- Nothing that is about somebody who stays may go.
    FOR one IN
        SELECT c.relname::text AS name, a.attname::text AS col
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND a.atttypid = 'uuid'::regtype
        WHERE {HERE} AND a.attname = ANY ({listed(LINKS)}) AND c.relname <> ALL ({listed(LOOSE)})
          AND c.relname IN (SELECT g.tab FROM disposal_gone g)
    LOOP
        EXECUTE format(
            'SELECT count(*) FROM %I t JOIN disposal_gone g ON g.tab = %L AND g.id = t.id JOIN ('
            ' SELECT id FROM people_person UNION ALL SELECT id FROM people_household UNION ALL SELECT id FROM cases_case) n'
            ' ON n.id = t.%I WHERE NOT EXISTS (SELECT 1 FROM disposal_gone o WHERE o.id = n.id)', one.name, one.name, one.col)
            INTO v_hits;
        IF v_hits > 0 THEN
            RAISE EXCEPTION 'somebody who stays is named in %', one.name USING ERRCODE = 'NR312';
        END IF;
    END LOOP;
    SELECT coalesce(min(d.day), v_after) INTO v_first FROM (
        SELECT min(happened_on) AS day FROM outreach_contact UNION ALL SELECT min(received_on) FROM consultations_consultation
        UNION ALL SELECT min(started_on) FROM cases_engagement UNION ALL SELECT min(decided_on) FROM plans_plan
        UNION ALL SELECT min(held_on) FROM meetings_sitting) d;
    DROP TABLE IF EXISTS disposal_told;
    DROP TABLE IF EXISTS disposal_still;
    CREATE TEMP TABLE disposal_told ON COMMIT DROP AS SELECT {", ".join(KEPT)} FROM disposal_keptfigure WHERE false;
    CREATE TEMP TABLE disposal_still ON COMMIT DROP AS SELECT {", ".join(KEPT)} FROM disposal_keptfigure WHERE false;
    {snapshot("disposal_told")}
    SELECT jsonb_object_agg(x.tab, x.number) INTO v_counts
        FROM (SELECT g.tab, count(*) AS number FROM disposal_gone g GROUP BY g.tab) x;
    FOR one IN SELECT DISTINCT g.tab FROM disposal_gone g LOOP
        EXECUTE format('DELETE FROM %I t USING disposal_gone g WHERE g.tab = %L AND g.id = t.id', one.tab, one.tab);
    END LOOP;
    SET CONSTRAINTS ALL IMMEDIATE;
    SET CONSTRAINTS ALL DEFERRED;
    {snapshot("disposal_still")}
    IF EXISTS (SELECT * FROM disposal_still EXCEPT ALL SELECT * FROM disposal_told) THEN
        RAISE EXCEPTION 'a figure of those who stay would change' USING ERRCODE = 'NR313';
    END IF;
    -- The person's and the household's numbers are drawn anew, the same for the same within what goes together.
    INSERT INTO disposal_keptfigure ({", ".join(KEPT)})
        SELECT {", ".join(ALIASED)}
        FROM (SELECT * FROM disposal_told EXCEPT ALL SELECT * FROM disposal_still) f;
    UPDATE disposal_bundle SET state = 'GONE', mark = '' WHERE id = ANY (wanted);
    PERFORM set_config('norishiro.maintenance', coalesce(before, ''), true);
    RETURN v_counts;
END $$;

-- Whose keys are still to be destroyed: of the candidates of a batch that are gone.
CREATE FUNCTION disposal_keepers(asked uuid) RETURNS TABLE (bundle uuid, subject uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE before text := current_setting('norishiro.maintenance', true);
BEGIN
    IF gate_staff() IS NULL AND session_user <> current_user THEN RETURN; END IF;
    PERFORM set_config('norishiro.maintenance', 'on', true);
    RETURN QUERY SELECT s.bundle_id, s.subject_id FROM disposal_bundlesubject s JOIN disposal_bundle b ON b.id = s.bundle_id
        WHERE b.batch_id = asked AND b.state = 'GONE' ORDER BY s.bundle_id, s.subject_id;
    PERFORM set_config('norishiro.maintenance', coalesce(before, ''), true);
END $$;

-- The keys are gone: now nobody knows any more of whom these candidates were.
CREATE FUNCTION disposal_forget(wanted uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE before text := current_setting('norishiro.maintenance', true);
BEGIN
    IF gate_staff() IS NULL AND session_user <> current_user THEN RETURN; END IF;
    PERFORM set_config('norishiro.maintenance', 'on', true);
    DELETE FROM disposal_heldsubject h USING disposal_bundlesubject s, disposal_bundle b
        WHERE h.subject_id = s.subject_id AND b.id = s.bundle_id AND b.state = 'GONE' AND b.id = ANY (wanted);
    DELETE FROM disposal_bundlesubject s USING disposal_bundle b
        WHERE b.id = s.bundle_id AND b.state = 'GONE' AND b.id = ANY (wanted);
    UPDATE disposal_bundle SET state = 'DONE' WHERE id = ANY (wanted) AND state = 'GONE';
    PERFORM set_config('norishiro.maintenance', coalesce(before, ''), true);
END $$;
"""

# --- the counting functions, with the rows that were kept -------------------------------------------

WITHIN = """k.on_day >= first_day AND k.on_day < after_day AND (own IS NULL OR k.agency = ANY (own))
      AND CASE scope
        WHEN 'TOWN' THEN true
        WHEN 'AGENCY' THEN k.agency = ANY (ids)
        WHEN 'STAFF' THEN k.staff = ANY (ids)
        WHEN 'AREA' THEN k.area = ANY (codes)
        WHEN 'PROGRAMME' THEN k.programme = ANY (codes)
        WHEN 'BASE' THEN EXISTS (
            SELECT 1 FROM agencies_appointment t
            WHERE t.staff_id = k.staff AND t.agency_id = k.agency AND t.base_id = ANY (ids)
              AND t.from_on <= k.on_day AND (t.until_on IS NULL OR t.until_on > k.on_day))
        ELSE false END"""
# The one function that is asked only for some steps (reports 0010).
STEPPED = "report_programmes"
STEPS = ", stamped boolean DEFAULT true, steps text[] DEFAULT NULL"
AS_IT_STANDS = "entry uuid, stamp text, on_day date, staff uuid, agency uuid, area text, programme text"
WANTED = "wanted uuid[], on_day date"
INDICATORS = {
    "indicator_talks": (
        "case_id uuid, body_id uuid, sitting_id uuid, held_on date", "k.subject, k.unit, k.entry, k.on_day", "k.unit",
        "4, 3, 1",
    ),
    "indicator_endings": (
        "case_id uuid, ended_on date, reopened_on date", "k.subject, k.on_day, k.until_day", "k.subject", "1, 2",
    ),
    "indicator_states": ("case_id uuid, changed_on date, status text", "k.subject, k.on_day, k.kind", "k.subject", ""),
}  # fmt: skip


KINDS = {
    **dict.fromkeys(MORE, counting.KINDS), STEPPED: f"{counting.KINDS}, boolean, text[]", "report_attributes": "date, date, date",
    **dict.fromkeys(INDICATORS, "uuid[], date"),
}  # fmt: skip


def around(name: str, arguments: str, kinds: str, columns: str, kept: str, *, order: str = "") -> str:
    """The function as it stands under another name, and under its own the same rows and those that were kept."""
    passed = ", ".join(f"{name}.{one.split()[0]}" for one in arguments.split(", "))
    names = ", ".join(f"l.{one.split()[0]}" for one in columns.split(", "))
    ordered = f" ORDER BY {order}" if order else ""
    return f"""
ALTER FUNCTION {name}({kinds}) RENAME TO {name}_live;
CREATE FUNCTION {name}({arguments}) RETURNS TABLE ({columns})
LANGUAGE sql STABLE AS $$
    SELECT {names} FROM {name}_live({passed}) l
    UNION ALL SELECT {kept}{ordered}
$$;
"""


def reported(name: str, more: str) -> str:
    columns = f"{AS_IT_STANDS}, {more}" if more else AS_IT_STANDS
    kept = ", ".join(f"k.{one}" for one in names_of(more))
    where = re.sub(r"(?<![.\w'])(first_day|after_day|own|ids|codes|scope)\b", rf"{name}.\1", WITHIN)
    if name == STEPPED:
        where += f" AND ({name}.steps IS NULL OR k.kind = ANY ({name}.steps))"
    return around(
        name, counting.ARGUMENTS + (STEPS if name == STEPPED else ""), KINDS[name], columns,
        f"{kept} FROM disposal_keptfigure k WHERE k.source = '{name}' AND {where}",
    )  # fmt: skip


ATTRIBUTES = around(
    "report_attributes", "first_day date, after_day date, on_day date", "date, date, date",
    "entry uuid, person uuid, decade text, sex text, home text, troubles text[]",
    """k.entry, k.person, k.kind, k.met, k.home, k.codes FROM disposal_keptfigure k
    WHERE k.source = 'report_attributes' AND EXISTS (
        SELECT 1 FROM disposal_keptfigure r WHERE r.entry = k.entry
          AND r.source IN ('report_contacts', 'report_consultations')
          AND r.on_day >= report_attributes.first_day AND r.on_day < report_attributes.after_day)""",
)  # fmt: skip
BASES = """
CREATE OR REPLACE FUNCTION base_consultations(first_day date, after_day date, bases uuid[], own uuid[])
RETURNS TABLE (entry uuid, on_day date, codes text[], is_new boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public AS $$
#variable_conflict use_column
DECLARE before text := current_setting('norishiro.maintenance', true);
BEGIN
    PERFORM set_config('norishiro.maintenance', 'on', true);
    RETURN QUERY
    SELECT r.entry, r.on_day,
           ARRAY(SELECT DISTINCT n.national_code::text FROM consultations_concern n WHERE n.consultation_id = r.entry{kept}),
           r.kind = 'FIRST'
    FROM report_consultations(first_day, after_day, 'BASE', bases, '{{}}', own) r;
    PERFORM set_config('norishiro.maintenance', coalesce(before, ''), true);
END $$;
"""
KEPT_CODES = """
                 UNION SELECT unnest(k.codes) FROM disposal_keptfigure k
                 WHERE k.entry = r.entry AND k.source = 'report_consultations'"""
WRAPPED = "".join(
    [
        *(reported(name, more) for name, more in MORE.items()),
        ATTRIBUTES,
        *(
            around(
                name, WANTED, "uuid[], date", columns,
                f"{kept} FROM disposal_keptfigure k WHERE k.source = '{name}' AND {asked} = ANY ({name}.wanted)"
                f" AND k.on_day <= {name}.on_day",
                order=order,
            )
            for name, (columns, kept, asked, order) in INDICATORS.items()
        ),
        BASES.format(kept=KEPT_CODES),
    ]
)  # fmt: skip
UNWRAPPED = "".join(
    f"DROP FUNCTION {name}({kinds}); ALTER FUNCTION {name}_live({kinds}) RENAME TO {name};\n"
    for name, kinds in KINDS.items()
) + BASES.format(kept="")
OWN = (
    "disposal_survey(date, jsonb)", "disposal_describe(text[], date)", "disposal_enlist(jsonb, uuid[])",
    "disposal_keep_back(uuid, uuid, text)", "disposal_take(uuid, uuid[], date)", "disposal_keepers(uuid)", "disposal_forget(uuid[])",
)  # fmt: skip
INNER = "disposal_knit()"


def grants(apps, schema_editor):
    """The public pages' role calls none of this; what was looked at and what was kept is not written over."""
    role = schema_editor.quote_name(settings.NORISHIRO_APP_ROLE)
    for name in (*OWN, INNER):
        schema_editor.execute(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC")
    for name in OWN:
        schema_editor.execute(f"GRANT EXECUTE ON FUNCTION {name} TO {role}")
    schema_editor.execute(f"REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON disposal_keptfigure FROM {role}")
    schema_editor.execute(
        f"REVOKE UPDATE, DELETE, TRUNCATE ON disposal_review, disposal_termchange FROM {role}"
    )
    schema_editor.execute(
        f"REVOKE DELETE, TRUNCATE ON disposal_batch, disposal_bundle, disposal_hold FROM {role}"
    )
    schema_editor.execute(f"GRANT USAGE ON SEQUENCE disposal_number TO {role}")


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("reports", "0010_steps_asked"),
        ("indicators", "0002_counting"),
        ("policies", "0003_first_said_once"),
        ("exchange", "0001_initial"),
        ("rights", "0005_cared_for"),
        ("evacuation", "0005_hazards"),
        ("meetings", "0025_areas"),
        ("finding", "0005_no_further"),
        ("cases", "0009_maintenance_once"),
        ("agencies", "0011_area_maps"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Batch",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="作成日時")),
                ("number", models.PositiveIntegerField(unique=True, verbose_name="番号")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("REVIEW", "確かめている"),
                            ("AGREED", "二人が確かめた"),
                            ("RUNNING", "廃棄の途中"),
                            ("DONE", "廃棄した"),
                            ("DROPPED", "やめた"),
                        ],
                        default="REVIEW",
                        max_length=8,
                        verbose_name="様子",
                    ),
                ),
                ("started_at", models.DateTimeField(blank=True, null=True, verbose_name="廃棄を始めた日時")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="廃棄を終えた日時")),
                ("fingerprint", models.CharField(blank=True, max_length=64, verbose_name="廃棄の記録の印")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                        verbose_name="扱う機関",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="作った職員",
                    ),
                ),
            ],
            options={
                "ordering": ["-number"],
            },
        ),
        migrations.CreateModel(
            name="Bundle",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="作成日時")),
                ("number", models.PositiveIntegerField(unique=True, verbose_name="番号")),
                ("mark", models.CharField(blank=True, max_length=32, verbose_name="印")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("LISTED", "候補"),
                            ("GONE", "記録は消えた・鍵がまだ"),
                            ("DONE", "廃棄した"),
                        ],
                        default="LISTED",
                        max_length=8,
                        verbose_name="様子",
                    ),
                ),
                ("people", models.PositiveIntegerField(verbose_name="人")),
                ("cases", models.PositiveIntegerField(verbose_name="ケース")),
                ("case_numbers", models.CharField(blank=True, max_length=300, verbose_name="ケース番号")),
                ("due_on", models.DateField(verbose_name="保存期間の終わり")),
                ("counted_at", models.DateTimeField(verbose_name="数えた日時")),
                ("held", models.BooleanField(default=False, verbose_name="保留中")),
                (
                    "stopped",
                    models.CharField(blank=True, max_length=200, verbose_name="廃棄できなかったわけ"),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bundles",
                        to="disposal.batch",
                        verbose_name="まとまり",
                    ),
                ),
            ],
            options={
                "ordering": ["due_on", "number"],
            },
        ),
        migrations.CreateModel(
            name="BundleSeries",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="作成日時")),
                ("series", models.CharField(max_length=20, verbose_name="文書の種類")),
                ("records", models.PositiveIntegerField(verbose_name="件数")),
                ("last_on", models.DateField(verbose_name="終わった日")),
                ("due_on", models.DateField(verbose_name="保存期間の終わり")),
                (
                    "bundle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="series",
                        to="disposal.bundle",
                    ),
                ),
            ],
            options={
                "ordering": ["-due_on", "series"],
            },
        ),
        migrations.CreateModel(
            name="BundleSubject",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="作成日時")),
                ("subject_id", models.UUIDField(verbose_name="対象")),
                (
                    "bundle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="disposal.bundle"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Disposed",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="作成日時")),
                ("series", models.CharField(max_length=20, verbose_name="文書の種類")),
                ("rows", models.PositiveIntegerField(verbose_name="行")),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="disposed",
                        to="disposal.batch",
                    ),
                ),
            ],
            options={
                "ordering": ["series"],
            },
        ),
        migrations.CreateModel(
            name="Hold",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="作成日時")),
                ("number", models.PositiveIntegerField(unique=True, verbose_name="番号")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("COMPLAINT", "苦情・審査請求"),
                            ("LAWSUIT", "訴訟"),
                            ("DISCLOSURE", "開示・訂正・利用停止の求め"),
                            ("AUDIT", "監査・検査"),
                            ("RESEARCH", "検証・調査研究"),
                        ],
                        max_length=12,
                        verbose_name="わけ",
                    ),
                ),
                ("document", models.CharField(max_length=120, verbose_name="もとの文書の番号")),
                ("until_on", models.DateField(blank=True, null=True, verbose_name="いつまで")),
                ("people", models.PositiveIntegerField(default=0, verbose_name="人")),
                ("cases", models.PositiveIntegerField(default=0, verbose_name="ケース")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="終えた日")),
                ("ended_reason", models.CharField(blank=True, max_length=300, verbose_name="終えたわけ")),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="終えた職員",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="保留した職員",
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at"],
            },
        ),
        migrations.CreateModel(
            name="HeldSubject",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="作成日時")),
                ("subject_id", models.UUIDField(verbose_name="対象")),
                (
                    "hold",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="disposal.hold"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="KeptFigure",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("source", models.CharField(max_length=32, verbose_name="数え方")),
                ("entry", models.UUIDField(null=True)),
                ("stamp", models.TextField(null=True)),
                ("on_day", models.DateField(null=True)),
                ("until_day", models.DateField(null=True)),
                ("staff", models.UUIDField(null=True)),
                ("agency", models.UUIDField(null=True)),
                ("area", models.TextField(null=True)),
                ("programme", models.TextField(null=True)),
                ("method", models.TextField(null=True)),
                ("met", models.TextField(null=True)),
                ("kind", models.TextField(null=True)),
                ("act", models.TextField(null=True)),
                ("home", models.TextField(null=True)),
                ("unit", models.UUIDField(null=True)),
                ("household", models.UUIDField(null=True)),
                ("person", models.UUIDField(null=True)),
                ("subject", models.UUIDField(null=True)),
                ("leads", models.BooleanField(null=True)),
                (
                    "codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), null=True, size=None
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["source", "on_day"], name="kept_figure_day"),
                    models.Index(fields=["entry"], name="kept_figure_entry"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="作成日時")),
                ("bundles", models.PositiveIntegerField(verbose_name="そのときの件数")),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reviews",
                        to="disposal.batch",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="確かめた職員",
                    ),
                ),
            ],
            options={
                "ordering": ["made_at"],
            },
        ),
        migrations.CreateModel(
            name="TakenOut",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="作成日時")),
                ("reason", models.CharField(max_length=300, verbose_name="わけ")),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="taken_out",
                        to="disposal.batch",
                    ),
                ),
                (
                    "bundle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="taken_out",
                        to="disposal.bundle",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="外した職員",
                    ),
                ),
            ],
            options={
                "ordering": ["made_at"],
            },
        ),
        migrations.CreateModel(
            name="TermChange",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="作成日時")),
                ("series", models.CharField(max_length=20, verbose_name="文書の種類")),
                ("years", models.PositiveSmallIntegerField(verbose_name="年数")),
                (
                    "start",
                    models.CharField(
                        choices=[
                            ("NEXT_APRIL", "終わった年度の、翌年度の4月1日"),
                            ("NEXT_DAY", "終わった日の翌日"),
                        ],
                        default="NEXT_APRIL",
                        max_length=12,
                        verbose_name="起算",
                    ),
                ),
                ("from_on", models.DateField(verbose_name="いつから")),
                ("source", models.CharField(max_length=200, verbose_name="根拠の規程")),
                ("reason", models.CharField(max_length=300, verbose_name="わけ")),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="変えた職員",
                    ),
                ),
            ],
            options={
                "ordering": ["-from_on", "-made_at"],
            },
        ),
        migrations.AddIndex(
            model_name="bundle",
            index=models.Index(fields=["state", "due_on", "number"], name="bundle_due"),
        ),
        migrations.AddIndex(
            model_name="bundlesubject",
            index=models.Index(fields=["subject_id"], name="bundle_subject"),
        ),
        migrations.AddConstraint(
            model_name="disposed",
            constraint=models.UniqueConstraint(fields=("batch", "series"), name="disposed_by_series"),
        ),
        migrations.AddIndex(
            model_name="heldsubject",
            index=models.Index(fields=["subject_id"], name="held_subject"),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.UniqueConstraint(
                fields=("batch", "staff"),
                name="reviewed_by_another",
                violation_error_message="同じ人は、二度確かめられません。ほかの人に頼んでください。",
            ),
        ),
        migrations.AddConstraint(
            model_name="termchange",
            constraint=models.CheckConstraint(
                condition=models.Q(("years__gte", 1), ("years__lte", 100)),
                name="term_within_a_century",
                violation_error_message="年数は、1年から100年のあいだにしてください。",
            ),
        ),
        *(migrations.RunSQL(*walls.policy(one, using="false")) for one in HIDDEN),
        migrations.RunSQL("CREATE SEQUENCE disposal_number", "DROP SEQUENCE disposal_number"),
        migrations.RunSQL(WRAPPED, UNWRAPPED),
        migrations.RunSQL(KNIT + SURVEY + TAKE, "".join(f"DROP FUNCTION {one};" for one in (*OWN, INNER))),
        migrations.RunPython(grants, migrations.RunPython.noop),
    ]
