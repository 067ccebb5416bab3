"""Who belongs besides the roster: contractors, advisers, groups, local leaders, commissioners' blocks; one's own talks."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.core.form_pages import open_form
from norishiro.meetings import access, queries
from norishiro.meetings.forms.attending import BlockForm, EndPartnerForm, InterviewForm, PartnerForm
from norishiro.meetings.operations import attending as operations
from norishiro.meetings.queries import attending as came
from norishiro.meetings.views.attending import area_choices
from norishiro.meetings.views.common import agency_choices, day_asked, do_once, form_screen, redirect_with
from norishiro.meetings.views.topics import id_of


def _body_crumbs(body: Any, *trail: tuple[str, str]) -> list[dict[str, str]]:
    return [
        {"label": "会議", "url": reverse("meetings:list")},
        {"label": body.name, "url": reverse("meetings:body", args=[body.id])},
        *({"label": label, "url": url} for label, url in trail),
    ]


def _partners_url(body_id: UUID) -> str:
    return reverse("meetings:partners", args=[body_id])


@page(needs=Permission.ATTEND_MEETING)
def partners(request: Any, body_id: UUID) -> HttpResponse:
    """会議体につながる委託先・助言者・団体."""
    on = day_asked(request)
    body = queries.get_body(request.actor, body_id=body_id)
    context = {
        "body": body,
        "on": on,
        "kinds": came.partners_of(request.actor, body=body, on=on),
        "former": came.former_partners(request.actor, body=body, on=on),
        "hand": access.topic_hand(request.actor, body, on=on),
        "crumbs": _body_crumbs(body, ("委託先・助言者・団体", "")),
    }
    return answer(request, "meetings/partners.html", context, shown=[])


@page(needs=Permission.ATTEND_MEETING)
def add_partner(request: Any, body_id: UUID) -> HttpResponse:
    """委託先・助言者・団体を登録する."""
    today = timezone.localdate()
    body = queries.get_body(request.actor, body_id=body_id)
    form = open_form(request, PartnerForm, subject=body.id, initial={"kind": "CONTRACTOR", "from_on": today})
    form.fields["agency"].offer(agency_choices(request, today))
    form.fields["area"].choices = [("", "圏域を決めない"), *area_choices(request, today)]
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        agency_id, given["area_id"] = id_of(given.pop("agency")), id_of(given.pop("area"))

        def add() -> str:
            operations.add_partner(request.actor, body=body, agency_id=agency_id, today=today, **given)
            return _partners_url(body.id)

        done = do_once(request, form, add, said="登録しました。")
        if done:
            return done
    return form_screen(
        request, form, title=f"{body.name}：委託先・助言者・団体を登録する", submit="登録する", back=_partners_url(body.id),
        shown=[], crumbs=_body_crumbs(body, ("委託先・助言者・団体", _partners_url(body.id)), ("登録する", "")),
        lines=["名簿（機関）のほかに、この会議体につながる委託先・助言者・団体・機関の種類を、期間つきで残します。"],
    )  # fmt: skip


@page(needs=Permission.ATTEND_MEETING)
def end_partner(request: Any, partner_id: UUID) -> HttpResponse:
    """つながりを終える."""
    today = timezone.localdate()
    found = came.get_partner(request.actor, partner_id=partner_id)
    form = open_form(request, EndPartnerForm, subject=found.id, initial={"until_on": today})
    back = _partners_url(found.body_id)
    if request.method == "POST" and form.is_valid():

        def end() -> str:
            operations.end_partner(
                request.actor, partner=found, until_on=form.cleaned_data["until_on"], today=today
            )
            return back

        done = do_once(request, form, end, said="終わりの日を入れました。")
        if done:
            return done
    return form_screen(
        request, form, title=f"「{found.name}」を終える", submit="終える", back=back, shown=[],
        crumbs=_body_crumbs(found.body, ("委託先・助言者・団体", back), ("終える", "")), lines=["終わったものは消えず、前の期間として残ります。"],
    )  # fmt: skip


@page(needs=Permission.ATTEND_MEETING)
def leaders(request: Any) -> HttpResponse:
    """地域のリーダーの名簿."""
    context = {
        "rows": came.leaders(request.actor),
        "crumbs": [
            {"label": "会議", "url": reverse("meetings:list")},
            {"label": "地域のリーダーの名簿", "url": ""},
        ],
    }
    return answer(request, "meetings/leaders.html", context, shown=[])


@require_POST
@page(needs=Permission.ATTEND_MEETING)
def end_leader(request: Any, leader_id: UUID) -> HttpResponseRedirect:
    """名簿から外す."""
    found = came.get_leader(request.actor, leader_id=leader_id)
    operations.end_leader(request.actor, leader=found, today=timezone.localdate())
    return redirect_with(
        request, "名簿から外しました。名前は、もう残っていません。", reverse("meetings:leaders")
    )


@page(needs=Permission.ATTEND_MEETING)
def blocks(request: Any) -> HttpResponse:
    """民生委員の担当区域と圏域の対応."""
    on = day_asked(request)
    context = {
        "on": on,
        "rows": came.blocks(request.actor, on=on),
        "may_keep": request.actor.may(Permission.CALL_MEETING),
        "crumbs": [
            {"label": "会議", "url": reverse("meetings:list")},
            {"label": "民生委員の担当区域と圏域", "url": ""},
        ],
    }
    return answer(request, "meetings/blocks.html", context, shown=[])


@page(needs=Permission.CALL_MEETING)
def add_block(request: Any) -> HttpResponse:
    """担当区域と圏域の対応を登録する."""
    today = timezone.localdate()
    back = reverse("meetings:blocks")
    form = open_form(request, BlockForm, initial={"from_on": today})
    form.fields["area"].choices = [("", "選んでください"), *area_choices(request, today)]
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)

        def keep() -> str:
            operations.keep_block(request.actor, area_id=UUID(given.pop("area")), **given)
            return back

        done = do_once(
            request, form, keep, said="登録しました。出席を書くとき、担当区域から圏域が分かります。"
        )
        if done:
            return done
    return form_screen(
        request, form, title="担当区域と圏域の対応を登録する", submit="登録する", back=back, shown=[],
        crumbs=[
            {"label": "会議", "url": reverse("meetings:list")},
            {"label": "民生委員の担当区域と圏域", "url": back},
            {"label": "登録する", "url": ""},
        ],
        lines=["民生委員児童委員協議会の分け方と、CSWなどの圏域は、境がちがうことがあります。どの区域がどの圏域に当たるかを残します。"],
    )  # fmt: skip


@page(needs=Permission.ATTEND_MEETING)
def interviews(request: Any) -> HttpResponse:
    """面談の記録: mine, and those I was let into."""
    context = {
        "rows": came.interviews(request.actor),
        "my_id": request.actor.staff_id,
        "crumbs": [
            {"label": "会議", "url": reverse("meetings:list")},
            {"label": "面談の記録", "url": ""},
        ],
    }
    return answer(request, "meetings/interviews.html", context, shown=[])


@page(needs=Permission.ATTEND_MEETING)
def add_interview(request: Any) -> HttpResponse:
    """自分の面談の記録を書く."""
    today = timezone.localdate()
    back = reverse("meetings:interviews")
    form = open_form(request, InterviewForm, initial={"held_on": today})
    form.fields["readers"].choices = [
        (str(one.id), one.name) for one in came.managers(request.actor, on=today)
    ]
    bodies = queries.bodies(request.actor, on=today)
    form.fields["body"].choices = [("", "決めない"), *((str(one.id), one.name) for one in bodies)]
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data

        def write() -> str:
            made = operations.write_interview(
                request.actor, adviser=given["adviser"], held_on=given["held_on"], note=given["note"],
                reader_ids=[UUID(one) for one in given["readers"]], today=today,
                body=next((one for one in bodies if str(one.id) == given["body"]), None),
            )  # fmt: skip
            return reverse("meetings:interview", args=[made.id])

        done = do_once(request, form, write, said="面談の記録を残しました。")
        if done:
            return done
    return form_screen(
        request, form, title="面談の記録を書く", submit="残す", back=back, shown=[],
        crumbs=[
            {"label": "会議", "url": reverse("meetings:list")},
            {"label": "面談の記録", "url": back},
            {"label": "書く", "url": ""},
        ],
        lines=["研修アドバイザーなどとの面談の、自分の記録です。読めるのは、あなたと、ここで選んだ管理職だけです。"],
    )  # fmt: skip


@page(needs=Permission.ATTEND_MEETING)
def interview(request: Any, interview_id: UUID) -> HttpResponse:
    """一回の面談の記録."""
    found = came.get_interview(request.actor, interview_id=interview_id)
    context = {
        "found": found,
        "readers": [one.staff.name for one in found.readers.all()],
        "crumbs": [
            {"label": "会議", "url": reverse("meetings:list")},
            {"label": "面談の記録", "url": reverse("meetings:interviews")},
            {"label": found.adviser, "url": ""},
        ],
    }
    return answer(request, "meetings/interview.html", context, shown=[])
