"""The window in the browser's terms: works, refused, invalid, unseen, and a fixed number of questions."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.choices import RoleKind
from norishiro.agencies.models import Staff
from norishiro.cases.models import Case
from norishiro.core.operation import announce
from norishiro.core.verdict import Refused
from norishiro.core.withheld import COVER
from norishiro.emergency import operations, queries, texts
from norishiro.emergency.models import Opening, Search
from norishiro.people.models import Person
from norishiro.people.operations import protect
from norishiro.sharing import operations as sharing
from norishiro.sharing import queries as gate
from norishiro.sharing.models import UseStop
from tests.assurance.eyes import masked
from tests.factories import agencies, emergency, people
from tests.factories.emergency import ADDRESS, REASON, client_of

pytestmark = pytest.mark.django_db


class Town:
    """A household one agency knows, somebody of another agency in a hurry, and two officers."""

    def __init__(self) -> None:
        self.office = agencies.agency("みなと相談センター")
        self.other = agencies.agency("やまて相談センター")
        self.knowing = agencies.actor("架空 担当", agency=self.office)
        self.hurried = agencies.actor("架空 当番", agency=self.other, kinds=(RoleKind.WINDOW,))
        self.chief = agencies.actor("架空 課長", agency=self.other, kinds=(RoleKind.MANAGER,))
        self.home, self.members = emergency.household(self.knowing, "若草 渉", "若草 みちる")


@pytest.fixture
def town() -> Town:
    return Town()


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [reason.code for reason in refused.value.verdict.reasons]


def form(**changed: str) -> dict[str, str]:
    return {
        "form_token": str(uuid4()), "trigger": "LIFE", "reason": REASON, "name": "", "birth": "", "address": ADDRESS,
    } | changed  # fmt: skip


def url(name: str, one: object = None) -> str:
    return reverse(f"emergency:{name}", args=[one] if one else [])


# --- searching -------------------------------------------------------------------------------------------


def test_a_search_tells_only_that_something_is_there(town):
    client = client_of(town.hurried)

    answer = client.post(url("search_household"), form())
    search = Search.objects.get()
    page = client.get(answer.url).content.decode()

    assert (answer.status_code, answer.url) == (302, url("search", search.id))
    assert "2人の世帯の記録があります。" in page
    assert [word for word in ("若草", "渉", "090-0000", "みなと相談センター") if word in page] == []


def test_exactly_the_name_and_the_day_of_birth_find_and_nothing_less(town):
    def found(name: str) -> int:
        return emergency.search(town.hurried, name=name).found

    assert [found("若草 渉"), found("若草渉"), found("若草"), found("渉"), found("若草 わたる")] == [
        1,
        1,
        0,
        0,
        0,
    ]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("みなと町１－２－３", 1), ("東京都東区みなと町1丁目2番3号", 1), ("みなと町 一丁目2番地3", 1),
        ("みなと町1-2-4", 0), ("みなと町1-2", 0), ("町1-2-33", 0),
    ],
)  # fmt: skip
def test_an_address_is_found_however_it_is_written_and_only_whole(town, typed, found):
    assert emergency.search(town.hurried, address=typed).found == found


def test_a_search_without_proof_or_reason_is_refused_and_keeps_what_was_typed(town):
    late = client_of(town.hurried, proved=False)

    shown = late.get(url("search_household")).content.decode()
    sent = late.post(url("search_household"), form(reason="急ぎ"))

    assert ("理由を記録して、さがす" in shown, "パスワードで確かめる" in shown) == (False, True)
    assert sent.status_code == 422
    assert "20文字より長く書いてください" in sent.content.decode()
    assert sent.context["form"]["reason"].value() == "急ぎ"
    assert not Search.objects.exists()


def withhold_home(town: Town) -> None:
    protect(
        town.knowing, person=Person.objects.get(id=town.members[0].id), kind="DV", basis="本人の申出", office=town.office,
        fields={"ADDRESS", "PHONE"}, from_on=emergency.TODAY, today=emergency.TODAY,
    )  # fmt: skip


def test_a_withheld_address_cannot_be_told_from_one_nobody_has(town):
    """Neither by what is found, nor by what comes back, nor by a mistake elsewhere in the form."""
    announce(town.knowing)
    withhold_home(town)
    client = client_of(town.hurried)

    def answers(address: str) -> list[tuple[int, bytes]]:
        found = client.post(url("search_household"), form(address=address), follow=True)
        wrong = client.post(url("search_household"), form(address=address, reason="急ぎ"))
        return [
            (one.status_code, re.sub(rb"[0-9]{1,2}:[0-9]{2}", b"", masked(one.content)))
            for one in (found, wrong)
        ]

    assert answers(ADDRESS) == answers("みなと町9丁目8番7号")
    announce(town.hurried)
    kept = {(texts.opened(one, "words"), one.address, one.found) for one in Search.objects.all()}
    assert kept == {(COVER, "", 0), ("みなと町9丁目8番7号", "", 0)}


def test_by_name_the_household_is_still_found_and_no_address_or_withheld_telephone_is_in_the_window(town):
    announce(town.knowing)
    withhold_home(town)

    search = emergency.search(town.hurried, name="若草 渉")
    announce(town.hurried)
    opening = operations.open_household(
        town.hurried, candidate=search.candidates.get(), proved_lately=True, now=timezone.now(), today=emergency.TODAY
    )  # fmt: skip
    page = client_of(town.hurried).get(url("opening", opening.id)).content.decode()

    assert search.found == 1
    assert "若草 渉" in page
    assert [word for word in (ADDRESS, "1丁目2番3号", "090-0000-0000") if word in page] == []


def test_without_anybody_to_review_the_window_stays_shut():
    alone = agencies.actor("架空 ひとり", kinds=(RoleKind.WINDOW,))

    with pytest.raises(Refused) as refused:
        emergency.search(alone, address=ADDRESS)

    assert codes(refused) == ["nobody"]


def test_somebody_elses_search_is_not_there(town):
    made = emergency.search(town.hurried, address=ADDRESS)
    stranger = agencies.actor("架空 よそ", kinds=(RoleKind.WINDOW,))

    assert client_of(stranger).get(url("search", made.id)).status_code == 404
    assert client_of(town.chief).get(url("search", made.id)).status_code == 404
    assert client_of(stranger).post(url("open_household", made.id), {"candidate": "x"}).status_code == 404


def test_a_role_without_the_permission_is_turned_away(town):
    helper = agencies.actor("架空 手伝い", agency=town.other, kinds=(RoleKind.ASSISTANT,))

    assert client_of(helper).get(url("search_household")).status_code == 403


# --- opening ---------------------------------------------------------------------------------------------


def opened_page(town) -> tuple[Opening, str]:
    client = client_of(town.hurried)
    search = emergency.search(town.hurried, address=ADDRESS)
    answer = client.post(
        url("open_household", search.id), {"candidate": str(search.candidates.get().id)}, follow=True
    )
    return Opening.objects.get(), answer.content.decode()


def test_the_window_shows_who_lives_there_and_whom_to_phone_and_no_address(town):
    _opening, page = opened_page(town)

    assert [word in page for word in ("若草 渉", "若草 みちる", "090-0000-0001", "みなと相談センター")] == [
        True
    ] * 4
    assert [word for word in (ADDRESS, "1丁目", "印刷する") if word in page] == []


def test_it_is_somebody_living_alone_too(town):
    person = people.person(town.knowing, "木漏 光")
    announce(town.knowing)
    Person.objects.filter(id=person.id).update(
        birth_earliest=emergency.BORN, birth_latest=emergency.BORN, birth=emergency.BORN.isoformat()
    )
    emergency.search(town.hurried, name="木漏 光")

    opening = operations.open_household(
        town.hurried, candidate=Search.objects.get().candidates.get(), proved_lately=True, now=timezone.now(),
        today=emergency.TODAY,
    )  # fmt: skip

    assert [one.name for one in queries.look(town.hurried, opening=opening)] == ["木漏 光"]


def test_nothing_else_opens_with_it(town):
    """The person's page, the search, the lists, the gate: all as before."""
    client = client_of(town.hurried)
    emergency.opening(town.hurried)
    person = town.members[0]
    announce(town.hurried)

    assert client.get(reverse("people:show", args=[person.id])).status_code == 404
    assert client.get(reverse("sharing:weigh", args=[person.id])).status_code == 404
    assert "若草 渉" not in client.post(reverse("people:search"), {"q": "若草"}, follow=True).content.decode()
    assert (Person.objects.count(), Case.objects.count()) == (0, 0)
    assert gate.viewers_of(town.hurried, subject_id=person.id) == []


def test_what_was_seen_in_a_hurry_can_neither_be_kept_nor_passed_on(town):
    from django.db.utils import ProgrammingError

    emergency.opening(town.hurried)

    announce(town.hurried)
    with pytest.raises(ProgrammingError, match="row-level security"):
        sharing.own_work(
            town.hurried, subjects=[sharing.person(town.members[0].id)], source_id=town.members[0].id
        )


def test_others_who_see_the_person_see_that_the_window_is_open(town):
    emergency.opening(town.hurried)
    announce(town.knowing)

    seen = gate.viewers_of(town.knowing, subject_id=town.members[0].id)

    assert [(one.name, one.ground) for one in seen if not one.mine] == [("架空 当番（個人）", "Z")]


def test_whoever_is_shut_out_of_one_member_finds_nothing(town):
    sharing.exclude_staff(
        town.knowing, subjects=[sharing.person(town.members[1].id)], reason="いとこ",
        shut_out=Staff.objects.get(id=town.hurried.staff_id),
    )  # fmt: skip

    assert emergency.search(town.hurried, address=ADDRESS).found == 0


def test_whose_use_was_stopped_is_neither_found_nor_seen_any_longer(town):
    opening = emergency.opening(town.hurried)
    announce(town.knowing)
    UseStop.objects.create(
        subject_id=town.members[0].id, office_id=town.knowing.agency_id, law="個人情報の保護に関する法律第98条",
        ordered_by_id=town.knowing.staff_id, from_at=timezone.now(),
    )  # fmt: skip
    announce(town.hurried)

    seen = [one.name for one in queries.look(town.hurried, opening=opening)]

    assert (seen, emergency.search(town.hurried, address=ADDRESS).found) == (["若草 みちる"], 0)


def test_shut_out_while_it_is_open_it_closes_for_that_person(town):
    opening = emergency.opening(town.hurried)
    sharing.exclude_staff(
        town.knowing, subjects=[sharing.person(one.id) for one in town.members], reason="いとこ",
        shut_out=Staff.objects.get(id=town.hurried.staff_id),
    )  # fmt: skip
    announce(town.hurried)

    assert queries.look(town.hurried, opening=opening) == []


def test_a_second_window_waits_for_the_first(town):
    emergency.opening(town.hurried)

    with pytest.raises(Refused) as refused:
        emergency.opening(town.hurried)

    assert codes(refused) == ["running"]


def test_an_old_search_opens_nothing(town):
    search = emergency.search(town.hurried, address=ADDRESS)
    announce(town.hurried)
    Search.objects.update(searched_at=search.searched_at - queries.rules.SEARCH_LIVES)

    with pytest.raises(Refused) as refused:
        operations.open_household(
            town.hurried, candidate=Search.objects.get().candidates.get(), proved_lately=True, now=timezone.now(),
            today=emergency.TODAY,
        )  # fmt: skip

    assert codes(refused) == ["search"]


def test_a_stranger_and_a_colleague_do_not_find_the_window(town):
    opening = emergency.opening(town.hurried)
    colleague = agencies.actor("架空 同僚", agency=town.other, kinds=(RoleKind.WINDOW,))

    answers = [
        client_of(one).get(url("opening", opening.id)).status_code
        for one in (town.hurried, town.chief, colleague, town.knowing)
    ]

    assert answers == [200, 200, 404, 404]


# --- afterwards ------------------------------------------------------------------------------------------


def test_closed_told_and_reviewed_in_the_browser(town):
    opening, _page = opened_page(town)
    client, chief = client_of(town.hurried), client_of(town.chief)

    closed = client.post(url("close_opening", opening.id))
    told = client.post(
        closed.url, {"form_token": str(uuid4()), "account": "担当の機関に電話し、家族に伝えてもらった。"}
    )
    page = client.get(told.url).content.decode()
    reviewed = chief.post(
        url("review_opening", opening.id), {"form_token": str(uuid4()), "finding": "NEEDED", "words": ""}
    )
    announce(town.hurried)
    opening.refresh_from_db()

    assert closed.url == url("report_opening", opening.id)
    assert ("若草" in page, "担当の機関に電話し" in page) == (False, True)
    assert reviewed.url == url("openings")
    assert (opening.finding, opening.reviewed_by_id) == ("NEEDED", town.chief.staff_id)


def test_the_officer_sees_the_use_but_not_whose_it_is(town):
    opening = emergency.opening(town.hurried)
    chief = client_of(town.chief)

    pages = [
        chief.get(url("openings")).content.decode(),
        chief.get(url("opening", opening.id)).content.decode(),
    ]

    assert [opening.number in page for page in pages] == [True, True]
    assert [word for word in ("若草", "090-0000") for page in pages if word in page] == []


def test_nobody_reviews_their_own_and_not_while_it_runs(town):
    both = agencies.actor("架空 兼務", agency=town.other, kinds=(RoleKind.WINDOW, RoleKind.MANAGER))
    own = emergency.closed(both)
    running = emergency.opening(town.hurried)

    with pytest.raises(Refused) as of_own:
        operations.review_opening(both, opening=own, finding="NEEDED", words="", now=timezone.now())
    with pytest.raises(Refused) as too_soon:
        operations.review_opening(town.chief, opening=running, finding="NEEDED", words="", now=timezone.now())

    assert (codes(of_own), codes(too_soon)) == (["whose", "role"], ["running"])


def test_to_be_checked_waits_for_a_second_word(town):
    opening = emergency.closed(town.hurried)
    now = timezone.now()
    operations.review_opening(town.chief, opening=opening, finding="CHECK", words="本人に経過を聞く", now=now)

    waiting = queries.unreviewed(town.hurried)
    operations.review_opening(
        town.chief, opening=opening, finding="IMPROPER", words="急ぐ事情がなかった", now=now
    )

    assert (waiting, queries.unreviewed(town.hurried)) == (1, 0)


def test_a_search_that_opened_nothing_stands_on_the_officers_list(town):
    emergency.search(town.hurried, address="みなと町9-9-9")

    page = client_of(town.chief).get(url("openings")).content.decode()

    assert REASON in page


@pytest.mark.parametrize("count", [1, 2])
def test_the_list_asks_a_fixed_number_of_questions(town, count, django_assert_num_queries):
    for _ in range(count):
        emergency.closed(town.hurried)
    chief = client_of(town.chief)
    chief.get(url("openings"))

    with django_assert_num_queries(13):
        chief.get(url("openings"))


@pytest.mark.parametrize("count", [1, 3])
def test_the_window_asks_a_fixed_number_of_questions(town, count, django_assert_num_queries):
    address = "やまて町5-6-7"
    emergency.household(town.knowing, *[f"架空 {number}郎" for number in range(count)], address=address)
    opening = emergency.opening(town.hurried, address=address)
    client = client_of(town.hurried)
    client.get(url("opening", opening.id))

    with django_assert_num_queries(16):
        client.get(url("opening", opening.id))
