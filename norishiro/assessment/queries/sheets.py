"""The sheet and what is written in it, as far as the reader may see."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from norishiro.agencies.actor import Actor
from norishiro.assessment import access
from norishiro.assessment.dictionary import Dictionary, SectionOf, dictionary_on
from norishiro.assessment.lines import Cell, Place
from norishiro.assessment.models import Answer, Confirmation, ItemInquiry, MeetingPart, OwnForm, Party, Sheet
from norishiro.cases.models import Case
from norishiro.cases.queries import members
from norishiro.core.records import Unseen
from norishiro.people.models import Person
from norishiro.sharing.choices import Depth, Ground
from norishiro.sharing.queries import reach_by_consent, through_gate

SHEETS = 20
ANSWERS = 2000
FORMS = 30


def visible_sheets(actor: Actor) -> QuerySet[Sheet]:
    rows = through_gate(Sheet.objects.all(), actor, subject="case_id", depth=Depth.OUTLINE)
    return rows.select_related("case", "agency", "staff")


def sheets(actor: Actor, *, case: Case) -> list[Sheet]:
    """The assessments of the case, the newest first."""
    return list(visible_sheets(actor).filter(case=case)[:SHEETS])


def newest_sheet(actor: Actor, *, case: Case) -> Sheet | None:
    return visible_sheets(actor).filter(case=case).first()


def get_sheet(actor: Actor, *, sheet_id: UUID) -> Sheet:
    found = visible_sheets(actor).filter(id=sheet_id).first()
    if found is None:
        raise Unseen(sheet_id)
    return found


def _answers(actor: Actor, *, sheet: Sheet) -> list[Answer]:
    rows = through_gate(
        Answer.objects.filter(sheet=sheet), actor, subject="subject_id", depth=Depth.OUTLINE, gated=True
    )
    return list(rows.select_related("agency", "staff").order_by("-made_at", "-id")[:ANSWERS])


def cells(
    actor: Actor, *, sheet: Sheet, people: Iterable[Person] | None = None
) -> tuple[Dictionary, dict[Place, Cell]]:
    """The sheet's dictionary, and every line of it for the household and for each person the reader may see."""
    known = dictionary_on(sheet.begun_on)
    seen = [one.person for one in members(actor, case=sheet.case)] if people is None else list(people)
    lines = [
        Cell(item, person)
        for item in known.items
        for person in ([None] if item.of_household else seen)
    ]  # fmt: skip
    found = {line.place: line for line in lines}
    spoken: set[tuple[Place, UUID]] = set()
    for answer in _answers(actor, sheet=sheet):
        place = (answer.item, answer.person_id)
        if place not in found:
            continue
        if (place, answer.agency_id) in spoken:
            found[place].earlier.append(answer)
        else:
            spoken.add((place, answer.agency_id))
            (found[place].current if answer.words else found[place].earlier).append(answer)
    return known, found


@dataclass(frozen=True)
class Standing:
    """One body of the joint assessment: whether it stands to the sheet as it is now."""

    agency_id: UUID
    name: str
    confirmed: Confirmation | None
    before: Confirmation | None


def standings(actor: Actor, *, sheet: Sheet) -> list[Standing]:
    """The bodies that assess together, each with its confirmation of the present state, or the last one before a change."""
    given = list(Confirmation.objects.filter(sheet=sheet).select_related("staff"))
    result = []
    for party in Party.objects.filter(sheet=sheet).select_related("agency"):
        own = [one for one in given if one.agency_id == party.agency_id]
        now = next((one for one in own if one.sheet_version == sheet.version), None)
        result.append(Standing(party.agency_id, party.agency.name, now, own[0] if own and not now else None))
    return result


def get_inquiries(actor: Actor, *, sheet: Sheet) -> dict[Place, ItemInquiry]:
    """What is being found out for this sheet, by line; the newest of each."""
    rows = through_gate(
        ItemInquiry.objects.filter(sheet=sheet), actor, subject="subject_id", depth=Depth.OUTLINE, gated=True
    )
    return {
        (one.item, one.person_id): one
        for one in rows.select_related("unknown__finder_agency").order_by("made_at")[:ANSWERS]
    }


def own_forms(actor: Actor, *, sheet: Sheet) -> list[OwnForm]:
    rows = through_gate(
        OwnForm.objects.filter(sheet=sheet), actor, subject="subject_id", depth=Depth.OUTLINE, gated=True
    )
    return list(rows.select_related("agency", "staff", "person")[:FORMS])


def meeting_parts(actor: Actor, *, sheet: Sheet) -> set[tuple[str, str]]:
    """Which (section, item) go to the meeting; an empty item stands for the whole section."""
    return set(MeetingPart.objects.filter(sheet=sheet).values_list("section", "item"))


@dataclass(frozen=True)
class MeetingSection:
    """A section as the meeting's paper shows it, to this reader."""

    section: SectionOf
    cells: tuple[Cell, ...]


def parts_for_meeting(
    actor: Actor, *, case: Case, basis: str = "", people: Collection[UUID] | None = None, recipient: UUID | None = None
) -> list[MeetingSection]:  # fmt: skip
    """What of the newest sheet was chosen for the meeting and the reader may see; lines nobody answered are left out.

    For a paper: only what was born under its ``basis``, about its ``people``; and for a ``recipient`` who comes by consent,
    only the kinds of information that consent names to them.
    """
    sheet = newest_sheet(actor, case=case)
    chosen = meeting_parts(actor, sheet=sheet) if sheet else set()
    if sheet is None or not chosen:
        return []
    known, found = cells(actor, sheet=sheet)
    reach: dict[UUID, list[int]] | None = None
    if basis == Ground.CONSENT and recipient is not None:
        subjects = {case.id, *(cell.person.id for cell in found.values() if cell.person)}
        reach = reach_by_consent(actor, subject_ids=subjects, agency_id=recipient)
    result = []
    for section in known.sections:
        wanted = {
            one.code for one in section.items if {(section.code, ""), (section.code, one.code)} & chosen
        }
        shown = [
            _narrowed(cell, basis=basis, people=people, reach=reach)
            for cell in found.values()
            if cell.item.code in wanted
        ]
        lines = tuple(cell for cell in shown if cell.is_filled)
        if lines:
            result.append(MeetingSection(section, lines))
    return result


def _narrowed(
    cell: Cell, *, basis: str, people: Collection[UUID] | None, reach: dict[UUID, list[int]] | None
) -> Cell:
    """The line with only those answers the paper may show."""
    if people is not None and cell.person is not None and cell.person.id not in people:
        return Cell(cell.item, cell.person)
    answers = [
        one
        for one in cell.current
        if (not basis or one.basis == basis)
        and (
            reach is None
            or any(held & one.categories == one.categories for held in reach.get(one.subject_id, ()))
        )
    ]
    return Cell(cell.item, cell.person, current=answers)


def written_by_us(actor: Actor, *, sheet: Sheet, items: Iterable[str], person: Person | None) -> int:
    """The state of these lines in the own agency's hand, for a form to carry."""
    return access.written(actor, sheet=sheet, items=items, person=person)


def bodies_to_ask(actor: Actor, *, sheet: Sheet) -> list[tuple[UUID, str]]:
    """The agencies that see the case and do not assess together yet."""
    there = set(Party.objects.filter(sheet=sheet).values_list("agency_id", flat=True))
    return [
        (key, name) for key, name in access.agencies_in(actor, case=sheet.case).items() if key not in there
    ]
