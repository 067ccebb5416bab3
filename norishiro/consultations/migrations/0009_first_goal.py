"""Who sees to a consultation next, and what the first contact is for."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("consultations", "0008_worries"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="screening",
            name="first_goal",
            field=models.CharField(blank=True, max_length=200, verbose_name="はじめの接触のめあて"),
        ),
        migrations.AddField(
            model_name="screening",
            name="next_staff",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="次に関わる人",
            ),
        ),
    ]
