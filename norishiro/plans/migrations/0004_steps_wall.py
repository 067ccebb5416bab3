"""The wall of the steps a plan takes: open exactly when the plan is."""

from django.db import migrations

from norishiro.sharing import walls


class Migration(migrations.Migration):
    dependencies = [("plans", "0003_steps_and_own_numbers"), ("sharing", "0002_gate")]
    operations = [
        migrations.RunSQL(*walls.inherited("plans_planstep", parent="plans_plan", column="plan_id")),
    ]
