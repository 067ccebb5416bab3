"""相談会・配布会: visits are a number; a consultation comes only of the person's wish; neither is counted as the other."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.choices import RoleKind
from norishiro.agencies.models import Area
from norishiro.casework.rules.gatherings import may_receive_at
from norishiro.consultations.models import Consultation
from norishiro.core import calendar
from norishiro.core.operation import announce
from norishiro.outreach import operations
from norishiro.outreach.models import Gathering
from norishiro.people.models import Person
from tests.factories import agencies
from tests.rooms.consultations import town as towns
from tests.rooms.consultations.town import client_of, token

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


@pytest.fixture
def desk():
    return towns.town().window


def held(by, kind="PHONE", name="スマホ相談会", **more) -> Gathering:
    area, _made = Area.objects.get_or_create(
        code="ELD01", defaults={"name": "第1圏域", "layer": "圏域", "from_on": agencies.EPOCH}
    )
    given = {"held_on": TODAY, "people": 0, "place": "架空地区センター", "today": TODAY} | more
    announce(by)
    return operations.record_gathering(by, area=area, kind=kind, name=name, **given)


def listed(actor):
    return client_of(actor).get(reverse("casework:gatherings"))


def count(actor, gathering):
    return client_of(actor).post(reverse("outreach:count_visit", args=[gathering.id]), token())


def receive(actor, gathering, **more):
    values = {
        **token(), "received_on": calendar.wareki(TODAY), "channel": "IBASHO", "visitor": "SELF", "business": "PUBLIC",
        "summary": "スマホより、電気代のことで困っている", "alias": "相談会に来た人", "wished": "on",
    } | more  # fmt: skip
    return client_of(actor).post(reverse("casework:receive_at_gathering", args=[gathering.id]), values)


@pytest.mark.parametrize(
    ("change", "code"),
    [({"mine": False}, "agency"), ({"wished": False}, "wished"), ({"held_on": TODAY + timedelta(days=1)}, "held_on")],
)  # fmt: skip
def test_each_reason_refuses_by_itself(change, code):
    good = {"mine": True, "wished": True, "held_on": TODAY, "today": TODAY}
    assert may_receive_at(**good).allowed
    assert [one.code for one in may_receive_at(**{**good, **change}).reasons] == [code]


def test_visits_are_counted_one_by_one_and_make_nobody_known(desk):
    event = held(desk)
    assert [count(desk, event).status_code for _visit in range(3)] == [302] * 3
    announce(desk)
    assert (Gathering.objects.get().people, Person.objects.count(), Consultation.objects.count()) == (3, 0, 0)


def test_a_visit_becomes_a_consultation_only_by_the_persons_wish_and_the_counts_stay_apart(desk):
    event = held(desk, people=9)
    unasked = receive(desk, event, wished="")
    assert (unasked.status_code, list(unasked.context["form"].errors)) == (422, ["wished"])
    announce(desk)
    assert Consultation.objects.count() == 0
    done = receive(desk, event)
    assert done.status_code == 302
    page = listed(desk)
    ((line, _press),) = page.context["lines"]
    sums = page.context["sums"]
    assert (line.gathering.people, line.begun, sums.people, sums.begun, sums.times) == (9, 1, 9, 1, 1)
    channels = client_of(desk).get(reverse("consultations:list")).context["channel_counts"]
    assert [(one.label, one.total) for one in channels][-1] == ("計", 1)


def test_the_consultation_says_at_which_event_and_place_it_began(desk):
    event = held(desk, kind="FOOD", name="食品の配布", people=23)
    shown = client_of(desk).get(receive(desk, event).url).content.decode()
    assert ["食品の配布（食品の配布（フードパントリー）" in shown, "架空地区センター）" in shown] == [
        True,
        True,
    ]
    announce(desk)
    assert [one.alias for one in Person.objects.all()] == ["相談会に来た人"]  # the other 22 are nobody


def test_another_office_neither_sees_counts_nor_receives_there(desk):
    event = held(desk)
    other = agencies.actor("架空 よそ", agency=agencies.agency("よその窓口"), kinds=(RoleKind.WINDOW,))
    assert listed(other).context["lines"] == []
    assert receive(other, event).status_code == 403
    assert count(other, event).status_code in (403, 422)
    announce(desk)
    assert (Gathering.objects.get().people, Consultation.objects.count()) == (0, 0)
    missing = client_of(desk).get(reverse("casework:receive_at_gathering", args=[desk.agency_id]))
    assert missing.status_code == 404


def test_who_receives_nobody_stands_outside(desk):
    member = agencies.actor("架空 委員", kinds=(RoleKind.MEMBER,))
    event = held(desk)
    assert (listed(member).status_code, count(member, event).status_code) == (403, 403)


def test_an_empty_year_says_where_to_begin(desk):
    assert "この年度に開いた集まりは、まだありません" in listed(desk).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_at_one_and_three(desk, rows, django_assert_num_queries):
    for number in range(rows):
        held(desk, name=f"相談会{number}")
    client = client_of(desk)
    client.get(reverse("casework:gatherings"))
    with django_assert_num_queries(QUERIES):
        client.get(reverse("casework:gatherings"))


QUERIES = 12
