"""The running number of cases. It says nothing about anybody, and gaps do not matter."""

from django.conf import settings
from django.db import migrations


def let_count(apps, schema_editor):
    role = schema_editor.quote_name(settings.NORISHIRO_APP_ROLE)
    schema_editor.execute(f"GRANT USAGE ON SEQUENCE cases_number TO {role}")


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_walls")]
    operations = [
        migrations.RunSQL("CREATE SEQUENCE cases_number", "DROP SEQUENCE cases_number"),
        migrations.RunPython(let_count, migrations.RunPython.noop),
    ]
