"""What may be done with appointments, staff, cover and bases, and how staffing is read. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from itertools import combinations

from norishiro.core.verdict import YES, Verdict, no, when

APPOINTMENT_LAW = "社会福祉法第106条の4・第106条の6"
LARGEST_SPAN_YEARS = 50


@dataclass(frozen=True)
class Span:
    """From a day on, before an exclusive end."""

    from_on: date
    until_on: date | None = None

    def holds_on(self, day: date) -> bool:
        return self.from_on <= day and (self.until_on is None or day < self.until_on)

    def lies_within(self, outer: Span) -> bool:
        begins = outer.from_on <= self.from_on
        return begins and (
            outer.until_on is None or (self.until_on is not None and self.until_on <= outer.until_on)
        )

    def meets(self, other: Span) -> bool:
        """Whether there is a day that belongs to both."""
        return (self.until_on is None or other.from_on < self.until_on) and (
            other.until_on is None or self.from_on < other.until_on
        )


@dataclass(frozen=True)
class Holding:
    """One post somebody holds: for the question what may be held together."""

    role_id: object
    agency_id: object
    place: object
    span: Span
    may_own_case: bool
    sees_all_bases: bool
    keeps_system: bool = False


def may_appoint(
    *, new: Holding, held: tuple[Holding, ...], agency: Span, role: Span, staff_active: bool
) -> Verdict:
    """May this person be given this post? Several posts at once are usual; the same one twice is a slip, and who
    supports all bases from behind owns no case. Whoever keeps the system sees nobody, so that post is held beside no other
    in the same agency. 根拠: 社会福祉法第106条の4第2項、八王子市 統括主任CSWの定め（令和3年度）"""
    if not new.span.until_on or new.span.until_on > new.span.from_on:
        dates = YES
    else:
        dates = when(True, "until", "任期の終わりは、始まりより後の日にしてください。")
    same = any(
        (one.role_id, one.agency_id, one.place) == (new.role_id, new.agency_id, new.place)
        and one.span.meets(new.span)
        for one in held
    )
    both = any(
        one.agency_id == new.agency_id and one.span.meets(new.span) and _stands_apart(one, new)
        for one in held
    )
    keeper = any(
        one.agency_id == new.agency_id and one.span.meets(new.span) and one.keeps_system != new.keeps_system
        for one in held
    )
    return (
        dates
        & when(keeper, "keeper", "システム管理者は、同じ機関でほかの役職と兼ねられません（住民の記録を見ないためです）。別の機関の役職なら、所属を切り替えて使えます。")
        & when(not staff_active, "staff", "この職員は、もう使えなくなっています。")
        & when(not agency.holds_on(new.span.from_on), "agency", "始まりの日に、この機関はありません。")
        & when(not role.holds_on(new.span.from_on), "role", "始まりの日に、この役職はありません。")
        & when(same, "twice", "この人は、この役職をもう受けています。場所や期間を変えるときは、いまの任命を終えてから始めてください。")
        & when(both, "supporter", "拠点を後方支援する統括の人は、ケースを受け持つ役職を同じ機関で兼ねられません。")
    )  # fmt: skip


def _stands_apart(one: Holding, other: Holding) -> bool:
    return (one.sees_all_bases and not one.may_own_case and other.may_own_case) or (
        other.sees_all_bases and not other.may_own_case and one.may_own_case
    )


def may_end(*, span: Span, end_on: date) -> Verdict:
    """May the appointment end on this day? 根拠: 社会福祉法第106条の6（構成員の任期は日付で残す）"""
    return when(
        end_on <= span.from_on, "before_start", "終わりの日は、始まりより後の日にしてください。"
    ) & when(
        span.until_on is not None and span.until_on <= end_on, "ended", "この任命は、その日までにもう終わっています。"
    )  # fmt: skip


def may_cover(*, same_person: bool, span: Span, staff_serves: bool, covering_serves: bool) -> Verdict:
    """May one person stand in for another? 根拠: 社会福祉法第106条の4（不在のときも相談を受け止める体制）"""
    return (
        when(same_person, "same", "代わりの職員には、本人とは別の人を選んでください。")
        & when(
            span.until_on is None or span.until_on <= span.from_on,
            "until",
            "終わりの日は、始まりより後の日にしてください。",
        )
        & when(not staff_serves, "staff", "不在にする人は、この機関の職員ではありません。")
        & when(not covering_serves, "covering", "代わりの人は、その日にこの機関の職員ではありません。")
    )


def may_end_staff(*, own: bool, active: bool) -> Verdict:
    """May an account be closed? 根拠: 個人情報の保護に関する法律第66条（安全管理措置）"""
    return when(own, "own", "自分自身を使えなくすることはできません。別の担当者に頼んでください。") & when(
        not active, "inactive", "この職員は、もう使えなくなっています。"
    )


class Cover(StrEnum):
    """How a place is covered, worst first."""

    NONE = "いない"
    SHORT = "足りない"
    SINGLE = "1人だけ"
    ENOUGH = "足りている"


def covered(*, count: int, expected: int | None) -> Cover:
    """Nobody, fewer than there should be, one alone although several would be better, or enough.

    Where no number is set, one is the least and one alone is marked. 根拠: 社会福祉法第106条の4（体制の整備）、
    東社協 実践事例集（全エリアに複数配置）"""
    if count == 0:
        return Cover.NONE
    if expected is not None and count < expected:
        return Cover.SHORT
    return Cover.SINGLE if count == 1 else Cover.ENOUGH


@dataclass(frozen=True)
class Hours:
    """A span on one weekday, in every week or in one week of the month."""

    weekday: int
    week: int | None
    opens: time
    closes: time


@dataclass(frozen=True)
class DaySpan:
    """A span of one day as somebody writes it, in every week or in one week of the month."""

    week: int | None
    opens: time
    closes: time

    def __str__(self) -> str:
        week = f"第{self.week} " if self.week else ""
        return f"{week}{self.opens:%-H:%M}〜{self.closes:%-H:%M}"


@dataclass(frozen=True)
class Exceptional:
    """A kind of day (第3月曜, 祝日, 12-29〜01-03) that is closed, or has its own hours."""

    rule: str
    opens: time | None = None
    closes: time | None = None

    def __str__(self) -> str:
        hours = f"{self.opens:%-H:%M}〜{self.closes:%-H:%M}" if self.opens and self.closes else "休み"
        return f"{_day_words(self.rule)} {hours}"


def _day_words(rule: str) -> str:
    """12-29〜01-03 as 12月29日〜1月3日; the other kinds of day are words already."""
    parts = [part.split("-") for part in rule.split("〜")]
    if not all(len(part) == 2 for part in parts):
        return rule
    return "〜".join(f"{int(month)}月{int(day)}日" for month, day in parts)


def may_set_hours(
    *, base: Span, from_on: date, weekly: Sequence[Hours], exceptions: Sequence[Exceptional]
) -> Verdict:
    """May these be the opening hours from this day on?

    根拠: 社会福祉法第106条の4（墨田区 拠点ごとの開所の表）"""
    double = {
        one.weekday for one, other in combinations(weekly, 2) if one.weekday == other.weekday and _overlap(one, other)
    }  # fmt: skip
    kinds = [one.rule for one in exceptions]
    twice = sorted({_day_words(rule) for rule in kinds if kinds.count(rule) > 1})
    verdict = when(
        not base.holds_on(from_on),
        "from_on",
        "その日には、この拠点がありません。拠点がある日を入力してください。",
    )
    for weekday in sorted(double):
        verdict &= when(True, f"day{weekday}", "時間が重なっています。重ならないように入力してください。")
    return verdict & when(
        bool(twice), "exceptions", f"同じ日が2回あります（{'、'.join(twice)}）。1つにまとめてください。"
    ) & when(
        bool(exceptions) and not weekly, "exceptions", "いつもの曜日と時間を入れてから、例外を入力してください。"
    )  # fmt: skip


def may_publish_window(*, is_public: bool, phone: str, place: str) -> Verdict:
    """May the window stand on the page open to everybody? Only where one can call or go.

    根拠: 社会福祉法第106条の4第2項第1号"""
    return when(
        is_public and not phone.strip() and not place.strip(),
        "is_public",
        "公開するには、電話か場所のどちらかを書いてください。",
    )


def _overlap(one: Hours, other: Hours) -> bool:
    same_week = one.week is None or other.week is None or one.week == other.week
    return same_week and one.opens < other.closes and other.opens < one.closes


def may_add_on_call(
    *, agency: Span, from_on: date, always: bool, hours: Sequence[Hours], already: bool
) -> Verdict:
    """May this be a contact out of hours? 根拠: 社会福祉法第106条の4（中野区 24時間の連絡体制）"""
    starts = [(one.weekday, one.week, one.opens) for one in hours]
    double = sorted({start[0] for start in starts if starts.count(start) > 1})
    verdict = (
        when(not agency.holds_on(from_on), "from_on", "始まりの日に、この機関はありません。")
        & when(already, "contact", "この連絡先は、もう登録されています。時間を変えるときは、いまの連絡先を終えてから登録してください。")
        & when(not always and not hours, "always", "「いつでも」に印を付けるか、曜日ごとの時間を入力してください。")
        & when(always and bool(hours), "always", "「いつでも」のときは、曜日ごとの時間を空にしてください。")
    )  # fmt: skip
    for weekday in double:
        verdict &= when(True, f"day{weekday}", "同じ時刻に始まる時間が2つあります。1つにまとめてください。")
    return verdict


def may_end_on_call(*, span: Span, end_on: date) -> Verdict:
    """May the contact end on this day? 根拠: 社会福祉法第106条の4（中野区 24時間の連絡体制）"""
    return when(
        end_on <= span.from_on, "end_on", "終わりの日は、始まりより後の日にしてください。"
    ) & when(
        span.until_on is not None and span.until_on <= end_on, "end_on", "この連絡先は、その日までにもう終わっています。"
    )  # fmt: skip


def answers_at(*, always: bool, hours: tuple[Hours, ...], at: datetime) -> bool:
    """Whether an on-call contact is reached at this moment; a span may run past midnight.

    根拠: 社会福祉法第106条の4（中野区 24時間の連絡体制）"""
    return always or any(_within(one, at) for one in hours)


def _within(one: Hours, at: datetime) -> bool:
    week = (at.day - 1) // 7 + 1
    if one.week is not None and one.week != week:
        return False
    now = at.time()
    if one.opens < one.closes:
        return at.weekday() == one.weekday and one.opens <= now < one.closes
    after_midnight = (one.weekday + 1) % 7
    return (at.weekday() == one.weekday and now >= one.opens) or (
        at.weekday() == after_midnight and now < one.closes
    )


def overloaded(
    *, area_cases: int, multi_agency_cases: int, level: tuple[int, int] | None
) -> tuple[bool, bool]:
    """Above the set level in area work, and in multi-agency work. Without a level nothing is marked.

    根拠: 社会福祉法第106条の4第2項第5号（西東京市 圏域担当と多機関協働の兼務）"""
    if level is None:
        return False, False
    return area_cases > level[0], multi_agency_cases > level[1]


# How many different people one may see in an hour without a second person's word; the database holds the same number.
PEOPLE_AN_HOUR = 200


def refuse_too_many() -> Verdict:
    """The page is not sent: it would show more people in an hour than anybody's work needs.

    根拠: 個人情報の保護に関する法律第66条（安全管理措置）
    """
    return no(
        "too_many",
        f"1時間に見られるのは、{PEOPLE_AN_HOUR}人までです。いま開こうとした画面を足すと、それをこえます。"
        "もう見た人の画面は、これまでどおり開けます。仕事で必要なときは「見る人数を増やす」から、"
        "所属長か統括に、1時間だけ増やすことを頼んでください。",
        law="個人情報の保護に関する法律第66条",
    )
