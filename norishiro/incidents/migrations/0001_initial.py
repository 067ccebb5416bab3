"""The walls of this room, and the one question that acts as the owner for it: whom somebody saw between two moments."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from norishiro.sharing import walls

REVIEWED = "(SELECT look_agencies('{MANAGER,SUPERVISOR}'))::uuid[]"
MINE = f"told_by_id = {walls.STAFF}"

EXTENT = """
-- The persons a member of staff saw, by themselves or as those their cases were about that day. Numbers only, and only of looks
-- in agencies whose looks the asker answers for.
CREATE FUNCTION incident_extent(who uuid, from_at timestamptz, until_at timestamptz)
RETURNS TABLE (person uuid, looks integer, first_at timestamptz, last_at timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
#variable_conflict use_column
DECLARE
    before text := current_setting('norishiro.maintenance', true);
    mine uuid[] := look_agencies('{MANAGER,SUPERVISOR}');
BEGIN
    PERFORM set_config('norishiro.maintenance', 'on', true);
    RETURN QUERY
        WITH seen AS MATERIALIZED (
            SELECT l.subject_id, l.at FROM watching_look l
            WHERE l.staff_id = who AND l.at >= incident_extent.from_at AND l.at < incident_extent.until_at
              AND l.outcome IN ('SHOWN', 'TOLD') AND l.subject_id IS NOT NULL AND l.agency_id = ANY (mine)),
        found AS (
            SELECT p.id AS person, s.at FROM seen s JOIN people_person p ON p.id = s.subject_id
            UNION ALL
            SELECT m.person_id, s.at FROM seen s JOIN cases_casemember m ON m.case_id = s.subject_id
            WHERE m.from_on <= (s.at AT TIME ZONE 'Asia/Tokyo')::date
              AND (m.until_on IS NULL OR m.until_on > (s.at AT TIME ZONE 'Asia/Tokyo')::date))
        SELECT f.person, count(*)::integer, min(f.at), max(f.at) FROM found f GROUP BY f.person;
    PERFORM set_config('norishiro.maintenance', coalesce(before, ''), true);
END $$;
"""
WALLS = (
    ("incidents_incident", f"agency_id = ANY ({REVIEWED}) OR {MINE}", None),
    *(
        (
            table,
            f"EXISTS (SELECT 1 FROM incidents_incident i WHERE i.id = {table}.incident_id AND i.agency_id = ANY ({REVIEWED}))",
            None,
        )
        for table in ("incidents_span", "incidents_affected")
    ),
)


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agencies", "0011_area_maps"),
        ("cases", "0010_not_running"),
        ("watching", "0005_told_to_whom"),  # whose looks somebody answers for
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Incident",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="作成日時")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版")),
                ("changed_at", models.DateTimeField(auto_now=True, verbose_name="更新日時")),
                ("name", models.CharField(max_length=80, verbose_name="呼び名")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("SENT", "まちがえて送った・渡した（ファックス・メール・郵便・手渡し）"),
                            ("LOST", "なくした・盗まれた（紙・USB・パソコン・電話）"),
                            ("SEEN", "見えるところに出ていた・話が聞こえていた"),
                            ("LOOKED", "仕事に関わりのない閲覧があった"),
                            ("TAKEN", "持ち出された・ほかのことに使われた"),
                            ("ENTERED", "外から入られた・ウイルスにかかった"),
                            ("BROKEN", "消えた・こわれた・書きかえられた"),
                            ("OTHER", "そのほか・まだ分からない"),
                        ],
                        max_length=8,
                        verbose_name="何があったか",
                    ),
                ),
                ("told_at", models.DateTimeField(verbose_name="知らせた日時")),
                ("known_on", models.DateField(verbose_name="気づいた日")),
                (
                    "sensitive",
                    models.CharField(
                        choices=[("YES", "ある"), ("MAYBE", "あるかもしれない"), ("NO", "ない")],
                        default="MAYBE",
                        max_length=6,
                        verbose_name="要配慮個人情報",
                    ),
                ),
                (
                    "harm",
                    models.CharField(
                        choices=[("YES", "ある"), ("MAYBE", "あるかもしれない"), ("NO", "ない")],
                        default="MAYBE",
                        max_length=6,
                        verbose_name="お金の被害のおそれ",
                    ),
                ),
                (
                    "malicious",
                    models.CharField(
                        choices=[("YES", "ある"), ("MAYBE", "あるかもしれない"), ("NO", "ない")],
                        default="MAYBE",
                        max_length=6,
                        verbose_name="わざと行われたおそれ",
                    ),
                ),
                ("others", models.PositiveIntegerField(default=0, verbose_name="範囲のほかの本人の数")),
                ("outline", models.TextField(verbose_name="概要")),
                ("items", models.TextField(blank=True, verbose_name="もれた情報の項目")),
                ("cause", models.TextField(blank=True, verbose_name="原因")),
                ("second_harm", models.TextField(blank=True, verbose_name="二次被害と、そのおそれ")),
                ("to_persons", models.TextField(blank=True, verbose_name="本人への対応")),
                ("publication", models.TextField(blank=True, verbose_name="公表")),
                ("prevention", models.TextField(blank=True, verbose_name="再発を防ぐこと")),
                ("other", models.TextField(blank=True, verbose_name="そのほか")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("OPEN", "調べている"),
                            ("FIRST", "速報をした"),
                            ("FINAL", "確報をした"),
                            ("WITHOUT", "報告しないで終わった"),
                        ],
                        default="OPEN",
                        max_length=8,
                        verbose_name="状態",
                    ),
                ),
                ("first_on", models.DateField(blank=True, null=True, verbose_name="速報をした日")),
                ("final_on", models.DateField(blank=True, null=True, verbose_name="確報をした日")),
                ("settled_words", models.TextField(blank=True, verbose_name="報告しないわけ")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                        verbose_name="どこで",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="終えた職員",
                    ),
                ),
                (
                    "told_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="知らせた職員",
                    ),
                ),
            ],
            options={
                "ordering": ["-known_on", "-made_at"],
            },
        ),
        migrations.CreateModel(
            name="Affected",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="作成日時")),
                ("person_id", models.UUIDField(db_index=True, verbose_name="本人")),
                ("looks", models.PositiveIntegerField(verbose_name="閲覧の数")),
                ("first_at", models.DateTimeField(verbose_name="はじめ")),
                ("last_at", models.DateTimeField(verbose_name="おわり")),
                ("told_on", models.DateField(blank=True, null=True, verbose_name="知らせた日")),
                (
                    "how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("LETTER", "文書を送った・渡した"),
                            ("MET", "会って話した"),
                            ("PHONE", "電話で話した"),
                            ("INSTEAD", "知らせられないので、代わりのことをした（公表・相談の窓口など）"),
                        ],
                        max_length=8,
                        verbose_name="知らせ方",
                    ),
                ),
                (
                    "told_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="知らせた職員",
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="affected",
                        to="incidents.incident",
                    ),
                ),
            ],
            options={
                "ordering": ["told_on", "first_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Span",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="作成日時")),
                ("from_at", models.DateTimeField(verbose_name="いつから")),
                ("until_at", models.DateTimeField(verbose_name="いつまで")),
                ("people", models.PositiveIntegerField(verbose_name="本人の数")),
                ("looks", models.PositiveIntegerField(verbose_name="閲覧の数")),
                (
                    "counted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="調べた職員",
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="spans",
                        to="incidents.incident",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="見た職員",
                    ),
                ),
            ],
            options={
                "ordering": ["made_at"],
            },
        ),
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(fields=["state", "known_on"], name="incident_to_do"),
        ),
        migrations.AddConstraint(
            model_name="affected",
            constraint=models.UniqueConstraint(fields=("incident", "person_id"), name="affected_once"),
        ),
        *(migrations.RunSQL(*walls.policy(table, using=using, check=check)) for table, using, check in WALLS),
        migrations.RunSQL(EXTENT, "DROP FUNCTION incident_extent(uuid, timestamptz, timestamptz)"),
    ]
