"""Nobody waits for the sweeping."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest
from django.core.signals import request_finished

from config import tidying


class Knot:
    """Something that points at itself, as a page's parts do."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    thresholds = gc.get_threshold()
    yield
    request_finished.disconnect(dispatch_uid="config.tidying")
    gc.set_threshold(*thresholds)
    gc.unfreeze()


def left_by(knots: int) -> tuple[bool, bool]:
    """Whether a knot is there before, and after, an answer with so many has gone out."""
    gc.collect()
    first = weakref.ref(Knot())
    for _each in range(knots):
        Knot()
    kept = first() is not None
    request_finished.send(sender=None)
    return kept, first() is not None


def test_what_a_page_left_is_swept_after_it_went_out_and_not_before():
    tidying.after_answers()
    assert left_by(3_000) == (True, False)


def test_an_answer_that_leaves_little_costs_no_sweep():
    tidying.after_answers()
    assert left_by(10) == (True, True)


def test_one_answer_of_many_sweeps_everything_and_sets_it_aside(monkeypatch):
    monkeypatch.setattr(tidying, "_answers", iter([tidying.ANSWERS]))
    tidying.after_answers()
    before = gc.get_freeze_count()
    assert left_by(10) == (True, False)
    assert gc.get_freeze_count() > before
