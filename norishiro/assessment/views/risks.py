"""○/×/? sheets: filled in, looked at, and the level people decided on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.assessment import operations, queries, rules
from norishiro.assessment.choices import Decider
from norishiro.assessment.dictionary import risk_forms_on
from norishiro.assessment.forms import LevelForm, risk_form
from norishiro.assessment.views.shared import (
    Act,
    case_crumbs,
    chosen,
    offer_basis,
    offer_people,
    people_of,
    perform,
    today,
)
from norishiro.cases import queries as case_queries
from norishiro.core.form_pages import open_form
from norishiro.core.records import Unseen

if TYPE_CHECKING:
    from norishiro.assessment.models import RiskSheet
    from norishiro.profiles.schema.forms import RiskForm

WORK = Permission.WORK_CASE


@page(needs=WORK)
def fill_risk(request: Any, case_id: UUID, form: str) -> HttpResponse:
    """○×？の票を書く."""
    actor = request.actor
    case = case_queries.get_visible(actor, case_id=case_id)
    wanted = next((one for one in risk_forms_on(today()) if one.code == form), None)
    if wanted is None:
        raise Unseen(case_id)
    people = people_of(actor, case=case)
    filled = open_form(request, risk_form(wanted), subject=case.id, initial={"filled_on": today()})
    offer_people(filled, "person", people)
    offer_basis(filled, actor, subject_id=case.id)
    act = Act(
        title=wanted.name, submit="票を登録する", done="票を登録しました。段階は、人か会議が決めて書きます。",
        back=reverse("assessment:case_assessment", args=[case.id]),
        hints=(
            "○ あてはまる、× あてはまらない、？ まだ分からない、で答えます。答えなかった問いは「？」になります。",
            "印の数は数えません。段階は、情報と強みを見て、人か会議が決めます。",
        ),
        crumbs=case_crumbs(case, wanted.name),
    )  # fmt: skip

    def do() -> str:
        given = filled.cleaned_data
        sheet = operations.fill_risk(
            actor, case=case, person=chosen(people, given["person"]), form=wanted, marks=filled.marks(),
            filled_on=given["filled_on"], basis=given["basis"], today=today(),
        )  # fmt: skip
        return reverse("assessment:show_risk", args=[sheet.id])

    return perform(request, filled, act=act, do=do, shown=[case.id, *(one.id for one in people)])


def _shown(risk: RiskSheet) -> list[UUID]:
    return [risk.case_id, *([risk.person_id] if risk.person_id else [])]


def _form_of(risk: RiskSheet) -> RiskForm | None:
    """The sheet's own form, in the version of its day."""
    return next((one for one in risk_forms_on(risk.filled_on) if one.code == risk.form_code), None)


@page(needs=Permission.SEE_PEOPLE)
def show_risk(request: Any, risk_id: UUID) -> HttpResponse:
    """○×？の票: what is for it, against it and unknown, side by side, and what was decided."""
    risk = queries.get_risk(request.actor, risk_id=risk_id)
    decisions = list(risk.decisions.all())
    context = {
        "risk": risk,
        "decisions": decisions,
        "due": bool(decisions) and decisions[0].review_on <= today(),
        "levels": form.levels if (form := _form_of(risk)) else (),
        "may_decide": rules.may_assess(status=risk.case.status),
        "today": today(),
        "crumbs": case_crumbs(risk.case, risk.form_name),
    }
    return answer(request, "assessment/show_risk.html", context, shown=_shown(risk))


@page(needs=WORK)
def decide_level(request: Any, risk_id: UUID) -> HttpResponse:
    """段階を決める."""
    risk = queries.get_risk(request.actor, risk_id=risk_id)
    form = open_form(
        request, LevelForm, subject=risk.id,
        initial={"decided_on": today(), "decider": Decider.MEETING, "decided_by": request.actor.name},
    )  # fmt: skip
    wanted = _form_of(risk)
    form.fields["level"].choices = [
        (one.code, f"{one.label}（{one.meaning}）" if one.meaning else one.label)
        for one in (wanted.levels if wanted else ())
    ]
    act = Act(
        title=f"{risk.form_name}：段階を決める", submit="決めたことを登録する",
        done="決めた段階を登録しました。見直す日が来たら、「今日」でお知らせします。",
        back=reverse("assessment:show_risk", args=[risk.id]),
        hints=(
            "印の数からは決まりません。何を重く見て、だれが決めたかを書きます。",
            "新しいことが分かったら、何度でも決めなおせます。前の決定も残ります。",
        ),
        crumbs=case_crumbs(risk.case, "段階を決める"),
    )  # fmt: skip
    return perform(
        request, form, act=act, shown=_shown(risk),
        do=lambda: operations.decide_level(request.actor, sheet=risk, today=today(), **form.cleaned_data),
    )  # fmt: skip
