"""The cases on the table, the seats given for each, what was said and decided, and where it went on to."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from norishiro.agencies.models import Agency, Staff
from norishiro.cases.models import Case
from norishiro.core.records import Record
from norishiro.meetings.choices import USUAL_OF_LINE, Direction, ItemKind, ItemPurpose, ItemStatus, LineKind
from norishiro.meetings.models.bodies import Body
from norishiro.meetings.models.sittings import Sitting
from norishiro.outreach.segments import Line, lines_to_read
from norishiro.people.models import Person
from norishiro.sharing.models import GatedEditableRecord


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


class MinuteLine(GatedEditableRecord):
    """議事の一行, as fact, view, opinion or decision. A decision names an agency and a date and becomes a role. Until the
    minutes are confirmed a line may be put right; two who do so at once meet on the merge page."""

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
