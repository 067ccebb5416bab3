"""The walls of this room: a contact opens with its subject, to the depth of 経過."""

from django.db import migrations

from norishiro.sharing import walls


class Migration(migrations.Migration):
    dependencies = [("outreach", "0001_initial"), ("sharing", "0002_gate")]
    operations = [
        migrations.RunSQL(*walls.wall("outreach_contact", subject="subject_id", depth=3, gated=True)),
        migrations.RunSQL(
            *walls.inherited("outreach_companion", parent="outreach_contact", column="contact_id")
        ),
    ]
