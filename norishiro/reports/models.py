"""Months as they were closed. Figures and numbers of records: nobody's name, nothing of any content."""

from __future__ import annotations

from django.db import models

from norishiro.agencies.models import Agency, Staff
from norishiro.core.records import Record
from norishiro.reports.choices import ScopeKind


class ClosedMonth(Record):
    """締めた月報: every figure of a month as it stood, and which records it was counted from. Closing again is a new one."""

    scope = models.CharField("まとまり", max_length=12, choices=ScopeKind.choices)
    scope_key = models.CharField("まとまりの番号", max_length=60, blank=True)
    scope_label = models.CharField("まとまりの名前", max_length=160)
    month = models.DateField("月（1日）")
    number = models.PositiveSmallIntegerField("何回目の締めか", default=1)
    definition = models.CharField("数え方の版", max_length=40)
    figures = models.JSONField("数")
    entries = models.JSONField("もとの記録の番号")
    staff = models.ForeignKey(Staff, verbose_name="締めた職員", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, verbose_name="締めた機関", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "締めた月報"
        verbose_name_plural = "締めた月報"
        ordering = ["-month", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "scope_key", "month", "number"],
                name="month_closed_once",
                violation_error_message="この月報は、ほかの人が先に締めました。開き直してください。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.month} {self.scope_label} {self.number}"
