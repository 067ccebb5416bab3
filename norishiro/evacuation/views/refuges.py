"""避難する所: chosen from the newest open lists, nearest first, with the way there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.door import answer, page
from norishiro.core.form_pages import open_form
from norishiro.core.withheld import typed_into
from norishiro.evacuation import forms, operations, queries, routes, rules
from norishiro.evacuation.views.common import KEEP, crumbs, form_screen
from norishiro.opendata import queries as opendata
from norishiro.opendata.datasets import datasets
from norishiro.profiles.current import current_profile

if TYPE_CHECKING:
    from norishiro.agencies.actor import Actor
    from norishiro.core.verdict import Verdict
    from norishiro.evacuation.models import Entry, EvacuationPlan, Refuge
    from norishiro.resources.points import Point

SHOWN = 40


@dataclass(frozen=True)
class RefugeLine:
    """A place a plan names, as the plan and the paper show it."""

    refuge: Refuge
    hazard: str
    steps: list[routes.Step]
    drawn: routes.Drawn
    now: str


def refuge_lines(actor: Actor, *, chosen: list[Refuge], home: Entry | None) -> list[RefugeLine]:
    """What is said of each place: the way, the map, and what the newest list says of it meanwhile."""
    names = datasets().hazard_names
    at = home.point if home else None
    stands = opendata.as_it_stands(actor, rows=[one.row for one in chosen])
    ways = {one.hazard: _points(one, at) for one in chosen}
    under = queries.outlines_near(actor, ways=ways)
    found = []
    for one in chosen:
        steps = [routes.Step(step.words, step.point) for step in one.steps.all()]
        drawn = routes.draw_route(
            home=at, steps=steps, place=one.row.point, name=one.row.name, outlines=under.get(one.hazard, ())
        )
        found.append(
            RefugeLine(one, names.get(one.hazard, one.hazard), steps, drawn, _now(one, stands[one.row.id]))
        )
    return found


def _points(refuge: Refuge, home: Point | None) -> list[tuple[float, float]]:
    on_the_way = (home, *(step.point for step in refuge.steps.all()), refuge.row.point)
    return [routes.at(point) for point in on_the_way if point]


def _now(refuge: Refuge, row: Any) -> str:
    """What differs between the day it was chosen and the newest list, in words; empty where nothing does."""
    if row is None:
        return "この所は、いまの避難場所一覧にありません。次の計画で選び直してください。"
    if refuge.hazard not in row.hazard_codes and refuge.hazard in refuge.row.hazard_codes:
        return "いまの一覧では、この災害のときの避難場所ではありません。選び直してください。"
    if (row.name, row.address) != (refuge.row.name, refuge.row.address):
        return f"いまの一覧では「{row.name}（{row.address or '所在地の記入なし'}）」です。同じ所かを確かめてください。"
    return ""


def may_choose(plans: list[EvacuationPlan], plan: EvacuationPlan) -> Verdict:
    names = list(datasets().hazard_names)
    return rules.may_choose_refuge(
        is_newest=plans[0].id == plan.id, is_next=True, hazard=names[0], of_place=(), offered=names
    )


def _home() -> str:
    return current_profile(timezone.localdate()).municipality.name


def _steps(name: str, plan: EvacuationPlan, *more: tuple[str, str]) -> list[dict[str, str]]:
    return crumbs(
        (name, reverse("evacuation:target", args=[plan.target_id])),
        (f"第{plan.number}版", reverse("evacuation:plan", args=[plan.id])), *more,
    )  # fmt: skip


@page(needs=KEEP)
def refuges(request: Any, evacuation_plan_id: UUID) -> HttpResponse:
    """避難する所をさがす: the newest lists, by kind of disaster and words, nearest first."""
    actor = request.actor
    plan = queries.get_plan(actor, evacuation_plan_id=evacuation_plan_id)
    home, name = queries.home_of(actor, target=plan.target), queries.name_of(actor, target=plan.target)
    words = typed_into(request, request.GET.get("q", "").strip()[:60])
    names = datasets().hazard_names
    hazard = request.GET.get("hazard", "")
    hazard = hazard if hazard in names else ""
    found = queries.candidates(actor, home=home, hazard=hazard, words=words, here=_home())
    context = {
        "plan": plan, "name": name, "hazard": hazard, "words": words, "hazards": list(names.items()),
        "rows": found[:SHOWN], "total": len(found), "placed": bool(home and home.point), "home": home,
        "may_choose": may_choose(queries.plans_of(actor, target=plan.target), plan),
        "crumbs": _steps(name, plan, ("避難する所", "")),
    }  # fmt: skip
    return answer(request, "evacuation/refuges.html", context, shown=[plan.target.seen_as])


@page(needs=KEEP)
def choose_refuge(request: Any, evacuation_plan_id: UUID, shelter_id: UUID) -> HttpResponse:
    """この所に決める: for which disaster, and by which way."""
    actor, today = request.actor, timezone.localdate()
    plan = queries.get_plan(actor, evacuation_plan_id=evacuation_plan_id)
    row = opendata.get_shelter(actor, row_id=shelter_id)
    name = queries.name_of(actor, target=plan.target)
    chosen, earlier = queries.refuges(actor, plan=plan)
    names = datasets().hazard_names
    offered = row.hazard_codes or list(names)
    asked = request.GET.get("hazard", "")
    asked = asked if asked in offered else offered[0]
    before = next((one for one in chosen if one.hazard == asked), None)
    said = [routes.Step(one.words, one.point) for one in before.steps.all()] if before else []
    route = next((line.text for line in plan.lines.all() if line.item.code == "ROUTE"), "")
    form = open_form(
        request, forms.RefugeForm, subject=plan.id, hazards=[(one, names[one]) for one in offered],
        initial={"hazard": asked, "steps": routes.written(said) or route},
    )  # fmt: skip
    back = f"{reverse('evacuation:refuges', args=[plan.id])}?hazard={asked}"

    def do() -> tuple[str, str]:
        hazard = form.cleaned_data["hazard"]
        number = sum(one.hazard == hazard for one in (*chosen, *earlier)) + 1
        operations.choose_refuge(
            actor,
            plan=plan,
            row=row,
            hazard=hazard,
            steps=form.cleaned_data["steps"],
            number=number,
            today=today,
        )
        return f"{names[hazard]}のときは「{row.name}」に決めました。", reverse(
            "evacuation:plan", args=[plan.id]
        )

    lines = [
        f"{row.name}　{row.address}",
        f"{row.intake.source}（{row.intake.as_of:%Y年%-m月%-d日}時点）の一覧にある所です。",
    ]
    if before and before.row_id != row.id:
        lines.append(f"いまは「{before.row.name}」です。前に選んだ所も、記録として残ります。")
    return form_screen(
        request, form, title=f"「{row.name}」に避難する", submit="決める", back=back, do=do,
        steps=_steps(name, plan, ("避難する所", back), (row.name, "")), lines=lines, shown=[plan.target.seen_as],
    )  # fmt: skip
