"""Who works along on a case, by date, and what one colleague leaves to the next."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from norishiro.agencies.models import Agency, Staff
from norishiro.cases.models import Case
from norishiro.core.records import Record
from norishiro.sharing.models import GatedRecord
from norishiro.teams.choices import Part, Settling


class TeamMember(Record):
    """担当者: one member of staff works along on a case, from a day until a day. Opens nothing: what somebody sees comes
    from the agency's own ground."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="team")
    staff = models.ForeignKey(
        Staff, verbose_name="担当者", on_delete=models.PROTECT, related_name="team_places"
    )
    agency = models.ForeignKey(Agency, verbose_name="所属", on_delete=models.PROTECT, related_name="+")
    part = models.CharField("かかわり方", max_length=8, choices=Part.choices, default=Part.MEMBER)
    what = models.CharField("すること", max_length=120, blank=True)
    from_on = models.DateField("始まり")
    until_on = models.DateField("終わり（この日から無効）", null=True, blank=True)
    visits = models.PositiveSmallIntegerField("予定の訪問回数", null=True, blank=True)
    settled = models.CharField("区切り", max_length=8, choices=Settling.choices, blank=True)
    settled_on = models.DateField("区切りをつけた日", null=True, blank=True)
    words = models.CharField("区切りのことば", max_length=300, blank=True)
    made_by = models.ForeignKey(Staff, verbose_name="決めた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["from_on", "made_at"]
        indexes = [models.Index(fields=["staff", "until_on"], name="team_of_staff")]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("from_on")),
                name="team_period",
                violation_error_message="担当の終わりは、始まりより後の日にしてください。",
            ),
            models.CheckConstraint(
                condition=~Q(part=Part.ADVISER) | Q(until_on__isnull=False),
                name="team_adviser_ends",
                violation_error_message="日常生活支援アドバイザーには、終わりの日を入れてください。",
            ),
            models.UniqueConstraint(
                fields=["case", "staff", "part", "from_on"],
                name="team_place_once",
                violation_error_message="この人は、その日から、もう入っています。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff} {self.get_part_display()}"


class Takeover(GatedRecord):
    """担当の引き継ぎ: within one agency a case goes from one colleague to another, with what the next one must know.
    Many cases handed over at once share ``batch``. ``moved_on`` is empty until the day has come."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="takeovers")
    batch = models.UUIDField("ひとまとまり", db_index=True)
    giver = models.ForeignKey(Staff, verbose_name="引き継ぐ人", on_delete=models.PROTECT, related_name="+")
    receiver = models.ForeignKey(
        Staff, verbose_name="引き継がれる人", on_delete=models.PROTECT, related_name="takeovers"
    )
    handed_by = models.ForeignKey(
        Staff, verbose_name="決めた職員", on_delete=models.PROTECT, related_name="+"
    )
    handed_on = models.DateField("決めた日")
    from_on = models.DateField("いつから")
    overlap_until = models.DateField("前任も入る終わり（この日から無効）", null=True, blank=True)
    note = models.TextField("全体の申し送り", blank=True)
    summary = models.TextField("このケースの申し送り")
    next_on = models.DateField("次の期日", null=True, blank=True)
    next_what = models.CharField("次にすること", max_length=200, blank=True)
    moved_on = models.DateField("替わった日", null=True, blank=True)
    confirmed_on = models.DateField("確かめた日", null=True, blank=True)
    withdrawn_on = models.DateField("取りやめた日", null=True, blank=True)

    class Meta:
        ordering = ["-from_on", "-made_at"]
        indexes = [
            models.Index(
                fields=["receiver", "from_on"],
                condition=Q(confirmed_on__isnull=True),
                name="takeover_unconfirmed",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(giver=F("receiver")),
                name="takeover_two_people",
                violation_error_message="引き継ぐ人と引き継がれる人は、別の人にしてください。",
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(moved_on__isnull=True, withdrawn_on__isnull=True),
                name="takeover_one_to_come",
                violation_error_message="このケースには、これからの引き継ぎがもうあります。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.giver} → {self.receiver}"


class Rapport(GatedRecord):
    """関係: whether anybody has a relation with the household, as it was on a day. Each note stays and the last one counts.
    ``role_ids`` are the tasks a "no" opened, or the roles of the team a "yes" formed."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="rapports")
    related = models.BooleanField("関係がある")
    noted_on = models.DateField("その日")
    words = models.CharField("ようす", max_length=300)
    role_ids = ArrayField(models.UUIDField(), verbose_name="決めた役割", default=list)
    noted_by = models.ForeignKey(Staff, verbose_name="書いた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-noted_on", "-made_at"]
        indexes = [models.Index(fields=["case", "-noted_on"], name="rapport_of_case")]

    def __str__(self) -> str:
        return f"{self.noted_on} {'ある' if self.related else 'まだない'}"
