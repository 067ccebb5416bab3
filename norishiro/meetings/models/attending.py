"""Who comes besides those with an account: guests, groups, contractors, advisers; and the talks of one worker."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from norishiro.agencies.choices import Field
from norishiro.agencies.models import Agency, Area, Staff
from norishiro.core.records import Record
from norishiro.meetings.choices import PartnerKind, Side
from norishiro.meetings.models.bodies import Body, Regulation
from norishiro.meetings.models.sittings import Sitting


def _period(name: str, words: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(until_on__isnull=True) | Q(until_on__gt=F("from_on")),
        name=name,
        violation_error_message=words,
    )


class Block(Record):
    """民生委員の担当区域: which area of the town's own tree a commissioners' block belongs to."""

    council = models.CharField("民生委員児童委員協議会の地区", max_length=80)
    name = models.CharField("担当区域", max_length=80)
    area = models.ForeignKey(Area, verbose_name="対応する圏域", on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField("始まり")
    until_on = models.DateField("終わり（この日から無効）", null=True, blank=True)
    kept_by = models.ForeignKey(
        Staff, verbose_name="登録した職員", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["council", "name", "-from_on"]
        constraints = [
            models.UniqueConstraint(fields=["council", "name", "from_on"], name="block_once"),
            _period("block_period", "担当区域の終わりは始まりより後にしてください。"),
        ]

    def __str__(self) -> str:
        return f"{self.council} {self.name}"


class Guest(Record):
    """出席者（アカウントのない人・団体）: who came, from where, how many. Never anybody who is supported."""

    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="guests")
    side = models.CharField("どこから", max_length=12, choices=Side.choices)
    group = models.CharField("団体・機関の名前", max_length=120, blank=True)
    name = models.CharField("出席した人の名前", max_length=80, blank=True)
    number = models.PositiveSmallIntegerField("人数", default=1)
    area = models.ForeignKey(
        Area, verbose_name="圏域", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    block = models.ForeignKey(
        Block,
        verbose_name="民生委員の担当区域",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    noted_by = models.ForeignKey(Staff, verbose_name="書いた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["side", "group", "name", "made_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(group="") | ~Q(name=""),
                name="guest_somebody",
                violation_error_message="団体の名前か、人の名前のどちらかを書いてください。",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="guest_at_least_one"),
        ]

    def __str__(self) -> str:
        return " ".join(one for one in (self.group, self.name) if one)


class LocalLeader(Record):
    """地域のリーダーの名簿: somebody who came and agreed to stand on the list. Who takes it back is forgotten by name."""

    guest = models.OneToOneField(
        Guest,
        verbose_name="出席した回",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="leader",
    )
    name = models.CharField("名前", max_length=80)
    group = models.CharField("団体", max_length=120, blank=True)
    area = models.ForeignKey(
        Area, verbose_name="圏域", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    agreed_on = models.DateField("同意した日")
    agreed_how = models.CharField("どのように同意したか", max_length=120)
    kept_by = models.ForeignKey(
        Staff, verbose_name="登録した職員", on_delete=models.PROTECT, related_name="+"
    )
    until_on = models.DateField("名簿から外した日", null=True, blank=True)

    class Meta:
        ordering = ["area__order", "group", "name"]

    def __str__(self) -> str:
        return self.name


class Partner(Record):
    """会議体につながる団体・委託先・助言者, with its period: what the roster of agencies does not hold."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="partners")
    kind = models.CharField("つながり方", max_length=12, choices=PartnerKind.choices)
    name = models.CharField("名前", max_length=120)
    what = models.CharField("委託の内容・役割", max_length=200, blank=True)
    field = models.CharField("分野", max_length=20, choices=Field.choices, blank=True)
    area = models.ForeignKey(
        Area, verbose_name="圏域", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    agency = models.ForeignKey(
        Agency,
        verbose_name="登録のある機関",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    from_on = models.DateField("始まり")
    until_on = models.DateField("終わり（この日から無効）", null=True, blank=True)
    kept_by = models.ForeignKey(
        Staff, verbose_name="登録した職員", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["kind", "name", "-from_on"]
        constraints = [_period("partner_period", "終わりは始まりより後にしてください。")]

    def __str__(self) -> str:
        return self.name


class RegulationReading(Record):
    """読みました: an agency has read a version of a guide."""

    regulation = models.ForeignKey(Regulation, on_delete=models.CASCADE, related_name="readings")
    agency = models.ForeignKey(Agency, verbose_name="読んだ機関", on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, verbose_name="読んだ職員", on_delete=models.PROTECT, related_name="+")
    read_on = models.DateField("読んだ日")

    class Meta:
        ordering = ["read_on", "agency__code"]
        constraints = [models.UniqueConstraint(fields=["regulation", "agency"], name="regulation_read_once")]

    def __str__(self) -> str:
        return f"{self.agency} {self.read_on}"


class Interview(Record):
    """面談の記録: what one worker takes along from a talk with an adviser. Open to the worker, and to managers the worker
    names."""

    worker = models.ForeignKey(
        Staff, verbose_name="面談を受けた人", on_delete=models.PROTECT, related_name="+"
    )
    agency = models.ForeignKey(Agency, verbose_name="所属", on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(
        Body, verbose_name="会議体", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    adviser = models.CharField("助言者", max_length=80)
    held_on = models.DateField("面談の日")
    note = models.TextField("話したこと・これから")

    class Meta:
        ordering = ["-held_on", "-made_at"]

    def __str__(self) -> str:
        return f"{self.held_on} {self.adviser}"


class InterviewReader(Record):
    """読んでよい管理職. The worker stands in the row too, so that its wall asks no other table."""

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="readers")
    staff = models.ForeignKey(Staff, verbose_name="読んでよい人", on_delete=models.PROTECT, related_name="+")
    worker = models.ForeignKey(
        Staff, verbose_name="面談を受けた人", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["made_at"]
        constraints = [models.UniqueConstraint(fields=["interview", "staff"], name="interview_reader_once")]

    def __str__(self) -> str:
        return f"{self.staff}"
