"""One form is done once, however often it is sent: double clicks, the back button, a lost answer.

The number of the form says that it is the same form, the digest of what was typed whether it says the same (ADR 0108).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac

from norishiro.core.drafts import owned_by
from norishiro.core.models import Submission

# What a page sends along by itself, beside what was typed.
BESIDES = frozenset({"csrfmiddlewaretoken", "form_token", "draft_form", "draft_subject", "version", "seen"})
SALT = "norishiro.core.submissions"


class SentOtherwise(Exception):
    """A form that was done already came again with other words. ``address``: where its first sending led."""

    def __init__(self, address: str) -> None:
        super().__init__("a form came again with other words")
        self.address = address


def once(*, token: UUID, staff_id: UUID, now: datetime, do: Callable[[], str], sent: str = "") -> str:
    """Run ``do`` for the first submission with this token; answer the address it gave, now and every later time.

    All in one transaction: if ``do`` refuses, the token is free again. A second submission that comes while the
    first is still running waits for it. The token counts per person: nobody can meet another's.
    ``sent`` is what was typed (``what_was_sent``): other words under a used token are not swallowed, but raise ``SentOtherwise``.
    """
    with owned_by(staff_id):
        submission, first = Submission.objects.get_or_create(
            staff_id=staff_id, token=token, defaults={"made_at": now, "digest": _digest(sent)}
        )
        if first:
            submission.answer_url = do()
            submission.save(update_fields=["answer_url"])
        elif not _is_of(submission.digest, sent):
            raise SentOtherwise(submission.answer_url)
        return submission.answer_url


def address_of(*, token: UUID, staff_id: UUID, sent: str = "") -> str:
    """Where the first submission with this token led; empty when there was none, or it said other words. Writes nothing."""
    found = _earlier(token, staff_id)
    return found.answer_url if found and _is_of(found.digest, sent) else ""


def sent_otherwise(*, token: UUID, staff_id: UUID, sent: str) -> str:
    """Where the first submission with this token led, if it said other words; else empty. Writes nothing."""
    found = _earlier(token, staff_id)
    return found.answer_url if found and not _is_of(found.digest, sent) else ""


def what_was_sent(request: HttpRequest) -> str:
    """Everything typed or chosen in the form, as one text that is equal for equal sendings. Files by their content."""
    typed = {name: values for name, values in request.POST.lists() if name not in BESIDES}
    files = {name: [_of_file(one) for one in found] for name, found in request.FILES.lists()}
    return _as_text(typed) + _as_text(files)


def forget_older_than(*, before: datetime) -> int:
    """Remove old tokens; run by the owner of the tables, daily. Answers how many."""
    removed, _by_model = Submission.objects.filter(made_at__lt=before).delete()
    return removed


def _earlier(token: UUID, staff_id: UUID) -> Submission | None:
    with owned_by(staff_id):
        return Submission.objects.filter(staff_id=staff_id, token=token).first()


def _as_text(fields: Mapping[str, Any]) -> str:
    return repr(sorted((name, [str(one) for one in values]) for name, values in fields.items()))


def _of_file(file: Any) -> str:
    digest = sha256()
    for piece in file.chunks():
        digest.update(piece)
    file.seek(0)
    return f"{file.name}:{digest.hexdigest()}"


def _digest(sent: str, *, secret: str | bytes | None = None) -> str:
    """Keyed, so that short words cannot be found by trying them on a copy of the table."""
    return salted_hmac(SALT, sent, secret=secret, algorithm="sha256").hexdigest() if sent else ""


def _is_of(digest: str, sent: str) -> bool:
    """Whether these words were sent, under the present key or one just retired. Where nothing is known of them, yes."""
    if not digest or not sent:
        return True
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return any(constant_time_compare(digest, _digest(sent, secret=one)) for one in keys)
