"""How many people began, and still are, at each of some places: numbers alone, past the wall.

Who runs the places, and whoever works with them, may know that somebody comes; who it is stays behind the wall.
根拠: docs/adr/0064-corporations.md
"""

from django.db import migrations

BUILD = """
CREATE FUNCTION matching_taken_at(wanted uuid[]) RETURNS TABLE (place_id uuid, begun bigint, live bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public AS $$
DECLARE before text := current_setting('norishiro.maintenance', true);
BEGIN
    PERFORM set_config('norishiro.maintenance', 'on', true);
    RETURN QUERY
        SELECT p.place_id, count(DISTINCT p.person_id), count(DISTINCT p.person_id) FILTER (WHERE p.ended_on IS NULL)
        FROM matching_participation p WHERE p.place_id = ANY (wanted) GROUP BY p.place_id;
    PERFORM set_config('norishiro.maintenance', coalesce(before, ''), true);
END $$;
"""
UNDO = "DROP FUNCTION matching_taken_at(uuid[]);"


class Migration(migrations.Migration):
    dependencies = [("matching", "0002_walls")]
    operations = [migrations.RunSQL(BUILD, UNDO)]
