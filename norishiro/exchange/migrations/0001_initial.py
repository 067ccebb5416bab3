"""What is brought in, seen by the agency that brings it and by nobody else."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from norishiro.sharing import walls

OWN = ("bringing", "brought")


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agencies", "0010_digest_alarm"),
        ("people", "0010_by_reading"),
        ("sharing", "0002_gate"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Bringing",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="作成日時")),
                (
                    "kind",
                    models.CharField(
                        choices=[("PEOPLE", "人と世帯の名簿")], max_length=8, verbose_name="ファイルの種類"
                    ),
                ),
                ("file_name", models.CharField(max_length=120, verbose_name="ファイルの名前")),
                ("fingerprint", models.CharField(max_length=64, verbose_name="中身の印")),
                ("layout", models.JSONField(default=dict, verbose_name="列の読み方")),
                ("headings", models.JSONField(default=list, verbose_name="見出し")),
                ("headings_mark", models.CharField(max_length=64, verbose_name="見出しの印")),
                ("coding", models.CharField(max_length=24, verbose_name="文字の種類")),
                ("sheet", models.CharField(blank=True, max_length=40, verbose_name="シート")),
                (
                    "other_sheets",
                    models.CharField(blank=True, max_length=500, verbose_name="読まなかったシート"),
                ),
                (
                    "forbidden",
                    models.CharField(blank=True, max_length=200, verbose_name="捨てた列（マイナンバー）"),
                ),
                ("above", models.PositiveIntegerField(default=0, verbose_name="見出しより上の行")),
                ("heading_lines", models.PositiveSmallIntegerField(default=1, verbose_name="見出しの行")),
                ("blank", models.PositiveIntegerField(default=0, verbose_name="空の行")),
                ("merged", models.PositiveIntegerField(default=0, verbose_name="ほどいた結合セル")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("READ", "確かめているところ"),
                            ("TAKING", "取り込みの途中"),
                            ("TAKEN", "取り込んだ"),
                            ("DROPPED", "やめた"),
                        ],
                        default="READ",
                        max_length=8,
                        verbose_name="様子",
                    ),
                ),
                (
                    "started_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="取り込みはじめた日時"),
                ),
                (
                    "cells_gone_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="もとの欄を消した日時"),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                        verbose_name="取り込む機関",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="読んだ職員",
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at"],
            },
        ),
        migrations.CreateModel(
            name="Brought",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="作成日時")),
                (
                    "what",
                    models.CharField(
                        choices=[("PERSON", "人"), ("HOUSEHOLD", "世帯")],
                        max_length=10,
                        verbose_name="何の番号か",
                    ),
                ),
                ("number", models.CharField(max_length=300, verbose_name="もとの番号")),
                ("target_id", models.UUIDField(verbose_name="いまの記録")),
                ("fingerprint", models.CharField(blank=True, max_length=64, verbose_name="中身の印")),
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
                    "bringing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="exchange.bringing"
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "what", "number"), name="brought_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="BroughtRow",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="作成日時")),
                ("line_no", models.PositiveIntegerField(verbose_name="行")),
                ("order", models.PositiveIntegerField(verbose_name="順")),
                (
                    "destination",
                    models.CharField(
                        choices=[
                            ("HELD", "入れない"),
                            ("DECIDE", "人が決める"),
                            ("MERGED", "登録のある人に結びつける"),
                            ("NEW", "新しく登録する"),
                            ("SAME", "前と同じ"),
                        ],
                        max_length=8,
                        verbose_name="行き先",
                    ),
                ),
                (
                    "choice",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "まだ決めていない"),
                            ("PERSON", "この人に結びつける"),
                            ("NEW", "別の人として登録する"),
                            ("LEAVE", "入れない"),
                        ],
                        default="",
                        max_length=8,
                        verbose_name="決めたこと",
                    ),
                ),
                ("number", models.CharField(max_length=300, verbose_name="もとの番号")),
                ("fingerprint", models.CharField(max_length=64, verbose_name="中身の印")),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="氏名")),
                ("flag", models.CharField(blank=True, max_length=12, verbose_name="支援措置の印")),
                ("values", models.JSONField(default=dict, verbose_name="読んだこと")),
                ("cells", models.JSONField(default=dict, verbose_name="もとの欄")),
                ("notes", models.JSONField(default=list, verbose_name="注記")),
                ("alike", models.JSONField(default=list, verbose_name="似た人")),
                ("done", models.BooleanField(default=False, verbose_name="取り込んだ")),
                (
                    "bringing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="exchange.bringing",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                        verbose_name="登録した人",
                    ),
                ),
            ],
            options={
                "ordering": ["line_no"],
                "indexes": [
                    models.Index(
                        fields=["bringing", "destination", "line_no"], name="exchange_br_bringin_213d49_idx"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("bringing", "line_no"), name="brought_line_once")
                ],
            },
        ),
        *(
            migrations.RunSQL(
                *walls.policy(f"exchange_{one}", using=f"exchange_{one}.agency_id = ANY ({walls.AGENCIES})")
            )
            for one in OWN
        ),
        migrations.RunSQL(
            *walls.inherited("exchange_broughtrow", parent="exchange_bringing", column="bringing_id")
        ),
    ]
