"""The walls of this room: that a case exists opens at depth 1, what it says at 2."""

from django.db import migrations

from norishiro.sharing import walls


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_initial"), ("sharing", "0002_gate")]
    operations = [
        migrations.RunSQL(*walls.wall("cases_case", subject="id", depth=1)),
        migrations.RunSQL(*walls.wall("cases_casemember", subject=("case_id", "person_id"), depth=2)),
        migrations.RunSQL(*walls.wall("cases_statuschange", subject="case_id", depth=2)),
        migrations.RunSQL(*walls.wall("cases_leadchange", subject="case_id", depth=2)),
        migrations.RunSQL(*walls.wall("cases_engagement", subject="case_id", depth=2)),
        migrations.RunSQL(*walls.wall("cases_issue", subject="subject_id", depth=2, gated=True)),
        migrations.RunSQL(*walls.wall("cases_unknown", subject="subject_id", depth=2, gated=True)),
        migrations.RunSQL(*walls.wall("cases_wish", subject="subject_id", depth=2, gated=True)),
        migrations.RunSQL(*walls.wall("cases_role", subject="subject_id", depth=2, gated=True)),
        migrations.RunSQL(*walls.wall("cases_helprequest", subject="subject_id", depth=2, gated=True)),
        migrations.RunSQL(*walls.wall("cases_handover", subject="subject_id", depth=2, gated=True)),
    ]
