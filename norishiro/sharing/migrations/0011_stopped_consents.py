"""A withdrawal is always possible, also while the person's use is stopped (ADR 0035).

The wall of the consents stays as it is: what is stopped has no grant, and without a grant no row is read. Two functions
answer past it, with nothing but what somebody must know to take a withdrawal, and with nothing but a withdrawal written.
"""

from django.db import migrations

from norishiro.sharing.walls import LIVE

FUNCTIONS = f"""
-- The living consents of people whose use is stopped, to whoever may take their withdrawal: the agency that took the
-- consent, agencies whose own work it is with the person, and the office that stopped the use. Nobody shut out by name.
CREATE FUNCTION gate_stopped_consents()
RETURNS TABLE (id uuid, person_id uuid, asked_on date, taken_by uuid, asked_by uuid, wording_version text,
               categories integer, until_on date, receivers uuid[], kinds text[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
#variable_conflict use_column
DECLARE before text := current_setting('norishiro.maintenance', true);
BEGIN
    PERFORM set_config('norishiro.maintenance', 'on', true);
    RETURN QUERY
    SELECT c.id, c.person_id, c.asked_on, c.agency_id, c.asked_by_id, c.wording_version::text, c.categories::integer,
           c.until_on,
           ARRAY(SELECT r.agency_id FROM sharing_consentrecipient r
                 WHERE r.consent_id = c.id AND r.categories > 0 AND (r.until_on IS NULL OR r.until_on > t.today)
                 ORDER BY r.agency_id),
           ARRAY(SELECT k.field::text FROM sharing_consentkind k WHERE k.consent_id = c.id ORDER BY k.field)
    FROM sharing_consent c, (SELECT (statement_timestamp() AT TIME ZONE 'Asia/Tokyo')::date AS today) t
    WHERE gate_staff() IS NOT NULL AND c.person_id = ANY (gate_stopped())
      AND c.state = 'GIVEN' AND (c.until_on IS NULL OR c.until_on > t.today)
      AND NOT EXISTS (SELECT 1 FROM sharing_exclusion x WHERE x.subject_id = c.person_id AND x.staff_id = gate_staff()
                      AND (x.until_at IS NULL OR x.until_at > statement_timestamp()))
      AND (c.agency_id = ANY (gate_agencies())
           OR EXISTS (SELECT 1 FROM sharing_usestop s WHERE s.subject_id = c.person_id AND s.lifted_at IS NULL
                      AND s.from_at <= statement_timestamp() AND s.office_id = ANY (gate_agencies()))
           OR EXISTS (SELECT 1 FROM sharing_grant g WHERE g.subject_id = c.person_id AND g.ground = 'OWN'
                      AND g.depth >= 2 AND g.recipient_id = ANY (gate_recipients()) AND {LIVE}));
    PERFORM set_config('norishiro.maintenance', coalesce(before, ''), true);
END $$;

-- Take one of them back: its grants end now, on the person and on every case it had reached. Answers whose consent it
-- was and how many grants ended; nothing where gate_stopped_consents does not answer it.
CREATE FUNCTION gate_withdraw_stopped(asked uuid, said text) RETURNS TABLE (person_id uuid, ended integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
#variable_conflict use_column
DECLARE
    before text := current_setting('norishiro.maintenance', true);
    whose uuid;
    number integer;
BEGIN
    PERFORM set_config('norishiro.maintenance', 'on', true);
    PERFORM 1 FROM sharing_consent c WHERE c.id = asked FOR UPDATE;
    SELECT s.person_id INTO whose FROM gate_stopped_consents() s WHERE s.id = asked;
    IF whose IS NULL THEN
        PERFORM set_config('norishiro.maintenance', coalesce(before, ''), true);
        RETURN;
    END IF;
    UPDATE sharing_consent SET state = 'WITHDRAWN', withdrawn_at = statement_timestamp(), withdrawn_by_id = gate_staff(),
        withdrawal_words = said WHERE id = asked;
    UPDATE sharing_grant SET until_at = greatest(from_at, statement_timestamp())
    WHERE source_id = asked AND source_kind = 'CONSENT' AND (until_at IS NULL OR until_at > statement_timestamp());
    GET DIAGNOSTICS number = ROW_COUNT;
    PERFORM set_config('norishiro.maintenance', coalesce(before, ''), true);
    RETURN QUERY SELECT whose, number;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("sharing", "0010_grants_grounded")]
    operations = [
        migrations.RunSQL(
            FUNCTIONS,
            "DROP FUNCTION gate_withdraw_stopped(uuid, text); DROP FUNCTION gate_stopped_consents();",
        )
    ]
