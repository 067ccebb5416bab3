"""What people type, what is kept, and what they are told."""

import re
from datetime import date, time

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from norishiro.core import forms
from norishiro.core.calendar import PartialDate, Precision
from norishiro.core.forms.base import describe
from norishiro.core.forms.fields import FILE_FOR_TEXT, hiragana
from norishiro.core.forms.merge import MergeState, merge_view
from norishiro.core.style_page import StyleForm, wrong_form

TODAY = date(2026, 5, 20)
CONCERNS = [("HOME", "住まいのこと"), ("WORK", "仕事のこと")]


class Contact(forms.Form):
    form_key = "outreach.record_contact"

    name = forms.NameField(label="氏名")
    day = forms.WarekiDateField(label="訪問日", required=False)
    way = forms.ChoiceField(label="方法", required=False, choices=[("VISIT", "訪問"), ("CALL", "電話")])
    concerns = forms.ConcernsField(label="困りごと", required=False, choices=CONCERNS)
    story = forms.NarrativeField(label="様子", required=False)


def posted(**fields: str) -> QueryDict:
    data = QueryDict(mutable=True)
    data.update({name.replace("__", "-"): value for name, value in fields.items()})
    return data


def said(field: object, value: object) -> str:
    with pytest.raises(ValidationError) as caught:
        field.clean(value)
    return "".join(caught.value.messages)


# --- fields -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["ヤマダ ハナコ", "ﾔﾏﾀﾞ ﾊﾅｺ", "やまだ　はなこ", " やまだ  はなこ "])
def test_kana_is_kept_as_hiragana(typed):
    assert forms.KanaField().clean(typed) == "やまだ はなこ"


def test_kana_names_the_first_character_it_cannot_take():
    assert (
        said(forms.KanaField(), "やま田")
        == "3文字目の「田」は、ふりがなに使えません。ひらがなかカタカナで入力してください（名字と名前の間は空けて構いません）。"
    )


@given(st.text(alphabet=[chr(code) for code in range(ord("ァ"), ord("ン") + 1)], min_size=1, max_size=30))
def test_kana_once_folded_stays_as_it_is(text):
    assert hiragana(hiragana(text)) == hiragana(text)


def test_name_keeps_variants_and_has_one_wide_space():
    assert forms.NameField().clean(" 髙橋  邉子 ") == "髙橋　邉子"


def test_name_refuses_what_cannot_be_seen():
    assert (
        said(forms.NameField(), "山田\u200b花子")
        == "3文字目に目に見えない文字（U+200B）が入っています。名前を打ち直してください。"
    )


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("０１２３－４５－６７８９", "0123-45-6789"),
        ("09012345678", "09012345678"),
        ("0123(45)6789", "0123-45-6789"),
    ],
)
def test_phone_becomes_half_width_and_keeps_its_hyphens(typed, kept):
    assert forms.PhoneField().clean(typed) == kept


def test_phone_says_how_many_digits_it_wants():
    assert (
        said(forms.PhoneField(), "45-6789")
        == "電話番号の桁が合いません。市外局番から10桁か11桁で入力してください（例：0123-45-6789）。"
    )


@pytest.mark.parametrize("typed", ["1234567", "〒１２３－４５６７", "123-4567"])
def test_postal_code_has_one_form(typed):
    assert forms.PostalCodeField().clean(typed) == "123-4567"


def test_postal_code_with_six_digits_is_refused():
    assert (
        said(forms.PostalCodeField(), "123456")
        == "郵便番号は7桁の数字で入力してください（例：123-4567）。分からないときは空のままでかまいません。"
    )


@pytest.mark.parametrize("typed", ["令和8年4月1日", "R8.4.1", "2026/4/1", "２０２６－４－１"])
def test_a_day_is_read_from_every_usual_writing(typed):
    assert forms.WarekiDateField().clean(typed) == date(2026, 4, 1)


def test_a_day_is_shown_again_in_wareki():
    assert forms.WarekiDateField().prepare_value(date(2026, 4, 1)) == "令和8年4月1日"


def test_a_day_outside_its_bounds_is_refused_with_the_bound():
    field = forms.WarekiDateField(earliest=date(2026, 4, 1), latest=date(2027, 3, 31))
    assert said(field, "令和8年3月31日") == "令和8年4月1日より前の日付は選べません。日付をお確かめください。"
    assert said(field, "令和9年4月1日") == "令和9年3月31日より後の日付は選べません。日付をお確かめください。"
    assert field.clean("令和9年3月31日") == date(2027, 3, 31)


@pytest.mark.parametrize(
    "typed", ["昭和20年4月1日", "昭和20年", "昭和20年4月ごろ", "80歳くらい", "80代", "不明", "昭和20年代"]
)
def test_a_birth_shown_and_sent_again_is_the_same_birth(typed):
    field = forms.BirthField()
    field.today = TODAY
    once = field.clean(typed)
    field.today = date(2030, 1, 1)
    assert field.clean(field.prepare_value(once)) == once


def test_a_birth_keeps_as_much_as_was_said():
    field = forms.BirthField()
    field.today = TODAY
    assert field.clean("80歳くらい") == PartialDate(
        precision=Precision.AGE_ABOUT, approximate=True, age_low=80, age_high=80, as_of=TODAY
    )


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("9:30", time(9, 30)),
        ("0930", time(9, 30)),
        ("９時半", time(9, 30)),
        ("午後1時", time(13, 0)),
        ("13時15分", time(13, 15)),
        ("23:45", time(23, 45)),
    ],
)
def test_a_time_is_read_from_every_usual_writing(typed, read):
    assert forms.TimeField().clean(typed) == read


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("9:10", "15分きざみで入力してください（例：9:00）。"),
        ("24:00", "0:00から23:59までの時刻を入力してください。"),
        ("ひるごろ", "時刻として読めませんでした。「9:30」のように入力してください。"),
    ],
)
def test_a_time_that_cannot_be_taken_says_why(typed, message):
    assert said(forms.TimeField(), typed) == message


def test_prose_is_kept_as_written():
    text = "  「ここに\nいたい」\n\n　と話された。 "
    assert forms.NarrativeField().clean(text.replace("\n", "\r\n")) == text


def test_prose_has_a_limit_of_fifty_thousand():
    assert len(forms.NarrativeField().clean("あ" * 50_000)) == 50_000
    assert said(forms.NarrativeField(), "あ" * 50_001).startswith("文字数が多すぎます。50,000文字まで")


def test_blank_prose_counts_as_nothing():
    assert said(forms.NarrativeField(label="様子"), " \n") == "様子が空です。入力してください。"


def test_a_whole_number_may_be_full_width():
    assert forms.WholeNumberField().clean("３") == 3


def test_concerns_answer_only_what_was_marked():
    form = Contact(posted(name="見本 太郎", concerns__HOME="MOST", concerns__WORK=""), today=TODAY)
    assert form.is_valid()
    assert form.cleaned_data["concerns"] == {"HOME": "MOST"}
    assert form.remarks == []


def test_a_second_worst_concern_is_taken_with_a_remark():
    form = Contact(posted(name="見本 太郎", concerns__HOME="MOST", concerns__WORK="MOST"), today=TODAY)
    assert form.is_valid()
    assert form.cleaned_data["concerns"] == {"HOME": "MOST", "WORK": "MOST"}
    assert form.remarks == ["困りごと：◎が2つあります。◎は、いちばん困っていること1つが目安です。"]


def test_an_unknown_mark_is_refused():
    form = Contact(posted(name="見本 太郎", concerns__HOME="WORST"), today=TODAY)
    assert form.errors == {"concerns": ["○か◎か「なし」を選んでください。"]}


def test_choices_of_one_form_do_not_reach_another():
    first, second = StyleForm(), StyleForm()
    first.fields["concerns"].choices = CONCERNS
    first.fields["agency"].offer([("X", "別の機関")])
    assert (len(second.fields["concerns"].widget.choices), len(second.fields["agency"].choices)) == (6, 3)


# --- the form base ------------------------------------------------------------------------------------


def test_controls_are_no_fields():
    form = Contact(posted(name="見本 太郎", form_token="x", version="3", draft_form="a.b"), today=TODAY)
    assert form.is_valid()
    assert sorted(form.cleaned_data) == ["concerns", "day", "name", "story", "way"]


def test_the_token_survives_a_refused_submission_and_is_new_on_a_new_page():
    first = Contact()
    again = Contact(posted(name="", form_token=str(first.token)))
    assert not again.is_valid()
    assert again.token == first.token
    assert Contact().token != first.token


@pytest.mark.parametrize("odd", ["", "x", "1" * 50, "²"])
def test_an_odd_version_is_no_version(odd):
    form = Contact(posted(name="見本", version=odd), version=3)
    assert (form.posted_version, form.is_stale) == (None, True)


def test_stale_means_that_the_record_has_moved_on():
    assert not Contact(posted(name="見本", version="3"), version=3).is_stale
    assert Contact(posted(name="見本", version="2"), version=3).is_stale
    assert not Contact(version=3).is_stale


def test_a_file_where_text_is_expected_is_refused_in_words():
    form = Contact(posted(day="R8.4.1"), {"name": SimpleUploadedFile("名簿.txt", b"x")}, today=TODAY)
    assert form.errors == {"name": [FILE_FOR_TEXT]}


def test_what_was_typed_stays_after_an_error():
    html = Contact(posted(name="", day="昭和のころ", story="元気そう"), today=TODAY).as_page()
    assert 'value="昭和のころ"' in html
    assert "元気そう" in html


def test_every_error_is_tied_to_its_field_and_listed_above():
    form = wrong_form()
    html = form.as_page()
    ids = set(re.findall(r'id="([^"]+)"', html))
    described = {name for text in re.findall(r'aria-describedby="([^"]+)"', html) for name in text.split()}
    targets = set(re.findall(r'href="#([^"]+)"', html))
    assert described - ids == set()
    assert targets - ids == set()
    assert len(targets) == len(form.errors) == 8
    assert {f"wrong_{name}_error" for name in form.errors} - described == set()


def test_a_restored_form_shows_what_was_typed_without_scolding():
    form = Contact(posted(name="", story="途中まで"), restored=True)
    assert form.errors == {}
    assert "途中まで" in form.as_page()


def test_folded_fields_open_when_they_hold_something():
    empty = StyleForm(today=TODAY).as_page()
    filled = StyleForm(initial={"agency": "A"}, today=TODAY).as_page()
    assert ("n-form_more" in empty, '<details class="n-form_more" open>' in empty) == (True, False)
    assert '<details class="n-form_more" open>' in filled


@pytest.mark.parametrize("form", [StyleForm(today=TODAY), wrong_form()], ids=["new", "wrong"])
def test_no_inline_style_or_script_in_any_field(form):
    assert re.findall(r"<script|<style|\sstyle=|\son[a-z]+=", form.as_page()) == []


# --- two people at once -------------------------------------------------------------------------------

BASE = {"name": "見本　太郎", "story": "元気そう"}


def test_merge_view_tells_who_changed_what():
    rows = merge_view(
        [("a", "同じ"), ("b", "わたし"), ("c", "相手"), ("d", "両方"), ("e", "空")],
        mine={"a": "1", "b": "わたし", "c": "もと", "d": "わたし", "e": ""},
        theirs={"a": "1", "b": "もと", "c": "相手", "d": "相手", "e": None},
        base={"a": "0", "b": "もと", "c": "もと", "d": "もと", "e": "x"},
    )
    assert [(row.name, row.state, row.suggested) for row in rows] == [
        ("b", MergeState.ONLY_MINE, "mine"),
        ("c", MergeState.ONLY_THEIRS, "theirs"),
        ("d", MergeState.BOTH, "mine"),
        ("a", MergeState.SAME, "mine"),
        ("e", MergeState.SAME, "mine"),
    ]


def test_without_a_base_every_difference_is_open():
    [row] = merge_view([("a", "様子")], mine={"a": "1"}, theirs={"a": "2"})
    assert (row.state, row.base_known, row.is_open) == (MergeState.BOTH, False, True)


def test_zero_and_no_are_not_emptiness():
    rows = merge_view(
        [("a", "人数"), ("b", "説明")], mine={"a": 0, "b": False}, theirs={"a": None, "b": None}
    )
    assert [row.state for row in rows] == [MergeState.BOTH, MergeState.BOTH]


@given(
    st.dictionaries(st.sampled_from("abcd"), st.text(max_size=3)),
    st.dictionaries(st.sampled_from("abcd"), st.text(max_size=3)),
)
def test_nothing_typed_is_missing_from_the_merge(mine, theirs):
    rows = merge_view([(name, name) for name in "abcd"], mine=mine, theirs=theirs)
    assert {row.name: (row.mine, row.theirs) for row in rows} == {
        name: (mine.get(name), theirs.get(name)) for name in "abcd"
    }


def test_the_page_remembers_what_was_seen_and_tells_who_changed_it():
    opened = Contact(version=1, initial=BASE, today=TODAY)
    sent = posted(name="見本　太郎", story="疲れている", version="1", seen=opened.fingerprints)
    form = Contact(sent, version=2, initial={"name": "見本　次郎", "story": "元気そう"}, today=TODAY)
    assert form.is_valid() and form.is_stale
    assert {row.name: row.state.value for row in form.merge_rows()} == {
        "name": "only_theirs",
        "story": "only_mine",
        "day": "same",
        "way": "same",
        "concerns": "same",
    }


def test_choosing_the_other_takes_the_record_as_it_is():
    sent = posted(name="", story="疲れている", version="2", merge__name="theirs", merge__story="mine")
    form = Contact(sent, version=2, initial={"name": "見本　次郎", "story": "元気そう"}, today=TODAY)
    assert form.is_valid() and not form.is_stale
    assert (form.cleaned_data["name"], form.cleaned_data["story"]) == ("見本　次郎", "疲れている")


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        (forms.ChoiceField(choices=[("CALL", "電話")]), "CALL", "電話"),
        (forms.ChoicesField(choices=[("A", "本人"), ("B", "家族")]), ["B", "A"], "家族、本人"),
        (forms.WarekiDateField(), date(2026, 4, 1), "令和8年4月1日"),
        (
            forms.ConcernsField(choices=CONCERNS),
            {"HOME": "MOST", "WORK": "SOME"},
            "住まいのこと ◎、仕事のこと ○",
        ),
        (forms.CheckField(), True, "はい"),
        (forms.CheckField(), False, ""),
    ],
)
def test_values_are_described_in_words(field, value, words):
    assert describe(field, value) == words
