"""A list that is handed out with another person's approval holds many at once: it is not counted as curiosity."""

from django.db import migrations

_WAS = (
    "SELECT act IN ('exports:take_export', 'evacuation:letters_paper', 'evacuation:addresses_file', 'evacuation:pack_file')"
    " AND among > 20"
)
_IS = (
    "SELECT act IN ('exports:take_export', 'evacuation:letters_paper', 'evacuation:addresses_file', 'evacuation:pack_file',"
    " 'evacuation:giving_paper') AND among > 20"
)
FUNCTION = """CREATE OR REPLACE FUNCTION look_approved(act text, among integer) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ {} $$;"""


class Migration(migrations.Migration):
    dependencies = [("watching", "0009_packs")]
    operations = [migrations.RunSQL(FUNCTION.format(_IS), FUNCTION.format(_WAS))]
