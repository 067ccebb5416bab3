"""異動のファイル: a list of who comes, moves and leaves on a day, each row with what becomes of it."""

from __future__ import annotations

from django.db import models

from norishiro.agencies.choices import TransferKind, TransferState
from norishiro.agencies.models.organisation import Agency
from norishiro.agencies.models.people import Appointment, Role, Staff
from norishiro.core.records import Record


class TransferFile(Record):
    """異動のファイル: looked at first, then decided once, or dropped."""

    file_name = models.CharField("ファイルの名前", max_length=120)
    total = models.PositiveIntegerField("ファイルの行", default=0)
    state = models.CharField("様子", max_length=8, choices=TransferState.choices, default=TransferState.READ)
    staff = models.ForeignKey(Staff, verbose_name="読んだ職員", on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(
        Staff, verbose_name="決めた職員", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_for = models.ForeignKey(
        Agency,
        verbose_name="決めたときの機関",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    decided_at = models.DateTimeField("決めた日時", null=True, blank=True)

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.file_name


class TransferRow(Record):
    """異動の行: one line of the file and its one destination. ``done_at`` is empty while its day has not come."""

    file = models.ForeignKey(TransferFile, on_delete=models.CASCADE, related_name="rows")
    line_no = models.PositiveIntegerField("行")
    kind = models.CharField("行き先", max_length=6, choices=TransferKind.choices)
    login_id = models.CharField("職員ID", max_length=40, blank=True)
    name = models.CharField("氏名", max_length=80, blank=True)
    kana = models.CharField("かな", max_length=120, blank=True)
    place = models.CharField("所属と役職（ファイルのことば）", max_length=300, blank=True)
    agency = models.ForeignKey(
        Agency, verbose_name="機関", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    role = models.ForeignKey(
        Role, verbose_name="役職", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    staff = models.ForeignKey(
        Staff, verbose_name="職員", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    appointment = models.ForeignKey(
        Appointment,
        verbose_name="替える任命",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    from_on = models.DateField("いつから", null=True, blank=True)
    until_on = models.DateField("終わり（この日から無効）", null=True, blank=True)
    words = models.CharField("わけ", max_length=400, blank=True)
    done_at = models.DateTimeField("済んだ日時", null=True, blank=True)

    class Meta:
        ordering = ["line_no"]
        constraints = [models.UniqueConstraint(fields=["file", "line_no"], name="transfer_line_once")]

    def __str__(self) -> str:
        return f"{self.line_no}"
