"""What other records already say, proposed for lines the own agency has not answered; one tap takes it over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from norishiro.agencies.actor import Actor
from norishiro.assessment.choices import ToldBy
from norishiro.assessment.dictionary import Dictionary, ItemOf, concern_traits
from norishiro.assessment.given import NO, YES, Given, words_of
from norishiro.assessment.lines import Cell, Place
from norishiro.assessment.models import Sheet
from norishiro.assessment.queries.sheets import cells, visible_sheets
from norishiro.cases.choices import Certainty
from norishiro.consultations.choices import Channel, Visitor
from norishiro.consultations.models import Consultation
from norishiro.consultations.queries import visible_to as consultations_visible_to
from norishiro.core.calendar import wareki
from norishiro.people.models import Person
from norishiro.people.queries import memberships_visible_to
from norishiro.sharing.choices import Ground

CONSULTATIONS = 3
MEMBERS = 100
SPOKEN = {Visitor.SELF: "OWN_WORDS", Visitor.FAMILY: "FAMILY_WORDS", Visitor.AGENCY: "AGENCY_WORDS"}
TELLERS = {Visitor.SELF: ToldBy.SELF, Visitor.FAMILY: ToldBy.FAMILY, Visitor.NEIGHBOUR: ToldBy.NEIGHBOUR}
NOT_HERE = (Channel.PHONE, Channel.MAIL, Channel.WEB, Channel.LETTER)


@dataclass(frozen=True)
class Proposal:
    """One answer another record already holds: where from, on which ground it was learnt, and how it would read."""

    item: ItemOf
    given: Given
    source: str
    known_on: date
    told_by: str
    certainty: str
    basis: str

    @property
    def words(self) -> str:
        return words_of(self.item, self.given)


def proposals(
    actor: Actor, *, sheet: Sheet, known: Dictionary, found: Mapping[Place, Cell], person: Person | None, today: date
) -> dict[str, Proposal]:  # fmt: skip
    """For each unanswered line of this person (None: of the household) what could be taken over, by the item's code."""
    open_items = {
        code: cell.item
        for (code, whose), cell in found.items()
        if whose == (person.id if person else None) and not cell.of_agency(actor.agency_id)
    }
    result: dict[str, Proposal] = {}
    if not open_items:
        return result
    sources = [_from_last_sheet(actor, sheet=sheet, person=person)]
    if person is not None:
        sources += [
            _from_consultations(actor, known, person),
            _from_household(actor, known, person, today=today),
        ]
    for source in sources:
        for one in source:
            line = open_items.get(one.item.code)
            if line is not None and _fits(line, one):
                result.setdefault(line.code, replace(one, item=line))
    return result


def _fits(line: ItemOf, proposal: Proposal) -> bool:
    """Whether the form of today still asks it in the same way and knows these answers."""
    known = {one.code for one in line.options}
    answers = set(proposal.given.codes)
    return line.kind == proposal.item.kind and (not known or answers <= known) and bool(proposal.words)


def _from_last_sheet(actor: Actor, *, sheet: Sheet, person: Person | None) -> Iterator[Proposal]:
    """What the assessment before this one said; nothing is typed twice."""
    last = visible_sheets(actor).filter(case_id=sheet.case_id, begun_on__lt=sheet.begun_on).first()
    if last is None:
        return
    _known, found = cells(actor, sheet=last, people=[person] if person else [])
    for cell in found.values():
        if cell.current and (cell.person is None) == (person is None):
            answer = cell.current[0]
            yield Proposal(
                cell.item, Given(tuple(answer.codes), answer.number, answer.day, answer.note),
                f"前のアセスメント（{wareki(last.begun_on)}）", answer.known_on, answer.told_by, answer.certainty,
                answer.basis,
            )  # fmt: skip


def _from_consultations(actor: Actor, known: Dictionary, person: Person) -> Iterator[Proposal]:
    """What was told at the window. Of one who asked not to be named, only the concerns are taken."""
    rows = consultations_visible_to(actor).filter(person=person).prefetch_related("concerns")
    for told in rows.order_by("-received_on", "-made_at")[:CONSULTATIONS]:
        for code, given in _told(told, known):
            item = known.item(code)
            if item is not None:
                yield Proposal(
                    item, given, f"相談受付 {told.number}", told.received_on,
                    TELLERS.get(Visitor(told.visitor), ToldBy.AGENCY), Certainty.HEARD, told.basis,
                )  # fmt: skip


def _told(told: Consultation, known: Dictionary) -> Iterable[tuple[str, Given]]:
    traits = known.item("TRAITS")
    if traits is not None:
        wanted = {concern_traits().get(one.national_code, "") for one in told.concerns.all()}
        yield "TRAITS", Given(codes=tuple(one.code for one in traits.options if one.code in wanted))
    if told.visitor_hidden or told.visitor == Visitor.WITHHELD:
        return
    yield "ROUTE", Given(codes=(_route(told),))
    if told.already_consulted:
        yield "CONSULTED", Given(codes=(YES,), note=told.already_consulted)
    if told.visitor in SPOKEN:
        yield SPOKEN[Visitor(told.visitor)], Given(note=told.summary)


def _route(told: Consultation) -> str:
    if told.channel == Channel.VISIT:
        return "OUTREACH"
    way = "PHONE" if told.channel in NOT_HERE else "VISIT"
    if told.visitor == Visitor.SELF:
        return f"SELF_{way}"
    if told.visitor in (Visitor.FAMILY, Visitor.NEIGHBOUR):
        return f"FAMILY_{way}"
    return "AGENCY" if told.visitor in (Visitor.AGENCY, Visitor.COMMISSIONER) else "OTHER"


def _from_household(actor: Actor, known: Dictionary, person: Person, *, today: date) -> Iterator[Proposal]:
    """Whom the person lives with, as far as the household is known."""
    item = known.item("LIVING_WITH")
    present = memberships_visible_to(actor).filter(until_on__isnull=True, living_together=True)
    homes = present.filter(person=person).values("household_id")
    home = list(present.filter(household_id__in=homes).values_list("person_id", flat=True)[:MEMBERS])
    if item is not None and home:
        others = len(set(home) - {person.id})
        given = Given(codes=(YES if others else NO,), number=others or None)
        yield Proposal(item, given, "世帯の登録", today, ToldBy.PAPER, Certainty.HEARD, Ground.OWN)
