"""What a sheet needs to come to its end, the sorting meeting, and calls nobody gave a name for."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from norishiro.sharing import walls


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0004_records_role"),
        ("consultations", "0010_withheld_visitor"),
        ("people", "0004_protection_walls"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="consultation",
            name="interpreter",
            field=models.CharField(blank=True, max_length=120, verbose_name="通訳（だれが・どうやって）"),
        ),
        migrations.AddField(
            model_name="consultation",
            name="consultation_language",
            field=models.CharField(
                blank=True, max_length=40, verbose_name="相談で使ったことば（日本語でないとき）"
            ),
        ),
        migrations.AddField(
            model_name="supportrequest",
            name="sorted_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="振り分けを決めた人",
            ),
        ),
        migrations.AddField(
            model_name="supportrequest",
            name="sorted_on",
            field=models.DateField(blank=True, null=True, verbose_name="振り分けた日"),
        ),
        migrations.AddField(
            model_name="supportrequest",
            name="sorting",
            field=models.CharField(
                blank=True,
                choices=[
                    ("TAKE", "多機関協働へ（申込として受ける）"),
                    ("RETURN", "もとの窓口に戻す（提案を付ける）"),
                    ("OTHER_ROUTE", "ほかの道へ（どこへかを書く）"),
                ],
                max_length=12,
                verbose_name="振り分けの決定",
            ),
        ),
        migrations.AddField(
            model_name="supportrequest",
            name="sorting_origin",
            field=models.CharField(
                blank=True,
                choices=[
                    ("WINDOW", "窓口の相談"),
                    ("SELF_RELIANCE", "自立相談支援機関の相談"),
                    ("SPECIAL_LOAN", "特例貸付の借受世帯のその後"),
                    ("RENT_BENEFIT", "住居確保給付金の受給世帯のその後"),
                    ("OUTREACH", "訪問・アウトリーチで知った世帯"),
                    ("OTHER", "その他"),
                ],
                max_length=16,
                verbose_name="振り分け会議に載せたもと",
            ),
        ),
        migrations.AddField(
            model_name="supportrequest",
            name="sorting_reason",
            field=models.TextField(blank=True, verbose_name="振り分けの理由"),
        ),
        migrations.AddField(
            model_name="tsunagusheet",
            name="answered_by_name",
            field=models.CharField(blank=True, max_length=120, verbose_name="紙や電話で返事をした人"),
        ),
        migrations.AddField(
            model_name="tsunagusheet",
            name="copied_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="返事を書き写した職員",
            ),
        ),
        migrations.AddField(
            model_name="tsunagusheet",
            name="household",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.household",
                verbose_name="世帯全体のこと（空なら一人のこと）",
            ),
        ),
        migrations.AddField(
            model_name="tsunagusheet",
            name="household_count",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="世帯の人数（送った人が知るかぎり）"
            ),
        ),
        migrations.AddField(
            model_name="tsunagusheet",
            name="proposal",
            field=models.TextField(blank=True, verbose_name="代わりにできることの提案"),
        ),
        migrations.AddField(
            model_name="tsunagusheet",
            name="proposed_agency",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.agency",
                verbose_name="代わりに勧める機関",
            ),
        ),
        migrations.AddField(
            model_name="tsunagusheet",
            name="reminded_on",
            field=models.DateField(blank=True, null=True, verbose_name="最後に催促した日"),
        ),
        migrations.AddField(
            model_name="tsunagusheet",
            name="reminders",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="催促した回数"),
        ),
        migrations.AlterField(
            model_name="supportrequest",
            name="status",
            field=models.CharField(
                choices=[
                    ("SORTING", "振り分け待ち"),
                    ("APPLIED", "要否の回答待ち"),
                    ("NEEDED", "要（受理）"),
                    ("COORDINATED", "調整のみで対応"),
                    ("NOT_NEEDED", "不要（提案を返した）"),
                    ("OTHER_ROUTE", "ほかの道へ案内した"),
                    ("WITHDRAWN", "取り下げた"),
                ],
                default="APPLIED",
                max_length=12,
                verbose_name="状態",
            ),
        ),
        migrations.CreateModel(
            name="Call",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="作成日時")),
                ("called_on", models.DateField(verbose_name="受けた日")),
                ("called_at", models.TimeField(blank=True, null=True, verbose_name="受けた時刻")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("WINDOW", "窓口に来た"),
                            ("PHONE", "電話"),
                            ("VISIT", "訪問"),
                            ("LETTER", "手紙・FAX"),
                            ("WEB", "ウェブ"),
                            ("MAIL", "メール"),
                            ("SHEET", "つなぐシート（紙・ほかの様式も）"),
                            ("IBASHO", "居場所・サロンでの会話"),
                            ("MEETING", "会議の場"),
                            ("OTHER", "その他"),
                        ],
                        default="PHONE",
                        max_length=12,
                        verbose_name="受け方",
                    ),
                ),
                ("text", models.CharField(max_length=200, verbose_name="ひとこと")),
                (
                    "language",
                    models.CharField(blank=True, max_length=40, verbose_name="ことば（日本語でないとき）"),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                        verbose_name="受けた機関",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="受けた職員",
                    ),
                ),
            ],
            options={
                "ordering": ["-called_on", "-made_at"],
                "indexes": [models.Index(fields=["agency", "-called_on"], name="call_of_agency")],
            },
        ),
        # Nobody is named in a call: it belongs to the agency that took it.
        migrations.RunSQL(*walls.policy("consultations_call", using="agency_id = ANY (gate_agencies())")),
    ]
