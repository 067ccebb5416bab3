"""付議: one case on the table, from the waiting list to its end."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.core.form_pages import merge_page, open_form
from norishiro.core.records import StaleVersion, Unseen
from norishiro.meetings import access, operations, queries, rules
from norishiro.meetings.choices import ItemKind
from norishiro.meetings.forms import (
    ChangeItemForm,
    DecisionForm,
    LineForm,
    PutOnListForm,
    ReasonForm,
    RouteForm,
)
from norishiro.meetings.queries.topics import topics_from
from norishiro.meetings.views.common import (
    agency_choices,
    do_once,
    form_screen,
    item_url,
    redirect_with,
    sitting_url,
    status,
)
from norishiro.meetings.views.item_parts import (
    ask_about_names,
    ask_where_hidden,
    case_crumbs,
    fill_decision,
    item_crumbs,
    open_item,
    shown_in,
    shown_of,
)

USUAL_MINUTES = 20


@page(needs=Permission.SEE_PEOPLE)
def case_items(request: Any, case_id: UUID) -> HttpResponse:
    """このケースの付議: a fragment for the household page, or a page of its own."""
    case = queries.get_case(request.actor, case_id=case_id)
    context = {
        "case": case,
        "items": queries.case_items(request.actor, case_id=case.id),
        "moved": queries.lines_moved(request.actor, case_id=case.id),
        "may_put": request.actor.may(Permission.WORK_CASE),
        "crumbs": case_crumbs(case, "会議での検討"),
    }
    template = (
        "meetings/case_items_part.html" if getattr(request, "htmx", False) else "meetings/case_items.html"
    )
    return answer(request, template, context, shown=[case.id])


@page(needs=Permission.WORK_CASE)
def put_on_list(request: Any, case_id: UUID) -> HttpResponse:
    """会議に付議する."""
    today = timezone.localdate()
    case = queries.get_case(request.actor, case_id=case_id)
    consented = queries.has_consent(request.actor, case=case, today=today)
    kind = ItemKind.LAYERED if consented else ItemKind.SUPPORT
    bodies = [
        (body, fact)
        for body, fact in queries.facts_of_bodies(request.actor, on=today)
        if body.anonymous or any(rules.body_takes(fact, kind=one) for one in ItemKind)
    ]
    fitting = [body for body, fact in bodies if rules.body_takes(fact, kind=kind)]
    agreed = any(rules.takes_agreed(fact) for _body, fact in bodies)
    initial = {
        "kind": kind, "purpose": "SHARE", "body": str(fitting[0].id) if len(fitting) == 1 else "",
    }  # fmt: skip
    form = open_form(request, PutOnListForm, subject=case.id, initial=initial)
    form.fields["body"].choices = [
        ("", "選んでください"),
        *(
            (str(body.id), f"{body.name}{f'（{body.target}）' if body.target else ''}")
            for body, _fact in bodies
        ),
    ]
    form.fields["kind"].choices = [one for one in ItemKind.choices if agreed or one[0] != ItemKind.AGREED]
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        given["minutes"] = given["minutes"] or USUAL_MINUTES
        chosen = given.pop("body")
        body = next(body for body, _fact in bodies if str(body.id) == chosen)

        def put() -> str:
            item = operations.put_on_list(request.actor, case=case, body=body, today=today, **given)
            if item.anonymous_label:
                ask_about_names(request, case, given)
            return item_url(item.id)

        done = do_once(request, form, put, said=f"{body.name}に付議しました。付議待ちに載っています。")
        if done:
            return done
    context = {
        "form": form,
        "case": case,
        "consented": consented,
        "agreed": agreed,
        "crumbs": case_crumbs(case, "会議に付議する"),
    }
    return answer(request, "meetings/put_on_list.html", context, shown=[case.id], status=status(form))


@page(needs=Permission.ATTEND_MEETING)
def item(request: Any, item_id: UUID) -> HttpResponse:
    """議題の画面（資料と議事）."""
    today = timezone.localdate()
    found = open_item(request, item_id)
    case = queries.case_of_item(request.actor, item=found)
    run = access.run_verdict(request.actor, found.sitting) if found.sitting else None
    members = queries.members_shown(request.actor, item=found, case=case, today=today)
    seats = queries.seats_of(request.actor, item=found)
    opened = any(
        one.staff_id == request.actor.staff_id and one.opened_at and not one.ended_at for one in seats
    )
    write = rules.may_write(
        item_status=found.status,
        sitting_status=found.sitting.status if found.sitting else "",
        opened=opened,
        own=found.agency_id in request.actor.agency_ids,
    )
    line_form = open_form(request, LineForm, subject=found.id, prefix="line", initial={"kind": "FACT"})
    decision_form = open_form(request, DecisionForm, subject=found.id, prefix="decision")
    agencies = agency_choices(request, today)
    line_form.fields["speaker"].offer(agencies)
    fill_decision(request, decision_form, agencies, members, today)
    context = {
        "item": found,
        "case": case,
        "title": found.anonymous_label or (case.title if case else "（名前は伏せています）"),
        "hidden": bool(found.anonymous_label),
        "members": members,
        "minutes": queries.minutes_of(request.actor, item=found),
        "advance": queries.advance_parts(request.actor, items=[found])[found.id],
        "seats": seats,
        "persons": queries.people_seated(request.actor, item=found),
        "runs": bool(run and run.allowed),
        "write": write,
        "end": run & rules.may_end_item(status=found.status, sitting_status=found.sitting.status)
        if run is not None
        else None,
        "line_form": line_form,
        "decision_form": decision_form,
        "may_move": bool(run and run.allowed)
        and found.status == "DONE"
        and access.is_conference(found)
        and not access.is_hidden(found),
        "my_agencies": request.actor.agency_ids,
        "may_rewrite": write.allowed
        or bool(run and run.allowed and found.sitting and found.sitting.status in ("OPEN", "CLOSED")),
        "may_note_presence": bool(
            run
            and run.allowed
            and found.sitting
            and rules.may_note_presence(item_status=found.status, sitting_status=found.sitting.status).allowed
        ),
        "may_decide": write.allowed and found.sitting is not None and found.sitting.status == "OPEN",
        "may_change": rules.may_change(
            status=found.status, opened=opened, own=found.agency_id in request.actor.agency_ids, reason="x"
        ).allowed,
        "proposals": queries.proposed_agencies(request.actor, case=case, today=today) if case else [],
        "passages": queries.passages(request.actor, item=found),
        "topics_made": topics_from(request.actor, item_id=found.id),
        "today": today,
        "crumbs": item_crumbs(found),
    }
    return answer(request, "meetings/item.html", context, shown=shown_of(found, case, members))


@page(needs=Permission.ATTEND_MEETING)
def paper(request: Any, item_id: UUID) -> HttpResponse:
    """資料（印刷用）: the one sheet; without names where they are hidden."""
    today = timezone.localdate()
    found = open_item(request, item_id)
    case = queries.case_of_item(request.actor, item=found)
    members = queries.members_shown(request.actor, item=found, case=case, today=today)
    run = access.run_verdict(request.actor, found.sitting) if found.sitting else None
    context = {
        "item": found,
        "case": case,
        "title": found.anonymous_label or (case.title if case else "（名前は伏せています）"),
        "hidden": bool(found.anonymous_label),
        "members": members,
        "minutes": queries.minutes_of(request.actor, item=found),
        "seats": queries.seats_of(request.actor, item=found),
        "today": today,
        "reader": request.actor.name,
        "times": range(30),
        "may_print": bool(run and run.allowed),
        "crumbs": item_crumbs(found, "資料"),
    }
    return answer(request, "meetings/paper.html", context, shown=shown_of(found, case, members))


@page(needs=Permission.ATTEND_MEETING)
def person_paper(request: Any, item_id: UUID, person_id: UUID) -> HttpResponse:
    """本人にお渡しする資料: no one else's affairs, no staff notes."""
    found = open_item(request, item_id)
    sheet = queries.person_paper(request.actor, item=found, person_id=person_id, today=timezone.localdate())
    context = {
        "item": found,
        "sheet": sheet,
        "seats": queries.seats_of(request.actor, item=found),
        "crumbs": item_crumbs(found, "本人にお渡しする資料"),
    }
    return answer(request, "meetings/person_paper.html", context, shown=[found.subject_id, sheet.person.id])


@page(needs=Permission.ATTEND_MEETING)
def change_item(request: Any, item_id: UUID) -> HttpResponse:
    """付議の理由・近づき方・次に確かめる日を書きかえる."""
    found = open_item(request, item_id)
    names = ("reason", "approach", "how_to_tell", "do_not_contact", "next_check_on")
    form = open_form(
        request, ChangeItemForm, subject=found.id, version=found.version,
        initial={name: getattr(found, name) for name in names},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        if form.is_stale:
            return merge_page(request, form)

        def change() -> str:
            operations.change_item(
                request.actor,
                item=found,
                version=form.version,
                values=form.cleaned_data,
                today=timezone.localdate(),
            )
            ask_where_hidden(request, found, form.cleaned_data)
            return item_url(found.id)

        try:
            done = do_once(request, form, change, said="書きかえました。")
        except StaleVersion:
            return merge_page(request, form)
        if done:
            return done
    return form_screen(
        request, form, title="近づき方と次に確かめる日", submit="書きかえる", back=item_url(found.id),
        shown=[found.subject_id], crumbs=item_crumbs(found, "書きかえる"),
        lines=["同意のない方には、近づき方・間接的な支援・連絡してはいけない相手を残しておくと、次の人が守れます。"],
    )  # fmt: skip


@require_POST
@page(needs=Permission.WRITE_MINUTES)
def end_item(request: Any, item_id: UUID) -> HttpResponse:
    """この議題を終える / 次回へ."""
    found = queries.get_item(request.actor, item_id=item_id)
    carried = request.POST.get("carried") == "1"
    operations.end_item(request.actor, item=found, carried=carried, today=timezone.localdate())
    said = "次回へ送りました。" if carried else "議題を終えました。"
    address = sitting_url(found.sitting_id) if found.sitting_id else item_url(found.id)
    return redirect_with(request, f"{said}構成員の資料は閉じました。", address)


@page(needs=Permission.CALL_MEETING)
def table_item(request: Any, sitting_id: UUID) -> HttpResponse:
    """付議待ちから、この回の議題に加える."""
    found = queries.get_sitting(request.actor, sitting_id=sitting_id)
    waiting = queries.waiting(request.actor, body=found.body)
    if request.method == "POST":
        chosen = queries.waiting_items(request.actor, body=found.body, ids=[request.POST.get("item", "")])
        if not chosen:
            raise Unseen(sitting_id)
        operations.table_item(
            request.actor, item=chosen[0], sitting=found, order=found.cases_tabled + 1,
            apart=request.POST.get("apart", "")[:300],
        )  # fmt: skip
        return redirect_with(
            request, "議題に加えました。続けて構成員を指定してください。", item_url(chosen[0].id)
        )
    context = {"sitting": found, "waiting": waiting, "crumbs": None}
    return answer(request, "meetings/table_item.html", context, shown=shown_in(waiting))


@page(needs=Permission.ATTEND_MEETING)
def follow_consent(request: Any, item_id: UUID) -> HttpResponse:
    """同意に合わせて、会議の扱いを変える."""
    today = timezone.localdate()
    found = open_item(request, item_id)
    target = ItemKind.LAYERED if found.kind == ItemKind.SUPPORT else ItemKind.SUPPORT
    bodies = [
        body
        for body, fact in queries.facts_of_bodies(request.actor, on=today)
        if rules.body_takes(fact, kind=target)
    ]
    form = open_form(
        request, RouteForm, subject=found.id,
        initial={"body": str(found.body_id if found.body in bodies else bodies[0].id if len(bodies) == 1 else "")},
    )  # fmt: skip
    form.fields["body"].choices = [("", "選んでください"), *((str(body.id), body.name) for body in bodies)]
    if request.method == "POST" and form.is_valid():
        body = next(body for body in bodies if str(body.id) == form.cleaned_data["body"])

        def follow() -> str:
            moved = operations.follow_consent(
                request.actor,
                item=found,
                reason=form.cleaned_data["reason"],
                today=today,
                body=body,
                kind=target,
            )
            return item_url(moved.id)

        done = do_once(
            request,
            form,
            follow,
            said=f"{target.label}に移しました。前の議題に書いたことは、前の根拠のまま残ります。",
        )
        if done:
            return done
    return form_screen(
        request, form, title=f"{target.label}、出しなおす", submit="移す", back=item_url(found.id),
        shown=[found.subject_id], crumbs=item_crumbs(found, "扱いを変える"),
        lines=[
            "同意があれば重層的支援会議で、なければ支援会議で話し合います。",
            "前の議題の記録は、前の根拠のまま残り、ここへは写りません。",
        ],
    )  # fmt: skip


@page(needs=Permission.ATTEND_MEETING)
def withdraw_item(request: Any, item_id: UUID) -> HttpResponse:
    """付議を取り下げる."""
    found = open_item(request, item_id)
    form = open_form(request, ReasonForm, subject=found.id)
    if request.method == "POST" and form.is_valid():

        def withdraw() -> str:
            operations.withdraw_item(
                request.actor, item=found, reason=form.cleaned_data["reason"], today=timezone.localdate()
            )
            return reverse("meetings:body", args=[found.body_id])

        done = do_once(request, form, withdraw, said="付議を取り下げました。")
        if done:
            return done
    return form_screen(
        request, form, title="付議を取り下げる", submit="取り下げる", back=item_url(found.id),
        shown=[found.subject_id], crumbs=item_crumbs(found, "取り下げる"),
        lines=["取り下げると、付議のために見えるようになっていた機関は見られなくなります。"],
    )  # fmt: skip
