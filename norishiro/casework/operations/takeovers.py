"""担当の引き継ぎ: one or forty cases go from one colleague to others of the same agency, with all that still waits."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest, Now

from norishiro.agencies.actor import Actor, actor_for
from norishiro.agencies.models import Appointment, live_on
from norishiro.cases.choices import RoleStatus
from norishiro.cases.models import Case, LeadChange, Role
from norishiro.casework import events
from norishiro.casework.queries import takeovers as queries
from norishiro.core.operation import announce, operation
from norishiro.core.records import Unseen
from norishiro.ledger.operations import sign
from norishiro.outreach import queries as contact_queries
from norishiro.plans.models import Monitoring
from norishiro.sharing.choices import Category, Ground
from norishiro.teams import access, rules
from norishiro.teams.choices import Part
from norishiro.teams.models import Takeover, TeamMember
from norishiro.visits.models import Goer

REASON = "担当者の引き継ぎ（申し送りは「担当」の画面にあります）"


@dataclass(frozen=True)
class Handed:
    """One case, who takes it over, and what they must know."""

    case_id: UUID
    receiver_id: UUID
    summary: str
    next_on: date | None = None
    next_what: str = ""


@operation
def hand_over(
    actor: Actor, /, *, giver_id: UUID, handed: Sequence[Handed], from_on: date, overlap_until: date | None = None,
    note: str = "", today: date,
) -> list[Takeover]:  # fmt: skip
    """Hand cases of one colleague on to others of the same agency, in one act.

    Changes: per case one takeover with its words; when the day has come (``from_on`` is today) also the lead, the roles,
    promises, monitoring and visits the giver carried, a next step as a role where none stood, and the giver's place
    beside the next one until ``overlap_until``. Records ``takeover.handed`` once per case; refused by ``may_hand_over``, which says
    everything that is missing at once; ``Unseen`` for a case not open to the actor. Nothing opens: both see by the
    agency's ground.
    """
    cases = {
        one.id: one
        for one in Case.objects.select_for_update()
        .filter(id__in=[one.case_id for one in handed])
        .order_by("id")
    }
    for one in handed:
        if one.case_id not in cases:
            raise Unseen(one.case_id)
    facts = _facts(actor, cases=cases, giver_id=giver_id, handed=handed, from_on=from_on)
    rules.may_hand_over(
        permitted=giver_id == actor.staff_id or access.may_hand_over_others(actor), facts=facts, from_on=from_on,
        overlap_until=overlap_until, today=today,
    ).or_refuse()  # fmt: skip
    batch = uuid.uuid4()
    made = Takeover.objects.bulk_create(
        Takeover(
            case=cases[one.case_id], subject_id=one.case_id, basis=Ground.OWN, agency_id=cases[one.case_id].lead_agency_id,
            categories=int(Category.LIFE_HISTORY), batch=batch, giver_id=giver_id, receiver_id=one.receiver_id,
            handed_by_id=actor.staff_id, handed_on=today, from_on=from_on, overlap_until=overlap_until, note=note,
            summary=one.summary, next_on=one.next_on, next_what=one.next_what,
        )
        for one in handed
    )  # fmt: skip
    for takeover in made:
        sign(
            actor, events.TAKEOVER_HANDED, subjects=[takeover.case_id],
            changes={"lead_staff": (giver_id, takeover.receiver_id), "from_on": (None, from_on)},
            changed_text=["note", "summary"],
        )  # fmt: skip
    if from_on <= today:
        _move(actor, takeovers=made, today=today)
    return made


def _facts(
    actor: Actor, *, cases: dict[UUID, Case], giver_id: UUID, handed: Sequence[Handed], from_on: date
) -> list[rules.Fact]:
    """Every case with what the rule asks, in a handful of questions whatever their number."""
    ids = list(cases)
    fit = access.may_lead(staff_ids={one.receiver_id for one in handed}, on=from_on)
    out = access.shut_out_of_household(staff_ids={one.receiver_id for one in handed}, case_ids=ids)
    pending = set(
        Takeover.objects.filter(
            case_id__in=ids, moved_on__isnull=True, withdrawn_on__isnull=True
        ).values_list("case_id", flat=True)
    )
    known = queries.with_next_step(actor, case_ids=ids, giver_id=giver_id)
    return [
        rules.Fact(
            key=one.case_id.hex, title=case.title, ended=case.status in rules.ENDED, pending=case.id in pending,
            led_by_giver=case.lead_staff_id == giver_id and case.lead_agency_id in actor.agency_ids,
            same_person=one.receiver_id == giver_id, receiver_fits=(one.receiver_id, case.lead_agency_id) in fit,
            receiver_shut_out=(one.receiver_id, case.id) in out, summary=one.summary, next_known=case.id in known,
            next_on=one.next_on, next_what=one.next_what,
        )
        for one in handed for case in [cases[one.case_id]]
    ]  # fmt: skip


def _move(actor: Actor, *, takeovers: Sequence[Takeover], today: date) -> None:
    """The day has come: the lead and all that waits go on, with as many questions as there are receivers."""
    LeadChange.objects.bulk_create(
        LeadChange(
            case_id=one.case_id, agency_id=one.case.lead_agency_id, staff_id=one.receiver_id, side=one.case.lead_side,
            changed_on=today, reason=REASON, decided_by_id=one.handed_by_id,
        )
        for one in takeovers
    )  # fmt: skip
    TeamMember.objects.bulk_create(
        TeamMember(
            case_id=one.case_id, staff_id=one.giver_id, agency_id=one.case.lead_agency_id, part=Part.FORMER,
            from_on=today, until_on=one.overlap_until, made_by_id=one.handed_by_id,
        )
        for one in takeovers if one.overlap_until and one.overlap_until > today
    )  # fmt: skip
    Role.objects.bulk_create(
        Role(
            case_id=one.case_id, subject_id=one.case_id, basis=Ground.OWN, agency_id=one.case.lead_agency_id,
            categories=int(Category.ATTRIBUTES), bearer_id=one.case.lead_agency_id, bearer_staff_id=one.receiver_id,
            what=one.next_what, from_on=today, next_on=one.next_on, next_what=one.next_what,
        )
        for one in takeovers if one.next_on
    )  # fmt: skip
    for giver_id, receiver_id in dict.fromkeys((one.giver_id, one.receiver_id) for one in takeovers):
        ids = [one.case_id for one in takeovers if (one.giver_id, one.receiver_id) == (giver_id, receiver_id)]
        _pass_on(actor, giver_id=giver_id, receiver_id=receiver_id, case_ids=ids, today=today)
    Takeover.objects.filter(id__in=[one.id for one in takeovers]).update(moved_on=today)


def _pass_on(
    actor: Actor, *, giver_id: UUID, receiver_id: UUID, case_ids: Sequence[UUID], today: date
) -> None:
    """What one giver carried in these cases, to one receiver."""
    promised = contact_queries.promised_by(
        actor, staff_id=giver_id, case_ids=case_ids, person_ids=queries.people_of(actor, case_ids=case_ids)
    )
    promised.update(next_by_id=receiver_id)
    Case.objects.filter(id__in=case_ids).update(
        lead_staff_id=receiver_id, last_moved_on=Greatest("last_moved_on", today), version=F("version") + 1,
        changed_at=Now(),
    )  # fmt: skip
    Role.objects.filter(
        case_id__in=case_ids,
        bearer_staff_id=giver_id,
        bearer_id=F("case__lead_agency_id"),
        status=RoleStatus.PROMISED,
    ).update(bearer_staff_id=receiver_id, version=F("version") + 1, changed_at=Now())
    Monitoring.objects.filter(case_id__in=case_ids, staff_id=giver_id, done_on__isnull=True).update(
        staff_id=receiver_id
    )
    # Where the next one goes already, both go: it is no less safe. A visit of an earlier day was the giver's own.
    Goer.objects.filter(
        visit__case_id__in=case_ids, visit__day__gte=today, visit__entered_at__isnull=True,
        visit__contact__isnull=True, visit__cancelled_on__isnull=True, staff_id=giver_id,
    ).exclude(visit__goers__staff_id=receiver_id).update(staff_id=receiver_id)  # fmt: skip


@operation
def carry_out_takeovers(actor: Actor, /, *, takeovers: Sequence[Takeover], today: date) -> int:
    """The day of takeovers decided earlier has come: what can be moved, moves; the rest waits for whoever decided.

    Changes what ``hand_over`` changes on the day itself. Records ``takeover.moved`` once per case; refuses nothing: a
    case that ended, changed hands, or whose receiver no longer fits, stays as it is. Answers how many moved.
    """
    locked = list(
        Takeover.objects.select_for_update(of=("self",))
        .select_related("case")
        .filter(id__in=[one.id for one in takeovers], moved_on__isnull=True, withdrawn_on__isnull=True)
    )
    fit = access.may_lead(staff_ids={one.receiver_id for one in locked}, on=today)
    out = access.shut_out_of_household(
        staff_ids={one.receiver_id for one in locked}, case_ids=[one.case_id for one in locked]
    )
    able = [
        one for one in locked
        if one.from_on <= today and one.case.lead_staff_id == one.giver_id and one.case.status not in rules.ENDED
        and (one.receiver_id, one.case.lead_agency_id) in fit and (one.receiver_id, one.case_id) not in out
    ]  # fmt: skip
    _move(actor, takeovers=able, today=today)
    for one in able:
        sign(
            actor, events.TAKEOVER_MOVED, subjects=[one.case_id],
            changes={"lead_staff": (one.giver_id, one.receiver_id)},
        )  # fmt: skip
    if not able:
        sign(actor, events.TAKEOVER_WAITS, subjects=[one.case_id for one in locked])
    return len(able)


@operation
def withdraw_takeover(actor: Actor, /, *, takeover: Takeover, today: date) -> Takeover:
    """Take back what was decided for a later day. Records ``takeover.withdrawn``; refused by ``may_withdraw``."""
    locked = Takeover.objects.select_for_update(of=("self",)).get(pk=takeover.pk)
    rules.may_withdraw(
        mine=access.may_withdraw(actor, takeover=locked),
        moved=locked.moved_on is not None, withdrawn=locked.withdrawn_on is not None,
    ).or_refuse()  # fmt: skip
    locked.withdrawn_on = today
    locked.save(update_fields=["withdrawn_on"])
    sign(actor, events.TAKEOVER_WITHDRAWN, subjects=[locked.case_id])
    return locked


def carry_out_for_everybody(*, today: date) -> int:
    """For the clock: each member of staff who may lead receives, in their own name, the cases whose day has come.

    Changes and records what ``carry_out_takeovers`` does. Answers how many cases moved.
    """
    moved = 0
    held = Appointment.objects.filter(live_on(today), role__may_own_case=True, staff__is_active=True)
    places = held.values_list("staff_id", "agency_id").distinct().order_by("staff_id", "agency_id")
    for staff_id, agency_id in places:
        actor = actor_for(staff_id=staff_id, agency_id=agency_id, today=today)
        if actor is not None:
            moved += _receive(actor, today=today)
    return moved


def _receive(actor: Actor, *, today: date) -> int:
    with transaction.atomic():
        announce(actor)
        due = list(
            Takeover.objects.filter(
                receiver_id=actor.staff_id, agency_id=actor.agency_id, from_on__lte=today, moved_on__isnull=True,
                withdrawn_on__isnull=True,
            )
        )  # fmt: skip
        return carry_out_takeovers(actor, takeovers=due, today=today) if due else 0
