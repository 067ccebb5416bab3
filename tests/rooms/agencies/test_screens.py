"""Every screen of 機関と体制 opens in every municipality, empty or not, and for nobody without the role."""

from __future__ import annotations

import pytest
from django.urls import reverse

from norishiro.agencies.choices import RoleKind
from norishiro.agencies.models import Agency, Area, Base
from norishiro.agencies.views import parts
from norishiro.profiles.loader import preset_names
from tests.factories import agencies
from tests.rooms.agencies.conftest import Town, browser_of

pytestmark = pytest.mark.django_db

LOOKING = [
    "list",
    "windows",
    "areas",
    "staffing",
    "duals",
    "roles",
    "staff",
    "bases",
    "programmes",
    "pattern",
]
KEEPING = ["add", "appoint", "add_staff", "add_base"]


@pytest.mark.parametrize("name", preset_names())
def test_all_screens_open_under_every_preset(name):
    town = Town(name)
    client = browser_of(town.keeper(Agency.objects.order_by("code").first().code))
    pages = [reverse(f"agencies:{screen}") for screen in (*LOOKING, *KEEPING, "set_cover")]
    pages += [reverse("agencies:show", args=[one]) for one in Agency.objects.values_list("id", flat=True)[:3]]
    pages += [reverse("agencies:area", args=[one]) for one in Area.objects.values_list("id", flat=True)[:3]]
    pages += [reverse("agencies:base", args=[one]) for one in Base.objects.values_list("id", flat=True)[:3]]
    assert {page: client.get(page).status_code for page in pages} == dict.fromkeys(pages, 200)


@pytest.mark.parametrize("screen", LOOKING)
def test_every_list_says_so_when_it_is_empty(screen):
    client = browser_of(agencies.actor())
    response = client.get(reverse(f"agencies:{screen}"))
    assert response.status_code == 200


@pytest.mark.parametrize("screen", LOOKING)
def test_a_role_that_does_not_see_staffing_is_told_why(screen):
    client = browser_of(agencies.actor(kinds=(RoleKind.ADVISER,)))
    response = client.get(reverse(f"agencies:{screen}"))
    assert response.status_code == 403
    assert "「体制と配置を見る」の役割が必要です" in response.content.decode()


@pytest.mark.parametrize("screen", KEEPING)
def test_who_may_not_keep_the_registry_is_told_why(screen):
    client = browser_of(agencies.actor(kinds=(RoleKind.WINDOW,)))
    assert client.get(reverse(f"agencies:{screen}")).status_code == 403


@pytest.mark.parametrize(
    "screen", ["show", "change", "area", "base", "change_base", "show_staff", "end_staff", "end_appointment"]
)
def test_what_does_not_exist_is_not_found(screen):
    client = browser_of(agencies.actor(kinds=(RoleKind.MANAGER,)))
    address = reverse(f"agencies:{screen}", args=["00000000-0000-4000-8000-000000000000"])
    assert client.get(address).status_code == 404


def test_the_frame_names_the_town_the_person_and_the_work(toshima):
    client = browser_of(toshima.keeper("FUKUSHI_SOMU"))
    frame = client.get(reverse("agencies:list")).context
    assert (frame["municipality_name"], frame["me"]["name"], frame["me"]["switch_url"]) == (
        "豊島区",
        "架空 事務",
        "",
    )
    assert frame["me"]["hat"] == "福祉総務課（所属長・課長）"
    assert [item["label"] for item in frame["nav_items"] if item["current"]] == ["機関と体制"]


def test_the_neighbouring_screens_stand_under_four_headings_each_leading_to_its_first():
    groups = parts.tabs("agencies:staff")
    assert [(one.label, one.current) for one in groups] == [
        ("窓口と地区", False), ("人と当番", True), ("事業と数", False), ("学びと検討", False),
    ]  # fmt: skip
    assert [one.href for one in groups] == [one.tabs[0]["href"] for one in groups]
    assert [tab["label"] for one in groups for tab in one.tabs if tab["current"]] == ["職員"]
