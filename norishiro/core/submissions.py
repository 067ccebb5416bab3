"""One form is done once, however often it is sent: double clicks, the back button, a lost answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from norishiro.core.drafts import owned_by
from norishiro.core.models import Submission


def once(*, token: UUID, staff_id: UUID, now: datetime, do: Callable[[], str]) -> str:
    """Run ``do`` for the first submission with this token; answer the address it gave, now and every later time.

    All in one transaction: if ``do`` refuses, the token is free again. A second submission that comes while the
    first is still running waits for it. The token counts per person: nobody can meet another's.
    """
    with owned_by(staff_id):
        submission, first = Submission.objects.get_or_create(
            staff_id=staff_id, token=token, defaults={"made_at": now}
        )
        if first:
            submission.answer_url = do()
            submission.save(update_fields=["answer_url"])
        return submission.answer_url


def address_of(*, token: UUID, staff_id: UUID) -> str:
    """Where the first submission with this token led; empty when there was none. Writes nothing."""
    with owned_by(staff_id):
        found = Submission.objects.filter(staff_id=staff_id, token=token).values_list("answer_url", flat=True)
        return found.first() or ""


def forget_older_than(*, before: datetime) -> int:
    """Remove old tokens; run by the owner of the tables, daily. Answers how many."""
    removed, _by_model = Submission.objects.filter(made_at__lt=before).delete()
    return removed
