"""Which figures are told to anybody, and how one reads there: few people are not told exactly. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from norishiro.reports.choices import Source
from norishiro.reports.definitions import Figure
from norishiro.reports.rules import SMALL, is_small

TOLD = (
    "contacts", "units", "persons", "households", "visits", "not_met", "received", "gatherings", "came", "heard",
)  # fmt: skip
WAYS = ("visits", "phones", "desk", "escorts", "online", "letters", "inquiries", "others")
CHARTED = ("contacts", "came")
# Each of these records is about one case, so a few of them are a few people.
OF_CASES = (
    Source.CONSULTATION, Source.TALK, Source.PLAN, Source.ANSWER, Source.SHEET, Source.PROGRAMME, Source.PARTICIPATION,
)  # fmt: skip
OF_BODIES = (Source.PLACE,)
OF_PEOPLE = ("units", "persons", "persons_all", "households", "consulted")


@dataclass(frozen=True)
class Told:
    """A figure as anybody may read it: a small number of people is not told exactly."""

    figure: Figure
    number: int

    @property
    def is_small(self) -> bool:
        counts_people = self.figure.what in OF_PEOPLE or self.figure.source in OF_CASES
        return counts_people and self.figure.source not in OF_BODIES and is_small(self.number)

    @property
    def words(self) -> str:
        return f"{SMALL}{self.figure.unit}未満" if self.is_small else f"{self.number:,}{self.figure.unit}"
