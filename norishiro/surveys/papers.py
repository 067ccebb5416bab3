"""What leaves of a round: the sheets with their QR, and the booklet as PDF and Excel. Rows are handed in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from norishiro.core import documents
from norishiro.core.calendar import wareki
from norishiro.core.documents import Column, Sheet
from norishiro.core.qr import qr_svg
from norishiro.resources.catalogue import catalogue, names
from norishiro.resources.choices import Companion, Role, Welcome
from norishiro.resources.lookups import rules_in
from norishiro.resources.models import Place
from norishiro.resources.opening import words_of
from norishiro.surveys.comparing import label_of, standing, words_for
from norishiro.surveys.models import Invitation, Round

# One file holds so many sheets: more would take longer than a page may.
MOST_SHEETS = 100
# Of the sheet's questions: those answered by marking one of the choices, and those with room to write.
MARKED: dict[str, Sequence[tuple[str, str]]] = {
    "welcome": [one for one in Welcome.choices if one[0] != "UNKNOWN"], "roles": Role.choices, "companion": Companion.choices,
}  # fmt: skip
WRITTEN = (
    "conditions", "states", "opening", "fee", "booking", "capacity", "present", "considerate", "cannot", "needs", "phone",
)  # fmt: skip
NO_AREA = "圏域の登録なし"


def sheets(
    round_: Round,
    found: Sequence[Invitation],
    *,
    address_of: Callable[[Invitation], str],
    again: bool,
    town: str,
) -> bytes:
    """One page for each place, with what the registry says, room to correct it, and the QR of its own sheet."""
    listed = [
        {
            "place": one.place, "code": qr_svg(address_of(one)), "address": address_of(one), "lines": _lines(one.place),
            "mark": f"{one.id.hex[:8]}",
        }
        for one in found
    ]  # fmt: skip
    context = {"round": round_, "sheets": listed, "again": again, "town": town}
    return documents.pdf("surveys/sheets_paper.html", context)


def _lines(place: Place) -> list[dict[str, Any]]:
    now = standing(place)
    lines = []
    for field, options in MARKED.items():
        ticked = now[field] if isinstance(now[field], list) else [now[field]]
        lines.append(
            {
                "label": label_of(field),
                "options": [(label, code in ticked) for code, label in options],
                "now": "",
            }
        )
    return lines + [
        {"label": label_of(field), "options": [], "now": words_for(field, now[field])} for field in WRITTEN
    ]


def booklet_pdf(places: Sequence[Place], *, town: str, on: date) -> bytes:
    """By district; an index of names with their pages at the end."""
    context = {"areas": _by_area(places), "index": sorted(places, key=lambda one: one.name), "town": town, "on": on,
               "number": len(places)}  # fmt: skip
    return documents.pdf("surveys/booklet_paper.html", context)


def _by_area(places: Sequence[Place]) -> list[tuple[str, list[dict[str, Any]]]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for place in places:
        area = place.location.area.name if place.location.area else NO_AREA
        groups.setdefault(area, []).append(_told(place))
    return list(groups.items())


def _told(place: Place) -> dict[str, Any]:
    return {
        "place": place, "kind": names(catalogue().kinds).get(place.kind, place.kind), "days": words_of(rules_in(place)),
        "who": _who(place), "contact": place.phone if place.contact_public else "",
    }  # fmt: skip


def _who(place: Place) -> str:
    if place.anybody:
        return "だれでも"
    if place.age_from is None and place.age_to is None:
        return ""
    first, last = (
        f"{place.age_from}歳から" if place.age_from is not None else "",
        f"{place.age_to}歳まで" if place.age_to is not None else "",
    )
    return f"{first}{last}"


def booklet_workbook(places: Sequence[Place], *, town: str, on: date) -> bytes:
    told = [(area, one) for area, rows in _by_area(places) for one in rows]
    sheet = Sheet(
        title="居場所の一覧", notes=[f"{town}　居場所・資源の一覧　{wareki(on)}現在　{len(places)}か所（公開してよく、確かめてある場だけ）"],
        columns=[
            Column("圏域", 16), Column("名前", 28), Column("種類", 20), Column("開く日", 36), Column("だれが", 16), Column("会場", 24),
            Column("所在地", 32), Column("行き方", 24), Column("電話", 16), Column("費用（円）", 10), Column("費用のこと", 20),
            Column("申込み", 24), Column("どんなところか", 40), Column("開いている団体", 24), Column("確かめた日", 16),
        ],
        rows=[
            [
                area, one["place"].name, one["kind"], "\n".join(one["days"]), one["who"], one["place"].location.name,
                one["place"].location.address, one["place"].location.directions, one["contact"], one["place"].fee,
                one["place"].fee_note, one["place"].booking, one["place"].about, one["place"].organisation.name,
                one["place"].confirmed_on,
            ]
            for area, one in told
        ],
    )  # fmt: skip
    return documents.workbook(sheet, title="居場所の一覧")
