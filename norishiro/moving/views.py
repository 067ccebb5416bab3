"""データの移行: ask for everything, let a second person agree, draw the halves of the phrase; and the dictionary."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from norishiro.agencies.door import answer, hand_over, page
from norishiro.agencies.permissions import Permission
from norishiro.core.form_pages import carry_out, open_form
from norishiro.moving import access, dictionary, forms, operations, queries, saying

EXPORT_ALL = Permission.EXPORT_ALL


def _crumbs(*steps: tuple[str, str]) -> list[dict[str, str]]:
    above = ("保存期間と廃棄", reverse("disposal:candidates"))
    first = ("データの移行", reverse("moving:departures") if steps else "")
    return [{"label": label, "url": url} for label, url in (above, first, *steps)]


def _own_address(departure: Any) -> str:
    return reverse("moving:departure", args=[departure.id])


@page(needs=EXPORT_ALL)
def departures(request: Any) -> HttpResponse:
    """すべての書き出し: what was asked for, and what became of it."""
    actor = request.actor
    access.looking(actor).or_refuse()
    may_ask = access.asking(actor, reason="x" * 20, today=timezone.localdate())
    context = {
        "departures": queries.departures(actor),
        "may_ask": may_ask,
        "now": timezone.now(),
        "crumbs": _crumbs(),
    }
    return answer(request, "moving/departures.html", context, shown=[])


@page(needs=EXPORT_ALL)
def ask_departure(request: Any) -> HttpResponse:
    """書き出しを求める."""
    actor = request.actor
    access.looking(actor).or_refuse()
    form = open_form(request, forms.AskForm)
    if request.method == "POST" and form.is_valid():

        def ask() -> str:
            made = operations.ask_departure(
                actor, reason=form.cleaned_data["reason"], today=timezone.localdate()
            )
            messages.success(
                request, "求めました。承認する人に知らせ、合言葉の前の半分を受け取ってください。"
            )
            return _own_address(made)

        done = carry_out(request, form, do=ask)
        if done is not None:
            return done
    context = {
        "form": form,
        "back": reverse("moving:departures"),
        "crumbs": _crumbs(("書き出しを求める", "")),
    }
    return answer(request, "moving/ask_departure.html", context, shown=[], status=_status(form))


@page(needs=EXPORT_ALL)
def departure(request: Any, departure_id: UUID) -> HttpResponse:
    """一つの求め: how far it is, and who does what next."""
    actor, now = request.actor, timezone.now()
    found = queries.get_departure(actor, departure_id=departure_id)
    context = {
        "departure": found, "over": found.is_over(now),
        "may_decide": access.deciding(actor, departure=found, agree=True, words=""),
        "may_withdraw": access.withdrawing(actor, departure=found),
        "may_first": queries.first_half_verdict(actor, departure=found),
        "may_second": queries.second_half_verdict(actor, departure=found, now=now),
        "own": found.staff_id == actor.staff_id, "decided": found.decided_by_id == actor.staff_id,
        "crumbs": _crumbs((f"書き出し{found.number}", "")),
    }  # fmt: skip
    return answer(request, "moving/departure.html", context, shown=[])


@page(needs=EXPORT_ALL)
def decide_departure(request: Any, departure_id: UUID) -> HttpResponse:
    """二人めとして答える."""
    actor = request.actor
    found = queries.get_departure(actor, departure_id=departure_id)
    access.deciding(actor, departure=found, agree=True, words="").or_refuse()
    form = open_form(request, forms.DecideForm, subject=found.id)
    if request.method == "POST" and form.is_valid():

        def decide() -> str:
            operations.decide_departure(
                actor, departure=found, agree=form.cleaned_data["agree"] == "YES", words=form.cleaned_data["words"],
                now=timezone.now(),
            )  # fmt: skip
            messages.success(request, f"書き出し{found.number}に答えました。")
            return _own_address(found)

        done = carry_out(request, form, do=decide)
        if done is not None:
            return done
    steps = ((f"書き出し{found.number}", _own_address(found)), ("答える", ""))
    context = {"form": form, "departure": found, "back": _own_address(found), "crumbs": _crumbs(*steps)}
    return answer(request, "moving/decide_departure.html", context, shown=[], status=_status(form))


@require_POST
@page(needs=EXPORT_ALL)
def withdraw_departure(request: Any, departure_id: UUID) -> HttpResponse:
    """やめる."""
    found = queries.get_departure(request.actor, departure_id=departure_id)
    operations.withdraw_departure(request.actor, departure=found)
    messages.success(request, f"書き出し{found.number}をやめました。")
    return redirect("moving:departures")


@require_POST
@page(needs=EXPORT_ALL, fresh=True)
def draw_first(request: Any, departure_id: UUID) -> HttpResponse:
    """合言葉の前の半分を受け取る."""
    found = queries.get_departure(request.actor, departure_id=departure_id)
    found, half = operations.draw_first(request.actor, departure=found, now=timezone.now())
    return _phrase(request, found, half, withheld="")


@require_POST
@page(needs=EXPORT_ALL, fresh=True)
def draw_second(request: Any, departure_id: UUID) -> HttpResponse:
    """合言葉の後の半分と、伏せるものの合言葉を受け取る."""
    found = queries.get_departure(request.actor, departure_id=departure_id)
    found, half, withheld = operations.draw_second(request.actor, departure=found, now=timezone.now())
    return _phrase(request, found, half, withheld=withheld)


def _phrase(request: Any, found: Any, half: str, *, withheld: str) -> HttpResponse:
    """This once: it is on no other page and comes back by no key."""
    context = {
        "departure": found, "half": half, "withheld": withheld,
        "crumbs": _crumbs((f"書き出し{found.number}", _own_address(found)), ("合言葉", "")),
    }  # fmt: skip
    response = answer(request, "moving/phrase.html", context, shown=[])
    response["Cache-Control"] = "no-store"
    return response


@page(needs=EXPORT_ALL)
def dictionary_file(request: Any) -> HttpResponse:
    """データ辞書 as a workbook: tables and columns, nobody's record."""
    access.looking(request.actor).or_refuse()
    content = saying.book(dictionary.tables(on=timezone.localdate()))
    return hand_over(request, content, name=saying.BOOK, shown=[])


def _status(form: Any) -> int:
    return 422 if form.is_bound and form.errors else 200
