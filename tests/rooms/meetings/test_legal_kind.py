"""Which legal kind a sitting and an item are, its rules on the screen, and what the ledger keeps of the oath and of eyes."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.urls import reverse

from norishiro.core.operation import announce
from norishiro.core.verdict import Refused
from norishiro.meetings.choices import BodyKind, ConsentRule, ItemKind, OathRule
from tests.rooms.meetings import town as towns
from tests.rooms.meetings.town import client_of, token


def page(actor, name: str, *args) -> tuple[int, str]:
    answer = client_of(actor).get(reverse(f"meetings:{name}", args=args))
    return answer.status_code, answer.content.decode()


@pytest.mark.django_db
def test_each_item_shows_its_legal_kind_and_the_rules_of_an_existing_meeting():
    town = towns.town(name="高齢者の会議", target="高齢者")
    item = towns.listed(town)
    _status, map_of_meetings = page(town.council, "bodies")
    assert "高齢者の会議" in map_of_meetings and "<td>高齢者</td>" in map_of_meetings
    _status, shown = page(town.council, "item", item.id)
    assert "支援会議として（同意なし）" in shown
    assert "同意：議題ごとに分ける　守秘：法の守秘を毎回読み上げて確認　対象：高齢者" in shown
    towns.consent(town.council, town.mother, to=[town.city.agency_id], case=town.case)
    announce(town.council)
    layered = towns.listed(town, kind=ItemKind.LAYERED)
    assert "重層的支援会議として（同意あり）" in page(town.council, "item", layered.id)[1]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "legal"),
    [
        (BodyKind.CARE, "地域ケア会議（社会福祉法第106条の6の支援会議として開く）"),
        (BodyKind.SUPPORT, "支援会議（社会福祉法第106条の6）"),
    ],
)
def test_a_care_conference_carries_both_names_on_one_basis_and_opens_after_the_confirmation(kind, legal):
    town = towns.town(
        kind=kind, name="支援会議（地域ケア個別会議の一類型）", consent_rule=ConsentRule.NONE_NEEDED
    )
    towns.consent(town.council, town.mother, to=[town.city.agency_id], case=town.case)
    announce(town.council)
    with pytest.raises(Refused):
        towns.listed(town, kind=ItemKind.LAYERED)
    item = towns.listed(town)
    assert item.basis == "J6"
    sitting = towns.called(town, item)
    status, shown = page(town.member, "sitting", sitting.id)
    assert (status, "支援会議（地域ケア個別会議の一類型）" in shown, legal in shown) == (200, True, True)
    assert page(town.member, "item", item.id)[0] == 404
    sworn = client_of(town.member).post(
        reverse("meetings:oath", args=[sitting.id]), {**token(), "agreed": "on"}
    )
    assert sworn.status_code == 302
    assert page(town.member, "item", item.id)[0] == 200


@pytest.mark.django_db(transaction=True)
def test_the_ledger_keeps_who_confirmed_secrecy_and_every_viewing_of_the_papers(owner_connection):
    with transaction.atomic():
        town = towns.town(kind=BodyKind.SUPPORT, oath=OathRule.STATUTE_ONLY)
        item = towns.listed(town)
        sitting = towns.called(town, item)
    assert page(town.member, "item", item.id)[0] == 404
    client_of(town.member).post(reverse("meetings:oath", args=[sitting.id]), {**token(), "agreed": "on"})
    for name in ("item", "paper", "item"):
        assert page(town.member, name, item.id)[0] == 200
    owner_connection.execute("SELECT set_config('norishiro.maintenance', 'on', false)")
    rows = owner_connection.execute(
        "SELECT verb, screen FROM ledger_entry WHERE staff_id = %s AND (verb = 'oath.sworn' OR %s = ANY (subjects))"
        " ORDER BY seq",
        [town.member.staff_id, item.id],
    ).fetchall()
    assert [verb for verb, _screen in rows if verb in ("oath.sworn", "access.refused")] == [
        "access.refused", "oath.sworn",
    ]  # fmt: skip
    assert [screen for verb, screen in rows if verb == "records.shown"] == [
        "meetings:item", "meetings:paper", "meetings:item",
    ]  # fmt: skip
