"""What became of those who went to one place: how many reached which stage, stayed, ended and why. Numbers alone, past the wall.

Who it was stays behind the wall, and no number is shown exactly (``rules.told_band``).
根拠: docs/adr/0059-participation.md、個人情報の保護に関する法律第66条
"""

from django.db import migrations

BUILD = """
CREATE FUNCTION matching_experience_at(wanted uuid) RETURNS TABLE (what text, code text, people bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public AS $$
#variable_conflict use_column
DECLARE before text := current_setting('norishiro.maintenance', true);
BEGIN
    PERFORM set_config('norishiro.maintenance', 'on', true);
    RETURN QUERY
        WITH those AS (SELECT * FROM matching_participation p WHERE p.place_id = wanted)
        SELECT 'BEGUN', '', count(DISTINCT t.person_id) FROM those t
        UNION ALL
        SELECT 'LIVE', '', count(DISTINCT t.person_id) FROM those t WHERE t.ended_on IS NULL
        UNION ALL
        SELECT 'STAGE', s.stage::text, count(DISTINCT t.person_id)
        FROM those t JOIN matching_step s ON s.participation_id = t.id GROUP BY s.stage
        UNION ALL
        SELECT 'STAYED', c.months::text, count(DISTINCT t.person_id)
        FROM those t JOIN matching_check c ON c.participation_id = t.id WHERE c.going <> 'AWAY' GROUP BY c.months
        UNION ALL
        SELECT 'ENDED', t.end_reason::text, count(DISTINCT t.person_id)
        FROM those t WHERE t.ended_on IS NOT NULL GROUP BY t.end_reason;
    PERFORM set_config('norishiro.maintenance', coalesce(before, ''), true);
END $$;
"""
UNDO = "DROP FUNCTION matching_experience_at(uuid);"


class Migration(migrations.Migration):
    dependencies = [("matching", "0004_doings")]
    operations = [migrations.RunSQL(BUILD, UNDO)]
