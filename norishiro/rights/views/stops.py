"""What is stopped: seen because a law demands it, and opened again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone

from norishiro.agencies import queries as agency_queries
from norishiro.agencies.door import page
from norishiro.core.form_pages import open_form
from norishiro.rights import forms, operations, queries
from norishiro.rights.views.common import P, Words, form_page, home

if TYPE_CHECKING:
    pass


@page(needs=P.DECIDE_RIGHTS)
def let_see(request: Any, order_id: UUID) -> HttpResponse:
    """停止した記録を、法令により見られるようにする."""
    order, today = queries.get_stop(request.actor, order_id=order_id), timezone.localdate()
    form = open_form(request, forms.LetSeeForm, subject=order.id, initial={"hours": 24})
    colleagues = list(agency_queries.colleagues(request.actor, on=today))
    form.fields["staff"].choices = [
        ("", "選んでください"), *((str(one.id), one.name) for one in colleagues),
    ]  # fmt: skip

    def pass_on() -> str:
        given = dict(form.cleaned_data)
        chosen = given.pop("staff")
        staff = next(one for one in colleagues if str(one.id) == chosen)
        operations.let_see(request.actor, order=order, staff=staff, now=timezone.now(), **given)
        return home(order.request_id)

    words = Words(
        "法令により見られるようにする",
        "訴訟・審査請求など、法令が見ることを求めるときだけです。だれが、なぜ、いつまで見られたかが台帳に残ります。",
        "見られるようにする", "期限つきで見られるようにしました。",
    )  # fmt: skip
    return form_page(request, order.request, form, words, do=pass_on, back=home(order.request_id))


@page(needs=P.DECIDE_RIGHTS)
def lift_stop(request: Any, order_id: UUID) -> HttpResponse:
    """利用停止を解く."""
    order = queries.get_stop(request.actor, order_id=order_id)
    form = open_form(request, forms.LiftForm, subject=order.id)

    def lift() -> str:
        operations.lift_stop(request.actor, order=order, now=timezone.now(), **form.cleaned_data)
        return home(order.request_id)

    words = Words(
        "利用停止を解く",
        "解くと、次のクリックから、もとの共有のとおりに見られるようになります。",
        "解く",
        "利用停止を解きました。",
    )
    return form_page(request, order.request, form, words, do=lift, back=home(order.request_id))
