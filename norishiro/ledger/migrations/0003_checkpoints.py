"""The ledger gets a name of its own, so that a checkpoint of one town is not taken for another's.

And no text may carry the character that separates the fields when they are hashed: two different lines could else
read the same.
"""

from django.db import migrations

LINK = """
CREATE OR REPLACE FUNCTION ledger_link() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE last ledger_head%ROWTYPE;
BEGIN
    SELECT * INTO STRICT last FROM ledger_head FOR UPDATE;
    {clean}NEW.seq := last.seq + 1;
    NEW.prev_hash := last.hash;
    NEW.hash := encode(sha256(convert_to(concat_ws(chr(31),
        NEW.seq::text,
        to_char(NEW.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
        NEW.verb,
        coalesce(NEW.staff_id::text, ''), NEW.staff_label,
        coalesce(NEW.agency_id::text, ''), NEW.agency_label,
        array_to_string(NEW.subjects, ','),
        NEW.ground, NEW.screen, NEW.detail, NEW.reason, NEW.prev_hash), 'UTF8')), 'hex');
    UPDATE ledger_head SET seq = NEW.seq, hash = NEW.hash;
    RETURN NEW;
END $$;
"""

TEXTS = ("verb", "staff_label", "agency_label", "ground", "screen", "detail", "reason")
CLEAN = "".join(f"NEW.{name} := replace(NEW.{name}, chr(31), ' ');\n    " for name in TEXTS)

NAMED = "ALTER TABLE ledger_head ADD COLUMN database uuid NOT NULL DEFAULT gen_random_uuid();"
NAMELESS = "ALTER TABLE ledger_head DROP COLUMN database;"


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_append_only_chain")]
    operations = [
        migrations.RunSQL(NAMED, NAMELESS),
        migrations.RunSQL(LINK.format(clean=CLEAN), LINK.format(clean="")),
    ]
