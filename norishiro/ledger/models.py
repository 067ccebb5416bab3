"""One table of lines. ``seq``, ``prev_hash`` and ``hash`` are set by the database's trigger, not by us."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Entry(models.Model):
    """One thing that happened: who, wearing which hat, did or saw what, about whom, on which ground."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    seq = models.BigIntegerField("番号", unique=True, null=True)
    at = models.DateTimeField("日時")
    verb = models.CharField("したこと", max_length=60)
    staff_id = models.UUIDField("職員", null=True)
    staff_label = models.CharField("職員名", max_length=80, blank=True)
    agency_id = models.UUIDField("機関", null=True)
    agency_label = models.CharField("機関名", max_length=120, blank=True)
    subjects = ArrayField(models.UUIDField(), verbose_name="対象", default=list)
    ground = models.CharField("根拠", max_length=20, blank=True)
    screen = models.CharField("画面", max_length=80, blank=True)
    detail = models.TextField("内容", blank=True)
    reason = models.TextField("理由", blank=True)
    prev_hash = models.CharField("前の行のハッシュ", max_length=64, blank=True)
    hash = models.CharField("この行のハッシュ", max_length=64, blank=True)

    class Meta:
        ordering = ["seq"]
        indexes = [models.Index(fields=["staff_id", "at"])]

    def __str__(self) -> str:
        return f"{self.seq} {self.verb}"
