"""モデルケース: chosen, noted, told without names."""

from __future__ import annotations

from datetime import date

from norishiro.agencies.actor import Actor
from norishiro.cases.models import Case
from norishiro.consultations.models import Example
from norishiro.consultations.operations import write_example
from norishiro.core.operation import operation
from norishiro.core.verdict import when
from norishiro.ledger.operations import sign
from norishiro.meetings import events, rules
from norishiro.meetings.models import LearningNote, ModelCase
from norishiro.sharing.choices import Category
from norishiro.sharing.queries import bases_open_to


@operation
def flag_model(actor: Actor, /, *, case: Case, why: str, today: date) -> ModelCase:
    """Choose a case to learn from. It changes nobody's sight. Records ``model_case.flagged``.

    Refused by ``may_flag_model``.
    """
    rules.may_flag_model(flagged=ModelCase.objects.filter(case=case).exists(), why=why).or_refuse()
    made = ModelCase.objects.create(
        case=case, why=why.strip(), flagged_on=today, staff_id=actor.staff_id, subject_id=case.id,
        basis=bases_open_to(actor, subject_id=case.id)[0], agency_id=actor.agency_id,
        categories=int(Category.ATTRIBUTES),
    )  # fmt: skip
    sign(actor, events.MODEL_FLAGGED, subjects=[case.id], ground=made.basis, changed_text=["why"])
    return made


@operation
def note_learning(actor: Actor, /, *, model_case: ModelCase, text: str, today: date) -> LearningNote:
    """Add what was understood. Records ``model_case.noted``. Refused for an empty text."""
    when(not text.strip(), "text", "気づいたことを書いてください。").or_refuse()
    made = LearningNote.objects.create(
        model_case=model_case, text=text.strip(), noted_on=today, staff_id=actor.staff_id,
        subject_id=model_case.subject_id, basis=model_case.basis, agency_id=actor.agency_id,
        categories=int(Category.LIFE_HISTORY),
    )  # fmt: skip
    sign(actor, events.LEARNING_NOTED, subjects=[made.subject_id], ground=made.basis, changed_text=["text"])
    return made


@operation
def tell_model(
    actor: Actor, /, *, model_case: ModelCase, kind: str, title: str, story: str, done: str, today: date
) -> Example:
    """Write the anonymised story of a model case; it waits for a second reader as any story does.

    Changes: one story that names nobody, and on the model case which one it is. Records ``model_case.told`` and the
    story's own line. Refused by ``may_tell_model`` and by all reasons of ``write_example``.
    """
    locked = ModelCase.objects.select_for_update().get(pk=model_case.pk)
    rules.may_tell_model(notes=locked.notes.count(), told=locked.example_id is not None).or_refuse()
    example = write_example(actor, kind=kind, title=title, story=story, done=done, today=today)
    locked.example_id = example.id
    locked.save(update_fields=["example_id"])
    sign(actor, events.MODEL_TOLD, subjects=[locked.subject_id], ground=locked.basis)
    return example
