"""個別避難計画: who stands on which list, what changed between two, who was written to, and who went.

Everything belongs to the office that keeps the list (``agency``) and stands behind a wall of that office alone: the purpose
is evacuation, and the records of cases are kept for another (災害対策基本法第49条の10・第49条の14).
"""

from __future__ import annotations

from uuid import UUID

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
    LetterState,
    ListState,
    Picked,
    Reason,
    Share,
    TakenFor,
    VisitResult,
    Why,
)
from norishiro.people.models import Person


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

    class Meta:
        ordering = ["kana", "name", "id"]
        indexes = [models.Index(fields=["listing", "kana", "name", "id"], name="entry_by_kana")]
        constraints = [models.UniqueConstraint(fields=["listing", "target"], name="entry_once")]

    def __str__(self) -> str:
        return self.name

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
    """訪問の依頼: a contracted agency asked to go to somebody who did not answer, and what came of it."""

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="visits")
    contractor = models.ForeignKey(
        Agency, verbose_name="頼んだ先", on_delete=models.PROTECT, related_name="+"
    )
    asked_on = models.DateField("頼んだ日")
    due_on = models.DateField("いつまでに")
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


class ZoneList(Record):
    """浸水想定区域などの区域の表: which towns and blocks lie inside, as of a day. The newest one counts."""

    agency = models.ForeignKey(Agency, verbose_name="機関", on_delete=models.PROTECT, related_name="+")
    name = models.CharField("区域の名前", max_length=80)
    as_of = models.DateField("いつの時点の区域か")
    file_name = models.CharField("ファイルの名前", max_length=120)
    held = models.PositiveIntegerField("入れなかった行", default=0)
    problems = models.CharField("入れなかったわけ", max_length=2000, blank=True)
    staff = models.ForeignKey(Staff, verbose_name="読んだ職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.name


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
