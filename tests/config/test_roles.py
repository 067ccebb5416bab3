"""The pages' role in the database: bound, and owning nothing."""

from typing import Any

import psycopg
import pytest
from django.db import connection

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
