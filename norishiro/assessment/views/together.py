"""Assessing together: who takes part and stands to it, what is found out, what goes to the meeting, whose paper is attached."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from norishiro.agencies.door import page
from norishiro.agencies.permissions import Permission
from norishiro.assessment import operations, queries
from norishiro.assessment.dictionary import dictionary_on
from norishiro.assessment.forms import AskItemForm, ChoosePartsForm, OwnFormForm, PartyForm, StartForm
from norishiro.assessment.views.shared import (
    Act,
    agency_choices,
    chosen,
    offer_basis,
    offer_people,
    people_of,
    perform,
    person_seen,
    sheet_crumbs,
    today,
)
from norishiro.core.form_pages import carry_out, open_form
from norishiro.core.records import Unseen

if TYPE_CHECKING:
    from norishiro.assessment.dictionary import Dictionary
    from norishiro.assessment.models import Sheet

WORK = Permission.WORK_CASE


def _home(sheet: Sheet) -> str:
    return reverse("assessment:show_sheet", args=[sheet.id])


@page(needs=WORK)
def ask_item(request: Any, sheet_id: UUID, item: str, person_id: UUID | None = None) -> HttpResponse:
    """分からない項目を、だれかに調べてもらう."""
    actor = request.actor
    sheet = queries.get_sheet(actor, sheet_id=sheet_id)
    person = person_seen(actor, case=sheet.case, person_id=person_id)
    line = dictionary_on(sheet.begun_on).item(item)
    if line is None or line.of_household != (person is None):
        raise Unseen(sheet.id)
    whose = f"{person.called}の" if person else "世帯の"
    form = open_form(request, AskItemForm, subject=sheet.id, initial={"question": f"{whose}「{line.label}」"})
    form.fields["finder_agency"].offer(agency_choices(actor))
    offer_basis(form, actor, subject_id=sheet.case_id)
    act = Act(
        title=f"「{line.label}」を調べる", submit="登録する",
        done="調べることにしました。調べる機関の「今日」に、期日が出ます。", back=_home(sheet),
        hints=("分からないまま進めないために、だれが・いつまでに調べるかを決めておきます。ケースの「分からないこと」にも並びます。",),
        crumbs=sheet_crumbs(sheet, f"「{line.label}」を調べる"),
    )  # fmt: skip

    def do() -> None:
        given = form.cleaned_data
        operations.ask_item(
            actor, sheet=sheet, person=person, item=line, question=given["question"],
            finder_agency_id=UUID(given["finder_agency"]), due_on=given["due_on"], basis=given["basis"], today=today(),
        )  # fmt: skip

    return perform(request, form, act=act, do=do, shown=[sheet.case_id, *([person.id] if person else [])])


@page(needs=WORK)
def invite_party(request: Any, sheet_id: UUID) -> HttpResponse:
    """いっしょにアセスメントする機関を加える."""
    actor = request.actor
    sheet = queries.get_sheet(actor, sheet_id=sheet_id)
    form = open_form(request, PartyForm, subject=sheet.id)
    form.fields["agency"].offer([(str(key), name) for key, name in queries.bodies_to_ask(actor, sheet=sheet)])
    act = Act(
        title="いっしょにアセスメントする機関を加える", submit="加える",
        done="機関を加えました。全部の機関が「確かめた」を押すと、できあがりです。", back=_home(sheet),
        hints=(
            "加えた機関の全部が確かめるまで、このアセスメントは、できあがりになりません。",
            "だれかが書きかえたら、もう一度確かめてもらいます。",
        ),
        crumbs=sheet_crumbs(sheet, "機関を加える"),
    )  # fmt: skip

    def do() -> None:
        operations.invite_party(
            actor, sheet=sheet, agency_id=UUID(form.cleaned_data["agency"]), today=today()
        )

    return perform(request, form, act=act, do=do, shown=[sheet.case_id])


@require_POST
@page(needs=WORK)
def confirm_sheet(request: Any, sheet_id: UUID) -> HttpResponse:
    """確かめた: for the own agency, as it was shown."""
    sheet = queries.get_sheet(request.actor, sheet_id=sheet_id)
    form = open_form(request, StartForm, subject=sheet.id)
    shown = request.POST.get("sheet_version", "")

    def confirm() -> str:
        version = int(shown) if shown.isascii() and shown.isdigit() and len(shown) < 10 else 0
        operations.confirm_sheet(request.actor, sheet=sheet, version=version, today=today())
        messages.success(request, "この内容で確かめました。")
        return _home(sheet)

    done = carry_out(request, form, do=confirm) if form.is_valid() else None
    for message in form.non_field_errors() if done is None else ():
        messages.error(request, message)
    return done or redirect(_home(sheet))


@page(needs=WORK)
def choose_parts(request: Any, sheet_id: UUID) -> HttpResponse:
    """会議に出すところを選ぶ: whole sections, or single lines."""
    actor = request.actor
    sheet = queries.get_sheet(actor, sheet_id=sheet_id)
    now = {_key(section, item) for section, item in queries.meeting_parts(actor, sheet=sheet)}
    form = open_form(request, ChoosePartsForm, subject=sheet.id, initial={"parts": sorted(now)})
    form.fields["parts"].choices = _choices(dictionary_on(sheet.begun_on))
    act = Act(
        title="会議に出すところを選ぶ", submit="これを会議に出す", done="会議に出すところを決めました。", back=_home(sheet),
        hints=(
            "選んだところが、会議の資料に並びます。読む人ごとに、その人の根拠で見てよいものだけが出ます。",
            "選ばないところは、会議の資料には出ません。",
        ),
        crumbs=sheet_crumbs(sheet, "会議に出すところ"),
    )  # fmt: skip

    def do() -> None:
        wanted = set(form.cleaned_data["parts"])
        operations.choose_parts(
            actor, sheet=sheet, add=[_parts(one) for one in sorted(wanted - now)],
            remove=[_parts(one) for one in sorted(now - wanted)],
        )  # fmt: skip

    return perform(request, form, act=act, do=do, shown=[sheet.case_id])


def _key(section: str, item: str) -> str:
    return f"{section}/{item}"


def _parts(key: str) -> tuple[str, str]:
    section, _slash, item = key.partition("/")
    return section, item


def _choices(known: Dictionary) -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (
            section.label,
            [
                (_key(section.code, ""), f"{section.label}の全部"),
                *((_key(section.code, one.code), one.label) for one in section.items),
            ],
        )
        for section in known.sections
    ]


@page(needs=WORK)
def attach_form(request: Any, sheet_id: UUID) -> HttpResponse:
    """自分の機関の様式を付ける."""
    actor = request.actor
    sheet = queries.get_sheet(actor, sheet_id=sheet_id)
    people = people_of(actor, case=sheet.case)
    form = open_form(request, OwnFormForm, subject=sheet.id)
    offer_people(form, "person", people)
    offer_basis(form, actor, subject_id=sheet.case_id)
    act = Act(
        title="自分の機関の様式を付ける", submit="様式を付ける",
        done="様式を付けました。国に報告する項目（太枠）だけを、下の欄に書き入れてください。", back=_home(sheet),
        hints=(
            "自分の機関の様式があれば、書き写さずに付けられます。国に報告する項目（太枠）だけを、あとで書き入れます。",
            "中身とファイルの名前は、封（暗号）をして保存します。",
        ),
        crumbs=sheet_crumbs(sheet, "様式を付ける"),
    )  # fmt: skip

    def do() -> str:
        given = form.cleaned_data
        operations.attach_form(
            actor, sheet=sheet, person=chosen(people, given["person"]), title=given["title"],
            written_on=given["written_on"], file=given["scan"], basis=given["basis"], today=today(),
        )  # fmt: skip
        return f"{_home(sheet)}#national"

    return perform(request, form, act=act, do=do, shown=[sheet.case_id])
