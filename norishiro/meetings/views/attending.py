"""Who came to a sitting, of what sort it is, and by area and hall how often a body sat."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from norishiro.agencies import queries as agency_queries
from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.core import calendar
from norishiro.core.form_pages import carry_out, open_form
from norishiro.meetings import access, queries
from norishiro.meetings.forms.attending import GuestForm, PlaceSittingForm
from norishiro.meetings.operations import attending as operations
from norishiro.meetings.queries import attending as came
from norishiro.meetings.views.common import (
    agency_choices,
    day_asked,
    do_once,
    form_screen,
    redirect_with,
    sitting_url,
)
from norishiro.meetings.views.topics import id_of


def _crumbs(sitting: Any, last: str) -> list[dict[str, str]]:
    return [
        {"label": "会議", "url": reverse("meetings:list")},
        {"label": str(sitting.body), "url": sitting_url(sitting.id)},
        {"label": last, "url": ""},
    ]


def _attendance_url(sitting_id: UUID) -> str:
    return reverse("meetings:attendance", args=[sitting_id])


@page(needs=Permission.ATTEND_MEETING)
def attendance(request: Any, sitting_id: UUID) -> HttpResponse:
    """出席した人・団体（両側から）."""
    found = queries.get_sitting(request.actor, sitting_id=sitting_id)
    sides = came.attendance(request.actor, sitting=found)
    context = {
        "sitting": found,
        "sides": sides,
        "number": sum(one.number for one in sides),
        "joined": came.joined_with(request.actor, sitting=found),
        "runs": access.run_verdict(request.actor, found).allowed and found.status != "CANCELLED",
        "open": found.status not in ("CONFIRMED", "CANCELLED"),
        "crumbs": _crumbs(found, "出席した人・団体"),
    }
    return answer(request, "meetings/attendance.html", context, shown=[])


@page(needs=Permission.ATTEND_MEETING)
def place_sitting(request: Any, sitting_id: UUID) -> HttpResponse:
    """この回の種類・圏域・館・続けて開く会議."""
    today = timezone.localdate()
    found = queries.get_sitting(request.actor, sitting_id=sitting_id)
    others = came.same_day(request.actor, sitting=found)

    def opened() -> PlaceSittingForm:
        now = queries.get_sitting(request.actor, sitting_id=sitting_id)
        form = open_form(
            request, PlaceSittingForm, subject=now.id, version=now.version,
            initial={
                "occasion": now.occasion, "area": str(now.area_id or ""), "host": str(now.host_id or ""),
                "joined_to": str(now.joined_to_id or ""),
            },
        )  # fmt: skip
        form.fields["area"].choices = [("", "圏域を決めない"), *area_choices(request, today)]
        form.fields["host"].offer(agency_choices(request, today))
        form.fields["joined_to"].choices = [
            ("", "続けて開かない"),
            *((str(one.id), f"{one.body}（{one.number}）") for one in others),
        ]
        return form

    form = opened()
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data

        def place() -> str:
            operations.place_sitting(
                request.actor, sitting=found, version=form.posted_version or 0, occasion=given["occasion"],
                area_id=id_of(given["area"]), host_id=id_of(given["host"]),
                joined_to=next((one for one in others if str(one.id) == given["joined_to"]), None),
            )  # fmt: skip
            return _attendance_url(found.id)

        done = carry_out(request, form, do=place, current=opened)
        if done:
            return done
    return form_screen(
        request, form, title="この回の種類・圏域・続けて開く会議", submit="登録する", back=_attendance_url(found.id), shown=[],
        crumbs=_crumbs(found, "この回の種類・圏域"),
        lines=["圏域や館ごとの回数と、つながった団体の数は、ここで選んだもので数えます。"],
    )  # fmt: skip


@page(needs=Permission.ATTEND_MEETING)
def add_guest(request: Any, sitting_id: UUID) -> HttpResponse:
    """アカウントのない出席者を書く."""
    today = timezone.localdate()
    found = queries.get_sitting(request.actor, sitting_id=sitting_id)
    known = came.blocks(request.actor, on=found.held_on)
    form = open_form(request, GuestForm, subject=found.id, initial={"side": "GROUP"})
    form.fields["block"].choices = [
        ("", "選ばない"),
        *((str(one.id), f"{one}（{one.area.name}）") for one in known),
    ]
    form.fields["area"].choices = [("", "選ばない"), *area_choices(request, today)]
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data

        def note() -> str:
            operations.note_guest(
                request.actor, sitting=found, side=given["side"], group=given["group"], name=given["name"],
                number=given["number"], area_id=id_of(given["area"]), agrees=given["agrees"],
                agreed_how=given["agreed_how"], today=today,
                block=next((one for one in known if str(one.id) == given["block"]), None),
            )  # fmt: skip
            return _attendance_url(found.id)

        done = do_once(request, form, note, said="出席した人・団体を書きました。")
        if done:
            return done
    return form_screen(
        request, form, title="出席した人・団体を書く", submit="書く", back=_attendance_url(found.id), shown=[],
        crumbs=_crumbs(found, "書く"),
        lines=[
            "のりしろを使わない人や団体の出席を残します。団体の名前と人数だけでもかまいません。",
            "地域のリーダーの名簿に載せるのは、本人が同意した人だけです。",
        ],
    )  # fmt: skip


@require_POST
@page(needs=Permission.ATTEND_MEETING)
def remove_guest(request: Any, guest_id: UUID) -> HttpResponseRedirect:
    """書きまちがえた出席者を消す."""
    found = came.get_guest(request.actor, guest_id=guest_id)
    operations.remove_guest(request.actor, guest=found)
    return redirect_with(request, "消しました。", _attendance_url(found.sitting_id))


@page(needs=Permission.ATTEND_MEETING)
def places(request: Any, body_id: UUID) -> HttpResponse:
    """圏域・館ごとの開催と、つながった団体の数."""
    on = day_asked(request)
    body = queries.get_body(request.actor, body_id=body_id)
    areas, halls = came.places_of(request.actor, body=body, on=on)
    context = {
        "body": body,
        "on": on,
        "year": calendar.fiscal_year_label(calendar.fiscal_year(on)),
        "areas": areas,
        "halls": halls,
        "fields": came.fields_of(request.actor, body=body, on=on, areas=areas),
        "crumbs": [
            {"label": "会議", "url": reverse("meetings:list")},
            {"label": body.name, "url": reverse("meetings:body", args=[body.id])},
            {"label": "圏域・館ごとの開催", "url": ""},
        ],
    }
    return answer(request, "meetings/places.html", context, shown=[])


def area_choices(request: Any, on: Any) -> list[tuple[str, str]]:
    return [(str(one.id), one.name) for one in agency_queries.areas(request.actor, on=on)]
