"""抱え込み: what nothing has been done about, over the walls, as ids, agencies and days and nothing else.

Whoever looks at the board sees the rows the walls show; of the others only how many there are. So the count has to be
made where the walls do not stand. 根拠: docs/adr/0032-held.md
"""

from django.db import migrations

BODY = """
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public AS $$
DECLARE before text := current_setting('norishiro.maintenance', true);
BEGIN
    PERFORM set_config('norishiro.maintenance', 'on', true);
    RETURN QUERY {query};
    PERFORM set_config('norishiro.maintenance', coalesce(before, ''), true);
END $$;
"""
CONSULTATIONS = """
    SELECT c.id, c.agency_id, c.received_on
    FROM consultations_consultation c
    WHERE c.received_on <= on_day - after_days
      AND (SELECT count(DISTINCT fields ->> k.national_code) FROM consultations_concern k
           WHERE k.consultation_id = c.id) >= fewest
      AND NOT EXISTS (
        SELECT 1 FROM consultations_tsunagusheet s
        WHERE s.consultation_id = c.id AND s.sent_on <= on_day AND s.status <> 'WITHDRAWN'
          AND NOT (s.status = 'DECLINED' AND s.answered_on <= on_day - after_days))
      AND NOT EXISTS (
        SELECT 1 FROM consultations_supportrequest r
        WHERE r.consultation_id = c.id AND r.applied_on <= on_day AND r.status <> 'WITHDRAWN'
          AND NOT (r.status = 'NOT_NEEDED' AND r.answered_on <= on_day - after_days))
      AND NOT EXISTS (
        SELECT 1 FROM consultations_screening d
        WHERE d.consultation_id = c.id AND d.outcome = 'INFORM' AND d.decided_on <= on_day)
      AND NOT EXISTS (
        SELECT 1 FROM outreach_contact o
        WHERE o.subject_id = c.person_id AND o.agency_id = c.agency_id
          AND o.happened_on >= c.received_on AND o.happened_on <= on_day)
      AND NOT EXISTS (
        SELECT 1 FROM cases_casemember m WHERE m.person_id = c.person_id AND m.from_on <= on_day)
"""
SHEETS = """
    SELECT s.id, s.receiver_agency_id, s.sent_on
    FROM consultations_tsunagusheet s
    WHERE s.status IN ('SENT', 'RECEIVED') AND s.due_on < on_day - after_days
"""
CASES = """
    SELECT c.id, c.lead_agency_id, c.last_moved_on
    FROM cases_case c
    WHERE c.status = ANY (open_statuses) AND c.last_moved_on <= on_day - after_days
"""
FOUND = "RETURNS TABLE (held_id uuid, held_by uuid, since date)"
BUILD = f"""
CREATE FUNCTION held_consultations(on_day date, after_days integer, fewest integer, fields jsonb) {FOUND}
{BODY.format(query=CONSULTATIONS.strip())}
CREATE FUNCTION held_sheets(on_day date, after_days integer) {FOUND}
{BODY.format(query=SHEETS.strip())}
CREATE FUNCTION held_cases(on_day date, after_days integer, open_statuses text[]) {FOUND}
{BODY.format(query=CASES.strip())}
"""
UNDO = """
DROP FUNCTION held_consultations(date, integer, integer, jsonb);
DROP FUNCTION held_sheets(date, integer);
DROP FUNCTION held_cases(date, integer, text[]);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0002_leaving"),
        ("consultations", "0011_hand_on_to_the_end"),
        ("cases", "0005_case_lists"),
        ("outreach", "0006_legal_basis"),
    ]
    operations = [migrations.RunSQL(BUILD, UNDO)]
