"""What a plan says of one person is open only where that person is open, on the ground of the plan.

A plan hangs on its case, and a case stays open through the consent of one member when another withdraws. So the rows
and the people of a plan ask for their person as well, and two questions are answered without showing whom they count.
"""

from django.db import migrations

from norishiro.sharing.walls import LIVE, MINE, policy

TABLES = ("plans_planrow", "plans_planperson")


def part(table: str) -> tuple[str, str]:
    """The wall of a table with ``plan_id`` and ``person_id``; without a person it is open as the plan is."""
    return policy(
        table,
        using=f"""
        EXISTS (
            SELECT 1 FROM plans_plan p WHERE p.id = {table}.plan_id AND ({table}.person_id IS NULL OR (
                EXISTS (
                    SELECT 1 FROM sharing_grant g
                    WHERE {MINE} AND g.subject_id = {table}.person_id AND g.depth >= 2 AND {LIVE}
                      AND (g.categories & p.categories) = p.categories
                      AND (g.ground = p.basis OR (g.ground = 'OWN' AND p.agency_id = ANY (gate_agencies()))))
                AND NOT EXISTS (
                    SELECT 1 FROM sharing_exclusion x
                    WHERE x.subject_id = {table}.person_id AND x.staff_id = gate_staff()
                      AND (x.until_at IS NULL OR x.until_at > statement_timestamp())))))
        """,
    )


def take_down(table: str) -> str:
    return f"DROP POLICY gate ON {table}; DROP POLICY maintenance ON {table};"


def as_before(table: str) -> str:
    return policy(table, using=f"EXISTS (SELECT 1 FROM plans_plan p WHERE p.id = {table}.plan_id)")[0]


# Both answer only to somebody who sees the plan's case.
QUESTIONS = """
CREATE FUNCTION plan_without_consent(plan uuid) RETURNS integer
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public AS $$
DECLARE
    before text := current_setting('norishiro.maintenance', true);
    answer integer;
BEGIN
    PERFORM set_config('norishiro.maintenance', 'on', true);
    SELECT count(*) INTO answer
    FROM plans_plan p
    JOIN LATERAL (
        SELECT one.person_id FROM plans_planperson one WHERE one.plan_id = p.id
        UNION SELECT line.person_id FROM plans_planrow line WHERE line.plan_id = p.id AND line.person_id IS NOT NULL
    ) named ON true
    WHERE p.id = plan AND p.basis = 'C0' AND gate_holds(p.subject_id)
      AND NOT EXISTS (
        SELECT 1 FROM sharing_grant g
        WHERE g.subject_id = named.person_id AND g.recipient_id = p.agency_id
          AND g.ground = 'C0' AND g.source_kind = 'CONSENT' AND NOT g.sealed
          AND g.from_at <= statement_timestamp() AND (g.until_at IS NULL OR g.until_at > statement_timestamp())
          AND (g.categories & p.categories) = p.categories);
    PERFORM set_config('norishiro.maintenance', coalesce(before, ''), true);
    RETURN answer;
END $$;
CREATE FUNCTION plan_bearers(plan uuid) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public AS $$
DECLARE
    before text := current_setting('norishiro.maintenance', true);
    answer uuid[];
BEGIN
    PERFORM set_config('norishiro.maintenance', 'on', true);
    SELECT coalesce(array_agg(DISTINCT line.bearer_id), '{}') INTO answer
    FROM plans_plan p JOIN plans_planrow line ON line.plan_id = p.id
    WHERE p.id = plan AND gate_holds(p.subject_id);
    PERFORM set_config('norishiro.maintenance', coalesce(before, ''), true);
    RETURN answer;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("plans", "0004_steps_wall"), ("sharing", "0002_gate")]
    operations = [
        *[
            migrations.RunSQL(take_down(table) + part(table)[0], part(table)[1] + as_before(table))
            for table in TABLES
        ],
        migrations.RunSQL(
            QUESTIONS, "DROP FUNCTION plan_bearers(uuid); DROP FUNCTION plan_without_consent(uuid);"
        ),
    ]
