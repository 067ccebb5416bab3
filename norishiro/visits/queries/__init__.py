"""Reads of this room, for eyes: one visit, what is to come, and who has not come out."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from norishiro.agencies.actor import Actor
from norishiro.core.records import Unseen
from norishiro.outreach.models import Contact
from norishiro.sharing.choices import Depth
from norishiro.sharing.queries import through_gate
from norishiro.visits import access
from norishiro.visits.models import Goer, SafetyNote, Visit, WayIn
from norishiro.visits.values import GRACE

LONGEST_CHAIN = 20
# How somebody comes to be at a door: what is written of another kind of contact does not close a visit.
AT_THE_DOOR = ("VISIT", "ESCORT", "LETTER")


def visible_to(actor: Actor) -> QuerySet[Visit]:
    """Visits open to the actor, of cases still known by name."""
    rows = through_gate(Visit.objects.all(), actor, subject="subject_id", depth=Depth.PROGRESS, gated=True)
    known = through_gate(rows.filter(case__isnull=False), actor, subject="case_id", depth=Depth.OUTLINE)
    return rows.filter(case__isnull=True) | known


def get_visit(actor: Actor, *, visit_id: UUID) -> Visit:
    rows = visible_to(actor).select_related(
        "case", "person", "planned_by", "agency", "entered_by", "alone_seen_by", "promise"
    )
    visit = rows.prefetch_related("goers__staff", "answers__staff").filter(id=visit_id).first()
    if visit is None:
        raise Unseen(visit_id)
    return visit


def visits_of(actor: Actor, *, subject_ids: Collection[UUID], limit: int = 30) -> list[Visit]:
    """The visits of a case or a person, the latest day first."""
    rows = visible_to(actor).filter(subject_id__in=list(subject_ids)).select_related("case", "person")
    return list(rows.prefetch_related("goers__staff").order_by("-day", "from_at", "id")[:limit])


def newest_of(actor: Actor, *, contact_id: UUID) -> UUID:
    """The record as it stands today: what was corrected is answered by the correction."""
    newest = contact_id
    for _step in range(LONGEST_CHAIN):
        later = Contact.objects.filter(supersedes_id=newest).values_list("id", flat=True).first()
        if later is None:
            break
        newest = later
    return newest


def visit_of_promise(actor: Actor, *, contact: Contact) -> Visit | None:
    """The visit that was made of the promise in this record."""
    return visible_to(actor).filter(promise=contact, cancelled_on__isnull=True).first()


def promised(actor: Actor) -> Exists:
    """For a list of records: those whose promise stands as a visit already."""
    return Exists(Visit.objects.filter(promise_id=OuterRef("id"), cancelled_on__isnull=True))


def waiting_for(actor: Actor, *, contact: Contact) -> Visit | None:
    """The visit this record is of: the same household, the same day, written by one who goes, the earliest one open."""
    if contact.method not in AT_THE_DOOR:
        return None
    about = Q(case_id=contact.case_id) if contact.case_id else Q(pk__isnull=True)
    if contact.person is not None:
        about |= Q(case__isnull=True, person_id__in=contact.person.all_ids)
    rows = visible_to(actor).filter(about, day=contact.happened_on, goers__staff_id=contact.staff_id)
    open_ones = rows.filter(contact__isnull=True, cancelled_on__isnull=True, agency_id__in=actor.agency_ids)
    # Mostly there is none, which the number alone tells.
    found = open_ones.order_by("from_at", "made_at").values_list("id", flat=True).first()
    return Visit.objects.get(id=found) if found else None


def coming(actor: Actor, *, until: date, limit: int, whose: UUID | None = None) -> list[Visit]:
    """What the actor (or ``whose`` the actor stands in for) goes to and has not written down yet, up to a day."""
    rows = visible_to(actor).filter(
        Exists(Goer.objects.filter(visit=OuterRef("pk"), staff_id=whose or actor.staff_id)),
        contact__isnull=True, cancelled_on__isnull=True, day__lte=until,
    )  # fmt: skip
    named = rows.select_related("case", "person").only(
        *("case__title", "person__name", "person__alias", "person__keep_from_family"),
        *("day", "from_at", "until_at", "purpose", "subject_id"),
    )
    return list(named.order_by("day", "from_at", "id")[:limit])


def overdue(actor: Actor, *, now: datetime, limit: int) -> list[Visit]:
    """Who of the actor's agencies went in and has not come out, past the end and the grace, the longest first."""
    rows = visible_to(actor).filter(
        agency_id__in=actor.agency_ids, entered_at__isnull=False, left_at__isnull=True, expected_at__lte=now - GRACE
    )  # fmt: skip
    named = rows.select_related("case", "person", "entered_by").prefetch_related("answers__staff")
    return list(named.order_by("expected_at", "id")[:limit])


def alone(actor: Actor, *, limit: int) -> list[Visit]:
    """Reports that somebody goes alone where two should, for whoever leads."""
    if not access.is_leader(actor):
        return []
    rows = visible_to(actor).filter(
        agency_id__in=actor.agency_ids, alone_seen_on__isnull=True, cancelled_on__isnull=True
    ).exclude(alone_because="")  # fmt: skip
    named = rows.select_related("case", "person", "planned_by")
    return list(named.order_by("day", "id")[:limit])


# --- what to mind ------------------------------------------------------------------------------------------------


def safety_visible_to(actor: Actor) -> QuerySet[SafetyNote]:
    return through_gate(
        SafetyNote.objects.all(), actor, subject="subject_id", depth=Depth.PROGRESS, gated=True
    )


def ways_visible_to(actor: Actor) -> QuerySet[WayIn]:
    return through_gate(WayIn.objects.all(), actor, subject="subject_id", depth=Depth.PROGRESS, gated=True)


def get_safety(actor: Actor, *, note_id: UUID) -> SafetyNote:
    found = safety_visible_to(actor).select_related("case", "person", "agency", "staff").filter(id=note_id)
    note = found.first()
    if note is None:
        raise Unseen(note_id)
    return note


def safety_of(actor: Actor, *, subject_ids: Collection[UUID]) -> list[SafetyNote]:
    """What stands for these doors, 複数で訪問 first."""
    rows = safety_visible_to(actor).filter(subject_id__in=list(subject_ids), ended_on__isnull=True)
    named = rows.select_related("agency", "staff", "person", "reviewed_by")
    return together(sorted(named, key=lambda one: (one.kind != "PAIR", one.made_at)))


def together(notes: Iterable[SafetyNote]) -> list[SafetyNote]:
    """The same notes with those that say the same next to each other, each at the place of the first of them."""
    said: dict[tuple[str, str], list[SafetyNote]] = {}
    for one in notes:
        said.setdefault(one.minded, []).append(one)
    return [one for same in said.values() for one in same]


def safety_ended(actor: Actor, *, subject_ids: Collection[UUID], limit: int = 20) -> list[SafetyNote]:
    rows = safety_visible_to(actor).filter(subject_id__in=list(subject_ids), ended_on__isnull=False)
    return list(rows.select_related("agency", "ended_by", "person").order_by("-ended_on", "-made_at")[:limit])


def ways_in(actor: Actor, *, subject_ids: Collection[UUID]) -> list[WayIn]:
    rows = ways_visible_to(actor).filter(subject_id__in=list(subject_ids))
    return list(rows.select_related("agency", "staff", "person"))


def reviews_due(actor: Actor, *, today: date, until: date, limit: int) -> list[SafetyNote]:
    """Notes to be looked at again: of one's own and of cases one leads, near; for whoever leads the agency, those past."""
    mine = Q(review_on__lte=until) & (Q(staff_id=actor.staff_id) | Q(case__lead_staff_id=actor.staff_id))
    late = Q(review_on__lte=today) if access.is_leader(actor) else Q(pk__isnull=True)
    rows = safety_visible_to(actor).filter(mine | late, agency_id__in=actor.agency_ids, ended_on__isnull=True)
    known = through_gate(rows.filter(case__isnull=False), actor, subject="case_id", depth=Depth.OUTLINE)
    named = (rows.filter(case__isnull=True) | known).select_related("case", "person")
    return list(named.order_by("review_on", "id")[:limit])
