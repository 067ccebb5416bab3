"""資料: who gets a numbered copy, until when it opens, and what is done when one is missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from norishiro.core.verdict import Verdict, when
from norishiro.meetings.rules.bodies import CONFERENCE, CONSENT, LAW_106_6, LAW_SECRECY, LIVE_SITTINGS

LAW_LIMITS = "個人情報の保護に関する法律第70条"
LAW_LEAK = "個人情報の保護に関する法律第68条"
PROMPT_DAYS, FINAL_DAYS = 5, 30


@dataclass(frozen=True)
class SetSheet:
    """One sheet set in type, and the fingerprint of what it says."""

    content: bytes
    fingerprint: str


def purpose_words(*, basis: str) -> str:
    """What stands on every paper: what it may be used for.

    根拠: 個人情報の保護に関する法律第70条（提供先への利用の制限）
    """
    why = {
        CONFERENCE: "社会福祉法第106条の6の支援会議での情報の交換と支援体制の検討",
        CONSENT: "本人の同意にもとづく重層的支援会議での支援の検討",
    }.get(basis, "名前を伏せた検討")
    return f"使用目的：{why}。このほかの目的に使わず、写し・撮影・転送をしません。会議のあと、番号を確かめて返してください。"


def may_make_papers(
    *, item_status: str, sitting_status: str, recipients: int, open_until: datetime | None, now: datetime
) -> Verdict:
    """May numbered copies be made for this item? Only while it is on the table, for somebody, until a time to come.

    根拠: 社会福祉法第106条の6第5項、個人情報の保護に関する法律第70条
    """
    return (
        when(item_status != "TABLED", "item", "資料を作れるのは、議題に載っているあいだだけです。")
        & when(sitting_status not in LIVE_SITTINGS, "item", "この会議はもう終わっています。")
        & when(recipients == 0, "recipients", "受け取る人を一人以上選んでください。先に構成員を指定します。")
        & when(
            open_until is not None and open_until <= now,
            "open_until",
            "見られる期限が過ぎています。これからの日時にしてください。",
            law=LAW_LIMITS,
        )
    )


def may_make_packet(
    *, sitting_status: str, items: int, recipients: int, open_until: datetime | None, now: datetime
) -> Verdict:
    """May the papers of the whole sitting be made? While it is to come or going on, with items and somebody seated.

    根拠: 社会福祉法第106条の6第5項、個人情報の保護に関する法律第70条
    """
    return (
        when(sitting_status not in LIVE_SITTINGS, "packet", "この会議はもう終わっています。資料一式は作れません。")
        & when(items == 0, "packet", "議題がまだありません。先に「付議待ちから加える」で議題を載せてください。")
        & when(
            items > 0 and recipients == 0,
            "packet",
            "資料を受け取る構成員がまだいません。先に議題ごとに構成員を指定してください。",
        )
        & when(
            open_until is not None and open_until <= now,
            "open_until",
            "見られる期限が過ぎています。これからの日時にしてください。",
            law=LAW_LIMITS,
        )
    )  # fmt: skip


def may_print_bundle(*, keeps: bool, replaced: bool, outdated: bool, still_out: int) -> Verdict:
    """May a bundle go onto paper? By whoever hands it out, while it is the valid one and a copy of it is still out.

    根拠: 個人情報の保護に関する法律第66条（安全管理措置）、第70条
    """
    return (
        when(not keeps, "bundle", "印刷できるのは、この資料を渡す機関です。")
        & when(replaced, "bundle", "この資料は差しかえになりました。新しい資料一式から印刷してください。")
        & when(
            outdated and not replaced,
            "bundle",
            "この資料を作ったあとで、議題の内容が変わりました。会議の画面で、新しい資料一式を作ってください。",
        )
        & when(still_out == 0, "bundle", "この番号は、閉じたか、回収・破棄が済んでいるので印刷できません。")
    )


def may_view_copy(
    *, keeps: bool, seated: bool, seat_over: bool, sworn: bool, open_until: datetime | None, closed: str, now: datetime
) -> Verdict:  # fmt: skip
    """May this copy be looked at now? Its recipient: sworn, still seated, within the time; who handed it out: always.

    根拠: 社会福祉法第106条の6第5項、個人情報の保護に関する法律第70条
    """
    if keeps:
        return when(False, "", "")
    return (
        when(bool(closed), "closed", f"この資料は閉じられました（{closed}）。要るときは、渡した機関に頼んでください。")
        & when(
            open_until is not None and open_until <= now,
            "open_until",
            "この資料を見られる期限が過ぎました。要るときは、渡した機関に頼んでください。",
            law=LAW_LIMITS,
        )
        & when(
            seat_over,
            "seat",
            "議題が終わったか、あなたの席が終わったので、この資料は閉じました。",
            law=LAW_SECRECY,
        )
        & when(
            seated and not seat_over and not sworn,
            "oath",
            "守秘の確認（誓約）がまだです。会議の画面で確認すると、この資料が開きます。",
            law=LAW_SECRECY,
        )
    )  # fmt: skip


def may_settle(
    *, state: str, to: str, keeps: bool, printed: bool, how: str, on: date, today: date
) -> Verdict:
    """May it be written down what became of a copy: back, destroyed, or not to be found?

    根拠: 個人情報の保護に関する法律第66条（安全管理措置）、社会福祉法第106条の6第5項
    """
    follows = {
        "OUT": {"RETURNED", "DESTROYED", "LOST"},
        "RETURNED": {"DESTROYED"},
        "LOST": {"RETURNED", "DESTROYED"},
    }
    return (
        when(not keeps, "state", "書けるのは、この資料を渡した機関です。")
        & when(not printed, "state", "印刷していない番号です。画面の資料は、議題が終わると閉じます。")
        & when(
            printed and to not in follows.get(state, set()),
            "state",
            "この番号は、もう片づいています。" if state == "DESTROYED" else "いまの状態からは、そこへ移せません。",
        )
        & when(
            to in ("DESTROYED", "LOST") and not how.strip(),
            "how",
            "どのように破棄したか（裁断など）、なぜ見つからないかを書いてください。",
        )
        & when(on > today, "on", "日付は、今日までの日にしてください。")
    )  # fmt: skip


@dataclass(frozen=True)
class LossStep:
    """One thing to do about a paper that is gone: what, until when."""

    field: str
    what: str
    due_on: date | None


def steps_after_loss(*, noticed_on: date) -> tuple[LossStep, ...]:
    """What to do when a paper is missing. One paper is enough, where it tells of health, hardship or the like.

    根拠: 個人情報の保護に関する法律第68条（漏えい等の報告。要配慮個人情報は1件でも。速報はおおむね3〜5日、確報は30日）
    """
    prompt, final = noticed_on + timedelta(days=PROMPT_DAYS), noticed_on + timedelta(days=FINAL_DAYS)
    return (
        LossStep("told_on", "上司と個人情報の担当に伝える", noticed_on),
        LossStep("reported_on", "個人情報保護委員会へ速報する（気づいてから3〜5日のうち）", prompt),
        LossStep("person_told_on", "本人に知らせる（知らせ方は担当と決める）", None),
        LossStep("final_on", "個人情報保護委員会へ確報する（30日のうち）", final),
    )


def may_keep_loss(*, keeps: bool, dates: tuple[date | None, ...], noticed_on: date, today: date) -> Verdict:
    """May these dates be kept for a lost paper? None before it was noticed, none to come.

    根拠: 個人情報の保護に関する法律第68条
    """
    given = [one for one in dates if one is not None]
    return when(not keeps, "told_on", "書けるのは、この資料を渡した機関です。") & when(
        any(one < noticed_on or one > today for one in given),
        "told_on",
        "日付は、気づいた日から今日までの日にしてください。",
        law=LAW_LEAK,
    )


def may_mix(*, bases: int, apart: str) -> Verdict:
    """May one sitting hold items on more than one legal basis? Only where it says how they are kept apart.

    根拠: 社会福祉法第106条の6第1項（会議ごとの根拠は混ざらない）
    """
    return when(
        bases > 1 and not apart.strip(),
        "apart",
        "この回には、根拠のちがう議題が並びます。入れかえのしかた（退室する人、資料を分ける時点など）を書いてください。",
        law=LAW_106_6,
    )


def may_change_basis(
    *, basis: str, to: str, hidden: bool, item_status: str, keeps_minutes: bool, consented: bool, reason: str,
    decided_by: str, decided_on: date, today: date,
) -> Verdict:  # fmt: skip
    """May what was said in a 支援会議 go on under consent? One line, by a decision that is written down.

    根拠: 社会福祉法第106条の6第5項、個人情報の保護に関する法律第69条第2項第1号（本人の同意があるとき）
    """
    return (
        when(not keeps_minutes, "to", "書けるのは、この会議を招集した機関と、議事録を作る機関です。")
        & when(basis != CONFERENCE or to != CONSENT, "to", "変えられるのは、支援会議の記録を同意の根拠へ移すときだけです。")
        & when(hidden, "to", "名前を伏せた議題の記録は、ケースに結びつけられません。")
        & when(item_status != "DONE", "to", "変えられるのは、話し合いが終わってからです。")
        & when(
            not consented,
            "to",
            "対象の方の同意が、あなたの機関まで届いていません。先に同意を受け取ってください。",
            law="個人情報の保護に関する法律第69条第2項第1号",
        )
        & when(not reason.strip(), "reason", "なぜ移すかを書いてください。")
        & when(not decided_by.strip(), "decided_by", "だれが（どの会議が）決めたかを書いてください。")
        & when(decided_on > today, "decided_on", "決めた日は、今日までの日付で入れてください。")
    )  # fmt: skip


def may_keep_regulation(
    *, title: str, text: str, decided_on: date, from_on: date, newest_from: date | None
) -> Verdict:
    """May a new version be kept? It begins after the one before; what held on a day stays as it was.

    根拠: 社会福祉法第106条の5（重層的支援体制整備事業実施計画）、社会福祉法第106条の6第6項（運営は会議が定める）
    """
    return (
        when(not title.strip(), "title", "名称を書いてください。")
        & when(not text.strip(), "text", "本文か要点を書いてください。")
        & when(decided_on > from_on, "decided_on", "決めた日は、始まりの日までの日付にしてください。")
        & when(
            newest_from is not None and from_on <= newest_from,
            "from_on",
            "前の版より後の日から始めてください。前の版は、その前の日まで残ります。",
        )
    )
