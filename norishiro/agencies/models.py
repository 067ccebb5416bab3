"""Agencies, their staff, and on what appointment each acts. Dates tell what held when; nothing is overwritten."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from norishiro.agencies.choices import (
    SINCE_ALWAYS,
    AppointmentKind,
    BaseFunction,
    Body,
    ContractForm,
    Field,
    Programme,
    RoleKind,
    SupportGroup,
    Weekday,
    WindowSetting,
)
from norishiro.core.records import EditableRecord, Record


def ends_after_start(name: str, message: str) -> models.CheckConstraint:
    """The constraint every dated row has: an end, if there is one, lies after the start."""
    return models.CheckConstraint(
        condition=Q(until_on__isnull=True) | Q(until_on__gt=F("from_on")),
        name=name,
        violation_error_message=message,
    )


class AreaLayer(Record):
    """圏域の層: 区 → 地域 → 地区, and how many there should be."""

    code = models.CharField("コード", max_length=40, unique=True)
    name = models.CharField("名称", max_length=40, unique=True)
    level = models.PositiveSmallIntegerField("段（0が全域）", default=0)
    stated_count = models.PositiveSmallIntegerField("あるべき数", null=True, blank=True)
    purpose = models.CharField("使いみち", max_length=120, blank=True)

    class Meta:
        ordering = ["level", "code"]

    def __str__(self) -> str:
        return self.name


class Area(Record):
    """圏域: one node of a dated tree (区 → 地域 → 地区)."""

    code = models.CharField("コード", max_length=40)
    name = models.CharField("名称", max_length=80)
    layer = models.CharField("層", max_length=40)
    parent = models.ForeignKey(
        "self", verbose_name="上の圏域", null=True, blank=True, on_delete=models.PROTECT, related_name="parts"
    )
    population = models.PositiveIntegerField("人口", null=True, blank=True)
    from_on = models.DateField("始まり")
    until_on = models.DateField("終わり（この日から無効）", null=True, blank=True)
    order = models.PositiveSmallIntegerField("並び順", default=0)

    class Meta:
        ordering = ["order", "code"]
        constraints = [
            models.UniqueConstraint(fields=["code", "from_on"], name="area_code_from"),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("from_on")),
                name="area_period",
                violation_error_message="圏域の終わりは始まりより後にしてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AreaTown(Record):
    """町名: which town belongs to which area, so that an address finds its area."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="towns")
    name = models.CharField("町名", max_length=60, db_index=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["area", "name"], name="area_town_once")]

    def __str__(self) -> str:
        return self.name


class Agency(EditableRecord):
    """機関: an office, a section, a centre or an organisation that acts in its own name."""

    code = models.CharField("コード", max_length=60, unique=True)
    name = models.CharField("名称", max_length=120)
    kana = models.CharField("かな", max_length=200, blank=True)
    field = models.CharField("分野", max_length=20, choices=Field.choices)
    body = models.CharField("設置主体", max_length=20, choices=Body.choices)
    parent = models.ForeignKey(
        "self",
        verbose_name="上の組織",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="sections",
    )
    area = models.ForeignKey(
        Area,
        verbose_name="担当圏域",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="agencies",
    )
    phone = models.CharField("電話", max_length=40, blank=True)
    place = models.CharField("所在", max_length=200, blank=True)
    contact_note = models.CharField("連絡のしかた", max_length=200, blank=True)
    places_count = models.PositiveSmallIntegerField("箇所数", null=True, blank=True)
    area_layer = models.CharField("置かれる圏域の層", max_length=40, blank=True)
    from_on = models.DateField("始まり")
    until_on = models.DateField("終わり（この日から無効）", null=True, blank=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("from_on")),
                name="agency_period",
                violation_error_message="機関の終わりは始まりより後にしてください。",
            )
        ]

    def __str__(self) -> str:
        return self.name


class StaffManager(BaseUserManager["Staff"]):
    def get_by_natural_key(self, username: str | None) -> Staff:
        return self.get(login_id=username)


class Staff(Record, AbstractBaseUser):
    """職員: a person who signs in. What they may do comes from appointments, never from the account."""

    login_id = models.CharField("職員ID", max_length=40, unique=True)
    name = models.CharField("氏名", max_length=80)
    kana = models.CharField("かな", max_length=120, blank=True)
    qualification = models.CharField("資格", max_length=120, blank=True)
    email = models.EmailField("メール", blank=True)
    is_active = models.BooleanField("使える", default=True)

    USERNAME_FIELD = "login_id"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = StaffManager()

    class Meta:
        ordering = ["login_id"]

    def __str__(self) -> str:
        return self.name


class Role(Record):
    """役職: a job under its local name, with what it means for the program."""

    code = models.CharField("コード", max_length=40, unique=True)
    label = models.CharField("呼称", max_length=80)
    kind = models.CharField("種別", max_length=20, choices=RoleKind.choices)
    appointment_kind = models.CharField("任命の形", max_length=20, choices=AppointmentKind.choices)
    per_area = models.BooleanField("圏域ごとに置く", default=False)
    area_layer = models.CharField("置く圏域の層", max_length=40, blank=True)
    expected = models.PositiveSmallIntegerField("あるべき人数", null=True, blank=True)
    may_own_case = models.BooleanField("ケースの担当になれる", default=True)
    sees_all_bases = models.BooleanField("すべての拠点を見る", default=False)
    duties = models.CharField("働き", max_length=300, blank=True)
    qualifications = models.CharField("資格の要件", max_length=200, blank=True)
    from_on = models.DateField("始まり", default=SINCE_ALWAYS)
    until_on = models.DateField("終わり（この日から無効）", null=True, blank=True)

    class Meta:
        ordering = ["code"]
        constraints = [ends_after_start("role_period", "役職の終わりは始まりより後にしてください。")]

    def __str__(self) -> str:
        return self.label


class Base(EditableRecord):
    """拠点: a place with its own opening hours and staff, run by one or several agencies; it may stand in a hall."""

    code = models.CharField("コード", max_length=60, unique=True)
    name = models.CharField("名称", max_length=120)
    area = models.ForeignKey(
        Area, verbose_name="圏域", null=True, blank=True, on_delete=models.PROTECT, related_name="bases"
    )
    hall = models.ForeignKey(
        Agency,
        verbose_name="置かれている施設",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="bases",
    )
    place = models.CharField("場所", max_length=200, blank=True)
    style = models.CharField("あり方", max_length=200, blank=True)
    opened_on = models.DateField("開いた日", null=True, blank=True)
    opened_month_only = models.BooleanField("開いた日は月まで", default=False)
    from_on = models.DateField("始まり", default=SINCE_ALWAYS)
    until_on = models.DateField("終わり（この日から無効）", null=True, blank=True)
    order = models.PositiveSmallIntegerField("並び順", default=0)

    class Meta:
        ordering = ["order", "code"]
        constraints = [ends_after_start("base_period", "拠点の終わりは始まりより後にしてください。")]

    def __str__(self) -> str:
        return self.name


class BaseOperator(Record):
    """拠点を担う機関."""

    base = models.ForeignKey(Base, on_delete=models.CASCADE, related_name="operators")
    agency = models.ForeignKey(
        Agency, verbose_name="機関", on_delete=models.PROTECT, related_name="operated_bases"
    )
    from_on = models.DateField("始まり", default=SINCE_ALWAYS)
    until_on = models.DateField("終わり（この日から無効）", null=True, blank=True)

    class Meta:
        ordering = ["agency__code"]
        constraints = [
            models.UniqueConstraint(fields=["base", "agency", "from_on"], name="base_operator_once"),
            ends_after_start("base_operator_period", "終わりは始まりより後にしてください。"),
        ]

    def __str__(self) -> str:
        return f"{self.base} {self.agency}"


class BaseFunctionRow(Record):
    """拠点の機能: what a base is for."""

    base = models.ForeignKey(Base, on_delete=models.CASCADE, related_name="functions")
    function = models.CharField("機能", max_length=20, choices=BaseFunction.choices)
    from_on = models.DateField("始まり", default=SINCE_ALWAYS)
    until_on = models.DateField("終わり（この日から無効）", null=True, blank=True)

    class Meta:
        ordering = ["made_at"]
        constraints = [
            models.UniqueConstraint(fields=["base", "function", "from_on"], name="base_function_once"),
            ends_after_start("base_function_period", "終わりは始まりより後にしてください。"),
        ]

    def __str__(self) -> str:
        return self.get_function_display()


class WeeklyHours(Record):
    """A span on one weekday, in every week or only in one week of the month."""

    weekday = models.PositiveSmallIntegerField("曜日", choices=Weekday.choices)
    week = models.PositiveSmallIntegerField("第何週だけ", null=True, blank=True)
    opens = models.TimeField("始まる時刻")
    closes = models.TimeField("終わる時刻")
    from_on = models.DateField("始まり", default=SINCE_ALWAYS)
    until_on = models.DateField("終わり（この日から無効）", null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["weekday", "opens"]


class OpeningRule(WeeklyHours):
    """開所の曜日と時間."""

    base = models.ForeignKey(Base, on_delete=models.CASCADE, related_name="opening")

    class Meta(WeeklyHours.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(closes__gt=F("opens")),
                name="opening_hours",
                violation_error_message="終わる時刻は始まる時刻より後にしてください。",
            ),
            models.UniqueConstraint(
                fields=["base", "weekday", "week", "opens", "from_on"],
                nulls_distinct=False,
                name="opening_once",
            ),
            ends_after_start("opening_period", "終わりは始まりより後にしてください。"),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"


class OpeningException(Record):
    """開所の例外: 第3月曜, 祝日, or a span of the year, closed or with other hours."""

    base = models.ForeignKey(Base, on_delete=models.CASCADE, related_name="exceptions")
    rule = models.CharField("どの日", max_length=20)
    closed = models.BooleanField("休み", default=True)
    opens = models.TimeField("始まる時刻", null=True, blank=True)
    closes = models.TimeField("終わる時刻", null=True, blank=True)
    from_on = models.DateField("始まり", default=SINCE_ALWAYS)
    until_on = models.DateField("終わり（この日から無効）", null=True, blank=True)

    class Meta:
        ordering = ["rule"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed=True, opens__isnull=True, closes__isnull=True)
                | Q(closed=False, opens__isnull=False, closes__gt=F("opens")),
                name="exception_closed_or_hours",
                violation_error_message="休みか、その日の時間か、どちらか一方だけを書いてください。",
            ),
            models.UniqueConstraint(fields=["base", "rule", "from_on"], name="exception_once"),
            ends_after_start("exception_period", "終わりは始まりより後にしてください。"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {'休み' if self.closed else f'{self.opens:%H:%M}–{self.closes:%H:%M}'}"


class OnCall(Record):
    """時間外の連絡先: who answers for an area (none: everywhere), always or in the given hours."""

    area = models.ForeignKey(
        Area, verbose_name="圏域", null=True, blank=True, on_delete=models.PROTECT, related_name="on_call"
    )
    agency = models.ForeignKey(Agency, verbose_name="機関", on_delete=models.PROTECT, related_name="on_call")
    contact = models.CharField("連絡先", max_length=200)
    always = models.BooleanField("いつでも", default=False)
    from_on = models.DateField("始まり", default=SINCE_ALWAYS)
    until_on = models.DateField("終わり（この日から無効）", null=True, blank=True)

    class Meta:
        ordering = ["area__order", "agency__code"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "agency", "contact", "from_on"], nulls_distinct=False, name="on_call_once"
            ),
            ends_after_start("on_call_period", "終わりは始まりより後にしてください。"),
        ]

    def __str__(self) -> str:
        return f"{self.agency} {self.contact}"


class OnCallHours(WeeklyHours):
    """時間外の連絡がつく曜日と時間."""

    on_call = models.ForeignKey(OnCall, on_delete=models.CASCADE, related_name="hours")

    class Meta(WeeklyHours.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["on_call", "weekday", "week", "opens", "from_on"],
                nulls_distinct=False,
                name="on_call_hours_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"


class Window(EditableRecord):
    """相談窓口: where residents come with a matter, as the published table lists it."""

    code = models.CharField("コード", max_length=60, unique=True)
    name = models.CharField("名称", max_length=160)
    contract_form = models.CharField("形態", max_length=20, choices=ContractForm.choices)
    setting = models.CharField("設置形態", max_length=20, choices=WindowSetting.choices)
    places_count = models.PositiveSmallIntegerField("箇所", null=True, blank=True)
    parent = models.ForeignKey(
        "self",
        verbose_name="属する窓口",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="parts",
    )
    place = models.CharField("場所", max_length=200, blank=True)
    area_layer = models.CharField("置かれる圏域の層", max_length=40, blank=True)
    note = models.CharField("注記", max_length=200, blank=True)
    from_on = models.DateField("始まり", default=SINCE_ALWAYS)
    until_on = models.DateField("終わり（この日から無効）", null=True, blank=True)
    order = models.PositiveSmallIntegerField("並び順", default=0)

    class Meta:
        ordering = ["order", "code"]
        constraints = [ends_after_start("window_period", "窓口の終わりは始まりより後にしてください。")]

    def __str__(self) -> str:
        return self.name


class WindowOperator(Record):
    """窓口の実施主体."""

    window = models.ForeignKey(Window, on_delete=models.CASCADE, related_name="operators")
    agency = models.ForeignKey(Agency, verbose_name="機関", on_delete=models.PROTECT, related_name="windows")
    from_on = models.DateField("始まり", default=SINCE_ALWAYS)
    until_on = models.DateField("終わり（この日から無効）", null=True, blank=True)
    order = models.PositiveSmallIntegerField("並び順", default=0)

    class Meta:
        ordering = ["order", "agency__code"]
        constraints = [
            models.UniqueConstraint(fields=["window", "agency", "from_on"], name="window_operator_once"),
            ends_after_start("window_operator_period", "終わりは始まりより後にしてください。"),
        ]

    def __str__(self) -> str:
        return f"{self.window} {self.agency}"


class WindowTable(Record):
    """窓口が載る表と★: in which programme's table a window stands, and whether the grant pays for it there."""

    window = models.ForeignKey(Window, on_delete=models.CASCADE, related_name="tables")
    programme = models.CharField("事業の表", max_length=20, choices=Programme.choices)
    starred = models.BooleanField("交付金の対象（★）", default=False)
    from_on = models.DateField("始まり", default=SINCE_ALWAYS)
    until_on = models.DateField("終わり（この日から無効）", null=True, blank=True)

    class Meta:
        ordering = ["made_at"]
        constraints = [
            models.UniqueConstraint(fields=["window", "programme", "from_on"], name="window_table_once"),
            ends_after_start("window_table_period", "終わりは始まりより後にしてください。"),
        ]

    def __str__(self) -> str:
        return f"{self.window} {self.programme}"


class Post(Record):
    """置くべき役職: a role that should be held in a section or an area, and by how many. Without a number at least one."""

    role = models.ForeignKey(Role, verbose_name="役職", on_delete=models.PROTECT, related_name="posts")
    agency = models.ForeignKey(
        Agency, verbose_name="機関", null=True, blank=True, on_delete=models.PROTECT, related_name="posts"
    )
    area = models.ForeignKey(
        Area, verbose_name="圏域", null=True, blank=True, on_delete=models.PROTECT, related_name="posts"
    )
    base = models.ForeignKey(
        Base, verbose_name="拠点", null=True, blank=True, on_delete=models.PROTECT, related_name="posts"
    )
    expected = models.PositiveSmallIntegerField("あるべき人数", null=True, blank=True)
    from_on = models.DateField("始まり", default=SINCE_ALWAYS)
    until_on = models.DateField("終わり（この日から無効）", null=True, blank=True)

    class Meta:
        ordering = ["role__code", "area__order", "agency__code", "from_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["role", "agency", "area", "base", "from_on"], nulls_distinct=False, name="post_once"
            ),
            ends_after_start("post_period", "終わりは始まりより後にしてください。"),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.agency or self.area or self.base or ''}"


class Appointment(Record):
    """発令・委嘱・指定: a person holds a role in an agency for a time. One person may hold several at once."""

    staff = models.ForeignKey(
        Staff, verbose_name="職員", on_delete=models.PROTECT, related_name="appointments"
    )
    agency = models.ForeignKey(
        Agency, verbose_name="機関", on_delete=models.PROTECT, related_name="appointments"
    )
    role = models.ForeignKey(Role, verbose_name="役職", on_delete=models.PROTECT, related_name="appointments")
    area = models.ForeignKey(
        Area,
        verbose_name="担当圏域",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="appointments",
    )
    base = models.ForeignKey(
        Base,
        verbose_name="拠点",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="appointments",
    )
    kind = models.CharField("任命の形", max_length=20, choices=AppointmentKind.choices)
    document_no = models.CharField("発令番号など", max_length=80, blank=True)
    from_on = models.DateField("始まり")
    until_on = models.DateField("終わり（この日から無効）", null=True, blank=True)

    class Meta:
        ordering = ["agency__code", "role__code", "from_on", "id"]
        indexes = [models.Index(fields=["staff", "from_on"]), models.Index(fields=["agency", "role"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("from_on")),
                name="appointment_period",
                violation_error_message="任期の終わりは始まりより後にしてください。",
            ),
            models.UniqueConstraint(
                fields=["staff", "agency", "role", "area", "base", "from_on"],
                nulls_distinct=False,
                name="appointment_once",
                violation_error_message="同じ人・機関・役職・圏域・拠点・始まりの任命がもうあります。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff} {self.agency} {self.role}"


class Cover(Record):
    """不在と代わり: who stands in for whom, from when until when."""

    staff = models.ForeignKey(
        Staff, verbose_name="不在の職員", on_delete=models.PROTECT, related_name="absences"
    )
    covering = models.ForeignKey(
        Staff, verbose_name="代わりの職員", on_delete=models.PROTECT, related_name="covers"
    )
    agency = models.ForeignKey(Agency, verbose_name="機関", on_delete=models.PROTECT, related_name="covers")
    reason = models.CharField("わけ", max_length=120, blank=True)
    from_on = models.DateField("始まり")
    until_on = models.DateField("終わり（この日から無効）")

    class Meta:
        ordering = ["from_on", "id"]
        indexes = [models.Index(fields=["staff", "from_on"], name="cover_of_staff")]
        constraints = [
            ends_after_start("cover_period", "不在の終わりは始まりより後にしてください。"),
            models.CheckConstraint(
                condition=~Q(staff=F("covering")),
                name="cover_two_people",
                violation_error_message="代わりの職員には、本人とは別の人を選んでください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff} → {self.covering}"


class LoadLevel(Record):
    """受け持ちの目安: from how many cases one person counts as overloaded; the latest that has begun holds."""

    agency = models.ForeignKey(
        Agency, verbose_name="機関", on_delete=models.PROTECT, related_name="load_levels"
    )
    area_cases = models.PositiveSmallIntegerField("圏域のケースの目安")
    multi_agency_cases = models.PositiveSmallIntegerField("多機関協働のケースの目安")
    from_on = models.DateField("始まり")

    class Meta:
        ordering = ["agency__code", "-from_on"]
        constraints = [models.UniqueConstraint(fields=["agency", "from_on"], name="load_level_once")]

    def __str__(self) -> str:
        return f"{self.agency} {self.area_cases}/{self.multi_agency_cases}"


class ProgrammeOperator(Record):
    """事業の実施: who runs which of the five programmes in which fiscal year, and in what form."""

    fiscal_year = models.PositiveSmallIntegerField("年度")
    programme = models.CharField("事業", max_length=20, choices=Programme.choices)
    agency = models.ForeignKey(
        Agency, verbose_name="実施機関", on_delete=models.PROTECT, related_name="programmes"
    )
    contract_form = models.CharField("形態", max_length=20, choices=ContractForm.choices)
    granted = models.BooleanField("交付金の対象（★）", default=False)
    group = models.CharField("3区分", max_length=20, choices=SupportGroup.choices)
    name = models.CharField("事業名", max_length=120, blank=True)
    staff_count = models.PositiveSmallIntegerField("人数（変動するときは空）", null=True, blank=True)
    note = models.CharField("注記", max_length=200, blank=True)
    order = models.PositiveSmallIntegerField("並び順", default=0)
    until_on = models.DateField("取り下げた日（この日から無効）", null=True, blank=True)

    class Meta:
        ordering = ["fiscal_year", "programme", "agency__code", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["fiscal_year", "programme", "agency", "name"], name="programme_operator_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.fiscal_year} {self.programme} {self.agency}"


def live_on(day: date, prefix: str = "") -> Q:
    """Rows in force on ``day``: from that day on, and before the (exclusive) end."""
    start: dict[str, Any] = {f"{prefix}from_on__lte": day}
    return Q(**start) & (Q(**{f"{prefix}until_on__isnull": True}) | Q(**{f"{prefix}until_on__gt": day}))
