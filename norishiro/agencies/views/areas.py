"""圏域: the dated tree with its counts, where an address lies, and whom one reaches there."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies import operations, queries
from norishiro.agencies.choices import RoleKind
from norishiro.agencies.door import answer, page
from norishiro.agencies.forms import AreaMapForm
from norishiro.agencies.permissions import Permission
from norishiro.agencies.views import parts
from norishiro.agencies.views.acts import act_screen
from norishiro.core.form_pages import open_form
from norishiro.core.forms import TimeField
from norishiro.core.records import Unseen
from norishiro.core.searches import led_to_search, words_of
from norishiro.core.text import InputProblem
from norishiro.core.verdict import Refused, no


@page(needs=Permission.SEE_STAFFING)
def area_list(request: Any) -> HttpResponse:
    """圏域の一覧. A town or an address typed in the box leads to its area; of an address only the town is shown again."""
    if request.method == "POST":
        return led_to_search(request, field="address", also=("on",))
    asked = parts.asked_day(request)
    tree = queries.area_tree(request.actor, on=asked.day)
    text = words_of(request, limit=200)
    home = parts.home_of(parts.profile_on(asked.day))
    context = {
        "tabs": parts.tabs("agencies:areas"), "asked": asked, "tree": tree, "may_keep": parts.may_keep(request.actor),
        "map": queries.area_map(request.actor),
        "found": queries.find_area(request.actor, text=text, tree=tree, home=home) if text else None,
        "layers": [
            {"layer": layer, "count": sum(node.area.layer == layer.name for node in tree)}
            for layer in queries.layers(request.actor)
        ],
    }  # fmt: skip
    return answer(request, "agencies/areas.html", context, shown=[])


@page(needs=Permission.KEEP_AGENCIES)
def read_area_map(request: Any) -> HttpResponse:
    """圏域の図を読む: outlines of the areas, so that counts by area can be drawn on the ground."""
    actor, today = request.actor, timezone.localdate()
    form = open_form(request, AreaMapForm, initial={"as_of": today})
    back = reverse("agencies:areas")

    def do() -> tuple[str, str]:
        given = dict(form.cleaned_data)
        name, content = given.pop("file")
        try:
            made = operations.read_area_map(actor, **given, content=content, file_name=name, today=today)
        except InputProblem as problem:
            raise Refused(no("file", problem.message)) from None
        left = f"どの圏域とも合わなかった面：{made.left_out}。" if made.left_out else ""
        return f"圏域の図を読みました（{made.outlines.count()}の圏域、「{made.column}」の列で）。{left}", back

    context = {
        "back": back, "crumbs": [{"label": "圏域", "url": back}, {"label": "圏域の図を読む", "url": ""}],
    }  # fmt: skip
    return act_screen(request, "agencies/read_area_map.html", form, do=do, context=context)


@page(needs=Permission.SEE_STAFFING)
def show_area(request: Any, area_id: UUID) -> HttpResponse:
    """One area: its path, towns and parts, who works there, and whom one reaches at a given hour."""
    area = queries.get_area(request.actor, area_id=area_id)
    asked = parts.asked_day(request)
    node = next(
        (one for one in queries.area_tree(request.actor, on=asked.day) if one.area.code == area.code), None
    )
    if node is None:
        raise Unseen(area_id)
    clock, problem = _asked_time(request)
    at = datetime.combine(asked.day, clock)
    everywhere = queries.post_states(request.actor, on=asked.day, per_area=True)
    above = {one.code for one in node.path}
    context = {
        "node": node, "asked": asked, "clock": f"{clock:%H:%M}", "clock_problem": problem, "at": at,
        "states": [state for state in everywhere if state.post.area.code == area.code],
        "supporters": [state for state in everywhere if state.post.role.kind == RoleKind.SUPERVISOR and state.post.area.code in above],
        "contacts": queries.on_call_at(request.actor, path=node.path, at=at),
        "crumbs": [{"label": "圏域", "url": reverse("agencies:areas")}, {"label": area.name, "url": ""}],
    }  # fmt: skip
    return answer(request, "agencies/area.html", context, shown=[])


def _asked_time(request: Any) -> tuple[time, str]:
    """The hour asked about; unreadable text is told and the present hour is used."""
    now = timezone.localtime().time().replace(second=0, microsecond=0)
    typed = request.GET.get("at", "").strip()
    if not typed:
        return now, ""
    field = TimeField(step=1)
    try:
        return field.to_python(typed) or now, ""
    except ValidationError as problem:
        return now, " ".join(problem.messages)
