"""全部を SQLite に読みこみ、数とつながりを確かめる。 Python's standard library alone; no part of norishiro is needed.

python read_back.py 開いたZIPのフォルダー できる.sqlite3
"""

from __future__ import annotations

import csv
import hashlib
import json
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# Long texts stand in one cell.
csv.field_size_limit(1 << 30)
TEXTS = ("文字", "長い文字", "メールアドレス", "ホームページの番地")
NUMBERS = {"整数": "INTEGER", "小数": "REAL"}
FEW = 5


def read_back(folder: Path, database: Path) -> tuple[dict[str, int], list[str]]:
    """Load every table by the dictionary; answers the rows of each, and everything that is wrong."""
    told = json.loads((folder / "dictionary.json").read_text(encoding="utf-8"))
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    faults = [*_files(folder, manifest)]
    counts: dict[str, int] = {}
    with sqlite3.connect(database) as books:
        for table in told["tables"]:
            counts[table["name"]] = _load(books, folder, table, faults)
        for one in manifest["tables"]:
            with (folder / one["jsonl"]).open(encoding="utf-8") as file:
                lines = sum(1 for _line in file)
            if not one["rows"] == lines == counts.get(one["name"]):
                faults.append(
                    f"{one['name']}: 行の数が合いません（控え {one['rows']}、CSV {counts.get(one['name'])}、JSON {lines}）"
                )
        faults += _references(books, told)
    books.close()
    return counts, faults


def _files(folder: Path, manifest: dict[str, Any]) -> Iterator[str]:
    for one in manifest["files"]:
        content = folder / one["path"]
        if not content.exists():
            yield f"{one['path']}: ありません"
            continue
        with content.open("rb") as file:
            same = hashlib.file_digest(file, "sha256").hexdigest() == one["sha256"]
        if not same:
            yield f"{one['path']}: 書きかえられているか、壊れています"


def _load(books: sqlite3.Connection, folder: Path, table: dict[str, Any], faults: list[str]) -> int:
    columns = table["columns"]
    kinds = ", ".join(
        f'"{one["name"]}" {NUMBERS.get(one["kind"], "TEXT")}'
        + (" PRIMARY KEY" if one["name"] == table["key"] else "")
        for one in columns
    )
    books.execute(f'CREATE TABLE "{table["name"]}" ({kinds})')
    # Where each column stands; the words beside a code are for people.
    places: list[int] = []
    head: list[str] = []
    for one in columns:
        places.append(len(head))
        head += [one["label"], *([one["in_words"]] if one["in_words"] else [])]
    with (folder / table["csv"]).open(encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file)
        found = next(rows)
        if found != head:
            faults.append(f"{table['csv']}: 見出しが辞書とちがいます")
            return 0
        marks = ", ".join("?" for _one in columns)
        values = ([_value(one, row[at]) for one, at in zip(columns, places, strict=True)] for row in rows)
        made = books.executemany(
            f'INSERT INTO "{table["name"]}" VALUES ({marks})', _checked(values, table, faults)
        )
    return made.rowcount if made.rowcount > 0 else 0


def _checked(rows: Iterator[list[Any]], table: dict[str, Any], faults: list[str]) -> Iterator[list[Any]]:
    """What must be there is there, and a code is one of the list."""
    told = 0
    for row in rows:
        for one, value in zip(table["columns"], row, strict=True):
            wrong = one["required"] and value is None
            if value is not None and value != "" and one.get("codes") and one["in_words"]:
                wrong = str(value) not in {code for code, _words in one["codes"]}
            if wrong and told < FEW:
                told += 1
                faults.append(f"{table['name']}.{one['name']}: 辞書にない値か、空の値があります")
        yield row


def _value(column: dict[str, Any], cell: str) -> Any:
    """A cell as it was: an apostrophe before a formula or another apostrophe is taken away."""
    if column["kind"] in TEXTS:
        cell = cell[1:] if cell.startswith("'") else cell
        return cell if cell or column["required"] else None
    if not cell:
        return None
    if column["kind"] == "はい・いいえ":
        return {"true": "はい", "false": "いいえ"}[cell]
    return int(cell) if column["kind"] == "整数" else float(cell) if column["kind"] == "小数" else cell


def _references(books: sqlite3.Connection, told: dict[str, Any]) -> Iterator[str]:
    """Whatever a row points to is there."""
    for table in told["tables"]:
        for one in table["columns"]:
            if not one.get("refers"):
                continue
            other, column = one["refers"].split(".")
            lost = books.execute(
                f'SELECT count(*) FROM "{table["name"]}" t WHERE t."{one["name"]}" IS NOT NULL AND NOT EXISTS'
                f' (SELECT 1 FROM "{other}" o WHERE o."{column}" = t."{one["name"]}")'
            ).fetchone()[0]
            if lost:
                yield f"{table['name']}.{one['name']}: つながる先のない行が{lost}あります（{one['refers']}）"


def main(arguments: list[str]) -> int:
    if len(arguments) != 2 or not Path(arguments[0], "manifest.json").exists() or Path(arguments[1]).exists():
        sys.stderr.write(
            "使いかた: python read_back.py 開いたZIPのフォルダー できる.sqlite3（まだないファイル）\n"
        )
        return 2
    counts, faults = read_back(Path(arguments[0]), Path(arguments[1]))
    sys.stdout.write(f"{len(counts)}の表、{sum(counts.values()):,}行を読みこみました。\n")
    sys.stdout.write("".join(f"× {fault}\n" for fault in faults) or "数とつながりは、すべて合っています。\n")
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
