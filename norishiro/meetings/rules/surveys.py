"""会議のあとのアンケート: when it may be asked, and who may answer."""

from __future__ import annotations

from datetime import date

from norishiro.core.verdict import Verdict, when

SCORES = (1, 2, 3, 4)


def may_ask_questionnaire(
    *, sitting_status: str, asked: bool, present: int, due_on: date, today: date
) -> Verdict:
    """May the members be asked how the sitting was? Once, after it, where somebody was there.

    根拠: 社会福祉法第106条の6第6項（運営は会議が定める）
    """
    return (
        when(sitting_status not in {"CLOSED", "CONFIRMED"}, "due_on", "頼めるのは、会議を終えてからです。")
        & when(asked, "due_on", "この回のアンケートは、もう頼んでいます。")
        & when(present == 0, "due_on", "出席した人がまだ付いていません。先に「出席を付ける」で付けてください。")
        & when(due_on < today, "due_on", "締め切りは、今日からあとの日にしてください。")
    )  # fmt: skip


def may_answer_questionnaire(*, was_there: bool, answered: bool, scored: bool) -> Verdict:
    """May this person answer? Who was there, once, every question with a scale.

    根拠: 社会福祉法第106条の6第6項
    """
    return (
        when(not was_there, "questionnaire", "答えるのは、この会議に出席した人です。")
        & when(answered, "questionnaire", "もう答えています。ありがとうございました。")
        & when(not scored, "questionnaire", "段階のある問いには、どれか一つを選んでください。")
    )  # fmt: skip
