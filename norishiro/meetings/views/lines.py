"""What is written while an item is talked over."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone

from norishiro.agencies.door import page
from norishiro.agencies.permissions import Permission
from norishiro.core.calendar import wareki
from norishiro.core.form_pages import merge_page, open_form
from norishiro.core.records import StaleVersion
from norishiro.meetings import operations, queries
from norishiro.meetings.forms import (
    ChangeLineForm,
    CheckDecisionForm,
    DecisionForm,
    LineForm,
)
from norishiro.meetings.views.common import (
    agency_choices,
    do_once,
    form_screen,
    item_url,
    sitting_crumbs,
    sitting_url,
)
from norishiro.meetings.views.item_parts import ask_where_hidden, fill_decision, item_crumbs, open_item


@page(needs=Permission.ATTEND_MEETING)
def write_line(request: Any, item_id: UUID) -> HttpResponse:
    """議事を書く（事実・見立て・意見）."""
    today = timezone.localdate()
    found = open_item(request, item_id)
    form = open_form(request, LineForm, subject=found.id, prefix="line", initial={"kind": "FACT"})
    form.fields["speaker"].offer(agency_choices(request, today))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data

        def write() -> str:
            categories = sum(int(one) for one in given["categories"])
            operations.write_line(
                request.actor, item=found, kind=given["kind"], text=given["text"],
                speaker_agency_id=UUID(given["speaker"]) if given["speaker"] else None, today=today,
                **({"categories": categories} if categories else {}),
            )  # fmt: skip
            ask_where_hidden(request, found, given)
            return f"{item_url(found.id)}#minutes"

        done = do_once(request, form, write, said="議事に書きました。")
        if done:
            return done
    return form_screen(
        request, form, title="議事を書く", submit="書く", back=item_url(found.id), shown=[found.subject_id],
        crumbs=item_crumbs(found, "議事を書く"),
        lines=["見聞きしたことは「事実」、どう読むかは「見立て」、どうしたいかは「意見」、みんなで決めた向かう先は「全体の方針」に分けて書きます。"],
    )  # fmt: skip


@page(needs=Permission.ATTEND_MEETING)
def decide(request: Any, item_id: UUID) -> HttpResponse:
    """決定を書く: it becomes a role at once."""
    today = timezone.localdate()
    found = open_item(request, item_id)
    case = queries.case_of_item(request.actor, item=found)
    members = queries.members_shown(request.actor, item=found, case=case, today=today)
    form = open_form(request, DecisionForm, subject=found.id, prefix="decision")
    fill_decision(request, form, agency_choices(request, today), members, today)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        person = next((one for one in members if str(one.id) == given["person"]), None)
        staff_id = given["staff"].partition(":")[2]

        def decide_it() -> str:
            operations.decide(
                request.actor, item=found, text=given["text"], bearer_id=UUID(given["bearer"]),
                staff_id=UUID(staff_id) if staff_id else None, due_on=given["due_on"], person=person,
                programme=given["programme"], today=today,
            )  # fmt: skip
            ask_where_hidden(request, found, given)
            return f"{item_url(found.id)}#minutes"

        said = (
            "決定を書きました。"
            if found.anonymous_label
            else "決定を書きました。担当機関の役割になりました。"
        )
        done = do_once(request, form, decide_it, said=said)
        if done:
            return done
    return form_screen(
        request, form, title="決定を書く", submit="決定として書く", back=item_url(found.id),
        shown=[found.subject_id, *(one.id for one in members)],
        crumbs=item_crumbs(found, "決定を書く"),
        lines=["決定には、担当する機関と期日が要ります。書くと、そのまま担当機関の役割になります。"],
    )  # fmt: skip


@page(needs=Permission.ATTEND_MEETING)
def change_line(request: Any, line_id: UUID) -> HttpResponse:
    """議事の一行を書きなおす: until the minutes are confirmed; two at once meet on the merge page."""
    line = queries.get_line(request.actor, line_id=line_id)
    found = open_item(request, line.item_id)
    back = f"{item_url(found.id)}#minutes"
    form = open_form(
        request, ChangeLineForm, subject=line.id, version=line.version,
        initial={"kind": line.kind, "text": line.text},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        if form.is_stale:
            return merge_page(request, form)

        def change() -> str:
            operations.change_line(
                request.actor,
                line=line,
                version=form.version,
                today=timezone.localdate(),
                **form.cleaned_data,
            )
            ask_where_hidden(request, found, form.cleaned_data)
            return back

        try:
            done = do_once(request, form, change, said="議事を書きなおしました。")
        except StaleVersion:
            return merge_page(request, form)
        if done:
            return done
    return form_screen(
        request, form, title="議事を書きなおす", submit="書きなおす", back=back, shown=[line.subject_id],
        crumbs=item_crumbs(found, "議事を書きなおす"),
        lines=[
            "議事録が確定するまで書きなおせます。ほかの人が先に書きなおしたときは、二つを並べた画面が開くので、どちらを残すか選べます。"
        ],
    )  # fmt: skip


@page(needs=Permission.WRITE_MINUTES)
def check_decision(request: Any, sitting_id: UUID, line_id: UUID) -> HttpResponse:
    """前回までの決定がどうなったかを書く."""
    sitting = queries.get_sitting(request.actor, sitting_id=sitting_id)
    line = queries.get_decision(request.actor, line_id=line_id)
    back = f"{sitting_url(sitting.id)}#earlier"
    form = open_form(request, CheckDecisionForm, subject=line.id, initial={"state": "NOT_YET"})
    if request.method == "POST" and form.is_valid():

        def check() -> str:
            operations.check_decision(
                request.actor, line=line, sitting=sitting, today=timezone.localdate(), **form.cleaned_data
            )
            return back

        done = do_once(request, form, check, said="決定がどうなったかを書きました。")
        if done:
            return done
    return form_screen(
        request, form, title="前回までの決定を確かめる", submit="書く", back=back, shown=[line.subject_id],
        crumbs=sitting_crumbs(sitting, "前回までの決定"),
        about={"title": "決まっていたこと", "lines": [line.text, f"{line.bearer}・{wareki(line.due_on)}まで"]},
        lines=["「済んだ」「やめる」にした決定は、次の回からは出ません。「まだ」は、次の回のはじめにまた出ます。"],
    )  # fmt: skip
