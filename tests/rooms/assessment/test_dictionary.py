"""The item dictionary: the national default, what a town changes, and how answers read."""

from __future__ import annotations

from datetime import date

import pytest

from norishiro.assessment.dictionary import acceptance_steps, changed, dictionary_on, national, risk_forms_on
from norishiro.assessment.given import Given, words_of
from norishiro.profiles.loader import PRESETS
from norishiro.profiles.operations import adopt_profile
from norishiro.profiles.schema.forms import AssessmentItem
from tests.factories import agencies

DAY = date(2026, 11, 20)


def change(**given) -> AssessmentItem:
    return AssessmentItem.model_validate({"evidence": "既定"} | given)


def test_the_default_has_the_sections_of_the_form_and_36_traits():
    known = national(DAY)
    assert [one.label for one in known.sections] == [
        "はじめに", "相談経路", "相談歴", "主訴", "世帯", "住まい", "地域", "健康", "経済", "就労・学歴", "課題と特性", "まとめ",
    ]  # fmt: skip
    traits = known.item("TRAITS")
    assert traits is not None
    assert len(traits.options) == 36
    assert [one.code for one in known.items if one.national] == [
        "ROUTE", "LIVING_WITH", "HANDBOOK", "ASSISTANCE", "TRAITS", "POLICY", "POLICY_ON",
    ]  # fmt: skip


def test_every_code_is_used_once_and_every_kind_is_known():
    items = national(DAY).items
    assert len({one.code for one in items}) == len(items)
    assert {one.kind for one in items} == {"ONE", "MANY", "TEXT", "LINE", "DATE", "NOTED", "COUNTED"}
    assert [one.code for one in items if one.kind in ("ONE", "MANY") and not one.options] == []


def test_a_town_renames_hides_and_adds():
    known = changed(
        national(DAY),
        [
            change(code="HEALTH", label="体のこと", options=[{"code": "WELL", "label": "元気"}]),
            change(code="INSURANCE", hidden=True),
            change(code="CATS", label="飼っている動物", kind="TEXT", section="HOME", per="HOUSEHOLD"),
            change(code="BUS", label="バス停まで", kind="LINE"),
        ],
    )
    health = known.item("HEALTH")
    assert health is not None
    assert (health.label, [one.label for one in health.options]) == ("体のこと", ["元気"])
    assert known.item("INSURANCE") is None
    home = known.section("HOME")
    assert home is not None
    assert [one.code for one in home.items] == ["HOME", "CATS"]
    town = known.section("TOWN")
    assert town is not None
    assert (town.label, [one.code for one in town.items]) == ("この自治体の項目", ["BUS"])
    assert [one.code for one in known.sections][-2:] == ["TOWN", "SUMMARY"]


@pytest.mark.django_db
def test_a_change_holds_from_its_day_and_an_older_day_keeps_its_words():
    text = (PRESETS / "toshima.toml").read_text(encoding="utf-8")
    adopt_profile(text, name="toshima", valid_from=agencies.EPOCH)
    more = (
        '\n[[assessment_items]]\ncode = "HEALTH"\nlabel = "体のこと"\nvalid_from = 2026-04-01\nevidence = "既定"\n'
        '\n[[risk_forms]]\ncode = "ABUSE"\nname = "虐待の票"\nversion = "1"\nvalid_from = 2026-04-01\nevidence = "既定"\n'
        'levels = [{ code = "MOST", label = "最重度", meaning = "保護検討・介入" }, { code = "LEAST", label = "軽度", meaning = "見守り" }]\n'
        'questions = [{ code = "HURT", text = "けががある" }]\n'
    )
    adopt_profile(text + more, name="toshima", valid_from=date(2026, 4, 1))
    labels = [item.label for day in (date(2026, 3, 31), DAY) if (item := dictionary_on(day).item("HEALTH"))]
    assert labels == ["健康状態", "体のこと"]
    assert [one.code for one in risk_forms_on(date(2026, 3, 31))] == ["URGENCY", "DISABILITY_ABUSE"]
    assert [one.code for one in risk_forms_on(DAY)] == ["URGENCY", "DISABILITY_ABUSE", "ABUSE"]


@pytest.mark.parametrize(
    ("item", "given", "words"),
    [
        ("HEALTH", Given(codes=("TREATED",)), "良くない（通院している）"),
        (
            "BENEFITS",
            Given(codes=("OTHER", "PENSION_AGE"), note="月6万円"),
            "年金（老齢）、その他（月6万円）",
        ),
        ("CONSULTED", Given(codes=("YES",), note="保健所、去年"), "ある（保健所、去年）"),
        ("CONSULTED", Given(codes=("NO",)), "ない"),
        ("LIVING_WITH", Given(codes=("YES",), number=2), "いる（2人）"),
        ("FIRST_MET_ON", Given(day=date(2026, 4, 1)), "令和8年4月1日"),
        ("OWN_WORDS", Given(note="眠れない"), "眠れない"),
        ("OWN_WORDS", Given(), ""),
    ],
)
def test_an_answer_reads_in_the_words_of_the_form(item, given, words):
    line = national(DAY).item(item)
    assert line is not None
    assert words_of(line, given) == words


def test_the_steps_of_taking_help_are_those_of_the_data():
    assert [one.code for one in acceptance_steps()] == ["U1", "U2", "U3", "U4", "U5", "UX"]
