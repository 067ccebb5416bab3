"""The database writes a look for every subject of a line about looking, stops a harvest, and answers the reviewers.

Everything here reads tables of other rooms in the name of their owner; each function answers one question only.
"""

from django.conf import settings
from django.db import migrations

from norishiro.sharing import walls

TALLY = """
-- How many people, and how many cases, this member of staff saw in the hour before this moment: the larger of the two.
CREATE FUNCTION look_tally(who uuid, moment timestamptz) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT greatest(
        count(DISTINCT l.subject_id) FILTER (WHERE l.subject_kind = 'PERSON'),
        count(DISTINCT l.subject_id) FILTER (WHERE l.subject_kind <> 'PERSON'))::integer
    FROM watching_look l
    WHERE l.staff_id = who AND l.at > moment - interval '1 hour' AND l.at <= moment AND l.outcome = 'SHOWN'
      AND NOT look_approved(l.act, l.among)
$$;
"""

NOTE = """
CREATE FUNCTION look_note() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
    said jsonb := coalesce(nullif(NEW.detail, '')::jsonb -> 'changes', '{}');
    acting uuid[] := coalesce(string_to_array(said -> 'agencies' ->> 1, ',')::uuid[], ARRAY[NEW.agency_id]) || NEW.staff_id;
    ending text := CASE NEW.verb
        WHEN 'records.shown' THEN 'SHOWN' WHEN 'provision.made' THEN 'TOLD' WHEN 'records.searched' THEN 'VAIN'
        WHEN 'access.refused' THEN 'REFUSED' ELSE 'THROTTLED' END;
    before integer;
    after integer;
BEGIN
    IF ending = 'SHOWN' THEN before := look_tally(NEW.staff_id, NEW.at); END IF;
    INSERT INTO watching_look (line, at, outcome, act, staff_id, agency_id, agency_label, roles, subject_id,
                               subject_kind, among, grounds, came_by)
    SELECT NEW.id, NEW.at, ending, CASE ending WHEN 'TOLD' THEN NEW.verb ELSE NEW.screen END, NEW.staff_id, NEW.agency_id,
           NEW.agency_label, coalesce(said -> 'roles' ->> 1, look_roles(NEW.staff_id, NEW.agency_id)), s.subject, coalesce(k.kind, ''),
           cardinality(NEW.subjects),
           CASE ending WHEN 'TOLD' THEN ARRAY[NEW.ground] ELSE coalesce(h.live, '{}') END, coalesce(h.first, '')
    FROM unnest(CASE WHEN cardinality(NEW.subjects) = 0 THEN ARRAY[NULL]::uuid[] ELSE NEW.subjects END) AS s(subject)
    LEFT JOIN LATERAL (
        SELECT array_agg(DISTINCT g.ground::text) FILTER (
                   WHERE NOT g.sealed AND g.from_at <= statement_timestamp()
                     AND (g.until_at IS NULL OR g.until_at > statement_timestamp())) AS live,
               (array_agg(g.ground::text ORDER BY g.from_at, g.made_at, g.ground))[1] AS first
        FROM sharing_grant g WHERE g.subject_id = s.subject AND g.recipient_id = ANY (acting)) h ON true
    LEFT JOIN LATERAL (
        SELECT g.subject_kind::text AS kind FROM sharing_grant g WHERE g.subject_id = s.subject LIMIT 1) k ON true;
    IF ending = 'SHOWN' THEN
        after := look_tally(NEW.staff_id, NEW.at);
        IF after > look_limit() AND after > before AND NOT look_approved(NEW.screen, cardinality(NEW.subjects)) AND NOT EXISTS (
            SELECT 1 FROM watching_widening w
            WHERE w.staff_id = NEW.staff_id AND w.answered_at <= NEW.at AND w.until_at > NEW.at) THEN
            RAISE EXCEPTION 'more people in an hour than one may see' USING ERRCODE = 'NR200';
        END IF;
    END IF;
    RETURN NULL;
END $$;
"""

WRITING = (
    """
-- How many different people (or cases) one member of staff may come to see in an hour without a second person's word.
CREATE FUNCTION look_limit() RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT 200 $$;

-- A list that left the house with a second person's word (more people than one may take alone) is counted by nobody twice.
CREATE FUNCTION look_approved(act text, among integer) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
    $$ SELECT act = 'exports:take_export' AND among > 20 $$;

"""
    + TALLY
    + """-- The kinds of role held today, for a deed whose line does not name the hat.
CREATE FUNCTION look_roles(who uuid, place uuid) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT coalesce(string_agg(DISTINCT r.kind, ',' ORDER BY r.kind), '')
    FROM agencies_appointment a JOIN agencies_role r ON r.id = a.role_id
    WHERE a.staff_id = who AND a.agency_id = place
      AND a.from_on <= (statement_timestamp() AT TIME ZONE 'Asia/Tokyo')::date
      AND (a.until_on IS NULL OR a.until_on > (statement_timestamp() AT TIME ZONE 'Asia/Tokyo')::date)
$$;

"""
    + NOTE
    + """-- A line without anybody on it (a page that showed nobody) is no look.
CREATE TRIGGER look_note AFTER INSERT ON ledger_entry FOR EACH ROW
    WHEN (NEW.verb IN ('records.searched', 'access.throttled')
          OR (NEW.verb IN ('records.shown', 'access.refused', 'provision.made') AND cardinality(NEW.subjects) > 0))
    EXECUTE FUNCTION look_note();

CREATE FUNCTION look_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'looks are append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER look_refuse_change BEFORE UPDATE OR DELETE ON watching_look
    FOR EACH ROW EXECUTE FUNCTION look_refuse();
CREATE TRIGGER look_refuse_emptying BEFORE TRUNCATE ON watching_look
    FOR EACH STATEMENT EXECUTE FUNCTION look_refuse();
"""
)

UNWRITING = """
DROP TRIGGER look_note ON ledger_entry;
DROP FUNCTION look_note();
DROP FUNCTION look_roles(uuid, uuid);
DROP FUNCTION look_refuse() CASCADE;
DROP FUNCTION look_tally(uuid, timestamptz);
DROP FUNCTION look_approved(text, integer);
DROP FUNCTION look_limit();
"""

READING = """
-- Whose looks may the actor read, wearing one of these kinds of role today? The municipality's own office: everybody's;
-- any other body: those of the agencies it acts for.
CREATE FUNCTION look_agencies(kinds text[]) RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT CASE max(CASE g.body WHEN 'ADMINISTRATION' THEN 2 ELSE 1 END)
        WHEN 2 THEN (SELECT array_agg(id) FROM agencies_agency)
        WHEN 1 THEN gate_agencies()
        ELSE '{}' END
    FROM agencies_appointment a
    JOIN agencies_role r ON r.id = a.role_id
    JOIN agencies_agency g ON g.id = a.agency_id
    WHERE a.staff_id = gate_staff() AND a.agency_id = gate_agency() AND r.kind = ANY (kinds)
      AND a.from_on <= (statement_timestamp() AT TIME ZONE 'Asia/Tokyo')::date
      AND (a.until_on IS NULL OR a.until_on > (statement_timestamp() AT TIME ZONE 'Asia/Tokyo')::date)
$$;

-- A town and block out of an address, in one writing: 「みなと町一丁目２番３号」 → 「みなと町1-2」.
CREATE FUNCTION look_block(address text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT substring(
        regexp_replace(
            regexp_replace(
                replace(replace(replace(replace(replace(replace(replace(replace(replace(
                    translate(address, '０１２３４５６７８９－ー―‐−　 ', '0123456789-----'),
                    '一丁目', '1丁目'), '二丁目', '2丁目'), '三丁目', '3丁目'), '四丁目', '4丁目'), '五丁目', '5丁目'),
                    '六丁目', '6丁目'), '七丁目', '7丁目'), '八丁目', '8丁目'), '九丁目', '9丁目'),
                '^(東京都|北海道|京都府|大阪府|..県|...県)?([^0-9]{1,5}?[市区])?', ''),
            '(丁目|番地|番|号|の)(?=[0-9])', '-', 'g')
        FROM '^[^0-9]*[0-9]+(?:-[0-9]+)?')
$$;
"""

UNREADING = """
DROP FUNCTION look_agencies(text[]) CASCADE;
DROP FUNCTION look_block(text);
"""

# The walls. A report and its holds need the person as well (gate_holds); a flag is never its own subject's to judge.
LOOKS_WALL = """
ALTER TABLE watching_look ENABLE ROW LEVEL SECURITY;
ALTER TABLE watching_look FORCE ROW LEVEL SECURITY;
CREATE POLICY gate ON watching_look FOR SELECT
    USING (agency_id = ANY ((SELECT look_agencies('{MANAGER,SUPERVISOR,SECRETARIAT}'))::uuid[]));
CREATE POLICY gate_keeper ON watching_look TO CURRENT_USER USING (true) WITH CHECK (true);
"""
UNDO_LOOKS_WALL = """
DROP POLICY gate ON watching_look;
DROP POLICY gate_keeper ON watching_look;
ALTER TABLE watching_look NO FORCE ROW LEVEL SECURITY;
ALTER TABLE watching_look DISABLE ROW LEVEL SECURITY;
"""
TELLS = "(SELECT cardinality(look_agencies('{MANAGER,SUPERVISOR,SECRETARIAT}'))) > 0"
REVIEWED = "(SELECT look_agencies('{MANAGER,SUPERVISOR}'))::uuid[]"
WALLS = (
    ("watching_hold", f"{TELLS} AND gate_holds(person_id)", None),
    ("watching_lookreport", f"{TELLS} AND gate_holds(person_id)", None),
    ("watching_staffhome", f"staff_id = gate_staff() OR cardinality(({REVIEWED})) > 0", "staff_id = gate_staff()"),
    (
        "watching_flag",
        f"(staff_id <> gate_staff() AND agency_id = ANY ({REVIEWED})) OR (staff_id = gate_staff() AND state <> 'OPEN')",
        None,
    ),
    ("watching_widening", f"staff_id = gate_staff() OR agency_id = ANY ({REVIEWED})", None),
)  # fmt: skip
# The harvest's trigger reads widenings in the owner's name.
WIDENINGS_FOR_THE_TRIGGER = (
    "CREATE POLICY gate_keeper ON watching_widening FOR SELECT TO CURRENT_USER USING (true)"
)


def read_only(apps, schema_editor):
    """The application reads looks through the wall; it writes, changes and removes none."""
    role = schema_editor.quote_name(settings.NORISHIRO_APP_ROLE)
    schema_editor.execute(f"REVOKE ALL ON watching_look FROM {role}")
    schema_editor.execute(f"GRANT SELECT ON watching_look TO {role}")


class Migration(migrations.Migration):
    dependencies = [
        ("watching", "0001_initial"),
        ("ledger", "0002_append_only_chain"),
        ("sharing", "0005_provisions"),
        ("agencies", "0003_on_call_by_hand"),
    ]
    operations = [
        migrations.RunSQL(WRITING, UNWRITING),
        migrations.RunSQL(READING, UNREADING),
        migrations.RunSQL(LOOKS_WALL, UNDO_LOOKS_WALL),
        *(migrations.RunSQL(*walls.policy(table, using=using, check=check)) for table, using, check in WALLS),
        migrations.RunSQL(*walls.inherited("watching_flagline", parent="watching_flag", column="flag_id")),
        migrations.RunSQL(WIDENINGS_FOR_THE_TRIGGER, "DROP POLICY gate_keeper ON watching_widening"),
        migrations.RunPython(read_only, migrations.RunPython.noop),
    ]
