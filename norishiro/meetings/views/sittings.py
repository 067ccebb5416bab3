"""開催: one sitting from the notice to the confirmed minutes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from norishiro.agencies import queries as agency_queries
from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.core.form_pages import merge_page, open_form
from norishiro.core.records import StaleVersion
from norishiro.meetings import access, operations, queries, rules
from norishiro.meetings.choices import Answer
from norishiro.meetings.defaults import quorum
from norishiro.meetings.forms import (
    AnswerForm,
    AttendanceForm,
    InviteForm,
    MoveSittingForm,
    OathForm,
    ReasonForm,
    TopicsForm,
)
from norishiro.meetings.queries.topics import topics_at
from norishiro.meetings.views.common import (
    agency_choices,
    do_once,
    form_screen,
    redirect_with,
    sitting_url,
    status,
)
from norishiro.meetings.views.item_parts import shown_in
from norishiro.meetings.wordings import WORDINGS
from norishiro.sharing.register import name_of


@dataclass(frozen=True)
class Called:
    """One line of the table of those called: the invitation, the oath, whether the designation has run out."""

    invitation: Any
    oath: Any
    expired: bool


@page(needs=Permission.ATTEND_MEETING)
def sitting(request: Any, sitting_id: UUID) -> HttpResponse:
    """開催の画面: whose turn it is, agenda with seats, invitations, the door."""
    today = timezone.localdate()
    found = queries.get_sitting(request.actor, sitting_id=sitting_id)
    agenda = queries.agenda(request.actor, sitting=found)
    invitations = queries.invitations(request.actor, sitting=found)
    run = access.run_verdict(request.actor, found)
    oaths = {one.staff_id: one for one in queries.oaths_of(request.actor, sitting=found)}
    standings = queries.standings(
        request.actor, sitting=found, staff_ids=[one.staff_id for one in invitations]
    )
    unfinished = sum(row.item.status == "TABLED" for row in agenda)
    needed = quorum(body_code=found.body.code, on=found.held_on)
    present = sum(one.attended for one in invitations)
    asks = queries.asks_of(request.actor, sitting=found)
    over = found.status in ("CLOSED", "CONFIRMED")
    survey = queries.questionnaire_of(request.actor, sitting=found) if over else None
    body_topics = topics_at(request.actor, sitting=found)
    context = {
        "sitting": found,
        "earlier": queries.earlier_decisions(request.actor, sitting=found, agenda=agenda),
        "quorum": needed,
        "present": present,
        "quorum_words": rules.quorum_words(quorum=needed, present=present, counted=present > 0),
        "questionnaire": survey,
        "may_answer": survey is not None
        and any(one.attended and one.staff_id == request.actor.staff_id for one in invitations)
        and not queries.has_answered(request.actor, questionnaire=survey),
        "asks": asks,
        "asks_waiting": sum(one.answered_at is None for one in asks),
        "my_agencies": request.actor.agency_ids,
        "today": today,
        "agenda": agenda,
        "bases": list(dict.fromkeys(row.item.get_basis_display() for row in agenda)),
        "invitations": invitations,
        "called": [
            Called(one, oaths.get(one.staff_id), standings.get(one.staff_id, "NONE") == "EXPIRED")
            for one in invitations
        ],
        "unsworn": [one for one in invitations if one.staff_id not in oaths],
        "ground": name_of(found.ground) if found.ground else "",
        "copies": queries.my_copies(request.actor, sitting=found),
        "door": queries.at_the_door(request.actor, sitting=found),
        "to_hear": [
            one
            for one in invitations
            if one.told_of and not one.told_at and one.staff_id == request.actor.staff_id
        ],
        "mine": [one for one in invitations if one.agency_id in request.actor.agency_ids],
        "runs": run.allowed,
        "turns": rules.who_acts(
            status=found.status,
            convener=found.convener.name,
            preparer=found.body.preparer.name if found.body.preparer else "",
            unanswered=sum(one.answer == Answer.NONE for one in invitations),
        ),
        "may_open": run & rules.may_open(status=found.status, held_on=found.held_on, today=today),
        "may_close": run
        & rules.may_close(
            status=found.status,
            unfinished=unfinished,
            items=found.cases_tabled,
            topics=found.topics,
            talks=sum(row.talk is not None for row in body_topics),
        ),
        "packets": queries.packets_of(request.actor, sitting=found) if run.allowed else [],
        "may_make_packet": run
        & rules.may_make_packet(
            sitting_status=found.status,
            items=sum(row.item.status == "TABLED" for row in agenda),
            recipients=sum(len(row.readers) for row in agenda),
            open_until=None,
            now=timezone.now(),
        ),
        "may_confirm": run & rules.may_confirm(status=found.status),
        "live": found.status in rules.LIVE_SITTINGS,
        "body_topics": body_topics,
        "crumbs": _crumbs(str(found.body)),
    }
    return answer(request, "meetings/sitting.html", context, shown=shown_in(agenda))


@page(needs=Permission.ATTEND_MEETING)
def oath(request: Any, sitting_id: UUID) -> HttpResponse:
    """守秘の誓約・確認: at the door, before any paper."""
    found = queries.get_sitting(request.actor, sitting_id=sitting_id)
    door = queries.at_the_door(request.actor, sitting=found)
    wording = WORDINGS[door.rule]
    form = open_form(request, OathForm, subject=found.id)
    if request.method == "POST" and form.is_valid():

        def swear() -> str:
            operations.swear(
                request.actor, sitting=found, wording=wording.version, agreed=form.cleaned_data["agreed"]
            )
            return sitting_url(found.id)

        done = do_once(request, form, swear, said="守秘を確かめました。指定された議題の資料が開きました。")
        if done:
            return done
    context = {
        "form": form, "sitting": found, "door": door, "wording": wording, "crumbs": _crumbs(wording.title, found),
    }  # fmt: skip
    return answer(request, "meetings/oath.html", context, shown=[], status=status(form))


@require_POST
@page(needs=Permission.ATTEND_MEETING)
def open_papers(request: Any, sitting_id: UUID) -> HttpResponse:
    """Seats given after the oath, and a yearly oath already given, open with one press."""
    found = queries.get_sitting(request.actor, sitting_id=sitting_id)
    door = queries.at_the_door(request.actor, sitting=found)
    known = door.known
    operations.swear(
        request.actor, sitting=found, wording=known.wording if known else "", agreed=known is not None
    )
    return redirect_with(request, "指定された議題の資料が開きました。", sitting_url(found.id))


@page(needs=Permission.ATTEND_MEETING)
def answer_invitation(request: Any, invitation_id: UUID) -> HttpResponse:
    """案内に返事をする."""
    today = timezone.localdate()
    invitation = queries.get_invitation(request.actor, invitation_id=invitation_id)
    form = open_form(
        request, AnswerForm, subject=invitation.id,
        initial={"answer": invitation.answer, "staff": str(invitation.staff_id or "")},
    )  # fmt: skip
    people = agency_queries.staff_of(request.actor, agency_id=invitation.agency_id, on=today)
    form.fields["staff"].choices = [("", "選んでください"), *((str(one.id), one.name) for one in people)]
    back = sitting_url(invitation.sitting_id)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data

        def reply() -> str:
            operations.answer_invitation(
                request.actor, invitation=invitation, answer=given["answer"],
                staff_id=UUID(given["staff"]) if given["staff"] else None, today=today,
            )  # fmt: skip
            return back

        done = do_once(request, form, reply, said="返事を登録しました。招集した機関の画面に出ています。")
        if done:
            return done
    return form_screen(
        request, form, title=f"{invitation.sitting.body}（{invitation.agency}）への返事", submit="返事をする",
        back=back, shown=[], lines=["出席する人を変えるときは、構成員の指定も変わるため、事務局に伝わります。"],
    )  # fmt: skip


@require_POST
@page(needs=Permission.ATTEND_MEETING)
def note_told(request: Any, invitation_id: UUID) -> HttpResponse:
    """日時の変更・中止を確かめました."""
    invitation = queries.get_invitation(request.actor, invitation_id=invitation_id)
    operations.note_told(request.actor, invitation=invitation, now=timezone.now())
    return redirect_with(request, "確かめたことを伝えました。", sitting_url(invitation.sitting_id))


@page(needs=Permission.CALL_MEETING)
def invite(request: Any, sitting_id: UUID) -> HttpResponse:
    """案内する機関を加える."""
    today = timezone.localdate()
    found = queries.get_sitting(request.actor, sitting_id=sitting_id)
    known = {one.agency_id for one in queries.invitations(request.actor, sitting=found)}
    form = open_form(request, InviteForm, subject=found.id)
    form.fields["agency"].offer(agency_choices(request, today, without=known))
    if request.method == "POST" and form.is_valid():

        def call() -> str:
            operations.invite(
                request.actor, sitting=found, agency_id=UUID(form.cleaned_data["agency"]), today=today
            )
            return sitting_url(found.id)

        done = do_once(request, form, call, said="案内しました。")
        if done:
            return done
    return form_screen(
        request, form, title="案内する機関を加える", submit="案内する", back=sitting_url(found.id), shown=[],
        lines=["案内しても、資料はまだ開きません。議題ごとに構成員へ指定し、守秘を確かめると開きます。"],
    )  # fmt: skip


@page(needs=Permission.CALL_MEETING)
def move_sitting(request: Any, sitting_id: UUID) -> HttpResponse:
    """日時・場所を変える."""
    today = timezone.localdate()
    found = queries.get_sitting(request.actor, sitting_id=sitting_id)
    initial = {name: getattr(found, name) for name in ("held_on", "starts_at", "ends_at", "place", "mode")}
    form = open_form(request, MoveSittingForm, subject=found.id, version=found.version, initial=initial)
    if request.method == "POST" and form.is_valid():
        if form.is_stale:
            return merge_page(request, form)

        def move() -> str:
            operations.move_sitting(
                request.actor, sitting=found, version=form.version, today=today, **form.cleaned_data
            )
            return sitting_url(found.id)

        try:
            done = do_once(
                request, form, move, said="日時・場所を変えました。案内した機関の画面にも出ています。"
            )
        except StaleVersion:
            return merge_page(request, form)
        if done:
            return done
    return form_screen(
        request, form, title="日時・場所を変える", submit="変える", back=sitting_url(found.id), shown=[],
        lines=["案内した機関と指定した構成員は、そのまま残ります。"],
    )  # fmt: skip


@page(needs=Permission.CALL_MEETING)
def cancel_sitting(request: Any, sitting_id: UUID) -> HttpResponse:
    """会議を中止する."""
    found = queries.get_sitting(request.actor, sitting_id=sitting_id)
    form = open_form(request, ReasonForm, subject=found.id)
    if request.method == "POST" and form.is_valid():

        def cancel() -> str:
            operations.cancel_sitting(request.actor, sitting=found, reason=form.cleaned_data["reason"])
            return sitting_url(found.id)

        done = do_once(request, form, cancel, said="会議を中止しました。議題は付議待ちに戻りました。")
        if done:
            return done
    return form_screen(
        request, form, title="会議を中止する", submit="中止する", back=sitting_url(found.id), shown=[],
        lines=["議題は付議待ちに戻り、構成員は資料を見られなくなります。"],
    )  # fmt: skip


@require_POST
@page(needs=Permission.WRITE_MINUTES)
def open_sitting(request: Any, sitting_id: UUID) -> HttpResponse:
    """会議を始める."""
    found = queries.get_sitting(request.actor, sitting_id=sitting_id)
    operations.open_sitting(request.actor, sitting=found, today=timezone.localdate())
    return redirect_with(request, "会議を始めました。", sitting_url(found.id))


@page(needs=Permission.WRITE_MINUTES)
def note_attendance(request: Any, sitting_id: UUID) -> HttpResponse:
    """出席を付ける."""
    found = queries.get_sitting(request.actor, sitting_id=sitting_id)
    invitations = queries.invitations(request.actor, sitting=found)
    marked = [
        one for one in invitations if one.attended or (one.answer == Answer.COMING and found.status == "OPEN")
    ]
    form = open_form(
        request, AttendanceForm, subject=found.id, initial={"attendance": [str(one.id) for one in marked]}
    )
    form.fields["attendance"].choices = [
        (
            str(one.id),
            f"{one.agency}（{one.staff.name if one.staff else '人は未定'}・{one.get_answer_display()}）",
        )
        for one in invitations
    ]
    if request.method == "POST" and form.is_valid():

        def note() -> str:
            operations.note_attendance(
                request.actor,
                sitting=found,
                invitation_ids=[UUID(one) for one in form.cleaned_data["attendance"]],
            )
            return sitting_url(found.id)

        done = do_once(request, form, note, said="出席を登録しました。")
        if done:
            return done
    return form_screen(
        request, form, title="出席を付ける", submit="登録する", back=sitting_url(found.id), shown=[],
        lines=["来た人に印を付けます。出席と返事した人には、はじめから印が付いています。"],
    )  # fmt: skip


@page(needs=Permission.WRITE_MINUTES)
def write_topics(request: Any, sitting_id: UUID) -> HttpResponse:
    """事例以外の議事を書く."""
    found = queries.get_sitting(request.actor, sitting_id=sitting_id)
    form = open_form(
        request, TopicsForm, subject=found.id, version=found.version, initial={"topics": found.topics}
    )
    if request.method == "POST" and form.is_valid():
        if form.is_stale:
            return merge_page(request, form)

        def write() -> str:
            operations.write_topics(
                request.actor, sitting=found, version=form.version, topics=form.cleaned_data["topics"]
            )
            return sitting_url(found.id)

        try:
            done = do_once(request, form, write, said="議事を登録しました。")
        except StaleVersion:
            return merge_page(request, form)
        if done:
            return done
    return form_screen(
        request, form, title="事例以外の議事", submit="登録する", back=sitting_url(found.id), shown=[],
        lines=["実績の報告と評価、足りない社会資源、連携の課題などを書きます。", "個人や世帯が分かることは、ここには書きません。"],
    )  # fmt: skip


@require_POST
@page(needs=Permission.WRITE_MINUTES)
def close_sitting(request: Any, sitting_id: UUID) -> HttpResponse:
    """会議を終える."""
    found = queries.get_sitting(request.actor, sitting_id=sitting_id)
    operations.close_sitting(request.actor, sitting=found)
    return redirect_with(
        request, "会議を終えました。議事録を確かめて、確定してください。", sitting_url(found.id)
    )


@require_POST
@page(needs=Permission.WRITE_MINUTES)
def confirm_minutes(request: Any, sitting_id: UUID) -> HttpResponse:
    """議事録を確定する."""
    found = queries.get_sitting(request.actor, sitting_id=sitting_id)
    operations.confirm_minutes(request.actor, sitting=found, today=timezone.localdate())
    return redirect_with(request, "議事録を確定しました。", sitting_url(found.id))


def _crumbs(last: str, found: Any = None) -> list[dict[str, str]]:
    middle = [{"label": str(found.body), "url": sitting_url(found.id)}] if found else []
    return [{"label": "会議", "url": reverse("meetings:list")}, *middle, {"label": last, "url": ""}]
