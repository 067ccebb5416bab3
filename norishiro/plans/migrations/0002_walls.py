"""The walls of this room."""

from django.db import migrations

from norishiro.sharing import walls


class Migration(migrations.Migration):
    dependencies = [("plans", "0001_initial"), ("sharing", "0002_gate")]
    operations = [
        migrations.RunSQL(*walls.wall("plans_agencyplan", subject="subject_id", depth=2, gated=True)),
        migrations.RunSQL(*walls.wall("plans_plan", subject="subject_id", depth=2, gated=True)),
        migrations.RunSQL(*walls.wall("plans_monitoring", subject="subject_id", depth=2, gated=True)),
        migrations.RunSQL(*walls.wall("plans_evaluation", subject="subject_id", depth=2, gated=True)),
        migrations.RunSQL(*walls.wall("plans_closure", subject="subject_id", depth=2, gated=True)),
        migrations.RunSQL(*walls.wall("plans_watchcheck", subject="subject_id", depth=2, gated=True)),
        migrations.RunSQL(*walls.inherited("plans_planperson", parent="plans_plan", column="plan_id")),
        migrations.RunSQL(*walls.inherited("plans_planrow", parent="plans_plan", column="plan_id")),
        migrations.RunSQL(*walls.inherited("plans_acknowledgement", parent="plans_plan", column="plan_id")),
        migrations.RunSQL(
            *walls.inherited("plans_seenchange", parent="plans_evaluation", column="evaluation_id")
        ),
    ]
