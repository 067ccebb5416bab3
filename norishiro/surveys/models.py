"""年次の調査: a round, whom it asks, what was answered, and what changed by it. Of places, never of anybody supported.

An answer keeps what was said in one column until it is accepted: it is a proposal. What people ask about later stands in the
registry of places, and what changed stands in rows.
"""

from __future__ import annotations

from uuid import uuid4

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q

from norishiro.agencies.models import Agency, Staff
from norishiro.core.records import Record
from norishiro.resources.models import Place
from norishiro.surveys.choices import AnswerState, AnswerWay


class Round(Record):
    """調査: once a year, asked of many places."""

    title = models.CharField("調査の名前", max_length=120, unique=True)
    year = models.PositiveSmallIntegerField("年度")
    due_on = models.DateField("答えていただく期限")
    greeting = models.CharField("あいさつ・お願い", max_length=500)
    return_to = models.CharField("返送先・問い合わせ先", max_length=200)
    agency = models.ForeignKey(Agency, verbose_name="調べる機関", on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, verbose_name="始めた職員", on_delete=models.PROTECT, related_name="+")
    closed_on = models.DateField("終えた日", null=True, blank=True)

    class Meta:
        ordering = ["-year", "-made_at"]

    def __str__(self) -> str:
        return self.title


class Invitation(Record):
    """たずねる先: one place in a round, and who goes there. ``key`` alone opens its sheet; no screen of the staff goes by it."""

    key = models.UUIDField("調査票の鍵", default=uuid4, db_default=RandomUUID(), unique=True, editable=False)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="invitations")
    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="+")
    goer = models.ForeignKey(
        Staff,
        verbose_name="ヒアリングに行く人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    go_by = models.DateField("いつまでに行くか", null=True, blank=True)
    reminded_on = models.DateField("もう一度お願いした日", null=True, blank=True)

    class Meta:
        ordering = ["place__name"]
        constraints = [models.UniqueConstraint(fields=["round", "place"], name="survey_invitation_once")]

    def __str__(self) -> str:
        return f"{self.place_id}"


class Answer(Record):
    """答え: what the place said, waiting for somebody to look at it. A newer answer takes the place of one that waits."""

    invitation = models.OneToOneField(Invitation, on_delete=models.CASCADE, related_name="answer")
    answered_on = models.DateField("答えた日")
    way = models.CharField("どのように", max_length=8, choices=AnswerWay.choices)
    told_by = models.CharField("答えた人", max_length=80, blank=True)
    unchanged = models.BooleanField("変わりなし", default=False)
    stopped = models.BooleanField("もう活動していない", default=False)
    said = models.JSONField("答えたこと", default=dict)
    note = models.CharField("そのほか", max_length=500, blank=True)
    state = models.CharField("様子", max_length=8, choices=AnswerState.choices, default=AnswerState.WAITING)
    typed_by = models.ForeignKey(
        Staff, verbose_name="入れた職員", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_by = models.ForeignKey(
        Staff, verbose_name="確かめた職員", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_on = models.DateField("確かめた日", null=True, blank=True)

    class Meta:
        ordering = ["-answered_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=AnswerState.WAITING, decided_on__isnull=True)
                | (~Q(state=AnswerState.WAITING) & Q(decided_on__isnull=False)),
                name="answer_decided",
            ),
            models.CheckConstraint(
                condition=Q(unchanged=False) | Q(stopped=False),
                name="answer_one_thing",
                violation_error_message="「変わりなし」か「もう活動していない」か、どちらか一方にしてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answered_on}"


class Change(Record):
    """変わったこと: one field of a place that an answer changed, before and after. Only added."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="changes")
    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="+")
    on = models.DateField("登録に入れた日")
    field = models.CharField("どの欄か", max_length=24)
    before = models.CharField("前", max_length=600, blank=True)
    after = models.CharField("あと", max_length=600, blank=True)

    class Meta:
        ordering = ["-on", "-made_at"]
        indexes = [models.Index(fields=["on", "id"], name="survey_change_by_day")]

    def __str__(self) -> str:
        return self.field
