"""One way of reading letters for whoever searches: 「ｺﾞﾐ屋敷」「ゴミ　屋敷」「ごみ屋敷」 are the same words.

The database folds alike (`finding_fold`); here it is done letter by letter, to show where in the text the words stand.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
_JOINED = "ﾞﾟ"
AROUND = 40
MOST_WORDS = 5


@dataclass(frozen=True)
class Excerpt:
    """The words found, and a little of what stands around them."""

    before: str
    hit: str
    after: str


def fold(text: str) -> str:
    """The text without what differs from writer to writer: widths, capitals, カタカナ, blanks."""
    return "".join([char for char, _start, _end in _letters(text)])


def words_in(text: str) -> list[str]:
    """The words looked for: all of them must stand in the record."""
    return [word for word in dict.fromkeys(map(fold, text.split())) if word][:MOST_WORDS]


def excerpt(text: str, word: str, *others: str) -> Excerpt | None:
    """Where the folded ``word`` first stands in ``text`` as written; None where it or one of the others does not."""
    letters = _letters(text)
    read = "".join([char for char, _start, _end in letters])
    at = read.find(word)
    if at < 0 or any(other not in read for other in others):
        return None
    start, end = letters[at][1], letters[at + len(word) - 1][2]
    first, last = max(0, start - AROUND), end + AROUND
    return Excerpt(
        before=("…" if first else "") + text[first:start],
        hit=text[start:end],
        after=text[end:last] + ("…" if last < len(text) else ""),
    )


def _letters(text: str) -> list[tuple[str, int, int]]:
    letters = []
    start = 0
    while start < len(text):
        end = start + 1
        while end < len(text) and (text[end] in _JOINED or unicodedata.combining(text[end])):
            end += 1
        for char in _read(text[start:end]):
            letters.append((char, start, end))
        start = end
    return letters


@lru_cache(maxsize=8192)
def _read(letter: str) -> str:
    """One letter with its marks, as it is read. Kept: a page of hits holds the same few hundred over and over."""
    read = unicodedata.normalize("NFKC", letter).lower().translate(_HIRAGANA)
    return "".join(char for char in read if not char.isspace())
