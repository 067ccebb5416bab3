"""What somebody wrote of caring for a person mentions that person, and is the carer's: the office sees it, nobody is told of it."""

from importlib import import_module

from django.db import migrations

_PRESENT = import_module("norishiro.rights.migrations.0004_present")
_BEFORE = _PRESENT._BEFORE.replace(_PRESENT._NEAR, _PRESENT._NEAR + _PRESENT._THERE)
_AROUND = "    -- Who is around them, so that their names and addresses are recognised in a text."
_CARED_FOR = """    RETURN QUERY SELECT 'carers_caring'::text, 'MENTION'::text, to_jsonb(t) FROM carers_caring t
        WHERE t.subject_id <> v_who
          AND EXISTS (SELECT 1 FROM carers_caredfor f WHERE f.caring_id = t.id AND f.whom_id = v_who);
"""


class Migration(migrations.Migration):
    dependencies = [("rights", "0004_present"), ("carers", "0002_walls")]
    operations = [migrations.RunSQL(_BEFORE.replace(_AROUND, _CARED_FOR + _AROUND), _BEFORE)]
