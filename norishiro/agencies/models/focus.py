"""重点対象: the groups a municipality strengthens its work for, year by year, and the windows opened for them."""

from __future__ import annotations

from django.db import models

from norishiro.agencies.models.organisation import Window
from norishiro.core.records import Record


class FocusGroup(Record):
    """重点対象: one group in one fiscal year. The same words next year are another row, so that a year that has
    ended stays as it was."""

    fiscal_year = models.PositiveSmallIntegerField("年度")
    name = models.CharField("重点対象", max_length=60)
    source = models.CharField("出典", max_length=120, blank=True)
    by_hand = models.BooleanField("画面で登録した", default=False)
    order = models.PositiveSmallIntegerField("並び順", default=0)
    withdrawn_on = models.DateField("取り下げた日", null=True, blank=True)

    class Meta:
        ordering = ["-fiscal_year", "order", "made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["fiscal_year", "name"],
                name="focus_group_once",
                violation_error_message="この年度に、同じ名前の重点対象がもうあります。",
            )
        ]

    def __str__(self) -> str:
        return self.name


class WindowFocus(Record):
    """重点対象のための窓口: a window dedicated to a group, in the group's year."""

    window = models.ForeignKey(Window, on_delete=models.CASCADE, related_name="focuses")
    group = models.ForeignKey(
        FocusGroup, verbose_name="重点対象", on_delete=models.CASCADE, related_name="windows"
    )

    class Meta:
        ordering = ["window__order", "window__code"]
        constraints = [models.UniqueConstraint(fields=["window", "group"], name="window_focus_once")]

    def __str__(self) -> str:
        return f"{self.window} {self.group}"
