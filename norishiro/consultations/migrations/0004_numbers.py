"""The running numbers of consultations, sheets and requests. They say nothing about anybody, and gaps do not matter."""

from django.conf import settings
from django.db import migrations

SEQUENCES = ("consultations_number", "consultations_sheet_number", "consultations_request_number")


def let_count(apps, schema_editor):
    role = schema_editor.quote_name(settings.NORISHIRO_APP_ROLE)
    for name in SEQUENCES:
        schema_editor.execute(f"GRANT USAGE ON SEQUENCE {name} TO {role}")


class Migration(migrations.Migration):
    dependencies = [("consultations", "0003_walls")]
    operations = [
        *(migrations.RunSQL(f"CREATE SEQUENCE {name}", f"DROP SEQUENCE {name}") for name in SEQUENCES),
        migrations.RunPython(let_count, migrations.RunPython.noop),
    ]
