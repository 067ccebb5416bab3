"""ふだんの提供: what somebody said about it, and the list or the plans of those who agreed, for one receiver."""

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
from norishiro.core.calendar import wareki_short
from norishiro.core.form_pages import open_form
from norishiro.evacuation import access, forms, operations, papers, queries, rules
from norishiro.evacuation.choices import Matter
from norishiro.evacuation.sources import sources
from norishiro.evacuation.views.common import KEEP, crumbs, form_screen, shown_of, tabs
from norishiro.profiles.current import current_profile

HOME = ("ふだんの提供", "evacuation:givings")


def _steps(*more: tuple[str, str]) -> list[dict[str, str]]:
    return crumbs((HOME[0], reverse(HOME[1])), *more)


@page(needs=KEEP)
def note_consent(request: Any, target_id: UUID) -> HttpResponse:
    """渡すことの返事を書く."""
    actor, today = request.actor, timezone.localdate()
    target = queries.get_target(actor, target_id=target_id)
    name, back = queries.name_of(actor, target=target), reverse("evacuation:target", args=[target.id])
    form = open_form(
        request, forms.ConsentForm, subject=target.id, initial={"matter": Matter.LIST, "on": today}
    )

    def do() -> tuple[str, str]:
        given = operations.Answer(**form.cleaned_data)
        operations.note_consent(actor, target=target, answer=given, today=today)
        return f"{name}さんの返事を書きました。いまから、この返事で渡します。", f"{back}#giving"

    return form_screen(
        request, form, title=f"{name}さんの、ふだんから渡すことの返事", submit="書く", back=back, do=do,
        steps=crumbs((name, back), ("渡すことの返事", "")), shown=[target.seen_as],
        lines=[
            "名簿と計画は、それぞれに返事を聞きます。だれに、なんのために渡すかを説明したうえで書いてください。",
            "前と違う返事をほかの方法で聞いたときは、両方が残り、決まるまでは狭いほうで渡します。本人に確かめたら「本人に確かめた」に印を付けてください。",
            "取下げは、書いたときから効きます。もう渡した相手は、対象者の頁に出ます。返してもらうか、消してもらってください。",
            "災害が起きたとき（起きるおそれがあるとき）に渡すのは、この返事によりません（災害対策基本法第49条の11第3項・第49条の15第3項）。",
        ],
    )  # fmt: skip


@page(needs=KEEP)
def givings(request: Any) -> HttpResponse:
    """ふだんの提供: what was prepared and handed over, to whom."""
    actor = request.actor
    context = {
        "lines": queries.giving_lines(actor), "may_prepare": bool(queries.fixed_listings(actor)), "tabs": tabs(HOME[1]),
        "ordinance": access.ordinance_on(timezone.localdate()), "crumbs": crumbs((HOME[0], "")),
    }  # fmt: skip
    return answer(request, "evacuation/givings.html", context, shown=[])


@page(needs=KEEP)
def prepare_giving(request: Any) -> HttpResponse:
    """ふだん渡す名簿・計画を用意する."""
    actor, today = request.actor, timezone.localdate()
    fixed = queries.fixed_listings(actor)
    form = open_form(
        request, forms.GivingForm, listings=[(str(one.id), f"{wareki_short(one.base_on)}の一覧") for one in fixed],
        initial={"listing": str(fixed[0].id) if fixed else "", "matter": Matter.LIST},
    )  # fmt: skip

    def do() -> tuple[str, str]:
        given = dict(form.cleaned_data)
        found = queries.get_listing(actor, listing_id=UUID(given.pop("listing")))
        made = operations.prepare_giving(actor, listing=found, wanted=operations.Wanted(**given), today=today)
        return "用意しました。もう一人の承認を受けると、印刷できます。", reverse(
            "evacuation:giving", args=[made.id]
        )

    return form_screen(
        request, form, title="ふだん渡す名簿・計画を用意する", submit="用意する", back=reverse(HOME[1]), do=do,
        steps=_steps(("用意する", "")),
        lines=[
            "選んだ相手に渡すことに同意している人だけが入ります。ほかの人は、わけごとの人数だけが出ます。",
            "計画を選ぶと、計画を渡すことに同意した人の、いちばん新しい計画が入ります。名簿の同意とは別です。",
            "住所を伏せている人は、同意があっても入りません。支援措置の担当と、渡し方を相談してください。",
        ],
    )  # fmt: skip


@page(needs=KEEP)
def giving(request: Any, giving_id: UUID) -> HttpResponse:
    """一回の提供: who stands on it, how many do not and why, and where it stands."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_giving(actor, giving_id=giving_id)
    people = queries.given(actor, giving=found)
    most = people.entries[: queries.MOST_LISTED]
    approved, given = found.approved_on is not None, found.given_on is not None
    context = {
        "giving": found, "people": people, "rows": most, "number": len(people.entries), "most": queries.MOST_LISTED,
        "may_approve": rules.may_approve_giving(
            approved=approved, prepared_by_me=found.staff_id == actor.staff_id, may=actor.may(Permission.APPROVE_EXPORT)
        ),
        "may_print": rules.may_print_giving(approved=approved, given=given),
        "may_give": rules.may_note_given(
            approved=approved, given=given, people=len(people.entries), given_on=today, approved_on=found.approved_on,
            today=today,
        ),
        "crumbs": _steps((found.receiver_name, "")),
    }  # fmt: skip
    return answer(request, "evacuation/giving.html", context, shown=shown_of(most))


@require_POST
@page(needs=KEEP)
def approve_giving(request: Any, giving_id: UUID) -> HttpResponse:
    """渡すことを承認する."""
    found = queries.get_giving(request.actor, giving_id=giving_id)
    operations.approve_giving(request.actor, giving=found, today=timezone.localdate())
    messages.success(request, "承認しました。印刷して、渡せます。")
    return redirect("evacuation:giving", found.id)


@page(needs=KEEP, fresh=True)
def giving_paper(request: Any, giving_id: UUID) -> HttpResponse:
    """渡す紙: of those who agree today."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_giving(actor, giving_id=giving_id)
    people = queries.given(actor, giving=found)
    rules.may_print_giving(
        approved=found.approved_on is not None, given=found.given_on is not None
    ).or_refuse()
    needs = queries.needs_of(actor, listing=found.listing)
    said = queries.plans_said(actor, listing=found.listing) if found.matter == Matter.PLAN else {}
    rows = [
        papers.GivenRow(
            one, "・".join(sorted(f"{sources().name_of(kind)} {words}".strip() for kind, words in needs.get(one.id, ()))),
            said.get(one.target_id, ()),
        )
        for one in people.entries
    ]  # fmt: skip
    town = current_profile(today).municipality.name
    content = papers.giving(found, rows, left_out=people.left_out, town=town, on=today)
    return hand_over(request, content, name="避難の名簿（ふだん渡す分）.pdf", shown=shown_of(people.entries))


@page(needs=KEEP)
def note_given(request: Any, giving_id: UUID) -> HttpResponse:
    """渡したと書く."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_giving(actor, giving_id=giving_id)
    form = open_form(request, forms.GivenForm, initial={"given_on": today})
    back = reverse("evacuation:giving", args=[found.id])

    def do() -> tuple[str, str]:
        number = operations.note_given(actor, giving=found, today=today, **form.cleaned_data)
        return f"{number}人分を渡したと書きました。", back

    return form_screen(
        request, form, title="渡したと書く", submit="書く", back=back, do=do,
        steps=_steps((found.receiver_name, back), ("渡した", "")),
        lines=["渡す前に、もう一度、新しく印刷してください。印刷のあとで同意を取り下げた人は、渡した人に数えません。"],
    )  # fmt: skip
