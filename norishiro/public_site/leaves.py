"""The pages staff wrote, as everybody reads them: through the public door, each in its language or else in Japanese."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from norishiro.public_site.kept import remembered
from norishiro.public_site.reading import DOOR, Told, told
from norishiro.public_site.tongues import MODEL
from norishiro.publicity.models import PagePlace, PublicText


@dataclass(frozen=True)
class Leaf:
    """One page in the language it was found in."""

    slug: str
    topic: str
    title: str
    text: str
    published_on: date
    tongue: str


def leaves(tongue: str) -> list[Leaf]:
    """All pages in their order, each once."""
    found = {}
    for one in _all():
        if one.tongue in (tongue, MODEL) and (one.slug not in found or one.tongue == tongue):
            found[one.slug] = one
    return list(found.values())


def leaf(tongue: str, slug: str) -> Leaf | None:
    return next((one for one in leaves(tongue) if one.slug == slug), None)


def _all() -> Iterable[Leaf]:
    found: list[Leaf] = remembered(("leaves",), _read)
    return found


def _read() -> list[Leaf]:
    rows = PublicText.objects.using(DOOR).order_by("page__order", "page__slug", "tongue")
    columns = ("page__slug", "page__topic", "live_title", "live_text", "published_on", "tongue")
    return [Leaf(*row) for row in rows.values_list(*columns)]


def places_of(slug: str, *, on: date) -> list[Told]:
    """The public places that stand on the page, by name."""
    found: list[UUID] = remembered(("places of", slug), lambda: _places(slug))
    return told(found, on=on)


def _places(slug: str) -> list[UUID]:
    rows = PagePlace.objects.using(DOOR).filter(page__slug=slug, place__is_public=True)
    return list(rows.order_by("place__name", "place_id").values_list("place_id", flat=True))
