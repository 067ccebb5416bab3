"""多機関協働の利用申込: the queue, one request, what waits."""

from __future__ import annotations

from uuid import UUID

from django.db.models import F, Q, QuerySet

from norishiro.agencies.actor import Actor
from norishiro.consultations.choices import RequestStatus
from norishiro.consultations.models import (
    Consultation,
    SupportRequest,
)
from norishiro.consultations.paging import cut, party
from norishiro.core.records import Unseen
from norishiro.core.tables import PAGE_SIZE, Page, Place
from norishiro.sharing.choices import Depth
from norishiro.sharing.queries import through_gate


def requests_visible_to(actor: Actor) -> QuerySet[SupportRequest]:
    rows = through_gate(
        SupportRequest.objects.all(), actor, subject="subject_id", depth=Depth.OUTLINE, gated=True,
        writers=("agency_id", "operator_id"),
    )  # fmt: skip
    return rows.select_related(
        "person", "agency", "operator", "applicant", "owner", "answered_by", "sorted_by"
    )


def own_requests(actor: Actor) -> QuerySet[SupportRequest]:
    """Requests whose page the actor may open: the own agency applied with them or has to answer them."""
    return requests_visible_to(actor).filter(party(actor, "operator_id"))


def get_request(actor: Actor, *, request_id: UUID) -> SupportRequest:
    """A request the actor's agency applied with or has to answer."""
    found = own_requests(actor).filter(id=request_id).first()
    if found is None:
        raise Unseen(request_id)
    return found


def request_rows(actor: Actor, *, applied: bool, place: Place | None = None) -> Page[SupportRequest]:
    """The operator's shared queue, or the own applications, newest first."""
    column = "agency_id__in" if applied else "operator_id__in"
    rows = requests_visible_to(actor).filter(**{column: actor.agency_ids})
    return cut(rows, place=place or Place(), day="applied_on")


def queue(actor: Actor) -> list[SupportRequest]:
    """Requests the operator still has to answer, those nobody has taken first, then by their due day."""
    rows = requests_visible_to(actor).filter(operator_id__in=actor.agency_ids, status=RequestStatus.APPLIED)
    return list(rows.order_by(F("owner").asc(nulls_first=True), "due_on", "id")[:PAGE_SIZE])


def sorting_list(actor: Actor) -> list[SupportRequest]:
    """Everything listed for the sorting meeting of the actor's operator, by where it came from, the oldest first."""
    rows = requests_visible_to(actor).filter(operator_id__in=actor.agency_ids, status=RequestStatus.SORTING)
    return list(rows.order_by("sorting_origin", "applied_on", "id")[:PAGE_SIZE])


def sorted_lately(actor: Actor) -> list[SupportRequest]:
    """What was sorted, the newest first; what was given back without consent is no longer open in full."""
    rows = requests_visible_to(actor).filter(operator_id__in=actor.agency_ids, sorted_on__isnull=False)
    return list(rows.select_related("sorted_by").order_by("-sorted_on", "id")[:PAGE_SIZE])


def requests_of(actor: Actor, *, consultation: Consultation) -> list[SupportRequest]:
    rows = requests_visible_to(actor).filter(consultation=consultation)
    return list(rows.order_by("-applied_on", "-made_at")[:PAGE_SIZE])


def previous_of(actor: Actor, *, request: SupportRequest) -> SupportRequest | None:
    """The request this one follows, if the actor may see it."""
    if request.previous_id is None:
        return None
    return requests_visible_to(actor).filter(id=request.previous_id).first()


def requests_waiting_for(actor: Actor) -> list[SupportRequest]:
    """Requests the actor (or nobody in particular of the operator) has to answer, the soonest due first."""
    rows = requests_visible_to(actor).filter(
        Q(owner_id=actor.staff_id) | Q(owner__isnull=True), operator_id=actor.agency_id, status=RequestStatus.APPLIED
    )  # fmt: skip
    return list(rows.order_by("due_on", "id")[:PAGE_SIZE])


def requests_sent_waiting(actor: Actor) -> list[SupportRequest]:
    """Requests the actor applied with that have no answer yet."""
    rows = requests_visible_to(actor).filter(applicant_id=actor.staff_id, status=RequestStatus.APPLIED)
    return list(rows.order_by("due_on", "id")[:PAGE_SIZE])
