"""What became of a decision stands behind the gate, under the ground of the decision."""

from django.db import migrations

from norishiro.sharing import walls


class Migration(migrations.Migration):
    dependencies = [("meetings", "0017_checks"), ("sharing", "0010_grants_grounded")]
    operations = [
        migrations.RunSQL(*walls.wall("meetings_decisioncheck", subject="subject_id", depth=3, gated=True)),
    ]
