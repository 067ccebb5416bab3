"""助け合い: requests, who was matched with them, what came of it, and how often there was any."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.actor import Actor
from norishiro.agencies.door import answer, page
from norishiro.agencies.views import parts
from norishiro.core.calendar import fiscal_year_label
from norishiro.core.form_pages import open_form
from norishiro.core.forms.base import as_uuid
from norishiro.core.verdict import Verdict
from norishiro.helpers import forms, kinds, operations, queries, rules
from norishiro.helpers.choices import Result
from norishiro.helpers.views.common import (
    KEEP,
    areas_offered,
    as_id,
    crumbs,
    form_screen,
    may_receive,
    mine,
    receive_url,
    tabs,
    years_shown,
)
from norishiro.resources import queries as places

if TYPE_CHECKING:
    from norishiro.helpers.models import AidMatch, AidRequest, Helper

ASKED = ("service", "what", "wanted", "received_on", "asker", "contact")


def _home(aid: AidRequest) -> str:
    return reverse("helpers:aid", args=[aid.id])


@page(needs=KEEP)
def requests(request: Any) -> HttpResponse:
    """依頼の一覧: those without an end, and those that ended in a year."""
    actor, year = request.actor, parts.asked_year(request)
    waiting, ended = queries.open_requests(actor), queries.closed_requests(actor, year=year)
    context = {
        "tabs": tabs("helpers:requests"), "open": waiting, "ended": ended, "year": year,
        "years": years_shown(actor, year), "year_label": fiscal_year_label(year), "crumbs": crumbs(("助け合いの依頼", "")),
    }  # fmt: skip
    return answer(request, "helpers/requests.html", context, shown=[])


@page(needs=KEEP)
def take_aid(request: Any) -> HttpResponse:
    """依頼を受ける."""
    actor, today = request.actor, timezone.localdate()
    form = open_form(
        request, forms.AidForm, offers={"area": areas_offered(actor)}, initial={"received_on": today}
    )

    def do() -> tuple[str, str]:
        given = form.cleaned_data
        values = {name: given[name] for name in ASKED} | {"area_id": as_id(given["area"])}
        taken = operations.take_aid(actor, values=values, today=today)
        return "依頼を受けました。手伝う人を結びつけられます。", _home(taken)

    return form_screen(
        request, form, title="依頼を受ける", submit="受ける", back=reverse("helpers:requests"), do=do,
        lines=["名前や連絡先は、行くために要るときだけ書きます。この機関の担当だけが見られます。"],
    )  # fmt: skip


@page(needs=KEEP)
def aid(request: Any, aid_id: UUID) -> HttpResponse:
    """一つの依頼: who was matched, how often somebody went, how it ended."""
    actor = request.actor
    found = queries.get_request(actor, request_id=aid_id)
    own, matches = mine(actor, found.agency), queries.matches_of(actor, request=found)
    going = [one for one in matches if one.result in ("", Result.GOING_ON)]
    context = {
        "aid": found, "matches": [(one, one in going, one.result not in (Result.CANCELLED, Result.NOT_FIT)) for one in matches],
        "may_keep": own, "may_match": own & _still_open(found),
        "may_close": own & rules.may_close_aid(
            mine=True, closed=found.closed_on is not None, outcome="", visits=0, open_matches=len(going)
        ),
        "may_receive": may_receive(actor), "receive_url": receive_url(),
        "crumbs": crumbs(("助け合いの依頼", reverse("helpers:requests")), (found.what, "")),
    }  # fmt: skip
    helping = {one.helper_id for one in matches} | {one.second_id for one in matches if one.second_id}
    return answer(request, "helpers/aid.html", context, shown=[found.id, *helping])


def _still_open(found: AidRequest) -> Verdict:
    return rules.may_close_aid(
        mine=True, closed=found.closed_on is not None, outcome="", visits=0, open_matches=0
    )


@page(needs=KEEP)
def match_helper(request: Any, aid_id: UUID) -> HttpResponse:
    """担い手を結びつける. Who cannot be asked stands in a group of their own; chosen all the same, the reasons are told."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_request(actor, request_id=aid_id)
    everybody = queries.all_helpers(actor, on=today)
    offered = _groups(actor, found, everybody, today)
    asked = as_uuid(request.GET.get("helper", ""))
    form = open_form(
        request, forms.MatchForm, subject=found.id,
        offers={"helper": offered, "second": offered, "owner": parts.agency_choices(actor, today)},
        initial={"matched_on": today, "owner": str(actor.agency_id), "helper": str(asked or "")},
    )  # fmt: skip

    def do() -> tuple[str, str]:
        given = form.cleaned_data
        operations.match_helper(
            actor, aid=found, helper=parts.chosen(everybody, given["helper"]),
            second=parts.chosen(everybody, given["second"]), owner_id=UUID(given["owner"]),
            matched_on=given["matched_on"], today=today,
        )  # fmt: skip
        return "結びつけました。行ったら、記録を書いてください。", _home(found)

    return form_screen(
        request, form, title="担い手を結びつける", submit="結びつける", back=_home(found), do=do, shown=[found.id],
        lines=[
            f"「{found.what}」（{found.about.label}）。結びつけた職員・事業の持ち主・日が残ります。",
            "推進員・協力員・連絡員には、頼みごとをしません。訪問は、養成研修の修了が切れていない人だけに頼めます。",
        ],
    )  # fmt: skip


def _groups(
    actor: Actor, found: AidRequest, everybody: list[Helper], today: Any
) -> list[tuple[str, list[tuple[str, str]]]]:
    groups: dict[str, list[tuple[str, str]]] = {"頼める人": [], "いまは頼めない人": []}
    for one in everybody:
        may = rules.may_ask(queries.as_hand(actor, helper=one), service=found.about, on=today)
        label = f"{one.name}（{one.about.label}{'・' + one.area.name if one.area else ''}）"
        groups["頼める人" if may.allowed else "いまは頼めない人"].append((str(one.id), label))
    return [(label, rows) for label, rows in groups.items() if rows]


@page(needs=KEEP)
def close_aid(request: Any, aid_id: UUID) -> HttpResponse:
    """依頼に区切りをつける."""
    actor = request.actor
    found = queries.get_request(actor, request_id=aid_id)
    form = open_form(request, forms.CloseForm, subject=found.id)

    def do() -> tuple[str, str]:
        operations.close_aid(actor, aid=found, today=timezone.localdate(), **form.cleaned_data)
        return "区切りをつけました。", _home(found)

    return form_screen(
        request, form, title="依頼に区切りをつける", submit="区切りをつける", back=_home(found), do=do,
        shown=[found.id], lines=[f"「{found.what}」がどうなったかを選びます。"],
    )  # fmt: skip


def _who(match: AidMatch) -> str:
    return f"{match.helper.name}さん" + (f"と{match.second.name}さん" if match.second else "")


def _named(match: AidMatch) -> list[UUID]:
    return [one for one in (match.request_id, match.helper_id, match.second_id) if one]


@page(needs=KEEP)
def note_result(request: Any, aid_match_id: UUID) -> HttpResponse:
    """結びつけの結果を書く."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_match(actor, match_id=aid_match_id)
    form = open_form(request, forms.ResultForm, subject=found.id, initial={"result_on": today})

    def do() -> tuple[str, str]:
        operations.note_result(actor, match=found, today=today, **form.cleaned_data)
        return "結果を残しました。", _home(found.request)

    return form_screen(
        request, form, title="結果を書く", submit="残す", back=_home(found.request), do=do, shown=_named(found),
        lines=[f"「{found.request.what}」・{_who(found)}。続いているあいだは「続けている」を選びます。"],
    )  # fmt: skip


@page(needs=KEEP)
def report_visit(request: Any, aid_match_id: UUID) -> HttpResponse:
    """行った記録を書く."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_match(actor, match_id=aid_match_id)
    form = open_form(
        request, forms.VisitForm, subject=found.id, initial={"on": today}, paid=found.request.about.fee
    )

    def do() -> tuple[str, str]:
        given = form.cleaned_data
        money = operations.Money(given.get("fee"), given.get("wage"))
        operations.report_visit(
            actor, match=found, on=given["on"], report=given["report"], minutes=given["minutes"], money=money,
            today=today,
        )  # fmt: skip
        return "記録を書きました。気になることがあれば、相談にしてください。", _home(found.request)

    earned = kinds.earned_by(found.request.service)
    return form_screen(
        request, form, title="行った記録を書く", submit="書く", back=_home(found.request), do=do, shown=_named(found),
        lines=[
            f"「{found.request.what}」・{_who(found)}。",
            f"書くと、{earned.amount}点がつきます（一日{kinds.MOST_A_DAY}点まで）。" if earned else "この手伝いに点はつきません。",
        ],
    )  # fmt: skip


@page(needs=KEEP)
def counts(request: Any) -> HttpResponse:
    """助け合いと居場所の数: what was asked and done in a year, and how many places there are on a day."""
    actor, year = request.actor, parts.asked_year(request)
    asked = parts.asked_day(request)
    lines = places.counts_on(actor, on=asked.day)
    context = {
        "tabs": tabs("helpers:counts"), "year": year, "years": years_shown(actor, year), "asked": asked,
        "year_label": fiscal_year_label(year), "services": queries.service_counts(actor, year=year),
        "places": {name: sum(getattr(one, name) for one in lines) for name in ("active", "new", "paused", "closed")},
        "visits": queries.place_visits(actor, year=year), "more": f"&on={asked.text}", "points": queries.point_totals(actor), "crumbs": crumbs(("助け合いと居場所の数", "")),
    }  # fmt: skip
    return answer(request, "helpers/counts.html", context, shown=[])
