"""手がかり: who follows a notice up, what is done, and when it ends or is listed as untouched."""

from __future__ import annotations

from datetime import date, timedelta

from norishiro.core.verdict import Verdict, when

LAW = "社会福祉法第106条の4第2項第4号"


def may_take_lead(
    *, mine: bool, taken: bool, became: bool, owner_here: bool, next_on: date | None, today: date
) -> Verdict:
    """May somebody be named to follow this up? Once, while it is no consultation yet, by somebody of the agency.

    根拠: 社会福祉法第106条の4第2項第4号（アウトリーチ等）
    """
    return (
        when(not mine, "mine", "確かめる人を決められるのは、これを受けた機関の人です。")
        & when(taken, "taken", "もう確かめる人が決まっています。手がかりの一覧から開いてください。")
        & when(became, "became", "もう相談になっています。相談の頁に書いてください。")
        & _owned(owner_here=owner_here)
        & _next(next_on=next_on, today=today)
    )


def may_note_lead(
    *,
    mine: bool,
    open_now: bool,
    done_on: date,
    begun_on: date,
    owner_here: bool,
    next_on: date | None,
    today: date,
) -> Verdict:
    """May a step be written? It was done since the lead was taken, and something comes next by a day.

    根拠: 社会福祉法第106条の4第2項第4号（アウトリーチ等）
    """
    return (
        when(not mine, "mine", "書けるのは、確かめる機関の人です。")
        & when(not open_now, "open", "この手がかりは、もう終わっています。")
        & when(done_on > today, "done_on", "先の日付です。したことを、今日までの日で書いてください。")
        & when(done_on < begun_on, "done_on", "確かめる人を決めた日より前です。日付をお確かめください。")
        & _owned(owner_here=owner_here)
        & _next(next_on=next_on, today=today)
    )


def may_end_lead(*, mine: bool, open_now: bool, words: str) -> Verdict:
    """May it end? With what came of it, in words: also where nobody was found.

    根拠: 社会福祉法第106条の4第2項第4号（アウトリーチ等）
    """
    return (
        when(not mine, "mine", "終えられるのは、確かめる機関の人です。")
        & when(not open_now, "open", "この手がかりは、もう終わっています。")
        & when(
            not words.strip(),
            "words",
            "どうなったかを、ひとこと書いてください。分からないままのときも書きます。",
        )
    )


def still_before(*, today: date, days: int) -> date:
    """Whatever was last touched before this day is untouched beyond the set time.

    根拠: 社会福祉法第106条の4第2項第4号（アウトリーチ等）。日数は設定の leads.still_days（推定）
    """
    return today - timedelta(days=days)


def _owned(*, owner_here: bool) -> Verdict:
    return when(not owner_here, "owner", "確かめる人を、いまこの機関にいる職員から選んでください。")


def _next(*, next_on: date | None, today: date) -> Verdict:
    return when(
        next_on is None, "next_on", "次の日を入れてください。もう確かめないときは「終える」を押します。"
    ) & when(next_on is not None and next_on < today, "next_on", "次の日は、今日からあとの日にしてください。")
