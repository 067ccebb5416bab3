"""Who looked at whom, as rows; what of it is held back from the person; what of it looks like curiosity."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from norishiro.agencies.models import Agency, Staff
from norishiro.core.records import Record
from norishiro.watching.choices import FlagState, HoldLegal, Judgement, Outcome, Receiver, Sign


class Look(models.Model):
    """閲覧: one line of the ledger about looking, once per person or case it named (docs/adr/0013).

    Written only by the database, in the moment the ledger's line is written; never changed. ``grounds`` are those the
    actor held on the subject then, ``came_by`` the first one ever held, ``among`` how many were on the same page; ``receiver_*`` whom it was
    told to, where it was handed on.
    """

    id = models.BigAutoField(primary_key=True)
    line = models.UUIDField("台帳の行")
    at = models.DateTimeField("日時")
    outcome = models.CharField("どうなったか", max_length=10, choices=Outcome.choices)
    act = models.CharField("画面・したこと", max_length=80)
    staff_id = models.UUIDField("職員", null=True)
    agency_id = models.UUIDField("機関", null=True)
    agency_label = models.CharField("機関名", max_length=120)
    roles = models.CharField("役職の種別", max_length=300, blank=True)
    subject_id = models.UUIDField("対象", null=True)
    subject_kind = models.CharField("対象の種類", max_length=10, blank=True)
    among = models.PositiveIntegerField("同じ画面の対象の数")
    grounds = ArrayField(models.CharField(max_length=10), verbose_name="そのときの根拠", default=list)
    came_by = models.CharField("はじめの根拠", max_length=10, blank=True)
    receiver_id = models.UUIDField("渡した先", null=True)
    receiver_label = models.CharField("渡した先の名前", max_length=120, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["subject_id", "-at"], name="look_at_subject"),
            models.Index(fields=["staff_id", "at"], name="look_of_staff"),
            models.Index(fields=["at"], name="look_at"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.get_outcome_display()}"


class Hold(Record):
    """知らせない決まり: why looks of one agency are kept from the person. Works from the moment it is proposed; a second
    person approves it and sets the day to look again. ``code`` is the ground it is about; empty: whatever that agency saw."""

    person_id = models.UUIDField("本人", db_index=True)
    agency = models.ForeignKey(Agency, verbose_name="見た機関", on_delete=models.PROTECT, related_name="+")
    code = models.CharField("根拠の符号", max_length=10, blank=True)
    legal = models.CharField("法の根拠", max_length=12, choices=HoldLegal.choices)
    words = models.CharField("わけ", max_length=300)
    proposed_at = models.DateTimeField("起案日時")
    proposed_by = models.ForeignKey(
        Staff, verbose_name="起案した職員", on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField("承認日時", null=True, blank=True)
    approved_by = models.ForeignKey(
        Staff, verbose_name="承認した職員", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recheck_on = models.DateField("次に見直す日", null=True, blank=True)
    released_at = models.DateTimeField("やめた日時", null=True, blank=True)
    released_by = models.ForeignKey(
        Staff, verbose_name="やめた職員", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recheck_words = models.CharField("見直しのことば", max_length=300, blank=True)

    class Meta:
        ordering = ["released_at", "-proposed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person_id", "agency", "code"],
                condition=Q(released_at__isnull=True),
                name="hold_once",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("proposed_by")),
                name="hold_by_two",
                violation_error_message="起案した人と承認する人は、別の人にしてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency} {self.get_legal_display()}"


class LookReport(Record):
    """「だれが見たか」を渡したこと: up to which moment, for which time, to whom. The paper is made from it again, the same."""

    person_id = models.UUIDField("本人", db_index=True)
    from_on = models.DateField("いつから")
    as_of = models.DateTimeField("いつまで")
    given_by = models.ForeignKey(Staff, verbose_name="渡した職員", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, verbose_name="渡した機関", on_delete=models.PROTECT, related_name="+")
    receiver = models.CharField("受け取った人", max_length=24, choices=Receiver.choices)
    checked_how = models.CharField("本人などの確かめ方", max_length=120)
    entries = models.PositiveIntegerField("載せた件数")

    class Meta:
        ordering = ["-as_of"]

    def __str__(self) -> str:
        return f"{self.as_of:%Y-%m-%d} {self.get_receiver_display()}"


class StaffHome(Record):
    """職員の住まい: town and block only, told by the member of staff, for nothing but the rule about neighbours."""

    staff = models.OneToOneField(Staff, verbose_name="職員", on_delete=models.PROTECT, related_name="+")
    block = models.CharField("町名と番地（号は書かない）", max_length=120)
    changed_at = models.DateTimeField("更新日時", auto_now=True)

    def __str__(self) -> str:
        return str(self.staff)


class Flag(Record):
    """印: the looks of one member of staff on one day that somebody should ask about, until somebody has."""

    staff = models.ForeignKey(Staff, verbose_name="見た職員", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, verbose_name="機関", on_delete=models.PROTECT, related_name="+")
    day = models.DateField("見た日")
    found_at = models.DateTimeField("印が付いた日時")
    due_on = models.DateField("確かめる期限")
    state = models.CharField("状態", max_length=8, choices=FlagState.choices, default=FlagState.OPEN)
    asked_at = models.DateTimeField("尋ねた日時", null=True, blank=True)
    asked_words = models.CharField("尋ねたこと", max_length=300, blank=True)
    statement = models.TextField("見た職員のことば", blank=True)
    stated_at = models.DateTimeField("書いた日時", null=True, blank=True)
    judgement = models.CharField("判断", max_length=8, choices=Judgement.choices, blank=True)
    judged_at = models.DateTimeField("判断した日時", null=True, blank=True)
    judged_by = models.ForeignKey(
        Staff, verbose_name="確かめた職員", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    words = models.TextField("判断のことば", blank=True)

    class Meta:
        ordering = ["due_on", "made_at"]
        indexes = [models.Index(fields=["state", "due_on"], name="flag_to_do")]
        constraints = [
            models.UniqueConstraint(fields=["staff", "agency", "day"], name="flag_once_a_day"),
            models.CheckConstraint(
                condition=Q(judged_by__isnull=True) | ~Q(judged_by=F("staff")),
                name="flag_not_by_oneself",
                violation_error_message="自分の閲覧は、ほかの人が確かめます。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.staff}"


class FlagLine(Record):
    """One reason of a flag: what kind, about whom (nobody for a search), how often, between when and when."""

    flag = models.ForeignKey(Flag, on_delete=models.CASCADE, related_name="lines")
    sign = models.CharField("わけ", max_length=12, choices=Sign.choices)
    subject_id = models.UUIDField("見られた人", null=True, blank=True)
    count = models.PositiveIntegerField("回数・人数")
    first_at = models.DateTimeField("はじめ", null=True, blank=True)
    last_at = models.DateTimeField("おわり", null=True, blank=True)

    class Meta:
        ordering = ["sign", "first_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["flag", "sign", "subject_id"], nulls_distinct=False, name="flag_line_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_sign_display()} {self.count}"


class Widening(Record):
    """見る人数を増やす: asked for by one, opened by another, for one hour."""

    staff = models.ForeignKey(Staff, verbose_name="頼んだ職員", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, verbose_name="機関", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField("なぜ必要か", max_length=300)
    asked_at = models.DateTimeField("頼んだ日時")
    answered_at = models.DateTimeField("答えた日時", null=True, blank=True)
    answered_by = models.ForeignKey(
        Staff, verbose_name="答えた職員", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    until_at = models.DateTimeField("いつまで", null=True, blank=True)
    words = models.CharField("答えのことば", max_length=300, blank=True)

    class Meta:
        ordering = ["-asked_at"]
        indexes = [models.Index(fields=["staff", "until_at"], name="widening_of_staff")]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("staff")),
                name="widening_by_another",
                violation_error_message="自分の頼みは、ほかの人が答えます。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.staff} {self.asked_at:%Y-%m-%d %H:%M}"
