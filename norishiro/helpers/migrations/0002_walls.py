"""The walls of this room: each agency sees its own register, newsletters, trainings and requests; details, with their parent."""

from django.db import migrations

from norishiro.sharing import walls

OWN = ("helper", "newsletter", "lesson", "aidrequest")
DETAILS = (
    ("optout", "helper", "helper_id"),
    ("pointline", "helper", "helper_id"),
    ("delivery", "newsletter", "newsletter_id"),
    ("came", "lesson", "lesson_id"),
    ("aidmatch", "aidrequest", "request_id"),
    ("aidvisit", "aidmatch", "match_id"),
)


class Migration(migrations.Migration):
    dependencies = [("helpers", "0001_initial"), ("sharing", "0002_gate")]
    operations = [
        *(
            migrations.RunSQL(
                *walls.policy(f"helpers_{one}", using=f"helpers_{one}.agency_id = ANY ({walls.AGENCIES})")
            )
            for one in OWN
        ),
        *(
            migrations.RunSQL(*walls.inherited(f"helpers_{one}", parent=f"helpers_{parent}", column=column))
            for one, parent, column in DETAILS
        ),
    ]
