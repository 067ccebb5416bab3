"""会議体, its sittings, the cases on the table, the seats and oaths, and what was said and decided."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from norishiro.agencies.models import Agency, Staff
from norishiro.attachments.choices import FileKind
from norishiro.cases.models import Case
from norishiro.core.records import EditableRecord, Record
from norishiro.core.sealing import columns
from norishiro.meetings.choices import (
    USUAL_OF_LINE,
    Answer,
    BodyKind,
    ConsentRule,
    ConveneStatus,
    CopyState,
    DesignationKind,
    Direction,
    ItemKind,
    ItemPurpose,
    ItemStatus,
    LineKind,
    Mode,
    OathRule,
    RegulationKind,
    SittingStatus,
)
from norishiro.outreach.segments import Line, lines_to_read
from norishiro.people.models import Person
from norishiro.sharing.models import GatedEditableRecord, GatedRecord


class Body(Record):
    """会議体, as the profile describes it (adopted at set-up)."""

    code = models.CharField("コード", max_length=60, unique=True)
    name = models.CharField("名称", max_length=120)
    kind = models.CharField("種別", max_length=10, choices=BodyKind.choices)
    ground = models.CharField("根拠", max_length=10, blank=True)
    convener = models.ForeignKey(
        Agency, verbose_name="招集する機関", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    preparer = models.ForeignKey(
        Agency, verbose_name="準備する機関", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    parent = models.ForeignKey(
        "self",
        verbose_name="親の会議体",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="parts",
    )
    frequency = models.CharField("頻度", max_length=120, blank=True)
    chair = models.CharField("座長", max_length=80, blank=True)
    consent_rule = models.CharField("同意の決まり", max_length=16, choices=ConsentRule.choices)
    oath_rule = models.CharField("守秘の決まり", max_length=16, choices=OathRule.choices)
    target = models.CharField("対象", max_length=40, blank=True)
    sits_without_cases = models.BooleanField("事例がなくても開く", default=False)
    person_attends = models.BooleanField("本人が出席できる", default=False)
    anonymous = models.BooleanField("匿名で扱う", default=False)
    only_unconsented = models.BooleanField("同意のないケースだけを扱う", default=False)
    names_members = models.BooleanField("席につくのは指定した人だけ", default=False)
    decides_plan = models.BooleanField("プランを決定する", default=False)
    reviews_progress = models.BooleanField("進捗を確認する", default=False)
    conveners = models.ManyToManyField(
        Agency, verbose_name="招集できる機関", blank=True, related_name="convened_bodies"
    )
    applicant_attends = models.BooleanField("申込をした機関が出席する", default=False)
    may_add_members = models.BooleanField("事例ごとに構成員を加えられる", default=True)
    counted_in_parent = models.BooleanField("親の会議体の回数に数える", default=False)
    decides = models.TextField("決めること", blank=True)
    procedure_on = models.DateField("名前を出して共有する手続きが済んだ日", null=True, blank=True)
    from_on = models.DateField("始まり")
    until_on = models.DateField("終わり（この日から無効）", null=True, blank=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class RosterSeat(Record):
    """名簿: which agency (or department) belongs to the body, by date. Some rows name a kind of member and no agency."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="roster")
    agency = models.ForeignKey(
        Agency, verbose_name="所属", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    label = models.CharField("名簿の表記", max_length=120, blank=True)
    department = models.CharField("部", max_length=80, blank=True)
    order = models.PositiveSmallIntegerField("並び順", default=0)
    level = models.CharField("職層", max_length=40, blank=True)
    from_on = models.DateField("始まり")
    until_on = models.DateField("終わり（この日から無効）", null=True, blank=True)

    class Meta:
        ordering = ["order", "agency__code", "from_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "agency", "label", "from_on"], nulls_distinct=False, name="roster_seat_once"
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("from_on")),
                name="roster_seat_period",
                violation_error_message="名簿の終わりは始まりより後にしてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.label}"


class Designation(Record):
    """構成員の指定: one person named to the body from a day to a day, with the document that did it."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="designations")
    staff = models.ForeignKey(Staff, verbose_name="構成員", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, verbose_name="所属", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("種類", max_length=14, choices=DesignationKind.choices)
    document = models.CharField("文書の番号", max_length=80)
    from_on = models.DateField("始まり")
    until_on = models.DateField("終わり（この日から無効）", null=True, blank=True)
    named_by = models.ForeignKey(
        Staff, verbose_name="登録した職員", on_delete=models.PROTECT, related_name="+"
    )
    end_reason = models.CharField("終えた理由", max_length=300, blank=True)

    class Meta:
        ordering = ["agency__code", "staff__login_id", "from_on"]
        indexes = [models.Index(fields=["body", "staff"], name="designation_of_staff")]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("from_on")),
                name="designation_period",
                violation_error_message="指定の終わりは始まりより後にしてください。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.document}"


class Regulation(Record):
    """実施計画・要綱: the text as it stood from a day on. A new version ends the one before; none is rewritten."""

    kind = models.CharField("種類", max_length=10, choices=RegulationKind.choices)
    title = models.CharField("名称", max_length=160)
    version = models.CharField("版", max_length=60)
    text = models.TextField("本文・要点")
    decided_on = models.DateField("決めた日")
    from_on = models.DateField("始まり")
    until_on = models.DateField("終わり（この日から無効）", null=True, blank=True)
    kept_by = models.ForeignKey(
        Staff, verbose_name="登録した職員", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["kind", "-from_on"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "title", "from_on"], name="regulation_once"),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("from_on")),
                name="regulation_period",
                violation_error_message="版の終わりは始まりより後にしてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.version}"


class StatedSize(Record):
    """The size a source states for a time whose roster itself is not known (墨田 R3: 5部14課)."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="stated_sizes")
    departments = models.PositiveSmallIntegerField("部の数")
    sections = models.PositiveSmallIntegerField("課の数")
    from_on = models.DateField("始まり")
    until_on = models.DateField("終わり（この日から無効）", null=True, blank=True)

    class Meta:
        ordering = ["from_on"]

    def __str__(self) -> str:
        return f"{self.departments}部{self.sections}課"


class ConveneRequest(Record):
    """開催の要請: who may not convene asks who may (八王子: 社協 → 市), with reason and proposed members."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="convene_requests")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="convene_requests")
    asked_on = models.DateField("要請した日")
    asker = models.ForeignKey(Staff, verbose_name="要請した職員", on_delete=models.PROTECT, related_name="+")
    asker_agency = models.ForeignKey(
        Agency, verbose_name="要請した機関", on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField("理由")
    status = models.CharField(
        "状態", max_length=10, choices=ConveneStatus.choices, default=ConveneStatus.ASKED
    )
    answered_on = models.DateField("回答日", null=True, blank=True)
    answered_by = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="回答した職員"
    )
    answer = models.CharField("回答", max_length=300, blank=True)
    sitting = models.ForeignKey(
        "Sitting",
        verbose_name="開くことにした回",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="asked_for",
    )

    class Meta:
        ordering = ["-asked_on", "-made_at"]

    def __str__(self) -> str:
        return f"{self.body} {self.asked_on}"


class ProposedMember(Record):
    """Whom the requester would like at the table."""

    request = models.ForeignKey(ConveneRequest, on_delete=models.CASCADE, related_name="proposed")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name="機関")
    why = models.CharField("理由", max_length=120, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "agency"], name="proposed_member_once")]

    def __str__(self) -> str:
        return str(self.agency)


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


class Item(GatedEditableRecord):
    """付議: one case on the table (or waiting for a sitting). It has one basis: J6, C0, or (names hidden, no 支援会議) P69-0.

    A J6 item is a subject of its own, so that only its designated members open it; a C0 item's subject is the case, so
    that a withdrawn consent closes it with everything else. Nothing born under one basis moves to the other: a changed
    route is a new item that ``continues`` the earlier one.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="items")
    body = models.ForeignKey(Body, verbose_name="会議体", on_delete=models.PROTECT, related_name="items")
    sitting = models.ForeignKey(
        Sitting, verbose_name="開催", null=True, blank=True, on_delete=models.PROTECT, related_name="items"
    )
    order = models.PositiveSmallIntegerField("順番", default=0)
    kind = models.CharField("扱い", max_length=10, choices=ItemKind.choices)
    purpose = models.CharField("目的", max_length=10, choices=ItemPurpose.choices, default=ItemPurpose.SHARE)
    reason = models.TextField("付議の理由")
    minutes = models.PositiveSmallIntegerField("時間（分）", default=20)
    anonymous_label = models.CharField("匿名での呼び方", max_length=40, blank=True)
    status = models.CharField("状態", max_length=10, choices=ItemStatus.choices, default=ItemStatus.WAITING)
    put_by = models.ForeignKey(Staff, verbose_name="付議した職員", on_delete=models.PROTECT, related_name="+")
    put_on = models.DateField("付議した日")
    approach = models.TextField("未同意の方への近づき方・間接的な支援", blank=True)
    how_to_tell = models.TextField("本人への伝え方・同意の取り方", blank=True)
    do_not_contact = models.CharField("連絡してはいけない相手・方法", max_length=300, blank=True)
    continues = models.ForeignKey(
        "self",
        verbose_name="前の付議",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="continued_by",
    )
    next_check_on = models.DateField("次に確かめる日", null=True, blank=True)

    class Meta:
        ordering = ["order", "put_on", "made_at"]
        indexes = [
            models.Index(fields=["body", "status"], name="item_waiting"),
            models.Index(fields=["case", "status"], name="item_of_case"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.get_purpose_display()}"


class Passage(Record):
    """ほかの会議との出入り: from which body an item came, or to which it was handed on. It opens nothing to that body."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="passages")
    direction = models.CharField("向き", max_length=3, choices=Direction.choices)
    body = models.ForeignKey(
        Body, verbose_name="会議体", null=True, blank=True, on_delete=models.PROTECT, related_name="passages"
    )
    body_name = models.CharField("登録のない会議の名前", max_length=120, blank=True)
    passed_on = models.DateField("日付")
    reason = models.CharField("理由", max_length=300)
    staff = models.ForeignKey(Staff, verbose_name="書いた職員", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, verbose_name="書いた機関", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-passed_on", "-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(body__isnull=True) ^ Q(body_name=""),
                name="passage_one_body",
                violation_error_message="会議体を選ぶか、会議の名前を書くか、どちらか一つにしてください。",
            )
        ]

    def __str__(self) -> str:
        return self.other

    @property
    def other(self) -> str:
        """The body at the other end, by its name."""
        return self.body.name if self.body else self.body_name


class Seat(Record):
    """席: a person designated as member for one item. The grant is written when the oath rule is met, and ends with the seat."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="seats")
    staff = models.ForeignKey(Staff, verbose_name="構成員", on_delete=models.PROTECT, related_name="seats")
    agency = models.ForeignKey(Agency, verbose_name="所属", on_delete=models.PROTECT, related_name="+")
    designated_on = models.DateField("指定日")
    added_for_item = models.BooleanField("この事例のために加えた", default=False)
    adviser = models.BooleanField("助言者", default=False)
    until_on = models.DateField("見られる期限（この日から無効）", null=True, blank=True)
    opened_at = models.DateTimeField("資料が開いた日時", null=True, blank=True)
    ended_at = models.DateTimeField("席が終わった日時", null=True, blank=True)
    attended = models.BooleanField("出席した", default=False)

    class Meta:
        ordering = ["agency__code", "staff__login_id"]
        constraints = [models.UniqueConstraint(fields=["item", "staff"], name="seat_once")]

    def __str__(self) -> str:
        return f"{self.staff}"


class PersonSeat(Record):
    """本人の出席 (中野): the person sits at the table of a 重層的支援会議."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="person_seats")
    person = models.ForeignKey(Person, verbose_name="本人", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "person"], name="person_seat_once")]

    def __str__(self) -> str:
        return str(self.person)


class MinuteLine(GatedRecord):
    """議事の一行, as fact, view, opinion or decision. A decision names an agency and a date and becomes a role."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="lines")
    kind = models.CharField("種類", max_length=10, choices=LineKind.choices)
    text = models.TextField("内容")
    speaker_agency = models.ForeignKey(
        Agency, verbose_name="発言した機関", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    staff = models.ForeignKey(Staff, verbose_name="書いた職員", on_delete=models.PROTECT, related_name="+")
    bearer = models.ForeignKey(
        Agency, verbose_name="担当機関", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    due_on = models.DateField("期日", null=True, blank=True)
    role_id = models.UUIDField("生まれた役割", null=True, blank=True)

    class Meta:
        ordering = ["made_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=LineKind.DECISION) | (Q(bearer__isnull=False) & Q(due_on__isnull=False)),
                name="decision_has_bearer",
                violation_error_message="決定には、担当する機関と期日を入れてください。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.text[:20]}"

    @property
    def parts(self) -> list[Line]:
        """The lines of the text, and whose they are."""
        return lines_to_read(self.text, usual=USUAL_OF_LINE[LineKind(self.kind)])


class BasisChange(Record):
    """根拠の変更: what was said in a 支援会議 may from now on be shared on another ground. Who decided, why, on which day."""

    line = models.ForeignKey(MinuteLine, on_delete=models.CASCADE, related_name="basis_changes")
    from_basis = models.CharField("前の根拠", max_length=10)
    to_basis = models.CharField("新しい根拠", max_length=10)
    article = models.CharField("新しい根拠の条文", max_length=300)
    reason = models.CharField("理由", max_length=300)
    decided_by = models.CharField("決めた人・会議", max_length=120)
    decided_on = models.DateField("決めた日")
    staff = models.ForeignKey(Staff, verbose_name="登録した職員", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(
        Agency, verbose_name="登録した機関", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.from_basis}→{self.to_basis}"


class PaperSet(GatedRecord):
    """資料: one printing of an item's papers, made from the data, as numbered copies. What stands on them is read anew
    each time, as far as the reader's ground allows."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="paper_sets")
    made_by = models.ForeignKey(Staff, verbose_name="作った職員", on_delete=models.PROTECT, related_name="+")
    open_until = models.DateTimeField("見られる期限", null=True, blank=True)
    note = models.CharField("使い方の制限（この資料だけの）", max_length=300, blank=True)

    class Meta:
        ordering = ["made_at"]

    def __str__(self) -> str:
        return f"資料 {self.made_at:%Y-%m-%d}"


class PaperCopy(Record):
    """一部: one numbered copy for one recipient. It names no resident, so that whoever handed it out can collect it."""

    paper_set = models.ForeignKey(PaperSet, on_delete=models.CASCADE, related_name="copies")
    about_id = models.UUIDField("議題", db_index=True)
    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="copies")
    number = models.PositiveSmallIntegerField("番号")
    staff = models.ForeignKey(
        Staff, verbose_name="受け取る人", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recipient = models.CharField("受け取る人の名前", max_length=80)
    agency = models.ForeignKey(
        Agency, verbose_name="受け取る機関", on_delete=models.PROTECT, related_name="+"
    )
    keeper = models.ForeignKey(Agency, verbose_name="渡した機関", on_delete=models.PROTECT, related_name="+")
    item_only = models.BooleanField("議題だけ（世帯を載せない）", default=False)
    open_until = models.DateTimeField("見られる期限", null=True, blank=True)
    closed_at = models.DateTimeField("見られなくした日時", null=True, blank=True)
    close_reason = models.CharField("見られなくした理由", max_length=200, blank=True)
    printed_at = models.DateTimeField("印刷した日時", null=True, blank=True)
    state = models.CharField("いまどこか", max_length=10, choices=CopyState.choices, default=CopyState.OUT)
    settled_on = models.DateField("確かめた日", null=True, blank=True)
    settled_by = models.ForeignKey(
        Staff, verbose_name="確かめた職員", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    how = models.CharField("どのように", max_length=300, blank=True)

    class Meta:
        ordering = ["sitting", "number"]
        constraints = [models.UniqueConstraint(fields=["sitting", "number"], name="copy_number_once")]
        indexes = [models.Index(fields=["keeper", "state"], name="copy_to_collect")]

    def __str__(self) -> str:
        return f"{self.sitting.code}-{self.number:02d}"


class PaperLoss(EditableRecord):
    """なくした資料への対応: what was done about it, step by step, with the days the law counts."""

    copy = models.OneToOneField(PaperCopy, on_delete=models.PROTECT, related_name="loss")
    noticed_on = models.DateField("気づいた日")
    words = models.TextField("いつ、どこで、どのように")
    told_on = models.DateField("上司・個人情報の担当に伝えた日", null=True, blank=True)
    reported_on = models.DateField("個人情報保護委員会へ速報した日", null=True, blank=True)
    person_told_on = models.DateField("本人に知らせた日", null=True, blank=True)
    final_on = models.DateField("個人情報保護委員会へ確報した日", null=True, blank=True)
    outcome = models.TextField("わかったこと・防ぐための工夫", blank=True)
    noted_by = models.ForeignKey(Staff, verbose_name="書いた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-noticed_on"]

    def __str__(self) -> str:
        return f"{self.copy} {self.noticed_on}"
