"""構成員の指定 and 誓約: who may sit on a day, and whose oath holds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from norishiro.core.verdict import Verdict, when
from norishiro.meetings.rules.bodies import CONFERENCE, LAW_106_6, LAW_SECRECY, LIVE_SITTINGS

NONE, LIVE, EXPIRED = "NONE", "LIVE", "EXPIRED"
SOON_DAYS = 60


def standing_on(periods: Iterable[tuple[date, date | None]], *, on: date) -> str:
    """How somebody stands with a body on a day: named, no longer (or not yet) named, never named.

    根拠: 社会福祉法第106条の6第1項（構成員）
    """
    known = list(periods)
    if any(first <= on and (until is None or on < until) for first, until in known):
        return LIVE
    return EXPIRED if known else NONE


def may_sit(*, standing: str, names_members: bool, for_this_item: bool) -> Verdict:
    """May somebody with this designation take a seat? ``for_this_item``: added for one case, or an adviser, with an end.

    根拠: 社会福祉法第106条の6第1項（構成員）
    """
    return when(
        standing == EXPIRED and not for_this_item,
        "staff",
        "この人の構成員の指定は、会議の日には切れています。会議体の「構成員の指定」で更新してから席につけてください。",
        law=LAW_106_6,
    ) & when(
        standing == NONE and names_members and not for_this_item,
        "staff",
        "この会議体で席につけるのは、指定した人だけです。会議体の「構成員の指定」で先に登録してください。",
        law=LAW_106_6,
    )


def may_name_member(
    *, appointed: bool, document: str, from_on: date, until_on: date | None, overlaps: bool
) -> Verdict:
    """May this person be named to the body from this day on?

    根拠: 社会福祉法第106条の6第1項（構成員）
    """
    return (
        when(not appointed, "member", "この人は、その日にその機関に所属していません。人を選びなおしてください。")
        & when(not document.strip(), "document", "指定・発令・委嘱の文書の番号を入れてください。")
        & when(
            until_on is not None and until_on <= from_on, "until_on", "終わりは始まりより後の日にしてください。"
        )
        & when(
            overlaps,
            "from_on",
            "同じ人の指定が、この期間にもうあります。前の指定を終えるか、そのあとの日から始めてください。",
        )
    )  # fmt: skip


def may_end_designation(
    *, from_on: date, before: date | None, until_on: date, today: date, reason: str
) -> Verdict:
    """May a designation end on this day? Never in the past: what somebody saw as a member they saw as one.

    根拠: 社会福祉法第106条の6第1項
    """
    return (
        when(before is not None and before <= today, "until_on", "この指定は、もう終わっています。")
        & when(
            until_on < today or until_on <= from_on,
            "until_on",
            "終わりの日は、今日からあと（始まりより後）の日にしてください。",
        )
        & when(
            before is not None and until_on > before,
            "until_on",
            "終わりを延ばすことはできません。新しい指定を登録してください。",
        )
        & when(not reason.strip(), "reason", "終える理由を書いてください。")
    )


def oath_needed(*, oath_rule: str, basis: str) -> str:
    """The rule that holds at the door: a 支援会議 binds by statute even where the town wrote nothing.

    根拠: 社会福祉法第106条の6第5項
    """
    return "STATUTE_ONLY" if oath_rule == "NONE" and basis == CONFERENCE else oath_rule


def earlier_oath_serves(*, oath_rule: str, sworn_on: date, same_year: bool, named_since: date | None) -> bool:
    """Does an oath given at an earlier sitting of the body still hold? In the same year, or since the present designation.

    根拠: 社会福祉法第106条の6第5項
    """
    if oath_rule == "YEARLY":
        return same_year
    return oath_rule == "BY_APPOINTMENT" and named_since is not None and sworn_on >= named_since


def may_swear(*, status: str, invited: bool, agreed: bool, run_out: bool = False) -> Verdict:
    """May this person give the oath (or confirm the statute) for this sitting now? Not whose designation or post has
    ended (``run_out``): the oath would open nothing.

    根拠: 社会福祉法第106条の6第1項（構成員）・第5項（守秘義務）
    """
    return (
        when(not invited, "seat", "この会議の構成員に指定されていません。事務局に確かめてください。")
        & when(
            run_out,
            "seat",
            "あなたの構成員の指定か所属が終わっているので、守秘の確認はできず、資料も開きません。"
            "これからも出席するときは、指定の更新を事務局に頼んでください。",
            law=LAW_106_6,
        )
        & when(
            status not in LIVE_SITTINGS,
            "status",
            "この会議はもう終わっています。資料は開けません。",
            law=LAW_SECRECY,
        )
        & when(not agreed, "agreed", "文を読み、「守ります」に印を付けてください。", law=LAW_SECRECY)
    )


def may_note_paper_oath(
    *, status: str, named: int, known: bool, signed_on: date, today: date, already: bool
) -> Verdict:
    """May an oath on paper be written down? Of one person who is called to the sitting, or who has no account.

    根拠: 社会福祉法第106条の6第5項
    """
    return (
        when(status == "CANCELLED", "status", "中止した会議には登録できません。")
        & when(named != 1, "name", "誓約した人を、一覧から選ぶか、名前で書くか、どちらか一つにしてください。")
        & when(not known, "agency", "アカウントのない人の所属を選んでください。")
        & when(signed_on > today, "signed_on", "署名の日は、今日までの日付で入れてください。")
        & when(already, "name", "この人の誓約は、もう登録されています。", law=LAW_SECRECY)
    )
