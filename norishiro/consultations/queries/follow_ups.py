"""その後の確認: the list of the own agency, with how often each household was tried and whether it was reached."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from norishiro.agencies.actor import Actor
from norishiro.consultations.choices import FollowUpState
from norishiro.consultations.models import FollowUp
from norishiro.core.records import Unseen
from norishiro.outreach import queries as contact_queries
from norishiro.outreach.choices import Met
from norishiro.outreach.models import Contact
from norishiro.sharing.choices import Depth
from norishiro.sharing.queries import through_gate

LONGEST = 200
REACHED = (Met.MET, Met.FAMILY)
TRIED = tuple(one for one in Met if one != Met.NOT_APPLICABLE)


def follow_ups_visible_to(actor: Actor) -> QuerySet[FollowUp]:
    rows = through_gate(FollowUp.objects.all(), actor, subject="subject_id", depth=Depth.PROGRESS, gated=True)
    return rows.filter(agency_id__in=actor.agency_ids)


def follow_ups(actor: Actor, *, which: str, today: date) -> list[FollowUp]:
    """The list, the soonest day first: those asked (``open``), not reached yet (``unreached``), past their day (``late``)
    or ended. Each carries ``tries``, ``last_on`` and ``reached``."""
    there = contact_queries.present_visible_to(actor).filter(person_id=OuterRef(OuterRef("person_id")))
    tried = contact_queries.visible_to(actor).filter(
        Q(person_id=OuterRef("person_id")) | Q(id__in=there.values("contact_id")),
        happened_on__gte=OuterRef("listed_on"), met__in=TRIED,
    )  # fmt: skip
    rows: QuerySet[Any] = follow_ups_visible_to(actor).select_related("person", "staff").annotate(
        tries=Coalesce(Subquery(_number(tried), output_field=IntegerField()), 0),
        last_on=Subquery(tried.order_by("-happened_on").values("happened_on")[:1]),
        reached=Exists(tried.filter(met__in=REACHED)),
    )  # fmt: skip
    ended = which == "ended"
    rows = rows.filter(state=FollowUpState.ENDED if ended else FollowUpState.OPEN)
    if which == "unreached":
        rows = rows.filter(reached=False)
    elif which == "late":
        rows = rows.filter(next_on__lt=today)
    return list(rows.order_by("next_on", "listed_on", "id")[:LONGEST])


def _number(tried: QuerySet[Contact]) -> QuerySet[Any]:
    return tried.order_by().values(all=Value(1)).annotate(n=Count("id")).values("n")


def get_follow_up(actor: Actor, *, follow_up_id: UUID) -> FollowUp:
    row = (
        follow_ups_visible_to(actor)
        .filter(id=follow_up_id)
        .select_related("person", "staff", "agency")
        .first()
    )
    if row is None:
        raise Unseen(follow_up_id)
    return row


def tries_of(actor: Actor, *, follow_up: FollowUp) -> list[Contact]:
    """The attempts to reach the household since it was listed, newest first."""
    found = contact_queries.contacts_of(actor, subject_ids=[follow_up.person_id])
    return [one for one in found if one.happened_on >= follow_up.listed_on and one.met in TRIED]
