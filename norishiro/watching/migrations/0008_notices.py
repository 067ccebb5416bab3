"""Notices to many people are printed with a second person's word, as lists that leave are: neither is counted as curiosity."""

from django.db import migrations

_WAS = "SELECT act = 'exports:take_export' AND among > 20"
_IS = "SELECT act IN ('exports:take_export', 'evacuation:letters_paper', 'evacuation:addresses_file') AND among > 20"
FUNCTION = """CREATE OR REPLACE FUNCTION look_approved(act text, among integer) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ {} $$;"""


class Migration(migrations.Migration):
    dependencies = [("watching", "0007_present")]
    operations = [migrations.RunSQL(FUNCTION.format(_IS), FUNCTION.format(_WAS))]
