"""HSDS 3 JSON as our places. What has no place with us is left, and said; nothing is guessed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Any
from uuid import UUID, uuid5

from norishiro.core.text import InputProblem
from norishiro.opendata.hsds.entry import Body, Entry, Site
from norishiro.opendata.hsds.writing import DAYS, SPACE
from norishiro.resources.opening import LAST_WEEK, Kind, Rule, read_opening
from norishiro.resources.points import Point, point_of

NOT_HSDS = (
    "HSDS の JSON として読めません。サービス（service）の一覧か、書き出したままのファイルを選んでください。"
)
# A recurrence that ends, or skips, or counts: no line of ours says that.
BEYOND = ("count", "until", "byweekno", "byyearday", "valid_to")
MOST = 2000


def read_page(content: bytes) -> list[tuple[Entry, list[tuple[str, str]], dict[str, Any]]]:
    """Every service with what was left of it (field, words) and its own JSON. Anything else is an ``InputProblem``."""
    try:
        found = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise InputProblem(NOT_HSDS) from None
    if isinstance(found, dict):
        found = found.get("contents", found.get("services", [found] if "name" in found else None))
    if not isinstance(found, list) or not all(isinstance(one, dict) and one.get("name") for one in found):
        raise InputProblem(NOT_HSDS)
    if len(found) > MOST:
        raise InputProblem(f"サービスが多すぎます（{MOST}件まで）。分けて書き出してください。")
    try:
        return [(*_entry(one), one) for one in found]
    except (TypeError, ValueError, KeyError, AttributeError):
        raise InputProblem(NOT_HSDS) from None


def _entry(one: Mapping[str, Any]) -> tuple[Entry, list[tuple[str, str]]]:
    left: list[tuple[str, str]] = []
    own = UUID(str(one["id"]))
    marks = sorted(_marks(one.get("attributes", [])))
    numbers = {taxonomy: value for taxonomy, _code, value in marks}
    costs = one.get("cost_options", [])
    if len(costs) > 1:
        left.append(("費用", "費用が二つ以上あるので、採りません"))
    phones = one.get("phones", [])
    if len(phones) > 1:
        left.append(("電話", "電話が二つ以上あるので、はじめのものだけを採ります"))
    entry = Entry(
        id=own, name=_line(one["name"]), body=_body(one.get("organization") or {}, own), site=_site(one, own, left),
        status=str(one.get("status", "active")), about=_line(one.get("description")),
        conditions=_line(one.get("eligibility_description")), booking=_line(one.get("application_process")),
        fee=int(costs[0]["amount"]) if len(costs) == 1 and costs[0].get("amount") is not None else None,
        fee_note=_line(one.get("fees_description")), age_from=one.get("minimum_age"), age_to=one.get("maximum_age"),
        capacity=int(numbers["CAPACITY"]) if numbers.get("CAPACITY", "").isdigit() else None,
        phone=str(phones[0]["number"]) if phones else "", email=str(one.get("email") or ""), website=str(one.get("url") or ""),
        opening=_opening(_schedules_of(one), left),
        marks=tuple((taxonomy, code) for taxonomy, code, _value in marks if taxonomy != "CAPACITY"),
        confirmed_on=date.fromisoformat(one["assured_date"]) if one.get("assured_date") else None,
    )  # fmt: skip
    return entry, left


def _line(text: Any) -> str:
    return re.sub(r"\s*[\r\n]+\s*", " ", str(text or "")).strip()


def _body(one: Mapping[str, Any], own: UUID) -> Body:
    kind = next(
        (code for taxonomy, code, _value in _marks(one.get("attributes", [])) if taxonomy == "ORGANISATION"),
        "",
    )
    name = _line(one.get("name"))
    return Body(UUID(str(one["id"])) if one.get("id") else uuid5(own, "organization"), name, kind)


def _site(one: Mapping[str, Any], own: UUID, left: list[tuple[str, str]]) -> Site:
    places = [at["location"] for at in one.get("service_at_locations", []) if at.get("location")]
    if len(places) > 1:
        left.append(("会場", "会場が二つ以上あるので、はじめの会場だけを採ります"))
    found = places[0] if places else {}
    addresses = found.get("addresses", [])
    return Site(
        UUID(str(found["id"])) if found.get("id") else uuid5(own, "location"), _line(found.get("name")),
        _line(addresses[0].get("address_1")) if addresses else "", _line(found.get("transportation")),
        _point(found, left),
    )  # fmt: skip


def _point(found: Mapping[str, Any], left: list[tuple[str, str]]) -> Point | None:
    def written(name: str) -> str:
        return "" if found.get(name) is None else format(found[name], ".6f")

    try:
        return point_of(written("latitude"), written("longitude"))
    except InputProblem as problem:
        left.append(("緯度・経度", problem.message))
        return None


def _marks(attributes: Iterable[Mapping[str, Any]]) -> list[tuple[str, str, str]]:
    """Of our own taxonomy: (taxonomy, code, value)."""
    found = []
    for one in attributes:
        term = one.get("taxonomy_term") or {}
        taxonomy, _colon, code = str(term.get("code", "")).partition(":")
        if term.get("taxonomy") == "norishiro" and str(uuid5(SPACE, f"{taxonomy}:{code}")) == term.get("id"):
            found.append((taxonomy, code, str(one.get("value", ""))))
    return found


def _schedules_of(one: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    own: list[Mapping[str, Any]] = list(one.get("schedules", []))
    return own or [row for at in one.get("service_at_locations", []) for row in at.get("schedules", [])]


def _opening(rows: list[Mapping[str, Any]], left: list[tuple[str, str]]) -> tuple[Rule, ...]:
    """The words where they are ours; else the recurrences, if every one of them can be said as a line."""
    if not rows:
        return ()
    said = read_opening(str(rows[0].get("description") or ""))
    if said.is_whole:
        return said.rules
    rules = [_rules(row) for row in rows]
    if any(one is None for one in rules):
        left.append(("開く日", "開く日の決まりを、こちらの言い方にできません。開く日は決めません"))
        return ()
    return tuple(rule for one in rules for rule in one or ())


def _rules(row: Mapping[str, Any]) -> list[Rule] | None:
    if any(row.get(name) for name in BEYOND) or row.get("interval") not in (None, 1):
        return None
    opens, closes = (
        time.fromisoformat(row[name].rstrip("Z")) if row.get(name) else None
        for name in ("opens_at", "closes_at")
    )
    if row.get("freq") == "MONTHLY" and row.get("bymonthday"):
        days = str(row["bymonthday"]).split(",")
        if not all(one.strip().isdigit() for one in days):
            return None
        return [Rule(Kind.OPEN, month_day=int(one), opens=opens, closes=closes) for one in days]
    found = [
        re.fullmatch(r"(-1|[1-5])?(MO|TU|WE|TH|FR|SA|SU)", one.strip())
        for one in str(row.get("byday", "")).split(",")
    ]
    if row.get("freq") not in ("WEEKLY", "MONTHLY") or not all(found):
        return None
    return [
        Rule(
            Kind.OPEN, weekday=DAYS.index(one[2]), week=LAST_WEEK if one[1] == "-1" else int(one[1]) if one[1] else None,
            opens=opens, closes=closes,
        )
        for one in found if one
    ]  # fmt: skip
