"""The tables of this room: one request for everything, from the asking to the file."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from norishiro.agencies.models import Agency, Staff
from norishiro.core.records import Record
from norishiro.core.sealing import columns
from norishiro.moving.choices import DepartureState


class Departure(Record):
    """すべての書き出し: why, by whose two words, and what became of it. What went is not kept here, nor any phrase."""

    number = models.PositiveIntegerField("番号", unique=True)
    reason = models.TextField("何のために、だれに渡すか")
    state = models.CharField(
        "いま", max_length=10, choices=DepartureState.choices, default=DepartureState.ASKED
    )
    agency = models.ForeignKey(Agency, verbose_name="求めた機関", on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, verbose_name="求めた職員", on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(
        Staff, verbose_name="答えた職員", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField("答えた日時", null=True, blank=True)
    decision_words = models.CharField("答えのことば", max_length=300, blank=True)
    until_at = models.DateTimeField("書き出せる期限", null=True, blank=True)
    first_half = models.BinaryField("合言葉の前の半分（封・後の半分を引くまで）", null=True)
    first_drawn_at = models.DateTimeField("前の半分を受け取った日時", null=True, blank=True)
    second_drawn_at = models.DateTimeField("後の半分を受け取った日時", null=True, blank=True)
    public_key = models.CharField("全体に鍵をかける半分", max_length=80, blank=True)
    locked_key = models.BinaryField("全体を開ける鍵（合言葉で暗号にしたもの）", null=True)
    public_key_sealed = models.CharField("伏せるものに鍵をかける半分", max_length=80, blank=True)
    locked_key_sealed = models.BinaryField(
        "伏せるものを開ける鍵（二つめの合言葉で暗号にしたもの）", null=True
    )
    opened_at = models.DateTimeField("読みはじめた日時", null=True, blank=True)
    ended_at = models.DateTimeField("書き終えた日時", null=True, blank=True)
    seconds = models.PositiveIntegerField("かかった秒", default=0)
    tables = models.PositiveIntegerField("表", default=0)
    rows = models.PositiveBigIntegerField("行", default=0)
    files = models.PositiveIntegerField("書面の控え", default=0)
    unopened = models.PositiveIntegerField("封の開かなかった値", default=0)
    size = models.PositiveBigIntegerField("大きさ（バイト）", default=0)
    fingerprint = models.CharField("ファイルの印", max_length=64, blank=True)

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("staff")),
                name="departure_two_persons",
                violation_error_message="求めた本人は、承認できません。",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["AGREED", "READY", "MADE"])
                | Q(decided_by__isnull=False, until_at__isnull=False),
                name="departure_agreed_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["READY", "MADE"])
                | Q(locked_key__isnull=False, locked_key_sealed__isnull=False, first_half__isnull=True),
                name="departure_ready_with_keys",
            ),
            models.UniqueConstraint(
                models.Value(1),
                condition=Q(state__in=["ASKED", "AGREED", "READY"]),
                name="departure_one_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"書き出し{self.number}"

    def is_over(self, now: datetime) -> bool:
        """Whether the days in which it could be made have passed."""
        return self.until_at is not None and self.until_at <= now


columns.declare_field(Departure, "first_half")
