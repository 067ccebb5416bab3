"""Whether a consultation is somebody's first is decided where the reports count it, for the statistics of a base too.

根拠: docs/adr/0072-catalogue.md
"""

from importlib import import_module

from django.db import migrations

money = import_module("norishiro.policies.migrations.0002_money")

BUILD = """
CREATE OR REPLACE FUNCTION base_consultations(first_day date, after_day date, bases uuid[], own uuid[])
RETURNS TABLE (entry uuid, on_day date, codes text[], is_new boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public AS $$
#variable_conflict use_column
DECLARE before text := current_setting('norishiro.maintenance', true);
BEGIN
    PERFORM set_config('norishiro.maintenance', 'on', true);
    RETURN QUERY
    SELECT r.entry, r.on_day,
           ARRAY(SELECT DISTINCT n.national_code::text FROM consultations_concern n WHERE n.consultation_id = r.entry),
           r.kind = 'FIRST'
    FROM report_consultations(first_day, after_day, 'BASE', bases, '{}', own) r;
    PERFORM set_config('norishiro.maintenance', coalesce(before, ''), true);
END $$;
"""
BEFORE = money.BUILD.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1)


class Migration(migrations.Migration):
    dependencies = [("policies", "0002_money"), ("reports", "0009_states_end")]
    operations = [migrations.RunSQL(BUILD, BEFORE)]
