"""The walls of this room: what is written opens by its ground; the sheet itself says nothing but that it was begun."""

from django.db import migrations

from norishiro.sharing import walls

GATED = ("answer", "iteminquiry", "ownform", "refusal", "acceptance", "risksheet")
OF_SHEET = ("party", "confirmation", "meetingpart")
OF_RISK = ("riskanswer", "riskdecision")


class Migration(migrations.Migration):
    dependencies = [("assessment", "0001_initial"), ("cases", "0003_walls"), ("sharing", "0002_gate")]
    operations = [
        migrations.RunSQL(*walls.wall("assessment_sheet", subject="case_id", depth=2)),
        *(
            migrations.RunSQL(*walls.wall(f"assessment_{one}", subject="subject_id", depth=2, gated=True))
            for one in GATED
        ),
        *(
            migrations.RunSQL(
                *walls.inherited(f"assessment_{one}", parent="assessment_sheet", column="sheet_id")
            )
            for one in OF_SHEET
        ),
        *(
            migrations.RunSQL(
                *walls.inherited(f"assessment_{one}", parent="assessment_risksheet", column="sheet_id")
            )
            for one in OF_RISK
        ),
    ]
