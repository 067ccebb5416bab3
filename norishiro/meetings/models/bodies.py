"""会議体: what it is and who belongs to it, who is appointed to it, and the rules it goes by."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from norishiro.agencies.models import Agency, Staff
from norishiro.core.records import Record
from norishiro.meetings.choices import BodyKind, ConsentRule, DesignationKind, OathRule, RegulationKind


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
    requesters = models.ManyToManyField(
        Agency, verbose_name="開催を要請できる機関（なければ、どの機関も）", blank=True, related_name="+"
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
