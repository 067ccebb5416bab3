"""これまでのこと: everything that happened in its order, and to each viewer only what that viewer may see."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from norishiro.cases import operations as cases
from norishiro.cases.timeline import Event, newest_first
from norishiro.core.operation import announce
from norishiro.meetings.models import MinuteLine, Sitting
from norishiro.plans import operations as plans
from norishiro.plans.models import Monitoring
from norishiro.sharing.choices import Ground
from tests.rooms.plans import town as towns
from tests.rooms.plans.town import TODAY, browser_of

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=timezone.get_default_timezone())


def event(title: str, *, on: date = TODAY, at: time | None = None, written: datetime = NOON) -> Event:
    return Event(on=on, at=at, written_at=written, title=title, who="")


def test_on_one_day_the_hour_decides_and_else_when_it_was_written():
    told = [
        event("朝の訪問を夕方に書いた", at=time(9), written=NOON + timedelta(hours=5)),
        event("前の日", on=TODAY - timedelta(days=1)),
        event("昼に主担当が替わった"),
        event("午後の電話", at=time(15), written=NOON),
        event("昼のすぐあとに状態が変わった", written=NOON + timedelta(seconds=1)),
        event("何日もあとに書いた", written=NOON + timedelta(days=3)),
    ]
    assert [one.title for one in newest_first(told)] == [
        "何日もあとに書いた",
        "午後の電話",
        "昼のすぐあとに状態が変わった",
        "昼に主担当が替わった",
        "朝の訪問を夕方に書いた",
        "前の日",
    ]


def test_the_newest_are_kept():
    told = [event(str(day), on=date(2026, 11, day)) for day in range(1, 11)]
    assert [one.title for one in newest_first(told, limit=2)] == ["10", "9"]


def titles(actor, case) -> list[str]:
    page = browser_of(actor).get(reverse("cases:show", args=[case.id]))
    return sorted(one.title for one in page.context["events"])


OPENED = ["主担当：西東京市社会福祉協議会 架空 作子", "状態：情報収集・調整中"]


@pytest.fixture
def town():
    return towns.town()


def talked_over(town) -> None:
    announce(town.drafter)
    sitting = Sitting.objects.create(
        body=town.body, held_on=TODAY, convener_id=town.drafter.agency_id, called_by_id=town.drafter.staff_id
    )
    item = towns.item(town, sitting=sitting)
    MinuteLine.objects.create(
        item=item, subject_id=town.case.id, basis=Ground.CONSENT, agency_id=town.drafter.agency_id, categories=1,
        kind="DECISION", text="職場を一緒に見学する", bearer_id=town.provider.agency_id, due_on=TODAY,
        staff_id=town.drafter.staff_id,
    )  # fmt: skip


def looked_at(town) -> None:
    announce(town.drafter)
    if not Monitoring.objects.exists():
        plans.schedule_monitoring(town.drafter, case=town.case, today=TODAY)
    plans.record_monitoring(
        town.drafter, monitoring=Monitoring.objects.get(), done_on=TODAY, progress="見学に行けた",
        result="CONTINUE", today=TODAY,
    )  # fmt: skip


@pytest.mark.django_db
def test_the_meeting_the_plan_and_the_look_after_it_stand_on_the_page(town):
    towns.consent(town, town.drafter)
    plan = towns.decided(town)
    talked_over(town)
    looked_at(town)
    url = reverse("cases:show", args=[town.case.id])
    page = browser_of(town.drafter).get(url)
    told = {one.title: one for one in page.context["events"]}
    body = town.body.name
    assert sorted(told) == sorted([
        *(one.title for one in page.context["events"] if one.title.startswith(("状態", "主担当"))),
        f"{body}に付議した", f"{body}で話し合った", f"{plan}が適切と確認された", f"{plan}が決定した", "モニタリング（続ける）",
    ])  # fmt: skip
    assert told[f"{body}で話し合った"].text == "決定：職場を一緒に見学する（架空就労支援センター）"
    client = browser_of(town.drafter)
    assert {client.get(one.href).status_code for one in told.values() if one.href} == {200}


@pytest.mark.django_db
def test_who_sees_the_case_but_not_the_plan_or_the_meeting_reads_neither(town):
    """The provider knows the case from a 支援会議; what was said and planned on consent is not for its eyes."""
    towns.conference(town, town.drafter, town.provider)
    towns.consent(town, town.drafter, town.decider)
    talked_over(town)
    looked_at(town)
    before = titles(town.provider, town.case)
    assert before == [one for one in titles(town.drafter, town.case) if one.startswith(("状態", "主担当"))]
    towns.consent(town, town.drafter, town.decider, town.provider)
    assert set(titles(town.provider, town.case)) - set(before) == {
        f"{town.body.name}に付議した", f"{town.body.name}で話し合った", "モニタリング（続ける）",
    }  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_questions_does_not_grow_with_what_happened(town, count, django_assert_num_queries):
    towns.consent(town, town.drafter)
    for number in range(count):
        talked_over(town)
        cases.change_status(
            town.drafter, case=town.case, status="COORDINATING", reason=str(number), today=TODAY
        )
    url = reverse("cases:show", args=[town.case.id])
    client = browser_of(town.drafter)
    client.get(url)
    with django_assert_num_queries(QUERIES):
        client.get(url)


QUERIES = 37
