"""A scan opens with the person it is about, for the agency that kept it."""

from django.db import migrations

from norishiro.sharing import walls


class Migration(migrations.Migration):
    dependencies = [("attachments", "0001_initial"), ("sharing", "0002_gate")]
    operations = [
        migrations.RunSQL(*walls.wall("attachments_scan", subject="subject_id", depth=2, gated=True)),
    ]
