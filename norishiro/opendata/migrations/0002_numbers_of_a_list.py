"""A number stands for something within the list of its source: two lists that both count from one are kept apart."""

from django.db import migrations, models

FROM_ITS_FILE = """
UPDATE opendata_listed l SET source = i.source
FROM opendata_intakerow r JOIN opendata_intake i ON i.id = r.intake_id WHERE r.id = l.row_id
"""


class Migration(migrations.Migration):
    dependencies = [("opendata", "0001_initial")]
    operations = [
        migrations.AddField(
            "listed", "source", models.CharField(default="", max_length=120, verbose_name="出典・提供者"),
            preserve_default=False,
        ),
        migrations.RunSQL(FROM_ITS_FILE, migrations.RunSQL.noop),
        migrations.RemoveConstraint("listed", "listed_once"),
        migrations.AddConstraint(
            "listed",
            models.UniqueConstraint(fields=("dataset", "source", "external_id"), name="listed_once_by_source"),
        ),
    ]  # fmt: skip
