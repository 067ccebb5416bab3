"""話題: a body's page, one topic, what is written of it at a sitting."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies import queries as agency_queries
from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.core import calendar
from norishiro.core.form_pages import carry_out, open_form
from norishiro.meetings import access, queries
from norishiro.meetings.forms import ReasonForm
from norishiro.meetings.forms.topics import (
    ChangeTopicForm,
    FinishTopicForm,
    GatherTopicsForm,
    ThemeForm,
    TopicForm,
    TopicTalkForm,
)
from norishiro.meetings.operations import topics as operations
from norishiro.meetings.queries import topics as topic_queries
from norishiro.meetings.views.common import agency_choices, do_once, form_screen, sitting_url, staff_choices

NO_NAMES = "話題には、人の名前や、どの世帯のことかが分かることを書きません。会議に出る職員がみな読みます。"


def topic_url(topic_id: UUID) -> str:
    return reverse("meetings:topic", args=[topic_id])


def page_url(body_id: UUID) -> str:
    return reverse("meetings:topics", args=[body_id])


def topic_crumbs(body: Any, last: str) -> list[dict[str, str]]:
    return [
        {"label": "会議", "url": reverse("meetings:list")},
        {"label": body.name, "url": reverse("meetings:body", args=[body.id])},
        {"label": "話題", "url": page_url(body.id)},
        {"label": last, "url": ""},
    ]


def id_of(text: str) -> UUID | None:
    """A choice of a list; of ``agency:staff`` the last part."""
    return UUID(text.rpartition(":")[2]) if text else None


@page(needs=Permission.ATTEND_MEETING)
def topic_board(request: Any) -> HttpResponse:
    """上がってきたもの・返すもの: across the bodies one looks after."""
    today = timezone.localdate()
    context = {
        "board": topic_queries.board(request.actor, today=today),
        "today": today,
        "crumbs": [
            {"label": "会議", "url": reverse("meetings:list")},
            {"label": "上がってきたもの・返すもの", "url": ""},
        ],
    }
    return answer(request, "meetings/topic_board.html", context, shown=[])


@page(needs=Permission.ATTEND_MEETING)
def topics(request: Any, body_id: UUID) -> HttpResponse:
    """一つの会議体の話題: what goes on, what came, what is waited for."""
    today = timezone.localdate()
    body = queries.get_body(request.actor, body_id=body_id)
    found = topic_queries.topics_of(request.actor, body=body)
    area_id = next((one.id for one in found.areas if one.id.hex == request.GET.get("area")), None)
    if area_id:
        found = topic_queries.topics_of(request.actor, body=body, area_id=area_id)
    context = {
        "body": body,
        "found": found,
        "area_id": area_id,
        "today": today,
        "themes": topic_queries.themes_of(request.actor, body=body),
        "hand": access.topic_hand(request.actor, body, on=today),
        "crumbs": [
            {"label": "会議", "url": reverse("meetings:list")},
            {"label": body.name, "url": reverse("meetings:body", args=[body.id])},
            {"label": "話題", "url": ""},
        ],
    }
    return answer(request, "meetings/topics.html", context, shown=[])


@page(needs=Permission.ATTEND_MEETING)
def add_topic(request: Any, body_id: UUID) -> HttpResponse:
    """話題を書く."""
    today = timezone.localdate()
    body = queries.get_body(request.actor, body_id=body_id)
    initial = {"kind": "ISSUE", "origin": "TALK"}
    form = open_form(request, TopicForm, subject=body.id, initial=initial)
    offer_places(request, form, body, today)
    if request.method == "POST" and form.is_valid():

        def add() -> str:
            given = form.cleaned_data
            topic = operations.add_topic(
                request.actor, body=body, origin=given["origin"], today=today, **values_of(given)
            )
            return topic_url(topic.id)

        done = do_once(
            request, form, add, said="話題を書きました。済むまで、この会議体の会議のたびに出てきます。"
        )
        if done:
            return done
    return form_screen(
        request, form, title=f"{body.name}：話題を書く", submit="書く", back=page_url(body.id), shown=[],
        crumbs=topic_crumbs(body, "話題を書く"), lines=[NO_NAMES, "書いた話題は、済みにするまで次の会議へ持ちこされます。"],
    )  # fmt: skip


@page(needs=Permission.ATTEND_MEETING)
def topic(request: Any, topic_id: UUID) -> HttpResponse:
    """一つの話題: where it came from, what was said, where it was handed, what came back."""
    today = timezone.localdate()
    found = topic_queries.get_topic(request.actor, topic_id=topic_id)
    sources = topic_queries.sources_of(request.actor, topic=found)
    theirs = access.topic_is_theirs(request.actor, found, today=today)
    context = {
        "topic": found,
        "today": today,
        "theirs": theirs,
        "may_change": theirs or found.made_agency_id in request.actor.agency_ids,
        "goes_on": found.status in ("OPEN", "SENT", "RETURNED"),
        "origins": topic_queries.origins_of(request.actor, topic=found),
        "parts": topic_queries.parts_of(request.actor, topic=found),
        "transfers": topic_queries.transfers_of(request.actor, topic=found),
        "talks": topic_queries.talks_of(request.actor, topic=found),
        "sources": sources,
        "crumbs": topic_crumbs(found.body, found.title),
    }
    return answer(request, "meetings/topic.html", context, shown=[one.source.subject_id for one in sources])


@page(needs=Permission.ATTEND_MEETING)
def change_topic(request: Any, topic_id: UUID) -> HttpResponse:
    """話題を書きかえる."""
    today = timezone.localdate()
    found = topic_queries.get_topic(request.actor, topic_id=topic_id)

    def opened() -> ChangeTopicForm:
        now = topic_queries.get_topic(request.actor, topic_id=topic_id)
        form = open_form(request, ChangeTopicForm, subject=now.id, version=now.version, initial=_initial(now))
        offer_places(request, form, now.body, today)
        return form

    form = opened()
    if request.method == "POST" and form.is_valid():

        def change() -> str:
            operations.change_topic(
                request.actor, topic=found, version=form.posted_version or 0, values=values_of(form.cleaned_data),
                today=today,
            )  # fmt: skip
            return topic_url(found.id)

        done = carry_out(request, form, do=change, current=opened)
        if done:
            return done
    return form_screen(
        request, form, title="話題を書きかえる", submit="書きかえる", back=topic_url(found.id), shown=[],
        crumbs=topic_crumbs(found.body, "書きかえる"), lines=[NO_NAMES],
    )  # fmt: skip


def _initial(topic: Any) -> dict[str, Any]:
    staff = f"{topic.owner_agency_id}:{topic.owner_staff_id}" if topic.owner_staff_id else ""
    return {
        "kind": topic.kind, "shortage": topic.shortage, "title": topic.title, "text": topic.text,
        "cases_behind": topic.cases_behind, "area": str(topic.area_id or ""), "next_what": topic.next_what,
        "owner": str(topic.owner_agency_id or ""), "owner_staff": staff, "due_on": topic.due_on,
        "theme": str(topic.theme_id or ""),
    }  # fmt: skip


@page(needs=Permission.ATTEND_MEETING)
def finish_topic(request: Any, topic_id: UUID) -> HttpResponse:
    """話題を済みにする."""
    today = timezone.localdate()
    found = topic_queries.get_topic(request.actor, topic_id=topic_id)
    form = open_form(
        request, FinishTopicForm, subject=found.id, initial={"done_on": today, "tell_back": True}
    )
    if request.method == "POST" and form.is_valid():

        def finish() -> str:
            operations.finish_topic(request.actor, topic=found, today=today, **form.cleaned_data)
            return topic_url(found.id)

        done = do_once(request, form, finish, said="話題を済みにしました。")
        if done:
            return done
    return form_screen(
        request, form, title=f"「{found.title}」を済みにする", submit="済みにする", back=topic_url(found.id), shown=[],
        crumbs=topic_crumbs(found.body, "済みにする"),
        lines=["どうなったかは、あとから同じことで困った人が読みます。", NO_NAMES],
    )  # fmt: skip


@page(needs=Permission.ATTEND_MEETING)
def reopen_topic(request: Any, topic_id: UUID) -> HttpResponse:
    """済んだ話題を、また話し合う."""
    today = timezone.localdate()
    found = topic_queries.get_topic(request.actor, topic_id=topic_id)
    form = open_form(request, ReasonForm, subject=found.id)
    if request.method == "POST" and form.is_valid():

        def reopen() -> str:
            operations.reopen_topic(
                request.actor, topic=found, reason=form.cleaned_data["reason"], today=today
            )
            return topic_url(found.id)

        done = do_once(request, form, reopen, said="また話し合う話題にしました。次の会議に出てきます。")
        if done:
            return done
    return form_screen(
        request, form, title=f"「{found.title}」をまた話し合う", submit="また話し合う", back=topic_url(found.id), shown=[],
        crumbs=topic_crumbs(found.body, "また話し合う"), lines=["前に書いたことは、そのまま残ります。"],
    )  # fmt: skip


@page(needs=Permission.ATTEND_MEETING)
def talk_of_topic(request: Any, sitting_id: UUID, topic_id: UUID) -> HttpResponse:
    """会議で話題について話し合ったことを書く."""
    sitting = queries.get_sitting(request.actor, sitting_id=sitting_id)
    found = topic_queries.get_topic(request.actor, topic_id=topic_id)

    def opened() -> TopicTalkForm:
        talk = topic_queries.talk_at(request.actor, topic=found, sitting=sitting)
        initial = {"words": talk.words, "agreed": talk.agreed} if talk else {}
        return open_form(
            request, TopicTalkForm, subject=f"{sitting.id}:{found.id}", version=talk.version if talk else None,
            initial=initial,
        )  # fmt: skip

    form = opened()
    back = f"{sitting_url(sitting.id)}#body-topics"
    if request.method == "POST" and form.is_valid():

        def talk_of() -> str:
            operations.talk_of_topic(
                request.actor,
                topic=found,
                sitting=sitting,
                version=form.posted_version or 0,
                **form.cleaned_data,
            )
            return back

        done = carry_out(request, form, do=talk_of, current=opened)
        if done:
            return done
    return form_screen(
        request, form, title=f"「{found.title}」の話し合い", submit="書く", back=back, shown=[],
        crumbs=topic_crumbs(found.body, "話し合い"),
        lines=[f"{calendar.wareki(sitting.held_on)}の{sitting.body.name}で話し合ったことを書きます。", NO_NAMES],
    )  # fmt: skip


@page(needs=Permission.ATTEND_MEETING)
def gather_topics(request: Any, body_id: UUID) -> HttpResponse:
    """いくつかの話題を一つにまとめる."""
    today = timezone.localdate()
    body = queries.get_body(request.actor, body_id=body_id)
    form = open_form(request, GatherTopicsForm, subject=body.id, initial={"kind": "MEASURE"})
    form.fields["topics"].choices = [
        (str(one.id), f"{one.title}（{one.get_shortage_display() or one.get_kind_display()}）")
        for one in topic_queries.topics_to_choose(request.actor, body=body)
    ]
    form.fields["owner"].offer(agency_choices(request, today))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data

        def gather() -> str:
            made = operations.gather_topics(
                request.actor, body=body, topic_ids=[UUID(one) for one in given["topics"]], title=given["title"],
                text=given["text"], kind=given["kind"], owner_agency_id=id_of(given["owner"]), due_on=given["due_on"],
                today=today,
            )  # fmt: skip
            return topic_url(made.id)

        done = do_once(
            request, form, gather, said="一つの話題にまとめました。もとの話題は、その下に並んでいます。"
        )
        if done:
            return done
    return form_screen(
        request, form, title=f"{body.name}：話題をまとめる", submit="まとめる", back=page_url(body.id), shown=[],
        crumbs=topic_crumbs(body, "まとめる"),
        lines=["くり返し出てくる不足を、一つのしくみ・施策の話題にまとめます。背景にある世帯の数は足し合わされます。", NO_NAMES],
    )  # fmt: skip


@page(needs=Permission.ATTEND_MEETING)
def keep_theme(request: Any, body_id: UUID) -> HttpResponse:
    """年度のテーマを登録する."""
    today = timezone.localdate()
    body = queries.get_body(request.actor, body_id=body_id)
    year = calendar.fiscal_year(today)
    form = open_form(request, ThemeForm, subject=body.id, initial={"fiscal_year": str(year)})
    form.fields["fiscal_year"].choices = [
        (str(one), calendar.fiscal_year_label(one)) for one in (year - 1, year, year + 1)
    ]
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data

        def keep() -> str:
            made = operations.keep_theme(
                request.actor, body=body, fiscal_year=int(given["fiscal_year"]), title=given["title"],
                note=given["note"], today=today,
            )  # fmt: skip
            return reverse("meetings:theme", args=[made.id])

        done = do_once(
            request, form, keep, said="年度のテーマを登録しました。話題を取り上げるときに選べます。"
        )
        if done:
            return done
    return form_screen(
        request, form, title=f"{body.name}：年度のテーマ", submit="登録する", back=page_url(body.id), shown=[],
        crumbs=topic_crumbs(body, "年度のテーマ"), lines=["その年度に話し合うテーマです。上がってきた話題を、テーマごとに並べられます。"],
    )  # fmt: skip


@page(needs=Permission.ATTEND_MEETING)
def theme(request: Any, theme_id: UUID) -> HttpResponse:
    """一つのテーマと、そのもとになった話題."""
    found = topic_queries.get_theme(request.actor, theme_id=theme_id)
    context = {
        "theme": found,
        "year": calendar.fiscal_year_label(found.fiscal_year),
        "rows": topic_queries.under_theme(request.actor, theme=found),
        "crumbs": topic_crumbs(found.body, found.title),
    }
    return answer(request, "meetings/theme.html", context, shown=[])


def offer_places(request: Any, form: Any, body: Any, today: date) -> None:
    """Agencies, people, areas and themes to choose from."""
    form.fields["owner"].offer(agency_choices(request, today))
    form.fields["owner_staff"].choices = [("", "決めない"), *staff_choices(request, today)]
    form.fields["area"].choices = [
        ("", "限らない"),
        *((str(one.id), one.name) for one in agency_queries.areas(request.actor, on=today)),
    ]
    form.fields["theme"].choices = [("", "テーマに入れない"), *theme_choices(request, body)]


def theme_choices(request: Any, body: Any) -> list[tuple[str, str]]:
    return [
        (str(one.id), f"{calendar.fiscal_year_label(one.fiscal_year)} {one.title}")
        for one in topic_queries.themes_of(request.actor, body=body)
    ]


def values_of(given: dict[str, Any]) -> dict[str, Any]:
    """What the form says, as the verbs take it. Who is named brings the agency along."""
    agency_id, _colon, staff_id = given["owner_staff"].partition(":")
    return {
        "kind": given["kind"], "shortage": given["shortage"], "title": given["title"], "text": given["text"],
        "cases_behind": given["cases_behind"], "area_id": id_of(given["area"]), "next_what": given["next_what"],
        "owner_agency_id": id_of(given["owner"] or agency_id), "owner_staff_id": id_of(staff_id),
        "due_on": given["due_on"], "theme_id": id_of(given["theme"]),
    }  # fmt: skip
