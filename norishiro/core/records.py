"""What every stored record has: an id that says nothing, and a version for two people writing at once."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models


class Record(models.Model):
    """A row with a meaningless id, so that no URL ever tells anything about a person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    made_at = models.DateTimeField("作成日時", auto_now_add=True)

    class Meta:
        abstract = True


class EditableRecord(Record):
    """A row people may edit at the same time. ``version`` grows with every change."""

    version = models.PositiveIntegerField("版", default=1)
    changed_at = models.DateTimeField("更新日時", auto_now=True)

    class Meta:
        abstract = True


class StaleVersion(Exception):
    """Somebody else changed the record first. The screen answers with the merge page."""

    def __init__(self, *, current: EditableRecord) -> None:
        self.current = current
        super().__init__("ほかの人が先に更新しました。")


def change_fields(
    record: EditableRecord, *, version: int, values: dict[str, Any]
) -> dict[str, tuple[Any, Any]]:
    """Write ``values`` if nobody changed the record since ``version``; return field → (before, after).

    The row is locked first. Raises ``StaleVersion`` with the row as it is now.
    """
    model = type(record)
    locked = model._default_manager.select_for_update().get(pk=record.pk)
    if locked.version != version:
        raise StaleVersion(current=locked)
    changes = {
        name: (getattr(locked, name), value)
        for name, value in values.items()
        if getattr(locked, name) != value
    }
    for name, (_before, after) in changes.items():
        setattr(locked, name, after)
    locked.version += 1
    locked.save(update_fields=[*changes, "version", "changed_at"])
    record.refresh_from_db()
    return changes


class Unseen(Exception):
    """The record does not exist, or not for this actor: the same answer (404), because existence is a secret too."""

    def __init__(self, subject: uuid.UUID) -> None:
        self.subject = subject
        super().__init__("この記録は見つかりません。")
