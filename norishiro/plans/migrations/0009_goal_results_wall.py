"""The wall of 目標ごとの達成: it opens with its evaluation."""

from django.db import migrations

from norishiro.sharing import walls


class Migration(migrations.Migration):
    dependencies = [("plans", "0008_goal_results"), ("sharing", "0002_gate")]
    operations = [
        migrations.RunSQL(
            *walls.inherited("plans_goalresult", parent="plans_evaluation", column="evaluation_id")
        )
    ]
