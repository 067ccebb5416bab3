"""Short lists put in order by the page instead of by the database."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Model, QuerySet

M = TypeVar("M", bound=Model)


def in_order(rows: QuerySet[M], *order: str) -> list[M]:
    """The rows by these fields (without any: as the model says), days not known where the database puts them: last, or
    first where it runs backwards.

    For the few rows of one case: Django looks for the ordering among all columns of the question, and on a wide table that
    costs more than the rows. For days and codes only; names are sorted by the database, which knows their language.
    """
    found = list(rows.order_by())
    usual = [str(name) for name in rows.model._meta.ordering or ()]
    for name in reversed(order or usual):
        found.sort(key=lambda row: _place(row, name.removeprefix("-")), reverse=name.startswith("-"))
    return found


def _place(row: Model, name: str) -> tuple[bool, Any]:
    value = getattr(row, name)
    return (value is None, value)
