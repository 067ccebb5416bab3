"""Why the commission must be told, by when, and what is still missing. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from norishiro.core.verdict import Verdict, when

NO = "NO"
LAW = "個人情報の保護に関する法律第68条第1項"
# The nine items of the report, in their order; the number of people is the third and is counted, not written.
ITEMS: Mapping[str, str] = {
    "outline": "概要", "items": "もれた情報の項目", "cause": "原因", "second_harm": "二次被害と、そのおそれ",
    "to_persons": "本人への対応", "publication": "公表", "prevention": "再発を防ぐこと", "other": "そのほか",
}  # fmt: skip


@dataclass(frozen=True)
class Due:
    """Until when: the first report (aim and latest) and the final one."""

    first_early_on: date
    first_on: date
    final_on: date


def due(
    *, known_on: date, malicious: str, first_early_days: int, first_days: int, final_days: int, final_days_malicious: int
) -> Due:  # fmt: skip
    """The days by which it is reported; a malicious act gives more time for the final report.

    根拠: 個人情報の保護に関する法律施行規則第44条
    """
    days = final_days_malicious if malicious != NO else final_days
    return Due(*(known_on + timedelta(days=one) for one in (first_early_days, first_days, days)))


def why_reported(
    *, sensitive: str, harm: str, malicious: str, people: int, people_more_than: int
) -> tuple[str, ...]:
    """Every reason for which the commission must be told; none: it need not be. "Perhaps" counts as yes.

    根拠: 個人情報の保護に関する法律施行規則第43条
    """
    found = (
        (
            sensitive != NO,
            "病気・障害・生活のことなど（要配慮個人情報）が入っている。一人でも報告する（第1号）",
        ),
        (harm != NO, "お金の被害が出るおそれがある（第2号）"),
        (malicious != NO, "わざと行われたおそれがある（第3号）"),
        (people > people_more_than, f"本人が{people_more_than}人をこえる（第4号）"),
    )
    return tuple(words for holds, words in found if holds)


def may_tell(*, name: str, words: str, known_on: date | None, today: date) -> Verdict:
    """May it be told? Always, with a word that the next reader understands; better too early than too late.

    根拠: 個人情報の保護に関する法律第66条第1項
    """
    return (
        when(not name.strip(), "name", "あとで分かる呼び名を書いてください。")
        & when(not words.strip(), "outline", "何があったかを、分かっているところまで書いてください。")
        & when(
            known_on is None or known_on > today, "known_on", "気づいた日を、今日までの日で書いてください。"
        )
    )


def may_go_on(*, closed: bool) -> Verdict:
    """May it still be written to? Until the final report, or until it is settled without one.

    根拠: 個人情報の保護に関する法律第68条第1項
    """
    return when(
        closed, "closed", "このおそれは、もう終わっています。新しく分かったことは、新しく知らせてください。"
    )


def may_add_span(*, closed: bool, staff: bool, hours: float) -> Verdict:
    """May this be counted? One member of staff, between two moments in their order, a year at most.

    根拠: 個人情報の保護に関する法律第66条第1項
    """
    return (
        may_go_on(closed=closed)
        & when(not staff, "staff", "だれが見たものを調べるかを選んでください。")
        & when(hours <= 0, "until_on", "終わりは、始まりよりあとにしてください。")
        & when(hours > 24 * 366, "until_on", "一度に調べられるのは1年分までです。分けて調べてください。")
    )


def may_tell_affected(*, closed: bool, people: int, how: str, told_on: date | None, today: date) -> Verdict:
    """May it be written that these people were told?

    根拠: 個人情報の保護に関する法律第68条第2項
    """
    return (
        may_go_on(closed=closed)
        & when(people == 0, "people", "知らせた人に印を付けてください。")
        & when(not how, "how", "どうやって知らせたかを選んでください。")
        & when(told_on is None or told_on > today, "told_on", "知らせた日を、今日までの日で書いてください。")
    )


def may_report_first(*, closed: bool, already: bool, on: date | None, known_on: date, today: date) -> Verdict:
    """May the first report be noted? What is not known yet is no reason to wait.

    根拠: 個人情報の保護に関する法律施行規則第44条
    """
    return (
        may_go_on(closed=closed)
        & when(already, "already", "速報は、もう記録されています。")
        & _day(on, known_on=known_on, today=today)
    )


def may_report_final(
    *, closed: bool, missing: Sequence[str], untold: int, on: date | None, known_on: date, today: date
) -> Verdict:
    """May the final report be noted? With every item, and everybody told or something done instead.

    根拠: 個人情報の保護に関する法律施行規則第44条、個人情報の保護に関する法律第68条第2項
    """
    return (
        may_go_on(closed=closed)
        & when(bool(missing), "missing", f"まだ書かれていない項目があります：{'、'.join(missing)}。", law=LAW)
        & when(
            untold > 0, "untold",
            f"まだ知らせていない人が{untold}人います。知らせるか、代わりにしたことを書いてください。",
            law="個人情報の保護に関する法律第68条第2項",
        )
        & _day(on, known_on=known_on, today=today)
    )  # fmt: skip


def may_settle_without(*, closed: bool, reported: bool, reasons: Sequence[str], words: str) -> Verdict:
    """May it end without a report? Only where no reason for one stands, and with words.

    根拠: 個人情報の保護に関する法律施行規則第43条
    """
    return (
        may_go_on(closed=closed)
        & when(reported, "reported", "速報をしたので、確報で終えてください。")
        & when(
            bool(reasons), "reasons",
            "報告しなければならない理由が残っています。ちがうと分かったら「報告の案を書く」で直してください。", law=LAW,
        )
        & when(not words.strip(), "words", "報告しないで終えるわけを書いてください。")
    )  # fmt: skip


def _day(on: date | None, *, known_on: date, today: date) -> Verdict:
    return when(
        on is None or not known_on <= on <= today,
        "on",
        "報告した日を、気づいた日から今日までの日で書いてください。",
    )
