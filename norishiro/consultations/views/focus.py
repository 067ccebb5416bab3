"""重点対象: what the receiving form offers, and what was found out later."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies import queries as agency_queries
from norishiro.agencies.door import page
from norishiro.agencies.permissions import Permission
from norishiro.consultations import operations, queries
from norishiro.consultations.forms import FocusFoundForm
from norishiro.consultations.views.common import form_screen
from norishiro.core.form_pages import open_form


def door_choices(request: Any, *, today: date) -> dict[str, list[tuple[str, str]]]:
    """The own windows, the dedicated ones with their group, and the groups of the year."""
    windows = agency_queries.own_windows(request.actor, on=today)
    return {
        "windows": [(str(one.id), _in_words(one)) for one in windows],
        "focuses": group_choices(request, on=today),
    }


def _in_words(window: Any) -> str:
    groups = "・".join(one.group.name for one in window.focuses_now)
    return f"{window.name}（{groups}のための窓口）" if groups else str(window.name)


def group_choices(request: Any, *, on: date) -> list[tuple[str, str]]:
    return [(str(one.id), one.name) for one in agency_queries.focus_groups_on(request.actor, on=on)]


@page(needs=Permission.RECEIVE)
def mark_focus(request: Any, consultation_id: UUID) -> HttpResponse:
    """あとから分かった重点対象を残す."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_consultation(actor, consultation_id=consultation_id)
    form = open_form(
        request, FocusFoundForm, subject=found.id, groups=group_choices(request, on=today),
        initial={"found_on": today},
    )  # fmt: skip

    def mark() -> tuple[str, str]:
        given = form.cleaned_data
        group = agency_queries.get_focus_group(actor, group_id=UUID(given["group"]))
        operations.mark_focus(
            actor, consultation=found, group=group, found_on=given["found_on"], how=given["how"], today=today
        )
        return f"「{group.name}」の印を残しました。入口で分かったものとは分けて数えます。", home

    home = reverse("consultations:show", args=[found.id])
    context = {"consultation": found, "person": found.person, "back": home}
    return form_screen(
        request, "consultations/mark_focus.html", form=form, do=mark, shown=[found.person_id], context=context
    )
