"""その後の確認: households of 特例貸付 and 住居確保給付金 that are asked how they are."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from norishiro.agencies.models import Staff
from norishiro.consultations.choices import FollowUpGround, FollowUpSource, FollowUpState
from norishiro.people.models import Person
from norishiro.sharing.models import GatedEditableRecord


class FollowUp(GatedEditableRecord):
    """その後の確認の一行: on what ground the desk holds the household, what was found, when next. The attempts to reach
    it are the contacts recorded since. Subject: the person."""

    person = models.ForeignKey(
        Person, verbose_name="対象者", on_delete=models.PROTECT, related_name="follow_ups"
    )
    source = models.CharField("もと", max_length=16, choices=FollowUpSource.choices)
    ground = models.CharField("持っている根拠", max_length=8, choices=FollowUpGround.choices)
    ground_on = models.DateField("根拠の日", null=True, blank=True)
    ground_words = models.CharField("どこから・何の会議で", max_length=200, blank=True)
    listed_on = models.DateField("載せた日")
    next_on = models.DateField("次に確かめる日", null=True, blank=True)
    needs = models.TextField("分かった困りごと", blank=True)
    state = models.CharField("状態", max_length=8, choices=FollowUpState.choices, default=FollowUpState.OPEN)
    ended_on = models.DateField("終えた日", null=True, blank=True)
    ended_reason = models.CharField("終えたわけ", max_length=200, blank=True)
    staff = models.ForeignKey(Staff, verbose_name="載せた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["next_on", "listed_on", "id"]
        indexes = [models.Index(fields=["agency", "state", "next_on"], name="follow_up_of_agency")]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "person", "source"], condition=Q(state="OPEN"), name="follow_up_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_source_display()} {self.listed_on}"
