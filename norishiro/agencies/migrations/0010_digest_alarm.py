from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("agencies", "0009_digest")]

    operations = [
        migrations.AddField(
            model_name="digest",
            name="alarm",
            field=models.BooleanField(
                default=False, verbose_name="訪問から戻らない人がいるとき、すぐに知らせる"
            ),
        ),
        migrations.AddField(
            model_name="digest",
            name="alarmed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="最後にすぐ知らせた日時"),
        ),
        migrations.AddConstraint(
            model_name="digest",
            constraint=models.CheckConstraint(
                condition=models.Q(("alarm", False), ("confirmed_at__isnull", False), _connector="OR"),
                name="digest_alarm",
                violation_error_message="すぐに知らせるのは、確かめたアドレスにだけです。",
            ),
        ),
    ]
