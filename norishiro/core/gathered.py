"""A condition the database answers by gathering first: whose of these are mine, then their rows by index."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, F, Func, QuerySet


class OneOf(Func):
    """``field`` is one of what ``wanted`` (a queryset of one column) finds, gathered once before the rows are looked for.

    ``IN (SELECT …)`` beside an "or" makes PostgreSQL walk the whole table and ask the wall for each row; an array leads to
    the rows by their index.
    """

    template = "%(expressions)s)"
    arg_joiner = " = ANY ("
    output_field = BooleanField()

    def __init__(self, field: str, wanted: QuerySet[Any, Any]) -> None:
        super().__init__(F(field), ArraySubquery(wanted.order_by()))
