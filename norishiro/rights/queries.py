"""Reads of this room: the register is the office's, a notice is also its receiver's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet

from norishiro.agencies.actor import Actor
from norishiro.core.records import Unseen
from norishiro.rights import lookups, rules
from norishiro.rights.choices import OPEN, Found, NoticeState, PartKind, Withheld
from norishiro.rights.lookups import Candidate
from norishiro.rights.models import Correction, Item, Notice, Opinion, Part, Request, StopOrder
from norishiro.sharing.choices import Depth
from norishiro.sharing.models import CorrectionNote
from norishiro.sharing.queries import through_gate

PAGE = 50


def visible_to(actor: Actor) -> QuerySet[Request]:
    """The register of the actor's office."""
    return Request.objects.filter(office_id__in=actor.agency_ids).select_related(
        "office", "received_by", "proposed_by", "decided_by"
    )


def get_request(actor: Actor, *, request_id: UUID) -> Request:
    found = visible_to(actor).filter(id=request_id).first()
    if found is None:
        raise Unseen(request_id)
    return found


@dataclass(frozen=True)
class Line:
    """One request in the register, with the day it is due and how near that is."""

    request: Request
    due: date
    left: int

    @property
    def tone(self) -> str:
        return "red" if self.left < 0 else "yellow" if self.left <= 7 else ""


def due_of(request: Request) -> date:
    """The last day for the decision on this request."""
    return rules.due_on(
        received_on=request.received_on, days=request.days, mending_days=request.mending_days,
        extended_days=request.extended_days,
    )  # fmt: skip


def open_requests(actor: Actor, *, today: date) -> list[Line]:
    """What is not yet answered, the nearest day first."""
    rows = visible_to(actor).filter(status__in=OPEN)[: PAGE * 2]
    lines = [Line(one, due_of(one), (due_of(one) - today).days) for one in rows]
    return sorted(lines, key=lambda line: line.due)


def answered_requests(actor: Actor, *, limit: int = PAGE) -> list[Request]:
    return list(visible_to(actor).exclude(status__in=OPEN)[:limit])


def candidates_for(actor: Actor, *, request: Request) -> list[Candidate]:
    """Who this request may be about; nobody before the requester is identified."""
    return lookups.candidates(request_id=request.id)


def opinions_of(actor: Actor, *, request: Request) -> list[Opinion]:
    return list(request.opinions.all())


def get_opinion(actor: Actor, *, opinion_id: UUID) -> Opinion:
    found = Opinion.objects.select_related("request").filter(id=opinion_id).first()
    if found is None:
        raise Unseen(opinion_id)
    return found


@dataclass(frozen=True)
class Counted:
    """What a package holds."""

    items: int = 0
    parts: int = 0
    withheld: int = 0
    unnamed: int = 0


def counted(actor: Actor, *, request: Request) -> Counted:
    own = Q(items__unnamed=False)
    row = (
        Request.objects.filter(id=request.id)
        .annotate(
            i=Count("items", filter=own, distinct=True),
            u=Count("items", filter=~own, distinct=True),
            p=Count("items__parts", filter=own, distinct=True),
            w=Count("items__parts", filter=own & ~Q(items__parts__withheld=""), distinct=True),
        )
        .values_list("i", "p", "w", "u")
        .first()
    )
    return Counted(*row) if row else Counted()


def items_of(actor: Actor, *, request: Request, after: int = 0, limit: int = PAGE) -> list[Item]:
    """A page of the package, each record with its pieces."""
    rows = request.items.filter(order__gt=after).order_by("order")
    return list(rows.prefetch_related(Prefetch("parts", Part.objects.select_related("changed_by")))[:limit])


def whole_package(actor: Actor, *, request: Request) -> list[Item]:
    """What goes on paper: everything that may be named."""
    shown = request.items.filter(unnamed=False) | request.items.filter(parts__withheld="").exclude(
        found=Found.OTHER
    )
    return list(shown.distinct().order_by("order").prefetch_related("parts"))


def get_part(actor: Actor, *, part_id: UUID) -> Part:
    found = Part.objects.select_related("item__request__office").filter(id=part_id).first()
    if found is None:
        raise Unseen(part_id)
    return found


def search_parts(actor: Actor, *, request: Request, text: str, limit: int = PAGE) -> list[Part]:
    """Pieces of the package in which these words stand: what a correction begins with."""
    rows = Part.objects.filter(item__request=request, item__found=Found.OWN, text__icontains=text)
    return list(rows.select_related("item").order_by("item__order", "order")[:limit])


def corrections_of(actor: Actor, *, request: Request) -> list[Correction]:
    return list(request.corrections.select_related("part__item").prefetch_related("notices__agency")[:PAGE])


def get_correction(actor: Actor, *, correction_id: UUID) -> Correction:
    found = Correction.objects.select_related("request", "part__item").filter(id=correction_id).first()
    if found is None:
        raise Unseen(correction_id)
    return found


def notices_waiting(actor: Actor, *, limit: int = PAGE) -> list[Notice]:
    """What the actor's agencies were told to put right and have not answered."""
    mine = Notice.objects.filter(agency_id__in=actor.agency_ids)
    waiting = mine.filter(state=NoticeState.WAITING).select_related("office")
    return list(waiting.only("office__name", "who", "what", "sent_on").order_by("sent_on")[:limit])


def notices_answered(actor: Actor, *, limit: int = PAGE) -> list[Notice]:
    mine = Notice.objects.filter(agency_id__in=actor.agency_ids)
    return list(mine.exclude(state=NoticeState.WAITING).select_related("office", "acknowledged_by")[:limit])


def get_notice(actor: Actor, *, notice_id: UUID) -> Notice:
    found = (
        Notice.objects.filter(id=notice_id, agency_id__in=actor.agency_ids).select_related("office").first()
    )
    if found is None:
        raise Unseen(notice_id)
    return found


def stops_of(actor: Actor, *, request: Request) -> list[StopOrder]:
    return list(
        request.stop_orders.select_related("stop__ordered_by", "stop__lifted_by").prefetch_related(
            "stop__passes__staff", "stop__passes__given_by"
        )[:PAGE]
    )


def get_stop(actor: Actor, *, order_id: UUID) -> StopOrder:
    found = StopOrder.objects.select_related("request__office", "stop").filter(id=order_id).first()
    if found is None:
        raise Unseen(order_id)
    return found


def notes_on(actor: Actor, *, subject_ids: Iterable[UUID]) -> list[CorrectionNote]:
    """What was put right, or asked and refused, about these subjects, as far as the record itself is open."""
    rows = CorrectionNote.objects.filter(subject_id__in=list(subject_ids))
    gated = through_gate(
        rows.exclude(basis=""), actor, subject="subject_id", depth=Depth.PROGRESS, gated=True
    )
    plain = through_gate(rows.filter(basis=""), actor, subject="subject_id", depth=Depth.OUTLINE)
    return sorted([*gated[:PAGE], *plain[:PAGE]], key=lambda one: one.decided_on, reverse=True)


def notes_beside(actor: Actor, *, subject_id: UUID, row_ids: Iterable[UUID]) -> list[CorrectionNote]:
    """Those that belong to these rows."""
    wanted = set(row_ids)
    return [note for note in notes_on(actor, subject_ids=[subject_id]) if note.row_id in wanted]


# Kinds whose very name would tell: that somebody reported, that an address is protected.
UNSPOKEN = {PartKind.REPORTER, PartKind.PROTECTED, PartKind.UNSORTED}


@dataclass(frozen=True)
class Ground:
    """One reason for withholding, how often it was used, and what it was used for."""

    label: str
    count: int
    whys: tuple[str, ...]


def grounds_of(items: Iterable[Item]) -> list[Ground]:
    """The cover list: what was withheld and why, without a word of it."""
    used: dict[str, list[str]] = {}
    for item in items:
        for part in item.parts.all():
            if part.withheld:
                kind = PartKind.OTHERS if part.kind in UNSPOKEN else PartKind(part.kind)
                used.setdefault(part.withheld, []).append(kind.label)
    return [
        Ground(Withheld(code).label, len(whys), tuple(dict.fromkeys(whys)))
        for code, whys in sorted(used.items())
    ]


@dataclass(frozen=True)
class Strip:
    """A run of a record on paper: open words, or one bar for however much is withheld on one ground."""

    label: str = ""
    text: str = ""
    withheld: str = ""


@dataclass(frozen=True)
class Leaf:
    """One record on paper."""

    title: str
    on: date | None
    strips: tuple[Strip, ...]


def on_paper(items: Iterable[Item]) -> list[Leaf]:
    """What is printed. What is withheld is not handed on at all: neither its words nor its label nor its length."""
    return [Leaf(item.title, item.on, tuple(_strips(item))) for item in items]


def _strips(item: Item) -> Iterable[Strip]:
    last = ""
    for part in item.parts.all():
        if not part.withheld:
            yield Strip(part.label, part.text)
        elif part.withheld != last:
            yield Strip(withheld=Withheld(part.withheld).label)
        last = part.withheld
