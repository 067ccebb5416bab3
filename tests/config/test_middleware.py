"""Log-ins end, pages are not stored, and nothing opens without logging in."""

import datetime
from collections.abc import Iterator

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages import get_messages
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from norishiro.agencies.models import Staff
from norishiro.core import middleware

MORNING = datetime.datetime(2026, 4, 1, 8, 30, tzinfo=datetime.UTC)
MINUTE = datetime.timedelta(minutes=1)
HOUR = datetime.timedelta(hours=1)


def logged_in_request(*, began: datetime.datetime | None, touched: datetime.datetime | None) -> HttpRequest:
    request = RequestFactory().get("/")
    request.session = SessionStore()
    request.user = Staff(login_id="sato", name="佐藤 はな")
    MessageMiddleware(lambda _: HttpResponse()).process_request(request)
    for key, moment in ((middleware.BEGAN, began), (middleware.TOUCHED, touched)):
        if moment is not None:
            request.session[key] = moment.isoformat()
    return request


@pytest.mark.parametrize(
    ("idle", "age", "is_over"),
    [
        (29 * MINUTE, 1 * HOUR, False),
        (30 * MINUTE, 1 * HOUR, True),
        (1 * MINUTE, 10 * HOUR - MINUTE, False),
        (1 * MINUTE, 10 * HOUR, True),
    ],
)
def test_two_limits(idle: datetime.timedelta, age: datetime.timedelta, is_over: bool) -> None:
    now = MORNING + age
    limit = 30 * MINUTE
    assert middleware.is_over(began=MORNING, touched=now - idle, now=now, idle=limit) == is_over


@pytest.mark.django_db
def test_a_log_in_that_is_over_ends_with_a_word() -> None:
    request = logged_in_request(began=MORNING, touched=MORNING)
    middleware.keep_or_end(request, now=MORNING + HOUR)
    assert request.user == AnonymousUser()
    assert [str(message) for message in get_messages(request)] == [
        "しばらく時間がたったため、ログアウトしました。もう一度ログインしてください。"
    ]


@pytest.mark.django_db
def test_the_device_of_a_log_in_is_noted_when_the_log_in_is_touched_and_not_in_between(
    client: Client,
) -> None:
    staff = Staff.objects.create(login_id="sato", name="佐藤 はな")
    client.force_login(staff)
    client.get("/")
    seen = UserSession.objects.get(user=staff)
    client.get("/")
    assert UserSession.objects.get(user=staff).last_seen_at == seen.last_seen_at
    session = client.session
    session[middleware.TOUCHED] = (timezone.now() - 2 * MINUTE).isoformat()
    session.save()
    client.get("/")
    assert UserSession.objects.get(user=staff).last_seen_at > seen.last_seen_at


@pytest.mark.django_db
def test_the_first_use_is_noted() -> None:
    request = logged_in_request(began=None, touched=None)
    middleware.keep_or_end(request, now=MORNING)
    assert dict(request.session.items()) == {
        middleware.BEGAN: MORNING.isoformat(),
        middleware.TOUCHED: MORNING.isoformat(),
    }


@pytest.mark.parametrize(
    ("after", "noted"),
    [(59 * datetime.timedelta(seconds=1), MORNING), (MINUTE, MORNING + MINUTE)],
)
@pytest.mark.django_db
def test_use_is_noted_by_the_minute(after: datetime.timedelta, noted: datetime.datetime) -> None:
    request = logged_in_request(began=MORNING, touched=MORNING)
    middleware.keep_or_end(request, now=MORNING + after)
    assert request.session[middleware.TOUCHED] == noted.isoformat()
    assert request.session[middleware.BEGAN] == MORNING.isoformat()


@pytest.mark.django_db
def test_an_old_log_in_is_sent_to_the_log_in_page(client: Client) -> None:
    client.force_login(Staff.objects.create(login_id="sato", name="佐藤 はな"))
    session = client.session
    session[middleware.TOUCHED] = (timezone.now() - HOUR).isoformat()
    session.save()
    response = client.get("/accounts/sessions/")
    assert (response.status_code, response["Location"]) == (302, "/accounts/login/?next=/accounts/sessions/")


def every_path(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from every_path(pattern.url_patterns, route)
        else:
            yield route


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    ["/accounts/signup/", "/accounts/password/reset/", "/accounts/email/", "/accounts/login/code/confirm/"],
)
def test_pages_this_house_does_not_offer(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.django_db
def test_every_answer_forbids_storing_framing_and_guessing(client: Client) -> None:
    response = client.get("/accounts/sessions/")
    assert {
        name: response[name]
        for name in ("Cache-Control", "X-Frame-Options", "X-Content-Type-Options", "Referrer-Policy")
    } == {
        "Cache-Control": "no-store",
        "X-Frame-Options": "DENY",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
    }
    assert response["Content-Type"] == "text/html; charset=utf-8"
    policy = dict(part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";"))
    assert policy == {
        "default-src": "'self'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }


@pytest.mark.django_db(databases=["default", "public"])
def test_nothing_opens_without_logging_in(client: Client) -> None:
    """Every address without parameters: a redirect to the log-in page, unless it is the door itself.

    ``style/`` shows components and nobody's records; outside the test settings it answers 404.
    """
    door = {"accounts/login/", "accounts/logout/", "accounts/inactive/", "accounts/reauthenticate/", "style/"}
    door |= {"health/", "ready/"}
    # The public side: anybody may look for a window, put something into the letter-box, read the answer, take the events along.
    door |= {"tell/", "tell/find/", "tell/consult/", "tell/reply/", "open/events/"}
    paths = {path for path in every_path(get_resolver().url_patterns) if "<" not in path and "^" not in path}
    opened = {path for path in paths if client.get(f"/{path}").status_code == 200}
    assert opened - door == set()


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/resources/?area=%00", "/resources/?%00=1", "/?next=a%00b"])
def test_an_address_no_database_could_read_is_refused_in_words(address: str) -> None:
    answer = Client(raise_request_exception=False).get(address)
    assert answer.status_code == 400
    assert "戻" in answer.content.decode()


@pytest.mark.django_db(databases=["default", "public"])
def test_a_question_that_only_echoes_is_refused(client: Client) -> None:
    assert client.trace("/accounts/login/").status_code == 405
    assert client.trace("/").status_code in (302, 405)
