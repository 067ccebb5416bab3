"""What is written down: the intake form, consent, documents, counting notes, partner fields."""

from typing import Annotated, Literal

from pydantic import Field

from norishiro.profiles.choices import AgencyField, DocumentKind, QuestionKind, Raise
from norishiro.profiles.schema.parts import (
    Code,
    Entry,
    Flag,
    NationalConcernCode,
    Part,
    Text,
)


class Concern(Part):
    """A trouble the form offers; `mapping_guessed` when the municipality never said how it rounds."""

    code: Code
    label: Text
    national: NationalConcernCode
    mapping_guessed: Flag = False


class ExtraQuestion(Part):
    code: Code
    label: Text
    kind: QuestionKind = QuestionKind.TEXT


class IntakeForm(Entry):
    code: Code
    version: Text
    name: Text = "相談受付・申込票"
    concerns: Annotated[tuple[Concern, ...], Field(min_length=1)]
    main_must_be_single: Flag = True
    extra_questions: tuple[ExtraQuestion, ...] = ()

    def national_of(self, code: str) -> str:
        return next(concern.national for concern in self.concerns if concern.code == code)


class InformationCategory(Part):
    code: Code
    label: Text


class Consent(Entry):
    version: Text
    text: Text
    categories: Annotated[tuple[InformationCategory, ...], Field(min_length=1)]


class Document(Entry):
    code: Code
    name: Text
    kind: DocumentKind
    consent_needed: Flag | None = None


class CountingNote(Entry):
    topic: Text
    text: Text


class PartnerField(Part):
    code: AgencyField
    label: Text


class ScreeningGuide(Part):
    """One of the four kinds of case and whether to bring it to multi-agency work."""

    code: Literal["1", "2", "3", "4"]
    label: Text
    guide: Text
    decision: Raise
