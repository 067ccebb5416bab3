"""今日のお知らせメール: where a member of staff wants to be told, at which hour, and when it was last done."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from norishiro.agencies.choices import FIRST_HOUR, LAST_HOUR
from norishiro.agencies.models.people import Staff
from norishiro.core.records import Record


class Digest(Record):
    """One address of one member of staff. Until it is confirmed with the number sent there, nothing is sent to it."""

    staff = models.OneToOneField(Staff, verbose_name="職員", on_delete=models.PROTECT, related_name="digest")
    address = models.EmailField("メール")
    code_hash = models.CharField("確かめの番号（要約）", max_length=128, blank=True)
    code_at = models.DateTimeField("番号を送った日時", null=True, blank=True)
    tries = models.PositiveSmallIntegerField("番号を入れた回数", default=0)
    confirmed_at = models.DateTimeField("確かめた日時", null=True, blank=True)
    hour = models.PositiveSmallIntegerField("送る時刻（時）", null=True, blank=True)
    done_on = models.DateField("最後に調べた日", null=True, blank=True)
    alarm = models.BooleanField("訪問から戻らない人がいるとき、すぐに知らせる", default=False)
    alarmed_at = models.DateTimeField("最後にすぐ知らせた日時", null=True, blank=True)

    class Meta:
        ordering = ["staff__login_id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(hour__isnull=True)
                | Q(confirmed_at__isnull=False, hour__gte=FIRST_HOUR, hour__lte=LAST_HOUR),
                name="digest_hour",
                violation_error_message="送る時刻は、確かめたアドレスにだけ決められます。",
            ),
            models.CheckConstraint(
                condition=Q(alarm=False) | Q(confirmed_at__isnull=False),
                name="digest_alarm",
                violation_error_message="すぐに知らせるのは、確かめたアドレスにだけです。",
            ),
        ]

    def __str__(self) -> str:
        return str(self.staff)
