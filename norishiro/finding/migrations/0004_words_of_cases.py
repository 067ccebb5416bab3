"""What stands on a household's page is found as well: issues, open questions, wishes, roles, help and handovers; and what
somebody who cannot take a つなぐシート proposes instead. Kept by the triggers of 0002."""

from importlib import import_module

from django.db import migrations, models

before = import_module("norishiro.finding.migrations.0002_passages")

WRITTEN = "(made_at AT TIME ZONE 'Asia/Tokyo')::date"
SHEETS = (
    "consultations_tsunagusheet", "SHEET", "sent_on", ("worry", "wish", "answer", "proposal", "result"),
)  # fmt: skip
SHEETS_BEFORE = next(one for one in before.SOURCES if one[1] == "SHEET")
SOURCES = (
    ("cases_issue", "ISSUE", "found_on", ("title", "detail", "strength", "source")),
    ("cases_unknown", "UNKNOWN", WRITTEN, ("question", "answer")),
    ("cases_wish", "WISH", "said_on", ("words",)),
    ("cases_role", "ROLE", "from_on", ("what", "next_what", "progress")),
    ("cases_helprequest", "HELP", "asked_on", ("question", "reply", "follow_up")),
    ("cases_handover", "HANDOVER", "offered_on", ("what", "note", "answer")),
)


def _without(source):
    return f"{before._let_go(source[0])} DELETE FROM finding_passage WHERE source = '{source[1]}';"


class Migration(migrations.Migration):
    dependencies = [
        ("finding", "0003_newest_first"),
        ("cases", "0005_case_lists"),
        ("consultations", "0012_business"),
    ]
    operations = [
        migrations.AlterField(
            "passage",
            "source",
            models.CharField(
                choices=[
                    ("CONTACT", "支援の記録"),
                    ("CONSULTATION", "相談"),
                    ("SHEET", "つなぐシート"),
                    ("REQUEST", "利用申込"),
                    ("LINE", "会議の記録"),
                    ("PLAN", "プラン"),
                    ("ISSUE", "課題"),
                    ("UNKNOWN", "分からないこと"),
                    ("WISH", "本人・家族の意向"),
                    ("ROLE", "役割"),
                    ("HELP", "後方支援"),
                    ("HANDOVER", "引継ぎ"),
                ],
                max_length=12,
                verbose_name="種類",
            ),
        ),
        migrations.RunSQL(
            _without(SHEETS_BEFORE) + before._kept(*SHEETS), _without(SHEETS) + before._kept(*SHEETS_BEFORE)
        ),
        *(migrations.RunSQL(before._kept(*source), _without(source)) for source in SOURCES),
    ]
