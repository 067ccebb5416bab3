"""拠点の計画: what a base means to do in a year, and by which counted figures one will see it. Nobody is named."""

from __future__ import annotations

from django.db import models

from norishiro.agencies.models import Base, Staff
from norishiro.core.records import EditableRecord
from norishiro.policies.models.plans import Measure


class BasePlan(EditableRecord):
    """拠点の事業計画: of one base and year."""

    base = models.ForeignKey(Base, verbose_name="拠点", on_delete=models.PROTECT, related_name="+")
    fiscal_year = models.PositiveSmallIntegerField("年度")
    words = models.TextField("めざすこと", max_length=1000)
    staff = models.ForeignKey(Staff, verbose_name="書いた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-fiscal_year", "base__order", "base__code"]
        constraints = [
            models.UniqueConstraint(
                fields=["base", "fiscal_year"],
                name="base_plan_once",
                violation_error_message="この拠点のこの年度の計画が、もうあります。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.fiscal_year} {self.base_id}"


class BaseGoal(EditableRecord):
    """拠点の目標: with the efforts towards it, the measure it serves, and the counted figure that shows it."""

    base_plan = models.ForeignKey(BasePlan, on_delete=models.CASCADE, related_name="goals")
    number = models.CharField("番号", max_length=10)
    words = models.CharField("目標", max_length=300)
    efforts = models.CharField("取組み", max_length=600)
    measure = models.ForeignKey(
        Measure, verbose_name="計画の施策", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    figure = models.CharField("記録から数える数", max_length=60, blank=True)
    target = models.PositiveIntegerField("目標の数", null=True, blank=True)

    class Meta:
        ordering = ["number", "made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["base_plan", "number"],
                name="base_goal_once",
                violation_error_message="同じ番号の目標が、もうあります。",
            ),
            models.CheckConstraint(
                condition=models.Q(target__isnull=True) | ~models.Q(figure=""),
                name="base_goal_target_counted",
            ),
        ]

    def __str__(self) -> str:
        return self.words
