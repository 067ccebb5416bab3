"""What a grant is about, and who receives it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from norishiro.sharing.choices import RecipientKind, SubjectKind


@dataclass(frozen=True)
class Subject:
    """What a grant is about: a person or a case."""

    kind: SubjectKind
    id: UUID


def person(person_id: UUID) -> Subject:
    return Subject(SubjectKind.PERSON, person_id)


def case(case_id: UUID) -> Subject:
    return Subject(SubjectKind.CASE, case_id)


class Someone(Protocol):
    """A person as the gate needs to know them: who, whether still living, and which record to use instead of this one
    (empty for most), and under which ids there are records of them. People stand a storey above."""

    @property
    def id(self) -> UUID: ...

    @property
    def died_on(self) -> date | None: ...

    @property
    def used_instead(self) -> str: ...

    @property
    def all_ids(self) -> list[UUID]: ...


@dataclass(frozen=True)
class Recipient:
    """Who receives a grant: an agency with all who wear its hat, or one member of staff."""

    kind: RecipientKind
    id: UUID


def agency(agency_id: UUID) -> Recipient:
    return Recipient(RecipientKind.AGENCY, agency_id)


def staff(staff_id: UUID) -> Recipient:
    return Recipient(RecipientKind.STAFF, staff_id)
