"""Counting past the walls: numbers of records, days and codes, nothing of any content.

A report is of a whole office, and nobody sees all of it. Which records they were is shown through the gate; of the others
only how many. Whoever may not see counts is answered for the own agencies alone (``own``). 根拠: docs/adr/0048-reports.md
"""

from django.db import migrations

ARGUMENTS = "first_day date, after_day date, scope text, ids uuid[], codes text[], own uuid[]"
KINDS = "date, date, text, uuid[], text[], uuid[]"
COUNTED = "entry uuid, stamp text, on_day date, staff uuid, agency uuid, area text, programme text"
BEHIND = """
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public AS $$
#variable_conflict use_column
DECLARE before text := current_setting('norishiro.maintenance', true);
BEGIN
    PERFORM set_config('norishiro.maintenance', 'on', true);
    RETURN QUERY {query};
    PERFORM set_config('norishiro.maintenance', coalesce(before, ''), true);
END $$;
"""
# Nobody is named in a gathering, and there is no wall around it.
OPEN = "LANGUAGE sql STABLE SET search_path = public AS $$ {query} $$;"


def within(*, on: str, staff: str, agency: str, programme: str) -> str:
    """Is a record of the time and of the part of the work that is asked for? A base is where its worker served that day."""
    return f"""{on} >= first_day AND {on} < after_day AND (own IS NULL OR {agency} = ANY (own))
      AND CASE scope
        WHEN 'TOWN' THEN true
        WHEN 'AGENCY' THEN {agency} = ANY (ids)
        WHEN 'STAFF' THEN {staff} = ANY (ids)
        WHEN 'AREA' THEN a.code = ANY (codes)
        WHEN 'PROGRAMME' THEN {programme} = ANY (codes)
        WHEN 'BASE' THEN EXISTS (
            SELECT 1 FROM agencies_appointment t
            WHERE t.staff_id = {staff} AND t.agency_id = {agency} AND t.base_id = ANY (ids)
              AND t.from_on <= {on} AND (t.until_on IS NULL OR t.until_on > {on}))
        ELSE false END"""


# A contact once for each person of it: first whom it is about (or nobody, then its case), then whoever else was there.
CONTACTS = f"""
    SELECT c.id, c.id::text, c.happened_on, c.staff_id, c.agency_id, a.code::text, c.programme::text, c.method::text,
           c.met::text, c.kind::text, coalesce(c.case_id, p.merged_into_id, p.id),
           coalesce(
               CASE WHEN c.leads THEN c.household_id END,
               (SELECT m.household_id FROM people_membership m
                WHERE m.person_id = c.who AND m.from_on <= c.happened_on
                  AND (m.until_on IS NULL OR m.until_on > c.happened_on)
                ORDER BY m.living_together DESC, m.from_on DESC, m.id LIMIT 1),
               CASE WHEN c.leads THEN (SELECT k.household_id FROM cases_case k WHERE k.id = c.case_id) END),
           coalesce(p.merged_into_id, p.id), c.leads
    FROM (
        SELECT o.*, o.person_id AS who, true AS leads FROM outreach_contact o
        UNION ALL
        SELECT o.*, n.person_id, false FROM outreach_contact o JOIN outreach_present n ON n.contact_id = o.id
    ) c
    LEFT JOIN agencies_area a ON a.id = c.area_id
    LEFT JOIN people_person p ON p.id = c.who
    WHERE {within(on="c.happened_on", staff="c.staff_id", agency="c.agency_id", programme="c.programme")}
      AND NOT EXISTS (SELECT 1 FROM outreach_contact n WHERE n.supersedes_id = c.id)
"""
CONSULTATIONS = f"""
    SELECT c.id, concat_ws(':', c.id, c.received_on, c.staff_id, c.agency_id), c.received_on, c.staff_id, c.agency_id,
           a.code::text, 'CONSULTATION'
    FROM consultations_consultation c
    JOIN people_person p ON p.id = c.person_id
    LEFT JOIN agencies_area a ON a.id = p.area_id
    WHERE {within(on="c.received_on", staff="c.staff_id", agency="c.agency_id", programme="'CONSULTATION'")}
"""
GATHERINGS = f"""
    SELECT g.id, concat_ws(':', g.id, g.held_on, g.people, g.consulted), g.held_on, g.staff_id, g.agency_id, a.code::text,
           'COMMUNITY', g.people::integer, g.consulted::integer
    FROM outreach_gathering g JOIN agencies_area a ON a.id = g.area_id
    WHERE {within(on="g.held_on", staff="g.staff_id", agency="g.agency_id", programme="'COMMUNITY'")}
"""
SITTINGS = f"""
    SELECT s.id, concat_ws(':', s.id, s.held_on, w.staff_id), s.held_on, w.staff_id, w.agency_id, NULL::text, 'MULTI_AGENCY'
    FROM meetings_sitting s
    JOIN (SELECT i.sitting_id, i.staff_id, i.agency_id FROM meetings_invitation i
          WHERE i.attended AND i.staff_id IS NOT NULL
          UNION
          SELECT m.sitting_id, e.staff_id, e.agency_id FROM meetings_seat e JOIN meetings_item m ON m.id = e.item_id
          WHERE e.attended) w ON w.sitting_id = s.id
    LEFT JOIN agencies_area a ON false
    WHERE s.status IN ('OPEN', 'CLOSED', 'CONFIRMED')
      AND {within(on="s.held_on", staff="w.staff_id", agency="w.agency_id", programme="'MULTI_AGENCY'")}
"""
BUILD = f"""
CREATE FUNCTION report_contacts({ARGUMENTS})
RETURNS TABLE ({COUNTED}, method text, met text, kind text, unit uuid, household uuid, person uuid, leads boolean)
{BEHIND.format(query=CONTACTS.strip())}
CREATE FUNCTION report_consultations({ARGUMENTS}) RETURNS TABLE ({COUNTED})
{BEHIND.format(query=CONSULTATIONS.strip())}
CREATE FUNCTION report_gatherings({ARGUMENTS}) RETURNS TABLE ({COUNTED}, people integer, consulted integer)
{OPEN.format(query=GATHERINGS.strip())}
CREATE FUNCTION report_sittings({ARGUMENTS}) RETURNS TABLE ({COUNTED})
{BEHIND.format(query=SITTINGS.strip())}
"""
UNDO = f"""
DROP FUNCTION report_contacts({KINDS});
DROP FUNCTION report_consultations({KINDS});
DROP FUNCTION report_gatherings({KINDS});
DROP FUNCTION report_sittings({KINDS});
"""


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0001_initial"),
        ("outreach", "0012_present_wall"),
        ("people", "0005_merges"),
        ("consultations", "0013_gathering"),
        ("cases", "0005_case_lists"),
        ("meetings", "0009_oath_scans"),
    ]
    operations = [migrations.RunSQL(BUILD, UNDO)]
