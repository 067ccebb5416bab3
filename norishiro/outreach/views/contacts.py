"""The screens of this room: read contacts, one or many, and keep a promise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.attachments.queries import open_scan
from norishiro.core.records import Unseen
from norishiro.outreach import operations, queries
from norishiro.outreach.views.offered import tag_labels, tags_on
from norishiro.rights.queries import notes_beside

if TYPE_CHECKING:
    from norishiro.agencies.actor import Actor
    from norishiro.outreach.models import Contact
    from norishiro.sharing.models import CorrectionNote

PAGE = 100


@page(needs=Permission.SEE_PEOPLE)
def contact(request: Any, contact_id: UUID) -> HttpResponse:
    """一件の記録."""
    found = queries.get_contact(request.actor, contact_id=contact_id)
    there = [one.person_id for one in found.present.all()]
    context = {
        "contact": found, "notes": _notes(request.actor, found), "own": found.agency_id in request.actor.agency_ids,
        "companions": found.companions.select_related("agency"), "photos": queries.photos_of(request.actor, contact=found),
        "tags": tag_labels([_codes(found)])[0],
    }  # fmt: skip
    return answer(request, "outreach/contact.html", context, shown=[found.subject_id, *there])


@page(needs=Permission.SEE_PEOPLE)
def read_photo(request: Any, contact_id: UUID, scan_id: UUID) -> HttpResponse:
    """One picture of a record, to be saved: never shown inside a page."""
    found = queries.get_contact(request.actor, contact_id=contact_id)
    if scan_id not in {one.id for one in queries.photos_of(request.actor, contact=found)}:
        raise Unseen(scan_id)
    photo = open_scan(request.actor, scan_id=scan_id)
    response = HttpResponse(photo.content, content_type=photo.media_type)
    response["Content-Disposition"] = content_disposition_header(True, photo.name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    request.shown.append(found.subject_id)
    return response


def _codes(contact: Contact) -> list[str]:
    return [one.code for one in contact.tags.all()]


def _notes(actor: Actor, contact: Contact) -> list[CorrectionNote]:
    """What was put right about this record by a request of the person."""
    rows = [contact.id, *(one.id for one in contact.segments.all())]
    return notes_beside(actor, subject_id=contact.subject_id, row_ids=rows)


@require_POST
@page(needs=Permission.RECORD_CONTACT)
def keep_promise(request: Any, contact_id: UUID) -> HttpResponse:
    """約束を果たした."""
    found = queries.get_contact(request.actor, contact_id=contact_id)
    operations.keep_promise(request.actor, contact=found, today=timezone.localdate())
    messages.success(request, "約束を果たしたことにしました。")
    return redirect("outreach:contact", contact_id=found.id)


@page(needs=Permission.RECORD_CONTACT)
def list_contacts(request: Any) -> HttpResponse:
    """わたしの記録."""
    tag = request.GET.get("tag", "")
    rows = queries.written_by(request.actor, limit=PAGE, tag=tag)
    context = {**_found_by(request.actor, tag, rows), "title": "わたしの記録", "back": "/", "limit": PAGE}
    there = [one.person_id for row in rows for one in row.present.all()]
    shown = dict.fromkeys([*(row.subject_id for row in rows), *there])
    return answer(request, "outreach/contacts.html", context, shown=list(shown))


def _found_by(actor: Actor, tag: str, rows: list[Contact]) -> dict[str, Any]:
    """The rows, each with the words of its tags and the つながりの段階 of that day, and the tags to choose by."""
    stages = queries.stages_then(actor, rows=rows)
    marks = tag_labels(map(_codes, rows))
    lines = [(row, words, stages.get(row.id, "")) for row, words in zip(rows, marks, strict=True)]
    return {"rows": lines, "tags": tags_on(timezone.localdate()), "tag": tag}
