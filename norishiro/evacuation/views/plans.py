"""計画: the forms by month, a plan in its own form, and the next version brought over from the last."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.door import answer, hand_over, page
from norishiro.core.form_pages import open_form
from norishiro.core.forms.base import as_uuid
from norishiro.core.verdict import Refused
from norishiro.evacuation import forms, operations, papers, queries
from norishiro.evacuation.choices import Matter, Share
from norishiro.evacuation.items import items
from norishiro.evacuation.views.common import KEEP, crumbs, form_screen, may_plan, tabs
from norishiro.evacuation.views.refuges import may_choose, refuge_lines
from norishiro.opendata.datasets import datasets
from norishiro.profiles.current import current_profile

CARRIED = ("maker", "agreed_on", "share", "share_with")


@page(needs=KEEP)
def plan_forms(request: Any) -> HttpResponse:
    """計画の様式: the versions by month, and how many plans stand in each."""
    actor = request.actor
    used = queries.plans_in_forms(actor)
    context = {
        "forms": [(one, used.get(one.id, 0)) for one in queries.plan_forms(actor)],
        "tabs": tabs("evacuation:plan_forms"), "crumbs": crumbs(("計画の様式", "")),
    }  # fmt: skip
    return answer(request, "evacuation/plan_forms.html", context, shown=[])


@page(needs=KEEP)
def start_form(request: Any) -> HttpResponse:
    """新しい様式を決める."""
    actor, today = request.actor, timezone.localdate()
    newest = next(iter(queries.plan_forms(actor)), None)
    codes = [one.code for one in newest.items.all()] if newest else [one.code for one in items()]
    form = open_form(request, forms.PlanFormForm, initial={"codes": codes})
    back = reverse("evacuation:plan_forms")

    def do() -> tuple[str, str]:
        made = operations.start_form(actor, today=today, **form.cleaned_data)
        return f"「{made.name}」を決めました。前の計画は、前の様式のままで読めます。", back

    return form_screen(
        request, form, title="新しい様式を決める", submit="決める", back=back, do=do,
        steps=crumbs(("計画の様式", back), ("新しい様式", "")),
        lines=["使いはじめる月の一日からつくる計画が、この様式になります。前の月までにつくった計画は変わりません。"],
    )  # fmt: skip


@page(needs=KEEP)
def write_plan(request: Any, target_id: UUID) -> HttpResponse:
    """計画を書く、または見直して次の版を書く: in the form of today, with what the last version said in the same fields."""
    actor, today = request.actor, timezone.localdate()
    target = queries.get_target(actor, target_id=target_id)
    chosen = as_uuid(request.GET.get("form", ""))
    begun = [one for one in queries.plan_forms(actor) if one.from_on <= today]
    shape = next((one for one in begun if one.id == chosen), next(iter(begun), None))
    if shape is None:
        raise Refused(may_plan(shape))
    last = next(iter(queries.plans_of(actor, target=target)), None)
    said = {line.item.code: line.text for line in last.lines.all()} if last else {}
    known = {one.code for one in last.form.items.all()} if last else {one.code for one in shape.items.all()}
    fields = [(one.code, one.label, one.code not in known) for one in shape.items.all()]
    initial: dict[str, Any] = {"made_on": today, "share": "UNASKED"} | said
    if helpers := queries.helpers_of(actor, target=target):
        initial |= {"SUPPORTER": "\n".join(helpers)}
    if last:
        initial |= {name: getattr(last, name) for name in CARRIED}
    agreed = next(
        (one.receivers for one in queries.standpoints(actor, target=target) if one.matter == Matter.PLAN), ""
    )
    if agreed:
        initial |= {"share": Share.AGREED, "share_with": agreed}
    form = open_form(request, forms.plan_form_of(fields), subject=target.id, initial=initial)
    name = queries.name_of(actor, target=target)
    back = reverse("evacuation:target", args=[target.id])
    left = (
        [line.item.label for line in last.lines.all() if line.item.code not in {one[0] for one in fields}]
        if last
        else []
    )

    def do() -> tuple[str, str]:
        given = form.cleaned_data
        agreement = operations.Agreement(*(given[one] for one in (*CARRIED, "review_on")))
        made = operations.write_plan(
            actor, target=target, number=(last.number if last else 0) + 1, form=shape, made_on=given["made_on"],
            agreement=agreement, texts={code: given[code] for code, _label, _new in fields}, today=today,
        )  # fmt: skip
        return f"第{made.number}版を書きました。", reverse("evacuation:plan", args=[made.id])

    lines = [f"「{shape.name}」で書きます。"]
    if last:
        lines.append(
            f"第{last.number}版（{last.form.name}）に書いてあったことが、同じ欄に入っています。第{last.number}版は、そのまま残ります。"
        )
    if helpers and said.get("SUPPORTER", "") not in ("", initial["SUPPORTER"]):
        lines.append(
            f"手伝う人の欄には、引き受けた支援者が入っています。前の版に書いてあったこと：{said['SUPPORTER']}"
        )
    if left:
        lines.append(f"この様式にない欄は、前の版で読めます：{'、'.join(left)}")
    return form_screen(
        request, form, title=f"{name}さんの個別避難計画", submit="書く", back=back, do=do,
        steps=crumbs((name, back), ("計画を書く", "")), lines=lines, shown=[target.seen_as],
    )  # fmt: skip


@page(needs=KEEP)
def plan(request: Any, evacuation_plan_id: UUID) -> HttpResponse:
    """一つの版: in the form it was written in."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_plan(actor, evacuation_plan_id=evacuation_plan_id)
    form, plans = queries.form_for(actor, on=today), queries.plans_of(actor, target=found.target)
    name = queries.name_of(actor, target=found.target)
    chosen, earlier = queries.refuges(actor, plan=found)
    texts = {line.item_id: line.text for line in found.lines.all()}
    context = {
        "plan": found, "plans": plans, "form": form, "name": name, "may_plan": may_plan(form),
        "refuges": refuge_lines(actor, chosen=chosen, home=queries.home_of(actor, target=found.target)),
        "earlier": [(one, datasets().hazard_names.get(one.hazard, one.hazard)) for one in earlier],
        "may_choose": may_choose(plans, found),
        "is_older": plans[0].id != found.id, "rows": [(one.label, texts.get(one.id, "")) for one in found.form.items.all()],
        "crumbs": crumbs((name, reverse("evacuation:target", args=[found.target_id])), (f"第{found.number}版", "")),
    }  # fmt: skip
    return answer(request, "evacuation/plan.html", context, shown=[found.target.seen_as])


@page(needs=KEEP)
def plan_paper(request: Any, evacuation_plan_id: UUID) -> HttpResponse:
    """計画の紙: in the form it was written in."""
    actor = request.actor
    found = queries.get_plan(actor, evacuation_plan_id=evacuation_plan_id)
    town = current_profile(timezone.localdate()).municipality.name
    home = queries.home_of(actor, target=found.target)
    chosen, _earlier = queries.refuges(actor, plan=found)
    lines = refuge_lines(actor, chosen=chosen, home=home)
    content = papers.plan(
        found, name=queries.name_of(actor, target=found.target), town=town, refuges=lines,
        helpers=queries.helpers_of(actor, target=found.target),
    )  # fmt: skip
    return hand_over(request, content, name="個別避難計画.pdf", shown=[found.target.seen_as])
