"""Addresses: offline completion, one key for all writings, and a message instead of an exception."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from norishiro.core import addresses
from norishiro.core.addresses import (
    AddressParts,
    PostalAnswer,
    PostalPlace,
    address_key,
    find_postal_code,
    normalise_address,
    postal_digits,
    town_of,
)

MUKOJIMA = PostalPlace("1310033", "13107", "東京都", "墨田区", "向島", "トウキョウトスミダクムコウジマ")
HOME = "東京都墨田区"


@pytest.mark.parametrize(
    "typed", ["131-0033", "1310033", "１３１００３３", "〒131－0033", "131 0033", "１３１ー００３３"]
)
def test_a_postal_code_in_any_writing(typed: str) -> None:
    answer = find_postal_code(typed)
    assert answer == PostalAnswer((MUKOJIMA,))
    assert str(answer.places[0]) == "東京都墨田区向島"


@pytest.mark.parametrize("typed", ["", "131", "131-00333", "abc", "131-003x", "-", "１３１"])
def test_a_code_of_another_length_says_how_it_should_be(typed: str) -> None:
    message = "郵便番号は7けたの数字です（例: 131-0033）。けた数をお確かめください。"
    assert find_postal_code(typed) == PostalAnswer((), message)


def test_an_unknown_code_says_what_to_do() -> None:
    assert find_postal_code("9999999") == PostalAnswer(
        (),
        "郵便番号 999-9999 は資料に見つかりませんでした。番号をお確かめのうえ、住所をそのまま入力してください。",
    )


def test_a_code_with_several_towns_gives_them_all() -> None:
    places = find_postal_code("452-0961").places
    assert [place.town for place in places[:3]] == ["春日明河原", "春日一番割", "春日壱屋敷"]


def test_a_code_of_one_office_names_it() -> None:
    (place,) = find_postal_code("100-8968").places
    assert (str(place), place.office) == ("東京都千代田区永田町1丁目6-1", "内閣官房")


def test_threads_do_not_share_a_connection() -> None:
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(find_postal_code, ["131-0033"] * 40))
    assert answers == [PostalAnswer((MUKOJIMA,))] * 40


def test_the_data_cannot_be_written() -> None:
    find_postal_code("131-0033")
    with pytest.raises(sqlite3.OperationalError):
        addresses._connection().execute("delete from postal_data")


def test_missing_data_is_a_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "_data_file", lambda: tmp_path / "absent.db")

    def ask(_: int) -> tuple[PostalAnswer, AddressParts]:
        addresses._cities.cache_clear()
        addresses._cities_by_letter.cache_clear()
        return find_postal_code("131-0033"), town_of("墨田区向島1")

    with ThreadPoolExecutor(1) as fresh_thread:
        answer, parts = fresh_thread.submit(ask, 0).result()
    assert answer == PostalAnswer((), "郵便番号の資料を読めませんでした。住所をそのまま入力してください。")
    assert parts == AddressParts(
        "", "", "", "墨田区向島1", "住所の資料を読めませんでした。住所をそのまま入力してください。"
    )


@pytest.mark.parametrize(
    ("typed", "tidy"),
    [
        ("　向島１－２－３　　コーポ桜Ａ１０１　", "向島1-2-3 コーポ桜A101"),
        ("向島1ー2‐3", "向島1-2-3"),
        ("向島一丁目２番３号", "向島一丁目2番3号"),
        ("﨑玉ハイツー", "﨑玉ハイツー"),
    ],
)
def test_tidying_keeps_words_and_kanji(typed: str, tidy: str) -> None:
    assert normalise_address(typed) == tidy


SAME_PLACES = [
    [
        "東京都墨田区向島一丁目２番３号", "墨田区向島1-2-3", "墨田区向島１丁目２−３", "墨田区 向島１－２－３", "墨田区向島1丁目2番地の3",
        "墨田区向島1の2の3", "墨田区向島1ノ2ノ3", "墨田区向島１ー２ー３", "墨田区向島01-02-03", "墨田区向嶋1-2-3",
    ],
    ["向島12-23", "向島十二丁目二十三番地", "向島12丁目23", "向島一二丁目二三番"],
    ["墨田区向島1-2-3 コーポ桜 203号室", "墨田区向島1-2-3　コーポ櫻２０３", "墨田区向島1-2-3ｺｰﾎﾟ桜203号"],
    ["札幌市中央区北一条西二丁目1", "北海道札幌市中央区北1条西2丁目1番地"],
    ["大字上野123番地4", "上野123-4", "字上野１２３ー４", "上野百二十三番地四"],
    ["鎌ヶ谷市1", "鎌ケ谷市１", "鎌ｹ谷市1番地"],
    ["千代田区一番町5番地", "千代田区一番町5"],
]  # fmt: skip


@pytest.mark.parametrize("writings", SAME_PLACES, ids=lambda writings: writings[0])
def test_one_key_for_all_writings(writings: list[str]) -> None:
    assert {writing: address_key(writing) for writing in writings} == dict.fromkeys(
        writings, address_key(writings[0])
    )


def test_different_places_have_different_keys() -> None:
    keys = [address_key(writings[0]) for writings in SAME_PLACES]
    others = [
        "墨田区向島1-23",
        "墨田区向島12-3",
        "墨田区向島1-2-3-203",
        "千代田区1番町5",
        "三田1-1",
        "八王子市1",
    ]
    assert len({*keys, *map(address_key, others)}) == len(keys) + len(others)


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("東京都墨田区向島１－２－３", AddressParts("東京都", "墨田区", "向島", "1-2-3")),
        ("向島1-2-3", AddressParts("東京都", "墨田区", "向島", "1-2-3")),
        ("小鹿野町小鹿野89", AddressParts("埼玉県", "秩父郡小鹿野町", "小鹿野", "89")),
        ("埼玉県秩父郡小鹿野町両神薄2906", AddressParts("埼玉県", "秩父郡小鹿野町", "両神薄", "2906")),
        ("町田市森野2-2-22", AddressParts("東京都", "町田市", "森野", "2-2-22")),
        ("澁谷区神宮前1", AddressParts("東京都", "渋谷区", "神宮前", "1")),
        ("鎌ヶ谷市新鎌ヶ谷2-6-1", AddressParts("千葉県", "鎌ケ谷市", "新鎌ケ谷", "2-6-1")),
        ("札幌市中央区北1条西2丁目", AddressParts("北海道", "札幌市中央区", "北一条西", "2丁目")),
        ("熊谷市大字上之1", AddressParts("埼玉県", "熊谷市", "上之", "1")),
        (
            "東京都町田市",
            AddressParts("東京都", "町田市", "", "", "町田市に続けて、町名と番地を入力してください。"),
        ),
        (
            "墨田区火星1",
            AddressParts(
                "東京都",
                "墨田区",
                "",
                "火星1",
                "墨田区の中の町名が資料に見つかりませんでした。正しければこのままで構いません。",
            ),
        ),
        (
            "火星市1",
            AddressParts(
                "",
                "",
                "",
                "火星市1",
                "市区町村名が分かりませんでした。市区町村名から入力するか、住所をそのまま入力してください。",
            ),
        ),
        (
            "伊達市保原町1",
            AddressParts(
                "",
                "",
                "",
                "伊達市保原町1",
                "同じ名前の市町村がいくつかあります（北海道伊達市、福島県伊達市）。都道府県名から入力してください。",
            ),
        ),
        ("　", AddressParts("", "", "", "", "住所が入力されていません。")),
    ],
)
def test_the_town_of_an_address(typed: str, parts: AddressParts) -> None:
    assert town_of(typed, home=HOME) == parts


def test_home_decides_between_cities_of_one_name() -> None:
    found = town_of("府中市宮西町2-24", home="東京都府中市")
    assert found == AddressParts("東京都", "府中市", "宮西町", "2-24")


@given(st.text(max_size=60))
def test_no_text_raises(text: str) -> None:
    assert isinstance(address_key(text), str)
    assert isinstance(find_postal_code(text), PostalAnswer)
    assert isinstance(town_of(text, home=HOME), AddressParts)


def test_very_long_numbers_do_not_raise() -> None:
    assert address_key("向島" + "9" * 5000) == "向島" + "9" * 5000
    assert postal_digits("9" * 5000) == "9" * 5000


@given(st.integers(1, 99), st.integers(1, 999), st.integers(1, 99))
def test_width_never_matters(chome: int, banchi: int, go: int) -> None:
    narrow = f"墨田区向島{chome}-{banchi}-{go}"
    wide = narrow.translate({ord(n): ord(n) + 0xFEE0 for n in "0123456789-"})
    words = f"東京都墨田区向島{chome}丁目{banchi}番{go}号"
    assert (address_key(wide), address_key(words)) == (address_key(narrow), address_key(narrow))
