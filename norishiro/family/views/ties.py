"""How two figures stand to each other: written, corrected or ended, taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse

from norishiro.agencies.door import page
from norishiro.core.form_pages import open_form
from norishiro.family import forms, operations, queries
from norishiro.family.choices import Sureness, TieKind
from norishiro.family.told import End, Telling
from norishiro.family.views.figures import FIRST_MANNER, partly, tie_facts
from norishiro.family.views.parts import (
    WORK,
    Act,
    case_seen,
    choices_of,
    end_of,
    figure_address,
    offer_basis,
    people_at,
    perform,
    today,
)

if TYPE_CHECKING:
    from norishiro.family.models import Tie

WORDS = {
    TieKind.PARENT: "と、その子とをつなぐ",
    TieKind.COUPLE: "と、その配偶者・パートナーとをつなぐ",
    TieKind.SIBLING: "と、そのきょうだいとをつなぐ",
}


@page(needs=WORK)
def relate(request: Any, case_id: UUID) -> HttpResponse:
    """図にいる二人の間柄を書く (of parent and child, the figure of the address is the parent)."""
    case = case_seen(request, case_id)
    one = end_of(request, case)
    chosen = request.GET.get("as", "")
    kind = TieKind(chosen) if chosen in TieKind.values else TieKind.PARENT
    drawn = queries.family_on(request.actor, case=case, on=today())
    form = open_form(
        request, forms.RelateForm, subject=case.id,
        initial={"manner": FIRST_MANNER[kind], "told_on": today(), "sureness": Sureness.SURE},
    )  # fmt: skip
    form.suit(kind)
    form.fields["other"].choices = [
        ("", "選んでください"), *(line for line in choices_of(drawn.family) if line[0] != one.key),
    ]  # fmt: skip
    offer_basis(form, request, case=case)
    act = Act(
        f"{one.called}{WORDS[kind]}", "登録する", "間柄を登録しました。",
        ("どちらも図にいる二人を、線でつなぎます。",),
    )  # fmt: skip

    def do() -> None:
        given = form.cleaned_data
        operations.relate(
            request.actor, case=case, kind=kind, one=one,
            other=queries.end_named(request.actor, case=case, key=given["other"]), facts=tie_facts(given),
            telling=Telling(
                source=given["source"], told_on=given["told_on"], sureness=given["sureness"], basis=given["basis"]
            ),
            today=today(),
        )  # fmt: skip

    shown = [case.id, *drawn.person_ids, *people_at(one)]
    return perform(
        request, form, act=act, case=case, do=do, back=figure_address(case.id, one.key), shown=shown
    )


def _ends(tie: Tie) -> tuple[End, End]:
    return End(tie.one_person, tie.one_kin), End(tie.other_person, tie.other_kin)


@page(needs=WORK)
def change_tie(request: Any, tie_id: UUID) -> HttpResponse:
    """二人の間柄を直す・終える."""
    tie = queries.get_tie(request.actor, tie_id=tie_id)
    one, other = _ends(tie)

    def fresh() -> forms.TieForm:
        now = queries.get_tie(request.actor, tie_id=tie_id)
        opened = open_form(
            request, forms.TieForm, subject=now.id, version=now.version, initial=_present(request, now)
        )
        opened.suit(TieKind(now.kind))
        return opened

    form = fresh()
    act = Act(
        f"{one.called}と{other.called}の間柄を直す", "書き改める", "間柄を書き改めました。",
        (
            "離婚・死別・別居は、取り消さずに、ここで「終わったとき」や「別居している」に書きます。図に残ります。",
            "親権は、親子それぞれの線に書きます。離婚の線のどちら側に子を下げるかが、それで決まります。",
        ),
    )  # fmt: skip

    def do() -> None:
        given = form.cleaned_data
        operations.change_tie(
            request.actor, tie=tie, version=form.version or 0, facts=tie_facts(given), source=given["source"],
            told_on=given["told_on"], sureness=given["sureness"], today=today(),
        )  # fmt: skip

    return perform(
        request, form, act=act, case=tie.case, do=do, back=figure_address(tie.case_id, one.key),
        shown=[tie.case_id, *people_at(one, other)], current=fresh,
    )  # fmt: skip


def _present(request: Any, tie: Tie) -> dict[str, Any]:
    plain = ("manner", "custody", "place", "apart", "ended", "source", "told_on", "sureness")
    hidden = queries.hidden_manner(request.actor, tie=tie)
    said = {"manner": hidden.manner, "hide": True} if hidden else {}
    dates = {name: partly(getattr(tie, name)) for name in ("since", "apart_since", "ended_on")}
    return {**{name: getattr(tie, name) for name in plain}, "tie_note": tie.note, **dates, **said}


@page(needs=WORK)
def withdraw_tie(request: Any, tie_id: UUID) -> HttpResponse:
    """間柄を取り消す."""
    tie = queries.get_tie(request.actor, tie_id=tie_id)
    one, other = _ends(tie)
    form = open_form(request, forms.ReasonForm, subject=tie.id)
    act = Act(
        f"{one.called}と{other.called}の間柄を取り消す", "取り消す", "間柄を取り消しました。",
        ("はじめからまちがいだった間柄を除きます。終わった間柄（離婚・死別）は、取り消さずに「直す」で書きます。",),
    )  # fmt: skip
    return perform(
        request, form, act=act, case=tie.case, back=figure_address(tie.case_id, one.key),
        shown=[tie.case_id, *people_at(one, other)],
        do=lambda: operations.withdraw_tie(
            request.actor, tie=tie, reason=form.cleaned_data["reason"], today=today()
        ) and None,
    )  # fmt: skip
