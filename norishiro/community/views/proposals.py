"""提案: those still open, one of them with what followed, raising, moving on, and acting on one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.door import answer, page
from norishiro.agencies.views import parts
from norishiro.community import forms, operations, queries, rules
from norishiro.community.choices import ProposalStatus
from norishiro.community.views.common import (
    KEEP,
    SEE,
    areas_offered,
    as_id,
    asked_id,
    crumbs,
    form_screen,
    groups_offered,
    may_keep,
    one_of,
    tabs,
)
from norishiro.core.form_pages import open_form
from norishiro.core.verdict import Verdict, no
from norishiro.training import queries as training_queries

if TYPE_CHECKING:
    from norishiro.agencies.actor import Actor
    from norishiro.community.models import Activity, Proposal

LATELY = timedelta(days=365)


def _home(proposal: Proposal) -> str:
    return reverse("community:proposal", args=[proposal.id])


def _activities(rows: list[Activity]) -> list[tuple[str, str]]:
    return [(str(one.id), f"{one.gathering.held_on:%Y/%m/%d} {one.gathering.name}") for one in rows]


def _agencies(actor: Actor) -> list[tuple[str, Any]]:
    return list(parts.agency_choices(actor, timezone.localdate()))


@page(needs=SEE)
def proposals(request: Any) -> HttpResponse:
    """提案の一覧: the open ones, or those of a status or a course."""
    actor, today = request.actor, timezone.localdate()
    status, course_id = one_of(request, "status", ProposalStatus.values), asked_id(request, "course")
    context = {
        "tabs": tabs(actor, "community:proposals"), "status": status, "statuses": ProposalStatus.choices,
        "course": training_queries.get_course(actor, course_id=course_id) if course_id else None,
        "lines": queries.proposal_lines(actor, today=today, status=status, course=course_id),
        "may_keep": may_keep(actor),
    }  # fmt: skip
    return answer(request, "community/proposals.html", context, shown=[])


@page(needs=SEE)
def proposal(request: Any, proposal_id: UUID) -> HttpResponse:
    """一つの提案と、そのあと."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_proposal(actor, proposal_id=proposal_id)
    context = {
        "proposal": found, "actions": queries.actions_of(actor, proposal=found), "may_keep": may_keep(actor),
        "may_change": _may_change(actor, found),
        "late": rules.is_late(due_on=found.due_on, status=found.status, today=today),
        "crumbs": crumbs(("提案とそのあと", reverse("community:proposals")), (found.title, "")),
    }  # fmt: skip
    return answer(request, "community/proposal.html", context, shown=[])


def _may_change(actor: Actor, found: Proposal) -> Verdict:
    if {found.agency_id, found.owner_agency_id} & set(actor.agency_ids):
        return may_keep(actor)
    return no("mine", "進められるのは、提案を書いた機関か、受け持つ機関の人です。")


@page(needs=KEEP)
def raise_proposal(request: Any) -> HttpResponse:
    """提案を残す."""
    actor, today = request.actor, timezone.localdate()
    activity_id, course_id = asked_id(request, "activity"), asked_id(request, "course")
    activity = queries.get_activity(actor, activity_id=activity_id) if activity_id else None
    course = training_queries.get_course(actor, course_id=course_id) if course_id else None
    initial: dict[str, Any] = {"raised_on": today, "course": str(course_id or "")}
    recent = queries.activities_named(actor, since=today - LATELY)
    if activity:
        initial |= {
            "activity": str(activity.id), "area": str(activity.gathering.area_id), "raised_on": activity.gathering.held_on
        }  # fmt: skip
        recent = list(dict.fromkeys([activity, *recent]))
    colleges = list(dict.fromkeys([*([course] if course else []), *queries.colleges(actor)]))
    form = open_form(
        request, forms.ProposalForm, subject=activity_id or course_id or "", initial=initial,
        offers={
            "area": areas_offered(actor), "activity": _activities(recent),
            "course": [(str(one.id), one.name) for one in colleges],
            "owner_group": groups_offered(queries.groups_named(actor)), "owner_agency": _agencies(actor),
        },
    )  # fmt: skip

    def do() -> tuple[str, str]:
        given = form.cleaned_data
        raised = operations.raise_proposal(
            actor, title=given["title"], text=given["text"], area_id=UUID(given["area"]), raised_on=given["raised_on"],
            due_on=given["due_on"], activity_id=as_id(given["activity"]), course_id=as_id(given["course"]),
            owner_group_id=as_id(given["owner_group"]), owner_agency_id=as_id(given["owner_agency"]), today=today,
        )  # fmt: skip
        return "提案を残しました。実るか見送るまで、一覧に残ります。", _home(raised)

    return form_screen(
        request, form, title="提案を残す", submit="残す", back=reverse("community:proposals"), do=do,
        lines=["懇談会・委員会・講座の発表などで出た「こうしたい」を残します。受け持ちと期日は、あとからでも決められます。"],
    )  # fmt: skip


@page(needs=KEEP)
def change_proposal(request: Any, proposal_id: UUID) -> HttpResponse:
    """提案を進める."""
    actor = request.actor
    found = queries.get_proposal(actor, proposal_id=proposal_id)
    _may_change(actor, found).or_refuse()

    def opened() -> forms.ChangeProposalForm:
        now = queries.get_proposal(actor, proposal_id=proposal_id)
        initial = {
            "status": now.status, "result": now.result, "due_on": now.due_on,
            "owner_group": str(now.owner_group_id or ""), "owner_agency": str(now.owner_agency_id or ""),
        }  # fmt: skip
        held = [now.owner_group] if now.owner_group else []
        groups = list(dict.fromkeys([*queries.groups_named(actor), *held]))
        return open_form(
            request, forms.ChangeProposalForm, subject=now.id, version=now.version, initial=initial,
            offers={"owner_group": groups_offered(groups), "owner_agency": _agencies(actor)},
        )  # fmt: skip

    form = opened()

    def do() -> tuple[str, str]:
        given = form.cleaned_data
        operations.change_proposal(
            actor, proposal=found, version=form.version or found.version, status=given["status"], result=given["result"],
            due_on=given["due_on"], owner_group_id=as_id(given["owner_group"]),
            owner_agency_id=as_id(given["owner_agency"]), today=timezone.localdate(),
        )  # fmt: skip
        return "残しました。", _home(found)

    return form_screen(
        request, form, title="提案を進める", submit="残す", back=_home(found), do=do, current=opened,
        lines=[f"「{found.title}」の受け持ち・期日・どうなったかを残します。"],
    )  # fmt: skip


@page(needs=KEEP)
def note_action(request: Any, proposal_id: UUID) -> HttpResponse:
    """提案のあとの行動を残す."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_proposal(actor, proposal_id=proposal_id)
    form = open_form(
        request, forms.ActionForm, subject=found.id, initial={"done_on": today},
        offers={
            "group": groups_offered(queries.groups_named(actor)),
            "activity": _activities(queries.activities_named(actor, since=found.raised_on)),
        },
    )  # fmt: skip

    def do() -> tuple[str, str]:
        given = form.cleaned_data
        operations.note_action(
            actor, proposal=found, done_on=given["done_on"], what=given["what"], group_id=as_id(given["group"]),
            activity_id=as_id(given["activity"]), today=today,
        )  # fmt: skip
        return "したことを残しました。", _home(found)

    return form_screen(
        request, form, title="したことを残す", submit="残す", back=_home(found), do=do,
        lines=[f"「{found.title}」から始まったことを残します。生まれた団体や、開いた活動につなげられます。"],
    )  # fmt: skip
