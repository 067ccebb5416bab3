import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

SCOPES = [
    ("STAFF", "ひとり"), ("AGENCY", "機関"), ("BASE", "拠点"), ("AREA", "圏域"), ("PROGRAMME", "事業"), ("TOWN", "全体"),
]  # fmt: skip


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agencies", "0010_digest_alarm"),
        ("reports", "0007_attributes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Question",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="作成日時")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版")),
                ("changed_at", models.DateTimeField(auto_now=True, verbose_name="更新日時")),
                ("name", models.CharField(max_length=80, verbose_name="名前")),
                (
                    "words",
                    models.CharField(blank=True, max_length=200, verbose_name="何のために数えるか"),
                ),
                ("rows", models.CharField(max_length=12, verbose_name="行")),
                ("columns", models.CharField(blank=True, max_length=12, verbose_name="列")),
                (
                    "span",
                    models.CharField(
                        choices=[("DAY", "日報"), ("MONTH", "月報"), ("YEAR", "年報")],
                        max_length=5,
                        verbose_name="期間",
                    ),
                ),
                (
                    "on_day",
                    models.DateField(blank=True, null=True, verbose_name="いつの（空ならいつも今の）"),
                ),
                ("scope", models.CharField(choices=SCOPES, max_length=12, verbose_name="まとまり")),
                ("scope_key", models.CharField(blank=True, max_length=60, verbose_name="まとまりの番号")),
                ("shared", models.BooleanField(default=False, verbose_name="ほかの職員も使える")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                        verbose_name="残した機関",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="残した職員",
                    ),
                ),
            ],
            options={
                "ordering": ["name", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("staff", "name"),
                        name="question_once",
                        violation_error_message="同じ名前の問いを、もう残しています。名前を変えてください。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="QuestionPart",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="作成日時")),
                (
                    "kind",
                    models.CharField(
                        choices=[("FIGURE", "数"), ("FILTER", "しぼりこみ")],
                        max_length=6,
                        verbose_name="種類",
                    ),
                ),
                ("axis", models.CharField(blank=True, max_length=12, verbose_name="何で")),
                ("code", models.CharField(max_length=40, verbose_name="数・符号")),
                ("order", models.PositiveSmallIntegerField(verbose_name="順")),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="questions.question",
                    ),
                ),
            ],
            options={
                "ordering": ["order"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("question", "kind", "axis", "code"), name="question_part_once"
                    )
                ],
            },
        ),
    ]
