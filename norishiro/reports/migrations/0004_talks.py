"""Counting the cases on the table of a meeting: numbers of items, days and codes, nothing of any content.

A talk is an item that was dealt with at a sitting that began; it counts for the agency that put it there. 根拠: docs/adr/0048-reports.md
"""

from importlib import import_module

from django.db import migrations

counting = import_module("norishiro.reports.migrations.0002_counting")

WITHIN = counting.within(
    on="s.held_on", staff="i.put_by_id", agency="i.agency_id", programme="'MULTI_AGENCY'"
)
TALKS = f"""
    SELECT i.id, concat_ws(':', i.id, s.held_on, i.put_by_id, i.agency_id, i.kind), s.held_on, i.put_by_id, i.agency_id,
           a.code::text, 'MULTI_AGENCY', i.kind::text, i.case_id
    FROM meetings_item i
    JOIN meetings_sitting s ON s.id = i.sitting_id
    JOIN cases_case k ON k.id = i.case_id
    LEFT JOIN agencies_area a ON a.id = k.area_id
    WHERE i.status = 'DONE' AND s.status IN ('OPEN', 'CLOSED', 'CONFIRMED') AND {WITHIN}
"""
BUILD = f"""
CREATE FUNCTION report_talks({counting.ARGUMENTS}) RETURNS TABLE ({counting.COUNTED}, kind text, unit uuid)
{counting.BEHIND.format(query=TALKS.strip())}
"""
UNDO = f"DROP FUNCTION report_talks({counting.KINDS});"


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_summaries"), ("meetings", "0009_oath_scans")]
    operations = [migrations.RunSQL(BUILD, UNDO)]
