"""相談先ナビ: in three taps or one sentence to the right window; and what is written down for that."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies import navigator as topics
from norishiro.agencies import operations, queries
from norishiro.agencies.door import answer, page
from norishiro.agencies.forms import GuideForm
from norishiro.agencies.permissions import Permission
from norishiro.agencies.views import parts
from norishiro.core.form_pages import carry_out, open_form
from norishiro.core.searches import led_to_search, words_of
from norishiro.core.withheld import typed_into

LONGEST = 120
GUIDE = ("phone", "place", "way", "bring", "map_url", "is_public", "plain")


@page(needs=Permission.SEE_STAFFING)
def show_navigator(request: Any) -> HttpResponse:
    """相談先ナビ."""
    if request.method == "POST":
        return led_to_search(request, field="q")
    now = timezone.localtime()
    sentence = typed_into(request, words_of(request, limit=LONGEST))
    chosen = topics.topic(request.GET.get("topic", ""))
    found = [chosen] if chosen else topics.topics_in(sentence)
    asked = bool(chosen or sentence)
    context = {
        "tabs": parts.tabs("agencies:navigator"), "topics": topics.TOPICS, "chosen": chosen, "sentence": sentence,
        "found": found, "asked": asked, "now": now, "may_keep": parts.may_keep(request.actor),
        "ways": queries.ways(request.actor, fields=topics.fields_of(found), at=now) if asked else [],
        "on_call": queries.on_call_at(request.actor, path=(), at=now) if any(one.urgent for one in found) else [],
    }  # fmt: skip
    return answer(request, "agencies/navigator.html", context, shown=[])


@page(needs=Permission.KEEP_AGENCIES)
def window_guide(request: Any, window_id: UUID) -> HttpResponse:
    """相談窓口の案内と受付時間を決める. Two people at once meet on the merge page."""
    today = timezone.localdate()

    def fresh() -> GuideForm:
        window = queries.get_window(request.actor, window_id=window_id, on=today)
        initial: dict[str, Any] = {f"day{day}": spans for day, spans in queries.written_hours(window).items()}
        initial |= {"from_on": today, "exceptions": queries.written_exceptions(window)}
        initial |= {name: getattr(window, name) for name in GUIDE}
        return open_form(request, GuideForm, subject=window.id, version=window.version, initial=initial)

    window, form = queries.get_window(request.actor, window_id=window_id, on=today), fresh()
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            given = form.cleaned_data
            operations.set_window_guide(
                request.actor, window=window, version=form.version, guide={name: given[name] for name in GUIDE},
                from_on=given["from_on"], weekly=form.weekly(), exceptions=given["exceptions"],
            )  # fmt: skip
            messages.success(request, f"「{window.name}」の案内を決めました。相談先ナビに出ます。")
            return reverse("agencies:navigator")

        done = carry_out(request, form, do=act, current=fresh)
        if done is not None:
            return done
    return parts.form_answer(request, "agencies/window_guide.html", form, {"window": window})
