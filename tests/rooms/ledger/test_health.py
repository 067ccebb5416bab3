"""What a watching machine sees: the program lives, and whether records can be shown."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client


@pytest.mark.django_db
def test_ready_while_the_ledger_can_be_written_and_not_after() -> None:
    page = Client().get("/ready/")
    assert (page.status_code, page.json()) == (200, {"ready": True})
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION READ ONLY")
    closed = Client().get("/ready/")
    assert (closed.status_code, closed.json()) == (503, {"ready": False})
    assert Client().get("/health/").status_code == 200
