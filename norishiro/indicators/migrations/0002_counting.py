"""Counting past the walls: ids, days and states, nothing of any content.

A published figure counts the whole town, and nobody sees the whole town. Which cases they were is shown through the gate;
of the others only how many. 根拠: docs/adr/0044-cohort-table.md
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
TALKS = """
    SELECT i.case_id, i.body_id, s.id, s.held_on
    FROM meetings_item i JOIN meetings_sitting s ON s.id = i.sitting_id
    WHERE i.status = 'DONE' AND s.status IN ('OPEN', 'CLOSED', 'CONFIRMED')
      AND i.body_id = ANY (wanted) AND s.held_on <= on_day
    ORDER BY s.held_on, s.id, i.id
"""
# A pause is no end, but the look after which nobody looks again makes it one; its day is that of the state.
ENDINGS = """
    SELECT c.case_id, c.closed_on, c.reopened_on FROM plans_closure c
    WHERE c.kind IN ('CLOSED', 'COORDINATED') AND c.closed_on <= on_day AND c.case_id = ANY (wanted)
    UNION ALL
    SELECT c.case_id, min(t.changed_on), c.reopened_on
    FROM plans_closure c JOIN cases_statuschange t ON t.case_id = c.case_id
    WHERE c.kind = 'INTERRUPTED' AND c.case_id = ANY (wanted)
      AND EXISTS (SELECT 1 FROM plans_watchcheck w WHERE w.closure_id = c.id AND w.next_on IS NULL)
      AND t.status = 'CLOSED' AND t.made_at >= c.made_at AND t.changed_on <= on_day
    GROUP BY c.id, c.case_id, c.reopened_on
    ORDER BY 1, 2
"""
STATES = """
    SELECT t.case_id, t.changed_on, t.status::text FROM cases_statuschange t
    WHERE t.case_id = ANY (wanted) AND t.changed_on <= on_day
    ORDER BY t.case_id, t.changed_on, t.made_at, t.id
"""
BUILD = f"""
CREATE FUNCTION indicator_talks(wanted uuid[], on_day date)
RETURNS TABLE (case_id uuid, body_id uuid, sitting_id uuid, held_on date)
{BODY.format(query=TALKS.strip())}
CREATE FUNCTION indicator_endings(wanted uuid[], on_day date)
RETURNS TABLE (case_id uuid, ended_on date, reopened_on date)
{BODY.format(query=ENDINGS.strip())}
CREATE FUNCTION indicator_states(wanted uuid[], on_day date)
RETURNS TABLE (case_id uuid, changed_on date, status text)
{BODY.format(query=STATES.strip())}
"""
UNDO = """
DROP FUNCTION indicator_talks(uuid[], date);
DROP FUNCTION indicator_endings(uuid[], date);
DROP FUNCTION indicator_states(uuid[], date);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0001_initial"),
        ("meetings", "0009_oath_scans"),
        ("cases", "0005_case_lists"),
        ("plans", "0005_person_parts"),
    ]
    operations = [migrations.RunSQL(BUILD, UNDO)]
