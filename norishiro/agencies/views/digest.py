"""今日のお知らせメール: one's own address, confirmed by a number, and the hour."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from norishiro.agencies import operations, queries
from norishiro.agencies.choices import FIRST_HOUR, LAST_HOUR
from norishiro.agencies.door import answer, page
from norishiro.agencies.forms import AddressForm, CodeForm, DigestHourForm, ForgetForm
from norishiro.agencies.forms.digest import OFF
from norishiro.agencies.rules import may_choose_hour
from norishiro.agencies.views import parts
from norishiro.core.form_pages import carry_out, finish, open_form

WRONG = "番号がちがいます。メールに書いてある6つの数字を、もう一度入れてください。"


@page(needs=None)
def digest(request: Any) -> HttpResponse:
    """今日のお知らせメール: what is set."""
    held = queries.digest_of(request.actor)
    confirmed = held is not None and held.confirmed_at is not None
    context = {
        "held": held, "confirmed": confirmed, "waits": held is not None and bool(held.code_hash),
        "may_choose": may_choose_hour(confirmed=confirmed), "forget": open_form(request, ForgetForm),
    }  # fmt: skip
    return answer(request, "agencies/digest.html", context, shown=[])


def _back() -> str:
    return reverse("agencies:digest")


@page(needs=None)
def ask_address(request: Any) -> HttpResponse:
    """メールアドレスを入れる: a number is sent there."""
    form = open_form(request, AddressForm)
    if request.method == "POST" and form.is_valid():

        def ask() -> str:
            operations.ask_address(request.actor, address=form.cleaned_data["address"], now=timezone.now())
            messages.success(request, "番号を送りました。メールを開いて、届いた番号を入れてください。")
            return reverse("agencies:confirm_address")

        done = carry_out(request, form, do=ask)
        if done is not None:
            return done
    return parts.form_answer(request, "agencies/ask_address.html", form, {"back": _back()})


@page(needs=None)
def confirm_address(request: Any) -> HttpResponse:
    """届いた番号で確かめる. A wrong number is counted, so it is not taken for a form that was sent once."""
    form = open_form(request, CodeForm)
    if request.method == "POST" and form.is_valid():
        code = "".join(form.cleaned_data["code"].split())
        if operations.confirm_address(request.actor, code=code, now=timezone.now()):
            messages.success(request, "アドレスを確かめました。送る時刻を選んでください。")
            return finish(request, form, do=lambda: reverse("agencies:choose_hour"))
        form.add_error("code", WRONG)
    return parts.form_answer(request, "agencies/confirm_address.html", form, {"back": _back()})


@page(needs=None)
def choose_hour(request: Any) -> HttpResponse:
    """送る時刻を選ぶ."""
    held = queries.digest_of(request.actor)
    chosen = str(held.hour) if held is not None and held.hour is not None else OFF
    alarm = held is not None and held.alarm
    form = open_form(request, DigestHourForm, initial={"hour": chosen, "alarm": alarm})
    hours = [(str(one), f"{one}時") for one in range(FIRST_HOUR, LAST_HOUR + 1)]
    form.fields["hour"].offer([(OFF, "送らない"), *hours], blank="")
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data["hour"]

        def choose() -> str:
            alarm = form.cleaned_data["alarm"]
            operations.choose_hour(request.actor, hour=None if asked == OFF else int(asked), alarm=alarm)
            messages.success(request, _told(asked, alarm=alarm))
            return _back()

        done = carry_out(request, form, do=choose)
        if done is not None:
            return done
    return parts.form_answer(request, "agencies/choose_hour.html", form, {"back": _back()})


def _told(asked: str, *, alarm: bool) -> str:
    daily = "毎日の数は送りません。" if asked == OFF else f"毎日{asked}時を過ぎたら届きます。"
    return f"{daily}訪問から戻らない人がいると、すぐに届きます。" if alarm else daily


@require_POST
@page(needs=None)
def forget_address(request: Any) -> HttpResponse:
    """アドレスを消す."""
    form = open_form(request, ForgetForm)

    def forget() -> str:
        operations.forget_address(request.actor)
        messages.success(request, "アドレスを消しました。もう届きません。")
        return _back()

    return finish(request, form, do=forget)
