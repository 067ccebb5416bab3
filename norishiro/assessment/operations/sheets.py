"""The sheet: begun, filled section by section, taken over, asked about, confirmed together, shown to a meeting."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.assessment import access, events, rules
from norishiro.assessment.dictionary import Dictionary, ItemOf, dictionary_on
from norishiro.assessment.given import Given, words_of
from norishiro.assessment.models import Answer, Confirmation, ItemInquiry, MeetingPart, OwnForm, Party, Sheet
from norishiro.attachments.operations import keep_form_scan
from norishiro.cases import access as case_access
from norishiro.cases import rules as case_rules
from norishiro.cases.choices import Certainty
from norishiro.cases.models import Case
from norishiro.cases.operations import add_unknown, moved
from norishiro.core.files import CleanFile
from norishiro.core.operation import operation
from norishiro.core.records import StaleVersion
from norishiro.core.verdict import no
from norishiro.ledger.operations import sign
from norishiro.people.models import Person
from norishiro.sharing.choices import Category, Ground


@operation
def start_sheet(actor: Actor, /, *, case: Case, today: date) -> Sheet:
    """Begin an assessment with the item dictionary of the day; the actor's agency assesses.

    Records ``assessment.started``; refused by ``may_start_sheet``. An earlier sheet stays as it is, in its own version.
    """
    locked = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    rules.may_start_sheet(
        status=locked.status, begun_today=Sheet.objects.filter(case=case, begun_on=today).exists()
    ).or_refuse()
    sheet = Sheet.objects.create(
        case=case, begun_on=today, form_version=dictionary_on(today).version, staff_id=actor.staff_id,
        agency_id=actor.agency_id,
    )  # fmt: skip
    Party.objects.create(sheet=sheet, agency_id=actor.agency_id, invited_by_id=actor.staff_id)
    moved(case, today=today)
    sign(actor, events.SHEET_STARTED, subjects=[case.id])
    return sheet


def _locked(sheet: Sheet) -> Sheet:
    return Sheet.objects.select_for_update(of=("self",)).select_related("case").get(pk=sheet.pk)


def _grow(sheet: Sheet) -> None:
    """Whatever is written makes it another sheet than the one that was confirmed."""
    sheet.version += 1
    sheet.save(update_fields=["version", "changed_at"])


@operation
def fill_section(
    actor: Actor, /, *, sheet: Sheet, person: Person | None, items: tuple[str, ...], answers: Mapping[str, Given],
    told_by: str, told_name: str = "", known_on: date, certainty: str = Certainty.HEARD, basis: str = Ground.OWN,
    seen: int | None = None, today: date,
) -> list[Answer]:  # fmt: skip
    """Write the lines of a section that changed, each with who told it, when, and how sure it is.

    Records ``assessment.filled``; refused by ``may_fill``. ``items`` are the lines the form showed, ``answers`` those that
    changed, ``seen`` how many answers the own agency had given to them: more by now raises ``StaleVersion``. Earlier
    answers stay; confirmations of the sheet become a thing of the past.
    """
    locked = _locked(sheet)
    known = dictionary_on(locked.begun_on)
    if seen is not None and access.written(actor, sheet=locked, items=items, person=person) != seen:
        raise StaleVersion(current=locked)
    subject_id = access.subject_of(locked.case, person=person)
    rules.may_fill(
        status=locked.case.status, newest=access.is_newest(locked), known_item=_are_lines(known, answers, person),
        member=access.is_member(locked.case, person=person),
        basis_open=case_access.writes_under(actor, subject_id=subject_id, basis=basis), changed=len(answers),
        known_on=known_on, today=today,
    ).or_refuse()  # fmt: skip
    access.open_own_words(actor, case=locked.case, person=person, basis=basis)
    written = [
        _answer(
            actor, sheet=locked, person=person, item=item, given=answers[item.code], told_by=told_by, told_name=told_name,
            known_on=known_on, certainty=certainty, basis=basis,
        )
        for item in known.items if item.code in answers
    ]  # fmt: skip
    _grow(locked)
    moved(locked.case, today=today)
    sign(
        actor, events.SECTION_FILLED, subjects=[locked.case_id, subject_id], ground=basis, changed_text=["words"],
        changes={"answers": (None, len(written))},
    )  # fmt: skip
    return written


def _are_lines(known: Dictionary, answers: Mapping[str, Given], person: Person | None) -> bool:
    lines = {item.code for item in known.items if item.of_household == (person is None)}
    return set(answers) <= lines


def _answer(
    actor: Actor, *, sheet: Sheet, person: Person | None, item: ItemOf, given: Given, told_by: str, told_name: str,
    known_on: date, certainty: str, basis: str, taken_from: str = "",
) -> Answer:  # fmt: skip
    return Answer.objects.create(
        sheet=sheet, person=person, subject_id=access.subject_of(sheet.case, person=person), basis=basis,
        agency_id=actor.agency_id, categories=item.categories, item=item.code, codes=list(given.codes),
        number=given.number, day=given.day, note=given.note, words=words_of(item, given), told_by=told_by,
        told_name=told_name, known_on=known_on, certainty=certainty, taken_from=taken_from, staff_id=actor.staff_id,
    )  # fmt: skip


@operation
def take_over(
    actor: Actor, /, *, sheet: Sheet, person: Person | None, item: str, given: Given, source: str, source_basis: str,
    told_by: str, certainty: str, known_on: date, basis: str, today: date,
) -> Answer:  # fmt: skip
    """Take over what another record says; it keeps where it came from, and when it was known there.

    Records ``assessment.taken_over``; refused by ``may_carry_over`` and ``may_fill``.
    """
    locked = _locked(sheet)
    known = dictionary_on(locked.begun_on)
    subject_id = access.subject_of(locked.case, person=person)
    line = known.item(item)
    (
        rules.may_carry_over(source=source_basis, basis=basis)
        & rules.may_fill(
            status=locked.case.status, newest=access.is_newest(locked), known_item=_are_lines(known, {item: given}, person),
            member=access.is_member(locked.case, person=person),
            basis_open=case_access.writes_under(actor, subject_id=subject_id, basis=basis), changed=1,
            known_on=known_on, today=today,
        )
    ).or_refuse()  # fmt: skip
    assert line is not None  # may_fill has refused
    access.open_own_words(actor, case=locked.case, person=person, basis=basis)
    answer = _answer(
        actor, sheet=locked, person=person, item=line, given=given, told_by=told_by, told_name="", known_on=known_on,
        certainty=certainty, basis=basis, taken_from=source,
    )  # fmt: skip
    _grow(locked)
    sign(
        actor,
        events.PROPOSAL_TAKEN,
        subjects=[locked.case_id, subject_id],
        ground=basis,
        changed_text=["words"],
    )
    return answer


@operation
def ask_item(
    actor: Actor, /, *, sheet: Sheet, person: Person | None, item: ItemOf, question: str, finder_agency_id: UUID,
    due_on: date, basis: str, today: date,
) -> ItemInquiry:  # fmt: skip
    """Let somebody find out what nobody knows, by a day; it stands under 分からないこと of the case as well.

    Records ``assessment.item_asked``; refused by ``may_fill`` and by what refuses ``cases.add_unknown``.
    """
    locked = _locked(sheet)
    rules.may_fill(
        status=locked.case.status, newest=access.is_newest(locked), known_item=item.of_household == (person is None),
        member=access.is_member(locked.case, person=person), basis_open=True, changed=1, known_on=today, today=today,
    ).or_refuse()  # fmt: skip
    unknown = add_unknown(
        actor, case=locked.case, person=person, question=question, finder_agency_id=finder_agency_id, due_on=due_on,
        basis=basis, today=today,
    )  # fmt: skip
    inquiry = ItemInquiry.objects.create(
        sheet=locked, subject_id=unknown.subject_id, basis=basis, agency_id=actor.agency_id,
        categories=unknown.categories, person=person, item=item.code, unknown=unknown,
    )  # fmt: skip
    sign(actor, events.ITEM_ASKED, subjects=[locked.case_id], ground=basis)
    return inquiry


@operation
def invite_party(actor: Actor, /, *, sheet: Sheet, agency_id: UUID, today: date) -> Party:
    """Let another body assess together: the sheet is complete only when it has confirmed as well.

    Records ``assessment.party_invited``; refused by ``may_invite_party``.
    """
    locked = _locked(sheet)
    rules.may_invite_party(
        status=locked.case.status, newest=access.is_newest(locked),
        already=Party.objects.filter(sheet=locked, agency_id=agency_id).exists(),
        sees_case=agency_id in access.agencies_in(actor, case=locked.case),
    ).or_refuse()  # fmt: skip
    party = Party.objects.create(sheet=locked, agency_id=agency_id, invited_by_id=actor.staff_id)
    sign(actor, events.PARTY_INVITED, subjects=[locked.case_id])
    return party


@operation
def confirm_sheet(actor: Actor, /, *, sheet: Sheet, version: int, today: date) -> Confirmation:
    """Say for the own agency that the sheet holds as it was shown. Written in meanwhile, it is looked at again first.

    Records ``assessment.confirmed``; refused by ``may_confirm``.
    """
    locked = _locked(sheet)
    if locked.version != version:
        no(
            "version",
            "開いているあいだに、だれかが書きかえました。新しい内容を見てから、もう一度「確かめた」を押してください。",
        ).or_refuse()
    rules.may_confirm(
        party=Party.objects.filter(sheet=locked, agency_id=actor.agency_id).exists(),
        already=Confirmation.objects.filter(
            sheet=locked, agency_id=actor.agency_id, sheet_version=locked.version
        ).exists(),
        answers=access.answers_in(locked),
    ).or_refuse()
    given = Confirmation.objects.create(
        sheet=locked, agency_id=actor.agency_id, staff_id=actor.staff_id, confirmed_on=today,
        sheet_version=locked.version,
    )  # fmt: skip
    sign(actor, events.SHEET_CONFIRMED, subjects=[locked.case_id])
    return given


@operation
def choose_parts(
    actor: Actor, /, *, sheet: Sheet, add: Iterable[tuple[str, str]], remove: Iterable[tuple[str, str]]
) -> None:
    """Let the papers of a meeting show these (section, item), or show them no longer; an empty item is the whole section.

    To each reader they show what that reader's gate opens. Records ``assessment.parts_chosen``; refused by ``may_assess``.
    """
    locked = _locked(sheet)
    rules.may_assess(status=locked.case.status).or_refuse()
    more, less = list(add), list(remove)
    for section, item in more:
        MeetingPart.objects.get_or_create(
            sheet=locked, section=section, item=item, defaults={"chosen_by_id": actor.staff_id}
        )
    for section, item in less:
        MeetingPart.objects.filter(sheet=locked, section=section, item=item).delete()
    sign(
        actor, events.PARTS_CHOSEN, subjects=[locked.case_id],
        changes={"added": (None, len(more)), "removed": (None, len(less))},
    )  # fmt: skip


@operation
def attach_form(
    actor: Actor, /, *, sheet: Sheet, person: Person | None, title: str, written_on: date, file: CleanFile,
    basis: str = Ground.OWN, today: date,
) -> OwnForm:  # fmt: skip
    """Attach the agency's own paper instead of typing it again; the file is sealed, and opens as the answers do.

    Records ``assessment.form_attached`` (never the file's name); refused by ``may_attach_form`` and for a basis the actor
    does not hold.
    """
    locked = _locked(sheet)
    subject_id = access.subject_of(locked.case, person=person)
    (
        rules.may_attach_form(
            status=locked.case.status, newest=access.is_newest(locked),
            member=access.is_member(locked.case, person=person), written_on=written_on, today=today,
        )
        & case_rules.may_write_under(
            basis_open=case_access.writes_under(actor, subject_id=subject_id, basis=basis)
        )
    ).or_refuse()  # fmt: skip
    access.open_own_words(actor, case=locked.case, person=person, basis=basis)
    own = OwnForm.objects.create(
        sheet=locked, subject_id=subject_id, basis=basis, agency_id=actor.agency_id,
        categories=int(Category.LIFE_HISTORY), person=person, title=title, written_on=written_on,
        staff_id=actor.staff_id,
    )  # fmt: skip
    keep_form_scan(
        actor, subject_id=subject_id, agency_id=actor.agency_id, about_id=own.id, file=file, basis=basis
    )
    sign(actor, events.FORM_ATTACHED, subjects=[locked.case_id, subject_id], ground=basis)
    return own
