"""I7: any past state of a case can be put together again. Snapshots taken while people work, beside what the history says."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import sql

from norishiro.former import past
from norishiro.former.models import Former
from tests.assurance import outputs
from tests.assurance.crawl import owner
from tests.assurance.evidence import Evidence
from tests.assurance.test_i06_together import addresses, leads, open_page, send
from tests.towns.demo import DemoTown

SEED = 20261125
# The columns a history tells of: those the keeper keeps (its first argument names the others).
KEPT = """
    SELECT c.relname, string_to_array(convert_from(substring(t.tgargs FROM 1 FOR position('\\000'::bytea IN t.tgargs) - 1), 'UTF8'), ',')
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE t.tgname = 'former_keep'
"""
Rows = dict[UUID, dict[str, Any]]


@dataclass(frozen=True)
class Snapshot:
    """All rows of one table at a moment."""

    table: str
    at: datetime
    rows: Rows


def rows_of(town: psycopg.Connection[Any], table: str, left_out: list[str]) -> Rows:
    """Every row as the database writes it, without what the history leaves out."""
    question = sql.SQL("SELECT id, to_jsonb(t) - %s::text[] FROM {} t").format(sql.Identifier(table))
    return dict(town.execute(question, [left_out]).fetchall())


def since(town: psycopg.Connection[Any], table: str, at: datetime) -> set[UUID]:
    """Those made after that moment."""
    question = sql.SQL("SELECT id FROM {} WHERE made_at > %s").format(sql.Identifier(table))
    return {number for (number,) in town.execute(question, [at])}


@pytest.mark.slow
def test_any_past_state_can_be_put_together(demo_town: Callable[..., DemoTown], evidence: Evidence) -> None:
    """Every form of the town is filled in and sent; in between, tables are copied whole. At the end each copy is put together."""
    town = demo_town("toshima", anew=True)
    every = evidence.at_scale(small=10, ci=1, nightly=1)
    each = evidence.at_scale(small=2, ci=4, nightly=12)
    dice = random.Random(SEED)  # noqa: S311
    taken: list[Snapshot] = []
    with owner() as rows:
        kept: dict[str, list[str]] = dict(rows.execute(KEPT).fetchall())
        for _sent in work(town, every=every):
            [[now]] = rows.execute("SELECT clock_timestamp()").fetchall()
            for table in dice.sample(sorted(kept), each):
                taken.append(Snapshot(table, now, rows_of(rows, table, kept[table])))
        formers = history(rows)
        different = [one for one in taken if put_together(rows, one, kept, formers) != one.rows]
    changed = sum(len(one) for one in formers.values())
    print(*sorted({one.table for one in different}), sep="\n")  # noqa: T201  # every one, where the figure only counts them
    evidence.shows(
        row="I7",
        figure=(
            f"{len(kept)} の表の写しを、仕事をしながら {len(taken):,} 回（{sum(len(one.rows) for one in taken):,} 行）。"
            f"前の内容 {changed:,} から組み立てて違った写し {len(different)}"
        ),
        target="100 % 同じ",
        holds=not different and changed > 10 and len(taken) > 20,
    )


def work(town: DemoTown, *, every: int) -> Iterator[None]:
    """Each form once, as the people of the town would send it; one step for each that was taken."""
    clients = outputs.signed_in(town)
    for screen, path in addresses(town)[::every]:
        client = clients(screen.login)
        page = open_page(screen.name, client, path)
        if page is None:
            continue
        said = page.saying(f"書き改めた{uuid4().hex[:8]}") if page.free else page.sent
        if leads(send(client, page, said)):
            yield None


def history(town: psycopg.Connection[Any]) -> dict[str, list[Former]]:
    """Everything that was kept, by table."""
    found: dict[str, list[Former]] = {}
    for table, record, was, gone, at in town.execute(
        "SELECT of_table, of_row, was, gone, at FROM former_former ORDER BY at"
    ):
        found.setdefault(table, []).append(Former(of_row=record, was=was, gone=gone, at=at))
    return found


def put_together(
    town: psycopg.Connection[Any],
    copy: Snapshot,
    kept: dict[str, list[str]],
    formers: dict[str, list[Former]],
) -> Rows:
    later = since(town, copy.table, copy.at)
    now = {key: row for key, row in rows_of(town, copy.table, kept[copy.table]).items() if key not in later}
    told = [one for one in formers.get(copy.table, []) if one.of_row not in later]
    return past.as_it_was(now=now, formers=told, at=copy.at)
