"""Who sits at one item: staff with their seats, and the person."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.core.form_pages import open_form
from norishiro.meetings import operations, queries
from norishiro.meetings.forms import (
    PersonSeatForm,
    PresenceForm,
    SeatForm,
)
from norishiro.meetings.views.common import (
    do_once,
    form_screen,
    item_url,
    redirect_with,
    staff_choices,
    status,
)
from norishiro.meetings.views.item_parts import item_crumbs


@page(needs=Permission.WRITE_MINUTES)
def designate(request: Any, item_id: UUID) -> HttpResponse:
    """構成員を指定する."""
    today = timezone.localdate()
    found = queries.get_item(request.actor, item_id=item_id)
    seats = queries.seats_of(request.actor, item=found)
    form = open_form(request, SeatForm, subject=found.id)
    taken = [one.staff_id for one in seats if one.ended_at is None]
    form.fields["member"].choices = [("", "選んでください"), *staff_choices(request, today, without=taken)]
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        agency_id, _colon, staff_id = given["member"].partition(":")

        def seat() -> str:
            operations.designate(
                request.actor, item=found, staff_id=UUID(staff_id), agency_id=UUID(agency_id),
                added_for_item=given["added_for_item"], adviser=given["adviser"], until_on=given["until_on"], today=today,
            )  # fmt: skip
            return item_url(found.id)

        done = do_once(
            request, form, seat, said="構成員に指定しました。守秘を確かめると、この議題の資料が開きます。"
        )
        if done:
            return done
    case = queries.case_of_item(request.actor, item=found)
    context = {
        "form": form,
        "item": found,
        "proposals": queries.proposed_agencies(request.actor, case=case, today=today) if case else [],
        "crumbs": item_crumbs(found, "構成員を指定する"),
    }
    return answer(request, "meetings/designate.html", context, shown=[found.subject_id], status=status(form))


@require_POST
@page(needs=Permission.WRITE_MINUTES)
def unseat(request: Any, seat_id: UUID) -> HttpResponse:
    """構成員から外す."""
    seat = queries.get_seat(request.actor, seat_id=seat_id)
    operations.unseat(request.actor, seat=seat)
    return redirect_with(
        request, "構成員から外しました。次の操作から、この議題の資料は見られません。", item_url(seat.item_id)
    )


@page(needs=Permission.WRITE_MINUTES)
def seat_person(request: Any, item_id: UUID) -> HttpResponse:
    """本人の出席を登録する."""
    today = timezone.localdate()
    found = queries.get_item(request.actor, item_id=item_id)
    case = queries.case_of_item(request.actor, item=found)
    members = queries.members_shown(request.actor, item=found, case=case, today=today)
    form = open_form(request, PersonSeatForm, subject=found.id)
    form.fields["person"].choices = [("", "選んでください"), *((str(one.id), one.label) for one in members)]
    if request.method == "POST" and form.is_valid():
        person = next(one for one in members if str(one.id) == form.cleaned_data["person"])

        def seat() -> str:
            operations.seat_person(request.actor, item=found, person=person, today=today)
            return item_url(found.id)

        done = do_once(request, form, seat, said="本人の出席を登録しました。お渡しする資料を印刷できます。")
        if done:
            return done
    return form_screen(
        request, form, title="本人の出席", submit="登録する", back=item_url(found.id),
        shown=[found.subject_id, *(one.id for one in members)], crumbs=item_crumbs(found, "本人の出席"),
        lines=["本人にお渡しする資料には、ほかの人のことと、支援者だけのメモは載りません。"],
    )  # fmt: skip


@page(needs=Permission.WRITE_MINUTES)
def note_presence(request: Any, item_id: UUID) -> HttpResponse:
    """この議題の席にいる人を付ける: members come and go between items."""
    found = queries.get_item(request.actor, item_id=item_id)
    seats = queries.seats_of(request.actor, item=found)
    form = open_form(
        request, PresenceForm, subject=found.id,
        initial={"presence": [str(one.id) for one in seats if one.attended]},
    )  # fmt: skip
    form.fields["presence"].choices = [(str(one.id), f"{one.staff.name}（{one.agency}）") for one in seats]
    if request.method == "POST" and form.is_valid():

        def note() -> str:
            operations.note_presence(
                request.actor, item=found, seat_ids=[UUID(one) for one in form.cleaned_data["presence"]]
            )
            return f"{item_url(found.id)}#seats"

        done = do_once(request, form, note, said="この議題の出席を登録しました。")
        if done:
            return done
    return form_screen(
        request, form, title="この議題の席にいる人", submit="登録する", back=item_url(found.id),
        shown=[found.subject_id], crumbs=item_crumbs(found, "この議題の席にいる人"),
        lines=[
            "議題ごとに、来た人に印を付けます。議題が終わると、席も終わります。",
            "議題の途中で部屋を出て戻らない人は、議題の画面の「外す」を押すと、その人の資料がすぐに閉じます。",
        ],
    )  # fmt: skip
