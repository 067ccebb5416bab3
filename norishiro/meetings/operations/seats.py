"""席と守秘: who is designated for which item, and how the papers open to them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from norishiro.agencies.actor import Actor
from norishiro.core import calendar
from norishiro.core.files import CleanFile
from norishiro.core.operation import operation
from norishiro.core.verdict import Refused, no
from norishiro.ledger.operations import sign
from norishiro.meetings import events, lookups, rules
from norishiro.meetings.access import (
    NOBODY,
    People,
    case_behind,
    is_conference,
    is_hidden,
    people_of,
    run_verdict,
)
from norishiro.meetings.choices import OathRule
from norishiro.meetings.models import Invitation, Item, Oath, PersonSeat, Seat, Sitting
from norishiro.meetings.operations.oath_scans import keep_oath_scan
from norishiro.people.models import Person
from norishiro.sharing.choices import Depth, Ground, SourceKind
from norishiro.sharing.operations import Subject, end_grants, grant, staff
from norishiro.sharing.operations import case as case_subject
from norishiro.sharing.operations import person as person_subject
from norishiro.sharing.queries import gate_today


@operation
def designate(
    actor: Actor,
    /,
    *,
    item: Item,
    staff_id: UUID,
    agency_id: UUID,
    added_for_item: bool = False,
    adviser: bool = False,
    until_on: date | None = None,
    today: date,
) -> Seat:
    """Designate one person as member for one item, and call them to the sitting.

    Changes: the seat, an invitation if there is none, and (under J6) a grant sealed until the oath: the item and, where
    names are shown, the case and its members; an adviser sees the item alone. Under C0 nothing is granted: the consent
    of the person decides. Records ``seat.given``. Refused by ``may_designate``, and to those who do not run the sitting.
    """
    if item.sitting is not None:
        run_verdict(actor, item.sitting).or_refuse()
    case = case_behind(actor, item)
    people = people_of(actor, case, today=today) if case else NOBODY
    return seat_member(
        actor, item=item, staff_id=staff_id, agency_id=agency_id, added_for_item=added_for_item,
        adviser=adviser, until_on=until_on, today=today, people=people,
    )  # fmt: skip


def seat_member(
    actor: Actor, *, item: Item, staff_id: UUID, agency_id: UUID, people: People, today: date,
    added_for_item: bool = False, adviser: bool = False, until_on: date | None = None,
) -> Seat:  # fmt: skip
    """The part other verbs share. A seat that ended (the item was carried over) is taken again."""
    sitting = item.sitting
    former = Seat.objects.filter(item=item, staff_id=staff_id).first()
    held_on = sitting.held_on if sitting else today
    periods = lookups.designations_of(item.body, staff_ids=[staff_id])[staff_id]
    (
        rules.may_sit(
            standing=rules.standing_on(periods, on=held_on), names_members=item.body.names_members,
            for_this_item=added_for_item or adviser,
        )
        & rules.may_designate(
        item_status=item.status,
        seated=former is not None and former.ended_at is None,
        appointed=lookups.is_appointed(staff_id=staff_id, agency_id=agency_id, on=today),
        added_for_item=added_for_item,
        adviser=adviser,
        may_add=item.body.may_add_members,
        until_on=until_on,
        held_on=sitting.held_on if sitting else None,
        needs_consent=item.basis == Ground.CONSENT,
        agency_consented=bool(people.open_to(agency_id)),
    )).or_refuse()  # fmt: skip
    until_on = _until(until_on, periods, on=held_on)
    values: dict[str, Any] = {
        "agency_id": agency_id, "designated_on": today, "added_for_item": added_for_item, "adviser": adviser,
        "until_on": until_on, "opened_at": None, "ended_at": None, "attended": False,
    }  # fmt: skip
    seat, _made = Seat.objects.update_or_create(item=item, staff_id=staff_id, defaults=values)
    _seal_papers(actor, seat=seat, item=item, people=people)
    if sitting is not None and not Invitation.objects.filter(sitting=sitting, staff_id=staff_id).exists():
        Invitation.objects.create(sitting=sitting, agency_id=agency_id, staff_id=staff_id)
    sign(
        actor, events.SEAT_GIVEN, subjects=[item.subject_id], ground=item.basis,
        changes={"staff": (None, staff_id), "until_on": (None, until_on)},
    )  # fmt: skip
    return seat


def _until(until_on: date | None, periods: list[tuple[date, date | None]], *, on: date) -> date | None:
    """A seat reaches no further than the designation it rests on."""
    ends = [until for first, until in periods if first <= on and (until is None or on < until)]
    if not ends or None in ends:
        return until_on
    last = max(one for one in ends if one is not None)
    return last if until_on is None else min(until_on, last)


def _seal_papers(actor: Actor, *, seat: Seat, item: Item, people: People) -> None:
    if item.basis == Ground.CONSENT:
        return
    subjects: list[Subject] = [case_subject(item.id)]
    if is_conference(item) and not is_hidden(item) and not seat.adviser:
        subjects += [case_subject(item.case_id), *(person_subject(person.id) for person in people.members)]
    sealed = rules.oath_needed(oath_rule=item.body.oath_rule, basis=item.basis) != OathRule.NONE
    grant(
        actor, subjects=subjects, recipients=[staff(seat.staff_id)], ground=Ground(item.basis),
        depth=Depth.PROGRESS, source=SourceKind.SEAT, source_id=seat.id, until=seat.until_on, sealed=sealed,
    )  # fmt: skip
    if not sealed:
        Seat.objects.filter(id=seat.id).update(opened_at=timezone.now())


@operation
def unseat(actor: Actor, /, *, seat: Seat) -> Seat:
    """Take a member from one item; their papers close with their next click. Records ``seat.ended``.

    Refused to those who do not run the sitting.
    """
    if seat.item.sitting is not None:
        run_verdict(actor, seat.item.sitting).or_refuse()
    seat.ended_at = timezone.now()
    seat.save(update_fields=["ended_at"])
    sign(
        actor, events.SEAT_ENDED, subjects=[seat.item.subject_id], ground=seat.item.basis,
        changes={"staff": (seat.staff_id, None)},
    )  # fmt: skip
    end_grants(actor, source_ids=[seat.id], reason="構成員の指定を終えた")
    return seat


@operation
def note_presence(actor: Actor, /, *, item: Item, seat_ids: Collection[UUID]) -> int:
    """Write down who is at the table for this item; the others of its seats are not. Answers how many.

    Whoever leaves the room for good is taken from the item (``unseat``), and their papers close. Records
    ``item.presence_noted``. Refused by ``may_note_presence`` and to those who do not run the sitting.
    """
    if item.sitting is None:
        raise Refused(no("presence", "この議題は、まだ会議に載っていません。"))
    (
        run_verdict(actor, item.sitting)
        & rules.may_note_presence(item_status=item.status, sitting_status=item.sitting.status)
    ).or_refuse()
    there = item.seats.filter(id__in=list(seat_ids))
    item.seats.exclude(id__in=list(seat_ids)).update(attended=False)
    present = there.update(attended=True)
    sign(
        actor, events.PRESENCE_NOTED, subjects=[item.subject_id], ground=item.basis,
        changes={"present": (None, present)},
    )  # fmt: skip
    return present


@operation
def swear(actor: Actor, /, *, sitting: Sitting, wording: str, agreed: bool) -> Oath:
    """Give the oath (or confirm the statute) for this sitting; the sealed papers of one's own seats open.

    Changes: one oath per person and sitting, the seal of the seats, when they were opened. A second time opens seats
    given since. Records ``oath.sworn``. Refused by ``may_swear``.
    """
    mine = Seat.objects.filter(staff_id=actor.staff_id, ended_at__isnull=True, opened_at__isnull=True)
    invited = Invitation.objects.filter(sitting=sitting, staff_id=actor.staff_id).exists()
    rules.may_swear(
        status=sitting.status, invited=invited, agreed=agreed,
        run_out=lookups.has_run_out(sitting, staff_id=actor.staff_id, today=gate_today()),
    ).or_refuse()  # fmt: skip
    oath, _made = Oath.objects.get_or_create(
        staff_id=actor.staff_id,
        sitting=sitting,
        defaults={
            "fiscal_year": calendar.fiscal_year(sitting.held_on), "wording": wording, "sworn_at": timezone.now(),
            "agency_id": actor.agency_id,
        },
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT gate_open_seat(seat) FROM unnest(%s::uuid[]) AS seat", [[seat.id for seat in mine]]
        )
    mine.filter(item__sitting=sitting).update(opened_at=timezone.now())
    sign(actor, events.OATH_SWORN, changes={"sitting": (None, sitting.id), "wording": (None, wording)})
    return oath


@operation
def note_paper_oath(
    actor: Actor, /, *, sitting: Sitting, staff_id: UUID | None, name: str, agency_id: UUID | None, wording: str,
    signed_on: date, today: date, scan: CleanFile | None = None,
) -> Oath:  # fmt: skip
    """Write down an oath that was signed on paper: of somebody called to the sitting, or of somebody without an account.

    Changes: one oath, and the scan of the paper where one is given (``keep_oath_scan``). Who has an account opens their papers with one press afterwards; who has none sees no screen.
    Records ``oath.on_paper``. Refused by ``may_note_paper_oath``, and to those who do not run the sitting.
    """
    called = Invitation.objects.filter(sitting=sitting, staff_id=staff_id).first() if staff_id else None
    named = bool(staff_id) + bool(name.strip())
    (
        run_verdict(actor, sitting)
        & rules.may_note_paper_oath(
            status=sitting.status, named=named, signed_on=signed_on, today=today,
            known=called is not None if staff_id else agency_id is not None or named != 1,
            already=staff_id is not None and sitting.oaths.filter(staff_id=staff_id).exists(),
        )
    ).or_refuse()  # fmt: skip
    oath = Oath.objects.create(
        sitting=sitting, staff_id=staff_id, name=name.strip(), agency_id=called.agency_id if called else agency_id,
        on_paper=True, recorded_by_id=actor.staff_id, fiscal_year=calendar.fiscal_year(sitting.held_on),
        wording=wording, sworn_at=timezone.make_aware(datetime.combine(signed_on, time(12))),
    )  # fmt: skip
    sign(
        actor, events.PAPER_OATH_NOTED,
        changes={"sitting": (None, sitting.id), "staff": (None, staff_id), "wording": (None, wording)},
    )  # fmt: skip
    if scan is not None:
        keep_oath_scan(actor, oath=oath, file=scan)
    return oath


@operation
def seat_person(actor: Actor, /, *, item: Item, person: Person, today: date) -> PersonSeat:
    """Write down that the person comes to the table (本人の出席). Gives no access: the person gets the person's paper.

    Records ``person.seated``. Refused by ``person_may_sit``.
    """
    if item.sitting is not None:
        run_verdict(actor, item.sitting).or_refuse()
    consents = lookups.consents_of([person.id])[person.id]
    rules.person_may_sit(
        body_allows=item.body.person_attends, basis=item.basis, consented=bool(consents)
    ).or_refuse()
    seat, _made = PersonSeat.objects.get_or_create(item=item, person=person)
    sign(actor, events.PERSON_SEATED, subjects=[person.id, item.subject_id], ground=item.basis)
    return seat
