"""Half-written forms, kept on the server while somebody types. Only the writer ever sees them.

A draft holds what was posted, not what it means: it is not checked, not searched, not shown to others, and goes
when the form is done. A draft nobody came back to is removed by ``discard_older_than``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.http import QueryDict

from norishiro.core import withheld
from norishiro.core.forms import CONTROLS
from norishiro.core.models import Draft

PAYLOAD_LIMIT = 600_000

_FORM_KEY = re.compile(r"[a-z_]{1,40}\.[a-z_]{1,40}")


class DraftRefused(ValueError):
    """What was sent cannot be a draft: no such form name, no such subject, or far too long."""


@contextmanager
def owned_by(staff_id: UUID) -> Iterator[None]:
    """Tell the database, within a transaction, whose drafts these are (row-level security reads it)."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('norishiro.staff', %s, true)", [str(staff_id)])
        yield


def find(*, staff_id: UUID, form_key: str, subject_key: str = "") -> Draft | None:
    """The draft of one person for one form, if there is one."""
    with owned_by(staff_id):
        return Draft.objects.filter(staff_id=staff_id, form_key=form_key, subject_key=subject_key).first()


def of_announced(*, staff_id: UUID, limit: int) -> list[Draft]:
    """The newest drafts of whoever has been announced to the database in this transaction, as on every page."""
    return list(Draft.objects.filter(staff_id=staff_id).order_by("-saved_at", "id")[:limit])


def numbered(*, staff_id: UUID, form_key: str, draft_id: UUID) -> Draft | None:
    """One draft of one's own by its number."""
    with owned_by(staff_id):
        return Draft.objects.filter(staff_id=staff_id, form_key=form_key, id=draft_id).first()


def of_form(*, staff_id: UUID, form_key: str, limit: int) -> list[Draft]:
    """The newest drafts of one form, whatever they are about."""
    with owned_by(staff_id):
        rows = Draft.objects.filter(staff_id=staff_id, form_key=form_key)
        return list(rows.order_by("-saved_at", "id")[:limit])


def keep(
    *, staff_id: UUID, form_key: str, subject_key: str, posted: Mapping[str, object], now: datetime
) -> Draft:
    """Keep what was typed in place of what was kept before.

    No ledger line: a draft is nobody's record yet. Refuses unknown shapes of names and very long input.
    """
    payload = payload_of(posted)
    _refuse_odd(form_key=form_key, subject_key=subject_key, payload=payload)
    with owned_by(staff_id):
        payload = withheld.covered([payload])[0] or payload
        draft, _made = Draft.objects.update_or_create(
            staff_id=staff_id,
            form_key=form_key,
            subject_key=subject_key,
            defaults={"payload": payload, "saved_at": now, "version": _version(posted)},
        )
    return draft


def discard(*, staff_id: UUID, form_key: str, subject_key: str = "") -> None:
    """Remove a draft, because the form is done or not wanted. No ledger line."""
    with owned_by(staff_id):
        Draft.objects.filter(staff_id=staff_id, form_key=form_key, subject_key=subject_key).delete()


def discard_older_than(*, before: datetime, but: Collection[str] = ()) -> int:
    """Remove drafts nobody came back to, except of the forms in ``but``; run by the owner of the tables, daily. Answers how
    many."""
    old = Draft.objects.filter(saved_at__lt=before).exclude(form_key__in=but)
    removed, _by_model = old.delete()
    return removed


def payload_of(posted: Mapping[str, object]) -> str:
    """The posted fields as text, without tokens."""
    lists = (
        posted.lists()
        if isinstance(posted, QueryDict)
        else ((name, [value]) for name, value in posted.items())
    )
    return json.dumps({name: values for name, values in lists if name not in CONTROLS}, ensure_ascii=False)


def typed_in(draft: Draft) -> QueryDict:
    """What was typed, in the shape in which a form reads it."""
    data = QueryDict(mutable=True)
    for name, values in json.loads(draft.payload).items():
        data.setlist(name, values)
    return data


def _version(posted: Mapping[str, object]) -> int | None:
    text = str(posted.get("version") or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _refuse_odd(*, form_key: str, subject_key: str, payload: str) -> None:
    if not _FORM_KEY.fullmatch(form_key):
        raise DraftRefused("様式の名前が正しくありません。")
    if subject_key:
        try:
            UUID(subject_key)
        except ValueError as error:
            raise DraftRefused("対象の番号が正しくありません。") from error
    if len(payload) > PAYLOAD_LIMIT:
        raise DraftRefused(
            "書きかけが長すぎて、サーバーに保存できません。ここまでの内容を一度登録してください。"
        )
    if "\\u0000" in payload:
        raise DraftRefused("保存できない文字が入っています。")
