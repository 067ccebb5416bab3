"""ログインの手助け: somebody lost the password or the second proof, and somebody else helped them in again."""

from __future__ import annotations

from django.db import models

from norishiro.agencies.choices import HelpAnswer, HelpKind, KnownBy
from norishiro.agencies.models.organisation import Agency
from norishiro.agencies.models.people import Staff
from norishiro.core.records import Record


class AccessHelp(Record):
    """ログインの手助け: what was renewed, by whom, how they knew the person; what the person says of it, and what came of a no."""

    staff = models.ForeignKey(
        Staff, verbose_name="職員", on_delete=models.PROTECT, related_name="access_helps"
    )
    kind = models.CharField("したこと", max_length=8, choices=HelpKind.choices)
    known_by = models.CharField("本人と確かめた方法", max_length=8, choices=KnownBy.choices)
    helper = models.ForeignKey(
        Staff, verbose_name="手助けした職員", on_delete=models.PROTECT, related_name="+"
    )
    helper_agency = models.ForeignKey(
        Agency, verbose_name="手助けした職員の機関", on_delete=models.PROTECT, related_name="+"
    )
    answer = models.CharField("本人の答え", max_length=8, choices=HelpAnswer.choices, blank=True)
    answered_at = models.DateTimeField("答えた日時", null=True, blank=True)
    finding = models.CharField("確かめたこと", max_length=300, blank=True)
    settled_by = models.ForeignKey(
        Staff, verbose_name="確かめた職員", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    settled_at = models.DateTimeField("確かめた日時", null=True, blank=True)

    class Meta:
        ordering = ["-made_at"]
        indexes = [
            models.Index(fields=["staff", "-made_at"], name="accesshelp_staff"),
            models.Index(
                fields=["made_at"],
                name="accesshelp_refused",
                condition=models.Q(answer="UNKNOWN", settled_at=None),
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
