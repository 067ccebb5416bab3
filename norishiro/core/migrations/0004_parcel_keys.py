"""The keys for which a device seals what is written without network."""

import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0003_sealed_second_proofs")]

    operations = [
        migrations.CreateModel(
            name="ParcelKey",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("staff_id", models.UUIDField(db_index=True, verbose_name="職員")),
                ("public", models.BinaryField(verbose_name="公開する半分")),
                ("private", models.BinaryField(verbose_name="出さない半分（封をしたもの）")),
                ("made_at", models.DateTimeField(verbose_name="作成日時")),
            ],
            options={
                "verbose_name": "電波のない所で書くための鍵",
                "verbose_name_plural": "電波のない所で書くための鍵",
            },
        ),
    ]
