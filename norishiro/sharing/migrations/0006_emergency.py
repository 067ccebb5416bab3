"""A grant may come from an emergency use (緊急閲覧)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sharing", "0005_provisions")]
    operations = [
        migrations.AlterField(
            model_name="grant",
            name="source_kind",
            field=models.CharField(
                choices=[
                    ("OWN_WORK", "自機関の受付・支援"),
                    ("REFERRAL", "つなぎ・申込"),
                    ("TEAM", "支援チームの役割"),
                    ("SEAT", "会議の席"),
                    ("CONSENT", "同意"),
                    ("PROVISION", "情報提供"),
                    ("EMERGENCY", "緊急閲覧"),
                ],
                max_length=10,
                verbose_name="もと",
            ),
        )
    ]
