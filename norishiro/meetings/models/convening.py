"""開催の要請: a sitting asked for by who may not call it."""

from __future__ import annotations

from django.db import models

from norishiro.agencies.models import Agency, Staff
from norishiro.cases.models import Case
from norishiro.core.records import Record
from norishiro.meetings.choices import ConveneStatus
from norishiro.meetings.models.bodies import Body


class ConveneRequest(Record):
    """開催の要請: who may not convene asks who may (八王子: 社協 → 市), with reason and proposed members."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="convene_requests")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="convene_requests")
    asked_on = models.DateField("要請した日")
    asker = models.ForeignKey(Staff, verbose_name="要請した職員", on_delete=models.PROTECT, related_name="+")
    asker_agency = models.ForeignKey(
        Agency, verbose_name="要請した機関", on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField("理由")
    status = models.CharField(
        "状態", max_length=10, choices=ConveneStatus.choices, default=ConveneStatus.ASKED
    )
    answered_on = models.DateField("回答日", null=True, blank=True)
    answered_by = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="回答した職員"
    )
    answer = models.CharField("回答", max_length=300, blank=True)
    sitting = models.ForeignKey(
        "Sitting",
        verbose_name="開くことにした回",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="asked_for",
    )

    class Meta:
        ordering = ["-asked_on", "-made_at"]

    def __str__(self) -> str:
        return f"{self.body} {self.asked_on}"


class ProposedMember(Record):
    """Whom the requester would like at the table."""

    request = models.ForeignKey(ConveneRequest, on_delete=models.CASCADE, related_name="proposed")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name="機関")
    why = models.CharField("理由", max_length=120, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "agency"], name="proposed_member_once")]

    def __str__(self) -> str:
        return str(self.agency)
