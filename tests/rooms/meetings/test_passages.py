"""ほかの会議との出入り: written at the item, told at the sitting and the body, listed for an officer; opens nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from norishiro.agencies.choices import RoleKind
from norishiro.core import calendar
from norishiro.core.operation import announce
from norishiro.core.verdict import Refused
from norishiro.meetings import operations, queries, rules
from norishiro.meetings.choices import BodyKind
from norishiro.meetings.models import Item, Passage
from norishiro.sharing.models import Grant
from tests.factories import agencies
from tests.rooms.meetings import town as towns
from tests.rooms.meetings.town import TODAY, client_of, token

pytestmark = pytest.mark.django_db
REASON = "個別会議で住まいの課題が出た"


@pytest.fixture
def town():
    return towns.town()


def care_body(town, name: str = "架空の地域ケア会議"):
    return towns.body(town.city.agency_id, kind=BodyKind.CARE, ground="", name=name)


def url(name: str, *args) -> str:
    return reverse(f"meetings:{name}", args=args)


def values(**given) -> dict[str, str]:
    day = calendar.wareki(TODAY)
    return {
        **token(),
        "direction": "IN",
        "body": "",
        "body_name": "",
        "passed_on": day,
        "reason": REASON,
        **given,
    }


def passed(town, item, **given) -> Passage:
    return operations.add_passage(
        town.council, item=item,
        **{"direction": "OUT", "body": None, "body_name": "自立支援協議会", "passed_on": TODAY, "reason": REASON,
           "today": TODAY, **given},
    )  # fmt: skip


def page(actor, name: str, *args, **query) -> str:
    return client_of(actor).get(url(name, *args), query).content.decode()


def test_where_an_item_came_from_stands_on_item_sitting_body_and_list(town):
    care = care_body(town)
    item = towns.listed(town)
    sitting = towns.called(town, item)
    operations.swear(town.council, sitting=sitting, wording="w", agreed=True)
    sent = client_of(town.council).post(url("add_passage", item.id), values(body=str(care.id)))
    assert (sent.status_code, sent.url) == (302, f"{url('item', item.id)}#passages")
    for where in (
        page(town.council, "item", item.id), page(town.council, "sitting", sitting.id),
        page(town.council, "body", town.body.id), page(town.council, "body", care.id), page(town.council, "passages"),
    ):  # fmt: skip
        assert "架空の地域ケア会議" in where and "から受けた" in where and REASON in where
    assert REASON in page(town.council, "passages", mine="1")
    assert REASON not in page(town.city, "passages", mine="1")


def test_an_item_is_handed_on_to_a_body_that_is_not_registered(town):
    item = towns.listed(town)
    sent = client_of(town.council).post(
        url("add_passage", item.id), values(direction="OUT", body_name="要保護児童対策地域協議会")
    )
    assert sent.status_code == 302
    announce(town.council)
    assert list(Passage.objects.values_list("direction", "body_name", "reason", "passed_on")) == [
        ("OUT", "要保護児童対策地域協議会", REASON, TODAY)
    ]
    assert "要保護児童対策地域協議会</b>へ渡した" in page(town.council, "item", item.id)


def test_handing_on_opens_nothing_to_the_other_body(town):
    other = agencies.actor("架空 包括", agency=agencies.agency("包括"), kinds=(RoleKind.MEMBER,))
    care = towns.body(other.agency_id, kind=BodyKind.CARE, ground="", name="ケア会議")
    towns.roster(care, other)
    item = towns.listed(town)
    announce(town.council)
    before = Grant.objects.count()
    passed(town, item, body=care, body_name="")
    assert Grant.objects.count() == before
    assert queries.passages(other, body=care) == []
    assert REASON not in page(other, "body", care.id)
    announce(other)
    assert (Item.objects.count(), Passage.objects.count()) == (0, 0)
    assert client_of(other).get(url("add_passage", item.id)).status_code == 404


def test_before_the_oath_a_member_reads_no_passage(town):
    item = towns.listed(town)
    sitting = towns.called(town, item)
    passed(town, item)
    assert REASON not in page(town.member, "passages")
    operations.swear(town.member, sitting=sitting, wording="w", agreed=True)
    assert REASON in page(town.member, "passages")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "どちらか一つにしてください"),
        ({"body_name": "協議会", "reason": ""}, 'aria-invalid="true"'),
        ({"body_name": "協議会", "passed_on": "たぶん先月"}, "たぶん先月"),
    ],
)
def test_bad_input_is_answered_at_the_field_and_keeps_nothing(town, given, said):
    item = towns.listed(town)
    sent = client_of(town.council).post(url("add_passage", item.id), values(**given))
    assert (sent.status_code, said in sent.content.decode()) == (422, True)
    announce(town.council)
    assert Passage.objects.count() == 0


def test_every_reason_is_told_at_once():
    verdict = rules.may_add_passage(
        involved=False, status="WITHDRAWN", named=2, same_body=True, passed_on=TODAY + timedelta(days=1), today=TODAY,
        reason=" ",
    )  # fmt: skip
    assert [one.code for one in verdict.reasons] == ["item", "item", "body", "body", "passed_on", "reason"]
    assert rules.may_add_passage(
        involved=True, status="DONE", named=1, same_body=False, passed_on=TODAY, today=TODAY, reason=REASON
    ).allowed


def test_a_name_may_not_stand_in_the_reason_where_names_are_hidden(town):
    item = towns.listed(town, anonymous_label="事例A", reason="住まいの相談")
    with pytest.raises(Refused):
        passed(town, item, reason="架空 花江さんの住まい")
    assert passed(town, item).other == "自立支援協議会"
    listed = page(town.council, "passages")
    assert "事例A" in listed and "架空家" not in listed


def test_who_only_sees_that_it_waits_may_not_write(town):
    item = towns.listed(town)
    city_member = agencies.actor("架空 同課", agency=agencies.agency("別課"), kinds=(RoleKind.MEMBER,))
    with pytest.raises(Refused) as refused:
        operations.add_passage(
            city_member, item=item, direction="IN", body=None, body_name="協議会", passed_on=TODAY, reason=REASON,
            today=TODAY,
        )  # fmt: skip
    assert [one.code for one in refused.value.verdict.reasons] == ["item"]


def test_the_list_is_empty_kindly_and_asks_as_much_for_three_as_for_one(town):
    assert "まだ書かれていません" in page(town.council, "passages")
    item = towns.listed(town)
    passed(town, item)
    client = client_of(town.council)

    def count() -> int:
        client.get(url("passages"))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url("passages")).status_code == 200
        return len(captured)

    one = count()
    passed(town, item)
    passed(town, item)
    assert count() == one
