"""The chain: the trigger and Python hash alike, nothing can be changed, and a changed past is found."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, datetime

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from norishiro.ledger import chain, operations
from norishiro.ledger.events import RECORDS_SHOWN, declare
from tests.factories import agencies


def line(seq: int, prev_hash: str, **fields) -> chain.Line:
    bare = chain.Line(
        seq=seq, at=datetime(2026, 11, 20, 9, 0, seq, tzinfo=UTC), verb="case.closed", staff_id=uuid.UUID(int=1),
        staff_label="架空 花子", agency_id=uuid.UUID(int=2), agency_label="みなと相談センター", subjects=(uuid.UUID(int=seq),),
        ground="C0", screen="cases:show", detail="", reason="", prev_hash=prev_hash, hash="",
    )  # fmt: skip
    whole = replace(bare, **fields)
    return replace(whole, hash=chain.digest(whole))


def five_lines() -> list[chain.Line]:
    lines: list[chain.Line] = []
    for seq in range(1, 6):
        lines.append(line(seq, lines[-1].hash if lines else chain.GENESIS))
    return lines


def faults(lines: list[chain.Line], whole: list[chain.Line]) -> list[int]:
    return [fault.seq for fault in chain.verify(lines, head_seq=5, head_hash=whole[-1].hash)]


def test_an_untouched_chain_holds():
    whole = five_lines()
    assert faults(whole, whole) == []


@given(
    st.integers(0, 4),
    st.sampled_from(["verb", "staff_label", "ground", "screen", "detail", "reason"]),
    st.text(min_size=1),
)
def test_a_changed_field_is_found(index, field, text):
    whole = five_lines()
    changed = [*whole]
    changed[index] = replace(changed[index], **{field: getattr(changed[index], field) + text})
    assert faults(changed, whole) == [index + 1]


@given(st.integers(0, 4))
def test_a_removed_line_is_found(index):
    whole = five_lines()
    assert faults(whole[:index] + whole[index + 1 :], whole) != []


def test_a_line_rewritten_with_its_hash_breaks_the_next():
    whole = five_lines()
    forged = [*whole]
    forged[2] = line(3, whole[1].hash, verb="case.opened")
    assert faults(forged, whole) == [4]


def test_a_chain_rewritten_to_the_end_is_found_against_the_head():
    whole = five_lines()
    forged = whole[:2]
    for seq in range(3, 6):
        forged.append(line(seq, forged[-1].hash, verb="case.opened"))
    assert faults(forged, whole) == [5]


@pytest.mark.django_db(transaction=True)
def test_the_database_hashes_as_python_does(owner_connection):
    actor = agencies.actor("髙﨑 邉子")
    operations.sign(
        actor, RECORDS_SHOWN, subjects=[uuid.uuid4(), uuid.uuid4()], ground="J6", reason="会議の準備\n二行目",
        changes={"status": ("A", "B")}, screen="cases:show",
    )  # fmt: skip
    operations.disclose(actor, screen="people:person", subjects=[])
    rows = owner_connection.execute(
        "SELECT seq, at, verb, staff_id, staff_label, agency_id, agency_label, subjects, ground, screen, detail,"
        " reason, prev_hash, hash FROM ledger_entry ORDER BY seq"
    ).fetchall()
    lines = [chain.Line(*row[:7], tuple(row[7]), *row[8:]) for row in rows]
    head = owner_connection.execute("SELECT seq, hash FROM ledger_head").fetchone()
    assert len(lines) == 2
    assert chain.verify(lines, head_seq=head[0], head_hash=head[1]) == []


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
