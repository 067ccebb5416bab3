"""会議体 and the list of sittings."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.core import calendar
from norishiro.core.form_pages import open_form
from norishiro.meetings import access, operations, queries
from norishiro.meetings.defaults import quorum
from norishiro.meetings.forms import CallMeetingForm, ProcedureForm
from norishiro.meetings.views.common import day_asked, do_once, form_screen, sitting_url, status


@page(needs=Permission.ATTEND_MEETING)
def list_sittings(request: Any) -> HttpResponse:
    """会議の一覧: this week, to come, past."""
    today = timezone.localdate()
    mine = request.GET.get("mine") == "1"
    context = {
        "lists": queries.sitting_lists(request.actor, today=today, mine=mine),
        "requests": queries.open_requests(request.actor),
        "mine": mine,
        "may_call": request.actor.may(Permission.CALL_MEETING),
    }
    return answer(
        request, "meetings/list_sittings.html", context, shown=[one.case_id for one in context["requests"]]
    )


@page(needs=Permission.ATTEND_MEETING)
def list_bodies(request: Any) -> HttpResponse:
    """会議体の一覧: kind, ground, who convenes, rules, roster size, how often this year."""
    on = day_asked(request)
    bodies = queries.bodies(request.actor, on=on)
    rosters = queries.rosters(request.actor, bodies=bodies, on=on)
    counts = queries.counts_of_year(request.actor, bodies=bodies, on=on)
    context = {
        "rows": [(body, rosters[body.id], counts[body.id]) for body in bodies],
        "on": on,
        "year": calendar.fiscal_year_label(calendar.fiscal_year(on)),
    }
    return answer(request, "meetings/list_bodies.html", context, shown=[])


@page(needs=Permission.ATTEND_MEETING)
def matrix(request: Any) -> HttpResponse:
    """構成員の○表."""
    on = day_asked(request)
    context = {"matrix": queries.member_matrix(request.actor, on=on), "on": on}
    return answer(request, "meetings/matrix.html", context, shown=[])


@page(needs=Permission.ATTEND_MEETING)
def body(request: Any, body_id: UUID) -> HttpResponse:
    """会議体の画面: roster on a day, waiting list, sittings."""
    on = day_asked(request)
    found = queries.get_body(request.actor, body_id=body_id)
    waiting = queries.waiting(request.actor, body=found)
    passages = queries.passages(request.actor, body=found)
    shown = [*(row.item.subject_id for row in waiting), *(row.passage.item.subject_id for row in passages)]
    context = {
        "body": found,
        "passages": passages,
        "on": on,
        "roster": queries.rosters(request.actor, bodies=[found], on=on)[found.id],
        "waiting": waiting,
        "sittings": queries.sittings_of(request.actor, body=found),
        "count": queries.counts_of_year(
            request.actor, bodies=queries.bodies(request.actor, on=on), on=on
        ).get(found.id),
        "quorum": quorum(body_code=found.code, on=on),
        "series": queries.series_of(request.actor, body=found, on=on),
        "call": access.convene_verdict(request.actor, found),
        "conveners": [one.name for one in found.conveners.all()],
        "requesters": queries.requesters_of(request.actor, body=found),
        "decides": [line for line in found.decides.split("\n") if line],
        "crumbs": _crumbs(found.name),
    }
    return answer(request, "meetings/body.html", context, shown=shown)


@page(needs=Permission.CALL_MEETING)
def call_meeting(request: Any, body_id: UUID) -> HttpResponse:
    """会議を招集する: agenda from the waiting list, members from the roster, in one step."""
    today = timezone.localdate()
    found = queries.get_body(request.actor, body_id=body_id)
    waiting = queries.waiting(request.actor, body=found)
    proposals = queries.invitable(request.actor, body=found, items=[row.item for row in waiting], today=today)
    contacts = queries.contact_names(
        request.actor, agency_ids=[one.agency.id for one in proposals], today=today
    )
    initial = {
        "mode": "ROOM",
        "items": [str(row.item.id) for row in waiting],
        "agencies": [str(one.agency.id) for one in proposals],
    }
    form = open_form(request, CallMeetingForm, subject=found.id, initial=initial)
    form.fields["items"].choices = [
        (
            str(row.item.id),
            f"{row.title}（{row.item.get_kind_display()}・{calendar.wareki_short(row.item.put_on)}から）",
        )
        for row in waiting
    ]
    form.fields["agencies"].choices = [
        (
            str(one.agency.id),
            f"{one.agency.name}（{one.why}・{contacts.get(one.agency.id, '連絡先の人が未登録')}）",
        )
        for one in proposals
    ]
    form.fields["more_agencies"].choices = _others(request, today, known={one.agency.id for one in proposals})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data

        def call() -> str:
            sitting = operations.call_meeting(
                request.actor, body=found, held_on=given["held_on"], starts_at=given["starts_at"],
                ends_at=given["ends_at"], place=given["place"], mode=given["mode"], topics=given["topics"],
                apart=given["apart"],
                items=queries.waiting_items(request.actor, body=found, ids=given["items"]),
                agency_ids=[UUID(one) for one in [*given["agencies"], *given["more_agencies"]]], today=today,
            )  # fmt: skip
            return sitting_url(sitting.id)

        done = do_once(request, form, call, said="会議を招集しました。案内した機関の画面に出ています。")
        if done:
            return done
    context = {
        "form": form,
        "body": found,
        "waiting": waiting,
        "call": access.convene_verdict(request.actor, found),
        "crumbs": _crumbs("会議を招集する"),
    }
    shown = [row.item.subject_id for row in waiting]
    return answer(request, "meetings/call_meeting.html", context, shown=shown, status=status(form))


@page(needs=Permission.CALL_MEETING)
def note_procedure(request: Any, body_id: UUID) -> HttpResponse:
    """名前を出して共有する手続きの日."""
    today = timezone.localdate()
    found = queries.get_body(request.actor, body_id=body_id)
    back = reverse("meetings:body", args=[found.id])
    form = open_form(request, ProcedureForm, subject=found.id, initial={"done_on": found.procedure_on})
    if request.method == "POST" and form.is_valid():

        def note() -> str:
            operations.note_procedure(
                request.actor, body=found, done_on=form.cleaned_data["done_on"], today=today
            )
            return back

        done = do_once(request, form, note, said="手続きの日を登録しました。")
        if done:
            return done
    return form_screen(
        request, form, title=f"{found.name}：名前を出して共有する手続き", submit="登録する", back=back, shown=[],
        lines=[
            "支援会議で名前を出して情報を共有するために、個人情報の手続き（要綱・審議会など）が済んだ日を登録します。",
            "この日が登録されるまで、同意のないケースは名前を伏せてだけ出せます。",
        ],
    )  # fmt: skip


def _others(request: Any, today: date, *, known: set[UUID]) -> list[tuple[str, str]]:
    return [
        (str(agency.id), agency.name)
        for agency, _staff in queries.attending_staff(request.actor, on=today)
        if agency.id not in known
    ]


def _crumbs(last: str) -> list[dict[str, str]]:
    return [
        {"label": "会議", "url": reverse("meetings:list")},
        {"label": "会議体", "url": reverse("meetings:bodies")},
        {"label": last, "url": ""},
    ]
