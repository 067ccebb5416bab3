"""A withheld word typed into a form that tells it is a look as well, and counts among the signs of curiosity."""

from django.db import migrations, models

OUTCOMES = [
    ("SHOWN", "見た"),
    ("TOLD", "ほかの機関に渡した"),
    ("VAIN", "探したが、なかった"),
    ("REFUSED", "見られなかった"),
    ("THROTTLED", "人数が多すぎて止まった"),
    ("GUESSED", "伏せている言葉を、入力欄に書いた"),
]
SIGNS = [
    ("SURNAME", "職員と同じ名字の人"),
    ("BLOCK", "職員の家の近くの人"),
    ("COLLEAGUE", "職員と同じ名前の人（同僚かもしれない）"),
    ("CLOSED", "終わってから時間のたったケース"),
    ("OFF_HOURS", "夜・休みの日"),
    ("BULK", "関わりのない人を、1日に多く"),
    ("NO_ROLE", "関わりのない人を、くり返し"),
    ("CROWD", "関わりのない職員が、何人も同じ人を"),
    ("VAIN", "見つからない検索を、くり返し"),
    ("REFUSED", "見られない記録を、くり返し"),
    ("THROTTLED", "1時間の人数の上限をこえた"),
    ("GUESSED", "伏せている住所などを、くり返し入力欄に"),
    ("EMERGENCY", "緊急の根拠で開いた"),
]
BEFORE_AND_NOW = {
    "look_note()": (
        "WHEN 'access.refused' THEN 'REFUSED' ELSE",
        "WHEN 'access.refused' THEN 'REFUSED' WHEN 'withheld.typed' THEN 'GUESSED' ELSE",
    ),
    "look_counts(timestamptz, timestamptz, text[])": (
        "('VAIN', 'REFUSED', 'THROTTLED')",
        "('VAIN', 'REFUSED', 'THROTTLED', 'GUESSED')",
    ),
}
TRIGGER = """
DROP TRIGGER look_note ON ledger_entry;
CREATE TRIGGER look_note AFTER INSERT ON ledger_entry FOR EACH ROW
    WHEN (NEW.verb IN ({alone})
          OR (NEW.verb IN ('records.shown', 'access.refused', 'provision.made') AND cardinality(NEW.subjects) > 0))
    EXECUTE FUNCTION look_note();
"""
ALONE = "'records.searched', 'access.throttled'"


def rewritten(schema_editor, *, now):
    with schema_editor.connection.cursor() as cursor:
        for name, words in BEFORE_AND_NOW.items():
            old, new = words if now else words[::-1]
            cursor.execute("SELECT pg_get_functiondef(%s::regprocedure)", [name])
            text = cursor.fetchone()[0]
            if old not in text:
                raise RuntimeError(f"{name} is not the one this migration knows")
            cursor.execute(text.replace(old, new))


def count(apps, schema_editor):
    rewritten(schema_editor, now=True)


def count_no_more(apps, schema_editor):
    rewritten(schema_editor, now=False)


class Migration(migrations.Migration):
    dependencies = [("watching", "0005_told_to_whom")]
    operations = [
        migrations.AlterField(
            "look",
            "outcome",
            models.CharField(choices=OUTCOMES, max_length=10, verbose_name="どうなったか"),
        ),
        migrations.AlterField(
            "flagline",
            "sign",
            models.CharField(choices=SIGNS, max_length=12, verbose_name="わけ"),
        ),
        migrations.RunPython(count, count_no_more),
        migrations.RunSQL(TRIGGER.format(alone=f"{ALONE}, 'withheld.typed'"), TRIGGER.format(alone=ALONE)),
    ]
