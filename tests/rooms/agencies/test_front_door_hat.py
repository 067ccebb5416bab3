"""所属を選ぶ: whatever stands in the address as the place to go on to, the answer is a page."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from norishiro.agencies.models import Staff
from tests.factories import agencies

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("wanted", "led"),
    [
        ("/cases/", "/cases/"),
        ("undefined", "undefined"),
        ("None", "None"),
        ("https://attacker.example/", "/"),
        ("", "/"),
    ],
)
def test_where_one_is_led_is_an_address_of_this_house_and_never_the_name_of_one(
    wanted: str, led: str
) -> None:
    actor = agencies.actor("架空 花子")
    client = Client()
    client.force_login(Staff.objects.get(id=actor.staff_id))
    answer = client.post(reverse("agencies:choose_hat"), {"agency": str(actor.agency_id), "next": wanted})
    assert (answer.status_code, answer["Location"]) == (302, led)
