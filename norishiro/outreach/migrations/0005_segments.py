"""The lines of a contact become rows, each with its kind; what was written before is taken over by the usual rule."""

import django.db.models.deletion
import uuid
from django.db import migrations, models

from norishiro.sharing import walls

# One contact was one text and one 見立て: two segments. The kind is what the contact suggests (outreach.segments.usual_kind).
TAKE_OVER = """
SELECT set_config('norishiro.maintenance', 'on', true);
INSERT INTO outreach_segment (id, made_at, contact_id, "order", kind, source, source_agency_id, text)
SELECT gen_random_uuid(), c.made_at, c.id, 1,
       CASE WHEN c.method = 'AGENCY_CALL' THEN 'AGENCY' WHEN c.method = 'MEETING' THEN 'COURSE'
            WHEN c.met = 'FAMILY' THEN 'THIRD' ELSE 'DONE' END,
       CASE WHEN c.method = 'AGENCY_CALL' THEN coalesce(a.name, c.with_whom)
            WHEN c.method <> 'MEETING' AND c.met = 'FAMILY' THEN c.with_whom ELSE '' END,
       CASE WHEN c.method = 'AGENCY_CALL' THEN c.asked_agency_id END, c.body
FROM outreach_contact c LEFT JOIN agencies_agency a ON a.id = c.asked_agency_id
UNION ALL
SELECT gen_random_uuid(), c.made_at, c.id, 2, 'VIEW', '', NULL, c.impression
FROM outreach_contact c WHERE c.impression <> '';
SELECT set_config('norishiro.maintenance', '', true);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0002_organisation"),
        ("outreach", "0004_bulletin_gathering"),
    ]

    operations = [
        migrations.CreateModel(
            name="Segment",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="作成日時")),
                ("order", models.PositiveSmallIntegerField(verbose_name="順")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("SAID", "本人の発言"),
                            ("DONE", "本人の言動・事実"),
                            ("THIRD", "第三者から"),
                            ("AGENCY", "機関から"),
                            ("VIEW", "支援者の見立て"),
                            ("COURSE", "方針・審議"),
                        ],
                        max_length=8,
                        verbose_name="だれの話か",
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="話した人・機関")),
                ("text", models.TextField(verbose_name="内容")),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="segments",
                        to="outreach.contact",
                    ),
                ),
                (
                    "source_agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                        verbose_name="提供元の機関",
                    ),
                ),
            ],
            options={
                "ordering": ["order"],
                "constraints": [
                    models.UniqueConstraint(fields=("contact", "order"), name="segment_order_once")
                ],
            },
        ),
        migrations.RunSQL(
            *walls.inherited("outreach_segment", parent="outreach_contact", column="contact_id")
        ),
        migrations.RunSQL(TAKE_OVER, migrations.RunSQL.noop),
    ]
