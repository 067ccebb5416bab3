"""庁内のログイン: logging in by the office's own log-in, and tying it to one's account (docs/adr/0101-the-offices-own-log-in.md).

The two addresses of the way there and back stand before the door: whoever comes is nobody yet. They answer everybody whom
they do not let in with the same words, so that nobody learns which accounts there are.
"""

from __future__ import annotations

import logging
from importlib import import_module
from time import time
from typing import Any
from uuid import UUID

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from norishiro.agencies import operations, queries
from norishiro.agencies.accounts import BY_OFFICE, BY_OFFICE_TWICE
from norishiro.agencies.door import answer, is_fresh, page, proof_address
from norishiro.agencies.forms import OfficeForm
from norishiro.agencies.permissions import Permission
from norishiro.agencies.views import parts
from norishiro.core.form_pages import finish, open_form
from norishiro.core.verdict import Refused

# Whom the issuer named, until its owner has said that this is theirs.
WAITING = "office_waiting"

log = logging.getLogger("norishiro.office")


def _issuer() -> Any:
    """The part that talks to an issuer is read only where there is one."""
    if settings.NORISHIRO_OFFICE is None:
        raise Http404
    return import_module("norishiro.agencies.issuer")


@require_GET
@login_not_required
def office_begin(request: Any) -> HttpResponse:
    """To the issuer: to log in; or, for whoever is in and has just proved who they are, to tie it to their account."""
    issuer = _issuer()
    inside = request.user.is_authenticated
    if inside and not is_fresh(request, now=time()):
        # Back to the page with the button: a browser follows no form to somebody else's address (form-action).
        return redirect(proof_address(request, back=reverse("agencies:office")))
    if not ratelimit.consume(request, action="login"):
        return _refused(request, status=429)
    try:
        way = issuer.begin(
            request, settings.NORISHIRO_OFFICE, back=request.build_absolute_uri(reverse("agencies:office_back")),
            next=_safe(request, request.GET.get("next", "")), linking=str(request.user.pk) if inside else "", now=time(),
        )  # fmt: skip
    except issuer.IssuerAway as away:
        return _away(request, away)
    except issuer.NotProved as why:
        return _away(request, why)  # before anybody has shown anything, a wrong answer is the issuer's fault
    return redirect(way)


@require_GET
@login_not_required
def office_back(request: Any) -> HttpResponse:
    """From the issuer, with whatever it or somebody else put into the address."""
    issuer = _issuer()
    try:
        proved = issuer.finish(request, settings.NORISHIRO_OFFICE, now=time())
    except issuer.IssuerAway as away:
        return _away(request, away)
    except issuer.NotProved as why:
        log.warning("the office's log-in proved nothing: %s", why)
        return _refused(request)
    if proved.linking:
        return _to_be_tied(request, proved)
    if request.user.is_authenticated:
        return redirect("/")
    staff = authenticate(request, office_identity=proved.identity)
    if staff is None:
        return _refused(request)
    way = BY_OFFICE_TWICE if proved.has_second else BY_OFFICE
    record_authentication(request, staff, way, at=proved.at)
    return perform_login(request, Login(user=staff, redirect_url=_safe(request, proved.next)))


def _to_be_tied(request: Any, proved: Any) -> HttpResponse:
    """Only for whom the way was begun."""
    if not request.user.is_authenticated or str(request.user.pk) != proved.linking:
        return _refused(request)
    request.session[WAITING] = {"identity": proved.identity, "called": proved.called}
    return redirect("agencies:link_office")


def _safe(request: Any, wanted: str) -> str:
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}) else "/"


def _refused(request: Any, *, status: int = 403) -> HttpResponse:
    return render(request, "agencies/office_refused.html", status=status)


def _away(request: Any, why: Exception) -> HttpResponse:
    log.warning("the office's log-in does not answer: %s", why)
    return render(request, "agencies/office_away.html", status=503)


@page(needs=None)
def office(request: Any) -> HttpResponse:
    """庁内のログイン: whether one's own account is tied to it."""
    context = {"set_up": settings.NORISHIRO_OFFICE is not None, "form": open_form(request, OfficeForm)}
    return answer(request, "agencies/office.html", context, shown=[])


@page(needs=None, fresh=True)
def link_office(request: Any) -> HttpResponse:
    """つなぐ: whom the issuer named is shown first, so that nobody ties somebody else's."""
    _issuer()
    waiting = request.session.get(WAITING)
    if waiting is None:
        return redirect("agencies:office")
    form = open_form(request, OfficeForm)
    if request.method == "POST" and form.is_valid():

        def link() -> str:
            operations.link_office(request.actor, identity=waiting["identity"], now=timezone.now())
            del request.session[WAITING]
            messages.success(request, "つなぎました。次からは、庁内のログインで入れます。")
            return reverse("agencies:office")

        try:
            return finish(request, form, do=link)
        except Refused as refused:
            parts.tell(form, refused)
    context = {"called": waiting["called"], "back": reverse("agencies:office")}
    return parts.form_answer(request, "agencies/link_office.html", form, context)


@require_POST
@page(needs=None, fresh=True)
def unlink_office(request: Any) -> HttpResponse:
    """つなぐのをやめる."""
    staff = queries.get_staff(request.actor, staff_id=request.actor.staff_id)
    return _unlinked(request, staff, back=reverse("agencies:office"))


@require_POST
@page(needs=Permission.KEEP_AGENCIES, fresh=True)
def unlink_staff_office(request: Any, staff_id: UUID) -> HttpResponse:
    """つなぐのをやめる, for somebody whose log-in at the office is no longer theirs."""
    staff = queries.get_staff(request.actor, staff_id=staff_id)
    return _unlinked(request, staff, back=reverse("agencies:show_staff", args=[staff.id]))


def _unlinked(request: Any, staff: Any, *, back: str) -> HttpResponse:
    def unlink() -> str:
        operations.unlink_office(request.actor, staff=staff)
        messages.success(request, "つなぐのをやめました。職員IDとパスワードでは、これまでどおり入れます。")
        return back

    return finish(request, open_form(request, OfficeForm), do=unlink)
