"""支援者: asked for one person, agreed, left; one of many, and people without any."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.door import answer, found_nothing, page
from norishiro.core.form_pages import open_form
from norishiro.core.forms.base import as_uuid
from norishiro.core.searches import led_to_search, words_of
from norishiro.core.withheld import covered
from norishiro.evacuation import forms, operations, queries, rules
from norishiro.evacuation.choices import SupporterKind, SupportState
from norishiro.evacuation.views.common import KEEP, crumbs, form_screen, tabs

HOME = ("支援者", "evacuation:supporters")
NEXT = {
    SupportState.ASKED: (SupportState.AGREED, SupportState.DECLINED),
    SupportState.AGREED: (SupportState.LEFT,),
}  # fmt: skip


@page(needs=KEEP)
def supporters(request: Any) -> HttpResponse:
    """支援者: each with how many they help, and who has nobody. A name stands in no address."""
    actor = request.actor
    if request.method == "POST":
        return led_to_search(request, field="q")
    words = words_of(request, limit=60)
    rows = [] if covered([words]) != [None] else queries.supporters(actor, words=words)
    if words and not rows:
        found_nothing(request, words=words)
    number, alone = queries.without_supporter(actor)
    context = {
        "rows": rows, "words": words, "form": forms.SupporterSearchForm(initial={"q": words if rows else ""}),
        "many": rules.MANY, "most": queries.MOST_LISTED, "number": number, "alone": alone,
        "alone_most": queries.MOST_SHOWN, "tabs": tabs(HOME[1]), "crumbs": crumbs((HOME[0], "")),
    }  # fmt: skip
    return answer(request, "evacuation/supporters.html", context, shown=[one.target.seen_as for one in alone])


@page(needs=KEEP)
def supporter(request: Any, supporter_id: UUID) -> HttpResponse:
    """一人の支援者: whom they help, and whom they were asked for."""
    actor = request.actor
    found = queries.get_supporter(actor, supporter_id=supporter_id)
    rows = queries.supports_by(actor, supporter=found)
    context = {
        "supporter": found, "rows": rows, "agreed": sum(one.state == SupportState.AGREED for one, _entry in rows),
        "many": rules.MANY, "crumbs": crumbs((HOME[0], reverse(HOME[1])), (found.name, "")),
    }  # fmt: skip
    return answer(
        request, "evacuation/supporter.html", context, shown=[one.target.seen_as for one, _entry in rows]
    )


@page(needs=KEEP)
def ask_support(request: Any, target_id: UUID) -> HttpResponse:
    """支援者に頼む."""
    actor, today = request.actor, timezone.localdate()
    target = queries.get_target(actor, target_id=target_id)
    name, back = queries.name_of(actor, target=target), reverse("evacuation:target", args=[target.id])
    known = [
        (str(one.id), f"{one.name}（いま{agreed}人）") for one, agreed, _asked in queries.supporters(actor)
    ]
    form = open_form(
        request, forms.AskSupportForm, subject=target.id, supporters=known,
        initial={"asked_on": today, "kind": SupporterKind.PERSON},
    )  # fmt: skip

    def do() -> tuple[str, str]:
        given = dict(form.cleaned_data)
        chosen = as_uuid(given.pop("supporter"))
        found = queries.get_supporter(actor, supporter_id=chosen) if chosen else None
        new = operations.NewSupporter(
            **{one: given.pop(one) for one in ("name", "kana", "address", "phone")},
            kind=given.pop("kind") or SupporterKind.PERSON,
        )
        made = operations.ask_support(actor, target=target, supporter=found, new=new, today=today, **given)
        return f"{made.supporter.name}に頼んだと書きました。返事が来たら書いてください。", f"{back}#supports"

    return form_screen(
        request, form, title=f"{name}さんの支援を頼む", submit="頼んだと書く", back=back, do=do,
        steps=crumbs((name, back), ("支援を頼む", "")), shown=[target.seen_as],
        lines=[
            "前からいる支援者を選ぶか、新しい支援者の名前を書きます。引き受けてもらうまでは、計画の紙にも災害用ファイルにも出ません。",
            "支援は、できる範囲のことです。手伝えなかったときに、法的な責任は負いません。そう説明して頼んでください。",
        ],
    )  # fmt: skip


@page(needs=KEEP)
def answer_support(request: Any, support_id: UUID) -> HttpResponse:
    """支援者の返事を書く."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_support(actor, support_id=support_id)
    name = queries.name_of(actor, target=found.target)
    back = reverse("evacuation:target", args=[found.target_id])
    states = [(one.value, one.label) for one in NEXT.get(SupportState(found.state), ())]

    def opened(support: Any) -> Any:
        return open_form(
            request, forms.AnswerSupportForm, subject=support.id, version=support.version, states=states,
            initial={"on": today, "note": support.note},
        )  # fmt: skip

    form = opened(found)

    def do() -> tuple[str, str]:
        operations.answer_support(
            actor, support=found, version=form.version or found.version, today=today, **form.cleaned_data
        )
        return f"{found.supporter.name}の返事を書きました。", f"{back}#supports"

    return form_screen(
        request, form, title=f"{found.supporter.name}の返事", submit="書く", back=back, do=do,
        current=lambda: opened(queries.get_support(actor, support_id=support_id)),
        steps=crumbs((name, back), ("支援者の返事", "")), shown=[found.target.seen_as],
        lines=[
            f"{name}さんの支援（{found.what}）。いまの様子：{found.get_state_display()}",
            "引き受けたことは、支援者本人の同意です。日を書いて残します。やめたときは、計画が「見直しの日」に出ます。",
        ],
    )  # fmt: skip
