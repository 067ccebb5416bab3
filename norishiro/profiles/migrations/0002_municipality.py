"""The name of the municipality stands by itself, so that the public pages need not read the settings for it."""

import tomllib
from typing import Any

from django.db import migrations, models


def take_names(apps: Any, _editor: Any) -> None:
    """From the settings that were adopted before."""
    for one in apps.get_model("profiles", "ProfileVersion").objects.all():
        one.municipality = tomllib.loads(one.text)["municipality"]["name"]
        one.save(update_fields=["municipality"])


class Migration(migrations.Migration):
    dependencies = [("profiles", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="profileversion",
            name="municipality",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=100, verbose_name="自治体の名前"
            ),
        ),
        migrations.RunPython(take_names, migrations.RunPython.noop),
    ]
