"""When a worry may be handed in, taken, answered."""

from __future__ import annotations

from norishiro.core.verdict import Verdict, when


def may_tell(
    *,
    seen: str,
    place: str,
    receiver_known: bool,
    named: bool,
    told: bool,
    urgent: bool,
    bound_to_secrecy: bool,
) -> Verdict:
    """Anybody appointed may hand in a worry; a name goes along when the person knows, when it is urgent, or from who is
    bound to secrecy by law.

    根拠: 個人情報の保護に関する法律第27条第1項、民生委員法第15条、つなぐシート（狛江市。任意様式・直接相談も可）
    """
    return (
        when(not seen.strip(), "seen", "見たこと・聞いたことを書いてください。一行でもかまいません。")
        & when(not place.strip(), "place", "どこでのことかを書いてください。例：2丁目の公園")
        & when(
            not receiver_known, "receiver_agency", "届け先の窓口が選ばれていません。一覧から選んでください。"
        )
        & when(
            named and not (told or urgent or bound_to_secrecy),
            "who",
            "お名前を書けるのは、本人に話してあるときか、きょうのうちに動いてほしいときです。"
            "お名前を消して、場所やようすだけで伝えてください。",
            law="個人情報の保護に関する法律第27条第1項",
        )
    )


def may_take_worry(*, mine: bool, taken: bool) -> Verdict:
    """The window it was handed to takes it, once.

    根拠: つなぎの状態遷移（推定 P）
    """
    return when(not mine, "mine", "届け先の窓口の人だけが受け取れます。") & when(
        taken, "taken", "この心配ごとは、もう受け取られています。"
    )


def may_answer_worry(*, mine: bool, answered: bool, words: str) -> Verdict:
    """Whoever handed it in is told what may be told; the words are the window's.

    根拠: つなぎの状態遷移（推定 P）。伝えた人を返事のないままにしない
    """
    return (
        when(not mine, "mine", "届け先の窓口の人だけが返事をできます。")
        & when(answered, "answered", "この心配ごとには、もう返事をしています。")
        & when(
            not words.strip(), "answer", "伝えてくれた人への返事を書いてください。ひとことでかまいません。"
        )
    )
