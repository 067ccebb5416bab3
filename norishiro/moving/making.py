"""The files themselves: everything in one archive, and in it, under a lock of its own, what stood under seal.

All of it is one moment (one snapshot of the database). What breaks off leaves nothing behind and is begun anew: two halves of two
moments would not fit together.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

from django.db import connection, transaction

from norishiro.core.sealing import keepers
from norishiro.core.sealing.envelope import Place, Unopened
from norishiro.core.sealing.keystore import KeyDestroyed
from norishiro.moving import dictionary, locking, reading, saying
from norishiro.moving.dictionary import Table
from norishiro.moving.reading import Care, Counted

HOUSE = Path(__file__).parents[1]
REFERENCE = (".toml", ".csv", ".geojson")
# Papers are up to 10 MB each.
PAPERS_AT_ONCE, WORDS_AT_ONCE = 4, 500
GONE, BROKEN = "（廃棄したため、読めません）", "（封が開かず、読めません）"
ENDINGS = ((b"%PDF", "pdf"), (b"\xff\xd8\xff", "jpg"), (b"\x89PNG", "png"))


class Differs(Exception):
    """Two readings of one table did not bring the same number of rows. Nothing is kept."""

    def __init__(self, table: str) -> None:
        super().__init__(
            f"{table} の行の数が、CSV と JSON で合いません。何も残していません。もう一度動かし、続くときは「norishiro doctor」を動かしてください。"
        )


@dataclass(frozen=True)
class Made:
    """What lies in the folder now."""

    tables: int
    rows: int
    files: int
    unopened: int
    size: int
    fingerprint: str


@dataclass(frozen=True, kw_only=True)
class Order:
    """Whose request, with which locks, into which folder."""

    request: UUID
    number: int
    town: str
    made_at: datetime
    public: str
    locked_key: bytes
    public_sealed: str
    locked_key_sealed: bytes


@dataclass
class Tally:
    """What goes in is added up here."""

    tables: list[dict[str, Any]] = field(default_factory=list)
    files: list[dict[str, Any]] = field(default_factory=list)
    papers: int = 0
    destroyed: int = 0
    broken: int = 0


class Archive:
    """A ZIP written forwards only, with the sum of everything that went in."""

    def __init__(self, sink: Any, tally: Tally) -> None:
        self._zip = ZipFile(sink, "w", ZIP_DEFLATED, allowZip64=True, compresslevel=1)
        self._tally = tally

    def add(self, name: str, parts: Iterable[bytes]) -> Iterator[None]:
        total, size = hashlib.sha256(), 0
        with self._zip.open(name, "w", force_zip64=True) as file:
            for part in parts:
                file.write(part)
                total.update(part)
                size += len(part)
                yield
        self._tally.files.append({"path": name, "bytes": size, "sha256": total.hexdigest()})

    def close(self) -> None:
        self._zip.close()


def make(order: Order, *, folder: Path) -> Made:
    """Everything into a folder that does not exist yet. Half of it never lies there under its name."""
    draft = folder.with_name(f".{folder.name}.draft")
    _clear(draft)
    draft.mkdir(mode=0o700, parents=True)
    try:
        made = _made(order, draft)
        os.replace(draft, folder)
    except BaseException:
        _clear(draft)
        raise
    return made


def _clear(folder: Path) -> None:
    """Of an attempt that broke off; only our own files are in it."""
    with suppress(FileNotFoundError):
        for file in folder.iterdir():
            file.unlink()
        folder.rmdir()


def _made(order: Order, folder: Path) -> Made:
    with _one_moment(order.request):
        tables = dictionary.tables(on=order.made_at.date())
        care = Care({one.name: one for one in tables}, reading.protected_ids())
        tally, sealed_tally = Tally(), Tally()
        sealed = folder / f"{saying.SEALED_ARCHIVE}.age"
        locking.lock_into(
            sealed, lambda sink: _sealed_part(sink, order, tables, sealed_tally), public=order.public_sealed
        )
        inside = [
            (sealed.name, locking.read_in_parts(sealed)),
            (saying.SEALED_KEY, iter([order.locked_key_sealed])),
        ]
        fingerprint, size = locking.lock_into(
            folder / f"{saying.ARCHIVE}.age",
            lambda sink: _open_part(sink, order, care, inside, tally), public=order.public,
        )  # fmt: skip
    sealed.unlink()
    _beside(order, folder, tables)
    return Made(
        tables=len(tally.tables), rows=sum(one["rows"] for one in tally.tables), files=sealed_tally.papers,
        unopened=sealed_tally.destroyed + sealed_tally.broken, size=size, fingerprint=fingerprint,
    )  # fmt: skip


class _one_moment:  # noqa: N801 - read as a word
    """One snapshot, read only, past the walls by the door that asks for the request."""

    def __init__(self, request: UUID) -> None:
        self._request, self._atomic = request, transaction.atomic()

    def __enter__(self) -> None:
        self._atomic.__enter__()
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SET LOCAL TIME ZONE 'Asia/Tokyo'")
            cursor.execute("SELECT moving_open(%s)", [self._request])

    def __exit__(self, *fault: Any) -> None:
        self._atomic.__exit__(*fault)


# --- the first file ---------------------------------------------------------------------------------------


def _open_part(
    sink: Any, order: Order, care: Care, inside: Sequence[tuple[str, Iterator[bytes]]], tally: Tally
) -> Iterator[None]:
    archive = Archive(sink, tally)
    tables = list(care.tables.values())
    yield from archive.add(saying.README, [_first_page(order, tables)])
    for name, content in _words(tables):
        yield from archive.add(name, [content])
    for path in _reference():
        yield from archive.add(f"reference/{path.relative_to(HOUSE)}", [path.read_bytes()])
    for table in tables:
        yield from _table(archive, table, care, tally)
    for name, parts in inside:
        yield from archive.add(name, parts)
    left_out = {
        name: {"reason": reason, "rows": reading.count_of(name)}
        for name, reason in dictionary.left_out_tables().items()
    }
    told = {
        "request": order.number, "town": order.town, "made_at": order.made_at.isoformat(), "tables": tally.tables,
        "files": tally.files, "left_out_tables": left_out, "left_out_columns": dictionary.left_out_columns(),
    }  # fmt: skip
    yield from archive.add(saying.MANIFEST, [_json(told)])
    archive.close()
    yield


def _first_page(order: Order, tables: Sequence[Table]) -> bytes:
    text = saying.readme(town=order.town, number=order.number, made_at=order.made_at, tables=len(tables))
    return text.encode("utf-8-sig")


def _json(told: object) -> bytes:
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _words(tables: Sequence[Table]) -> list[tuple[str, bytes]]:
    lines = [saying.CODES_HEAD, *saying.codes(tables)]
    return [
        (saying.BOOK, saying.book(tables)),
        (saying.PAGE, saying.page(tables).encode()),
        (saying.DATA, _json(saying.data(tables))),
        (saying.CODES, b"\xef\xbb\xbf" + b"".join(map(reading.csv_line, lines))),
        ("read_back.py", (Path(__file__).parent / "read_back.py").read_bytes()),
    ]


def _reference() -> list[Path]:
    """The program's own lists, which codes point to; nobody's data."""
    found = {*HOUSE.glob("*/data/**/*"), *HOUSE.glob("*/*.toml"), *HOUSE.glob("profiles/presets/*")}
    return sorted(path for path in found if path.suffix in REFERENCE)


def _table(archive: Archive, table: Table, care: Care, tally: Tally) -> Iterator[None]:
    as_csv, as_json = Counted(), Counted()
    yield from archive.add(saying.csv_name(table), reading.csv_of(table, care=care, counted=as_csv))
    yield from archive.add(saying.json_name(table), reading.json_of(table, care=care, counted=as_json))
    if as_csv.rows != as_json.rows:
        raise Differs(table.name)
    tally.tables.append(
        {
            "name": table.name, "label": table.label, "rows": as_csv.rows, "csv": saying.csv_name(table),
            "jsonl": saying.json_name(table),
        }
    )  # fmt: skip


# --- the second file ---------------------------------------------------------------------------------------


def _sealed_part(sink: Any, order: Order, tables: Sequence[Table], tally: Tally) -> Iterator[None]:
    archive = Archive(sink, tally)
    index: list[list[str]] = [["表", "番号（ID）", "列", "ファイル", "大きさ（バイト）"]]
    for table in (one for one in tables if one.sealed):
        yield from _opened_words(archive, table, tally)
        yield from _opened_papers(archive, table, index, tally)
    yield from archive.add("files/index.csv", [b"\xef\xbb\xbf" + b"".join(map(reading.csv_line, index))])
    told = {
        "request": order.number, "made_at": order.made_at.isoformat(), "tables": tally.tables, "papers": tally.papers,
        "destroyed": tally.destroyed, "broken": tally.broken, "files": tally.files,
    }  # fmt: skip
    yield from archive.add(saying.MANIFEST, [_json(told)])
    archive.close()
    yield


def _opened_words(archive: Archive, table: Table, tally: Tally) -> Iterator[None]:
    """The row's number and what stood sealed in it, in a table of the same name."""
    columns = [one for one in table.sealed if one.sealed == "words"]
    if not columns:
        return
    counted = Counted()

    def lines() -> Iterator[bytes]:
        yield b"\xef\xbb\xbf" + reading.csv_line(
            [table.column(table.key).label, *(one.label for one in columns)]
        )
        for key, *values in reading.rows_with_seals(table, columns=columns, at_once=WORDS_AT_ONCE):
            counted.rows += 1
            opened = [
                _opened(table, one.name, key, value, tally).decode() if value is not None else ""
                for one, value in zip(columns, values, strict=True)
            ]
            yield reading.csv_line([str(key), *opened])

    name = saying.csv_name(table)
    yield from archive.add(name, lines())
    tally.tables.append({"name": table.name, "label": table.label, "rows": counted.rows, "csv": name})


def _opened_papers(archive: Archive, table: Table, index: list[list[str]], tally: Tally) -> Iterator[None]:
    columns = [one for one in table.sealed if one.sealed == "file"]
    if not columns:
        return
    for key, *values in reading.rows_with_seals(table, columns=columns, at_once=PAPERS_AT_ONCE):
        for one, value in zip(columns, values, strict=True):
            if value is None:
                continue
            content = _opened(table, one.name, key, value, tally)
            ending = next((name for start, name in ENDINGS if content.startswith(start)), "txt")
            name = f"files/{table.name}/{key}-{one.name}.{ending}"
            yield from archive.add(name, [content])
            index.append([table.name, str(key), one.name, name, str(len(content))])
            tally.papers += 1


def _opened(table: Table, column: str, key: Any, sealed: bytes, tally: Tally) -> bytes:
    """What stood under seal; where that cannot be had any more, it is said and counted."""
    try:
        return keepers.unseal(sealed, at=Place(table.name, column, key))
    except KeyDestroyed:
        tally.destroyed += 1
        return GONE.encode()
    except Unopened:
        tally.broken += 1
        return BROKEN.encode()


# --- beside the locked file --------------------------------------------------------------------------------


def _beside(order: Order, folder: Path, tables: Sequence[Table]) -> None:
    """What may be read before anything is opened, the key under its phrase, and the sums of all of it."""
    _write(folder / saying.README, _first_page(order, tables))
    _write(folder / saying.BOOK, saying.book(tables))
    _write(folder / saying.KEY, order.locked_key)
    sums = [f"{_sum(path)}  {path.name}\n" for path in sorted(folder.iterdir()) if path.name != saying.SUMS]
    _write(folder / saying.SUMS, "".join(sums).encode())


def _write(path: Path, content: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
