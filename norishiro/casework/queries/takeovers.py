"""What a colleague leads, with the words the house already has for whoever comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, Q

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Appointment, Staff, live_on
from norishiro.cases import queries as case_queries
from norishiro.cases.choices import RoleStatus
from norishiro.cases.models import Case, CaseMember
from norishiro.core.records import Unseen
from norishiro.outreach import queries as contact_queries
from norishiro.sharing.choices import Depth, Ground
from norishiro.teams import access, rules
from norishiro.teams.models import Takeover

# One screen takes this many; what is left comes with the next one.
ON_ONE_SCREEN = 60
LAST_WORDS = 400


@dataclass(frozen=True)
class Next:
    """What comes next in a case and is on somebody's list already."""

    on: date
    what: str


@dataclass(frozen=True)
class Leading:
    """One case that can be handed over."""

    case: Case
    summary: str
    coming: Next | None


def get_giver(actor: Actor, *, staff_id: UUID) -> Staff:
    """The colleague whose cases go on: also one who has left, where the actor's agencies still have cases in their name."""
    served = Appointment.objects.filter(staff_id=staff_id, agency_id__in=actor.agency_ids).exists()
    found = Staff.objects.filter(id=staff_id).first() if served else None
    if found is None:
        raise Unseen(staff_id)
    return found


def leading(actor: Actor, *, giver_id: UUID) -> list[Leading]:
    """The cases the colleague leads for the actor's agencies and that nobody is to take over yet, by name.

    The words come from the newest record of the agency's own; what was said under consent or in a 支援会議 is not copied.
    """
    to_come = Takeover.objects.filter(moved_on__isnull=True, withdrawn_on__isnull=True)
    cases = list(
        case_queries.visible_to(actor, depth=Depth.OUTLINE)
        .filter(lead_staff_id=giver_id, lead_agency_id__in=actor.agency_ids)
        .exclude(status__in=rules.ENDED)
        .exclude(id__in=to_come.values("case_id"))
        .select_related("lead_agency")
        .order_by("title", "id")[:ON_ONE_SCREEN]
    )
    ids = [one.id for one in cases]
    case_of = people_of(actor, case_ids=ids)
    words, coming = _last_words(actor, ids, case_of), _coming(actor, giver_id, ids, case_of)
    return [Leading(one, words.get(one.id, ""), coming.get(one.id)) for one in cases]


def people_of(actor: Actor, *, case_ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """The present members of the cases, each with a case of theirs."""
    rows = CaseMember.objects.filter(case_id__in=case_ids, until_on__isnull=True)
    return dict(rows.values_list("person_id", "case_id"))


def _last_words(actor: Actor, case_ids: Sequence[UUID], case_of: dict[UUID, UUID]) -> dict[UUID, str]:
    """Per case the newest own record: one question, answered along the index of each subject."""
    rows = (
        contact_queries.visible_to(actor)
        .filter(subject_id__in=[*case_ids, *case_of], basis=Ground.OWN, agency_id__in=actor.agency_ids)
        .order_by("subject_id", "-happened_on", "-made_at")
        .distinct("subject_id")
        .values_list("subject_id", "happened_on", "body")
    )
    newest: dict[UUID, tuple[date, str]] = {}
    for subject_id, on, body in rows:
        case_id = case_of.get(subject_id, subject_id)
        if case_id not in newest or on > newest[case_id][0]:
            newest[case_id] = (on, body)
    return {
        key: f"{on:%Y}年{on.month}月{on.day}日の記録：{body[:LAST_WORDS]}"
        for key, (on, body) in newest.items()
    }


def _coming(
    actor: Actor, giver_id: UUID, case_ids: Sequence[UUID], case_of: dict[UUID, UUID]
) -> dict[UUID, Next]:
    """Per case the first dated role or promise that goes on as it is: the giver's, or one of the agency that nobody
    carries by name and that stands on everybody's list."""
    roles = case_queries.roles_visible_to(actor).filter(
        Q(bearer_staff_id=giver_id) | Q(bearer_staff__isnull=True), case_id__in=case_ids,
        bearer_id=F("case__lead_agency_id"), status=RoleStatus.PROMISED, next_on__isnull=False,
    )  # fmt: skip
    found = [
        (case_id, on, next_what or what)
        for case_id, on, next_what, what in roles.order_by("next_on").values_list(
            "case_id", "next_on", "next_what", "what"
        )
    ]
    promises = contact_queries.promised_by(actor, staff_id=giver_id, case_ids=case_ids, person_ids=case_of)
    found += [
        (case_id or case_of[person_id], on, what or "約束した連絡")
        for case_id, person_id, on, what in promises.values_list(
            "case_id", "person_id", "next_on", "next_what"
        )
    ]
    first: dict[UUID, Next] = {}
    for case_id, on, what in found:
        if on is not None and (case_id not in first or on < first[case_id].on):
            first[case_id] = Next(on, what)
    return first


def with_next_step(actor: Actor, *, case_ids: Sequence[UUID], giver_id: UUID) -> set[UUID]:
    """Cases in which a dated role or a promise of the giver is open already: it goes on to the next one as it is."""
    return set(_coming(actor, giver_id, case_ids, people_of(actor, case_ids=case_ids)))


def receivers(actor: Actor, *, agency_ids: set[UUID], giver_id: UUID, on: date) -> list[Appointment]:
    """Colleagues of these agencies who may lead on that day, each once."""
    held = Appointment.objects.filter(
        live_on(on), agency_id__in=agency_ids, staff__is_active=True, role__may_own_case=True, role__kind__in=access.LEADS
    )  # fmt: skip
    rows = held.exclude(staff_id=giver_id).select_related("staff", "agency", "role")
    return list({one.staff_id: one for one in rows.order_by("staff__kana", "staff__name", "id")}.values())


def left_behind(actor: Actor, *, on: date, limit: int = 50) -> list[Staff]:
    """Whose cases nobody can carry on: they lead for the actor's agencies, and no appointment lasts there any more."""
    serving = Appointment.objects.filter(live_on(on), agency_id__in=actor.agency_ids, staff__is_active=True)
    led = (
        case_queries.visible_to(actor, depth=Depth.OUTLINE)
        .filter(lead_agency_id__in=actor.agency_ids, lead_staff_id__isnull=False)
        .exclude(status__in=rules.ENDED)
        .exclude(lead_staff_id__in=serving.values("staff_id"))
    )
    return list(Staff.objects.filter(id__in=led.values("lead_staff_id")).order_by("kana", "name")[:limit])
