"""The trigger and Python hash alike, and nothing that was written can be changed by way of the table."""

from __future__ import annotations

import uuid

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from norishiro.ledger import chain, operations
from norishiro.ledger.events import RECORDS_SHOWN, declare
from norishiro.ledger.verify_offline import Head, faults_of
from tests.factories import agencies


@pytest.mark.django_db(transaction=True)
def test_the_database_hashes_as_python_does(owner_connection):
    actor = agencies.actor("髙﨑 邉子")
    operations.sign(
        actor, RECORDS_SHOWN, subjects=[uuid.uuid4(), uuid.uuid4()], ground="J6", reason="会議の準備\n二行目\x1f続き",
        changes={"status": ("A", "B")}, screen="cases:show",
    )  # fmt: skip
    operations.disclose(actor, screen="people:person", subjects=[])
    rows = owner_connection.execute(
        "SELECT seq, at, verb, staff_id, staff_label, agency_id, agency_label, subjects, ground, screen, detail,"
        " reason, prev_hash, hash FROM ledger_entry ORDER BY seq"
    ).fetchall()
    database, seq, last = owner_connection.execute("SELECT database, seq, hash FROM ledger_head").fetchone()
    lines = [chain.in_text(chain.Line(*row)) for row in rows]
    found = faults_of(lines, head=Head(seq, last), database=str(database))
    assert (len(lines), rows[0][11]) == (2, "会議の準備\n二行目 続き")
    assert list(found) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "statement",
    ["UPDATE ledger_entry SET verb = 'x'", "DELETE FROM ledger_entry", "TRUNCATE ledger_entry"],
)
def test_not_even_the_owner_changes_a_line(owner_connection, statement):
    operations.disclose(agencies.actor(), screen="people:person", subjects=[])
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        owner_connection.execute(statement)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "SELECT 1 FROM ledger_entry",
        "UPDATE ledger_entry SET verb = 'x'",
        "DELETE FROM ledger_entry",
        "SELECT 1 FROM ledger_head",
        "UPDATE ledger_head SET seq = 0",
    ],
)
def test_the_application_may_only_add(statement):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_verb_is_declared_once():
    with pytest.raises(ValueError, match=r"records\.shown"):
        declare("records.shown", "二度目")
