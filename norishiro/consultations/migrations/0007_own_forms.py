"""What an agency received on its own ground is read by that agency alone, though others also have business there."""

from django.db import migrations

TABLE = "consultations_consultation"
OWN_ONLY = f"""
CREATE POLICY own_forms ON {TABLE} AS RESTRICTIVE
    USING (
        basis <> 'OWN' OR agency_id = ANY (gate_agencies())
        OR current_setting('norishiro.maintenance', true) = 'on'
    );
"""


class Migration(migrations.Migration):
    dependencies = [("consultations", "0006_answers_and_lead")]
    operations = [migrations.RunSQL(OWN_ONLY, f"DROP POLICY own_forms ON {TABLE};")]
