"""その後の確認: on what ground a household may stand on the list, and when it leaves it."""

from __future__ import annotations

from datetime import date

from norishiro.core.verdict import Verdict, when

LAW = "生活困窮者自立支援法第9条、個人情報の保護に関する法律第69条"


def may_list_follow_up(
    *, owns: bool, ground_on: date | None, ground_words: str, already: bool, next_on: date | None, today: date
) -> Verdict:
    """A household stands on the list on a ground one can name: the agency's own lending or paying, or from whom and when.

    根拠: 生活困窮者自立支援法第9条、個人情報の保護に関する法律第69条
    """
    return (
        when(
            not owns and ground_on is None,
            "ground_on",
            "同意を受けた日か、支援会議の日を入れてください。自分の機関の貸付・支給なら、根拠で「自機関の業務」を選びます。",
            law=LAW,
        )
        & when(
            not owns and not ground_words.strip(),
            "ground_words",
            "どこから受け取ったか（同意の相手、会議の名前）を書いてください。",
            law=LAW,
        )
        & when(ground_on is not None and ground_on > today, "ground_on", "根拠の日が、まだ来ていません。")
        & when(already, "source", "この人は、同じもとで、もう一覧に載っています。")
        & when(
            next_on is not None and next_on < today,
            "next_on",
            "次に確かめる日は、今日からあとの日にしてください。",
        )
    )


def may_note_follow_up(*, mine: bool, open_now: bool, next_on: date | None, today: date) -> Verdict:
    """What was found is written, and when to ask again: a household that stays on the list has a next day.

    根拠: 生活困窮者自立支援法第9条
    """
    return (
        when(not mine, "mine", "書けるのは、この一覧を持つ機関の人です。")
        & when(not open_now, "open", "確認を終えた世帯です。")
        & when(
            next_on is None,
            "next_on",
            "次に確かめる日を入れてください。もう確かめないときは「確認を終える」を押します。",
        )
        & when(
            next_on is not None and next_on < today,
            "next_on",
            "次に確かめる日は、今日からあとの日にしてください。",
        )
    )


def may_end_follow_up(*, mine: bool, open_now: bool, reason: str) -> Verdict:
    """Asking ends with a reason, also where nobody was reached.

    根拠: 生活困窮者自立支援法第9条
    """
    return (
        when(not mine, "mine", "終えられるのは、この一覧を持つ機関の人です。")
        & when(not open_now, "open", "もう終えています。")
        & when(not reason.strip(), "reason", "終えるわけを書いてください。会えないまま終えるときも書きます。")
    )
