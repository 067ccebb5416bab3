"""情報提供: the table, its wall and its running number."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from norishiro.sharing import walls


def let_count(apps, schema_editor):
    role = schema_editor.quote_name(settings.NORISHIRO_APP_ROLE)
    schema_editor.execute(f"GRANT USAGE ON SEQUENCE sharing_provision_number TO {role}")


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0002_organisation"),
        ("sharing", "0004_whole_source"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="grant",
            name="source_kind",
            field=models.CharField(
                choices=[
                    ("OWN_WORK", "自機関の受付・支援"),
                    ("REFERRAL", "つなぎ・申込"),
                    ("TEAM", "支援チームの役割"),
                    ("SEAT", "会議の席"),
                    ("CONSENT", "同意"),
                    ("PROVISION", "情報提供"),
                ],
                max_length=10,
                verbose_name="もと",
            ),
        ),
        migrations.CreateModel(
            name="Provision",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="作成日時")),
                ("subject_id", models.UUIDField(db_index=True, verbose_name="対象")),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("OWN", "自機関の業務として知った情報"),
                            ("C0", "本人の同意"),
                            ("J6", "支援会議（社会福祉法第106条の6）"),
                            ("P69-0", "利用目的の範囲内（名前を出さない相談など）"),
                        ],
                        default="OWN",
                        max_length=10,
                        verbose_name="共有の根拠",
                    ),
                ),
                ("categories", models.PositiveSmallIntegerField(default=63, verbose_name="情報の区分")),
                ("number", models.CharField(max_length=24, unique=True, verbose_name="番号")),
                ("provided_on", models.DateField(verbose_name="渡した日")),
                ("ground_name", models.CharField(max_length=80, verbose_name="根拠の名前")),
                ("article", models.CharField(max_length=300, verbose_name="根拠の条文")),
                ("answers", models.JSONField(default=list, verbose_name="条件への答え")),
                ("body", models.TextField(verbose_name="渡した内容")),
                ("purpose", models.CharField(max_length=300, verbose_name="目的")),
                (
                    "limits",
                    models.CharField(blank=True, max_length=300, verbose_name="相手に求めた使い方の制限"),
                ),
                (
                    "method",
                    models.CharField(
                        choices=[("SCREEN", "この画面で"), ("SPOKEN", "口頭・電話で"), ("PAPER", "書面で")],
                        max_length=10,
                        verbose_name="渡し方",
                    ),
                ),
                (
                    "until_on",
                    models.DateField(blank=True, null=True, verbose_name="見られる期限（この日から無効）"),
                ),
                ("needs_review", models.BooleanField(default=False, verbose_name="事後の審査が要る")),
                (
                    "acknowledged_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="受け取った日時"),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="見られなくした日時")),
                (
                    "end_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="見られなくした理由"),
                ),
                ("reviewed_on", models.DateField(blank=True, null=True, verbose_name="審査した日")),
                ("settled_ground", models.CharField(blank=True, max_length=10, verbose_name="確定した根拠")),
                ("review_words", models.CharField(blank=True, max_length=300, verbose_name="審査のことば")),
                (
                    "acknowledged_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="受け取った職員",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                        verbose_name="記録した機関",
                    ),
                ),
                (
                    "provided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="渡した職員",
                    ),
                ),
                (
                    "receiver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                        verbose_name="渡した相手",
                    ),
                ),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="審査した職員",
                    ),
                ),
            ],
            options={
                "ordering": ["-provided_on", "-made_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("agency", models.F("receiver")), _negated=True),
                        name="provision_to_another",
                        violation_error_message="自分の機関に渡すことはできません。",
                    )
                ],
            },
        ),
        migrations.RunSQL(*walls.wall("sharing_provision", subject="subject_id", depth=2, gated=True)),
        migrations.RunSQL(
            "CREATE SEQUENCE sharing_provision_number", "DROP SEQUENCE sharing_provision_number"
        ),
        migrations.RunPython(let_count, migrations.RunPython.noop),
    ]
