"""当番: who is on duty on which half day, every week, and what differs on one day."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from norishiro.agencies.choices import HalfDay, Weekday
from norishiro.agencies.models.dated import ends_after_start
from norishiro.agencies.models.organisation import Agency
from norishiro.agencies.models.people import Staff
from norishiro.core.records import Record


class DutyRule(Record):
    """毎週の当番: one person of an agency on one half of one weekday; not on public holidays."""

    agency = models.ForeignKey(Agency, verbose_name="機関", on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, verbose_name="当番の人", on_delete=models.PROTECT, related_name="+")
    weekday = models.PositiveSmallIntegerField("曜日", choices=Weekday.choices)
    half = models.CharField("半日", max_length=2, choices=HalfDay.choices)
    from_on = models.DateField("始まり")
    until_on = models.DateField("終わり（この日から無効）", null=True, blank=True)

    class Meta:
        ordering = ["weekday", "half", "from_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "weekday", "half"],
                condition=Q(until_on__isnull=True),
                name="duty_rule_once",
            ),
            ends_after_start("duty_rule_period", "当番の終わりは始まりより後にしてください。"),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()}{self.get_half_display()} {self.staff}"


class DutyChange(Record):
    """その日だけの当番: another person, or nobody, on one half day; the newest of them holds."""

    agency = models.ForeignKey(Agency, verbose_name="機関", on_delete=models.PROTECT, related_name="+")
    on = models.DateField("日")
    half = models.CharField("半日", max_length=2, choices=HalfDay.choices)
    staff = models.ForeignKey(
        Staff,
        verbose_name="当番の人（空なら置かない）",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    reason = models.CharField("わけ", max_length=120, blank=True)
    changed_by = models.ForeignKey(Staff, verbose_name="変えた人", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["on", "half", "made_at"]
        indexes = [models.Index(fields=["on", "agency"], name="duty_change_by_day")]

    def __str__(self) -> str:
        return f"{self.on} {self.get_half_display()}"
