"""取込み: a file of open data, each of its rows with what was said of it, and what now stands from which row.

Facilities and events, never anybody who is supported. A row keeps its cells as they came, because a repair must be checkable
against them; nothing asks for what is in there.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from norishiro.agencies.models import Staff
from norishiro.core.records import Record
from norishiro.opendata.choices import Choice, IntakeState, Licence, NoteKind, Outcome
from norishiro.resources.models import Place
from norishiro.resources.points import Point


class Intake(Record):
    """取込み: one reading of one file; looked at first, then taken or dropped."""

    dataset = models.CharField("データセット", max_length=12)
    file_name = models.CharField("ファイルの名前", max_length=120)
    fingerprint = models.CharField("中身の印", max_length=64)
    source = models.CharField("出典・提供者", max_length=120)
    licence = models.CharField("利用条件", max_length=8, choices=Licence.choices)
    as_of = models.DateField("いつの時点のデータか")
    mark_public = models.BooleanField("公開の印を付けて入れる", default=False)
    coding = models.CharField("文字の種類", max_length=24)
    sheet = models.CharField("シート", max_length=40, blank=True)
    above = models.PositiveIntegerField("見出しより上の行", default=0)
    heading_lines = models.PositiveSmallIntegerField("見出しの行", default=1)
    blank = models.PositiveIntegerField("空の行", default=0)
    merged = models.PositiveIntegerField("ほどいた結合セル", default=0)
    unknown = models.CharField("読まなかった列", max_length=2000, blank=True)
    other_sheets = models.CharField("読まなかったシート", max_length=500, blank=True)
    state = models.CharField("様子", max_length=8, choices=IntakeState.choices, default=IntakeState.READ)
    staff = models.ForeignKey(Staff, verbose_name="読んだ職員", on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField("取り込んだ日時", null=True, blank=True)

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=IntakeState.TAKEN, taken_at__isnull=False)
                | (~Q(state=IntakeState.TAKEN) & Q(taken_at__isnull=True)),
                name="intake_taken",
            )
        ]

    def __str__(self) -> str:
        return self.file_name


class IntakeRow(Record):
    """取込みの行: what was read of it, what becomes of it, and what somebody chose."""

    intake = models.ForeignKey(Intake, on_delete=models.CASCADE, related_name="rows")
    line_no = models.PositiveIntegerField("行")
    outcome = models.CharField("どうなるか", max_length=10, choices=Outcome.choices)
    choice = models.CharField("選んだこと", max_length=4, choices=Choice.choices, default=Choice.KEEP)
    external_id = models.CharField("もとの番号", max_length=500, blank=True)
    fingerprint = models.CharField("中身の印", max_length=64)
    name = models.CharField("名称", max_length=300, blank=True)
    kana = models.CharField("カナ", max_length=300, blank=True)
    address = models.CharField("所在地", max_length=1000, blank=True)
    organisation = models.CharField("団体", max_length=120, blank=True)
    venue = models.CharField("会場", max_length=120, blank=True)
    directions = models.CharField("行き方", max_length=200, blank=True)
    opening_words = models.CharField("開く日（もとのことば）", max_length=500, blank=True)
    opening_lines = models.CharField("開く日（読めたこと）", max_length=1000, blank=True)
    latitude = models.DecimalField("緯度", max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField("経度", max_digits=9, decimal_places=6, null=True, blank=True)
    swapped = models.BooleanField("緯度と経度が入れかわっているようだ", default=False)
    swap_agreed = models.BooleanField("入れかえて採る", default=False)
    hazards = models.CharField("災害の種類", max_length=200, blank=True)
    starts_on = models.DateField("はじまる日", null=True, blank=True)
    ends_on = models.DateField("おわる日", null=True, blank=True)
    offer = models.JSONField("場の欄にはいること", default=dict)
    raw = models.JSONField("もとの欄", default=dict)
    place = models.ForeignKey(
        Place, verbose_name="居場所・資源", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["line_no"]
        constraints = [models.UniqueConstraint(fields=["intake", "line_no"], name="intake_line_once")]

    def __str__(self) -> str:
        return f"{self.line_no} {self.name}"

    @property
    def hazard_codes(self) -> list[str]:
        """For which kinds of disaster the list says this place is."""
        return [code for code in self.hazards.split(",") if code]

    @property
    def point(self) -> Point | None:
        """Where it lies, as far as it may be used: what stood in each other's column only when somebody agreed."""
        if self.latitude is None or self.longitude is None or (self.swapped and not self.swap_agreed):
            return None
        return Point(self.latitude, self.longitude)


class RowNote(Record):
    """行の注記: one repair, one cell that was not taken, one reason, or one difference; with before and after."""

    row = models.ForeignKey(IntakeRow, on_delete=models.CASCADE, related_name="notes")
    order = models.PositiveSmallIntegerField("並び順")
    kind = models.CharField("何か", max_length=8, choices=NoteKind.choices)
    about = models.CharField("欄", max_length=120)
    words = models.CharField("ことば", max_length=400)
    before = models.CharField("もと", max_length=300, blank=True)
    after = models.CharField("あと", max_length=300, blank=True)

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return self.words


class Listed(Record):
    """取り込んだもの: what a number of one list stands for now, by which row, and as which place of ours. Lists of different
    sources count from one each: a number means something within its source only."""

    dataset = models.CharField("データセット", max_length=12)
    source = models.CharField("出典・提供者", max_length=120)
    external_id = models.CharField("もとの番号", max_length=500)
    fingerprint = models.CharField("中身の印", max_length=64)
    row = models.ForeignKey(IntakeRow, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(
        Place, verbose_name="居場所・資源", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["external_id"]
        constraints = [
            models.UniqueConstraint(fields=["dataset", "source", "external_id"], name="listed_once_by_source")
        ]

    def __str__(self) -> str:
        return self.external_id
