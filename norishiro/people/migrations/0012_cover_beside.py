"""Texts are covered everywhere but in the rows that whoever asks covers himself: the rows of a file that is being taken, whose
tens of thousands of cells would otherwise be gone through once for every household with a flag.
"""

from importlib import import_module

from django.conf import settings
from django.db import migrations

keys = import_module("norishiro.people.migrations.0007_cover_keys")
once = import_module("norishiro.people.migrations.0011_cover_once")

NAMED = "withheld_cover(words text[])"
BESIDE = "withheld_cover(words text[], of_rows text, of_parent text, parent uuid)"
READ = """        FOR line IN EXECUTE format('SELECT id, %1$I::text AS words FROM %2$I WHERE normalize(%1$I::text, NFKC) ~* $1',
                                   spot.of_column, spot.of_table) USING pattern
"""
READ_BESIDE = """        FOR line IN EXECUTE format('SELECT id, %1$I::text AS words FROM %2$I WHERE normalize(%1$I::text, NFKC) ~* $1',
                                   spot.of_column, spot.of_table)
            || CASE WHEN spot.of_table = of_rows THEN format(' AND %I IS DISTINCT FROM $2', of_parent) ELSE '' END
            USING pattern, parent
"""
TODAY = keys.COVER_FUNCTION.replace(once.SET, once.SET_ONCE)
FUNCTION = TODAY.replace(NAMED, BESIDE).replace(READ, READ_BESIDE)
assert FUNCTION.count("of_parent") == 2  # both replacements found their place
SIGNATURE = "withheld_cover(text[], text, text, uuid)"


def grants(apps, schema_editor):
    role = schema_editor.quote_name(settings.NORISHIRO_APP_ROLE)
    schema_editor.execute(f"REVOKE ALL ON FUNCTION {SIGNATURE} FROM PUBLIC")
    schema_editor.execute(f"GRANT EXECUTE ON FUNCTION {SIGNATURE} TO {role}")


class Migration(migrations.Migration):
    dependencies = [("people", "0011_cover_once")]
    operations = [
        migrations.RunSQL(FUNCTION, f"DROP FUNCTION {SIGNATURE}"),
        migrations.RunPython(grants, migrations.RunPython.noop),
    ]
