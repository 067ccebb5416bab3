"""The walls as ``sharing.walls`` writes them now, for a database where they stand already.

One's own work opens what one's own agency wrote, and nothing else of what was born under it; any other ground opens as
before (docs/adr/0011). Here, above all rooms, because every room's walls change together. A trial without names,
which used to rest on own work, rests on the purpose of use.
"""

from django.db import migrations

from norishiro.sharing import walls

PLAIN = (
    ("people_person", "id", 2, 1), ("people_membership", "person_id", 2, 1), ("people_relation", ("person_id", "other_id"), 2, 1),
    ("sharing_consent", "person_id", 2, None), ("cases_case", "id", 1, None), ("cases_casemember", ("case_id", "person_id"), 2, None),
    ("cases_statuschange", "case_id", 2, None), ("cases_leadchange", "case_id", 2, None), ("cases_engagement", "case_id", 2, None),
    ("meetings_convenerequest", "case_id", 1, None),
)  # fmt: skip
DEEP = ("consultations_consultation", "meetings_minuteline", "outreach_contact")
GATED = (
    "cases_issue", "cases_unknown", "cases_wish", "cases_role", "cases_helprequest", "cases_handover",
    "consultations_tsunagusheet", "meetings_item", "plans_agencyplan", "plans_plan", "plans_monitoring", "plans_evaluation",
    "plans_closure", "plans_watchcheck",
)  # fmt: skip

WITHOUT_NAMES = """
SELECT set_config('norishiro.maintenance', 'on', true);
UPDATE sharing_grant g SET ground = 'P69-0' FROM meetings_item i WHERE i.id = g.subject_id AND i.basis = 'OWN' AND g.ground = 'OWN';
UPDATE meetings_minuteline SET basis = 'P69-0' WHERE basis = 'OWN';
UPDATE meetings_item SET basis = 'P69-0' WHERE basis = 'OWN';
SELECT set_config('norishiro.maintenance', '', true);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("sharing", "0004_whole_source"),
        ("people", "0002_walls"),
        ("outreach", "0002_walls"),
        ("consultations", "0007_own_forms"),
        ("cases", "0003_walls"),
        ("meetings", "0002_walls"),
        ("plans", "0002_walls"),
    ]
    operations = [
        *(
            migrations.RunSQL(*walls.rebuilt(table, subject=subject, depth=depth, category=category))
            for table, subject, depth, category in PLAIN
        ),
        *(migrations.RunSQL(*walls.rebuilt(table, subject="subject_id", depth=3, gated=True)) for table in DEEP),
        *(migrations.RunSQL(*walls.rebuilt(table, subject="subject_id", depth=2, gated=True)) for table in GATED),
        migrations.RunSQL(
            *walls.rebuilt(
                "consultations_supportrequest", subject="subject_id", depth=2, gated=True,
                writers=("agency_id", "operator_id"),
            )
        ),
        migrations.RunSQL(WITHOUT_NAMES, migrations.RunSQL.noop),
    ]  # fmt: skip
