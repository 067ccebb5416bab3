"""訓練と見直し: what a drill showed, and which plans are due."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.door import answer, page
from norishiro.core.calendar import wareki_short
from norishiro.core.form_pages import open_form
from norishiro.core.forms.base import as_uuid
from norishiro.evacuation import forms, operations, queries
from norishiro.evacuation.choices import Due
from norishiro.evacuation.views.common import KEEP, crumbs, form_screen, tabs
from norishiro.profiles.current import current_profile

HOME = ("訓練と見直し", "evacuation:reviews")
YEAR = 365


@page(needs=KEEP)
def reviews(request: Any) -> HttpResponse:
    """見直しの日: every plan that is due, and why; and the drills."""
    actor, today = request.actor, timezone.localdate()
    due, plans = queries.reviews(actor, home=current_profile(today).municipality.name, today=today)
    asked = request.GET.get("why", "")
    chosen = [one for one in due if asked not in Due.values or asked in one.why][: queries.MOST_SHOWN]
    entries = {
        one.target_id: one for one in queries.entries_of(actor, target_ids=[one.target_id for one in chosen])
    }
    rows = [(one, entries[one.target_id]) for one in chosen if one.target_id in entries]
    context = {
        "rows": [(one, entry, [str(Due(why).label) for why in one.why]) for one, entry in rows],
        "number": len(due), "plans": plans, "most": queries.MOST_SHOWN, "asked": asked,
        "whys": [(one.value, one.label, sum(one in line.why for line in due)) for one in Due],
        "drills": queries.drills(actor), "ratios": queries.ratios(actor), "tabs": tabs(HOME[1]), "crumbs": crumbs((HOME[0], "")),
    }  # fmt: skip
    return answer(
        request, "evacuation/reviews.html", context, shown=[entry.target.seen_as for _one, entry in rows]
    )


@page(needs=KEEP)
def note_drill(request: Any, target_id: UUID) -> HttpResponse:
    """訓練に出たことを書く."""
    actor, today = request.actor, timezone.localdate()
    target = queries.get_target(actor, target_id=target_id)
    name, back = queries.name_of(actor, target=target), reverse("evacuation:target", args=[target.id])
    known = [(str(one.id), f"{wareki_short(one.on)}　{one.place}") for one in queries.drills(actor)]
    form = open_form(
        request, forms.DrillForm, subject=target.id, drills=known,
        initial={"on": today, "review_on": today + timedelta(days=YEAR)},
    )  # fmt: skip

    def do() -> tuple[str, str]:
        given = dict(form.cleaned_data)
        chosen = as_uuid(given.pop("drill"))
        found = queries.get_drill(actor, drill_id=chosen) if chosen else None
        new = operations.NewDrill(
            **{one: given.pop(one) for one in ("place", "others", "worked")}, on=given.pop("on") or today
        )
        operations.note_drill(actor, target=target, drill=found, new=new, today=today, **given)
        return f"{name}さんが訓練に出たと書きました。", f"{back}#drills"

    return form_screen(
        request, form, title=f"{name}さんの避難訓練", submit="書く", back=back, do=do,
        steps=crumbs((name, back), ("訓練", "")), shown=[target.seen_as],
        lines=[
            "同じ訓練に何人も出たときは、二人めから「もう書いてある訓練」を選ぶと、場所やうまくいったことを打ちなおさずにすみます。",
            "変えることを書いた計画は、次の版を書くまで「見直しの日」の一覧に出ます。",
        ],
    )  # fmt: skip
