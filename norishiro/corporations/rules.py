"""What may be written of corporations, what they are asked and offer, and what they do together. Pure."""

from __future__ import annotations

from datetime import date

from norishiro.core.verdict import Verdict, when

CONDITIONAL, NO = "CONDITIONAL", "NO"
FEW = 3
AHEAD = "まだ来ていない日です。日付を確かめてください。"


def may_add_corporation(*, taken: bool, contact: bool, contact_told: bool) -> Verdict:
    """May this body be entered as a corporation that works along? Once.

    根拠: 社会福祉法第24条第2項（地域における公益的な取組）、第106条の4第2項第3号
    """
    return when(taken, "name", "この法人は、もう登録されています。法人の一覧から開いて、書き足してください。") & when(
        contact_told and not contact, "contact_name", "電話やメールは、話す相手の名前といっしょに書いてください。"
    )  # fmt: skip


def may_end_contact(*, ended: bool, ended_on: date, today: date) -> Verdict:
    """May a contact be written as gone?

    根拠: 個人情報の保護に関する法律第65条（正確に保つ）
    """
    return when(ended, "ended_on", "この人は、もう代わったと書かれています。") & when(
        ended_on > today, "ended_on", AHEAD
    )


def may_join_network(*, member: bool, from_on: date, today: date, before: date | None) -> Verdict:
    """May it be written that a corporation belongs to a network? ``before``: the day it last left it.

    根拠: 社会福祉法第106条の4第2項第3号（地域づくりに向けた支援）
    """
    return (
        when(member, "network", "もうこのネットワークに入っています。")
        & when(from_on > today, "from_on", AHEAD)
        & when(
            before is not None and from_on < before, "from_on", "前に離れた日より前の日です。日付を確かめてください。"
        )
    )  # fmt: skip


def may_leave_network(*, left: bool, from_on: date, until_on: date, today: date) -> Verdict:
    """May it be written that a corporation left a network?

    根拠: 社会福祉法第106条の4第2項第3号（地域づくりに向けた支援）
    """
    return (
        when(left, "until_on", "もう離れたと書かれています。")
        & when(until_on > today, "until_on", AHEAD)
        & when(until_on <= from_on, "until_on", "入った日より後の日を書いてください。")
    )


def may_send_need(*, asked: int, due_on: date, today: date) -> Verdict:
    """May corporations be asked for this?

    根拠: 社会福祉法第106条の4第2項第2号（参加の場をつくる）
    """
    return when(not asked, "asked", "たずねる法人を、一つは選んでください。") & when(
        due_on < today, "due_on", "もう過ぎた日です。きょうか、これからの日にしてください。"
    )


def may_answer_need(
    *, mine: bool, closed: bool, reply: str, words: str, answered_on: date, asked_on: date, today: date
) -> Verdict:
    """May this answer be written, or put right? A condition and a no say why.

    根拠: 社会福祉法第106条の4第2項第2号（参加の場をつくる）
    """
    return (
        may_touch_need(mine=mine, closed=closed)
        & when(answered_on > today, "answered_on", AHEAD)
        & when(answered_on < asked_on, "answered_on", "たずねた日より前の日です。日付を確かめてください。")
        & when(reply == CONDITIONAL and not words.strip(), "words", "どんな条件かを書いてください。")
        & when(reply == NO and not words.strip(), "words", "できないわけを、聞いたとおりに一言書いてください。次にたずねるときの目安になります。")
    )  # fmt: skip


def may_touch_need(*, mine: bool, closed: bool) -> Verdict:
    """May something be written to this need? By the agency that asked, until it is closed.

    根拠: 社会福祉法第106条の4第2項第2号（参加の場をつくる）
    """
    return when(not mine, "mine", "書けるのは、たずねた機関の人です。その機関に伝えてください。") & when(
        closed, "closed", "もう区切りがついています。続きは、あらためて法人にたずねてください。"
    )


def may_keep_offer(
    *,
    first_on: date,
    last_on: date | None,
    capacity: int | None,
    present: int | None,
    closed: bool,
    today: date,
) -> Verdict:
    """May this be kept as an offer?

    根拠: 社会福祉法第106条の4第2項第2号（参加の場をつくる・つなぐ）
    """
    return (
        when(closed, "closed", "終わった受け入れです。また始まるときは、新しく登録してください。")
        & when(last_on is not None and last_on < first_on, "last_on", "最後の日が、始まる日より前です。日付を入れかえてください。")
        & when(last_on is not None and last_on < today, "last_on", "もう過ぎた日です。続くなら新しい日に、終わったなら「終える」を使ってください。")
        & when(
            capacity is not None and present is not None and present > capacity, "present",
            "いまの人数が、受け入れる人数より多くなっています。数字を確かめてください。",
        )
    )  # fmt: skip


def may_close_offer(*, closed: bool, closed_on: date, today: date) -> Verdict:
    """May an offer be ended with what came of it?

    根拠: 社会福祉法第106条の4第2項第2号（資源の情報を新しく保つ）
    """
    return when(closed, "outcome", "もう終わった受け入れです。") & when(closed_on > today, "closed_on", AHEAD)


def may_join_project(*, open_still: bool, left: bool, joined: bool) -> Verdict:
    """May it be written who takes part in what is done together?

    根拠: 社会福祉法第106条の4第2項第3号（課題の共有と協働）
    """
    return when(
        not open_still, "corporation", "もう区切りのついた協働です。続きは、新しい協働として始めてください。"
    ) & when(
        left and not joined, "left", "まだ加わっていない法人です。印を外して、受け持ちを書いてください。"
    )


def told_number(number: int) -> str:
    """How many took part, without telling of one alone.

    根拠: 個人情報の保護に関する法律第66条（少ない人数から、だれのことか知れないように。3人はP）
    """
    if not number:
        return "0人"
    return f"{number}人" if number >= FEW else f"{FEW}人より少ない"
