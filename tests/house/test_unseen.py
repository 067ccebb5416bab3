"""What one may not see is not there: the same answer at every address that names a record, for every role.

Existence is a secret: whether the role or the sight is missing, an address with an unknown id answers 404.
"""

from __future__ import annotations

import re
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from norishiro.agencies.choices import RoleKind
from norishiro.agencies.models import Staff
from norishiro.plans.choices import PlanKind
from tests.factories import agencies, cases, people
from tests.house.source import Address, addresses

NAMED = [one for one in addresses() if one.room and "<uuid:" in one.path and hasattr(one.view, "needs")]
KINDS = (RoleKind.COORDINATOR, RoleKind.MEMBER, RoleKind.COMMISSIONER, RoleKind.SYSTEM)
WORDS = {
    "kind": PlanKind.OUTREACH.value.lower(), "section": "HEALTH", "item": "HEALTH", "form": "URGENCY", "language": "ja",
}  # fmt: skip


def path_of(address: Address) -> str:
    """The address with ids that nothing has."""
    names = re.findall(r"<(\w+):(\w+)>", address.path)
    values = {name: uuid.uuid4() if kind == "uuid" else WORDS[name] for kind, name in names}
    return reverse(address.name, kwargs=values)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_tells_that_a_record_is_there(kind: RoleKind) -> None:
    client = signed_in(agencies.actor(kinds=(kind,)))
    answers = {
        one.name: (client.get(path_of(one)).status_code, client.post(path_of(one)).status_code)
        for one in NAMED
    }

    assert {name: codes for name, codes in answers.items() if codes not in ((404, 404), (405, 404))} == {}
    assert len(NAMED) > 100


@pytest.mark.django_db
def test_what_one_sees_but_may_not_do_is_told_with_its_reason() -> None:
    place = agencies.agency()
    lead = agencies.actor(agency=place)
    case = cases.case(lead, people.person(lead))
    client = signed_in(agencies.actor("架空 決子", agency=place, kinds=(RoleKind.DECIDER,)))
    path = reverse("cases:add_issue", args=[case.id])

    assert [client.get(path).status_code, client.post(path).status_code] == [403, 403]
    assert "「ケースの支援に加わる」の役割が必要です" in client.get(path).content.decode()


def signed_in(actor) -> Client:
    client = Client()
    client.force_login(Staff.objects.get(id=actor.staff_id))
    return agencies.proved(client)
