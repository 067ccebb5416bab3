"""What is asked where a municipality has not said otherwise, and how its own words are found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from norishiro.profiles.current import NoProfileError, current_profile
from norishiro.profiles.schema.meetings import MeetingBody


@dataclass(frozen=True)
class AdvanceField:
    """One question of the 事前シート: the column it is kept in, and the town's words for it."""

    code: str
    label: str
    help: str = ""


# The four questions of a published preparation sheet (docs: domain §1.7).
ADVANCE_FIELDS = (
    AdvanceField("picture", "把握している世帯像", "だれがいて、どう暮らしているか。見聞きしたことと、読みを分けて書きます。"),
    AdvanceField("efforts", "現在の取組", "いつから、だれが、何をしているか。うまくいっていることも書きます。"),
    AdvanceField("wanted", "関わってほしい機関", "どの機関に、何をしてほしいか。"),
    AdvanceField("requests", "他部署へのお願い", "次の会議までに確かめてほしいことなど。"),
)  # fmt: skip


@dataclass(frozen=True)
class Question:
    """One question after a sitting: on a scale of four, or in words."""

    code: str
    label: str
    scale: bool = True


QUESTIONS = (
    Question("AIM", "何のために話し合うかが、はじめに分かりましたか"),
    Question("VOICE", "自分の機関の知っていることを、話せましたか"),
    Question("ROLE", "自分の機関が何をするかが、はっきりしましたか"),
    Question("TIME", "時間の使い方はよかったですか"),
    Question("WORDS", "気づいたこと・次の会議に向けて", scale=False),
)  # fmt: skip
SCORES = (("4", "とても"), ("3", "まあまあ"), ("2", "あまり"), ("1", "まったく"))


def questions(*, body_code: str, on: date) -> tuple[Question, ...]:
    """What a body asks after its sittings: the profile's questions, where it names any."""
    entry = _body(body_code, on)
    named = entry.questionnaire if entry is not None else ()
    return tuple(Question(one.code, one.label, one.scale) for one in named) or QUESTIONS


def advance_fields(*, body_code: str, on: date) -> tuple[AdvanceField, ...]:
    """The questions of a body's 事前シート on a day: the profile's, where it names any."""
    entry = _body(body_code, on)
    named = entry.advance_sheet if entry is not None else ()
    return tuple(AdvanceField(one.column, one.label, one.help) for one in named) or ADVANCE_FIELDS


def quorum(*, body_code: str, on: date) -> int | None:
    """How many members a body needs to be there, where its town has said so."""
    entry = _body(body_code, on)
    return entry.quorum if entry is not None else None


def _body(code: str, on: date) -> MeetingBody | None:
    try:
        profile = current_profile(on)
    except NoProfileError:
        return None
    return next((one for one in profile.meeting_bodies if one.code == code), None)
