"""Reads of this room. Nobody is named in it and it is open among staff: the actor is taken but does not narrow."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.core.records import Unseen
from norishiro.publicity.choices import Tongue
from norishiro.publicity.models import PagePlace, PublicPage, PublicText
from norishiro.resources.models import Place

MOST = 300


@dataclass(frozen=True)
class PageLine:
    """A page with what it says in each language; None where nothing was written."""

    page: PublicPage
    texts: tuple[tuple[Tongue, PublicText | None], ...]

    @property
    def is_live(self) -> bool:
        return any(one is not None and one.is_live for _tongue, one in self.texts)


def page_lines(actor: Actor) -> list[PageLine]:
    """The pages in their order; two questions, however many there are."""
    rows = PublicPage.objects.select_related("agency").prefetch_related("texts")[:MOST]
    return [line_of(actor, page=one) for one in rows]


def line_of(actor: Actor, *, page: PublicPage) -> PageLine:
    written = {one.tongue: one for one in page.texts.all()}
    return PageLine(page, tuple((one, written.get(one.value)) for one in Tongue))


def get_page(actor: Actor, *, page_id: UUID) -> PublicPage:
    rows = PublicPage.objects.select_related("agency").prefetch_related("texts__published_by")
    found = rows.filter(id=page_id).first()
    if found is None:
        raise Unseen(page_id)
    return found


def places_of(actor: Actor, *, page: PublicPage) -> list[PagePlace]:
    return list(page.places.select_related("place__location__area")[:MOST])


def get_page_place(actor: Actor, *, page_place_id: UUID) -> PagePlace:
    found = PagePlace.objects.select_related("page", "place").filter(id=page_place_id).first()
    if found is None:
        raise Unseen(page_place_id)
    return found


def public_places(actor: Actor) -> list[str]:
    """The names of the public places, to be offered."""
    rows = Place.objects.filter(is_public=True, private_home=False).order_by("name")
    return list(rows.values_list("name", flat=True).distinct()[:1000])
