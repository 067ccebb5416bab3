"""Who may be written to, and what may be sent. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from norishiro.core.verdict import Verdict, when

# How long the link of a request serves; so often a day one address is written to; so much from one address and in all.
LASTS = timedelta(hours=24)
PER_READER_DAY = 3
PER_ADDRESS_HOUR = 12
PER_DAY = 400
# So many letters in a row that the other mail server would not take for good: the address is forgotten.
MOST_REFUSED = 3
# A letter that could not be sent for so long is news no more.
KEEP_TRYING = timedelta(days=3)
FEW = 5
LONGEST_TEXT = 3000


def may_ask(*, areas: int, unknown: int, reachable: bool) -> Verdict:
    """May somebody ask to be written to? For at least one district that there is.

    根拠: 個人情報の保護に関する法律第61条第1項（利用目的の特定。地区の便りを送るためだけに集める）
    """
    return may_choose(areas=areas, unknown=unknown) & when(
        not reachable,
        "closed",
        "いまは登録を受け付けていません。のりしろの入口の番地が決まると、登録できます。",
    )


def may_choose(*, areas: int, unknown: int) -> Verdict:
    """May these districts be chosen?

    根拠: 個人情報の保護に関する法律第61条第2項（要る分だけを持つ）
    """
    return when(areas == 0, "areas", "地区を、1つ以上選んでください。") & when(
        unknown > 0, "areas", "一覧にない地区がありました。選びなおしてください。"
    )


def not_too_often(*, from_address: int, on_day: int) -> Verdict:
    """Are mails not being made to rain? The count of this hour from one place, of this day in all.

    根拠: 個人情報の保護に関する法律第66条
    """
    return when(
        from_address > PER_ADDRESS_HOUR or on_day > PER_DAY, "often",
        "短い時間にたくさんの申込があったため、いまは受け付けられません。1時間ほどおいて、もう一度お試しください。",
    )  # fmt: skip


def is_alive(*, expires_at: datetime, now: datetime) -> bool:
    """Does the link of a request still serve?

    根拠: 個人情報の保護に関する法律第66条（確かめられないものを持ち続けない。24時間は仮）
    """
    return now < expires_at


def few(number: int) -> bool:
    """Is it a number so small that it might tell of somebody?

    根拠: 個人情報の保護に関する法律第66条
    """
    return 0 < number < FEW


def may_keep_post(*, areas: int, unknown: int, link_live: bool, sent: bool) -> Verdict:
    """May this be kept as a letter to districts? What was sent stays as it went out.

    根拠: 社会福祉法第106条の4第2項第3号（地域づくりの支援）
    """
    return (
        may_choose(areas=areas, unknown=unknown)
        & when(not link_live, "link", "つなぐ先が、もう公開されていません。選びなおすか、つながないにしてください。")
        & when(sent, "sent", "もう送った便りは直せません。直したことは、新しい便りで知らせてください。")
    )  # fmt: skip


def may_drop(*, sent: bool) -> Verdict:
    """May a draft be thrown away? What was sent stays, with its numbers.

    根拠: 個人情報の保護に関する法律第65条（古い下書きを、まちがえて送らない。P）
    """
    return when(sent, "sent", "もう送った便りは消せません。何をいつ送ったかの記録です。")


def may_send(
    *, sent: bool, areas: int, unknown: int, link_live: bool, readers: int, reachable: bool
) -> Verdict:
    """May it go out now? Once, and only where somebody waits for it.

    根拠: 社会福祉法第106条の4第2項第3号、個人情報の保護に関する法律第69条第1項（利用目的のうちで使う）
    """
    return (
        when(sent, "send", "この便りは、もう送りました。")
        & may_choose(areas=areas, unknown=unknown)
        & when(not link_live, "link", "つなぐ先が、もう公開されていません。下書きを直してから送ってください。")
        & when(
            not sent and readers == 0, "send",
            "この地区の便りを受け取る人は、まだいません。公開のページの番地を知らせて、登録を待ってください。",
        )
        & when(
            not reachable, "send",
            "のりしろの入口の番地が決まっていないので、送れません。情報担当に、NORISHIRO_ALLOWED_HOSTS を確かめてもらってください。",
        )
    )  # fmt: skip


def has_gone_for_good(*, refused: int) -> bool:
    """Has the address been refused so often in a row that it is forgotten?

    根拠: 個人情報の保護に関する法律第65条（正確性の確保。回数は仮）
    """
    return refused >= MOST_REFUSED


def is_too_late(*, sent_at: datetime, now: datetime) -> bool:
    """Has a letter waited so long that what is left of it is given up?

    根拠: 個人情報の保護に関する法律第65条（正確性の確保。日数は仮）
    """
    return now >= sent_at + KEEP_TRYING
