"""法人連携: corporations, what they are asked and what they offer, and what they do together. No resident is named."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from norishiro.agencies.models import Agency, Area, Staff
from norishiro.community.models import Group, Proposal
from norishiro.core.records import EditableRecord, Record
from norishiro.corporations import kinds
from norishiro.corporations.choices import Reply
from norishiro.resources.models import Organisation, Place


class Corporation(EditableRecord):
    """法人: a body of the registry of places that works along, and what it is good at. Later firms and shops as well."""

    organisation = models.OneToOneField(
        Organisation, verbose_name="団体", on_delete=models.PROTECT, related_name="corporation"
    )
    kind = models.CharField("種別", max_length=12)
    about = models.CharField("どんな法人か", max_length=300, blank=True)
    agency = models.ForeignKey(
        Agency, verbose_name="登録した機関", on_delete=models.PROTECT, related_name="+"
    )
    staff = models.ForeignKey(Staff, verbose_name="登録した職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["organisation__name"]

    def __str__(self) -> str:
        return self.organisation.name

    @property
    def kind_label(self) -> str:
        return kinds.kind_label(self.kind)


class Strength(Record):
    """できること: one code each."""

    corporation = models.ForeignKey(Corporation, on_delete=models.CASCADE, related_name="strengths")
    code = models.CharField("コード", max_length=12)

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["corporation", "code"], name="corporation_strength_once")
        ]

    def __str__(self) -> str:
        return kinds.strength_label(self.code)


class Contact(Record):
    """話す相手: whom of the corporation one calls. Somebody at work there, never somebody who is supported."""

    corporation = models.ForeignKey(Corporation, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField("名前", max_length=80)
    post = models.CharField("部署・役割", max_length=80, blank=True)
    phone = models.CharField("電話", max_length=20, blank=True)
    email = models.CharField("メール", max_length=120, blank=True)
    ended_on = models.DateField("代わった日", null=True, blank=True)
    staff = models.ForeignKey(Staff, verbose_name="書いた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["made_at"]

    def __str__(self) -> str:
        return self.name


class Membership(Record):
    """ネットワークへの参加: since when, and until when (from that day no more)."""

    corporation = models.ForeignKey(Corporation, on_delete=models.CASCADE, related_name="memberships")
    network = models.ForeignKey(
        Group, verbose_name="ネットワーク", on_delete=models.PROTECT, related_name="corporations"
    )
    from_on = models.DateField("入った日")
    until_on = models.DateField("離れた日", null=True, blank=True)
    staff = models.ForeignKey(Staff, verbose_name="書いた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["from_on", "made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["corporation", "network"], condition=Q(until_on__isnull=True), name="corporation_member_once",
                violation_error_message="この法人は、もうこのネットワークに入っています。",
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("from_on")), name="corporation_member_period",
                violation_error_message="離れた日は、入った日より後にしてください。",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.network} {self.from_on}"


class Need(EditableRecord):
    """法人への問い: what kind of place is wished for, told without anybody, and until when an answer is asked."""

    text = models.CharField("こういう場がほしい", max_length=300)
    kind = models.CharField("受け入れの種類", max_length=12, blank=True)
    area = models.ForeignKey(
        Area, verbose_name="圏域", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_on = models.DateField("たずねた日")
    due_on = models.DateField("返事がほしい日")
    closed_on = models.DateField("区切りをつけた日", null=True, blank=True)
    outcome = models.CharField("どうなったか", max_length=300, blank=True)
    agency = models.ForeignKey(
        Agency, verbose_name="たずねた機関", on_delete=models.PROTECT, related_name="+"
    )
    staff = models.ForeignKey(Staff, verbose_name="たずねた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-asked_on", "-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__gte=F("asked_on")), name="corporation_need_due",
                violation_error_message="返事がほしい日は、たずねた日以後にしてください。",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True, outcome="") | Q(closed_on__isnull=False) & ~Q(outcome=""),
                name="corporation_need_closed",
                violation_error_message="区切りをつけるときは、どうなったかを入れてください。",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.text

    @property
    def kind_label(self) -> str:
        return kinds.offer_label(self.kind) if self.kind else ""


class NeedAnswer(EditableRecord):
    """返事: of one corporation to one need. Empty until it answers; ``outcome`` says what came of it."""

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="answers")
    corporation = models.ForeignKey(
        Corporation, verbose_name="法人", on_delete=models.PROTECT, related_name="answers"
    )
    reply = models.CharField("返事", max_length=12, choices=Reply.choices, blank=True)
    answered_on = models.DateField("返事の日", null=True, blank=True)
    words = models.CharField("条件・わけ", max_length=300, blank=True)
    outcome = models.CharField("そのあとどうなったか", max_length=300, blank=True)

    class Meta:
        ordering = ["corporation__organisation__name"]
        constraints = [
            models.UniqueConstraint(fields=["need", "corporation"], name="need_answer_once"),
            models.CheckConstraint(
                condition=Q(reply="", answered_on__isnull=True, words="", outcome="")
                | ~Q(reply="") & Q(answered_on__isnull=False),
                name="need_answer_on_a_day",
                violation_error_message="返事には、日を入れてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.corporation} {self.get_reply_display()}"


class WorkOffer(EditableRecord):
    """受け入れ: 就労体験・仕事・活動の場 of a corporation. Conditions, seats and who is welcome stand in the place it is, once."""

    corporation = models.ForeignKey(Corporation, on_delete=models.PROTECT, related_name="offers")
    place = models.OneToOneField(
        Place, verbose_name="居場所の登録", on_delete=models.PROTECT, related_name="work_offer"
    )
    answer = models.ForeignKey(
        NeedAnswer,
        verbose_name="どの返事から",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="offers",
    )
    kind = models.CharField("受け入れの種類", max_length=12)
    hours = models.CharField("曜日・時間", max_length=120, blank=True)
    reward = models.CharField("賃金・謝礼・交通費", max_length=120, blank=True)
    tutor = models.CharField("受け入れ先で付く人", max_length=120, blank=True)
    first_on = models.DateField("いつから")
    last_on = models.DateField("いつまで（最後の日）", null=True, blank=True)
    closed_on = models.DateField("終わった日", null=True, blank=True)
    outcome = models.CharField("どうなったか", max_length=300, blank=True)
    agency = models.ForeignKey(
        Agency, verbose_name="登録した機関", on_delete=models.PROTECT, related_name="+"
    )
    staff = models.ForeignKey(Staff, verbose_name="登録した職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["closed_on", "-first_on", "-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_on__isnull=True) | Q(last_on__gte=F("first_on")), name="work_offer_period",
                violation_error_message="最後の日は、始まる日以後にしてください。",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True, outcome="") | Q(closed_on__isnull=False) & ~Q(outcome=""),
                name="work_offer_closed",
                violation_error_message="終えるときは、どうなったかを入れてください。",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.place)

    @property
    def kind_label(self) -> str:
        return kinds.offer_label(self.kind)

    @property
    def seats_left(self) -> int | None:
        """How many more are taken, as the corporation told it; None where nobody asked."""
        if self.place.capacity is None or self.place.present is None:
            return None
        return max(self.place.capacity - self.place.present, 0)

    def is_over(self, *, on: date) -> bool:
        return self.closed_on is not None or (self.last_on is not None and self.last_on < on)


class ProjectPart(Record):
    """協働への参加: which corporation takes part in what was proposed, as what, until it leaves."""

    proposal = models.ForeignKey(
        Proposal, verbose_name="協働", on_delete=models.CASCADE, related_name="corporations"
    )
    corporation = models.ForeignKey(
        Corporation, verbose_name="法人", on_delete=models.PROTECT, related_name="projects"
    )
    part = models.CharField("受け持ち", max_length=160, blank=True)
    joined_on = models.DateField("加わった日")
    left_on = models.DateField("抜けた日", null=True, blank=True)
    staff = models.ForeignKey(Staff, verbose_name="書いた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["joined_on", "made_at"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "corporation"], name="joint_project_part_once"),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("joined_on")), name="joint_project_part_period"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.corporation} {self.part}"
