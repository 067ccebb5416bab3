"""The law behind a question is written in words, as long as the form lets it be."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("outreach", "0005_segments")]
    operations = [
        migrations.AlterField(
            model_name="contact",
            name="legal_basis",
            field=models.CharField("照会の法的根拠", max_length=120, blank=True),
        ),
    ]
