"""How a file is to be read: which heading is which field, which word is which value (``data/headings.toml``, then the office's own)."""

from __future__ import annotations

import json
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from norishiro.core.text import InputProblem

_FILE = Path(__file__).with_name("data") / "headings.toml"
# For each kind of file, the fields whose cells are words that mean something, and what a layout cannot do without.
WORDED = {"PEOPLE": ("sex", "relation", "flag"), "CONTACTS": ("method", "met")}
NEEDED = {"PEOPLE": ("name",), "CONTACTS": ("happened_on", "body", "name")}
LARGEST_LAYOUT = 100_000
# In front of a heading that is a question: Q1.氏名, 質問2:住所, 3.生年月日, 4_内容.
_QUESTION = re.compile(r"^(?:(?:Q|q|質問|設問|問)\d+[.:_)、-]?|\d+[.:_)、])(?=.)")


@dataclass(frozen=True)
class Field:
    """One field of a kind of file."""

    code: str
    label: str
    headings: tuple[str, ...]


@dataclass(frozen=True)
class Layout:
    """``columns``: field to heading. ``words``: for a field, what a word of this office means, before the common words."""

    kind: str
    columns: Mapping[str, str]
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def as_plain(self) -> dict[str, Any]:
        return {
            "kind": self.kind, "columns": dict(self.columns),
            "words": {one: dict(found) for one, found in self.words.items()},
        }  # fmt: skip

    def value_of(self, name: str, cell: str) -> str | None:
        """What a word means; None where nobody has said, or where several boxes were ticked that mean different things."""
        ticked = [one for one in cell.splitlines() if one.strip()]
        if len(ticked) > 1:
            return self._of_all(name, ticked)
        key = word_key(cell)
        own = {word_key(word): code for word, code in self.words.get(name, {}).items()}
        return own.get(key) or common_words()[name].get(key)

    def _of_all(self, name: str, ticked: Sequence[str]) -> str | None:
        """Check boxes, one a line. Of flags any that can be read hides; but none of them may be unreadable."""
        values = dict.fromkeys(self.value_of(name, one) for one in ticked)
        if None in values:
            return None
        said = [one for one in values if one != "NONE"] or ["NONE"]
        return said[0] if len(said) == 1 or name == "flag" else None


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


@cache
def fields_of(kind: str) -> tuple[Field, ...]:
    return tuple(
        Field(one["code"], one["label"], tuple(map(heading_key, one["headings"])))
        for one in _data()[kind]["fields"]
    )


@cache
def common_words() -> dict[str, dict[str, str]]:
    return {
        name: {word_key(word): code for code, offered in codes.items() for word in offered}
        for name, codes in _data()["words"].items()
    }


@cache
def _forbidden() -> frozenset[str]:
    return frozenset(map(heading_key, _data()["forbidden"]))


def is_forbidden(heading: str) -> bool:
    """A column of マイナンバー: it is neither read nor kept."""
    key = heading_key(heading)
    return any(key == one or key.startswith(f"{one}_") or key.endswith(f"_{one}") for one in _forbidden())


def heading_key(text: str) -> str:
    """One form of a heading: one width, one case, no blanks, no line breaks, no marks that say it must be filled, no number
    of a question (Q1.氏名)."""
    flat = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text).replace("\ufeff", ""))
    bare = re.sub(r"^[*※]+|[*※]+$|\(必須\)$", "", flat)
    return _QUESTION.sub("", bare).upper()


def word_key(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).upper()


def known_headings(kind: str, own: Layout | None = None) -> frozenset[str]:
    known = {one for found in fields_of(kind) for one in found.headings} | _forbidden()
    return frozenset(known | {heading_key(one) for one in (own.columns.values() if own else ())})


def guess(kind: str, headings: Sequence[str]) -> Layout:
    """For each field the first heading of the file among its words, in the order of the words."""
    keys = {heading_key(one): one for one in reversed(headings) if one}
    columns: dict[str, str] = {}
    for found in fields_of(kind):
        heading = next((keys[one] for one in found.headings if one in keys), None)
        if heading and heading not in columns.values():
            columns[found.code] = heading
    return Layout(kind, columns)


def headings_mark(headings: Iterable[str]) -> str:
    """The same headings in whatever order: the layout of last month serves again."""
    return sha256("\n".join(sorted({heading_key(one) for one in headings if one})).encode()).hexdigest()


def of_plain(found: Mapping[str, Any]) -> Layout:
    return Layout(found["kind"], found["columns"], found.get("words", {}))


def missing(layout: Layout) -> list[str]:
    """The fields without which no row of this kind can be taken and that no column is read for. Whose a record of support
    is, may be said by the number instead of the name."""
    there = set(layout.columns) | (
        {"name"} if layout.kind == "CONTACTS" and "number" in layout.columns else set()
    )
    return [
        one.label
        for one in fields_of(layout.kind)
        if one.code in NEEDED[layout.kind] and one.code not in there
    ]


def as_file(layout: Layout) -> bytes:
    """The layout as a file that the office keeps beside its list."""
    return json.dumps({"norishiro": "layout", **layout.as_plain()}, ensure_ascii=False, indent=2).encode()


def of_file(content: bytes) -> Layout:
    """A layout file back again; an ``InputProblem`` says what to do."""
    try:
        found = json.loads(content[:LARGEST_LAYOUT].decode("utf-8-sig"))
        kind, columns, words = found["kind"], found["columns"], found.get("words", {})
        known = {one.code for one in fields_of(kind)}
        good = (
            found["norishiro"] == "layout" and set(columns) <= known and set(words) <= set(WORDED[kind])
            and all(isinstance(one, str) for one in columns.values())
            and all(set(codes.values()) <= set(common_words()[name].values()) for name, codes in words.items())
        )  # fmt: skip
    except (ValueError, KeyError, TypeError, AttributeError):
        good = False
    if not good:
        raise InputProblem(
            "列の読み方のファイルとして読めません。「列の読み方を受け取る」で受け取ったファイルを、そのまま選んでください。"
        )
    return Layout(kind, columns, words)
