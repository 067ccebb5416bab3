"""通信と研修: what was sent to whom, what was taught and who came."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.door import answer, page
from norishiro.agencies.views import parts
from norishiro.core.calendar import fiscal_year_label, wareki
from norishiro.core.form_pages import open_form
from norishiro.helpers import forms, operations, queries
from norishiro.helpers.views.common import KEEP, crumbs, form_screen, mine, tabs, years_shown


@page(needs=KEEP)
def newsletters(request: Any) -> HttpResponse:
    """通信の一覧."""
    actor, year = request.actor, parts.asked_year(request)
    context = {
        "tabs": tabs("helpers:newsletters"), "year": year, "years": years_shown(actor, year),
        "year_label": fiscal_year_label(year), "issues": queries.newsletters(actor, year=year), "crumbs": crumbs(("通信", "")),
    }  # fmt: skip
    return answer(request, "helpers/newsletters.html", context, shown=[])


@page(needs=KEEP)
def issue_newsletter(request: Any) -> HttpResponse:
    """通信を出す: the addressees are written down as the register stands on the day."""
    actor, today = request.actor, timezone.localdate()
    form = open_form(request, forms.NewsletterForm, initial={"issued_on": today})

    def do() -> tuple[str, str]:
        issued = operations.issue_newsletter(actor, today=today, **form.cleaned_data)
        return "宛先をまとめました。宛名を印刷できます。", reverse("helpers:newsletter", args=[issued.id])

    return form_screen(
        request, form, title="通信を出す", submit="宛先をまとめる", back=reverse("helpers:newsletters"), do=do,
        lines=["その日に登録のある人へ送ります。通信を止めた人と、登録を終えた人は、宛先に入りません。"],
    )  # fmt: skip


@page(needs=KEEP)
def newsletter(request: Any, newsletter_id: UUID) -> HttpResponse:
    """一つの通信と、その宛先. The ledger names the issue: to whom it went is written down with it."""
    actor = request.actor
    found = queries.get_newsletter(actor, newsletter_id=newsletter_id)
    receivers = queries.receivers_of(actor, newsletter=found)
    by = {"POST": "address", "EMAIL": "email"}.get(found.channel, "name")
    context = {
        "newsletter": found, "receivers": receivers, "missing": [one for one in receivers if not getattr(one, by)],
        "left_out": queries.left_out_of(actor, newsletter=found), "labels": request.GET.get("labels") == "1",
        "crumbs": crumbs(("通信", reverse("helpers:newsletters")), (found.title, "")),
    }  # fmt: skip
    return answer(request, "helpers/newsletter.html", context, shown=[found.id])


@page(needs=KEEP)
def lessons(request: Any) -> HttpResponse:
    """研修の一覧."""
    actor, year = request.actor, parts.asked_year(request)
    context = {
        "tabs": tabs("helpers:lessons"), "year": year, "years": years_shown(actor, year),
        "year_label": fiscal_year_label(year), "lessons": queries.lessons(actor, year=year), "crumbs": crumbs(("研修", "")),
    }  # fmt: skip
    return answer(request, "helpers/lessons.html", context, shown=[])


@page(needs=KEEP)
def hold_lesson(request: Any) -> HttpResponse:
    """研修を登録する."""
    actor, today = request.actor, timezone.localdate()
    form = open_form(request, forms.LessonForm, initial={"held_on": today})

    def do() -> tuple[str, str]:
        held = operations.hold_lesson(actor, today=today, **form.cleaned_data)
        return "研修を登録しました。来た人を書けます。", reverse("helpers:lesson", args=[held.id])

    return form_screen(
        request, form, title="研修を登録する", submit="登録する", back=reverse("helpers:lessons"), do=do,
        lines=["養成研修に来た人は、修了が切れる日の前日まで、訪問を頼めるようになります。"],
    )  # fmt: skip


@page(needs=KEEP)
def lesson(request: Any, lesson_id: UUID) -> HttpResponse:
    """一回の研修と、来た人."""
    actor = request.actor
    found = queries.get_lesson(actor, lesson_id=lesson_id)
    came = queries.came_to(actor, lesson=found)
    context = {
        "lesson": found, "came": came, "may_keep": mine(actor, found.agency),
        "crumbs": crumbs(("研修", reverse("helpers:lessons")), (found.title, "")),
    }  # fmt: skip
    return answer(request, "helpers/lesson.html", context, shown=[found.id])


@page(needs=KEEP)
def note_came(request: Any, lesson_id: UUID) -> HttpResponse:
    """来た人を書く."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_lesson(actor, lesson_id=lesson_id)
    there = {one.id for one in queries.came_to(actor, lesson=found)}
    rows = [one for one in queries.all_helpers(actor, on=today) if one.id not in there]
    form = open_form(request, forms.CameForm, subject=found.id)
    form.fields["came"].offer([(str(one.id), f"{one.name}（{one.about.label}）") for one in rows])
    back = reverse("helpers:lesson", args=[found.id])

    def do() -> tuple[str, str]:
        picked = [one for one in rows if str(one.id) in form.cleaned_data["came"]]
        number = operations.note_came(actor, lesson=found, came=picked)
        return f"{number}人を書きました。", back

    return form_screen(
        request, form, title="来た人を書く", submit="書く", back=back, do=do, shown=[found.id],
        lines=[
            f"{wareki(found.held_on)}「{found.title}」。名簿にいて、まだ書いていない人が並びます。",
            "名簿にない人は、先に登録します。",
        ],
    )  # fmt: skip
