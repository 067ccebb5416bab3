"""担当: who works along on which day, who sees the case as 統括, and the periods of advisers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from norishiro.agencies.actor import actor_for
from norishiro.agencies.choices import RoleKind
from norishiro.agencies.models import Role
from norishiro.casework.operations.takeovers import Handed, hand_over
from norishiro.casework.queries.today import today_of
from norishiro.core.operation import announce
from norishiro.core.verdict import Refused
from norishiro.outreach.operations import Told, record_contact
from norishiro.sharing import operations as sharing
from norishiro.teams import operations, queries
from norishiro.teams.choices import Part, Settling
from norishiro.teams.models import TeamMember
from tests.factories import agencies
from tests.rooms.teams.office import browser_of, open_office, seen_by, shut_out

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def office():
    return open_office()


def join(office, case, *, who=None, part=Part.MEMBER, from_on=None, **given) -> TeamMember:
    member = who or office.taker
    return operations.join_team(
        office.giver, case=case, staff_id=member.staff_id, agency_id=member.agency_id, part=part,
        from_on=from_on or office.today, **given,
    )  # fmt: skip


def names(page) -> list[str]:
    return [one.staff.name for one, _made, _ending in page.context["members"]]


def test_the_team_of_a_past_day_is_what_it_was_on_that_day(office):
    case = office.case(next_on=office.today)
    join(office, case, from_on=office.today - 20 * DAY, until_on=office.today - 10 * DAY)
    client = browser_of(office.giver)
    url = reverse("teams:team", args=[case.id])
    assert [names(client.get(url, {"on": str(office.today - days * DAY)})) for days in (21, 20, 11, 10)] == [
        [],
        ["架空 後任"],
        ["架空 後任"],
        [],
    ]


def test_the_lead_of_a_day_is_the_last_one_set_by_then(office):
    case = office.case(next_on=office.today)
    later = office.today + 5 * DAY
    hand_over(
        office.giver, giver_id=office.giver.staff_id, from_on=later, today=later,
        handed=[Handed(case.id, office.taker.staff_id, "よく話す人です。", later, "電話")],
    )  # fmt: skip
    announce(office.giver)
    led = [queries.lead_on(office.giver, case=case, on=office.today + days * DAY) for days in (-1, 0, 4, 5)]
    assert [one and one.staff_id for one in led] == [
        None,
        office.giver.staff_id,
        office.giver.staff_id,
        office.taker.staff_id,
    ]


def test_working_along_opens_nothing(office):
    case = office.case(next_on=office.today)
    with pytest.raises(Refused) as raised:
        join(office, case, who=office.stranger)
    assert [reason.code for reason in raised.value.verdict.reasons] == ["staff"]
    assert browser_of(office.stranger).get(reverse("teams:team", args=[case.id])).status_code == 404


def test_whoever_is_shut_out_or_there_already_is_refused(office):
    case = office.case(next_on=office.today)
    join(office, case)
    with pytest.raises(Refused):
        join(office, case)
    coordinator = agencies.actor("架空 推進員", agency=agencies.Agency.objects.get(id=office.giver.agency_id))
    shut_out(coordinator, sharing.case(case.id), office.manager.staff_id)
    with pytest.raises(Refused):
        join(office, case, who=office.manager)


def supervisor(office, *, parent: bool) -> object:
    place = agencies.agency("架空 本部")
    if parent:
        agencies.Agency.objects.filter(id=office.giver.agency_id).update(parent=place)
    return agencies.actor("架空 統括", agency=place, kinds=(RoleKind.SUPERVISOR,))


def test_the_supervisor_above_is_named_and_sees_the_case_without_standing_in_it(office):
    case = office.case(next_on=office.today)
    above = supervisor(office, parent=True)
    page = browser_of(office.giver).get(reverse("teams:team", args=[case.id]))
    assert [one.staff.name for one in page.context["supervisors"]] == ["架空 統括"]
    worn = actor_for(staff_id=above.staff_id, agency_id=above.agency_id, today=office.today)
    assert seen_by(worn, case).id == case.id


def test_a_supervisor_of_another_house_is_not_named(office):
    case = office.case(next_on=office.today)
    supervisor(office, parent=False)
    page = browser_of(office.giver).get(reverse("teams:team", args=[case.id]))
    assert page.context["supervisors"] == []
    assert Role.objects.filter(kind=RoleKind.SUPERVISOR, sees_all_bases=True).count() == 0


def test_a_supervisor_who_is_shut_out_is_not_named(office):
    case = office.case(next_on=office.today)
    above = supervisor(office, parent=True)
    coordinator = agencies.actor("架空 推進員", agency=agencies.Agency.objects.get(id=office.giver.agency_id))
    shut_out(coordinator, sharing.case(case.id), above.staff_id)
    page = browser_of(office.giver).get(reverse("teams:team", args=[case.id]))
    assert page.context["supervisors"] == []


def test_a_colleague_is_entered_on_the_screen_and_stands_in_the_own_list(office):
    case = office.case("川辺家", next_on=office.today)
    client = browser_of(office.giver)
    answered = client.post(
        reverse("teams:join_team", args=[case.id]),
        {"staff": f"{office.taker.agency_id}/{office.taker.staff_id}", "part": "MEMBER", "from_on": str(office.today)},
    )  # fmt: skip
    assert answered.status_code == 302
    page = browser_of(office.taker).get(reverse("cases:list"), {"whose": "team"})
    assert [line.case.title for line in page.context["rows"]] == ["川辺家"]
    page = browser_of(office.manager).get(reverse("cases:list"), {"whose": "team"})
    assert page.context["rows"] == []


def test_bad_input_keeps_the_form(office):
    case = office.case(next_on=office.today)
    answered = browser_of(office.giver).post(reverse("teams:join_team", args=[case.id]), {"part": "MEMBER"})
    assert (answered.status_code, sorted(answered.context["form"].errors)) == (422, ["from_on", "staff"])
    page = browser_of(office.giver).get(reverse("teams:team", args=[case.id]), {"on": "いつか"})
    assert page.status_code == 422


def test_the_team_is_not_there_for_another_agency(office):
    case = office.case(next_on=office.today)
    member = join(office, case)
    client = browser_of(office.stranger)
    for name, key in (("team", case.id), ("join_team", case.id), ("settle_member", member.id)):
        assert client.get(reverse(f"teams:{name}", args=[key])).status_code == 404, name


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_a_fixed_number_of_questions(office, count, django_assert_num_queries):
    case = office.case(next_on=office.today)
    for number in range(count):
        colleague = agencies.actor(
            f"架空 {number}", agency=agencies.Agency.objects.get(id=office.giver.agency_id)
        )
        join(office, case, who=colleague)
    client = browser_of(office.giver)
    url = reverse("teams:team", args=[case.id])
    client.get(url)
    with django_assert_num_queries(TEAM_QUERIES):
        client.get(url)


TEAM_QUERIES = 20


# --- 日常生活支援アドバイザー -----------------------------------------------------------------------------------


def adviser(office, case, *, days: int) -> TeamMember:
    """One whose period ends in so many days."""
    return join(
        office,
        case,
        part=Part.ADVISER,
        from_on=office.today - 80 * DAY,
        until_on=office.today + days * DAY,
        visits=12,
    )


def prompts(actor, today) -> list[str]:
    announce(actor)
    return [line.what for one in today_of(actor, today=today) for line in one.lines if line.kind == "member"]


def test_an_adviser_without_an_end_gets_three_months_on_the_screen(office):
    case = office.case(next_on=office.today)
    browser_of(office.giver).post(
        reverse("teams:join_team", args=[case.id]),
        {"staff": f"{office.taker.agency_id}/{office.taker.staff_id}", "part": "ADVISER", "from_on": "2026-11-30", "visits": "12"},
    )  # fmt: skip
    announce(office.giver)
    assert [str(one) for one in TeamMember.objects.values_list("until_on", flat=True)] == ["2027-02-28"]


def test_near_the_end_both_adviser_and_lead_are_asked_what_comes_next(office):
    case = office.case(next_on=office.today)
    adviser(office, case, days=15)
    asked = ["日常生活支援アドバイザー（架空 後任）の区切りを決める"]
    assert [prompts(one, office.today) for one in (office.taker, office.giver)] == [[], []]
    assert [prompts(one, office.today + DAY) for one in (office.taker, office.giver)] == [asked, asked]
    assert prompts(office.manager, office.today + DAY) == []


def test_visits_inside_the_period_are_counted(office):
    case = office.case(next_on=office.today)
    member = adviser(office, case, days=5)
    announce(office.taker)
    someone = case.members.get().person
    for days in (81, 80, 1):
        record_contact(
            office.taker, person=someone, case_id=case.id,
            told=Told(happened_on=office.today - days * DAY, method="VISIT", met="MET", body="片付け"), today=office.today,
        )  # fmt: skip
    announce(office.giver)
    assert queries.visits_made(office.giver, case=case, members=[member]) == {member.id: 2}


@pytest.mark.parametrize(
    ("choice", "leads_to"),
    [("END", "teams:team"), ("TRANSFER", "cases:offer_handover"), ("EXTEND", "teams:team")],
)
def test_the_end_is_decided_on_the_screen(office, choice, leads_to):
    case = office.case(next_on=office.today)
    member = adviser(office, case, days=5)
    new_end = office.today + 30 * DAY
    answered = browser_of(office.giver).post(
        reverse("teams:settle_member", args=[member.id]),
        {"choice": choice, "words": "買い物に慣れた", "until_on": str(new_end) if choice == "EXTEND" else ""},
    )
    assert answered.headers["Location"] == reverse(leads_to, args=[case.id])
    announce(office.giver)
    member.refresh_from_db()
    assert member.until_on == (new_end if choice == "EXTEND" else office.today)
    assert member.settled == ("" if choice == "EXTEND" else choice)
    assert prompts(office.giver, office.today) == []


def test_a_period_without_a_reason_is_not_settled(office):
    case = office.case(next_on=office.today)
    member = adviser(office, case, days=5)
    answered = browser_of(office.giver).post(
        reverse("teams:settle_member", args=[member.id]), {"choice": "EXTEND", "words": "まだ不安"}
    )
    assert (answered.status_code, sorted(answered.context["form"].errors)) == (422, ["until_on"])
    with pytest.raises(Refused):
        operations.settle_member(
            office.giver, member=member, choice=Settling.END, words="", today=office.today
        )
