"""The verbs of this room."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, Sum

from norishiro.agencies.actor import Actor
from norishiro.core.operation import operation
from norishiro.core.records import change_fields
from norishiro.helpers import events, kinds, rules
from norishiro.helpers.access import hand_of
from norishiro.helpers.choices import LessonKind, Move, Result
from norishiro.helpers.models import (
    AidMatch,
    AidRequest,
    AidVisit,
    Came,
    Delivery,
    Helper,
    Lesson,
    Newsletter,
    OptOut,
    PointLine,
)
from norishiro.ledger.operations import sign


def _locked(helper: Helper) -> Helper:
    """Whoever moves points or a registration waits here."""
    return Helper.objects.select_for_update(of=("self",)).get(pk=helper.pk)


def _mine(actor: Actor, agency_id: UUID) -> bool:
    return agency_id in actor.agency_ids


# --- the register ----------------------------------------------------------------------------------


@operation
def register_helper(actor: Actor, /, *, values: dict[str, Any], today: date) -> Helper:
    """Register a citizen who agreed. Records ``helper.registered`` (no name); refused by ``may_register``."""
    rules.may_register(
        known=values["kind"] in kinds.KINDS, consented_on=values["consented_on"],
        registered_on=values["registered_on"], today=today,
        taken=Helper.objects.filter(
            agency_id=actor.agency_id, kind=values["kind"], name=values["name"], kana=values["kana"],
            ended_on__isnull=True,
        ).exists(),
    ).or_refuse()  # fmt: skip
    helper = Helper.objects.create(agency_id=actor.agency_id, staff_id=actor.staff_id, **values)
    sign(
        actor, events.HELPER_REGISTERED, subjects=[helper.id],
        changes={"kind": (None, helper.kind), "consented_on": (None, helper.consented_on)},
    )  # fmt: skip
    return helper


@operation
def change_helper(actor: Actor, /, *, helper: Helper, version: int, values: dict[str, Any]) -> Helper:
    """Put the registration right. Records ``helper.changed`` with the names of the fields; refused by ``may_change``;
    StaleVersion."""
    rules.may_change(mine=_mine(actor, helper.agency_id), known=values["kind"] in kinds.KINDS).or_refuse()
    changes = change_fields(helper, version=version, values=values)
    sign(actor, events.HELPER_CHANGED, subjects=[helper.id], changed_text=sorted(changes))
    return helper


@operation
def end_helper(
    actor: Actor, /, *, helper: Helper, ended_on: date, end_reason: str, end_note: str = "", today: date
) -> Helper:
    """End the registration with its day and reason; the newsletter stops by itself. Records ``helper.ended``; refused by
    ``may_end``."""
    locked = _locked(helper)
    waiting = AidMatch.objects.filter(
        Q(helper=locked) | Q(second=locked), Q(result="") | Q(result=Result.GOING_ON)
    )
    rules.may_end(
        mine=_mine(actor, locked.agency_id), ended=locked.ended_on is not None, registered_on=locked.registered_on,
        on=ended_on, today=today, reason=end_reason, note=end_note, open_matches=waiting.count(),
    ).or_refuse()  # fmt: skip
    change_fields(
        locked, version=locked.version,
        values={"ended_on": ended_on, "end_reason": end_reason, "end_note": end_note},
    )  # fmt: skip
    sign(
        actor, events.HELPER_ENDED, subjects=[locked.id],
        changes={"ended_on": (None, ended_on), "reason": (None, end_reason)},
    )  # fmt: skip
    return locked


# --- newsletters -----------------------------------------------------------------------------------


@operation
def opt_out(actor: Actor, /, *, helper: Helper, today: date) -> OptOut:
    """Send this helper nothing from today. Records ``newsletter.opted_out``; refused by ``may_opt``."""
    locked = _locked(helper)
    rules.may_opt(
        mine=_mine(actor, locked.agency_id), ended=locked.ended_on is not None,
        already=locked.opt_outs.filter(until_on__isnull=True).exists(),
    ).or_refuse()  # fmt: skip
    stopped = OptOut.objects.create(helper=locked, from_on=today)
    sign(actor, events.OPTED_OUT, subjects=[locked.id], changes={"from_on": (None, today)})
    return stopped


@operation
def opt_in(actor: Actor, /, *, helper: Helper, today: date) -> OptOut:
    """Send it again from today, by the helper's own wish. Records ``newsletter.opted_in``; refused by ``may_opt``."""
    locked = _locked(helper)
    stopped = locked.opt_outs.filter(until_on__isnull=True).first()
    rules.may_opt(
        mine=_mine(actor, locked.agency_id), ended=locked.ended_on is not None, already=stopped is None
    ).or_refuse()
    assert stopped is not None
    stopped.until_on = today
    stopped.save(update_fields=["until_on"])
    sign(actor, events.OPTED_IN, subjects=[locked.id], changes={"until_on": (None, today)})
    return stopped


@operation
def issue_newsletter(
    actor: Actor, /, *, issued_on: date, title: str, channel: str, today: date
) -> Newsletter:
    """Enter an issue; to whom it goes is written down as the register stands on its day. Records ``newsletter.issued`` with
    the number; refused by ``may_issue``."""
    stopped = OptOut.objects.filter(
        Q(until_on__isnull=True) | Q(until_on__gt=issued_on), helper=OuterRef("pk"), from_on__lte=issued_on
    )
    rows = Helper.objects.filter(agency_id=actor.agency_id).annotate(stopped=Exists(stopped))
    going = [
        one for one in rows
        if rules.is_sent(
            registered_on=one.registered_on, ended_on=one.ended_on, opted_out=one.stopped, on=issued_on
        )
    ]  # fmt: skip
    rules.may_issue(issued_on=issued_on, today=today, receivers=len(going)).or_refuse()
    newsletter = Newsletter.objects.create(
        agency_id=actor.agency_id, issued_on=issued_on, title=title, channel=channel, staff_id=actor.staff_id
    )
    Delivery.objects.bulk_create([Delivery(newsletter=newsletter, helper=one) for one in going])
    sign(
        actor, events.NEWSLETTER_ISSUED,
        changes={"newsletter": (None, newsletter.id), "channel": (None, channel), "number": (None, len(going))},
    )  # fmt: skip
    return newsletter


# --- training --------------------------------------------------------------------------------------


@operation
def hold_lesson(
    actor: Actor, /, *, kind: str, title: str, held_on: date, place: str = "", good_until: date | None = None,
    today: date,
) -> Lesson:  # fmt: skip
    """Enter a day of training. Records ``lesson.held``; refused by ``may_hold_lesson``."""
    rules.may_hold_lesson(
        held_on=held_on, today=today, is_course=kind == LessonKind.COURSE, good_until=good_until
    ).or_refuse()
    lesson = Lesson.objects.create(
        agency_id=actor.agency_id, kind=kind, title=title, held_on=held_on, place=place, good_until=good_until,
        staff_id=actor.staff_id,
    )  # fmt: skip
    sign(
        actor, events.LESSON_HELD,
        changes={"lesson": (None, lesson.id), "kind": (None, kind), "held_on": (None, held_on)},
    )  # fmt: skip
    return lesson


@operation
def note_came(actor: Actor, /, *, lesson: Lesson, came: Collection[Helper]) -> int:
    """Note who came; who is noted already stays. Records ``lesson.came`` with the number; refused by ``may_note_came``."""
    mine = _mine(actor, lesson.agency_id) and all(_mine(actor, one.agency_id) for one in came)
    rules.may_note_came(mine=mine, some=bool(came)).or_refuse()
    there = set(lesson.came.values_list("helper_id", flat=True))
    new = [Came(lesson=lesson, helper=one) for one in came if one.id not in there]
    Came.objects.bulk_create(new)
    sign(actor, events.CAME_NOTED, changes={"lesson": (lesson.id, lesson.id), "number": (None, len(new))})
    return len(new)


# --- helping one another ---------------------------------------------------------------------------


@operation
def take_aid(actor: Actor, /, *, values: dict[str, Any], today: date) -> AidRequest:
    """Take a request for help. Records ``aid.taken`` (no name); refused by ``may_take_aid``."""
    rules.may_take_aid(
        known=values["service"] in kinds.SERVICES, received_on=values["received_on"], today=today
    ).or_refuse()
    aid = AidRequest.objects.create(agency_id=actor.agency_id, staff_id=actor.staff_id, **values)
    sign(
        actor, events.AID_TAKEN, subjects=[aid.id],
        changes={"service": (None, aid.service), "received_on": (None, aid.received_on)},
    )  # fmt: skip
    return aid


@operation
def match_helper(
    actor: Actor, /, *, aid: AidRequest, helper: Helper, second: Helper | None = None, owner_id: UUID, matched_on: date,
    today: date,
) -> AidMatch:  # fmt: skip
    """Match a helper (or two) with a request: by whom, for which owner, when. Records ``aid.matched``; refused by
    ``may_match``."""
    locked = AidRequest.objects.select_for_update(of=("self",)).get(pk=aid.pk)
    mine = all(
        _mine(actor, one)
        for one in (locked.agency_id, helper.agency_id, *([second.agency_id] if second else []))
    )
    rules.may_match(
        mine=mine, closed=locked.closed_on is not None, service=locked.about, first=hand_of(helper, on=matched_on),
        second=hand_of(second, on=matched_on) if second else None, same=second == helper, matched_on=matched_on,
        received_on=locked.received_on, today=today,
    ).or_refuse()  # fmt: skip
    match = AidMatch.objects.create(
        request=locked, helper=helper, second=second, owner_id=owner_id, matched_on=matched_on,
        matcher_id=actor.staff_id,
    )  # fmt: skip
    sign(
        actor, events.HELPER_MATCHED, subjects=[locked.id],
        changes={"match": (None, match.id), "helper": (None, helper.id), "owner": (None, owner_id)},
    )  # fmt: skip
    return match


@operation
def note_result(
    actor: Actor, /, *, match: AidMatch, result: str, result_on: date, result_note: str = "", today: date
) -> AidMatch:
    """Write what came of a match. Records ``aid.result``; refused by ``may_note_result``."""
    locked = AidMatch.objects.select_for_update(of=("self",)).select_related("request").get(pk=match.pk)
    rules.may_note_result(
        mine=_mine(actor, locked.request.agency_id), noted=locked.result not in ("", Result.GOING_ON),
        result_on=result_on, matched_on=locked.matched_on, today=today,
    ).or_refuse()  # fmt: skip
    change_fields(
        locked, version=locked.version,
        values={"result": result, "result_on": result_on, "result_note": result_note},
    )  # fmt: skip
    sign(
        actor, events.RESULT_NOTED, subjects=[locked.request_id],
        changes={"match": (locked.id, locked.id), "result": (None, result)},
    )  # fmt: skip
    return locked


@dataclass(frozen=True)
class Money:
    """What the one who asked paid, and what the one who helped was handed."""

    fee: int | None = None
    wage: int | None = None


@operation
def report_visit(
    actor: Actor, /, *, match: AidMatch, on: date, report: str, minutes: int | None = None, money: Money | None = None,
    today: date,
) -> AidVisit:  # fmt: skip
    """Tell of one time somebody went. What it is worth in points comes by itself, up to the most of a day. Records
    ``aid.visited``; refused by ``may_visit``."""
    locked = AidMatch.objects.select_for_update(of=("self",)).select_related("request").get(pk=match.pk)
    paid = money or Money()
    rules.may_visit(
        mine=_mine(actor, locked.request.agency_id), over=locked.result in (Result.CANCELLED, Result.NOT_FIT), on=on,
        matched_on=locked.matched_on, today=today, report=report, service=locked.request.about, fee=paid.fee,
        wage=paid.wage,
    ).or_refuse()  # fmt: skip
    visit = AidVisit.objects.create(
        match=locked,
        on=on,
        report=report,
        minutes=minutes,
        fee=paid.fee,
        wage=paid.wage,
        staff_id=actor.staff_id,
    )
    points = _points_of(actor, locked, visit)
    sign(
        actor, events.AID_VISITED, subjects=[locked.request_id],
        changes={"visit": (None, visit.id), "points": (None, points), "fee": (None, paid.fee), "wage": (None, paid.wage)},
    )  # fmt: skip
    return visit


def _points_of(actor: Actor, match: AidMatch, visit: AidVisit) -> int:
    """The points of a visit for each who went; none where the day is full."""
    rule, given = kinds.earned_by(match.request.service), 0
    for one in (match.helper, match.second):
        if rule is None or one is None:
            continue
        locked = _locked(one)
        room = kinds.MOST_A_DAY - _that_day(locked, visit.on)
        if room >= rule.amount:
            _move(actor, locked, visit.on, Move.EARNED, rule.amount, rule.label, visit=visit)
            given += rule.amount
    return given


@operation
def close_aid(
    actor: Actor, /, *, aid: AidRequest, outcome: str, outcome_note: str = "", today: date
) -> AidRequest:
    """Close a request with how it ended. Records ``aid.closed``; refused by ``may_close_aid``."""
    locked = AidRequest.objects.select_for_update(of=("self",)).get(pk=aid.pk)
    rules.may_close_aid(
        mine=_mine(actor, locked.agency_id), closed=locked.closed_on is not None, outcome=outcome,
        visits=AidVisit.objects.filter(match__request=locked).count(),
        open_matches=locked.matches.filter(Q(result="") | Q(result=Result.GOING_ON)).count(),
    ).or_refuse()  # fmt: skip
    change_fields(
        locked, version=locked.version,
        values={"closed_on": today, "outcome": outcome, "outcome_note": outcome_note},
    )  # fmt: skip
    sign(actor, events.AID_CLOSED, subjects=[locked.id], changes={"outcome": (None, outcome)})
    return locked


# --- points ----------------------------------------------------------------------------------------


def _that_day(helper: Helper, on: date) -> int:
    rows = helper.points.filter(on=on, move=Move.EARNED, undone_on__isnull=True)
    return rows.aggregate(all=Sum("amount"))["all"] or 0


def _move(
    actor: Actor, helper: Helper, on: date, move: str, amount: int, what: str, visit: AidVisit | None = None
) -> PointLine:
    """The line and the sum of a locked helper, together."""
    line = PointLine.objects.create(
        helper=helper, on=on, move=move, amount=amount, what=what, visit=visit, staff_id=actor.staff_id
    )
    _add(helper, move, amount)
    return line


def _add(helper: Helper, move: str, amount: int) -> None:
    field = "earned" if move == Move.EARNED else "used"
    setattr(helper, field, getattr(helper, field) + amount)
    helper.save(update_fields=[field])


@operation
def earn_points(actor: Actor, /, *, helper: Helper, code: str, on: date, today: date) -> PointLine:
    """Give the points an activity is worth. Records ``points.earned``; refused by ``may_earn``."""
    locked, rule = _locked(helper), kinds.POINTS.get(code)
    rules.may_earn(
        mine=_mine(actor, locked.agency_id), known=rule is not None and not rule.service, ended_on=locked.ended_on,
        on=on, today=today, amount=rule.amount if rule else 0, that_day=_that_day(locked, on), most=kinds.MOST_A_DAY,
    ).or_refuse()  # fmt: skip
    assert rule is not None
    line = _move(actor, locked, on, Move.EARNED, rule.amount, rule.label)
    sign(
        actor, events.POINTS_EARNED, subjects=[locked.id],
        changes={"line": (None, line.id), "amount": (None, line.amount), "balance": (None, locked.balance)},
    )  # fmt: skip
    return line


@operation
def use_points(
    actor: Actor, /, *, helper: Helper, amount: int, what: str, on: date, today: date
) -> PointLine:
    """Take points that were used. Records ``points.used``; refused by ``may_use``."""
    locked = _locked(helper)
    rules.may_use(
        mine=_mine(actor, locked.agency_id), on=on, today=today, amount=amount, balance=locked.balance
    ).or_refuse()
    line = _move(actor, locked, on, Move.USED, amount, what)
    sign(
        actor, events.POINTS_USED, subjects=[locked.id],
        changes={"line": (None, line.id), "amount": (None, amount), "balance": (None, locked.balance)},
    )  # fmt: skip
    return line


@operation
def undo_points(actor: Actor, /, *, line: PointLine, why: str, today: date) -> PointLine:
    """Take a line of points back; it stays with its reason. Records ``points.undone``; refused by ``may_undo``."""
    helper = _locked(line.helper)
    locked = PointLine.objects.select_for_update(of=("self",)).get(pk=line.pk)
    rules.may_undo(
        mine=_mine(actor, helper.agency_id), undone=locked.undone_on is not None, why=why,
        earned=locked.move == Move.EARNED, amount=locked.amount, balance=helper.balance,
    ).or_refuse()  # fmt: skip
    locked.undone_on, locked.undone_why = today, why
    locked.save(update_fields=["undone_on", "undone_why"])
    _add(helper, locked.move, -locked.amount)
    sign(
        actor, events.POINTS_UNDONE, subjects=[helper.id],
        changes={"line": (locked.id, None), "balance": (None, helper.balance)}, changed_text=["undone_why"],
    )  # fmt: skip
    return locked
