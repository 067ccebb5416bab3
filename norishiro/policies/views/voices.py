"""What residents said, and what became of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.community import queries as community_queries
from norishiro.core.calendar import wareki_short
from norishiro.core.form_pages import open_form
from norishiro.policies import forms, operations, queries
from norishiro.policies.views.common import KEEP, SEE, crumbs, form_screen, may_keep, uuid_or_none

VOICES = "住民の声"
RECENT = timedelta(days=800)


@page(needs=SEE)
def voices(request: Any) -> HttpResponse:
    """住民の声の一覧: each with whether and where it was reflected."""
    open_only = request.GET.get("open") == "1"
    context = {
        "voices": queries.voices(request.actor, open_only=open_only), "open_only": open_only,
        "may_keep": may_keep(request.actor), "crumbs": crumbs((VOICES, "")),
    }  # fmt: skip
    return answer(request, "policies/voices.html", context, shown=[])


@page(needs=KEEP)
def add_voice(request: Any) -> HttpResponse:
    """住民の声を登録する."""
    actor, today = request.actor, timezone.localdate()
    form = open_form(request, forms.VoiceForm, initial={"heard_on": today, "kind": "TALK"})
    local = actor.may(Permission.SEE_LOCAL)
    gatherings = community_queries.activities_named(actor, since=today - RECENT) if local else []
    proposals = (
        [one.proposal for one in community_queries.proposal_lines(actor, today=today)] if local else []
    )
    form.fields["poll"].offer([(str(one.id), one.name) for one in queries.polls(actor)], blank="ない")
    form.fields["activity"].offer(
        [(str(one.id), f"{wareki_short(one.gathering.held_on)} {one.gathering.name}") for one in gatherings],
        blank="ない",
    )
    form.fields["proposal"].offer([(str(one.id), one.title) for one in proposals], blank="ない")

    def do() -> tuple[str, str]:
        given = dict(form.cleaned_data)
        links = {f"{name}_id": uuid_or_none(given.pop(name)) for name in ("poll", "activity", "proposal")}
        operations.add_voice(actor, values={**given, **links}, today=today)
        return "住民の声を登録しました。どうしたかを書くまで「まだ」に並びます。", reverse("policies:voices")

    return form_screen(
        request, form, title="住民の声を登録する", submit="登録する", back=reverse("policies:voices"), do=do,
        steps=((VOICES, reverse("policies:voices")),), lines=["だれが言ったかは書きません。声の中身だけを残します。"],
    )  # fmt: skip


@page(needs=KEEP)
def reflect_voice(request: Any, voice_id: UUID) -> HttpResponse:
    """住民の声をどうしたかを書く."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_voice(actor, voice_id=voice_id)
    known = {str(one.measure_id): one for one in queries.measures_named(actor)}
    form = open_form(request, forms.ReflectForm, subject=found.id, initial={"decided_on": today})
    form.fields["measure"].offer(
        [
            (key, f"{one.number} {one.measure.name}（{one.policy.name}）".strip())
            for key, one in known.items()
        ],
        blank="ない",
    )

    def do() -> tuple[str, str]:
        given = dict(form.cleaned_data)
        chosen = known.get(given.pop("measure"))
        operations.reflect_voice(
            actor, voice=found, measure=chosen.measure if chosen else None, today=today, **given
        )
        return "どうしたかを書きました。", reverse("policies:voices")

    return form_screen(
        request, form, title="住民の声をどうしたか", submit="書く", back=reverse("policies:voices"), do=do,
        steps=((VOICES, reverse("policies:voices")),), lines=[f"「{found.words}」（{found.source}）"],
    )  # fmt: skip
