import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from norishiro.sharing import walls


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0008_duty"),
        ("consultations", "0016_follow_ups"),
        ("people", "0007_cover_keys"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PovertyService",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="作成日時")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版")),
                ("changed_at", models.DateTimeField(auto_now=True, verbose_name="更新日時")),
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
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("SELF_RELIANCE", "自立相談支援"),
                            ("RENT_BENEFIT", "住居確保給付金"),
                            ("BUDGET", "家計改善支援"),
                            ("JOB", "就労準備・就労支援"),
                            ("LOAN", "貸付"),
                            ("STUDY", "子どもの学習・生活支援"),
                            ("SHELTER", "一時生活支援"),
                        ],
                        max_length=16,
                        verbose_name="事業",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("ASKED", "申し込んでいる"),
                            ("USING", "使っている"),
                            ("PAUSED", "休んでいる"),
                            ("ENDED", "終わった"),
                        ],
                        max_length=10,
                        verbose_name="状態",
                    ),
                ),
                ("started_on", models.DateField(blank=True, null=True, verbose_name="始まり")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="終わり")),
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
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="poverty_services",
                        to="people.person",
                        verbose_name="対象者",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="書いた職員",
                    ),
                ),
            ],
            options={
                "ordering": ["kind", "-started_on", "-made_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on__isnull", True),
                            ("started_on__isnull", True),
                            ("ended_on__gte", models.F("started_on")),
                            _connector="OR",
                        ),
                        name="poverty_service_period",
                        violation_error_message="終わりの日は、始まりの日からあとの日にしてください。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PovertyServiceDetail",
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
                ("text", models.TextField(verbose_name="くわしい内容")),
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
                    "service",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="detail",
                        to="consultations.povertyservice",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.RunSQL(
            *walls.wall("consultations_povertyservice", subject="subject_id", depth=2, gated=True)
        ),
        migrations.RunSQL(
            *walls.wall("consultations_povertyservicedetail", subject="subject_id", depth=3, gated=True)
        ),
    ]
