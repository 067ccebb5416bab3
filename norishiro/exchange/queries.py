"""Scoped reads for the screens: what the actor's agency brings in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform

from norishiro.agencies.actor import Actor
from norishiro.core.records import Unseen
from norishiro.exchange import lookups
from norishiro.exchange.choices import After, BringingState, Destination, Touched, UndoingState
from norishiro.exchange.layouts import WORDED, Layout
from norishiro.exchange.models import Bringing, BroughtRow, Undoing
from norishiro.people.models import Person

PAGE = 50
MOST_WORDS = 40


def bringings(actor: Actor) -> QuerySet[Bringing]:
    """Files of the actor's agency, the newest first, each with its counts."""
    counts = {
        f"{one.value.lower()}_rows": Count("rows", filter=Q(rows__destination=one.value))
        for one in Destination
    }
    return (
        Bringing.objects.filter(agency_id__in=actor.agency_ids)
        .select_related("staff")
        .annotate(
            all_rows=Count("rows"),
            **counts,
            undo_asked=Exists(Undoing.objects.filter(bringing=OuterRef("pk"), state=UndoingState.ASKED)),
        )[:100]  # fmt: skip
    )


def get_bringing(actor: Actor, *, bringing_id: UUID) -> Bringing:
    found = (
        Bringing.objects.filter(agency_id__in=actor.agency_ids, id=bringing_id)
        .select_related("staff")
        .first()
    )
    if found is None:
        raise Unseen(bringing_id)
    return found


def destinations_of(actor: Actor, *, bringing: Bringing) -> dict[str, int]:
    """How many rows go where; together they are all rows of the file."""
    return dict(
        BroughtRow.objects.filter(bringing=bringing)
        .order_by()
        .values_list("destination")
        .annotate(number=Count("id"))
    )


@dataclass(frozen=True)
class Progress:
    """How far the taking is: rows taken, rows that wait, rows with a flag that cannot be taken, rows nobody decided."""

    done: int
    left: int
    flags_held: int
    open: int

    @property
    def whole(self) -> int:
        return self.done + self.left


def progress_of(actor: Actor, *, bringing: Bringing) -> Progress:
    rows = BroughtRow.objects.filter(bringing=bringing)
    found = rows.aggregate(
        taken=Count("id", filter=Q(done=True) & ~Q(destination=Destination.SAME)),
        flags_held=Count("id", filter=~Q(flag="") & Q(destination=Destination.HELD)),
        open=Count("id", filter=Q(destination=Destination.DECIDE, choice="", done=False)),
    )
    return Progress(found.pop("taken"), lookups.pending(bringing).count(), **found)


@dataclass(frozen=True)
class Page:
    rows: list[BroughtRow]
    before: int | None
    after: int | None


def rows_of(actor: Actor, *, bringing: Bringing, destination: str, after: int) -> Page:
    """One page of the rows with this destination, below a line."""
    found = list(
        BroughtRow.objects.filter(bringing=bringing, destination=destination, line_no__gt=after)
        .select_related("person")
        .order_by("line_no")[: PAGE + 1]
    )
    more = found[PAGE - 1].line_no if len(found) > PAGE else None
    return Page(found[:PAGE], 0 if after else None, more)


def people_alike(actor: Actor, *, rows: Sequence[BroughtRow]) -> dict[str, Person]:
    """Those who may be meant by these rows, by id."""
    ids = {one["id"] for row in rows for one in row.alike}
    return {str(one.id): one for one in Person.objects.filter(id__in=ids)} if ids else {}


def all_rows(actor: Actor, *, bringing: Bringing) -> QuerySet[BroughtRow]:
    return BroughtRow.objects.filter(bringing=bringing).order_by("line_no")


def unsaid_words(actor: Actor, *, bringing: Bringing, layout: Layout) -> dict[str, list[str]]:
    """For each field of words, the words of the file, those first that nobody has said the meaning of."""
    found = {}
    for name in WORDED[bringing.kind]:
        heading = layout.columns.get(name)
        if heading:
            said = (
                BroughtRow.objects.filter(bringing=bringing)
                .order_by()
                .annotate(word=KeyTextTransform(heading, "cells"))
                .values_list("word", flat=True)
                .distinct()[:1000]
            )
            words = sorted({one.strip() for one in said if one and one.strip()})
            unsaid = [
                one
                for one in words
                if layout.value_of(name, one) is None or one in layout.words.get(name, {})
            ]
            found[name] = unsaid[:MOST_WORDS]
    return found


@dataclass(frozen=True)
class Returning:
    """What an undoing would do, or has done: rows taken back or to be, those that stay with why, and what is not looked at yet."""

    back: int
    left: int
    waiting: int
    why: list[tuple[str, int]]
    examples: list[tuple[BroughtRow, str]]


def undoing_of(actor: Actor, *, bringing: Bringing) -> Undoing | None:
    return lookups.undoing_of(bringing)


def returning_of(
    actor: Actor, *, bringing: Bringing, whys: Callable[[Bringing, Sequence[BroughtRow]], dict[UUID, Touched | None]]
) -> Returning:  # fmt: skip
    """Before anybody agreed as it would be now; from then on as it went."""
    if bringing.state in (BringingState.UNDOING, BringingState.UNDONE):
        counts = dict(
            BroughtRow.objects.filter(bringing=bringing)
            .order_by()
            .values_list("after")
            .annotate(n=Count("id"))
        )
        kept = BroughtRow.objects.filter(bringing=bringing, after=After.LEFT).select_related("person")
        left = list(kept.defer("values", "cells", "alike"))
        stays = [(row, row.notes[-1][1]) for row in left if row.notes]
        return _told(counts.get(After.BACK.value, 0), stays, lookups.standing(bringing).count())
    rows = list(lookups.standing(bringing).select_related("person").defer("values", "cells", "alike"))
    found = whys(bringing, rows)
    stays = [(row, str(why.label)) for row in rows if (why := found.get(row.pk))]
    return _told(len(rows) - len(stays), stays, len(rows))


def _told(back: int, stays: list[tuple[BroughtRow, str]], waiting: int) -> Returning:
    return Returning(
        back, len(stays), waiting, Counter(why for _row, why in stays).most_common(), stays[:PAGE]
    )
