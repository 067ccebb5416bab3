"""Rounds and how far they are, the places of a round, what changed, and what stands in the booklet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from norishiro.agencies.actor import Actor
from norishiro.core.records import Unseen
from norishiro.core.tables import PAGE_SIZE, Page, Way, cut_page
from norishiro.core.tables import Place as Spot
from norishiro.resources.lookups import stopped_on
from norishiro.resources.models import Place, Stop
from norishiro.surveys.choices import AnswerState, Standing
from norishiro.surveys.models import Answer, Change, Invitation, Round


@dataclass(frozen=True)
class Asked:
    """What somebody looks for among the places of a round; empty is everything."""

    words: str = ""
    standing: str = ""
    area_ids: frozenset[UUID] | None = None
    goer_id: UUID | None = None


def rounds(actor: Actor) -> list[Round]:
    """The newest first, with how many were asked, answered, and taken over."""
    answered = Q(invitations__answer__isnull=False)
    return list(
        Round.objects.select_related("agency").annotate(
            asked=Count("invitations"),
            answered=Count("invitations", filter=answered),
            waiting=Count("invitations", filter=Q(invitations__answer__state=AnswerState.WAITING)),
            accepted=Count("invitations", filter=Q(invitations__answer__state=AnswerState.ACCEPTED)),
        )[:20]
    )


def get_round(actor: Actor, *, round_id: UUID) -> Round:
    found = Round.objects.select_related("agency", "staff").filter(id=round_id).first()
    if found is None:
        raise Unseen(round_id)
    return found


def standings_of(actor: Actor, *, round_: Round) -> dict[str, int]:
    """How many places stand where; together they are all."""
    found = round_.invitations.order_by().values_list("answer__state").annotate(number=Count("id"))
    return {state or Standing.UNANSWERED.value: number for state, number in found}


def invitations(
    actor: Actor, *, round_: Round, asked: Asked, at: Spot, size: int = PAGE_SIZE
) -> Page[Invitation]:
    """A page of the places of a round, by name."""
    rows = _asked(round_, asked).select_related("place__location__area", "answer", "goer")
    pivot = rows.filter(id=at.row).values_list("place__name", "id").first() if at.row else None
    back = at.way is Way.BEFORE and pivot is not None
    if pivot is not None:
        step = "lt" if back else "gt"
        rows = rows.filter(
            Q(**{f"place__name__{step}": pivot[0]}) | Q(**{"place__name": pivot[0], f"id__{step}": pivot[1]})
        )
    order = ("-place__name", "-id") if back else ("place__name", "id")
    fetched = list(rows.order_by(*order)[: size + 1])
    return cut_page(fetched, place=at if pivot is not None else Spot(), id_of=lambda one: one.id, size=size)


def _asked(round_: Round, asked: Asked) -> QuerySet[Invitation]:
    rows = Invitation.objects.filter(round=round_)
    if asked.words:
        rows = rows.filter(
            Q(place__name__icontains=asked.words) | Q(place__organisation__name__icontains=asked.words)
        )
    if asked.standing == Standing.UNANSWERED:
        rows = rows.filter(answer__isnull=True)
    elif asked.standing:
        rows = rows.filter(answer__state=asked.standing)
    if asked.area_ids is not None:
        rows = rows.filter(place__location__area_id__in=asked.area_ids)
    return rows.filter(goer_id=asked.goer_id) if asked.goer_id else rows


def get_invitation(actor: Actor, *, invitation_id: UUID) -> Invitation:
    rows = Invitation.objects.filter(id=invitation_id).select_related(
        "round", "place__location__area", "place__organisation", "answer__typed_by", "answer__decided_by", "goer"
    )  # fmt: skip
    found = rows.prefetch_related("place__opening", "place__traits", "answer__changes").first()
    if found is None:
        raise Unseen(invitation_id)
    return found


def get_answer(actor: Actor, *, answer_id: UUID) -> Answer:
    found = Answer.objects.select_related("invitation__round").filter(id=answer_id).first()
    if found is None:
        raise Unseen(answer_id)
    return found


def sheets_of(actor: Actor, *, round_: Round, asked: Asked) -> list[Invitation]:
    """All of a round that fit, with everything a printed sheet shows, by district and name."""
    rows = _asked(round_, asked).select_related("place__location__area", "place__organisation")
    order = (
        F("place__location__area__order").asc(nulls_last=True),
        "place__location__area__name",
        "place__name",
        "id",
    )
    return list(rows.prefetch_related("place__opening", "place__traits").order_by(*order))


def changes(actor: Actor, *, round_: Round, at: Spot, size: int = PAGE_SIZE) -> Page[Change]:
    """What the answers of a round changed, the newest first: one log for all who work here."""
    rows = Change.objects.filter(answer__invitation__round=round_).select_related("place", "answer")
    pivot = rows.filter(id=at.row).values_list("on", "id").first() if at.row else None
    back = at.way is Way.BEFORE and pivot is not None
    if pivot is not None:
        step = "gt" if back else "lt"
        rows = rows.filter(Q(**{f"on__{step}": pivot[0]}) | Q(**{"on": pivot[0], f"id__{step}": pivot[1]}))
    fetched = list(rows.order_by(*(("on", "id") if back else ("-on", "-id")))[: size + 1])
    return cut_page(fetched, place=at if pivot is not None else Spot(), id_of=lambda one: one.id, size=size)


def booklet(actor: Actor, *, on: date) -> list[Place]:
    """What stands in the booklet, by district and name: the same question as ``rules.is_in_booklet``."""
    stopped = Exists(Stop.objects.filter(stopped_on(on), place=OuterRef("pk")))
    rows = Place.objects.filter(~stopped, is_public=True, private_home=False, valid_until__gt=on)
    rows = rows.select_related("organisation", "location__area").prefetch_related(
        "opening", "traits", "stops"
    )
    order = (F("location__area__order").asc(nulls_last=True), "location__area__name", "name", "id")
    return list(rows.order_by(*order))


def booklet_numbers(actor: Actor, *, on: date) -> dict[str, int]:
    """How many stand in it, and how many public ones wait to be asked."""
    public = Place.objects.filter(is_public=True, private_home=False)
    stopped = Exists(Stop.objects.filter(stopped_on(on), place=OuterRef("pk")))
    live = public.filter(~stopped)
    return {
        "inside": live.filter(valid_until__gt=on).count(),
        "stale": live.filter(Q(valid_until__isnull=True) | Q(valid_until__lte=on)).count(),
    }
