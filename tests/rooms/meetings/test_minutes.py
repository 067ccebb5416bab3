"""議事: lines put right by two at once, presence per item, and what earlier sittings decided comes first."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from norishiro.core.operation import announce
from norishiro.core.verdict import Refused
from norishiro.meetings import operations, queries, rules
from norishiro.meetings.models import Body, DecisionCheck, Item, MinuteLine, Seat, Sitting
from norishiro.profiles.loader import PRESETS
from norishiro.profiles.operations import adopt_profile
from tests.factories import agencies
from tests.rooms.meetings import town as towns
from tests.rooms.meetings.test_packets import second_case
from tests.rooms.meetings.test_screens import get, post, queries_of, text_of
from tests.rooms.meetings.town import TODAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def going_on(town: towns.Town, **values) -> tuple[Sitting, Item]:
    item = towns.listed(town, **values)
    sitting = towns.begun(town, item)
    announce(town.city)
    return sitting, Item.objects.select_related("sitting__body", "body").get(id=item.id)


def line_of(actor, item, text: str = "3か月の滞納がある。") -> MinuteLine:
    announce(actor)
    made = operations.write_line(actor, item=item, kind="FACT", text=text, today=TODAY)
    announce(actor)
    return made


def decided(town, item, text: str = "週に一度訪ねる", **values) -> MinuteLine:
    announce(town.council)
    return operations.decide(
        town.council, item=item, text=text,
        **{"bearer_id": town.council.agency_id, "due_on": TODAY + 7 * DAY, "today": TODAY, **values},
    )  # fmt: skip


# --- the rules ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, []),
        ({"sitting_status": "CLOSED"}, []),
        ({"sitting_status": "CONFIRMED"}, ["text"]),
        ({"own": False}, []),
        ({"own": False, "runs": False}, ["text"]),
        ({"kind": "DECISION"}, ["kind"]),
        ({"text": " "}, ["text"]),
    ],
)
def test_when_a_line_may_be_put_right(values, expected):
    facts = {"kind": "FACT", "sitting_status": "OPEN", "own": True, "runs": True, "text": "滞納がある。"}
    assert [one.code for one in rules.may_change_line(**{**facts, **values}).reasons] == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, []),
        ({"kind": "FACT"}, ["state"]),
        ({"same_body": False}, ["state"]),
        ({"sitting_status": "CONFIRMED"}, ["state"]),
        ({"state": "MAYBE"}, ["state"]),
        ({"state": "DROPPED"}, ["note"]),
        ({"state": "DROPPED", "note": "転居した。"}, []),
    ],
)
def test_when_an_earlier_decision_may_be_checked(values, expected):
    facts = {"kind": "DECISION", "sitting_status": "OPEN", "same_body": True, "state": "DONE", "note": ""}
    assert [one.code for one in rules.may_check_decision(**{**facts, **values}).reasons] == expected


def test_presence_is_noted_while_there_is_a_table():
    def codes(**values):
        facts = {"item_status": "TABLED", "sitting_status": "OPEN", **values}
        return [one.code for one in rules.may_note_presence(**facts).reasons]

    assert codes() == [] and codes(item_status="DONE", sitting_status="CLOSED") == []
    assert codes(sitting_status="CALLED") == ["presence"] == codes(sitting_status="CONFIRMED")


def test_too_few_are_told_and_stop_nothing():
    assert rules.quorum_words(quorum=None, present=1, counted=True) == ""
    assert rules.quorum_words(quorum=5, present=0, counted=False) == ""
    assert rules.quorum_words(quorum=5, present=5, counted=True) == ""
    assert "定足数は5人ですが、出席は3人でした" in rules.quorum_words(quorum=5, present=3, counted=True)


# --- lines -------------------------------------------------------------------------------------------


def test_two_who_write_at_once_both_stand_in_the_minutes():
    town = towns.town()
    _sitting, item = going_on(town)
    for actor, words in ((town.council, "電気が止まった。"), (town.member, "水道は使えている。")):
        sent = post(actor, "write_line", item.id, **{"line-kind": "FACT", "line-text": words})
        assert sent.status_code == 302
    page = text_of(get(town.city, "item", item.id))
    assert "電気が止まった。" in page and "水道は使えている。" in page


def test_a_line_is_put_right_and_two_at_once_meet_on_the_merge_page():
    town = towns.town()
    _sitting, item = going_on(town)
    line = line_of(town.member, item)
    shown = get(town.member, "change_line", line.id).context["form"]
    first = post(
        town.city, "change_line", line.id, kind="FACT", text="2か月の滞納がある。", version="1", seen=shown.fingerprints
    )  # fmt: skip
    assert (first.status_code, first.url) == (302, reverse("meetings:item", args=[item.id]) + "#minutes")
    second = post(
        town.member, "change_line", line.id, kind="FACT", text="4か月の滞納がある。", version="1", seen=shown.fingerprints
    )  # fmt: skip
    assert second.status_code == 409
    assert "2か月の滞納がある。" in text_of(second) and "4か月の滞納がある。" in text_of(second)
    announce(town.city)
    line.refresh_from_db()
    assert (line.text, line.version) == ("2か月の滞納がある。", 2)
    assert "書きなおし：" in text_of(get(town.city, "item", item.id))


def test_another_agencys_line_and_confirmed_minutes_stay_as_they_are():
    town = towns.town()
    sitting, item = going_on(town)
    line = line_of(town.council, item)
    announce(town.member)
    found = queries.get_line(town.member, line_id=line.id)
    with pytest.raises(Refused) as refused:
        operations.change_line(town.member, line=found, version=1, kind="FACT", text="ちがう。", today=TODAY)
    assert [one.code for one in refused.value.verdict.reasons] == ["text"]
    stranger = agencies.actor("架空 他人")
    assert get(stranger, "change_line", line.id).status_code == 404
    announce(town.city)
    operations.end_item(town.city, item=item, today=TODAY)
    open_one = Sitting.objects.select_related("body").get(id=sitting.id)
    operations.close_sitting(town.city, sitting=open_one)
    operations.confirm_minutes(town.city, sitting=open_one, today=TODAY)
    announce(town.city)
    found = queries.get_line(town.city, line_id=line.id)
    with pytest.raises(Refused) as refused:
        operations.change_line(town.city, line=found, version=1, kind="FACT", text="ちがう。", today=TODAY)
    assert "確定しています" in str(refused.value.verdict.reasons[0].message)


# --- presence ----------------------------------------------------------------------------------------


def test_members_come_and_go_between_items():
    town = towns.town()
    sitting, item = going_on(town)
    mine = Seat.objects.get(item=item, staff_id=town.member.staff_id)
    sent = post(town.city, "note_presence", item.id, presence=[str(mine.id)])
    assert sent.status_code == 302
    announce(town.city)
    there = Seat.objects.filter(item=item, attended=True).values_list("staff_id", flat=True)
    assert list(there) == [town.member.staff_id]
    assert text_of(get(town.city, "item", item.id)).count("出席</span>") == 1
    assert post(town.member, "note_presence", item.id, presence=[]).status_code == 403
    assert post(agencies.actor("架空 他人"), "note_presence", item.id).status_code in (403, 404)
    assert queries_of(town.city, "note_presence", item.id) == 13


# --- what was decided before -------------------------------------------------------------------------


def next_time(town, item) -> Sitting:
    """The item ends, and the body sits again with the same household."""
    announce(town.city)
    operations.end_item(town.city, item=item, today=TODAY)
    later = towns.listed(town, reason="その後を確かめたい。")
    sitting = towns.begun(town, later)
    announce(town.city)
    return sitting


def test_an_earlier_decision_comes_first_until_it_is_done():
    town = towns.town()
    _sitting, item = going_on(town)
    line = decided(town, item)
    sitting = next_time(town, item)
    page = text_of(get(town.city, "sitting", sitting.id))
    assert page.index("はじめに：前回までの決定") < page.index("議題</h2>")
    assert "週に一度訪ねる" in page and "まだ確かめていません" in page
    sent = post(town.city, "check_decision", sitting.id, line.id, state="NOT_YET", note="来週から始める。")
    assert (sent.status_code, sent.url) == (
        302,
        reverse("meetings:sitting", args=[sitting.id]) + "#earlier",
    )
    assert "来週から始める。" in text_of(get(town.city, "sitting", sitting.id))
    assert post(town.city, "check_decision", sitting.id, line.id, state="DONE", note="").status_code == 302
    announce(town.city)
    assert [one.state for one in DecisionCheck.objects.all()] == ["DONE"]
    third = towns.called(town, towns.listed(second_case(town)))
    assert "週に一度訪ねる" not in text_of(get(town.city, "sitting", third.id))


def test_a_member_seated_again_sees_the_roles_of_that_household():
    town = towns.town()
    _sitting, item = going_on(town)
    decided(town, item)
    sitting = next_time(town, item)
    page = text_of(get(town.member, "sitting", sitting.id))
    assert "はじめに：前回までの決定" in page and "週に一度訪ねる" in page
    assert "どうなったかを書く" not in page


def test_dropping_needs_a_reason_and_another_body_has_no_say():
    town = towns.town()
    _sitting, item = going_on(town)
    line = decided(town, item)
    sitting = next_time(town, item)
    sent = post(town.city, "check_decision", sitting.id, line.id, state="DROPPED", note="")
    assert sent.status_code == 422 and "わけをひとこと" in text_of(sent)
    assert post(town.member, "check_decision", sitting.id, line.id, state="DONE").status_code in (403, 404)
    stranger = agencies.actor("架空 他人")
    assert post(stranger, "check_decision", sitting.id, line.id, state="DONE").status_code == 404


def test_the_quorum_of_the_profile_is_shown_and_what_is_missing_stands_in_the_minutes():
    town = towns.town()
    text = (PRESETS / "toshima.toml").read_text(encoding="utf-8")
    text = text.replace('code = "SECTION"\n', 'code = "SECTION"\nquorum = 3\n', 1)
    adopt_profile(text, name="試しの市", valid_from=date(2020, 4, 1))
    Body.objects.filter(id=town.body.id).update(code="SECTION")
    town.body.refresh_from_db()
    sitting, _item = going_on(town)
    assert "定足数：3人（出席 0人）" in text_of(get(town.city, "sitting", sitting.id))
    one = sitting.invitations.get(staff_id=town.member.staff_id)
    operations.note_attendance(town.city, sitting=sitting, invitation_ids=[one.id])
    page = text_of(get(town.city, "sitting", sitting.id))
    assert "定足数は3人ですが、出席は1人でした" in page
    assert "定足数</dt><dd>3人" in text_of(get(town.city, "body", town.body.id))
