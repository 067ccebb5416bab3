"""One way of reading letters, and where in the text they stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from norishiro.finding.folding import AROUND, Excerpt, excerpt, fold


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("ゴミ　屋敷", "ごみ屋敷"),
        ("ｺﾞﾐ屋敷", "ごみ屋敷"),
        ("ＡＢＣ　１２", "abc12"),
        ("ヴァイオリン", "ゔぁいおりん"),
        ("か\nき", "かき"),
        ("髙橋", "髙橋"),
        ("", ""),
    ],
)
def test_what_reads_alike(written: str, read: str) -> None:
    assert fold(written) == read


def test_the_excerpt_shows_the_words_as_written() -> None:
    assert excerpt("玄関に ｺﾞﾐ 屋敷の跡。", "ごみ屋敷") == Excerpt("玄関に ", "ｺﾞﾐ 屋敷", "の跡。")
    assert excerpt("玄関先", "ごみ") is None
    assert excerpt("玄関にゴミ袋", "玄関", "ごみ", "袋") == Excerpt("", "玄関", "にゴミ袋")
    assert excerpt("玄関にゴミ袋", "玄関", "ごみ", "屋敷") is None


def test_a_long_text_is_cut_around_the_words() -> None:
    found = excerpt("あ" * 100 + "さくら" + "い" * 100, "さくら")
    assert found == Excerpt("…" + "あ" * AROUND, "さくら", "い" * AROUND + "…")


@given(st.text(alphabet="アイガｶﾞ漢字 Ａb\n", min_size=2, max_size=30), st.data())
def test_every_piece_of_a_text_is_found_in_it(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    if len(folded) < 2:
        return
    start = data.draw(st.integers(0, len(folded) - 2))
    word = folded[start : data.draw(st.integers(start + 2, len(folded)))]
    found = excerpt(text, word)
    assert found is not None
    assert word in fold(found.hit)
