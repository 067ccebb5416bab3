"""Reads of this room. No name and no word of anybody stands here: the actor is taken but does not narrow."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from norishiro.agencies.actor import Actor
from norishiro.core.records import Unseen
from norishiro.disposal import terms
from norishiro.disposal.choices import BatchState, BundleState
from norishiro.disposal.models import Batch, Bundle, Hold, TermChange
from norishiro.disposal.terms import Series

PAGE = 50
MOST = 300


@dataclass(frozen=True)
class Counts:
    """How many candidates stand on the list, and how many of them are due, held, or stopped."""

    listed: int
    due: int
    held: int
    stopped: int


def counts(actor: Actor, *, today: date) -> Counts:
    free = Q(batch=None)
    found = Bundle.objects.filter(state=BundleState.LISTED).aggregate(
        listed=Count("id"), due=Count("id", filter=free & Q(due_on__lte=today, held=False)),
        held=Count("id", filter=Q(held=True)), stopped=Count("id", filter=~Q(stopped="")),
    )  # fmt: skip
    return Counts(**found)


@dataclass(frozen=True)
class Page:
    rows: list[Bundle]
    number: int
    more: bool


def listed(actor: Actor, *, page: int, batch: Batch | None = None) -> Page:
    """Candidates with their series, by the end of their term; of the list, or of a batch."""
    rows = Bundle.objects.prefetch_related("series").order_by("due_on", "number")
    rows = rows.filter(batch=batch) if batch else rows.filter(state=BundleState.LISTED)
    found = list(rows.select_related("batch")[page * PAGE : page * PAGE + PAGE + 1])
    return Page(found[:PAGE], page, len(found) > PAGE)


def get_bundle(actor: Actor, *, bundle_id: UUID) -> Bundle:
    found = Bundle.objects.filter(id=bundle_id, state=BundleState.LISTED).first()
    if found is None:
        raise Unseen(bundle_id)
    return found


def bundles_of(actor: Actor, *, batch: Batch, ids: Collection[UUID]) -> list[Bundle]:
    return list(Bundle.objects.filter(batch=batch, id__in=ids))


def holds(actor: Actor) -> list[Hold]:
    """The holds, those that stand first."""
    return list(Hold.objects.select_related("staff", "ended_by").order_by("ended_on", "-made_at")[:MOST])


def get_hold(actor: Actor, *, hold_id: UUID) -> Hold:
    found = Hold.objects.select_related("staff").filter(id=hold_id).first()
    if found is None:
        raise Unseen(hold_id)
    return found


def batches(actor: Actor) -> QuerySet[Batch]:
    """The newest first, each with how many candidates it has."""
    return Batch.objects.select_related("staff").annotate(number_of=Count("bundles"))[:MOST]


def get_batch(actor: Actor, *, batch_id: UUID) -> Batch:
    found = Batch.objects.select_related("staff", "agency").filter(id=batch_id).first()
    if found is None:
        raise Unseen(batch_id)
    return found


def get_done(actor: Actor, *, batch_id: UUID) -> Batch:
    """A batch of which nothing is left: only then there is a record of it."""
    found = get_batch(actor, batch_id=batch_id)
    if found.state != BatchState.DONE:
        raise Unseen(batch_id)
    return found


@dataclass(frozen=True)
class Progress:
    """How far a batch is: candidates in it, gone, and gone without their keys."""

    whole: int
    gone: int
    keyless: int


def progress(actor: Actor, *, batch: Batch) -> Progress:
    found = batch.bundles.aggregate(
        whole=Count("id"), gone=Count("id", filter=~Q(state=BundleState.LISTED)),
        keyless=Count("id", filter=Q(state=BundleState.GONE)),
    )  # fmt: skip
    return Progress(**found)


@dataclass(frozen=True)
class Certificate:
    """What the record of a disposal says. Numbers only."""

    batch: Batch
    reviews: list[tuple[str, object]]
    rows: list[tuple[str, int]]
    total: int
    numbers: list[int]
    cases: list[str]
    people: int
    taken_out: list[tuple[int, str, str]]


def certificate(actor: Actor, *, batch: Batch) -> Certificate:
    names = {one.code: one.name for one in terms.schedule(on=batch.made_at.date()).values()}
    rows = [
        (names.get(code, "そのほか"), number) for code, number in batch.disposed.values_list("series", "rows")
    ]
    bundles = list(batch.bundles.order_by("number").values_list("number", "case_numbers"))
    return Certificate(
        batch=batch,
        reviews=[(one.staff.name, one.made_at) for one in batch.reviews.select_related("staff")],
        rows=rows, total=sum(number for _name, number in rows),
        numbers=[number for number, _cases in bundles],
        cases=[one for _number, cases in bundles for one in cases.split("、") if one],
        people=batch.bundles.aggregate(people=Sum("people"))["people"] or 0,
        taken_out=[
            (one.bundle.number, one.reason, one.staff.name)
            for one in batch.taken_out.select_related("bundle", "staff")
        ],
    )  # fmt: skip


def series(actor: Actor, *, on: date) -> list[Series]:
    """The schedule in force on a day."""
    return list(terms.schedule(on=on).values())


def term_changes(actor: Actor) -> list[TermChange]:
    return list(TermChange.objects.select_related("staff")[:MOST])
