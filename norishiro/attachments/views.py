"""The scans of one consent: what is kept, keeping one more, opening one, removing a wrong one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header

from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.attachments import operations, queries, rules
from norishiro.attachments.choices import About
from norishiro.attachments.forms import RemovalForm, ScanForm
from norishiro.core.form_pages import carry_out, open_form
from norishiro.people import queries as people_queries
from norishiro.sharing import queries as sharing_queries
from norishiro.sharing.choices import ConsentMethod, ConsentState

if TYPE_CHECKING:
    from norishiro.attachments.models import Scan
    from norishiro.core.verdict import Verdict
    from norishiro.sharing.models import Consent


@page(needs=Permission.TAKE_CONSENT)
def keep_consent_scan(request: Any, consent_id: UUID) -> HttpResponse:
    """同意の書面の控え."""
    consent = sharing_queries.get_consent(request.actor, consent_id=consent_id)
    person = people_queries.get_person(request.actor, person_id=consent.person_id)
    scans = queries.scans_of(request.actor, about_id=consent.id)
    verdict = _may_keep(request, consent, scans)
    form = open_form(request, ScanForm, subject=consent.id)
    if request.method == "POST" and form.is_valid():

        def keep() -> str:
            operations.keep_consent_scan(request.actor, consent=consent, file=form.cleaned_data["scan"])
            messages.success(request, "控えを付けました。中身は封をして保存しています。")
            return reverse("attachments:keep_consent_scan", args=[consent.id])

        done = carry_out(request, form, do=keep)
        if done is not None:
            return done
    context = {
        "form": form, "person": person, "consent": consent, "scans": scans, "verdict": verdict,
        "back": reverse("sharing:consents", args=[person.id]),
    }  # fmt: skip
    return answer(
        request,
        "attachments/keep_consent_scan.html",
        context,
        shown=[person.id],
        status=422 if form.errors else 200,
    )


@page(needs=Permission.TAKE_CONSENT)
def read_scan(request: Any, scan_id: UUID) -> HttpResponse:
    """One file, to be saved and opened outside the browser's own page."""
    scan = queries.get_scan(request.actor, scan_id=scan_id)
    opened = queries.open_scan(request.actor, scan_id=scan.id)
    response = HttpResponse(opened.content, content_type=opened.media_type)
    response["Content-Disposition"] = content_disposition_header(True, opened.name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    request.shown.append(scan.subject_id)
    return response


@page(needs=Permission.TAKE_CONSENT)
def remove_scan(request: Any, scan_id: UUID) -> HttpResponse:
    """まちがえて付けた控えを消す."""
    scan = queries.get_scan(request.actor, scan_id=scan_id)
    is_photo = scan.about == About.CONTACT
    person = None if is_photo else people_queries.get_person(request.actor, person_id=scan.subject_id)
    back = _back(scan)
    form = open_form(request, RemovalForm, subject=scan.id)
    if request.method == "POST" and form.is_valid():

        def remove() -> str:
            operations.remove_scan(request.actor, scan=scan, reason=form.cleaned_data["reason"])
            messages.success(request, "控えを消しました。もとの記録は、そのまま残っています。")
            return back

        done = carry_out(request, form, do=remove)
        if done is not None:
            return done
    context = {"form": form, "person": person, "scan": scan, "back": back}
    return answer(
        request,
        "attachments/remove_scan.html",
        context,
        shown=[scan.subject_id],
        status=422 if form.errors else 200,
    )


def _back(scan: Scan) -> str:
    """The screen of the record the scan belongs to."""
    screens = {
        About.CONSENT: "attachments:keep_consent_scan",
        About.FORM: "consultations:show",
        About.CONTACT: "outreach:contact",
    }
    return reverse(screens[About(scan.about)], args=[scan.about_id])


def _may_keep(request: Any, consent: Consent, scans: list[Scan]) -> Verdict:
    return rules.may_keep_scan(
        written=consent.method == ConsentMethod.WRITTEN and consent.state != ConsentState.REFUSED,
        given_by_own_agency=consent.agency_id in request.actor.agency_ids,
        kept=len(scans),
    )
