"""A case to learn from stands behind the gate as the case does; its notes as deep as the minutes."""

from django.db import migrations

from norishiro.sharing import walls


class Migration(migrations.Migration):
    dependencies = [("meetings", "0022_learning"), ("sharing", "0010_grants_grounded")]
    operations = [
        migrations.RunSQL(*walls.wall("meetings_modelcase", subject="subject_id", depth=2, gated=True)),
        migrations.RunSQL(*walls.wall("meetings_learningnote", subject="subject_id", depth=3, gated=True)),
    ]
