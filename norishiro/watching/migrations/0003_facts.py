"""What the rules about curiosity ask: who looked at whom without any work in common, with the facts that make it odd.

Answered to a reviewer about those whose looks they may review, never about themselves; and to the nightly errand.
"""

from django.db import migrations

ALLOWED = """(
    (session_user = current_user)
    OR ({l}.agency_id = ANY ((SELECT look_agencies('{{MANAGER,SUPERVISOR}}'))::uuid[]) AND {l}.staff_id <> gate_staff()))"""

FACTS = f"""
-- One row for each member of staff, day and person looked at singly, where nothing in the work connects the two.
CREATE FUNCTION look_facts(since timestamptz, until timestamptz, alone integer, near_days integer, referral_days integer,
                           closed_days integer, night_from integer, night_until integer, days_off date[])
RETURNS TABLE (staff uuid, agency uuid, day date, subject uuid, looks bigint, first_at timestamptz, last_at timestamptz,
               off_hours boolean, surname boolean, block boolean, colleague boolean, closed boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public SET work_mem = '64MB' AS $$
#variable_conflict use_column
DECLARE earlier text := coalesce(current_setting('norishiro.maintenance', true), '');
BEGIN
PERFORM set_config('norishiro.maintenance', 'on', true);
RETURN QUERY
WITH seen AS MATERIALIZED (
    SELECT l.staff_id AS staff, (array_agg(l.agency_id ORDER BY l.at))[1] AS agency,
           (l.at AT TIME ZONE 'Asia/Tokyo')::date AS day, l.subject_id AS subject, count(*) AS looks,
           min(l.at) AS first_at, max(l.at) AS last_at,
           bool_or(extract(hour FROM l.at AT TIME ZONE 'Asia/Tokyo') >= night_from
                   OR extract(hour FROM l.at AT TIME ZONE 'Asia/Tokyo') < night_until
                   OR (l.at AT TIME ZONE 'Asia/Tokyo')::date = ANY (days_off)) AS off_hours
    FROM watching_look l
    WHERE l.at >= since AND l.at < until AND l.outcome = 'SHOWN' AND l.subject_kind = 'PERSON' AND l.among <= alone
      AND l.staff_id IS NOT NULL AND {ALLOWED.format(l="l")}
    GROUP BY 1, 3, 4
), of_case AS MATERIALIZED (
    SELECT m.person_id AS person, c.id AS case_id, c.lead_staff_id AS lead, c.opened_on, c.closed_on
    FROM cases_casemember m JOIN cases_case c ON c.id = m.case_id
    WHERE m.person_id IN (SELECT subject FROM seen)
), work AS MATERIALIZED (
    SELECT o.lead AS staff, o.person, o.opened_on - near_days AS from_on,
           coalesce(o.closed_on + closed_days, 'infinity') AS until_on FROM of_case o WHERE o.lead IS NOT NULL
    UNION ALL
    SELECT d.staff_id, o.person, o.opened_on - near_days, coalesce(o.closed_on + closed_days, 'infinity')
    FROM of_case o JOIN cases_leadchange d ON d.case_id = o.case_id WHERE d.staff_id IS NOT NULL
    UNION ALL
    SELECT r.bearer_staff_id, o.person, r.from_on - near_days,
           coalesce(least(r.until_on, o.closed_on) + closed_days, 'infinity')
    FROM of_case o JOIN cases_role r ON r.case_id = o.case_id AND (r.person_id IS NULL OR r.person_id = o.person)
    WHERE r.bearer_staff_id IS NOT NULL
    UNION ALL
    -- Who carries the case on in writing: its plan while it is in force, its monitoring, its steps, its agenda items.
    SELECT p.drafted_by_id, o.person, p.drafted_on - near_days,
           coalesce(p.ended_on, p.until_on, o.closed_on, 'infinity') + closed_days
    FROM of_case o JOIN plans_plan p ON p.case_id = o.case_id
    UNION ALL
    SELECT w.who, o.person, w.day - near_days, w.day + referral_days
    FROM of_case o CROSS JOIN LATERAL (
        SELECT n.staff_id, coalesce(n.done_on, n.due_on) FROM plans_monitoring n WHERE n.case_id = o.case_id
        UNION ALL SELECT t.staff_id, t.changed_on FROM cases_statuschange t WHERE t.case_id = o.case_id
        UNION ALL SELECT i.put_by_id, i.put_on FROM meetings_item i WHERE i.case_id = o.case_id
        UNION ALL SELECT v.offered_by_id, v.offered_on FROM cases_handover v WHERE v.case_id = o.case_id
        UNION ALL SELECT v.answered_by_id, v.answered_on FROM cases_handover v WHERE v.case_id = o.case_id
        UNION ALL SELECT e.asker_id, e.asked_on FROM cases_helprequest e WHERE e.case_id = o.case_id
        UNION ALL SELECT e.replier_id, e.replied_on FROM cases_helprequest e WHERE e.case_id = o.case_id) AS w(who, day)
    WHERE w.who IS NOT NULL AND w.day IS NOT NULL
    UNION ALL
    SELECT k.staff_id, s.subject, k.happened_on - near_days, k.happened_on + near_days
    FROM (SELECT DISTINCT subject FROM seen) s JOIN outreach_contact k ON k.subject_id = s.subject
    UNION ALL
    SELECT k.staff_id, o.person, k.happened_on - near_days, k.happened_on + near_days
    FROM of_case o JOIN outreach_contact k ON k.case_id = o.case_id
    UNION ALL
    SELECT q.staff_id, s.subject, q.received_on - near_days, q.received_on + referral_days
    FROM (SELECT DISTINCT subject FROM seen) s JOIN consultations_consultation q ON q.person_id = s.subject
    UNION ALL
    SELECT w.who, s.subject, t.sent_on - near_days, t.sent_on + referral_days
    FROM (SELECT DISTINCT subject FROM seen) s JOIN consultations_tsunagusheet t ON t.person_id = s.subject
    CROSS JOIN LATERAL (VALUES (t.sender_id), (t.receiver_id)) AS w(who) WHERE w.who IS NOT NULL
    UNION ALL
    SELECT w.who, s.subject, t.applied_on - near_days, t.applied_on + referral_days
    FROM (SELECT DISTINCT subject FROM seen) s JOIN consultations_supportrequest t ON t.person_id = s.subject
    CROSS JOIN LATERAL (VALUES (t.applicant_id), (t.owner_id), (t.answered_by_id)) AS w(who) WHERE w.who IS NOT NULL
    UNION ALL
    SELECT w.who, s.subject, p.provided_on - near_days, p.provided_on + referral_days
    FROM (SELECT DISTINCT subject FROM seen) s JOIN sharing_provision p ON p.subject_id = s.subject
    CROSS JOIN LATERAL (VALUES (p.provided_by_id), (p.acknowledged_by_id)) AS w(who) WHERE w.who IS NOT NULL
    UNION ALL
    -- A seat, or anything else opened to the person by name; and whoever opened the subject to others.
    SELECT g.recipient_id, g.subject_id, (g.from_at AT TIME ZONE 'Asia/Tokyo')::date - near_days,
           coalesce((g.until_at AT TIME ZONE 'Asia/Tokyo')::date + near_days, 'infinity')
    FROM sharing_grant g
    WHERE g.recipient_kind = 'STAFF' AND g.source_kind <> 'EMERGENCY' AND g.subject_id IN (SELECT subject FROM seen)
    UNION ALL
    SELECT g.given_by_id, g.subject_id, (g.from_at AT TIME ZONE 'Asia/Tokyo')::date - near_days,
           (g.from_at AT TIME ZONE 'Asia/Tokyo')::date + near_days
    FROM sharing_grant g WHERE g.source_kind <> 'EMERGENCY' AND g.subject_id IN (SELECT subject FROM seen)
), standing_in AS (
    SELECT v.covering_id AS staff, w.person, greatest(w.from_on, v.from_on) AS from_on, least(w.until_on, v.until_on) AS until_on
    FROM agencies_cover v JOIN work w ON w.staff = v.staff_id
), known AS MATERIALIZED (
    SELECT DISTINCT s.staff, s.subject, s.day FROM seen s
    JOIN (SELECT * FROM work UNION ALL SELECT * FROM standing_in) w
      ON w.staff = s.staff AND w.person = s.subject AND s.day BETWEEN w.from_on AND w.until_on
), referred AS MATERIALIZED (
    -- What just arrived at the agency is looked at by whoever takes it.
    SELECT g.recipient_id AS agency, g.subject_id AS subject, (g.from_at AT TIME ZONE 'Asia/Tokyo')::date AS from_on
    FROM sharing_grant g
    WHERE g.source_kind IN ('REFERRAL', 'PROVISION') AND g.recipient_kind = 'AGENCY' AND g.subject_id IN (SELECT subject FROM seen)
), odd AS MATERIALIZED (
    SELECT s.* FROM seen s
    WHERE NOT EXISTS (SELECT 1 FROM known k WHERE k.staff = s.staff AND k.subject = s.subject AND k.day = s.day)
      AND NOT EXISTS (SELECT 1 FROM referred f WHERE f.agency = s.agency AND f.subject = s.subject
                      AND s.day BETWEEN f.from_on AND f.from_on + referral_days)
)
SELECT o.staff, o.agency, o.day, o.subject, o.looks, o.first_at, o.last_at, o.off_hours,
       coalesce(
           (m.family <> '' AND m.family = split_part(replace(p.name, '　', ' '), ' ', 1) AND p.name ~ '[ 　]')
           OR (m.family <> '' AND m.family = split_part(replace(p.kana, '　', ' '), ' ', 1) AND p.kana ~ '[ 　]')
           OR (m.family_kana <> '' AND m.family_kana = split_part(replace(p.kana, '　', ' '), ' ', 1) AND p.kana ~ '[ 　]'), false),
       coalesce(look_block(h.block) = look_block(p.address), false),
       EXISTS (SELECT 1 FROM agencies_staff x WHERE x.is_active AND p.name <> ''
               AND replace(replace(x.name, '　', ''), ' ', '') = replace(replace(p.name, '　', ''), ' ', '')),
       EXISTS (SELECT 1 FROM of_case c WHERE c.person = o.subject)
           AND NOT EXISTS (SELECT 1 FROM of_case c WHERE c.person = o.subject
                           AND (c.closed_on IS NULL OR c.closed_on + closed_days >= o.day))
FROM odd o
JOIN people_person p ON p.id = o.subject
JOIN (SELECT x.id, CASE WHEN x.name ~ '[ 　]' THEN split_part(replace(x.name, '　', ' '), ' ', 1) ELSE '' END AS family,
             CASE WHEN x.kana ~ '[ 　]' THEN split_part(replace(x.kana, '　', ' '), ' ', 1) ELSE '' END AS family_kana
      FROM agencies_staff x) m ON m.id = o.staff
LEFT JOIN watching_staffhome h ON h.staff_id = o.staff
ORDER BY o.staff, o.day, o.first_at;
PERFORM set_config('norishiro.maintenance', earlier, true);
END $$;

-- What no subject can be named for, or needs no relation: searches in vain, refusals, harvests stopped, emergencies.
CREATE FUNCTION look_counts(since timestamptz, until timestamptz, emergencies text[])
RETURNS TABLE (staff uuid, agency uuid, day date, kind text, subject uuid, looks bigint, first_at timestamptz,
               last_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT l.staff_id, (array_agg(l.agency_id ORDER BY l.at))[1], (l.at AT TIME ZONE 'Asia/Tokyo')::date, l.outcome::text,
           NULL::uuid, count(*), min(l.at), max(l.at)
    FROM watching_look l
    WHERE l.at >= since AND l.at < until AND l.outcome IN ('VAIN', 'REFUSED', 'THROTTLED') AND l.staff_id IS NOT NULL
      AND {ALLOWED.format(l="l")}
    GROUP BY 1, 3, 4
    UNION ALL
    SELECT l.staff_id, (array_agg(l.agency_id ORDER BY l.at))[1], (l.at AT TIME ZONE 'Asia/Tokyo')::date, 'EMERGENCY',
           l.subject_id, count(*), min(l.at), max(l.at)
    FROM watching_look l
    WHERE l.at >= since AND l.at < until AND l.outcome = 'SHOWN' AND l.subject_kind = 'PERSON' AND l.staff_id IS NOT NULL
      AND l.grounds && emergencies::varchar[] AND NOT l.grounds && ARRAY['OWN', 'C0', 'J6']::varchar[]
      AND {ALLOWED.format(l="l")}
    GROUP BY 1, 3, l.subject_id
$$;
"""  # fmt: skip

UNDO = """
DROP FUNCTION look_facts(timestamptz, timestamptz, integer, integer, integer, integer, integer, integer, date[]);
DROP FUNCTION look_counts(timestamptz, timestamptz, text[]);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("watching", "0002_looks"),
        ("people", "0002_walls"),
        ("outreach", "0004_bulletin_gathering"),
        ("consultations", "0009_first_goal"),
        ("cases", "0005_case_lists"),
        ("meetings", "0005_passages"),
        ("plans", "0005_person_parts"),
    ]
    operations = [migrations.RunSQL(FACTS, UNDO)]
