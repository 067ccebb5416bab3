"""The public places as open data: 自治体標準オープンデータセット（公共施設一覧）as CSV, and HSDS as JSON. Rows are handed in."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date

from norishiro.core.addresses import town_of
from norishiro.core.documents import csv_file
from norishiro.opendata.datasets import datasets
from norishiro.opendata.hsds import Body, Entry, Site, page_of
from norishiro.resources.catalogue import catalogue, names
from norishiro.resources.choices import Companion, Function, Mood, OrganisationKind, Role, Welcome
from norishiro.resources.lookups import rules_in
from norishiro.resources.models import Place
from norishiro.resources.opening import Holidays, Kind, Rule, words_of
from norishiro.resources.opening.words import clock

WEEKDAYS = "月火水木金土日"
STATUS = {"PAUSED": "temporarily closed", "CLOSED": "defunct"}


def mark_words() -> dict[tuple[str, str], str]:
    """What each mark of our taxonomy is called."""
    lists: dict[str, Mapping[str, str]] = {
        "KIND": names(catalogue().kinds), "STATE": names(catalogue().states), "ACCESS": names(catalogue().access),
        "WELCOME": _labels(Welcome), "ROLE": _labels(Role), "MOOD": _labels(Mood), "COMPANION": _labels(Companion),
        "FUNCTION": _labels(Function), "ORGANISATION": _labels(OrganisationKind),
        "ALONE": {"YES": "一人で過ごせる", "NO": "一人では過ごしにくい"}, "SILENT": {"YES": "話さなくてよい", "NO": "話すことが多い"},
        "TRIAL": {"YES": "見学・お試しができる", "NO": "見学はできない"}, "ANYBODY": {"YES": "だれでも来てよい"},
    }  # fmt: skip
    return {(taxonomy, code): name for taxonomy, found in lists.items() for code, name in found.items()}


def _labels(choices: type[Welcome] | type[Role] | type[Mood] | type[Companion] | type[Function] | type[OrganisationKind]) -> dict[str, str]:  # fmt: skip
    return {one.value: str(one.label) for one in choices}


def entry_of(place: Place, *, on: date) -> Entry:
    """The public part of a place; a contact that is not public is not in it."""
    at, body, contact = place.location, place.organisation, place.contact_public
    return Entry(
        id=place.id, name=place.name, body=Body(body.id, body.name, body.kind),
        site=Site(at.id, at.name, at.address, at.directions, at.point), status=_status(place, on), about=place.about,
        conditions=place.conditions, booking=place.booking, fee=place.fee, fee_note=place.fee_note,
        age_from=place.age_from, age_to=place.age_to, capacity=place.capacity, phone=place.phone if contact else "",
        email=place.email if contact else "", website=place.website, opening=rules_in(place), marks=_marks(place),
        confirmed_on=place.confirmed_on,
    )  # fmt: skip


def _status(place: Place, on: date) -> str:
    covering = [
        one for one in place.stops.all() if one.from_on <= on and (one.until_on is None or one.until_on > on)
    ]
    if covering:
        return STATUS[covering[0].kind]
    return "inactive" if place.opened_on and place.opened_on > on else "active"


def _marks(place: Place) -> tuple[tuple[str, str], ...]:
    yes_no = {True: "YES", False: "NO"}
    marks = [("KIND", place.kind), ("WELCOME", place.welcome)]
    marks += [("MOOD", place.mood)] if place.mood else []
    marks += [("COMPANION", place.companion)] if place.companion else []
    marks += [("ANYBODY", "YES")] if place.anybody else []
    marks += [
        (name.upper(), yes_no[value])
        for name in ("alone", "silent", "trial")
        if (value := getattr(place, name)) is not None
    ]
    return tuple(sorted(marks + [(one.kind, one.code) for one in place.traits.all()]))


def as_hsds(places: Sequence[Place], *, on: date) -> bytes:
    entries = [entry_of(place, on=on) for place in places]
    return json.dumps(page_of(entries, words=mark_words()), ensure_ascii=False, indent=1).encode()


def as_standard(places: Sequence[Place], *, code: str, town: str) -> bytes:
    """公共施設一覧, in the order of the data file. What nobody wrote stays empty."""
    headings = datasets().headings
    return csv_file(headings, [_standard_row(place, code, town, headings) for place in places])


def _standard_row(place: Place, code: str, town: str, headings: Sequence[str]) -> list[str]:
    at, contact, parts = place.location, place.contact_public, town_of(place.location.address)
    access = [one.code for one in place.traits.all() if one.kind == "ACCESS"]
    equipment = names(catalogue().access)
    given = {
        "全国地方公共団体コード": code, "ID": str(place.id), "地方公共団体名": town, "名称": place.name, "所在地_連結表記": at.address,
        "所在地_都道府県": parts.prefecture, "所在地_市区町村": parts.city, "緯度": str(at.latitude or ""), "経度": str(at.longitude or ""),
        "電話番号": place.phone if contact else "", "連絡先メールアドレス": place.email if contact else "", "団体名": place.organisation.name,
        "説明": place.about, "アクセス方法": at.directions, "駐車場情報": "有" if "PARKING" in access else "",
        "バリアフリー情報": "、".join(equipment.get(one, one) for one in access if one != "PARKING"), "URL": place.website,
        **_opening(rules_in(place)),
    }  # fmt: skip
    return [given.get(one, "") for one in headings]


def _opening(rules: tuple[Rule, ...]) -> dict[str, str]:
    """Three columns where they say all there is; else the words alone, so that no column says too much."""
    plain = all(
        one.kind is Kind.OPEN and one.weekday is not None and one.week is None and one.season is None
        and one.holidays is Holidays.ANY and one.opens and one.closes
        for one in rules
    )  # fmt: skip
    spans = {one.span for one in rules}
    if not rules:
        return {}
    if plain and len(spans) == 1:
        days = "".join(
            WEEKDAYS[one] for one in sorted({one.weekday for one in rules if one.weekday is not None})
        )
        return {"利用可能曜日": days, "開始時間": clock(rules[0].opens), "終了時間": clock(rules[0].closes)}
    return {"利用可能日時特記事項": "／".join(words_of(rules))}
