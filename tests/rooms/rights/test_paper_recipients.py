"""Whoever was handed it on paper is told when it is put right: a copy does not change with the screen."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import Body, RoleKind
from norishiro.core.operation import announce
from norishiro.people.models import Person
from norishiro.rights import operations, queries
from norishiro.rights.models import Notice
from tests.factories import agencies
from tests.rooms.meetings import town as meetings
from tests.rooms.meetings.test_papers import papers, ready
from tests.rooms.meetings.town import TODAY, Town

pytestmark = pytest.mark.django_db

WRONG = "03-0000-1111"


@pytest.fixture
def town() -> Town:
    made = meetings.town()
    announce(made.council)
    Person.objects.filter(id=made.mother.id).update(phone=WRONG)
    return made


def officers() -> tuple[Actor, Actor]:
    office = agencies.agency("架空市総務課", body=Body.ADMINISTRATION)
    clerk, second = (
        agencies.actor(name, agency=office, kinds=(RoleKind.RECORDS,)) for name in ("架空 文書", "架空 課長")
    )
    return clerk, second


def told_of_correction(text: str) -> dict[str, str]:
    """Who is told, and why, once this piece of the mother's record is put right."""
    clerk, second = officers()
    request = operations.receive_request(
        clerk, kind="CORRECT", asker="SELF", asker_name="架空 花江", asker_address="みなと町", subject_name="架空 花江",
        subject_kana="かくうはなえ", subject_birth=None, wanted="電話がちがう", danger=False, received_on=TODAY, days=30,
        fee=None, today=TODAY,
    )  # fmt: skip
    operations.identify_requester(
        clerk, request=request, how="運転免許証", on=TODAY, mending_days=0, today=TODAY
    )
    announce(clerk)
    found = queries.candidates_for(clerk, request=request)
    operations.link_person(clerk, request=request, person_id=found[0].id)
    operations.gather_records(clerk, request=request)
    announce(clerk)
    part = queries.search_parts(clerk, request=request, text=text)[0]
    correction = operations.add_correction(
        clerk, request=request, part=part, after="直したもの", statement="ちがいます。"
    )
    operations.judge_correction(clerk, correction=correction, refused=False, reason="確かめた")
    operations.propose_decision(clerk, request=request, outcome="CORRECT", reason="調べた結果による。")
    operations.decide_request(second, request=request, now=timezone.now(), today=TODAY)
    announce(clerk)
    rows = Notice.objects.filter(correction=correction).select_related("agency")
    return {one.agency.name: one.why for one in rows}


def handed_out(town: Town, **values: Any) -> None:
    _town, item, _sitting = ready(town, **values)
    papers(town, item)


def test_who_got_a_numbered_copy_is_told_with_its_number(town: Town) -> None:
    handed_out(town)

    told = told_of_correction(WRONG)

    assert told["住宅課"].startswith("会議の資料（番号 ")
    assert told["住宅課"].endswith("）を受け取った")


def test_a_paper_without_the_household_told_nobody_of_it(town: Town) -> None:
    handed_out(town, anonymous_label="A世帯")

    assert "住宅課" not in told_of_correction(WRONG)


def test_without_a_paper_nobody_is_told_of_one(town: Town) -> None:
    assert [why for why in told_of_correction(WRONG).values() if "資料" in why] == []
