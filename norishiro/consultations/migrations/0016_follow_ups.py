import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from norishiro.sharing import walls


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0008_duty"),
        ("consultations", "0015_examples"),
        ("people", "0007_cover_keys"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FollowUp",
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
                    "source",
                    models.CharField(
                        choices=[
                            ("SPECIAL_LOAN", "特例貸付を借りた世帯"),
                            ("RENT_BENEFIT", "住居確保給付金を受けた世帯"),
                        ],
                        max_length=16,
                        verbose_name="もと",
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("OWN", "自機関の業務（自分の機関が貸付・支給した）"),
                            ("CONSENT", "本人の同意で受け取った"),
                            ("K9", "支援会議で共有された（生活困窮者自立支援法第9条）"),
                            ("J6", "支援会議で共有された（社会福祉法第106条の6）"),
                        ],
                        max_length=8,
                        verbose_name="持っている根拠",
                    ),
                ),
                ("ground_on", models.DateField(blank=True, null=True, verbose_name="根拠の日")),
                (
                    "ground_words",
                    models.CharField(blank=True, max_length=200, verbose_name="どこから・何の会議で"),
                ),
                ("listed_on", models.DateField(verbose_name="載せた日")),
                ("next_on", models.DateField(blank=True, null=True, verbose_name="次に確かめる日")),
                ("needs", models.TextField(blank=True, verbose_name="分かった困りごと")),
                (
                    "state",
                    models.CharField(
                        choices=[("OPEN", "確かめている"), ("ENDED", "終えた")],
                        default="OPEN",
                        max_length=8,
                        verbose_name="状態",
                    ),
                ),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="終えた日")),
                ("ended_reason", models.CharField(blank=True, max_length=200, verbose_name="終えたわけ")),
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
                        related_name="follow_ups",
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
                        verbose_name="載せた職員",
                    ),
                ),
            ],
            options={
                "ordering": ["next_on", "listed_on", "id"],
                "indexes": [models.Index(fields=["agency", "state", "next_on"], name="follow_up_of_agency")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "OPEN")),
                        fields=("agency", "person", "source"),
                        name="follow_up_once",
                    )
                ],
            },
        ),
        migrations.RunSQL(*walls.wall("consultations_followup", subject="subject_id", depth=3, gated=True)),
    ]
