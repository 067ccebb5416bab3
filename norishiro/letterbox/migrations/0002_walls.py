"""The wall of the box: its window opens it; from outside a letter can be added, and two questions are answered.

``letter_answer`` tells whoever has the mark of number and secret word what became of that one letter; ``letter_times``
tells whoever has a status card when letters came in by that entrance. Neither tells a word of what was written.
"""

from django.db import migrations

from norishiro.sharing import walls

UNTOUCHED = (
    "gate_staff() IS NULL AND origin = 'SCREEN' AND taken_at IS NULL AND taken_by_id IS NULL AND answered_at IS NULL"
    " AND answered_by_id IS NULL AND answer IS NULL AND NOT declined AND consultation_id IS NULL"
)

DOORS = (
    """
CREATE POLICY slot ON letterbox_letter FOR INSERT WITH CHECK (%s);

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

CREATE FUNCTION letter_times(card uuid, most integer)
RETURNS TABLE (number varchar, posted_at timestamptz, taken_at timestamptz, answered_at timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $times$
#variable_conflict use_column
DECLARE
    before text := current_setting('norishiro.maintenance', true);
BEGIN
    PERFORM set_config('norishiro.maintenance', 'on', true);
    RETURN QUERY SELECT l.number, l.posted_at, l.taken_at, l.answered_at
        FROM letterbox_letter l JOIN letterbox_statuscard s ON s.entrance_id = l.entrance_id
        WHERE s.id = card ORDER BY l.posted_at DESC, l.id LIMIT least(most, 50);
    PERFORM set_config('norishiro.maintenance', coalesce(before, ''), true);
END $times$;
"""
    % UNTOUCHED
)

GONE = """
DROP FUNCTION letter_times(uuid, integer);
DROP FUNCTION letter_answer(uuid);
DROP POLICY slot ON letterbox_letter;
"""


class Migration(migrations.Migration):
    dependencies = [("letterbox", "0001_initial"), ("sharing", "0002_gate")]
    operations = [
        migrations.RunSQL(
            *walls.policy("letterbox_letter", using=f"receiver_agency_id = ANY ({walls.AGENCIES})")
        ),
        migrations.RunSQL(DOORS, GONE),
    ]
