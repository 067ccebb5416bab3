"""Whether somebody whose use is stopped is called so: before a withdrawal is taken, so that it is the right person's."""

from django.db import migrations

CALLED = """
-- Answered only to whoever may take the person's withdrawal; the name itself is told to nobody.
CREATE FUNCTION people_is_called(asked uuid, written text, read text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
    before text := current_setting('norishiro.maintenance', true);
    called boolean;
BEGIN
    PERFORM set_config('norishiro.maintenance', 'on', true);
    SELECT EXISTS (SELECT 1 FROM people_person p
                   WHERE p.id = asked AND (p.name_key <> '' AND p.name_key = written OR p.kana_key <> '' AND p.kana_key = read))
       AND EXISTS (SELECT 1 FROM gate_stopped_consents() s WHERE s.person_id = asked)
    INTO called;
    PERFORM set_config('norishiro.maintenance', coalesce(before, ''), true);
    RETURN called;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0007_cover_keys"), ("sharing", "0011_stopped_consents")]
    operations = [migrations.RunSQL(CALLED, "DROP FUNCTION people_is_called(uuid, text, text)")]
