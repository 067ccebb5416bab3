"""Whether maintenance is going on is asked once for a question, and no more of every row: counting reads whole tables of these.

根拠: docs/adr/0083-behind-in-time.md
"""

from django.db import migrations

WHOLE = ("cases_case", "cases_engagement", "cases_statuschange")
GOING_ON = "current_setting('norishiro.maintenance', true) = 'on'"


def altered(condition: str) -> str:
    return "\n".join(
        f"ALTER POLICY maintenance ON {table} USING ({condition}) WITH CHECK ({condition});"
        for table in WHOLE
    )


class Migration(migrations.Migration):
    dependencies = [("cases", "0008_states_end")]
    operations = [migrations.RunSQL(altered(f"(SELECT {GOING_ON})"), altered(GOING_ON))]
