"""The evaluation of a year: of one measure, and which of a plan are done."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from norishiro.agencies.door import answer, hand_over, page
from norishiro.core.calendar import fiscal_year, fiscal_year_label
from norishiro.core.form_pages import open_form
from norishiro.policies import forms, operations, papers, queries, rules
from norishiro.policies.choices import IndicatorKind
from norishiro.policies.views.common import (
    COUNT,
    KEEP,
    crumbs,
    form_screen,
    home_of,
    may_keep,
    page_of,
    plain,
    step_to,
    year_of,
    years_of,
)


def _address(standing_id: UUID, year: int, name: str = "evaluation") -> str:
    return f"{reverse(f'policies:{name}', args=[standing_id])}?year={year}"


@page(needs=COUNT)
def evaluations(request: Any, policy_id: UUID) -> HttpResponse:
    """評価の一覧: a plan's measures with indicators, and how far the evaluation of a year is."""
    actor = request.actor
    found = queries.get_policy(actor, policy_id=policy_id)
    year = year_of(request, found, today_year=fiscal_year(timezone.localdate()))
    tree = queries.tree_of(actor, policy=found)
    written = queries.evaluations_of(actor, policy=found, year=year)
    lines = [
        (node, written.get(node.standing.id), _address(node.standing.id, year))
        for node in tree.walk()
        if node.indicators or node.standing.id in written
    ]
    context = {
        "policy": found, "lines": lines, "year": year, "years": years_of(found), "year_label": fiscal_year_label(year),
        "crumbs": crumbs((found.name, home_of(found)), ("年度の評価", "")),
    }  # fmt: skip
    return answer(request, "policies/evaluations.html", context, shown=[])


@page(needs=COUNT)
def evaluation(request: Any, standing_id: UUID) -> HttpResponse:
    """評価表: めざす姿, 取組み, 行動量, 成果指標, 評価, 総評."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_standing(actor, standing_id=standing_id)
    year = year_of(request, found.policy, today_year=fiscal_year(today))
    form = queries.evaluation(actor, standing=found, year=year, today=today)
    told = form.told
    may = may_keep(actor)
    context = {
        "standing": found, "form": form, "told": told, "year": year, "years": years_of(found.policy),
        "year_label": fiscal_year_label(year), "may_keep": may, "conditions": papers.conditions(form),
        "kinds": [
            (kind.label, kind.value == IndicatorKind.OUTCOME, [one for one in told["lines"] if one["kind"] == kind.value])
            for kind in IndicatorKind
        ],
        "labels": [fiscal_year_label(one["year"]) for one in years_of(found.policy)],
        "may_write": may if not may.allowed else rules.may_write_review(fixed=form.is_fixed),
        "may_fix": may if not may.allowed else rules.may_fix_review(
            fixed=form.is_fixed, words=told["words"], indicators=len(form.lines), year=year, this_year=fiscal_year(today)
        ),
        "write_url": _address(found.id, year, "write_review"), "fix_url": _address(found.id, year, "fix_review"),
        "take_url": _address(found.id, year, "take_review"), "now": year == fiscal_year(today) and not form.is_fixed,
        "crumbs": crumbs(
            step_to(found), ("年度の評価", f"{reverse('policies:evaluations', args=[found.policy_id])}?year={year}"),
            (found.measure.name, ""),
        ),
    }  # fmt: skip
    return answer(request, "policies/evaluation.html", context, shown=[])


@page(needs=KEEP)
def write_review(request: Any, standing_id: UUID) -> HttpResponse:
    """総評を書く."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_standing(actor, standing_id=standing_id)
    year = year_of(request, found.policy, today_year=fiscal_year(today))

    def opened() -> forms.ReviewForm:
        now = queries.evaluations_of(actor, policy=found.policy, year=year).get(found.id)
        return open_form(
            request, forms.ReviewForm, subject=f"{found.id}:{year}", version=now.version if now else 0,
            initial={"words": now.words if now else ""},
        )  # fmt: skip

    form = opened()
    back = _address(found.id, year)

    def do() -> tuple[str, str]:
        operations.write_review(
            actor, standing=found, year=year, version=form.version or 0, words=form.cleaned_data["words"]
        )
        return "総評を残しました。確かめたら、年度を確定してください。", back

    return form_screen(
        request, form, title=f"{fiscal_year_label(year)}の総評を書く", submit="残す", back=back, do=do, current=opened,
        steps=(step_to(found), (found.measure.name, back)), lines=["確定するまでは、何度でも直せます。"],
    )  # fmt: skip


@require_POST
@page(needs=KEEP)
def fix_review(request: Any, standing_id: UUID) -> HttpResponse:
    """年度の評価を確定する."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_standing(actor, standing_id=standing_id)
    year = year_of(request, found.policy, today_year=fiscal_year(today))
    form = queries.evaluation(actor, standing=found, year=year, today=today)
    operations.fix_review(actor, form=form, today=today)
    messages.success(
        request, "確定しました。このあと記録や値を直しても、確定した表は変わらず、ちがいが並びます。"
    )
    return redirect(_address(found.id, year))


@require_POST
@page(needs=COUNT)
def take_review(request: Any, standing_id: UUID) -> HttpResponse:
    """評価表を受け取る, as PDF or Excel."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_standing(actor, standing_id=standing_id)
    year = year_of(request, found.policy, today_year=fiscal_year(today))
    form = queries.evaluation(actor, standing=found, year=year, today=today)
    kind = operations.PDF if request.POST.get("form") == operations.PDF else operations.XLSX
    taken = operations.take_review(actor, found=form, form=kind, today=today)
    return hand_over(request, taken.content, name=taken.name, shown=[])


@page(needs=KEEP)
def write_year(request: Any, indicator_id: UUID) -> HttpResponse:
    """年度の目標と実績を書く."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_indicator(actor, indicator_id=indicator_id)
    places = queries.measure_page(actor, measure=found.measure).places
    years = sorted(
        {year for one, _told in places for year in range(one.policy.from_year, one.policy.last_year + 1)}
    )
    typed = request.GET.get("year", "")
    this_year = fiscal_year(today)
    usual = this_year if this_year in years else years[0]
    year = next((one for one in years if str(one) == typed), usual)

    def opened() -> forms.YearForm:
        now = queries.year_value(actor, indicator=found, year=year)
        names = tuple(forms.YearForm.base_fields)
        initial = {name: plain(getattr(now, name)) for name in names} if now else {"state": "ABSENT"}
        return open_form(
            request, forms.YearForm, subject=f"{found.id}:{year}", version=now.version if now else 0, initial=initial,
            pair=(found.a_label, found.b_label) if found.is_pair else None, by_hand=found.is_by_hand,
        )  # fmt: skip

    form = opened()
    back = page_of(found.measure_id)

    def do() -> tuple[str, str]:
        given = form.cleaned_data
        value = rules.Year(
            target=given["target"], target_b=given.get("target_b"), state=given.get("state", "ABSENT"),
            actual=given.get("actual"), actual_b=given.get("actual_b"), source=given.get("source", ""),
        )  # fmt: skip
        marks = {name: given[name] for name in ("repeated", "expected", "note")}
        operations.write_year(
            actor, indicator=found, year=year, version=form.version or 0, value=value, marks=marks
        )
        return f"{fiscal_year_label(year)}の値を書きました。", back

    lines = [f"{found.name}（{found.unit}・{found.get_direction_display()}）"]
    lines += [] if found.is_by_hand else ["実績は、記録か調査から入ります。ここでは打ちません。"]
    return form_screen(
        request, form, title=f"{fiscal_year_label(year)}の値を書く", submit="書く", back=back, do=do, current=opened,
        steps=((found.measure.name, back),), lines=lines,
    )  # fmt: skip
