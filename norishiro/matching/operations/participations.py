"""Somebody is meant for a place, goes there, stays, and is asked how it goes; or it ends, with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from norishiro.agencies.actor import Actor
from norishiro.cases.models import Case
from norishiro.cases.operations.cases import moved
from norishiro.core.operation import operation
from norishiro.core.records import change_fields
from norishiro.ledger.events import Event
from norishiro.ledger.operations import sign
from norishiro.matching import access, events, rules, tracks
from norishiro.matching.models import Attendance, Check, Doing, HostContact, Participation, Step
from norishiro.people.models import Person
from norishiro.resources.models import Place
from norishiro.sharing.choices import Category, Ground
from norishiro.sharing.operations import case as case_subject
from norishiro.sharing.operations import own_words

LIFE, WORK = int(Category.LIFE_HISTORY), int(Category.SCHOOL_WORK)


@dataclass(frozen=True, kw_only=True)
class Begun:
    """As what somebody begins: the track, the stage reached on the day, and what was said."""

    role: str
    track: str = "PLACE"
    stage: str = tracks.CANDIDATE
    eligibility: str = ""
    words: str = ""
    on: date
    doing: Doing | None = None


@operation
def begin_participation(
    actor: Actor, /, *, case: Case, person: Person, place: Place, begun: Begun, basis: str = Ground.OWN, today: date
) -> Participation:  # fmt: skip
    """Mean somebody for a place, or write down that they go there already.

    Changes: one participation with its first stage; the actor's agency keeps what it wrote (OWN). Records
    ``participation.begun``; refused by ``may_work_on``, ``may_begin`` and for a ground the actor does not hold.
    """
    Place.objects.select_for_update(of=("self",)).get(pk=place.pk)
    way = tracks.track(begun.track)
    access.may_begin(
        actor, case=case, person=person, place=place, track=begun.track, stage=begun.stage, role=begun.role,
        eligibility=begun.eligibility, basis=basis, on=begun.on, today=today, doing=begun.doing,
    ).or_refuse()  # fmt: skip
    own_words(actor, subjects=[case_subject(case.id)], source_id=case.id)
    fits = next((one.name for one in way.eligibility if one.code == begun.eligibility), "")
    reached = way.stage(begun.stage)
    joined = begun.on if reached is not None and reached.settles else None
    participation = Participation.objects.create(
        case=case, subject_id=case.id, basis=basis, agency_id=actor.agency_id,
        categories=LIFE | WORK if way.work else LIFE, person=person, place=place, role=begun.role, track=begun.track,
        eligibility=fits, words=begun.words, begun_on=begun.on, stage=begun.stage, stage_on=begun.on, joined_on=joined,
        check_on=_next_check(joined, done=set()), staff_id=actor.staff_id, doing=begun.doing,
    )  # fmt: skip
    Step.objects.create(
        participation=participation,
        stage=begun.stage,
        on=begun.on,
        words=begun.words,
        staff_id=actor.staff_id,
    )
    moved(case, today=today)
    sign(
        actor, events.PARTICIPATION_BEGUN, subjects=[case.id, person.id], ground=basis, changed_text=["words"],
        changes={
            "place": (None, place.id), "role": (None, begun.role), "stage": (None, begun.stage),
            **({"doing": (None, begun.doing.id)} if begun.doing else {}),
        },
    )  # fmt: skip
    return participation


def _next_check(joined_on: date | None, *, done: set[int]) -> date | None:
    return rules.next_check(joined_on=joined_on, months=tracks.lists().settle_months, done=done)


@operation
def move_stage(
    actor: Actor,
    /,
    *,
    participation: Participation,
    version: int,
    stage: str,
    on: date,
    words: str = "",
    today: date,
) -> Participation:
    """Write which stage was reached on a day; the first settling one sets the days on which it is asked how it goes.

    Records ``participation.moved``; refused by ``may_write`` and ``may_move``; StaleVersion.
    """
    reached = tracks.track(participation.track).stage(stage)
    (
        access.may_write(actor, participation=participation)
        & rules.may_move(
            known=reached is not None, same=stage == participation.stage, on=on, since=participation.stage_on,
            today=today, standing=access.standing_of(participation.place, on=today),
        )
    ).or_refuse()  # fmt: skip
    joined = participation.joined_on or (on if reached is not None and reached.settles else None)
    values = {
        "stage": stage, "stage_on": on, "joined_on": joined,
        "check_on": _next_check(joined, done=access.months_done(participation)),
    }  # fmt: skip
    before = participation.stage
    change_fields(participation, version=version, values=values)
    Step.objects.create(participation=participation, stage=stage, on=on, words=words, staff_id=actor.staff_id)
    _sign(
        actor, participation, events.STAGE_MOVED, today=today, text="words", changes={"stage": (before, stage)}
    )  # fmt: skip
    return participation


@operation
def check_settled(
    actor: Actor, /, *, participation: Participation, months: int, going: str, on: date, person_words: str = "",
    host_words: str = "", today: date,
) -> Check:  # fmt: skip
    """Write how it goes after so many months, in the words of the person and of the host.

    Records ``participation.checked``; refused by ``may_write`` and ``may_check``.
    """
    locked = Participation.objects.select_for_update(of=("self",)).get(pk=participation.pk)
    (
        access.may_write(actor, participation=locked)
        & rules.may_check(
            joined=locked.joined_on is not None, open_months=access.months_open(locked), months=months, on=on,
            joined_on=locked.joined_on, today=today,
        )
    ).or_refuse()  # fmt: skip
    check = Check.objects.create(
        participation=locked, months=months, going=going, on=on, person_words=person_words, host_words=host_words,
        staff_id=actor.staff_id,
    )  # fmt: skip
    values = {"check_on": _next_check(locked.joined_on, done=access.months_done(locked))}
    change_fields(locked, version=locked.version, values=values)
    _sign(
        actor, locked, events.CHECK_DONE, today=today, text="person_words",
        changes={"months": (None, months), "going": (None, going)},
    )  # fmt: skip
    return check


@operation
def note_host(
    actor: Actor, /, *, participation: Participation, on: date, kind: str, words: str, next_on: date | None = None,
    today: date,
) -> HostContact:  # fmt: skip
    """Write what was done for the place that takes somebody, and when to go there next.

    Records ``participation.host_noted``; refused by ``may_write`` and ``may_note_host``.
    """
    locked = Participation.objects.select_for_update(of=("self",)).get(pk=participation.pk)
    (
        access.may_write(actor, participation=locked)
        & rules.may_note_host(on=on, next_on=next_on, begun_on=locked.begun_on, today=today)
    ).or_refuse()
    row = HostContact.objects.create(
        participation=locked, on=on, kind=kind, words=words, staff_id=actor.staff_id
    )
    change_fields(locked, version=locked.version, values={"host_on": next_on})
    _sign(
        actor, locked, events.HOST_NOTED, today=today, text="words",
        changes={"kind": (None, kind), "next_on": (None, next_on)},
    )  # fmt: skip
    return row


@operation
def note_attendance(
    actor: Actor, /, *, participation: Participation, on: date, times: int = 1, words: str = "", today: date
) -> Attendance:
    """Write a day on which the person was there. Records ``participation.attended``; refused by ``may_write`` and
    ``may_note_attendance``."""
    locked = Participation.objects.select_for_update(of=("self",)).get(pk=participation.pk)
    (
        access.may_write(actor, participation=locked)
        & rules.may_note_attendance(
            on=on, begun_on=locked.begun_on, today=today, noted=access.attended(locked, on=on)
        )
    ).or_refuse()
    row = Attendance.objects.create(
        participation=locked, on=on, times=times, words=words, staff_id=actor.staff_id
    )
    _sign(
        actor, locked, events.ATTENDANCE_NOTED, today=today, text="words",
        changes={"on": (None, on), "times": (None, times)},
    )  # fmt: skip
    return row


@operation
def end_participation(
    actor: Actor,
    /,
    *,
    participation: Participation,
    version: int,
    reason: str,
    words: str = "",
    on: date,
    today: date,
) -> Participation:
    """End it with the reason; nothing is asked of the person or the host any more.

    Records ``participation.ended``; refused by ``may_write`` and ``may_end``; StaleVersion.
    """
    chosen = next((one for one in tracks.lists().ends if one.code == reason), None)
    (
        access.may_write(actor, participation=participation)
        & rules.may_end(
            on=on, since=participation.stage_on, today=today, reason_known=chosen is not None,
            asks_words=chosen is not None and chosen.asks_words, words=words,
        )
    ).or_refuse()  # fmt: skip
    values = {"ended_on": on, "end_reason": reason, "end_words": words, "check_on": None, "host_on": None}
    change_fields(participation, version=version, values=values)
    _sign(
        actor, participation, events.PARTICIPATION_ENDED, today=today, text="end_words",
        changes={"ended_on": (None, on), "reason": (None, reason)},
    )  # fmt: skip
    return participation


def _sign(
    actor: Actor, participation: Participation, event: Event, *, today: date, text: str, changes: dict[str, tuple[object, object]]
) -> None:  # fmt: skip
    moved(participation.case, today=today)
    sign(
        actor, event, subjects=[participation.case_id, participation.person_id], ground=participation.basis,
        changed_text=[text], changes={"participation": (participation.id, participation.id), **changes},
    )  # fmt: skip
