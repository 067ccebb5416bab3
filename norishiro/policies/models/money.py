"""交付金と財源: which programmes the grant pays for in a year, and how a role is paid for. Nobody is named."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from norishiro.agencies.choices import Programme
from norishiro.agencies.models import Role, Staff, Window
from norishiro.core.calendar import fiscal_year_label
from norishiro.core.records import EditableRecord, Record
from norishiro.policies.choices import Evidence, StandardUnit


class GrantMark(EditableRecord):
    """交付金の扱い: where a year departs from the ★ that the table of windows or programmes itself carries, or a word on it.

    The ★ of the tables stands in ``agencies`` alone; ``granted`` empty means: as there."""

    fiscal_year = models.PositiveSmallIntegerField("年度")
    table = models.CharField("どの表で", max_length=20, choices=Programme.choices)
    window = models.ForeignKey(
        Window, verbose_name="相談窓口", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    service = models.CharField("事業名（窓口でないとき。空は事業全体）", max_length=160, blank=True)
    granted = models.BooleanField("交付金の対象（空は、表のまま）", null=True, blank=True)
    note = models.CharField("注記", max_length=200, blank=True)
    staff = models.ForeignKey(Staff, verbose_name="書いた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["fiscal_year", "table"]
        constraints = [
            models.UniqueConstraint(
                fields=["fiscal_year", "table", "window", "service"], nulls_distinct=False, name="grant_mark_once"
            ),
            models.CheckConstraint(condition=Q(window__isnull=True) | Q(service=""), name="grant_mark_of_one"),
            models.CheckConstraint(
                condition=Q(granted__isnull=False) | ~Q(note=""), name="grant_mark_says_something"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.fiscal_year} {self.table} {self.granted}"


class Standard(Record):
    """人口規模別基準: by the size of the population, how much (or how many) for a role, from a day on. Of two from the same day
    the one written last holds."""

    role = models.ForeignKey(Role, verbose_name="役職", on_delete=models.PROTECT, related_name="+")
    name = models.CharField("基準の名前", max_length=120)
    unit = models.CharField("単位", max_length=6, choices=StandardUnit.choices)
    from_on = models.DateField("この日から")
    evidence = models.CharField("確かさ", max_length=10, choices=Evidence.choices)
    source = models.CharField("出典", max_length=300)
    staff = models.ForeignKey(Staff, verbose_name="書いた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-from_on", "-made_at"]

    def __str__(self) -> str:
        return self.name


class StandardStep(Record):
    """基準の段: from so many people on, so much a year."""

    standard = models.ForeignKey(Standard, on_delete=models.CASCADE, related_name="steps")
    people_from = models.PositiveIntegerField("人口（人以上）")
    amount = models.DecimalField("基準", max_digits=14, decimal_places=2)

    class Meta:
        ordering = ["people_from"]
        constraints = [models.UniqueConstraint(fields=["standard", "people_from"], name="standard_step_once")]

    def __str__(self) -> str:
        return f"{self.people_from} {self.amount}"


class Population(Record):
    """基準に使う人口: of a year, with its source. The one written last holds."""

    fiscal_year = models.PositiveSmallIntegerField("年度")
    people = models.PositiveIntegerField("人口（人）")
    source = models.CharField("出典", max_length=300)
    staff = models.ForeignKey(Staff, verbose_name="書いた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-fiscal_year", "-made_at"]

    def __str__(self) -> str:
        return f"{self.fiscal_year} {self.people}"


class Funding(Record):
    """財源の按分: from what a role is paid in a year. Written anew as a whole; the one written last holds, the others stay."""

    fiscal_year = models.PositiveSmallIntegerField("年度")
    role = models.ForeignKey(Role, verbose_name="役職", on_delete=models.PROTECT, related_name="+")
    note = models.CharField("注記", max_length=300, blank=True)
    staff = models.ForeignKey(Staff, verbose_name="書いた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-fiscal_year", "-made_at"]

    def __str__(self) -> str:
        return f"{self.fiscal_year} {self.role_id}"

    @property
    def year_label(self) -> str:
        return fiscal_year_label(self.fiscal_year)


class FundingShare(Record):
    """財源ごとの割合: so much of a hundred."""

    funding = models.ForeignKey(Funding, on_delete=models.CASCADE, related_name="shares")
    order = models.PositiveSmallIntegerField("並び順")
    source = models.CharField("財源", max_length=80)
    percent = models.DecimalField("割合（％）", max_digits=5, decimal_places=2)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["funding", "source"], name="funding_source_once"),
            models.CheckConstraint(condition=Q(percent__gt=0, percent__lte=100), name="funding_of_a_hundred"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.percent}"
