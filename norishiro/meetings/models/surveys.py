"""会議のあとのアンケート: a few questions to who was there, signed with the name."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from norishiro.agencies.models import Agency, Staff
from norishiro.core.records import Record
from norishiro.meetings.models.sittings import Sitting


class Questionnaire(Record):
    """会議のあとのアンケート: asked once for a sitting, until a day."""

    sitting = models.OneToOneField(Sitting, on_delete=models.PROTECT, related_name="questionnaire")
    due_on = models.DateField("いつまでに")
    asked_on = models.DateField("頼んだ日")
    asked_by = models.ForeignKey(Staff, verbose_name="頼んだ職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-asked_on"]

    def __str__(self) -> str:
        return f"{self.sitting} アンケート"


class QuestionnaireAnswer(Record):
    """アンケートの回答: of one member, by name."""

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.CASCADE, related_name="answers")
    staff = models.ForeignKey(Staff, verbose_name="答えた人", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, verbose_name="所属", on_delete=models.PROTECT, related_name="+")
    sent_on = models.DateField("答えた日")

    class Meta:
        ordering = ["agency__code", "made_at"]
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "staff"], name="questionnaire_answer_once")
        ]

    def __str__(self) -> str:
        return str(self.staff)


class QuestionnaireReply(Record):
    """一つの問いへの答え, with the words it was asked in."""

    answer = models.ForeignKey(QuestionnaireAnswer, on_delete=models.CASCADE, related_name="replies")
    code = models.CharField("問いの符号", max_length=20)
    label = models.CharField("問い", max_length=120)
    score = models.PositiveSmallIntegerField("段階", null=True, blank=True)
    text = models.TextField("ことば", blank=True)

    class Meta:
        ordering = ["made_at"]
        constraints = [
            models.UniqueConstraint(fields=["answer", "code"], name="questionnaire_reply_once"),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__range=(1, 4)),
                name="questionnaire_score_range",
                violation_error_message="1から4までで答えてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.label
