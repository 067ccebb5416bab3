"""Whose home is withheld today: of the people an office keeps on its lists, and of those a contractor was asked to visit.

A list keeps an address as its file had it. Who may not see a person's record does not see that something of it is withheld;
without this answer the list would go on showing it. It says which data of whom, and never what they are.
"""

from django.db import migrations

from norishiro.sharing import walls

QUESTION = f"""
CREATE FUNCTION evacuation_withheld() RETURNS TABLE (person uuid, field text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public AS $$
#variable_conflict use_column
DECLARE
    before text := current_setting('norishiro.maintenance', true);
    mine uuid[] := {walls.AGENCIES};
BEGIN
    PERFORM set_config('norishiro.maintenance', 'on', true);
    RETURN QUERY
        WITH listed AS (
            SELECT t.person_id FROM evacuation_target t WHERE t.agency_id = ANY (mine) AND t.person_id IS NOT NULL
            UNION
            SELECT v.subject_id FROM evacuation_visit v WHERE v.contractor_id = ANY (mine) AND v.subject_id IS NOT NULL
        )
        SELECT DISTINCT l.person_id, w.field::text FROM listed l JOIN people_withheld w ON w.until_on IS NULL
            AND (w.person_id = l.person_id
                 OR w.household_id IN (SELECT m.household_id FROM people_membership m
                                       WHERE m.person_id = l.person_id AND m.until_on IS NULL AND m.living_together))
        WHERE w.field IN ('ADDRESS', 'POSTAL', 'AREA', 'SHELTER', 'PHONE');
    PERFORM set_config('norishiro.maintenance', coalesce(before, ''), true);
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("evacuation", "0006_zone_counts"), ("people", "0007_cover_keys")]
    operations = [migrations.RunSQL(QUESTION, "DROP FUNCTION evacuation_withheld()")]
