"""Narrative text, as typed: what may be stored, and what is refused in words.

Nothing here folds, cuts or prettifies what a person wrote. Line breaks become ``\\n``, because one text must
have one form for signatures and comparison; everything else is either kept or refused with its place.
Half-width kana are folded only for search keys (``names.py``), never for stored text.
"""

import re
import unicodedata

NARRATIVE_LIMIT = 50_000

_LINE_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Marks that make a reader see characters in another order than they are stored (UAX #9).
_BIDI_MARKS = "\u202a-\u202e\u2066-\u2069"
# C0 and C1 controls except tab and line feed, lone surrogates, noncharacters.
_CONTROLS = "\x00-\x08\x0b-\x1f\x7f-\x9f"
_SURROGATES = "\ud800-\udfff"
_NONCHARACTERS = "\ufdd0-\ufdef" + "".join(
    chr(plane << 16 | tail) for plane in range(17) for tail in (0xFFFE, 0xFFFF)
)
_REFUSED = re.compile(f"[{_CONTROLS}{_BIDI_MARKS}{_SURROGATES}{_NONCHARACTERS}]")
_BIDI = re.compile(f"[{_BIDI_MARKS}]")

_KANJI_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0}
_KANJI_UNITS = {"十": 10, "百": 100, "千": 1000}
KANJI_NUMERALS = "〇零一二三四五六七八九十百千"


class InputProblem(ValueError):
    """Something typed that cannot be taken, with the sentence to show to the person who typed it."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class TextProblem(InputProblem):
    """A text that cannot be stored.

    ``position`` is the index of the first offending character; ``cleaned`` is the same text without the
    offending characters, so that a form can offer it (never take it by itself). Both are None when the
    text is only too long.
    """

    def __init__(self, message: str, *, position: int | None = None, cleaned: str | None = None) -> None:
        super().__init__(message)
        self.position = position
        self.cleaned = cleaned


def clean_text(text: str, *, limit: int = NARRATIVE_LIMIT) -> str:
    """Return the text with line breaks unified, or refuse it.

    Refuses control characters, marks that reverse the reading order, broken characters (lone surrogates)
    and texts longer than ``limit`` characters. Never shortens, trims or folds.
    """
    unified = _LINE_BREAKS.sub("\n", text)
    _refuse_unstorable(unified)
    _refuse_too_long(unified, limit=limit)
    return unified


def clean_line(text: str, *, limit: int) -> str:
    """As ``clean_text`` for one-line fields: line breaks and tabs are refused too."""
    unified = clean_text(text, limit=limit)
    found = re.search("[\n\t]", unified)
    if found:
        raise TextProblem(
            "この欄には改行を入れられません。1行で入力してください。",
            position=found.start(),
            cleaned=re.sub("[\n\t]+", " ", unified),
        )
    return unified


def is_storable(char: str) -> bool:
    """Whether this one character may be stored at all (tab and line feed may)."""
    return not _REFUSED.match(char)


def changes_reading_order(char: str) -> bool:
    """Whether the character is an invisible mark that reverses or isolates reading order."""
    return bool(_BIDI.match(char))


def code_point(char: str) -> str:
    """``U+E000`` form, for messages that the information section must be able to act on."""
    return f"U+{ord(char):04X}"


def place_in_words(text: str, position: int) -> str:
    """``3行目の5文字目``, counted from one, as an editor shows it."""
    before = text[:position]
    line = before.count("\n") + 1
    column = position - (before.rfind("\n") + 1) + 1
    return f"{line}行目の{column}文字目" if "\n" in text else f"{column}文字目"


def read_kanji_number(text: str) -> int | None:
    """Read 二十三, 百五 or 二三 (digit by digit); None when it is not a number (or beyond nine digits)."""
    if not 0 < len(text) <= 9 or any(char not in KANJI_NUMERALS for char in text):
        return None
    if not any(char in _KANJI_UNITS for char in text):
        return int("".join(str(_KANJI_DIGITS[char]) for char in text))
    return _read_with_units(text)


def _read_with_units(text: str) -> int | None:
    total, digit, last_unit = 0, None, 10_000
    for char in text:
        if char in _KANJI_UNITS:
            unit = _KANJI_UNITS[char]
            if unit >= last_unit or digit == 0:
                return None
            total, digit, last_unit = total + (digit or 1) * unit, None, unit
        elif digit is None:
            digit = _KANJI_DIGITS[char]
        else:
            return None
    return total + (digit or 0)


def _refuse_unstorable(text: str) -> None:
    found = _REFUSED.search(text)
    if not found:
        return
    place = place_in_words(text, found.start())
    raise TextProblem(
        f"{place}に{_kind_of(found.group())}（{code_point(found.group())}）が入っています。"
        "目に見えない文字ですので、その前後を打ち直すか、メモ帳などに一度貼り付けてから写してください。",
        position=found.start(),
        cleaned=_REFUSED.sub("", text),
    )


def _refuse_too_long(text: str, *, limit: int) -> None:
    over = len(text) - limit
    if over > 0:
        raise TextProblem(
            f"文字数が多すぎます。{limit:,}文字までのところ、{over:,}文字多くなっています。"
            "内容は消えていませんので、2件に分けるなどして短くしてから保存してください。"
        )


def _kind_of(char: str) -> str:
    if changes_reading_order(char):
        return "文字の並ぶ向きを変える記号"
    if unicodedata.category(char) == "Cs":
        return "こわれた文字"
    return "画面に出せない制御文字"


def yen(amount: int) -> str:
    """1,234円."""
    return f"{amount:,}円"
