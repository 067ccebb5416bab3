"""What was laid before a meeting. Figures and words only: nobody's name, no case."""

from __future__ import annotations

from django.db import models

from norishiro.agencies.models import Agency, Staff
from norishiro.core.records import Record
from norishiro.meetings.models import Body, Sitting


class TabledResults(Record):
    """会議に出した実績の表: the table as it stood that day. Later corrections of records do not change it."""

    sitting = models.ForeignKey(
        Sitting, verbose_name="会議", on_delete=models.PROTECT, related_name="tabled_results"
    )
    body = models.ForeignKey(Body, verbose_name="主な会議体", on_delete=models.PROTECT, related_name="+")
    last_year = models.PositiveSmallIntegerField("最後の年度")
    years = models.PositiveSmallIntegerField("何年度分")
    as_of = models.DateField("いつの時点")
    definition = models.CharField("定義の版", max_length=40)
    content = models.JSONField("表")
    staff = models.ForeignKey(Staff, verbose_name="出した職員", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, verbose_name="出した機関", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "会議に出した実績の表"
        verbose_name_plural = "会議に出した実績の表"
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.as_of} {self.body}"
