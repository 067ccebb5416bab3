"""The assessment of a case: one sheet, its answers by agency, what is refused and accepted, risk sheets; and district sheets."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from norishiro.agencies.models import Agency, Area, Staff
from norishiro.assessment.choices import Decider, FindingKind, FindingState, RiskMark, ToldBy
from norishiro.cases.choices import Certainty
from norishiro.cases.models import Case, Unknown
from norishiro.core.records import EditableRecord, Record
from norishiro.people.models import Person
from norishiro.sharing.models import GatedEditableRecord, GatedRecord


class Sheet(EditableRecord):
    """インテーク・アセスメントシート: begun on a day, with the item dictionary of that day. It says nothing by itself.

    ``version`` grows with everything written in it, so that a confirmation knows what it confirmed.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="assessments")
    begun_on = models.DateField("始めた日")
    form_version = models.CharField("様式の版", max_length=40)
    staff = models.ForeignKey(Staff, verbose_name="始めた職員", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, verbose_name="始めた機関", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-begun_on", "-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "begun_on"],
                name="assessment_sheet_once_a_day",
                violation_error_message="今日のアセスメントは、もう始まっています。",
            )
        ]

    def __str__(self) -> str:
        return f"アセスメント {self.begun_on}"


class Party(Record):
    """共同アセスメントの機関: who assesses together. The sheet is complete when every one has confirmed it as it stands."""

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="parties")
    agency = models.ForeignKey(Agency, verbose_name="機関", on_delete=models.PROTECT, related_name="+")
    invited_by = models.ForeignKey(
        Staff, verbose_name="加えた職員", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [models.UniqueConstraint(fields=["sheet", "agency"], name="assessment_party_once")]

    def __str__(self) -> str:
        return str(self.agency)


class Confirmation(Record):
    """確認: one agency stands to the sheet in the version it has then. A later change makes it a thing of the past."""

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="confirmations")
    agency = models.ForeignKey(Agency, verbose_name="機関", on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, verbose_name="確かめた職員", on_delete=models.PROTECT, related_name="+")
    confirmed_on = models.DateField("確かめた日")
    sheet_version = models.PositiveIntegerField("確かめた版")

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "agency", "sheet_version"], name="assessment_confirmed_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.confirmed_on} {self.agency}"


class Answer(GatedRecord):
    """一つの項目への記入, by one agency on one day. A later one stands in front of it; nothing is written over.

    ``words`` is what is read, in the labels of the day; ``codes``, ``number`` and ``day`` are what the form goes on with.
    An answer without words says that the agency took its earlier one back.
    """

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="answers")
    person = models.ForeignKey(
        Person, verbose_name="だれの", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    item = models.CharField("項目", max_length=40)
    codes = ArrayField(models.CharField(max_length=40), verbose_name="選んだもの", default=list)
    number = models.PositiveIntegerField("数", null=True, blank=True)
    day = models.DateField("日", null=True, blank=True)
    note = models.TextField("ことば", blank=True)
    words = models.TextField("記入", blank=True)
    told_by = models.CharField("出所", max_length=12, choices=ToldBy.choices)
    told_name = models.CharField("だれから・何から", max_length=120, blank=True)
    known_on = models.DateField("分かった日")
    certainty = models.CharField("確かさ", max_length=12, choices=Certainty.choices, default=Certainty.HEARD)
    taken_from = models.CharField("写したもと", max_length=80, blank=True)
    staff = models.ForeignKey(Staff, verbose_name="書いた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["made_at", "id"]
        indexes = [models.Index(fields=["sheet", "item", "made_at"], name="answer_of_sheet")]

    def __str__(self) -> str:
        return self.item


class ItemInquiry(GatedRecord):
    """調べること: an item nobody knows, as a thing somebody finds out by a day (cases.Unknown carries who and when)."""

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="inquiries")
    person = models.ForeignKey(
        Person, verbose_name="だれの", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    item = models.CharField("項目", max_length=40)
    unknown = models.OneToOneField(Unknown, on_delete=models.CASCADE, related_name="assessment_item")

    class Meta:
        ordering = ["made_at"]

    def __str__(self) -> str:
        return self.item


class MeetingPart(Record):
    """会議に出す: a section (or one item) of the sheet that the paper of a meeting shows, each reader through their own gate."""

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="meeting_parts")
    section = models.CharField("欄", max_length=40)
    item = models.CharField("項目（空なら欄の全部）", max_length=40, blank=True)
    chosen_by = models.ForeignKey(
        Staff, verbose_name="選んだ職員", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["made_at"]
        constraints = [models.UniqueConstraint(fields=["sheet", "section", "item"], name="meeting_part_once")]

    def __str__(self) -> str:
        return self.item or self.section


class OwnForm(GatedRecord):
    """機関の様式: an agency's own assessment paper, attached instead of typed again (the scan lies sealed in attachments)."""

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="own_forms")
    person = models.ForeignKey(
        Person, verbose_name="だれの", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    title = models.CharField("様式の名前", max_length=120)
    written_on = models.DateField("書かれた日")
    staff = models.ForeignKey(Staff, verbose_name="付けた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-written_on", "-made_at"]

    def __str__(self) -> str:
        return self.title


class Refusal(GatedRecord):
    """断られていること: who refuses which support for whom. It may ease; it stays readable."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="refusals")
    person = models.ForeignKey(
        Person, verbose_name="断っている人", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    for_person = models.ForeignKey(
        Person,
        verbose_name="だれへの支援か",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    what = models.CharField("断っている支援", max_length=200)
    reason = models.CharField("わけ・そのときのことば", max_length=300, blank=True)
    source = models.CharField("だれから聞いたか", max_length=120)
    noted_on = models.DateField("分かった日")
    eased_on = models.DateField("和らいだ日", null=True, blank=True)
    eased_how = models.CharField("何があって和らいだか", max_length=300, blank=True)
    staff = models.ForeignKey(Staff, verbose_name="書いた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["eased_on", "-noted_on", "-made_at"]

    def __str__(self) -> str:
        return self.what


class Acceptance(GatedRecord):
    """受援力: what could be seen of a person's strength to take help, on a day, by one step of a dated scale. Going back is
    no failure."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="acceptances")
    person = models.ForeignKey(Person, verbose_name="だれの", on_delete=models.PROTECT, related_name="+")
    step = models.CharField("段", max_length=8)
    step_label = models.CharField("段のことば", max_length=80)
    seen = models.CharField("見て分かった様子", max_length=300)
    strength = models.CharField("力・できていること", max_length=200, blank=True)
    route = models.CharField("はじめて会えた道すじ", max_length=120, blank=True)
    first_met_on = models.DateField("はじめて会えた日", null=True, blank=True)
    seen_on = models.DateField("見た日")
    staff = models.ForeignKey(Staff, verbose_name="見た職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["seen_on", "made_at"]

    def __str__(self) -> str:
        return self.step_label

    @property
    def mark(self) -> str:
        """The step in one letter for a drawing; none for a step of an earlier scale."""
        found = self.step.removeprefix("U")
        return "" if found == self.step else found.replace("X", "？")


class RiskSheet(GatedEditableRecord):
    """○×？の票: what is known for and against, and what is not known. The marks are never added up."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="risk_sheets")
    person = models.ForeignKey(
        Person, verbose_name="だれのこと", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    form_code = models.CharField("様式", max_length=40)
    form_version = models.CharField("様式の版", max_length=20)
    form_name = models.CharField("票の名前", max_length=80)
    filled_on = models.DateField("書いた日")
    staff = models.ForeignKey(Staff, verbose_name="書いた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-filled_on", "-made_at"]

    def __str__(self) -> str:
        return self.form_name


class RiskAnswer(Record):
    """One question of the sheet: ○, × or ?, what is known about it, and what is strong there."""

    sheet = models.ForeignKey(RiskSheet, on_delete=models.CASCADE, related_name="answers")
    question = models.CharField("問い", max_length=40)
    text = models.CharField("問いのことば", max_length=200)
    mark = models.CharField("答え", max_length=8, choices=RiskMark.choices, default=RiskMark.UNCLEAR)
    known = models.CharField("関連する情報", max_length=500, blank=True)
    strength = models.CharField("強み・良い点", max_length=300, blank=True)
    order = models.PositiveSmallIntegerField("並び順", default=0)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["sheet", "question"], name="risk_answer_once")]

    def __str__(self) -> str:
        return f"{self.get_mark_display()} {self.text}"


class RiskDecision(Record):
    """決めた段階: which level people decided on, why, who, and when it is looked at again. A later one replaces it."""

    sheet = models.ForeignKey(RiskSheet, on_delete=models.CASCADE, related_name="decisions")
    level = models.CharField("段階", max_length=20)
    level_label = models.CharField("段階のことば", max_length=80)
    reason = models.TextField("決めたわけ")
    decider = models.CharField("だれが決めたか", max_length=8, choices=Decider.choices)
    decided_by = models.CharField("決めた人・会議の名前", max_length=200)
    decided_on = models.DateField("決めた日")
    review_on = models.DateField("見直す日")
    staff = models.ForeignKey(Staff, verbose_name="書いた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-decided_on", "-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(review_on__gt=F("decided_on")),
                name="risk_review_after_decision",
                violation_error_message="見直す日は、決めた日より後にしてください。",
            )
        ]

    def __str__(self) -> str:
        return self.level_label


class DistrictSheet(Record):
    """地区アセスメント: what those who know a district see in it, on a day. No resident is named."""

    area = models.ForeignKey(Area, verbose_name="地区", on_delete=models.PROTECT, related_name="+")
    studied_on = models.DateField("した日")
    title = models.CharField("題", max_length=120)
    participants = models.CharField("だれと", max_length=200, blank=True)
    body = models.TextField("見えてきたこと")
    agency = models.ForeignKey(Agency, verbose_name="書いた機関", on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, verbose_name="書いた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-studied_on", "-made_at"]

    def __str__(self) -> str:
        return self.title


class DistrictFinding(Record):
    """地区の課題・力: one thing a district sheet found, until a meeting has taken it up and closed it."""

    sheet = models.ForeignKey(DistrictSheet, on_delete=models.CASCADE, related_name="findings")
    kind = models.CharField("種類", max_length=8, choices=FindingKind.choices)
    text = models.CharField("課題・力", max_length=300)
    state = models.CharField("状態", max_length=8, choices=FindingState.choices, default=FindingState.OPEN)
    meeting = models.CharField("取り上げた会議", max_length=120, blank=True)
    taken_up_on = models.DateField("取り上げた日", null=True, blank=True)
    what_next = models.CharField("することにしたこと", max_length=300, blank=True)
    closed_on = models.DateField("区切りをつけた日", null=True, blank=True)
    outcome = models.CharField("どうなったか", max_length=300, blank=True)
    staff = models.ForeignKey(Staff, verbose_name="書いた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["state", "made_at"]

    def __str__(self) -> str:
        return self.text
