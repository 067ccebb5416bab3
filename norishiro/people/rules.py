"""What must hold of people and households before anything is written."""

from __future__ import annotations

from datetime import date

from norishiro.core.verdict import Verdict, when


def may_join_household(*, already: bool, from_on: date, today: date, died_on: date | None) -> Verdict:
    """May this person be entered as a member from that day? A person may belong to several households at once.

    根拠: 社会福祉法第106条の4第2項第5号（世帯の複雑化・複合化した課題を対象とする）
    """
    return (
        when(already, "person", "この人は、もうこの世帯に入っています。")
        & when(from_on > today, "from_on", "世帯に入った日が先の日付です。今日までの日にしてください。")
        & when(
            died_on is not None and died_on < from_on,
            "from_on",
            "亡くなった日より後の日付です。日付を確かめてください。",
        )
    )


def may_leave_household(*, from_on: date, until_on: date, today: date, ended: bool) -> Verdict:
    """May the membership end on that day?

    根拠: 社会福祉法第106条の4第2項第5号
    """
    return (
        when(ended, "until_on", "この人は、もうこの世帯を離れています。")
        & when(until_on <= from_on, "until_on", "世帯を離れた日は、入った日より後にしてください。")
        & when(until_on > today, "until_on", "世帯を離れた日が先の日付です。今日までの日にしてください。")
    )


def may_relate(*, same: bool, already: bool) -> Verdict:
    """May these two people be related so?

    根拠: 社会福祉法第106条の4第2項第5号
    """
    return when(same, "other", "間柄は、別の人どうしで選んでください。") & when(
        already, "kind", "同じ間柄がもう登録されています。"
    )


def may_end_relation(*, from_on: date | None, until_on: date, ended: bool) -> Verdict:
    """May the relation end on that day?

    根拠: 社会福祉法第106条の4第2項第5号
    """
    return when(ended, "until_on", "この間柄は、もう終わりの日が記録されています。") & when(
        from_on is not None and until_on <= from_on, "until_on", "終わりの日は、始まりより後にしてください。"
    )


def may_change_person(
    *, birth_earliest: date | None, birth_latest: date | None, died_on: date | None, today: date
) -> Verdict:
    """Are the dates of this person possible?

    根拠: 個人情報の保護に関する法律第65条（正確性の確保）
    """
    return (
        when(
            birth_earliest is not None and birth_earliest > today,
            "birth",
            "生年月日が先の日付です。今日までの日にしてください。",
        )
        & when(died_on is not None and died_on > today, "died_on", "亡くなった日が先の日付です。")
        & when(
            died_on is not None and birth_latest is not None and died_on < birth_latest,
            "died_on",
            "亡くなった日が、生まれた日より前になっています。日付を確かめてください。",
        )
    )
