"""The walls of this room: each office sees its own targets, lists and rounds; details, with their parent."""

from django.db import migrations

from norishiro.sharing import walls

OWN = ("target", "listing", "mailing")
DETAILS = (
    ("sourcefile", "listing", "listing_id"),
    ("heldrow", "sourcefile", "file_id"),
    ("entry", "listing", "listing_id"),
    ("need", "entry", "entry_id"),
    ("difference", "entry", "entry_id"),
    ("change", "listing", "listing_id"),
    ("letter", "mailing", "mailing_id"),
    ("visit", "letter", "letter_id"),
)


class Migration(migrations.Migration):
    dependencies = [("evacuation", "0001_initial"), ("sharing", "0002_gate")]
    operations = [
        *(
            migrations.RunSQL(
                *walls.policy(
                    f"evacuation_{one}", using=f"evacuation_{one}.agency_id = ANY ({walls.AGENCIES})"
                )
            )
            for one in OWN
        ),
        *(
            migrations.RunSQL(
                *walls.inherited(f"evacuation_{one}", parent=f"evacuation_{parent}", column=column)
            )
            for one, parent, column in DETAILS
        ),
    ]
