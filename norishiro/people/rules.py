"""What may be written about people and households. Pure: values in, a verdict out."""

from __future__ import annotations

from datetime import date

from norishiro.core.verdict import Verdict, when


def may_add_person(*, name: str, alias: str) -> Verdict:
    """A person may stay unnamed, but somebody must be able to tell who is meant.

    根拠: 個人情報の保護に関する法律第65条（正確性の確保）
    """
    return when(
        not name.strip() and not alias.strip(),
        "name",
        "氏名か、呼び名のどちらかを書いてください。名前が分からないときは「3階の男性」のような呼び名で始められます。",
    )


def may_live(*, birth_earliest: date | None, died_on: date | None, today: date) -> Verdict:
    """Birth and death in the order of life, and not in the future.

    根拠: 個人情報の保護に関する法律第65条（正確性の確保）
    """
    born_later = birth_earliest is not None and birth_earliest > today
    died_before = died_on is not None and birth_earliest is not None and died_on < birth_earliest
    return (
        when(born_later, "birth", "生年月日が先の日付です。今日までの日にしてください。")
        & when(died_on is not None and died_on > today, "died_on", "亡くなった日が先の日付です。今日までの日にしてください。")
        & when(died_before, "died_on", "亡くなった日が、生まれた日より前です。どちらかをお確かめください。")
    )  # fmt: skip


def may_join(*, already: bool, from_on: date, today: date) -> Verdict:
    """May the person be written into the household from that day? One may belong to several households.

    根拠: 住民基本台帳法第7条（世帯の記載）にならい、所属は日付で持つ
    """
    return when(already, "person", "この人は、もうこの世帯に入っています。") & when(
        from_on > today, "from_on", "世帯に入った日が先の日付です。今日までの日にしてください。"
    )


def may_leave(*, from_on: date, until_on: date, ended: bool, today: date) -> Verdict:
    """May the belonging end on that day?

    根拠: 住民基本台帳法第7条（世帯の記載）にならい、所属は日付で持つ
    """
    return (
        when(ended, "until_on", "この所属は、もう終わりの日が記録されています。")
        & when(until_on <= from_on, "until_on", "世帯を離れた日は、入った日より後にしてください。")
        & when(until_on > today, "until_on", "世帯を離れた日が先の日付です。今日までの日にしてください。")
    )


def may_relate(*, same: bool, already: bool) -> Verdict:
    """May this relation between two people be written down?

    根拠: 個人情報の保護に関する法律第65条（正確性の確保）
    """
    return when(same, "other", "間柄は、別の人どうしで選んでください。") & when(
        already, "kind", "同じ間柄が、もう記録されています。"
    )


def may_end_relation(*, from_on: date | None, until_on: date, ended: bool) -> Verdict:
    """May the relation end on that day?

    根拠: 個人情報の保護に関する法律第65条（正確性の確保）
    """
    return when(ended, "until_on", "この間柄は、もう終わりの日が記録されています。") & when(
        from_on is not None and until_on <= from_on, "until_on", "終わりの日は、始まりより後にしてください。"
    )
