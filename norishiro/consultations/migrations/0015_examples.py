import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0007_focus_groups"),
        ("consultations", "0014_focus"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="supportrequest",
            name="kind",
            field=models.CharField(blank=True, max_length=20, verbose_name="事例の型（人が選んだ）"),
        ),
        migrations.CreateModel(
            name="Example",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="作成日時")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版")),
                ("changed_at", models.DateTimeField(auto_now=True, verbose_name="更新日時")),
                ("kind", models.CharField(max_length=20, verbose_name="型")),
                ("title", models.CharField(max_length=80, verbose_name="題")),
                ("story", models.TextField(verbose_name="どんな世帯だったか")),
                ("done", models.TextField(verbose_name="何をしたか")),
                ("written_on", models.DateField(verbose_name="書いた日")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("WRITTEN", "確かめを待つ"),
                            ("APPROVED", "事例集に載っている"),
                            ("TAKEN_DOWN", "下げた"),
                        ],
                        default="WRITTEN",
                        max_length=10,
                        verbose_name="状態",
                    ),
                ),
                ("approved_on", models.DateField(blank=True, null=True, verbose_name="確かめた日")),
                (
                    "taken_down_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="下げた理由"),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                        verbose_name="書いた機関",
                    ),
                ),
                (
                    "approver",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="確かめた人",
                    ),
                ),
                (
                    "writer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="書いた人",
                    ),
                ),
            ],
            options={
                "ordering": ["kind", "-written_on", "-made_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approver__isnull", True),
                            models.Q(("approver", models.F("writer")), _negated=True),
                            _connector="OR",
                        ),
                        name="example_approved_by_another",
                        violation_error_message="書いた人とは別の人が確かめてください。",
                    )
                ],
            },
        ),
    ]
