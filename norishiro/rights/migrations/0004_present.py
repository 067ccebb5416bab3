"""Whoever was one more at a contact is mentioned, perhaps, in what is written of those it was about: they are around too."""

from importlib import import_module

from django.db import migrations

_BEFORE = import_module("norishiro.rights.migrations.0002_walls").MATERIAL.replace(
    "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"
)
_NEAR = "UNION SELECT other_id FROM people_relation WHERE person_id = v_who"
_THERE = """
        UNION SELECT k.subject_id FROM outreach_present t JOIN outreach_contact k ON k.id = t.contact_id
        WHERE t.person_id = v_who"""


class Migration(migrations.Migration):
    dependencies = [("rights", "0003_paper_recipients"), ("outreach", "0012_present_wall")]
    operations = [migrations.RunSQL(_BEFORE.replace(_NEAR, _NEAR + _THERE), _BEFORE)]
