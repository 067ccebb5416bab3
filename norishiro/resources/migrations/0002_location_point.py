"""Where a location stands on the map; both numbers or none, inside Japan, never of a private home."""

from decimal import Decimal

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("resources", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="location",
            name="latitude",
            field=models.DecimalField(
                blank=True, decimal_places=6, max_digits=9, null=True, verbose_name="緯度"
            ),
        ),
        migrations.AddField(
            model_name="location",
            name="longitude",
            field=models.DecimalField(
                blank=True, decimal_places=6, max_digits=9, null=True, verbose_name="経度"
            ),
        ),
        migrations.AddConstraint(
            model_name="location",
            constraint=models.CheckConstraint(
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(Decimal(20), Decimal(46)),
                    longitude__range=(Decimal(122), Decimal(154)),
                ),
                name="location_in_japan",
                violation_error_message="緯度と経度は、日本の中の場所を、二つとも書いてください。",
            ),
        ),
        migrations.AddConstraint(
            model_name="location",
            constraint=models.CheckConstraint(
                condition=models.Q(("private_home", False), ("latitude__isnull", True), _connector="OR"),
                name="location_home_unmapped",
                violation_error_message="個人の家には、地図の場所を書けません。",
            ),
        ),
    ]
