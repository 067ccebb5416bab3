"""構成員の指定 and 誓約: who belongs to a body on a day, and who has sworn for a sitting."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.core.form_pages import open_form
from norishiro.meetings import access, operations, queries
from norishiro.meetings.forms import DesignationForm, EndDesignationForm, PaperOathForm
from norishiro.meetings.views.common import (
    agency_choices,
    day_asked,
    do_once,
    form_screen,
    redirect_with,
    sitting_url,
    staff_choices,
)
from norishiro.meetings.wordings import ALL_WORDINGS, WORDINGS


@page(needs=Permission.ATTEND_MEETING)
def designations(request: Any, body_id: UUID) -> HttpResponse:
    """構成員の指定: on a day, ending soon, ended."""
    on = day_asked(request)
    body = queries.get_body(request.actor, body_id=body_id)
    context = {
        "body": body,
        "on": on,
        "members": queries.designations(request.actor, body=body, on=on),
        "may_change": access.convene_verdict(request.actor, body),
        "crumbs": _crumbs(body),
    }
    return answer(request, "meetings/designations.html", context, shown=[])


@page(needs=Permission.CALL_MEETING)
def name_member(request: Any, body_id: UUID) -> HttpResponse:
    """構成員を指定する（会議体に）."""
    today = timezone.localdate()
    body = queries.get_body(request.actor, body_id=body_id)
    back = _url(body.id)
    form = open_form(request, DesignationForm, subject=body.id, initial={"kind": "NAMED", "from_on": today})
    form.fields["member"].choices = [("", "選んでください"), *staff_choices(request, today)]
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        agency_id, _colon, staff_id = given.pop("member").partition(":")

        def name() -> str:
            operations.name_member(
                request.actor, body=body, staff_id=UUID(staff_id), agency_id=UUID(agency_id), **given
            )
            return back

        done = do_once(request, form, name, said="構成員として登録しました。")
        if done:
            return done
    return form_screen(
        request, form, title=f"{body.name}：構成員を登録する", submit="登録する", back=back, shown=[],
        crumbs=_crumbs(body, "登録する"),
        lines=[
            "指定・兼務発令・委嘱の文書と期間を残します。登録しただけでは、資料は何も見えません。",
            "終わりの日が来ると、席についていても、その日から資料は見られなくなります。",
        ],
    )  # fmt: skip


@page(needs=Permission.CALL_MEETING)
def end_designation(request: Any, designation_id: UUID) -> HttpResponse:
    """指定を終える."""
    today = timezone.localdate()
    found = queries.get_designation(request.actor, designation_id=designation_id)
    back = _url(found.body_id)
    form = open_form(request, EndDesignationForm, subject=found.id, initial={"until_on": today})
    if request.method == "POST" and form.is_valid():

        def end() -> str:
            operations.end_designation(request.actor, designation=found, today=today, **form.cleaned_data)
            return back

        done = do_once(
            request, form, end, said="指定を終えました。席についていた議題の資料も、その日から閉じます。"
        )
        if done:
            return done
    return form_screen(
        request, form, title=f"{found.staff.name}（{found.agency}）の指定を終える", submit="終える", back=back, shown=[],
        crumbs=_crumbs(found.body, "指定を終える"),
        lines=["この人が席についている議題の資料は、終わりの日から見られなくなります。"],
    )  # fmt: skip


@require_POST
@page(needs=Permission.CALL_MEETING)
def bind_members(request: Any, body_id: UUID) -> HttpResponse:
    """席につける人を、指定した人だけにする・しない."""
    body = queries.get_body(request.actor, body_id=body_id)
    wanted = request.POST.get("names_members") == "1"
    operations.bind_members(request.actor, body=body, names_members=wanted)
    said = (
        "席につけるのは、指定した人だけになりました。"
        if wanted
        else "指定のない人も席につけるようになりました。"
    )
    return redirect_with(request, said, _url(body.id))


@page(needs=Permission.ATTEND_MEETING)
def oaths(request: Any, sitting_id: UUID) -> HttpResponse:
    """守秘の確認: who has sworn, on which words, and who has not yet."""
    found = queries.get_sitting(request.actor, sitting_id=sitting_id)
    given = queries.oaths_of(request.actor, sitting=found)
    sworn = {one.staff_id for one in given}
    called = queries.invitations(request.actor, sitting=found)
    scans = queries.scans_kept(request.actor, sitting=found)
    context = {
        "sitting": found,
        "given": [(one, scans.get(one.id)) for one in given],
        "missing": [one for one in called if one.staff_id not in sworn],
        "wordings": [one for one in ALL_WORDINGS if one.version in {oath.wording for oath in given}],
        "runs": access.run_verdict(request.actor, found).allowed,
        "crumbs": _sitting_crumbs(found, "守秘の確認"),
    }
    return answer(request, "meetings/oaths.html", context, shown=[])


@page(needs=Permission.WRITE_MINUTES)
def note_paper_oath(request: Any, sitting_id: UUID) -> HttpResponse:
    """紙の誓約書を登録する."""
    today = timezone.localdate()
    found = queries.get_sitting(request.actor, sitting_id=sitting_id)
    back = reverse("meetings:oaths", args=[found.id])
    sworn = {one.staff_id for one in queries.oaths_of(request.actor, sitting=found)}
    form = open_form(request, PaperOathForm, subject=found.id, initial={"signed_on": today})
    form.fields["staff"].choices = [
        ("", "選んでください"),
        *(
            (str(one.staff.id), f"{one.staff.name}（{one.agency}）")
            for one in queries.invitations(request.actor, sitting=found)
            if one.staff and one.staff_id not in sworn
        ),
    ]
    form.fields["agency"].offer(agency_choices(request, today))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        rule = queries.at_the_door(request.actor, sitting=found).rule

        def note() -> str:
            operations.note_paper_oath(
                request.actor, sitting=found, staff_id=UUID(given["staff"]) if given["staff"] else None,
                name=given["name"], agency_id=UUID(given["agency"]) if given["agency"] else None,
                wording=WORDINGS[rule].version, signed_on=given["signed_on"], today=today,
                scan=given["scan"],
            )  # fmt: skip
            return back

        done = do_once(request, form, note, said="紙の誓約書を登録しました。")
        if done:
            return done
    return form_screen(
        request, form, title="紙の誓約書を登録する", submit="登録する", back=back, shown=[],
        crumbs=_sitting_crumbs(found, "紙の誓約書"),
        lines=[
            "署名のある紙は、この会議を開いた機関で保管します。読み取ったファイルを付けると、中身は封（暗号）をして保存します。",
            "アカウントのある人は、このあと会議の画面で「資料を開く」を押すと資料が開きます。ない人には、番号つきの紙の資料を渡せます。",
        ],
    )  # fmt: skip


def _url(body_id: UUID) -> str:
    return reverse("meetings:designations", args=[body_id])


def _crumbs(body: Any, last: str = "") -> list[dict[str, str]]:
    trail = [
        {"label": "会議", "url": reverse("meetings:list")},
        {"label": body.name, "url": reverse("meetings:body", args=[body.id])},
        {"label": "構成員の指定", "url": _url(body.id) if last else ""},
    ]
    return [*trail, {"label": last, "url": ""}] if last else trail


def _sitting_crumbs(found: Any, last: str) -> list[dict[str, str]]:
    return [
        {"label": "会議", "url": reverse("meetings:list")},
        {"label": str(found.body), "url": sitting_url(found.id)},
        {"label": last, "url": ""},
    ]
