"""利用停止 and 訂正: a stop shuts every grant on its subject at once, because no grant on it is seen any more.

Every wall and every question of the gate asks for a grant. So the prohibition stands in one place, in front of the grants
themselves: what is stopped has none, for pages, search, statistics and exports alike, from the next statement on.
"""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from norishiro.sharing.walls import LIVE, MINE

KEEPER = """
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY gate ON {table} USING ({using}) WITH CHECK ({using});
CREATE POLICY gate_keeper ON {table} TO CURRENT_USER USING (true) WITH CHECK (true);
"""
NO_KEEPER = """
DROP POLICY gate ON {table};
DROP POLICY gate_keeper ON {table};
ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
"""
OFFICE = "office_id = ANY (gate_agencies())"
OF_STOP = (
    "EXISTS (SELECT 1 FROM sharing_usestop s WHERE s.id = stop_id AND s.office_id = ANY (gate_agencies()))"
)
NOT_STOPPED = "subject_id <> ALL ((SELECT gate_stopped())::uuid[])"

STOPPED = """
-- The subjects nobody sees now, but for whom a law lets the actor in.
CREATE FUNCTION gate_stopped() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT coalesce(array_agg(s.subject_id), '{}') FROM sharing_usestop s
    WHERE s.lifted_at IS NULL AND s.from_at <= statement_timestamp()
      AND NOT EXISTS (SELECT 1 FROM sharing_stoppass p
                      WHERE p.stop_id = s.id AND p.staff_id = gate_staff()
                        AND p.from_at <= statement_timestamp() AND p.until_at > statement_timestamp())
$$;
"""

# A window of emergency shows a person past the gate: it closes with the stop, and none opens while it lasts.
WINDOWS = """
CREATE FUNCTION gate_close_windows() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
    UPDATE sharing_grant SET until_at = greatest(from_at, statement_timestamp())
    WHERE subject_id = NEW.subject_id AND source_kind = 'EMERGENCY'
      AND (until_at IS NULL OR until_at > statement_timestamp());
    RETURN NULL;
END $$;
CREATE TRIGGER close_windows AFTER INSERT ON sharing_usestop FOR EACH ROW EXECUTE FUNCTION gate_close_windows();
CREATE FUNCTION gate_open_no_window() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RETURN CASE WHEN NEW.subject_id = ANY (gate_stopped()) THEN NULL ELSE NEW END;
END $$;
CREATE TRIGGER open_no_window BEFORE INSERT ON sharing_grant FOR EACH ROW
    WHEN (NEW.source_kind = 'EMERGENCY') EXECUTE FUNCTION gate_open_no_window();
"""
NO_WINDOWS = """
DROP TRIGGER open_no_window ON sharing_grant;
DROP TRIGGER close_windows ON sharing_usestop;
DROP FUNCTION gate_open_no_window();
DROP FUNCTION gate_close_windows();
"""

# A correction opens with the record it belongs to; one of a person's own page (no basis) with the person.
NOTE = f"""
(basis <> '' AND EXISTS (SELECT 1 FROM sharing_grant g WHERE {MINE} AND g.subject_id = sharing_correctionnote.subject_id
    AND {LIVE} AND (g.categories & sharing_correctionnote.categories) = sharing_correctionnote.categories
    AND CASE g.ground WHEN 'OWN' THEN sharing_correctionnote.agency_id = ANY (gate_agencies())
        ELSE g.ground = sharing_correctionnote.basis AND g.depth >= 3 END)
 OR basis = '' AND EXISTS (SELECT 1 FROM sharing_grant g WHERE {MINE} AND g.subject_id = sharing_correctionnote.subject_id
    AND {LIVE} AND g.depth >= 2 AND (g.categories & 1) = 1))
AND NOT EXISTS (SELECT 1 FROM sharing_exclusion x WHERE x.subject_id = sharing_correctionnote.subject_id
    AND x.staff_id = gate_staff() AND (x.until_at IS NULL OR x.until_at > statement_timestamp()))
"""


def never_taken_back(apps, schema_editor):
    """The application lifts a stop; it never removes one, nor a look that was allowed, nor a correction."""
    role = schema_editor.quote_name(settings.NORISHIRO_APP_ROLE)
    for table in ("sharing_usestop", "sharing_stoppass", "sharing_correctionnote"):
        schema_editor.execute(f"REVOKE DELETE, TRUNCATE ON {table} FROM {role}")


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0003_on_call_by_hand"),
        ("sharing", "0006_emergency"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CorrectionNote",
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
                ("source", models.CharField(max_length=63, verbose_name="もとの表")),
                ("row_id", models.UUIDField(db_index=True, verbose_name="もとの行")),
                ("label", models.CharField(max_length=120, verbose_name="項目")),
                ("before", models.TextField(verbose_name="もとの内容")),
                ("after", models.TextField(blank=True, verbose_name="正しい内容")),
                ("refused", models.BooleanField(default=False, verbose_name="訂正しなかった")),
                ("statement", models.TextField(blank=True, verbose_name="本人の申し出")),
                ("decided_on", models.DateField(verbose_name="決めた日")),
                ("number", models.CharField(max_length=24, verbose_name="求めの番号")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                        verbose_name="記録した機関",
                    ),
                ),
            ],
            options={
                "ordering": ["decided_on", "made_at"],
            },
        ),
        migrations.CreateModel(
            name="UseStop",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="作成日時")),
                ("subject_id", models.UUIDField(db_index=True, verbose_name="対象")),
                ("law", models.CharField(max_length=120, verbose_name="根拠")),
                ("from_at", models.DateTimeField(verbose_name="始まり")),
                ("lifted_at", models.DateTimeField(blank=True, null=True, verbose_name="解いた日時")),
                ("lift_reason", models.CharField(blank=True, max_length=300, verbose_name="解いた理由")),
                (
                    "lifted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="解いた職員",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                        verbose_name="決めた機関",
                    ),
                ),
                (
                    "ordered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="決めた職員",
                    ),
                ),
            ],
            options={
                "ordering": ["-from_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("lifted_at__isnull", True)),
                        fields=("subject_id",),
                        name="use_stopped_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StopPass",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="作成日時")),
                ("law", models.CharField(max_length=120, verbose_name="根拠")),
                ("reason", models.CharField(max_length=300, verbose_name="理由")),
                ("from_at", models.DateTimeField(verbose_name="始まり")),
                ("until_at", models.DateTimeField(verbose_name="終わり")),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="認めた職員",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="見てよい職員",
                    ),
                ),
                (
                    "stop",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="passes",
                        to="sharing.usestop",
                    ),
                ),
            ],
            options={
                "ordering": ["-from_at"],
            },
        ),
        migrations.RunSQL(
            KEEPER.format(table="sharing_usestop", using=OFFICE), NO_KEEPER.format(table="sharing_usestop")
        ),
        migrations.RunSQL(
            KEEPER.format(table="sharing_stoppass", using=OF_STOP), NO_KEEPER.format(table="sharing_stoppass")
        ),
        migrations.RunSQL(
            KEEPER.format(table="sharing_correctionnote", using=NOTE),
            NO_KEEPER.format(table="sharing_correctionnote"),
        ),
        migrations.RunSQL(STOPPED, "DROP FUNCTION gate_stopped()"),
        migrations.RunSQL(WINDOWS, NO_WINDOWS),
        migrations.RunSQL(
            f"ALTER POLICY gate_read ON sharing_grant USING (recipient_id = ANY (gate_recipients()) AND {NOT_STOPPED})",
            "ALTER POLICY gate_read ON sharing_grant USING (recipient_id = ANY (gate_recipients()))",
        ),
        migrations.RunPython(never_taken_back, migrations.RunPython.noop),
    ]
