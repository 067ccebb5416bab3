"""What a table may say once it leaves those who may count: no small number, and no number that can be subtracted. Pure.

Hiding the small cells of one table and a few more (``rules.hidden_in``) protects that table alone: beside a second one of another
month, area or filter the difference of two honest numbers is a person. So a number that leaves is told in steps of five, up or
down by what it was counted from. The same records give the same step, so asking again tells nothing new.

根拠: 個人情報の保護に関する法律第66条（差し引きで一人が分かる数を出さない。仮の決まり）
"""

from __future__ import annotations

from norishiro.reports.choices import Source
from norishiro.reports.definitions import Figure
from norishiro.reports.rules import SMALL, is_small

STEP = SMALL
UNDER = f"{SMALL}未満"
COVER_WORDS = (
    f"少ない数と、差し引くと分かる数を出さないため、{SMALL}未満は「{UNDER}」、ほかは{STEP}きざみ（±{STEP - 1}）にしています。"
    "0も「5未満」に入ります。合計は、内訳の足し算と合わないことがあります。"
)
# Of nobody: how often people gathered, how many came, who of the staff sat in a meeting, which organisations take part.
OF_NOBODY = (Source.GATHERING, Source.SITTING, Source.PLACE)


def covers(figure: Figure) -> bool:
    """Is the figure one of people, so that it is covered where it leaves? What was asked at a gathering is."""
    return figure.source not in OF_NOBODY or figure.what == "consulted"


def covered(number: int, *, mark: int) -> int | None:
    """The number as it is told: None under five, else the step below or above, the nearer the likelier. ``mark`` comes of the
    records that were counted."""
    if number == 0 or is_small(number):
        return None
    rest = number % STEP
    return number - rest + (STEP if mark % STEP < rest else 0)


def possible(told: int | None) -> tuple[int, int]:
    """What the number may have been, for whoever reads it and knows this rule."""
    if told is None:
        return 0, SMALL - 1
    return max(told - STEP + 1, SMALL), told + STEP - 1
