import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from norishiro.sharing import walls


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0007_focus_groups"),
        ("consultations", "0013_gathering"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="consultation",
            name="window",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.window",
                verbose_name="受けた窓口",
            ),
        ),
        migrations.AddField(
            model_name="supportrequest",
            name="entry_focus",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.focusgroup",
                verbose_name="入口で分かった重点対象",
            ),
        ),
        migrations.CreateModel(
            name="FocusMark",
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
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="focus_marks",
                        to="consultations.consultation",
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
                "constraints": [
                    models.UniqueConstraint(fields=("consultation", "group"), name="focus_mark_once")
                ],
            },
        ),
        migrations.RunSQL(
            *walls.inherited(
                "consultations_focusmark", parent="consultations_consultation", column="consultation_id"
            )
        ),
    ]
