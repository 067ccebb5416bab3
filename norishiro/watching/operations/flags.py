"""Seeking what is odd, asking about it, judging it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection, transaction

from norishiro.agencies.actor import Actor
from norishiro.core.calendar import add_business_days
from norishiro.core.operation import operation
from norishiro.ledger.operations import sign, sign_system
from norishiro.watching import access, events
from norishiro.watching.choices import FlagState, Judgement
from norishiro.watching.limits import Watch, watch_on
from norishiro.watching.models import Flag, FlagLine, StaffHome
from norishiro.watching.rules import reviewing, snooping

# A member of staff, the agency acted for, a day.
Day = tuple[UUID, UUID, date]


@operation
def seek_flags(actor: Actor, /, *, today: date, now: datetime) -> int:
    """Look now, not only at night, among those whose looks the actor may review (never the actor's own).

    Makes flags and their lines; what is settled stays as it is. Records ``look_flags.sought``; refuses nothing.
    """
    made = _seek(watch_on(today), today=today, now=now, but=actor.staff_id)
    sign(actor, events.FLAGS_SOUGHT, changes={"flags": (None, made)})
    return made


def seek_tonight(*, today: date, now: datetime) -> int:
    """For the clock, as the owner of the tables: the same over everybody. Records ``look_flags.sought``."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('norishiro.maintenance', 'on', true)")
        made = _seek(watch_on(today), today=today, now=now, but=None)
        sign_system(events.FLAGS_SOUGHT, changes={"flags": (None, made)})
    return made


def _seek(watch: Watch, *, today: date, now: datetime, but: UUID | None) -> int:
    since, until = today - timedelta(days=watch.window_days - 1), today + timedelta(days=1)
    found = snooping.suspicions(
        access.odd_looks(watch, since=since, until=until),
        access.tallies(watch, since=since, until=until),
        limits=watch.limits,
    )
    by_day: dict[Day, list[snooping.Suspicion]] = defaultdict(list)
    for one in found:
        if one.staff_id != but:
            by_day[one.staff_id, one.agency_id, one.day].append(one)
    flags = _flags_for(by_day, due_on=add_business_days(today, watch.due_days), now=now)
    _write_lines(by_day, flags)
    return sum(flag.found_at == now for flag in flags.values())


def _flags_for(
    by_day: dict[Day, list[snooping.Suspicion]], *, due_on: date, now: datetime
) -> dict[Day, Flag]:
    """The flag of each member of staff and day, made where there is none."""
    days = {day for _staff, _agency, day in by_day}
    flags = {(one.staff_id, one.agency_id, one.day): one for one in Flag.objects.filter(day__in=days)}
    new = {
        key: Flag(staff_id=key[0], agency_id=key[1], day=key[2], found_at=now, due_on=due_on)
        for key in by_day
        if key not in flags
    }
    Flag.objects.bulk_create(new.values(), batch_size=1000)
    return {**{key: flags[key] for key in by_day if key in flags}, **new}


def _write_lines(by_day: dict[Day, list[snooping.Suspicion]], flags: dict[Day, Flag]) -> None:
    """Add what is new to the flags that are not settled."""
    known = set(FlagLine.objects.filter(flag__in=flags.values()).values_list("flag_id", "sign", "subject_id"))
    new: dict[tuple[UUID, str, UUID | None], FlagLine] = {}
    for key, lines in by_day.items():
        flag = flags[key]
        for one in lines if flag.state != FlagState.SETTLED else ():
            place = (flag.id, one.sign, one.subject_id)
            if place not in known:
                new[place] = _line(flag, one)
    FlagLine.objects.bulk_create(new.values(), batch_size=1000)


def _line(flag: Flag, one: snooping.Suspicion) -> FlagLine:
    return FlagLine(
        flag=flag, sign=one.sign, subject_id=one.subject_id, count=one.count, first_at=one.first_at, last_at=one.last_at
    )  # fmt: skip


@operation
def judge_flag(actor: Actor, /, *, flag: Flag, judgement: str, words: str, now: datetime) -> Flag:
    """Somebody else says what it was; or asks the one who looked, who may then write why.

    Records ``look_flag.judged``; refused by ``may_judge``.
    """
    locked = Flag.objects.select_for_update().get(pk=flag.pk)
    reviewing.may_judge(
        oneself=locked.staff_id == actor.staff_id, settled=locked.state == FlagState.SETTLED, judgement=judgement,
        words=words,
    ).or_refuse()  # fmt: skip
    if judgement == Judgement.ASK:
        locked.state, locked.asked_at, locked.asked_words, locked.stated_at = (
            FlagState.ASKED,
            now,
            words,
            None,
        )
    else:
        locked.state, locked.judgement, locked.words = FlagState.SETTLED, judgement, words
        locked.judged_at, locked.judged_by_id = now, actor.staff_id
    locked.save()
    sign(
        actor, events.FLAG_JUDGED, subjects=_subjects(locked), changed_text=["words"],
        changes={"judgement": (None, judgement), "staff": (None, str(locked.staff_id))},
    )  # fmt: skip
    return locked


@operation
def answer_flag(actor: Actor, /, *, flag: Flag, statement: str, now: datetime) -> Flag:
    """The one who looked says why. Records ``look_flag.answered``; refused by ``may_answer``."""
    locked = Flag.objects.select_for_update().get(pk=flag.pk)
    reviewing.may_answer(
        oneself=locked.staff_id == actor.staff_id, asked=locked.state != FlagState.OPEN,
        settled=locked.state == FlagState.SETTLED, statement=statement,
    ).or_refuse()  # fmt: skip
    locked.statement, locked.stated_at = statement, now
    locked.save(update_fields=["statement", "stated_at"])
    sign(actor, events.FLAG_ANSWERED, subjects=_subjects(locked), changed_text=["statement"])
    return locked


def _subjects(flag: Flag) -> Iterable[UUID]:
    return [one.subject_id for one in flag.lines.all() if one.subject_id is not None]


@operation
def tell_home(actor: Actor, /, *, block: str) -> StaffHome:
    """One's own town and block, for the rule about neighbours and nothing else. Records ``staff_home.told``; refuses
    nothing."""
    home, _made = StaffHome.objects.update_or_create(staff_id=actor.staff_id, defaults={"block": block})
    sign(actor, events.HOME_TOLD, changed_text=["block"])
    return home
