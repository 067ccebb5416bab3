"""Reads of this room. No resident is named in it and it is open among staff: the actor is taken but does not narrow."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, F, Max, OuterRef, Prefetch, Q, QuerySet

from norishiro.agencies.actor import Actor
from norishiro.community.models import Group, Proposal
from norishiro.core.records import Unseen
from norishiro.corporations.choices import Reply
from norishiro.corporations.models import (
    Contact,
    Corporation,
    Membership,
    Need,
    NeedAnswer,
    ProjectPart,
    Strength,
    WorkOffer,
)
from norishiro.resources.models import Organisation, Place

MOST = 300
NETWORK = "NETWORK"


# --- corporations ------------------------------------------------------------------------------------


def _going_on(today: date, path: str = "") -> Q:
    """Offers that are not over: neither ended, nor past their last day."""
    return Q(**{f"{path}closed_on__isnull": True}) & (
        Q(**{f"{path}last_on__isnull": True}) | Q(**{f"{path}last_on__gte": today})
    )


def corporations(
    actor: Actor, *, today: date, kind: str = "", strength: str = "", network: UUID | None = None
) -> list[Corporation]:
    """The register by name, each with what it is good at, its networks, and how many offers go on (``going_on``) and answers
    are waited for (``waiting``)."""
    rows = Corporation.objects.select_related("organisation__agency").prefetch_related(
        "strengths", Prefetch("memberships", _members().filter(until_on__isnull=True))
    )
    rows = rows.filter(kind=kind) if kind else rows
    rows = (
        rows.filter(Exists(Strength.objects.filter(corporation=OuterRef("pk"), code=strength)))
        if strength
        else rows
    )
    rows = rows.filter(memberships__network=network, memberships__until_on__isnull=True) if network else rows
    counted = rows.annotate(
        going_on=Count("offers", filter=_going_on(today, "offers__"), distinct=True),
        waiting=Count(
            "answers", filter=Q(answers__reply="", answers__need__closed_on__isnull=True), distinct=True
        ),
    )
    return list(counted.order_by("organisation__name")[:MOST])


def _members() -> QuerySet[Membership]:
    return Membership.objects.select_related("network").order_by("from_on", "made_at")


def corporations_named(actor: Actor) -> list[Corporation]:
    """To pick from."""
    return list(Corporation.objects.select_related("organisation").order_by("organisation__name")[:MOST])


def get_corporation(actor: Actor, *, corporation_id: UUID) -> Corporation:
    found = (
        Corporation.objects.select_related("organisation__agency")
        .prefetch_related("strengths", "contacts", Prefetch("memberships", _members()))
        .filter(id=corporation_id)
        .first()
    )
    if found is None:
        raise Unseen(corporation_id)
    return found


def get_contact(actor: Actor, *, contact_id: UUID) -> Contact:
    found = Contact.objects.select_related("corporation__organisation").filter(id=contact_id).first()
    if found is None:
        raise Unseen(contact_id)
    return found


def get_membership(actor: Actor, *, membership_id: UUID) -> Membership:
    found = (
        Membership.objects.select_related("corporation__organisation", "network")
        .filter(id=membership_id)
        .first()
    )
    if found is None:
        raise Unseen(membership_id)
    return found


def bodies(actor: Actor) -> list[str]:
    """Bodies of the registry of places that are no corporation yet, to be offered by name."""
    rows = Organisation.objects.filter(corporation__isnull=True)
    return list(rows.values_list("name", flat=True)[:1000])


def places_run_by(actor: Actor, *, corporation: Corporation) -> dict[UUID, str]:
    """The places the corporation runs, those of its offers among them, by name."""
    return dict(Place.objects.filter(organisation_id=corporation.organisation_id).values_list("id", "name"))


# --- networks ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class NetworkLine:
    """A network with how many corporations are in it, how often it met and when it met last."""

    network: Group
    members: int
    times: int
    met_on: date | None


def networks(actor: Actor) -> list[NetworkLine]:
    rows = Group.objects.filter(kind=NETWORK).select_related("area", "agency").annotate(
        live=Count("corporations", filter=Q(corporations__until_on__isnull=True), distinct=True),
        times=Count("activities", distinct=True), met_on=Max("activities__gathering__held_on"),
    )  # fmt: skip
    return [NetworkLine(one, one.live, one.times, one.met_on) for one in rows.order_by("name", "id")[:MOST]]


def networks_named(actor: Actor) -> list[Group]:
    return list(Group.objects.filter(kind=NETWORK).exclude(stage="ENDED").order_by("name", "id")[:MOST])


def members_of(actor: Actor, *, network_id: UUID) -> list[Membership]:
    """Who is in it and who left, those who are in it first."""
    rows = Membership.objects.filter(network_id=network_id).select_related("corporation__organisation")
    return list(rows.order_by(F("until_on").desc(nulls_first=True), "corporation__organisation__name")[:MOST])


# --- needs -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class NeedLine:
    """A need with how many were asked, answered in which way, and owe an answer."""

    need: Need
    asked: int
    yes: int
    conditional: int
    no: int

    @property
    def waiting(self) -> int:
        return self.asked - self.yes - self.conditional - self.no


def needs(actor: Actor, *, ended: bool = False) -> list[NeedLine]:
    """Needs still open, the first due first; or those that were closed, the newest first."""
    rows = Need.objects.filter(closed_on__isnull=not ended).select_related("agency", "area").annotate(
        asked=Count("answers"),
        yes=Count("answers", filter=Q(answers__reply=Reply.YES)),
        conditional=Count("answers", filter=Q(answers__reply=Reply.CONDITIONAL)),
        no=Count("answers", filter=Q(answers__reply=Reply.NO)),
    )  # fmt: skip
    order = ("-closed_on", "-made_at") if ended else ("due_on", "made_at")
    return [
        NeedLine(one, one.asked, one.yes, one.conditional, one.no) for one in rows.order_by(*order)[:MOST]
    ]


def unanswered(actor: Actor, *, corporation: Corporation | None = None) -> list[NeedAnswer]:
    """Who has not answered yet, the first due first."""
    rows = NeedAnswer.objects.filter(reply="", need__closed_on__isnull=True)
    rows = rows.filter(corporation=corporation) if corporation else rows
    told = rows.select_related("need__agency", "corporation__organisation")
    return list(told.order_by("need__due_on", "corporation__organisation__name")[:MOST])


def get_need(actor: Actor, *, need_id: UUID) -> Need:
    found = (
        Need.objects.select_related("agency", "area", "staff")
        .prefetch_related(
            Prefetch(
                "answers",
                NeedAnswer.objects.select_related("corporation__organisation").prefetch_related(
                    "offers__place"
                ),
            )
        )
        .filter(id=need_id)
        .first()
    )
    if found is None:
        raise Unseen(need_id)
    return found


def get_answer(actor: Actor, *, answer_id: UUID) -> NeedAnswer:
    rows = NeedAnswer.objects.select_related("need__agency", "need__area", "corporation__organisation")
    found = rows.filter(id=answer_id).first()
    if found is None:
        raise Unseen(answer_id)
    return found


def answers_of(actor: Actor, *, corporation: Corporation) -> list[NeedAnswer]:
    """What a corporation was asked, the newest first."""
    rows = NeedAnswer.objects.filter(corporation=corporation).select_related("need__agency")
    return list(rows.order_by("-need__asked_on", "-made_at")[:MOST])


# --- offers ------------------------------------------------------------------------------------------


def _offers() -> QuerySet[WorkOffer]:
    return WorkOffer.objects.select_related("corporation__organisation", "place__location__area", "agency")


def offers(
    actor: Actor, *, today: date, kind: str = "", vacant: bool = False, over: bool = False
) -> list[WorkOffer]:
    """Offers that go on, the newest first; or those that are over. ``vacant``: that take somebody more, as far as told."""
    rows = _offers().exclude(_going_on(today)) if over else _offers().filter(_going_on(today))
    rows = rows.filter(kind=kind) if kind else rows
    rows = rows.filter(place__capacity__gt=F("place__present")) if vacant else rows
    return list(rows.order_by("-first_on", "-made_at")[:MOST])


def offers_of(actor: Actor, *, corporation: Corporation) -> list[WorkOffer]:
    return list(_offers().filter(corporation=corporation)[:MOST])


def get_offer(actor: Actor, *, offer_id: UUID) -> WorkOffer:
    rows = _offers().select_related(
        "answer__need", "staff", "place__organisation", "corporation__organisation"
    )
    found = rows.prefetch_related("place__traits").filter(id=offer_id).first()
    if found is None:
        raise Unseen(offer_id)
    return found


# --- what is done together ---------------------------------------------------------------------------


def projects(actor: Actor) -> list[Proposal]:
    """Matters a network holds or corporations take part in, the open ones first, each with who takes part."""
    rows = Proposal.objects.filter(
        Q(owner_group__kind=NETWORK) | Exists(ProjectPart.objects.filter(proposal=OuterRef("pk")))
    )
    found = rows.select_related("area", "owner_group").annotate(done=Count("actions"))
    told = found.prefetch_related(Prefetch("corporations", _parts()))
    return list(told.order_by(F("closed_on").desc(nulls_first=True), "-raised_on", "-made_at")[:MOST])


def _parts() -> QuerySet[ProjectPart]:
    return ProjectPart.objects.select_related("corporation__organisation").order_by("joined_on", "made_at")


def parts_of(actor: Actor, *, proposal: Proposal) -> list[ProjectPart]:
    return list(_parts().filter(proposal=proposal))


def parts_of_corporation(actor: Actor, *, corporation: Corporation) -> list[ProjectPart]:
    """What a corporation takes or took part in."""
    rows = ProjectPart.objects.filter(corporation=corporation).select_related("proposal")
    return list(rows.order_by("-joined_on", "-made_at")[:MOST])


def corporations_among(actor: Actor, *, ids: Collection[str]) -> list[Corporation]:
    """Those chosen in a form."""
    return list(Corporation.objects.select_related("organisation").filter(id__in=ids))
