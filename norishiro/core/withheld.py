"""Words that must not stand in any text: finding them in whatever way they are written, and covering them.

``core`` knows no protected address. A room above hands in what tells whether a folded word is one of them
(``register``); forms and drafts ask here before they keep a text, so a new form is guarded without knowing it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest

COVER = "〔非開示〕"
GUESSES = "withheld_guesses"

# What one person writes between the numbers of an address, and another leaves out. The database folds alike.
DROPPED = "-‐‑‒–—―ー−〜~、,.・丁目番地号のノ第()（） \t\n\r"
_DIGITS = {char: str(value) for value, char in enumerate("〇一二三四五六七八九")} | {"零": "0", "壱": "1"}
_JOINED = "ﾞﾟ"


@dataclass(frozen=True)
class Letter:
    """One letter of a folded text, and where it came from in the text as written."""

    char: str
    start: int
    end: int


Finder = Callable[[Sequence[str]], list[list[tuple[int, int]]]]
_finders: list[Finder] = []


def register(finder: Finder) -> None:
    """Hand in who knows the words: from folded texts to the places (first and after the last letter) in each."""
    if finder not in _finders:
        _finders.append(finder)


class _Alone(dict[int, str]):
    """What each letter folds to by itself; ``_BESIDE`` where that depends on its neighbours. Learned once for each letter."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        joins = char in _JOINED or unicodedata.combining(char) or unicodedata.normalize("NFC", char) != char
        narrow = _BESIDE if joins else "".join(_narrow(char))
        if "十" in narrow or any(0x1100 <= ord(one) < 0x1200 for one in narrow):
            narrow = _BESIDE
        self[code] = "".join(one for one in narrow if one not in DROPPED)
        return self[code]


_BESIDE = "\0"
_ALONE = _Alone()


def fold(text: str) -> str:
    """The text without what differs from writer to writer: widths, kanji numbers, hyphens, 丁目・番・号, blanks."""
    folded = text.translate(_ALONE)
    return "".join(letter.char for letter in letters(text)) if _BESIDE in folded else folded


def letters(text: str) -> list[Letter]:
    """The same, each letter with its place in the text."""
    narrow = [Letter(char, start, end) for start, end in _clusters(text) for char in _narrow(text[start:end])]
    return [one for one in _tens(narrow) if one.char not in DROPPED]


def _clusters(text: str) -> Iterable[tuple[int, int]]:
    start = 0
    while start < len(text):
        end = start + 1
        while end < len(text) and (text[end] in _JOINED or unicodedata.combining(text[end])):
            end += 1
        yield start, end
        start = end


def _narrow(cluster: str) -> Iterable[str]:
    return (_DIGITS.get(char, char) for char in unicodedata.normalize("NFKC", cluster).lower())


def _tens(narrow: list[Letter]) -> Iterable[Letter]:
    """十 beside numbers: 二十三 is 23, 十二 is 12, 二十 is 20, 十 is 10."""
    for at, one in enumerate(narrow):
        if one.char != "十":
            yield one
            continue
        before = at > 0 and narrow[at - 1].char in "0123456789"
        after = at + 1 < len(narrow) and narrow[at + 1].char in "0123456789"
        for digit in ("" if before else "1") + ("" if after else "0"):
            yield Letter(digit, one.start, one.end)


def covered(texts: Sequence[str]) -> list[str | None]:
    """Each text with what must not stand in it covered; None where nothing was found."""
    read = [fold(text) for text in texts]
    found: list[list[tuple[int, int]]] = [[] for _text in texts]
    for finder in _finders:
        for at, places in enumerate(finder(read)):
            found[at] += places
    return [_cover(text, letters(text), found[at]) if found[at] else None for at, text in enumerate(texts)]


def typed_into(request: HttpRequest, text: str) -> str:
    """What was typed into a box, covered where it must be; a right guess is noted for the door to write down."""
    cover = covered([text])[0]
    if cover is None:
        return text
    note_guess(request, [text])
    return cover


def note_guess(request: HttpRequest, texts: Iterable[str]) -> None:
    """Somebody typed what is withheld, and the page will show that it is. The door writes down that it happened, and who;
    the texts are only there to tell one guess from the same one sent again."""
    vars(request).setdefault(GUESSES, []).extend(texts)


def guesses(request: HttpRequest) -> list[str]:
    found: list[str] = vars(request).get(GUESSES, [])
    return found


def _cover(text: str, read: list[Letter], places: list[tuple[int, int]]) -> str:
    """Overlapping places become one; what stands between two letters of one place goes with it."""
    spans = sorted((read[first].start, _end(text, read[last - 1].end)) for first, last in places)
    kept, at = "", 0
    for start, end in spans:
        if start >= at:
            kept += text[at:start] + COVER
        at = max(at, end)
    return kept + text[at:]


def _end(text: str, end: int) -> int:
    """A lengthening mark belongs to the letter before it."""
    while end < len(text) and text[end] == "ー":
        end += 1
    return end
