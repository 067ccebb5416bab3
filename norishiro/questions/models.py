"""問い: what is asked of the records again and again. The question is kept, never its numbers. Nobody is named."""

from __future__ import annotations

from django.db import models

from norishiro.agencies.models import Agency, Staff
from norishiro.core.records import EditableRecord, Record
from norishiro.questions.choices import PartKind
from norishiro.reports.choices import ScopeKind, Span


class Question(EditableRecord):
    """一つの問い: rows, columns, a time and a part of the work. Without a day its time goes with the calendar."""

    name = models.CharField("名前", max_length=80)
    words = models.CharField("何のために数えるか", max_length=200, blank=True)
    rows = models.CharField("行", max_length=12)
    columns = models.CharField("列", max_length=12, blank=True)
    span = models.CharField("期間", max_length=5, choices=Span.choices)
    on_day = models.DateField("いつの（空ならいつも今の）", null=True, blank=True)
    scope = models.CharField("まとまり", max_length=12, choices=ScopeKind.choices)
    scope_key = models.CharField("まとまりの番号", max_length=60, blank=True)
    shared = models.BooleanField("ほかの職員も使える", default=False)
    staff = models.ForeignKey(Staff, verbose_name="残した職員", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, verbose_name="残した機関", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "name"],
                name="question_once",
                violation_error_message="同じ名前の問いを、もう残しています。名前を変えてください。",
            )
        ]

    def __str__(self) -> str:
        return self.name


class QuestionPart(Record):
    """問いの一つの部分: a figure that is counted, or what the records are narrowed to."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="parts")
    kind = models.CharField("種類", max_length=6, choices=PartKind.choices)
    axis = models.CharField("何で", max_length=12, blank=True)
    code = models.CharField("数・符号", max_length=40)
    order = models.PositiveSmallIntegerField("順")

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["question", "kind", "axis", "code"], name="question_part_once")
        ]

    def __str__(self) -> str:
        return self.code
