"""Who may say what about a flagged look, and about seeing more people than usual. Pure."""

from __future__ import annotations

from norishiro.core.verdict import Verdict, when

NOT_ONESELF = "自分の閲覧は、自分では確かめられません。ほかの人が確かめます。"


def may_judge(*, oneself: bool, settled: bool, judgement: str, words: str) -> Verdict:
    """May this be said of the flag? By somebody else, once, and with words that the next reader understands.

    根拠: 個人情報の保護に関する法律第66条（安全管理措置）
    """
    return (
        when(oneself, "oneself", NOT_ONESELF)
        & when(settled, "settled", "この印は、もう確かめ終わっています。")
        & when(not judgement, "judgement", "どう判断したかを選んでください。")
        & when(
            not words.strip(),
            "words",
            "尋ねたいこと、または判断のわけを書いてください。",
        )
    )


def may_answer(*, oneself: bool, asked: bool, settled: bool, statement: str) -> Verdict:
    """The one who looked says why, when asked, until it is settled.

    根拠: 個人情報の保護に関する法律第66条（安全管理措置）
    """
    return (
        when(not oneself, "oneself", "わけを書けるのは、見た職員だけです。")
        & when(not asked, "asked", "まだ尋ねられていません。")
        & when(settled, "settled", "この印は、もう確かめ終わっています。")
        & when(not statement.strip(), "statement", "どんな仕事で見たのかを書いてください。")
    )


def may_ask_widening(*, reason: str, waiting: bool) -> Verdict:
    """May more people be asked for? With a reason, one request at a time.

    根拠: 個人情報の保護に関する法律第66条（安全管理措置）
    """
    return when(not reason.strip(), "reason", "どんな仕事で、何人くらい見るのかを書いてください。") & when(
        waiting, "waiting", "前の頼みに、まだ答えがありません。所属長か統括に声をかけてください。"
    )


def may_answer_widening(*, oneself: bool, answered: bool, opens: bool, words: str) -> Verdict:
    """A second person opens it for an hour, or says why not.

    根拠: 個人情報の保護に関する法律第66条（安全管理措置）
    """
    return (
        when(oneself, "oneself", "自分の頼みは、自分では認められません。ほかの人に頼んでください。")
        & when(answered, "answered", "この頼みには、もう答えが出ています。")
        & when(not opens and not words.strip(), "words", "認めないわけを書いてください。")
    )
