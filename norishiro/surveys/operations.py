"""A round is opened, people are sent, answers are typed, looked at and taken over, and the round is closed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.core.operation import operation
from norishiro.core.verdict import Refused
from norishiro.ledger.operations import sign
from norishiro.resources import operations as resources
from norishiro.resources.models import Place
from norishiro.resources.opening import read_opening
from norishiro.resources.operations.places import Offer, Where, Whose
from norishiro.surveys import events, lookups, rules
from norishiro.surveys.choices import AnswerState, AnswerWay
from norishiro.surveys.comparing import PLAIN, TRAITS, Difference, differences
from norishiro.surveys.models import Answer, Change, Invitation, Round

# How the registry calls the way in which somebody was asked.
CONFIRMED_BY = {"WEB": "PAPER", "PAPER": "PAPER", "PHONE": "PHONE", "VISIT": "VISIT"}


@operation
def open_round(
    actor: Actor, /, *, title: str, year: int, due_on: date, greeting: str, return_to: str, kind: str = "",
    area_ids: frozenset[UUID] | None = None, only_stale: bool = False, today: date,
) -> Round:  # fmt: skip
    """Ask all places that fit; each gets a sheet with a key of its own. Records ``survey.opened``; refused by
    ``may_open_round``."""
    places = list(
        lookups.places_to_ask(on=today, kind=kind, area_ids=area_ids, only_stale=only_stale).values_list(
            "id", flat=True
        )
    )
    rules.may_open_round(
        due_on=due_on, today=today, places=len(places), title_taken=Round.objects.filter(title=title).exists()
    ).or_refuse()
    made = Round.objects.create(
        title=title, year=year, due_on=due_on, greeting=greeting, return_to=return_to, agency_id=actor.agency_id,
        staff_id=actor.staff_id,
    )  # fmt: skip
    Invitation.objects.bulk_create(Invitation(round=made, place_id=place) for place in places)
    sign(actor, events.ROUND_OPENED, changes={"round": (None, made.id), "places": (None, len(places))})
    return made


@operation
def close_round(actor: Actor, /, *, round_: Round, today: date) -> Round:
    """No sheet can be answered any more. Records ``survey.closed``; refused by ``may_run_round``."""
    locked = Round.objects.select_for_update(of=("self",)).get(pk=round_.pk)
    rules.may_run_round(is_open=locked.closed_on is None).or_refuse()
    locked.closed_on = today
    locked.save(update_fields=["closed_on"])
    sign(actor, events.ROUND_CLOSED, changes={"round": (None, locked.id), "closed_on": (None, today)})
    return locked


@operation
def assign_visits(
    actor: Actor, /, *, round_: Round, staff_id: UUID, go_by: date | None, area_ids: frozenset[UUID] | None = None,
    invitation_ids: Collection[UUID] | None = None, today: date,
) -> int:  # fmt: skip
    """Write who goes to the places that have not answered: those named, or those of an area that nobody goes to yet.
    Records ``survey.assigned``; refused by ``may_assign``."""
    rows = Invitation.objects.filter(round=round_, answer__isnull=True)
    if invitation_ids is not None:
        rows = rows.filter(id__in=invitation_ids)
    else:
        rows = rows.filter(goer__isnull=True)
        rows = rows.filter(place__location__area_id__in=area_ids) if area_ids is not None else rows
    chosen = list(rows.values_list("id", flat=True))
    rules.may_assign(
        is_open=round_.closed_on is None, number=len(chosen), go_by=go_by, today=today
    ).or_refuse()
    Invitation.objects.filter(id__in=chosen).update(goer_id=staff_id, go_by=go_by)
    sign(
        actor, events.VISITS_ASSIGNED,
        changes={"round": (None, round_.id), "goer": (None, staff_id), "places": (None, len(chosen))},
    )  # fmt: skip
    return len(chosen)


@operation
def note_reminder(actor: Actor, /, *, round_: Round, today: date) -> int:
    """Write that all who have not answered were asked again today. Records ``survey.reminded``; refused by
    ``may_run_round``."""
    rules.may_run_round(is_open=round_.closed_on is None).or_refuse()
    number = Invitation.objects.filter(round=round_, answer__isnull=True).update(reminded_on=today)
    sign(actor, events.REMINDED, changes={"round": (None, round_.id), "places": (None, number)})
    return number


@operation
def type_answer(
    actor: Actor, /, *, invitation: Invitation, way: AnswerWay, answered_on: date, said: Mapping[str, Any],
    unchanged: bool = False, stopped: bool = False, told_by: str = "", note: str = "", today: date,
) -> Answer:  # fmt: skip
    """Enter what was answered on paper, by telephone or during a visit. Records ``survey.typed``; refused by
    ``may_type_answer``."""
    locked = Invitation.objects.select_for_update(of=("self",)).select_related("round").get(pk=invitation.pk)
    before = Answer.objects.filter(invitation=locked).first()
    rules.may_type_answer(
        answered_on=answered_on, today=today, unchanged=unchanged, stopped=stopped,
        is_open=locked.round.closed_on is None,
        accepted=before is not None and before.state != AnswerState.WAITING,
    ).or_refuse()  # fmt: skip
    answer, _new = Answer.objects.update_or_create(
        invitation=locked,
        defaults={
            "answered_on": answered_on, "way": way, "told_by": told_by, "unchanged": unchanged, "stopped": stopped,
            "said": {} if unchanged or stopped else dict(said), "note": note, "typed_by_id": actor.staff_id,
        },
    )  # fmt: skip
    sign(actor, events.ANSWER_TYPED, changes={"invitation": (None, locked.id), "way": (None, way)})
    return answer


@operation
def accept_answer(actor: Actor, /, *, answer: Answer, today: date) -> list[Difference]:
    """Take over what was answered; the place counts as asked on that day. Answers what was left to be done by hand.

    Where the place says that it is no longer active, nothing is changed: when and why it closed is written on its own page.
    Records ``survey.accepted``; refused by ``may_decide`` and by what the registry refuses.
    """
    locked = _decided(answer, AnswerState.ACCEPTED, actor, today)
    place = Place.objects.select_related("organisation", "location").get(pk=locked.invitation.place_id)
    found = [] if locked.unchanged or locked.stopped else differences(place, locked.said)
    taken = [one for one in found if one.taken]
    if taken:
        _change(actor, place, locked.said, {one.field for one in taken})
        Change.objects.bulk_create(
            Change(answer=locked, place=place, on=today, field=one.field, before=one.before[:600], after=one.after[:600])
            for one in taken
        )  # fmt: skip
    if not locked.stopped:
        resources.confirm_place(
            actor, place=place, confirmed_on=locked.answered_on, way=CONFIRMED_BY[locked.way], told_by=locked.told_by,
            today=today,
        )  # fmt: skip
    sign(
        actor, events.ANSWER_ACCEPTED, changes={"answer": (None, locked.id), "place": (None, place.id)},
        changed_text=[one.field for one in taken],
    )  # fmt: skip
    return [one for one in found if not one.taken]


@operation
def accept_unchanged(actor: Actor, /, *, round_: Round, today: date) -> tuple[int, int]:
    """Take over all answers that change nothing. Answers how many were, and how many the registry refused (asked there since).
    Records ``survey.unchanged``; refuses nothing by itself."""
    waiting = Answer.objects.filter(invitation__round=round_, state=AnswerState.WAITING, stopped=False)
    done = left = 0
    for answer in waiting.filter(note="").select_related("invitation__place"):
        place = answer.invitation.place
        if not answer.unchanged and differences(place, answer.said):
            continue
        try:
            accept_answer(actor, answer=answer, today=today)
            done += 1
        except Refused:
            left += 1
    sign(
        actor, events.UNCHANGED_ACCEPTED,
        changes={"round": (None, round_.id), "accepted": (None, done), "left": (None, left)},
    )  # fmt: skip
    return done, left


@operation
def set_answer_aside(actor: Actor, /, *, answer: Answer, today: date) -> Answer:
    """Leave the registry as it is. Records ``survey.set_aside``; refused by ``may_decide``."""
    locked = _decided(answer, AnswerState.ASIDE, actor, today)
    sign(actor, events.ANSWER_SET_ASIDE, changes={"answer": (None, locked.id)})
    return locked


def _decided(answer: Answer, state: AnswerState, actor: Actor, today: date) -> Answer:
    locked = Answer.objects.select_for_update(of=("self",)).select_related("invitation").get(pk=answer.pk)
    rules.may_decide(waiting=locked.state == AnswerState.WAITING).or_refuse()
    locked.state, locked.decided_by_id, locked.decided_on = state, actor.staff_id, today
    locked.save(update_fields=["state", "decided_by", "decided_on"])
    return locked


def _change(actor: Actor, place: Place, said: Mapping[str, Any], fields: set[str]) -> None:
    """Only the fields that differ; who runs it and where it is stay as they are."""
    body, at = place.organisation, place.location
    values = {name: said[name] for name in PLAIN if name in fields}
    kept = {
        name: getattr(place, name)
        for name in ("name", "kind", "anybody", "age_from", "age_to", "is_public", "contact_public")
    }
    if fields - {"opening"}:
        resources.change_place(
            actor, place=place, version=place.version, whose=Whose(body.name, body.kind, body.agency_id),
            where=Where(at.name, at.address, at.area_id, at.directions, at.private_home, at.point),
            offer=Offer({**kept, **values}, {kind: said[field] for field, kind in TRAITS.items() if field in fields}),
        )  # fmt: skip
    if "opening" in fields:
        place.refresh_from_db()
        resources.set_opening(
            actor, place=place, version=place.version, lines=read_opening(said["opening"]).rules
        )
