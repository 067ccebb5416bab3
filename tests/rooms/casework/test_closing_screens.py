"""The screens of ending, pausing, watching and beginning again."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.choices import RoleKind
from norishiro.cases.models import Case
from norishiro.cases.operations import assign_role, open_case
from norishiro.core.operation import announce
from norishiro.plans.models import Closure
from tests.factories import agencies
from tests.rooms.plans import town as towns
from tests.rooms.plans.town import TODAY, browser_of

pytestmark = pytest.mark.django_db

SCREENS = ["close_case", "interrupt_case", "coordinate_case", "reopen_case"]


@pytest.fixture
def town():
    return towns.town()


def url(name, town) -> str:
    return reverse(f"casework:{name}", args=[town.case.id])


def text(response) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))


def next_year() -> str:
    return f"{timezone.localdate().year + 1}/4/1"


def closing(town, **values):
    return {
        "reason": "ROLES_SET",
        "comment": "見通しがついた",
        "follow_up": str(town.provider.agency_id),
        **values,
    }


@pytest.mark.parametrize("name", SCREENS)
def test_the_screens_open_and_not_to_a_stranger(town, name):
    assert browser_of(town.drafter).get(url(name, town)).status_code == 200
    assert browser_of(town.stranger).get(url(name, town)).status_code == 404


@pytest.mark.parametrize(("name", "said"), [("komae", True), ("nishitokyo", False)])
def test_where_the_town_gives_back_to_ordinary_support_the_screen_says_so(name, said):
    town = towns.town(name)
    shown = text(browser_of(town.drafter).get(url("close_case", town)))
    assert ("できるだけ通常の支援へ戻します" in shown) is said


def test_who_may_not_close_is_told_why(town):
    csw = agencies.actor(
        "架空 訪問", agency=agencies.Agency.objects.get(id=town.drafter.agency_id), kinds=(RoleKind.CSW,)
    )
    response = browser_of(csw).get(url("close_case", town))
    assert response.status_code == 403
    assert "「ケースを終結する」の役割が必要です" in text(response)


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"follow_up": ""}, ["follow_up"]),
        ({"comment": ""}, ["comment"]),
        ({"watches": "on"}, ["watcher", "check_on"]),
        ({"watches": "on", "watcher": "民生委員", "check_on": "令和元年5月1日"}, ["check_on"]),
        ({"comment": "あ" * 6000}, ["comment"]),
    ],
)
def test_what_is_missing_stands_at_its_field(town, values, fields):
    response = browser_of(town.drafter).post(url("close_case", town), closing(town, **values))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == fields


def test_close_watch_and_begin_again_by_hand(town):
    client = browser_of(town.drafter)
    sent = closing(town, watches="on", watcher="民生委員", check_on=next_year())
    assert client.post(url("close_case", town), sent).status_code == 302
    announce(town.drafter)
    closure = Closure.objects.get()
    assert Case.objects.get().status == "WATCHED"
    watch = reverse("casework:record_watch", args=[closure.id])
    assert browser_of(town.stranger).get(watch).status_code == 404
    assert client.get(watch).status_code == 200
    today = f"{timezone.localdate():%Y/%m/%d}"
    assert client.post(watch, {"checked_on": today, "finding": "", "next_on": next_year()}).status_code == 422
    assert (
        client.post(watch, {"checked_on": today, "finding": "元気", "next_on": next_year()}).status_code
        == 302
    )
    assert client.post(url("reopen_case", town), {"reason": ""}).status_code == 422
    assert client.post(url("reopen_case", town), {"reason": "また困っている"}).status_code == 302
    announce(town.drafter)
    assert (Case.objects.get().status, Case.objects.get().period_no) == ("COORDINATING", 2)
    again = client.post(url("reopen_case", town), {"reason": "もう一度"})
    assert again.status_code == 422
    assert "このケースは続いています" in text(again)


def test_a_pause_by_hand(town):
    sent = {
        "reason": "LOST", "comment": "会えない", "follow_up": str(town.provider.agency_id), "watcher": "民生委員",
        "check_on": next_year(), "reopen_when": "連絡があったとき",
    }  # fmt: skip
    client = browser_of(town.drafter)
    assert client.post(url("interrupt_case", town), {**sent, "reopen_when": ""}).status_code == 422
    assert client.post(url("interrupt_case", town), sent).status_code == 302
    announce(town.drafter)
    assert Case.objects.get().status == "INTERRUPTED"


def test_closing_twice_with_one_form_closes_once(town):
    client = browser_of(town.drafter)
    token = str(client.get(url("close_case", town)).context["form"].token)
    answers = [
        client.post(url("close_case", town), closing(town, form_token=token)).status_code for _ in range(2)
    ]
    announce(town.drafter)
    assert (answers, Closure.objects.count()) == ([302, 302], 1)


def test_the_town_without_this_ending_says_so(town):
    assert "このまちの流れには「調整のみで終了」がありません" in text(
        browser_of(town.drafter).get(url("coordinate_case", town))
    )


def test_a_case_finishes_as_coordinated_with_its_role_list_and_is_counted_apart():
    """八王子: some cases need only coordination, no plan and no meeting."""
    town = towns.town("hachioji")
    planned = open_case(
        town.drafter, title="プランの家", household=None, people=[town.mother], operator_id=town.drafter.agency_id,
        lead_agency_id=town.drafter.agency_id, lead_side="COUNCIL", reason="見立て", today=TODAY,
    )  # fmt: skip
    for case in (town.case, planned):
        assign_role(
            town.drafter,
            case=case,
            bearer_id=town.drafter.agency_id,
            what="月に一度の見守り",
            from_on=TODAY,
            today=TODAY,
        )
    client = browser_of(town.drafter)
    form = {"comment": "各機関が続ける", "follow_up": str(town.provider.agency_id)}
    assert client.post(url("coordinate_case", town), form).status_code == 302
    ended = client.get(reverse("cases:show", args=[town.case.id]))
    assert "調整のみで終了" in text(ended)
    assert [(role.what, role.status) for role in ended.context["past_roles"]] == [
        ("月に一度の見守り", "DONE")
    ]
    done = client.post(reverse("casework:close_case", args=[planned.id]), closing(town))
    assert done.status_code == 302
    counted = client.get(reverse("casework:workload")).context["endings"]
    assert counted == [("終結", 1), ("中断", 0), ("調整のみで終了", 1)]
    stranger = browser_of(town.stranger).get(reverse("casework:workload")).context["endings"]
    assert stranger == [("終結", 0), ("中断", 0), ("調整のみで終了", 0)]
