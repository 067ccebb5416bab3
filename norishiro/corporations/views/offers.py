"""受け入れ: what corporations offer, one of them with who tried it, entering, putting right and ending one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.door import answer, page
from norishiro.agencies.views import parts
from norishiro.core.form_pages import open_form
from norishiro.core.forms.base import as_uuid
from norishiro.core.verdict import Verdict, no
from norishiro.corporations import forms, kinds, operations, queries
from norishiro.corporations.views.common import (
    PEOPLE,
    PLACES,
    SEE,
    asked_id,
    crumbs,
    form_screen,
    may_keep,
    one_of,
    tabs,
)
from norishiro.corporations.views.register import home as corporation_home
from norishiro.corporations.views.trials import trials_at

if TYPE_CHECKING:
    from norishiro.agencies.actor import Actor
    from norishiro.corporations.models import WorkOffer

OF_OFFER = ("kind", "hours", "reward", "tutor", "first_on", "last_on")
OF_PLACE = ("name", "about", "conditions", "welcome", "capacity", "present", "considerate")


def _home(offer: WorkOffer) -> str:
    return reverse("corporations:offer", args=[offer.id])


def _may_change(actor: Actor, offer: WorkOffer) -> Verdict:
    if offer.closed_on is not None:
        return no("closed", "終わった受け入れです。また始まるときは、新しく登録してください。")
    return may_keep(actor, PLACES)


@page(needs=SEE)
def offers(request: Any) -> HttpResponse:
    """受け入れ・お仕事の一覧."""
    actor, today = request.actor, timezone.localdate()
    kind, vacant, over = (
        one_of(request, "kind", kinds.OFFERS),
        request.GET.get("vacant") == "1",
        request.GET.get("over") == "1",
    )
    context = {
        "tabs": tabs("corporations:offers"), "kind": kind, "vacant": vacant, "over": over, "kinds": kinds.OFFER_CHOICES,
        "rows": queries.offers(actor, today=today, kind=kind, vacant=vacant, over=over),
        "narrowed": bool(kind or vacant or over), "crumbs": crumbs(),
    }  # fmt: skip
    return answer(request, "corporations/offers.html", context, shown=[])


@page(needs=SEE)
def offer(request: Any, work_offer_id: UUID) -> HttpResponse:
    """一つの受け入れ: its conditions and seats, and who tried it."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_offer(actor, offer_id=work_offer_id)
    trials = trials_at(actor, [found.place_id])
    context = {
        "offer": found, "place": found.place, "over": found.is_over(on=today), "trials": trials,
        "may_see_people": actor.may(PEOPLE), "may_change": _may_change(actor, found),
        "crumbs": crumbs((str(found.corporation), corporation_home(found.corporation)), (str(found), "")),
    }  # fmt: skip
    return answer(request, "corporations/offer.html", context, shown=trials.shown)


def _work(given: dict[str, Any]) -> operations.Work:
    return operations.Work(roles=given["roles"], **{name: given[name] for name in (*OF_OFFER, *OF_PLACE)})


@page(needs=PLACES)
def add_offer(request: Any, corporation_id: UUID) -> HttpResponse:
    """受け入れを登録する; ``?answer=`` the answer it comes from."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_corporation(actor, corporation_id=corporation_id)
    answers = [one for one in queries.answers_of(actor, corporation=found) if one.reply]
    chosen = next((one for one in answers if one.id == asked_id(request, "answer")), None)
    initial: dict[str, Any] = {
        "first_on": today,
        "confirmed_on": today,
        "location": str(found),
        "welcome": "ASK",
    }
    if chosen:
        initial |= {"answer": str(chosen.id), "kind": chosen.need.kind, "conditions": chosen.words}
    form = open_form(
        request, forms.OfferForm, subject=found.id, initial=initial,
        offers={
            "area": parts.area_choices(actor, today), "answer": [(str(one.id), one.need.text[:60]) for one in answers]
        },
    )  # fmt: skip

    def do() -> tuple[str, str]:
        given = form.cleaned_data
        added = operations.add_offer(
            actor, corporation=found, work=_work(given), told_on=given["confirmed_on"], today=today,
            where=operations.Where(given["location"], given["address"], as_uuid(given["area"])),
            answer=next((one for one in answers if str(one.id) == given["answer"]), None),
        )  # fmt: skip
        return "受け入れを登録しました。合う人の候補にも出ます。", _home(added)

    return form_screen(
        request, form, title=f"{found}：受け入れを登録する", submit="登録する", back=corporation_home(found), do=do,
        lines=[
            "居場所の台帳にも同じものとして載り、合う人の候補に出ます。見学・お試し・結果は「参加」に残ります。",
            "空きは、受け入れる人数と、いまの人数の差です。聞いた日を添えて、ときどき新しくしてください。",
        ],
    )  # fmt: skip


@page(needs=PLACES)
def change_offer(request: Any, work_offer_id: UUID) -> HttpResponse:
    """受け入れを直す, its seats first."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_offer(actor, offer_id=work_offer_id)
    _may_change(actor, found).or_refuse()

    def opened() -> forms.ChangeOfferForm:
        now = queries.get_offer(actor, offer_id=work_offer_id)
        initial = {name: getattr(now, name) for name in OF_OFFER}
        initial |= {name: getattr(now.place, name) for name in OF_PLACE} | {"confirmed_on": today}
        initial["roles"] = [one.code for one in now.place.traits.all() if one.kind == "ROLE"]
        return open_form(request, forms.ChangeOfferForm, subject=now.id, version=now.version, initial=initial)

    form = opened()

    def do() -> tuple[str, str]:
        given = form.cleaned_data
        operations.change_offer(
            actor, offer=found, version=form.version or found.version, work=_work(given), told_on=given["confirmed_on"],
            today=today,
        )  # fmt: skip
        return "直しました。候補にも、この内容で出ます。", _home(found)

    return form_screen(
        request, form, title=f"{found}：空きと内容を直す", submit="直す", back=_home(found), do=do, current=opened,
        lines=["法人に聞いた日を新しくすると、候補で「登録が古い」と言われなくなります。会場は、居場所の頁で直します。"],
    )  # fmt: skip


@page(needs=PLACES)
def close_offer(request: Any, work_offer_id: UUID) -> HttpResponse:
    """受け入れを終える."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_offer(actor, offer_id=work_offer_id)
    _may_change(actor, found).or_refuse()
    form = open_form(request, forms.CloseOfferForm, subject=found.id, initial={"closed_on": today})

    def do() -> tuple[str, str]:
        operations.close_offer(actor, offer=found, today=today, **form.cleaned_data)
        return "終えました。候補には出なくなりました。", _home(found)

    return form_screen(
        request, form, title=f"{found}：終える", submit="終える", back=_home(found), do=do,
        lines=["居場所の台帳でも閉じます。いま参加している人がいると、支える職員の「今日」に知らせが出ます。"],
    )  # fmt: skip
