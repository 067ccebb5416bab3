"""実施計画・要綱: the version in force on a day."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.core.form_pages import open_form
from norishiro.meetings import operations, queries
from norishiro.meetings.forms import RegulationForm
from norishiro.meetings.operations.attending import mark_read as mark
from norishiro.meetings.queries.attending import readings_of
from norishiro.meetings.rules import attending as rules
from norishiro.meetings.views.common import day_asked, do_once, form_screen, redirect_with


@page(needs=Permission.ATTEND_MEETING)
def regulations(request: Any) -> HttpResponse:
    """その日に効いていた計画と要綱."""
    on = day_asked(request)
    context = {
        "on": on,
        "rows": queries.regulations(request.actor, on=on),
        "versions": queries.versions(request.actor),
        "may_keep": request.actor.may(Permission.CALL_MEETING),
        "crumbs": _crumbs(),
    }
    return answer(request, "meetings/regulations.html", context, shown=[])


@page(needs=Permission.ATTEND_MEETING)
def regulation(request: Any, regulation_id: UUID) -> HttpResponse:
    """一つの版の本文."""
    today = timezone.localdate()
    found = queries.get_regulation(request.actor, regulation_id=regulation_id)
    readings = readings_of(request.actor, regulation=found, on=today)
    context = {
        "found": found,
        "readings": readings,
        "may_mark": rules.may_mark_read(in_force=_in_force(found, today), already=readings.mine),
        "crumbs": _crumbs(found.title),
    }
    return answer(request, "meetings/regulation.html", context, shown=[])


@require_POST
@page(needs=Permission.ATTEND_MEETING)
def mark_read(request: Any, regulation_id: UUID) -> HttpResponseRedirect:
    """「読みました」: for one's agency."""
    found = queries.get_regulation(request.actor, regulation_id=regulation_id)
    mark(request.actor, regulation=found, today=timezone.localdate())
    return redirect_with(
        request, "「読みました」を付けました。", reverse("meetings:regulation", args=[found.id])
    )


def _in_force(found: Any, today: date) -> bool:
    return bool(found.from_on <= today and (found.until_on is None or found.until_on > today))


@page(needs=Permission.CALL_MEETING)
def add_regulation(request: Any) -> HttpResponse:
    """新しい版を登録する."""
    today = timezone.localdate()
    back = reverse("meetings:regulations")
    form = open_form(
        request, RegulationForm, initial={"kind": "OUTLINE", "from_on": today, "decided_on": today}
    )
    if request.method == "POST" and form.is_valid():

        def keep() -> str:
            given = {**form.cleaned_data}
            kept = operations.add_regulation(request.actor, version=given.pop("edition"), **given)
            return reverse("meetings:regulation", args=[kept.id])

        done = do_once(request, form, keep, said="版を登録しました。前の版は、その前の日まで残ります。")
        if done:
            return done
    return form_screen(
        request, form, title="実施計画・要綱の版を登録する", submit="登録する", back=back, shown=[],
        crumbs=_crumbs("版を登録する"),
        lines=[
            "改正のたびに新しい版を登録します。前の版は書きかえず、会議の日にどの版が効いていたかが、いつでも分かります。",
            "個人や世帯のことは書きません。",
        ],
    )  # fmt: skip


def _crumbs(last: str = "") -> list[dict[str, str]]:
    trail = [
        {"label": "会議", "url": reverse("meetings:list")},
        {"label": "実施計画と要綱", "url": reverse("meetings:regulations") if last else ""},
    ]
    return [*trail, {"label": last, "url": ""}] if last else trail
