"""会議のあとのアンケート: what waits for an answer, and what was answered. The actor comes first."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from norishiro.agencies.actor import Actor
from norishiro.core.records import Unseen
from norishiro.meetings.models import Invitation, Questionnaire, QuestionnaireAnswer, Sitting
from norishiro.meetings.queries.sittings import MOST, visible_to


def questionnaire_of(actor: Actor, *, sitting: Sitting) -> Questionnaire | None:
    return Questionnaire.objects.filter(sitting=sitting, sitting__in=visible_to(actor)).first()


def get_questionnaire(actor: Actor, *, questionnaire_id: UUID) -> Questionnaire:
    found = (
        Questionnaire.objects.select_related("sitting__body__preparer", "sitting__convener")
        .filter(id=questionnaire_id, sitting__in=visible_to(actor))
        .first()
    )
    if found is None:
        raise Unseen(questionnaire_id)
    return found


def questionnaires_waiting(actor: Actor) -> QuerySet[Questionnaire]:
    """Asked of the actor, who was there and has not answered."""
    there = Invitation.objects.filter(staff_id=actor.staff_id, attended=True)
    answered = QuestionnaireAnswer.objects.filter(staff_id=actor.staff_id)
    rows = Questionnaire.objects.filter(sitting__in=there.values("sitting_id"))
    return rows.exclude(id__in=answered.values("questionnaire_id")).select_related("sitting__body")


def has_answered(actor: Actor, *, questionnaire: Questionnaire) -> bool:
    return questionnaire.answers.filter(staff_id=actor.staff_id).exists()


@dataclass(frozen=True)
class Tally:
    """One question with a scale: how many chose each step, the best first."""

    label: str
    counts: tuple[tuple[int, int], ...]

    @property
    def answers(self) -> int:
        return sum(number for _score, number in self.counts)


@dataclass(frozen=True)
class Words:
    """What one member wrote to one question."""

    label: str
    answer: QuestionnaireAnswer
    text: str


@dataclass(frozen=True)
class Results:
    """Everything that was answered, and who has not."""

    tallies: tuple[Tally, ...]
    words: tuple[Words, ...]
    answers: tuple[QuestionnaireAnswer, ...]
    missing: tuple[Invitation, ...]


def results(actor: Actor, *, questionnaire: Questionnaire) -> Results:
    """For who runs the sitting (the view asks). Questions in the order they were asked."""
    answers = list(questionnaire.answers.select_related("staff", "agency").prefetch_related("replies")[:MOST])
    labels: dict[str, str] = {}
    counted: dict[str, Counter[int]] = {}
    words: list[Words] = []
    for answer in answers:
        for reply in answer.replies.all():
            labels.setdefault(reply.code, reply.label)
            if reply.score is not None:
                counted.setdefault(reply.code, Counter())[reply.score] += 1
            elif reply.text:
                words.append(Words(reply.label, answer, reply.text))
    there = questionnaire.sitting.invitations.filter(attended=True).select_related("staff", "agency")
    known = {answer.staff_id for answer in answers}
    return Results(
        tallies=tuple(
            Tally(labels[code], tuple((score, counts[score]) for score in (4, 3, 2, 1)))
            for code, counts in counted.items()
        ),
        words=tuple(words),
        answers=tuple(answers),
        missing=tuple(one for one in there[:MOST] if one.staff_id not in known),
    )
