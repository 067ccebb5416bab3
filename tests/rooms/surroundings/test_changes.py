"""Two days side by side: what is said of each tie."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from norishiro.surroundings.changes import Difference, Held, differences

THREAD = uuid.UUID(int=1)


def held(**given: Any) -> Held:
    return Held(
        **{
            "thread": THREAD, "who": "世帯", "around": "木曜サロン", "strength": "NORMAL", "strained": False,
            "direction": "NONE", "words": "", **given,
        }
    )  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "kind", "says"),
    [
        ({"strength": "WEAK"}, {"strength": "STRONG"}, "GREW", "つながりが強くなった（うすいから強いへ）"),
        ({"strength": "STRONG"}, {"strength": "NORMAL"}, "SHRANK", "つながりが弱くなった（強いからふつうへ）"),
        ({"strength": "CUT"}, {"strength": "WEAK"}, "GREW", "つながり直した（うすい）"),
        ({"strength": "NORMAL"}, {"strength": "CUT"}, "SHRANK", "途絶えた（ふつうから）"),
        ({"strained": True}, {"strained": False}, "GREW", "ストレス・対立が和らいだ"),
        ({"strained": False}, {"strained": True}, "SHRANK", "ストレス・対立が出てきた"),
        ({"direction": "NONE"}, {"direction": "BOTH"}, "OTHER", "働きかけの向きが変わった（両方から）"),
        (
            {"strength": "WEAK", "strained": True}, {"strength": "NORMAL"}, "GREW",
            "つながりが強くなった（うすいからふつうへ）、ストレス・対立が和らいだ",
        ),
    ],
)  # fmt: skip
def test_a_change_is_told_in_words(
    before: dict[str, Any], after: dict[str, Any], kind: str, says: str
) -> None:
    assert differences([held(**before)], [held(**after)]) == [Difference(kind, "世帯 と 木曜サロン", says)]


def test_what_stayed_the_same_is_not_told() -> None:
    assert differences([held()], [held(words="言い方だけ変わった")]) == []


def test_what_came_and_what_went_stand_first_and_last() -> None:
    other = held(thread=uuid.UUID(int=2), around="勤め先", strength="STRONG", words="新しい職場")
    assert differences([held()], [other]) == [
        Difference("NEW", "世帯 と 勤め先", "新しくつながった（強い）", "新しい職場"),
        Difference("GONE", "世帯 と 木曜サロン", "つながりが終わった"),
    ]
