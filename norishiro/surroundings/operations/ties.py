"""Ties: drawn, changed from a day on, ended. Nothing is rubbed out."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Agency
from norishiro.cases.choices import Certainty
from norishiro.cases.models import Case
from norishiro.cases.operations.cases import moved
from norishiro.core.operation import operation
from norishiro.ledger.operations import sign
from norishiro.people.models import Person
from norishiro.sharing.choices import Ground
from norishiro.surroundings import access, events, rules
from norishiro.surroundings.choices import CATEGORIES_OF_FIELD, LIFE, AroundKind, Direction, Strength
from norishiro.surroundings.models import Tie
from norishiro.surroundings.operations.grounds import stand_on

FROM_RECORDS = "役割・事業の登録"


@dataclass(frozen=True)
class Around:
    """The other side of a tie: an agency, a person, or a name."""

    kind: str
    agency_id: UUID | None = None
    person_id: UUID | None = None
    name: str = ""

    @property
    def is_named(self) -> bool:
        return bool(self.agency_id or self.person_id or self.name.strip())

    def is_of(self, tie: Tie) -> bool:
        return (self.agency_id, self.person_id, self.name.strip()) == (
            tie.other_agency_id,
            tie.other_id,
            tie.name,
        )


@dataclass(frozen=True)
class State:
    """How a tie is at one time, and who says so."""

    strength: str
    source: str
    strained: bool = False
    direction: str = Direction.NONE
    words: str = ""
    certainty: str = Certainty.HEARD

    def is_of(self, tie: Tie) -> bool:
        return (self.strength, self.strained, self.direction, self.words) == (
            tie.strength,
            tie.strained,
            tie.direction,
            tie.words,
        )


@operation
def add_tie(
    actor: Actor, /, *, case: Case, person: Person | None = None, around: Around, state: State, from_on: date,
    basis: str = Ground.OWN, today: date,
) -> Tie:  # fmt: skip
    """Draw a tie of the household, or of one member, to somebody or something around it.

    Records ``tie.added``; refused by ``may_add_tie`` and for a ground the actor does not hold.
    """
    live = access.live_ties(case)
    person_id = person.id if person else None
    rules.may_add_tie(
        status=case.status, member=access.is_member(case, person_id=person_id), named=around.is_named,
        known=access.is_around(agency_id=around.agency_id, person_id=around.person_id, on=today),
        there=any(around.is_of(one) and one.person_id == person_id for one in live), ties=len(live),
        from_on=from_on, today=today,
    ).or_refuse()  # fmt: skip
    subject_id = stand_on(actor, case=case, person=person, basis=basis)
    tie = Tie.objects.create(
        case=case, subject_id=subject_id, basis=basis, agency_id=actor.agency_id, categories=_categories(around),
        thread=uuid.uuid4(), person=person, kind=around.kind, other_agency_id=around.agency_id,
        other_id=around.person_id, name=around.name.strip(), strength=state.strength, strained=state.strained,
        direction=state.direction, words=state.words, source=state.source, certainty=state.certainty, from_on=from_on,
        staff_id=actor.staff_id,
    )  # fmt: skip
    moved(case, today=today)
    sign(
        actor, events.TIE_ADDED, subjects=[case.id, subject_id], ground=basis, changed_text=["words", "source"],
        changes={"strength": (None, state.strength), "strained": (None, state.strained)},
    )  # fmt: skip
    return tie


@operation
def draw_team(
    actor: Actor, /, *, case: Case, agency_ids: Collection[UUID], basis: str = Ground.OWN, today: date
) -> list[Tie]:
    """Draw a tie of the household to each of these agencies, so that a drawing does not begin with a blank sheet.

    How strong they are nobody has said yet: they stand as ふつう and 推測 until somebody changes them. Records ``tie.team_drawn``;
    refused by ``may_draw_team`` and for a ground the actor does not hold.
    """
    live = access.live_ties(case)
    drawn = {one.other_agency_id for one in live}
    wanted = [one for one in dict.fromkeys(agency_ids) if one not in drawn]
    rules.may_draw_team(
        status=case.status, wanted=len(wanted), ties=len(live),
        known=all(access.is_around(agency_id=one, person_id=None, on=today) for one in wanted),
    ).or_refuse()  # fmt: skip
    stand_on(actor, case=case, person=None, basis=basis)
    found = [
        Tie(
            case=case, subject_id=case.id, basis=basis, agency_id=actor.agency_id,
            categories=_categories(Around(AroundKind.AGENCY, agency_id=one)), thread=uuid.uuid4(),
            kind=AroundKind.AGENCY, other_agency_id=one, strength=Strength.NORMAL, source=FROM_RECORDS,
            certainty=Certainty.GUESSED, from_on=today, staff_id=actor.staff_id,
        )
        for one in wanted
    ]  # fmt: skip
    Tie.objects.bulk_create(found)
    moved(case, today=today)
    sign(actor, events.TEAM_DRAWN, subjects=[case.id], ground=basis, changes={"ties": (None, len(found))})
    return found


def _categories(around: Around) -> int:
    """Who may not know of illness or school does not see a tie to where one goes for it."""
    if around.kind != AroundKind.AGENCY or around.agency_id is None:
        return LIFE
    field = Agency.objects.filter(id=around.agency_id).values_list("field", flat=True).first() or ""
    return LIFE | CATEGORIES_OF_FIELD.get(field, 0)


@operation
def change_tie(actor: Actor, /, *, tie: Tie, state: State, from_on: date, today: date) -> Tie:
    """From a day on the tie is otherwise: its present state ends, and the next one begins in the same thread.

    Said of the very day it began, the earlier state never held: a correction. Records ``tie.changed``; refused by
    ``may_change_tie``.
    """
    locked = _locked(tie)
    rules.may_change_tie(
        status=locked.case.status, ended=locked.until_on is not None, same=state.is_of(locked),
        began_on=locked.from_on, from_on=from_on, today=today,
    ).or_refuse()  # fmt: skip
    before = (locked.strength, locked.strained)
    subject_id = stand_on(actor, case=locked.case, person=locked.person, basis=locked.basis)
    locked.until_on = from_on
    locked.save(update_fields=["until_on"])
    following = Tie.objects.create(
        case=locked.case, subject_id=subject_id, basis=locked.basis, agency_id=actor.agency_id,
        categories=locked.categories, thread=locked.thread, person=locked.person, kind=locked.kind,
        other_agency_id=locked.other_agency_id, other_id=locked.other_id, name=locked.name,
        strength=state.strength, strained=state.strained, direction=state.direction, words=state.words,
        source=state.source, certainty=state.certainty, from_on=from_on, staff_id=actor.staff_id,
    )  # fmt: skip
    moved(locked.case, today=today)
    sign(
        actor, events.TIE_CHANGED, subjects=[locked.case_id, subject_id], ground=locked.basis,
        changed_text=["words", "source"],
        changes={"strength": (before[0], state.strength), "strained": (before[1], state.strained)},
    )  # fmt: skip
    return following


@operation
def end_tie(actor: Actor, /, *, tie: Tie, until_on: date, words: str = "", today: date) -> Tie:
    """The tie is no more from a day on. Records ``tie.ended``; refused by ``may_end_tie``."""
    locked = _locked(tie)
    rules.may_end_tie(
        status=locked.case.status, ended=locked.until_on is not None, began_on=locked.from_on, until_on=until_on,
        today=today,
    ).or_refuse()  # fmt: skip
    locked.until_on, locked.end_words = until_on, words
    locked.save(update_fields=["until_on", "end_words"])
    moved(locked.case, today=today)
    sign(
        actor, events.TIE_ENDED, subjects=[locked.case_id, locked.subject_id], ground=locked.basis,
        changed_text=["end_words"],
    )  # fmt: skip
    return locked


def _locked(tie: Tie) -> Tie:
    rows = Tie.objects.select_for_update(of=("self",)).select_related(
        "case", "person", "other_agency", "other"
    )
    return rows.get(pk=tie.pk)
