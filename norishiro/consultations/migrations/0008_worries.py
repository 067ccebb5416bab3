"""心配ごと: seen by who handed it in, under the hat it was handed in with, and by the window it went to."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from norishiro.sharing import walls

NUMBERS = "consultations_worry_number"
SEEN_BY = "(staff_id = gate_staff() AND agency_id = ANY (gate_agencies())) OR receiver_agency_id = ANY (gate_agencies())"


def let_count(apps, schema_editor):
    role = schema_editor.quote_name(settings.NORISHIRO_APP_ROLE)
    schema_editor.execute(f"GRANT USAGE ON SEQUENCE {NUMBERS} TO {role}")


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0002_organisation"),
        ("consultations", "0007_own_forms"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Worry",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="作成日時")),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="番号")),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("SCREEN", "スマートフォン・パソコンの画面"),
                            ("OWN_FORM", "任意の様式（紙・メール・FAX）"),
                            ("TALK", "会って・電話で直接"),
                        ],
                        default="SCREEN",
                        max_length=8,
                        verbose_name="どう届いたか",
                    ),
                ),
                ("teller", models.CharField(blank=True, max_length=120, verbose_name="伝えてくれた人")),
                ("told_on", models.DateField(verbose_name="伝えた日")),
                ("seen", models.TextField(verbose_name="見たこと・聞いたこと")),
                (
                    "who",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="だれのことか（空なら名前は分からない）"
                    ),
                ),
                ("place", models.CharField(max_length=200, verbose_name="どこで")),
                (
                    "hurry",
                    models.CharField(
                        choices=[
                            ("TODAY", "きょうのうちに"),
                            ("DAYS", "2〜3日のうちに"),
                            ("WATCH", "急がない・気にかけてほしい"),
                        ],
                        max_length=8,
                        verbose_name="どれくらい急ぐか",
                    ),
                ),
                (
                    "knows",
                    models.CharField(
                        choices=[
                            ("YES", "本人に話してある"),
                            ("NO", "本人にはまだ話していない"),
                            ("UNSURE", "分からない"),
                        ],
                        max_length=8,
                        verbose_name="本人は知っているか",
                    ),
                ),
                ("reply_to", models.CharField(blank=True, max_length=120, verbose_name="折り返しの連絡先")),
                ("taken_on", models.DateField(blank=True, null=True, verbose_name="受け取った日")),
                ("answered_on", models.DateField(blank=True, null=True, verbose_name="返事の日")),
                ("answer", models.TextField(blank=True, verbose_name="伝えた人への返事")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                        verbose_name="伝えた人の所属",
                    ),
                ),
                (
                    "consultation",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="worry",
                        to="consultations.consultation",
                        verbose_name="なった相談",
                    ),
                ),
                (
                    "receiver_agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                        verbose_name="届け先",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="書いた人",
                    ),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="受け取った人",
                    ),
                ),
            ],
            options={
                "ordering": ["-told_on", "-made_at"],
                "indexes": [
                    models.Index(fields=["receiver_agency", "-told_on"], name="worry_inbox"),
                    models.Index(fields=["staff", "-told_on"], name="worry_outbox"),
                ],
            },
        ),
        migrations.RunSQL(*walls.policy("consultations_worry", using=SEEN_BY)),
        migrations.RunSQL(f"CREATE SEQUENCE {NUMBERS}", f"DROP SEQUENCE {NUMBERS}"),
        migrations.RunPython(let_count, migrations.RunPython.noop),
    ]
