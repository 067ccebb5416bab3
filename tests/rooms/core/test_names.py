"""Names are stored as typed; keys find them whatever the script, width or variant."""

import csv
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from norishiro.core.names import (
    DATA,
    NameProblem,
    SearchTerms,
    display_check,
    fold_kanji,
    kana_check,
    kana_key,
    kanji_variants,
    name_key,
    same_name,
    search_terms,
    variants_of,
)

READINGS = [
    ["たかはし", "タカハシ", "ﾀｶﾊｼ", "タカ ハシ", "たか　はし", "タカ・ハシ"],
    ["こういち", "コーイチ", "コウイチ", "ｺｳｲﾁ", "ｺ-ｲﾁ", "コオイチ"],
    ["ゆうこ", "ユーコ", "ﾕ-ｺ", "ユウコ"],
    ["きょうこ", "キョウコ", "キヨウコ", "ｷｮｳｺ", "ｷﾖｳｺ", "キョーコ"],
    ["がぎ", "ｶﾞｷﾞ", "か\u3099き\u3099", "か゛き゛"],
    ["ヴィクター", "ビクター"],
    ["ヴァン", "バン"],
    ["みすず", "ミスヾ", "みすゞ", "ミスヅ"],
    ["ささき", "さゝき", "サヽキ"],
    ["かづこ", "カズコ", "ｶﾂﾞｺ"],
    ["けいこ", "ケーコ", "ケエコ"],
    ["ゐのうえ", "イノウヱ", "いのうえ"],
    ["ジョン・スミス", "じょん すみす", "ｼﾞﾖﾝ･ｽﾐｽ"],
    ["Nguyễn Văn", "NGUYEN VAN", "ｎｇｕｙｅｎｖａｎ"],
]
NAMES = [
    ["高橋", "髙橋", "髙槗", "高　橋"],
    ["渡辺", "渡邊", "渡邉", "渡邉\U000e0101"],
    ["斉藤", "齋藤", "斎藤", "齊藤"],
    ["佐々木", "佐佐木"],
    ["浜田", "濱田", "濵田"],
    ["山崎", "山﨑", "山嵜"],
    ["吉野", "\U00020bb7野", "吉埜"],
    ["広沢", "廣澤"],
    ["神", "\ufa19"],
    ["福島", "\ufa1b嶋", "福嶌"],
    ["葛城", "葛\U000e0100城", "葛\ufe00城"],
    ["長谷川", "⻑谷川"],
    ["三ツ木", "三ッ木"],
    ["国眞", "國真"],
    ["桜井恵", "櫻井惠"],
]


def ids(writings: list[str]) -> str:
    return writings[0]


@pytest.mark.parametrize("writings", READINGS, ids=ids)
def test_one_key_for_one_reading(writings: list[str]) -> None:
    assert {text: kana_key(text) for text in writings} == dict.fromkeys(writings, kana_key(writings[0]))


@pytest.mark.parametrize("writings", NAMES, ids=ids)
def test_one_key_for_one_name(writings: list[str]) -> None:
    assert {text: name_key(text) for text in writings} == dict.fromkeys(writings, name_key(writings[0]))


def test_different_names_keep_different_keys() -> None:
    keys = [kana_key(writings[0]) for writings in READINGS] + [name_key(writings[0]) for writings in NAMES]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(
    ("one", "other"),
    [("おの", "おおの"), ("はら", "ばら"), ("ゆき", "ゆうき"), ("しん", "しの"), ("あや", "あい")],
)
def test_readings_that_people_tell_apart_stay_apart(one: str, other: str) -> None:
    assert kana_key(one) != kana_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("土田", "士田"), ("大田", "太田"), ("埼", "崎"), ("裕子", "祐子"), ("輝", "暉")]
)
def test_names_that_people_tell_apart_stay_apart(one: str, other: str) -> None:
    assert not same_name(one, other)


@pytest.mark.parametrize(
    ("typed", "start"), [("こういち", "こう"), ("いのうえ", "いの"), ("おおの", "お"), ("けいこ", "けい")]
)
def test_the_start_of_a_reading_finds_it(typed: str, start: str) -> None:
    assert kana_key(typed)[: len(kana_key(start))] == kana_key(start)


def test_every_listed_variant_finds_its_name() -> None:
    apart = [
        (variant, representative)
        for variant, representative in kanji_variants().items()
        if name_key(f"山{variant}\U000e0100子") != name_key(f"山{representative}子")
        or variants_of(variant) != variants_of(representative)
    ]
    assert apart == []


def test_compatibility_ideographs_fold_to_what_unicode_says() -> None:
    ranges = [*range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20)]
    forms = [chr(code) for code in ranges if unicodedata.decomposition(chr(code))]
    assert len(forms) == 1_002
    assert [form for form in forms if name_key(form) != name_key(unicodedata.normalize("NFC", form))] == []


def test_the_table_is_sound() -> None:
    with (DATA / "kanji_variants.csv").open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    variants = {row["character"] for row in rows}
    assert len(rows) == len(variants) > 800
    assert [row for row in rows if row["representative"] in variants] == []
    assert [row for row in rows if len(row["character"]) != 1 or len(row["representative"]) != 1] == []
    assert [row for row in rows if row["code_point"] != f"U+{ord(row['character']):04X}"] == []
    assert {row["mark"] for row in rows} == {"G", "K"}
    assert [row for row in rows if not row["source"] or not row["kind"]] == []


@given(st.text(st.characters(codec="utf-8"), max_size=30))
def test_keys_are_stable(text: str) -> None:
    assert kana_key(kana_key(text)) == kana_key(text)
    assert name_key(name_key(text)) == name_key(text)
    assert fold_kanji(fold_kanji(text)) == fold_kanji(text)


@given(
    st.text(
        st.sampled_from("アイウエオカガサヤッャヴゝゞヽヾーｰ゛ﾞ\u3099々斎邊-・ 　あおう\U000e0100ﾊﾟ〻"),
        max_size=12,
    )
)
def test_keys_of_dense_kana_are_stable(text: str) -> None:
    assert kana_key(kana_key(text)) == kana_key(text)
    assert name_key(name_key(text)) == name_key(text)


@given(st.text(st.characters(min_codepoint=0x3041, max_codepoint=0x3096), min_size=1, max_size=12))
def test_script_and_width_never_matter(hiragana: str) -> None:
    katakana = "".join(chr(ord(char) + 0x60) for char in hiragana)
    assert kana_key(hiragana) == kana_key(katakana)


@given(st.text(max_size=30))
def test_checks_never_raise_and_point_into_the_text(text: str) -> None:
    positions = [problem.position for problem in (*display_check(text), *kana_check(text))]
    assert [at for at in positions if not 0 <= at < len(text)] == []


def test_unknown_gaiji_stay_in_the_key() -> None:
    assert name_key("\ue000田") == "\ue000田"
    assert not same_name("\ue000田", "田")


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ("髙橋　はなこ", SearchTerms("高橋ハナコ", ("高橋", "ハナコ"), False)),
        ("ﾀｶﾊｼ はなこ", SearchTerms("タカハシハナコ", ("タカハシ", "ハナコ"), True)),
        (" 　・ ", SearchTerms("", (), False)),
    ],
)
def test_search_terms(query: str, terms: SearchTerms) -> None:
    assert search_terms(query) == terms


@pytest.mark.parametrize(
    "name", ["髙橋 花子", "葛\U000e0100城", "\U00020bb7野", "Nguyễn Văn A", "김 영희", "か\u3099", "ﾊﾅｺ", ""]
)
def test_printable_names_are_taken_without_a_word(name: str) -> None:
    assert display_check(name) == ()


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        (
            "山\u202e田",
            NameProblem(
                "bidi",
                "2文字目に、文字の並ぶ向きを変える見えない記号が入っています。名前を打ち直してください。",
                1,
                True,
            ),
        ),
        (
            "山\x00",
            NameProblem(
                "invisible",
                "2文字目に目に見えない文字（U+0000）が入っています。名前を打ち直してください。",
                1,
                True,
            ),
        ),
        (
            "\u200b山",
            NameProblem(
                "invisible",
                "1文字目に目に見えない文字（U+200B）が入っています。名前を打ち直してください。",
                0,
                True,
            ),
        ),
        (
            "\ud800",
            NameProblem("broken", "1文字目の文字がこわれています。その文字を打ち直してください。", 0, True),
        ),
        (
            "\ue000田",
            NameProblem(
                "private_use",
                "1文字目の「\ue000」（U+E000）は外字です。この文字は他の端末で表示できないことがあります。"
                "このまま保存できますが、ふりがなも入力し、備考に字の形を書いておくと安心です。",
                0,
                False,
            ),
        ),
        (
            "花😀",
            NameProblem(
                "emoji",
                "2文字目の「😀」（U+1F600）は記号か絵文字です。このまま保存できますが、打ち間違いでないかお確かめください。",
                1,
                False,
            ),
        ),
        (
            "\U0003f000",
            NameProblem(
                "unassigned",
                "1文字目の文字（U+3F000）は新しい文字か登録のない文字で、表示できないことがあります。このまま保存できます。",
                0,
                False,
            ),
        ),
    ],
)
def test_what_is_told_about_a_name(name: str, problem: NameProblem) -> None:
    assert display_check(name) == (problem,)


@pytest.mark.parametrize(
    "kana",
    ["やまだ はなこ", "ヤマダ　ハナコ", "ﾔﾏﾀﾞ ﾊﾅｺ", "ジョン・スミス", "みすゞ", "か\u3099", "ユーコ", ""],
)
def test_kana_fields_take_kana(kana: str) -> None:
    assert kana_check(kana) == ()


@pytest.mark.parametrize("char", ["山", "A", "😀", "1", "-", "\ue000"])
def test_kana_fields_take_nothing_else(char: str) -> None:
    message = (
        f"3文字目の「{char}」は、ふりがなに使えません。"
        "ひらがなかカタカナで入力してください（名字と名前の間は空けて構いません）。"
    )
    assert kana_check(f"やま{char}") == (NameProblem("not_kana", message, 2, True),)
