"""関係: nobody knows the household, so something is done about it; then somebody does, and a team is formed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from norishiro.agencies.choices import RoleKind
from norishiro.cases.choices import RoleStatus
from norishiro.cases.models import Role
from norishiro.casework.queries.today import today_of
from norishiro.core.operation import announce
from norishiro.core.verdict import Refused
from norishiro.sharing.choices import Ground
from norishiro.teams import operations, rules
from norishiro.teams.models import Rapport, TeamMember
from norishiro.teams.operations import Duty
from tests.factories import agencies
from tests.rooms.teams.office import browser_of, open_office

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def office():
    return open_office()


def duty(office, who, what="手紙を入れる", *, number=1, days=3) -> Duty:
    return Duty(number, what, office.today + days * DAY, who.staff_id, who.agency_id)


def begin(office, case, *duties: Duty, on=None) -> Rapport:
    return operations.start_building(
        office.giver, case=case, words="返事がない。", basis=Ground.OWN, today=on or office.today,
        duties=duties or [duty(office, office.giver)],
    )  # fmt: skip


def form(office, case, *duties: Duty, noted_on=None) -> Rapport:
    return operations.form_team(
        office.giver, case=case, noted_on=noted_on or office.today, words="玄関で話せた。", basis=Ground.OWN,
        today=office.today,
        duties=duties or [duty(office, office.taker, "毎週の訪問")],
    )  # fmt: skip


def posted(*lines: tuple[str, str, str], **given) -> dict[str, str]:
    told = {"words": "玄関で話せた。", "basis": "OWN", **given}
    for number, (who, what, next_on) in enumerate(lines, start=1):
        told |= {f"who_{number}": who, f"what_{number}": what, f"next_on_{number}": next_on}
    return told


def key(actor) -> str:
    return f"{actor.agency_id}/{actor.staff_id}"


def test_no_opens_tasks_and_the_dated_yes_forms_a_team_with_roles(office):
    """From the case to the team, all of it on the screen."""
    case = office.case()
    client = browser_of(office.giver)
    team = reverse("teams:team", args=[case.id])
    soon = str(office.today + 3 * DAY)
    page = client.get(team).content.decode()
    assert ("まだ書かれていません" in page, "まだ関係がない（関係づくりを始める）" in page) == (True, True)

    done = client.post(
        reverse("teams:start_building", args=[case.id]),
        posted((key(office.giver), "手紙を入れる", soon), (key(office.taker), "民生委員に聞く", soon)),
    )
    assert (done.status_code, done.url) == (302, team)
    announce(office.taker)
    lines = [line.what for box in today_of(office.taker, today=office.today) for line in box.lines]
    assert "役割：関係づくり：民生委員に聞く" in lines
    page = client.get(team)
    assert [one.related for one in page.context["rapports"]] == [False]
    assert sorted(one.what for one in page.context["decided"]) == [
        "関係づくり：手紙を入れる",
        "関係づくり：民生委員に聞く",
    ]

    done = client.post(
        reverse("teams:form_team", args=[case.id]),
        posted((key(office.taker), "毎週の訪問", soon), noted_on=str(office.today)),
    )
    assert (done.status_code, done.url) == (302, team)
    page = client.get(team)
    assert [(one.related, one.noted_on) for one in page.context["rapports"]] == [
        (True, office.today),
        (False, office.today),
    ]
    assert [(one.bearer_staff.name, one.what) for one in page.context["decided"]] == [
        ("架空 後任", "毎週の訪問")
    ]
    assert [one.staff.name for one, _made, _ending in page.context["members"]] == ["架空 後任"]


def test_the_tasks_are_done_when_there_is_a_relation(office):
    case = office.case()
    begin(office, case)
    form(office, case)
    announce(office.giver)
    assert sorted(Role.objects.values_list("what", "status")) == sorted(
        [("関係づくり：手紙を入れる", RoleStatus.DONE), ("毎週の訪問", RoleStatus.PROMISED)]
    )


def test_who_leads_or_works_along_already_is_not_entered_twice(office):
    case = office.case()
    form(office, case, duty(office, office.giver, "訪問"), duty(office, office.taker, "電話", number=2))
    begin(office, case)
    form(office, case, duty(office, office.taker, "受診の付き添い"))
    announce(office.giver)
    assert list(TeamMember.objects.values_list("staff_id", "what")) == [(office.taker.staff_id, "電話")]


def test_the_same_twice_is_refused_and_nothing_is_left_behind(office):
    case = office.case()
    begin(office, case)
    announce(office.giver)
    before = Role.objects.count()
    with pytest.raises(Refused):
        begin(office, case)
    announce(office.giver)
    assert (Role.objects.count(), Rapport.objects.count()) == (before, 1)


def test_another_agency_is_not_asked_on_ones_own_ground(office):
    case = office.case()
    with pytest.raises(Refused):
        begin(office, case, duty(office, office.stranger))
    announce(office.giver)
    assert (Role.objects.count(), Rapport.objects.count()) == (0, 0)


def test_what_is_missing_is_said_at_its_line(office):
    case = office.case()
    client = browser_of(office.giver)
    url = reverse("teams:start_building", args=[case.id])
    page = client.post(url, posted())
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["what_1"])
    page = client.post(url, posted((key(office.giver), "", "")))
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["what_1"])
    page = client.post(url, posted((key(office.giver), "手紙", str(office.today - DAY)), words=""))
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["words"])


def test_whoever_does_not_see_the_case_finds_nothing(office):
    case = office.case()
    client = browser_of(office.stranger)
    for name in ("teams:start_building", "teams:form_team"):
        assert client.get(reverse(name, args=[case.id])).status_code == 404


def test_who_may_not_work_on_cases_is_turned_away(office):
    case = office.case()
    helper = agencies.actor(
        "架空 窓口",
        agency=agencies.Agency.objects.get(id=office.giver.agency_id),
        kinds=(RoleKind.SECRETARIAT,),
    )
    assert browser_of(helper).get(reverse("teams:start_building", args=[case.id])).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_a_fixed_number_of_questions(office, count, django_assert_num_queries):
    case = office.case()
    for number in range(count):
        begin(
            office, case, *[duty(office, office.giver, f"{one}", number=one) for one in range(1, count + 1)]
        )
        if number + 1 < count:
            form(office, case, duty(office, office.giver, "訪問"))
    client = browser_of(office.giver)
    url = reverse("teams:team", args=[case.id])
    client.get(url)
    with django_assert_num_queries(QUERIES):
        client.get(url)


QUERIES = 21

GIVEN = {
    "status": "COORDINATING", "related": True, "before": None, "before_on": None,
}  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "fields"),
    [
        ({}, []),
        ({"status": "CLOSED"}, ["words"]),
        ({"before": True}, ["words"]),
        ({"before": False}, []),
        ({"related": False, "before": True}, []),
        ({"related": False, "before": False}, ["words"]),
        ({"noted": 1}, ["noted_on"]),
        ({"noted": -3, "before_ago": 2}, ["noted_on"]),
        ({"noted": -2, "before_ago": 2}, []),
        ({"lines": []}, ["what_1"]),
        ({"lines": [(2, False, "訪問", 1)]}, ["what_2"]),
        ({"lines": [(2, True, " ", 1)]}, ["what_2"]),
        ({"lines": [(2, True, "訪問", None)]}, ["what_2"]),
        ({"lines": [(1, True, "訪問", -1), (2, True, "電話", 0)]}, ["next_on_1"]),
    ],
)
def test_the_rule(office, changed, fields):
    today = office.today
    given = GIVEN | {name: value for name, value in changed.items() if name in GIVEN}
    if "before_ago" in changed:
        given |= {"before": False, "before_on": today - changed["before_ago"] * DAY}
    lines = [
        rules.Line(number, who, what, None if days is None else today + days * DAY)
        for number, who, what, days in changed.get("lines", [(1, True, "訪問", 0)])
    ]
    verdict = rules.may_note_rapport(
        **given, noted_on=today + changed.get("noted", 0) * DAY, lines=lines, today=today
    )
    assert [reason.code for reason in verdict.reasons] == fields
