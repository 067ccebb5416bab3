"""会議のあとのアンケート: asked once, answered by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from norishiro.agencies.actor import Actor
from norishiro.core.operation import operation
from norishiro.ledger.operations import sign
from norishiro.meetings import events, rules
from norishiro.meetings.access import run_verdict
from norishiro.meetings.defaults import Question
from norishiro.meetings.models import (
    Invitation,
    Questionnaire,
    QuestionnaireAnswer,
    QuestionnaireReply,
    Sitting,
)


@operation
def ask_questionnaire(actor: Actor, /, *, sitting: Sitting, due_on: date, today: date) -> Questionnaire:
    """Ask who was there how the sitting was; it stands on their 今日 until they answer. Records ``questionnaire.asked``.

    Refused by ``may_ask_questionnaire`` and to those who do not run the sitting.
    """
    (
        run_verdict(actor, sitting)
        & rules.may_ask_questionnaire(
            sitting_status=sitting.status, asked=Questionnaire.objects.filter(sitting=sitting).exists(),
            present=sitting.invitations.filter(attended=True).count(), due_on=due_on, today=today,
        )
    ).or_refuse()  # fmt: skip
    made = Questionnaire.objects.create(
        sitting=sitting, due_on=due_on, asked_on=today, asked_by_id=actor.staff_id
    )
    sign(actor, events.QUESTIONNAIRE_ASKED, changes={"sitting": (None, sitting.id), "due_on": (None, due_on)})
    return made


@operation
def answer_questionnaire(
    actor: Actor, /, *, questionnaire: Questionnaire, questions: Sequence[Question], values: Mapping[str, str], today: date
) -> QuestionnaireAnswer:  # fmt: skip
    """Answer by name, once. What is written is about the sitting and about nobody's household.

    Records ``questionnaire.answered``. Refused by ``may_answer_questionnaire``.
    """
    mine = Invitation.objects.filter(
        sitting_id=questionnaire.sitting_id, staff_id=actor.staff_id, attended=True
    ).first()
    rules.may_answer_questionnaire(
        was_there=mine is not None, answered=questionnaire.answers.filter(staff_id=actor.staff_id).exists(),
        scored=all(values.get(one.code) for one in questions if one.scale),
    ).or_refuse()  # fmt: skip
    answer = QuestionnaireAnswer.objects.create(
        questionnaire=questionnaire, staff_id=actor.staff_id, sent_on=today,
        agency_id=mine.agency_id if mine else actor.agency_id,
    )  # fmt: skip
    for one in questions:
        given = values.get(one.code, "").strip()
        QuestionnaireReply.objects.create(
            answer=answer, code=one.code, label=one.label, score=int(given) if one.scale else None,
            text="" if one.scale else given,
        )  # fmt: skip
    sign(actor, events.QUESTIONNAIRE_ANSWERED, changes={"sitting": (None, questionnaire.sitting_id)})
    return answer
