"""Staff, roles, which posts should be held, who holds them, who stands in."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import salted_hmac

from norishiro.agencies.choices import SINCE_ALWAYS, AppointmentKind, RoleKind
from norishiro.agencies.models.areas import Area
from norishiro.agencies.models.dated import ends_after_start
from norishiro.agencies.models.organisation import Agency
from norishiro.agencies.models.places import Base
from norishiro.core.records import Record


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
    asleep_on = models.DateField("眠らせた日（使われていないため）", null=True, blank=True)
    woken_on = models.DateField("起こした日", null=True, blank=True)
    password_is_lent = models.BooleanField("パスワードは一度きり", default=False)
    # By whom the office's own log-in knows this person: a sum of issuer and subject (docs/adr/0101-the-offices-own-log-in.md).
    office_identity = models.CharField(
        "庁内のログインでの本人", max_length=64, unique=True, null=True, blank=True, editable=False
    )
    office_linked_at = models.DateTimeField("庁内のログインとつないだ日時", null=True, blank=True)

    USERNAME_FIELD = "login_id"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = StaffManager()

    class Meta:
        ordering = ["login_id"]

    def __str__(self) -> str:
        return self.name

    def get_session_auth_hash(self) -> str:
        """What ends every log-in when the password changes. Not made with the secret key, unlike Django's: the row of a log-in is
        signed with that already, and a change of it must not give a browser that asks for two things at once a new log-in twice."""
        return salted_hmac(
            "norishiro.agencies.staff", self.password, secret=str(self.pk), algorithm="sha256"
        ).hexdigest()


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
    endless_reason = models.CharField("終わりを決めないわけ", max_length=120, blank=True)

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
