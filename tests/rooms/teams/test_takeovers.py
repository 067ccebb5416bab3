"""担当の引き継ぎ: what moves, what is kept, what refuses, and what it costs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.choices import RoleKind
from norishiro.agencies.models import Appointment, Staff
from norishiro.agencies.operations import set_cover
from norishiro.cases.models import Case, CaseMember, LeadChange, Role
from norishiro.casework.operations.takeovers import (
    Handed,
    carry_out_for_everybody,
    hand_over,
    withdraw_takeover,
)
from norishiro.casework.queries.today import today_of
from norishiro.core.operation import announce
from norishiro.core.records import Unseen
from norishiro.core.verdict import Refused
from norishiro.outreach.models import Contact
from norishiro.outreach.operations import Told, correct_contact
from norishiro.plans.models import Monitoring
from norishiro.plans.operations import schedule_monitoring
from norishiro.sharing import operations as sharing
from norishiro.teams import operations
from norishiro.teams.choices import Part
from norishiro.teams.models import Takeover, TeamMember
from norishiro.visits.models import Visit
from norishiro.visits.operations import Planned, cancel_visit, enter_visit, plan_visit
from tests.factories import agencies
from tests.rooms.teams.office import browser_of, open_office, seen_by, shut_out

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def office():
    return open_office()


def handed(office, *cases: Case, **changed) -> list[Handed]:
    given = {"receiver_id": office.taker.staff_id, "summary": "午前なら話せる。"}
    return [Handed(case_id=one.id, **(given | changed)) for one in cases]


def go(office, *cases: Case, by=None, from_on=None, overlap_until=None, **changed) -> list[Takeover]:
    return hand_over(
        by or office.giver, giver_id=office.giver.staff_id, handed=handed(office, *cases, **changed),
        from_on=from_on or office.today, overlap_until=overlap_until, note="よろしくお願いします。", today=office.today,
    )  # fmt: skip


def told(actor, today) -> list[tuple[str, str]]:
    announce(actor)
    return [(one.code, line.what) for one in today_of(actor, today=today) for line in one.lines]


def test_lead_role_promise_and_monitoring_go_to_the_next_colleague(office):
    case = office.case(next_on=office.today)
    office.role(case)
    schedule_monitoring(office.giver, case=case, today=office.today)
    announce(office.giver)
    Monitoring.objects.update(staff_id=office.giver.staff_id)

    go(office, case)

    after = seen_by(office.taker, case)
    assert after.lead_staff_id == office.taker.staff_id
    assert list(LeadChange.objects.values_list("staff_id", flat=True)) == [
        office.giver.staff_id,
        office.taker.staff_id,
    ]
    assert list(Role.objects.values_list("bearer_staff_id", flat=True)) == [office.taker.staff_id]
    assert list(Monitoring.objects.values_list("staff_id", flat=True)) == [office.taker.staff_id]
    promise = office.promise(case)
    assert (promise.staff_id, promise.next_by_id) == (office.giver.staff_id, office.taker.staff_id)


def test_today_follows_from_one_to_the_other(office):
    case = office.case(next_on=office.today)
    assert ("promises", "また訪ねる") in told(office.giver, office.today)
    assert told(office.taker, office.today) == []

    go(office, case)

    assert told(office.giver, office.today) == []
    assert told(office.taker, office.today) == [
        ("asked", "引き継いだケース（1件）の申し送りを読んで、確かめる"),
        ("promises", "また訪ねる"),
    ]


def test_a_next_step_that_is_typed_becomes_a_role_of_the_receiver(office):
    case = office.case()
    go(office, case, next_on=office.today + DAY, next_what="電話する")
    announce(office.taker)
    role = Role.objects.get()
    assert (role.what, role.next_on, role.bearer_staff_id) == (
        "電話する",
        office.today + DAY,
        office.taker.staff_id,
    )


def test_the_former_lead_stays_until_the_overlap_ends_by_itself(office):
    case = office.case(next_on=office.today)
    go(office, case, overlap_until=office.today + 7 * DAY)
    announce(office.taker)
    former = TeamMember.objects.get()
    assert (former.staff_id, former.part, former.until_on) == (
        office.giver.staff_id,
        Part.FORMER,
        office.today + 7 * DAY,
    )


def plan(office, case: Case, *, goers, day=None, by=None) -> Visit:
    planned = Planned(
        day=day or office.today, purpose="様子を見る", goer_ids=tuple(one.staff_id for one in goers)
    )
    return plan_visit(by or office.giver, case=case, planned=planned, today=office.today)


def goers_of(office, visit: Visit) -> set:
    announce(office.taker)
    return set(visit.goers.values_list("staff_id", flat=True))


def test_visits_that_are_to_come_go_to_the_next_colleague(office):
    case, other = office.case(), office.case("残る家")
    called_off = plan(office, case, goers=[office.giver])
    cancel_visit(office.giver, visit=called_off, because="熱が出た", today=office.today)
    coming, together, stays = (
        plan(office, case, goers=[office.giver], day=office.today + DAY),
        plan(office, case, goers=[office.giver, office.taker]),
        plan(office, other, goers=[office.giver]),
    )

    go(office, case, next_on=office.today + DAY, next_what="電話する")

    giver, taker = office.giver.staff_id, office.taker.staff_id
    assert goers_of(office, coming) == {taker}
    assert goers_of(office, together) == {giver, taker}
    assert goers_of(office, stays) == {giver}
    assert goers_of(office, called_off) == {giver}


def test_somebody_who_is_inside_is_not_taken_out(office):
    case = office.case()
    visit = plan(office, case, goers=[office.giver])
    now = timezone.now()
    enter_visit(office.giver, visit=visit, expected_at=now + timedelta(hours=1), today=office.today, now=now)
    go(office, case, next_on=office.today + DAY, next_what="電話する")
    assert goers_of(office, visit) == {office.giver.staff_id}


def test_a_promise_about_another_household_stays(office):
    case, other = (
        office.case("渡す家", next_on=office.today),
        office.case("残る家", next_on=office.today),
    )
    go(office, case)
    announce(office.giver)
    assert Contact.objects.get(case_id=other.id).next_by_id is None


def test_a_correction_leaves_the_promise_with_whoever_took_it_over(office):
    case = office.case(next_on=office.today)
    go(office, case)
    corrected = correct_contact(
        office.giver, contact=office.promise(case),
        told=Told(happened_on=office.today, method="VISIT", met="MET", body="書き直し", next_on=office.today),
        today=office.today,
    )  # fmt: skip
    assert corrected.next_by_id == office.taker.staff_id


def test_forty_cases_are_one_transaction_and_the_questions_do_not_grow_but_for_the_ledger(office):
    one, forty = (
        [office.case("一軒", next_on=office.today)],
        [office.case(f"家{number}", next_on=office.today) for number in range(40)],
    )
    with CaptureQueriesContext(connection) as few:
        go(office, *one)
    with CaptureQueriesContext(connection) as many:
        go(office, *forty)
    lines = [sum('INSERT INTO "ledger_entry"' in each["sql"] for each in asked) for asked in (few, many)]
    assert lines == [1, 40]
    assert len(many) - lines[1] == len(few) - lines[0]


@pytest.mark.parametrize("count", [1, 3])
def test_the_screen_asks_a_fixed_number_of_questions(office, count, django_assert_num_queries):
    for number in range(count):
        office.role(office.case(f"家{number}", next_on=office.today))
    client = browser_of(office.giver)
    url = reverse("casework:hand_over", args=[office.giver.staff_id])
    client.get(url)
    with django_assert_num_queries(FORM_QUERIES):
        client.get(url)


FORM_QUERIES = 23


def refused(office, *cases: Case, **given) -> list[str]:
    with pytest.raises(Refused) as raised:
        go(office, *cases, **given)
    return [reason.code.partition("_")[0] for reason in raised.value.verdict.reasons]


def test_whoever_may_not_lead_is_refused(office):
    case = office.case(next_on=office.today)
    helper = agencies.actor(
        "架空 補助",
        agency=agencies.Agency.objects.get(id=office.giver.agency_id),
        kinds=(RoleKind.ASSISTANT,),
    )
    assert refused(office, case, receiver_id=helper.staff_id) == ["to"]
    assert refused(office, case, receiver_id=office.stranger.staff_id) == ["to"]
    assert refused(office, case, receiver_id=office.giver.staff_id) == ["to"]


def test_whoever_is_gone_by_that_day_is_refused(office):
    case = office.case(next_on=office.today)
    Appointment.objects.filter(staff_id=office.taker.staff_id).update(until_on=office.today + 5 * DAY)
    assert refused(office, case, from_on=office.today + 5 * DAY) == ["to"]
    Staff.objects.filter(id=office.taker.staff_id).update(is_active=False)
    assert refused(office, case) == ["to"]


def test_whoever_is_shut_out_by_name_is_refused(office):
    case = office.case(next_on=office.today)
    coordinator = agencies.actor("架空 推進員", agency=agencies.Agency.objects.get(id=office.giver.agency_id))
    shut_out(coordinator, sharing.case(case.id), office.taker.staff_id)
    assert refused(office, case) == ["to"]


def test_whoever_is_shut_out_of_one_member_of_the_household_is_refused(office):
    case = office.case(next_on=office.today)
    member = CaseMember.objects.get(case=case).person_id
    coordinator = agencies.actor("架空 推進員", agency=agencies.Agency.objects.get(id=office.giver.agency_id))
    shut_out(coordinator, sharing.person(member), office.taker.staff_id)
    assert refused(office, case) == ["to"]


def test_a_role_the_giver_carries_for_another_agency_stays_and_is_no_next_step(office):
    case = office.case()
    office.role(case, what="家計の相談")
    Role.objects.update(bearer_id=agencies.agency("架空 もう一つの職場").id)
    assert refused(office, case) == ["next"]
    go(office, case, next_on=office.today, next_what="電話する")
    announce(office.taker)
    assert sorted(Role.objects.values_list("what", "bearer_staff_id")) == sorted(
        [("家計の相談", office.giver.staff_id), ("電話する", office.taker.staff_id)]
    )


def test_without_words_or_a_next_step_nothing_goes_and_everything_is_said_at_once(office):
    first, second = office.case("一軒"), office.case("二軒", next_on=office.today)
    assert refused(office, first, second, summary="") == ["summary", "next", "summary"]
    announce(office.giver)
    assert set(Case.objects.values_list("lead_staff_id", flat=True)) == {office.giver.staff_id}


def test_a_past_day_is_refused(office):
    assert refused(office, office.case(next_on=office.today), from_on=office.today - DAY) == ["from"]


def test_a_colleague_may_not_hand_over_for_another_but_the_manager_may(office):
    case = office.case(next_on=office.today)
    assert refused(office, case, by=office.taker) == ["from"]
    go(office, case, by=office.manager)
    assert seen_by(office.taker, case).lead_staff_id == office.taker.staff_id


def test_the_cases_of_somebody_who_has_left_are_told_and_can_go_on(office):
    case = office.case(next_on=office.today)
    Staff.objects.filter(id=office.giver.staff_id).update(is_active=False)
    page = browser_of(office.manager).get(reverse("casework:takeovers"))
    assert [one.name for one in page.context["left_behind"]] == ["架空 前任"]
    go(office, case, by=office.manager)
    page = browser_of(office.manager).get(reverse("casework:takeovers"))
    assert page.context["left_behind"] == []


def test_a_case_of_another_agency_is_not_there(office):
    case = office.case(next_on=office.today)
    with pytest.raises(Unseen):
        go(office, case, by=office.stranger)


def test_a_later_day_moves_nothing_until_the_errand_of_that_day(office):
    case = office.case(next_on=office.today)
    later = office.today + 10 * DAY
    go(office, case, from_on=later)
    assert seen_by(office.giver, case).lead_staff_id == office.giver.staff_id
    assert refused(office, case) == ["take"]

    assert carry_out_for_everybody(today=later - DAY) == 0
    assert carry_out_for_everybody(today=later) == 1
    assert carry_out_for_everybody(today=later) == 0

    assert seen_by(office.taker, case).lead_staff_id == office.taker.staff_id
    announce(office.taker)
    assert LeadChange.objects.latest("made_at").changed_on == later


def test_what_no_longer_fits_on_that_day_waits_for_whoever_decided(office):
    case = office.case(next_on=office.today)
    later = office.today + 10 * DAY
    made = go(office, case, from_on=later, by=office.manager)
    announce(office.giver)
    Case.objects.filter(id=case.id).update(lead_staff_id=office.manager.staff_id)

    assert carry_out_for_everybody(today=later) == 0
    assert ("asked", "日が来ても替われなかった引き継ぎ") in told(office.manager, later + DAY)

    withdraw_takeover(office.manager, takeover=made[0], today=later)
    assert [what for _code, what in told(office.manager, later + DAY) if "引き継ぎ" in what] == []


def test_the_errand_says_how_many(office, capsys):
    call_command("carry_takeovers")
    assert capsys.readouterr().out == "0件のケースの担当が替わりました。\n"


def test_an_ended_case_is_not_handed_over(office):
    case = office.case(next_on=office.today)
    announce(office.giver)
    Case.objects.filter(id=case.id).update(status="CLOSED")
    assert refused(office, case) == ["take"]


# --- on the screen ------------------------------------------------------------------------------------------


def posted(office, *cases: Case, **changed) -> dict[str, str]:
    fields = {"receiver": str(office.taker.staff_id), "from_on": office.today.isoformat()}
    for one in cases:
        fields |= {f"take_{one.id.hex}": "on", f"summary_{one.id.hex}": "玄関で話せる。"}
    return fields | changed


def test_all_cases_are_chosen_with_the_words_of_the_last_own_record(office):
    case = office.case("見本家", next_on=office.today)
    page = browser_of(office.giver).get(reverse("casework:hand_over", args=[office.giver.staff_id]))
    row = next(page.context["form"].rows())
    day = office.today
    assert row.take.value() is True
    assert row.summary.value() == f"{day:%Y}年{day.month}月{day.day}日の記録：見本家を訪ねた。"
    assert (row.case.coming_on, row.case.coming_what) == (day, "また訪ねる")
    assert case.id == row.case.id


def test_words_said_under_another_ground_are_not_copied(office):
    case = office.case("見本家", next_on=office.today)
    announce(office.giver)
    Contact.objects.filter(case_id=case.id).update(basis="C0")
    page = browser_of(office.giver).get(reverse("casework:hand_over", args=[office.giver.staff_id]))
    assert [row.summary.value() for row in page.context["form"].rows()] == [""]


def test_only_the_chosen_ones_go_each_to_whom_it_was_given(office):
    first, second, third = (office.case(f"家{number}", next_on=office.today) for number in range(3))
    other = agencies.actor(
        "架空 もう一人", agency=agencies.Agency.objects.get(id=office.giver.agency_id), kinds=(RoleKind.CSW,)
    )
    answered = browser_of(office.giver).post(
        reverse("casework:hand_over", args=[office.giver.staff_id]),
        posted(office, first, second, **{f"to_{second.id.hex}": str(other.staff_id)}),
    )
    assert answered.status_code == 302
    leads = [seen_by(office.taker, one).lead_staff_id for one in (first, second, third)]
    assert leads == [office.taker.staff_id, other.staff_id, office.giver.staff_id]


def test_what_is_missing_stands_at_its_case_and_nothing_is_lost(office):
    case = office.case("見本家")
    answered = browser_of(office.giver).post(
        reverse("casework:hand_over", args=[office.giver.staff_id]),
        posted(office, case, **{f"summary_{case.id.hex}": "", "note": "全員に伝えること"}),
    )
    form = answered.context["form"]
    assert answered.status_code == 422
    assert sorted(form.errors) == sorted([f"next_what_{case.id.hex}", f"summary_{case.id.hex}"])
    assert form["note"].value() == "全員に伝えること"


def test_a_stranger_finds_neither_the_cases_nor_the_notes(office):
    made = go(office, office.case(next_on=office.today))[0]
    client = browser_of(office.stranger)
    for name, key in (
        ("casework:hand_over", office.giver.staff_id),
        ("casework:withdraw_takeover", made.id),
        ("teams:show_takeover", made.id),
        ("teams:confirm_takeovers", made.id),
    ):
        assert client.get(reverse(name, args=[key])).status_code == 404, name
    assert client.get(reverse("casework:takeovers")).context["batches"] == []


def test_the_receiver_reads_and_confirms_one_then_all(office):
    made = go(office, *(office.case(f"家{number}", next_on=office.today) for number in range(3)))
    client = browser_of(office.taker)
    page = client.get(reverse("teams:show_takeover", args=[made[0].id]))
    assert len(page.context["waiting"]) == 3
    client.post(reverse("teams:confirm_takeovers", args=[made[1].id]))
    assert len(client.get(reverse("teams:show_takeover", args=[made[0].id])).context["waiting"]) == 2
    client.post(reverse("teams:confirm_takeovers", args=[made[0].id]), {"all": "1"})
    announce(office.taker)
    assert Takeover.objects.filter(confirmed_on=office.today).count() == 3
    assert told(office.taker, office.today)[:1] == [("promises", "また訪ねる")]


def test_nobody_confirms_for_another(office):
    made = go(office, office.case(next_on=office.today))
    answered = browser_of(office.giver).post(reverse("teams:confirm_takeovers", args=[made[0].id]))
    assert answered.status_code == 403
    with pytest.raises(Refused):
        operations.confirm_takeovers(office.manager, takeovers=made, today=office.today)


def test_what_is_decided_for_later_can_be_taken_back_on_the_screen(office):
    case = office.case(next_on=office.today)
    made = go(office, case, from_on=office.today + DAY)[0]
    client = browser_of(office.giver)
    url = reverse("casework:withdraw_takeover", args=[made.id])
    assert client.get(url).status_code == 200
    assert client.post(url).status_code == 302
    assert client.post(url).status_code == 403
    assert carry_out_for_everybody(today=office.today + DAY) == 0


@pytest.mark.parametrize("count", [1, 3])
def test_the_notes_ask_a_fixed_number_of_questions(office, count, django_assert_num_queries):
    made = go(office, *(office.case(f"家{number}", next_on=office.today) for number in range(count)))
    client = browser_of(office.taker)
    url = reverse("teams:show_takeover", args=[made[0].id])
    client.get(url)
    with django_assert_num_queries(NOTE_QUERIES):
        client.get(url)


NOTE_QUERIES = 13


# --- 代わり -------------------------------------------------------------------------------------------------


def test_the_substitute_sees_the_promises_of_the_absent_marked_until_the_day_of_return(office):
    case = office.case(next_on=office.today)
    office.role(case, what="家計の相談")
    plan(office, office.case("もう一つの家"), goers=[office.giver])
    until = office.today + 3 * DAY
    set_cover(
        office.giver, staff=Staff.objects.get(id=office.giver.staff_id),
        covering=Staff.objects.get(id=office.taker.staff_id),
        agency=agencies.Agency.objects.get(id=office.giver.agency_id), reason="休み", from_on=office.today, until_on=until,
    )  # fmt: skip

    assert sorted(told(office.taker, office.today)) == [
        ("promises", "代わり：また訪ねる"),
        ("promises", "代わり：役割：家計の相談"),
        ("visits", "代わり：様子を見る"),
    ]
    assert told(office.taker, until) == []
    assert len(told(office.giver, office.today)) == 3
    assert told(office.stranger, office.today) == []
