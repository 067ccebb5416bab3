"""The database keeps what stood in a record whenever one is changed, and lets go of it with the record. See docs/adr/0109.

A trigger and not the program: what a verb forgot to keep would be gone. The owner writes it; the pages' role reads, behind a wall.
"""

from django.conf import settings
from django.db import migrations

from norishiro.sharing.walls import AGENCIES, wall

# Records behind the gate: they say themselves whose they are and who wrote them.
GATED = (
    "sharing_provision",
    "sharing_correctionnote",
    "attachments_scan",
    "outreach_contact",
    "outreach_present",
    "outreach_contactstage",
    "consultations_followup",
    "consultations_consultation",
    "consultations_tsunagusheet",
    "consultations_supportrequest",
    "consultations_povertyservice",
    "consultations_povertyservicedetail",
    "cases_issue",
    "cases_unknown",
    "cases_wish",
    "cases_role",
    "cases_helprequest",
    "cases_handover",
    "family_kin",
    "family_tie",
    "family_mark",
    "family_snapshot",
    "surroundings_place",
    "surroundings_tie",
    "surroundings_ninesheet",
    "surroundings_lifeevent",
    "assessment_answer",
    "assessment_iteminquiry",
    "assessment_ownform",
    "assessment_refusal",
    "assessment_acceptance",
    "assessment_risksheet",
    "teams_takeover",
    "teams_rapport",
    "visits_visit",
    "visits_safetynote",
    "visits_wayin",
    "carers_caring",
    "meetings_item",
    "meetings_minuteline",
    "meetings_advancesheet",
    "meetings_decisioncheck",
    "meetings_modelcase",
    "meetings_learningnote",
    "meetings_paperset",
    "meetings_topicsource",
    "plans_agencyplan",
    "plans_plan",
    "plans_monitoring",
    "plans_evaluation",
    "plans_closure",
    "plans_watchcheck",
    "matching_hope",
    "matching_participation",
    "matching_shortagefor",
)
# Their parts: table, the record it belongs to, and by which column.
PARTS = (
    ("outreach_segment", "outreach_contact", "contact_id"),
    ("outreach_companion", "outreach_contact", "contact_id"),
    ("outreach_tag", "outreach_contact", "contact_id"),
    ("consultations_concern", "consultations_consultation", "consultation_id"),
    ("consultations_focusmark", "consultations_consultation", "consultation_id"),
    ("consultations_screening", "consultations_consultation", "consultation_id"),
    ("family_hiddenmanner", "family_tie", "tie_id"),
    ("family_snapshotfigure", "family_snapshot", "snapshot_id"),
    ("family_snapshottie", "family_snapshot", "snapshot_id"),
    ("surroundings_ninecell", "surroundings_ninesheet", "sheet_id"),
    ("assessment_riskanswer", "assessment_risksheet", "sheet_id"),
    ("assessment_riskdecision", "assessment_risksheet", "sheet_id"),
    ("visits_goer", "visits_visit", "visit_id"),
    ("visits_answer", "visits_visit", "visit_id"),
    ("carers_caredfor", "carers_caring", "caring_id"),
    ("carers_careitem", "carers_caring", "caring_id"),
    ("meetings_passage", "meetings_item", "item_id"),
    ("meetings_seat", "meetings_item", "item_id"),
    ("meetings_personseat", "meetings_item", "item_id"),
    ("meetings_basischange", "meetings_minuteline", "line_id"),
    ("meetings_papercopy", "meetings_paperset", "paper_set_id"),
    ("plans_planstep", "plans_plan", "plan_id"),
    ("plans_planperson", "plans_plan", "plan_id"),
    ("plans_planrow", "plans_plan", "plan_id"),
    ("plans_acknowledgement", "plans_plan", "plan_id"),
    ("plans_goalresult", "plans_evaluation", "evaluation_id"),
    ("plans_seenchange", "plans_evaluation", "evaluation_id"),
    ("matching_hopeitem", "matching_hope", "hope_id"),
    ("matching_step", "matching_participation", "participation_id"),
    ("matching_check", "matching_participation", "participation_id"),
    ("matching_hostcontact", "matching_participation", "participation_id"),
    ("matching_attendance", "matching_participation", "participation_id"),
)
# People, households, cases and what hangs on them: table, and the column with the subject. The agency is the one that acts.
OWN = (
    ("people_person", "id"),
    ("people_household", "id"),
    ("cases_case", "id"),
    ("people_membership", "person_id"),
    ("people_relation", "person_id"),
    ("cases_casemember", "case_id"),
    ("cases_engagement", "case_id"),
    ("cases_statuschange", "case_id"),
    ("cases_leadchange", "case_id"),
    ("teams_teammember", "case_id"),
    ("assessment_sheet", "case_id"),
)

# Says nothing to anybody: counts of changes, times of the row itself, keys to find by; files and what is sealed are no text.
LEFT_OUT = ("id", "version", "made_at", "changed_at")

KEEP = """
-- TG_ARGV: columns that are not kept, how the subject is known ('', a parent table, or =), and by which column.
CREATE FUNCTION former_keep() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
    under text := current_setting('norishiro.maintenance', true);
    whole jsonb := to_jsonb(OLD);
    was jsonb := whole - string_to_array(TG_ARGV[0], ',');
    became jsonb := '{}';
    gate record;
BEGIN
    IF TG_OP = 'DELETE' AND under = 'on' THEN
        DELETE FROM former_former WHERE of_row = OLD.id;
        RETURN NULL;
    END IF;
    IF TG_OP = 'DELETE' THEN
        was := was || jsonb_build_object('made_at', whole -> 'made_at');
    ELSE
        became := to_jsonb(NEW) - string_to_array(TG_ARGV[0], ',');
        SELECT jsonb_object_agg(f.key, f.value), jsonb_object_agg(f.key, became -> f.key) INTO was, became
        FROM jsonb_each(was) f WHERE became -> f.key IS DISTINCT FROM f.value;
        IF was ? 'subject_id' THEN
            UPDATE former_former SET gate_id = NEW.subject_id WHERE of_row = OLD.id;
        END IF;
        -- What the house itself does to rows (covering what is withheld, above all) leaves nothing behind; what another trigger
        -- does for somebody's change (the end of the state before) does.
        IF was IS NULL OR (under = 'on' AND pg_trigger_depth() = 1) THEN RETURN NULL; END IF;
    END IF;
    IF TG_ARGV[1] = '' THEN
        SELECT OLD.subject_id, OLD.basis, OLD.agency_id, OLD.categories INTO gate;
    ELSIF TG_ARGV[1] = '=' THEN
        SELECT (whole ->> TG_ARGV[2])::uuid AS subject_id, 'OWN' AS basis,
               nullif(current_setting('norishiro.agency', true), '')::uuid AS agency_id, 0 AS categories INTO gate;
    ELSE
        PERFORM set_config('norishiro.maintenance', 'on', true);
        EXECUTE format('SELECT subject_id, basis, agency_id, categories FROM %I WHERE id = $1', TG_ARGV[1])
            INTO gate USING (whole ->> TG_ARGV[2])::uuid;
        PERFORM set_config('norishiro.maintenance', coalesce(under, ''), true);
    END IF;
    IF gate.subject_id IS NOT NULL THEN
        INSERT INTO former_former (id, of_table, of_row, gate_id, basis, agency_id, categories, was, became, gone, at, staff_id)
        VALUES (gen_random_uuid(), TG_TABLE_NAME, OLD.id, gate.subject_id, gate.basis, gate.agency_id, gate.categories, was, became,
                TG_OP = 'DELETE', clock_timestamp(), nullif(current_setting('norishiro.staff', true), '')::uuid);
    END IF;
    RETURN NULL;
END $$;
"""

# The wall of a record at the full depth; and of that only what the own agency wrote, and nothing that was taken away.
WALL = wall(
    "former_former",
    subject="gate_id",
    depth=3,
    gated=True,
    also=f"NOT former_former.gone AND former_former.agency_id = ANY ({AGENCIES})",
)
# The keeper writes in the owner's name, whoever acts; only the database itself can become it.
KEEPER = """
CREATE POLICY keeper_writes ON former_former FOR INSERT TO CURRENT_USER WITH CHECK (true);
CREATE POLICY keeper_moves ON former_former FOR UPDATE TO CURRENT_USER USING (true) WITH CHECK (true);
"""


def left_out(table, schema_editor):
    """The columns that are not kept; those of keys and of what is sealed are known by their names and kinds."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = %s"
            " AND (column_name = ANY (%s) OR column_name LIKE '%%\\_key' OR data_type = 'bytea')",
            [table, list(LEFT_OUT)],
        )
        return ",".join(sorted(name for (name,) in cursor.fetchall()))


def keep(apps, schema_editor):
    for table, parent, column in (
        *((one, "", "") for one in GATED),
        *PARTS,
        *((one, "=", column) for one, column in OWN),
    ):
        schema_editor.execute(
            f"CREATE TRIGGER former_keep AFTER UPDATE OR DELETE ON {table} FOR EACH ROW"
            f" EXECUTE FUNCTION former_keep('{left_out(table, schema_editor)}', '{parent}', '{column}')"
        )


def let_go(apps, schema_editor):
    for table in (*GATED, *(one for one, _parent, _column in PARTS), *(one for one, _column in OWN)):
        schema_editor.execute(f"DROP TRIGGER former_keep ON {table}")


def only_read(apps, schema_editor):
    role = schema_editor.quote_name(settings.NORISHIRO_APP_ROLE)
    schema_editor.execute(f"REVOKE INSERT, UPDATE, DELETE ON former_former FROM {role}")
    schema_editor.execute("REVOKE ALL ON FUNCTION former_keep() FROM PUBLIC")


class Migration(migrations.Migration):
    dependencies = [
        ("former", "0001_initial"),
        ("sharing", "0014_ended_on_some"),
        ("attachments", "0004_photos_of_contacts"),
        ("outreach", "0017_contact_of_day"),
        ("consultations", "0020_learned"),
        ("cases", "0010_not_running"),
        ("family", "0002_walls"),
        ("surroundings", "0003_whereabouts"),
        ("assessment", "0002_walls"),
        ("teams", "0004_rapport_walls"),
        ("visits", "0002_walls"),
        ("carers", "0002_walls"),
        ("meetings", "0025_areas"),
        ("plans", "0009_goal_results_wall"),
        ("matching", "0005_experience"),
        ("people", "0013_came_over"),
    ]
    operations = [
        migrations.RunSQL(*WALL),
        migrations.RunSQL(
            KEEPER, "DROP POLICY keeper_writes ON former_former; DROP POLICY keeper_moves ON former_former;"
        ),
        migrations.RunSQL(KEEP, "DROP FUNCTION former_keep()"),
        migrations.RunPython(keep, let_go),
        migrations.RunPython(only_read, migrations.RunPython.noop),
    ]
