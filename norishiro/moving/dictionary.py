"""データ辞書: every table that leaves, every column of it in words, drawn from the models themselves.

What a table is called and rests on stands in the house's glossary; ``core.words`` reads it.
Reads no record: it is the same for every town, and anybody may have it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models

from norishiro.core.words import words
from norishiro.disposal import terms
from norishiro.disposal.models import TermChange
from norishiro.sharing import register
from norishiro.sharing.choices import Ground

DATA = Path(__file__).parent / "data"

# What a column holds, in the words of the dictionary.
KINDS: dict[str, str] = {
    "UUIDField": "識別子",
    "CharField": "文字",
    "TextField": "長い文字",
    "EmailField": "メールアドレス",
    "URLField": "ホームページの番地",
    "SlugField": "文字",
    "BooleanField": "はい・いいえ",
    "DateField": "日付",
    "DateTimeField": "日時",
    "TimeField": "時刻",
    "DecimalField": "小数",
    "FloatField": "小数",
    "JSONField": "JSON",
    "BinaryField": "バイト列（16進）",
    "GenericIPAddressField": "文字",
}
WHOLE = "整数"
TEXTS = ("文字", "長い文字", "メールアドレス", "ホームページの番地")
MANY, BYTES, YES_NO, MOMENT = "の並び（JSON）", "バイト列（16進）", "はい・いいえ", "日時"
# Where the row must be handled with care; the first column of every table.
MARK, MARK_LABEL = "_handling", "取扱い"
CONFERENCE, PROTECTED = "支援会議", "支援措置"
IN_WORDS = "（ことば）"
_UNIT = re.compile(r"（(円|人|分|％|件|回|バイト|時|時間|延べ|世帯|年度)[^）]*）$")


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column: its name in the database, its heading, and what may stand in it."""

    name: str
    label: str
    kind: str
    length: int | None = None
    required: bool = True
    codes: tuple[tuple[str, str], ...] = ()
    refers: str = ""
    unit: str = ""
    note: str = ""
    leads: str = ""  # where it leads without being held fast
    sealed: str = ""  # "words" or "file": opened for the second file only

    @property
    def in_words(self) -> str:
        """The heading of the column beside it that says the code in words; empty where there are no codes."""
        return f"{self.label}{IN_WORDS}" if self.codes and not self.kind.endswith(MANY) else ""


@dataclass(frozen=True, kw_only=True)
class Table:
    """One table: a file of its own."""

    name: str
    model: str
    label: str
    meaning: str
    law: str
    series: str
    years: int | None
    key: str
    columns: tuple[Column, ...]

    @property
    def room(self) -> str:
        return self.model.partition(".")[0]

    @property
    def sealed(self) -> tuple[Column, ...]:
        return tuple(one for one in self.columns if one.sealed)

    def column(self, name: str) -> Column:
        return next(one for one in self.columns if one.name == name)


@cache
def _toml(name: str) -> dict[str, dict[str, str]]:
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


def left_out_tables() -> dict[str, str]:
    return _toml("left_out.toml")["tables"]


def left_out_columns() -> dict[str, str]:
    return _toml("left_out.toml")["columns"]


def sealed_columns() -> dict[str, str]:
    return _toml("sealed.toml")["columns"]


def tables(*, on: date, changes: Sequence[TermChange] | None = None) -> list[Table]:
    """Every table that leaves, by its name, with the term it is kept as of that day (``changes``: those the municipality
    entered, read here if not given); and the ledger's head, which has no model."""
    kept = terms.schedule(on=on, changes=changes)
    return sorted([*map(_with_series(kept), _drawn()), LEDGER_HEAD], key=lambda one: one.name)


def _with_series(kept: dict[str, terms.Series]) -> Any:
    def known(table: Table) -> Table:
        code = terms.series_of(table.name, kept.values())
        return replace(table, series=kept[code].name, years=kept[code].years) if code else table

    return known


@cache
def _drawn() -> tuple[Table, ...]:
    return tuple(
        _table(model)
        for model in apps.get_models(include_auto_created=True)
        if not model._meta.proxy and model._meta.db_table not in left_out_tables()
    )


def label_of(model: type[models.Model]) -> str:
    """What a table is called: by the glossary; a table that only joins two is called after both."""
    options = model._meta
    if options.label in words():
        return words()[options.label].label
    if options.auto_created:
        one, other = [field.related_model for field in options.concrete_fields if field.is_relation][:2]
        return f"{label_of(one)}と{label_of(other)}の対応"  # type: ignore[arg-type]
    return str(options.verbose_name)


def _table(model: type[models.Model]) -> Table:
    options, word = model._meta, words().get(model._meta.label)
    found = [_column(model, field) for field in options.concrete_fields]
    return Table(
        name=options.db_table, model=options.label, label=label_of(model), meaning=word.meaning if word else "",
        law=word.law if word else "", series="", years=None, key=str(options.pk.column if options.pk else ""),
        columns=tuple(_distinct([one for one in found if f"{options.db_table}.{one.name}" not in left_out_columns()])),
    )  # fmt: skip


def _distinct(columns: Sequence[Column]) -> Iterator[Column]:
    """Two headings never read alike: the later is told apart by its name."""
    met: set[str] = {MARK_LABEL}
    for one in columns:
        fresh = one if one.label not in met else replace(one, label=f"{one.label}（{one.name}）")
        met.add(fresh.label)
        yield fresh


def _column(model: type[models.Model], field: Any) -> Column:
    at = f"{model._meta.db_table}.{field.column}"
    base = field.base_field if isinstance(field, ArrayField) else field
    target = field.target_field if field.is_relation else None
    label = _label(at, field)
    return Column(
        name=field.column, label=label, kind=_kind(target or base) + (MANY if base is not field else ""),
        length=base.max_length if isinstance(base, models.CharField) else None, required=not field.null,
        codes=_codes(base),
        refers=f"{target.model._meta.db_table}.{target.column}" if target else "",
        leads="" if target or _kind(base) != "識別子" else _toml("labels.toml")["leads"].get(field.column, ""),
        unit=_unit(label, base), sealed=sealed_columns().get(at, ""),
        note="。".join(filter(None, [str(field.help_text).strip("。"), _toml("labels.toml")["notes"].get(field.column, "")])),
    )  # fmt: skip


def _codes(field: Any) -> tuple[tuple[str, str], ...]:
    """Each code and its words; of grounds also those of the register, which grows with the law and not with the program."""
    found = {str(code): str(words) for code, words in field.flatchoices or [] if code not in ("", None)}
    if set(Ground.values) <= set(found):
        found |= {entry.code: register.name_of(entry.code) for entry in register.entries()}
    return tuple(found.items())


def _label(at: str, field: Any) -> str:
    """Our own words first, then the model's, then those of the table it leads to."""
    own = _toml("labels.toml")["columns"].get(at)
    if own:
        return own
    if field.primary_key and not field.is_relation and str(field.verbose_name).isascii():
        return "番号（ID）"
    if not str(field.verbose_name).isascii():
        return str(field.verbose_name)
    return label_of(field.related_model) if field.is_relation else ""


def _kind(field: Any) -> str:
    return KINDS.get(field.get_internal_type(), KINDS.get(type(field).__name__, WHOLE))


def _unit(label: str, field: Any) -> str:
    if not isinstance(field, models.IntegerField | models.DecimalField | models.FloatField):
        return ""
    found = _UNIT.search(label)
    return found.group(1) if found else _toml("labels.toml")["units"].get(label, "")


LEDGER_HEAD = Table(
    name="ledger_head", model="ledger.Head", label="台帳の末尾", meaning="台帳のいちばん新しい行の番号とハッシュ。台帳が欠けていないかを確かめる",
    law="個情法66条", series="", years=None, key="database",
    columns=(
        Column(name="one", label="ただ一つの行", kind=YES_NO),
        Column(name="seq", label="末尾の番号", kind=WHOLE),
        Column(name="hash", label="末尾のハッシュ", kind="長い文字"),
        Column(name="database", label="台帳の番号（ID）", kind="識別子"),
    ),
)  # fmt: skip
