"""What comes in: 相談の受付 with its marks and decisions, 気づき, 電話メモ, 心配ごと."""

from __future__ import annotations

from django.db import models

from norishiro.agencies.choices import FocusFound
from norishiro.agencies.models import Agency, FocusGroup, Staff, Window
from norishiro.consultations.choices import (
    USUAL_OF_VISITOR,
    Business,
    Channel,
    ConsultationStatus,
    GuideType,
    Hurry,
    Knows,
    Mark,
    Origin,
    Outcome,
    OutsideAnswer,
    Urgency,
    Visitor,
)
from norishiro.core.records import Record
from norishiro.outreach.models import Gathering
from norishiro.outreach.segments import Line, lines_to_read
from norishiro.people.models import Person
from norishiro.sharing.models import GatedEditableRecord


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
    window = models.ForeignKey(
        Window, verbose_name="受けた窓口", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
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

    learned = models.CharField("何で知ったか", max_length=16, blank=True, default="", db_default="")
    # Without a key: what was made known stands above this room (docs/adr/0065-publicity.md).
    learned_item = models.UUIDField("どの広報物・催しか", null=True, blank=True, db_index=True)

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


class FocusMark(Record):
    """重点対象の印: which group the person was known to belong to at the entry door, and which was found later, by whom."""

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="focus_marks")
    group = models.ForeignKey(FocusGroup, verbose_name="重点対象", on_delete=models.PROTECT, related_name="+")
    found = models.CharField("いつ分かったか", max_length=8, choices=FocusFound.choices)
    found_on = models.DateField("分かった日")
    staff = models.ForeignKey(Staff, verbose_name="残した職員", on_delete=models.PROTECT, related_name="+")
    how = models.CharField("どうして分かったか", max_length=200, blank=True)

    class Meta:
        ordering = ["found_on", "made_at"]
        constraints = [models.UniqueConstraint(fields=["consultation", "group"], name="focus_mark_once")]

    def __str__(self) -> str:
        return str(self.group)


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
