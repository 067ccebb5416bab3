"""寄付と助成: what was given, to whom it was granted, what came of it. No resident is named."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from norishiro.agencies.models import Agency, Area, Staff
from norishiro.core.records import EditableRecord, Record
from norishiro.funds.choices import Decision, GiverKind, Step
from norishiro.resources.models import Organisation


class Fund(Record):
    """基金: donated money with one purpose, kept by one agency."""

    agency = models.ForeignKey(
        Agency, verbose_name="受け持つ機関", on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField("名前", max_length=80)
    purpose = models.CharField("何のためのお金か", max_length=200)
    staff = models.ForeignKey(Staff, verbose_name="登録した職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "name"], name="fund_once", violation_error_message="同じ名前の基金がもうあります。"
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class Donation(Record):
    """寄付: so much on a day, from a kind of giver; a body by name, a resident never. Undone it stays."""

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="donations")
    received_on = models.DateField("受けた日")
    amount = models.PositiveIntegerField("金額（円）")
    giver_kind = models.CharField("どこから", max_length=12, choices=GiverKind.choices)
    giver = models.ForeignKey(
        Organisation,
        verbose_name="法人・企業・団体",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    undone_on = models.DateField("取り消した日", null=True, blank=True)
    undone_why = models.CharField("取り消したわけ", max_length=120, blank=True)
    staff = models.ForeignKey(Staff, verbose_name="書いた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-received_on", "-made_at"]
        indexes = [models.Index(fields=["fund", "-received_on"], name="donations_of_fund")]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="donation_of_something"),
            models.CheckConstraint(
                condition=Q(undone_on__isnull=True, undone_why="")
                | Q(undone_on__isnull=False) & ~Q(undone_why=""),
                name="donation_undone_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.received_on} {self.amount}"


class Grant(EditableRecord):
    """助成: application, decision, payment, report and end in one record, each only after the one before."""

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="grants")
    body = models.ForeignKey(Organisation, verbose_name="団体", on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey(
        Area, verbose_name="圏域", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    purpose = models.CharField("何に使うか", max_length=200)
    applied_on = models.DateField("申込みの日")
    asked = models.PositiveIntegerField("申込みの額（円）")
    decision = models.CharField("決定", max_length=8, choices=Decision.choices, blank=True)
    decided_on = models.DateField("決めた日", null=True, blank=True)
    decision_note = models.CharField("決定のわけ・条件", max_length=200, blank=True)
    granted = models.PositiveIntegerField("助成の額（円）", null=True, blank=True)
    paid_on = models.DateField("支払った日", null=True, blank=True)
    reported_on = models.DateField("報告の日", null=True, blank=True)
    spent = models.PositiveIntegerField("使った額（円）", null=True, blank=True)
    returned = models.PositiveIntegerField("戻った額（円）", default=0)
    people = models.PositiveIntegerField("加わった人（延べ）", null=True, blank=True)
    result = models.CharField("できたこと（公表する一文）", max_length=200, blank=True)
    closed_on = models.DateField("区切りの日", null=True, blank=True)
    staff = models.ForeignKey(Staff, verbose_name="受けた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-applied_on", "-made_at"]
        indexes = [models.Index(fields=["fund", "closed_on"], name="grants_of_fund")]
        constraints = [
            models.CheckConstraint(
                condition=Q(decision="", decided_on__isnull=True, granted__isnull=True)
                | Q(decision=Decision.DECLINED, decided_on__isnull=False, granted__isnull=True)
                | Q(decision=Decision.GRANTED, decided_on__isnull=False, granted__gt=0),
                name="grant_decided_with_amount",
            ),
            models.CheckConstraint(
                condition=Q(paid_on__isnull=True) | Q(decision=Decision.GRANTED), name="grant_paid_after_decision"
            ),
            models.CheckConstraint(
                condition=Q(reported_on__isnull=True, spent__isnull=True, result="", returned=0)
                | Q(reported_on__isnull=False, paid_on__isnull=False, spent__isnull=False) & ~Q(result=""),
                name="grant_reported_after_payment",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(reported_on__isnull=False), name="grant_closed_with_report",
                violation_error_message="報告がないあいだは、区切りをつけられません。",
            ),
            models.CheckConstraint(
                condition=Q(granted__isnull=True) | Q(returned__lte=F("granted")), name="grant_returns_no_more_than_paid"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.body} {self.purpose}"

    @property
    def step(self) -> Step:
        """How far it has come."""
        if self.decision == Decision.DECLINED:
            return Step.DECLINED
        reached = (
            (self.closed_on, Step.CLOSED), (self.reported_on, Step.REPORTED), (self.paid_on, Step.PAID),
            (self.decided_on, Step.GRANTED),
        )  # fmt: skip
        return next((step for on, step in reached if on), Step.APPLIED)
