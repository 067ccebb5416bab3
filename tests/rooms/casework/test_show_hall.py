"""区民ひろばのCSW: people, places and consultations of the hall list together, for whom may see them."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from norishiro.agencies.actor import Actor, actor_for
from norishiro.agencies.choices import RoleKind
from norishiro.agencies.models import Base
from norishiro.consultations.choices import Channel, Visitor
from norishiro.consultations.models import Consultation
from norishiro.sharing.choices import Ground
from tests.factories import agencies, people
from tests.rooms.agencies.conftest import Town, browser_of

pytestmark = pytest.mark.django_db

BEGAN = date(2026, 4, 1)


def consultation_of(actor: Actor, name: str, *, on: date) -> Consultation:
    someone = people.person(actor, name)
    return Consultation.objects.create(
        subject_id=someone.id, person=someone, basis=Ground.OWN, agency_id=actor.agency_id, staff_id=actor.staff_id,
        number=f"S-{name}-{on:%m%d}", received_on=on, channel=Channel.values[0], visitor=Visitor.values[0], summary="相談",
        form_code="NATIONAL", form_version="1",
    )  # fmt: skip


def hall_with_csw() -> tuple[Base, Actor]:
    town = Town("toshima")
    place = town.agency("KUMIN_HIROBA")
    area = town.area("ELD03")
    base = Base.objects.create(code="hand-hall", name="区民ひろば 見本", hall=place, area=area)
    Base.objects.create(code="hand-near", name="となりのサロン", area=area)
    Base.objects.create(code="hand-far", name="遠くのサロン", area=town.area("ELD05"))
    held = town.put("架空 CSW", "CSW", "KUMIN_HIROBA", area="ELD03", base=base, from_on=BEGAN)
    csw = actor_for(staff_id=held.staff_id, agency_id=place.id, today=date(2026, 11, 20))
    assert csw is not None
    return base, csw


def test_people_places_and_consultations_list_together():
    base, csw = hall_with_csw()
    consultation_of(csw, "架空 太郎", on=date(2026, 5, 1))
    consultation_of(csw, "架空 次郎", on=date(2026, 3, 31))
    found = browser_of(csw).get(reverse("casework:show_hall", args=[base.id])).context["hall"]
    assert [one.staff.name for one in found.workers] == ["架空 CSW"]
    assert [one.name for one in found.places] == ["区民ひろば 見本", "となりのサロン"]
    assert [name for _id, name in found.people] == ["架空 太郎"], (
        "before the CSW came to the hall it was not the hall's"
    )
    assert [one.received_on for one in found.consultations] == [date(2026, 5, 1)]


def test_who_may_not_see_the_people_sees_the_places_only():
    base, csw = hall_with_csw()
    consultation_of(csw, "架空 太郎", on=date(2026, 5, 1))
    other = agencies.actor("架空 他")
    page = browser_of(other).get(reverse("casework:show_hall", args=[base.id]))
    assert (page.context["hall"].people, page.context["hall"].consultations) == ([], [])
    assert "架空 太郎" not in page.content.decode()


def test_refused_and_not_found():
    base, _csw = hall_with_csw()
    liaison = agencies.actor("架空 連絡員", kinds=(RoleKind.LIAISON,))
    assert browser_of(liaison).get(reverse("casework:show_hall", args=[base.id])).status_code == 403
    nowhere = reverse("casework:show_hall", args=["00000000-0000-4000-8000-000000000000"])
    assert browser_of(agencies.actor()).get(nowhere).status_code == 404


def test_more_consultations_ask_no_more_questions(django_assert_num_queries):
    base, csw = hall_with_csw()
    client = browser_of(csw)
    consultation_of(csw, "架空 太郎", on=date(2026, 5, 1))
    address = reverse("casework:show_hall", args=[base.id])
    client.get(address)
    with django_assert_num_queries(27):
        client.get(address)
    consultation_of(csw, "架空 次郎", on=date(2026, 5, 2))
    consultation_of(csw, "架空 三郎", on=date(2026, 5, 3))
    with django_assert_num_queries(27):
        client.get(address)
