"""The screens of this room."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from norishiro.agencies import operations
from norishiro.agencies.actor import actor_for, hats_of
from norishiro.agencies.middleware import HAT


def choose_hat(request: Any) -> HttpResponse:
    """所属を選ぶ: for which agency do you act now? Needs a log-in but no hat, so it stands before the door."""
    today = timezone.localdate()
    hats = hats_of(staff=request.user, today=today)
    if request.method == "POST":
        chosen = request.POST.get("agency", "")
        if chosen in {str(hat.agency_id) for hat in hats}:
            actor = actor_for(staff_id=request.user.pk, agency_id=UUID(chosen), today=today)
            operations.choose_hat(actor)
            request.session[HAT] = chosen
            return HttpResponseRedirect(_next(request))  # an address, never the name of one
    return render(request, "agencies/choose_hat.html", {"hats": hats, "next": _next(request)})


def _next(request: Any) -> str:
    wanted: str = request.POST.get("next") or request.GET.get("next") or "/"
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}) else "/"
