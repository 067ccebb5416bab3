"""進捗の一覧 and 会えていないケース: every running case with what moved last, one line each, and nobody forgotten."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.choices import RoleKind
from norishiro.cases.operations import assign_role
from norishiro.core.operation import announce
from norishiro.core.verdict import Refused
from norishiro.meetings import operations as meetings
from norishiro.meetings.models import Body
from norishiro.outreach.operations import Told, record_contact
from norishiro.plans import operations, queries
from norishiro.plans.choices import MonitoringResult
from norishiro.plans.models import Monitoring
from norishiro.sharing.choices import Ground
from tests.factories import agencies, cases, people
from tests.rooms.plans import town as towns
from tests.rooms.plans.town import TODAY, browser_of

pytestmark = pytest.mark.django_db

PROGRESS = reverse("plans:review_progress")
SILENT = reverse("plans:list_silent")
DAY = timedelta(days=1)
PROGRESS_QUERIES = 20
SILENT_QUERIES = 11


@pytest.fixture
def town():
    return towns.town()


def field_of(case, name: str = "line") -> str:
    return f"{name}_{case.id.hex}"


def sent(client, data, url: str = PROGRESS):
    token = str(client.get(url).context["form"].token)
    return client.post(url, {"form_token": token, **data})


def contact(town, *, on: date, met: str, person=None) -> None:
    told = Told(happened_on=on, method="VISIT", met=met, body="訪ねた")
    record_contact(town.drafter, person=person or town.mother, case_id=town.case.id, told=told, today=on)


def sitting_now(town):
    """A sitting of today, begun; the clock of the page decides what today is."""
    today = timezone.localdate()
    body = Body.objects.get(code="LAYERED")
    Body.objects.filter(pk=body.pk).update(sits_without_cases=True, convener=town.drafter.agency_id)
    body.refresh_from_db()
    body.conveners.set([town.drafter.agency_id])
    found = meetings.call_meeting(
        town.drafter,
        body=body,
        held_on=today,
        topics="進捗の確認",
        agency_ids=[town.provider.agency_id],
        today=today,
    )
    return meetings.open_sitting(town.drafter, sitting=found, today=today)


def test_the_list_tells_what_moved_last_what_is_due_and_which_promise_is_late(town):
    operations.schedule_monitoring(town.drafter, case=town.case, today=TODAY)
    assign_role(
        town.drafter, case=town.case, person=None, bearer_id=town.drafter.agency_id, what="家計の相談", basis=Ground.OWN,
        from_on=TODAY - 9 * DAY, next_on=TODAY - DAY, next_what="", today=TODAY - 9 * DAY,
    )  # fmt: skip
    announce(town.drafter)
    [line] = queries.progress_lines(town.drafter, today=TODAY)
    assert (line.case, line.plan, line.last, [one.what for one in line.late_roles]) == (
        town.case, None, None, ["家計の相談"],
    )  # fmt: skip
    assert line.due is not None and line.is_consented is False
    announce(town.stranger)
    assert queries.progress_lines(town.stranger, today=TODAY) == []


def test_one_line_at_the_sitting_is_the_look_of_the_month_and_names_the_sitting(town):
    found = sitting_now(town)
    client = browser_of(town.drafter)
    address = f"{PROGRESS}?sitting={found.id}"
    quiet = cases.case(town.drafter, people.person(town.drafter), title="しずかな世帯", today=TODAY)
    answered = sent(
        client, {field_of(town.case): "落ち着いている", field_of(town.case, "result"): "CONTINUE"}, address
    )
    assert (answered.status_code, answered["Location"]) == (302, reverse("meetings:sitting", args=[found.id]))
    announce(town.drafter)
    done = Monitoring.objects.get(done_on__isnull=False)
    assert (done.case, done.progress, done.sitting_id) == (town.case, "落ち着いている", found.id)
    assert not Monitoring.objects.filter(case=quiet, done_on__isnull=False).exists()
    assert Monitoring.objects.filter(case=town.case, done_on__isnull=True).count() == 1


def test_the_look_that_is_due_is_done_with_the_line(town):
    announce(town.drafter)
    due = Monitoring.objects.create(
        case=town.case, subject_id=town.case.id, basis=Ground.OWN, agency_id=town.drafter.agency_id, categories=1,
        due_on=timezone.localdate(),
    )  # fmt: skip
    client = browser_of(town.drafter)
    answered = sent(
        client, {field_of(town.case): "落ち着いている", field_of(town.case, "result"): "CONTINUE"}
    )
    assert answered.status_code == 302
    announce(town.drafter)
    due.refresh_from_db()
    assert (due.done_on, due.progress) == (timezone.localdate(), "落ち着いている")


def test_a_look_planned_for_later_stays_when_a_line_is_written_before(town):
    announce(town.drafter)
    later = Monitoring.objects.create(
        case=town.case, subject_id=town.case.id, basis=Ground.OWN, agency_id=town.drafter.agency_id, categories=1,
        due_on=TODAY + 90 * DAY,
    )  # fmt: skip
    operations.review_progress(
        town.drafter,
        case=town.case,
        sitting=None,
        progress="電話で話せた",
        result=MonitoringResult.CONTINUE,
        today=TODAY,
    )
    later.refresh_from_db()
    assert (later.done_on, Monitoring.objects.filter(done_on=TODAY).count()) == (None, 1)
    with pytest.raises(Refused) as refused:
        operations.review_progress(
            town.drafter,
            case=town.case,
            sitting=None,
            progress="もう一度",
            result=MonitoringResult.CONTINUE,
            today=TODAY,
        )
    assert [reason.code for reason in refused.value.verdict.reasons] == ["line"]


def test_a_sitting_that_is_over_takes_no_more_lines_and_says_why(town):
    found = sitting_now(town)
    meetings.close_sitting(town.drafter, sitting=found)
    meetings.confirm_minutes(town.drafter, sitting=found, today=timezone.localdate())
    page = browser_of(town.drafter).get(f"{PROGRESS}?sitting={found.id}")
    assert (page.status_code, page.context["may"].allowed) == (200, False)
    answered = browser_of(town.drafter).post(f"{PROGRESS}?sitting={found.id}", {field_of(town.case): "遅い"})
    assert answered.status_code == 422
    assert browser_of(town.stranger).get(f"{PROGRESS}?sitting={found.id}").status_code == 404


def test_without_the_role_the_lists_say_which_one_is_missing(town):
    client = browser_of(agencies.actor(kinds=(RoleKind.LIAISON,)))
    assert [client.get(url).status_code for url in (PROGRESS, SILENT)] == [403, 403]


def test_consented_and_unconsented_cases_are_gone_through_apart(town):
    towns.decided(town)
    cases.case(town.drafter, people.person(town.drafter), title="同意のない世帯", today=TODAY)
    groups = browser_of(town.drafter).get(PROGRESS).context["groups"]
    assert [(label, [row["line"].case.title for row in rows]) for label, rows in groups] == [
        ("同意のあるケース", ["架空さんの世帯"]),
        ("同意のないケース（支援会議・自機関）", ["同意のない世帯"]),
    ]


def test_whom_nobody_met_for_long_is_listed_the_longest_first(town):
    contact(town, on=TODAY - 40 * DAY, met="MET")
    contact(town, on=TODAY - 2 * DAY, met="ABSENT")
    never = cases.case(
        town.drafter, people.person(town.drafter), title="まだ会えない世帯", today=TODAY - 50 * DAY
    )
    fresh = cases.case(
        town.drafter, people.person(town.drafter), title="会えている世帯", today=TODAY - 50 * DAY
    )
    record_contact(
        town.drafter, person=None, case_id=fresh.id, today=TODAY - 3 * DAY,
        told=Told(happened_on=TODAY - 3 * DAY, method="VISIT", met="FAMILY", body="家族と会えた"),
    )  # fmt: skip
    announce(town.drafter)
    found = queries.silent_cases(town.drafter, days=30, today=TODAY)
    assert [(one.case, one.met_on, one.tried_on, one.days) for one in found] == [
        (never, None, None, 50),
        (town.case, TODAY - 40 * DAY, TODAY - 2 * DAY, 40),
    ]
    assert queries.silent_cases(town.drafter, days=60, today=TODAY) == []


def test_the_days_are_chosen_on_the_page_and_what_cannot_be_read_is_the_usual(town):
    client = browser_of(town.drafter)
    assert [client.get(SILENT, {"days": days}).context["days"] for days in ("90", "いっぱい", "")] == [
        90,
        30,
        30,
    ]
    assert client.get(SILENT).context["found"] == []


def test_each_row_of_a_plan_leads_to_what_its_bearer_wrote_since_and_to_the_next_look(town):
    plan = towns.decided(town, towns.row(town.drafter, person_id=town.son.id), towns.row(town.provider))
    for on in (TODAY, TODAY + DAY):
        contact(town, on=on, met="MET", person=town.son)
    contact(town, on=TODAY - DAY, met="MET", person=town.son)
    announce(town.drafter)
    shown = queries.get_plan(town.drafter, plan_id=plan.id)
    written = queries.accompaniment_of(town.drafter, plan=shown)
    mine = next(row for row in shown.rows.all() if row.bearer_id == town.drafter.agency_id)
    assert written == {mine.id: queries.Accompaniment(times=2, last_on=TODAY + DAY)}
    page = browser_of(town.drafter).get(reverse("plans:show_plan", args=[plan.id]))
    assert page.context["next_look"] == queries.next_look(town.drafter, case=town.case)
    assert reverse("cases:history", args=[town.case.id]) in page.content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_lists_ask_a_fixed_number_of_questions(town, number, django_assert_num_queries):
    for one in range(number - 1):
        cases.case(town.drafter, people.person(town.drafter), title=f"架空{one}", today=TODAY)
    client = browser_of(town.drafter)
    client.get(PROGRESS)
    with django_assert_num_queries(PROGRESS_QUERIES):
        client.get(PROGRESS)
    with django_assert_num_queries(SILENT_QUERIES):
        client.get(SILENT)
