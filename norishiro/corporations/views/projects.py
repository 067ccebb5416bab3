"""協働: what corporations do together, from the matter to what came of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.door import answer, page
from norishiro.agencies.views import parts
from norishiro.community import queries as community
from norishiro.core.form_pages import open_form
from norishiro.core.forms.base import as_uuid
from norishiro.core.verdict import when
from norishiro.corporations import forms, operations, queries
from norishiro.corporations.views.common import (
    KEEP,
    SEE,
    asked_id,
    crumbs,
    form_screen,
    may_keep,
    named,
    tabs,
)
from norishiro.corporations.views.register import networks_offered


@page(needs=SEE)
def projects(request: Any) -> HttpResponse:
    """協働の一覧."""
    context = {
        "tabs": tabs("corporations:projects"), "rows": queries.projects(request.actor),
        "may_keep": may_keep(request.actor), "crumbs": crumbs(),
    }  # fmt: skip
    return answer(request, "corporations/projects.html", context, shown=[])


@page(needs=SEE)
def project(request: Any, proposal_id: UUID) -> HttpResponse:
    """一つの協働: the matter, who takes part, what was done, what came of it."""
    actor = request.actor
    found = community.get_proposal(actor, proposal_id=proposal_id)
    context = {
        "proposal": found, "members": queries.parts_of(actor, proposal=found),
        "actions": community.actions_of(actor, proposal=found), "may_keep": may_keep(actor),
        "may_join": may_keep(actor) & when(found.closed_on is not None, "closed", "区切りのついた協働です。"),
        "crumbs": crumbs(("協働", reverse("corporations:projects")), (found.title, "")),
    }  # fmt: skip
    return answer(request, "corporations/project.html", context, shown=[])


@page(needs=KEEP)
def begin_project(request: Any) -> HttpResponse:
    """協働を始める; ``?network=`` which one holds it."""
    actor, today = request.actor, timezone.localdate()
    network = asked_id(request, "network")
    known = queries.corporations_named(actor)
    members = queries.members_of(actor, network_id=network) if network else []
    form = open_form(
        request, forms.ProjectForm, subject=network or "",
        initial={
            "raised_on": today, "network": str(network or ""),
            "members": [str(one.corporation_id) for one in members if one.until_on is None],
        },
        offers={
            "area": parts.area_choices(actor, today), "network": networks_offered(actor), "members": named(known)
        },
    )  # fmt: skip

    def do() -> tuple[str, str]:
        given = form.cleaned_data
        held = as_uuid(given["network"])
        begun = operations.begin_project(
            actor, title=given["title"], text=given["text"], area_id=UUID(given["area"]), raised_on=given["raised_on"],
            due_on=given["due_on"], network=community.get_group(actor, group_id=held) if held else None,
            members=[one for one in known if str(one.id) in given["members"]], today=today,
        )  # fmt: skip
        return "協働を始めました。受け持ちと、したことを書き足せます。", reverse(
            "corporations:project", args=[begun.id]
        )

    return form_screen(
        request, form, title="協働を始める", submit="始める", back=reverse("corporations:projects"), do=do,
        lines=["話し合った課題と、いっしょにすることを残します。「提案とそのあと」にも、同じものとして並びます。"],
    )  # fmt: skip


@page(needs=KEEP)
def join_project(request: Any, proposal_id: UUID) -> HttpResponse:
    """加わる法人を書く, what it does, or that it left; ``?corporation=`` which one."""
    actor, today = request.actor, timezone.localdate()
    found = community.get_proposal(actor, proposal_id=proposal_id)
    known = queries.corporations_named(actor)
    chosen = asked_id(request, "corporation")
    part = next(
        (one for one in queries.parts_of(actor, proposal=found) if one.corporation_id == chosen), None
    )
    form = open_form(
        request, forms.PartForm, subject=found.id,
        initial={"corporation": str(chosen or ""), "part": part.part if part else "", "left": bool(part and part.left_on)},
        offers={"corporation": named(known)},
    )  # fmt: skip
    home = reverse("corporations:project", args=[found.id])

    def do() -> tuple[str, str]:
        given = form.cleaned_data
        operations.join_project(
            actor, proposal=found, corporation=next(one for one in known if str(one.id) == given["corporation"]),
            part=given["part"], left=given["left"], today=today,
        )  # fmt: skip
        return "残しました。", home

    return form_screen(
        request, form, title="加わる法人と受け持ち", submit="残す", back=home, do=do,
        lines=[f"「{found.title}」に加わる法人です。もう一度書くと、受け持ちが書きかわります。"],
    )  # fmt: skip
