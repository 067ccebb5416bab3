import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("consultations", "0012_business"), ("outreach", "0008_place_of_gathering")]
    operations = [
        migrations.AddField(
            "consultation",
            "gathering",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="consultations",
                to="outreach.gathering",
                verbose_name="始まった集まり",
            ),
        ),
    ]
