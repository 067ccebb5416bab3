"""The wall of the notes of a relation: each opens by the ground it was written under."""

from django.db import migrations

from norishiro.sharing import walls


class Migration(migrations.Migration):
    dependencies = [("teams", "0003_rapport"), ("sharing", "0002_gate")]
    operations = [migrations.RunSQL(*walls.wall("teams_rapport", subject="subject_id", depth=2, gated=True))]
