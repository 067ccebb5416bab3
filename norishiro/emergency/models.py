"""The emergency window's tables. Nothing here holds a record of support; it holds who looked, why, and what came of it.

What was written by hand is sealed (``texts``).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from norishiro.agencies.models import Agency, Staff
from norishiro.core.records import Record
from norishiro.core.sealing import columns
from norishiro.emergency.choices import Finding, SoughtBy, Trigger

LIFE = timedelta(minutes=60)


class Search(Record):
    """緊急のさがし: who looked for whom, why, and whether anything was there. The words are kept, sealed, for the review;
    what they are compared by is emptied when the search is done."""

    staff = models.ForeignKey(Staff, verbose_name="さがした職員", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, verbose_name="機関", on_delete=models.PROTECT, related_name="+")
    searched_at = models.DateTimeField("さがした日時")
    trigger = models.CharField("きっかけ", max_length=10, choices=Trigger.choices)
    reason = models.BinaryField("理由", null=True, editable=True)
    sought_by = models.CharField("さがし方", max_length=10, choices=SoughtBy.choices)
    words = models.BinaryField("さがした言葉", null=True, editable=True)
    name_key = models.CharField(max_length=120, blank=True, editable=False)
    kana_key = models.CharField(max_length=160, blank=True, editable=False)
    born_on = models.DateField("生年月日", null=True, blank=True)
    address = models.CharField("住所", max_length=200, blank=True)
    found = models.PositiveSmallIntegerField("見つかった数", default=0)
    review_agencies = ArrayField(models.UUIDField(), verbose_name="審査する機関", default=list)

    class Meta:
        ordering = ["-searched_at"]
        indexes = [models.Index(fields=["staff", "searched_at"], name="emergency_search_by_staff")]

    def __str__(self) -> str:
        return f"{self.searched_at} {self.get_trigger_display()}"


class Candidate(Record):
    """What a search found: that a household, or somebody living alone, is there. Not who, not where."""

    search = models.ForeignKey(Search, on_delete=models.CASCADE, related_name="candidates")
    order = models.PositiveSmallIntegerField("順")
    household_id = models.UUIDField("世帯", null=True, blank=True)
    person_id = models.UUIDField("人", null=True, blank=True)
    people = models.PositiveSmallIntegerField("人数")

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["search", "order"], name="emergency_candidate_once"),
            models.CheckConstraint(
                condition=Q(household_id__isnull=True) ^ Q(person_id__isnull=True),
                name="emergency_candidate_one",
                violation_error_message="世帯か人の、どちらか一つです。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order} {self.people}人"


class Opening(Record):
    """緊急閲覧: one household for exactly 60 minutes, then what was done with it, then what somebody else thinks of it."""

    number = models.CharField("番号", max_length=24, unique=True)
    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, verbose_name="開いた職員", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, verbose_name="機関", on_delete=models.PROTECT, related_name="+")
    trigger = models.CharField("きっかけ", max_length=10, choices=Trigger.choices)
    reason = models.BinaryField("理由", null=True, editable=True)
    subjects = ArrayField(models.UUIDField(), verbose_name="対象", default=list)
    opened_at = models.DateTimeField("開いた日時")
    until_at = models.DateTimeField("終わる日時")
    closed_at = models.DateTimeField("先に閉じた日時", null=True, blank=True)
    account = models.BinaryField("したこと", null=True, blank=True, editable=True)
    reported_at = models.DateTimeField("書いた日時", null=True, blank=True)
    review_agencies = ArrayField(models.UUIDField(), verbose_name="審査する機関", default=list)
    due_on = models.DateField("審査の期限")
    finding = models.CharField("審査の結果", max_length=10, choices=Finding.choices, blank=True)
    review_words = models.BinaryField("審査のことば", null=True, blank=True, editable=True)
    reviewed_by = models.ForeignKey(
        Staff, verbose_name="審査した職員", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reviewed_at = models.DateTimeField("審査した日時", null=True, blank=True)

    class Meta:
        ordering = ["-opened_at"]
        indexes = [models.Index(fields=["staff", "opened_at"], name="emergency_opening_by_staff")]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_at=F("opened_at") + LIFE),
                name="emergency_sixty_minutes",
                violation_error_message="緊急閲覧は、ちょうど60分です。",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("staff")),
                name="emergency_reviewed_by_another",
                violation_error_message="開いた本人は審査できません。",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_settled(self) -> bool:
        return self.finding in (Finding.NEEDED, Finding.IMPROPER)

    @property
    def ends_at(self) -> datetime:
        """When the window was or will be shut."""
        return self.closed_at or self.until_at


for model, sealed in (
    (Search, "reason"), (Search, "words"), (Opening, "reason"), (Opening, "account"), (Opening, "review_words"),
):  # fmt: skip
    columns.declare_field(model, sealed)
