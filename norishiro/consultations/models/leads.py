"""手がかり: a notice or a worry somebody has undertaken to follow up, until it became a consultation or came to an end."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from norishiro.agencies.models import Agency, Staff
from norishiro.consultations.choices import LeadResult, LeadStepHow
from norishiro.consultations.models.intake import Notice, Worry
from norishiro.core.records import EditableRecord, Record


class Lead(EditableRecord):
    """手がかり: who follows a notice (or a worry) up, what comes next, and what came of it. What was noticed stays where it
    was written. Seen by the agency that has it; nobody is named in it."""

    notice = models.OneToOneField(
        Notice,
        verbose_name="もとの気づき",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="lead",
    )
    worry = models.OneToOneField(
        Worry,
        verbose_name="もとの心配ごと",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="lead",
    )
    agency = models.ForeignKey(
        Agency, verbose_name="確かめる機関", on_delete=models.PROTECT, related_name="+"
    )
    owner = models.ForeignKey(Staff, verbose_name="確かめる人", on_delete=models.PROTECT, related_name="+")
    begun_on = models.DateField("決めた日")
    touched_on = models.DateField("最後に動いた日")
    next_on = models.DateField("次の日", null=True, blank=True)
    next_what = models.CharField("次にすること", max_length=120, blank=True)
    result = models.CharField("どうなったか", max_length=8, choices=LeadResult.choices, blank=True)
    result_words = models.CharField("くわしく", max_length=300, blank=True)
    ended_on = models.DateField("終えた日", null=True, blank=True)

    class Meta:
        ordering = ["next_on", "begun_on", "id"]
        indexes = [models.Index(fields=["agency", "next_on"], name="lead_of_agency")]
        constraints = [
            models.CheckConstraint(
                condition=Q(notice__isnull=False, worry__isnull=True)
                | Q(notice__isnull=True, worry__isnull=False),
                name="lead_of_one",
                violation_error_message="手がかりのもとは、気づきか心配ごとの一つです。",
            )
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def what(self) -> str:
        """What was noticed, in the words it was written."""
        return self.notice.text if self.notice else self.worry.seen if self.worry else ""

    @property
    def place(self) -> str:
        return self.notice.place if self.notice else self.worry.place if self.worry else ""


class LeadStep(Record):
    """したこと: one try to follow a lead up."""

    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="steps")
    done_on = models.DateField("した日")
    how = models.CharField("どうしたか", max_length=8, choices=LeadStepHow.choices)
    words = models.CharField("分かったこと", max_length=300, blank=True)
    staff = models.ForeignKey(Staff, verbose_name="した人", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-done_on", "-made_at"]

    def __str__(self) -> str:
        return self.get_how_display()
