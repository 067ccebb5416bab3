"""困窮の事業: which services of the poverty centre a person uses, and, apart, what the centre writes of them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from norishiro.agencies.models import Staff
from norishiro.consultations.choices import PovertyServiceKind, PovertyServiceState
from norishiro.people.models import Person
from norishiro.sharing.models import GatedEditableRecord, GatedRecord


class PovertyService(GatedEditableRecord):
    """困窮の事業の一行: kind and state, which may be shown on the person's consent. Subject: the person."""

    person = models.ForeignKey(
        Person, verbose_name="対象者", on_delete=models.PROTECT, related_name="poverty_services"
    )
    kind = models.CharField("事業", max_length=16, choices=PovertyServiceKind.choices)
    state = models.CharField("状態", max_length=10, choices=PovertyServiceState.choices)
    started_on = models.DateField("始まり", null=True, blank=True)
    ended_on = models.DateField("終わり", null=True, blank=True)
    staff = models.ForeignKey(Staff, verbose_name="書いた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["kind", "-started_on", "-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True)
                | Q(started_on__isnull=True)
                | Q(ended_on__gte=F("started_on")),
                name="poverty_service_period",
                violation_error_message="終わりの日は、始まりの日からあとの日にしてください。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.get_state_display()}"


class PovertyServiceDetail(GatedRecord):
    """困窮の事業のくわしい内容: amounts, family budget, what was agreed. Born of the centre's own work, it stays there."""

    service = models.OneToOneField(PovertyService, on_delete=models.CASCADE, related_name="detail")
    text = models.TextField("くわしい内容")

    def __str__(self) -> str:
        return self.text[:30]
