"""決定の確認: what became of an earlier decision, asked first at the next sitting."""

from __future__ import annotations

from django.db import models

from norishiro.agencies.models import Staff
from norishiro.meetings.choices import CheckState
from norishiro.meetings.models.items import MinuteLine
from norishiro.meetings.models.sittings import Sitting
from norishiro.sharing.models import GatedEditableRecord


class DecisionCheck(GatedEditableRecord):
    """決定の確認: done, not yet or dropped, as the sitting heard it. Under the ground of the decision itself."""

    line = models.ForeignKey(MinuteLine, on_delete=models.CASCADE, related_name="checks")
    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="decision_checks")
    state = models.CharField("いま", max_length=8, choices=CheckState.choices)
    note = models.CharField("ひとこと", max_length=200, blank=True)
    staff = models.ForeignKey(Staff, verbose_name="書いた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["made_at"]
        constraints = [models.UniqueConstraint(fields=["line", "sitting"], name="decision_check_once")]

    def __str__(self) -> str:
        return self.get_state_display()
