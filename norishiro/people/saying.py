"""What a screen says of people, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from norishiro.core.calendar import PartialDate

if TYPE_CHECKING:
    from norishiro.people.models import Person
    from norishiro.people.queries import Alike


def described(person: Person) -> str:
    """Who is meant: name, reading, birth and address, as far as they are known and not withheld."""
    born = PartialDate.from_code(person.birth) if person.birth else None
    known = [person.label, person.kana, str(born) if born else "", person.address]
    return "　".join(part for part in known if part)


def in_words(alike: Alike) -> str:
    """One line of a choice: who is meant, and what speaks for it and against it."""
    why = "、".join((*alike.likeness.agrees, *(f"ただし{one}" for one in alike.likeness.differs)))
    return f"{described(alike.person)}（{why}）" if why else described(alike.person)
