"""What the screens of this room share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies import queries as agency_queries
from norishiro.agencies.choices import Field
from norishiro.agencies.door import answer
from norishiro.core import calendar
from norishiro.core.form_pages import finish
from norishiro.core.verdict import Refused
from norishiro.meetings import queries


def place(form: Any, refusal: Refused) -> None:
    """Put every reason of a rule at its field, so that nothing typed is lost."""
    for reason in refusal.verdict.reasons:
        form.add_error(reason.code if reason.code in form.fields else None, reason.message)


def status(form: Any) -> int:
    return 422 if form.is_bound and form.errors else 200


def do_once(request: Any, form: Any, do: Callable[[], str], *, said: str) -> HttpResponse | None:
    """Do it once and lead on; None when the rule refused (the reasons then stand in the form)."""

    def act() -> str:
        address = do()
        messages.success(request, said)
        return address

    try:
        return finish(request, form, do=act)
    except Refused as refusal:
        place(form, refusal)
        return None


def form_screen(
    request: Any, form: Any, *, title: str, submit: str, back: str, shown: Iterable[UUID], lines: Iterable[str] = (),
    crumbs: Any = None, about: dict[str, Any] | None = None,
) -> HttpResponse:  # fmt: skip
    """The plain screen of one form: title, a few lines of help, what it is about, the form, the way back."""
    context = {
        "form": form,
        "title": title,
        "submit": submit,
        "back": back,
        "lines": list(lines),
        "crumbs": crumbs,
        "about": about,
    }
    return answer(request, "meetings/form.html", context, shown=shown, status=status(form))


def sitting_url(sitting_id: UUID) -> str:
    return reverse("meetings:sitting", args=[sitting_id])


def item_url(item_id: UUID) -> str:
    return reverse("meetings:item", args=[item_id])


def agency_choices(
    request: Any, today: Any, *, without: Iterable[UUID] = ()
) -> list[tuple[str, list[tuple[str, str]]]]:
    """All agencies in force by field, for a list that opens."""
    left_out = set(without)
    groups: dict[str, list[tuple[str, str]]] = {}
    for agency in agency_queries.agencies(request.actor, on=today).order_by("field", "code"):
        if agency.id not in left_out:
            groups.setdefault(Field(agency.field).label, []).append((str(agency.id), agency.name))
    return list(groups.items())


def staff_choices(
    request: Any, today: Any, *, without: Iterable[UUID] = ()
) -> list[tuple[str, list[tuple[str, str]]]]:
    """Everybody who may attend, by agency, as ``agency:staff``."""
    left_out = set(without)
    return [
        (agency.name, [(f"{agency.id}:{one.id}", one.name) for one in staff if one.id not in left_out])
        for agency, staff in queries.attending_staff(request.actor, on=today)
    ]


def redirect_with(request: Any, said: str, address: str) -> HttpResponseRedirect:
    messages.success(request, said)
    return HttpResponseRedirect(address)


def day_asked(request: Any) -> date:
    """The day asked for (``?on=``), else today; anything unreadable is today."""
    today = timezone.localdate()
    text = request.GET.get("on", "")
    try:
        return calendar.parse_day(text, today=today) if text else today
    except ValueError:
        return today


def sitting_crumbs(sitting: Any, last: str) -> list[dict[str, str]]:
    return [
        {"label": "会議", "url": reverse("meetings:list")},
        {"label": str(sitting.body), "url": sitting_url(sitting.id)},
        {"label": last, "url": ""},
    ]
