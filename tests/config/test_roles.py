"""The pages' roles in the database: bound, and owning nothing; the public one can name no table at all."""

from typing import Any

import psycopg
import pytest
from django.db import connection
from psycopg import sql

from norishiro.public_site.offered import COUNTING, EDITION, OFFERED

pytestmark = pytest.mark.django_db


def test_tests_run_as_the_application_role() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("norishiro_app",)


def test_the_application_role_is_bound(app_connection: psycopg.Connection[Any]) -> None:
    query = (
        "SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = current_user"
    )
    assert app_connection.execute(query).fetchone() == (False, False, False, False)


def test_the_application_role_owns_nothing(app_connection: psycopg.Connection[Any]) -> None:
    query = "SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole"
    assert app_connection.execute(query).fetchone() == (0,)


def test_the_application_role_cannot_touch_the_bookkeeping(app_connection: psycopg.Connection[Any]) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        app_connection.execute("DELETE FROM django_migrations")


def test_the_application_role_cannot_make_tables(app_connection: psycopg.Connection[Any]) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        app_connection.execute("CREATE TABLE smuggled (id int)")


# --- the role of the public pages ------------------------------------------------------------------

RELATIONS = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f')"

# Named one by one, so that a list read from the catalogue can never be quietly empty of them.
PERSONAL = {
    "people_person", "people_household", "people_relation", "people_protection", "cases_case", "cases_issue", "cases_wish",
    "consultations_consultation", "consultations_concern", "outreach_contact", "plans_plan", "meetings_item",
    "meetings_minuteline", "sharing_consent", "letterbox_letter", "letterbox_entrance", "visits_visit", "carers_caring",
    "attachments_scan", "family_kin", "rights_request", "exports_export", "agencies_staff", "django_session", "ledger_entry",
    "core_sealingkey",
}  # fmt: skip


def test_the_public_role_is_refused_every_table(
    owner_connection: psycopg.Connection[Any], public_connection: psycopg.Connection[Any]
) -> None:
    tables = {name for (name,) in owner_connection.execute(RELATIONS)}
    refused = set()
    public_connection.autocommit = True
    for name in tables:
        try:
            public_connection.execute(sql.SQL("SELECT 1 FROM public.{} LIMIT 1").format(sql.Identifier(name)))
        except psycopg.errors.InsufficientPrivilege:
            refused.add(name)
    assert (PERSONAL - tables, tables - refused) == (set(), set())


def test_the_public_role_sees_the_offered_views_and_no_more(
    owner_connection: psycopg.Connection[Any], public_connection: psycopg.Connection[Any]
) -> None:
    readable = public_connection.execute(
        "SELECT relnamespace::regnamespace::text, relname FROM pg_class"
        " WHERE relkind IN ('r', 'p', 'v', 'm', 'f', 'S')"
        " AND has_schema_privilege(relnamespace, 'USAGE') AND has_table_privilege(oid, 'SELECT')"
        " AND relnamespace::regnamespace::text NOT IN ('pg_catalog', 'information_schema')"
    ).fetchall()
    assert set(readable) == {
        ("norishiro_public", name) for name in (*(one.table for one in OFFERED), EDITION)
    }
    for one in OFFERED:
        public_connection.execute(sql.SQL("SELECT * FROM {} LIMIT 1").format(sql.Identifier(one.table)))
        shown, kept = (
            owner_connection.execute(
                "SELECT array_agg(attname::text ORDER BY attnum) FROM pg_attribute"
                " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped",
                [f"{schema}.{one.table}"],
            ).fetchone()
            for schema in ("norishiro_public", "public")
        )
        assert shown == kept


UNDER = (
    "SELECT DISTINCT d.refobjid::regclass::text FROM pg_rewrite r JOIN pg_depend d ON d.objid = r.oid"
    " AND d.classid = 'pg_rewrite'::regclass JOIN pg_class v ON v.oid = r.ev_class"
    " WHERE v.relnamespace = 'norishiro_public'::regnamespace AND (v.relname = %s) = %s AND d.refobjid <> v.oid"
)


def test_the_edition_counts_every_table_that_decides_what_the_views_show(
    owner_connection: psycopg.Connection[Any],
) -> None:
    """A leave taken back, for one: its table is no view, and yet a row of another goes with it."""
    counted, deciding = (
        {name for (name,) in owner_connection.execute(UNDER, [EDITION, its_own])} for its_own in (True, False)
    )
    assert (counted, "publicity_leave" in counted) == (deciding, True)


def test_the_public_role_can_neither_write_nor_make_nor_call_nor_become_anybody(
    public_connection: psycopg.Connection[Any],
) -> None:
    public_connection.autocommit = True
    public_connection.execute("SET default_transaction_read_only = off")
    refused = []
    for statement in (
        "INSERT INTO agencies_area (id) VALUES (gen_random_uuid())",
        "UPDATE resources_place SET name = ''",
        "DELETE FROM agencies_window",
        "CREATE TABLE public.smuggled (id int)",
        "CREATE TABLE norishiro_public.smuggled (id int)",
        "SELECT * FROM public.letter_answer(gen_random_uuid())",
        "SET ROLE norishiro_app",
        "SET ROLE norishiro_owner",
    ):
        with pytest.raises(psycopg.Error) as caught:
            public_connection.execute(statement)
        refused.append(caught.type)
    assert refused == [psycopg.errors.InsufficientPrivilege] * 8
    query = (
        "SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = current_user"
    )
    assert public_connection.execute(query).fetchone() == (False, False, False, False)
    callable_here = public_connection.execute(
        "SELECT proname FROM pg_proc WHERE prosecdef AND has_schema_privilege(pronamespace, 'USAGE')"
        " AND has_function_privilege(oid, 'EXECUTE')"
    ).fetchall()
    # It adds one to a number, and answers nothing (tests/rooms/publicity/test_items.py).
    assert callable_here == [(COUNTING,)]
