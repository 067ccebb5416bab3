"""No right to look without a ground, and none from an emergency that would open anything (ADR 0021)."""

from django.db import migrations, models

OF_EMERGENCY = models.Q(
    ground="Z", depth=1, recipient_kind="STAFF", subject_kind="PERSON", until_at__isnull=False
)


class Migration(migrations.Migration):
    dependencies = [("sharing", "0009_wordings")]
    operations = [
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.CheckConstraint(
                condition=~models.Q(ground=""),
                name="grant_has_ground",
                violation_error_message="根拠のない共有はできません。",
            ),
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.CheckConstraint(
                condition=~models.Q(source_kind="EMERGENCY") | OF_EMERGENCY,
                name="grant_of_emergency",
                violation_error_message="緊急閲覧の共有は、一人の職員に、時間を決めて、存在だけです。",
            ),
        ),
    ]
