"""One question about a case that everybody who sees it must get the same answer to: is somebody's whereabouts withheld?

Who may not see the person does not see that something of theirs is withheld. Without this answer they would be shown the
places around that person's home. It says yes or no, and of whom to nobody.
"""

from django.db import migrations

QUESTION = """
CREATE FUNCTION surroundings_withheld(asked uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public AS $$
DECLARE
    before text := current_setting('norishiro.maintenance', true);
    answer boolean;
BEGIN
    IF NOT gate_holds(asked) THEN RETURN true; END IF;
    PERFORM set_config('norishiro.maintenance', 'on', true);
    SELECT EXISTS (
        SELECT 1 FROM people_withheld w, cases_case c
        WHERE c.id = asked AND w.until_on IS NULL
          AND w.field IN ('ADDRESS', 'AREA', 'SHELTER', 'SCHOOL', 'WORKPLACE')
          AND (w.household_id = c.household_id
               OR w.person_id IN (SELECT m.person_id FROM cases_casemember m WHERE m.case_id = c.id)
               OR w.person_id IN (SELECT m.person_id FROM people_membership m
                                  WHERE m.household_id = c.household_id AND m.until_on IS NULL))) INTO answer;
    PERFORM set_config('norishiro.maintenance', coalesce(before, ''), true);
    RETURN answer;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("surroundings", "0002_walls"),
        ("people", "0004_protection_walls"),
        ("cases", "0003_walls"),
    ]
    operations = [migrations.RunSQL(QUESTION, "DROP FUNCTION surroundings_withheld(uuid)")]
