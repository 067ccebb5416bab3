"""食品の呼びかけ: what was asked of corporations in a thin month, and what came of it."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.door import answer, page
from norishiro.core.form_pages import open_form
from norishiro.food import forms, operations, queries
from norishiro.food.views.common import KEEP, SEE, crumbs, form_screen, may_keep, mine, named, tabs

AHEAD = 12


@page(needs=SEE)
def calls(request: Any) -> HttpResponse:
    """呼びかけの一覧."""
    actor = request.actor
    context = {
        "tabs": tabs("food:calls"), "may_keep": may_keep(actor), "crumbs": crumbs(),
        "lines": [(one, mine(actor, one.agency).allowed) for one in queries.calls(actor)],
    }  # fmt: skip
    return answer(request, "food/calls.html", context, shown=[])


@page(needs=KEEP)
def call_for_food(request: Any) -> HttpResponse:
    """食品を呼びかける."""
    actor, today = request.actor, timezone.localdate()
    bodies = queries.bodies(actor)
    form = open_form(
        request, forms.CallForm, initial={"month": _month(today)}, bodies=[one.name for one in bodies],
        offers={
            "month": [_choice(today.replace(day=1) + relativedelta(months=ahead)) for ahead in range(AHEAD)],
            "asked": [(str(one.id), one.name) for one in bodies],
        },
    )  # fmt: skip

    def do() -> tuple[str, str]:
        given = form.cleaned_data
        operations.call_for_food(
            actor, month=date.fromisoformat(given["month"]), kind=given["kind"], amount=given["amount"],
            unit=given["unit"], receiver=named(given, "receiver"),
            asked=[one for one in bodies if str(one.id) in given["asked"]],
        )  # fmt: skip
        return "呼びかけを残しました。届いたら「受け取りを書く」で、この呼びかけに結びます。", reverse(
            "food:calls"
        )

    return form_screen(
        request, form, title="食品を呼びかける", submit="残す", back=reverse("food:calls"), do=do,
        lines=["品が少なくなる月に、何をどれだけ、どこのために呼びかけたかを残します。法人への連絡は、いつもの方法で行います。"],
    )  # fmt: skip


def _month(day: date) -> str:
    return day.replace(day=1).isoformat()


def _choice(first: date) -> tuple[str, str]:
    return _month(first), f"{first.year}年{first.month}月"


@page(needs=KEEP)
def close_call(request: Any, food_call_id: UUID) -> HttpResponse:
    """呼びかけに区切りをつける."""
    actor = request.actor
    found = queries.get_call(actor, call_id=food_call_id)
    mine(actor, found.agency).or_refuse()
    form = open_form(request, forms.CloseCallForm, subject=found.id)

    def do() -> tuple[str, str]:
        operations.close_call(actor, call=found, today=timezone.localdate(), **form.cleaned_data)
        return "区切りをつけました。", reverse("food:calls")

    return form_screen(
        request, form, title="呼びかけに区切りをつける", submit="区切りをつける", back=reverse("food:calls"), do=do,
        lines=[f"{found.month.month}月の分　{found.kind_label} {found.amount_words}（{found.receiver.name}へ）"],
    )  # fmt: skip
