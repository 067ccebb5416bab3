"""The walls of this room: a visit, a note and a way in open by their ground; who goes and who answered, with the visit."""

from django.db import migrations

from norishiro.sharing import walls


class Migration(migrations.Migration):
    dependencies = [("visits", "0001_initial"), ("cases", "0003_walls"), ("sharing", "0002_gate")]
    operations = [
        *(
            migrations.RunSQL(*walls.wall(f"visits_{one}", subject="subject_id", depth=3, gated=True))
            for one in ("visit", "safetynote", "wayin")
        ),
        *(
            migrations.RunSQL(*walls.inherited(f"visits_{one}", parent="visits_visit", column="visit_id"))
            for one in ("goer", "answer")
        ),
    ]
