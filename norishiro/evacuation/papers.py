"""What leaves of this room: notices for window envelopes, and the list of addresses. Rows are handed in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from norishiro.core import calendar, documents
from norishiro.core.documents import Column, Marks, Sheet
from norishiro.evacuation.models import EvacuationPlan, Giving, Letter, Mailing

PACK_SHEET = "名簿"
LANES = 2


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


def plan(
    plan: EvacuationPlan, *, name: str, town: str, refuges: Sequence[object] = (), helpers: Sequence[str] = ()
) -> bytes:
    """One version in its own form, with where to go and the way there, and who agreed to help as of today."""
    context = {"plan": plan, "name": name, "town": town, "refuges": refuges, "helpers": helpers}
    return documents.pdf("evacuation/plan_paper.html", context)


@dataclass(frozen=True)
class GivenRow:
    """One person of what is handed over in ordinary times."""

    entry: Any
    needs: str
    lines: Sequence[tuple[str, str]]


def giving(
    giving: Giving, rows: Sequence[GivenRow], *, left_out: Sequence[tuple[str, int]], town: str, on: date
) -> bytes:
    """Everybody who agreed, and of the others only how many and why."""
    context = {
        "giving": giving, "rows": rows, "left_out": left_out, "others": sum(number for _why, number in left_out),
        "town": town, "on": on,
    }  # fmt: skip
    return documents.pdf("evacuation/giving_paper.html", context)


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
    """Each area begins on a new page; long ones are set in parts. Two are set side by side."""
    parts = list(_parts(areas, part))
    told = [
        _pack_part(cover, area, people, at=at, areas=areas if first else ())
        for area, people, at, first in parts
    ]
    with ThreadPoolExecutor(LANES) as lanes:
        sheets = lanes.map(partial(documents.long_list, "evacuation/pack_paper.typ"), told)
        return [(part[0].name, sheet) for part, sheet in zip(parts, sheets, strict=True)]


def _pack_part(
    cover: Cover, area: PackArea, people: Sequence[PackPerson], *, at: int, areas: Sequence[PackArea]
) -> dict[str, Any]:
    """The words of one part; the first of all begins with a cover."""
    made_on = calendar.wareki(cover.made_at.date())
    return {
        "title": "災害用の名簿",
        "foot": f"{cover.town}　災害用の名簿　{area.name}{f'（{at + 1}人目から）' if at else ''}　{made_on}作成",
        "cover": _cover_words(cover, made_on) if areas else None,
        "heads": ["地区", "人数"],
        "areas": [[one.name, f"{len(one.people):,}"] for one in areas],
        "heading": f"{area.name}（{len(area.people):,}人{'・つづき' if at else ''}）",
        "people": [_pack_person(one) for one in people],
    }


def _cover_words(cover: Cover, made_on: str) -> list[str]:
    hidden = f"住所を伏せている人が{cover.withheld}人います。住まいは、{cover.agency}に聞いてください。"
    return [
        f"{cover.town}　{cover.agency}\n{cover.base_on}の一覧　{cover.people:,}人　{made_on} {cover.made_at:%-H:%M} 作成",
        "災害のときだけ使います。命を守るため特に必要な範囲で、同意がなくても渡せます（災害対策基本法第49条の11第3項・第49条の15第3項）。"
        "だれに渡したかを書き残し、使い終わったら裁断してください。",
        *([hidden] if cover.withheld else []),
    ]


def _pack_person(one: PackPerson) -> dict[str, Any]:
    planned = f"{calendar.wareki(one.planned_on)}につくった" if one.planned_on else "まだない"
    return {
        "number": str(one.number),
        "name": one.name,
        "about": f"{one.kana}　{calendar.wareki(one.birth)}{f'・{one.sex}' if one.sex else ''}",
        "lines": [
            ["住所・電話", "\n".join(filter(None, (one.address or "記入なし", one.phone)))],
            ["支援が要るわけ", one.needs or "－"],
            *([label, text] for label, text in one.lines),
            ["避難の計画", planned],
            ["無事を確かめた時・人", ""],
        ],
    }


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
