"""What the rules of this room ask for. How many would receive a letter is answered as a number behind the wall."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from norishiro.agencies.actor import Actor
from norishiro.consultations.access import nobody_named
from norishiro.core.verdict import Verdict
from norishiro.neighbours import rules
from norishiro.neighbours.districts import unknown_among
from norishiro.neighbours.models import Post
from norishiro.publicity.models import Item, PublicPage
from norishiro.resources.models import Place


@dataclass(frozen=True)
class Link:
    """Where a letter leads: to one public page, one thing made known, one place; or nowhere."""

    page_id: UUID | None = None
    item_id: UUID | None = None
    place_id: UUID | None = None

    @property
    def columns(self) -> dict[str, UUID | None]:
        return {"page_id": self.page_id, "item_id": self.item_id, "place_id": self.place_id}


def link_of(post: Post) -> Link:
    return Link(post.page_id, post.item_id, post.place_id)


def is_live(link: Link, *, on: date) -> bool:
    """Whether everybody can open it."""
    if link.page_id is not None:
        return PublicPage.objects.filter(id=link.page_id, texts__published_on__isnull=False).exists()
    if link.item_id is not None:
        found = Item.objects.filter(id=link.item_id, published_on__isnull=False)
        return found.exclude(until_on__lte=on).exists()
    if link.place_id is not None:
        return Place.objects.filter(id=link.place_id, is_public=True, private_home=False).exists()
    return True


def number_of(areas: Collection[str]) -> int:
    """How many readers these districts have together, each once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT neighbours_number(%s::varchar[])", [list(areas)])
        return int(cursor.fetchone()[0])


def may_keep_post(
    actor: Actor, *, title: str, text: str, areas: Collection[str], link: Link, sent: bool, today: date
) -> Verdict:
    return rules.may_keep_post(
        areas=len(areas), unknown=unknown_among(areas, on=today), link_live=is_live(link, on=today), sent=sent
    ) & nobody_named(actor, title, text, field="text")  # fmt: skip


def may_send(actor: Actor, *, post: Post, base: str, today: date) -> Verdict:
    sent = post.sent_at is not None
    return rules.may_send(
        sent=sent, areas=len(post.areas), unknown=unknown_among(post.areas, on=today),
        link_live=is_live(link_of(post), on=today), readers=0 if sent else number_of(post.areas),
        reachable=bool(base),
    ) & nobody_named(actor, post.title, post.text, field="send")  # fmt: skip
