"""From the one who noticed to the final report: in the browser, and who may see what of it."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.choices import Body, RoleKind
from norishiro.agencies.models import Staff
from norishiro.core.operation import announce
from norishiro.core.verdict import Refused
from norishiro.incidents import operations, queries
from norishiro.incidents.models import Affected, Incident, Span
from norishiro.ledger import operations as ledger
from tests.factories import agencies, cases, people

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
ITEMS = {
    "sensitive": "YES", "harm": "NO", "malicious": "YES", "others": "2", "outline": "用のない閲覧。", "items": "氏名と住所。",
    "cause": "知り合いだった。", "second_harm": "なし。話していない。", "to_persons": "会って話した。", "publication": "しない。",
    "prevention": "点検の間隔を短くする。", "other": "",
}  # fmt: skip


def client_of(actor) -> Client:
    client = Client()
    client.force_login(Staff.objects.get(id=actor.staff_id))
    return client


class Place:
    """A city's office; an outside agency with its own head, a worker, and somebody who looks at what is not theirs."""

    def __init__(self) -> None:
        self.city = agencies.agency("福祉総務課", body=Body.ADMINISTRATION)
        self.kacho = agencies.actor("架空 課長", agency=self.city, kinds=(RoleKind.MANAGER,))
        self.outside = agencies.agency("外の機関")
        self.head = agencies.actor("外の 所属長", agency=self.outside, kinds=(RoleKind.MANAGER,))
        self.other_head = agencies.actor(
            "別の 所属長", agency=agencies.agency("別の機関"), kinds=(RoleKind.MANAGER,)
        )
        self.worker = agencies.actor("外の 職員", agency=self.outside)
        self.looker = agencies.actor("のぞく 人", agency=self.outside)
        self.alone = people.person(self.worker, "一人 目")
        self.family = [people.person(self.worker, f"家族 {number}") for number in range(2)]
        self.case = cases.case(self.worker, *self.family, today=TODAY - timedelta(days=10))

    def look(self, actor=None) -> None:
        ledger.disclose(actor or self.looker, screen="people:show", subjects=[self.alone.id])
        ledger.disclose(actor or self.looker, screen="cases:show", subjects=[self.case.id])

    def tell(self, actor=None) -> Incident:
        return operations.tell_incident(
            actor or self.worker, name="のぞき見", kind="LOOKED", known_on=TODAY, outline="見ていたらしい。", today=TODAY,
            now=timezone.now(),
        )  # fmt: skip

    def span(self, incident: Incident, *, by=None, days: int = 1) -> Span:
        now = timezone.now()
        return operations.add_span(
            by or self.head, incident=incident, staff=Staff.objects.get(id=self.looker.staff_id),
            from_at=now - timedelta(days=days), until_at=now + timedelta(minutes=1),
        )  # fmt: skip


@pytest.fixture
def place() -> Place:
    return Place()


def post(actor, screen: str, /, *args: object, **values: object):
    return client_of(actor).post(
        reverse(f"incidents:{screen}", args=args), {"form_token": str(uuid4()), **values}
    )


def page(actor, name: str, *args: object, query: str = "") -> str:
    found = client_of(actor).get(reverse(f"incidents:{name}", args=args) + query)
    assert found.status_code == 200
    return found.content.decode()


def test_from_the_one_who_noticed_to_the_final_report(place):
    place.look()
    answer = post(
        place.worker,
        "tell_incident",
        kind="LOOKED",
        known_on=TODAY.isoformat(),
        name="のぞき見",
        outline="見ていたらしい。",
    )
    assert answer.url == reverse("incidents:my_incidents")
    assert "のぞき見" in page(place.worker, "my_incidents")
    announce(place.head)
    found = Incident.objects.get()
    assert "漏えい等の速報" in client_of(place.head).get(reverse("casework:today")).content.decode()
    assert "のぞき見" in page(place.kacho, "incidents")

    day = TODAY.isoformat()
    post(place.head, "add_span", found.id, staff=str(place.looker.staff_id), from_on=day, until_on=day)
    announce(place.head)
    assert {one.person_id for one in Affected.objects.all()} == {
        place.alone.id,
        *(one.id for one in place.family),
    }
    assert post(place.head, "report_final", found.id, on=day).status_code == 422

    announce(place.head)
    version = str(Incident.objects.get().version)
    assert post(place.head, "write_items", found.id, version=version, **ITEMS).status_code == 302
    assert post(place.head, "report_first", found.id, on=day).status_code == 302
    refused = post(place.head, "report_final", found.id, on=day).content.decode()
    assert "まだ知らせていない人が3人います" in refused

    announce(place.head)
    ticked = [str(one.id) for one in Affected.objects.all()]
    assert (
        post(place.head, "tell_affected", found.id, person=ticked, how="MET", told_on=day).status_code == 302
    )
    assert post(place.head, "report_final", found.id, on=day).status_code == 302
    announce(place.head)
    assert Incident.objects.get().state == "FINAL"
    assert post(place.head, "write_items", found.id, version="9", **ITEMS).status_code in (409, 422)
    assert "のぞき見" in page(place.head, "incidents", query="?state=closed")
    paper = client_of(place.head).get(reverse("incidents:report_paper", args=[found.id]))
    assert (paper.status_code, paper.content[:4]) == (200, b"%PDF")


def test_only_those_who_answer_for_the_agency_see_it(place):
    place.look()
    found = place.tell()
    place.span(found)
    for actor, status in (
        (place.head, 200),
        (place.kacho, 200),
        (place.other_head, 404),
        (place.worker, 403),
    ):
        for name in (
            "incident",
            "write_items",
            "add_span",
            "tell_affected",
            "report_first",
            "report_final",
            "settle_without",
            "report_paper",
        ):
            assert (
                client_of(actor).get(reverse(f"incidents:{name}", args=[found.id])).status_code == status
            ), name
    announce(place.worker)
    assert (Incident.objects.count(), Span.objects.count(), Affected.objects.count()) == (1, 0, 0)
    announce(place.other_head)
    assert (Incident.objects.count(), Span.objects.count(), Affected.objects.count()) == (0, 0, 0)
    announce(place.looker)
    assert Incident.objects.count() == 0


def test_looks_in_another_agency_are_not_counted_by_its_head(place):
    place.look()
    mine = place.tell(place.other_head)
    assert place.span(mine, by=place.other_head).people == 0
    assert place.span(place.tell(), by=place.kacho).people == 3


def test_a_second_count_adds_only_whom_it_did_not_know(place):
    place.look()
    found = place.tell()
    place.span(found)
    announce(place.head)
    Affected.objects.update(told_on=TODAY, how="MET", told_by_id=place.head.staff_id)
    newcomer = people.person(place.worker, "あとから 来た人")
    ledger.disclose(place.looker, screen="people:show", subjects=[newcomer.id])
    assert place.span(found).people == 4
    announce(place.head)
    assert queries.counted(place.head, incident=found).untold == 1


def test_a_resident_who_left_the_case_before_the_look_is_not_counted(place):
    announce(place.worker)
    place.case.members.filter(person=place.family[0]).update(until_on=TODAY - timedelta(days=2))
    ledger.disclose(place.looker, screen="cases:show", subjects=[place.case.id])
    assert place.span(place.tell()).people == 1


def test_what_is_no_leak_ends_with_its_reason_and_stays(place):
    found = place.tell()
    announce(place.head)
    with pytest.raises(Refused, match="報告しなければならない理由"):
        operations.settle_without(place.head, incident=found, words="ちがった。")
    answers = {"sensitive": "NO", "harm": "NO", "malicious": "NO"}
    operations.write_items(place.head, incident=found, version=found.version, values=answers)
    assert post(place.head, "settle_without", found.id, words="").status_code == 422
    post(place.head, "settle_without", found.id, words="白い紙だった。")
    assert "白い紙だった。" in page(place.head, "incident", found.id)
    assert "報告しないで終わった" in page(place.worker, "my_incidents")


def test_bad_input_is_answered_at_its_field(place):
    found = place.tell()
    assert (
        post(place.worker, "tell_incident", kind="NONE", known_on="きのう？", name="", outline="").status_code
        == 422
    )
    late = (TODAY + timedelta(days=3)).isoformat()
    assert post(place.head, "report_first", found.id, on=late).status_code == 422
    assert (
        post(place.head, "add_span", found.id, staff=str(uuid4()), from_on=late, until_on="").status_code
        == 422
    )
    assert (
        post(
            place.head, "tell_affected", found.id, person="なにか", how="MET", told_on=TODAY.isoformat()
        ).status_code
        == 422
    )
    assert (
        client_of(place.head)
        .get(reverse("incidents:tell_affected", args=[found.id]) + "?page=99999")
        .status_code
        == 200
    )
    assert client_of(place.head).get(reverse("incidents:incident", args=[uuid4()])).status_code == 404


def test_two_who_write_at_once_meet_the_merge_page(place):
    found = place.tell()
    answers = {**ITEMS, "outline": "もう一人が先に書いた。"}
    assert post(place.head, "write_items", found.id, version="1", **answers).status_code == 302
    assert post(place.kacho, "write_items", found.id, version="1", **ITEMS).status_code == 409


def questions(actor, name: str, *args: object) -> int:
    client = client_of(actor)
    client.get(reverse(f"incidents:{name}", args=args))
    with CaptureQueriesContext(connection) as asked:
        assert client.get(reverse(f"incidents:{name}", args=args)).status_code == 200
    return len(asked)


def test_the_pages_ask_the_same_number_of_questions_at_one_row_and_at_three(place):
    place.look()
    found = place.tell()
    one = (
        questions(place.head, "incidents"),
        questions(place.head, "incident", found.id),
        questions(place.head, "tell_affected", found.id),
    )
    place.tell(), place.tell()
    place.span(found), place.span(found, days=2)
    three = (
        questions(place.head, "incidents"),
        questions(place.head, "incident", found.id),
        questions(place.head, "tell_affected", found.id),
    )
    assert one == three or three[2] - one[2] <= 2
    assert one[:2] == three[:2]
