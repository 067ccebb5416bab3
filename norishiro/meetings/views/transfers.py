"""話題の受け渡し: up, sideways, to an agency; taken up; answered. And from an item or a case into a topic."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from norishiro.agencies.door import page
from norishiro.agencies.permissions import Permission
from norishiro.core.form_pages import open_form
from norishiro.core.verdict import Refused, no
from norishiro.meetings import queries
from norishiro.meetings.forms.topics import AnswerTopicForm, RaiseTopicForm, SendTopicForm, TakeTopicForm
from norishiro.meetings.operations import topics as topic_operations
from norishiro.meetings.operations import transfers as operations
from norishiro.meetings.queries import topics as topic_queries
from norishiro.meetings.views.common import agency_choices, do_once, form_screen, item_url, redirect_with
from norishiro.meetings.views.item_parts import ask_about_names, case_crumbs, item_crumbs, open_item
from norishiro.meetings.views.topics import (
    NO_NAMES,
    id_of,
    page_url,
    theme_choices,
    topic_crumbs,
    topic_url,
)


@page(needs=Permission.ATTEND_MEETING)
def send_topic(request: Any, topic_id: UUID) -> HttpResponse:
    """話題を上げる・回す・提案する."""
    today = timezone.localdate()
    found = topic_queries.get_topic(request.actor, topic_id=topic_id)
    bodies = topic_queries.bodies_for_topics(request.actor, on=today)
    parent = found.body.parent_id
    initial = {"way": "UP" if parent else "SIDE", "to_body": str(parent or "")}
    form = open_form(request, SendTopicForm, subject=found.id, initial=initial)
    form.fields["to_body"].choices = [
        ("", "選んでください"),
        *(
            (str(one.id), f"{one.name}（上の会議体）" if one.id == parent else one.name)
            for one in bodies
            if one.id != found.body_id
        ),
    ]
    form.fields["to_agency"].offer(agency_choices(request, today))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data

        def send() -> str:
            operations.send_topic(
                request.actor, topic=found, way=given["way"], words=given["words"], today=today,
                to_body=next((one for one in bodies if str(one.id) == given["to_body"]), None),
                to_agency_id=id_of(given["to_agency"]),
            )  # fmt: skip
            return f"{topic_url(found.id)}#transfers"

        done = do_once(request, form, send, said="渡しました。返事が来るまで「返事を待っている」に出ます。")
        if done:
            return done
    return form_screen(
        request, form, title=f"「{found.title}」を上げる・回す・提案する", submit="渡す", back=topic_url(found.id), shown=[],
        crumbs=topic_crumbs(found.body, "渡す"),
        lines=["どこから来た話題かは、渡した先でも分かります。返事は、この話題に戻ってきます。", NO_NAMES],
    )  # fmt: skip


@page(needs=Permission.ATTEND_MEETING)
def take_topic(request: Any, transfer_id: UUID) -> HttpResponse:
    """渡された話題を、この会議体で取り上げる."""
    today = timezone.localdate()
    found = topic_queries.get_transfer(request.actor, transfer_id=transfer_id)
    body = found.to_body
    if body is None:
        raise Refused(no("title", "機関への提案です。返事だけを書きます。"))
    form = open_form(request, TakeTopicForm, subject=found.id, initial={"title": found.topic.title})
    there = topic_queries.topics_to_choose(request.actor, body=body)
    form.fields["joins"].choices = [
        ("", "まとめない（新しい話題にする）"),
        *((str(one.id), one.title) for one in there),
    ]
    form.fields["theme"].choices = [("", "テーマに入れない"), *theme_choices(request, body)]
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data

        def take() -> str:
            above = operations.take_topic(
                request.actor, transfer=found, title=given["title"], today=today, theme_id=id_of(given["theme"]),
                joins=next((one for one in there if str(one.id) == given["joins"]), None),
            )  # fmt: skip
            return topic_url(above.id)

        done = do_once(request, form, take, said=f"{body.name}の話題として取り上げました。")
        if done:
            return done
    return form_screen(
        request, form, title=f"{body.name}で取り上げる", submit="取り上げる", back=page_url(body.id), shown=[],
        crumbs=topic_crumbs(body, "取り上げる"), about=_about(found), lines=[NO_NAMES],
    )  # fmt: skip


@page(needs=Permission.ATTEND_MEETING)
def answer_topic(request: Any, transfer_id: UUID) -> HttpResponse:
    """渡された話題に返事をする."""
    today = timezone.localdate()
    found = topic_queries.get_transfer(request.actor, transfer_id=transfer_id)
    form = open_form(request, AnswerTopicForm, subject=found.id, initial={"replier": found.where})
    form.fields["reply_owner"].offer(agency_choices(request, today))
    back = topic_url(found.taken_as_id or found.topic_id)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data

        def reply() -> str:
            operations.answer_topic(
                request.actor, transfer=found, reply=given["reply"], replier=given["replier"],
                owner_id=id_of(given["reply_owner"]), due_on=given["reply_due_on"], today=today,
            )  # fmt: skip
            return back

        done = do_once(request, form, reply, said="返事をしました。渡した側の話題に「返ってきた」と出ます。")
        if done:
            return done
    return form_screen(
        request, form, title="返事を書く", submit="返事をする", back=back, shown=[],
        crumbs=topic_crumbs(found.to_body or found.topic.body, "返事を書く"), about=_about(found),
        lines=["決めたことには、受け持つ機関と期日を付けます。渡した側の話題に、そのまま入ります。", NO_NAMES],
    )  # fmt: skip


@require_POST
@page(needs=Permission.ATTEND_MEETING)
def call_back_topic(request: Any, transfer_id: UUID) -> HttpResponseRedirect:
    """渡したのを取り下げる."""
    found = topic_queries.get_transfer(request.actor, transfer_id=transfer_id)
    operations.call_back_topic(request.actor, transfer=found, today=timezone.localdate())
    return redirect_with(request, "渡したのを取り下げました。", topic_url(found.topic_id))


def _about(transfer: Any) -> dict[str, Any]:
    """What was handed, from where."""
    topic = transfer.topic
    lines = [f"{topic.body.name}から：{topic.title}"]
    if topic.area:
        lines.append(f"圏域：{topic.area.name}")
    if topic.cases_behind:
        lines.append(f"背景にある世帯：{topic.cases_behind}")
    return {"title": "渡された話題", "lines": [*lines, transfer.words]}


@page(needs=Permission.ATTEND_MEETING)
def raise_from_item(request: Any, item_id: UUID) -> HttpResponse:
    """議題から、足りない資源などを話題にする."""
    today = timezone.localdate()
    found = open_item(request, item_id)
    case = queries.case_of_item(request.actor, item=found)
    form = _raise_form(request, subject=found.id, body_id=found.body_id, today=today)
    if request.method == "POST" and form.is_valid():
        done = _raised(request, form, {"item": found}, case=case, today=today)
        if done:
            return done
    return form_screen(
        request, form, title="この議題から話題にする", submit="話題にする", back=item_url(found.id), shown=[found.subject_id],
        crumbs=item_crumbs(found, "話題にする"), lines=_RAISE_LINES,
    )  # fmt: skip


@page(needs=Permission.ATTEND_MEETING)
def raise_from_case(request: Any, case_id: UUID) -> HttpResponse:
    """ケース・プランから、足りない資源などを話題にする."""
    today = timezone.localdate()
    case = queries.get_case(request.actor, case_id=case_id)
    form = _raise_form(request, subject=case.id, body_id=None, today=today)
    if request.method == "POST" and form.is_valid():
        done = _raised(request, form, {"case": case}, case=case, today=today)
        if done:
            return done
    return form_screen(
        request, form, title="足りない資源を話題にする", submit="話題にする", back=reverse("cases:show", args=[case.id]),
        shown=[case.id], crumbs=case_crumbs(case, "話題にする"), lines=_RAISE_LINES,
    )  # fmt: skip


_RAISE_LINES = [
    "支援を考えるなかで見えた不足や課題を、会議体の話題にします。ことばは、ここで新しく書きます。記録は写りません。",
    "話題からもとの議題・ケースへ戻れるのは、いまもそれを見られる人だけです。ほかの人には、世帯の数だけが見えます。",
]


def _raise_form(request: Any, *, subject: UUID, body_id: UUID | None, today: date) -> RaiseTopicForm:
    bodies = topic_queries.bodies_for_topics(request.actor, on=today)
    initial = {"kind": "SHORTAGE", "body": str(body_id or "")}
    form = open_form(request, RaiseTopicForm, subject=subject, initial=initial)
    form.fields["body"].choices = [("", "選んでください"), *((str(one.id), one.name) for one in bodies)]
    form.fields["existing"].choices = [
        ("", "重ねない（新しい話題にする）"),
        *((str(one.id), f"{one.title}（{one.body.name}）") for one in topic_queries.open_gaps(request.actor)),
    ]
    form.fields["owner"].offer(agency_choices(request, today))
    return form


def _raised(
    request: Any, form: RaiseTopicForm, source: dict[str, Any], *, case: Any, today: date
) -> HttpResponse | None:
    given = form.cleaned_data

    def keep() -> str:
        if given["existing"]:
            there = topic_queries.get_topic(request.actor, topic_id=UUID(given["existing"]))
            return topic_url(
                topic_operations.add_source(request.actor, topic=there, today=today, **source).id
            )
        body = queries.get_body(request.actor, body_id=UUID(given["body"]))
        made = topic_operations.add_topic(
            request.actor, body=body, kind=given["kind"] or "SHORTAGE", shortage=given["shortage"],
            title=given["title"], text=given["text"], owner_agency_id=id_of(given["owner"]),
            next_what=given["next_what"], due_on=given["due_on"], today=today, **source,
        )  # fmt: skip
        if case is not None:
            ask_about_names(request, case, given)
        return topic_url(made.id)

    return do_once(request, form, keep, said="話題にしました。済むまで、その会議体の会議のたびに出てきます。")
