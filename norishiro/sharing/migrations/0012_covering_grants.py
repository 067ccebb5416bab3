"""The gate is asked of the indexes of grants alone: what its conditions read stands in them, see docs/adr/0037.

Gathering what one holds read a page of the table for almost every grant, 15,000 of them for one search.
"""

from django.db import migrations, models

ASKED = ["depth", "categories", "ground", "from_at", "until_at", "sealed"]
INDEXES = (
    (["recipient_id", "subject_kind", "subject_id"], "grant_by_recipient"),
    (["subject_id", "recipient_id"], "grant_by_subject"),
)


class Migration(migrations.Migration):
    dependencies = [("sharing", "0011_stopped_consents")]
    operations = [
        operation
        for fields, name in INDEXES
        for operation in (
            migrations.RemoveIndex("grant", name),
            migrations.AddIndex("grant", models.Index(fields=fields, include=ASKED, name=name)),
        )
    ]
