"""The words of every record, folded for searching. Written by the database only; the pages' role may not read them."""

from __future__ import annotations

from django.db import models

from norishiro.finding.choices import Source


class Passage(models.Model):
    """さがせる文: what one record says, and whom it is about. Never shown; it only leads to the number of the record."""

    record_id = models.UUIDField("記録", primary_key=True)
    source = models.CharField("種類", max_length=12, choices=Source.choices)
    subject_id = models.UUIDField("対象")
    day = models.DateField("日付")
    text = models.TextField("文")

    class Meta:
        ordering = ["-day", "record_id"]
        indexes = [
            models.Index(fields=["subject_id"], name="passage_of_subject"),
            models.Index(fields=["day", "record_id"], include=["subject_id"], name="passage_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.get_source_display()}"
