"""二つの事業で数えた記録: what waits for a decision, what was decided, and deciding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.agencies.views.acts import act_screen
from norishiro.core.form_pages import open_form
from norishiro.reports import forms, operations, queries
from norishiro.reports.access import decide_counted_verdict
from norishiro.reports.choices import CountedAs, Span
from norishiro.reports.views.reports import asked_for

if TYPE_CHECKING:
    from norishiro.reports.queries import Pair

TITLE = "二つの事業で数えた記録"
SPANS = (Span.MONTH, Span.YEAR)


@page(needs=Permission.SEE_REPORTS, counts=True)
def twice(request: Any) -> HttpResponse:
    """One visit that was written down under two 事業: what is counted in both until somebody decides."""
    asked = asked_for(request, spans=SPANS)
    found = queries.twice(request.actor, scope=asked.scope, period=asked.period)
    context = {
        "title": TITLE, "asked": asked, "found": found, "kept": urlencode(asked.kept), "back": asked.address(),
        "decide": decide_counted_verdict(request.actor, reason=TITLE),
        "words": {one.value: one.label for one in CountedAs},
    }  # fmt: skip
    return answer(request, "reports/twice.html", context, shown=found.subjects)


@page(needs=Permission.SEE_REPORTS)
def decide_counted(request: Any, one_id: UUID, other_id: UUID) -> HttpResponse:
    """どちらの事業で数えるかを決める."""
    actor, today = request.actor, timezone.localdate()
    pair = queries.pair_of(actor, one_id=one_id, other_id=other_id)
    decide_counted_verdict(actor, reason=TITLE).or_refuse()
    initial = {"counts": pair.decision.counts, "reason": pair.decision.reason} if pair.decision else {}
    form = open_form(request, forms.CountedForm, subject=one_id, initial=initial, offered=_offered(pair))
    month = {
        "span": Span.MONTH.value,
        "on": pair.one.happened_on.isoformat(),
        "scope": request.GET.get("scope", ""),
    }
    back = f"{reverse('reports:twice')}?{urlencode(month)}"

    def do() -> tuple[str, str]:
        given = form.cleaned_data
        operations.decide_counted(
            actor, pair=pair, counts=given["counts"], reason=given["reason"], today=today
        )
        return "数え方を決めました。記録はそのままです。締めた月報には、差が出ます。", back

    context = {
        "title": "どちらの事業で数えるか", "submit": "決める", "back": back, "pair": pair,
        "crumbs": [{"label": TITLE, "url": back}, {"label": "どちらの事業で数えるか", "url": ""}],
    }  # fmt: skip
    shown = [pair.one.subject_id, pair.other.subject_id]
    return act_screen(request, "reports/decide_counted.html", form, do=do, context=context, shown=shown)


def _offered(pair: Pair) -> list[tuple[str, str]]:
    """The two 事業 by their names and who wrote them, and both."""
    told = [(CountedAs.ONE, pair.one), (CountedAs.OTHER, pair.other)]
    return [
        *(
            (kind.value, f"{contact.get_programme_display()}（{contact.staff.name}の記録）だけ")
            for kind, contact in told
        ),
        (CountedAs.BOTH.value, str(CountedAs.BOTH.label)),
    ]
