"""権限の点検: every post of an agency is looked at once, and what is not needed ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from norishiro.agencies import events, rules
from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import ReviewChoice
from norishiro.agencies.models import Agency, ReviewedPost, RightsReview
from norishiro.agencies.operations.appointments import end_appointment
from norishiro.agencies.queries.reviews import Held
from norishiro.core.operation import operation
from norishiro.ledger.operations import sign


@dataclass(frozen=True)
class Decided:
    """One post, and what was chosen of it (None: nothing yet)."""

    held: Held
    choice: ReviewChoice | None


@operation
def settle_review(
    actor: Actor, /, *, agency: Agency, decided: Sequence[Decided], end_on: date
) -> RightsReview:
    """Keep what was decided of every post; those that are not needed end on a day.

    Changes: one review with a row for each post, and the end of those chosen (``end_appointment``). Recorded: how many go on
    and how many end. Refuses: a post nothing was chosen of, one's own, and an agency without posts.
    """
    ended = [one for one in decided if one.choice == ReviewChoice.END]
    rules.may_settle_review(
        rows=len(decided), undecided=sum(one.choice is None for one in decided),
        own_ended=any(one.held.appointment.staff_id == actor.staff_id for one in ended),
    ).or_refuse()  # fmt: skip
    review = RightsReview.objects.create(agency=agency, staff_id=actor.staff_id)
    ReviewedPost.objects.bulk_create(
        _row(review, order, one.held, one.choice, end_on)
        for order, one in enumerate(decided, start=1)
        if one.choice
    )
    for one in ended:
        end_appointment(actor, appointment=one.held.appointment, end_on=end_on)
    sign(
        actor, events.RIGHTS_REVIEWED, subjects=[agency.id],
        changes={"kept": (None, len(decided) - len(ended)), "ended": (None, len(ended))},
    )  # fmt: skip
    return review


def _row(review: RightsReview, order: int, held: Held, choice: ReviewChoice, end_on: date) -> ReviewedPost:
    post = held.appointment
    return ReviewedPost(
        review=review, appointment=post, order=order, name=post.staff.name, role=post.role.label, from_on=post.from_on,
        until_on=post.until_on, last_seen=held.last_seen, has_proof=held.has_proof, choice=choice,
        end_on=end_on if choice == ReviewChoice.END else None,
    )  # fmt: skip
