"""May a list leave? Pure; numbers and the moment are handed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from norishiro.core.verdict import Verdict, when

SHORTEST_REASON = 10


@dataclass(frozen=True)
class Limits:
    """How much may leave (``data/limits.toml``)."""

    alone: int
    hour: int
    agency_day: int
    rows: int


def needs_second_person(*, people: int, taken_last_hour: int, limits: Limits) -> bool:
    """Many at once, or many within the hour: somebody else has to say yes.

    根拠: 個人情報の保護に関する法律第66条
    """
    return people > limits.alone or taken_last_hour + people > limits.hour


def may_ask(
    *, reason: str, columns: int, rows: int, people: int, from_on: date | None, until_on: date | None,
    bulk: bool, approvers: int, limits: Limits,
) -> Verdict:  # fmt: skip
    """May this list be asked for? For a purpose, with the columns it takes, and not more than one can look after.

    根拠: 個人情報の保護に関する法律第66条、個人情報の保護に関する法律第69条第1項
    """
    return (
        when(
            len("".join(reason.split())) < SHORTEST_REASON,
            "reason",
            f"何のために、どこで使うかを、{SHORTEST_REASON}文字より長く書いてください。",
            law="個人情報の保護に関する法律第69条第1項",
        )
        & when(columns == 0, "columns", "持ち出す列を一つ以上選んでください。")
        & when(
            from_on is not None and until_on is not None and until_on < from_on,
            "until_on",
            "期間の終わりは、始まりより後の日にしてください。",
        )
        & when(rows == 0, "empty", "この条件に当たる行はありません。条件を変えてください。")
        & when(
            rows > limits.rows,
            "rows",
            f"一度に持ち出せるのは{limits.rows}行までです。期間を分けてください。",
        )
        & when(
            people > limits.agency_day,
            "many",
            f"{people}人分あります。一つの機関が1日に持ち出せるのは{limits.agency_day}人までです。条件をしぼってください。",
        )
        & when(
            bulk and approvers == 0,
            "nobody",
            "承認する人（統括・所属長）が登録されていないので、多人数の持ち出しはできません。",
        )
    )


def may_decide(*, own: bool, oversees: bool, waiting: bool, approve: bool, words: str) -> Verdict:
    """The second person: somebody else, with the role, while it waits. A no says why.

    根拠: 個人情報の保護に関する法律第66条
    """
    return (
        when(own, "whose", "頼んだ本人は承認できません。ほかの人に頼んでください。")
        & when(not own and not oversees, "role", "承認できるのは、この機関の統括・所属長です。")
        & when(not waiting, "waiting", "この持ち出しは、もう承認を待っていません。")
        & when(not approve and not words.strip(), "words", "承認しない理由を書いてください。")
    )


def may_withdraw(*, own: bool, open_still: bool) -> Verdict:
    """Whoever asked may think better of it, until the file is taken.

    根拠: 個人情報の保護に関する法律第66条
    """
    return when(not own, "whose", "やめられるのは、頼んだ人だけです。") & when(
        not open_still, "over", "この持ち出しは、もう終わっています。"
    )


def may_take(
    *, own: bool, state_ready: bool, over: bool, proved_lately: bool, people: int, asked_people: int,
    approved: bool, taken_last_hour: int, agency_today: int, limits: Limits,
) -> Verdict:  # fmt: skip
    """May the file be made and handed over now? Once, by whoever asked, within the day, and not more than was agreed.

    根拠: 個人情報の保護に関する法律第66条
    """
    return (
        when(not own, "whose", "受け取れるのは、頼んだ本人だけです。")
        & when(not state_ready, "state", "この持ち出しは、いま受け取れません。")
        & when(over, "over", "受け取れる24時間が過ぎました。もう一度頼んでください。")
        & when(
            not proved_lately,
            "proof",
            "本人の確認から5分より長くたっています。もう一度パスワードで確かめてください。",
        )
        & when(
            people > asked_people,
            "grown",
            f"頼んだときは{asked_people}人分でしたが、いまは{people}人分になりました。もう一度頼んでください。",
        )
        & when(
            not approved and taken_last_hour + people > limits.hour,
            "hour",
            f"承認なしで持ち出せるのは、1時間に{limits.hour}人までです。時間をおくか、承認を受けてください。",
        )
        & when(
            agency_today + people > limits.agency_day,
            "day",
            f"一つの機関が1日に持ち出せるのは{limits.agency_day}人までです。明日にするか、条件をしぼってください。",
        )
    )
