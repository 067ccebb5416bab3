"""The walls of this room: who works along is known with the case in outline; the words of a takeover open by their ground."""

from django.db import migrations

from norishiro.sharing import walls


class Migration(migrations.Migration):
    dependencies = [("teams", "0001_initial"), ("cases", "0003_walls"), ("sharing", "0002_gate")]
    operations = [
        migrations.RunSQL(*walls.wall("teams_teammember", subject="case_id", depth=2)),
        migrations.RunSQL(*walls.wall("teams_takeover", subject="subject_id", depth=2, gated=True)),
    ]
