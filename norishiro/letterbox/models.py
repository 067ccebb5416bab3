"""The box: its entrances, the letters in it (sealed), and what keeps it from being flooded."""

from __future__ import annotations

from django.db import models

from norishiro.agencies.models import Agency, Staff
from norishiro.agencies.models.dated import ends_after_start
from norishiro.core.records import Record
from norishiro.core.sealing import columns
from norishiro.letterbox.choices import (
    HELD_KINDS,
    SHEET_KINDS,
    EntranceKind,
    ExampleKind,
    Hurry,
    LetterKind,
    Origin,
    PassGround,
)


class Entrance(Record):
    """入口: an appointed 連絡員 (or 民生委員, 推進員), an office, or a place, with a QR of its own. The id is the QR's."""

    kind = models.CharField("種類", max_length=12, choices=EntranceKind.choices)
    holder = models.CharField("任命された人", max_length=120, blank=True)
    facility = models.CharField("施設・場所・部署", max_length=120)
    receiver_agency = models.ForeignKey(
        Agency, verbose_name="届け先の機関", on_delete=models.PROTECT, related_name="+"
    )
    from_on = models.DateField("任命の日・始まり")
    until_on = models.DateField("終わり（この日から無効）", null=True, blank=True)
    ended_reason = models.CharField("終わった理由", max_length=200, blank=True)
    thanks = models.TextField("お礼のことば", blank=True)
    thanked_on = models.DateField("お礼を伝えた日", null=True, blank=True)

    class Meta:
        ordering = ["kind", "facility", "from_on"]
        constraints = [ends_after_start("entrance_period", "終わりは、始まりより後にしてください。")]

    def __str__(self) -> str:
        return f"{self.facility}（{self.get_kind_display()}）"

    @property
    def letter_kind(self) -> LetterKind:
        return LetterKind.SHEET if self.kind in SHEET_KINDS else LetterKind.CONSULT

    @property
    def is_held(self) -> bool:
        return self.kind in HELD_KINDS


class StatusCard(Record):
    """控えのカード: the second QR, kept by the holder alone. Shows the times of what came in by the entrance."""

    entrance = models.OneToOneField(Entrance, on_delete=models.CASCADE, related_name="status_card")

    def __str__(self) -> str:
        return str(self.entrance)


class Letter(Record):
    """便り: what somebody put in from outside. Sealed; opened by the window it went to, once somebody takes it."""

    number = models.CharField("受付番号", max_length=14, db_index=True)
    receipt_key = models.UUIDField("受付番号と合言葉の符号", unique=True)
    kind = models.CharField("種類", max_length=8, choices=LetterKind.choices)
    origin = models.CharField("どう届いたか", max_length=8, choices=Origin.choices, default=Origin.SCREEN)
    entrance = models.ForeignKey(
        Entrance,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="letters",
        verbose_name="入口",
    )
    receiver_agency = models.ForeignKey(
        Agency, verbose_name="届け先", on_delete=models.PROTECT, related_name="+"
    )
    hurry = models.CharField("どれくらい急ぐか", max_length=8, choices=Hurry.choices, default=Hurry.WATCH)
    wording_version = models.CharField("同意の文の版", max_length=30, blank=True)
    content = models.BinaryField("中身（封）")
    photo = models.BinaryField("写真（封）", null=True)
    photo_kind = models.CharField("写真の種類", max_length=8, blank=True)
    fingerprint = models.UUIDField("同じ文面の符号", db_index=True)
    posted_at = models.DateTimeField("届いた時刻")
    taken_at = models.DateTimeField("読んだ時刻", null=True, blank=True)
    taken_by = models.ForeignKey(
        Staff, verbose_name="読んだ職員", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField("返事の時刻", null=True, blank=True)
    answered_by = models.ForeignKey(
        Staff,
        verbose_name="返事をした職員",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    answer = models.BinaryField("返事（封）", null=True)
    declined = models.BooleanField("この窓口のことではなかった", default=False)
    consultation_id = models.UUIDField("なった相談", null=True, blank=True)

    class Meta:
        ordering = ["-posted_at", "-id"]
        indexes = [models.Index(fields=["receiver_agency", "-posted_at"], name="letter_inbox")]

    def __str__(self) -> str:
        return self.number

    @property
    def stage(self) -> str:
        if self.answered_at:
            return "提案を返した" if self.declined else "返事をした"
        return "読んだ" if self.taken_at else "まだ読んでいない"


class Passing(Record):
    """転送: a letter went on to another window, with the words it was given. Both windows see this line; the letter
    itself is with the other one alone."""

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="passings", verbose_name="便り")
    number = models.CharField("受付番号", max_length=14)
    from_agency = models.ForeignKey(
        Agency, verbose_name="渡した窓口", on_delete=models.PROTECT, related_name="+"
    )
    to_agency = models.ForeignKey(
        Agency, verbose_name="受ける窓口", on_delete=models.PROTECT, related_name="+"
    )
    ground = models.CharField("渡してよいわけ", max_length=8, choices=PassGround.choices)
    words = models.CharField("受ける窓口への申し送り", max_length=300)
    passed_at = models.DateTimeField("渡した時刻")
    staff = models.ForeignKey(Staff, verbose_name="渡した職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-passed_at", "-id"]
        indexes = [models.Index(fields=["from_agency", "-passed_at"], name="passing_of_agency")]

    def __str__(self) -> str:
        return self.number


class Example(Record):
    """例: a worry that can be ticked on the form, or a story that can be read while filling it in."""

    kind = models.CharField("種類", max_length=8, choices=ExampleKind.choices)
    title = models.CharField("見出し", max_length=80)
    text = models.TextField("ことば", blank=True)
    order = models.PositiveSmallIntegerField("並び順", default=0)

    class Meta:
        ordering = ["kind", "order", "id"]

    def __str__(self) -> str:
        return self.title


class Knock(models.Model):
    """How often somebody came within an hour or a day, under a mark that changes with it. No address is kept."""

    mark = models.CharField("符号", max_length=64, primary_key=True)
    on_day = models.DateField("日", db_index=True)
    count = models.PositiveIntegerField("回数")

    def __str__(self) -> str:
        return str(self.count)


for sealed in ("content", "photo", "answer"):
    columns.declare_field(Letter, sealed)
