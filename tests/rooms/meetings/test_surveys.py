"""会議のあとのアンケート: asked after the sitting, answered by name, once, and counted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from norishiro.casework.queries.today import today_of
from norishiro.core.operation import announce
from norishiro.meetings import operations, queries, rules
from norishiro.meetings.models import (
    Invitation,
    Item,
    Questionnaire,
    QuestionnaireAnswer,
    QuestionnaireReply,
    Sitting,
)
from tests.factories import agencies
from tests.rooms.meetings import town as towns
from tests.rooms.meetings.test_screens import day, get, post, queries_of, text_of
from tests.rooms.meetings.town import TODAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SAID = {"AIM": "4", "VOICE": "3", "ROLE": "4", "TIME": "2", "WORDS": "資料が早く届いて助かった。"}


def over(town: towns.Town, *, there=("city", "member")) -> Sitting:
    """A sitting that has ended; these were there."""
    item = towns.listed(town)
    sitting = towns.begun(town, item)
    present = [getattr(town, name).staff_id for name in there]
    came = Invitation.objects.filter(sitting=sitting, staff_id__in=present)
    operations.note_attendance(town.city, sitting=sitting, invitation_ids=[one.id for one in came])
    announce(town.city)
    found = Item.objects.select_related("sitting__body", "body").get(id=item.id)
    operations.end_item(town.city, item=found, today=TODAY)
    return operations.close_sitting(
        town.city, sitting=Sitting.objects.select_related("body").get(id=sitting.id)
    )


def asked(town: towns.Town) -> Questionnaire:
    made = operations.ask_questionnaire(town.city, sitting=over(town), due_on=TODAY + 7 * DAY, today=TODAY)
    announce(town.city)
    return made


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, []),
        ({"sitting_status": "CONFIRMED"}, []),
        ({"sitting_status": "OPEN"}, ["due_on"]),
        ({"asked": True}, ["due_on"]),
        ({"present": 0}, ["due_on"]),
        ({"due_on": TODAY - DAY}, ["due_on"]),
    ],
)
def test_when_it_may_be_asked(values, expected):
    facts = {"sitting_status": "CLOSED", "asked": False, "present": 3, "due_on": TODAY, "today": TODAY}
    assert [one.code for one in rules.may_ask_questionnaire(**{**facts, **values}).reasons] == expected


@pytest.mark.parametrize("missing", ["was_there", "answered", "scored"])
def test_who_may_answer(missing):
    facts = {"was_there": True, "answered": False, "scored": True}
    assert rules.may_answer_questionnaire(**facts).allowed
    facts[missing] = not facts[missing]
    assert [one.code for one in rules.may_answer_questionnaire(**facts).reasons] == ["questionnaire"]


def test_it_is_asked_answered_and_counted_on_screen():
    town = towns.town()
    sitting = over(town)
    sent = post(town.city, "ask_questionnaire", sitting.id, due_on=day(TODAY + 7 * DAY))
    found = Questionnaire.objects.get()
    assert (sent.status_code, sent.url) == (302, reverse("meetings:questionnaire", args=[found.id]))
    lines = [line.what for section in today_of(town.member, today=TODAY) for line in section.lines]
    assert "会議のあとのアンケート" in lines
    assert "アンケートに答える" in text_of(get(town.member, "sitting", sitting.id))
    sent = post(town.member, "answer_questionnaire", found.id, **SAID)
    assert (sent.status_code, sent.url) == (302, reverse("meetings:sitting", args=[sitting.id]))
    announce(town.city)
    results = queries.results(town.city, questionnaire=found)
    assert [(one.counts, one.answers) for one in results.tallies] == [
        (((4, 1), (3, 0), (2, 0), (1, 0)), 1),
        (((4, 0), (3, 1), (2, 0), (1, 0)), 1),
        (((4, 1), (3, 0), (2, 0), (1, 0)), 1),
        (((4, 0), (3, 0), (2, 1), (1, 0)), 1),
    ]
    assert [one.staff_id for one in results.missing] == [town.city.staff_id]
    page = text_of(get(town.city, "questionnaire", found.id))
    assert SAID["WORDS"] in page and "架空 課太" in page
    lines = [line.what for section in today_of(town.member, today=TODAY) for line in section.lines]
    assert "会議のあとのアンケート" not in lines


def test_an_empty_scale_a_second_answer_and_who_was_not_there_are_refused():
    town = towns.town()
    found = asked(town)
    empty = post(town.member, "answer_questionnaire", found.id, WORDS="よかった。")
    assert empty.status_code == 422
    assert post(town.member, "answer_questionnaire", found.id, **SAID).status_code == 302
    again = post(town.member, "answer_questionnaire", found.id, **SAID)
    assert again.status_code == 422 and "もう答えています" in text_of(again)
    away = post(town.council, "answer_questionnaire", found.id, **SAID)
    assert away.status_code == 422 and "この会議に出席した人です" in text_of(away)
    announce(town.member)
    assert QuestionnaireAnswer.objects.count() == 1


def test_the_answers_are_read_by_who_runs_the_sitting_alone():
    town = towns.town()
    found = asked(town)
    post(town.member, "answer_questionnaire", found.id, **SAID)
    assert get(town.member, "questionnaire", found.id).status_code == 403
    stranger = agencies.actor("架空 他人")
    assert get(stranger, "questionnaire", found.id).status_code == 404
    for actor, seen in ((town.city, 5), (town.member, 5), (town.council, 0), (stranger, 0)):
        announce(actor)
        assert QuestionnaireReply.objects.count() == seen
    once = queries_of(town.city, "questionnaire", found.id)
    post(town.city, "answer_questionnaire", found.id, **SAID)
    assert (once, queries_of(town.city, "questionnaire", found.id)) == (14, 14)
