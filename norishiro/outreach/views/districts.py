"""Districts: what is told of them, and one more who came to a gathering."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from norishiro.agencies import queries as agency_queries
from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.core.form_pages import carry_out, finish, open_form
from norishiro.core.forms.base import Form
from norishiro.outreach import operations, queries
from norishiro.outreach.forms import BulletinForm, VisitForm
from norishiro.outreach.views.offered import status_of


def _home(area_id: UUID) -> str:
    return reverse("casework:district", args=[area_id])


@page(needs=Permission.KEEP_LOCAL)
def post_bulletin(request: Any, area_id: UUID) -> HttpResponse:
    """地区のお知らせを出す."""
    area, today = agency_queries.get_area(request.actor, area_id=area_id), timezone.localdate()
    form = open_form(request, BulletinForm, subject=area.id, initial={"from_on": today})

    def post() -> str:
        operations.post_bulletin(request.actor, area=area, today=today, **form.cleaned_data)
        messages.success(request, "お知らせを出しました。この地区を受け持つ人の「今日」に出ます。")
        return _home(area.id)

    return _district_form(request, "outreach/post_bulletin.html", form, do=post, area=area, today=today)


@page(needs=Permission.KEEP_LOCAL)
def end_bulletin(request: Any, bulletin_id: UUID) -> HttpResponse:
    """地区のお知らせをおろす."""
    bulletin = queries.get_bulletin(request.actor, bulletin_id=bulletin_id)
    form = open_form(request, Form, subject=bulletin.id)

    def end() -> str:
        operations.end_bulletin(request.actor, bulletin=bulletin, today=timezone.localdate())
        messages.success(request, "お知らせをおろしました。これまでのお知らせには残ります。")
        return _home(bulletin.area_id)

    return _district_form(
        request, "outreach/end_bulletin.html", form, do=end, area=bulletin.area, bulletin=bulletin
    )


@require_POST
@page(needs=Permission.KEEP_LOCAL)
def count_visit(request: Any, gathering_id: UUID) -> HttpResponse:
    """来た人を一人数える."""
    gathering = queries.get_gathering(request.actor, gathering_id=gathering_id)

    def count() -> str:
        counted = operations.count_visit(request.actor, gathering=gathering, today=timezone.localdate())
        messages.success(request, f"数えました。「{counted.name}」に来た人は{counted.people}人です。")
        return reverse("casework:gatherings")

    return finish(request, open_form(request, VisitForm, subject=gathering.id), do=count)


def _district_form(
    request: Any, template: str, form: Form, *, do: Callable[[], str], area: Any, **more: Any
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        done = carry_out(request, form, do=do)
        if done is not None:
            return done
    context = {"form": form, "area": area, "back": _home(area.id), **more}
    return answer(request, template, context, shown=[], status=status_of(form))
