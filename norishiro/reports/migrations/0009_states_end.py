"""Counting who was in support by the days a state was held, telling of each contact whose it is, and reading of the sheets only
those that took a step in the time.

根拠: docs/adr/0083-behind-in-time.md
"""

from importlib import import_module

from django.db import migrations

counting = import_module("norishiro.reports.migrations.0002_counting")
catalogue = import_module("norishiro.reports.migrations.0005_catalogue")
counted = import_module("norishiro.reports.migrations.0008_counted")

KIND = "kind text, unit uuid"
CONTACT = "method text, met text, kind text, unit uuid, household uuid, person uuid, leads boolean"


def replaced(text: str, old: str, new: str) -> str:
    """The text with this one place said otherwise."""
    if text.count(old) != 1:
        raise ValueError(old)
    return text.replace(old, new)


# Whose record it is: only of those whose records somebody may see at all must each be asked at the gate.
CONTACTS = replaced(counted.CONTACTS, "c.leads\n    FROM", "c.leads, c.subject_id\n    FROM")
NEWEST_STATE = f"""coalesce((
            SELECT t.status FROM cases_statuschange t
            WHERE t.case_id = e.case_id AND t.changed_on <= d.day
            ORDER BY t.changed_on DESC, t.made_at DESC, t.id DESC LIMIT 1), 'COORDINATING') NOT IN {catalogue.OVER}"""
NOT_OVER = f"""NOT EXISTS (
            SELECT 1 FROM cases_statuschange t
            WHERE t.case_id = e.case_id AND t.changed_on <= d.day AND (t.until_on IS NULL OR t.until_on > d.day)
              AND t.status IN {catalogue.OVER})"""
BROKEN_OFF = """FROM plans_closure c JOIN cases_engagement e ON e.case_id = c.case_id
        WHERE c.kind = 'INTERRUPTED' AND e.started_on <= c.closed_on
          AND (e.ended_on IS NULL OR e.ended_on >= c.closed_on)"""
# Few are broken off in a time: of each its own programmes, and not all programmes of the town.
FEW_BROKEN_OFF = """FROM plans_closure c CROSS JOIN LATERAL (
            SELECT * FROM cases_engagement g
            WHERE g.case_id = c.case_id AND g.started_on <= c.closed_on AND (g.ended_on IS NULL OR g.ended_on >= c.closed_on)
            OFFSET 0) e
        WHERE c.kind = 'INTERRUPTED'"""
PROGRAMMES = replaced(replaced(catalogue.PROGRAMMES, NEWEST_STATE, NOT_OVER), BROKEN_OFF, FEW_BROKEN_OFF)
IN_TIME = " OR ".join(
    f"t.{day} >= first_day AND t.{day} < after_day" for day in ("sent_on", "taken_on", "result_on")
)
SHEETS = replaced(
    catalogue.SHEETS, "t.status <> 'WITHDRAWN' AND", f"t.status <> 'WITHDRAWN' AND ({IN_TIME}) AND"
)
# A wall makes the planner think of fewer rows than there are, and then of walking an index once for every case: for a month of a
# large town five times as long as putting both side by side.
SIDE_BY_SIDE = "STABLE SET enable_nestloop = off SET enable_mergejoin = off"


def made(name: str, query: str, columns: str, *, how: str = "STABLE") -> str:
    body = counting.BEHIND.format(query=query.strip()).replace("STABLE", how, 1)
    return (
        f"CREATE FUNCTION {name}({counting.ARGUMENTS}) RETURNS TABLE ({counting.COUNTED}, {columns}) {body}"
    )


DROP = "\n".join(
    f"DROP FUNCTION {name}({counting.KINDS});"
    for name in ("report_contacts", "report_programmes", "report_sheets")
)
BUILD = "\n".join(
    [
        DROP,
        made("report_contacts", CONTACTS, f"{CONTACT}, subject uuid"),
        made("report_programmes", PROGRAMMES, KIND, how=SIDE_BY_SIDE),
        made("report_sheets", SHEETS, KIND),
    ]
)
UNDO = "\n".join(
    [
        DROP,
        made("report_contacts", counted.CONTACTS, CONTACT),
        made("report_programmes", catalogue.PROGRAMMES, KIND),
        made("report_sheets", catalogue.SHEETS, KIND),
    ]
)


class Migration(migrations.Migration):
    dependencies = [("reports", "0008_counted"), ("cases", "0008_states_end")]
    operations = [migrations.RunSQL(BUILD, UNDO)]
