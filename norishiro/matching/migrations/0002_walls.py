"""The walls of this room: a wish, a participation and for whom a place is missing open with their case, by their ground;
the parts with what they are parts of. What is missing names nobody and has no wall."""

from django.db import migrations

from norishiro.sharing import walls

PARTS = ("step", "check", "hostcontact", "attendance")


class Migration(migrations.Migration):
    dependencies = [("matching", "0001_initial"), ("cases", "0003_walls"), ("sharing", "0002_gate")]
    operations = [
        *(
            migrations.RunSQL(*walls.wall(f"matching_{one}", subject="subject_id", depth=2, gated=True))
            for one in ("participation", "hope", "shortagefor")
        ),
        *(
            migrations.RunSQL(
                *walls.inherited(
                    f"matching_{one}", parent="matching_participation", column="participation_id"
                )
            )
            for one in PARTS
        ),
        migrations.RunSQL(*walls.inherited("matching_hopeitem", parent="matching_hope", column="hope_id")),
    ]
