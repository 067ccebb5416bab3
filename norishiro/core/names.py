"""Keys for finding and matching names, and a check of what a name field may hold.

A name is stored exactly as typed. Keys stand beside it and are only compared: they make たかはし, ﾀｶﾊｼ and
タカハシ one, and 髙橋 and 高橋, 渡邉 and 渡辺. Keys are wide on purpose: a search that finds one person too many
is looked at by somebody, a search that misses one makes a second record.

Which characters a name may hold: any printable one. 外字 (private use) and emoji are kept and reported as a
notice, never replaced; in kana fields only kana, blanks, ・ and ー are taken.

Which kanji count as one is data (``data/kanji_variants.csv``). No installable package fits: those for 異体字 mix in
Chinese simplification (霭 as 謁) or hold only the 常用漢字.
"""

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from norishiro.core.text import changes_reading_order, code_point, is_storable

DATA = Path(__file__).parent / "data"

# Mongolian and general variation selectors, and the supplement used by IVS.
_SELECTORS = re.compile("[\u180b-\u180d\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_INVISIBLE = "\u00ad\u200b\u2060\ufeff"
_EMOJI = re.compile("[\u2600-\u27bf\u2b00-\u2bff\u20e3\U0001f000-\U0001faff]")
_BLANKS = re.compile(r"\s+")

_KANA = "\u3041-\u3096\u309d\u309e\u30a1-\u30fa\u30fc-\u30fe\uff66-\uff9f"
_KANA_FIELD = re.compile(f"[{_KANA}\u3099\u309a\u309b\u309c \u3000・･]")
_DASH_AFTER_KANA = re.compile(f"(?<=[{_KANA}\u3099\u309a])[-‐‑‒–—―−~〜～]")
_SPACING_MARKS = str.maketrans({"゛": "\u3099", "゜": "\u309a", "ﾞ": "\u3099", "ﾟ": "\u309a"})
_HIRAGANA = re.compile("[\u3041-\u3096\u309d\u309e]")
# Blanks, signs and marks, controls and broken characters. 外字 (Co) and characters newer than this Python (Cn) stay.
_DROPPED = re.compile("Z.|P.|S.|M.|Cc|Cf|Cs")
_ACCENTED_LATIN = re.compile("[\u00c0-\u024f\u1e00-\u1eff]")

_OLD_KANA = {
    "ヴァ": "バ", "ヴィ": "ビ", "ヴェ": "ベ", "ヴォ": "ボ", "ヴ": "ブ",
    "ヷ": "バ", "ヸ": "ビ", "ヹ": "ベ", "ヺ": "ボ", "ヂ": "ジ", "ヅ": "ズ", "ヲ": "オ", "ヰ": "イ", "ヱ": "エ",
}  # fmt: skip
_OLD_KANA_PATTERN = re.compile("|".join(_OLD_KANA))
_SMALL_KANA = str.maketrans("ァィゥェォッャュョヮヵヶ", "アイウエオツヤユヨワカケ")
_ROWS = {
    "ア": "アカサタナハマヤラワガザダバパ",
    "イ": "イキシチニヒミリギジビピ",
    "ウ": "ウクスツヌフムユルグズブプ",
    "エ": "エケセテネヘメレゲゼデベペ",
    "オ": "オコソトノホモヨロゴゾドボポ",
}
_VOWEL = {kana: vowel for vowel, row in _ROWS.items() for kana in row}
# After a kana of this vowel, these lengthen it: おう・おお・オー, けい・けえ・ケー.
_LENGTHENS = {"ア": "アー", "イ": "イー", "ウ": "ウー", "エ": "エイー", "オ": "オウー"}


@dataclass(frozen=True)
class NameProblem:
    """Something to tell about one character of a name. ``refused``: it cannot be saved; else it is a notice."""

    code: str
    message: str
    position: int
    refused: bool


@dataclass(frozen=True)
class SearchTerms:
    """A query as keys: all of it as one, and word by word; ``only_kana`` says to look at the kana key first."""

    whole: str
    words: tuple[str, ...]
    only_kana: bool


@cache
def kanji_variants() -> dict[str, str]:
    """Character → representative, from data/kanji_variants.csv."""
    with (DATA / "kanji_variants.csv").open(encoding="utf-8", newline="") as source:
        return {row["character"]: row["representative"] for row in csv.DictReader(source)}


def variants_of(char: str) -> frozenset[str]:
    """Every listed character that counts as the same one, itself included."""
    representative = kanji_variants().get(char, char)
    return _families()[representative] | {representative}


def kana_key(text: str) -> str:
    """The reading, folded: one script, one width, old and small kana enlarged, long vowels alike, no blanks.

    The first characters of a reading give the first characters of its key, so the key serves prefix search.
    """
    return _until_stable(text, folded_once=_fold_reading)


def name_key(text: str) -> str:
    """The written name, folded: variants to one kanji, 々 written out, and everything ``kana_key`` does."""
    return _until_stable(text, folded_once=_fold_name)


def same_name(one: str, other: str) -> bool:
    """Whether two written names fold to one key. A hint for people, never a ground to merge two records."""
    return name_key(one) == name_key(other)


def search_terms(query: str) -> SearchTerms:
    """What to look for when staff type 「髙橋　はなこ」 into the search box."""
    words = tuple(key for key in map(name_key, _BLANKS.split(query)) if key)
    only_kana = bool(words) and all(char in _VOWEL or char in "ンー" for word in words for char in word)
    return SearchTerms(name_key(query), words, only_kana)


def fold_kanji(text: str) -> str:
    """Variants to their representative, selectors dropped, compatibility forms resolved. For keys only."""
    plain = unicodedata.normalize("NFKC", _SELECTORS.sub("", text))
    return "".join(kanji_variants().get(char, char) for char in plain)


def display_check(text: str) -> tuple[NameProblem, ...]:
    """What to tell about a written name. Refused: what cannot be stored or seen; noticed: 外字, emoji, unknown."""
    return tuple(problem for at, char in enumerate(text) if (problem := _name_problem(char, at)))


def kana_check(text: str) -> tuple[NameProblem, ...]:
    """What to tell about a kana field: everything that is not kana, a blank, ・ or ー is refused."""
    return tuple(_not_kana(char, at) for at, char in enumerate(text) if not _KANA_FIELD.match(char))


@cache
def _families() -> defaultdict[str, frozenset[str]]:
    families: defaultdict[str, frozenset[str]] = defaultdict(frozenset)
    for char, representative in kanji_variants().items():
        families[representative] |= {char}
    return families


def _until_stable(text: str, *, folded_once: Callable[[str], str]) -> str:
    """Fold until nothing changes: a dropped character can bring together two that then compose."""
    folded = folded_once(text)
    while folded != text:
        text, folded = folded, folded_once(folded)
    return folded


def _fold_name(text: str) -> str:
    return _fold_reading(_write_out_repeats(fold_kanji(text)))


def _write_out_repeats(text: str) -> str:
    """佐々木 → 佐佐木. A mark with nothing before it stays."""
    written: list[str] = []
    for char in text:
        written.append(written[-1] if written and char in "々〻" else char)
    return "".join(written)


def _fold_reading(text: str) -> str:
    kana = _DASH_AFTER_KANA.sub("ー", _SELECTORS.sub("", text).translate(_SPACING_MARKS))
    one_form = _without_accents(unicodedata.normalize("NFKC", _without_signs(kana)))
    katakana = _HIRAGANA.sub(
        lambda found: chr(ord(found.group()) + 0x60), _without_signs(one_form)
    ).casefold()
    modern = _OLD_KANA_PATTERN.sub(lambda found: _OLD_KANA[found.group()], _write_out_kana_repeats(katakana))
    return _even_long_vowels(modern.translate(_SMALL_KANA))


def _without_signs(text: str) -> str:
    """Letters and numbers only, with the voicing marks that still have to compose."""
    return "".join(
        char for char in text if char in "\u3099\u309a" or not _DROPPED.match(unicodedata.category(char))
    )


def _without_accents(text: str) -> str:
    """Nguyễn → Nguyen, as the search box of an office keyboard can type it."""
    return _ACCENTED_LATIN.sub(lambda found: unicodedata.normalize("NFD", found.group())[0], text)


def _write_out_kana_repeats(text: str) -> str:
    """ミスヾ → ミスズ, and the voicing marks that found nothing to voice are dropped."""
    written: list[str] = []
    for char in text:
        if char == "ヽ" and written:
            written.append(written[-1])
        elif char == "ヾ" and written:
            written.append(unicodedata.normalize("NFC", written[-1] + "\u3099")[0])
        elif char not in "\u3099\u309a":
            written.append(char)
    return "".join(written)


def _even_long_vowels(text: str) -> str:
    """コウイチ, コーイチ, コオイチ → コーイチ. A mark after nothing it could lengthen is dropped."""
    even: list[str] = []
    for char in text:
        before = even[-1] if even else ""
        if char in _LENGTHENS.get(_VOWEL.get(before, ""), ""):
            even.append("ー")
        elif char != "ー":
            even.append(char)
    return "".join(even)


def _name_problem(char: str, position: int) -> NameProblem | None:
    where = f"{position + 1}文字目"
    shown = f"{where}の「{char}」（{code_point(char)}）"
    if changes_reading_order(char):
        message = f"{where}に、文字の並ぶ向きを変える見えない記号が入っています。名前を打ち直してください。"
        return NameProblem("bidi", message, position, True)
    if unicodedata.category(char) == "Cs":
        message = f"{where}の文字がこわれています。その文字を打ち直してください。"
        return NameProblem("broken", message, position, True)
    if not is_storable(char) or char in "\n\t" or char in _INVISIBLE:
        message = f"{where}に目に見えない文字（{code_point(char)}）が入っています。名前を打ち直してください。"
        return NameProblem("invisible", message, position, True)
    if unicodedata.category(char) == "Co":
        message = (
            f"{shown}は外字です。この文字は他の端末で表示できないことがあります。"
            "このまま保存できますが、ふりがなも入力し、備考に字の形を書いておくと安心です。"
        )
        return NameProblem("private_use", message, position, False)
    if _EMOJI.match(char):
        message = f"{shown}は記号か絵文字です。このまま保存できますが、打ち間違いでないかお確かめください。"
        return NameProblem("emoji", message, position, False)
    if unicodedata.category(char) == "Cn":
        message = f"{where}の文字（{code_point(char)}）は新しい文字か登録のない文字で、表示できないことがあります。このまま保存できます。"
        return NameProblem("unassigned", message, position, False)
    return None


def _not_kana(char: str, position: int) -> NameProblem:
    seen = _name_problem(char, position)
    if seen and seen.refused:
        return seen
    message = (
        f"{position + 1}文字目の「{char}」は、ふりがなに使えません。"
        "ひらがなかカタカナで入力してください（名字と名前の間は空けて構いません）。"
    )
    return NameProblem("not_kana", message, position, True)
