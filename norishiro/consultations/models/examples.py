"""事例集: stories without persons, written by people and approved by a second one."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from norishiro.agencies.models import Agency, Staff
from norishiro.consultations.choices import ExampleState
from norishiro.core.records import EditableRecord, Record


class Example(EditableRecord):
    """事例: one story of a kind, with what was done. It names nobody and belongs to no case."""

    kind = models.CharField("型", max_length=20)
    title = models.CharField("題", max_length=80)
    story = models.TextField("どんな世帯だったか")
    done = models.TextField("何をしたか")
    agency = models.ForeignKey(Agency, verbose_name="書いた機関", on_delete=models.PROTECT, related_name="+")
    writer = models.ForeignKey(Staff, verbose_name="書いた人", on_delete=models.PROTECT, related_name="+")
    written_on = models.DateField("書いた日")
    state = models.CharField(
        "状態", max_length=10, choices=ExampleState.choices, default=ExampleState.WRITTEN
    )
    approver = models.ForeignKey(
        Staff, verbose_name="確かめた人", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_on = models.DateField("確かめた日", null=True, blank=True)
    taken_down_reason = models.CharField("下げた理由", max_length=200, blank=True)

    class Meta:
        ordering = ["kind", "-written_on", "-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approver__isnull=True) | ~Q(approver=F("writer")),
                name="example_approved_by_another",
                violation_error_message="書いた人とは別の人が確かめてください。",
            )
        ]

    def __str__(self) -> str:
        return self.title


class ExampleHanding(Record):
    """概要版を渡した記録: to whom a story of the 事例集 was handed on paper, when and what for."""

    example = models.ForeignKey(Example, on_delete=models.PROTECT, related_name="handings")
    to_whom = models.CharField("渡した相手", max_length=120)
    purpose = models.CharField("何のために", max_length=120)
    given_on = models.DateField("渡した日")
    staff = models.ForeignKey(Staff, verbose_name="渡した職員", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, verbose_name="渡した機関", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-given_on", "-made_at"]

    def __str__(self) -> str:
        return self.to_whom
