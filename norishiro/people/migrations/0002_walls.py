"""The walls of this room: a person opens at depth 2 with the category of attributes; a household through its members."""

from django.db import migrations

from norishiro.sharing import walls

HOUSEHOLD = walls.policy(
    "people_household",
    using="EXISTS (SELECT 1 FROM people_membership m WHERE m.household_id = people_household.id)",
    check="gate_staff() IS NOT NULL",
)


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("sharing", "0002_gate")]
    operations = [
        migrations.RunSQL(*walls.wall("people_person", subject="id", depth=2, category=1)),
        migrations.RunSQL(*walls.wall("people_membership", subject="person_id", depth=2, category=1)),
        migrations.RunSQL(
            *walls.wall("people_relation", subject=("person_id", "other_id"), depth=2, category=1)
        ),
        migrations.RunSQL(*HOUSEHOLD),
    ]
