"""The walls of this room, and the five questions that act as the owner for it.

The office that keeps the register holds no grants. What it may read of a person comes from ``rights_material`` alone: for
a request of its own, still open, whose requester was identified, about the one person it was joined to.
"""

from django.conf import settings
from django.db import migrations

OFFICE = "office_id = ANY (gate_agencies())"
OF_REQUEST = "EXISTS (SELECT 1 FROM rights_request r WHERE r.id = request_id)"


def let_count(apps, schema_editor):
    role = schema_editor.quote_name(settings.NORISHIRO_APP_ROLE)
    schema_editor.execute(f"GRANT USAGE ON SEQUENCE rights_number TO {role}")


WALLS = {
    "rights_request": OFFICE,
    "rights_opinion": OF_REQUEST,
    "rights_item": OF_REQUEST,
    "rights_part": "EXISTS (SELECT 1 FROM rights_item i WHERE i.id = item_id)",
    "rights_correction": OF_REQUEST,
    "rights_stoporder": OF_REQUEST,
    "rights_notice": f"{OFFICE} OR agency_id = ANY (gate_agencies())",
}


def wall(table: str, using: str) -> tuple[str, str]:
    return (
        f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
        CREATE POLICY gate ON {table} USING ({using}) WITH CHECK ({using});
        CREATE POLICY maintenance ON {table} TO CURRENT_USER
            USING (current_setting('norishiro.maintenance', true) = 'on')
            WITH CHECK (current_setting('norishiro.maintenance', true) = 'on');
        """,
        f"""
        DROP POLICY gate ON {table};
        DROP POLICY maintenance ON {table};
        ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
        ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
        """,
    )


# Nothing is held on what is stopped: nothing is given on, ended or told about it.
HOLDS = """
CREATE OR REPLACE FUNCTION gate_holds(subject uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT EXISTS (
        SELECT 1 FROM sharing_grant g
        WHERE g.subject_id = subject AND g.recipient_id = ANY (gate_recipients()) AND NOT g.sealed
          AND g.source_kind <> 'EMERGENCY'
          AND g.from_at <= statement_timestamp() AND (g.until_at IS NULL OR g.until_at > statement_timestamp())){stopped}
$$;
"""

CANDIDATES = """
-- Who may the request be about? Only people of just this name, and of this birthday where both are known.
CREATE FUNCTION rights_candidates(asked uuid)
RETURNS TABLE (id uuid, name text, kana text, birth text, area text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE before text := current_setting('norishiro.maintenance', true);
BEGIN
    PERFORM set_config('norishiro.maintenance', 'on', true);
    RETURN QUERY
    SELECT p.id, p.name::text, p.kana::text, p.birth::text, coalesce(a.name, '')::text
    FROM rights_request r
    JOIN people_person p ON (p.name_key <> '' AND p.name_key = r.name_key) OR (p.kana_key <> '' AND p.kana_key = r.kana_key)
    LEFT JOIN agencies_area a ON a.id = p.area_id
    WHERE r.id = asked AND r.office_id = ANY (gate_agencies()) AND r.identity_on IS NOT NULL
      AND r.status IN ('RECEIVED', 'LOOKING')
      AND (r.subject_birth IS NULL OR p.birth_earliest IS NULL OR r.subject_birth >= p.birth_earliest)
      AND (r.subject_birth IS NULL OR p.birth_latest IS NULL OR r.subject_birth <= p.birth_latest)
    ORDER BY p.kana_key, p.id LIMIT 20;
    PERFORM set_config('norishiro.maintenance', coalesce(before, ''), true);
END $$;
"""

# Read off the catalogue, so that a table made tomorrow is in the package without anybody thinking of it.
MATERIAL = """
CREATE FUNCTION rights_material(asked uuid) RETURNS TABLE (source text, found text, kept jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
#variable_conflict use_column
DECLARE
    before text := current_setting('norishiro.maintenance', true);
    v_who uuid;
    v_words text[];
    v_cases uuid[];
    v_homes uuid[];
    v_others uuid[];
    v_subjects uuid[];
    v_conditions jsonb := '{}';
    v_done text[] := '{}';
    v_parts text[];
    v_grown boolean := true;
    v_table record;
    v_link record;
BEGIN
    PERFORM set_config('norishiro.maintenance', 'on', true);
    SELECT r.person_id INTO v_who FROM rights_request r
    WHERE r.id = asked AND r.office_id = ANY (gate_agencies()) AND r.identity_on IS NOT NULL
      AND r.status IN ('RECEIVED', 'LOOKING', 'PROPOSED');
    IF v_who IS NULL THEN
        PERFORM set_config('norishiro.maintenance', coalesce(before, ''), true);
        RETURN;
    END IF;
    SELECT coalesce(array_agg(DISTINCT case_id), '{}') INTO v_cases FROM cases_casemember WHERE person_id = v_who;
    SELECT coalesce(array_agg(DISTINCT household_id), '{}') INTO v_homes FROM people_membership WHERE person_id = v_who;
    SELECT coalesce(array_agg(DISTINCT one), '{}') INTO v_others FROM (
        SELECT person_id AS one FROM cases_casemember WHERE case_id = ANY (v_cases)
        UNION SELECT person_id FROM people_membership WHERE household_id = ANY (v_homes)
        UNION SELECT other_id FROM people_relation WHERE person_id = v_who
        UNION SELECT person_id FROM people_relation WHERE other_id = v_who) near WHERE one <> v_who;
    SELECT array_agg(DISTINCT '%' || word || '%') INTO v_words FROM (
        SELECT unnest(ARRAY[name, name_key, alias, split_part(translate(name, '　', ' '), ' ', 2)]) AS word
        FROM people_person WHERE id = v_who) named WHERE length(word) > 1;
    SELECT v_who || v_cases || v_homes
        || coalesce((SELECT array_agg(id) FROM meetings_item WHERE case_id = ANY (v_cases)), '{}')
        || coalesce((SELECT array_agg(subject_id) FROM consultations_consultation WHERE person_id = v_who), '{}')
        INTO v_subjects;

    FOR v_table IN
        SELECT c.relname::text AS name, array_agg(a.attname::text) AS columns
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND a.atttypid = 'uuid'::regtype
        WHERE c.relkind = 'r' AND c.relrowsecurity AND c.relnamespace = 'public'::regnamespace
          AND c.relname NOT LIKE 'rights\\_%' AND c.relname <> ALL ('{sharing_grant,sharing_usestop,finding_passage,watching_recent}')
        GROUP BY c.relname
    LOOP
        v_parts := '{}';
        IF 'subject_id' = ANY (v_table.columns) THEN
            v_parts := v_parts || format('subject_id = ANY (%L::uuid[])', v_subjects);
        END IF;
        IF 'person_id' = ANY (v_table.columns) THEN v_parts := v_parts || format('person_id = %L', v_who); END IF;
        IF 'other_id' = ANY (v_table.columns) THEN v_parts := v_parts || format('other_id = %L', v_who); END IF;
        IF 'case_id' = ANY (v_table.columns) THEN
            v_parts := v_parts || format('case_id = ANY (%L::uuid[])', v_cases);
        END IF;
        IF 'household_id' = ANY (v_table.columns) THEN
            v_parts := v_parts || format('household_id = ANY (%L::uuid[])', v_homes);
        END IF;
        IF v_table.name = 'people_person' THEN v_parts := v_parts || format('id = %L', v_who); END IF;
        IF v_table.name = 'people_household' THEN v_parts := v_parts || format('id = ANY (%L::uuid[])', v_homes); END IF;
        IF v_table.name = 'cases_case' THEN v_parts := v_parts || format('id = ANY (%L::uuid[])', v_cases); END IF;
        IF v_parts <> '{}' THEN
            v_conditions := v_conditions || jsonb_build_object(v_table.name, array_to_string(v_parts, ' OR '));
            IF v_table.columns && ARRAY['subject_id', 'case_id', 'household_id'] OR v_table.name LIKE 'people\\_%' THEN
                v_done := v_done || v_table.name;
            END IF;
        END IF;
    END LOOP;
    -- Details of what was found: whatever points at it.
    WHILE v_grown LOOP
        v_grown := false;
        FOR v_link IN
            SELECT k.conrelid::regclass::text AS child, a.attname::text AS link, k.confrelid::regclass::text AS parent
            FROM pg_constraint k
            JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
            JOIN pg_class c ON c.oid = k.conrelid AND c.relrowsecurity
            WHERE k.contype = 'f' AND k.conrelid <> k.confrelid AND k.conrelid::regclass::text NOT LIKE 'rights\\_%'
              AND k.conrelid::regclass::text <> ALL ('{sharing_grant,sharing_usestop,finding_passage,watching_recent}')
              AND k.confrelid::regclass::text <> ALL ('{people_person,people_household,cases_case}')
        LOOP
            IF v_conditions ? v_link.parent AND v_link.child <> ALL (v_done)
               AND (v_link.child || '.' || v_link.link) <> ALL (v_done) THEN
                v_conditions := v_conditions || jsonb_build_object(v_link.child, concat_ws(' OR ',
                    v_conditions ->> v_link.child,
                    format('%I IN (SELECT id FROM %I WHERE %s)', v_link.link, v_link.parent,
                           v_conditions ->> v_link.parent)));
                v_done := v_done || (v_link.child || '.' || v_link.link);
                v_grown := true;
            END IF;
        END LOOP;
    END LOOP;
    FOR v_table IN SELECT key AS name, value AS condition FROM jsonb_each_text(v_conditions) ORDER BY key LOOP
        RETURN QUERY EXECUTE format(
            'SELECT %L::text, ''OWN''::text, to_jsonb(t) FROM %I t WHERE %s', v_table.name, v_table.name,
            v_table.condition);
    END LOOP;
    -- Where the person's name stands in what is written of those around them.
    IF v_words IS NOT NULL THEN
        FOR v_table IN
            SELECT c.relname::text AS name FROM pg_class c
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'subject_id'
            WHERE c.relkind = 'r' AND c.relrowsecurity AND c.relnamespace = 'public'::regnamespace
              AND c.relname <> ALL ('{sharing_grant,sharing_usestop,finding_passage,watching_recent}')
              AND c.relname NOT LIKE 'rights\\_%'
        LOOP
            RETURN QUERY EXECUTE format(
                'SELECT %L::text, ''MENTION''::text, to_jsonb(t) FROM %I t'
                ' WHERE subject_id = ANY (%L::uuid[]) AND to_jsonb(t)::text LIKE ANY (%L::text[])',
                v_table.name, v_table.name, v_others, v_words);
        END LOOP;
        RETURN QUERY SELECT 'outreach_segment'::text, 'MENTION'::text, to_jsonb(t) FROM outreach_segment t
            WHERE t.text LIKE ANY (v_words)
              AND t.contact_id IN (SELECT id FROM outreach_contact WHERE subject_id = ANY (v_others));
    END IF;
    -- Who is around them, so that their names and addresses are recognised in a text.
    RETURN QUERY SELECT 'people_person'::text, 'NAMES'::text, to_jsonb(t) FROM people_person t WHERE t.id = ANY (v_others);
    PERFORM set_config('norishiro.maintenance', coalesce(before, ''), true);
END $$;
"""

RECIPIENTS = """
-- To whom did this record come? Everybody who ever could open it, and to whom its writer told of the person.
CREATE FUNCTION rights_recipients(asked uuid, of_item uuid) RETURNS TABLE (agency uuid, why text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
#variable_conflict use_column
DECLARE
    before text := current_setting('norishiro.maintenance', true);
    v_who uuid;
    v_item rights_item%ROWTYPE;
BEGIN
    PERFORM set_config('norishiro.maintenance', 'on', true);
    SELECT r.person_id INTO v_who FROM rights_request r
    WHERE r.id = asked AND r.office_id = ANY (gate_agencies()) AND r.kind = 'CORRECT' AND r.status = 'DECIDED';
    SELECT i.* INTO v_item FROM rights_item i WHERE i.id = of_item AND i.request_id = asked;
    RETURN QUERY
    SELECT DISTINCT ON (one.agency) one.agency, one.why FROM (
        SELECT v_item.writer_id AS agency, '記録を書いた機関' AS why, 1 AS rank WHERE v_who IS NOT NULL
        UNION ALL
        SELECT coalesce(p.agency_id, g.recipient_id),
               CASE WHEN g.source_kind = 'SEAT' THEN '会議の席で見た' ELSE '画面で見られた' END, 2
        FROM sharing_grant g
        LEFT JOIN agencies_appointment p ON g.recipient_kind = 'STAFF' AND p.staff_id = g.recipient_id
             AND p.from_on <= g.from_at::date AND (p.until_on IS NULL OR p.until_on > g.from_at::date)
        WHERE v_who IS NOT NULL AND NOT g.sealed AND g.subject_id = coalesce(v_item.subject_id, v_who)
          AND g.from_at <= statement_timestamp() AND (g.recipient_kind = 'AGENCY' OR p.id IS NOT NULL)
          AND CASE WHEN v_item.basis = '' THEN g.depth >= 2 AND (g.categories & 1) = 1
                   WHEN g.ground = 'OWN' THEN g.recipient_id = v_item.writer_id
                   ELSE g.ground = v_item.basis AND (g.categories & v_item.categories) = v_item.categories END
        UNION ALL
        SELECT p.receiver_id, '情報提供を受けた（' || p.number || '）', 3 FROM sharing_provision p
        WHERE v_who IS NOT NULL AND p.subject_id = v_who
          AND (v_item.basis = '' OR p.agency_id = v_item.writer_id AND v_item.basis IN ('OWN', p.basis))
    ) one WHERE one.agency IS NOT NULL ORDER BY one.agency, one.rank;
    PERFORM set_config('norishiro.maintenance', coalesce(before, ''), true);
END $$;
"""

NOTE = """
-- Enter what was decided beside the record it belongs to. Answers the subject it was entered under.
CREATE FUNCTION rights_enter_note(of_correction uuid) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
    before text := current_setting('norishiro.maintenance', true);
    v_subject uuid;
BEGIN
    PERFORM set_config('norishiro.maintenance', 'on', true);
    INSERT INTO sharing_correctionnote (id, made_at, subject_id, basis, agency_id, categories, source, row_id, label,
                                        before, after, refused, statement, decided_on, number)
    SELECT gen_random_uuid(), statement_timestamp(), coalesce(i.subject_id, r.person_id), i.basis,
           coalesce(i.writer_id, r.office_id), i.categories, i.source, p.row_id, p.label, p.text,
           CASE WHEN c.refused THEN '' ELSE c.after END, c.refused, c.statement, r.decided_on, r.number
    FROM rights_correction c
    JOIN rights_request r ON r.id = c.request_id AND r.office_id = ANY (gate_agencies())
         AND r.kind = 'CORRECT' AND r.status = 'DECIDED'
    JOIN rights_part p ON p.id = c.part_id
    JOIN rights_item i ON i.id = p.item_id AND i.request_id = r.id AND i.found = 'OWN'
    WHERE c.id = of_correction AND c.entered_on IS NULL
    RETURNING subject_id INTO v_subject;
    PERFORM set_config('norishiro.maintenance', coalesce(before, ''), true);
    RETURN v_subject;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("rights", "0001_initial"),
        ("sharing", "0007_use_stopped"),
        ("emergency", "0002_window"),
        ("outreach", "0005_segments"),
        ("consultations", "0001_initial"),
        ("meetings", "0001_initial"),
        ("cases", "0003_walls"),
        ("people", "0002_walls"),
    ]
    operations = [
        *(migrations.RunSQL(*wall(table, using)) for table, using in WALLS.items()),
        migrations.RunSQL(
            HOLDS.replace("{stopped}", "\n           AND subject <> ALL (gate_stopped())"),
            HOLDS.replace("{stopped}", ""),
        ),
        migrations.RunSQL(CANDIDATES, "DROP FUNCTION rights_candidates(uuid)"),
        migrations.RunSQL(MATERIAL, "DROP FUNCTION rights_material(uuid)"),
        migrations.RunSQL(RECIPIENTS, "DROP FUNCTION rights_recipients(uuid, uuid)"),
        migrations.RunSQL(NOTE, "DROP FUNCTION rights_enter_note(uuid)"),
        migrations.RunSQL("CREATE SEQUENCE rights_number", "DROP SEQUENCE rights_number"),
        migrations.RunPython(let_count, migrations.RunPython.noop),
    ]
