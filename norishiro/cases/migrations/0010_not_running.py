"""Who is not in support on a day is found without reading every state there ever was (docs/adr/0083-behind-in-time.md)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0009_maintenance_once")]
    operations = [
        migrations.AddIndex(
            model_name="statuschange",
            index=models.Index(
                fields=["case", "changed_on", "until_on"], name="statuschange_not_running",
                condition=models.Q(("status__in", ["WATCHED", "INTERRUPTED", "COORDINATED", "CLOSED"])),
            ),
        )
    ]  # fmt: skip
