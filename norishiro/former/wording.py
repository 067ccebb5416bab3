"""A change in words: what kind of record, and each field before and after, as its own pages call them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models
from django.utils import timezone

from norishiro.core.calendar import wareki
from norishiro.core.words import words
from norishiro.former.queries import Change

EMPTY = "（空）"
# The number of another row says nothing to a reader; that it changed does.
OTHER = "（ほかの記録の番号）"


@dataclass(frozen=True)
class Field:
    label: str
    was: str
    became: str


@dataclass(frozen=True)
class Told:
    """One change, ready to be read."""

    at: datetime
    who: str
    kind: str
    fields: tuple[Field, ...]


def told(change: Change) -> Told:
    """The change in words."""
    row = change.row
    model = _models().get(row.of_table)
    return Told(
        at=row.at,
        who=change.staff.name if change.staff else "のりしろ",
        kind=_kind(model) if model else row.of_table,
        fields=tuple(_fields(model, row.was, row.became, change.names)) if model else (),
    )


def _fields(
    model: type[models.Model], was: dict[str, Any], became: dict[str, Any], names: Mapping[str, str]
) -> Iterator[Field]:
    for each in model._meta.concrete_fields:
        if each.column in was:
            before, after = was[each.column], became.get(each.column)
            if each.is_relation or isinstance(each, models.UUIDField):
                yield Field(str(each.verbose_name), _called(before, names), _called(after, names))
            else:
                yield Field(str(each.verbose_name), _words(each, before), _words(each, after))


def _called(number: Any, names: Mapping[str, str]) -> str:
    return names.get(str(number), OTHER) if number else EMPTY


def _words(each: models.Field[Any, Any], value: Any) -> str:
    if value is None or value == "" or value == []:
        return EMPTY
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    labels = {str(code): str(label) for code, label in each.flatchoices}
    if isinstance(value, list):
        return "、".join(labels.get(str(one), str(one)) for one in value)
    if str(value) in labels:
        return labels[str(value)]
    if isinstance(each, models.DateTimeField):
        at = timezone.localtime(datetime.fromisoformat(value))
        return f"{wareki(at.date())} {at:%H:%M}"
    if isinstance(each, models.DateField):
        return wareki(date.fromisoformat(value))
    return str(value)


@cache
def _kind(model: type[models.Model]) -> str:
    word = words().get(model._meta.label)
    return word.label if word else str(model._meta.verbose_name)


@cache
def _models() -> dict[str, type[models.Model]]:
    return {one._meta.db_table: one for one in apps.get_models()}
