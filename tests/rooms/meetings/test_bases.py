"""What was born in a 支援会議 stays there, unless a decision that is written down lets it go on under consent."""

from __future__ import annotations

import uuid
from datetime import timedelta

import psycopg
import pytest
from django.db import transaction
from django.urls import reverse

from norishiro.agencies.choices import RoleKind
from norishiro.core.operation import announce
from norishiro.core.verdict import Refused
from norishiro.meetings import operations, rules
from norishiro.meetings.models import BasisChange, Item, MinuteLine
from norishiro.sharing import operations as sharing
from norishiro.sharing.choices import Ground
from tests.factories import agencies
from tests.rooms.meetings import town as towns
from tests.rooms.meetings.test_screens import day, get, post, text_of
from tests.rooms.meetings.town import TODAY

DAY = timedelta(days=1)
SAID = "昼は寝ている"


def talked_over(**values):
    """A 支援会議 talked about the case; one fact was written down."""
    town = towns.town()
    towns.begun(town, towns.listed(town, **values))
    announce(town.city)
    item = Item.objects.select_related("sitting__body", "body").get()
    line = operations.write_line(town.city, item=item, kind="FACT", text=SAID, today=TODAY)
    operations.end_item(town.city, item=item, today=TODAY)
    return town, item, line


def consented(town, *others):
    to = [town.city.agency_id, *(one.agency_id for one in others)]
    return [towns.consent(town.council, person, to=to, case=town.case) for person in (town.mother, town.son)]


def change(town, line, **values):
    facts = {"reason": "本人が望んだ", "decided_by": "座長", "decided_on": TODAY, "today": TODAY}
    return operations.change_basis(town.city, line=line, **{**facts, **values})


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [reason.code for reason in refused.value.verdict.reasons]


def lines_seen_by(actor) -> list[str]:
    announce(actor)
    return list(MinuteLine.objects.values_list("text", flat=True))


FACTS = {
    "basis": "J6", "to": "C0", "hidden": False, "item_status": "DONE", "keeps_minutes": True, "consented": True,
    "reason": "本人が望んだ", "decided_by": "座長", "decided_on": TODAY, "today": TODAY,
}  # fmt: skip


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, []),
        ({"basis": "C0", "to": "J6"}, ["to"]),
        ({"basis": "OWN"}, ["to"]),
        ({"hidden": True}, ["to"]),
        ({"item_status": "TABLED"}, ["to"]),
        ({"keeps_minutes": False}, ["to"]),
        ({"consented": False}, ["to"]),
        (
            {"reason": " ", "decided_by": "", "decided_on": TODAY + DAY},
            ["reason", "decided_by", "decided_on"],
        ),
    ],
)
def test_when_a_ground_may_change(values, expected):
    assert [one.code for one in rules.may_change_basis(**{**FACTS, **values}).reasons] == expected


@pytest.mark.django_db
def test_before_the_act_consent_shows_nothing_of_the_conference_and_after_it_the_line_alone():
    town, item, line = talked_over()
    partner = agencies.actor("同意 見", agency=agencies.agency("同意の機関"))
    consented(town, partner)
    assert lines_seen_by(partner) == []
    assert SAID not in text_of(get(partner, "case_items", town.case.id))
    made = change(town, line)
    assert lines_seen_by(partner) == [SAID]
    page = text_of(get(partner, "case_items", town.case.id))
    assert SAID in page and "同意にもとづいて共有した記録" in page
    assert item.reason not in page and town.body.name not in page
    assert get(partner, "item", item.id).status_code == 404
    announce(town.city)
    assert (made.from_basis, made.to_basis, made.decided_by) == ("J6", "C0", "座長")
    assert "第69条" in made.article
    line.refresh_from_db()
    assert (line.basis, line.subject_id) == (Ground.CONSENT, town.case.id)


@pytest.mark.django_db
def test_withdrawn_consent_closes_the_line_again_for_everybody_but_its_writer():
    town, _item, line = talked_over()
    partner = agencies.actor("同意 見", agency=agencies.agency("同意の機関"))
    given = consented(town, partner)
    change(town, line)
    for one in given:
        sharing.withdraw_consent(town.council, consent=one, words="")
    assert lines_seen_by(partner) == []
    assert lines_seen_by(town.council) == []


@pytest.mark.django_db
def test_without_everybodys_consent_before_the_end_and_twice_it_is_refused():
    town, _item, line = talked_over()
    towns.consent(town.council, town.mother, to=[town.city.agency_id], case=town.case)
    with pytest.raises(Refused) as refused:
        change(town, line)
    assert codes(refused) == ["to"]
    towns.consent(town.council, town.son, to=[town.city.agency_id], case=town.case)
    change(town, line)
    with pytest.raises(Refused) as refused:
        change(town, line)
    assert codes(refused) == ["to"]
    assert BasisChange.objects.count() == 1


@pytest.mark.django_db
def test_a_member_without_the_minutes_changes_nothing():
    town, _item, line = talked_over()
    consented(town)
    announce(town.council)
    with pytest.raises((Refused, MinuteLine.DoesNotExist)):
        operations.change_basis(
            town.member, line=line, reason="x", decided_by="y", decided_on=TODAY, today=TODAY
        )


@pytest.mark.django_db
def test_the_screen_asks_who_decided_and_why_and_leads_back():
    town, item, line = talked_over()
    assert "根拠を変える" in text_of(get(town.city, "item", item.id))
    url = reverse("meetings:change_basis", args=[line.id])
    assert url not in text_of(get(town.council, "item", item.id))
    refused = post(
        town.city, "change_basis", line.id, reason="本人が望んだ", decided_by="座長", decided_on=day(TODAY)
    )
    assert refused.status_code == 422 and "先に同意を受け取ってください" in text_of(refused)
    consented(town)
    bad = post(town.city, "change_basis", line.id, reason="", decided_by="", decided_on=day(TODAY))
    assert bad.status_code == 422
    sent = post(
        town.city, "change_basis", line.id, reason="本人が望んだ", decided_by="座長", decided_on=day(TODAY)
    )
    assert sent.url == f"{reverse('meetings:item', args=[item.id])}#minutes"
    assert "同意の根拠に移しました" in text_of(get(town.city, "item", item.id))
    assert get(agencies.actor("架空 他人"), "change_basis", line.id).status_code == 404
    assert get(town.city, "change_basis", uuid.uuid4()).status_code == 404
    reader = agencies.actor(
        "架空 構成", agency=agencies.Agency.objects.get(id=town.city.agency_id), kinds=(RoleKind.MEMBER,)
    )
    assert get(reader, "change_basis", line.id).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_the_ledger_keeps_both_grounds_the_reason_and_who(owner_connection: psycopg.Connection):
    with transaction.atomic():
        town, item, line = talked_over()
        consented(town)
        change(town, line)
    found = owner_connection.execute(
        "SELECT ground, reason, staff_label, detail::jsonb -> 'changes' -> 'basis', subjects FROM ledger_entry"
        " WHERE verb = 'minutes.basis_changed'"
    ).fetchall()
    assert found == [("C0", "本人が望んだ", "架空 市子", ["J6", "C0"], [item.id, town.case.id])]
