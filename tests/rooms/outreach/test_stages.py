"""つながりの段階: dated, by what was seen, going back is no failure, and shown as a line."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.choices import RoleKind
from norishiro.core.operation import announce
from norishiro.core.verdict import Refused
from norishiro.outreach import operations, queries, stages
from norishiro.outreach.models import ContactStage
from norishiro.sharing.choices import Ground
from tests.factories import agencies, people
from tests.rooms.meetings.town import client_of

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 20)
DAY = timedelta(days=1)


@pytest.fixture
def csw():
    return agencies.actor("架空 歩", kinds=(RoleKind.CSW,))


@pytest.fixture
def somebody(csw):
    return people.person(csw, "架空 閉子")


def noted(actor, person, stage, *, on=TODAY, seen="玄関先で返事があった", watcher="", basis=Ground.OWN):
    return operations.note_stage(
        actor, person=person, stage=stage, noted_on=on, seen=seen, watcher=watcher, basis=basis, today=TODAY
    )


def test_each_note_stays_and_going_back_is_one_of_them(csw, somebody):
    for days, stage in ((30, 1), (20, 3), (10, 2)):
        noted(csw, somebody, stage, on=TODAY - days * DAY)
    announce(csw)
    found = queries.stages_of(csw, person_id=somebody.id)
    assert [one.stage for one in found] == [1, 3, 2]
    assert stages.movement([one.stage for one in found]).words == "1段すすんだ"
    assert {one.scale for one in found} == {stages.VERSION}


@pytest.mark.parametrize(
    ("way", "words"),
    [
        ([1, 3], "2段すすんだ"),
        ([3, 5, 3], "すすんだあと、行きつ戻りつしている"),
        ([4, 4], "つながりが続いている"),
        ([4, 2], "行きつ戻りつしている"),
        ([3, None], "休んでいる・途絶えている"),
        ([None, 2], "つながりが戻った"),
    ],
)
def test_no_way_is_called_a_failure(way, words):
    assert stages.movement(way).words == words


def test_what_is_missing_is_said_all_at_once(csw, somebody):
    with pytest.raises(Refused) as refused:
        noted(csw, somebody, None, on=TODAY + DAY, seen=" ", basis=Ground.CONSENT)
    assert [reason.code for reason in refused.value.verdict.reasons] == [
        "noted_on",
        "seen",
        "watcher",
        "basis",
    ]
    with pytest.raises(Refused) as refused:
        noted(csw, somebody, 8)
    assert [reason.code for reason in refused.value.verdict.reasons] == ["stage"]


def test_the_database_too_wants_somebody_who_watches(csw, somebody):
    announce(csw)
    with pytest.raises(IntegrityError), transaction.atomic():
        ContactStage.objects.create(
            person=somebody, subject_id=somebody.id, basis=Ground.OWN, agency_id=csw.agency_id, categories=1,
            noted_on=TODAY, seen="連絡がない", scale=stages.VERSION, staff_id=csw.staff_id,
        )  # fmt: skip


def test_a_stage_is_written_on_the_screen_and_drawn_as_a_line(csw, somebody):
    client = client_of(csw)
    address = reverse("outreach:note_stage", args=[somebody.id])
    page = client.get(address)
    assert [key for key, _label in page.context["form"].fields["stage"].choices] == [*"01234567", "PAUSED"]
    for stage in ("2", "PAUSED"):
        token = str(client.get(address).context["form"].token)
        sent = {"form_token": token, "stage": stage, "seen": "窓が開いた", "watcher": "民生委員", "basis": "OWN",
                "noted_on": timezone.localdate().isoformat()}  # fmt: skip
        assert client.post(address, sent).status_code == 302
    shown = client.get(reverse("outreach:list_stages", args=[somebody.id]))
    assert [label for _one, label in shown.context["notes"]] == ["途絶・休止", "2 顔が見える・短い応答"]
    assert "<svg" in shown.content.decode()
    wrong = client.post(address, {"stage": "9", "seen": "", "basis": "OWN", "noted_on": "きのう"})
    assert wrong.status_code == 422


def test_a_stranger_finds_nothing_and_a_reader_may_not_write(csw, somebody):
    noted(csw, somebody, 2)
    stranger = agencies.actor("架空 他人", kinds=(RoleKind.CSW,))
    pages = [reverse(f"outreach:{name}", args=[somebody.id]) for name in ("list_stages", "note_stage")]
    assert [client_of(stranger).get(page).status_code for page in pages] == [404, 404]
    announce(stranger)
    assert ContactStage.objects.count() == 0


def test_the_line_is_measured_and_a_pause_leaves_a_gap():
    drawing = stages.drawn([(TODAY, 0), (TODAY + DAY, 7), (TODAY + 2 * DAY, None), (TODAY + 4 * DAY, 7)])
    assert [(point.x, point.y) for point in drawing.points] == [(24, 176), (172, 24), (616, 24)]
    assert drawing.runs == ("24,176 172,24", "616,24")
    assert stages.drawn([]).runs == ()


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_a_fixed_number_of_questions(csw, somebody, number, django_assert_num_queries):
    for days in range(number):
        noted(csw, somebody, 2, on=TODAY - days * DAY)
    client = client_of(csw)
    page = reverse("outreach:list_stages", args=[somebody.id])
    client.get(page)
    with django_assert_num_queries(QUERIES):
        client.get(page)


QUERIES = 13
