"""I4: the power goes, and the disk has what it pleased to write: some pages old, some new, some half of each; what was never said to
be flushed is gone. What was acknowledged is there all the same, and everything agrees."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from shutil import copyfile
from typing import Any

import psycopg
import pytest

from tests.assurance.evidence import Evidence
from tests.assurance.machine import Machine, Writer, kept, sums_are_whole, writing

SEED = 20_261_124
HANDS = 3
PAGE, SECTOR = 8_192, 512
SEGMENT = 16 * 1_024 * 1_024
# Where pages lie that are written whenever the server pleases. What it replaces in one stroke is left alone.
FOLDERS = ("base", "global", "pg_xact", "pg_multixact")
WHOLE_ONLY = ("pg_control", "pg_filenode.map", "pg_internal.init", "PG_VERSION")
CHECKPOINT = "SELECT redo_lsn::text FROM pg_control_checkpoint()"
FLUSHED = "SELECT pg_walfile_name_offset(pg_current_wal_flush_lsn())"
# Rows that point at nothing, over every foreign key there is.
KEYS = """
    SELECT format('SELECT count(*) FROM %s t WHERE t.%I IS NOT NULL AND NOT EXISTS (SELECT 1 FROM %s p WHERE p.%I = t.%I)',
                  k.conrelid::regclass, a.attname, k.confrelid::regclass, b.attname, a.attname)
    FROM pg_constraint k
    JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
    JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = k.confkey[1]
    WHERE k.contype = 'f' AND cardinality(k.conkey) = 1
"""
OPEN_WALLS = """
    SELECT count(*) FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relrowsecurity AND NOT c.relforcerowsecurity
"""
# Every table with the key it is found by.
TABLES = """
    SELECT format('SELECT count(%I) FROM %s', a.attname, k.conrelid::regclass)
    FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
    WHERE k.contype = 'p' AND k.connamespace = 'public'::regnamespace ORDER BY 1
"""
BY_READING = "SET enable_indexscan = off; SET enable_indexonlyscan = off; SET enable_bitmapscan = off; SET enable_seqscan = on"
BY_KEY = "SET enable_indexscan = on; SET enable_indexonlyscan = off; SET enable_bitmapscan = off; SET enable_seqscan = off"


@pytest.mark.slow
def test_what_the_disk_did_not_write_is_made_good(
    machine: Machine, tmp_path: Path, evidence: Evidence
) -> None:
    rounds = evidence.at_scale(small=2, ci=12, nightly=200)
    dice, pages = random.Random(SEED), Counter[str]()  # noqa: S311
    acknowledged: list[str] = []
    breaches: list[str] = []
    _with_little_memory(machine)
    said_after: set[str] = (
        set()
    )  # acknowledged between the last look at the log and the blow: may be kept, may be gone
    with writing(machine, hands=HANDS) as writers:
        for number in range(rounds):
            taken = _one_round(machine, tmp_path / "old", writers, dice, pages)
            acknowledged = [words for words in taken if words not in said_after]
            said_after |= _said(writers) - taken
            machine.start()
            machine.until_good()
            found = kept(machine)
            breaches += [f"{number}: {words} is lost" for words in acknowledged if found.get(words, 0) != 1]
            breaches += [f"{number}: {one}" for one in _disorders(machine)]
    verified = machine.command("ledger", "verify")
    machine.end()
    is_whole = sums_are_whole(machine)
    print(pages, *breaches[:40], verified.stdout[-300:], sep="\n")  # noqa: T201  # every one, where the figure only counts them
    evidence.shows(
        row="I4",
        figure=(
            f"電源が切れた {rounds} 回（古いままの頁 {pages['old']:,}、半分だけ新しい頁 {pages['torn']:,}、書き終えたと言わない記録は捨てた）: "
            f"受け取ったと答えた {len(acknowledged):,} 件と、外部キー・壁・索引のくいちがい {len(breaches)}、"
            f"台帳の鎖 {'○' if verified.returncode == 0 else '×'}、ページの和 {'○' if is_whole else '×'}"
        ),
        target="くいちがい 0（夜間は200回）、鎖と和は○",
        holds=not breaches
        and verified.returncode == 0
        and is_whole
        and bool(acknowledged)
        and pages["old"] > 0
        and pages["torn"] > 0,
    )


def _with_little_memory(machine: Machine) -> None:
    """So that the server writes pages at all hours, and not at checkpoints alone: what is spoilt must have been written."""
    with machine.superuser() as town:
        town.execute("ALTER SYSTEM SET shared_buffers = '1MB'")
    machine.end()
    machine.start()
    machine.until_good()


def _one_round(
    machine: Machine, old: Path, writers: list[Writer], dice: random.Random, pages: Counter[str]
) -> set[str]:
    """People write; the power goes; the disk is left as it may be. Answers what had been acknowledged by then."""
    data = machine.server.data
    with machine.superuser() as town:
        town.execute("CHECKPOINT")
        began = _ask(town, CHECKPOINT)
        _copied(data, old)
        time.sleep(dice.uniform(0.5, 2.0))
        taken = _said(writers)
        (last,) = _ask(town, FLUSHED)
        same = _ask(town, CHECKPOINT) == began
        machine.kill_application()
        machine.kill_database()
    assert same, "a checkpoint came between; nothing older than it may come back"
    _forget_after(data / "pg_wal", *_parted(last))
    _spoil(data, old, dice, pages)
    return taken


def _said(writers: list[Writer]) -> set[str]:
    return {words for one in writers for words in one.acknowledged}


def _ask(town: Any, question: str) -> tuple[Any, ...]:
    row: tuple[Any, ...] = town.execute(question).fetchone()
    return row


def _parted(place: str | tuple[str, int]) -> tuple[str, int]:
    """PostgreSQL answers a row: the name of the segment, and how far in it."""
    name, offset = place.strip("()").split(",") if isinstance(place, str) else place
    return name, int(offset)


def _copied(data: Path, old: Path) -> None:
    for file in _files(data):
        target = old / file.relative_to(data)
        target.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):
            copyfile(file, target)


def _files(data: Path) -> Iterator[Path]:
    for folder in FOLDERS:
        for file in sorted((data / folder).rglob("*")):
            if file.is_file() and file.name not in WHOLE_ONLY:
                yield file


def _forget_after(log: Path, name: str, offset: int) -> None:
    """What was written after the last flush that anybody was told of, in this segment and those begun after it."""
    for segment in log.iterdir():
        if segment.is_file() and len(segment.name) == 24 and segment.name >= name:
            keep = offset if segment.name == name else 0
            with segment.open("r+b") as file:
                file.seek(keep)
                file.write(bytes(SEGMENT - keep))


def _spoil(data: Path, old: Path, dice: random.Random, pages: Counter[str]) -> None:
    """Every page that changed since: left as it is, set back, or set back from some sector on."""
    for file in _files(data):
        before = old / file.relative_to(data)
        was = before.read_bytes() if before.exists() else b""
        now = bytearray(file.read_bytes())
        changed = False
        for at in range(0, len(now), PAGE):
            former = was[at : at + PAGE].ljust(PAGE, b"\0")
            if now[at : at + PAGE] == former:
                continue
            kind = dice.choice(("new", "old", "torn"))
            cut = {"new": PAGE, "old": 0, "torn": dice.randrange(SECTOR, PAGE, SECTOR)}[kind]
            now[at + cut : at + PAGE] = former[cut : len(now) - at]
            pages[kind] += 1
            changed |= kind != "new"
        if changed:
            file.write_bytes(now)


def _disorders(machine: Machine) -> list[str]:
    """Rows that point at nothing, walls that stand open, indexes that disagree with their tables."""
    found = []
    with machine.superuser() as town:
        town.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ  # people write on meanwhile
        town.autocommit = False
        for (question,) in town.execute(KEYS).fetchall():
            if count := _ask(town, question)[0]:
                found.append(f"{count}: {question}")
        if _ask(town, OPEN_WALLS)[0]:
            found.append("a wall is not forced")
        tables = [question for (question,) in town.execute(TABLES).fetchall()]
        town.execute(BY_READING)
        read = [_ask(town, question) for question in tables]
        town.execute(BY_KEY)
        found += [
            f"an index disagrees with its table: {question}"
            for question, there in zip(tables, read, strict=True)
            if _ask(town, question) != there
        ]
    return found
