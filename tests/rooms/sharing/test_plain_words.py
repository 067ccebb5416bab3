"""The paper for the person is plain Japanese, whatever is filled in, and the measure itself can fail."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string

from norishiro.sharing.choices import ALL_CATEGORIES
from norishiro.sharing.saying import Paper
from tests.rooms.sharing.plain_words import Faults, faults_of, sentences_of

COPY = Paper(
    agency="架空相談支援センター", name="見本 太郎", is_copy=True, ticked=ALL_CATEGORIES, recipients=("高齢者支援課",),
    purpose="介護の相談を進めるため", until="令和9年3月31日", asked="令和8年11月21日", taker="架空 花子", giver="見本 次郎",
)  # fmt: skip


@pytest.mark.parametrize(
    "paper",
    [
        Paper(agency="架空相談支援センター"),
        Paper(agency="架空相談支援センター", name="見本 太郎"),
        COPY,
        Paper(agency="架空相談支援センター", name="見本 太郎", is_copy=True, ticked=1),
    ],
    ids=["blank", "named", "copy", "copy-without-end"],
)
def test_the_paper_is_plain(paper: Paper) -> None:
    faults = faults_of(render_to_string("sharing/consent_words.html", {"paper": paper}))
    assert faults == Faults(long=[], bare_kanji=[], double_negatives=[], mean=faults.mean)
    assert faults.none


def test_the_paper_says_the_five_things() -> None:
    words = "".join(sentences_of(render_to_string("sharing/consent_words.html", {"paper": COPY})))
    for one in ("何", "だれに", "なぜ", "いつまで", "やめたいとき", "やめるときの"):
        assert one in words


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ("<p>あなたの同意です。</p>", "bare_kanji"),
        (f"<p>{'あ' * 51}。</p>", "long"),
        ("<p>はなさないことはないです。</p>", "double_negatives"),
        ("<p>かかなければ、つかえない。</p>", "double_negatives"),
    ],
)
def test_the_measure_finds(html: str, fault: str) -> None:
    assert getattr(faults_of(html), fault)
    assert not faults_of(html).none


def test_the_measure_finds_long_breath() -> None:
    faults = faults_of(f"<p>{'あ' * 31}。</p>")
    assert (faults.long, faults.none) == ([], False)
