"""Whoever was handed a record on paper is told when it is put right: a copy does not change with the screen."""

from django.db import migrations

RECIPIENTS = """
-- To whom did this record come? Everybody who ever could open it, who was handed it on paper, and to
-- whom its writer told of the person.
CREATE OR REPLACE FUNCTION rights_recipients(asked uuid, of_item uuid) RETURNS TABLE (agency uuid, why text)
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
        -- A numbered copy carries the item, and (unless it is the item alone) the household, its people and their roles.
        SELECT c.agency_id, '会議の資料（番号 ' || string_agg(c.number::text, '・' ORDER BY c.number) || '）を受け取った', 2
        FROM meetings_papercopy c JOIN meetings_item i ON i.id = c.about_id
        WHERE v_who IS NOT NULL
          AND (v_item.source = 'meetings_item' AND i.id = v_item.row_id
               OR NOT c.item_only AND i.anonymous_label = ''
                  AND v_item.source = ANY ('{people_person,cases_case,cases_casemember,cases_role}')
                  AND (v_item.basis = '' OR v_item.basis = i.basis)
                  AND i.case_id IN (SELECT m.case_id FROM cases_casemember m WHERE m.person_id = v_who)
                  AND (v_item.source <> 'cases_case' OR i.case_id = v_item.row_id))
        GROUP BY c.agency_id
        UNION ALL
        SELECT coalesce(p.agency_id, g.recipient_id),
               CASE WHEN g.source_kind = 'SEAT' THEN '会議の席で見た' ELSE '画面で見られた' END, 3
        FROM sharing_grant g
        LEFT JOIN agencies_appointment p ON g.recipient_kind = 'STAFF' AND p.staff_id = g.recipient_id
             AND p.from_on <= g.from_at::date AND (p.until_on IS NULL OR p.until_on > g.from_at::date)
        WHERE v_who IS NOT NULL AND NOT g.sealed AND g.subject_id = coalesce(v_item.subject_id, v_who)
          AND g.from_at <= statement_timestamp() AND (g.recipient_kind = 'AGENCY' OR p.id IS NOT NULL)
          AND CASE WHEN v_item.basis = '' THEN g.depth >= 2 AND (g.categories & 1) = 1
                   WHEN g.ground = 'OWN' THEN g.recipient_id = v_item.writer_id
                   ELSE g.ground = v_item.basis AND (g.categories & v_item.categories) = v_item.categories END
        UNION ALL
        SELECT p.receiver_id, '情報提供を受けた（' || p.number || '）', 4 FROM sharing_provision p
        WHERE v_who IS NOT NULL AND p.subject_id = v_who
          AND (v_item.basis = '' OR p.agency_id = v_item.writer_id AND v_item.basis IN ('OWN', p.basis))
    ) one WHERE one.agency IS NOT NULL ORDER BY one.agency, one.rank;
    PERFORM set_config('norishiro.maintenance', coalesce(before, ''), true);
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("rights", "0002_walls"), ("meetings", "0006_papers")]
    operations = [migrations.RunSQL(RECIPIENTS, migrations.RunSQL.noop)]
