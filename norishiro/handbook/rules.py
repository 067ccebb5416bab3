"""What may be written into the handbook, the register of schemes and the studies. Pure."""

from __future__ import annotations

from datetime import date

from norishiro.core.verdict import Verdict, when


def may_write_page(*, taken: bool, for_all: bool, narrowed: bool) -> Verdict:
    """May a page be written, and for these readers? It is for all, or for somebody.

    根拠: 社会福祉法第106条の4第2項第5号（八王子市 相談を受けたときの流れのマニュアル）
    """
    return when(
        taken, "title", "同じ題の手引きがもうあります。別の題にするか、いまのページを直してください。"
    ) & when(
        not for_all and not narrowed, "roles", "関わる役割か機関を、一つ以上選んでください。全員なら「すべての職員」を選びます。"
    )  # fmt: skip


def may_revise_page(*, ended: bool, rewritten: bool, why: str, changed: bool) -> Verdict:
    """May it be revised? Whoever rewrites it says why, so that readers know what to look for.

    根拠: 社会福祉法第106条の4第2項第5号（八王子市 相談を受けたときの流れのマニュアル）
    """
    return (
        when(ended, "title", "このページは、もう使われていません。新しいページとして書いてください。")
        & when(
            rewritten and not why.strip(),
            "why",
            "本文を変えたわけを書いてください。読む人は、まずここを読みます。",
        )
        & when(not changed, "text", "どこも変わっていません。直すところがなければ、「もどる」で戻ってください。")
    )  # fmt: skip


def may_withdraw_page(*, ended: bool, schemes: int) -> Verdict:
    """May it go out of use? Not while a scheme in force is described there.

    根拠: 社会福祉法第106条の4第2項第5号（八王子市 相談を受けたときの流れのマニュアル）
    """
    return when(ended, "page", "このページは、もう使われていません。") & when(
        schemes > 0,
        "page",
        f"このページで説明している制度が{schemes}件あります。先に、制度の台帳で説明のある所を直してください。",
    )


def may_list_scheme(
    *, taken: bool, described: bool, from_on: date | None, until_on: date | None
) -> Verdict:  # fmt: skip
    """May this stand in the register of schemes? Somebody who looks it up must learn where it is described.

    根拠: 社会福祉法第106条の4第2項第1号（墨田区 主管課業務の講義）
    """
    return (
        when(taken, "name", "この主管課の、同じ名前の制度がもうあります。いまの行を直してください。")
        & when(not described, "where", "説明のある手引きを選ぶか、説明のある所（番地・冊子など）を書いてください。")
        & when(
            from_on is not None and until_on is not None and until_on <= from_on,
            "until_on",
            "終わりの日は、始まりの日より後にしてください。",
        )
    )  # fmt: skip


def may_open_study(*, taken: bool) -> Verdict:
    """May this be opened as a study for the plan?

    根拠: 社会福祉法第106条の5（狛江市 次期計画に向けた調査研究課題）
    """
    return when(
        taken, "title", "この計画のための、同じ名前の検討課題がもうあります。そこに根拠を足してください。"
    )


def may_add_evidence(*, found_on: date, today: date) -> Verdict:
    """May this be kept as evidence? What was found lies in the past.

    根拠: 社会福祉法第106条の5（狛江市 次期計画に向けた調査研究課題）
    """
    return when(found_on > today, "found_on", "まだ来ていない日です。分かった日を入れてください。")


def may_decide(*, evidence: int, decided_on: date, today: date, opened_on: date) -> Verdict:
    """May a decision be kept? Only upon evidence, and not before anybody asked.

    根拠: 社会福祉法第106条の5（狛江市 次期計画に向けた調査研究課題）
    """
    return (
        when(evidence == 0, "outcome", "根拠がまだありません。根拠を一つ以上残してから、結論を書いてください。")
        & when(decided_on > today, "decided_on", "まだ来ていない日です。決めた日を入れてください。")
        & when(decided_on < opened_on, "decided_on", "調べ始めるより前の日です。決めた日を確かめてください。")
    )  # fmt: skip
