"""A tag is open with its contact; a picture of a contact to whoever may read the contact, and to nobody else."""

from django.db import migrations

from norishiro.sharing import walls

OF_CONTACT = (
    "(attachments_scan.about <> 'CONTACT'"
    " OR EXISTS (SELECT 1 FROM outreach_contact c WHERE c.id = attachments_scan.about_id))"
)


class Migration(migrations.Migration):
    dependencies = [
        ("outreach", "0013_tags_and_phrases"),
        ("attachments", "0004_photos_of_contacts"),
        ("sharing", "0002_gate"),
    ]
    operations = [
        migrations.RunSQL(*walls.inherited("outreach_tag", parent="outreach_contact", column="contact_id")),
        migrations.RunSQL(
            *walls.rebuilt("attachments_scan", subject="subject_id", depth=2, gated=True, also=OF_CONTACT)
        ),
    ]
