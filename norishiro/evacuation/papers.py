"""What leaves of this room: notices for window envelopes, and the list of addresses. Rows are handed in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from norishiro.core import calendar, documents
from norishiro.core.documents import Column, Marks, Sheet
from norishiro.evacuation.models import EvacuationPlan, Letter, Mailing

PACK_SHEET = "名簿"


def notices(mailing: Mailing, letters: Sequence[Letter], *, town: str, on: date) -> bytes:
    """One page each: the address where the window of a long envelope is, the notice, and the answer to tear off."""
    context = {"mailing": mailing, "letters": letters, "town": town, "on": on}
    return documents.pdf("evacuation/notices_paper.html", context)


def addresses(mailing: Mailing, letters: Sequence[Letter], *, by: str) -> bytes:
    sheet = Sheet(
        title="宛名", notes=[f"{mailing.title}　{len(letters)}通　使い終わったら消してください。"],
        columns=[Column("通し番号", 10), Column("郵便番号", 12), Column("住所", 44), Column("氏名", 24), Column("送るわけ", 22)],
        rows=[
            [one.number, one.entry.postal_code, one.entry.address, f"{one.entry.name}　様", one.get_why_display()]
            for one in letters
        ],
    )  # fmt: skip
    return documents.workbook(sheet, title="個別避難計画の宛名", marks=Marks(words=f"取り出した人：{by}"))


def plan(plan: EvacuationPlan, *, name: str, town: str) -> bytes:
    """One version in its own form."""
    return documents.pdf("evacuation/plan_paper.html", {"plan": plan, "name": name, "town": town})


@dataclass(frozen=True)
class Cover:
    """What stands on the first page of everything: whose it is, of which day, under which phrase."""

    town: str
    agency: str
    base_on: str
    made_at: datetime
    phrase_number: int
    people: int
    withheld: int


@dataclass(frozen=True)
class PackPerson:
    """One person of the pack, in the words of the newest list and the newest plan."""

    number: int
    name: str
    kana: str
    birth: date
    sex: str
    address: str
    phone: str
    needs: str
    planned_on: date | None
    lines: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class PackArea:
    """An area and whoever lives there, by address."""

    name: str
    people: Sequence[PackPerson]


def pack_sheets(cover: Cover, areas: Sequence[PackArea], *, part: int) -> list[tuple[str, bytes]]:
    """Each area begins on a new page; long ones are set in parts, so that no sheet is too long to set."""
    return [
        (
            area.name,
            documents.pdf(
                "evacuation/pack_paper.html",
                {"cover": cover, "area": area, "people": people, "from": at, "areas": areas if first else ()},
            ),
        )
        for area, people, at, first in _parts(areas, part)
    ]


def _parts(
    areas: Sequence[PackArea], part: int
) -> Iterator[tuple[PackArea, Sequence[PackPerson], int, bool]]:
    first = True
    for area in areas:
        for at in range(0, len(area.people), part):
            yield area, area.people[at : at + part], at, first
            first = False


def pack_book(cover: Cover, areas: Sequence[PackArea]) -> bytes:
    """Everybody in one table. What a plan says has a column for each field that anybody's plan has."""
    labels = list(dict.fromkeys(label for area in areas for one in area.people for label, _text in one.lines))
    sheet = Sheet(
        title=PACK_SHEET,
        notes=[
            f"{cover.town}　{cover.agency}　{cover.base_on}の一覧　{cover.people}人　{calendar.wareki(cover.made_at.date())}作成",
            "災害のときだけ使います。使い終わったら消してください。",
        ],
        columns=[
            Column("番号", 8), Column("地区", 16), Column("氏名", 18), Column("ふりがな", 20), Column("生年月日", 18), Column("性別", 8),
            Column("住所", 36), Column("電話", 18), Column("支援が要るわけ", 24), Column("計画をつくった日", 18),
            *(Column(label, 30) for label in labels),
        ],
        rows=[
            [
                one.number, area.name, one.name, one.kana, one.birth, one.sex, one.address, one.phone, one.needs, one.planned_on,
                *(dict(one.lines).get(label, "") for label in labels),
            ]
            for area in areas
            for one in area.people
        ],
    )  # fmt: skip
    return documents.workbook(sheet, title="災害用の名簿")
