"""An ask names no resident: the agency that is asked and whoever runs the sitting see it. What was written stands behind
the gate, under the ground of its item."""

from django.db import migrations

from norishiro.sharing import walls

ASK = f"""agency_id = ANY ({walls.AGENCIES})
    OR EXISTS (SELECT 1 FROM meetings_sitting s JOIN meetings_body b ON b.id = s.body_id
               WHERE s.id = meetings_advanceask.sitting_id
               AND (s.convener_id = ANY ({walls.AGENCIES}) OR b.preparer_id = ANY ({walls.AGENCIES})))"""


class Migration(migrations.Migration):
    dependencies = [("meetings", "0014_advance"), ("sharing", "0010_grants_grounded")]
    operations = [
        migrations.RunSQL(*walls.policy("meetings_advanceask", using=ASK)),
        migrations.RunSQL(*walls.wall("meetings_advancesheet", subject="subject_id", depth=3, gated=True)),
    ]
