"""Which name stands in a text for sure, and which word only looks like one: wherever names are to be left out."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

# What follows a name and makes a name of it.
_AFTER_A_NAME = ("さん", "様", "さま", "氏", "君", "くん", "ちゃん", "殿", "夫妻", "一家", "家", "宅")
# Names that are ordinary words as well (大家さん): they are only remarked on. The whole name is found all the same.
_ORDINARY = frozenset(
    {"大家", "出口", "入口", "本間", "下地", "中央", "本町", "希望", "未来", "平和", "大地", "自由", "健康", "幸福", "真実"}
)  # fmt: skip
# From this length on, no ordinary word holds a name by chance.
_LONG = 4


def names_in(text: str, names: Iterable[str]) -> set[str]:
    """Which of the household's names, readings and addresses stand in the text for sure.

    A whole name, a reading, a telephone number or an address counts wherever it stands; a family or given name only
    where it stands by itself or before さん, 様, 家 and the like: the family name 中野 is not found in 中野区.
    根拠: 個人情報の保護に関する法律第69条
    """
    plain = _bare(text)
    return {name for name, words in _words(names) if any(_stands(plain, word) for word in words)}


def names_to_check(text: str, names: Iterable[str]) -> set[str]:
    """Words of the text that may be a name or part of another word: the screen asks, and blocks nothing.

    根拠: 個人情報の保護に関する法律第69条
    """
    plain, certain = _bare(text), names_in(text, names)
    return {
        word
        for name, words in _words(names)
        if name not in certain
        for word in words
        if len(word) > 1 and word in plain
    }


def _words(names: Iterable[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each name with what to look for: itself, and its family and given name."""
    for name in names:
        parts = name.split()
        whole = _bare(name)
        if len(whole) >= 2:
            yield name, (whole, *(_bare(part) for part in parts if len(parts) > 1))


def _stands(text: str, word: str) -> bool:
    if len(word) >= _LONG:
        return word in text
    return any(_stands_at(text, word, at) for at in _places(text, word))


def _stands_at(text: str, word: str, at: int) -> bool:
    before, rest = text[at - 1 : at], text[at + len(word) :]
    script = _script(word[-1])
    if _script(before) == _script(word[0]) == "kanji":
        return False
    if word in _ORDINARY:
        return False
    if rest.startswith(_AFTER_A_NAME):
        return True
    if len(word) == 1 or script == "hiragana":
        return False
    return script not in (_script(rest[:1]), _script(before))


def _places(text: str, word: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


def _script(character: str) -> str:
    """kanji, hiragana, katakana or nothing of these."""
    if not character:
        return ""
    if character in "々〆ヶ":
        return "kanji"
    if character == "ー":
        return "katakana"
    kind = unicodedata.name(character, "").split(" ")[0]
    return {"CJK": "kanji", "HIRAGANA": "hiragana", "KATAKANA": "katakana"}.get(kind, "")


def _bare(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
