"""May everything leave? Pure."""

from __future__ import annotations

from datetime import timedelta

from norishiro.core.verdict import Verdict, when

SHORTEST_REASON = 20
# So long after the second word it may be made (a proposal of this program, P).
LIVES = timedelta(days=7)
# So long after the reading began the walls may be passed with it.
READING = timedelta(hours=12)
ADMINISTRATION = "ADMINISTRATION"


def may_look(*, may: bool, body: str) -> Verdict:
    """May this person meet the requests at all? Only in an office of the municipality, which answers for the records.

    根拠: 個人情報の保護に関する法律第66条
    """
    return when(
        not may or body != ADMINISTRATION,
        "role",
        "この画面は、行政の機関の、所属長か文書・情報公開の担当の役割で開きます。所属を選び直してください。",
    )


def may_ask(*, may: bool, body: str, reason: str, one_open: bool, deciders: int) -> Verdict:
    """May everything be asked for? For a purpose, one at a time, where somebody else could agree.

    根拠: 個人情報の保護に関する法律第66条、個人情報の保護に関する法律第69条第1項
    """
    return (
        may_look(may=may, body=body)
        & when(
            len("".join(reason.split())) < SHORTEST_REASON,
            "reason",
            f"何のために、だれに渡すかを、{SHORTEST_REASON}文字より長く書いてください（契約や決裁の番号も）。",
            law="個人情報の保護に関する法律第69条第1項",
        )
        & when(
            one_open,
            "open",
            "まだ終わっていない書き出しがあります。先に、それを終えるか、やめてください。",
        )
        & when(
            deciders == 0,
            "nobody",
            "承認できる人（行政の機関の所属長で、あなたではない人）が登録されていません。「機関と体制」で任命を入れてください。",
        )
    )


def may_decide(*, may: bool, body: str, head: bool, own: bool, waiting: bool, agree: bool, words: str) -> Verdict:  # fmt: skip
    """The second person: the head of an office of the municipality, and not who asked. A no says why.

    根拠: 個人情報の保護に関する法律第66条
    """
    return (
        may_look(may=may, body=body)
        & when(own, "whose", "求めた本人は、承認できません。ほかの所属長に頼んでください。")
        & when(not own and not head, "head", "承認できるのは、行政の機関の所属長です。")
        & when(not waiting, "waiting", "この求めは、もう答えを待っていません。")
        & when(not agree and not words.strip(), "words", "承認しないわけを書いてください。")
    )


def may_withdraw(*, concerned: bool, open_still: bool) -> Verdict:
    """Whoever asked or agreed may stop it, until the file is made.

    根拠: 個人情報の保護に関する法律第66条
    """
    return when(not concerned, "whose", "やめられるのは、求めた人と、承認した人です。") & when(
        not open_still, "over", "この書き出しは、もう終わっています。"
    )


def may_draw_first(*, own: bool, open_still: bool, drawn: bool) -> Verdict:
    """May this person see the first half of the phrase? Once.

    根拠: 個人情報の保護に関する法律第66条
    """
    return (
        when(not own, "whose", "前の半分を受け取れるのは、求めた人だけです。")
        & when(not open_still, "over", "この書き出しは、もう終わっています。")
        & when(
            drawn,
            "drawn",
            "前の半分は、もう出ました。なくしたときは、この求めをやめて、求め直してください。",
        )
    )


def may_draw_second(*, decided: bool, agreed: bool, first: bool, drawn: bool, over: bool) -> Verdict:
    """May this person see the second half, and the phrase of what is withheld? Whoever agreed, after the first, once.

    根拠: 個人情報の保護に関する法律第66条
    """
    return (
        when(not decided, "whose", "後の半分を受け取れるのは、承認した人だけです。")
        & when(
            drawn,
            "drawn",
            "後の半分は、もう出ました。なくしたときは、この求めをやめて、求め直してもらってください。",
        )
        & when(not drawn and not agreed, "state", "承認してから、受け取ってください。")
        & when(over, "over", "承認から7日が過ぎました。やめて、求め直してもらってください。")
        & when(not first, "first", "求めた人が前の半分を受け取ってから、受け取ってください。")
    )


def may_make(*, found: bool, ready: bool, over: bool) -> Verdict:
    """May the machine write everything now? By a request two persons stood for, within its days, once.

    根拠: 個人情報の保護に関する法律第66条、個人情報の保護に関する法律第69条第1項
    """
    return (
        when(
            not found,
            "found",
            "承認された書き出しがありません。画面の「データの移行」で、二人で求めて承認し、合言葉を受け取ってください。",
        )
        & when(
            found and not ready,
            "state",
            "この書き出しは、まだ合言葉がそろっていないか、もう終わっています。画面の「データの移行」で見てください。",
        )
        & when(over, "over", "承認から7日が過ぎました。画面の「データの移行」でやめて、求め直してください。")
    )
