"""Narrative text is kept as typed or refused in words; never cut, never folded."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from norishiro.core.text import (
    NARRATIVE_LIMIT,
    TextProblem,
    clean_line,
    clean_text,
    code_point,
    place_in_words,
    read_kanji_number,
)

KEPT = "﨑・葛󠄀・\U00020bb7・ﾊﾝｶｸ・か\u3099・  前後の空白　\t・😀・\ue000"


def refused(text: str, **options: int) -> TextProblem:
    with pytest.raises(TextProblem) as caught:
        clean_text(text, **options)
    return caught.value


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("一行目\r\n二行目", "一行目\n二行目"),
        ("一行目\r二行目", "一行目\n二行目"),
        ("一行目\x0b二行目", "一行目\n二行目"),
        ("一行目\u2028二行目\u2029三行目\x85", "一行目\n二行目\n三行目\n"),
        ("\r\n\r\n", "\n\n"),
        ("", ""),
        (KEPT, KEPT),
    ],
)
def test_only_line_breaks_change(typed: str, stored: str) -> None:
    assert clean_text(typed) == stored


@pytest.mark.parametrize(
    ("char", "words"),
    [
        ("\x00", "画面に出せない制御文字（U+0000）"),
        ("\x1b", "画面に出せない制御文字（U+001B）"),
        ("\x7f", "画面に出せない制御文字（U+007F）"),
        ("\x9f", "画面に出せない制御文字（U+009F）"),
        ("\ud800", "こわれた文字（U+D800）"),
        ("\udfff", "こわれた文字（U+DFFF）"),
        ("\u202e", "文字の並ぶ向きを変える記号（U+202E）"),
        ("\u2066", "文字の並ぶ向きを変える記号（U+2066）"),
        ("\ufffe", "画面に出せない制御文字（U+FFFE）"),
    ],
)
def test_unstorable_characters_are_refused_with_their_place(char: str, words: str) -> None:
    problem = refused(f"訪問した。\r\n本人と{char}話した。")
    assert problem.message == (
        f"2行目の4文字目に{words}が入っています。"
        "目に見えない文字ですので、その前後を打ち直すか、メモ帳などに一度貼り付けてから写してください。"
    )
    assert problem.position == 9
    assert problem.cleaned == "訪問した。\n本人と話した。"


def test_a_text_of_exactly_the_limit_is_kept() -> None:
    text = "あ" * NARRATIVE_LIMIT
    assert clean_text(text) == text


def test_too_long_says_how_many_over() -> None:
    problem = refused("\U00020bb7" * (NARRATIVE_LIMIT + 1_234))
    assert problem.message == (
        "文字数が多すぎます。50,000文字までのところ、1,234文字多くなっています。"
        "内容は消えていませんので、2件に分けるなどして短くしてから保存してください。"
    )
    assert (problem.position, problem.cleaned) == (None, None)


def test_the_limit_counts_a_windows_line_break_once() -> None:
    assert clean_text("あ\r\nい", limit=3) == "あ\nい"


def test_a_line_refuses_line_breaks_and_tabs() -> None:
    with pytest.raises(TextProblem) as caught:
        clean_line("一行目\r\n\t二行目", limit=100)
    assert caught.value.message == "この欄には改行を入れられません。1行で入力してください。"
    assert (caught.value.position, caught.value.cleaned) == (3, "一行目 二行目")
    assert clean_line("一行目", limit=3) == "一行目"


def test_places_are_counted_as_an_editor_shows_them() -> None:
    assert place_in_words("あいう", 2) == "3文字目"
    assert place_in_words("あ\nい\nうえ", 5) == "3行目の2文字目"
    assert code_point("\U0001f600") == "U+1F600"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("五", 5), ("十", 10), ("十二", 12), ("二十", 20), ("二十三", 23), ("百五", 105), ("千二百", 1200),
        ("二三", 23), ("四〇", 40), ("〇", 0), ("十十", None), ("二三十", None), ("〇十", None), ("山", None), ("", None),
        ("一" * 10, None),
    ],
)  # fmt: skip
def test_kanji_numbers(text: str, number: int | None) -> None:
    assert read_kanji_number(text) == number


@given(st.text(st.characters(codec="utf-8")))
def test_cleaning_is_stable_and_loses_nothing(text: str) -> None:
    try:
        once = clean_text(text)
    except TextProblem as problem:
        assert problem.cleaned is not None
        assert clean_text(problem.cleaned) == problem.cleaned
    else:
        assert clean_text(once) == once
        assert once.split() == text.split()


@given(st.text(st.characters(min_codepoint=0xD7F0, max_codepoint=0xE010), min_size=1))
def test_what_is_kept_can_be_written_as_utf8(text: str) -> None:
    try:
        kept = clean_text(text)
    except TextProblem as problem:
        kept = problem.cleaned or ""
    assert kept.encode().decode() == kept
