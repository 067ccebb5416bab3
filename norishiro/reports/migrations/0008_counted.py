"""By which of two 事業 a visit is counted that was written down under both; whatever was set aside is counted nowhere.

根拠: docs/adr/0077-counted-once.md
"""

import uuid
from importlib import import_module

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from norishiro.sharing import walls

counting = import_module("norishiro.reports.migrations.0002_counting")
catalogue = import_module("norishiro.reports.migrations.0005_catalogue")

# Read once for a question: what the newest decision about two records leaves out.
ASIDE = """ARRAY(
          SELECT CASE d.counts WHEN 'OTHER' THEN d.one_id ELSE d.other_id END FROM reports_counted d
          WHERE d.counts <> 'BOTH' AND NOT EXISTS (
              SELECT 1 FROM reports_counted n
              WHERE n.one_id = d.one_id AND n.other_id = d.other_id AND (n.made_at, n.id) > (d.made_at, d.id)))"""
CONTACTS = f"{counting.CONTACTS.strip()}\n      AND c.id <> ALL ({ASIDE})"
STANDS = "AND NOT EXISTS (SELECT 1 FROM outreach_contact n WHERE n.supersedes_id = o.id)"
PARTICIPATIONS = catalogue.PARTICIPATIONS.strip().replace(
    STANDS, f"{STANDS}\n          AND o.id <> ALL ({ASIDE})"
)


def functions(contacts: str, participations: str) -> str:
    kinds = "kind text, act text, unit uuid, person uuid"
    return f"""
CREATE OR REPLACE FUNCTION report_contacts({counting.ARGUMENTS})
RETURNS TABLE ({counting.COUNTED}, method text, met text, kind text, unit uuid, household uuid, person uuid, leads boolean)
{counting.BEHIND.format(query=contacts)}
CREATE OR REPLACE FUNCTION report_participations({counting.ARGUMENTS}) RETURNS TABLE ({counting.COUNTED}, {kinds})
{counting.BEHIND.format(query=participations)}
"""


SEEN = "EXISTS (SELECT 1 FROM outreach_contact c WHERE c.id = reports_counted.{})"


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("agencies", "0010_digest_alarm"),
        ("outreach", "0017_contact_of_day"),
        ("reports", "0007_attributes"),
    ]
    operations = [
        migrations.CreateModel(
            name="Counted",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="作成日時")),
                (
                    "counts",
                    models.CharField(
                        choices=[
                            ("ONE", "はじめの記録だけ"),
                            ("OTHER", "あとの記録だけ"),
                            ("BOTH", "どちらも数える"),
                        ],
                        max_length=5,
                        verbose_name="どれを数えるか",
                    ),
                ),
                ("reason", models.CharField(max_length=200, verbose_name="わけ")),
                ("decided_on", models.DateField(verbose_name="決めた日")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                        verbose_name="決めた機関",
                    ),
                ),
                (
                    "one",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="outreach.contact",
                        verbose_name="はじめの記録",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="outreach.contact",
                        verbose_name="あとの記録",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="決めた職員",
                    ),
                ),
            ],
            options={
                "verbose_name": "どちらの事業で数えるか",
                "ordering": ["-made_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("one__lt", models.F("other"))), name="counted_in_order"
                    )
                ],
            },
        ),
        migrations.RunSQL(
            *walls.policy("reports_counted", using=f"{SEEN.format('one_id')} AND {SEEN.format('other_id')}")
        ),
        migrations.RunSQL(
            functions(CONTACTS, PARTICIPATIONS),
            functions(counting.CONTACTS.strip(), catalogue.PARTICIPATIONS.strip()),
        ),
    ]
