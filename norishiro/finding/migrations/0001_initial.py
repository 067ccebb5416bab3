from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Passage",
            fields=[
                ("record_id", models.UUIDField(primary_key=True, serialize=False, verbose_name="記録")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("CONTACT", "支援の記録"),
                            ("CONSULTATION", "相談"),
                            ("SHEET", "つなぐシート"),
                            ("REQUEST", "利用申込"),
                            ("LINE", "会議の記録"),
                            ("PLAN", "プラン"),
                        ],
                        max_length=12,
                        verbose_name="種類",
                    ),
                ),
                ("subject_id", models.UUIDField(verbose_name="対象")),
                ("day", models.DateField(verbose_name="日付")),
                ("text", models.TextField(verbose_name="文")),
            ],
            options={
                "ordering": ["-day", "record_id"],
                "indexes": [models.Index(fields=["subject_id"], name="passage_of_subject")],
            },
        ),
    ]
