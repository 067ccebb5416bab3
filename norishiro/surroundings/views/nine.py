"""9マスシート: the newest version, the earlier ones, two of them side by side, and one cell at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from norishiro.agencies.door import answer, page
from norishiro.core.form_pages import finish, open_form
from norishiro.core.forms.base import Form
from norishiro.profiles.current import current_profile
from norishiro.surroundings import forms, operations, queries
from norishiro.surroundings.choices import Guide
from norishiro.surroundings.views.parts import (
    LOOK,
    WORK,
    Act,
    case_seen,
    frame,
    keep,
    offer_basis,
    today,
)

if TYPE_CHECKING:
    from norishiro.cases.models import Case
    from norishiro.surroundings.models import NineCell, NineSheet

CENTRE = 5


@page(needs=LOOK)
def nine(request: Any, case_id: UUID) -> HttpResponse:
    """9マスシート."""
    case, actor = case_seen(request, case_id), request.actor
    sheets = queries.nine_sheets(actor, case=case)
    sheet = chosen(request, sheets, "version")
    context = {
        **frame(actor, case=case, label="9マスシート"),
        "sheet": sheet,
        "cells": list(sheet.cells.all()) if sheet else [],
        "writable": sheet is not None and sheet.id in _newest(sheets) and actor.may(WORK),
        "sheets": sheets,
        "guide_read": queries.has_read(actor, guide=Guide.NINE),
        "guide_form": open_form(request, Form, subject=case.id),
    }
    return answer(request, "surroundings/nine.html", context, shown=[case.id])


def chosen(request: Any, sheets: list[NineSheet], name: str) -> NineSheet | None:
    """The version asked for, or the newest."""
    asked = request.GET.get(name, "")
    return next((one for one in sheets if str(one.id) == asked), sheets[0] if sheets else None)


def _newest(sheets: list[NineSheet]) -> set[UUID]:
    """Of each ground the version that is being filled."""
    newest: dict[str, NineSheet] = {}
    for one in sheets:
        if one.basis not in newest or one.number > newest[one.basis].number:
            newest[one.basis] = one
    return {one.id for one in newest.values()}


@dataclass(frozen=True)
class Pair:
    """One cell in two versions."""

    heading: str
    before: str
    after: str

    @property
    def says(self) -> str:
        if self.before == self.after:
            return ""
        return "書き足した" if not self.before else "消した" if not self.after else "書き改めた"


@page(needs=LOOK)
def compare_nine(request: Any, case_id: UUID) -> HttpResponse:
    """二つの版をならべる."""
    case = case_seen(request, case_id)
    sheets = queries.nine_sheets(request.actor, case=case)
    after = chosen(request, sheets, "after")
    older = [one for one in sheets if one is not after]
    before = chosen(request, older, "before")
    context = {
        **frame(request.actor, case=case, label="9マスシートをくらべる"),
        "before": before,
        "after": after,
        "sheets": sheets,
        "pairs": _pairs(before, after) if before and after else [],
    }
    return answer(request, "surroundings/compare_nine.html", context, shown=[case.id])


def _pairs(before: NineSheet, after: NineSheet) -> list[Pair]:
    earlier = {one.position: one for one in before.cells.all()}
    return [
        Pair(one.heading, earlier[one.position].text if one.position in earlier else "", one.text)
        for one in after.cells.all()
    ]


def headings() -> list[str]:
    """Nine headings, the issue in the centre; the eight around it are the town's own."""
    around = current_profile(today()).nine_cells.headings
    return [*around[: CENTRE - 1], "課題", *around[CENTRE - 1 :]]


def _home(case: Case) -> str:
    return reverse("surroundings:nine", args=[case.id])


@page(needs=WORK)
def start_nine(request: Any, case_id: UUID) -> HttpResponse:
    """新しい版を始める."""
    case = case_seen(request, case_id)
    form = open_form(request, forms.NineForm, subject=case.id)
    offer_basis(form, request.actor, subject_id=case.id)
    act = Act(
        "9マスシートの新しい版", "この版を始める", "新しい版を始めました。マスを選んで書いてください。",
        (
            "同じ共有の範囲の前の版があれば、その内容を写して始めます。前の版は、そのまま残ります。",
            "支援会議の版の内容が、同意の版に写ることはありません。",
        ),
    )  # fmt: skip
    return keep(
        request, form, act=act, back=_home(case), case=case, shown=[case.id],
        do=lambda: operations.start_nine(
            request.actor, case=case, headings=headings(), basis=form.cleaned_data["basis"], today=today()
        ),
    )  # fmt: skip


@page(needs=WORK)
def fill_cell(request: Any, cell_id: UUID) -> HttpResponse:
    """一つのマスに書く."""
    cell = queries.get_cell(request.actor, cell_id=cell_id)

    def opened(now: NineCell) -> Form:
        return open_form(
            request, forms.CellForm, subject=now.id, version=now.version, initial={"text": now.text}
        )

    form = opened(cell)
    case = cell.sheet.case
    act = Act(
        f"「{cell.heading}」に書く", "このマスに書く", f"「{cell.heading}」に書きました。",
        (
            "できていないことだけでなく、できること・好きなこと・力になる人を書きます。",
            "ほかの人が別のマスを同時に書いていても、どちらも残ります。",
        ),
    )  # fmt: skip
    return keep(
        request, form, act=act, back=f"{_home(case)}?version={cell.sheet_id}#cell-{cell.position}", case=case,
        shown=[case.id],
        do=lambda: operations.fill_cell(
            request.actor, cell=cell, version=form.version or 0, text=form.cleaned_data["text"], today=today()
        ),
        current=lambda: opened(queries.get_cell(request.actor, cell_id=cell_id)),
    )  # fmt: skip


@require_POST
@page(needs=LOOK)
def note_guide(request: Any, case_id: UUID) -> HttpResponse:
    """説明を読んだ: from now on it stays closed for this member of staff."""
    case = case_seen(request, case_id)

    def note() -> str:
        operations.note_guide(request.actor, guide=Guide.NINE, today=today())
        messages.success(
            request, "説明は、次から閉じておきます。「9マスシートの書き方」を押すと、いつでも読めます。"
        )
        return _home(case)

    return finish(request, open_form(request, Form, subject=case.id), do=note)
