"""A page puts rows in the order the database would."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest

from norishiro.agencies.models import Area
from norishiro.core.ordering import in_order
from tests.factories.agencies import EPOCH

pytestmark = pytest.mark.django_db

DAYS = (None, EPOCH + timedelta(days=30), EPOCH + timedelta(days=60))


@pytest.fixture
def areas() -> None:
    Area.objects.all().delete()
    for number, (until, order) in enumerate(product(DAYS, (2, 1, 2))):
        Area.objects.create(
            code=f"A{number:02}", name="圏域", layer="圏域", from_on=EPOCH, until_on=until, order=order
        )


@pytest.mark.parametrize(
    "order",
    [
        (),
        ("until_on", "code"),
        ("-until_on", "code"),
        ("order", "-until_on", "-code"),
        ("-order", "until_on", "-code"),
    ],
)
def test_the_order_is_the_databases(areas: None, order: tuple[str, ...]) -> None:
    rows = Area.objects.filter(from_on=date(2020, 4, 1))
    by_database = rows.order_by(*order) if order else rows
    assert [one.code for one in in_order(rows, *order)] == [one.code for one in by_database]
    assert rows.count() == 9


def test_nothing_is_no_row(areas: None) -> None:
    assert in_order(Area.objects.filter(code="B"), "until_on") == []
