"""その後の確認: households of 特例貸付 and 住居確保給付金, the ground they are held on, tries, needs, the next day."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from norishiro.agencies.choices import RoleKind
from norishiro.consultations import operations, queries, rules
from norishiro.consultations.choices import FollowUpGround, FollowUpSource
from norishiro.consultations.models import FollowUp
from norishiro.core.operation import announce
from norishiro.core.verdict import Refused
from norishiro.outreach.operations import Told, record_contact
from norishiro.sharing.choices import Ground
from tests.factories import agencies
from tests.rooms.consultations import town as towns
from tests.rooms.consultations.town import TODAY, client_of, token

pytestmark = pytest.mark.django_db

TOMORROW = TODAY + timedelta(days=1)
WHO = {"name": "架空　次郎", "kana": "かくう じろう", "address": "", "phone": ""}


def listed(actor, **changed) -> FollowUp:
    values = {
        "newcomer": WHO, "source": FollowUpSource.SPECIAL_LOAN, "ground": FollowUpGround.OWN, "next_on": TOMORROW,
    } | changed  # fmt: skip
    return operations.list_follow_up(actor, today=TODAY, **values)


def tried(actor, row: FollowUp, met: str) -> None:
    told = Told(happened_on=TODAY, method="PHONE", met=met, body="電話した")
    record_contact(actor, person=row.person, told=told, basis=Ground.OWN, today=TODAY)


def which(actor, name: str) -> list[tuple[str, int, bool]]:
    rows = client_of(actor).get(reverse("consultations:follow_ups"), {"which": name}).context["rows"]
    return [(one.person.name, one.tries, one.reached) for one in rows]


def test_the_list_holds_ground_tries_needs_and_next_day_and_tells_who_is_unreached():
    town = towns.town()
    absent = listed(town.window)
    reached = listed(
        town.window, newcomer={**WHO, "name": "架空　三郎"}, source=FollowUpSource.RENT_BENEFIT,
        ground=FollowUpGround.K9, ground_on=TODAY, ground_words="第8回 支援会議",
    )  # fmt: skip
    tried(town.window, absent, "ABSENT")
    tried(town.window, absent, "POSTED")
    tried(town.window, reached, "MET")
    assert sorted(which(town.window, "open")) == [("架空　三郎", 1, True), ("架空　次郎", 2, False)]
    assert which(town.window, "unreached") == [("架空　次郎", 2, False)]
    page = client_of(town.window).get(reverse("consultations:show_follow_up", args=[reached.id]))
    assert [one.met for one in page.context["tries"]] == ["MET"]


def test_a_household_is_listed_noted_and_ended_on_the_screen():
    town = towns.town()
    client = client_of(town.window)
    url = reverse("consultations:list_follow_up")
    sent = {
        **token(),
        **WHO,
        "source": "SPECIAL_LOAN",
        "ground": "CONSENT",
        "ground_on": "",
        "ground_words": "",
        "next_on": "",
    }
    assert client.post(url, sent).status_code == 422
    right = {**token(), **sent, "ground_on": TODAY.isoformat(), "ground_words": "社会福祉協議会 貸付係"}
    assert client.post(url, {**right, **token()}).status_code == 302
    announce(town.window)
    [row] = FollowUp.objects.all()
    home, note, end = (
        reverse(f"consultations:{name}", args=[row.id])
        for name in ("show_follow_up", "note_follow_up", "end_follow_up")
    )
    written = {**token(), "version": "1", "needs": "夫の体調が悪い", "next_on": ""}
    assert client.post(note, written).status_code == 422
    assert client.post(note, {**written, **token(), "next_on": TOMORROW.isoformat()}).url == home
    assert (client.post(end, {**token(), "reason": ""}).status_code, client.get(home).context["found"].needs) == (
        422, "夫の体調が悪い",
    )  # fmt: skip
    assert client.post(end, {**token(), "reason": "暮らしが落ち着いた"}).status_code == 302
    assert (which(town.window, "open"), [name for name, *_rest in which(town.window, "ended")]) == (
        [],
        ["架空　次郎"],
    )


def test_it_is_somebody_known_and_stands_on_the_list_once():
    town = towns.town()
    known = towns.received(town.window, newcomer=WHO).person
    client = client_of(town.window)
    sent = {
        **token(),
        **WHO,
        "source": "SPECIAL_LOAN",
        "ground": "OWN",
        "ground_on": "",
        "ground_words": "",
        "next_on": "",
    }
    asked = client.post(reverse("consultations:list_follow_up"), sent)
    assert (asked.status_code, asked.context["form"].fields["same_as"].choices[0][0]) == (422, str(known.id))
    assert (
        client.post(reverse("consultations:list_follow_up"), {**sent, "same_as": str(known.id)}).status_code
        == 302
    )
    with pytest.raises(Refused):
        listed(town.window, person=known)


def test_another_agency_sees_nothing_of_it():
    town = towns.town()
    row = listed(town.window)
    assert which(town.care, "open") == []
    for name in ("show_follow_up", "note_follow_up", "end_follow_up"):
        assert client_of(town.care).get(reverse(f"consultations:{name}", args=[row.id])).status_code == 404
        assert (
            client_of(town.window).get(reverse(f"consultations:{name}", args=[uuid.uuid4()])).status_code
            == 404
        )
    liaison = client_of(agencies.actor("架空 連絡", kinds=(RoleKind.LIAISON,)))
    assert liaison.get(reverse("consultations:follow_ups")).status_code == 403


def test_the_day_that_has_passed_is_told():
    town = towns.town()
    row = listed(town.window)
    late = queries.follow_ups(town.window, which="late", today=TODAY + timedelta(days=2))
    assert ([one.id for one in late], queries.follow_ups(town.window, which="late", today=TODAY)) == (
        [row.id],
        [],
    )


def test_the_rules_say_every_reason():
    facts = {
        "owns": False,
        "ground_on": None,
        "ground_words": " ",
        "already": True,
        "next_on": TODAY - timedelta(days=1),
    }
    refused = rules.may_list_follow_up(**facts, today=TODAY)
    assert [one.code for one in refused.reasons] == ["ground_on", "ground_words", "source", "next_on"]
    ahead = rules.may_list_follow_up(
        owns=True, ground_on=TOMORROW, ground_words="", already=False, next_on=None, today=TODAY
    )
    assert [one.code for one in ahead.reasons] == ["ground_on"]
    assert rules.may_list_follow_up(
        owns=True, ground_on=None, ground_words="", already=False, next_on=TODAY, today=TODAY
    ).allowed
    noted = [
        [
            one.code
            for one in rules.may_note_follow_up(mine=mine, open_now=mine, next_on=on, today=TODAY).reasons
        ]
        for mine, on in ((True, TODAY), (False, None), (True, TODAY - timedelta(days=1)))
    ]
    assert noted == [[], ["mine", "open", "next_on"], ["next_on"]]
    ended = rules.may_end_follow_up(mine=False, open_now=False, reason="")
    assert [one.code for one in ended.reasons] == ["mine", "open", "reason"]


def test_the_list_asks_the_same_at_one_and_at_three(django_assert_num_queries):
    town = towns.town()
    client = client_of(town.window)
    tried(town.window, listed(town.window), "ABSENT")
    client.get(reverse("consultations:follow_ups"))
    with django_assert_num_queries(QUERIES):
        client.get(reverse("consultations:follow_ups"))
    for name in ("架空　三郎", "架空　四郎"):
        tried(town.window, listed(town.window, newcomer={**WHO, "name": name}), "ABSENT")
    with django_assert_num_queries(QUERIES):
        client.get(reverse("consultations:follow_ups"))


QUERIES = 12
