"""Which places fit what somebody wishes, and why: hard limits first, then points that can be read aloud. Pure.

Nothing is guessed: what nobody has asked, and what was asked too long ago, gives no point and is told as unsure. A hard
limit only speaks where something against the place is written down. The order of the places does not matter.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from heapq import nsmallest
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

_FILE = Path(__file__).with_name("data") / "fitting.toml"
DAY_MINUTES = 24 * 60
LEAST_OVERLAP = 30
SMALL = 10
WEEKDAYS = "月火水木金土日"


# --- the dated lists --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Band:
    """朝・昼・夕方, in minutes of the day."""

    code: str
    name: str
    first: int
    last: int


@dataclass(frozen=True)
class Interest:
    """A liking: near to places of these kinds, and to those that say one of these words."""

    code: str
    name: str
    kinds: frozenset[str]
    words: tuple[str, ...]


@dataclass(frozen=True)
class Load:
    """軽い・ふつう・しっかり: how much a small activity asks of somebody."""

    code: str
    name: str
    about: str


@dataclass(frozen=True)
class Lists:
    as_of: str
    bands: tuple[Band, ...]
    interests: tuple[Interest, ...]
    loads: tuple[Load, ...]
    points: Mapping[str, int]


@cache
def lists() -> Lists:
    read = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return Lists(
        read["as_of"],
        tuple(Band(one["code"], one["name"], minutes(one["from"]), minutes(one["to"])) for one in read["bands"]),
        tuple(
            Interest(one["code"], one["name"], frozenset(one["kinds"]), tuple(one["words"]))
            for one in read["interests"]
        ),
        tuple(Load(**one) for one in read["loads"]),
        read["points"],
    )  # fmt: skip


def minutes(clock: str) -> int:
    hours, _, rest = clock.partition(":")
    return int(hours) * 60 + int(rest)


# --- what is asked and what is offered --------------------------------------------------------------------------


@dataclass(frozen=True)
class Wanted:
    """What somebody wishes. Empty means that it does not matter, or was not asked yet. ``ages``: the youngest and oldest the
    person can be."""

    roles: frozenset[str] = frozenset()
    interests: tuple[str, ...] = ()
    bands: frozenset[str] = frozenset()
    weekdays: frozenset[int] = frozenset()
    areas: frozenset[str] = frozenset()
    areas_only: bool = False
    states: frozenset[str] = frozenset()
    ages: tuple[int, int] | None = None
    fee_most: int | None = None
    quiet: bool = False
    alone: bool = False
    silent: bool = False
    small: bool = False
    company: bool = False


class Slot(NamedTuple):
    """One line of opening: a weekday (None: any), from and to in minutes (None: not written down)."""

    weekday: int | None
    opens: int | None
    closes: int | None


class Doable(NamedTuple):
    """ちょっとできること: one small thing to do at a place. What nobody wrote down is None or empty."""

    id: UUID
    what: str
    text: str
    role: str
    load: str
    minutes: int | None = None
    alone: bool | None = None
    home: bool | None = None
    bands: frozenset[str] = frozenset()
    interests: frozenset[str] = frozenset()


class Offered(NamedTuple):
    """What is on record of one place. ``stale``: nobody asked there lately, so that its answers count for nothing."""

    id: UUID
    name: str
    kind: str
    text: str
    area: str
    standing: str
    welcome: str
    conditions: str
    anybody: bool
    age_from: int | None
    age_to: int | None
    mood: str
    alone: bool | None
    silent: bool | None
    companion: str
    trial: bool | None
    needs: str
    capacity: int | None
    present: int | None
    fee: int | None
    stale: bool
    partner: str = ""
    roles: frozenset[str] = frozenset()
    states: frozenset[str] = frozenset()
    slots: tuple[Slot, ...] = ()
    closed_weekdays: frozenset[int] = frozenset()
    doables: tuple[Doable, ...] = ()


# --- hard limits ------------------------------------------------------------------------------------------------

LIMITS = {
    "STANDING": "休んでいる・閉じた・まだ始まっていない",
    "WELCOME": "いまは受け入れられないと答えている",
    "ROLE": "その形（何として）の受け入れがない",
    "AGE": "年齢が合わない",
    "TIME": "行ける曜日・時間に開いていない",
    "FULL": "空きがない",
    "FEE": "費用が上限を超える",
    "AREA": "行ける圏域にない",
}


def limits_of(wanted: Wanted, place: Offered) -> list[str]:
    """Every hard limit against this place; none where nothing is written against it."""
    found = []
    if place.standing != "OPEN":
        found.append("STANDING")
    if place.welcome == "NO":
        found.append("WELCOME")
    if wanted.roles and place.roles and not wanted.roles & place.roles and not _doable_as(wanted, place):
        found.append("ROLE")
    if wanted.ages and _age_is_out(wanted.ages, place):
        found.append("AGE")
    if place.slots and _time_is_out(wanted, place):
        found.append("TIME")
    if place.capacity is not None and place.present is not None and place.present >= place.capacity:
        found.append("FULL")
    if wanted.fee_most is not None and place.fee is not None and place.fee > wanted.fee_most:
        found.append("FEE")
    if wanted.areas_only and wanted.areas and place.area and place.area not in wanted.areas:
        found.append("AREA")
    return found


def _age_is_out(ages: tuple[int, int], place: Offered) -> bool:
    youngest, oldest = ages
    return (place.age_from is not None and oldest < place.age_from) or (
        place.age_to is not None and youngest > place.age_to
    )


def _time_is_out(wanted: Wanted, place: Offered) -> bool:
    if not wanted.bands and not wanted.weekdays:
        return False
    return fitting_slot(wanted, place) is None and not any(_in_time(wanted, one) for one in place.doables)


def _doable_as(wanted: Wanted, place: Offered) -> bool:
    return any(one.role in wanted.roles for one in place.doables)


def _in_time(wanted: Wanted, one: Doable) -> bool:
    """A small thing to do names bands of the day alone: whether one of them is wished."""
    return bool(one.bands & wanted.bands)


def fitting_slot(wanted: Wanted, place: Offered) -> Slot | None:
    """The first line of opening the person could come to, as far as it is written down."""
    return _slot_in(wanted.bands, wanted.weekdays, place.slots, place.closed_weekdays)


@lru_cache(maxsize=4096)
def _slot_in(
    bands: frozenset[str], weekdays: frozenset[int], slots: tuple[Slot, ...], closed: frozenset[int]
) -> Slot | None:
    """Remembered: many places open at the same hours."""
    for slot in slots:
        if _day_fits(weekdays, closed, slot) and _time_fits(bands, slot):
            return slot
    return None


def _day_fits(weekdays: frozenset[int], closed: frozenset[int], slot: Slot) -> bool:
    if slot.weekday is not None:
        return slot.weekday not in closed and (not weekdays or slot.weekday in weekdays)
    return not weekdays or bool(weekdays - closed)


def _time_fits(bands: frozenset[str], slot: Slot) -> bool:
    if not bands or slot.opens is None:
        return True
    closes = slot.closes if slot.closes is not None else slot.opens + LEAST_OVERLAP
    return any(
        min(closes, band.last) - max(slot.opens, band.first) >= min(LEAST_OVERLAP, closes - slot.opens)
        for band in lists().bands
        if band.code in bands
    )


# --- points, and what is told of them -----------------------------------------------------------------------------


@dataclass(slots=True)
class Judged:
    """The points of one place, and in codes what speaks for it, what nobody knows, and what is missing."""

    place: Offered
    points: int = 0
    doable: Doable | None = None
    why: list[tuple[str, str]] = field(default_factory=list)
    unsure: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    def speaks(self, code: str, detail: str = "", *, times: int = 1) -> None:
        self.points += lists().points[code] * times
        self.why.append((code, detail))


def judge(wanted: Wanted, place: Offered) -> Judged:
    """The points of a place no limit speaks against. What it told when it was asked counts for nothing once that is long
    ago; what it is and where it is, still does."""
    one = Judged(place)
    for code in wanted.interests:
        found = _near(code, place)
        if found:
            one.speaks("INTEREST", found)
    if place.doables and not place.stale:
        _judge_doables(one, wanted)
    if wanted.areas and place.area in wanted.areas:
        one.speaks("AREA")
    elif wanted.areas:
        one.missing.append("AREA") if place.area else one.unsure.append("AREA")
    if place.stale:
        one.unsure.append("STALE")
    else:
        _judge_time(one, wanted)
        _judge_answers(one, wanted)
    if place.conditions:
        one.missing.append("CONDITIONS")
    if place.needs:
        one.missing.append("NEEDS")
    if place.companion in ("FIRST", "ALWAYS"):
        one.missing.append(f"COMPANION_{place.companion}")
    return one


def _near(code: str, place: Offered) -> str:
    """Why a place is near to an interest; empty where it is not."""
    interest = _interests().get(code)
    if interest is None:
        return ""
    word = next((one for one in interest.words if one in place.text), "")
    if word:
        return f"{interest.name}（「{word}」）"
    if place.kind in interest.kinds:
        return f"{interest.name}（場の種類）"
    doable = next((one for one in place.doables if not place.stale and _is_about(interest, one)), None)
    return f"{interest.name}（ちょっとできること「{doable.what}」）" if doable else ""


def _is_about(interest: Interest, one: Doable) -> bool:
    return interest.code in one.interests or any(word in one.text for word in interest.words)


def _judge_doables(one: Judged, wanted: Wanted) -> None:
    """The small thing to do that answers most of what is wished; none where the time or the role speaks against each."""
    answered = [(answers, doable) for doable in one.place.doables if (answers := _answers(wanted, doable))]
    if answered:
        _number, one.doable = min(answered, key=lambda pair: (-pair[0], pair[1].what, pair[1].id))
        one.speaks("DOABLE", doable_words(one.doable))


def _answers(wanted: Wanted, one: Doable) -> int:
    """How much of what is wished this answers; nothing where its hours or its role are others than those wished."""
    if wanted.roles and one.role not in wanted.roles:
        return 0
    if wanted.bands and one.bands and not _in_time(wanted, one):
        return 0
    known = (_interests().get(code) for code in wanted.interests)
    near = sum(1 for interest in known if interest is not None and _is_about(interest, one))
    return near + _in_time(wanted, one) + bool(wanted.alone and one.alone)


def doable_words(one: Doable, *, with_name: bool = True) -> str:
    """The thing with its load, how long it takes, and what makes it easy."""
    load = next((each.name for each in lists().loads if each.code == one.load), one.load)
    told = [
        load, f"{one.minutes}分くらい" if one.minutes else "", "一人でできる" if one.alone else "",
        "家でもできる" if one.home else "", "・".join(band.name for band in lists().bands if band.code in one.bands),
    ]  # fmt: skip
    words = "、".join(each for each in told if each)
    return f"{one.what}（{words}）" if with_name else words


def interests_in(texts: Iterable[str]) -> list[str]:
    """The likings of which one of these texts says a word."""
    said = "\n".join(texts)
    return [one.code for one in lists().interests if any(word in said for word in one.words)]


@cache
def _interests() -> dict[str, Interest]:
    return {one.code: one for one in lists().interests}


def _judge_time(one: Judged, wanted: Wanted) -> None:
    if not wanted.bands and not wanted.weekdays:
        return
    slot = fitting_slot(wanted, one.place)
    if slot is not None and (slot.opens is not None or not wanted.bands):
        one.speaks("TIME", slot_words(slot))
    elif one.doable is not None and not wanted.weekdays and _in_time(wanted, one.doable):
        one.speaks("TIME", f"ちょっとできること「{one.doable.what}」")
    else:
        one.unsure.append("TIME")


def _judge_answers(one: Judged, wanted: Wanted) -> None:
    place = one.place
    if place.welcome in ("YES", "CONDITIONAL"):
        one.speaks("WELCOME" if place.welcome == "YES" else "CONDITIONAL")
    else:
        one.unsure.append(f"WELCOME_{place.welcome or 'UNKNOWN'}")
    offered = place.roles | {one.doable.role} if one.doable else place.roles
    roles = wanted.roles & offered
    if roles:
        one.speaks("ROLE", _joined(roles))
    elif wanted.roles:
        one.unsure.append("ROLE")
    if wanted.quiet:
        _three(one, {"QUIET": True, "LIVELY": False}.get(place.mood), "QUIET")
    if wanted.alone:
        _three(one, place.alone, "ALONE")
    if wanted.silent:
        _three(one, place.silent, "SILENT")
    known = wanted.states & place.states
    if known:
        one.speaks("STATE", _joined(known), times=len(known))
    elif place.anybody:
        one.speaks("ANYBODY")
    elif wanted.states:
        one.unsure.append("STATE")
    if place.trial:
        one.speaks("TRIAL")
    else:
        (one.missing if place.trial is False else one.unsure).append("TRIAL")
    if place.capacity is not None and place.present is not None:
        one.speaks("VACANT", str(place.capacity - place.present))
    elif place.capacity is not None:
        one.unsure.append("VACANT")
    if wanted.small:
        _three(one, None if place.capacity is None else place.capacity <= SMALL, "SMALL")
    if place.fee == 0:
        one.speaks("FREE")
    elif wanted.fee_most is not None and place.fee is None:
        one.unsure.append("FEE")
    if wanted.company and not place.companion:
        one.unsure.append("COMPANION")


def _three(one: Judged, told: bool | None, code: str) -> None:
    """Yes gives a point, no is told as missing, and what nobody asked as unsure."""
    if told:
        one.speaks(code)
    else:
        (one.missing if told is False else one.unsure).append(code)


@lru_cache(maxsize=1024)
def _joined(codes: frozenset[str]) -> str:
    return "/".join(sorted(codes))


@lru_cache(maxsize=4096)
def slot_words(slot: Slot) -> str:
    day = f"{WEEKDAYS[slot.weekday]}曜" if slot.weekday is not None else "毎日・日による"
    if slot.opens is None:
        return day
    until = _clock(slot.closes) if slot.closes is not None else ""
    return f"{day} {_clock(slot.opens)}～{until}"


def _clock(at: int) -> str:
    return f"{at // 60}:{at % 60:02d}"


# --- the answer ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Proposal:
    """The places that fit, the best first, how many there are, and how many fell out by each limit (a place may count under
    several)."""

    best: tuple[Judged, ...]
    fitting: int
    asked: int
    fallen: tuple[tuple[str, int], ...]


def propose(wanted: Wanted, places: Iterable[Offered], *, most: int) -> Proposal:
    """By points, then by how little is unsure, then by name: the same whatever order the places come in."""
    fits: list[Judged] = []
    fallen: Counter[str] = Counter()
    asked = 0
    for place in places:
        asked += 1
        against = limits_of(wanted, place)
        if against:
            fallen.update(against)
        else:
            fits.append(judge(wanted, place))
    best = nsmallest(most, fits, key=lambda one: (-one.points, len(one.unsure), one.place.name, one.place.id))
    return Proposal(
        tuple(best), len(fits), asked, tuple((code, fallen[code]) for code in LIMITS if fallen[code])
    )
