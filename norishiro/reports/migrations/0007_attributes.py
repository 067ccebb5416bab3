"""Of whom the records of a time are, in broad codes: ten years of age, sex, kind of household, what troubles them.

Numbers of records and codes only, nothing of any content, no name and no day of birth. It is joined to the counting functions,
so it never tells of more records than they do. 根拠: docs/adr/0075-questions.md
"""

from importlib import import_module

from django.db import migrations

counting = import_module("norishiro.reports.migrations.0002_counting")

# A household is told by who is registered as living together on the day; a person in none has none.
ATTRIBUTES = """
    WITH e AS (
        SELECT o.id AS entry, o.person_id AS who FROM outreach_contact o
        WHERE o.happened_on >= first_day AND o.happened_on < after_day AND o.person_id IS NOT NULL
        UNION
        SELECT o.id, n.person_id FROM outreach_contact o JOIN outreach_present n ON n.contact_id = o.id
        WHERE o.happened_on >= first_day AND o.happened_on < after_day
        UNION
        SELECT c.id, c.person_id FROM consultations_consultation c
        WHERE c.received_on >= first_day AND c.received_on < after_day
    ), known AS (
        SELECT DISTINCT e.entry, coalesce(w.merged_into_id, w.id) AS person FROM e JOIN people_person w ON w.id = e.who
    ), told AS (
        SELECT p.id AS person, p.sex::text AS sex,
               CASE WHEN extract(year FROM age(on_day, p.birth_earliest))::integer / 10
                         = extract(year FROM age(on_day, p.birth_latest))::integer / 10
                    THEN lpad((least(extract(year FROM age(on_day, p.birth_latest))::integer / 10, 9) * 10)::text, 2, '0')
                    ELSE '' END AS decade,
               coalesce((
                   SELECT CASE WHEN count(*) = 1 THEN 'ALONE'
                               WHEN bool_or(q.birth_earliest > on_day - interval '18 years') THEN 'CHILD'
                               WHEN bool_and(coalesce(q.birth_latest <= on_day - interval '65 years', false)) THEN 'OLD'
                               ELSE 'OTHER' END
                   FROM people_membership m JOIN people_person q ON q.id = m.person_id
                   WHERE m.living_together AND m.from_on <= on_day AND (m.until_on IS NULL OR m.until_on > on_day)
                     AND m.household_id = (
                         SELECT s.household_id FROM people_membership s
                         WHERE s.person_id = p.id AND s.living_together AND s.from_on <= on_day
                           AND (s.until_on IS NULL OR s.until_on > on_day)
                         ORDER BY s.from_on DESC, s.id LIMIT 1)
                   HAVING count(*) > 0), '') AS home,
               ARRAY(SELECT DISTINCT n.national_code::text
                     FROM consultations_concern n
                     JOIN consultations_consultation c ON c.id = n.consultation_id
                     JOIN people_person q ON q.id = c.person_id
                     WHERE coalesce(q.merged_into_id, q.id) = p.id AND c.received_on <= on_day) AS troubles
        FROM people_person p WHERE p.id IN (SELECT k.person FROM known k)
    )
    SELECT k.entry, k.person, t.decade, t.sex, t.home, t.troubles FROM known k JOIN told t ON t.person = k.person
"""
BUILD = f"""
CREATE FUNCTION report_attributes(first_day date, after_day date, on_day date)
RETURNS TABLE (entry uuid, person uuid, decade text, sex text, home text, troubles text[])
{counting.BEHIND.format(query=ATTRIBUTES.strip())}
"""
UNDO = "DROP FUNCTION report_attributes(date, date, date);"


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0005_catalogue"),
        ("people", "0005_merges"),
        ("consultations", "0013_gathering"),
    ]
    operations = [migrations.RunSQL(BUILD, UNDO)]
