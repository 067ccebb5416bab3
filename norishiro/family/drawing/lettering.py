"""How wide words are, and where they may be broken: no letter is torn from its variation selector."""

from __future__ import annotations

import unicodedata

SIZE, LINE = 12, 14
WIDEST, MOST_LINES = 84.0, 2
_SELECTORS = ((0xFE00, 0xFE0F), (0xE0100, 0xE01EF))


def letters(text: str) -> list[str]:
    """The letters as a reader counts them; marks and variation selectors stay with the letter before them."""
    found: list[str] = []
    for char in text:
        joined = unicodedata.combining(char) or any(low <= ord(char) <= high for low, high in _SELECTORS)
        if found and (joined or char == "\u200d" or found[-1].endswith("\u200d")):
            found[-1] += char
        else:
            found.append(char)
    return found


def width(text: str, *, size: float = SIZE) -> float:
    """As set in type: a kanji is as wide as it is high, a Latin letter about six tenths of that."""
    return sum(
        size if unicodedata.east_asian_width(one[0]) in "WFA" or ord(one[0]) > 0x2FFF else size * 0.6
        for one in letters(text)
    )


def broken(text: str) -> list[str]:
    """The words in at most two lines; what does not fit ends in … (the whole stands in the title and in the words)."""
    lines = [""]
    for word in text.split():
        joined = f"{lines[-1]} {word}".strip()
        if width(joined) <= WIDEST:
            lines[-1] = joined
            continue
        if lines[-1]:
            lines.append("")
        for letter in letters(word):
            if width(lines[-1] + letter) > WIDEST:
                lines.append("")
            lines[-1] += letter
    if len(lines) <= MOST_LINES:
        return [one for one in lines if one]
    last = letters(lines[MOST_LINES - 1])
    while width("".join(last) + "…") > WIDEST:
        last.pop()
    return [*lines[: MOST_LINES - 1], "".join(last) + "…"]
