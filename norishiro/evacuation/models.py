"""個別避難計画: who stands on which list, what changed between two, who was written to, and who went.

Everything belongs to the office that keeps the list (``agency``) and stands behind a wall of that office alone: the purpose
is evacuation, and the records of cases are kept for another (災害対策基本法第49条の10・第49条の14).
"""

from __future__ import annotations

from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from norishiro.agencies.models import Agency, Staff
from norishiro.core.records import EditableRecord, Record
from norishiro.core.sealing import columns
from norishiro.core.withheld import COVER
from norishiro.evacuation.choices import (
    AnswerWay,
    ChangeKind,
    Differs,
    Heard,
    LetterState,
    ListState,
    Matter,
    Picked,
    Reason,
    Receiver,
    Said,
    Share,
    Signed,
    SupporterKind,
    SupportState,
    TakenFor,
    VisitResult,
    Why,
)
from norishiro.opendata.models import IntakeRow
from norishiro.people.models import Person
from norishiro.resources.points import Point


class Target(Record):
    """対象者: somebody who stands, or stood, on a list of this office. The same person from list to list."""

    agency = models.ForeignKey(
        Agency, verbose_name="名簿を持つ機関", on_delete=models.PROTECT, related_name="+"
    )
    number = models.CharField("宛名番号", max_length=27, blank=True)
    name_key = models.CharField(max_length=120, editable=False)
    birth = models.DateField("生年月日")
    person = models.ForeignKey(
        Person, verbose_name="人の記録", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["agency", "name_key", "birth"], name="target_by_name"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "number"], condition=~Q(number=""), name="target_number_once"
            ),
            models.UniqueConstraint(
                fields=["agency", "person"], condition=Q(person__isnull=False), name="target_person_once",
                violation_error_message="この人の記録は、もう別の対象者と結ばれています。",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.id}"

    @property
    def seen_as(self) -> UUID:
        """Under which id a look at this person is written down."""
        return self.person_id or self.id


class Listing(Record):
    """対象者の一覧: who was eligible on one day. Put together from files while it is a draft; fixed, it stays."""

    agency = models.ForeignKey(
        Agency, verbose_name="名簿を持つ機関", on_delete=models.PROTECT, related_name="+"
    )
    base_on = models.DateField("基準日")
    state = models.CharField("様子", max_length=8, choices=ListState.choices, default=ListState.DRAFT)
    before = models.ForeignKey(
        "self",
        verbose_name="比べた一覧",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="after",
    )
    staff = models.ForeignKey(Staff, verbose_name="始めた職員", on_delete=models.PROTECT, related_name="+")
    fixed_on = models.DateField("確定した日", null=True, blank=True)

    class Meta:
        ordering = ["-base_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "base_on"], name="listing_once",
                violation_error_message="この基準日の一覧は、もうあります。",
            ),
            models.CheckConstraint(
                condition=Q(state=ListState.DRAFT, fixed_on__isnull=True)
                | Q(state=ListState.FIXED, fixed_on__isnull=False),
                name="listing_fixed_on_a_day",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.base_on}"

    @property
    def is_draft(self) -> bool:
        return self.state == ListState.DRAFT


class SourceFile(Record):
    """資料: one file that was read into a list, with what it looked like."""

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="files")
    kind = models.CharField("何の資料か", max_length=12)
    file_name = models.CharField("ファイルの名前", max_length=120)
    fingerprint = models.CharField("中身の印", max_length=64)
    coding = models.CharField("文字の種類", max_length=24)
    sheet = models.CharField("シート", max_length=40, blank=True)
    above = models.PositiveIntegerField("見出しより上の行", default=0)
    blank = models.PositiveIntegerField("空の行", default=0)
    rows = models.PositiveIntegerField("人の行", default=0)
    held = models.PositiveIntegerField("入れなかった行", default=0)
    unknown = models.CharField("読まなかった列", max_length=1000, blank=True)
    unplaced = models.CharField("緯度・経度を採らなかった行", max_length=1000, blank=True)
    staff = models.ForeignKey(Staff, verbose_name="読んだ職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["made_at"]
        constraints = [models.UniqueConstraint(fields=["listing", "fingerprint"], name="source_file_once")]

    def __str__(self) -> str:
        return self.file_name

    @property
    def taken(self) -> int:
        taken: int = self.rows - self.held
        return taken


class HeldRow(Record):
    """入れなかった行: a line of a file that was not taken, and what to do about it."""

    file = models.ForeignKey(SourceFile, on_delete=models.CASCADE, related_name="held_rows")
    line_no = models.PositiveIntegerField("行")
    name = models.CharField("氏名（書いてあるまま）", max_length=120, blank=True)
    problem = models.CharField("わけ", max_length=300)

    class Meta:
        ordering = ["line_no"]

    def __str__(self) -> str:
        return f"{self.line_no}"


class Entry(Record):
    """名簿の一行: one person on one list, as they stood on its day (災害対策基本法第49条の10第2項)."""

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="entries")
    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="entries")
    name = models.CharField("氏名", max_length=120)
    kana = models.CharField("ふりがな", max_length=160, blank=True)
    birth = models.DateField("生年月日")
    sex = models.CharField("性別", max_length=8, blank=True)
    postal_code = models.CharField("郵便番号", max_length=8, blank=True)
    address = models.CharField("住所", max_length=200, blank=True)
    phone = models.CharField("電話", max_length=40, blank=True)
    latitude = models.DecimalField("緯度", max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField("経度", max_digits=9, decimal_places=6, null=True, blank=True)

    class Meta:
        ordering = ["kana", "name", "id"]
        indexes = [models.Index(fields=["listing", "kana", "name", "id"], name="entry_by_kana")]
        constraints = [
            models.UniqueConstraint(fields=["listing", "target"], name="entry_once"),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False),
                name="entry_at_a_point",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def point(self) -> Point | None:
        """Where the home lies, as the file said; never worked out from the address."""
        if self.latitude is None or self.longitude is None:
            return None
        return Point(self.latitude, self.longitude)

    @property
    def can_be_written_to(self) -> bool:
        """Whether a notice may be printed: there is an address, and it is not withheld."""
        return bool(self.address) and COVER not in f"{self.name}{self.postal_code}{self.address}"


class Need(Record):
    """避難支援等を必要とする事由: which file says why (要介護3, 身体1級 …), in its own words."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="needs")
    file = models.ForeignKey(SourceFile, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField("何の資料か", max_length=12)
    words = models.CharField("事由", max_length=120, blank=True)

    class Meta:
        ordering = ["kind", "words"]
        constraints = [models.UniqueConstraint(fields=["entry", "kind", "words"], name="need_once")]

    def __str__(self) -> str:
        return self.words


class Difference(Record):
    """くいちがい: two files say different things of one person; somebody decides before the list is fixed."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="differences")
    file = models.ForeignKey(SourceFile, on_delete=models.CASCADE, related_name="differences")
    field = models.CharField("どの欄か", max_length=8, choices=Differs.choices)
    first = models.CharField("はじめの資料", max_length=200)
    second = models.CharField("あとの資料", max_length=200)
    picked = models.CharField("決めたこと", max_length=8, choices=Picked.choices, blank=True)
    staff = models.ForeignKey(
        Staff, verbose_name="決めた職員", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "field", "second"], name="difference_once"),
            models.CheckConstraint(
                condition=Q(picked="", staff__isnull=True) | (~Q(picked="") & Q(staff__isnull=False)),
                name="difference_decided_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.field


class Change(Record):
    """入替え: who is new, has left or stands otherwise than on the list before, and why."""

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="changes")
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField("どうなったか", max_length=8, choices=ChangeKind.choices)
    what = models.CharField("変わったところ", max_length=400, blank=True)
    reason = models.CharField("わけ", max_length=12, choices=Reason.choices, blank=True)
    on = models.DateField("異動の日", null=True, blank=True)

    class Meta:
        ordering = ["entry__kana", "id"]
        indexes = [models.Index(fields=["listing", "kind", "reason"], name="changes_of_listing")]
        constraints = [models.UniqueConstraint(fields=["listing", "entry"], name="change_once")]

    def __str__(self) -> str:
        return self.kind


class Mailing(Record):
    """案内の回: notices to the newly eligible and to those who did not answer before."""

    agency = models.ForeignKey(Agency, verbose_name="送る機関", on_delete=models.PROTECT, related_name="+")
    listing = models.ForeignKey(
        Listing, verbose_name="対象者の一覧", on_delete=models.PROTECT, related_name="mailings"
    )
    title = models.CharField("題", max_length=80)
    greeting = models.CharField("案内の文", max_length=600)
    sender = models.CharField("差出人・問い合わせ先", max_length=200)
    due_on = models.DateField("返事の期限")
    staff = models.ForeignKey(Staff, verbose_name="用意した職員", on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(
        Staff, verbose_name="承認した職員", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_on = models.DateField("承認した日", null=True, blank=True)
    sent_on = models.DateField("送った日", null=True, blank=True)

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "title"], name="mailing_once",
                violation_error_message="同じ題の案内がもうあります。",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True, approved_on__isnull=True)
                | Q(approved_by__isnull=False, approved_on__isnull=False) & ~Q(approved_by=F("staff")),
                name="mailing_approved_by_another",
            ),
            models.CheckConstraint(
                condition=Q(sent_on__isnull=True) | Q(approved_on__isnull=False, sent_on__gte=F("approved_on")),
                name="mailing_sent_after_approval",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title


class Letter(EditableRecord):
    """案内の一通: one person in one round, and what came back."""

    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="letters")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="letters")
    number = models.PositiveIntegerField("通し番号")
    why = models.CharField("送るわけ", max_length=8, choices=Why.choices)
    state = models.CharField("様子", max_length=8, choices=LetterState.choices, default=LetterState.READY)
    answered_on = models.DateField("返事の日", null=True, blank=True)
    way = models.CharField("返事のしかた", max_length=8, choices=AnswerWay.choices, blank=True)
    note = models.CharField("補足", max_length=200, blank=True)

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["mailing", "state", "number"], name="letters_by_state")]
        constraints = [
            models.UniqueConstraint(fields=["mailing", "number"], name="letter_number_once"),
            models.UniqueConstraint(fields=["mailing", "entry"], name="letter_once"),
            models.CheckConstraint(
                condition=Q(state__in=[LetterState.ANSWERED, LetterState.REFUSED, LetterState.RETURNED],
                            answered_on__isnull=False)
                | Q(state__in=[LetterState.READY, LetterState.SENT, LetterState.HELD],
                    answered_on__isnull=True, way=""),
                name="letter_answered_on_a_day",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.number}"


class Visit(EditableRecord):
    """訪問の依頼: a contracted agency asked to go to somebody who did not answer, and what came of it.

    What the contractor was told stands in the row itself: its staff see the visits asked of them and nothing else of the list.
    """

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="visits")
    contractor = models.ForeignKey(
        Agency, verbose_name="頼んだ先", on_delete=models.PROTECT, related_name="+"
    )
    asked_on = models.DateField("頼んだ日")
    due_on = models.DateField("いつまでに")
    subject_id = models.UUIDField("だれのことか（閲覧の記録の印）", null=True, editable=False)
    number = models.PositiveIntegerField("通し番号", default=0)
    name = models.CharField("伝えた氏名", max_length=120, blank=True)
    kana = models.CharField("伝えたふりがな", max_length=160, blank=True)
    address = models.CharField("伝えた住所", max_length=200, blank=True)
    phone = models.CharField("伝えた電話", max_length=40, blank=True)
    result = models.CharField("結果", max_length=12, choices=VisitResult.choices, blank=True)
    result_on = models.DateField("結果の日", null=True, blank=True)
    visitor = models.CharField("行った人", max_length=80, blank=True)
    note = models.CharField("補足", max_length=200, blank=True)
    staff = models.ForeignKey(Staff, verbose_name="頼んだ職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-asked_on", "-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["letter"], condition=Q(result=""), name="visit_one_open",
                violation_error_message="この人には、もう訪問を頼んでいます。",
            ),
            models.CheckConstraint(
                condition=Q(result="", result_on__isnull=True)
                | ~Q(result="") & Q(result_on__isnull=False, result_on__gte=F("asked_on")),
                name="visit_result_with_day",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.asked_on}"


class PlanForm(Record):
    """様式の版: which fields a plan has, from which month of dispatch on. A plan keeps the form it was written in."""

    agency = models.ForeignKey(
        Agency, verbose_name="様式を持つ機関", on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField("様式の名前", max_length=80)
    from_on = models.DateField("使いはじめる月の一日")
    staff = models.ForeignKey(Staff, verbose_name="決めた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-from_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "from_on"], name="plan_form_once",
                violation_error_message="この月から使う様式が、もうあります。",
            ),
            models.CheckConstraint(condition=Q(from_on__day=1), name="plan_form_from_a_first"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class PlanFormItem(Record):
    """様式の欄: one field of a form, in the words of the day the form was decided."""

    form = models.ForeignKey(PlanForm, on_delete=models.CASCADE, related_name="items")
    order = models.PositiveSmallIntegerField("並び順")
    code = models.CharField("符号", max_length=12)
    label = models.CharField("欄の名前", max_length=80)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["form", "code"], name="plan_form_item_once")]

    def __str__(self) -> str:
        return self.label


class EvacuationPlan(Record):
    """個別避難計画の一つの版: nothing is written over; a renewal is the next number, in the form of its day.

    Two consents with two effects: to the making of the plan (災害対策基本法第49条の14第1項), and to its being handed out in
    ordinary times (第49条の15第2項). In a disaster it may be handed out without (第49条の15第3項).
    """

    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="plans")
    number = models.PositiveSmallIntegerField("版")
    form = models.ForeignKey(PlanForm, verbose_name="様式", on_delete=models.PROTECT, related_name="+")
    made_on = models.DateField("つくった日")
    maker = models.CharField("だれとつくったか", max_length=120)
    agreed_on = models.DateField("計画をつくることに同意した日")
    share = models.CharField("ふだんからの提供", max_length=8, choices=Share.choices)
    share_with = models.CharField("ふだんから渡してよい相手", max_length=200, blank=True)
    review_on = models.DateField("見直す日")
    staff = models.ForeignKey(Staff, verbose_name="書いた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["target", "number"], name="evacuation_plan_once",
                violation_error_message="ほかの人が先に書き改めました。新しい版を開いてください。",
            ),
            models.CheckConstraint(
                condition=Q(agreed_on__lte=F("made_on"), review_on__gt=F("made_on")), name="evacuation_plan_days"
            ),
            models.CheckConstraint(
                condition=Q(share=Share.AGREED) & ~Q(share_with="") | ~Q(share=Share.AGREED) & Q(share_with=""),
                name="evacuation_plan_shared_with_somebody",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"第{self.number}版"


class PlanLine(Record):
    """計画の一つの欄: what was written under a field of the form."""

    plan = models.ForeignKey(EvacuationPlan, on_delete=models.CASCADE, related_name="lines")
    item = models.ForeignKey(PlanFormItem, on_delete=models.PROTECT, related_name="+")
    text = models.CharField("書いたこと", max_length=600)

    class Meta:
        ordering = ["item__order"]
        constraints = [models.UniqueConstraint(fields=["plan", "item"], name="plan_line_once")]

    def __str__(self) -> str:
        return self.text


class Refuge(Record):
    """避難する所: a place of the open lists that a plan names, for one kind of disaster, and the way there. Nothing is written
    over: what was chosen anew is the next number, and the row stays what it said that day."""

    plan = models.ForeignKey(EvacuationPlan, on_delete=models.CASCADE, related_name="refuges")
    hazard = models.CharField("どの災害のとき", max_length=16)
    number = models.PositiveSmallIntegerField("何度めに選んだか")
    row = models.ForeignKey(IntakeRow, verbose_name="一覧の行", on_delete=models.PROTECT, related_name="+")
    chosen_on = models.DateField("選んだ日")
    staff = models.ForeignKey(Staff, verbose_name="選んだ職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["hazard", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "hazard", "number"], name="refuge_once",
                violation_error_message="ほかの人が先に選びました。計画の頁を開き直してください。",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.hazard


class RefugeStep(Record):
    """避難する道の一歩: what to do next on the way, and where that is, where somebody wrote it."""

    refuge = models.ForeignKey(Refuge, on_delete=models.CASCADE, related_name="steps")
    order = models.PositiveSmallIntegerField("並び順")
    words = models.CharField("道すじ", max_length=120)
    latitude = models.DecimalField("緯度", max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField("経度", max_digits=9, decimal_places=6, null=True, blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["refuge", "order"], name="refuge_step_once"),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False),
                name="refuge_step_at_a_point",
            ),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def point(self) -> Point | None:
        if self.latitude is None or self.longitude is None:
            return None
        return Point(self.latitude, self.longitude)


class GivingConsent(Record):
    """ふだんから渡す同意: what somebody said, about the list or the plan, to whom, when, and in whose hand. Never written over.

    災害対策基本法第49条の11第2項（名簿）・第49条の15第2項（計画）. In a disaster neither is asked (第49条の11第3項・第49条の15第3項).
    """

    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="giving_consents")
    matter = models.CharField("何を渡すことか", max_length=8, choices=Matter.choices)
    said = models.CharField("返事", max_length=12, choices=Said.choices)
    receivers = ArrayField(
        models.CharField(max_length=12, choices=Receiver.choices),
        verbose_name="渡してよい相手",
        default=list,
        blank=True,
    )
    on = models.DateField("返事の日")
    heard = models.CharField("どう聞いたか", max_length=8, choices=Heard.choices)
    signed = models.CharField("署名", max_length=8, choices=Signed.choices)
    agent = models.CharField("代理の人（名前と間柄）", max_length=120, blank=True)
    checked = models.BooleanField("前の返事との違いを本人に確かめた", default=False)
    note = models.CharField("補足", max_length=200, blank=True)
    staff = models.ForeignKey(Staff, verbose_name="書いた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-on", "-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(said=Said.AGREED) & ~Q(receivers=[]) | ~Q(said=Said.AGREED) & Q(receivers=[]),
                name="giving_consent_to_somebody",
            ),
            models.CheckConstraint(
                condition=Q(signed=Signed.AGENT) & ~Q(agent="") | ~Q(signed=Signed.AGENT) & Q(agent=""),
                name="giving_consent_agent_named",
            ),
        ]

    def __str__(self) -> str:
        return self.said

    @property
    def receiver_names(self) -> str:
        return "、".join(str(one.label) for one in Receiver if one in self.receivers)


class Giving(Record):
    """ふだんの提供: the list or the plans of consenting people, prepared for one receiver, approved by another, handed over."""

    agency = models.ForeignKey(Agency, verbose_name="渡す機関", on_delete=models.PROTECT, related_name="+")
    listing = models.ForeignKey(
        Listing, verbose_name="対象者の一覧", on_delete=models.PROTECT, related_name="givings"
    )
    matter = models.CharField("何を渡すか", max_length=8, choices=Matter.choices)
    receiver = models.CharField("渡す相手の種類", max_length=12, choices=Receiver.choices)
    receiver_name = models.CharField("渡す相手", max_length=80)
    area = models.CharField("地区（住所にふくまれることば）", max_length=40, blank=True)
    purpose = models.CharField("なんのために", max_length=200)
    ordinance = models.CharField("同意によらず渡せる条例", max_length=200, blank=True)
    staff = models.ForeignKey(Staff, verbose_name="用意した職員", on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(
        Staff, verbose_name="承認した職員", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_on = models.DateField("承認した日", null=True, blank=True)
    given_on = models.DateField("渡した日", null=True, blank=True)
    given_to = models.CharField("受け取った人", max_length=80, blank=True)

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True, approved_on__isnull=True)
                | Q(approved_by__isnull=False, approved_on__isnull=False) & ~Q(approved_by=F("staff")),
                name="giving_approved_by_another",
            ),
            models.CheckConstraint(
                condition=Q(given_on__isnull=True, given_to="")
                | Q(approved_on__isnull=False, given_on__gte=F("approved_on")) & ~Q(given_to=""),
                name="giving_after_approval",
            ),
        ]

    def __str__(self) -> str:
        return self.receiver_name


class GivenPerson(Record):
    """提供の一人: who stands on it. Whose consent ends before it is handed over is not printed and not kept here."""

    giving = models.ForeignKey(Giving, on_delete=models.CASCADE, related_name="people")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="givings")

    class Meta:
        ordering = ["entry__kana", "id"]
        constraints = [models.UniqueConstraint(fields=["giving", "entry"], name="given_person_once")]

    def __str__(self) -> str:
        return f"{self.id}"


class Supporter(EditableRecord):
    """避難支援等実施者: a neighbour or a group that helps somebody to get away. They help as far as they can."""

    agency = models.ForeignKey(
        Agency, verbose_name="名簿を持つ機関", on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField("人か団体か", max_length=8, choices=SupporterKind.choices)
    name = models.CharField("名前", max_length=120)
    kana = models.CharField("ふりがな", max_length=160, blank=True)
    address = models.CharField("住所", max_length=200, blank=True)
    phone = models.CharField("電話", max_length=40, blank=True)

    class Meta:
        ordering = ["kana", "name", "id"]
        indexes = [models.Index(fields=["agency", "kana", "name", "id"], name="supporter_by_kana")]

    def __str__(self) -> str:
        return self.name


class Support(EditableRecord):
    """支援の引き受け: one supporter asked to help one person, and what they said. Their own consent, with its day."""

    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="supports")
    supporter = models.ForeignKey(Supporter, on_delete=models.PROTECT, related_name="supports")
    what = models.CharField("頼むこと", max_length=120)
    state = models.CharField("様子", max_length=8, choices=SupportState.choices, default=SupportState.ASKED)
    asked_on = models.DateField("頼んだ日")
    answered_on = models.DateField("返事の日", null=True, blank=True)
    left_on = models.DateField("やめた日", null=True, blank=True)
    note = models.CharField("補足", max_length=200, blank=True)
    staff = models.ForeignKey(Staff, verbose_name="頼んだ職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["asked_on", "made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["target", "supporter"], condition=Q(state__in=[SupportState.ASKED, SupportState.AGREED]),
                name="support_once", violation_error_message="この人のことは、もうこの支援者に頼んでいます。",
            ),
            models.CheckConstraint(
                condition=Q(state=SupportState.ASKED, answered_on__isnull=True, left_on__isnull=True)
                | Q(state__in=[SupportState.AGREED, SupportState.DECLINED], left_on__isnull=True,
                    answered_on__gte=F("asked_on"))
                | Q(state=SupportState.LEFT, answered_on__gte=F("asked_on"), left_on__gte=F("answered_on")),
                name="support_days",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.state


class Drill(Record):
    """避難訓練: when and where, who took part besides, what worked."""

    agency = models.ForeignKey(Agency, verbose_name="機関", on_delete=models.PROTECT, related_name="+")
    on = models.DateField("訓練の日")
    place = models.CharField("場所", max_length=120)
    others = models.CharField("いっしょに出た人・団体", max_length=300, blank=True)
    worked = models.CharField("うまくいったこと", max_length=600)
    staff = models.ForeignKey(Staff, verbose_name="書いた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-on", "-made_at"]

    def __str__(self) -> str:
        return self.place


class DrillPart(Record):
    """訓練に出た対象者: what is to change for this person, and by when their plan is looked at again."""

    drill = models.ForeignKey(Drill, on_delete=models.PROTECT, related_name="parts")
    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="drill_parts")
    change = models.CharField("変えること", max_length=600, blank=True)
    review_on = models.DateField("次に見直す日")
    staff = models.ForeignKey(Staff, verbose_name="書いた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-drill__on", "-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["drill", "target"], name="drill_part_once",
                violation_error_message="この人のこの訓練は、もう書かれています。",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.review_on}"


class ZoneList(Record):
    """浸水想定区域などの区域の表: which towns and blocks lie inside, as of a day. The newest one counts."""

    agency = models.ForeignKey(Agency, verbose_name="機関", on_delete=models.PROTECT, related_name="+")
    name = models.CharField("区域の名前", max_length=80)
    hazard = models.CharField("災害の種類", max_length=16, blank=True)
    as_of = models.DateField("いつの時点の区域か")
    file_name = models.CharField("ファイルの名前", max_length=120)
    held = models.PositiveIntegerField("入れなかった行", default=0)
    problems = models.CharField("入れなかったわけ", max_length=2000, blank=True)
    staff = models.ForeignKey(Staff, verbose_name="読んだ職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.name


class HazardMap(Record):
    """区域の図: the outlines of one kind of hazard from a GeoJSON file, of a day. The newest of its kind counts."""

    agency = models.ForeignKey(Agency, verbose_name="機関", on_delete=models.PROTECT, related_name="+")
    name = models.CharField("区域の名前", max_length=80)
    hazard = models.CharField("災害の種類", max_length=16)
    source = models.CharField("出典・提供者", max_length=120)
    as_of = models.DateField("いつの時点の区域か")
    depth_column = models.CharField("深さの列", max_length=60, blank=True)
    file_name = models.CharField("ファイルの名前", max_length=120)
    fingerprint = models.CharField("中身の印", max_length=64)
    touching = models.PositiveIntegerField("一点で触れていた輪", default=0)
    staff = models.ForeignKey(Staff, verbose_name="読んだ職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.name


class HazardPatch(Record):
    """区域の図の一つの面: one patch of ground, how deep, and its edges (kept as WKB; the edges find it in a table)."""

    map = models.ForeignKey(HazardMap, on_delete=models.CASCADE, related_name="patches")
    order = models.PositiveIntegerField("並び順")
    rank = models.PositiveSmallIntegerField("深さの順", default=0)
    depth = models.CharField("深さ", max_length=60, blank=True)
    west = models.FloatField("西の端")
    south = models.FloatField("南の端")
    east = models.FloatField("東の端")
    north = models.FloatField("北の端")
    shape = models.BinaryField("面")

    class Meta:
        ordering = ["order"]
        indexes = [models.Index(fields=["map", "west", "east"], name="patch_by_edge")]
        constraints = [models.UniqueConstraint(fields=["map", "order"], name="hazard_patch_once")]

    def __str__(self) -> str:
        return self.depth


class ZoneTown(Record):
    """区域の一行: a town, block or house number, and whether it lies inside."""

    zones = models.ForeignKey(ZoneList, on_delete=models.CASCADE, related_name="towns")
    address = models.CharField("町名・番地", max_length=200)
    key = models.CharField(max_length=200, editable=False)
    inside = models.BooleanField("区域の内か")

    class Meta:
        ordering = ["key"]
        constraints = [models.UniqueConstraint(fields=["zones", "key"], name="zone_town_once")]

    def __str__(self) -> str:
        return self.address


class ZoneCount(Record):
    """残した計画数: how many people with a plan lived inside, outside and nobody can say, on a day. Numbers only; plans are judged by
    them (``policies``), who may not see whom they are of."""

    agency = models.ForeignKey(Agency, verbose_name="機関", on_delete=models.PROTECT, related_name="+")
    hazard = models.CharField("災害の種類", max_length=16, blank=True)
    counted_on = models.DateField("数えた日")
    inside = models.PositiveIntegerField("区域の内")
    outside = models.PositiveIntegerField("区域の外")
    unknown = models.PositiveIntegerField("分からない")
    staff = models.ForeignKey(Staff, verbose_name="残した職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-counted_on", "-made_at"]
        indexes = [models.Index(fields=["hazard", "-counted_on"], name="zone_count_newest")]

    def __str__(self) -> str:
        return f"{self.counted_on} {self.hazard}"

    @property
    def total(self) -> int:
        return self.inside + self.outside + self.unknown


class PackPhrase(Record):
    """合言葉: opens the packs made from its day on. Drawn by the house, seen in halves by two people, kept under seal."""

    agency = models.ForeignKey(Agency, verbose_name="機関", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField("第何号")
    words = models.BinaryField("合言葉（封）")
    first_by = models.ForeignKey(
        Staff, verbose_name="前の半分を受け取った職員", on_delete=models.PROTECT, related_name="+"
    )
    first_on = models.DateField("前の半分を受け取った日")
    second_by = models.ForeignKey(
        Staff,
        verbose_name="後の半分を受け取った職員",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    second_on = models.DateField("後の半分を受け取った日", null=True, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "number"], name="pack_phrase_once"),
            models.CheckConstraint(
                condition=Q(second_by__isnull=True, second_on__isnull=True)
                | Q(second_by__isnull=False, second_on__gte=F("first_on")) & ~Q(second_by=F("first_by")),
                name="pack_phrase_in_two_hands",
            ),
        ]

    def __str__(self) -> str:
        return f"第{self.number}号"


class Pack(Record):
    """災害用ファイル: one night's file of everybody on the newest list, or why there is none. Locked with the phrase."""

    agency = models.ForeignKey(Agency, verbose_name="機関", on_delete=models.PROTECT, related_name="+")
    listing = models.ForeignKey(
        Listing,
        verbose_name="対象者の一覧",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="packs",
    )
    phrase = models.ForeignKey(
        PackPhrase,
        verbose_name="合言葉",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="packs",
    )
    people = models.PositiveIntegerField("人数", default=0)
    planned = models.PositiveIntegerField("計画のある人", default=0)
    withheld = models.PositiveIntegerField("住所を伏せている人", default=0)
    size = models.PositiveIntegerField("大きさ", default=0)
    seconds = models.PositiveIntegerField("かかった秒", default=0)
    fingerprint = models.CharField("中身の印", max_length=64, blank=True)
    problem = models.CharField("作れなかったわけ", max_length=300, blank=True)
    content = models.BinaryField("中身（合言葉で暗号にしたもの）", null=True)

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(problem="") & Q(content__isnull=True, fingerprint="")
                | Q(problem="", listing__isnull=False, phrase__isnull=False) & ~Q(fingerprint=""),
                name="pack_made_or_told_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d}"


class PackTaking(Record):
    """災害用ファイルの受け取り: who took it, for what, and in their own words why."""

    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="takings")
    purpose = models.CharField("なんのために", max_length=8, choices=TakenFor.choices)
    reason = models.CharField("わけ", max_length=200)
    staff = models.ForeignKey(
        Staff, verbose_name="受け取った職員", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.purpose


columns.declare_field(PackPhrase, "words")
