"""One section of the sheet: written by each agency, taken over from other records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from norishiro.agencies.door import page
from norishiro.agencies.permissions import Permission
from norishiro.assessment import operations, queries
from norishiro.assessment.choices import ToldBy
from norishiro.assessment.dictionary import SectionOf, dictionary_on
from norishiro.assessment.forms import SectionForm, TakeOverForm, initial_of, section_form
from norishiro.assessment.given import NOTHING, Given
from norishiro.assessment.lines import Cell
from norishiro.assessment.views.shared import (
    Act,
    basis_choices,
    offer_basis,
    perform,
    person_seen,
    sheet_crumbs,
    today,
)
from norishiro.cases.choices import Certainty
from norishiro.core.form_pages import carry_out, open_form
from norishiro.core.records import Unseen
from norishiro.sharing.choices import Ground

if TYPE_CHECKING:
    from norishiro.agencies.actor import Actor
    from norishiro.assessment.dictionary import Dictionary, ItemOf
    from norishiro.assessment.lines import Place
    from norishiro.assessment.models import Answer, Sheet
    from norishiro.people.models import Person

WORK = Permission.WORK_CASE
FIXED = (Ground.CONSENT, Ground.CONFERENCE)


def _section(sheet: Sheet, code: str) -> SectionOf:
    found = dictionary_on(sheet.begun_on).section(code)
    if found is None:
        raise Unseen(sheet.id)
    return found


def section_address(sheet: Sheet, section: str, person: Person | None, name: str = "fill_section") -> str:
    arguments = [sheet.id, section, *([person.id] if person else [])]
    return reverse(f"assessment:{name}", args=arguments)


def _given_now(cell: Cell, actor: Actor) -> Given:
    """What the own agency says on this line now."""
    answer = cell.of_agency(actor.agency_id)
    return Given(tuple(answer.codes), answer.number, answer.day, answer.note) if answer else NOTHING


@page(needs=WORK)
def fill_section(request: Any, sheet_id: UUID, section: str, person_id: UUID | None = None) -> HttpResponse:
    """アセスメントの欄を書く."""
    actor = request.actor
    sheet = queries.get_sheet(actor, sheet_id=sheet_id)
    person = person_seen(actor, case=sheet.case, person_id=person_id)
    place = _section(sheet, section)
    items = place.of(household=person is None)
    if not items:
        raise Unseen(sheet.id)
    known, found = queries.cells(actor, sheet=sheet, people=[person] if person else [])
    lines = [one for one in found.values() if one.item in items and one.person == person]
    now = {one.item.code: _given_now(one, actor) for one in lines}
    title = f"{place.label}（{person.called if person else '世帯全体'}）"
    subject = person.id if person else sheet.case_id

    def opened() -> SectionForm:
        form: SectionForm = open_form(
            request, section_form(place.label, items), subject=uuid5(sheet.id, f"{section}/{person_id}"),
            version=queries.written_by_us(actor, sheet=sheet, items=[one.code for one in items], person=person),
            initial={
                "told_by": ToldBy.SELF if person else ToldBy.OBSERVED, "known_on": today(), "certainty": Certainty.HEARD,
                **{name: value for one in items for name, value in initial_of(one, now[one.code]).items()},
            },
        )  # fmt: skip
        offer_basis(form, actor, subject_id=subject)
        return form

    def opened_again() -> SectionForm:
        _same, fresh = queries.cells(actor, sheet=sheet, people=[person] if person else [])
        now.update({one.item.code: _given_now(one, actor) for one in fresh.values() if one.item.code in now})
        return opened()

    form = opened()

    def do() -> None:
        given = form.given()
        operations.fill_section(
            actor, sheet=sheet, person=person, items=tuple(given),
            answers={code: one for code, one in given.items() if one != now[code]},
            told_by=form.cleaned_data["told_by"], told_name=form.cleaned_data["told_name"],
            known_on=form.cleaned_data["known_on"], certainty=form.cleaned_data["certainty"],
            basis=form.cleaned_data["basis"], seen=form.version, today=today(),
        )  # fmt: skip

    act = Act(
        title=title, submit="この欄を登録する", done=f"「{place.label}」を登録しました。",
        back=reverse("assessment:show_sheet", args=[sheet.id]),
        hints=(
            "分かったところだけ書きます。書きかえたところだけが、「どこから分かったか」と一緒に残ります。",
            "ほかの機関の記入は消えません。ちがうことが書かれていたら、並べて見えます。",
        ),
        crumbs=sheet_crumbs(sheet, title),
    )  # fmt: skip
    extra = {
        "sheet": sheet,
        "section": place.label,
        "others": [(one, said) for one in lines if (said := _said_by_others(one, actor))],
        "proposals": _offered(actor, sheet, known, found, person, items),
        "take_url": section_address(sheet, section, person, "take_over"),
    }
    return perform(
        request, form, act=act, do=do, template="assessment/fill_section.html", extra=extra, current=opened_again,
        shown=[sheet.case_id, *([person.id] if person else [])],
    )  # fmt: skip


def _said_by_others(cell: Cell, actor: Actor) -> list[Answer]:
    return [one for one in cell.current if one.agency_id != actor.agency_id]


def _offered(
    actor: Actor, sheet: Sheet, known: Dictionary, found: dict[Place, Cell], person: Person | None,
    items: tuple[ItemOf, ...],
) -> list[tuple[Any, list[tuple[str, str]], TakeOverForm]]:  # fmt: skip
    """What other records say of these lines, under what it may be taken over, and the press for it."""
    choices = basis_choices(actor, subject_id=person.id if person else sheet.case_id)
    proposals = queries.proposals(actor, sheet=sheet, known=known, found=found, person=person, today=today())
    return [
        (one, _basis_offered(one.basis, choices), TakeOverForm(subject=uuid5(sheet.id, one.item.code)))
        for one in proposals.values()
        if one.item in items
    ]


def _basis_offered(basis: str, choices: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Consent and 支援会議 stay what they were."""
    return [one for one in choices if one[0] == basis] if basis in FIXED else choices


@require_POST
@page(needs=WORK)
def take_over(request: Any, sheet_id: UUID, section: str, person_id: UUID | None = None) -> HttpResponse:
    """ほかの記録から写す: the line is looked up again; nothing is taken from the page but which one it is."""
    actor = request.actor
    sheet = queries.get_sheet(actor, sheet_id=sheet_id)
    person = person_seen(actor, case=sheet.case, person_id=person_id)
    _section(sheet, section)
    form = open_form(request, TakeOverForm, subject=uuid5(sheet.id, section))
    back = section_address(sheet, section, person)
    known, found = queries.cells(actor, sheet=sheet, people=[person] if person else [])
    offered = queries.proposals(actor, sheet=sheet, known=known, found=found, person=person, today=today())
    one = offered.get(form.cleaned_data["item"]) if form.is_valid() else None
    if one is None:
        messages.info(request, "その項目は、もう写したか、書かれています。")
        return redirect(back)

    def take() -> str:
        operations.take_over(
            actor, sheet=sheet, person=person, item=one.item.code, given=one.given, source=one.source,
            source_basis=one.basis, told_by=one.told_by, certainty=one.certainty, known_on=one.known_on,
            basis=form.cleaned_data["basis"], today=today(),
        )  # fmt: skip
        messages.success(request, f"「{one.item.label}」に写しました。出所は「{one.source}」と残っています。")
        return back

    done = carry_out(request, form, do=take)
    if done is None:
        for message in [each for errors in form.errors.values() for each in errors]:
            messages.error(request, message)
    return done or redirect(back)
