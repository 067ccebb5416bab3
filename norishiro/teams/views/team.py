"""担当: who leads, who works along, on this day or any other; who sees the case as 統括."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.cases import queries as case_queries
from norishiro.core.form_pages import carry_out, open_form
from norishiro.teams import operations, queries, rules
from norishiro.teams.choices import Part, Settling
from norishiro.teams.forms import DayForm, JoinForm, SettleForm
from norishiro.teams.values import ADVISER_MONTHS, PROMPT

if TYPE_CHECKING:
    from norishiro.cases.models import Case


def _crumbs(case: Case, label: str) -> list[dict[str, str]]:
    return [
        {"label": case.title, "url": reverse("cases:show", args=[case.id])},
        {"label": "担当", "url": reverse("teams:team", args=[case.id]) if label else ""},
        *([{"label": label, "url": ""}] if label else []),
    ]


@page(needs=Permission.SEE_PEOPLE)
def team(request: Any, case_id: UUID) -> HttpResponse:
    """このケースの担当. The household page takes it in as a part (htmx); alone it can be asked for any past day."""
    actor, today = request.actor, timezone.localdate()
    case = case_queries.get_visible(actor, case_id=case_id)
    asked = DayForm(request.GET if "on" in request.GET else None, today=today, initial={"on": today})
    day = asked.cleaned_data["on"] if asked.is_bound and asked.is_valid() else today
    members = queries.members_on(actor, case=case, on=day)
    made = queries.visits_made(actor, case=case, members=members)
    context = {
        "case": case, "day": day, "is_today": day == today, "asked": asked,
        "lead": queries.lead_on(actor, case=case, on=day),
        "members": [
            (
                one, made.get(one.id),
                one.part == Part.ADVISER and rules.nears_end(until_on=one.until_on, settled=bool(one.settled), today=today, within=PROMPT),
            )
            for one in members
        ],
        "supervisors": queries.supervisors(actor, case=case, on=today) if day == today else [],
        "may_work": actor.may(Permission.WORK_CASE),
    }  # fmt: skip
    if not request.htmx:
        context |= {
            "roles": queries.roles_on(actor, case=case, on=day),
            "past": queries.past_members(actor, case=case, on=day),
            "takeovers": queries.takeovers_of(actor, case=case),
            "rapports": (rapports := queries.rapports(actor, case=case)),
            "decided": queries.roles_decided(actor, rapport=rapports[0]) if rapports else [],
            "crumbs": _crumbs(case, ""),
        }
    template = "teams/team_part.html" if request.htmx else "teams/team.html"
    status = 422 if asked.is_bound and asked.errors else 200
    return answer(request, template, context, shown=[case.id], status=status)


@page(needs=Permission.WORK_CASE)
def join_team(request: Any, case_id: UUID) -> HttpResponse:
    """担当者を加える."""
    actor, today = request.actor, timezone.localdate()
    case = case_queries.get_visible(actor, case_id=case_id)
    people = {f"{one.agency_id}/{one.staff_id}": one for one in queries.pickable(actor, case=case, on=today)}
    form = open_form(
        request, JoinForm, subject=case.id,
        people=[(key, f"{one.agency.name}　{one.staff.name}（{one.role.label}）") for key, one in people.items()],
        initial={"part": Part.MEMBER, "from_on": today},
    )  # fmt: skip

    def do() -> str:
        given = dict(form.cleaned_data)
        one = people[given.pop("staff")]
        if given["part"] == Part.ADVISER and given["until_on"] is None:
            given["until_on"] = rules.usual_end(from_on=given["from_on"], months=ADVISER_MONTHS)
        operations.join_team(actor, case=case, staff_id=one.staff_id, agency_id=one.agency_id, **given)
        messages.success(request, "担当者を加えました。見られる範囲は、変わりません。")
        return reverse("teams:team", args=[case.id])

    if request.method == "POST" and form.is_valid():
        done = carry_out(request, form, do=do)
        if done is not None:
            return done
    context = {"form": form, "case": case, "crumbs": _crumbs(case, "担当者を加える")}
    status = 422 if form.is_bound and form.errors else 200
    return answer(request, "teams/join_team.html", context, shown=[case.id], status=status)


@page(needs=Permission.WORK_CASE)
def settle_member(request: Any, member_id: UUID) -> HttpResponse:
    """担当の区切りをつける."""
    actor, today = request.actor, timezone.localdate()
    member = queries.get_member(actor, member_id=member_id)
    form = open_form(request, SettleForm, subject=member.id)

    def do() -> str:
        given = form.cleaned_data
        operations.settle_member(actor, member=member, today=today, **given)
        if given["choice"] == Settling.TRANSFER:
            messages.success(request, "担当を終えました。続けて、つなぐ先に引継ぎを申し出てください。")
            return reverse("cases:offer_handover", args=[member.case_id])
        messages.success(request, "区切りをつけました。")
        return reverse("teams:team", args=[member.case_id])

    if request.method == "POST" and form.is_valid():
        done = carry_out(request, form, do=do)
        if done is not None:
            return done
    made = queries.visits_made(actor, case=member.case, members=[member])
    context = {
        "form": form, "member": member, "made": made.get(member.id),
        "crumbs": _crumbs(member.case, "区切りをつける"),
    }  # fmt: skip
    status = 422 if form.is_bound and form.errors else 200
    return answer(request, "teams/settle_member.html", context, shown=[member.case_id], status=status)
