"""The wall of who else was there: open to whoever may read the person and the contact, each by its own wall."""

from django.db import migrations

from norishiro.sharing import walls

OF_CONTACT = "EXISTS (SELECT 1 FROM outreach_contact p WHERE p.id = outreach_present.contact_id)"


class Migration(migrations.Migration):
    dependencies = [("outreach", "0011_present"), ("sharing", "0002_gate")]
    operations = [
        migrations.RunSQL(
            *walls.wall("outreach_present", subject="subject_id", depth=3, gated=True, also=OF_CONTACT)
        )
    ]
