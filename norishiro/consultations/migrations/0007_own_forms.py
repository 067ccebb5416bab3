"""What an agency received on its own ground is read by that agency alone, though others also have business there."""

from django.db import migrations

from norishiro.sharing import walls

TABLE = "consultations_consultation"
OWN_ONLY = f"""
DO $$
DECLARE usual text;
BEGIN
    SELECT pg_get_expr(polqual, polrelid) INTO STRICT usual FROM pg_policy
        WHERE polrelid = '{TABLE}'::regclass AND polname = 'gate';
    usual := format('(%s) AND (basis <> ''OWN'' OR agency_id = ANY (gate_agencies()))', usual);
    EXECUTE format('ALTER POLICY gate ON {TABLE} USING (%s) WITH CHECK (%s)', usual, usual);
END $$;
"""
BUILD, REMOVE = walls.wall(TABLE, subject="subject_id", depth=3, gated=True)


class Migration(migrations.Migration):
    dependencies = [("consultations", "0006_answers_and_lead")]
    operations = [migrations.RunSQL(OWN_ONLY, REMOVE + BUILD)]
