"""What to mind at a door, and how one gets in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.cases.models import Case
from norishiro.core.operation import operation
from norishiro.core.records import Unseen, change_fields
from norishiro.ledger.operations import sign
from norishiro.people.models import Person
from norishiro.sharing.choices import Category, Ground
from norishiro.sharing.operations import case as case_subject
from norishiro.sharing.operations import own_words
from norishiro.sharing.operations import person as person_subject
from norishiro.sharing.queries import bases_open_to
from norishiro.visits import access, events, rules
from norishiro.visits.models import SafetyNote, WayIn
from norishiro.visits.values import REVIEW_MONTHS


@dataclass(frozen=True, kw_only=True)
class Minded:
    """What to mind, from whom it is known, and whether the person knows of the note."""

    kinds: tuple[str, ...]
    teller: str
    heard_on: date
    is_told: bool
    told_words: str
    review_on: date
    words: str = ""


@operation
def note_safety(
    actor: Actor, /, *, case: Case | None = None, person: Person | None = None, minded: Minded,
    basis: str = Ground.OWN, today: date,
) -> list[SafetyNote]:  # fmt: skip
    """Note what to mind at this door; each kind is a note of its own, so that one can end while another stays.

    Records ``safety.noted``; refused by ``may_note_safety``.
    """
    subject_id = _subject(actor, case=case, person=person)
    rules.may_note_safety(
        kinds=len(minded.kinds), heard_on=minded.heard_on, told_words=minded.told_words,
        review_on=minded.review_on, today=today, months=REVIEW_MONTHS,
        basis_allowed=basis in bases_open_to(actor, subject_id=subject_id),
    ).or_refuse()  # fmt: skip
    notes = [
        SafetyNote.objects.create(
            case=case, person=person, subject_id=subject_id, basis=basis, agency_id=actor.agency_id,
            categories=int(Category.LIFE_HISTORY), kind=kind, words=minded.words, teller=minded.teller,
            heard_on=minded.heard_on, is_told=minded.is_told, told_words=minded.told_words,
            review_on=minded.review_on, staff_id=actor.staff_id,
        )
        for kind in dict.fromkeys(minded.kinds)
    ]  # fmt: skip
    sign(
        actor, events.SAFETY_NOTED, subjects=[subject_id], ground=basis, changed_text=["words"],
        changes={"kinds": (None, ",".join(minded.kinds)), "review_on": (None, minded.review_on)},
    )  # fmt: skip
    return notes


@operation
def review_safety(actor: Actor, /, *, note: SafetyNote, review_on: date, today: date) -> SafetyNote:
    """Look at a note again and let it stand until another day. Records ``safety.reviewed``; refused by
    ``may_review_safety``."""
    locked = SafetyNote.objects.select_for_update(of=("self",)).get(pk=note.pk)
    rules.may_review_safety(
        mine=locked.agency_id in actor.agency_ids, ended=locked.ended_on is not None, review_on=review_on,
        today=today, months=REVIEW_MONTHS,
    ).or_refuse()  # fmt: skip
    before, locked.review_on = locked.review_on, review_on
    locked.reviewed_on, locked.reviewed_by_id = today, actor.staff_id
    locked.save(update_fields=["review_on", "reviewed_on", "reviewed_by"])
    sign(
        actor,
        events.SAFETY_REVIEWED,
        subjects=[locked.subject_id],
        changes={"review_on": (before, review_on)},
    )
    return locked


@operation
def end_safety(actor: Actor, /, *, note: SafetyNote, because: str, today: date) -> SafetyNote:
    """End a note, with the reason; it stays among the earlier ones. Records ``safety.ended``; refused by
    ``may_end_safety``."""
    locked = SafetyNote.objects.select_for_update(of=("self",)).get(pk=note.pk)
    rules.may_end_safety(
        mine=locked.agency_id in actor.agency_ids, ended=locked.ended_on is not None, because=because
    ).or_refuse()
    locked.ended_on, locked.ended_because, locked.ended_by_id = today, because, actor.staff_id
    locked.save(update_fields=["ended_on", "ended_because", "ended_by"])
    sign(actor, events.SAFETY_ENDED, subjects=[locked.subject_id], changes={"kind": (locked.kind, None)})
    return locked


@operation
def keep_way_in(
    actor: Actor, /, *, case: Case | None = None, person: Person | None = None, entry: str = "", avoid: str = "",
    is_sender_hidden: bool = False, basis: str = Ground.OWN, version: int | None = None,
) -> WayIn:  # fmt: skip
    """Write down keys and doors, hours to avoid, and whether the sender's name stays off the envelope. One row of the agency
    on each ground; ``version`` is that of the row the form was opened on.

    Records ``way_in.kept`` (never the words); refused by ``may_keep_way_in``; StaleVersion.
    """
    subject_id = _subject(actor, case=case, person=person)
    row = access.way_in_of(actor, subject_id=subject_id, basis=basis)
    rules.may_keep_way_in(
        written=bool(entry.strip() or avoid.strip() or is_sender_hidden or row),
        basis_allowed=basis in bases_open_to(actor, subject_id=subject_id),
    ).or_refuse()
    values = {
        "entry": entry, "avoid": avoid, "is_sender_hidden": is_sender_hidden, "staff_id": actor.staff_id,
    }  # fmt: skip
    if row is None:
        row = WayIn.objects.create(
            case=case, person=person, subject_id=subject_id, basis=basis, agency_id=actor.agency_id,
            categories=int(Category.LIFE_HISTORY), **values,
        )  # fmt: skip
    else:
        change_fields(row, version=row.version if version is None else version, values=values)
    sign(actor, events.WAY_IN_KEPT, subjects=[subject_id], ground=basis, changed_text=["entry", "avoid"])
    return row


def _subject(actor: Actor, *, case: Case | None, person: Person | None) -> UUID:
    subject = case_subject(case.id) if case else person_subject(person.id) if person else None
    if subject is None or not access.is_held(actor, subject_id=subject.id):
        raise Unseen(subject.id if subject else actor.staff_id)
    own_words(actor, subjects=[subject], source_id=subject.id)
    return subject.id
