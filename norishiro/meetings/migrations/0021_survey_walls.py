"""What a member answered is read by that member and by whoever runs the sitting."""

from django.db import migrations

from norishiro.sharing import walls

ANSWER = f"""staff_id = {walls.STAFF}
    OR EXISTS (SELECT 1 FROM meetings_questionnaire q JOIN meetings_sitting s ON s.id = q.sitting_id
               JOIN meetings_body b ON b.id = s.body_id
               WHERE q.id = meetings_questionnaireanswer.questionnaire_id
               AND (s.convener_id = ANY ({walls.AGENCIES}) OR b.preparer_id = ANY ({walls.AGENCIES})))"""


class Migration(migrations.Migration):
    dependencies = [("meetings", "0020_surveys")]
    operations = [
        migrations.RunSQL(*walls.policy("meetings_questionnaireanswer", using=ANSWER)),
        migrations.RunSQL(
            *walls.inherited(
                "meetings_questionnairereply", parent="meetings_questionnaireanswer", column="answer_id"
            )
        ),
    ]
