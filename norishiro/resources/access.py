"""Facts for the rules of this room."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from norishiro.core.verdict import Verdict, when
from norishiro.resources import rules
from norishiro.resources.catalogue import catalogue
from norishiro.resources.lookups import rules_in
from norishiro.resources.models import Place
from norishiro.resources.opening import days_a_week


def least_days(kind: str) -> int:
    """On how many weekdays a place of this kind opens at least."""
    return next((one.least_days for one in catalogue().kinds if one.code == kind), 0)


def place_verdict(
    values: Mapping[str, Any],
    *,
    name: str,
    address: str,
    private_home: bool,
    place: Place | None,
    has_point: bool = False,
) -> Verdict:
    """``may_keep_place`` with what else stands at the location, and the days on which the place opens."""
    others = Place.objects.filter(location__name=name, location__address=address)
    beside = others.exclude(pk=place.pk) if place else others
    lines = rules_in(place) if place else ()
    public_beside = private_home and beside.filter(is_public=True).exists()
    return rules.may_keep_place(
        taken=beside.filter(name=values["name"]).exists(), private_home=private_home,
        is_public=bool(values.get("is_public")), contact_public=bool(values.get("contact_public")),
        anybody=bool(values.get("anybody")), age_from=values.get("age_from"), age_to=values.get("age_to"),
        days_a_week=days_a_week(lines) if lines else None, least_days=least_days(values["kind"]),
        has_point=has_point,
    ) & when(
        public_beside,
        "private_home",
        "この会場では、公開している居場所がほかにあります。先にその居場所の「公開してよい」を外してください。",
    )  # fmt: skip
