import uuid

import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="ProfileVersion",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("name", models.CharField(max_length=100, verbose_name="名前")),
                ("text", models.TextField(verbose_name="設定の本文")),
                ("sha256", models.CharField(max_length=64, verbose_name="本文の指紋")),
                ("valid_from", models.DateField(verbose_name="効き始める日")),
                (
                    "adopted_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="採用した時刻"
                    ),
                ),
            ],
            options={
                "verbose_name": "採用した設定",
                "verbose_name_plural": "採用した設定",
                "ordering": ["-valid_from"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("valid_from",),
                        name="profiles_one_version_per_day",
                        violation_error_message="その日から効く設定はもうあります。別の日を選んでください。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")),
                        name="profiles_sha256_is_hex",
                        violation_error_message="設定の本文の指紋が正しくありません。もう一度読み込んでください。",
                    ),
                ],
            },
        ),
    ]
