"""A text of which there may be only one (the title of an agency's mailing) is covered too where another was covered before
it: letters from its own number tell it from the other. Withholding an address is never refused for that.
"""

from importlib import import_module

from django.db import migrations

before = import_module("norishiro.people.migrations.0007_cover_keys")

SET = """                EXECUTE format('UPDATE %I SET %I = $1::%s WHERE id = $2', spot.of_table, spot.of_column,
                               CASE WHEN spot.is_json THEN 'jsonb' ELSE 'text' END) USING after, line.id;
"""
# Letters, not digits: what is covered may itself be a number.
SET_ONCE = f"""                BEGIN
    {SET}                EXCEPTION WHEN unique_violation THEN
                    after := left(after, coalesce(spot.longest, length(after) + 9) - 9) || ' '
                             || translate(right(line.id::text, 8), '0123456789', 'ghijklmnop');
                    EXECUTE format('UPDATE %I SET %I = $1 WHERE id = $2', spot.of_table, spot.of_column) USING after, line.id;
                END;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0010_by_reading")]
    operations = [migrations.RunSQL(before.COVER_FUNCTION.replace(SET, SET_ONCE), before.COVER_FUNCTION)]
