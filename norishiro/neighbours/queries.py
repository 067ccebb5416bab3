"""Reads of this room for staff: letters, and numbers. Readers are behind a wall that opens to no member of staff."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, Sum

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Area
from norishiro.core.calendar import fiscal_year, fiscal_year_span
from norishiro.core.records import Unseen
from norishiro.neighbours import access, districts, rules
from norishiro.neighbours.models import Post, Tally
from norishiro.publicity.models import Item, PublicPage
from norishiro.resources.models import Place

MOST = 300
WHOLE_TOWN = ""


@dataclass(frozen=True)
class People:
    """A number of readers as it is told: a few are not told exactly."""

    number: int

    @property
    def words(self) -> str:
        return f"{rules.FEW}人未満" if rules.few(self.number) else f"{self.number}人"


@dataclass(frozen=True)
class PostLine:
    """A letter with the names of its districts."""

    post: Post
    areas: str
    addressed: People


def post_lines(actor: Actor, *, on: date) -> list[PostLine]:
    """Drafts first, then what was sent, the newest first; three questions, however many there are."""
    rows = list(Post.objects.select_related("agency", "sent_by")[:MOST])
    names = {one.code: one.name for one in district_list(actor, on=on)}
    last = dict(Area.objects.order_by("from_on").values_list("code", "name"))
    return [
        PostLine(
            one,
            "、".join(names.get(code) or last.get(code, code) for code in one.areas),
            People(one.addressed or 0),
        )
        for one in rows
    ]


def get_post(actor: Actor, *, post_id: UUID) -> Post:
    rows = Post.objects.select_related("agency", "writer", "sent_by", "page", "item", "place")
    found = rows.filter(id=post_id).first()
    if found is None:
        raise Unseen(post_id)
    return found


def names_of(actor: Actor, *, areas: Collection[str], on: date) -> list[str]:
    return districts.names_of(areas, on=on)


def district_list(actor: Actor, *, on: date) -> list[districts.District]:
    """Those that can be chosen."""
    return districts.districts(on=on)


def readers_of(actor: Actor, *, areas: Collection[str]) -> People:
    """How many would receive a letter to these districts, each once."""
    return People(access.number_of(areas))


def links(actor: Actor, *, on: date) -> list[tuple[str, list[tuple[str, str]]]]:
    """Where a letter may lead: what everybody can open, by kind."""
    pages = PublicPage.objects.filter(texts__published_on__isnull=False).distinct()[:MOST]
    items = Item.objects.filter(Q(until_on__isnull=True) | Q(until_on__gt=on), published_on__isnull=False)
    places = Place.objects.filter(is_public=True, private_home=False).order_by("name", "id")
    groups = [
        ("広報物・催し", [(f"item:{one.id}", str(one)) for one in items[:MOST]]),
        ("公開のページ", [(f"page:{one.id}", one.name) for one in pages]),
        ("居場所", [(f"place:{id}", name) for id, name in places.values_list("id", "name")[:1000]]),
    ]
    return [one for one in groups if one[1]]


# --- how many they are --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sums:
    """A district, or the whole town: how many are registered now, and how many joined and left in a year."""

    label: str
    now: People
    joined: People
    left: People


@dataclass(frozen=True)
class Month:
    month: date
    joined: People
    left: People


def sums(actor: Actor, *, year: int, on: date) -> list[Sums]:
    """The whole town first, then each district in its order, also those without anybody; two questions."""
    first, after = fiscal_year_span(year)
    span = Q(month__gte=first, month__lt=after)
    rows = Tally.objects.order_by().values("area").annotate(
        now=Sum("joined") - Sum("left"), joined_then=Sum("joined", filter=span, default=0),
        left_then=Sum("left", filter=span, default=0),
    )  # fmt: skip
    counted = {one["area"]: (one["now"], one["joined_then"], one["left_then"]) for one in rows}
    known = [
        (WHOLE_TOWN, "まち全体（ひとりを一度）"),
        *((one.code, one.name) for one in district_list(actor, on=on)),
    ]
    ended = sorted(set(counted) - {code for code, _name in known})
    named = dict(zip(ended, districts.names_of(ended, on=on), strict=True)) if ended else {}
    listed = [*known, *((code, f"{name}（いまはない地区）") for code, name in named.items())]
    return [Sums(label, *map(People, counted.get(code, (0, 0, 0)))) for code, label in listed]


def months(actor: Actor, *, year: int, area: str = WHOLE_TOWN) -> list[Month]:
    """Month by month, of a district or of the whole town."""
    first, after = fiscal_year_span(year)
    rows = Tally.objects.filter(area=area, month__gte=first, month__lt=after).order_by("month")
    return [Month(one.month, People(one.joined), People(one.left)) for one in rows]


def years(actor: Actor) -> set[int]:
    return {fiscal_year(one) for one in Tally.objects.order_by().values_list("month", flat=True).distinct()}
