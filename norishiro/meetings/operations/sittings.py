"""開催: calling a sitting in one step, who answers, beginning, ending, and the minutes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, time
from uuid import UUID

from django.utils import timezone

from norishiro.agencies.actor import Actor
from norishiro.cases.models import Case
from norishiro.core import calendar
from norishiro.core.numbering import next_number
from norishiro.core.operation import operation
from norishiro.core.records import change_fields
from norishiro.core.verdict import Refused, no, when
from norishiro.ledger.operations import sign
from norishiro.meetings import events, lookups, rules
from norishiro.meetings.access import (
    NOBODY,
    body_fact,
    case_behind,
    convene_verdict,
    is_conference,
    is_hidden,
    people_of,
    run_verdict,
)
from norishiro.meetings.choices import Answer, ChangeToTell, ConsentRule, ItemStatus, Mode, SittingStatus
from norishiro.meetings.models import Body, Invitation, Item, Seat, Sitting
from norishiro.meetings.operations.agenda import keeps_after, put_on_table
from norishiro.meetings.operations.packets import forget_sheets, replace_papers
from norishiro.meetings.operations.seats import seat_member
from norishiro.sharing.choices import Depth, Ground, SourceKind
from norishiro.sharing.operations import agency, end_grants, grant
from norishiro.sharing.operations import case as case_subject
from norishiro.sharing.operations import person as person_subject

MOVED = "会議の日時か場所が変わったため、この資料は差しかえになりました"
CANCELLED = "会議が中止になったため、この資料は使えません"


@operation
def call_meeting(
    actor: Actor,
    /,
    *,
    body: Body,
    held_on: date,
    starts_at: time | None = None,
    ends_at: time | None = None,
    place: str = "",
    mode: str = Mode.ROOM,
    topics: str = "",
    items: Iterable[Item] = (),
    agency_ids: Iterable[UUID] = (),
    staff_by_agency: Mapping[UUID, UUID] | None = None,
    apart: str = "",
    today: date,
) -> Sitting:
    """Call a sitting in one step: its day, its agenda from the waiting list, one contact person per invited agency.

    Changes: the sitting with its one legal basis, invitations, the items on its agenda, and for each item a sealed seat
    for everybody invited whose designation holds (under C0 only for agencies the person's consent names). Records ``sitting.called``, ``item.tabled``,
    ``seat.given``. Refused by ``may_convene``, ``may_call`` and ``may_mix`` with all reasons.
    """
    convene_verdict(actor, body).or_refuse()
    return call_sitting(
        actor, body=body, held_on=held_on, starts_at=starts_at, ends_at=ends_at, place=place, mode=mode,
        topics=topics, items=list(items), agency_ids=list(agency_ids), staff_by_agency=staff_by_agency or {}, apart=apart,
        today=today,
    )  # fmt: skip


def call_sitting(
    actor: Actor, *, body: Body, held_on: date, starts_at: time | None, ends_at: time | None, place: str, mode: str,
    topics: str, items: list[Item], agency_ids: list[UUID], staff_by_agency: Mapping[UUID, UUID], today: date,
    apart: str = "", scheduled: bool = False, area_id: UUID | None = None,
) -> Sitting:  # fmt: skip
    """The part other verbs share. ``scheduled``: from the body's rule, the cases come later."""
    invited = list(dict.fromkeys([*agency_ids, actor.agency_id]))
    (
        rules.may_call(
            held_on=held_on, today=today, items=len(items), topics=topics, sits_without_cases=body.sits_without_cases,
            invited=len(agency_ids), in_force=body_fact(body, on=held_on).in_force, scheduled=scheduled,
        )
        & rules.may_mix(bases=len({item.basis for item in items}), apart=apart)
    ).or_refuse()  # fmt: skip
    conveners = lookups.conveners_of(body) & actor.agency_ids
    sitting = Sitting.objects.create(
        body=body, held_on=held_on, starts_at=starts_at, ends_at=ends_at, place=place, mode=mode, topics=topics,
        number=_number(body, held_on), called_by_id=actor.staff_id, apart=apart, area_id=area_id,
        code=next_number("会", "meetings_sitting_number", today=held_on),
        ground=rules.ground_of_sitting(
            body_ground=body.ground, needs_consent=body.consent_rule == ConsentRule.REQUIRED,
            bases=[item.basis for item in items],
        ),
        convener_id=actor.agency_id if actor.agency_id in conveners or not conveners else min(conveners),
    )  # fmt: skip
    contacts = {key: one.id for key, one in lookups.contacts_of(invited, on=today).items()}
    contacts |= {actor.agency_id: actor.staff_id, **staff_by_agency}
    Invitation.objects.bulk_create(
        Invitation(sitting=sitting, agency_id=one, staff_id=contacts.get(one)) for one in invited
    )
    sign(actor, events.SITTING_CALLED, changes={"held_on": (None, held_on), "agencies": (None, len(invited))})
    for order, item in enumerate(items, start=1):
        _table_with_seats(actor, item=item, sitting=sitting, order=order, contacts=contacts, today=today)
    return sitting


def _number(body: Body, held_on: date) -> str:
    year = calendar.fiscal_year(held_on)
    first, until = calendar.fiscal_year_span(year)
    count = lookups.next_number(body, first_day=first, until=until)
    return f"{calendar.fiscal_year_label(year)} 第{count}回"


def _table_with_seats(
    actor: Actor, *, item: Item, sitting: Sitting, order: int, contacts: Mapping[UUID, UUID], today: date
) -> None:
    tabled = put_on_table(actor, item=item, sitting=sitting, order=order)
    case = case_behind(actor, item)
    people = people_of(actor, case, today=today) if case else NOBODY
    periods = lookups.designations_of(item.body, staff_ids=contacts.values())
    for agency_id, staff_id in contacts.items():
        named = rules.may_sit(
            standing=rules.standing_on(periods[staff_id], on=sitting.held_on),
            names_members=item.body.names_members, for_this_item=False,
        )  # fmt: skip
        if not named.allowed or (item.basis == Ground.CONSENT and not people.open_to(agency_id)):
            continue
        seat_member(actor, item=tabled, staff_id=staff_id, agency_id=agency_id, people=people, today=today)


@operation
def move_sitting(
    actor: Actor, /, *, sitting: Sitting, version: int, held_on: date, starts_at: time | None, ends_at: time | None,
    place: str, mode: str, today: date,
) -> Sitting:  # fmt: skip
    """Change day, hours or place. Papers that are out are closed as replaced, and everybody called is told on 今日 until
    they have seen it. Records ``sitting.moved``; refused by ``may_move`` and to those who do not run it."""
    ends = Seat.objects.filter(item__sitting=sitting, ended_at__isnull=True, until_on__isnull=False)
    (
        run_verdict(actor, sitting)
        & rules.may_move(
            status=sitting.status,
            held_on=held_on,
            today=today,
            seat_ends=[seat.until_on for seat in ends if seat.until_on],
        )
    ).or_refuse()
    values = {"held_on": held_on, "starts_at": starts_at, "ends_at": ends_at, "place": place, "mode": mode}
    changes = change_fields(sitting, version=version, values=values)
    sign(actor, events.SITTING_MOVED, changes=changes)
    if changes:
        replace_papers(actor, sitting=sitting, reason=MOVED, now=timezone.now())
        sitting.invitations.update(told_of=ChangeToTell.MOVED, told_at=None)
    return sitting


@operation
def cancel_sitting(actor: Actor, /, *, sitting: Sitting, reason: str) -> Sitting:
    """Call a sitting off; its items wait again, everybody's seats end, papers that are out are closed, and everybody called
    is told on 今日.

    Records ``sitting.cancelled``; refused by ``may_cancel`` and to those who do not run it.
    """
    (run_verdict(actor, sitting) & rules.may_cancel(status=sitting.status, reason=reason)).or_refuse()
    for item in Item.objects.filter(sitting=sitting, status=ItemStatus.TABLED):
        _end_seats(actor, item=item, status=ItemStatus.CARRIED)
    _set_status(sitting, SittingStatus.CANCELLED)
    sign(actor, events.SITTING_CANCELLED, changes={"sitting": (sitting.id, None)}, reason=reason)
    replace_papers(actor, sitting=sitting, reason=CANCELLED, now=timezone.now())
    sitting.invitations.update(told_of=ChangeToTell.CANCELLED, told_at=None)
    return sitting


@operation
def invite(actor: Actor, /, *, sitting: Sitting, agency_id: UUID, today: date) -> Invitation:
    """Call one more agency, through its contact person. Records ``sitting.invited``; refused when it is called already."""
    (
        run_verdict(actor, sitting)
        & when(
            sitting.invitations.filter(agency_id=agency_id).exists(),
            "agency",
            "この機関には、もう案内しています。",
        )
        & when(sitting.status not in rules.LIVE_SITTINGS, "agency", "この会議はもう終わっています。")
    ).or_refuse()
    contact = lookups.contacts_of([agency_id], on=today).get(agency_id)
    invitation = Invitation.objects.create(
        sitting=sitting, agency_id=agency_id, staff_id=contact.id if contact else None
    )
    sign(actor, events.AGENCY_INVITED, changes={"agency": (None, agency_id)})
    return invitation


@operation
def answer_invitation(
    actor: Actor, /, *, invitation: Invitation, answer: str, staff_id: UUID | None, today: date
) -> Invitation:
    """Say whether the agency comes, and who. Records ``invitation.answered``.

    Refused for another agency's invitation, for somebody who does not work there, and once the sitting is over.
    """
    wanted = staff_id or invitation.staff_id
    (
        when(
            invitation.agency_id not in actor.agency_ids and invitation.staff_id != actor.staff_id,
            "agency", "返事ができるのは、案内を受けた機関だけです。",
        )
        & when(invitation.sitting.status not in rules.LIVE_SITTINGS, "answer", "この会議はもう終わっています。")
        & when(answer not in (Answer.COMING, Answer.ABSENT), "answer", "出席か欠席かを選んでください。")
        & when(
            wanted is not None
            and not lookups.is_appointed(staff_id=wanted, agency_id=invitation.agency_id, on=today),
            "staff", "その人は、いまこの機関に所属していません。",
        )
    ).or_refuse()  # fmt: skip
    before = invitation.answer
    invitation.answer, invitation.staff_id = answer, wanted
    invitation.save(update_fields=["answer", "staff"])
    sign(actor, events.INVITATION_ANSWERED, changes={"answer": (before, answer)})
    return invitation


@operation
def note_told(actor: Actor, /, *, invitation: Invitation, now: datetime) -> Invitation:
    """Say that one has heard of another day, or that the sitting was called off. Records ``invitation.change_heard``.

    Refused for another agency's invitation, and where there was nothing to hear.
    """
    (
        when(
            invitation.agency_id not in actor.agency_ids and invitation.staff_id != actor.staff_id,
            "agency", "確かめられるのは、案内を受けた機関だけです。",
        )
        & when(not invitation.told_of or invitation.told_at is not None, "told", "新しい変更はありません。")
    ).or_refuse()  # fmt: skip
    invitation.told_at = now
    invitation.save(update_fields=["told_at"])
    sign(actor, events.CHANGE_HEARD, changes={"told_of": (None, invitation.told_of)})
    return invitation


@operation
def open_sitting(actor: Actor, /, *, sitting: Sitting, today: date) -> Sitting:
    """Begin the sitting. Records ``sitting.opened``; refused by ``may_open`` and to those who do not run it."""
    (
        run_verdict(actor, sitting)
        & rules.may_open(status=sitting.status, held_on=sitting.held_on, today=today)
    ).or_refuse()
    _set_status(sitting, SittingStatus.OPEN)
    sign(actor, events.SITTING_OPENED, changes={"sitting": (None, sitting.id)})
    return sitting


@operation
def note_attendance(actor: Actor, /, *, sitting: Sitting, invitation_ids: Collection[UUID]) -> int:
    """Write down who was there; the others were not. Records ``sitting.attendance_noted``; answers how many."""
    (
        run_verdict(actor, sitting)
        & when(
            sitting.status not in (SittingStatus.OPEN, SittingStatus.CLOSED),
            "attendance", "出席を付けるのは、会議を始めてから議事録を確定するまでです。",
        )
    ).or_refuse()  # fmt: skip
    there = sitting.invitations.filter(id__in=list(invitation_ids))
    sitting.invitations.exclude(id__in=list(invitation_ids)).update(attended=False)
    there.update(attended=True)
    staff_ids = list(there.values_list("staff_id", flat=True))
    Seat.objects.filter(item__sitting=sitting).update(attended=False)
    Seat.objects.filter(item__sitting=sitting, staff_id__in=staff_ids).update(attended=True)
    sign(actor, events.ATTENDANCE_NOTED, changes={"attended": (None, len(staff_ids))})
    return len(staff_ids)


@operation
def write_topics(actor: Actor, /, *, sitting: Sitting, version: int, topics: str) -> Sitting:
    """Keep what was talked about besides cases (results, resources, opinions). Records ``sitting.noted``."""
    (
        run_verdict(actor, sitting)
        & when(sitting.status == SittingStatus.CONFIRMED, "topics", "確定した議事録は書きかえられません。")
    ).or_refuse()
    changes = change_fields(sitting, version=version, values={"topics": topics})
    sign(actor, events.SITTING_NOTED, changed_text=changes)
    return sitting


@operation
def end_item(actor: Actor, /, *, item: Item, carried: bool = False, today: date) -> Item:
    """End the talk on an item: its seats end, and with them everybody's sight of its papers.

    Kept: agencies that sat at it and keep the minutes or lead the case see the item on; the lead and the operator also
    the case, under 支援会議, so that they carry the decided roles on. ``carried``: it waits for the next sitting. Records ``item.ended``, ``seat.ended``. Refused by ``may_end_item`` and to those who do not run it.
    """
    if item.sitting is None:
        raise Refused(no("item", "この議題は、まだ会議に載っていません。"))
    (
        run_verdict(actor, item.sitting)
        & rules.may_end_item(status=item.status, sitting_status=item.sitting.status)
    ).or_refuse()
    locked = Item.objects.select_for_update().get(pk=item.pk)
    case = case_behind(actor, item)
    if case is not None and is_conference(item):
        _let_keep(actor, item=locked, case=case, sitting=item.sitting)
        _let_carry_on(actor, item=locked, case=case, today=today)
    _end_seats(actor, item=locked, status=ItemStatus.CARRIED if carried else ItemStatus.DONE)
    return locked


def _sat(item: Item) -> set[UUID]:
    """Agencies whose member sits at this item to its end, sworn. An adviser sits for nobody."""
    seats = item.seats.filter(opened_at__isnull=False, ended_at__isnull=True, adviser=False)
    return set(seats.values_list("agency_id", flat=True))


def _let_keep(actor: Actor, *, item: Item, case: Case, sitting: Sitting) -> None:
    keepers = (keeps_after(item, case, sitting) & _sat(item)) | {actor.agency_id}
    grant(
        actor, subjects=[case_subject(item.id)], recipients=[agency(one) for one in sorted(keepers)],
        ground=Ground.CONFERENCE, depth=Depth.PROGRESS, source=SourceKind.REFERRAL, source_id=sitting.id,
    )  # fmt: skip


def _let_carry_on(actor: Actor, *, item: Item, case: Case, today: date) -> None:
    """Who answers for the case sees on, in outline, what was decided under 支援会議: the roles stand on that ground.

    The lead's sight ends when the lead goes elsewhere; everybody's when the case ends.
    """
    if is_hidden(item):
        return
    people = people_of(actor, case, today=today).members
    subjects = [case_subject(case.id), *(person_subject(person.id) for person in people)]
    sources = {case.lead_agency_id: lookups.lead_since(case), case.operator_id: item.id}
    for agency_id in sorted(sources.keys() & _sat(item)):
        grant(
            actor, subjects=subjects, recipients=[agency(agency_id)], ground=Ground.CONFERENCE,
            depth=Depth.OUTLINE, source=SourceKind.REFERRAL, source_id=sources[agency_id],
        )  # fmt: skip


def _end_seats(actor: Actor, *, item: Item, status: str) -> None:
    live = item.seats.filter(ended_at__isnull=True)
    ended = list(live.values_list("id", flat=True))
    live.update(ended_at=timezone.now())
    item.status = status
    item.save(update_fields=["status", "changed_at"])
    sign(
        actor,
        events.ITEM_ENDED,
        subjects=[item.subject_id],
        ground=item.basis,
        changes={"seats": (len(ended), 0)},
    )
    if ended:
        end_grants(actor, source_ids=ended, reason="議題の終了")


@operation
def close_sitting(actor: Actor, /, *, sitting: Sitting) -> Sitting:
    """End the sitting. Records ``sitting.closed``; refused by ``may_close`` and to those who do not run it."""
    statuses = list(sitting.items.values_list("status", flat=True))
    (
        run_verdict(actor, sitting)
        & rules.may_close(
            status=sitting.status,
            unfinished=statuses.count(ItemStatus.TABLED),
            items=sitting.cases_tabled,
            topics=sitting.topics,
            talks=sitting.talks.count(),
        )
    ).or_refuse()
    _set_status(sitting, SittingStatus.CLOSED)
    forget_sheets(sitting)
    sign(actor, events.SITTING_CLOSED, changes={"items": (None, len(statuses))})
    return sitting


@operation
def confirm_minutes(actor: Actor, /, *, sitting: Sitting, today: date) -> Sitting:
    """Confirm the minutes: who and when stays with them. Records ``minutes.confirmed``; refused by ``may_confirm``."""
    (run_verdict(actor, sitting) & rules.may_confirm(status=sitting.status)).or_refuse()
    sitting.confirmed_on, sitting.confirmed_by_id = today, actor.staff_id
    sitting.save(update_fields=["confirmed_on", "confirmed_by"])
    _set_status(sitting, SittingStatus.CONFIRMED)
    sign(actor, events.MINUTES_CONFIRMED, changes={"confirmed_on": (None, today)})
    return sitting


def _set_status(sitting: Sitting, status: str) -> None:
    """The version grows too: a form opened before shows the merge page."""
    sitting.status = status
    sitting.version += 1
    sitting.save(update_fields=["status", "version", "changed_at"])
