"""区域: the table of zones, and plans inside, outside and undetermined."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.door import answer, page
from norishiro.core.form_pages import open_form
from norishiro.evacuation import forms, operations, queries
from norishiro.evacuation.choices import Zone
from norishiro.evacuation.views.common import KEEP, crumbs, file_screen, shown_of, tabs
from norishiro.profiles.current import current_profile


def _home() -> str:
    return current_profile(timezone.localdate()).municipality.name


@page(needs=KEEP)
def zones(request: Any) -> HttpResponse:
    """区域ごとの計画数: a) inside and b) outside, with what nobody can say as a third number; together they are all plans."""
    actor = request.actor
    newest = queries.newest_zones(actor)
    asked = request.GET.get("zone", "")
    counted = queries.plans_by_zone(actor, zones=newest, home=_home()) if newest else {}
    chosen = counted.get(asked, [])[: queries.MOST_SHOWN] if asked in Zone.values else []
    entries = queries.entries_of(actor, target_ids=chosen)
    context = {
        "zones": newest, "zone": asked if asked in Zone.values else "", "rows": entries, "most": queries.MOST_SHOWN,
        "counts": [(one.value, one.label, len(counted.get(one.value, []))) for one in Zone],
        "total": sum(map(len, counted.values())), "plans": queries.plan_number(actor),
        "tabs": tabs("evacuation:zones"), "crumbs": crumbs(("区域ごとの計画数", "")),
    }  # fmt: skip
    return answer(request, "evacuation/zones.html", context, shown=shown_of(entries))


@page(needs=KEEP)
def read_zones(request: Any) -> HttpResponse:
    """区域の表を読む."""
    actor, today = request.actor, timezone.localdate()
    form = open_form(request, forms.ZonesForm, initial={"as_of": today})
    back = reverse("evacuation:zones")

    def do() -> tuple[str, str]:
        name, content = form.cleaned_data["file"]
        made = operations.read_zones(
            actor, name=form.cleaned_data["name"], as_of=form.cleaned_data["as_of"], content=content, file_name=name,
            home=_home(), today=today,
        )  # fmt: skip
        return f"区域の表を読みました。入れなかった行は{made.held}行です。", back

    return file_screen(
        request, form, title="区域の表を読む", submit="読む", back=back, do=do,
        steps=crumbs(("区域ごとの計画数", back), ("区域の表を読む", "")),
        lines=[
            "「住所」（町名、丁目、番地まで）と「区域」（内・外）の列がある表を読みます。細かい行が、あらい行より先に当てはまります。",
            "例：「みなと町」は外、「みなと町1丁目」は内、「みなと町1丁目5番」は外。",
            "どの行にも当てはまらない住所は、推しはからずに「分からない」に数えます。",
        ],
    )  # fmt: skip
