"""取り込み: one file of an office's older records, each row with what becomes of it, and what an old number stands for now.

The cells are kept as they came, so that what was made of them can be checked, and dropped after a time. Rows are seen by the
agency that brought them, and by nobody else.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from norishiro.agencies.models import Agency, Staff
from norishiro.core.records import Record
from norishiro.exchange.choices import After, BringingState, Choice, Destination, Kind, UndoingState, What
from norishiro.people.models import Person


class Bringing(Record):
    """これまでの記録の取り込み: one file; looked at first, then taken or dropped."""

    kind = models.CharField("ファイルの種類", max_length=8, choices=Kind.choices)
    file_name = models.CharField("ファイルの名前", max_length=120)
    fingerprint = models.CharField("中身の印", max_length=64)
    agency = models.ForeignKey(
        Agency, verbose_name="取り込む機関", on_delete=models.PROTECT, related_name="+"
    )
    staff = models.ForeignKey(Staff, verbose_name="読んだ職員", on_delete=models.PROTECT, related_name="+")
    layout = models.JSONField("列の読み方", default=dict)
    headings = models.JSONField("見出し", default=list)
    headings_mark = models.CharField("見出しの印", max_length=64)
    coding = models.CharField("文字の種類", max_length=24)
    sheet = models.CharField("シート", max_length=40, blank=True)
    other_sheets = models.CharField("読まなかったシート", max_length=500, blank=True)
    forbidden = models.CharField("捨てた列（マイナンバー）", max_length=200, blank=True)
    above = models.PositiveIntegerField("見出しより上の行", default=0)
    heading_lines = models.PositiveSmallIntegerField("見出しの行", default=1)
    blank = models.PositiveIntegerField("空の行", default=0)
    merged = models.PositiveIntegerField("ほどいた結合セル", default=0)
    state = models.CharField("様子", max_length=8, choices=BringingState.choices, default=BringingState.READ)
    started_at = models.DateTimeField("取り込みはじめた日時", null=True, blank=True)
    cells_gone_at = models.DateTimeField("もとの欄を消した日時", null=True, blank=True)

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.file_name


class BroughtRow(Record):
    """取り込みの行: its one destination, what was read of it, and the cells as they came.

    ``order`` is the line of the first row of the same household: a household is taken in one piece."""

    bringing = models.ForeignKey(Bringing, on_delete=models.CASCADE, related_name="rows")
    line_no = models.PositiveIntegerField("行")
    order = models.PositiveIntegerField("順")
    destination = models.CharField("行き先", max_length=8, choices=Destination.choices)
    choice = models.CharField(
        "決めたこと", max_length=8, choices=Choice.choices, default=Choice.OPEN, blank=True
    )
    number = models.CharField("もとの番号", max_length=300)
    fingerprint = models.CharField("中身の印", max_length=64)
    name = models.CharField("氏名", max_length=120, blank=True)
    flag = models.CharField("支援措置の印", max_length=12, blank=True)
    values = models.JSONField("読んだこと", default=dict)
    cells = models.JSONField("もとの欄", default=dict)
    notes = models.JSONField("注記", default=list)
    alike = models.JSONField("似た人", default=list)
    person = models.ForeignKey(
        Person, verbose_name="登録した人", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    done = models.BooleanField("取り込んだ", default=False)
    after = models.CharField(
        "取り消しの結果", max_length=8, choices=After.choices, default=After.STANDS, blank=True
    )

    class Meta:
        ordering = ["line_no"]
        constraints = [models.UniqueConstraint(fields=["bringing", "line_no"], name="brought_line_once")]
        indexes = [
            models.Index(fields=["bringing", "destination", "line_no"]),
            models.Index(fields=["bringing", "order", "line_no"], name="brought_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.line_no}"


class Brought(Record):
    """もとの番号: what a number of an agency's older records stands for here. The same file again finds it, until the
    bringing is undone."""

    agency = models.ForeignKey(Agency, verbose_name="機関", on_delete=models.PROTECT, related_name="+")
    what = models.CharField("何の番号か", max_length=10, choices=What.choices)
    number = models.CharField("もとの番号", max_length=300)
    target_id = models.UUIDField("いまの記録")
    fingerprint = models.CharField("中身の印", max_length=64, blank=True)
    bringing = models.ForeignKey(Bringing, on_delete=models.PROTECT, related_name="+")
    ended_on = models.DateField("取り消した日", null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "what", "number"], condition=Q(ended_on__isnull=True), name="brought_once"
            )
        ]
        indexes = [models.Index(fields=["target_id"])]

    def __str__(self) -> str:
        return self.get_what_display()


class Undoing(Record):
    """取り込みの取り消し: one person asks with a reason, another agrees or not."""

    bringing = models.ForeignKey(
        Bringing, verbose_name="取り込み", on_delete=models.PROTECT, related_name="undoings"
    )
    state = models.CharField("様子", max_length=8, choices=UndoingState.choices, default=UndoingState.ASKED)
    reason = models.CharField("理由", max_length=300)
    asked_by = models.ForeignKey(Staff, verbose_name="求めた職員", on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField("求めた日")
    decided_by = models.ForeignKey(
        Staff, verbose_name="確かめた職員", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_on = models.DateField("決めた日", null=True, blank=True)

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["bringing"],
                condition=~Q(state=UndoingState.REFUSED),
                name="undoing_one_open",
                violation_error_message="もう取り消しが求められています。",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="undoing_two_people",
                violation_error_message="求めた人とは別の人が確かめてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.get_state_display()
