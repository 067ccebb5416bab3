"""Agencies, their staff, and on what appointment each acts. Dates tell what held when; nothing is overwritten."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from norishiro.agencies.choices import (
    AppointmentKind,
    Body,
    ContractForm,
    Field,
    Programme,
    RoleKind,
    SupportGroup,
)
from norishiro.core.records import EditableRecord, Record


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
    expected = models.PositiveSmallIntegerField("あるべき人数", null=True, blank=True)
    may_own_case = models.BooleanField("ケースの担当になれる", default=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.label


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
                fields=["staff", "agency", "role", "area", "from_on"],
                nulls_distinct=False,
                name="appointment_once",
                violation_error_message="同じ人・機関・役職・圏域・始まりの任命がもうあります。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff} {self.agency} {self.role}"


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
