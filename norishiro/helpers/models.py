"""担い手: citizens who help, what they learn, what is sent to them, and what they do. Each agency keeps its own behind a wall."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from norishiro.agencies.models import Agency, Area, Staff
from norishiro.core.records import EditableRecord, Record
from norishiro.helpers import kinds
from norishiro.helpers.choices import Channel, ConsentWay, EndReason, LessonKind, Move, Outcome, Result


class Helper(EditableRecord):
    """担い手: somebody who agreed to be registered. Points earned and used stand here and in their lines, and always agree."""

    agency = models.ForeignKey(
        Agency, verbose_name="名簿を持つ機関", on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField("種類", max_length=12)
    name = models.CharField("氏名", max_length=100)
    kana = models.CharField("ふりがな", max_length=100)
    area = models.ForeignKey(
        Area, verbose_name="圏域", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    postal_code = models.CharField("郵便番号", max_length=8, blank=True)
    address = models.CharField("住所", max_length=300, blank=True)
    # Long enough for ``withheld_cover``, which passes over short columns.
    phone = models.CharField("電話", max_length=40, blank=True)
    email = models.CharField("メール", max_length=120, blank=True)
    likes = models.CharField("したいこと・得意なこと", max_length=200, blank=True)
    consented_on = models.DateField("登録に同意した日")
    consent_way = models.CharField("同意のしかた", max_length=8, choices=ConsentWay.choices)
    registered_on = models.DateField("登録した日")
    ended_on = models.DateField("終えた日（この日から頼まない）", null=True, blank=True)
    end_reason = models.CharField("終えたわけ", max_length=12, choices=EndReason.choices, blank=True)
    end_note = models.CharField("終えたわけの補足", max_length=120, blank=True)
    earned = models.PositiveIntegerField("たまった点の合計", default=0)
    used = models.PositiveIntegerField("使った点の合計", default=0)
    staff = models.ForeignKey(Staff, verbose_name="登録した職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["kana", "id"]
        indexes = [models.Index(fields=["agency", "kana", "id"], name="helpers_by_kana")]
        constraints = [
            models.CheckConstraint(
                condition=Q(consented_on__lte=F("registered_on")), name="helper_consented_before",
                violation_error_message="同意した日は、登録した日より後にはできません。",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, end_reason="")
                | Q(ended_on__isnull=False, ended_on__gte=F("registered_on")) & ~Q(end_reason=""),
                name="helper_ended_with_reason",
                violation_error_message="登録を終えるときは、日とわけを入れてください。",
            ),
            models.CheckConstraint(
                condition=Q(used__lte=F("earned")), name="helper_never_uses_more",
                violation_error_message="たまった点より多くは使えません。",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def about(self) -> kinds.Kind:
        return kinds.kind_of(self.kind)

    @property
    def balance(self) -> int:
        balance: int = self.earned - self.used
        return balance


class OptOut(Record):
    """通信を止めた期間: dated, so that what was sent before and after can be understood."""

    helper = models.ForeignKey(Helper, on_delete=models.CASCADE, related_name="opt_outs")
    from_on = models.DateField("止めた日")
    until_on = models.DateField("また送ることにした日", null=True, blank=True)

    class Meta:
        ordering = ["-from_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["helper"], condition=Q(until_on__isnull=True), name="opt_out_once"
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")), name="opt_out_period"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_on}"


class Newsletter(Record):
    """通信: one issue and to whom it went. Who it went to is written down when it goes, and stays."""

    agency = models.ForeignKey(Agency, verbose_name="出した機関", on_delete=models.PROTECT, related_name="+")
    issued_on = models.DateField("出した日")
    title = models.CharField("題", max_length=120)
    channel = models.CharField("送り方", max_length=8, choices=Channel.choices)
    staff = models.ForeignKey(Staff, verbose_name="書いた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-issued_on", "-made_at"]

    def __str__(self) -> str:
        return self.title


class Delivery(Record):
    """宛先: one helper to whom an issue went."""

    newsletter = models.ForeignKey(Newsletter, on_delete=models.CASCADE, related_name="deliveries")
    helper = models.ForeignKey(Helper, on_delete=models.PROTECT, related_name="deliveries")

    class Meta:
        ordering = ["helper__kana"]
        constraints = [models.UniqueConstraint(fields=["newsletter", "helper"], name="delivery_once")]

    def __str__(self) -> str:
        return f"{self.newsletter_id}"


class Lesson(Record):
    """担い手の研修: one day, and who came. A completed course lets its people visit until the day it ends."""

    agency = models.ForeignKey(Agency, verbose_name="開いた機関", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("何の研修か", max_length=8, choices=LessonKind.choices)
    title = models.CharField("題", max_length=120)
    held_on = models.DateField("開いた日（何日もあるときは最後の日）")
    place = models.CharField("場所", max_length=120, blank=True)
    good_until = models.DateField("修了が切れる日（この日から訪問を頼めない）", null=True, blank=True)
    staff = models.ForeignKey(Staff, verbose_name="書いた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-held_on", "-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=LessonKind.COURSE, good_until__gt=F("held_on"))
                | ~Q(kind=LessonKind.COURSE) & Q(good_until__isnull=True),
                name="lesson_course_ends",
                violation_error_message="養成研修には、修了が切れる日を入れてください。",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Came(Record):
    """来た人: a helper who was there."""

    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="came")
    helper = models.ForeignKey(Helper, on_delete=models.PROTECT, related_name="lessons")

    class Meta:
        ordering = ["helper__kana"]
        constraints = [models.UniqueConstraint(fields=["lesson", "helper"], name="came_once")]

    def __str__(self) -> str:
        return f"{self.lesson_id}"


class AidRequest(EditableRecord):
    """助け合いの依頼: what is asked, when and where. A name only as far as it is needed to go there."""

    agency = models.ForeignKey(Agency, verbose_name="受けた機関", on_delete=models.PROTECT, related_name="+")
    service = models.CharField("何の手伝いか", max_length=12)
    what = models.CharField("頼まれたこと", max_length=200)
    wanted = models.CharField("いつがよいか", max_length=120, blank=True)
    area = models.ForeignKey(
        Area, verbose_name="圏域", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    asker = models.CharField("申し込んだ人の呼び名", max_length=100, blank=True)
    contact = models.CharField("連絡先・行き先", max_length=200, blank=True)
    received_on = models.DateField("受けた日")
    closed_on = models.DateField("区切りをつけた日", null=True, blank=True)
    outcome = models.CharField("どうなったか", max_length=12, choices=Outcome.choices, blank=True)
    outcome_note = models.CharField("どうなったかの補足", max_length=200, blank=True)
    staff = models.ForeignKey(Staff, verbose_name="受けた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-received_on", "-made_at"]
        indexes = [models.Index(fields=["agency", "-received_on"], name="aid_requests_of_agency")]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True, outcome="") | Q(closed_on__isnull=False) & ~Q(outcome=""),
                name="aid_closed_with_outcome",
                violation_error_message="区切りをつけるときは、どうなったかを選んでください。",
            )
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def about(self) -> kinds.Service:
        return kinds.service_of(self.service)


class AidMatch(EditableRecord):
    """結びつけ: who matched whom with a request, for which owner of the service, when, and what came of it."""

    request = models.ForeignKey(AidRequest, on_delete=models.PROTECT, related_name="matches")
    helper = models.ForeignKey(
        Helper, verbose_name="担い手", on_delete=models.PROTECT, related_name="matches"
    )
    second = models.ForeignKey(
        Helper,
        verbose_name="もう一人（2人組）",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="second_matches",
    )
    owner = models.ForeignKey(Agency, verbose_name="事業の持ち主", on_delete=models.PROTECT, related_name="+")
    matched_on = models.DateField("結びつけた日")
    matcher = models.ForeignKey(
        Staff, verbose_name="結びつけた職員", on_delete=models.PROTECT, related_name="+"
    )
    result = models.CharField("結果", max_length=10, choices=Result.choices, blank=True)
    result_on = models.DateField("結果の日", null=True, blank=True)
    result_note = models.CharField("結果の補足", max_length=200, blank=True)

    class Meta:
        ordering = ["-matched_on", "-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(result="", result_on__isnull=True) | ~Q(result="") & Q(result_on__isnull=False),
                name="aid_match_result_with_day",
            ),
            models.CheckConstraint(
                condition=Q(second__isnull=True) | ~Q(second=F("helper")), name="aid_match_of_two"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matched_on}"


class AidVisit(Record):
    """行った記録: the short report of one time; where it is paid, what came in and what was handed on."""

    match = models.ForeignKey(AidMatch, on_delete=models.PROTECT, related_name="visits")
    on = models.DateField("行った日")
    minutes = models.PositiveSmallIntegerField("かかった時間（分）", null=True, blank=True)
    report = models.CharField("ようす", max_length=300)
    fee = models.PositiveIntegerField("頼んだ人が払った額（円）", null=True, blank=True)
    wage = models.PositiveIntegerField("手伝った人に渡した額（円）", null=True, blank=True)
    staff = models.ForeignKey(Staff, verbose_name="書いた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-on", "-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(fee__isnull=True, wage__isnull=True) | Q(fee__isnull=False, wage__isnull=False),
                name="aid_visit_fee_both_sides",
                violation_error_message="払った額と渡した額は、両方を入れてください。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.on}"


class PointLine(Record):
    """点の一行: earned or used. Undone it stays with its reason, and counts no more."""

    helper = models.ForeignKey(Helper, on_delete=models.PROTECT, related_name="points")
    on = models.DateField("日")
    move = models.CharField("出入り", max_length=8, choices=Move.choices)
    amount = models.PositiveSmallIntegerField("点")
    what = models.CharField("何で", max_length=80)
    visit = models.ForeignKey(
        AidVisit,
        verbose_name="どの訪問で",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="points",
    )
    undone_on = models.DateField("取り消した日", null=True, blank=True)
    undone_why = models.CharField("取り消したわけ", max_length=120, blank=True)
    staff = models.ForeignKey(Staff, verbose_name="書いた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-on", "-made_at"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="point_of_something"),
            models.UniqueConstraint(fields=["helper", "visit"], name="point_of_visit_once"),
            models.CheckConstraint(
                condition=Q(undone_on__isnull=True, undone_why="")
                | Q(undone_on__isnull=False) & ~Q(undone_why=""),
                name="point_undone_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_move_display()} {self.amount}"

    @property
    def words(self) -> str:
        return f"{'＋' if self.move == Move.EARNED else '－'}{self.amount}点"
