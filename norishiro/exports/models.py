"""持ち出し: what was asked for, by whose word it left, and the fingerprint of the file. The rows themselves are not kept."""

from __future__ import annotations

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from norishiro.agencies.models import Agency, Staff
from norishiro.core.records import Record
from norishiro.exports.choices import ExportState, FileForm, ListKind


class Export(Record):
    """One list that is to leave, or has left. Who stands in it is known to the ledger alone."""

    number = models.CharField("番号", max_length=24, unique=True)
    kind = models.CharField("一覧", max_length=10, choices=ListKind.choices)
    form = models.CharField("形", max_length=6, choices=FileForm.choices)
    columns = ArrayField(models.CharField(max_length=20), verbose_name="列")
    from_on = models.DateField("期間の始まり", null=True, blank=True)
    until_on = models.DateField("期間の終わり（この日から入らない）", null=True, blank=True)
    reason = models.TextField("何のために、どこで使うか")
    staff = models.ForeignKey(Staff, verbose_name="頼んだ職員", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, verbose_name="機関", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("頼んだ日時")
    rows = models.PositiveIntegerField("行")
    people = models.PositiveIntegerField("人数")
    needs_approval = models.BooleanField("承認が要る")
    approve_agencies = ArrayField(models.UUIDField(), verbose_name="承認する機関", default=list)
    state = models.CharField("いま", max_length=10, choices=ExportState.choices)
    decided_by = models.ForeignKey(
        Staff, verbose_name="承認した職員", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField("承認した日時", null=True, blank=True)
    decision_words = models.CharField("承認のことば", max_length=300, blank=True)
    until_at = models.DateTimeField("受け取れる期限", null=True, blank=True)
    taken_at = models.DateTimeField("受け取った日時", null=True, blank=True)
    taken_people = models.PositiveIntegerField("受け取った人数", null=True, blank=True)
    fingerprint = models.CharField("ファイルの指紋", max_length=64, blank=True)

    class Meta:
        ordering = ["-asked_at"]
        indexes = [
            models.Index(fields=["staff", "taken_at"], name="export_by_staff"),
            models.Index(fields=["agency", "taken_at"], name="export_by_agency"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("staff")),
                name="export_two_persons",
                violation_error_message="頼んだ本人は承認できません。",
            ),
            models.CheckConstraint(
                condition=~Q(state=ExportState.TAKEN) | Q(needs_approval=False) | Q(decided_by__isnull=False),
                name="export_bulk_approved",
                violation_error_message="多人数の持ち出しには、承認が要ります。",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def is_over(self, now: datetime) -> bool:
        """Whether the day in which it could be taken has passed."""
        return self.state == ExportState.READY and self.until_at is not None and self.until_at <= now
