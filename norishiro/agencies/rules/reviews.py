"""When the posts of an agency are looked over, and which of them want a word of their own. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from norishiro.core.verdict import Verdict, when

# A post whose holder was not seen for so many days is asked about.
LONG_UNSEEN_DAYS = 30


def review_since(today: date, *, months: Sequence[int]) -> date:
    """The first day of the term that runs: a review made on it or later stands for this term.

    ``months``: in which a term begins, at least one. 根拠: 個人情報の保護に関する法律第66条（安全管理措置）"""
    began = [date(year, month, 1) for year in (today.year - 1, today.year) for month in months]
    return max(day for day in began if day <= today)


def asks_about(
    *,
    today: date,
    last_seen: date | None,
    asleep: bool,
    until_on: date | None,
    keeps_system: bool,
    has_proof: bool,
) -> tuple[str, ...]:
    """Why a post wants a word of its own; the others go on unless somebody says otherwise.
    根拠: 個人情報の保護に関する法律第66条（安全管理措置）"""
    unseen = last_seen is None or today - last_seen > timedelta(days=LONG_UNSEEN_DAYS)
    reasons = (
        (asleep, "眠っている"),
        (
            unseen and not asleep,
            f"{LONG_UNSEEN_DAYS}日以上ログインがない" if last_seen else "一度もログインがない",
        ),
        (until_on is None, "終わりの日がない"),
        (keeps_system and not has_proof, "システム管理なのに二段階目がない"),
    )
    return tuple(words for holds, words in reasons if holds)


def may_settle_review(*, rows: int, undecided: int, own_ended: bool) -> Verdict:
    """May the review be kept? 根拠: 個人情報の保護に関する法律第66条（安全管理措置）"""
    return (
        when(rows == 0, "empty", "この機関には、いまの任命がありません。点検するものはありません。")
        & when(undecided > 0, "undecided", f"「続ける」か「終える」を選んでいない任命が{undecided}件あります。選んでから残してください。")
        & when(own_ended, "own", "自分の任命は、自分では終えられません。別の担当者に頼んでください。")
    )  # fmt: skip
