import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0007_focus_groups"),
    ]

    operations = [
        migrations.CreateModel(
            name="DutyChange",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="作成日時")),
                ("on", models.DateField(verbose_name="日")),
                (
                    "half",
                    models.CharField(
                        choices=[("AM", "午前"), ("PM", "午後")], max_length=2, verbose_name="半日"
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=120, verbose_name="わけ")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                        verbose_name="機関",
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="変えた人",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="当番の人（空なら置かない）",
                    ),
                ),
            ],
            options={
                "ordering": ["on", "half", "made_at"],
                "indexes": [models.Index(fields=["on", "agency"], name="duty_change_by_day")],
            },
        ),
        migrations.CreateModel(
            name="DutyRule",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="作成日時")),
                (
                    "weekday",
                    models.PositiveSmallIntegerField(
                        choices=[(0, "月"), (1, "火"), (2, "水"), (3, "木"), (4, "金"), (5, "土"), (6, "日")],
                        verbose_name="曜日",
                    ),
                ),
                (
                    "half",
                    models.CharField(
                        choices=[("AM", "午前"), ("PM", "午後")], max_length=2, verbose_name="半日"
                    ),
                ),
                ("from_on", models.DateField(verbose_name="始まり")),
                (
                    "until_on",
                    models.DateField(blank=True, null=True, verbose_name="終わり（この日から無効）"),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                        verbose_name="機関",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="当番の人",
                    ),
                ),
            ],
            options={
                "ordering": ["weekday", "half", "from_on"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until_on__isnull", True)),
                        fields=("agency", "weekday", "half"),
                        name="duty_rule_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_on__isnull", True), ("until_on__gt", models.F("from_on")), _connector="OR"
                        ),
                        name="duty_rule_period",
                        violation_error_message="当番の終わりは始まりより後にしてください。",
                    ),
                ],
            },
        ),
    ]
