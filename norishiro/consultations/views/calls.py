"""一行の電話メモ: calls nobody gave a name for."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.door import page
from norishiro.agencies.permissions import Permission
from norishiro.consultations import operations, queries
from norishiro.consultations.forms import CallForm
from norishiro.consultations.views.common import form_screen
from norishiro.core.calendar import fiscal_year, fiscal_year_label
from norishiro.core.form_pages import open_form


@page(needs=Permission.RECEIVE)
def note_call(request: Any) -> HttpResponse:
    """一行の電話メモ, with those of late and how many there were a month."""
    today = timezone.localdate()
    form = open_form(request, CallForm, initial={"called_on": today, "channel": "PHONE"})

    def note() -> tuple[str, str]:
        operations.note_call(request.actor, today=today, **form.cleaned_data)
        return "電話を一件、書きとめました。件数に入ります。", reverse("consultations:note_call")

    year = fiscal_year(today)
    context = {
        "back": reverse("consultations:list"), "calls": queries.calls(request.actor), "year": fiscal_year_label(year),
        "months": queries.calls_by_month(request.actor, fiscal_year=year),
    }  # fmt: skip
    return form_screen(request, "consultations/note_call.html", form=form, do=note, shown=[], context=context)
