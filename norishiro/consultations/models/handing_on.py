"""What is handed on: つなぐシート and 多機関協働の利用申込. None ends without an answer."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from norishiro.agencies.models import Agency, FocusGroup, Staff
from norishiro.consultations.choices import (
    GuideType,
    LeadSide,
    NoConsentReason,
    RequestStatus,
    SheetStatus,
    Sorting,
    SortingOrigin,
)
from norishiro.consultations.models.intake import Consultation
from norishiro.people.models import Household, Person
from norishiro.sharing.models import Consent, GatedEditableRecord


class TsunaguSheet(GatedEditableRecord):
    """つなぐシート: hands one worry from one agency to another, with owner, due date and answer. Subject: the person.

    ``agency`` (of the gate) is the sender.
    """

    number = models.CharField("番号", max_length=20, unique=True)
    person = models.ForeignKey(Person, verbose_name="対象者", on_delete=models.PROTECT, related_name="sheets")
    consultation = models.ForeignKey(
        Consultation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="sheets",
        verbose_name="もとの相談",
    )
    consent = models.ForeignKey(
        Consent, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="同意"
    )
    sender = models.ForeignKey(Staff, verbose_name="送った職員", on_delete=models.PROTECT, related_name="+")
    receiver_agency = models.ForeignKey(
        Agency, verbose_name="送り先", on_delete=models.PROTECT, related_name="received_sheets"
    )
    receiver = models.ForeignKey(
        Staff, verbose_name="担当", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    handed_on_the_spot = models.BooleanField("その場で引き継いだ", default=False)
    sent_on = models.DateField("送った日")
    due_on = models.DateField("返事の期限")
    household = models.ForeignKey(
        Household,
        verbose_name="世帯全体のこと（空なら一人のこと）",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    household_count = models.PositiveSmallIntegerField(
        "世帯の人数（送った人が知るかぎり）", null=True, blank=True
    )
    worry = models.TextField("気になること・つなぎたいこと")
    wish = models.TextField("してほしいこと", blank=True)
    status = models.CharField("状態", max_length=12, choices=SheetStatus.choices, default=SheetStatus.SENT)
    taken_on = models.DateField("受け取った日", null=True, blank=True)
    answered_on = models.DateField("返事の日", null=True, blank=True)
    answer = models.TextField("返事・提案", blank=True)
    proposal = models.TextField("代わりにできることの提案", blank=True)
    proposed_agency = models.ForeignKey(
        Agency,
        verbose_name="代わりに勧める機関",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    answered_by_name = models.CharField("紙や電話で返事をした人", max_length=120, blank=True)
    copied_by = models.ForeignKey(
        Staff,
        verbose_name="返事を書き写した職員",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    reminded_on = models.DateField("最後に催促した日", null=True, blank=True)
    reminders = models.PositiveSmallIntegerField("催促した回数", default=0)
    first_contact_on = models.DateField("最初に接触した日", null=True, blank=True)
    result = models.TextField("結果", blank=True)
    result_on = models.DateField("結果を返した日", null=True, blank=True)
    withdrawn_reason = models.CharField("取り下げた理由", max_length=200, blank=True)
    received_as = models.OneToOneField(
        Consultation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="came_by",
        verbose_name="受け取った側の相談",
    )

    class Meta:
        ordering = ["-sent_on", "-made_at"]
        indexes = [
            models.Index(fields=["receiver_agency", "status", "due_on"], name="sheet_inbox"),
            models.Index(fields=["agency", "status", "due_on"], name="sheet_outbox"),
        ]

    def __str__(self) -> str:
        return self.number


class SupportRequest(GatedEditableRecord):
    """多機関協働の利用申込: an agency (not the person) asks the operator; the answer is 要, 調整のみ, or 不要 with a proposal.

    ``agency`` (of the gate) is the applicant. Subject: the person it is about. ``basis`` is C0 or J6.
    """

    number = models.CharField("番号", max_length=20, unique=True)
    person = models.ForeignKey(
        Person, verbose_name="対象者", on_delete=models.PROTECT, related_name="requests"
    )
    consultation = models.ForeignKey(
        Consultation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="requests",
        verbose_name="もとの相談",
    )
    previous = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="reapplications",
        verbose_name="前の申込",
    )
    applicant = models.ForeignKey(
        Staff, verbose_name="申し込んだ職員", on_delete=models.PROTECT, related_name="+"
    )
    operator = models.ForeignKey(
        Agency, verbose_name="多機関協働事業者", on_delete=models.PROTECT, related_name="support_requests"
    )
    applied_on = models.DateField("申込日")
    due_on = models.DateField("回答の期限")
    consent = models.ForeignKey(
        Consent, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="同意"
    )
    no_consent_reason = models.CharField(
        "同意がない理由", max_length=1, choices=NoConsentReason.choices, blank=True
    )
    guide_type = models.CharField("4類型（目安）", max_length=1, choices=GuideType.choices, blank=True)
    situation = models.TextField("世帯の状況と課題")
    tried = models.TextField("これまでに取り組んだこと")
    stuck = models.TextField("行き詰まっているところ")
    keep_secret = models.TextField("本人・家族に知られてはいけないこと", blank=True)
    kind = models.CharField("事例の型（人が選んだ）", max_length=20, blank=True)
    status = models.CharField(
        "状態", max_length=12, choices=RequestStatus.choices, default=RequestStatus.APPLIED
    )
    sorting_origin = models.CharField(
        "振り分け会議に載せたもと", max_length=16, choices=SortingOrigin.choices, blank=True
    )
    sorting = models.CharField("振り分けの決定", max_length=12, choices=Sorting.choices, blank=True)
    sorting_reason = models.TextField("振り分けの理由", blank=True)
    sorted_on = models.DateField("振り分けた日", null=True, blank=True)
    sorted_by = models.ForeignKey(
        Staff,
        verbose_name="振り分けを決めた人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    owner = models.ForeignKey(
        Staff,
        verbose_name="受けた側の担当",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    answered_on = models.DateField("回答日", null=True, blank=True)
    answered_by = models.ForeignKey(
        Staff, verbose_name="回答した職員", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answer_reason = models.TextField("回答の理由", blank=True)
    proposal = models.TextField("提案（提案シート）", blank=True)
    who_does_what = models.TextField("だれが何をするか（調整のみ）", blank=True)
    withdrawn_reason = models.CharField("取り下げた理由", max_length=200, blank=True)
    entry_focus = models.ForeignKey(
        FocusGroup,
        verbose_name="入口で分かった重点対象",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    lead_side = models.CharField("主担当の側", max_length=16, choices=LeadSide.choices, blank=True)
    lead_side_reason = models.CharField("主担当の側の理由", max_length=200, blank=True)

    class Meta:
        ordering = ["-applied_on", "-made_at"]
        indexes = [
            models.Index(fields=["operator", "status", "due_on"], name="request_queue"),
            models.Index(fields=["agency", "status"], name="request_of_applicant"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status=RequestStatus.NOT_NEEDED) | ~Q(proposal=""),
                name="request_refusal_has_proposal",
                violation_error_message="「不要」と回答するときは、提案を書いてください。",
            )
        ]

    def __str__(self) -> str:
        return self.number
