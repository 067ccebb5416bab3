"""A seat is taken for an agency: when the post there ends, the seat sees no further, whatever other post is kept."""

from django.db import migrations

FOLLOW = """
CREATE FUNCTION meetings_seats_follow_posts() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
    before text := current_setting('norishiro.maintenance', true);
    ends timestamptz := NEW.until_on::timestamp AT TIME ZONE 'Asia/Tokyo';
BEGIN
    IF EXISTS (SELECT 1 FROM agencies_appointment a
               WHERE a.staff_id = NEW.staff_id AND a.agency_id = NEW.agency_id AND a.id <> NEW.id
                 AND (a.until_on IS NULL OR a.until_on > NEW.until_on)) THEN
        RETURN NULL;
    END IF;
    PERFORM set_config('norishiro.maintenance', 'on', true);
    UPDATE sharing_grant g SET until_at = greatest(g.from_at, ends)
    FROM meetings_seat s
    WHERE s.staff_id = NEW.staff_id AND s.agency_id = NEW.agency_id AND s.ended_at IS NULL
      AND g.source_id = s.id AND g.source_kind = 'SEAT' AND (g.until_at IS NULL OR g.until_at > ends);
    UPDATE meetings_seat SET until_on = NEW.until_on
    WHERE staff_id = NEW.staff_id AND agency_id = NEW.agency_id AND ended_at IS NULL
      AND (until_on IS NULL OR until_on > NEW.until_on);
    PERFORM set_config('norishiro.maintenance', coalesce(before, ''), true);
    RETURN NULL;
END $$;
CREATE TRIGGER seats_follow_posts AFTER UPDATE OF until_on ON agencies_appointment FOR EACH ROW
    WHEN (NEW.until_on IS NOT NULL AND NEW.until_on IS DISTINCT FROM OLD.until_on)
    EXECUTE FUNCTION meetings_seats_follow_posts();
"""
UNDO = """
DROP TRIGGER seats_follow_posts ON agencies_appointment;
DROP FUNCTION meetings_seats_follow_posts();
"""


class Migration(migrations.Migration):
    dependencies = [("meetings", "0007_policy_lines"), ("sharing", "0010_grants_grounded")]
    operations = [migrations.RunSQL(FOLLOW, UNDO)]
