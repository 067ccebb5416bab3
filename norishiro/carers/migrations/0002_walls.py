"""The walls of this room: a version opens with the carer, by its ground; whoever is cared for only to who knows that person too."""

from django.db import migrations

from norishiro.sharing import walls

KNOWN = """
CREATE POLICY known ON carers_caredfor AS RESTRICTIVE USING (
    whom_id IS NULL OR EXISTS (SELECT 1 FROM people_person p WHERE p.id = carers_caredfor.whom_id)
);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("carers", "0001_initial"),
        ("sharing", "0002_gate"),
        ("people", "0002_walls"),
    ]
    operations = [
        migrations.RunSQL(*walls.wall("carers_caring", subject="subject_id", depth=3, gated=True)),
        migrations.RunSQL(*walls.inherited("carers_caredfor", parent="carers_caring", column="caring_id")),
        migrations.RunSQL(KNOWN, "DROP POLICY known ON carers_caredfor"),
        migrations.RunSQL(*walls.inherited("carers_careitem", parent="carers_caring", column="caring_id")),
    ]
