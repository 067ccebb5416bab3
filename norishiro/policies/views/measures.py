"""One measure, and everything that is written about it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.community import queries as community_queries
from norishiro.core.calendar import fiscal_year, wareki_short
from norishiro.core.form_pages import open_form
from norishiro.core.verdict import Verdict
from norishiro.handbook import queries as handbook_queries
from norishiro.meetings import queries as meeting_queries
from norishiro.policies import figures, forms, operations, queries
from norishiro.policies.access import remove_verdict
from norishiro.policies.choices import Side
from norishiro.policies.views.common import (
    KEEP,
    SEE,
    agency_choices,
    crumbs,
    form_screen,
    home_of,
    may_count,
    may_keep,
    page_of,
    plain,
    step_to,
    uuid_or_none,
)

RECENT = timedelta(days=800)


@page(needs=SEE)
def measure(request: Any, measure_id: UUID) -> HttpResponse:
    """一つの施策: in which plans it stands, how far each has come, what is done, what is counted, what justified it."""
    actor = request.actor
    found = queries.get_measure(actor, measure_id=measure_id)
    told = queries.measure_page(actor, measure=found)
    context = {
        "measure": found, "told": told, "may_keep": may_keep(actor), "may_count": may_count(actor),
        "this_year": fiscal_year(timezone.localdate()), "indicators": [(one, figures.meaning(one.figure) if one.figure else "") for one in told.indicators],
        "voices": queries.reflections_in(actor, measure=found),
        "crumbs": crumbs(*((one.policy.name, home_of(one.policy)) for one, _told in told.places[:1]), (found.name, "")),
    }  # fmt: skip
    return answer(request, "policies/measure.html", context, shown=[])


@page(needs=KEEP)
def change_measure(request: Any, standing_id: UUID) -> HttpResponse:
    """施策・項目を直す."""
    actor = request.actor
    found = queries.get_standing(actor, standing_id=standing_id)

    def opened() -> forms.ChangeMeasureForm:
        now = queries.get_standing(actor, standing_id=standing_id)
        initial = {
            "number": now.number, "name": now.measure.name, "aim": now.measure.aim, "priority": now.priority,
            "agency": str(now.measure.agency_id or ""),
        }  # fmt: skip
        form = open_form(
            request, forms.ChangeMeasureForm, subject=now.id, version=now.measure.version, initial=initial
        )
        form.fields["agency"].offer(agency_choices(actor), blank="決まっていない")
        return form

    form = opened()

    def do() -> tuple[str, str]:
        given = dict(form.cleaned_data)
        operations.change_measure(
            actor, standing=found, version=form.version or found.measure.version,
            agency_id=uuid_or_none(given.pop("agency")), **given,
        )  # fmt: skip
        return "直しました。", page_of(found.measure_id)

    return form_screen(
        request, form, title="施策・項目を直す", submit="直す", back=page_of(found.measure_id), do=do, current=opened,
        steps=(step_to(found),),
        lines=["名前とめざす姿は、この項目が立つすべての計画で変わります。番号と重点の印は、この計画だけです。"],
    )  # fmt: skip


@page(needs=KEEP)
def remove_measure(request: Any, standing_id: UUID) -> HttpResponse:
    """計画から外す: shown with its reasons, done when sent."""
    actor = request.actor
    found = queries.get_standing(actor, standing_id=standing_id)
    verdict: Verdict = remove_verdict(found)
    if request.method == "POST":
        operations.remove_measure(actor, standing=found)
        messages.success(request, "計画から外しました。")
        return redirect(home_of(found.policy))
    context = {
        "standing": found, "verdict": verdict, "crumbs": crumbs(step_to(found), ("計画から外す", "")),
    }  # fmt: skip
    return answer(request, "policies/remove_measure.html", context, shown=[])


@page(needs=KEEP)
def add_project(request: Any, measure_id: UUID) -> HttpResponse:
    """事業を結ぶ."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_measure(actor, measure_id=measure_id)
    form = open_form(request, forms.ProjectForm, subject=found.id, initial={"side": Side.MUNICIPAL})
    schemes = handbook_queries.schemes(actor, on=today)
    form.fields["scheme"].offer(
        [(str(one.id), f"{one.name}（{one.agency.name}）") for one in schemes], blank="ない"
    )
    form.fields["programme"].offer(form.fields["programme"].choices[1:], blank="重層の事業ではない")

    def do() -> tuple[str, str]:
        given = dict(form.cleaned_data)
        operations.add_project(actor, measure=found, scheme_id=uuid_or_none(given.pop("scheme")), **given)
        return "事業を結びました。", page_of(found.id)

    return form_screen(
        request, form, title="事業を結ぶ", submit="結ぶ", back=page_of(found.id), do=do,
        steps=((found.name, page_of(found.id)),), lines=["施策のために、市区町村や社協がしている事業です。"],
    )  # fmt: skip


@page(needs=KEEP)
def add_effort(request: Any, measure_id: UUID) -> HttpResponse:
    """取組みを足す."""
    actor = request.actor
    found = queries.get_measure(actor, measure_id=measure_id)
    form = open_form(request, forms.EffortForm, subject=found.id)

    def do() -> tuple[str, str]:
        operations.add_effort(actor, measure=found, **form.cleaned_data)
        return "取組みを足しました。", page_of(found.id)

    return form_screen(
        request, form, title="取組みを足す", submit="足す", back=page_of(found.id), do=do,
        steps=((found.name, page_of(found.id)),), lines=["評価表の「主な取組み」に、番号の順で出ます。"],
    )  # fmt: skip


@page(needs=KEEP)
def add_deed(request: Any, effort_id: UUID) -> HttpResponse:
    """したことを結ぶ."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_effort(actor, effort_id=effort_id)
    form = open_form(request, forms.DeedForm, subject=found.id, initial={"done_on": today})
    lists = meeting_queries.sitting_lists(actor, today=today)
    held = [one for one in (*lists.this_week, *lists.past) if one.held_on <= today]
    form.fields["sitting"].offer(
        [(str(one.id), f"{wareki_short(one.held_on)} {one.body.name}") for one in held], blank="会議ではない"
    )
    local = actor.may(Permission.SEE_LOCAL)
    gatherings = community_queries.activities_named(actor, since=today - RECENT) if local else []
    form.fields["activity"].offer(
        [(str(one.id), f"{wareki_short(one.gathering.held_on)} {one.gathering.name}") for one in gatherings],
        blank="集まりではない",
    )

    def do() -> tuple[str, str]:
        given = form.cleaned_data
        operations.add_deed(
            actor, effort=found, done_on=given["done_on"], words=given["words"], today=today,
            sitting_id=uuid_or_none(given["sitting"]), activity_id=uuid_or_none(given["activity"]),
        )  # fmt: skip
        return "したことを結びました。計画の体系の「取組み」の数に入りました。", page_of(found.measure_id)

    return form_screen(
        request, form, title="したことを結ぶ", submit="結ぶ", back=page_of(found.measure_id), do=do,
        steps=((found.measure.name, page_of(found.measure_id)),),
        lines=[f"「{found.number} {found.name}」のためにしたことです。会議や集まりの記録があれば、選んでつなぎます。"],
    )  # fmt: skip


@page(needs=KEEP)
def write_progress(request: Any, standing_id: UUID) -> HttpResponse:
    """進み具合を書く."""
    actor = request.actor
    found = queries.get_standing(actor, standing_id=standing_id)
    year = fiscal_year(timezone.localdate())
    usual = min(max(year, found.policy.from_year), found.policy.last_year)
    form = open_form(request, forms.ProgressForm, subject=found.id, initial={"year": usual, "state": "GOING"})

    def do() -> tuple[str, str]:
        operations.write_progress(actor, standing=found, **form.cleaned_data)
        return "進み具合を書きました。", page_of(found.measure_id)

    return form_screen(
        request, form, title="進み具合を書く", submit="書く", back=page_of(found.measure_id), do=do,
        steps=(step_to(found), (found.measure.name, page_of(found.measure_id))),
        lines=[f"{found.policy.name}としての進み具合です。前に書いたものは残ります。"],
    )  # fmt: skip


def _offer(form: forms.IndicatorForm, actor: Any, efforts: Any) -> forms.IndicatorForm:
    form.fields["effort"].offer(
        [(str(one.id), f"{one.number} {one.name}") for one in efforts], blank="決めない"
    )
    form.fields["figure"].offer(figures.choices(), blank="のりしろでは数えない")
    form.fields["programme"].offer(form.fields["programme"].choices[1:], blank="全体")
    form.fields["question"].offer(
        [(str(one.id), one.text) for one in queries.questions(actor)], blank="調査ではない"
    )
    return form


def _given(form: forms.IndicatorForm) -> dict[str, Any]:
    given = dict(form.cleaned_data)
    effort, question = uuid_or_none(given.pop("effort")), uuid_or_none(given.pop("question"))
    tolerance = given.pop("tolerance")
    return {
        **given, "effort_id": effort, "question_id": question,
        "tolerance": Decimal(0) if tolerance is None else tolerance,
    }  # fmt: skip


SOURCES = [
    "実績は、三つのどれかから入ります。のりしろが数える数（日報・月報・年報、実績の表）、住民への調査、打ち込み。",
    "のりしろが数える数には、定義と版がいつも付きます。同じ数を二か所で数えることはありません。",
]


@page(needs=KEEP)
def add_indicator(request: Any, measure_id: UUID) -> HttpResponse:
    """指標を登録する."""
    actor = request.actor
    found = queries.get_measure(actor, measure_id=measure_id)
    efforts = [one.effort for one in queries.measure_page(actor, measure=found).efforts]
    initial = {"kind": "OUTCOME", "direction": "UP", "counting": "YEARLY"}
    form = _offer(open_form(request, forms.IndicatorForm, subject=found.id, initial=initial), actor, efforts)

    def do() -> tuple[str, str]:
        operations.add_indicator(actor, measure=found, values=_given(form))
        return "指標を登録しました。年度の目標を書いてください。", page_of(found.id)

    return form_screen(
        request, form, title="指標を登録する", submit="登録する", back=page_of(found.id), do=do,
        steps=((found.name, page_of(found.id)),), lines=SOURCES,
    )  # fmt: skip


@page(needs=KEEP)
def change_indicator(request: Any, indicator_id: UUID) -> HttpResponse:
    """指標を直す."""
    actor = request.actor
    found = queries.get_indicator(actor, indicator_id=indicator_id)
    efforts = [one.effort for one in queries.measure_page(actor, measure=found.measure).efforts]
    names = tuple(forms.IndicatorForm.base_fields)

    def opened() -> forms.IndicatorForm:
        now = queries.get_indicator(actor, indicator_id=indicator_id)
        initial = {name: plain(getattr(now, name)) for name in names} | {
            "effort": str(now.effort_id or ""), "question": str(now.question_id or ""),
        }  # fmt: skip
        form = open_form(request, forms.IndicatorForm, subject=now.id, version=now.version, initial=initial)
        return _offer(form, actor, efforts)

    form = opened()
    back = page_of(found.measure_id)

    def do() -> tuple[str, str]:
        operations.change_indicator(
            actor, indicator=found, version=form.version or found.version, values=_given(form)
        )
        return "直しました。確定した年度の評価表は変わりません。", back

    return form_screen(
        request, form, title="指標を直す", submit="直す", back=back, do=do, current=opened,
        steps=((found.measure.name, back),), lines=SOURCES,
    )  # fmt: skip


@page(needs=KEEP)
def ground_measure(request: Any, measure_id: UUID) -> HttpResponse:
    """調査の根拠を結ぶ."""
    actor = request.actor
    found = queries.get_measure(actor, measure_id=measure_id)
    known = {str(one.id): one for one in queries.questions(actor)}
    form = open_form(request, forms.GroundForm, subject=found.id)
    form.fields["question"].offer([(key, one.text) for key, one in known.items()])

    def do() -> tuple[str, str]:
        given = form.cleaned_data
        operations.ground_measure(
            actor, measure=found, question=known[given["question"]], words=given["words"]
        )
        return "調査の根拠を結びました。", page_of(found.id)

    return form_screen(
        request, form, title="調査の根拠を結ぶ", submit="結ぶ", back=page_of(found.id), do=do,
        steps=((found.name, page_of(found.id)),),
        lines=["設問ごとの割合は、圏域ごとに、この施策の頁に並びます。割合は「住民への調査」に一度だけ書きます。"],
    )  # fmt: skip
