"""転送: a letter goes on to another window. The wall lets nobody give a row away, so one function does, and only for a
letter of one's own that was read and came to nothing yet. The sender is told where it is."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from norishiro.sharing import walls

EITHER = f"from_agency_id = ANY ({walls.AGENCIES}) OR to_agency_id = ANY ({walls.AGENCIES})"

DOORS = """
CREATE FUNCTION letter_pass_on(passed uuid, receiver uuid, sealed bytea, sealed_photo bytea) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $pass$
DECLARE
    before text := current_setting('norishiro.maintenance', true);
    mine uuid[] := gate_agencies();
    moved integer;
BEGIN
    PERFORM set_config('norishiro.maintenance', 'on', true);
    UPDATE letterbox_letter SET receiver_agency_id = receiver, content = sealed, photo = sealed_photo,
           taken_at = NULL, taken_by_id = NULL
     WHERE id = passed AND receiver_agency_id = ANY (mine) AND taken_at IS NOT NULL AND answered_at IS NULL
       AND consultation_id IS NULL
       AND EXISTS (SELECT 1 FROM letterbox_passing p WHERE p.letter_id = passed AND p.to_agency_id = receiver
                   AND p.from_agency_id = letterbox_letter.receiver_agency_id);
    GET DIAGNOSTICS moved = ROW_COUNT;
    PERFORM set_config('norishiro.maintenance', coalesce(before, ''), true);
    RETURN moved;
END $pass$;

DROP FUNCTION letter_answer(uuid);
CREATE FUNCTION letter_answer(key uuid)
RETURNS TABLE (letter_id uuid, posted_at timestamptz, taken_at timestamptz, answered_at timestamptz, declined boolean,
               answer bytea, passed_at timestamptz, passed_to varchar)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $answer$
#variable_conflict use_column
DECLARE
    before text := current_setting('norishiro.maintenance', true);
BEGIN
    PERFORM set_config('norishiro.maintenance', 'on', true);
    RETURN QUERY SELECT l.id, l.posted_at, l.taken_at, l.answered_at, l.declined, l.answer, p.passed_at, a.name
        FROM letterbox_letter l
        LEFT JOIN LATERAL (SELECT one.passed_at, one.to_agency_id FROM letterbox_passing one
                            WHERE one.letter_id = l.id ORDER BY one.passed_at DESC LIMIT 1) p ON true
        LEFT JOIN agencies_agency a ON a.id = p.to_agency_id
        WHERE l.receipt_key = key;
    PERFORM set_config('norishiro.maintenance', coalesce(before, ''), true);
END $answer$;
"""

BEFORE = """
DROP FUNCTION letter_pass_on(uuid, uuid, bytea, bytea);
DROP FUNCTION letter_answer(uuid);
CREATE FUNCTION letter_answer(key uuid)
RETURNS TABLE (letter_id uuid, posted_at timestamptz, taken_at timestamptz, answered_at timestamptz, declined boolean,
               answer bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $answer$
#variable_conflict use_column
DECLARE
    before text := current_setting('norishiro.maintenance', true);
BEGIN
    PERFORM set_config('norishiro.maintenance', 'on', true);
    RETURN QUERY SELECT l.id, l.posted_at, l.taken_at, l.answered_at, l.declined, l.answer
        FROM letterbox_letter l WHERE l.receipt_key = key;
    PERFORM set_config('norishiro.maintenance', coalesce(before, ''), true);
END $answer$;
"""


def agency(name, words):
    return (
        name,
        models.ForeignKey(
            on_delete=django.db.models.deletion.PROTECT,
            related_name="+",
            to="agencies.agency",
            verbose_name=words,
        ),
    )


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0005_window_guide"),
        ("letterbox", "0002_walls"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Passing",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="作成日時")),
                ("number", models.CharField(max_length=14, verbose_name="受付番号")),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("WISH", "送った人（本人）が、渡してよいと言った"),
                            ("LIFE", "命や体があぶない"),
                        ],
                        max_length=8,
                        verbose_name="渡してよいわけ",
                    ),
                ),
                ("words", models.CharField(max_length=300, verbose_name="受ける窓口への申し送り")),
                ("passed_at", models.DateTimeField(verbose_name="渡した時刻")),
                agency("from_agency", "渡した窓口"),
                agency("to_agency", "受ける窓口"),
                (
                    "letter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="passings",
                        to="letterbox.letter",
                        verbose_name="便り",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="渡した職員",
                    ),
                ),
            ],
            options={
                "ordering": ["-passed_at", "-id"],
                "indexes": [models.Index(fields=["from_agency", "-passed_at"], name="passing_of_agency")],
            },
        ),
        migrations.RunSQL(*walls.policy("letterbox_passing", using=EITHER)),
        migrations.RunSQL(DOORS, BEFORE),
    ]
