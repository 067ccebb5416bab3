"""The chain, in the database itself: numbering, hashing, and refusal of every change."""

from django.conf import settings
from django.db import migrations

CHAIN = """
CREATE TABLE ledger_head (one boolean PRIMARY KEY DEFAULT true CHECK (one), seq bigint NOT NULL, hash text NOT NULL);
INSERT INTO ledger_head (seq, hash) VALUES (0, repeat('0', 64));

CREATE FUNCTION ledger_link() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE last ledger_head%ROWTYPE;
BEGIN
    SELECT * INTO last FROM ledger_head FOR UPDATE;
    NEW.seq := last.seq + 1;
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
CREATE TRIGGER ledger_link BEFORE INSERT ON ledger_entry FOR EACH ROW EXECUTE FUNCTION ledger_link();

CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER ledger_refuse_change BEFORE UPDATE OR DELETE ON ledger_entry
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_refuse_emptying BEFORE TRUNCATE ON ledger_entry
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
"""

UNCHAIN = """
DROP TABLE ledger_head;
DROP FUNCTION ledger_link() CASCADE;
DROP FUNCTION ledger_refuse() CASCADE;
"""


def write_only(apps, schema_editor):
    """The application may add lines; it may not read, change or remove one, nor touch the head."""
    role = schema_editor.quote_name(settings.NORISHIRO_APP_ROLE)
    schema_editor.execute(f"REVOKE ALL ON ledger_entry, ledger_head FROM {role}")
    schema_editor.execute(f"GRANT INSERT ON ledger_entry TO {role}")


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [
        migrations.RunSQL(CHAIN, UNCHAIN),
        migrations.RunPython(write_only, migrations.RunPython.noop),
    ]
