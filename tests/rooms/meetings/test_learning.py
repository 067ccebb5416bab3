"""モデルケース: chosen, noted by those who see the case, told without names, approved by another."""

from __future__ import annotations

import pytest
from django.urls import reverse

from norishiro.consultations import operations as consultations
from norishiro.consultations.models import Example
from norishiro.core.operation import announce
from norishiro.core.verdict import Refused
from norishiro.meetings import operations, queries, rules
from norishiro.meetings.models import LearningNote, ModelCase
from tests.factories import agencies
from tests.rooms.meetings import town as towns
from tests.rooms.meetings.test_packets import second_case
from tests.rooms.meetings.test_screens import get, post, queries_of, text_of
from tests.rooms.meetings.town import TODAY

pytestmark = pytest.mark.django_db
STORY = {
    "kind": "TANGLED", "title": "窓口が分かれていた世帯", "story": "80代の母と50代の子。", "done": "まず母の話を聞いた。",
}  # fmt: skip


def flagged(town: towns.Town) -> ModelCase:
    announce(town.council)
    made = operations.flag_model(town.council, case=town.case, why="はじめの一歩の決め方", today=TODAY)
    announce(town.council)
    return made


def test_the_rules_name_what_is_missing():
    assert rules.may_flag_model(flagged=False, why="学ぶ").allowed
    assert [one.code for one in rules.may_flag_model(flagged=True, why=" ").reasons] == ["why", "why"]
    assert rules.may_tell_model(notes=1, told=False).allowed
    assert [one.code for one in rules.may_tell_model(notes=0, told=False).reasons] == ["story"]
    assert [one.code for one in rules.may_tell_model(notes=1, told=True).reasons] == ["story"]


def test_a_case_is_chosen_noted_and_becomes_an_approved_story_without_names():
    town = towns.town()
    page = text_of(get(town.council, "model_case", town.case.id))
    assert "モデルケースになっていません" in page
    sent = post(town.council, "flag_model", town.case.id, why="はじめの一歩の決め方")
    address = reverse("meetings:model_case", args=[town.case.id])
    assert (sent.status_code, sent.url) == (302, address)
    assert "先に、学びのメモを一つ以上書いてください。" in text_of(
        get(town.council, "model_case", town.case.id)
    )
    assert post(town.council, "model_case", town.case.id, text="母の話を先に聞いた。").status_code == 302
    sent = post(town.council, "tell_model", town.case.id, **STORY)
    example = Example.objects.get()
    assert sent.url == reverse("consultations:show_example", args=[example.id])
    assert "架空" not in f"{example.title}{example.story}{example.done}"
    assert "確かめ" in text_of(get(town.council, "model_case", town.case.id))
    consultations.approve_example(town.city, example=example, today=TODAY)
    assert "事例集に載っています" in text_of(get(town.council, "model_case", town.case.id))
    listed = text_of(get(town.council, "model_cases"))
    assert "はじめの一歩の決め方" in listed and "架空家" in listed


def test_a_name_stops_the_story_and_an_empty_note_is_none():
    town = towns.town()
    model = flagged(town)
    assert post(town.council, "model_case", town.case.id, text=" ").status_code == 422
    operations.note_learning(town.council, model_case=model, text="急がない。", today=TODAY)
    sent = post(town.council, "tell_model", town.case.id, **{**STORY, "story": "架空 花江さんの家。"})
    assert sent.status_code == 422 and "架空 花江" in text_of(sent)
    assert Example.objects.count() == 0
    announce(town.council)
    with pytest.raises(Refused) as refused:
        operations.flag_model(town.council, case=town.case, why="もう一度", today=TODAY)
    assert [one.code for one in refused.value.verdict.reasons] == ["why"]


def test_who_does_not_see_the_case_sees_neither_flag_nor_notes():
    town = towns.town()
    model = flagged(town)
    operations.note_learning(town.council, model_case=model, text="急がない。", today=TODAY)
    stranger = agencies.actor("架空 他人")
    for name in ("model_case", "flag_model", "tell_model"):
        assert get(stranger, name, town.case.id).status_code == 404
    announce(stranger)
    assert (ModelCase.objects.count(), LearningNote.objects.count()) == (0, 0)
    assert queries.model_cases(stranger) == []


def test_the_questions_are_the_same_at_one_and_at_three():
    town = towns.town()
    model = flagged(town)
    operations.note_learning(town.council, model_case=model, text="急がない。", today=TODAY)

    def counts() -> tuple[int, int]:
        return queries_of(town.council, "model_cases"), queries_of(town.council, "model_case", town.case.id)

    once = counts()
    for number in range(2):
        flagged(second_case(town, f"見本{number}家"))
        operations.note_learning(town.council, model_case=model, text=f"待つ。{number}", today=TODAY)
    assert (once, counts()) == ((12, 18), (12, 18))
