"""A telephone in a column long enough for what covers withheld words."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("helpers", "0002_walls")]
    operations = [
        migrations.AlterField(
            model_name="helper",
            name="phone",
            field=models.CharField(blank=True, max_length=40, verbose_name="電話"),
        )
    ]
