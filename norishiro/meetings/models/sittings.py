"""Its sittings, who is invited to them, and the oaths taken there."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from norishiro.agencies.models import Agency, Area, Staff
from norishiro.attachments.choices import FileKind
from norishiro.core.records import EditableRecord, Record
from norishiro.core.sealing import columns
from norishiro.meetings.choices import Answer, ChangeToTell, Mode, Occasion, SittingStatus
from norishiro.meetings.models.bodies import Body


class Sitting(EditableRecord):
    """開催: one sitting of a body. Knows no person; its items do."""

    body = models.ForeignKey(Body, verbose_name="会議体", on_delete=models.PROTECT, related_name="sittings")
    code = models.CharField("会議番号", max_length=24, blank=True)
    ground = models.CharField("法的な根拠", max_length=10, blank=True)
    apart = models.CharField("根拠のちがう議題を分けて進める手順", max_length=300, blank=True)
    number = models.CharField("回", max_length=40, blank=True)
    held_on = models.DateField("開催日")
    starts_at = models.TimeField("開始", null=True, blank=True)
    ends_at = models.TimeField("終了", null=True, blank=True)
    place = models.CharField("場所", max_length=120, blank=True)
    mode = models.CharField("方法", max_length=10, choices=Mode.choices, default=Mode.ROOM)
    convener = models.ForeignKey(
        Agency, verbose_name="招集した機関", on_delete=models.PROTECT, related_name="+"
    )
    called_by = models.ForeignKey(
        Staff, verbose_name="案内した職員", on_delete=models.PROTECT, related_name="+"
    )
    status = models.CharField(
        "状態", max_length=10, choices=SittingStatus.choices, default=SittingStatus.CALLED
    )
    topics = models.TextField("事例以外の議題・意見交換", blank=True)
    occasion = models.CharField(
        "この回の種類", max_length=10, choices=Occasion.choices, default=Occasion.MEETING
    )
    area = models.ForeignKey(
        Area, verbose_name="どの圏域の回か", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    host = models.ForeignKey(
        Agency,
        verbose_name="開いた館・事業所",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    joined_to = models.ForeignKey(
        "self",
        verbose_name="続けて開く回",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="joined_by",
    )
    cases_tabled = models.PositiveSmallIntegerField("事例の数", default=0)
    confirmed_on = models.DateField("議事録の確定日", null=True, blank=True)
    confirmed_by = models.ForeignKey(
        Staff, verbose_name="確定した職員", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-held_on", "-made_at"]
        indexes = [models.Index(fields=["body", "-held_on"], name="sitting_of_body")]

    def __str__(self) -> str:
        return f"{self.body} {self.held_on}"


class Invitation(Record):
    """案内: an agency called to a sitting, who comes for it, and its answer."""

    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="invitations")
    agency = models.ForeignKey(Agency, verbose_name="機関", on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(
        Staff, verbose_name="出席者", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answer = models.CharField("返事", max_length=8, choices=Answer.choices, default=Answer.NONE)
    attended = models.BooleanField("出席した", default=False)
    told_of = models.CharField("伝える変更", max_length=10, choices=ChangeToTell.choices, blank=True)
    told_at = models.DateTimeField("変更を確かめた日時", null=True, blank=True)

    class Meta:
        ordering = ["agency__code", "made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["sitting", "agency", "staff"], nulls_distinct=False, name="invitation_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.agency}"


class Oath(Record):
    """守秘の誓約・確認: of one person, for one sitting (or for longer, as the body's rule says). On paper it may be the
    oath of somebody without an account."""

    staff = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="oaths", verbose_name="誓った人"
    )
    name = models.CharField("誓った人の名前（アカウントのない人）", max_length=80, blank=True)
    agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="所属"
    )
    on_paper = models.BooleanField("紙の誓約書", default=False)
    recorded_by = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="登録した職員"
    )
    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="oaths", verbose_name="会議")
    fiscal_year = models.PositiveSmallIntegerField("年度")
    wording = models.CharField("文言の版", max_length=40)
    sworn_at = models.DateTimeField("日時")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["staff", "sitting"], name="oath_once"),
            models.CheckConstraint(
                condition=Q(staff__isnull=False) ^ ~Q(name=""),
                name="oath_of_somebody",
                violation_error_message="誓った人を、職員から選ぶか、名前で書くか、どちらか一つにしてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff or self.name} {self.sitting}"


class OathScan(Record):
    """紙の誓約書の控え: the signed paper as a scanner gave it, sealed for this row with the key of the sitting. Its file
    name is not kept: it would tell no more than the oath does."""

    oath = models.ForeignKey(Oath, verbose_name="紙の誓約書", on_delete=models.PROTECT, related_name="scans")
    kind = models.CharField("種類", max_length=8, choices=FileKind.choices)
    size = models.PositiveIntegerField("大きさ（バイト）")
    content = models.BinaryField("中身（封）")
    kept_by = models.ForeignKey(Staff, verbose_name="付けた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "紙の誓約書の控え"
        verbose_name_plural = "紙の誓約書の控え"
        ordering = ["made_at", "id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.size}"


columns.declare_field(OathScan, "content")
