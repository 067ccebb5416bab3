"""The walls of this room: a participation opens with its case, by its ground; its parts with it."""

from django.db import migrations

from norishiro.sharing import walls

PARTS = ("step", "check", "hostcontact", "attendance")


class Migration(migrations.Migration):
    dependencies = [("matching", "0001_initial"), ("cases", "0003_walls"), ("sharing", "0002_gate")]
    operations = [
        migrations.RunSQL(*walls.wall("matching_participation", subject="subject_id", depth=2, gated=True)),
        *(
            migrations.RunSQL(
                *walls.inherited(
                    f"matching_{one}", parent="matching_participation", column="participation_id"
                )
            )
            for one in PARTS
        ),
    ]
