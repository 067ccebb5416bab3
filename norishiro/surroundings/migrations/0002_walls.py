"""The walls of this room. A tie to a person opens only to who may see that person too, whatever else they hold."""

from django.db import migrations

from norishiro.sharing import walls

KNOWN = """
CREATE POLICY known ON surroundings_tie AS RESTRICTIVE USING (
    other_id IS NULL OR EXISTS (SELECT 1 FROM people_person p WHERE p.id = surroundings_tie.other_id)
);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("surroundings", "0001_initial"),
        ("sharing", "0002_gate"),
        ("people", "0002_walls"),
        ("cases", "0003_walls"),
    ]
    operations = [
        migrations.RunSQL(*walls.wall("surroundings_tie", subject="subject_id", depth=2, gated=True)),
        migrations.RunSQL(KNOWN, "DROP POLICY known ON surroundings_tie"),
        migrations.RunSQL(*walls.wall("surroundings_place", subject="subject_id", depth=2, gated=True)),
        migrations.RunSQL(*walls.wall("surroundings_ninesheet", subject="subject_id", depth=2, gated=True)),
        migrations.RunSQL(
            *walls.inherited("surroundings_ninecell", parent="surroundings_ninesheet", column="sheet_id")
        ),
        migrations.RunSQL(*walls.wall("surroundings_lifeevent", subject="subject_id", depth=2, gated=True)),
    ]
