"""きょうの記録: whom to write about next, and yesterday's round taken up again as new drafts (who and how, nothing else)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.core import drafts
from norishiro.core.form_pages import open_form
from norishiro.outreach import queries
from norishiro.outreach.forms import ContactForm, RoundForm
from norishiro.outreach.views.offered import status_of
from norishiro.outreach.views.recording import of_case, of_person, offer_all, proposed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from norishiro.outreach.models import Contact


MOST_DRAFTS = 200


@page(needs=Permission.RECORD_CONTACT)
def start_contact(request: Any) -> HttpResponse:
    """ひとこと記録をはじめる: the people written about last, each one press from its form."""
    recent = queries.recently_met(request.actor)
    lines = [(_called(one), f"{_address(one)}?{_who(one)}back=today") for one in recent]
    template = "outreach/start_part.html" if request.htmx else "outreach/start_contact.html"
    return answer(request, template, {"lines": lines}, shown=_about(recent))


@page(needs=Permission.RECORD_CONTACT)
def copy_round(request: Any) -> HttpResponse:
    """きのうの回りを写す: a new draft for each person chosen, with who and how; nothing of what was written."""
    actor, today = request.actor, timezone.localdate()
    made = queries.contacts_before(actor, today=today)
    form = open_form(request, RoundForm)
    form.fields["chosen"].offer(
        [(str(one.id), f"{_called(one)}・{one.get_method_display()}") for one in made]
    )
    form.fields["chosen"].initial = [str(one.id) for one in made]
    if request.method == "POST" and form.is_valid():
        wanted = [one for one in made if str(one.id) in form.cleaned_data["chosen"]]
        for one in wanted:
            _begin(request, one)
        messages.success(
            request,
            f"{len(wanted)}人分の書きかけをつくりました。ひとことを入れて、一人ずつ記録してください。",
        )
        return redirect("outreach:copy_round")
    kept = drafts.of_announced(staff_id=actor.staff_id, limit=MOST_DRAFTS)
    begun = {one.subject_key for one in kept if one.form_key == ContactForm.form_key}
    waiting = [
        (_called(one), f"{_address(one)}?draft=load&back=today")
        for one in made
        if str(_subject(one)) in begun
    ]
    context = {"form": form, "made": made, "day": made[0].happened_on if made else None, "waiting": waiting}
    return answer(request, "outreach/copy_round.html", context, shown=_about(made), status=status_of(form))


def _begin(request: Any, contact: Contact) -> None:
    """A draft as if the form had just been opened: today, this person, this way."""
    whose = (
        of_case(request.actor, contact.case_id)
        if contact.case_id
        else of_person(request.actor, contact.subject_id)
    )
    today = timezone.localdate()
    person = str(contact.person_id or "")
    initial = proposed(request.actor, whose, person=person, method=contact.method, today=today)
    form = ContactForm(subject=whose.subject, initial=initial, today=today)
    offer_all(request, form, whose)
    posted = QueryDict(mutable=True)
    for name in form.fields:
        value = form[name].value()
        if value not in (None, "", []):
            posted.setlist(name, value if isinstance(value, list) else [value])
    drafts.keep(
        staff_id=request.actor.staff_id, form_key=form.form_key, subject_key=form.subject, posted=posted,
        now=timezone.now(),
    )  # fmt: skip


def _subject(contact: Contact) -> UUID:
    """What a form about this record is about: its case, else its person."""
    return contact.case_id or contact.subject_id


def _address(contact: Contact) -> str:
    return reverse("outreach:record_contact", args=[_subject(contact)])


def _who(contact: Contact) -> str:
    return f"person={contact.person_id}&" if contact.person_id else ""


def _called(contact: Contact) -> str:
    return contact.person.label if contact.person else "世帯全体"


def _about(contacts: Iterable[Contact]) -> list[UUID]:
    return list(dict.fromkeys(one.subject_id for one in contacts))
