"""権限の点検: what is asked about comes first, each post is decided once, what is not needed ends, and 今日 says when it is due."""

from __future__ import annotations

import time
from datetime import date, timedelta
from io import BytesIO

import openpyxl
import pypdf
import pytest
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies import operations, queries, rules
from norishiro.agencies.actor import actor_for
from norishiro.agencies.choices import ReviewChoice, RoleKind
from norishiro.agencies.models import Appointment, ReviewedPost, RightsReview, Staff
from norishiro.agencies.operations import Decided
from norishiro.core.verdict import Refused
from tests.factories import agencies
from tests.rooms.agencies.conftest import browser_of

pytestmark = pytest.mark.django_db

QUARTERS = (4, 7, 10, 1)


def seen(
    name: str, office, days_ago: int | None, *, until: date | None, kind: RoleKind = RoleKind.CSW
) -> Staff:
    person = agencies.staff(name)
    agencies.appoint(person, agency=office, kind=kind)
    Appointment.objects.filter(staff=person).update(until_on=until)
    if days_ago is not None:
        Staff.objects.filter(id=person.id).update(last_login=timezone.now() - timedelta(days=days_ago))
    return person


@pytest.fixture
def office():
    return agencies.agency()


@pytest.fixture
def head(office):
    soon = timezone.localdate() + timedelta(days=90)
    person = seen("架空 課長", office, 1, until=soon, kind=RoleKind.MANAGER)
    return actor_for(staff_id=person.id, agency_id=office.id, today=timezone.localdate())


def post_of(person: Staff) -> Appointment:
    return Appointment.objects.get(staff=person)


def test_the_term_begins_with_the_quarter() -> None:
    days = [date(2026, 4, 1), date(2026, 6, 30), date(2026, 7, 1), date(2027, 1, 15), date(2026, 12, 31)]
    assert [rules.review_since(day, months=QUARTERS) for day in days] == [
        date(2026, 4, 1), date(2026, 4, 1), date(2026, 7, 1), date(2027, 1, 1), date(2026, 10, 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, ()),
        ({"last_seen": None}, ("一度もログインがない",)),
        ({"last_seen": date(2026, 4, 30)}, ("30日以上ログインがない",)),
        ({"last_seen": date(2026, 5, 2)}, ()),
        ({"asleep": True, "last_seen": None}, ("眠っている",)),
        ({"until_on": None}, ("終わりの日がない",)),
        ({"keeps_system": True}, ("システム管理なのに二段階目がない",)),
        ({"keeps_system": True, "has_proof": True}, ()),
    ],
)
def test_what_is_asked_about(given, words) -> None:
    usual = {
        "today": date(2026, 6, 1), "last_seen": date(2026, 5, 31), "asleep": False, "until_on": date(2027, 4, 1),
        "keeps_system": False, "has_proof": False,
    }  # fmt: skip
    assert rules.asks_about(**usual | given) == words


def test_a_head_looks_over_the_posts_and_ends_one(office, head) -> None:
    soon = timezone.localdate() + timedelta(days=90)
    usual, long_gone = seen("架空 花子", office, 2, until=soon), seen("架空 太郎", office, 80, until=None)
    browser, today = browser_of(head), timezone.localdate()
    assert queries.review_due(head, today=today) is None  # who began in this term is asked in the next
    Appointment.objects.filter(agency=office).update(made_at=timezone.now() - timedelta(days=200))
    assert [one.due for one in queries.review_standings(head, today=today)] == [True]
    assert "権限の点検" in browser.get(reverse("casework:today")).content.decode()
    address = reverse("agencies:review_rights", args=[office.id])
    page = browser.get(address)
    assert [one.appointment.staff_id for one in page.context["held"]][0] == long_gone.id
    form = page.context["form"]
    named = {one.staff_id: f"post_{one.id.hex}" for one in Appointment.objects.filter(agency=office)}
    assert (form.fields[named[usual.id]].initial, form.fields[named[long_gone.id]].initial) == ("KEEP", None)

    missing = {"end_on": today.isoformat(), named[usual.id]: "KEEP", named[head.staff_id]: "KEEP"}
    assert not RightsReview.objects.exists() and browser.post(address, missing).status_code != 302
    answer = browser.post(address, missing | {named[long_gone.id]: "END"})
    review = RightsReview.objects.get()
    assert answer.headers["Location"] == reverse("agencies:rights_review", args=[review.id])
    assert post_of(long_gone).until_on == today
    assert post_of(usual).until_on == soon
    rows = {one.name: (one.choice, one.end_on) for one in review.posts.all()}
    assert rows["架空 太郎"] == ("END", today)
    assert rows["架空 花子"] == ("KEEP", None)
    assert queries.review_due(head, today=today) is None
    sections = browser.get(reverse("casework:today")).context["sections"]
    assert "権限の点検" not in [line.what for _section, found in sections for line, _url in found]


def test_nobody_ends_their_own_post_or_leaves_one_open(office, head) -> None:
    held = queries.held_posts(head, agency=office, today=timezone.localdate())
    for choice, code in ((ReviewChoice.END, "own"), (None, "undecided")):
        with pytest.raises(Refused) as refused:
            operations.settle_review(
                head,
                agency=office,
                decided=[Decided(one, choice) for one in held],
                end_on=timezone.localdate(),
            )
        assert [one.code for one in refused.value.verdict.reasons] == [code]
    with pytest.raises(Refused):
        operations.settle_review(head, agency=office, decided=[], end_on=timezone.localdate())
    assert not ReviewedPost.objects.exists()


def test_the_result_leaves_as_paper_and_as_workbook(office, head) -> None:
    today = timezone.localdate()
    held = queries.held_posts(head, agency=office, today=today)
    review = operations.settle_review(
        head, agency=office, decided=[Decided(one, ReviewChoice.KEEP) for one in held], end_on=today
    )
    address, browser = reverse("agencies:rights_review_paper", args=[review.id]), browser_of(head)
    paper = pypdf.PdfReader(BytesIO(browser.get(address).content))
    assert "架空 課長" in paper.pages[0].extract_text().replace("架空課長", "架空 課長")
    book = openpyxl.load_workbook(BytesIO(browser.get(f"{address}?as=xlsx").content))
    words = [[cell.value for cell in row] for row in book.active.iter_rows()]
    assert words[1][0] == "氏名"
    assert [words[2][0], words[2][6]] == ["架空 課長", "続ける"]


def test_a_worker_may_not_look_over(office, head) -> None:
    worker = seen("架空 花子", office, 1, until=None)
    browser = browser_of(actor_for(staff_id=worker.id, agency_id=office.id, today=timezone.localdate()))
    for address in (reverse("agencies:rights_reviews"), reverse("agencies:review_rights", args=[office.id])):
        assert browser.get(address).status_code == 403


def test_five_hundred_posts_are_on_the_page_within_a_minute(
    office, head, django_assert_max_num_queries
) -> None:
    """O8: the list of a review is there within a minute."""
    role = post_of(Staff.objects.get(id=head.staff_id)).role
    staff = Staff.objects.bulk_create(
        Staff(login_id=f"many{number:03}", name=f"架空 {number}", password="!") for number in range(500)
    )
    Appointment.objects.bulk_create(
        Appointment(staff=one, agency=office, role=role, kind=role.appointment_kind, from_on=date(2025, 4, 1))
        for one in staff
    )
    browser, address = browser_of(head), reverse("agencies:review_rights", args=[office.id])
    browser.get(address)
    began = time.monotonic()
    with django_assert_max_num_queries(20):
        page = browser.get(address)
    assert len(page.context["held"]) == 501
    assert time.monotonic() - began < 60
