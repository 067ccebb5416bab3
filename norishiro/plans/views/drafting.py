"""Writing a plan."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.core.form_pages import finish, merge_page, open_form
from norishiro.core.records import StaleVersion
from norishiro.core.verdict import Refused
from norishiro.plans import access, operations, queries
from norishiro.plans.choices import PlanKind
from norishiro.plans.forms import ChangeForm, PlanForm
from norishiro.plans.forms.plan import MORE_ROWS
from norishiro.plans.operations.drafting import content_of
from norishiro.plans.views import shared
from norishiro.sharing.choices import Category, Ground
from norishiro.sharing.queries import bases_open_to


@page(needs=Permission.DRAFT_PLAN)
def draft_plan(request: Any, case_id: UUID, kind: str) -> HttpResponse:
    """プランの案を作る. Filled from the issues, wishes, roles and agencies' plans already recorded."""
    actor, today = request.actor, timezone.localdate()
    case = queries.get_case(actor, case_id=case_id)
    wanted = _kind(kind)
    held = bases_open_to(actor, subject_id=case.id)
    grounds = held if wanted == PlanKind.OUTREACH else [Ground.CONSENT]
    basis = _chosen(request, grounds)
    if not _sent(request):
        sides = access.sides(actor, today=today)
        access.may_draft(actor, case=case, kind=wanted, basis=basis, sides=sides).or_refuse()
    members = queries.members_of(actor, case=case)
    may_be_named, missing = _by_consent(request, case, members)
    selectable = may_be_named if grounds == [Ground.CONSENT] else members
    initial, rows = queries.prefilled(
        actor, case=case, kind=wanted, basis=basis, today=today,
        members=may_be_named if basis == Ground.CONSENT else members,
    )  # fmt: skip
    form = _form(
        request, PlanForm, subject=case.id, kind=wanted, initial=initial, filled_rows=rows,
        people=_choices(selectable), bases=shared.basis_choices(actor, case_id=case.id, grounds=grounds),
    )  # fmt: skip
    if _sent(request) and form.is_valid():

        def draft() -> str:
            plan = operations.draft_plan(
                actor, case=case, kind=wanted, basis=basis, content=form.content(), today=today
            )
            messages.success(
                request,
                "プランの案を登録しました。まだ渡していません。確かめてから「案を渡す」を押してください。",
            )
            return shared.plan_address(plan.id)

        try:
            return finish(request, form, do=draft)
        except Refused as refusal:
            shared.place(form, refusal)
    context = {
        "case": case, "kind": wanted, "form": form, "cancel": shared.case_address(case.id), "plan": None,
        "missing": missing if Ground.CONSENT in grounds else [], "is_choice_of_ground": len(grounds) > 1,
        "outreach": None if wanted == PlanKind.OUTREACH else queries.open_outreach(actor, case=case),
        "crumbs": shared.case_crumbs(case, f"{wanted.label}を作る"),
    }  # fmt: skip
    return answer(
        request,
        "plans/draft_plan.html",
        context,
        shown=[case.id, *[one.id for one in members]],
        status=_status(request, form),
    )


@page(needs=Permission.DRAFT_PLAN)
def change_plan(request: Any, plan_id: UUID) -> HttpResponse:
    """案を直す. Two people at once meet on the merge page."""
    actor, today = request.actor, timezone.localdate()
    plan = queries.get_plan(actor, plan_id=plan_id)
    if not _sent(request):
        access.may_change(actor, plan=plan).or_refuse()
    members = queries.members_of(actor, case=plan.case)
    may_be_named, missing = _by_consent(request, plan.case, members)
    on_consent = plan.basis == Ground.CONSENT
    initial, rows = _stored(plan)
    form = _form(
        request, ChangeForm, subject=plan.id, kind=plan.kind, initial=initial, filled_rows=rows, version=plan.version,
        people=_choices(may_be_named if on_consent else members), bases=[],
    )  # fmt: skip
    if _sent(request) and form.is_valid():
        if form.is_stale:
            return merge_page(request, form)

        def change() -> str:
            operations.change_plan(
                actor, plan=plan, version=plan.version, content=form.content(), today=today
            )
            messages.success(request, "案を直しました。")
            return shared.plan_address(plan.id)

        try:
            return finish(request, form, do=change)
        except Refused as refusal:
            shared.place(form, refusal)
        except StaleVersion:
            return merge_page(request, form)
    context = {
        "case": plan.case, "kind": PlanKind(plan.kind), "form": form, "cancel": shared.plan_address(plan.id), "plan": plan,
        "missing": missing if on_consent else [], "crumbs": shared.crumbs(plan, "案を直す"),
    }  # fmt: skip
    return answer(
        request, "plans/draft_plan.html", context, shown=shared.shown_by(plan), status=_status(request, form)
    )


@page(needs=Permission.DRAFT_PLAN)
def revise_plan(request: Any, plan_id: UUID) -> HttpResponse:
    """見直す（次の版を作る）."""
    actor, today = request.actor, timezone.localdate()
    plan = queries.get_plan(actor, plan_id=plan_id)
    verdict = access.may_revise(actor, plan=plan, sides=access.sides(actor, today=today))
    if request.method == "POST":
        revised = operations.revise_plan(actor, plan=plan, today=today)
        messages.success(
            request, f"第{revised.version_no}版の案を始めました。いまの版は、次の版が決まるまで続きます。"
        )
        return HttpResponseRedirect(shared.plan_address(revised.id))
    context = {
        "plan": plan,
        "may": verdict,
        "crumbs": shared.crumbs(plan, "見直す"),
        **shared.ground_words(actor, plan),
    }
    return answer(request, "plans/revise_plan.html", context, shown=shared.shown_by(plan))


def _by_consent(request: Any, case: Any, members: list[Any]) -> tuple[list[Any], list[dict[str, str]]]:
    """Who may be named in a plan on consent; and the others, each with the way to the screen of consent."""
    over = access.people_without_consent(
        request.actor, people=[person.id for person in members], categories=int(Category.ATTRIBUTES)
    )
    back = urlencode({"case": case.id, "next": request.path})
    missing = [
        {"name": one.label, "url": f"{reverse('sharing:consents', args=[one.id])}?{back}"}
        for one in members
        if one.id in over
    ]
    return [one for one in members if one.id not in over], missing


def _choices(people: list[Any]) -> list[tuple[str, str]]:
    return [(str(person.id), person.label) for person in people]


def _kind(kind: str) -> PlanKind:
    try:
        return PlanKind(kind.upper().replace("-", "_"))
    except ValueError as error:
        raise Http404 from error


def _chosen(request: Any, grounds: list[Ground]) -> Ground:
    """The ground the person chose, else the first that is open."""
    wanted = request.POST.get("basis") or request.GET.get("basis") or ""
    return next((ground for ground in grounds if str(ground) == wanted), grounds[0])


def _form(request: Any, form_class: type[PlanForm], *, initial: dict[str, Any], **kwargs: Any) -> PlanForm:
    """The form as sent; or as sent with more rows, nothing judged yet; or filled."""
    today = timezone.localdate()
    agencies = shared.agency_choices(request.actor, today=today)
    if "more_rows" in request.POST:
        posted = request.POST.copy()
        count = posted.get("rows", "")
        posted["rows"] = str(int(count) + MORE_ROWS) if count.isascii() and count.isdigit() else ""
        return form_class(posted, today=today, restored=True, initial=initial, agencies=agencies, **kwargs)
    return open_form(request, form_class, initial=initial, agencies=agencies, **kwargs)


def _sent(request: Any) -> bool:
    return request.method == "POST" and "more_rows" not in request.POST


def _status(request: Any, form: PlanForm) -> int:
    return shared.status_of(form) if _sent(request) else 200


def _stored(plan: Any) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    content = content_of(plan)
    initial = {**content.fields(), "people": [str(one) for one in content.people]}
    rows = [
        {
            "person": str(row.person_id or ""), "issue": row.issue, "goal": row.goal, "action": row.action,
            "bearer": str(row.bearer_id), "bearer_name": row.bearer_name, "frequency": row.frequency,
            "due_on": row.due_on, "agency_plan": str(row.agency_plan_id or ""),
        }
        for row in content.rows
    ]  # fmt: skip
    return initial, rows
