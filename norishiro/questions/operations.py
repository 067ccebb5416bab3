"""The verbs of this room: keeping a question, and taking its answer away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from norishiro.agencies.actor import Actor
from norishiro.agencies.permissions import Permission
from norishiro.consultations.access import nobody_named
from norishiro.core.operation import operation
from norishiro.core.records import change_fields
from norishiro.ledger.operations import sign
from norishiro.questions import events, papers, queries, rules
from norishiro.questions.asking import Asked
from norishiro.questions.choices import PartKind
from norishiro.questions.models import Question, QuestionPart
from norishiro.questions.queries import Answer, Leaving

CSV, XLSX = "csv", "xlsx"


@dataclass(frozen=True)
class Taken:
    """The file as it is handed over."""

    content: bytes
    name: str


@operation
def save_question(actor: Actor, /, *, asked: Asked, name: str, words: str, shared: bool) -> Question:
    """Keep a question under a name: what is asked, never the numbers. Records ``question.saved``; refused by
    ``may_save_question`` and a name that is known."""
    taken = queries.question_named(actor, name=name) is not None
    verdict = rules.may_save_question(taken=taken, figures=len(asked.figures))
    (verdict & nobody_named(actor, name, words, field="name")).or_refuse()
    kept = Question.objects.create(
        name=name,
        words=words,
        shared=shared,
        staff_id=actor.staff_id,
        agency_id=actor.agency_id,
        **_fields(asked),
    )
    _write_parts(kept, asked)
    sign(actor, events.QUESTION_SAVED, changes={"question": (None, kept.id), "shared": (None, shared)})
    return kept


@operation
def change_question(
    actor: Actor, /, *, question: Question, version: int, asked: Asked, name: str, words: str, shared: bool
) -> Question:
    """Put a kept question right. Records ``question.changed``; refused by ``may_change_question``, ``may_save_question`` and a
    name that is known; StaleVersion."""
    other = queries.question_named(actor, name=name)
    (
        rules.may_change_question(mine=question.staff_id == actor.staff_id)
        & rules.may_save_question(taken=other is not None and other != question, figures=len(asked.figures))
        & nobody_named(actor, name, words, field="name")
    ).or_refuse()
    values = {"name": name, "words": words, "shared": shared, **_fields(asked)}
    changed = change_fields(question, version=version, values=values)
    question.parts.all().delete()
    _write_parts(question, asked)
    sign(
        actor, events.QUESTION_CHANGED, changes={"question": (question.id, question.id), "shared": (None, shared)},
        changed_text=sorted(changed.keys() & {"name", "words"}),
    )  # fmt: skip
    return question


@operation
def drop_question(actor: Actor, /, *, question: Question) -> None:
    """Throw a kept question away; the records it counted stay as they are. Records ``question.dropped``; refused by
    ``may_change_question``."""
    locked = Question.objects.select_for_update().get(pk=question.pk)
    rules.may_change_question(mine=locked.staff_id == actor.staff_id).or_refuse()
    sign(actor, events.QUESTION_DROPPED, changes={"question": (locked.id, None)})
    locked.delete()


@operation
def take_answer(actor: Actor, /, *, found: Answer, leaves: bool, today: date) -> Taken:
    """Make the answer as Excel, with a sheet of what everything means. Records ``answer.taken``; refused by
    ``may_take_inside`` where the numbers are to stay as they are."""
    if not leaves:
        counts = actor.may(Permission.SEE_COUNTS)
        rules.may_take_inside(of_whom=found.asked.of_whom, counts=counts).or_refuse()
    asked = found.asked
    sign(
        actor, events.ANSWER_TAKEN,
        changes={
            "scope": (None, asked.scope.code), "first": (None, asked.period.first), "span": (None, asked.period.span),
            "rows": (None, asked.rows), "columns": (None, asked.columns), "leaves": (None, leaves),
        },
    )  # fmt: skip
    name = "外に渡す表.xlsx" if leaves else "数えてみた表.xlsx"
    return Taken(papers.book(found, actor=actor, today=today, leaves=leaves), name)


@operation
def take_leaving(actor: Actor, /, *, found: Leaving, form: str, today: date) -> Taken:
    """Make the counts for the prefecture as Excel or CSV, every number covered. Records ``summary_file.taken``; refused by
    ``may_take_leaving``."""
    counts = actor.may(Permission.SEE_COUNTS)
    rules.may_take_leaving(counts=counts, begun=found.period.first <= today).or_refuse()
    sign(
        actor, events.SUMMARY_FILE_TAKEN,
        changes={"first": (None, found.period.first), "span": (None, found.period.span), "form": (None, form)},
    )  # fmt: skip
    if form == CSV:
        return Taken(papers.leaving_csv(found, actor=actor, today=today), "外に渡す集計.csv")
    return Taken(papers.leaving_book(found, actor=actor, today=today), "外に渡す集計.xlsx")


def _fields(asked: Asked) -> dict[str, object]:
    return {
        "rows": asked.rows, "columns": asked.columns, "span": asked.period.span,
        "on_day": None if asked.standing else asked.period.first, "scope": asked.scope.kind, "scope_key": asked.scope.key,
    }  # fmt: skip


def _write_parts(question: Question, asked: Asked) -> None:
    parts = [(PartKind.FIGURE, "", one.key) for one in asked.figures]
    parts += [(PartKind.FILTER, axis, code) for axis, code in asked.filters.items()]
    QuestionPart.objects.bulk_create(
        QuestionPart(question=question, kind=kind, axis=axis, code=code, order=nth)
        for nth, (kind, axis, code) in enumerate(parts)
    )
