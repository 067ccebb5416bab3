"""使われていない登録 and passwords: asleep after the days of the rule, told so, woken by somebody else."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies import lookups, operations, rules
from norishiro.agencies.actor import actor_for
from norishiro.agencies.choices import RoleKind
from norishiro.agencies.models import Staff
from norishiro.core.verdict import Refused
from tests.factories import agencies
from tests.factories.agencies import PASSWORD
from tests.rooms.agencies.conftest import browser_of

pytestmark = pytest.mark.django_db

DAY = date(2026, 6, 1)


def last_in(person: Staff, days_ago: int) -> None:
    """As if made long ago and seen so many days before today."""
    now = timezone.now()
    Staff.objects.filter(id=person.id).update(
        last_login=now - timedelta(days=days_ago), made_at=now - timedelta(days=900)
    )


def lines(asked: CaptureQueriesContext, verb: str) -> int:
    """The pages cannot read the ledger; what they write into it can be overheard."""
    return sum('INSERT INTO "ledger_entry"' in one["sql"] and f"'{verb}'" in one["sql"] for one in asked)


@pytest.fixture
def house():
    office = agencies.agency()
    keeper = agencies.staff("架空 課長")
    agencies.appoint(keeper, agency=office, kind=RoleKind.MANAGER)
    last_in(keeper, 1)
    return office, actor_for(staff_id=keeper.id, agency_id=office.id, today=timezone.localdate())


def worker(office, days_ago: int) -> Staff:
    person = agencies.staff("架空 花子")
    agencies.appoint(person, agency=office)
    last_in(person, days_ago)
    return person


def test_the_days_count_from_the_latest_sign_of_life():
    began = (date(2020, 4, 1), date(2026, 4, 1))
    said = [
        rules.sleeps_on(last_seen=seen, began=began, woken=woken, after_days=60)
        for seen, woken in ((None, None), (DAY, None), (DAY, date(2026, 7, 1)), (date(2025, 1, 1), None))
    ]
    assert said == [date(2026, 5, 31), date(2026, 7, 31), date(2026, 8, 30), date(2026, 5, 31)]


def test_sixty_days_without_log_in_and_the_account_sleeps(house):
    office, _keeper = house
    at_59, at_60 = worker(office, 59), worker(office, 60)
    with CaptureQueriesContext(connection) as asked:
        call_command("tend_accounts")
        call_command("tend_accounts")
    asleep = set(Staff.objects.filter(asleep_on=timezone.localdate()).values_list("id", flat=True))
    assert asleep == {at_60.id} != {at_59.id}
    assert lines(asked, "staff.asleep") == 1


def test_somebody_appointed_for_april_does_not_sleep_before(house):
    office, _keeper = house
    person = agencies.staff("架空 新人")
    agencies.appoint(person, agency=office, from_on=timezone.localdate() + timedelta(days=20))
    last_in(person, 400)
    Staff.objects.filter(id=person.id).update(last_login=None)
    day = next(one.sleeps_on for one in lookups.unused(today=timezone.localdate()) if one.id == person.id)
    assert day == timezone.localdate() + timedelta(days=80)


def test_where_nobody_could_wake_anybody_the_keepers_stay_awake(house):
    office, keeper = house
    last_in(Staff.objects.get(id=keeper.staff_id), 100)
    person = worker(office, 100)
    assert operations.put_to_sleep(today=timezone.localdate()) == 1
    assert list(Staff.objects.exclude(asleep_on=None).values_list("id", flat=True)) == [person.id]


def test_whoever_sleeps_is_told_after_the_right_password_only(house):
    office, _keeper = house
    person = worker(office, 100)
    operations.put_to_sleep(today=timezone.localdate())
    browser = Client()

    def told(password: str) -> tuple[int, bool]:
        answer = browser.post("/accounts/login/", {"login": person.login_id, "password": password})
        return answer.status_code, "この登録は、いま眠っています" in answer.content.decode()

    assert told("ちがうことば") == (200, False)
    assert told(PASSWORD) == (403, True)
    assert browser.get(reverse("casework:today")).status_code == 302


def test_an_open_page_closes_with_the_next_click(house):
    office, _keeper = house
    person = worker(office, 100)
    browser = Client()
    browser.force_login(person)
    Staff.objects.filter(id=person.id).update(last_login=timezone.now() - timedelta(days=100))
    before = browser.get(reverse("casework:today")).status_code
    operations.put_to_sleep(today=timezone.localdate())
    assert (before, browser.get(reverse("casework:today")).status_code) == (200, 302)


def test_a_manager_wakes_them_and_the_days_begin_anew(house):
    office, keeper = house
    person = worker(office, 100)
    operations.put_to_sleep(today=timezone.localdate())
    browser = browser_of(keeper)
    page = browser.get(reverse("agencies:unused"))
    assert [one.id for one, _may in page.context["sleeping"]] == [person.id]
    with CaptureQueriesContext(connection) as woken:
        answer = browser.post(reverse("agencies:wake_staff", args=[person.id]), follow=True)
    assert answer.redirect_chain == [(reverse("agencies:unused"), 302)]
    person.refresh_from_db()
    assert (person.asleep_on, person.woken_on) == (None, timezone.localdate())
    assert operations.put_to_sleep(today=timezone.localdate()) == 0
    with CaptureQueriesContext(connection) as entering:
        entered = Client().post("/accounts/login/", {"login": person.login_id, "password": PASSWORD})
    assert entered.status_code == 302
    assert (lines(woken, "staff.woken"), lines(entering, "session.begun")) == (1, 1)


def test_soon_asleep_stands_on_the_page_beforehand(house):
    office, keeper = house
    soon, later = worker(office, 46), worker(office, 45)
    rows = browser_of(keeper).get(reverse("agencies:unused")).context["soon"]
    assert [one.id for one in rows] == [soon.id] != [later.id]


def test_nobody_wakes_themselves_or_somebody_awake(house):
    office, keeper = house
    today = timezone.localdate()
    own, awake = Staff.objects.get(id=keeper.staff_id), worker(office, 1)
    for staff, code in ((own, ["own", "awake"]), (awake, ["awake"])):
        with pytest.raises(Refused) as refused:
            operations.wake_staff(keeper, staff=staff, today=today)
        assert [one.code for one in refused.value.verdict.reasons] == code


def test_a_worker_may_not_open_the_page(house):
    office, _keeper = house
    person = worker(office, 1)
    browser = agencies.proved(_signed_in(person))
    assert browser.get(reverse("agencies:unused")).status_code == 403
    assert browser.post(reverse("agencies:wake_staff", args=[person.id])).status_code == 403


def _signed_in(person: Staff) -> Client:
    browser = Client()
    browser.force_login(person)
    return browser


@pytest.mark.parametrize(
    ("password", "fine"),
    [
        ("はるのひざしと三本の木がある", False),  # 14
        ("はるのひざしと三本の木がある庭", True),
        ("aaaaaaaaaaaaaaaaaaaa", False),
        ("abcdefghijklmnopqrst", False),
        ("norishiro2026!norishiro", False),
        ("Password-Password-2026", False),
        ("福祉課2026福祉課2026福祉課", False),
        ("staff-of-nobody-at-sea", True),
    ],
)
def test_what_everybody_tries_is_no_password(password, fine):
    person = Staff(login_id="hanako", name="架空 花子")
    try:
        validate_password(password, person)
        said = True
    except ValidationError:
        said = False
    assert said is fine


def test_with_a_second_proof_eight_letters_are_enough(house):
    office, _keeper = house
    person = worker(office, 1)
    with pytest.raises(ValidationError, match="15文字以上"):
        validate_password("ひざしと三本の木", person)
    Authenticator.objects.create(user=person, type="totp", data={})
    validate_password("ひざしと三本の木", person)


def test_the_moment_is_a_day_of_here():
    """23:30 in Tokyo is the same day, although the clock of the database says 14:30."""
    person = agencies.staff()
    seen = datetime(2026, 6, 1, 14, 30, tzinfo=timezone.get_fixed_timezone(0))
    Staff.objects.filter(id=person.id).update(last_login=seen, made_at=seen)
    assert lookups.unused(today=DAY)[0].last_seen == DAY
