"""だれが見たか on screen and on paper: told, kept back by two people, handed over, and the same when made again."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.choices import Body, RoleKind
from norishiro.agencies.models import Agency, Staff
from norishiro.core.operation import announce
from norishiro.core.verdict import Refused
from norishiro.ledger import operations as ledger
from norishiro.sharing import operations as sharing
from norishiro.sharing.choices import Category, Depth, ProvisionMethod, SourceKind
from norishiro.sharing.register import ground_on
from norishiro.watching import operations, queries
from norishiro.watching.choices import HoldLegal, Receiver
from norishiro.watching.models import Hold, LookReport
from tests.factories import agencies, people

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def client_of(actor) -> Client:
    client = Client()
    client.force_login(Staff.objects.get(id=actor.staff_id))
    return client


class Place:
    """The city's office with a clerk and a manager, and an agency that knows somebody by consent and by a meeting."""

    def __init__(self) -> None:
        office = agencies.agency("福祉総務課", body=Body.ADMINISTRATION)
        self.clerk = agencies.actor("架空 係", agency=office, kinds=(RoleKind.SECRETARIAT,))
        self.manager = agencies.actor("架空 課長", agency=office, kinds=(RoleKind.MANAGER,))
        self.worker = agencies.actor("架空 担当", agency=office, kinds=(RoleKind.COORDINATOR,))
        self.member = agencies.actor("架空 構成員", agency=agencies.agency("児童相談所"))
        self.someone = people.person(self.worker, "架空 太郎")
        announce(self.worker)
        sharing.grant(
            self.worker, subjects=[sharing.person(self.someone.id)], recipients=[sharing.agency(self.member.agency_id)],
            ground="J6", depth=Depth.OUTLINE, source=SourceKind.SEAT, source_id=uuid4(),
        )  # fmt: skip

    def looked(self, actor, *, screen: str = "people:show", times: int = 1) -> None:
        for _time in range(times):
            ledger.disclose(actor, screen=screen, subjects=[self.someone.id])

    def hold(self, *, code: str = "J6", by=None) -> Hold:
        return operations.propose_hold(
            by or self.clerk, person=self.someone, agency=Agency.objects.get(id=self.member.agency_id), code=code,
            legal=HoldLegal.SECRECY, words="会議の守秘", now=timezone.now(),
        )  # fmt: skip

    def approve(self, hold: Hold, *, by=None) -> Hold:
        return operations.approve_hold(
            by or self.manager,
            hold=hold,
            recheck_on=TODAY + timedelta(days=30),
            today=TODAY,
            now=timezone.now(),
        )

    def give(self) -> LookReport:
        return operations.give_report(
            self.clerk, person=self.someone, from_on=TODAY - timedelta(days=30), receiver=Receiver.SELF,
            checked_how="免許証", today=TODAY, now=timezone.now(),
        )  # fmt: skip

    def url(self, name: str) -> str:
        return reverse(f"watching:{name}", args=[self.someone.id])

    def page(self, actor=None) -> str:
        return client_of(actor or self.clerk).get(self.url("looks")).content.decode()


@pytest.fixture
def place() -> Place:
    return Place()


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [reason.code for reason in refused.value.verdict.reasons]


def post(actor, url: str, **values: str):
    return client_of(actor).post(url, {"form_token": str(uuid4()), **values})


def told(place: Place) -> list[tuple[str, str]]:
    announce(place.clerk)
    found = queries.split_of(
        place.clerk, person_id=place.someone.id, from_on=TODAY - timedelta(days=1), as_of=timezone.now()
    )
    return [(one.look.agency_label, one.ground) for one in found.told]


def test_the_page_says_where_from_what_and_why_and_never_who(place):
    place.looked(place.worker)
    page = place.page()

    assert [word in page for word in ("福祉総務課", "支援", "相談", "架空 担当")] == [True, True, True, False]
    assert told(place) == [("福祉総務課", "OWN")] * 2, "asking is a look as well"


def test_nobody_looked_is_said_in_words(place):
    assert "この1年に、知らせられる閲覧はありません。" in place.page()


def test_a_look_through_a_closed_meeting_stands_before_the_approver_only(place):
    place.looked(place.member)

    assert told(place) == []
    assert "まだ起案されていません" in place.page()
    with pytest.raises(Refused) as refused:
        place.give()
    assert codes(refused) == ["undecided"]


def test_two_people_then_the_paper_may_go(place):
    place.looked(place.member)
    hold = place.hold()
    with pytest.raises(Refused) as alone:
        place.approve(hold, by=place.clerk)
    assert codes(alone) == ["proposer"]
    with pytest.raises(Refused) as waiting:
        place.give()
    assert codes(waiting) == ["undecided"]

    place.approve(hold)
    assert place.give().entries == 0


def test_a_hold_past_its_day_stops_the_paper_until_it_is_looked_at_again(place):
    place.looked(place.member)
    hold = place.approve(place.hold())
    later = TODAY + timedelta(days=31)
    with pytest.raises(Refused) as refused:
        operations.give_report(
            place.clerk, person=place.someone, from_on=TODAY, receiver=Receiver.SELF, checked_how="免許証", today=later,
            now=timezone.now(),
        )  # fmt: skip
    assert codes(refused) == ["overdue"]

    operations.recheck_hold(
        place.manager, hold=hold, ends=True, words="会議が終わり、本人も知っている。", recheck_on=None, today=later,
        now=timezone.now(),
    )  # fmt: skip
    assert told(place) == [("児童相談所", "J6")]
    place.looked(place.member)
    assert told(place) == [("児童相談所", "J6")]


def test_a_decision_on_an_agency_works_from_the_moment_it_is_proposed(place):
    place.looked(place.worker)
    operations.propose_hold(
        place.clerk, person=place.someone, agency=Agency.objects.get(id=place.worker.agency_id), code="",
        legal=HoldLegal.REPORTER, words="通報", now=timezone.now(),
    )  # fmt: skip

    assert told(place) == []


def test_the_paper_made_again_is_the_same_after_everything_changed(place):
    place.looked(place.worker, times=2)
    place.looked(place.member)
    hold = place.approve(place.hold())
    report = place.give()
    url = reverse("watching:report_paper", args=[report.id])
    first = client_of(place.clerk).get(url)
    operations.recheck_hold(
        place.manager,
        hold=hold,
        ends=True,
        words="もう知らせてよい。",
        recheck_on=None,
        today=TODAY,
        now=timezone.now(),
    )
    place.looked(place.worker)
    again = client_of(place.clerk).get(url)

    assert (first.status_code, first["Content-Type"], first.content[:5]) == (200, "application/pdf", b"%PDF-")
    assert again.content == first.content
    announce(place.clerk)
    assert LookReport.objects.get().entries == 2


def test_handing_it_over_is_a_look_of_its_own(place):
    answer = post(
        place.clerk, place.url("give_report"), from_on="2026-01-01", receiver="SELF", checked_how="免許証"
    )
    announce(place.clerk)

    assert (answer.status_code, answer.url) == (
        302,
        reverse("watching:report", args=[LookReport.objects.get().id]),
    )
    assert "渡した紙" in client_of(place.clerk).get(answer.url).content.decode()


def test_the_holds_go_by_their_screens(place):
    place.looked(place.member)
    url = f"{place.url('propose_hold')}?agency={place.member.agency_id}&ground=J6"
    given = {"agency": str(place.member.agency_id), "legal": "SECRECY", "words": "会議の守秘"}
    assert post(place.clerk, url, **given).status_code == 302
    announce(place.manager)
    hold = Hold.objects.get()
    approval, recheck = (
        reverse(f"watching:{name}", args=[hold.id]) for name in ("approve_hold", "recheck_hold")
    )

    assert post(place.clerk, approval, recheck_on="2027-01-01").status_code == 403
    assert post(place.manager, approval, recheck_on="").status_code == 422
    assert post(place.manager, approval, recheck_on=str(TODAY + timedelta(days=9))).status_code == 302
    assert post(place.manager, recheck, going="go_on", words="まだ続いている").status_code == 422
    assert post(place.manager, recheck, going="end", words="終わった").status_code == 302
    assert "終わった決まり（1件）" in place.page()


def test_bad_input_comes_back_with_what_to_do(place):
    assert post(place.clerk, place.url("give_report")).status_code == 422
    assert post(place.clerk, place.url("propose_hold")).status_code == 422
    assert client_of(place.clerk).get(f"{place.url('looks')}?page=９９９x").status_code == 200


@pytest.mark.parametrize("screen", ["looks", "give_report", "propose_hold"])
def test_without_the_role_the_door_is_shut_and_of_the_unseen_nothing_is_said(place, screen):
    elsewhere = agencies.actor(
        "架空 よその課長",
        agency=agencies.agency("よその課", body=Body.ADMINISTRATION),
        kinds=(RoleKind.MANAGER,),
    )

    assert client_of(place.worker).get(place.url(screen)).status_code == 403
    assert client_of(elsewhere).get(place.url(screen)).status_code == 404


def test_another_body_hands_over_no_paper(place):
    council = agencies.agency("みなと社協")
    supervisor = agencies.actor("架空 統括", agency=council, kinds=(RoleKind.SUPERVISOR,))
    own = people.person(supervisor)
    with pytest.raises(Refused) as refused:
        operations.give_report(
            supervisor, person=own, from_on=TODAY, receiver=Receiver.SELF, checked_how="免許証", today=TODAY,
            now=timezone.now(),
        )  # fmt: skip
    assert codes(refused) == ["office"]


def test_a_hundred_on_a_page(place):
    place.looked(place.worker, times=101)
    client = client_of(place.clerk)
    first, second = (client.get(place.url("looks"), {"page": page}).content.decode() for page in ("1", "2"))

    assert ["次の100件" in first, "前の100件" in second] == [True, True]
    assert first.count('data-label="番号"') == 100


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_same_number_of_questions_at_every_length(place, rows, django_assert_num_queries):
    place.looked(place.worker, times=rows)
    client = client_of(place.clerk)
    client.get(place.url("looks"))
    with django_assert_num_queries(QUERIES):
        client.get(place.url("looks"))


QUERIES = 17


def test_to_whom_it_was_told_stands_beside_the_entry_until_two_people_keep_it_back(place):
    hospital = agencies.agency("架空病院")
    told_on = {"good_reason": "保健指導に要る。", "approved": "課長の決裁", "no_harm": "病名は書いていない。"}
    sharing.provide(
        place.worker, person=place.someone, ground_code="P69-4", receiver=hospital, categories=int(Category.HEALTH),
        body="通院の曜日", purpose="付き添いのため", limits="", method=ProvisionMethod.SPOKEN,
        answers={one.key: "確かめた" for one in ground_on("P69-4", on=TODAY).condition} | told_on, until_on=None,
        today=TODAY,
    )  # fmt: skip
    [told_row] = [one for one in _entries(place) if one.look.outcome == "TOLD"]
    before = place.page()
    operations.propose_hold(
        place.clerk, person=place.someone, agency=hospital, code="", legal=HoldLegal.HARM, words="居所が分かるため",
        now=timezone.now(),
    )  # fmt: skip

    assert (told_row.look.receiver_id, told_row.look.receiver_label) == (hospital.id, "架空病院")
    assert before.count("渡した先：架空病院") == 1
    assert place.page().count("渡した先") == 0
    assert [one for one in _entries(place) if one.look.outcome == "TOLD"] == []


def _entries(place):
    announce(place.clerk)
    found = queries.split_of(
        place.clerk, person_id=place.someone.id, from_on=TODAY - timedelta(days=1), as_of=timezone.now()
    )
    return found.told


def test_whoever_answers_requests_for_disclosure_may_tell_the_person(place):
    office = Agency.objects.get(id=place.clerk.agency_id)
    records = agencies.actor("架空 文書", agency=office, kinds=(RoleKind.RECORDS,))
    place.looked(place.worker)

    page = client_of(records).get(place.url("looks"))
    given = operations.give_report(
        records, person=place.someone, from_on=TODAY - timedelta(days=30), receiver=Receiver.SELF, checked_how="免許証",
        today=TODAY, now=timezone.now(),
    )  # fmt: skip

    assert page.status_code == 200
    assert [one.entry.look.agency_label for one in page.context["lines"]] == ["福祉総務課"]
    assert f'href="{reverse("people:show", args=[place.someone.id])}"' not in page.content.decode()
    assert client_of(records).get(reverse("watching:report", args=[given.id])).status_code == 200
