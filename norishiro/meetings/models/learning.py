"""モデルケース: a case many learn from, its notes, and the anonymised story that came of it."""

from __future__ import annotations

from django.db import models

from norishiro.agencies.models import Staff
from norishiro.cases.models import Case
from norishiro.sharing.models import GatedRecord


class ModelCase(GatedRecord):
    """モデルケース: one case, chosen to learn from. The story it becomes names nobody and does not know the case; only
    this row, behind the gate, knows both."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="model_case")
    why = models.CharField("何を学ぶか", max_length=300)
    flagged_on = models.DateField("選んだ日")
    staff = models.ForeignKey(Staff, verbose_name="選んだ職員", on_delete=models.PROTECT, related_name="+")
    example_id = models.UUIDField("書いた事例", null=True, blank=True)

    class Meta:
        ordering = ["-flagged_on"]

    def __str__(self) -> str:
        return self.why[:20]


class LearningNote(GatedRecord):
    """学びのメモ: what was understood, added over time by several agencies."""

    model_case = models.ForeignKey(ModelCase, on_delete=models.CASCADE, related_name="notes")
    text = models.TextField("気づいたこと")
    noted_on = models.DateField("書いた日")
    staff = models.ForeignKey(Staff, verbose_name="書いた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["noted_on", "made_at"]

    def __str__(self) -> str:
        return self.text[:20]
