"""Of the programmes only those steps are looked for that are counted, and what they looked like is written out only for a closing.

根拠: docs/adr/0083-behind-in-time.md
"""

from importlib import import_module

from django.db import migrations

counting = import_module("norishiro.reports.migrations.0002_counting")
before = import_module("norishiro.reports.migrations.0009_states_end")

STAMP = "concat_ws(':', s.case_id, s.id, s.step, s.happened_on, s.agency_id)"
STARTED = "FROM cases_engagement e\n        UNION ALL"
ENDED = "WHERE e.ended_on IS NOT NULL AND"
BROKEN_OFF = "WHERE c.kind = 'INTERRUPTED'\n"
RUNNING = f"WHERE {before.NOT_OVER}"


def wanted(step: str) -> str:
    """Decided once, before anything of the step is read."""
    return f"(steps IS NULL OR '{step}' = ANY (steps))"


PROGRAMMES = before.PROGRAMMES
for old, new in (
    (STAMP, f"CASE WHEN stamped THEN {STAMP} ELSE '' END"),
    (STARTED, f"FROM cases_engagement e WHERE {wanted('STARTED')}\n        UNION ALL"),
    (ENDED, f"{ENDED} {wanted('ENDED')} AND"),
    (BROKEN_OFF, f"WHERE {wanted('INTERRUPTED')} AND c.kind = 'INTERRUPTED'\n"),
    (RUNNING, f"WHERE {wanted('RUNNING')} AND {before.NOT_OVER}"),
):
    PROGRAMMES = before.replaced(PROGRAMMES, old, new)

ARGUMENTS = f"{counting.ARGUMENTS}, stamped boolean DEFAULT true, steps text[] DEFAULT NULL"
BODY = counting.BEHIND.format(query=PROGRAMMES.strip()).replace("STABLE", before.SIDE_BY_SIDE, 1)
BUILD = f"""
DROP FUNCTION report_programmes({counting.KINDS});
CREATE FUNCTION report_programmes({ARGUMENTS}) RETURNS TABLE ({counting.COUNTED}, {before.KIND}) {BODY}"""
UNDO = f"""
DROP FUNCTION report_programmes({counting.KINDS}, boolean, text[]);
{before.made("report_programmes", before.PROGRAMMES, before.KIND, how=before.SIDE_BY_SIDE)}"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0009_states_end")]
    operations = [migrations.RunSQL(BUILD, UNDO)]
