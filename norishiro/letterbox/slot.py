"""The outside of the box: everything that can be done without signing in, and nothing else (docs/adr/0031).

Whoever stands here is nobody to the database: the walls let a letter be added, and answer two questions, each asked
with a secret. Every act leaves its line in the ledger in the program's own name; without the line nothing happens.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.utils import timezone

from norishiro.agencies.models import Agency, Window, live_on
from norishiro.core.files import CleanFile
from norishiro.core.sealing import keepers
from norishiro.core.sealing.envelope import Place
from norishiro.ledger.events import Event
from norishiro.ledger.operations import LedgerClosed, System, sign
from norishiro.letterbox import events, rules
from norishiro.letterbox.choices import EntranceKind, Hurry, LetterKind, Origin
from norishiro.letterbox.contents import Content, Wording
from norishiro.letterbox.models import Entrance, Letter
from norishiro.letterbox.receipts import Receipt, box_of, fingerprint_of, key_of, mark_of, receipt_for

MOST_WINDOWS = 40
MOST_TIMES = 50


@dataclass(frozen=True)
class Reply:
    """What the sender may know: times, and the words chosen for them."""

    letter_id: UUID
    posted_at: datetime
    taken_at: datetime | None
    answered_at: datetime | None
    declined: bool
    words: str = ""
    passed_at: datetime | None = None
    passed_to: str = ""


@dataclass(frozen=True)
class Times:
    """One letter of one's own entrance: when, and nothing else."""

    number: str
    posted_at: datetime
    taken_at: datetime | None
    answered_at: datetime | None


@dataclass(frozen=True)
class PublicWindow:
    """Where one can turn instead."""

    name: str
    place: str
    phone: str


@dataclass(frozen=True)
class Own:
    """What the holder of a status card is shown."""

    facility: str
    is_live: bool
    thanks: str
    thanked_on: date | None
    times: tuple[Times, ...]


# --- finding the way in -------------------------------------------------------------------------------


def entrance_at(entrance_id: UUID, *, on: date) -> Entrance | None:
    """The entrance of a QR while it is in force."""
    found = Entrance.objects.select_related("receiver_agency").filter(live_on(on), id=entrance_id)
    return found.filter(live_on(on, "receiver_agency__")).first()


def general_entrance(*, on: date) -> Entrance | None:
    """Where anybody may write who has no QR."""
    found = Entrance.objects.select_related("receiver_agency").filter(live_on(on), kind=EntranceKind.GENERAL)
    return found.filter(live_on(on, "receiver_agency__")).order_by("from_on", "id").first()


def windows(*, on: date) -> list[PublicWindow]:
    """The windows the town made public, in its order; where it made none public yet, the agencies with a telephone."""
    rows = Window.objects.filter(live_on(on), is_public=True)
    listed = [PublicWindow(one.name, one.place, one.phone) for one in rows[:MOST_WINDOWS]]
    if listed:
        return listed
    reached = Agency.objects.filter(live_on(on)).exclude(phone="")
    return [PublicWindow(one.name, one.place, one.phone) for one in reached[:MOST_WINDOWS]]


# --- putting in ---------------------------------------------------------------------------------------


def post(
    *, entrance: Entrance, content: Content, consented: bool, wording: Wording, hurry: Hurry, photo: CleanFile | None,
    slip: UUID, address: str, now: datetime,
) -> Receipt:  # fmt: skip
    """Put a letter in; the same form with the same words is one letter, however often it comes.

    Sealed before it is written. Records ``letter.posted`` with the version of the consent ticked; refused by
    ``may_post`` and ``not_too_often``. A letter that is in already is not counted again.
    """
    rules.may_post(consented=consented, words=content.words).or_refuse()
    print_ = _fingerprint(entrance, content, photo)
    receipt = receipt_for(slip=slip, fingerprint=print_)
    key = key_of(number=receipt.number, secret=receipt.secret)
    if _found(key) is not None:
        return receipt
    rules.not_too_often(
        from_address=knock("address", address, f"{timezone.localtime(now):%Y-%m-%d %H}", now=now),
        at_entrance=knock("entrance", str(entrance.id), f"{timezone.localtime(now):%Y-%m-%d}", now=now),
        is_general=entrance.kind == EntranceKind.GENERAL,
    ).or_refuse()
    letter = Letter(
        number=receipt.number, receipt_key=key, kind=entrance.letter_kind, origin=Origin.SCREEN, entrance=entrance,
        receiver_agency_id=entrance.receiver_agency_id, hurry=hurry, wording_version=wording.version,
        fingerprint=print_, posted_at=now,
    )  # fmt: skip
    with transaction.atomic():
        seal_letter(letter, content=content, photo=photo)
        Letter.objects.bulk_create([letter], ignore_conflicts=True)
        stands = _found(key)
        if stands is not None and stands[0] == letter.id:
            _sign(
                events.LETTER_POSTED,
                letter.id,
                kind=letter.kind,
                entrance=entrance.id,
                consent=wording.version,
            )
    return receipt


def seal_letter(letter: Letter, *, content: Content, photo: CleanFile | None) -> None:
    """Put the words and the picture under seal, with the key of the agency's post of that month."""
    box = box_of(agency_id=letter.receiver_agency_id, on=timezone.localtime(letter.posted_at).date())
    letter.content = keepers.seal(content.packed(), subject=box, at=keepers.place(letter, "content"))
    if photo is not None:
        letter.photo = keepers.seal(photo.content, subject=box, at=keepers.place(letter, "photo"))
        letter.photo_kind = photo.kind


def _fingerprint(entrance: Entrance, content: Content, photo: CleanFile | None) -> UUID:
    picture = "" if photo is None else str(fingerprint_of(photo.content.hex()))
    return fingerprint_of(str(entrance.id), content.packed().decode(), picture)


def knock(kind: str, *parts: str, now: datetime) -> int:
    """Count one more and answer how many; what was counted on earlier days is forgotten."""
    today = timezone.localtime(now).date()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM letterbox_knock WHERE on_day < %s", [today])
        cursor.execute(
            "INSERT INTO letterbox_knock AS k (mark, on_day, count) VALUES (%s, %s, 1)"
            " ON CONFLICT (mark) DO UPDATE SET count = k.count + 1 RETURNING count",
            [mark_of(kind, *parts), today],
        )
        return int(cursor.fetchone()[0])


# --- asking -------------------------------------------------------------------------------------------


def ask(*, number: str, secret: str, address: str, now: datetime) -> Reply | None:
    """What became of a letter, for whoever has both the number and the word. None tells no more than that.

    Records ``letter.asked`` or ``letter.asked_in_vain``; refused by ``may_ask``.
    """
    hour = f"{timezone.localtime(now):%Y-%m-%d %H}"
    rules.may_ask(asked=knock("ask", address, hour, now=now)).or_refuse()
    with transaction.atomic():
        row = _found(key_of(number=number, secret=secret))
        if row is None:
            _sign(events.LETTER_ASKED_IN_VAIN)
            return None
        letter_id, posted_at, taken_at, answered_at, declined, answer, passed_at, passed_to = row
        _sign(events.LETTER_ASKED, letter_id)
        words = keepers.unseal_text(answer, at=_answer_place(letter_id)) if answer else ""
        return Reply(
            letter_id, posted_at, taken_at, answered_at, declined, words, passed_at=passed_at, passed_to=passed_to or ""
        )  # fmt: skip


def own_letters(*, card_id: UUID, on: date) -> Own | None:
    """The times of what came in by the entrance of this card, newest first. Records ``letter.times_shown``."""
    entrance = Entrance.objects.filter(status_card__id=card_id).first()
    if entrance is None:
        return None
    with transaction.atomic():
        _sign(events.TIMES_SHOWN, entrance.id)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT number, posted_at, taken_at, answered_at FROM letter_times(%s, %s)",
                [card_id, MOST_TIMES],
            )
            times = tuple(Times(*row) for row in cursor.fetchall())
    return Own(
        facility=entrance.facility,
        is_live=entrance.from_on <= on and (entrance.until_on is None or on < entrance.until_on),
        thanks=entrance.thanks,
        thanked_on=entrance.thanked_on,
        times=times,
    )


def _found(key: UUID) -> Any:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM letter_answer(%s)", [key])
        return cursor.fetchone()


def _answer_place(letter_id: UUID) -> Place:
    return keepers.place(Letter(id=letter_id), "answer")


def _sign(event: Event, *subjects: UUID, **told: Any) -> None:
    sign(System(), event, subjects=subjects, changes={name: (None, value) for name, value in told.items()})


def new_slip() -> UUID:
    """One per form that is handed out."""
    return uuid4()


__all__ = [
    "LedgerClosed",
    "LetterKind",
    "Own",
    "PublicWindow",
    "Reply",
    "Times",
    "ask",
    "entrance_at",
    "general_entrance",
    "knock",
    "new_slip",
    "own_letters",
    "post",
    "seal_letter",
    "windows",
]
