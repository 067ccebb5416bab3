"""The bases of a year: what each means to do, and beside it what it received."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from norishiro.agencies.door import answer, hand_over, page
from norishiro.agencies.permissions import Permission
from norishiro.agencies.views import parts
from norishiro.core.calendar import fiscal_year, fiscal_year_label, fiscal_year_span
from norishiro.core.form_pages import open_form
from norishiro.core.records import Unseen
from norishiro.policies import base_papers, forms, operations, queries
from norishiro.policies.views.common import KEEP, crumbs, form_screen, may_keep, uuid_or_none
from norishiro.policies.views.money import posted_year
from norishiro.reports.definitions import FIGURES

BASES = "拠点の計画"
REPORTS = Permission.SEE_REPORTS


def _at(name: str, year: int, *args: Any, **more: str) -> str:
    return f"{reverse(f'policies:{name}', args=args)}?{urlencode({'year': year, **more})}"


def _steps(year: int, *more: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return ((BASES, _at("base_plans", year)), *more)


@page(needs=REPORTS)
def base_plans(request: Any) -> HttpResponse:
    """拠点の計画: the bases of a year, and which of them have one."""
    year, today = parts.asked_year(request), timezone.localdate()
    lines = queries.base_lines(request.actor, year=year)
    context = {
        "lines": [(one, _at("base_plan", year, one.scope.ids[0])) for one in lines], "year": year,
        "year_label": fiscal_year_label(year), "years": parts.years_around(fiscal_year(today)), "crumbs": crumbs((BASES, "")),
    }  # fmt: skip
    return answer(request, "policies/base_plans.html", context, shown=[])


@page(needs=REPORTS)
def base_plan(request: Any, base_id: UUID) -> HttpResponse:
    """一つの拠点の計画と、相談の統計: by field, first and all, each number opening its records."""
    actor, year, today = request.actor, parts.asked_year(request), timezone.localdate()
    scope = queries.find_base(actor, base_id=base_id, year=year)
    found = queries.base_year(actor, scope=scope, year=year)
    on = fiscal_year_span(year)[0].isoformat()

    def behind(line: queries.FieldLine) -> dict[str, Any]:
        ways = {
            which: _at("base_records", year, base_id, key=line.key, which=which)
            for which in (queries.NEW, queries.ALL)
        }
        return {"line": line, **ways}

    figures = {
        one.goal.figure: f"{reverse('reports:entries')}?"
        + urlencode({"span": "YEAR", "on": on, "scope": scope.code, "layout": "YEAR", "figure": one.goal.figure})
        for one in found.goals
    }  # fmt: skip
    context = {
        "found": found, "goals": [(one, figures[one.goal.figure] if one.actual else "") for one in found.goals],
        "groups": [
            ("分野ごと", "分野", [behind(one) for one in (*found.fields, found.whole)]),
            ("月ごと", "月", [behind(one) for one in (*found.months, found.whole)]),
        ],
        "conditions": base_papers.conditions(found, today=today), "may_keep": may_keep(actor), "year": year,
        "year_label": fiscal_year_label(year), "years": parts.years_around(fiscal_year(today)),
        "write_url": _at("write_base_plan", year, base_id), "goal_url": _at("add_base_goal", year, base_id),
        "crumbs": crumbs(*_steps(year, (scope.label, ""))),
    }  # fmt: skip
    return answer(request, "policies/base_plan.html", context, shown=[])


@page(needs=REPORTS)
def base_records(request: Any, base_id: UUID) -> HttpResponse:
    """数のもとになった相談: as far as the actor may see them."""
    actor, year = request.actor, parts.asked_year(request)
    scope = queries.find_base(actor, base_id=base_id, year=year)
    which = queries.NEW if request.GET.get("which") == queries.NEW else queries.ALL
    found = queries.base_records(actor, scope=scope, year=year, key=request.GET.get("key", ""), which=which)
    back = _at("base_plan", year, base_id)
    context = {
        "found": found, "scope": scope, "year_label": fiscal_year_label(year), "back": back,
        "crumbs": crumbs(*_steps(year, (scope.label, back), (found.title, ""))),
    }  # fmt: skip
    return answer(request, "policies/base_records.html", context, shown=found.subjects)


@page(needs=KEEP)
def write_base_plan(request: Any, base_id: UUID) -> HttpResponse:
    """拠点の計画を書く."""
    actor, year = request.actor, parts.asked_year(request)
    scope = queries.find_base(actor, base_id=base_id, year=year)
    back = _at("base_plan", year, base_id)

    def opened() -> forms.BasePlanForm:
        now = queries.plan_of(actor, base_id=base_id, year=year)
        return open_form(
            request, forms.BasePlanForm, subject=f"{base_id}:{year}", version=now.version if now else 0,
            initial={"words": now.words if now else ""},
        )  # fmt: skip

    form = opened()

    def do() -> tuple[str, str]:
        operations.write_base_plan(
            actor, scope=scope, year=year, version=form.version or 0, words=form.cleaned_data["words"]
        )
        return "拠点の計画を残しました。つぎに、目標を足してください。", back

    return form_screen(
        request, form, title=f"{scope.label}の計画を書く", submit="残す", back=back, do=do, current=opened,
        steps=_steps(year, (scope.label, back)), lines=[f"{fiscal_year_label(year)}の計画です。"],
    )  # fmt: skip


def _offer(request: Any, form: forms.BaseGoalForm, *, year: int) -> forms.BaseGoalForm:
    found = queries.measures_for_goals(request.actor, year=year)
    form.fields["measure"].offer([(str(one.id), one.name) for one in found], blank="結ばない")
    numbers = [(one.key, f"{one.label}（{one.unit}）") for one in FIGURES.values()]
    form.fields["figure"].offer(numbers, blank="数では見ない")
    return form


def _given(form: forms.BaseGoalForm) -> dict[str, Any]:
    given = dict(form.cleaned_data)
    measure = given.pop("measure")
    return {**given, "measure_id": uuid_or_none(measure)}


@page(needs=KEEP)
def add_base_goal(request: Any, base_id: UUID) -> HttpResponse:
    """拠点の目標を足す."""
    actor, year = request.actor, parts.asked_year(request)
    scope = queries.find_base(actor, base_id=base_id, year=year)
    plan = queries.plan_of(actor, base_id=base_id, year=year)
    back = _at("base_plan", year, base_id)
    if plan is None:
        raise Unseen(base_id)
    form = _offer(request, open_form(request, forms.BaseGoalForm, subject=plan.id), year=year)

    def do() -> tuple[str, str]:
        operations.add_base_goal(actor, plan=plan, values=_given(form))
        return "目標を足しました。", back

    return form_screen(
        request, form, title="拠点の目標を足す", submit="足す", back=back, do=do, steps=_steps(year, (scope.label, back)),
        lines=["数で見られる目標は、記録から数える数を選びます。いまの数は、ひとりでに横に出ます。"],
    )  # fmt: skip


@page(needs=KEEP)
def change_base_goal(request: Any, base_goal_id: UUID) -> HttpResponse:
    """拠点の目標を直す."""
    actor = request.actor
    found = queries.get_goal(actor, goal_id=base_goal_id)
    year, base_id = found.base_plan.fiscal_year, found.base_plan.base_id
    back = _at("base_plan", year, base_id)

    def opened() -> forms.BaseGoalForm:
        now = queries.get_goal(actor, goal_id=base_goal_id)
        names = ("number", "words", "efforts", "figure", "target")
        initial = {**{name: getattr(now, name) for name in names}, "measure": str(now.measure_id or "")}
        form = open_form(request, forms.BaseGoalForm, subject=now.id, version=now.version, initial=initial)
        return _offer(request, form, year=year)

    form = opened()

    def do() -> tuple[str, str]:
        operations.change_base_goal(
            actor, goal=found, version=form.version or found.version, values=_given(form)
        )
        return "目標を直しました。", back

    return form_screen(
        request, form, title="拠点の目標を直す", submit="直す", back=back, do=do, current=opened,
        steps=_steps(year, (found.base_plan.base.name, back)), lines=["目標の数を消すときは、空のままにします。"],
    )  # fmt: skip


@require_POST
@page(needs=REPORTS)
def take_base_plan(request: Any, base_id: UUID) -> HttpResponse:
    """拠点の計画と統計を受け取る, as PDF or Excel."""
    actor, year = request.actor, posted_year(request)
    scope = queries.find_base(actor, base_id=base_id, year=year)
    found = queries.base_year(actor, scope=scope, year=year)
    kind = operations.PDF if request.POST.get("form") == operations.PDF else operations.XLSX
    taken = operations.take_base_plan(actor, found=found, form=kind, today=timezone.localdate())
    return hand_over(request, taken.content, name=taken.name, shown=[])
