import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0006_public_windows"),
    ]

    operations = [
        migrations.CreateModel(
            name="FocusGroup",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="作成日時")),
                ("fiscal_year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("name", models.CharField(max_length=60, verbose_name="重点対象")),
                ("source", models.CharField(blank=True, max_length=120, verbose_name="出典")),
                ("by_hand", models.BooleanField(default=False, verbose_name="画面で登録した")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="並び順")),
                ("withdrawn_on", models.DateField(blank=True, null=True, verbose_name="取り下げた日")),
            ],
            options={
                "ordering": ["-fiscal_year", "order", "made_at"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("fiscal_year", "name"),
                        name="focus_group_once",
                        violation_error_message="この年度に、同じ名前の重点対象がもうあります。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WindowFocus",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="作成日時")),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="windows",
                        to="agencies.focusgroup",
                        verbose_name="重点対象",
                    ),
                ),
                (
                    "window",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="focuses",
                        to="agencies.window",
                    ),
                ),
            ],
            options={
                "ordering": ["window__order", "window__code"],
                "constraints": [
                    models.UniqueConstraint(fields=("window", "group"), name="window_focus_once")
                ],
            },
        ),
    ]
