"""Reads of this room for staff: the box of one's own agency, and the entrances, which are public among staff."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Agency, live_on
from norishiro.core.records import Unseen
from norishiro.core.sealing import keepers
from norishiro.core.tables import PAGE_SIZE, Page, Place, Way, cut_page
from norishiro.letterbox.choices import HELD_KINDS
from norishiro.letterbox.contents import Content
from norishiro.letterbox.form_services import Row
from norishiro.letterbox.models import Entrance, Letter, Passing
from norishiro.letterbox.receipts import fingerprint_of

SEALED = ("content", "photo", "answer")
MOST_ENTRANCES = 300


@dataclass(frozen=True)
class Opened:
    """A letter with its seal open."""

    content: Content
    answer: str


def visible_to(actor: Actor) -> QuerySet[Letter]:
    """The letters of the agencies acted for; the walls say the same a second time."""
    return Letter.objects.filter(receiver_agency_id__in=actor.agency_ids)


def letter_rows(actor: Actor, *, waiting: bool, place: Place | None = None) -> Page[Letter]:
    """The box, newest first, without what is sealed; ``waiting``: only what is not answered yet."""
    at = place or Place()
    rows = visible_to(actor).select_related("entrance", "taken_by").defer(*SEALED)
    if waiting:
        rows = rows.filter(answered_at=None)
    back = at.way is Way.BEFORE
    mark = rows.filter(id=at.row).values_list("posted_at", flat=True).first() if at.row else None
    if mark is not None:
        beside = Q(posted_at=mark)
        rows = rows.filter(
            Q(posted_at__gt=mark) | beside & Q(id__gt=at.row)
            if back
            else Q(posted_at__lt=mark) | beside & Q(id__lt=at.row)
        )
    ordered = rows.order_by("posted_at", "id") if back else rows.order_by("-posted_at", "-id")
    return cut_page(list(ordered[: PAGE_SIZE + 1]), place=at, id_of=lambda one: one.id)


def unanswered(actor: Actor, *, limit: int) -> list[Letter]:
    """Letters nobody answered yet, oldest first: what is written on the envelope."""
    rows = visible_to(actor).filter(answered_at=None, consultation_id=None).select_related("entrance")
    envelope = rows.only("entrance__facility", "kind", "origin", "hurry", "posted_at", "taken_at")
    return list(envelope.order_by("posted_at", "id")[:limit])


def get_letter(actor: Actor, *, letter_id: UUID) -> Letter:
    rows = visible_to(actor).select_related(
        "entrance", "receiver_agency", "taken_by", "answered_by", "entrance__receiver_agency"
    )
    found = rows.filter(id=letter_id).first()
    if found is None:
        raise Unseen(letter_id)
    return found


def open_letter(actor: Actor, *, letter: Letter) -> Opened:
    """The words of a letter the actor was given by ``get_letter``. Raises ``Unopened`` where the seal does not hold."""
    sealed = [(letter.content, keepers.place(letter, "content"))]
    if letter.answer:
        sealed.append((letter.answer, keepers.place(letter, "answer")))
    opened = keepers.unseal_all(sealed)
    return Opened(Content.unpacked(opened[0]), opened[1].decode() if letter.answer else "")


def open_photo(actor: Actor, *, letter: Letter) -> bytes:
    """The picture of a letter that has one."""
    return keepers.unseal(letter.photo or b"", at=keepers.place(letter, "photo"))


def alike(actor: Actor, *, letter: Letter) -> list[Letter]:
    """Other letters with the same words: sent again from another form."""
    rows = visible_to(actor).filter(fingerprint=letter.fingerprint).exclude(id=letter.id)
    return list(rows.defer(*SEALED)[:5])


def passings_of(actor: Actor, *, letter: Letter) -> list[Passing]:
    """How the letter came here from other windows, newest first."""
    return list(Passing.objects.filter(letter=letter).select_related("from_agency", "to_agency")[:10])


def passed_on(actor: Actor, *, limit: int = 50) -> list[Passing]:
    """Letters the agencies acted for gave to other windows, newest first; nothing of their words."""
    rows = Passing.objects.filter(from_agency_id__in=actor.agency_ids).select_related("to_agency", "staff")
    return list(rows[:limit])


# --- entrances ----------------------------------------------------------------------------------------


def entrances(actor: Actor, *, on: date, held: bool, ended: bool = False) -> list[Entrance]:
    """Appointments (``held``) or places, those in force or those that ended, with how many letters came in."""
    rows = Entrance.objects.select_related("receiver_agency", "status_card")
    rows = rows.filter(until_on__lte=on) if ended else rows.exclude(until_on__lte=on)
    rows = rows.filter(kind__in=HELD_KINDS) if held else rows.exclude(kind__in=HELD_KINDS)
    return list(rows.order_by("kind", "facility", "from_on")[:MOST_ENTRANCES])


def get_entrance(actor: Actor, *, entrance_id: UUID) -> Entrance:
    found = Entrance.objects.select_related("receiver_agency", "status_card").filter(id=entrance_id).first()
    if found is None:
        raise Unseen(entrance_id)
    return found


@dataclass(frozen=True)
class Received:
    """How many letters came in by an entrance to the actor's own box, and when the last one did."""

    count: int
    last: date | None


def received_by(actor: Actor, *, entrance: Entrance) -> Received:
    found = visible_to(actor).filter(entrance=entrance).aggregate(count=Count("id"), last=Max("posted_at"))
    return Received(found["count"], found["last"])


def receivers(actor: Actor, *, on: date) -> list[Agency]:
    return list(Agency.objects.filter(live_on(on)).order_by("code"))


# --- a form service -----------------------------------------------------------------------------------


def key_of_row(actor: Actor, *, row: Row, service: str) -> UUID:
    """The same row of the same service has one mark in one agency's box: its number there, else its words."""
    words = row.reference or (row.content.packed().decode() if row.content else str(row.line_no))
    return fingerprint_of("service", str(actor.agency_id), service, words)


def known_rows(actor: Actor, *, rows: Sequence[Row], service: str) -> set[UUID]:
    """The marks of those rows that are in the box already."""
    keys = [key_of_row(actor, row=row, service=service) for row in rows]
    return set(Letter.objects.filter(receipt_key__in=keys).values_list("receipt_key", flat=True))


FRESH, KNOWN, TWICE, UNREAD = "取り込みます", "もう届いています", "同じ行が上にあります", "取り込みません"


def report_of(actor: Actor, *, rows: Sequence[Row], service: str) -> list[tuple[Row, str]]:
    """What becomes of each row if it is taken in now."""
    known, seen = known_rows(actor, rows=rows, service=service), set()
    report = []
    for row in rows:
        key = key_of_row(actor, row=row, service=service)
        state = UNREAD if row.problem else KNOWN if key in known else TWICE if key in seen else FRESH
        if not row.problem:
            seen.add(key)
        report.append((row, state))
    return report
