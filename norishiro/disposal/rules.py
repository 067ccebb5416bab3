"""When a term ends, what may be held, and who may let go of what. Pure."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from norishiro.core.calendar import fiscal_year, wareki
from norishiro.core.verdict import Verdict, when

MOST = 10_000
REVIEWERS = 2
YEARS = range(1, 101)


def counted_from(*, ended_on: date, start: str) -> date:
    """起算日: the day the years are counted from.

    根拠: 公文書等の管理に関する法律第5条、公文書等の管理に関する法律施行令第8条第4項（翌年度の4月1日）、公文書等の管理に関する法律第34条
    """
    if start == "NEXT_APRIL":
        return date(fiscal_year(ended_on) + 1, 4, 1)
    return ended_on + timedelta(days=1)


def due_on(*, ended_on: date, years: int, start: str) -> date:
    """The first day on which it is no longer kept: so many years after the day it is counted from.

    根拠: 公文書等の管理に関する法律第5条、公文書等の管理に関する法律第8条（市町村の規程による）
    """
    first = counted_from(ended_on=ended_on, start=start)
    try:
        return first.replace(year=first.year + years)
    except ValueError:  # the 29th of February
        return date(first.year + years, 3, 1)


def longest(days: Collection[date]) -> date | None:
    """世帯のまとまり: the last of all terms holds for all of it; nobody's record goes before the household's last.

    根拠: 個人情報の保護に関する法律第66条（世帯の記録を一人ずつ欠けさせないのは推定 P）
    """
    return max(days, default=None)


def may_change_term(
    *, known: bool, years: int, from_on: date, today: date, source: str, reason: str
) -> Verdict:
    """May the term of a series be changed? Not backwards in time: what was due stays due by what was in force.

    根拠: 公文書等の管理に関する法律第34条（市町村の規程による）
    """
    return (
        when(not known, "series", "その文書の種類はありません。一覧から選んでください。")
        & when(years not in YEARS, "years", "年数は、1年から100年のあいだにしてください。")
        & when(from_on < today, "from_on", f"いつからは、今日（{wareki(today)}）か、先の日にしてください。")
        & when(
            not source.strip(), "source", "根拠の規程（文書管理規程の名前と条・分類番号）を書いてください。"
        )
        & when(not reason.strip(), "reason", "変えるわけを書いてください。")
    )


def may_hold(*, found: bool, until_on: date | None, today: date, document: str) -> Verdict:
    """May the disposal be held? Any one reason is enough; only the end must lie ahead.

    根拠: 行政不服審査法第33条、個人情報の保護に関する法律第66条（訴訟・監査・調査の保留は推定 P）
    """
    return (
        when(
            not found,
            "case_number",
            "その番号のケースは見つかりません。番号を、ハイフンも含めて確かめてください。",
        )
        & when(
            until_on is not None and until_on <= today,
            "until_on",
            "いつまでは、明日からあとの日にするか、空のまま（終えるまで）にしてください。",
        )
        & when(
            not document.strip(), "document", "もとの文書の番号（受付番号・事件番号など）を書いてください。"
        )
    )


def may_end_hold(*, ended: bool, reason: str) -> Verdict:
    """May a hold be ended?

    根拠: 個人情報の保護に関する法律第66条
    """
    return when(ended, "hold", "この保留は、もう終わっています。") & when(
        not reason.strip(), "reason", "終えるわけを書いてください（例：裁決が確定した）。"
    )


def may_make_batch(*, due: int, open_batches: int) -> Verdict:
    """May a batch be made? One at a time, and only of what is due.

    根拠: 公文書等の管理に関する法律第8条（二人で確かめるのは推定 P）
    """
    return when(
        due == 0, "due", "いま廃棄できる候補はありません。保存期間の終わりが来るまで待ちます。"
    ) & when(
        open_batches > 0,
        "batch",
        "まだ終わっていないまとまりがあります。先に、それを終えるか、やめてください。",
    )


def may_take_out(*, state: str, inside: bool, reason: str) -> Verdict:
    """May a bundle be taken out of a batch?

    根拠: 公文書等の管理に関する法律第8条
    """
    return (
        when(state not in ("REVIEW", "AGREED"), "batch", "廃棄が始まったまとまりからは、外せません。")
        & when(not inside, "bundle", "その候補は、このまとまりに入っていません。頁を開き直してください。")
        & when(not reason.strip(), "reason", "外すわけを書いてください（例：まだ相談が続いている）。")
    )


def may_review(*, state: str, same: bool, bundles: int) -> Verdict:
    """May this person say that the batch was looked at? Twice by the same person is once.

    根拠: 公文書等の管理に関する法律第8条（二人で確かめるのは推定 P）
    """
    return (
        when(state != "REVIEW", "batch", "このまとまりは、もう確かめが済んでいます。")
        & when(same, "staff", "あなたは、もう確かめました。二人目は、ほかの人に頼んでください。")
        & when(
            bundles == 0,
            "bundles",
            "まとまりに候補が残っていません。「やめる」を押して、作り直してください。",
        )
    )


def may_drop_batch(*, state: str) -> Verdict:
    """May a batch be dropped? Not once anything of it is gone.

    根拠: 公文書等の管理に関する法律第8条
    """
    return when(
        state not in ("REVIEW", "AGREED"),
        "batch",
        "廃棄が始まっているか、終わっています。やめることはできません。",
    )


def may_dispose(*, state: str, reviewers: Collection[object], left: int) -> Verdict:
    """May the batch be disposed of? Two different persons looked at it, and something is left.

    根拠: 個人情報の保護に関する法律第66条、公文書等の管理に関する法律第8条
    """
    return when(len(set(reviewers)) < REVIEWERS, "reviewers", "別の二人が確かめると、廃棄できます。") & when(
        state not in ("REVIEW", "AGREED", "RUNNING") or left == 0,
        "batch",
        "いま廃棄できるものは残っていません。",
    )


def may_certify(*, state: str, left: int) -> Verdict:
    """May the record of the disposal be closed? Only once, and when everything is gone, with its keys.

    根拠: 公文書等の管理に関する法律第8条（廃棄の記録は推定 P）
    """
    return when(state != "RUNNING", "batch", "廃棄の途中のまとまりではありません。") & when(
        left > 0, "left", "まだ残っているものがあります。「続ける」を押してください。"
    )
