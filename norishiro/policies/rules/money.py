"""What the grant pays for, how a role is paid for, and what a standard by population gives. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal

from norishiro.core.verdict import Verdict, when

WHOLE = Decimal(100)
YEN, PEOPLE = "YEN", "PEOPLE"
# Against what dividing by days loses behind the last place.
HAIR = Decimal("1e-9")
STEPS_OF = {YEN: Decimal(1), PEOPLE: Decimal("0.01")}


def may_mark_grant(*, granted: bool | None, as_in_table: bool | None, note: str) -> Verdict:
    """May this be said of a year? What the table itself says is not written a second time.

    根拠: 社会福祉法第106条の8（重層的支援体制整備事業交付金）
    """
    return when(
        granted is not None and granted == as_in_table and not note.strip(), "granted",
        "公表の表と同じです。「表のまま」を選んでください。年度だけの扱いがあるときに、ここで変えます。",
    )  # fmt: skip


def missing_to_whole(percents: Sequence[Decimal]) -> Decimal:
    """How much is missing to a hundred; below nought where it is too much.

    根拠: 社会福祉法第106条の8（重層的支援体制整備事業交付金）
    """
    return WHOLE - sum(percents, Decimal(0))


def may_write_funding(percents: Sequence[Decimal]) -> Verdict:
    """May these shares be the funding of a role? Together they are a hundred.

    根拠: 社会福祉法第106条の8（重層的支援体制整備事業交付金）
    """
    missing = missing_to_whole(percents)
    total = f"いま{_plain(WHOLE - missing)}％です。"
    return (
        when(any(one <= 0 for one in percents), "sources", "0％の財源は、空のままにしてください。")
        & when(missing > 0, "sources", f"合わせて100％にしてください。{total}あと{_plain(missing)}％足りません。")
        & when(missing < 0, "sources", f"合わせて100％にしてください。{total}{_plain(-missing)}％多すぎます。")
    )  # fmt: skip


def may_add_standard(*, steps: Sequence[tuple[int, Decimal]], unit: str, source: str) -> Verdict:
    """May this be a standard? From nobody upwards, so that every population has its step.

    根拠: 社会福祉法第106条の8（重層的支援体制整備事業交付金）
    """
    sizes = [people for people, _amount in steps]
    whole = all(amount == amount.to_integral_value() for _people, amount in steps)
    return (
        when(not steps, "steps", "段を一つは書いてください（例：0=4000000）。")
        & when(bool(steps) and min(sizes) != 0, "steps", "いちばん小さい段は、人口0からにしてください。どの人口でも決まるようにします。")
        & when(len(set(sizes)) < len(sizes), "steps", "同じ人口の段が二つあります。")
        & when(unit == YEN and not whole, "steps", "円は、小数のない数で書いてください。")
        & when(not source.strip(), "source", "出典を書いてください（例：令和8年度の交付要綱 別表）。")
    )  # fmt: skip


def may_write_population(*, people: int, source: str) -> Verdict:
    """May this be the population the standard is read with?

    根拠: 社会福祉法第106条の8（重層的支援体制整備事業交付金）
    """
    return when(people < 1, "people", "人口は1人以上で書いてください。") & when(
        not source.strip(), "source", "出典を書いてください（例：住民基本台帳 4月1日）。"
    )


@dataclass(frozen=True)
class Dated:
    """A standard as far as it is reckoned with: from which day, which steps; a later one from the same day stands for it."""

    id: object
    from_on: date
    steps: tuple[tuple[int, Decimal], ...]
    unit: str = YEN


@dataclass(frozen=True)
class Segment:
    """Days of a year under one standard (none: nothing is written), and what they give."""

    first: date
    after: date
    standard: object
    yearly: Decimal | None
    part: Decimal

    @property
    def days(self) -> int:
        return (self.after - self.first).days

    @property
    def last(self) -> date:
        return self.after - timedelta(days=1)


def amount_for(steps: Sequence[tuple[int, Decimal]], *, people: int) -> Decimal:
    """What the steps give for a population: that of the highest step not above it.

    根拠: 社会福祉法第106条の8（重層的支援体制整備事業交付金）。段の読み方は、このソフトの読み（推定）
    """
    return max((one for one in steps if one[0] <= people), default=(0, Decimal(0)))[1]


def segments_of(standards: Sequence[Dated], *, first: date, after: date, people: int) -> list[Segment]:
    """A year in parts, one for each standard that holds in it, by days. A new standard changes nothing before its day.

    Of several from the same day the last of the sequence holds. The parts are cut to the unit; what is lost stands in the last
    part, so that a year under two equal standards gives what it gives under one.

    根拠: 社会福祉法第106条の8（重層的支援体制整備事業交付金）。日割りは、このソフトの読み（推定）
    """
    found: list[Segment] = []
    exact = given = Decimal(0)
    for begins, ends_on, standard in _held(standards, first=first, after=after):
        yearly = amount_for(standard.steps, people=people) if standard else None
        exact += (yearly or Decimal(0)) * (ends_on - begins).days / (after - first).days
        step = STEPS_OF[standard.unit] if standard else Decimal(1)
        part = (exact - given + HAIR).quantize(step, rounding=ROUND_DOWN) if standard else Decimal(0)
        given += part
        found.append(Segment(begins, ends_on, standard.id if standard else None, yearly, part))
    return found


def _held(standards: Sequence[Dated], *, first: date, after: date) -> list[tuple[date, date, Dated | None]]:
    """Which standard holds from when until when."""
    holding = {one.from_on: one for one in standards}
    days = sorted(day for day in holding if day < after)
    before = [day for day in days if day <= first]
    parts: list[tuple[date, Dated | None]] = [(first, holding[before[-1]] if before else None)]
    parts += [(day, holding[day]) for day in days if day > first]
    ends = [*(day for day, _one in parts[1:]), after]
    return [(begins, ends_on, one) for (begins, one), ends_on in zip(parts, ends, strict=True)]


def spread(total: Decimal, *, percents: Sequence[Decimal], step: Decimal = Decimal(1)) -> list[Decimal]:
    """A sum by shares, to the unit; what is left over goes to those who lost most, so that the parts are the whole.

    根拠: 社会福祉法第106条の8（重層的支援体制整備事業交付金）。端数の分け方は、このソフトの読み（推定）
    """
    exact = [total * one / WHOLE for one in percents]
    parts = [one.quantize(step, rounding=ROUND_DOWN) for one in exact]
    left = int((total - sum(parts, Decimal(0))) / step) if sum(percents, Decimal(0)) == WHOLE else 0
    order = sorted(range(len(parts)), key=lambda at: (parts[at] - exact[at], at))
    for at in order[:left]:
        parts[at] += step
    return parts


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
