"""The wall of つながりの段階: it opens with its person, to the depth of 経過, like a contact."""

from django.db import migrations

from norishiro.sharing import walls


class Migration(migrations.Migration):
    dependencies = [("outreach", "0009_contact_stages"), ("sharing", "0002_gate")]
    operations = [
        migrations.RunSQL(*walls.wall("outreach_contactstage", subject="subject_id", depth=3, gated=True))
    ]
