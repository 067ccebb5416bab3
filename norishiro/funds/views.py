"""寄付と助成: the funds, one of them, one grant step by step, and the sheet that is made public."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from norishiro.agencies.actor import Actor
from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.agencies.views import parts
from norishiro.agencies.views.acts import act_screen
from norishiro.core.calendar import fiscal_year, fiscal_year_label, wareki
from norishiro.core.form_pages import open_form
from norishiro.core.text import yen
from norishiro.core.verdict import YES, Verdict, no
from norishiro.funds import forms, operations, queries, rules
from norishiro.funds.choices import Step

if TYPE_CHECKING:
    from norishiro.core.forms import Form
    from norishiro.funds.models import Fund, Grant

SEE = Permission.SEE_LOCAL
KEEP = Permission.KEEP_LOCAL
HEARD = "IBASHO"


def _crumbs(*steps: tuple[str, str]) -> list[dict[str, str]]:
    return [
        {"label": "地域づくり", "url": reverse("community:activities")},
        {"label": "寄付と助成", "url": reverse("funds:funds")},
        *({"label": label, "url": url} for label, url in steps),
    ]


def _may_keep(actor: Actor) -> Verdict:
    if actor.may(KEEP):
        return YES
    return no("keep", f"書けるのは「{KEEP.value}」の役割の人です。地域を担当する職員に伝えてください。")


def _mine(actor: Actor, fund: Fund) -> Verdict:
    """Shown at every button that writes into a fund."""
    if fund.agency_id in actor.agency_ids:
        return _may_keep(actor)
    return no("mine", f"書けるのは、{fund.agency.name}の人です。")


def _form_screen(
    request: Any, form: Form, *, title: str, submit: str, lines: list[str], back: str, do: Callable[[], tuple[str, str]],
    current: Callable[[], Form] | None = None,
) -> HttpResponse:  # fmt: skip
    context = {"title": title, "submit": submit, "lines": lines, "back": back, "crumbs": _crumbs((title, ""))}
    return act_screen(request, "funds/form.html", form, do=do, context=context, current=current)


def _home(fund: Fund) -> str:
    return reverse("funds:fund", args=[fund.id])


def _named(given: dict[str, Any]) -> operations.Named:
    return operations.Named(given["body"], given["body_kind"])


@page(needs=SEE)
def funds(request: Any) -> HttpResponse:
    """基金の一覧, each with its balance."""
    actor = request.actor
    context = {"lines": queries.fund_lines(actor), "may_keep": _may_keep(actor), "crumbs": _crumbs()}
    return answer(request, "funds/funds.html", context, shown=[])


@page(needs=KEEP)
def open_fund(request: Any) -> HttpResponse:
    """基金を登録する."""
    form = open_form(request, forms.FundForm)

    def do() -> tuple[str, str]:
        return "基金を登録しました。寄付と申込みを書けます。", _home(
            operations.open_fund(request.actor, **form.cleaned_data)
        )

    return _form_screen(
        request, form, title="基金を登録する", submit="登録する", back=reverse("funds:funds"), do=do,
        lines=["寄付で集まったお金を、何のために使うかごとに一つ登録します。"],
    )  # fmt: skip


@page(needs=SEE)
def fund(request: Any, fund_id: UUID) -> HttpResponse:
    """一つの基金: its balance, what waits, the donations and what ended in a year."""
    actor, year = request.actor, parts.asked_year(request)
    found = queries.get_fund(actor, fund_id=fund_id)
    context = {
        "fund": found, "balance": queries.balance_of(actor, fund=found), "year": year, "years": _years(actor, found, year),
        "year_label": fiscal_year_label(year), "told": queries.results(actor, fund=found, year=year),
        "open": queries.open_grants(actor, fund=found), "ended": queries.ended_grants(actor, fund=found, year=year),
        "donations": queries.donations_of(actor, fund=found, year=year), "may_keep": _mine(actor, found),
        "crumbs": _crumbs((found.name, "")),
    }  # fmt: skip
    return answer(request, "funds/fund.html", context, shown=[])


def _years(actor: Actor, found: Fund, year: int) -> list[dict[str, Any]]:
    known = {year, fiscal_year(timezone.localdate()), *queries.years(actor, fund=found)}
    return [{"year": one, "label": fiscal_year_label(one)} for one in sorted(known, reverse=True)]


@page(needs=SEE)
def results(request: Any, fund_id: UUID) -> HttpResponse:
    """公表する一枚: a year of a fund, with what came of each grant that was closed."""
    actor, year = request.actor, parts.asked_year(request)
    found = queries.get_fund(actor, fund_id=fund_id)
    context = {
        "fund": found, "year": year, "years": _years(actor, found, year), "year_label": fiscal_year_label(year),
        "told": queries.results(actor, fund=found, year=year), "today": timezone.localdate(),
        "crumbs": _crumbs((found.name, _home(found)), ("公表する一枚", "")),
    }  # fmt: skip
    return answer(request, "funds/results.html", context, shown=[])


@page(needs=KEEP)
def take_donation(request: Any, fund_id: UUID) -> HttpResponse:
    """寄付を書く."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_fund(actor, fund_id=fund_id)
    _mine(actor, found).or_refuse()
    form = open_form(
        request,
        forms.DonationForm,
        subject=found.id,
        initial={"received_on": today},
        bodies=queries.bodies(actor),
    )

    def do() -> tuple[str, str]:
        given = form.cleaned_data
        operations.take_donation(
            actor, fund=found, amount=given["amount"], received_on=given["received_on"], giver_kind=given["giver_kind"],
            giver=_named(given), today=today,
        )  # fmt: skip
        return f"{yen(given['amount'])}の寄付を書きました。残高に入りました。", _home(found)

    return _form_screen(
        request, form, title="寄付を書く", submit="書く", back=_home(found), do=do,
        lines=["住民からの寄付は「住民」とだけ残ります。領収書は、いつもの方法で渡してください。"],
    )  # fmt: skip


@page(needs=KEEP)
def undo_donation(request: Any, donation_id: UUID) -> HttpResponse:
    """寄付の記録を取り消す."""
    actor = request.actor
    found = queries.get_donation(actor, donation_id=donation_id)
    _mine(actor, found.fund).or_refuse()
    form = open_form(request, forms.UndoForm, subject=found.id)

    def do() -> tuple[str, str]:
        operations.undo_donation(actor, donation=found, today=timezone.localdate(), **form.cleaned_data)
        return "取り消しました。残高も変わりました。", _home(found.fund)

    return _form_screen(
        request, form, title="寄付の記録を取り消す", submit="取り消す", back=_home(found.fund), do=do,
        lines=[f"{wareki(found.received_on)}の{yen(found.amount)}。取り消した記録は、わけと一緒に残ります。"],
    )  # fmt: skip


@page(needs=KEEP)
def take_application(request: Any, fund_id: UUID) -> HttpResponse:
    """助成の申込みを受ける."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_fund(actor, fund_id=fund_id)
    _mine(actor, found).or_refuse()
    form = open_form(
        request, forms.ApplicationForm, subject=found.id, initial={"applied_on": today}, bodies=queries.bodies(actor),
        areas=parts.area_choices(actor, today),
    )  # fmt: skip

    def do() -> tuple[str, str]:
        given = form.cleaned_data
        taken = operations.take_application(
            actor, fund=found, body=_named(given), area_id=UUID(given["area"]) if given["area"] else None,
            purpose=given["purpose"], asked=given["asked"], applied_on=given["applied_on"], today=today,
        )  # fmt: skip
        return "申込みを受けました。決まるまで「決定を待つ」に並びます。", reverse(
            "funds:grant", args=[taken.id]
        )

    return _form_screen(
        request, form, title="助成の申込みを受ける", submit="受ける", back=_home(found), do=do,
        lines=["団体の名前と、何に使うかを残します。代表の人の名前は書きません。"],
    )  # fmt: skip


@page(needs=SEE)
def grant(request: Any, money_id: UUID) -> HttpResponse:
    """一つの助成: application, decision, payment, report and end in one record."""
    actor = request.actor
    found = queries.get_grant(actor, grant_id=money_id)
    may = _mine(actor, found.fund)
    context = {
        "grant": found, "may_keep": may, "step": found.step, "steps": Step, "crumbs": _crumbs((found.fund.name, _home(found.fund)), (found.body.name, "")),
        "may_close": may if not may.allowed else rules.may_close(
            mine=True, reported=found.reported_on is not None, closed=found.closed_on is not None
        ),
        "may_receive": _may_receive(actor),
        "receive_url": f"{reverse('consultations:receive_consultation')}?{urlencode({'channel': HEARD})}",
    }  # fmt: skip
    return answer(request, "funds/grant.html", context, shown=[])


def _may_receive(actor: Actor) -> Verdict:
    if actor.may(Permission.RECEIVE):
        return YES
    return no(
        "receive", "相談を受け付けられるのは「相談を受け付ける」役割の人です。心配ごととして伝えてください。"
    )


def _found(request: Any, money_id: UUID) -> Grant:
    found = queries.get_grant(request.actor, grant_id=money_id)
    _mine(request.actor, found.fund).or_refuse()
    return found


def _page_of(found: Grant) -> str:
    return reverse("funds:grant", args=[found.id])


@page(needs=KEEP)
def decide_grant(request: Any, money_id: UUID) -> HttpResponse:
    """決める."""
    actor, today = request.actor, timezone.localdate()
    found = _found(request, money_id)

    def opened() -> forms.DecideForm:
        now = queries.get_grant(actor, grant_id=money_id)
        initial = {"decided_on": today, "granted": now.asked}
        return open_form(request, forms.DecideForm, subject=now.id, version=now.version, initial=initial)

    form = opened()

    def do() -> tuple[str, str]:
        operations.decide_grant(
            actor, grant=found, version=form.version or found.version, today=today, **form.cleaned_data
        )
        return "決定を残しました。", _page_of(found)

    return _form_screen(
        request, form, title="助成を決める", submit="決める", back=_page_of(found), do=do, current=opened,
        lines=[f"{found.body.name}「{found.purpose}」。申込みは{yen(found.asked)}です。"],
    )  # fmt: skip


@page(needs=KEEP)
def pay_grant(request: Any, money_id: UUID) -> HttpResponse:
    """支払ったと書く."""
    actor, today = request.actor, timezone.localdate()
    found = _found(request, money_id)

    def opened() -> forms.PayForm:
        now = queries.get_grant(actor, grant_id=money_id)
        return open_form(
            request, forms.PayForm, subject=now.id, version=now.version, initial={"paid_on": today}
        )

    form = opened()

    def do() -> tuple[str, str]:
        operations.pay_grant(
            actor, grant=found, version=form.version or found.version, today=today, **form.cleaned_data
        )
        return "支払いを残しました。残高が減りました。", _page_of(found)

    balance = yen(queries.balance_of(actor, fund=found.fund))
    amount = f"支払う額は{yen(found.granted)}です。" if found.granted else "まだ助成が決まっていません。"
    return _form_screen(
        request, form, title="支払ったと書く", submit="書く", back=_page_of(found), do=do, current=opened,
        lines=[f"{found.body.name}。{amount}{found.fund.name}のいまの残高は{balance}です。"],
    )  # fmt: skip


@page(needs=KEEP)
def report_grant(request: Any, money_id: UUID) -> HttpResponse:
    """報告を受ける, or put it right."""
    actor, today = request.actor, timezone.localdate()
    found = _found(request, money_id)

    def opened() -> forms.ReportForm:
        now = queries.get_grant(actor, grant_id=money_id)
        initial = {
            "reported_on": now.reported_on or today, "spent": now.spent, "returned": now.returned or None,
            "people": now.people, "result": now.result,
        }  # fmt: skip
        return open_form(request, forms.ReportForm, subject=now.id, version=now.version, initial=initial)

    form = opened()

    def do() -> tuple[str, str]:
        given = form.cleaned_data
        report = rules.Report(given["reported_on"], given["spent"], given["returned"] or 0, given["result"])
        operations.report_grant(
            actor,
            grant=found,
            version=form.version or found.version,
            report=report,
            people=given["people"],
            today=today,
        )
        return "報告を残しました。確かめたら、区切りをつけてください。", _page_of(found)

    return _form_screen(
        request, form, title="報告を受ける", submit="残す", back=_page_of(found), do=do, current=opened,
        lines=["「できたこと」は、公表する一枚にそのまま載ります。区切りをつけるまでは、直せます。"],
    )  # fmt: skip


@require_POST
@page(needs=KEEP)
def close_grant(request: Any, money_id: UUID) -> HttpResponse:
    """区切りをつける."""
    found = queries.get_grant(request.actor, grant_id=money_id)
    operations.close_grant(request.actor, grant=found, today=timezone.localdate())
    messages.success(request, "区切りをつけました。公表する一枚に載りました。")
    return redirect(_page_of(found))
