import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from norishiro.sharing import walls


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0007_focus_groups"),
        ("cases", "0006_today_lists"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveField(
            model_name="case",
            name="focus_group",
        ),
        migrations.CreateModel(
            name="CaseFocus",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="作成日時")),
                (
                    "found",
                    models.CharField(
                        choices=[("ENTRY", "入口で分かった"), ("LATER", "あとから分かった")],
                        max_length=8,
                        verbose_name="いつ分かったか",
                    ),
                ),
                ("found_on", models.DateField(verbose_name="分かった日")),
                ("how", models.CharField(blank=True, max_length=200, verbose_name="どうして分かったか")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="focuses", to="cases.case"
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.focusgroup",
                        verbose_name="重点対象",
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
                "ordering": ["found_on", "made_at"],
                "constraints": [models.UniqueConstraint(fields=("case", "group"), name="case_focus_once")],
            },
        ),
        migrations.RunSQL(*walls.wall("cases_casefocus", subject="case_id", depth=2)),
    ]
