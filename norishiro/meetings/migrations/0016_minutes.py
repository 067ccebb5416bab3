"""Lines of the minutes that may be put right, and what became of earlier decisions."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0015_advance_walls"),
    ]

    operations = [
        migrations.AddField(
            model_name="minuteline",
            name="version",
            field=models.PositiveIntegerField(default=1, verbose_name="版"),
        ),
        migrations.AddField(
            model_name="minuteline",
            name="changed_at",
            field=models.DateTimeField(
                auto_now=True, default=django.utils.timezone.now, verbose_name="更新日時"
            ),
            preserve_default=False,
        ),
    ]
