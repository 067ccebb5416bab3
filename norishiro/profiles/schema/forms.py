"""What is written down: the intake form, consent, documents, counting notes, partner fields."""

from typing import Annotated, Literal

from pydantic import Field

from norishiro.profiles.choices import AgencyField, DocumentKind, QuestionKind, Raise
from norishiro.profiles.schema.parts import (
    Code,
    Dated,
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


class NineCells(Entry):
    """9マスシートの見出し: the eight around the issue, from the upper left, row by row, the centre left out."""

    headings: Annotated[tuple[Text, ...], Field(min_length=8, max_length=8)]


class ContactTag(Entry, Dated):
    """A mark on a contact record to find it by; it names no kind of person."""

    code: Code
    label: Text


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


class CodedLabel(Part):
    code: Code
    label: Text


class AssessmentItem(Entry, Dated):
    """One line of the assessment sheet that differs here: renamed, hidden, with other options, or added.

    A code of the national dictionary changes that item; any other code adds one (then section, label and kind are needed).
    """

    code: Code
    section: Code | None = None
    label: Text | None = None
    kind: Literal["ONE", "MANY", "TEXT", "LINE", "NUMBER", "DATE", "NOTED", "COUNTED"] | None = None
    per: Literal["PERSON", "HOUSEHOLD"] = "PERSON"
    options: tuple[CodedLabel, ...] = ()
    national_flag: Flag | None = None
    stage: Literal["INTAKE", "ASSESSMENT", "PLAN"] = "ASSESSMENT"
    hidden: Flag = False


class RiskLevel(CodedLabel):
    """One step of a scale, and what is weighed when somebody decides on it."""

    meaning: str = ""


class RiskQuestion(Part):
    code: Code
    text: Text
    group: str = ""


class RiskForm(Entry, Dated):
    """A ○/×/? sheet: questions, and the scale people decide on. Nothing is added up."""

    code: Code
    name: Text
    version: Text
    levels: Annotated[tuple[RiskLevel, ...], Field(min_length=2)]
    questions: Annotated[tuple[RiskQuestion, ...], Field(min_length=1)]
