"""資料一式: one press makes the papers of a whole sitting; they are set in type while the page shows how far it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from io import BytesIO
from typing import Any
from uuid import UUID
from zipfile import ZIP_STORED, ZipFile

from django.http import HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from norishiro.agencies.door import answer, hand_over, page
from norishiro.agencies.permissions import Permission
from norishiro.core.documents import typeset_many
from norishiro.meetings import access, operations, queries, rules
from norishiro.meetings.rules import SetSheet
from norishiro.meetings.views.common import redirect_with, sitting_crumbs

# As many requests set type at once as a small server has processors.
LANES = (1, 2)


@require_POST
@page(needs=Permission.WRITE_MINUTES)
def make_packet(request: Any, sitting_id: UUID) -> HttpResponse:
    """全員分の資料を作る: one press."""
    found = queries.get_sitting(request.actor, sitting_id=sitting_id)
    packet = operations.make_packet(
        request.actor, sitting=found, now=timezone.now(), today=timezone.localdate()
    )
    return redirect_with(
        request,
        "全員分の資料に番号をつけました。つづけて紙面を組んでいます。",
        going_on(packet.id),
    )


def going_on(packet_id: UUID) -> str:
    """The page of the packet, which then goes on by itself where the browser can."""
    return f"{reverse('meetings:packet', args=[packet_id])}?go=1"


@page(needs=Permission.WRITE_MINUTES)
def packet(request: Any, packet_id: UUID) -> HttpResponse:
    """資料一式: how far it is, every bundle, and the file with all of them."""
    found = queries.get_packet(request.actor, packet_id=packet_id)
    bundles = queries.bundles_of(request.actor, packet=found)
    progress = queries.progress(request.actor, packet=found)
    context = {
        "packet": found,
        "sitting": found.sitting,
        "bundles": bundles,
        "progress": progress,
        "outdated": queries.is_outdated(request.actor, packet=found),
        "lanes": LANES[: progress.left] if "go" in request.GET else (),
        "runs": access.run_verdict(request.actor, found.sitting).allowed
        and found.sitting.status in rules.LIVE_SITTINGS,
        "crumbs": sitting_crumbs(found.sitting, "資料一式"),
    }
    return answer(request, "meetings/packet.html", context, shown=[])


@require_POST
@page(needs=Permission.WRITE_MINUTES)
def set_packet(request: Any, packet_id: UUID) -> HttpResponse:
    """つづきを組む: the next few bundles. Asked by the page again and again until none is left."""
    found = queries.get_packet(request.actor, packet_id=packet_id)
    today = timezone.localdate()

    def set_type(bundles: Sequence[Any]) -> list[SetSheet]:
        texts = [text for text, _shown in _texts(request, bundles, today)]
        return [
            SetSheet(sheet, fingerprint(text)) for text, sheet in zip(texts, typeset_many(texts), strict=True)
        ]

    taken = operations.set_bundles(request.actor, packet=found, set_type=set_type, now=timezone.now())
    if not getattr(request, "htmx", False):
        return HttpResponseRedirect(going_on(found.id))
    progress = queries.progress(request.actor, packet=found)
    context = {"packet": found, "progress": progress, "goes_on": taken > 0 and progress.left > 0}
    response = answer(request, "meetings/packet_lane_part.html", context, shown=[])
    if progress.left == 0:
        response["HX-Refresh"] = "true"
    return response


@page(needs=Permission.ATTEND_MEETING)
def bundle(request: Any, bundle_id: UUID) -> HttpResponse:
    """一冊を画面で見る: all items of the sitting that are open to the reader, under the recipient's name."""
    today, now = timezone.localdate(), timezone.now()
    found = queries.get_bundle(request.actor, bundle_id=bundle_id)
    copies = queries.copies_in(request.actor, bundles=[found])[found.id]
    may = {copy.id: queries.copy_verdict(request.actor, copy=copy, now=now, today=today) for copy in copies}
    opened = [copy for copy in copies if may[copy.id].allowed]
    parts = queries.contents(request.actor, copies=opened, today=today).get(found.id, [])
    context = {
        "bundle": found,
        "parts": [content for _copy, content in parts],
        "reasons": _reasons(may.values()),
        "today": today,
        "times": range(30),
        "keeps": found.keeper_id in request.actor.agency_ids,
        "crumbs": sitting_crumbs(found.sitting, "資料"),
    }
    shown = [found.id, *(one for content in context["parts"] for one in content.shown)]
    return answer(request, "meetings/bundle.html", context, shown=shown, status=200 if opened else 403)


@require_POST
@page(needs=Permission.WRITE_MINUTES)
def print_bundle(request: Any, bundle_id: UUID) -> HttpResponse:
    """一冊を印刷する（PDF）: from now on this number has to come back."""
    found = queries.get_bundle(request.actor, bundle_id=bundle_id)
    sheets, shown = _printed(request, [found])
    return hand_over(request, sheets[0], name=f"資料_{found}.pdf", shown=shown)


@require_POST
@page(needs=Permission.WRITE_MINUTES)
def print_packet(request: Any, packet_id: UUID) -> HttpResponse:
    """全員分を受け取る（ZIP）: one PDF for each recipient."""
    found = queries.get_packet(request.actor, packet_id=packet_id)
    bundles = [
        one
        for one in queries.bundles_of(request.actor, packet=found)
        if any(copy.closed_at is None and copy.state == "OUT" for copy in one.copies.all())
    ]
    rules.may_print_bundle(
        keeps=True, replaced=found.replaced_at is not None, outdated=False, still_out=len(bundles)
    ).or_refuse()
    sheets, shown = _printed(request, bundles)
    file = BytesIO()
    with ZipFile(file, "w", ZIP_STORED) as archive:
        for one, sheet in zip(bundles, sheets, strict=True):
            archive.writestr(f"資料_{one}.pdf", sheet)
    return hand_over(request, file.getvalue(), name=f"資料一式_{found.sitting.code}.zip", shown=shown)


def _printed(request: Any, bundles: list[Any]) -> tuple[list[bytes], list[UUID]]:
    """The sheets, those already set in type where they still say what would be set now; and whom they show."""
    operations.print_bundles(request.actor, bundles=bundles, now=timezone.now())
    read = _texts(request, bundles, timezone.localdate())
    marks = {one.id: fingerprint(text) for one, (text, _shown) in zip(bundles, read, strict=True)}
    kept = queries.sheets_set(
        request.actor, bundles=bundles, is_current=lambda one: one.fingerprint == marks[one.id]
    )
    anew = [(one, text) for one, (text, _shown) in zip(bundles, read, strict=True) if one.id not in kept]
    fresh = typeset_many([text for _one, text in anew]) if anew else []
    kept |= {one.id: sheet for (one, _text), sheet in zip(anew, fresh, strict=True)}
    return [kept[one.id] for one in bundles], [one for _text, shown in read for one in shown]


def _texts(request: Any, bundles: Sequence[Any], today: date) -> list[tuple[str, list[UUID]]]:
    """The sheet of each bundle as it reads today, and whom it shows. Only what is not closed stands on it."""
    copies = queries.copies_in(request.actor, bundles=bundles)
    live = [copy for rows in copies.values() for copy in rows if copy.closed_at is None]
    contents = queries.contents(request.actor, copies=live, today=today)
    texts = []
    for one in bundles:
        parts = [content for _copy, content in contents.get(one.id, [])]
        shown = [one.id, *(subject for content in parts for subject in content.shown)]
        context = {"bundle": one, "packet": one.packet, "parts": parts, "today": today}
        texts.append((render_to_string("meetings/bundle_sheet.html", context), shown))
    return texts


def fingerprint(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _reasons(verdicts: Any) -> list[Any]:
    """Each reason once."""
    return list(dict.fromkeys(reason for one in verdicts for reason in one.reasons))
