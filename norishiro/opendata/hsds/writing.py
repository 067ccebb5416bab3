"""Our places as HSDS 3 JSON (openreferral/specification 3.0, ``service`` with all it holds).

A closing day has no word in HSDS: a line that opens becomes a recurrence, and every recurrence carries all lines in words,
so that nobody who reads on is told of an opening that is none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID, uuid5

from norishiro.core.addresses import town_of
from norishiro.opendata.hsds.entry import Body, Entry, Site
from norishiro.resources.opening import LAST_WEEK, Kind, Rule, words_of

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
# The namespace of all ids we derive: the same place has the same ids in every export.
SPACE = UUID("8f0a4d4e-6a0f-5f0e-9a55-6d1a2c1f7b10")
TOKYO = 9


def page_of(entries: Sequence[Entry], *, words: Mapping[tuple[str, str], str]) -> dict[str, Any]:
    """One page with all services. ``words``: what each mark is called."""
    return {
        "total_items": len(entries), "total_pages": 1, "page_number": 1, "size": len(entries), "first_page": True,
        "last_page": True, "empty": not entries, "contents": [_service(one, words) for one in entries],
    }  # fmt: skip


def _service(one: Entry, words: Mapping[tuple[str, str], str]) -> dict[str, Any]:
    return _full(
        {
            "id": str(one.id), "name": one.name, "status": one.status, "description": one.about, "url": one.website,
            "email": one.email, "application_process": one.booking, "fees_description": one.fee_note,
            "eligibility_description": one.conditions, "minimum_age": one.age_from, "maximum_age": one.age_to,
            "assured_date": one.confirmed_on.isoformat() if one.confirmed_on else None,
            "organization": _organization(one.body, words),
            "phones": [{"id": _id(one.id, "phone"), "number": one.phone, "type": "voice"}] if one.phone else [],
            "schedules": _schedules(one), "cost_options": _costs(one),
            "attributes": [
                _attribute(one.id, "service", mark, words.get(mark, mark[1])) for mark in one.marks
            ] + ([_attribute(one.id, "service", ("CAPACITY", ""), "定員", str(one.capacity))] if one.capacity else []),
            "service_at_locations": [{"id": _id(one.id, "at"), "service_id": str(one.id), "location": _location(one.site)}],
        }
    )  # fmt: skip


def _full(given: dict[str, Any]) -> dict[str, Any]:
    """Without what nobody wrote."""
    return {name: value for name, value in given.items() if value is not None and value != "" and value != []}


def _organization(body: Body, words: Mapping[tuple[str, str], str]) -> dict[str, Any]:
    mark = ("ORGANISATION", body.kind)
    return {
        "id": str(body.id), "name": body.name, "description": words.get(mark, body.kind),
        "attributes": [_attribute(body.id, "organization", mark, words.get(mark, body.kind))],
    }  # fmt: skip


def _location(site: Site) -> dict[str, Any]:
    parts = town_of(site.address)
    address = {
        "id": _id(site.id, "address"), "address_1": site.address, "city": parts.city, "state_province": parts.prefecture,
        "postal_code": "", "country": "JP", "address_type": "physical",
    }  # fmt: skip
    return _full(
        {
            "id": str(site.id), "location_type": "physical", "name": site.name, "transportation": site.directions,
            "latitude": float(site.point.latitude) if site.point else None,
            "longitude": float(site.point.longitude) if site.point else None,
            "addresses": [address] if site.address else [],
        }
    )  # fmt: skip


def _costs(one: Entry) -> list[dict[str, Any]]:
    if one.fee is None:
        return []
    return [
        {"id": _id(one.id, "cost"), "service_id": str(one.id), "option": "1回", "currency": "JPY", "amount": one.fee}
    ]  # fmt: skip


def _schedules(one: Entry) -> list[dict[str, Any]]:
    if not one.opening:
        return []
    said = "\n".join(words_of(one.opening))
    opens = [rule for rule in one.opening if rule.kind is Kind.OPEN]
    return [
        _full({"id": _id(one.id, f"schedule-{at}"), "service_id": str(one.id), "timezone": TOKYO, "description": said, **when})
        for at, when in enumerate([_recurrence(rule) for rule in opens] or [{}])
    ]  # fmt: skip


def _recurrence(rule: Rule) -> dict[str, Any]:
    hours = {
        "opens_at": rule.opens.isoformat() if rule.opens else None,
        "closes_at": rule.closes.isoformat() if rule.closes else None,
    }
    if rule.month_day is not None:
        return {"freq": "MONTHLY", "bymonthday": str(rule.month_day), **hours}
    days = DAYS if rule.weekday is None else (DAYS[rule.weekday],)
    if rule.week is None:
        return {"freq": "WEEKLY", "byday": ",".join(days), **hours}
    number = -1 if rule.week == LAST_WEEK else rule.week
    return {"freq": "MONTHLY", "byday": ",".join(f"{number}{day}" for day in days), **hours}


def _attribute(link: UUID, entity: str, mark: tuple[str, str], name: str, value: str = "") -> dict[str, Any]:
    """Our own taxonomy; ``code`` is what reads back."""
    taxonomy, code = mark
    term = {
        "id": str(uuid5(SPACE, f"{taxonomy}:{code}")), "code": f"{taxonomy}:{code}", "name": name, "description": name,
        "taxonomy": "norishiro",
    }  # fmt: skip
    return _full(
        {
            "id": _id(link, f"{taxonomy}:{code}"), "link_id": str(link), "link_entity": entity, "value": value,
            "taxonomy_term_id": term["id"], "taxonomy_term": term,
        }
    )  # fmt: skip


def _id(of: UUID, what: str) -> str:
    return str(uuid5(of, what))
