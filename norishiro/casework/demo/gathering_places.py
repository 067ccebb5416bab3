"""居場所 of a demo town: open in the evening, quiet, full, paused, closed, never asked, in a private home."""

from __future__ import annotations

import tomllib
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from norishiro.agencies import queries as agency_queries
from norishiro.casework.demo.stage import Stage
from norishiro.core.calendar import fiscal_year
from norishiro.matching import operations as matching
from norishiro.matching.operations import Small
from norishiro.resources import operations as resources
from norishiro.resources.models import Place
from norishiro.resources.opening import read_opening
from norishiro.resources.operations.places import Offer, Where, Whose
from norishiro.resources.points import read_point

PLACES = Path(__file__).parent / "data" / "gathering_places.toml"


@cache
def _told() -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = tomllib.loads(PLACES.read_text(encoding="utf-8"))["places"]
    return listed


def tell_places(stage: Stage, *, by: str) -> None:
    """Thirteen places, entered by one who keeps them; each opens as people write it."""
    keeper = stage.actor(by)
    areas = [one.id for one in agency_queries.areas(keeper, on=stage.today).exclude(parent=None)[:3]]
    for told in _told():
        place = resources.add_place(
            keeper, whose=Whose(told["organisation"], told["organisation_kind"]),
            where=Where(
                told["location"], told["address"], areas[told["area"] % len(areas)] if areas else None, "",
                told.get("private_home", False), read_point(told.get("point", "")),
            ),
            offer=Offer(
                {"name": told["name"], "kind": told["kind"], **told["values"]},
                {
                    "ROLE": told.get("roles", []), "STATE": told.get("states", []), "FUNCTION": told.get("functions", []),
                    "ACCESS": told.get("access", []), "PLATFORM": told.get("platform", []), "DOES": told.get("does", []),
                    "BRINGS": told.get("brings", []),
                },
            ),
        )  # fmt: skip
        resources.set_opening(keeper, place=place, version=1, lines=read_opening(told["opening"]).rules)
        _asked(stage, by, place, told)
        _happened(stage, by, place, told)
        _carried(stage, by, place, told)


def _asked(stage: Stage, by: str, place: Place, told: dict[str, Any]) -> None:
    if "confirmed" in told:
        on = stage.ago(told["confirmed"])
        resources.confirm_place(stage.actor(by), place=place, confirmed_on=on, way="PHONE", today=on)
    if "stop" in told:
        stop = told["stop"]
        resources.stop_place(
            stage.actor(by), place=place, kind=stop["kind"], from_on=stage.ago(stop["days"]), reason=stop["reason"],
            note=stop["note"], expected_on=stage.ahead(stop["expected"]) if "expected" in stop else None,
        )  # fmt: skip


def _carried(stage: Stage, by: str, place: Place, told: dict[str, Any]) -> None:
    """Small things to do there, who carries it in numbers, and the figures of a centre of last year."""
    keeper = stage.actor(by)
    for given in told.get("doings", []):
        matching.add_doing(
            keeper, place=place, small=Small(**given, from_on=stage.ago(120)), today=stage.ago(120)
        )
    for role, people, days in told.get("volunteers", []):
        resources.note_volunteers(
            keeper, place=place, role=role, people=people, from_on=stage.ago(days), today=stage.today
        )
    if "centre" in told:
        resources.note_centre(
            keeper, place=place, year=fiscal_year(stage.today) - 1, figures=told["centre"], today=stage.today
        )


def _happened(stage: Stage, by: str, place: Place, told: dict[str, Any]) -> None:
    keeper = stage.actor(by)
    for days, visitors, consultations, events in told.get("counts", []):
        resources.note_count(
            keeper, place=place, on=stage.ago(days), visitors=visitors, consultations=consultations, events_held=events,
            today=stage.today,
        )  # fmt: skip
    for weekday, role in told.get("attendants", []):
        resources.add_attendant(
            keeper, place=place, role=role, agency_id=keeper.agency_id, weekday=weekday, from_on=stage.ago(90)
        )
    if told.get("counts"):
        closed = stage.ahead(10)
        resources.add_special(
            keeper, place=place, first=closed, last=closed + timedelta(days=1), closed=True, reason="床の工事（見本）",
            today=stage.today,
        )  # fmt: skip
