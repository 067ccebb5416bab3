"""重点対象: chosen or brought by the window at the entry door, found out later, filtered and counted by year."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.urls import reverse

from norishiro.agencies.choices import FocusFound, RoleKind
from norishiro.agencies.models import Agency, FocusGroup, Window
from norishiro.agencies.operations import add_focus_group, add_window, dedicate_windows, withdraw_focus_group
from norishiro.agencies.rules import may_add_focus_group, may_change_focus_group, may_mark_focus
from norishiro.cases.operations import mark_case_focus
from norishiro.casework.operations.accept import accept_request
from norishiro.consultations import operations
from norishiro.consultations.models import Consultation, FocusMark
from norishiro.core.calendar import fiscal_year
from norishiro.core.operation import announce
from norishiro.core.verdict import Refused
from tests.factories import agencies
from tests.rooms.consultations.town import TODAY, client_of, received, town

pytestmark = pytest.mark.django_db

YEAR = fiscal_year(TODAY)


def group(name: str = "ヤングケアラー", *, year: int = YEAR) -> FocusGroup:
    keeper = agencies.actor("架空 事務", kinds=(RoleKind.SECRETARIAT,))
    return add_focus_group(keeper, year=year, name=name, source="実施計画", today=date(year, 5, 1))


def own_window(actor, *groups: FocusGroup, name: str = "若者の相談（電話）") -> Window:
    operator = Agency.objects.get(id=actor.agency_id)
    window = add_window(
        actor,
        name=name,
        operator=operator,
        contract_form="DIRECT",
        phone="",
        place="",
        from_on=date(2020, 4, 1),
    )
    for one in groups:
        dedicate_windows(actor, group=one, window_ids=[window.id], today=TODAY)
    return window


def marks(consultation: Consultation) -> list[tuple[str, str]]:
    return [(one.group.name, one.found) for one in FocusMark.objects.filter(consultation=consultation)]


def test_what_is_chosen_at_the_door_and_what_is_found_later_stand_apart():
    actor, chosen, later = town().window, group(), group("ひきこもり")
    found = received(actor, focus_id=chosen.id)
    operations.mark_focus(actor, consultation=found, group=later, found_on=TODAY, how="訪問で", today=TODAY)
    announce(actor)
    assert marks(found) == [("ヤングケアラー", FocusFound.ENTRY), ("ひきこもり", FocusFound.LATER)]
    response = client_of(actor).get(reverse("agencies:focus_groups"))
    assert [(one["group"].name, one["consultations"], one["cases"]) for one in response.context["lines"]] == [
        ("ヤングケアラー", (1, 0), (0, 0)), ("ひきこもり", (0, 1), (0, 0)),
    ]  # fmt: skip


def test_a_window_for_one_group_brings_it_and_a_choice_goes_before():
    actor, carer, shut_in = town().window, group(), group("ひきこもり")
    window = own_window(actor, carer)
    by_window, by_choice = (
        received(actor, window_id=window.id),
        received(actor, window_id=window.id, focus_id=shut_in.id),
    )
    both = own_window(actor, shut_in, name="なんでも相談")
    dedicate_windows(actor, group=carer, window_ids=[window.id, both.id], today=TODAY)
    for_both = received(actor, window_id=both.id)
    announce(actor)
    assert [marks(one) for one in (by_window, by_choice, for_both)] == [
        [("ヤングケアラー", "ENTRY")], [("ひきこもり", "ENTRY")], [],
    ]  # fmt: skip


def test_it_is_received_with_window_and_group_on_the_screen_and_found_in_the_list():
    actor, one = town().window, group()
    window = own_window(actor, one)
    client = client_of(actor)
    form = client.get(reverse("consultations:receive_consultation")).context["form"]
    assert form.fields["window"].choices[1:] == [
        (str(window.id), "若者の相談（電話）（ヤングケアラーのための窓口）")
    ]
    sent = {
        "received_on": TODAY.isoformat(), "channel": "PHONE", "visitor": "SELF", "summary": "弟の世話で学校に行けない。",
        "name": "架空　春", "window": str(window.id), "focus": "",
    }  # fmt: skip
    assert client.post(reverse("consultations:receive_consultation"), sent).status_code == 302
    other = received(actor)
    announce(actor)
    [marked] = Consultation.objects.exclude(id=other.id)
    page = client.get(reverse("consultations:list"), {"focus": str(one.id)}).context["page"]
    assert [row.id for row in page.rows] == [marked.id]
    counted = client.get(reverse("consultations:list"), {"focus": str(one.id)}).context["channel_counts"]
    assert [(line.label, line.total) for line in counted] == [("電話", 1), ("計", 1)]
    [line] = client.get(reverse("agencies:focus_groups")).context["lines"]
    assert line["windows"] == [("若者の相談（電話）", 1)]
    shown = client.get(reverse("consultations:show", args=[marked.id]))
    assert ([mark.group.name for mark in shown.context["focuses"]], shown.context["consultation"].window.name) == (
        ["ヤングケアラー"], "若者の相談（電話）",
    )  # fmt: skip


def test_it_goes_with_the_request_into_the_case_which_finds_more():
    here = town()
    carer, shut_in = group(), group("ひきこもり")
    consultation = received(here.window, focus_id=carer.id)
    request = operations.apply_for_support(
        here.window, person=consultation.person, operator_id=here.operator.agency_id, situation="介護と学校",
        tried="訪問", stuck="まとめ役がいない", no_consent_reason="C", consultation=consultation, today=TODAY,
    )  # fmt: skip
    case = accept_request(
        here.operator, request=request, title="二丁目の世帯", lead_agency_id=here.operator.agency_id,
        lead_side="GOVERNMENT", lead_side_reason="急ぐ", reason="要", today=TODAY,
    )  # fmt: skip
    client = client_of(here.operator)
    url = reverse("cases:mark_case_focus", args=[case.id])
    assert client.get(url).status_code == 200
    sent = {"group": str(shut_in.id), "found_on": TODAY.isoformat(), "how": "兄のことも分かった"}
    assert client.post(url, sent).url == reverse("cases:show", args=[case.id])
    assert client.post(url, {**sent, "group": ""}).status_code == 422
    assert client.get(reverse("cases:mark_case_focus", args=[uuid.uuid4()])).status_code == 404
    shown = client.get(reverse("cases:show", args=[case.id])).context["focuses"]
    assert [(one.group.name, one.found) for one in shown] == [
        ("ヤングケアラー", "ENTRY"),
        ("ひきこもり", "LATER"),
    ]
    rows = {
        name: [line.case.id for line in client.get(reverse("cases:list"), {"whose": "all", "focus": key}).context["rows"]]
        for name, key in (("carer", str(carer.id)), ("none", str(group("高齢").id)))
    }  # fmt: skip
    assert rows == {"carer": [case.id], "none": []}
    with pytest.raises(Refused):
        mark_case_focus(here.operator, case=case, group=shut_in, found_on=TODAY, how="", today=TODAY)


def test_a_year_that_has_ended_stays_as_it_was():
    actor = town().window
    old = group(year=YEAR - 1)
    keeper = agencies.actor("架空 事務", kinds=(RoleKind.MANAGER,))
    for act in (
        lambda: add_focus_group(keeper, year=YEAR - 1, name="高齢", source="", today=TODAY),
        lambda: withdraw_focus_group(keeper, group=old, today=TODAY),
        lambda: dedicate_windows(keeper, group=old, window_ids=[], today=TODAY),
        lambda: received(actor, focus_id=old.id),
    ):
        with pytest.raises(Refused):
            act()
    [line] = client_of(actor).get(reverse("agencies:focus_groups"), {"year": YEAR - 1}).context["lines"]
    assert (line["group"].name, line["may_change"].allowed) == ("ヤングケアラー", False)


def test_groups_are_kept_on_the_screen_by_whoever_may():
    town()
    keeper = client_of(agencies.actor("架空 事務", kinds=(RoleKind.MANAGER,)))
    url = reverse("agencies:add_focus_group")
    sent = {"year": str(YEAR), "name": "ひきこもり", "source": "実施計画"}
    assert keeper.post(url, sent).url == f"{reverse('agencies:focus_groups')}?year={YEAR}"
    assert (keeper.post(url, sent).status_code, keeper.post(url, {**sent, "name": ""}).status_code) == (
        422,
        422,
    )
    one = FocusGroup.objects.get(name="ひきこもり")
    window = Window.objects.order_by("order")[0]
    chosen = reverse("agencies:dedicate_windows", args=[one.id])
    assert keeper.post(chosen, {"windows": [str(window.id)]}).status_code == 302
    listed = keeper.get(reverse("agencies:windows"), {"focus": str(one.id)}).context["rows"]
    assert [row["window"].id for row in listed] == [window.id]
    assert keeper.post(reverse("agencies:withdraw_focus_group", args=[one.id])).status_code == 302
    one.refresh_from_db()
    assert one.withdrawn_on == TODAY
    assert keeper.get(reverse("agencies:dedicate_windows", args=[uuid.uuid4()])).status_code == 404
    desk = client_of(agencies.actor("架空 窓口", kinds=(RoleKind.WINDOW,)))
    assert (desk.get(reverse("agencies:focus_groups")).status_code, desk.get(url).status_code) == (200, 403)


def test_a_window_is_added_and_its_hours_follow():
    town()
    keeper = client_of(agencies.actor("架空 事務", kinds=(RoleKind.MANAGER,)))
    operator = agencies.agency("若者の窓口")
    url = reverse("agencies:add_window")
    sent = {"name": "ひきこもり相談（オンライン）", "operator": str(operator.id), "contract_form": "ENTRUSTED", "from_on": TODAY.isoformat()}  # fmt: skip
    answer = keeper.post(url, sent)
    window = Window.objects.get(name="ひきこもり相談（オンライン）")
    guide = reverse("agencies:window_guide", args=[window.id])
    assert answer.url == guide
    assert (
        keeper.post(guide, {"from_on": TODAY.isoformat(), "day2": "13:00〜17:00", "version": "1"}).status_code
        == 302
    )
    assert [(one.weekday, str(one.opens)) for one in window.opening.all()] == [(2, "13:00:00")]
    assert keeper.post(url, {**sent, "name": ""}).status_code == 422


def test_who_did_not_receive_it_marks_nothing():
    here = town()
    one = group()
    found = received(here.window)
    assert client_of(here.care).get(reverse("consultations:mark_focus", args=[found.id])).status_code == 404
    client = client_of(here.window)
    url = reverse("consultations:mark_focus", args=[found.id])
    sent = {"group": str(one.id), "found_on": TODAY.isoformat(), "how": ""}
    assert client.post(url, {**sent, "found_on": (TODAY + timedelta(days=1)).isoformat()}).status_code == 422
    assert (client.post(url, sent).status_code, client.post(url, sent).status_code) == (302, 422)


@pytest.mark.parametrize(
    ("changed", "codes"),
    [
        ({}, []),
        ({"mine": False}, ["mine"]),
        ({"group_year": 2025}, ["group"]),
        ({"withdrawn": True}, ["group"]),
        ({"already": True}, ["group"]),
        ({"found_on": date(2026, 5, 3)}, ["found_on"]),
        ({"found_on": date(2026, 4, 30)}, ["found_on"]),
    ],
)
def test_when_a_mark_may_be_left(changed, codes):
    facts = {
        "mine": True, "group_year": 2026, "year_found": 2026, "withdrawn": False, "already": False,
        "found_on": date(2026, 5, 2), "earliest": date(2026, 5, 1), "today": date(2026, 5, 2),
    }  # fmt: skip
    assert [one.code for one in may_mark_focus(**(facts | changed)).reasons] == codes


def test_when_groups_may_be_named_and_changed():
    assert may_add_focus_group(year=2026, this_year=2026, already=False).allowed
    assert [one.code for one in may_add_focus_group(year=2025, this_year=2026, already=True).reasons] == [
        "year",
        "name",
    ]
    assert may_change_focus_group(year=2027, this_year=2026, withdrawn=False).allowed
    refused = may_change_focus_group(year=2025, this_year=2026, withdrawn=True)
    assert [one.code for one in refused.reasons] == ["year", "withdrawn"]


def test_the_list_of_groups_asks_the_same_at_one_and_at_three(django_assert_num_queries):
    client = client_of(town().window)
    group()
    client.get(reverse("agencies:focus_groups"))
    with django_assert_num_queries(QUERIES):
        client.get(reverse("agencies:focus_groups"))
    group("ひきこもり"), group("高齢")
    with django_assert_num_queries(QUERIES):
        client.get(reverse("agencies:focus_groups"))


QUERIES = 16
