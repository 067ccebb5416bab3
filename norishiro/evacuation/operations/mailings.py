"""Notices: prepared from a fixed list, approved by another, sent, and what came back."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from norishiro.agencies.actor import Actor
from norishiro.agencies.permissions import Permission
from norishiro.core.operation import operation
from norishiro.core.records import change_fields
from norishiro.evacuation import events, lookups, rules
from norishiro.evacuation.choices import LetterState, Why
from norishiro.evacuation.models import Entry, Letter, Listing, Mailing
from norishiro.ledger.operations import sign

BATCH = 2000


def _locked(mailing: Mailing) -> Mailing:
    """Whoever moves a round on waits here."""
    return Mailing.objects.select_for_update(of=("self",)).get(pk=mailing.pk)


@operation
def prepare_mailing(
    actor: Actor, /, *, listing: Listing, title: str, greeting: str, sender: str, due_on: date, who: Collection[str],
    today: date,
) -> Mailing:  # fmt: skip
    """Write a notice for everybody on the list who was never written to, and for whoever did not answer the last one.

    Whoever has no address, or a withheld one, gets a notice that cannot be printed and is counted as such. Records
    ``evacuation.mailing_prepared`` (counts); refused by ``may_prepare_mailing``.
    """
    chosen = _whom(listing, who) if not listing.is_draft else []
    rules.may_prepare_mailing(
        is_fixed=not listing.is_draft, letters=len(chosen), due_on=due_on, today=today,
        title_taken=Mailing.objects.filter(agency_id=actor.agency_id, title=title).exists(),
    ).or_refuse()  # fmt: skip
    mailing = Mailing.objects.create(
        agency_id=actor.agency_id, listing=listing, title=title, greeting=greeting, sender=sender, due_on=due_on,
        staff_id=actor.staff_id,
    )  # fmt: skip
    Letter.objects.bulk_create(
        [
            Letter(
                mailing=mailing, entry=entry, number=number, why=why,
                state=LetterState.READY if entry.can_be_written_to else LetterState.HELD,
            )
            for number, (entry, why) in enumerate(chosen, start=1)
        ],
        batch_size=BATCH,
    )  # fmt: skip
    sign(
        actor,
        events.MAILING_PREPARED,
        changes={"mailing": (None, mailing.id), "letters": (None, len(chosen))},
    )
    return mailing


def _whom(listing: Listing, who: Collection[str]) -> list[tuple[Entry, Why]]:
    """In the order of the postal code, as the post wants them."""
    last = lookups.last_letters(listing.agency_id)
    found = []
    rows = Entry.objects.filter(listing=listing).select_related("target")
    for entry in lookups.as_told(rows.order_by("postal_code", "address", "kana", "id")):
        before = last.get(entry.target_id)
        why = (
            Why.NEW
            if before in (None, LetterState.HELD)
            else Why.AGAIN
            if before == LetterState.SENT
            else None
        )
        if why is not None and why in who:
            found.append((entry, why))
    return found


@operation
def approve_mailing(actor: Actor, /, *, mailing: Mailing, today: date) -> Mailing:
    """Let these notices be printed: another person's word. Records ``evacuation.mailing_approved``; refused by ``may_approve``."""
    locked = _locked(mailing)
    rules.may_approve(
        approved=locked.approved_on is not None, prepared_by_me=locked.staff_id == actor.staff_id,
        may=actor.may(Permission.APPROVE_EXPORT),
    ).or_refuse()  # fmt: skip
    locked.approved_by_id, locked.approved_on = actor.staff_id, today
    locked.save(update_fields=["approved_by", "approved_on"])
    sign(actor, events.MAILING_APPROVED, changes={"mailing": (None, locked.id)})
    return locked


@operation
def note_sent(actor: Actor, /, *, mailing: Mailing, sent_on: date, today: date) -> int:
    """Write that everything printable was sent on a day. Records ``evacuation.mailing_sent``; refused by ``may_note_sent``."""
    locked = _locked(mailing)
    rules.may_note_sent(
        approved=locked.approved_on is not None, sent=locked.sent_on is not None, sent_on=sent_on,
        approved_on=locked.approved_on, today=today,
    ).or_refuse()  # fmt: skip
    locked.sent_on = sent_on
    locked.save(update_fields=["sent_on"])
    number = Letter.objects.filter(mailing=locked, state=LetterState.READY).update(state=LetterState.SENT)
    sign(actor, events.MAILING_SENT, changes={"mailing": (None, locked.id), "sent": (None, number)})
    return number


@operation
def note_answer(
    actor: Actor, /, *, letter: Letter, version: int, state: str, answered_on: date, way: str, note: str, today: date
) -> Letter:  # fmt: skip
    """Write what came back of one notice, or put it right. Records ``evacuation.answer_noted``; refused by
    ``may_note_answer``; StaleVersion."""
    rules.may_note_answer(
        state=state,
        was=letter.state,
        sent_on=letter.mailing.sent_on,
        answered_on=answered_on,
        today=today,
        way=way,
    ).or_refuse()
    changes = change_fields(
        letter, version=version, values={"state": state, "answered_on": answered_on, "way": way, "note": note}
    )
    noted = ["note"] if changes.pop("note", None) else []
    sign(
        actor, events.ANSWER_NOTED, subjects=[letter.entry.target.seen_as],
        changes={"letter": (letter.id, letter.id), **changes}, changed_text=noted,
    )  # fmt: skip
    return letter
