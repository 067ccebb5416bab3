"""The walls of this room."""

from django.db import migrations

from norishiro.sharing import walls


class Migration(migrations.Migration):
    dependencies = [("consultations", "0002_initial"), ("sharing", "0002_gate")]
    operations = [
        migrations.RunSQL(
            *walls.wall("consultations_consultation", subject="subject_id", depth=3, gated=True)
        ),
        migrations.RunSQL(
            *walls.inherited(
                "consultations_concern", parent="consultations_consultation", column="consultation_id"
            )
        ),
        migrations.RunSQL(
            *walls.inherited(
                "consultations_screening", parent="consultations_consultation", column="consultation_id"
            )
        ),
        migrations.RunSQL(
            *walls.wall("consultations_tsunagusheet", subject="subject_id", depth=2, gated=True)
        ),
        migrations.RunSQL(
            *walls.wall("consultations_supportrequest", subject="subject_id", depth=2, gated=True)
        ),
    ]
