"""相談の受付, つなぐシート and 多機関協働の利用申込. Each knows whom it is about; none ends without an answer."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from norishiro.agencies.models import Agency, Staff
from norishiro.consultations.choices import (
    USUAL_OF_VISITOR,
    Business,
    Channel,
    ConsultationStatus,
    GuideType,
    Hurry,
    Knows,
    LeadSide,
    Mark,
    NoConsentReason,
    Origin,
    Outcome,
    OutsideAnswer,
    RequestStatus,
    SheetStatus,
    Sorting,
    SortingOrigin,
    Urgency,
    Visitor,
)
from norishiro.core.records import Record
from norishiro.outreach.models import Gathering
from norishiro.outreach.segments import Line, lines_to_read
from norishiro.people.models import Household, Person
from norishiro.sharing.models import Consent, GatedEditableRecord


class Consultation(GatedEditableRecord):
    """相談受付: five fields to begin (日付, 経路, だれが, だれのこと, 何に困っているか); the rest later. Subject: the person."""

    number = models.CharField("受付番号", max_length=20, unique=True)
    person = models.ForeignKey(
        Person, verbose_name="相談の対象者", on_delete=models.PROTECT, related_name="consultations"
    )
    received_on = models.DateField("受付日")
    received_at = models.TimeField("受付時刻", null=True, blank=True)
    staff = models.ForeignKey(
        Staff, verbose_name="受け付けた職員", on_delete=models.PROTECT, related_name="+"
    )
    consultation_language = models.CharField(
        "相談で使ったことば（日本語でないとき）", max_length=40, blank=True
    )
    interpreter = models.CharField("通訳（だれが・どうやって）", max_length=120, blank=True)
    channel = models.CharField("受け方", max_length=12, choices=Channel.choices)
    business = models.CharField(
        "だれの事業として受けたか", max_length=8, choices=Business.choices, default=Business.PUBLIC
    )
    visitor = models.CharField("来談者", max_length=16, choices=Visitor.choices)
    visitor_name = models.CharField("来談者の氏名", max_length=120, blank=True)
    visitor_phone = models.CharField("来談者の電話", max_length=60, blank=True)
    visitor_relation = models.CharField("本人との関係", max_length=80, blank=True)
    visitor_hidden = models.BooleanField("来談者を本人・家族に伏せる", default=False)
    summary = models.TextField("相談の内容")
    wishes = models.TextField("希望・配慮してほしいこと", blank=True)
    since_when = models.CharField("いつから", max_length=120, blank=True)
    already_consulted = models.TextField("これまでに相談したところ", blank=True)
    form_code = models.CharField("様式", max_length=40)
    form_version = models.CharField("様式の版", max_length=20)
    urgency = models.CharField("緊急度", max_length=1, choices=Urgency.choices, default=Urgency.UNCLEAR)
    urgency_reason = models.CharField("緊急度の理由", max_length=200, blank=True)
    urgency_review_on = models.DateField("緊急度を見直す日", null=True, blank=True)
    status = models.CharField(
        "状態", max_length=12, choices=ConsultationStatus.choices, default=ConsultationStatus.RECEIVED
    )
    gathering = models.ForeignKey(
        Gathering,
        verbose_name="始まった集まり",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="consultations",
    )

    class Meta:
        ordering = ["-received_on", "-made_at"]
        indexes = [
            models.Index(fields=["agency", "-received_on", "-made_at"], name="consultation_of_agency"),
            models.Index(fields=["person", "-received_on"], name="consultation_of_person"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def parts(self) -> list[Line]:
        """The lines of what was told, and whose they are."""
        return lines_to_read(self.summary, usual=USUAL_OF_VISITOR[Visitor(self.visitor)])


class Concern(Record):
    """困りごと: one item of the form with ○ or ◎, under the town's own code and the national one."""

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="concerns")
    code = models.CharField("コード", max_length=40)
    label = models.CharField("項目", max_length=80)
    national_code = models.CharField("国のコード", max_length=40)
    mark = models.CharField("印", max_length=8, choices=Mark.choices)
    outside_field = models.BooleanField("この窓口の所管の外", default=False)
    outside_answer = models.CharField(
        "担当の外の困りごとをどうするか", max_length=8, choices=OutsideAnswer.choices, blank=True
    )
    outside_decided_on = models.DateField("どうするか決めた日", null=True, blank=True)

    class Meta:
        ordering = ["-mark", "code"]
        constraints = [models.UniqueConstraint(fields=["consultation", "code"], name="concern_once")]

    def __str__(self) -> str:
        return f"{self.get_mark_display()} {self.label}"


class Notice(Record):
    """一行の気づき: something overheard at a base, of whom is not yet known. Seen by the agency that noted it.

    It may become a consultation later; then it says which.
    """

    agency = models.ForeignKey(Agency, verbose_name="書いた機関", on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, verbose_name="書いた職員", on_delete=models.PROTECT, related_name="+")
    noticed_on = models.DateField("気づいた日")
    place = models.CharField("どこで", max_length=120, blank=True)
    text = models.CharField("気づいたこと", max_length=300)
    consultation = models.ForeignKey(
        Consultation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="notices",
        verbose_name="なった相談",
    )

    class Meta:
        ordering = ["-noticed_on", "-made_at"]
        indexes = [models.Index(fields=["agency", "-noticed_on"], name="notice_of_agency")]

    def __str__(self) -> str:
        return self.text


class Call(Record):
    """一行の電話メモ: somebody rang and hung up, or would not say who. No name; counted, and seen by the own agency."""

    agency = models.ForeignKey(Agency, verbose_name="受けた機関", on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, verbose_name="受けた職員", on_delete=models.PROTECT, related_name="+")
    called_on = models.DateField("受けた日")
    called_at = models.TimeField("受けた時刻", null=True, blank=True)
    channel = models.CharField("受け方", max_length=12, choices=Channel.choices, default=Channel.PHONE)
    text = models.CharField("ひとこと", max_length=200)
    language = models.CharField("ことば（日本語でないとき）", max_length=40, blank=True)

    class Meta:
        ordering = ["-called_on", "-made_at"]
        indexes = [models.Index(fields=["agency", "-called_on"], name="call_of_agency")]

    def __str__(self) -> str:
        return self.text


class Worry(Record):
    """心配ごと: handed in by somebody who sees no case data (連絡員, 民生委員), or by any other way, to one window.

    Seen by who handed it in, and by the window. It may become a consultation; who handed it in does not learn that.
    """

    number = models.CharField("番号", max_length=20, unique=True)
    agency = models.ForeignKey(
        Agency, verbose_name="伝えた人の所属", on_delete=models.PROTECT, related_name="+"
    )
    staff = models.ForeignKey(Staff, verbose_name="書いた人", on_delete=models.PROTECT, related_name="+")
    origin = models.CharField("どう届いたか", max_length=8, choices=Origin.choices, default=Origin.SCREEN)
    teller = models.CharField("伝えてくれた人", max_length=120, blank=True)
    receiver_agency = models.ForeignKey(
        Agency, verbose_name="届け先", on_delete=models.PROTECT, related_name="+"
    )
    told_on = models.DateField("伝えた日")
    seen = models.TextField("見たこと・聞いたこと")
    who = models.CharField("だれのことか（空なら名前は分からない）", max_length=120, blank=True)
    place = models.CharField("どこで", max_length=200)
    hurry = models.CharField("どれくらい急ぐか", max_length=8, choices=Hurry.choices)
    knows = models.CharField("本人は知っているか", max_length=8, choices=Knows.choices)
    reply_to = models.CharField("折り返しの連絡先", max_length=120, blank=True)
    taken_on = models.DateField("受け取った日", null=True, blank=True)
    taken_by = models.ForeignKey(
        Staff, verbose_name="受け取った人", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_on = models.DateField("返事の日", null=True, blank=True)
    answer = models.TextField("伝えた人への返事", blank=True)
    consultation = models.OneToOneField(
        Consultation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="worry",
        verbose_name="なった相談",
    )

    class Meta:
        ordering = ["-told_on", "-made_at"]
        indexes = [
            models.Index(fields=["receiver_agency", "-told_on"], name="worry_inbox"),
            models.Index(fields=["staff", "-told_on"], name="worry_outbox"),
        ]

    def __str__(self) -> str:
        return self.number


class Screening(Record):
    """スクリーニング: what is done with the consultation, by whom, why. Later screenings do not erase earlier ones."""

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="screenings")
    decided_on = models.DateField("判断日")
    staff = models.ForeignKey(Staff, verbose_name="判断した職員", on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField("結果", max_length=16, choices=Outcome.choices)
    guide_type = models.CharField("4類型（目安）", max_length=1, choices=GuideType.choices, blank=True)
    lead_agency = models.ForeignKey(
        Agency,
        verbose_name="主に受けてもらう機関",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    next_staff = models.ForeignKey(
        Staff, verbose_name="次に関わる人", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    first_goal = models.CharField("はじめの接触のめあて", max_length=200, blank=True)
    reason = models.TextField("理由")

    class Meta:
        ordering = ["-decided_on", "-made_at"]

    def __str__(self) -> str:
        return self.get_outcome_display()


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
