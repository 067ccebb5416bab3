"""What is typed about a person, as keys: words to look for, and what two descriptions agree in.

The keys themselves are folded in ``core.names`` and ``core.withheld``; how alike two names are is measured by rapidfuzz.
No query stands here: ``queries`` asks the database with what this file makes of the words.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA, JaroWinkler

from norishiro.core import names
from norishiro.core.calendar import DateProblem, PartialDate, eras, parse_date
from norishiro.core.withheld import fold

if TYPE_CHECKING:
    from norishiro.people.models import Person

MOST_WORDS = 8
LONGEST = 80
_DIGITS = re.compile(r"[^0-9]")
# A number of fewer digits stands in too many others.
SHORTEST_NUMBER = 3
_YEAR = re.compile(r"(1[89]|20)\d\d")


def number_key(text: str) -> str:
    """Digits alone, without the zero that spreadsheets lose. The database folds alike (``people_number``)."""
    return _DIGITS.sub("", unicodedata.normalize("NFKC", text)).lstrip("0")


@dataclass(frozen=True)
class Word:
    """One word of a search: what it may look like among the keys, and the births it may mean."""

    texts: tuple[str, ...]
    born: tuple[date, date] | None = None

    def as_json(self) -> dict[str, object]:
        first, last = self.born or (None, None)
        return {
            "texts": list(self.texts),
            "from": first.isoformat() if first else None,
            "until": last.isoformat() if last else None,
        }


def words_in(text: str, *, today: date) -> list[Word]:
    """The words of a search, at most ``MOST_WORDS``. Signs and invisible letters are no words."""
    typed = [*dict.fromkeys(text[:LONGEST].split())]
    found = [one for one in (_word(part, today=today) for part in typed) if one.texts or one.born]
    return found[:MOST_WORDS]


def _word(part: str, *, today: date) -> Word:
    number = number_key(part)
    texts = [names.name_key(part), names.kana_key(part), fold(part)]
    if len(number) >= SHORTEST_NUMBER and not re.search(r"[^\W\d_]", unicodedata.normalize("NFKC", part)):
        texts.append(number)
    readable = [one for one in dict.fromkeys(texts) if any(map(_is_letter, one))]
    return Word(tuple(readable), _births(part, today=today))


def _is_letter(char: str) -> bool:
    """外字 and letters newer than this Python, which knows them as no letters, are parts of names too."""
    return char.isalnum() or unicodedata.category(char) in ("Co", "Cn")


def _births(part: str, *, today: date) -> tuple[date, date] | None:
    """昭和21年, S21, 1946 and 昭和21年3月3日 mean births; an age or a single number does not."""
    plain = unicodedata.normalize("NFKC", part).removesuffix("生まれ").removesuffix("生")
    if not (
        re.search(r"\d|元", plain) and (re.search(r"[年/.\-]|^[A-Za-z]\d", plain) or _YEAR.fullmatch(plain))
    ):
        return None
    try:
        found = parse_date(plain, today=today, must_be_past=True)
    except DateProblem:
        return None
    first, last = found.earliest(), found.latest()
    return (first, last) if first and last else None


# --- who is alike --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Traits:
    """What is known of one person, folded. Empty where nothing is known, or where it is withheld."""

    name: str = ""
    kana: str = ""
    alias: str = ""
    home: str = ""
    phone: str = ""
    sex: str = ""
    born_from: date | None = None
    born_until: date | None = None
    turned: tuple[str, ...] = field(default=(), compare=False)

    @property
    def birthday(self) -> date | None:
        return self.born_from if self.born_from and self.born_from == self.born_until else None


def traits(
    *, name: str = "", kana: str = "", alias: str = "", address: str = "", phone: str = "", sex: str = "",
    birth: PartialDate | None = None,
) -> Traits:  # fmt: skip
    """Fold what was typed or is on record. ``turned``: name and reading with family and given name changed about."""
    turned = tuple(
        key("".join(reversed(text.split())))
        for text, key in ((name, names.name_key), (kana, names.kana_key))
        if len(text.split()) == 2
    )
    return Traits(
        name=names.name_key(name), kana=names.kana_key(kana), alias=names.name_key(alias), home=fold(address),
        phone=number_key(phone), sex=sex if sex in ("MALE", "FEMALE") else "", turned=turned,
        born_from=birth.earliest() if birth else None, born_until=birth.latest() if birth else None,
    )  # fmt: skip


def traits_of(person: Person) -> Traits:
    """What is known of this person, as far as it stands in ordinary columns."""
    return traits(
        name=person.name, kana=person.kana, alias=person.alias, address=person.address, phone=person.phone,
        sex=person.sex, birth=PartialDate.from_code(person.birth) if person.birth else None,
    )  # fmt: skip


def births_perhaps_meant(day: date) -> list[date]:
    """The day itself, and the days it becomes when the era was mistaken: 昭和40年 for 平成40年, 大正5年 for 昭和5年."""
    starts = [era.western_of(1) for era in eras()]
    own = [start for start in starts if start <= day.year]
    shifted = {day.year - start + other for start in own[-2:] for other in starts}
    found = {day, *(_in_year(day, year) for year in shifted)}
    return sorted(found)


def _in_year(day: date, year: int) -> date:
    try:
        return day.replace(year=year)
    except ValueError:  # 29 February
        return day.replace(year=year, day=28)


@dataclass(frozen=True)
class Likeness:
    """How much speaks for one and the same person, and what that is, in words. A hint for people, never a decision."""

    points: int
    agrees: tuple[str, ...]
    differs: tuple[str, ...]


NEAR = 0.88
ENOUGH = 40


def likeness(one: Traits, other: Traits) -> Likeness:
    """Weigh what two descriptions agree and differ in."""
    weighed = [_by_name(one, other), _by_birth(one, other), _by_home(one, other), _by_sex(one, other)]
    if one.phone and one.phone == other.phone:
        weighed.append((35, "電話が同じ"))
    agrees = tuple(words for points, words in weighed if points > 0 and words)
    differs = tuple(words for points, words in weighed if points < 0 and words)
    return Likeness(max(0, min(100, sum(points for points, _words in weighed))), agrees, differs)


def _by_name(one: Traits, other: Traits) -> tuple[int, str]:
    if one.name and one.name == other.name:
        return 45, "氏名が同じ"
    if one.kana and one.kana == other.kana:
        return 40, "ふりがなが同じ"
    if {one.name, one.kana} & set(other.turned) or {other.name, other.kana} & set(one.turned):
        return 40, "姓と名を入れかえると同じ"
    near = max(_near(one.name, other.name), _near(one.kana, other.kana))
    if near >= NEAR:
        return 25, "氏名が似ている"
    if one.alias and one.alias in (other.alias, other.name) or other.alias and other.alias == one.name:
        return 30, "呼び名が同じ"
    return (-10, "氏名がちがう") if one.name and other.name else (0, "")


def _near(one: str, other: str) -> float:
    return JaroWinkler.similarity(one, other) if one and other else 0.0


def _by_birth(one: Traits, other: Traits) -> tuple[int, str]:
    if one.birthday and one.birthday == other.birthday:
        return 40, "生年月日が同じ"
    if one.birthday and other.birthday:
        if other.birthday in births_perhaps_meant(one.birthday):
            return 25, "元号だけちがう生年月日"
        if OSA.distance(one.birthday.isoformat(), other.birthday.isoformat()) == 1:
            return 20, "生年月日が一字ちがい"
        return -25, "生年月日がちがう"
    if one.born_from and other.born_from and one.born_until and other.born_until:
        meets = one.born_from <= other.born_until and other.born_from <= one.born_until
        return (10, "生まれた年が合う") if meets else (-20, "生まれた年がちがう")
    return 0, ""


def _by_home(one: Traits, other: Traits) -> tuple[int, str]:
    if not one.home or not other.home:
        return 0, ""
    if one.home == other.home:
        return 25, "住所が同じ"
    shorter, longer = sorted((one.home, other.home), key=len)
    return (20, "住所が似ている") if len(shorter) >= 5 and longer.endswith(shorter) else (0, "")


def _by_sex(one: Traits, other: Traits) -> tuple[int, str]:
    return (-10, "性別がちがう") if one.sex and other.sex and one.sex != other.sex else (0, "")
