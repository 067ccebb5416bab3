"""What the catalogue counts beside contacts, laid by SQL over the measuring town: consultations, requests, sheets, programmes,
plans, closures, meetings, participation and the contacts of it. Spread over the same days; every row derived from its number.
"""

from __future__ import annotations

from typing import Any

import psycopg

from bench.shape import AGENCIES, STAFF_PER_AGENCY

# What a column that may not be empty holds where nobody said anything.
NOTHING = {
    "boolean": "false", "smallint": "0", "integer": "0", "jsonb": "'{}'", "date": "current_date",
    "timestamp with time zone": "now()", "character varying": "''", "text": "''",
}  # fmt: skip
NEEDED = """
SELECT column_name, data_type FROM information_schema.columns
WHERE table_schema = 'public' AND table_name = %s AND is_nullable = 'NO' AND column_default IS NULL AND is_generated = 'NEVER'
"""
DAY = "current_date - (n % {days})::int"
STAFF = f"md5('staff' || n % {AGENCIES * STAFF_PER_AGENCY})::uuid"
AGENCY = f"md5('agency' || n % {AGENCIES})::uuid"
CASE, PERSON = "md5('case' || n % {cases})::uuid", "md5('person' || (n % {cases}) * 3)::uuid"
MINE = {"subject_id": PERSON, "basis": "'OWN'", "categories": "32", "agency_id": AGENCY}
OF_CASE = {**MINE, "subject_id": CASE, "case_id": CASE}
MONTHS_OF_MEETINGS, ITEMS_OF_SITTING, ATTENDING = 120, 4, 6

# Table, how many in a hundred cases, and what its rows say.
LAID: tuple[tuple[str, int, dict[str, str]], ...] = (
    ("consultations_consultation", 100, {
        **MINE, "number": "'S' || n", "received_on": DAY, "channel": "'PHONE'", "visitor": "'SELF'", "summary": "'測定用の相談'",
        "urgency": "'C'", "status": "'OPEN'", "person_id": PERSON, "staff_id": STAFF}),
    ("consultations_supportrequest", 20, {
        **MINE, "number": "'R' || n", "applied_on": DAY, "due_on": DAY, "status": "'NEEDED'", "answered_on": DAY,
        "answered_by_id": STAFF, "applicant_id": STAFF, "operator_id": AGENCY, "person_id": PERSON}),
    ("consultations_tsunagusheet", 20, {
        **MINE, "number": "'T' || n", "sent_on": DAY, "due_on": DAY, "taken_on": f"{DAY} + 2", "result_on": f"{DAY} + 9",
        "status": "'ANSWERED'", "person_id": PERSON, "sender_id": STAFF, "receiver_agency_id": AGENCY}),
    ("cases_statuschange", 200, {
        "case_id": CASE, "staff_id": STAFF, "changed_on": DAY,
        "status": "(ARRAY['COORDINATING', 'SUPPORTED', 'CLOSED'])[n % 3 + 1]"}),
    ("cases_engagement", 120, {
        "case_id": CASE, "agency_id": AGENCY, "started_on": DAY,
        "programme": "(ARRAY['MULTI_AGENCY', 'OUTREACH', 'PARTICIPATION'])[n % 3 + 1]",
        "ended_on": f"CASE WHEN n % 2 = 0 AND {DAY} + 300 < current_date THEN {DAY} + 300 END"}),
    ("plans_plan", 50, {
        **OF_CASE, "kind": "'LAYERED'", "number": "(n / {cases}) + 1", "version_no": "1", "status": "'DECIDED'",
        "drafted_on": DAY, "decided_on": DAY, "from_on": DAY, "until_on": f"{DAY} + 365", "drafted_by_id": STAFF,
        "needs_participation": "n % 4 = 0"}),
    ("plans_closure", 10, {
        **OF_CASE, "kind": "(ARRAY['INTERRUPTED', 'CLOSED'])[n % 2 + 1]", "period_no": "1", "closed_on": DAY,
        "follow_up_agency_id": AGENCY, "staff_id": STAFF}),
    ("resources_organisation", 1, {"name": "'測定の団体' || n", "kind": "'OTHER'"}),
    ("resources_location", 1, {"name": "'測定の所' || n"}),
    ("resources_place", 1, {
        "location_id": "md5('resources_location' || n)::uuid", "organisation_id": "md5('resources_organisation' || n)::uuid",
        "kept_by_id": STAFF, "name": "'測定の場' || n", "kind": "'SALON'", "welcome": "'YES'"}),
    ("resources_confirmation", 1, {
        "place_id": "md5('resources_place' || n)::uuid", "confirmed_on": "current_date - 100", "valid_until": "current_date + 200",
        "staff_id": STAFF}),
    ("matching_hope", 10, {**OF_CASE, "person_id": PERSON, "told_on": DAY, "number": "1", "staff_id": STAFF}),
    ("matching_participation", 10, {
        **OF_CASE, "person_id": PERSON, "place_id": "md5('resources_place' || n % ({cases} / 100))::uuid", "staff_id": STAFF,
        "begun_on": DAY, "joined_on": DAY, "stage": "'JOINED'", "stage_on": DAY}),
    ("matching_step", 40, {
        "participation_id": "md5('matching_participation' || n % ({cases} / 10))::uuid", '"on"': DAY, "staff_id": STAFF,
        "stage": "'JOINED'"}),
    ("outreach_gathering", 20, {
        "kind": "'SALON'", "name": "'測定の集まり'", "held_on": DAY, "people": "12", "consulted": "1", "agency_id": AGENCY,
        "staff_id": STAFF, "area_id": "(SELECT id FROM agencies_area ORDER BY code, id LIMIT 1)"}),
    ("outreach_contact", 100, {
        **MINE, "person_id": PERSON, "case_id": CASE, "happened_on": DAY, "method": "'ESCORT'", "met": "'MET'",
        "programme": "'PARTICIPATION'", "kind": "'INDIVIDUAL'", "staff_id": STAFF, "body": "'測定用の記録'"}),
)  # fmt: skip
BODIES = {
    "code": "'bench' || n", "name": "'測定の会議' || n", "kind": "(ARRAY['SUPPORT', 'LAYERED'])[n % 2 + 1]",
    "ground": "'J6'", "from_on": "current_date - 4000",
}  # fmt: skip
SITTINGS = {
    "number": "'K' || n", "code": "'k' || n", "held_on": "current_date - ((n / {bodies}) * 30)::int", "status": "'CONFIRMED'",
    "body_id": "md5('meetings_body' || n % {bodies})::uuid", "called_by_id": STAFF, "convener_id": AGENCY, "ground": "'J6'",
}  # fmt: skip
ITEMS = {
    **OF_CASE, "basis": "'J6'", '"order"': "(n / {sittings})::int + 1", "kind": "(ARRAY['SUPPORT', 'LAYERED'])[(n % {bodies}) % 2 + 1]", "status": "'DONE'",
    "put_on": "current_date - 1",
    "body_id": "md5('meetings_body' || (n % {sittings}) % {bodies})::uuid", "put_by_id": STAFF,
    "sitting_id": "md5('meetings_sitting' || n % {sittings})::uuid",
}  # fmt: skip
INVITATIONS = {
    "sitting_id": "md5('meetings_sitting' || n % {sittings})::uuid", "agency_id": AGENCY, "attended": "true",
    "staff_id": f"md5('staff' || (n + n / {{sittings}}) % {AGENCIES * STAFF_PER_AGENCY})::uuid",
}  # fmt: skip


def fill(connection: psycopg.Connection[Any], *, cases: int, days: int) -> None:
    """Lay it all. ``connection`` is the owner's; the town and its frame are there."""
    bodies = 2 * max(1, cases // 5_000)
    sittings = bodies * MONTHS_OF_MEETINGS
    numbers = {"cases": cases, "days": days, "bodies": bodies, "sittings": sittings}
    connection.execute("SET norishiro.maintenance = 'on'")
    for table, of_hundred, given in LAID:
        _lay(connection, table, cases * of_hundred // 100, given, numbers)
    _lay(connection, "meetings_body", bodies, BODIES, numbers)
    _lay(connection, "meetings_sitting", sittings, SITTINGS, numbers)
    _lay(connection, "meetings_item", sittings * ITEMS_OF_SITTING, ITEMS, numbers)
    _lay(connection, "meetings_invitation", sittings * ATTENDING, INVITATIONS, numbers)
    connection.execute("RESET norishiro.maintenance")
    connection.commit()
    connection.autocommit = True
    connection.execute("VACUUM ANALYZE")


def _lay(
    connection: psycopg.Connection[Any], table: str, rows: int, given: dict[str, str], numbers: dict[str, int]
) -> None:
    says = {
        "id": f"md5('{table}' || n)::uuid",
        **{name: told.format(**numbers) for name, told in given.items()},
    }
    for name, kind in connection.execute(NEEDED, [table]).fetchall():
        if name not in says and f'"{name}"' not in says:
            says[name] = NOTHING[kind]
    connection.execute(
        f"INSERT INTO {table} ({', '.join(says)}) SELECT {', '.join(says.values())} FROM generate_series(0, {rows} - 1) n"
    )
    connection.commit()
