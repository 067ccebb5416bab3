"""Scans of oaths on paper, sealed. They know no resident, so no grant opens them: whoever runs the sitting keeps and
reads them, and the agency of whoever swore reads them."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from norishiro.sharing import walls

SITTING_OF = """
    EXISTS (SELECT 1 FROM meetings_oath o JOIN meetings_sitting s ON s.id = o.sitting_id
            JOIN meetings_body b ON b.id = s.body_id
            WHERE o.id = meetings_oathscan.oath_id AND o.on_paper AND ({who}))"""
RUNS = f"s.convener_id = ANY ({walls.AGENCIES}) OR b.preparer_id = ANY ({walls.AGENCIES})"
READS = f"{RUNS} OR o.agency_id = ANY ({walls.AGENCIES})"


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0008_seats_follow_posts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="OathScan",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="作成日時")),
                (
                    "kind",
                    models.CharField(
                        choices=[("PDF", "PDF"), ("JPEG", "写真（JPEG）"), ("PNG", "画像（PNG）")],
                        max_length=8,
                        verbose_name="種類",
                    ),
                ),
                ("size", models.PositiveIntegerField(verbose_name="大きさ（バイト）")),
                ("content", models.BinaryField(verbose_name="中身（封）")),
                (
                    "kept_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="付けた職員",
                    ),
                ),
                (
                    "oath",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scans",
                        to="meetings.oath",
                        verbose_name="紙の誓約書",
                    ),
                ),
            ],
            options={
                "verbose_name": "紙の誓約書の控え",
                "verbose_name_plural": "紙の誓約書の控え",
                "ordering": ["made_at", "id"],
            },
        ),
        migrations.RunSQL(
            *walls.policy(
                "meetings_oathscan", using=SITTING_OF.format(who=READS), check=SITTING_OF.format(who=RUNS)
            )
        ),
    ]
