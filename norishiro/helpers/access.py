"""The facts the rules of this room ask for."""

from __future__ import annotations

from datetime import date

from norishiro.helpers.choices import LessonKind
from norishiro.helpers.models import Came, Helper
from norishiro.helpers.rules import Hand


def trained_until(helper: Helper, *, on: date) -> date | None:
    """Until when the completed courses of this helper hold, as far as they had begun on the day."""
    rows = Came.objects.filter(helper=helper, lesson__kind=LessonKind.COURSE, lesson__held_on__lte=on)
    return rows.order_by("-lesson__good_until").values_list("lesson__good_until", flat=True).first()


def hand_of(helper: Helper, *, on: date) -> Hand:
    return Hand(
        helper.name, helper.about, helper.registered_on, helper.ended_on, trained_until(helper, on=on)
    )
