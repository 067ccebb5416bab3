"""A window shows nobody whose use is stopped (利用停止): also when it was opened by right of a law that has run out since.

The stop itself closes every window (sharing 0007). But whoever a law lets in for some hours may open a new one, and that
would outlast the law's hours.
"""

from django.db import migrations

NOT_STOPPED = "\n      AND {column} <> ALL (gate_stopped())"

LOOK = """
CREATE OR REPLACE FUNCTION emergency_look(opening uuid)
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
      AND g.from_at <= clock_timestamp() AND g.until_at > clock_timestamp(){stopped}
      AND NOT EXISTS (SELECT 1 FROM sharing_exclusion x WHERE x.subject_id = g.subject_id AND x.staff_id = gate_staff()
                      AND (x.until_at IS NULL OR x.until_at > statement_timestamp()))
    ORDER BY p.birth_earliest NULLS LAST, p.id;
    PERFORM set_config('norishiro.maintenance', coalesce(before, ''), true);
END $$;
"""

AGENCIES = """
CREATE OR REPLACE FUNCTION emergency_agencies(opening uuid) RETURNS TABLE (agency_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT DISTINCT g.recipient_id FROM sharing_grant mine
    JOIN sharing_grant g ON g.subject_id = mine.subject_id
    WHERE mine.source_id = opening AND mine.source_kind = 'EMERGENCY' AND mine.recipient_id = gate_staff()
      AND mine.from_at <= statement_timestamp() AND mine.until_at > statement_timestamp(){stopped}
      AND g.recipient_kind = 'AGENCY' AND g.ground IN ('OWN', 'C0') AND NOT g.sealed
      AND g.from_at <= statement_timestamp() AND (g.until_at IS NULL OR g.until_at > statement_timestamp())
$$;
"""


def replaced(*, stopped: bool) -> str:
    look = LOOK.replace("{stopped}", NOT_STOPPED.format(column="g.subject_id") if stopped else "")
    return look + AGENCIES.replace(
        "{stopped}", NOT_STOPPED.format(column="mine.subject_id") if stopped else ""
    )


class Migration(migrations.Migration):
    dependencies = [("emergency", "0002_window"), ("sharing", "0010_grants_grounded")]
    operations = [migrations.RunSQL(replaced(stopped=True), replaced(stopped=False))]
