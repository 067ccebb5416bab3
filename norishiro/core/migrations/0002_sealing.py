"""The table of wrapped keys. Pages may make, use and retire keys; only the keeper's commands remove them."""

from django.conf import settings
from django.db import migrations, models

SLOTS = "CREATE SEQUENCE core_sealingkey_slots MINVALUE 0 START 0"
ONLY_ADD = f"""
    REVOKE UPDATE, DELETE, TRUNCATE ON core_sealingkey FROM "{settings.NORISHIRO_APP_ROLE}";
    GRANT UPDATE (retired_at) ON core_sealingkey TO "{settings.NORISHIRO_APP_ROLE}";
"""
AGAIN = f'GRANT UPDATE, DELETE ON core_sealingkey TO "{settings.NORISHIRO_APP_ROLE}"'


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="SealingKey",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False, verbose_name="番号")),
                ("keeper", models.UUIDField(db_index=True, verbose_name="持ち主の符号")),
                ("master", models.CharField(max_length=40, verbose_name="包んだ鍵")),
                ("wrapped", models.BinaryField(verbose_name="包まれた鍵")),
                ("made_at", models.DateTimeField(verbose_name="作成日時")),
                ("retired_at", models.DateTimeField(blank=True, null=True, verbose_name="引退日時")),
            ],
            options={
                "verbose_name": "封の鍵",
                "verbose_name_plural": "封の鍵",
                "constraints": [
                    models.UniqueConstraint(
                        fields=["keeper"],
                        condition=models.Q(retired_at=None),
                        name="core_sealingkey_one_seals",
                    ),
                ],
            },
        ),
        migrations.RunSQL(SLOTS, "DROP SEQUENCE core_sealingkey_slots"),
        migrations.RunSQL(ONLY_ADD, AGAIN),
    ]
