"""A plan's tree out of a table: one column for each level, an empty cell means the one above. Pure; nothing is guessed."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO, StringIO
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from norishiro.core.text import InputProblem

LARGEST, MOST_ROWS, MOST_COLUMNS, MOST_PROBLEMS = 2_000_000, 1000, 20, 20
AIM, MUNICIPAL, COUNCIL = "めざす姿", "市区町村の事業", "社協の事業"
LONGEST_NAME, LONGEST_AIM = 200, 600
HEADING_WITHIN = 8
_NUMBERED = re.compile(
    r"(?P<number>[0-9０-９]+(?:[-－‐.．][0-9０-９]+)*[.．)）]?|[①-⑳]|[(（][0-9０-９]+[)）]|[Ⅰ-Ⅻ])[ \u3000.．、:：]+(?P<name>.+)"
)
Rows = list[list[str]]


@dataclass
class Branch:
    """One item of the tree: where it stands, and what the line says of it."""

    path: tuple[str, ...]
    number: str
    name: str
    aim: str = ""
    projects: list[tuple[str, str]] = field(default_factory=list)

    @property
    def depth(self) -> int:
        return len(self.path)


@dataclass(frozen=True)
class Read:
    """What could be read, in the order of the table, and what could not."""

    branches: tuple[Branch, ...] = ()
    problems: tuple[str, ...] = ()


def rows_of(content: bytes) -> Rows:
    """The first sheet of an Excel file, or a CSV of either coding. An ``InputProblem`` says what to do."""
    if len(content) > LARGEST:
        raise InputProblem("ファイルが大きすぎます（2MBまで）。体系の表だけのファイルにしてください。")
    if content[:2] != b"PK":
        return rows_in(_decoded(content))
    try:
        sheet = load_workbook(BytesIO(content), data_only=True, read_only=True).worksheets[0]
        cells = sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS, values_only=True)
        return [_trimmed(["" if one is None else str(one).strip() for one in line]) for line in cells]
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError, IndexError):
        raise InputProblem(
            "Excel のファイルとして開けません。パスワードを外して、.xlsx の形で保存し直してください。"
        ) from None


def _decoded(content: bytes) -> str:
    for coding in ("utf-8-sig", "cp932"):
        try:
            return content.decode(coding)
        except UnicodeDecodeError:
            continue
    raise InputProblem("文字の種類を読み取れません。Excel（.xlsx）で保存し直してください。")


def rows_in(text: str) -> Rows:
    """What was pasted from a spreadsheet (tabs), or written with commas."""
    first = text.split("\n", 1)[0]
    reader = csv.reader(
        StringIO(text.replace("\r\n", "\n")), delimiter="\t" if "\t" in text or "," not in first else ","
    )
    try:
        return [_trimmed([one.strip() for one in line[:MOST_COLUMNS]]) for line in reader]
    except csv.Error:
        raise InputProblem('表として読めません。引用符（"）が閉じているか、確かめてください。') from None


def _trimmed(cells: list[str]) -> list[str]:
    """Without the empty cells at its end."""
    last = max((at for at, cell in enumerate(cells, start=1) if cell), default=0)
    return cells[:last]


def read(rows: Rows, *, levels: Sequence[str]) -> Read:
    """The tree, line by line. A heading is known by its words; without one the columns are the levels from the top."""
    problems: list[str] = []
    body = [(number, line) for number, line in enumerate(rows, start=1) if any(line)]
    if not body:
        return Read(problems=("表が空です。体系の表を貼り付けるか、ファイルを選んでください。",))
    if len(body) > MOST_ROWS:
        return Read(problems=(f"{MOST_ROWS}行までです。計画を分けて入れてください。",))
    headings = [*levels, AIM, MUNICIPAL, COUNCIL]
    columns: dict[int, str] = dict(enumerate(levels))
    body = _from_heading(body, levels)
    first = [_plain(one) for one in body[0][1]]
    if any(one in {_plain(each) for each in headings} for one in first if one):
        known = {_plain(each): each for each in headings}
        unknown = [one for one in first if one and one not in known]
        problems += [
            f"見出し「{one}」は読めません。使える見出しは「{'」「'.join(headings)}」です。" for one in unknown
        ]
        columns = {at: known[one] for at, one in enumerate(first) if one in known}
        body = body[1:]
    found = _branches(body, columns, list(levels), problems)
    return Read(tuple(found), tuple(problems[:MOST_PROBLEMS]))


def _from_heading(body: list[tuple[int, list[str]]], levels: Sequence[str]) -> list[tuple[int, list[str]]]:
    """Without what stands above a heading that names every level (the plan's name, who took the table)."""
    wanted = {_plain(one) for one in levels}
    for at, (_number, line) in enumerate(body[:HEADING_WITHIN]):
        if wanted <= {_plain(one) for one in line}:
            return body[at:]
    return body


def _branches(
    body: list[tuple[int, list[str]]], columns: dict[int, str], levels: list[str], problems: list[str]
) -> list[Branch]:
    found: dict[tuple[str, ...], Branch] = {}
    last: list[str] = []
    for number, line in body:
        beyond = [cell for at, cell in enumerate(line) if cell and at not in columns]
        if beyond:
            problems.append(
                f"{number}行目：「{beyond[0][:20]}」の列が、段の数（{len(levels)}）より右にあります。"
            )
            continue
        told = {columns[at]: cell for at, cell in enumerate(line) if at in columns and cell}
        written = [(depth, told[level]) for depth, level in enumerate(levels, start=1) if level in told]
        for depth, cell in written:
            if depth > len(last) + 1:
                problems.append(f"{number}行目：「{cell[:20]}」の上の「{levels[depth - 2]}」が空です。")
                break
            last = [*last[: depth - 1], cell]
            name = _named(cell)
            if len(name[1]) > LONGEST_NAME:
                problems.append(f"{number}行目：「{name[1][:20]}…」は{LONGEST_NAME}字より長い名前です。")
            found.setdefault(tuple(last), Branch(tuple(last), *name))
        if last:
            _tell(found[tuple(last)], told, number, problems)
        elif not written:
            problems.append(f"{number}行目：いちばん上の「{levels[0]}」がありません。")
    return list(found.values())


def _tell(branch: Branch, told: dict[str, str], number: int, problems: list[str]) -> None:
    if len(told.get(AIM, "")) > LONGEST_AIM:
        problems.append(f"{number}行目：「{AIM}」は{LONGEST_AIM}字までです。")
    branch.aim = told.get(AIM, "") or branch.aim
    for heading, side in ((MUNICIPAL, "MUNICIPAL"), (COUNCIL, "COUNCIL")):
        for one in re.split(r"[\n、;；]", told.get(heading, "")):
            name = one.strip(" \u3000・")
            if name and (side, name) not in branch.projects:
                branch.projects.append((side, name[:120]))


def _named(cell: str) -> tuple[str, str]:
    """The number before a name, apart from it: ``1-2 見守り``."""
    found = _NUMBERED.fullmatch(" ".join(cell.split("\n")))
    if not found:
        return "", " ".join(cell.split("\n"))
    return found["number"][:20], found["name"].strip()


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
