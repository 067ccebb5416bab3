"""What is given as the answer to one item, and how it reads. Pure: no table, no form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from norishiro.assessment.choices import RiskMark
from norishiro.assessment.dictionary import ItemOf
from norishiro.core.calendar import wareki

YES, NO = "YES", "NO"
YES_NO = {"NOTED": {YES: "ある", NO: "ない"}, "COUNTED": {YES: "いる", NO: "いない"}}


@dataclass(frozen=True)
class Given:
    """One answer as the form gives it: codes, a number, a day, words."""

    codes: tuple[str, ...] = ()
    number: int | None = None
    day: date | None = None
    note: str = ""

    @property
    def is_empty(self) -> bool:
        return not self.codes and self.number is None and self.day is None and not self.note.strip()


NOTHING = Given()


def words_of(item: ItemOf, given: Given) -> str:
    """The answer as it is read, in the labels the dictionary has now; empty where nothing is answered."""
    if item.kind in ("NOTED", "COUNTED"):
        return _yes_or_no(item, given)
    parts = [item.label_of(code) for code in _in_order(item, given.codes)]
    if given.number is not None:
        parts.append(str(given.number))
    if given.day is not None:
        parts.append(wareki(given.day))
    chosen = "、".join(parts)
    if not chosen:
        return given.note
    return f"{chosen}（{given.note}）" if given.note else chosen


def _in_order(item: ItemOf, codes: tuple[str, ...]) -> list[str]:
    known = [one.code for one in item.options]
    return sorted(codes, key=lambda code: known.index(code) if code in known else len(known))


def _yes_or_no(item: ItemOf, given: Given) -> str:
    said = YES_NO[item.kind].get(given.codes[0], "") if given.codes else ""
    more = f"{given.number}人" if given.number is not None else given.note
    if said and more:
        return f"{said}（{more}）"
    return said or more


@dataclass(frozen=True)
class Marked:
    """The answer to one question of a ○/×/? sheet, what is known about it, and what is strong there."""

    mark: str = RiskMark.UNCLEAR
    known: str = ""
    strength: str = ""
