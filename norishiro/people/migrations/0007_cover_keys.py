"""Covering reaches the keys by which names are found too: a name that holds an address is found by no part of it.
A key is written in katakana and folded otherwise than an address, so it is set anew from the covered name.

And a text that is full to its last letter stays within its column when a word in it is covered.
"""

from django.db import migrations

from norishiro.core.withheld import COVER

COVER_FUNCTION = f"""
-- Words are folded and at least four letters long; anything shorter would empty the town's texts.
CREATE OR REPLACE FUNCTION withheld_cover(words text[])
RETURNS TABLE (place text, record uuid, pieces text[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $cover$
#variable_conflict use_column
DECLARE
    pattern text;
    kept text[];
    spot record;
    line record;
    after text;
    cut text[];
BEGIN
    SELECT array_agg(w ORDER BY length(w) DESC, w) INTO kept FROM unnest(words) w WHERE length(w) >= 4;
    IF gate_staff() IS NULL OR kept IS NULL THEN RETURN; END IF;
    PERFORM set_config('norishiro.maintenance', 'on', true);
    SELECT string_agg(withheld_pattern(w) || 'ー*', '|' ORDER BY length(w) DESC, w) INTO pattern FROM unnest(kept) w;
    FOR spot IN
        SELECT c.table_name AS of_table, c.column_name AS of_column, c.data_type = 'jsonb' AS is_json,
               c.character_maximum_length AS longest,
               (SELECT k.column_name FROM information_schema.columns k
                WHERE k.table_schema = 'public' AND k.table_name = c.table_name
                  AND k.column_name = CASE WHEN c.column_name IN ('name', 'subject_name') THEN 'name_key'
                                           WHEN c.column_name IN ('kana', 'subject_kana') THEN 'kana_key'
                                           WHEN c.column_name = 'alias' THEN 'alias_key' END) AS key_column
        FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
        WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'
          AND c.data_type IN ('text', 'character varying', 'jsonb')
          AND coalesce(c.character_maximum_length, 1000) >= 28
          AND c.table_name !~ '^(ledger|agencies|account|auth|django|mfa|usersessions|profiles)_|^people_withheld|^core_sealing'
          AND EXISTS (SELECT 1 FROM information_schema.columns i WHERE i.table_schema = 'public'
                      AND i.table_name = c.table_name AND i.column_name = 'id' AND i.data_type = 'uuid')
    LOOP
        FOR line IN EXECUTE format('SELECT id, %1$I::text AS words FROM %2$I WHERE normalize(%1$I::text, NFKC) ~* $1',
                                   spot.of_column, spot.of_table) USING pattern
        LOOP
            SELECT array_agg(found[1]) INTO cut FROM regexp_matches(line.words, '(' || pattern || ')', 'gi') AS found;
            after := regexp_replace(line.words, pattern, '{COVER}', 'gi');
            IF EXISTS (SELECT 1 FROM unnest(kept) w WHERE strpos(withheld_fold(after), w) > 0) OR cut IS NULL THEN
                cut := ARRAY[line.words];
                after := CASE WHEN spot.is_json THEN '"{COVER}"' ELSE '{COVER}' END;
            END IF;
            -- The cover may be longer than the word it covers.
            after := left(after, coalesce(spot.longest, length(after)));
            IF spot.of_table = 'core_draft' AND after = '{COVER}' THEN
                DELETE FROM core_draft WHERE id = line.id;
            ELSE
                EXECUTE format('UPDATE %I SET %I = $1::%s WHERE id = $2', spot.of_table, spot.of_column,
                               CASE WHEN spot.is_json THEN 'jsonb' ELSE 'text' END) USING after, line.id;
            END IF;
            IF spot.key_column IS NOT NULL THEN
                EXECUTE format('UPDATE %I SET %I = $1 WHERE id = $2', spot.of_table, spot.key_column) USING after, line.id;
            END IF;
            place := spot.of_table || '.' || spot.of_column;
            record := line.id;
            pieces := cut;
            RETURN NEXT;
        END LOOP;
    END LOOP;
    PERFORM set_config('norishiro.maintenance', '', true);
END $cover$;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0006_finding")]
    operations = [migrations.RunSQL(COVER_FUNCTION, migrations.RunSQL.noop)]
