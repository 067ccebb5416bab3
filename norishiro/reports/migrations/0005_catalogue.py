"""Counting plans, answers, sheets, programmes, participation and hosts; and of consultations, which are somebody's first.

Numbers of records, days and codes, nothing of any content; which records they were is shown through the gate.
根拠: docs/adr/0072-catalogue.md
"""

from importlib import import_module

from django.db import migrations

counting = import_module("norishiro.reports.migrations.0002_counting")

# The person somebody was merged into. In these words, and not as coalesce: behind a wall PostgreSQL follows an index only by
# expressions of which it knows that they tell nothing.
ROOT = "CASE WHEN p.merged_into_id IS NULL THEN p.id ELSE p.merged_into_id END"
# Every consultation as before, and whether anybody of it (kind: the person, home: the household) had come earlier.
EARLIER = "(e.received_on, e.made_at, e.id) < (c.received_on, c.made_at, c.id)"
CONSULTATIONS = f"""
    SELECT c.id, concat_ws(':', c.id, c.received_on, c.staff_id, c.agency_id), c.received_on, c.staff_id, c.agency_id,
           a.code::text, 'CONSULTATION',
           CASE WHEN EXISTS (
               SELECT 1 FROM consultations_consultation e
               WHERE e.person_id = ANY (ARRAY(
                   SELECT {ROOT} UNION ALL SELECT x.id FROM people_person x WHERE x.merged_into_id = {ROOT}))
                 AND {EARLIER}) THEN 'AGAIN' ELSE 'FIRST' END,
           CASE WHEN h.household_id IS NULL THEN '' WHEN EXISTS (
               SELECT 1 FROM people_membership o JOIN consultations_consultation e ON e.person_id = o.person_id
               WHERE o.household_id = h.household_id AND o.from_on <= e.received_on
                 AND (o.until_on IS NULL OR o.until_on > e.received_on) AND {EARLIER}) THEN 'AGAIN' ELSE 'FIRST' END,
           h.household_id, coalesce(p.merged_into_id, p.id)
    FROM consultations_consultation c
    JOIN people_person p ON p.id = c.person_id
    LEFT JOIN agencies_area a ON a.id = p.area_id
    LEFT JOIN LATERAL (
        SELECT m.household_id FROM people_membership m
        WHERE m.person_id = c.person_id AND m.from_on <= c.received_on
          AND (m.until_on IS NULL OR m.until_on > c.received_on)
        ORDER BY m.living_together DESC, m.from_on DESC, m.id LIMIT 1) h ON true
    WHERE {counting.within(on="c.received_on", staff="c.staff_id", agency="c.agency_id", programme="'CONSULTATION'")}
"""
# By the day of the decision: the first of its kind in a case, or a later one.
PLANS = f"""
    SELECT p.id, concat_ws(':', p.id, p.decided_on, p.drafted_by_id, p.agency_id, p.kind), p.decided_on, p.drafted_by_id,
           p.agency_id, a.code::text, p.kind::text,
           CASE WHEN EXISTS (
               SELECT 1 FROM plans_plan e
               WHERE e.case_id = p.case_id AND e.kind = p.kind AND e.decided_on IS NOT NULL
                 AND (e.decided_on, e.made_at, e.id) < (p.decided_on, p.made_at, p.id)) THEN 'AGAIN' ELSE 'FIRST' END,
           p.case_id
    FROM plans_plan p
    JOIN cases_case k ON k.id = p.case_id
    LEFT JOIN agencies_area a ON a.id = k.area_id
    WHERE p.decided_on IS NOT NULL
      AND {counting.within(on="p.decided_on", staff="p.drafted_by_id", agency="p.agency_id", programme="p.kind")}
"""
# By the day the operator answered whether multi-agency work is needed.
ANSWERS = f"""
    SELECT q.id, concat_ws(':', q.id, q.answered_on, q.answered_by_id, q.operator_id, q.status), q.answered_on,
           q.answered_by_id, q.operator_id, a.code::text, 'MULTI_AGENCY', q.status::text, coalesce(p.merged_into_id, p.id)
    FROM consultations_supportrequest q
    JOIN people_person p ON p.id = q.person_id
    LEFT JOIN agencies_area a ON a.id = p.area_id
    WHERE q.status IN ('NEEDED', 'COORDINATED', 'NOT_NEEDED') AND q.answered_on IS NOT NULL
      AND {counting.within(on="q.answered_on", staff="q.answered_by_id", agency="q.operator_id", programme="'MULTI_AGENCY'")}
"""
# A sheet once for each step it has taken, always for the agency that sent it.
SHEETS = f"""
    SELECT s.id, concat_ws(':', s.id, s.step, s.happened_on, s.sender_id, s.agency_id), s.happened_on, s.sender_id, s.agency_id,
           a.code::text, 'CONSULTATION', s.step, coalesce(p.merged_into_id, p.id)
    FROM (
        SELECT t.id, t.person_id, t.sender_id, t.agency_id, w.step, w.happened_on
        FROM consultations_tsunagusheet t
        CROSS JOIN LATERAL (VALUES
            ('SENT', t.sent_on), ('TAKEN', t.taken_on),
            ('TOLD', CASE WHEN t.taken_on IS NOT NULL THEN t.result_on END)) w (step, happened_on)
        WHERE t.status <> 'WITHDRAWN' AND w.happened_on IS NOT NULL
    ) s
    JOIN people_person p ON p.id = s.person_id
    LEFT JOIN agencies_area a ON a.id = p.area_id
    WHERE {counting.within(on="s.happened_on", staff="s.sender_id", agency="s.agency_id", programme="'CONSULTATION'")}
"""
# How things stand is looked at on the last day of each month, and on the last day of what is asked for.
LOOKS = """
    SELECT (m + interval '1 month - 1 day')::date AS day
    FROM generate_series(date_trunc('month', first_day::timestamp), (after_day - 1)::timestamp, interval '1 month') m
    WHERE (m + interval '1 month - 1 day')::date < after_day
    UNION SELECT after_day - 1"""
OVER = "('WATCHED', 'INTERRUPTED', 'COORDINATED', 'CLOSED')"
# A programme of a case: begun, going on (on the days one looks), ended, or going on when the case was interrupted.
PROGRAMMES = f"""
    SELECT s.case_id, concat_ws(':', s.case_id, s.id, s.step, s.happened_on, s.agency_id), s.happened_on, k.lead_staff_id,
           s.agency_id, a.code::text, s.programme::text, s.step, s.case_id
    FROM (
        SELECT e.id, e.case_id, e.agency_id, e.programme, 'STARTED' AS step, e.started_on AS happened_on
        FROM cases_engagement e
        UNION ALL
        SELECT e.id, e.case_id, e.agency_id, e.programme, 'ENDED', e.ended_on
        FROM cases_engagement e
        WHERE e.ended_on IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM plans_closure c
            WHERE c.case_id = e.case_id AND c.kind = 'INTERRUPTED' AND c.closed_on = e.ended_on)
        UNION ALL
        SELECT e.id, e.case_id, e.agency_id, e.programme, 'INTERRUPTED', c.closed_on
        FROM plans_closure c JOIN cases_engagement e ON e.case_id = c.case_id
        WHERE c.kind = 'INTERRUPTED' AND e.started_on <= c.closed_on
          AND (e.ended_on IS NULL OR e.ended_on >= c.closed_on)
        UNION ALL
        SELECT e.id, e.case_id, e.agency_id, e.programme, 'RUNNING', d.day
        FROM cases_engagement e
        JOIN ({LOOKS}) d ON e.started_on <= d.day AND (e.ended_on IS NULL OR e.ended_on > d.day)
        WHERE coalesce((
            SELECT t.status FROM cases_statuschange t
            WHERE t.case_id = e.case_id AND t.changed_on <= d.day
            ORDER BY t.changed_on DESC, t.made_at DESC, t.id DESC LIMIT 1), 'COORDINATING') NOT IN {OVER}
    ) s
    JOIN cases_case k ON k.id = s.case_id
    LEFT JOIN agencies_area a ON a.id = k.area_id
    WHERE {counting.within(on="s.happened_on", staff="k.lead_staff_id", agency="s.agency_id", programme="s.programme")}
"""
# What was done so that somebody takes part; and whether, on that day, there was a plan (kind PLAN), else a wish or a
# consent that was known (WISH), or neither (NONE). A contact counts where its person is of a case.
PLANNED = """
    SELECT 1 FROM plans_plan n
    WHERE n.case_id = s.case_id AND (n.kind = 'PARTICIPATION' OR n.needs_participation)
      AND n.decided_on <= s.happened_on AND n.from_on <= s.happened_on AND n.until_on > s.happened_on
      AND (n.ended_on IS NULL OR n.ended_on >= s.happened_on)
      AND (EXISTS (SELECT 1 FROM plans_planperson x WHERE x.plan_id = n.id AND x.person_id = s.person_id)
           OR NOT EXISTS (SELECT 1 FROM plans_planperson x WHERE x.plan_id = n.id))"""
WISHED = """
    SELECT 1 FROM matching_hope h
    WHERE h.case_id = s.case_id AND h.person_id = s.person_id AND h.told_on <= s.happened_on
    UNION ALL
    SELECT 1 FROM cases_wish w
    WHERE w.case_id = s.case_id AND w.person_id = s.person_id AND w.said_on <= s.happened_on
    UNION ALL
    SELECT 1 FROM sharing_consent c LEFT JOIN sharing_consent r ON r.id = c.replaced_by_id
    WHERE c.person_id = s.person_id AND c.asked_on <= s.happened_on AND c.state IN ('GIVEN', 'WITHDRAWN', 'REPLACED')
      AND (c.until_on IS NULL OR c.until_on > s.happened_on)
      AND (c.withdrawn_at IS NULL OR (c.withdrawn_at AT TIME ZONE 'Asia/Tokyo')::date > s.happened_on)
      AND (r.id IS NULL OR r.asked_on > s.happened_on)"""
PARTICIPATIONS = f"""
    SELECT s.case_id, concat_ws(':', s.case_id, s.id, s.act, s.happened_on, s.agency_id), s.happened_on, s.staff_id, s.agency_id,
           a.code::text, 'PARTICIPATION',
           CASE WHEN EXISTS ({PLANNED}) THEN 'PLAN' WHEN EXISTS ({WISHED}) THEN 'WISH' ELSE 'NONE' END,
           s.act, s.case_id, coalesce(p.merged_into_id, p.id)
    FROM (
        SELECT t.id, m.case_id, m.person_id, m.agency_id, t.staff_id, t."on" AS happened_on, 'SUPPORT' AS act
        FROM (
            SELECT id, participation_id, staff_id, "on" FROM matching_step
            UNION ALL SELECT id, participation_id, staff_id, "on" FROM matching_check
            UNION ALL SELECT id, participation_id, staff_id, "on" FROM matching_hostcontact
            UNION ALL SELECT id, participation_id, staff_id, "on" FROM matching_attendance
        ) t JOIN matching_participation m ON m.id = t.participation_id
        UNION ALL
        SELECT m.id, m.case_id, m.person_id, m.agency_id, m.staff_id, m.joined_on, 'JOINED'
        FROM matching_participation m WHERE m.joined_on IS NOT NULL
        UNION ALL
        SELECT t.id, m.case_id, m.person_id, m.agency_id, t.staff_id, t."on", 'SETTLED'
        FROM matching_check t JOIN matching_participation m ON m.id = t.participation_id
        WHERE t.months = 3 AND t.going IN ('STEADY', 'SHAKY')
        UNION ALL
        SELECT o.id, f.case_id, o.person_id, o.agency_id, o.staff_id, o.happened_on, 'SUPPORT'
        FROM outreach_contact o
        JOIN LATERAL (
            SELECT b.case_id FROM cases_casemember b
            WHERE b.person_id = o.person_id AND b.from_on <= o.happened_on
              AND (b.until_on IS NULL OR b.until_on > o.happened_on)
            ORDER BY b.case_id = o.case_id DESC NULLS LAST, b.from_on, b.id LIMIT 1) f ON true
        WHERE o.programme = 'PARTICIPATION' AND o.happened_on >= first_day AND o.happened_on < after_day
          AND NOT EXISTS (SELECT 1 FROM outreach_contact n WHERE n.supersedes_id = o.id)
    ) s
    JOIN people_person p ON p.id = s.person_id
    JOIN cases_case k ON k.id = s.case_id
    LEFT JOIN agencies_area a ON a.id = k.area_id
    WHERE {counting.within(on="s.happened_on", staff="s.staff_id", agency="s.agency_id", programme="'PARTICIPATION'")}
"""
# Places that said yes, whose word still holds on the days one looks. There is no wall around them, and nobody in them.
HOSTS = f"""
    SELECT r.id, concat_ws(':', r.id, d.day, r.organisation_id), d.day, r.kept_by_id, o.agency_id, a.code::text, 'PARTICIPATION',
           r.organisation_id
    FROM resources_place r
    JOIN resources_organisation o ON o.id = r.organisation_id
    JOIN resources_location l ON l.id = r.location_id
    LEFT JOIN agencies_area a ON a.id = l.area_id
    JOIN ({LOOKS}) d ON r.opened_on IS NULL OR r.opened_on <= d.day
    WHERE r.welcome IN ('YES', 'CONDITIONAL')
      AND EXISTS (SELECT 1 FROM resources_confirmation c
                  WHERE c.place_id = r.id AND c.confirmed_on <= d.day AND c.valid_until > d.day)
      AND NOT EXISTS (SELECT 1 FROM resources_stop x
                      WHERE x.place_id = r.id AND x.from_on <= d.day AND (x.until_on IS NULL OR x.until_on > d.day))
      AND {counting.within(on="d.day", staff="r.kept_by_id", agency="o.agency_id", programme="'PARTICIPATION'")}
"""
MADE = {
    "report_plans": (PLANS, "kind text, unit uuid"),
    "report_answers": (ANSWERS, "kind text, unit uuid"),
    "report_sheets": (SHEETS, "kind text, unit uuid"),
    "report_programmes": (PROGRAMMES, "kind text, unit uuid"),
    "report_participations": (PARTICIPATIONS, "kind text, act text, unit uuid, person uuid"),
}
BUILD = "\n".join(
    [
        f"DROP FUNCTION report_consultations({counting.KINDS});",
        f"CREATE FUNCTION report_consultations({counting.ARGUMENTS})"
        f" RETURNS TABLE ({counting.COUNTED}, kind text, home text, household uuid, person uuid)"
        f" {counting.BEHIND.format(query=CONSULTATIONS.strip())}",
        *(
            f"CREATE FUNCTION {name}({counting.ARGUMENTS}) RETURNS TABLE ({counting.COUNTED}, {more})"
            f" {counting.BEHIND.format(query=query.strip())}"
            for name, (query, more) in MADE.items()
        ),
        f"CREATE FUNCTION report_hosts({counting.ARGUMENTS}) RETURNS TABLE ({counting.COUNTED}, unit uuid)"
        f" {counting.OPEN.format(query=HOSTS.strip())}",
    ]
)
UNDO = "\n".join(
    [
        *(
            f"DROP FUNCTION {name}({counting.KINDS});"
            for name in ("report_hosts", *MADE, "report_consultations")
        ),
        f"CREATE FUNCTION report_consultations({counting.ARGUMENTS}) RETURNS TABLE ({counting.COUNTED})"
        f" {counting.BEHIND.format(query=counting.CONSULTATIONS.strip())}",
    ]
)


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0004_talks"),
        ("plans", "0009_goal_results_wall"),
        ("consultations", "0020_learned"),
        ("cases", "0007_focus"),
        ("matching", "0005_experience"),
        ("resources", "0004_carrying"),
        ("outreach", "0017_contact_of_day"),
        ("sharing", "0013_parcel_keys_wall"),
        ("people", "0010_by_reading"),
    ]
    operations = [migrations.RunSQL(BUILD, UNDO)]
