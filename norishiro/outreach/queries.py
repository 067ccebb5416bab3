"""Reads of this room, for eyes."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet, Sum

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Area, live_on
from norishiro.attachments.models import Scan
from norishiro.attachments.queries import scans_of_each
from norishiro.core.ordering import in_order
from norishiro.core.records import Unseen
from norishiro.outreach.choices import Met, SegmentKind
from norishiro.outreach.models import Bulletin, Contact, ContactStage, Gathering, Phrase, Present
from norishiro.outreach.rules import MOST_PHRASES
from norishiro.outreach.segments import Segment, as_written, usual_of
from norishiro.outreach.stages import label_of
from norishiro.sharing.choices import Depth
from norishiro.sharing.queries import through_gate

MOST_OF_A_ROUND = 40
MOST_NOTES = 500
LONGEST_CHAIN = 20
# What a page with many contacts tells of each: whole rows, joined, are eighty columns to build and to read.
CALLED = ("person__name", "person__alias")
TOLD = ("happened_on", "happened_at", "made_at", "method", "met", "body", "subject_id", "case_id")


def visible_to(actor: Actor) -> QuerySet[Contact]:
    """Contacts open to the actor, corrected ones left out."""
    rows = Contact.objects.filter(superseded_by__isnull=True)
    return through_gate(rows, actor, subject="subject_id", depth=Depth.PROGRESS, gated=True)


def get_contact(actor: Actor, *, contact_id: UUID) -> Contact:
    rows = visible_to(actor).select_related("person", "staff", "agency", "asked_agency")
    contact = (
        rows.prefetch_related("segments__source_agency", "tags", with_present(actor))
        .filter(id=contact_id)
        .first()
    )
    if contact is None:
        raise Unseen(contact_id)
    return contact


def present_visible_to(actor: Actor) -> QuerySet[Present]:
    """Who else was there, as far as the actor may see that person; the wall asks for the contact besides (ADR 0046)."""
    return through_gate(Present.objects.all(), actor, subject="subject_id", depth=Depth.PROGRESS, gated=True)


def seen_at(actor: Actor, *, person_ids: Iterable[UUID]) -> QuerySet[Present, UUID]:
    """Ids of the contacts at which one of these persons was one more."""
    return (
        present_visible_to(actor).filter(person_id__in=list(person_ids)).values_list("contact_id", flat=True)
    )


def contacts_of(
    actor: Actor, *, subject_ids: Iterable[UUID], limit: int = 50, before: date | None = None, tag: str = ""
) -> list[Contact]:
    """The newest contacts about these persons and cases, or at which one of them was present, newest first.

    The newest of each are walked to by their own index and only then joined: a household of ten years costs what one of
    ten days does.
    """
    wanted = list(subject_ids)
    rows = visible_to(actor)
    if before is not None:
        rows = rows.filter(happened_on__lt=before)
    if tag:
        rows = rows.filter(tags__code=tag)
    newest = [_newest(rows.filter(subject_id=one), limit) for one in wanted]
    newest.append(_newest(rows.filter(id__in=seen_at(actor, person_ids=wanted)), limit))
    found = sorted({(on, at, contact) for on, at, contact in newest[0].union(*newest[1:])}, reverse=True)
    told = Contact.objects.filter(id__in=[contact for *_, contact in found[:limit]])
    return in_order(
        told.select_related("person", "staff", "agency")
        .only(*TOLD, *CALLED, "staff__name", "agency__name")
        .prefetch_related(*to_tell(actor)),
        "-happened_on",
        "-made_at",
    )


def _newest(rows: QuerySet[Contact], limit: int) -> QuerySet[Contact, Any]:
    """When, written when, and which."""
    newest = rows.order_by("-happened_on", "-made_at")
    return newest.values_list("happened_on", "made_at", "id")[:limit]


def to_tell(actor: Actor) -> tuple[Prefetch[str], ...]:
    """What a history tells of each contact, as plain lists: a set of rows to ask further for every contact of a long page
    would cost more than the rows."""
    there = present_visible_to(actor).select_related("person").only("contact_id", *CALLED)
    return (
        Prefetch("segments", to_attr="told"),
        Prefetch("companions", to_attr="beside"),
        Prefetch("present", queryset=there, to_attr="there"),
    )


def with_present(actor: Actor) -> Prefetch[str]:
    return Prefetch("present", queryset=present_visible_to(actor).select_related("person"))


def contacts_before(actor: Actor, *, today: date) -> list[Contact]:
    """The actor's round of the last day with any before today, within a week, in the order it was made; each person once."""
    rows = visible_to(actor).filter(
        staff_id=actor.staff_id, happened_on__lt=today, happened_on__gte=today - timedelta(days=7)
    )
    newest = rows.order_by("-happened_on").values_list("happened_on", flat=True).first()
    if newest is None:
        return []
    made = rows.filter(happened_on=newest).select_related("person").order_by("happened_at", "made_at")
    each = {(one.person_id, one.case_id): one for one in made[:MOST_OF_A_ROUND]}
    return list(each.values())


def recently_met(actor: Actor, *, limit: int = 8) -> list[Contact]:
    """The newest record of each person or household the actor wrote about last."""
    rows = visible_to(actor).filter(staff_id=actor.staff_id).select_related("person")
    each: dict[UUID, Contact] = {}
    for one in rows.order_by("-happened_on", "-made_at")[: limit * 4]:
        each.setdefault(one.subject_id, one)
    return list(each.values())[:limit]


def first_met_on(actor: Actor, *, person_ids: Iterable[UUID]) -> date | None:
    """The first day on which somebody spoke with this person, as far as the actor may read it."""
    rows = visible_to(actor).filter(person_id__in=list(person_ids), met=Met.MET)
    return rows.order_by("happened_on").values_list("happened_on", flat=True).first()


def last_method(actor: Actor, *, subject_id: UUID) -> str:
    """How the actor reached this person or household last time; empty where that never was."""
    rows = visible_to(actor).filter(subject_id=subject_id, staff_id=actor.staff_id)
    return rows.order_by("-happened_on", "-made_at").values_list("method", flat=True).first() or ""


def photos_of(actor: Actor, *, contact: Contact) -> list[Scan]:
    """The pictures of a record, those put to what it corrected included."""
    chain, before = [contact.id], contact.supersedes_id
    while before is not None and len(chain) < LONGEST_CHAIN:
        chain.append(before)
        before = Contact.objects.filter(id=before).values_list("supersedes_id", flat=True).first()
    return scans_of_each(actor, about_ids=chain)


def phrases(actor: Actor, *, on: date) -> list[Phrase]:
    """What the own agency begins its records with."""
    rows = Phrase.objects.filter(live_on(on), agency_id=actor.agency_id).select_related("staff")
    return list(rows[:MOST_PHRASES])


def phrases_for(actor: Actor, *, on: date) -> list[Phrase]:
    """Those offered to the roles worn."""
    return [one for one in phrases(actor, on=on) if one.role_kind in ("", *actor.role_kinds)]


def get_phrase(actor: Actor, *, phrase_id: UUID) -> Phrase:
    found = Phrase.objects.filter(id=phrase_id, agency_id__in=actor.agency_ids).first()
    if found is None:
        raise Unseen(phrase_id)
    return found


def written(actor: Actor, *, contact: Contact) -> dict[str, str]:
    """The text of a contact as it would be typed, each line with its mark: where a correction begins."""
    usual, source = usual_of(
        method=contact.method, met=contact.met, with_whom=contact.with_whom,
        asked=contact.asked_agency.name if contact.asked_agency else "",
    )  # fmt: skip
    parts = [Segment(SegmentKind(one.kind), one.text, one.source) for one in contact.segments.all()]
    body, impression = as_written(parts, usual=usual, source=source)
    return {"body": body, "impression": impression}


def written_by(actor: Actor, *, limit: int = 50, tag: str = "") -> list[Contact]:
    """The actor's own newest records, or those that bear a tag."""
    rows = visible_to(actor).filter(staff_id=actor.staff_id)
    return list(
        (rows.filter(tags__code=tag) if tag else rows)
        .select_related("person", "agency", "staff")
        .prefetch_related("segments", "tags", with_present(actor))
        .order_by("-happened_on", "-made_at")[:limit]
    )


def carried_by(actor: Actor, *, whose: UUID | None = None) -> Q:
    """Whose a promise is: the writer's, until a colleague has taken it over. The actor's own where nobody else is named."""
    staff_id = whose or actor.staff_id
    return Q(staff_id=staff_id, next_by__isnull=True) | Q(next_by_id=staff_id)


def promises(actor: Actor, *, until: date, limit: int = 50) -> list[Contact]:
    """What the actor promised and has not done, due up to a day, oldest first."""
    return list(
        visible_to(actor)
        .filter(carried_by(actor), next_on__lte=until, next_done_on__isnull=True)
        .select_related("person")
        .order_by("next_on", "id")[:limit]
    )


def promised_by(
    actor: Actor, *, staff_id: UUID, case_ids: Collection[UUID], person_ids: Iterable[UUID]
) -> QuerySet[Contact]:
    """What somebody promised these households and has not done yet, dated or coming. What was promised about a person in
    another case is not among it."""
    return visible_to(actor).filter(
        carried_by(actor, whose=staff_id),
        Q(case_id__in=case_ids) | Q(case_id__isnull=True, person_id__in=list(person_ids)),
        next_on__isnull=False, next_done_on__isnull=True,
    )  # fmt: skip


def stages_visible_to(actor: Actor) -> QuerySet[ContactStage]:
    return through_gate(
        ContactStage.objects.all(), actor, subject="subject_id", depth=Depth.PROGRESS, gated=True
    )


def stages_of(actor: Actor, *, person_id: UUID, limit: int = 100) -> list[ContactStage]:
    """The notes of one person's つながりの段階, the oldest of the newest hundred first."""
    rows = stages_visible_to(actor).filter(person_id=person_id).select_related("staff", "agency")
    return list(rows.order_by("-noted_on", "-made_at")[:limit])[::-1]


def stages_of_each(actor: Actor, *, person_ids: Collection[UUID]) -> list[ContactStage]:
    """The newest notes of these persons, the oldest of them first."""
    rows = stages_visible_to(actor).filter(person_id__in=list(person_ids))
    return list(rows.order_by("-noted_on", "-made_at")[:MOST_NOTES])[::-1]


def stages_then(actor: Actor, *, rows: Collection[Contact]) -> dict[UUID, str]:
    """By the id of each record: how far its person could be reached that day, as last noted by then."""
    people = {one.person_id for one in rows if one.person_id}
    notes = stages_visible_to(actor).filter(person_id__in=people).order_by("noted_on", "made_at")
    noted = list(notes.values_list("person_id", "noted_on", "stage")[:MOST_NOTES]) if people else []
    return {
        row.id: label_of(known[-1])
        for row in rows
        if (known := [stage for who, on, stage in noted if who == row.person_id and on <= row.happened_on])
    }


# --- districts: nothing here names anybody, so every hat that may open the screen reads the same ---------------


def areas_worn(actor: Actor) -> list[Area]:
    """The districts the actor looks after under this hat."""
    return list(Area.objects.filter(id__in=actor.area_ids)) if actor.area_ids else []


def bulletins_around(actor: Actor, *, codes: Collection[str], on: date, limit: int = 10) -> list[Bulletin]:
    """Notices that stand that day for these districts, for what lies in them, or for what they lie in."""
    near = (
        Q(area__code__in=codes)
        | Q(area__parent__code__in=codes)
        | Q(area__code__in=Area.objects.filter(code__in=codes).values("parent__code"))
    )
    rows = Bulletin.objects.filter(near, live_on(on)).select_related("area", "agency")
    return list(rows.order_by("-from_on", "-made_at")[:limit])


def bulletins_of(actor: Actor, *, code: str, limit: int = 50) -> list[Bulletin]:
    """All notices ever written for one district, newest first."""
    rows = Bulletin.objects.filter(area__code=code).select_related("agency", "staff")
    return list(rows.order_by("-from_on", "-made_at")[:limit])


def bulletin_counts(actor: Actor, *, on: date) -> dict[str, int]:
    """How many notices stand that day, by the code of the district."""
    rows = Bulletin.objects.filter(live_on(on)).order_by().values_list("area__code")
    return dict(rows.annotate(n=Count("id")))


def get_bulletin(actor: Actor, *, bulletin_id: UUID) -> Bulletin:
    found = Bulletin.objects.select_related("area", "agency").filter(id=bulletin_id).first()
    if found is None:
        raise Unseen(bulletin_id)
    return found


@dataclass(frozen=True)
class GatheringSum:
    """How often people gathered in a district, how many came, how many matters were heard there."""

    times: int = 0
    people: int = 0
    consulted: int = 0

    def __add__(self, other: GatheringSum) -> GatheringSum:
        return GatheringSum(
            self.times + other.times, self.people + other.people, self.consulted + other.consulted
        )


def gathering_sums(actor: Actor, *, first: date, after: date) -> dict[str, GatheringSum]:
    """Gatherings of a time by the code of the district."""
    rows = (
        Gathering.objects.filter(held_on__gte=first, held_on__lt=after).order_by().values_list("area__code")
    )
    summed = rows.annotate(Count("id"), Sum("people"), Sum("consulted"))
    return {code: GatheringSum(times, people, consulted) for code, times, people, consulted in summed}


def gatherings_of(actor: Actor, *, code: str, first: date, after: date, limit: int = 50) -> list[Gathering]:
    """Gatherings of one district in a time, newest first."""
    rows = Gathering.objects.filter(area__code=code, held_on__gte=first, held_on__lt=after)
    return list(rows.select_related("agency", "staff").order_by("-held_on", "-made_at")[:limit])


def gatherings_held(actor: Actor, *, first: date, after: date, limit: int = 50) -> list[Gathering]:
    """Gatherings of the agencies acted for in a time, newest first."""
    rows = Gathering.objects.filter(agency_id__in=actor.agency_ids, held_on__gte=first, held_on__lt=after)
    return list(rows.select_related("area").order_by("-held_on", "-made_at")[:limit])


def get_gathering(actor: Actor, *, gathering_id: UUID) -> Gathering:
    found = Gathering.objects.select_related("area", "agency").filter(id=gathering_id).first()
    if found is None:
        raise Unseen(gathering_id)
    return found
