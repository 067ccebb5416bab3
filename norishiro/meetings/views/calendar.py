"""予定: the rule of a body, a month on one page, and one's own calendar elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from icalendar import Calendar, Event

from norishiro.agencies import queries as agency_queries
from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.core.calendar import wareki
from norishiro.core.form_pages import open_form
from norishiro.meetings import access, operations, queries, rules
from norishiro.meetings.choices import Weekday
from norishiro.meetings.forms import ScheduleForm, SeriesForm
from norishiro.meetings.views.common import do_once, form_screen, redirect_with, status

NOTHING_HERE = "この番地の予定表はありません。"


@page(needs=Permission.ATTEND_MEETING)
def calendar(request: Any) -> HttpResponse:
    """会議の予定（月）: ``?month=2026-11``; anything unreadable is this month."""
    today = timezone.localdate()
    month = queries.month_of(request.actor, on=_month_asked(request.GET.get("month", ""), today))
    context = {
        "month": month,
        "today": today,
        "feed": queries.my_feed(request.actor),
        "crumbs": [{"label": "会議", "url": reverse("meetings:list")}, {"label": "予定表", "url": ""}],
    }
    return answer(request, "meetings/calendar.html", context, shown=[])


def _month_asked(text: str, today: date) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return today


@page(needs=Permission.CALL_MEETING)
def keep_series(request: Any, body_id: UUID) -> HttpResponse:
    """定例の決まりを登録する."""
    today = timezone.localdate()
    body = queries.get_body(request.actor, body_id=body_id)
    areas = {str(one.id): one for one in agency_queries.areas(request.actor, on=today)}
    known = rules.read_frequency(body.frequency)
    form = open_form(
        request, SeriesForm, subject=body.id,
        initial={
            "rule": known.rule, "weekday": "" if known.weekday is None else str(known.weekday),
            "weeks": [str(one) for one in known.weeks], "months": [str(one) for one in known.months],
            "holiday": "AFTER", "mode": "ROOM", "from_on": today,
        },
    )  # fmt: skip
    form.fields["area"].choices = [("", "圏域を決めない"), *((key, one.name) for key, one in areas.items())]
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        values = given | {
            "area": areas.get(given["area"]),
            "weekday": int(given["weekday"]), "weeks": [int(one) for one in given["weeks"]],
            "months": [int(one) for one in given["months"]],
        }  # fmt: skip

        def keep() -> str:
            series = operations.keep_series(request.actor, body=body, values=values, today=today)
            return reverse("meetings:schedule_sittings", args=[series.id])

        done = do_once(
            request, form, keep, said="定例の決まりを登録しました。続けて、会議にする日を選べます。"
        )
        if done:
            return done
    return form_screen(
        request, form, title=f"{body.name}の定例の決まり", submit="登録する",
        back=reverse("meetings:body", args=[body.id]), shown=[], crumbs=_crumbs(body, "定例の決まり"),
        lines=[
            f"設定にある頻度：{body.frequency or '定めなし'}。読み取れたところには、はじめから印が付いています。",
            "圏域ごとに開く会議は、圏域を選んで、圏域の数だけ登録します。",
            "決まりを登録しても、会議はまだ招集されません。次の画面で、出てきた日から選びます。",
        ],
    )  # fmt: skip


@page(needs=Permission.CALL_MEETING)
def schedule_sittings(request: Any, series_id: UUID) -> HttpResponse:
    """定例の日から会議をまとめて作る."""
    today = timezone.localdate()
    series = queries.get_series(request.actor, series_id=series_id)
    access.convene_verdict(request.actor, series.body).or_refuse()
    rows = queries.proposed_rows(request.actor, series=series, today=today)
    free = [row.proposed for row in rows if not row.taken]
    form = open_form(request, ScheduleForm, subject=series.id)
    form.fields["days"].choices = [(one.day.isoformat(), _day_words(one)) for one in free]
    if request.method == "POST" and form.is_valid():
        days = [date.fromisoformat(one) for one in form.cleaned_data["days"]]

        def schedule() -> str:
            operations.schedule_sittings(
                request.actor, series=series, days=days, proposed=[one.day for one in free], today=today
            )
            return reverse("meetings:body", args=[series.body_id])

        done = do_once(
            request,
            form,
            schedule,
            said=f"{len(days)}回の会議を作り、名簿の機関に案内しました。議題は、あとから「付議待ちから加える」で載せます。",
        )
        if done:
            return done
    context = {
        "series": series,
        "form": form,
        "taken": [row.proposed for row in rows if row.taken],
        "free": free,
        "crumbs": _crumbs(series.body, "定例の日"),
    }
    return answer(request, "meetings/schedule_sittings.html", context, shown=[], status=status(form))


def _day_words(one: Any) -> str:
    words = f"{wareki(one.day)}（{Weekday(one.day.weekday()).label}）"
    if one.instead_of:
        words += f"　{wareki(one.instead_of)}が祝日・休みのため、ずらしました"
    return words


@require_POST
@page(needs=Permission.CALL_MEETING)
def end_series(request: Any, series_id: UUID) -> HttpResponse:
    """定例の決まりをやめる."""
    series = queries.get_series(request.actor, series_id=series_id)
    body_id = series.body_id
    operations.end_series(request.actor, series=series, today=timezone.localdate())
    return redirect_with(
        request,
        "定例の決まりをやめました。作ってある会議は、そのまま残ります。",
        reverse("meetings:body", args=[body_id]),
    )


# --- one's own calendar ----------------------------------------------------------------------------------


@page(needs=Permission.ATTEND_MEETING)
def my_feed(request: Any) -> HttpResponse:
    """自分の予定表へ取り込む: the secret address, shown once when it is made."""
    context = {
        "feed": queries.my_feed(request.actor),
        "address": "",
        "crumbs": _feed_crumbs(),
    }
    return answer(request, "meetings/my_feed.html", context, shown=[])


@require_POST
@page(needs=Permission.ATTEND_MEETING)
def open_feed(request: Any) -> HttpResponse:
    """秘密の番地を作る. Answered with the page itself: the address stands on no other."""
    key = operations.open_feed(request.actor, now=timezone.now())
    context = {
        "feed": queries.my_feed(request.actor),
        "address": request.build_absolute_uri(reverse("meetings:feed", args=[key])),
        "crumbs": _feed_crumbs(),
    }
    response = answer(request, "meetings/my_feed.html", context, shown=[])
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@page(needs=Permission.ATTEND_MEETING)
def revoke_feed(request: Any) -> HttpResponse:
    """秘密の番地を止める."""
    operations.revoke_feed(request.actor, now=timezone.now())
    return redirect_with(request, "番地を止めました。もう予定は届きません。", reverse("meetings:my_feed"))


@require_safe
@login_not_required
def feed(request: Any, key: str) -> HttpResponse:
    """予定表（iCalendar）: body, place and time of the sittings one person is called to; no case and no resident."""
    sittings = queries.feed_sittings(key, today=timezone.localdate())
    if sittings is None:
        raise Http404(NOTHING_HERE)
    response = HttpResponse(ical_of(sittings), content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def ical_of(sittings: Iterable[Any]) -> bytes:
    """RFC 5545. A sitting keeps its id, so that another day moves the entry and a cancelled one strikes it out."""
    book = Calendar()
    book.add("prodid", "-//norishiro//meetings//JA")
    book.add("version", "2.0")
    book.add("x-wr-calname", "のりしろ　会議")
    for sitting in sittings:
        book.add_component(_event(sitting))
    return bytes(book.to_ical())


def _event(sitting: Any) -> Event:
    event = Event()
    event.add("uid", f"{sitting.id}@norishiro")
    event.add("dtstamp", sitting.changed_at.astimezone(UTC))
    event.add("last-modified", sitting.changed_at.astimezone(UTC))
    event.add("sequence", sitting.version)
    event.add("summary", f"{sitting.body.name}（{sitting.area.name}）" if sitting.area else sitting.body.name)
    event.add("location", sitting.place)
    event.add("status", "CANCELLED" if sitting.status == "CANCELLED" else "CONFIRMED")
    event.add("class", "PRIVATE")
    if sitting.starts_at is None:
        event.add("dtstart", sitting.held_on)
        event.add("dtend", sitting.held_on + timedelta(days=1))
        return event
    event.add("dtstart", _moment(sitting.held_on, sitting.starts_at))
    if sitting.ends_at is not None:
        event.add("dtend", _moment(sitting.held_on, sitting.ends_at))
    return event


def _moment(day: date, at: Any) -> datetime:
    """In UTC: no calendar then needs a description of the time zone."""
    return timezone.make_aware(datetime.combine(day, at)).astimezone(UTC)


def _crumbs(body: Any, last: str) -> list[dict[str, str]]:
    return [
        {"label": "会議", "url": reverse("meetings:list")},
        {"label": body.name, "url": reverse("meetings:body", args=[body.id])},
        {"label": last, "url": ""},
    ]


def _feed_crumbs() -> list[dict[str, str]]:
    return [
        {"label": "会議", "url": reverse("meetings:list")},
        {"label": "予定表", "url": reverse("meetings:calendar")},
        {"label": "自分の予定表へ取り込む", "url": ""},
    ]
