"""庁内のログイン against a real issuer on this machine: the right way in, and everything that must not be one."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from norishiro.agencies import operations
from norishiro.agencies.actor import Actor, actor_for
from norishiro.agencies.choices import RoleKind
from norishiro.agencies.issuer import identity_of
from norishiro.agencies.models import Staff
from norishiro.core.verdict import Refused
from tests.factories import agencies
from tests.factories.agencies import PASSWORD
from tests.factories.issuer import Issuer, _new_key, issuer_at_work
from tests.rooms.agencies.conftest import browser_of

pytestmark = pytest.mark.django_db

BEGIN, BACK, LOGIN = "/accounts/office/", "/accounts/office/back/", "/accounts/login/"
NOT_IN = "庁内のログインでは、入れませんでした"


@pytest.fixture(scope="module")
def at_work() -> Iterator[Issuer]:
    with issuer_at_work() as one:
        yield one


@pytest.fixture
def issuer(at_work: Issuer, settings: Any) -> Issuer:
    fresh = Issuer(at_work.address, key=at_work.key)
    at_work.__dict__.update(fresh.__dict__)
    settings.NORISHIRO_OFFICE = at_work.office()
    return at_work


@pytest.fixture
def hanako() -> Actor:
    return agencies.actor(name="架空 花子")


@pytest.fixture
def tied(issuer: Issuer, hanako: Actor) -> Staff:
    identity = identity_of(issuer.address, issuer.subject)
    return operations.link_office(hanako, identity=identity, now=timezone.now())


def sent(client: Client, *, next: str = "") -> str:
    """To the issuer's page."""
    away = client.get(BEGIN, {"next": next} if next else {})
    assert away.status_code == 302
    return str(away["Location"])


def come_back(client: Client, issuer: Issuer, **other: str) -> Any:
    return client.get(BACK, issuer.lets_in(sent(client)) | other)


def told(answer: Any) -> str:
    """What a page says; the token of its forms is another each time."""
    return re.sub(r"[A-Za-z0-9]{64}", "", answer.content.decode())


def is_in(client: Client) -> bool:
    return client.get("/").status_code == 200


def signed(asked: CaptureQueriesContext, *words: str) -> int:
    return sum(
        'INSERT INTO "ledger_entry"' in one["sql"] and all(word in one["sql"] for word in words)
        for one in asked
    )


# --- the right way --------------------------------------------------------------------------------------------------


def test_who_is_tied_comes_in_and_the_ledger_says_by_what(issuer: Issuer, tied: Staff) -> None:
    client = Client()
    assert "職員ポータルで入る" in client.get(LOGIN).content.decode()
    with CaptureQueriesContext(connection) as asked:
        done = client.get(BACK, issuer.lets_in(sent(client, next="/agencies/")))
    assert (done.status_code, done["Location"]) == (302, "/agencies/")
    assert signed(asked, "'session.begun'", '"office"') == 1
    assert client.session["_auth_user_id"] == str(tied.pk)
    assert "norishiro_device" in client.cookies
    assert is_in(client)
    # One configuration for the way there and one for the way back; no page of ours asks anything more.
    before = len(issuer.asked)
    client.get("/agencies/")
    assert len(issuer.asked) == before
    client.post("/accounts/logout/")
    assert not is_in(client)


def test_our_second_proof_is_asked_unless_the_town_says_that_theirs_counts(
    issuer: Issuer, tied: Staff, settings: Any
) -> None:
    Authenticator.objects.create(user=tied, type=Authenticator.Type.TOTP, data={"secret": "x"})
    for words, told, led_to in (
        ((), {"amr": ["pwd", "mfa"]}, "/accounts/2fa/authenticate/"),
        (("mfa",), {"amr": ["pwd"]}, "/accounts/2fa/authenticate/"),
        (("mfa",), {"acr": "1"}, "/accounts/2fa/authenticate/"),
        (("mfa",), {"amr": ["pwd", "mfa"]}, "/"),
        (("urn:two",), {"acr": "urn:two"}, "/"),
    ):
        settings.NORISHIRO_OFFICE = issuer.office(second_proof=words)
        issuer.says = told
        client = Client()
        with CaptureQueriesContext(connection) as asked:
            done = come_back(client, issuer)
        assert done["Location"] == led_to
        assert signed(asked, "'session.begun'", '"office-mfa"') == (led_to == "/")
        assert is_in(client) == (led_to == "/")


def test_a_password_after_their_two_proofs_is_one_proof_again(
    issuer: Issuer, tied: Staff, settings: Any
) -> None:
    """What the office proved once is not carried over to another way in."""
    settings.NORISHIRO_OFFICE = issuer.office(second_proof=("mfa",))
    Authenticator.objects.create(user=tied, type=Authenticator.Type.TOTP, data={"secret": "x"})
    issuer.says = {"amr": ["mfa"]}
    client = Client()
    come_back(client, issuer)
    client.post("/accounts/logout/")
    done = client.post(LOGIN, {"login": tied.login_id, "password": PASSWORD})
    assert done["Location"] == "/accounts/2fa/authenticate/"


# --- tying ----------------------------------------------------------------------------------------------------------


def test_one_ties_ones_own_after_seeing_whom_the_issuer_named(issuer: Issuer, hanako: Actor) -> None:
    client = browser_of(hanako)
    assert "つながっていません" in client.get("/me/office/").content.decode()
    done = come_back(client, issuer)
    assert done["Location"] == "/me/office/link/"
    shown = client.get("/me/office/link/").content.decode()
    assert "hanako@example.lg.jp" in shown
    assert Staff.objects.get(id=hanako.staff_id).office_identity is None  # seen, and not yet said
    with CaptureQueriesContext(connection) as asked:
        client.post("/me/office/link/", {"form_token": _token(shown)})
    assert signed(asked, "'staff.office_linked'") == 1
    person = Staff.objects.get(id=hanako.staff_id)
    assert person.office_identity == identity_of(issuer.address, issuer.subject)
    assert client.get("/me/office/link/")["Location"] == "/me/office/"
    other = Client()
    come_back(other, issuer)
    assert is_in(other)
    client.post("/me/office/unlink/", {"form_token": _token(client.get("/me/office/").content.decode())})
    again = come_back(Client(), issuer)
    assert again.status_code == 403


def _token(page: str) -> str:
    return page.split('name="form_token" value="')[1].split('"')[0]


def test_tying_asks_for_a_proof_of_the_last_minutes(issuer: Issuer, hanako: Actor) -> None:
    client = browser_of(hanako)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time() - 6 * 60}]
    session.save()
    assert client.get(BEGIN)["Location"] == "/accounts/reauthenticate/?next=%2Fme%2Foffice%2F"
    assert client.post("/me/office/link/", {})["Location"].startswith("/accounts/reauthenticate/")
    assert issuer.asked == []


def test_what_one_began_another_does_not_end(issuer: Issuer, hanako: Actor) -> None:
    """Two at one machine: the tie is offered to nobody but whom the way was begun for."""
    client = browser_of(hanako)
    back = issuer.lets_in(sent(client))
    other = Staff.objects.get(id=agencies.actor(name="架空 次郎").staff_id)
    session = client.session
    kept = {key: value for key, value in session.items() if key.startswith("_state_")}
    client.force_login(other)
    session = client.session
    session.update(kept)
    session.save()
    agencies.proved(client)
    assert client.get(BACK, back).status_code == 403
    assert client.get("/me/office/link/")["Location"] == "/me/office/"


def test_tied_once_and_to_one(issuer: Issuer, tied: Staff, hanako: Actor) -> None:
    other = agencies.actor(name="架空 次郎")
    taken = identity_of(issuer.address, issuer.subject)
    with pytest.raises(Refused) as first:
        operations.link_office(hanako, identity="b" * 64, now=timezone.now())
    with pytest.raises(Refused) as second:
        operations.link_office(other, identity=taken, now=timezone.now())
    assert [reason.code for reason in first.value.verdict.reasons] == ["linked"]
    assert [reason.code for reason in second.value.verdict.reasons] == ["taken"]
    with pytest.raises(Refused) as third:
        operations.unlink_office(other, staff=tied)
    assert [reason.code for reason in third.value.verdict.reasons] == ["role"]


def test_who_registers_accounts_lets_a_tie_go_and_an_end_does_too(issuer: Issuer, tied: Staff) -> None:
    keeper = agencies.actor(name="架空 係長", kinds=(RoleKind.SYSTEM,))
    client = browser_of(keeper)
    page = client.get(f"/staff/{tied.id}/").content.decode()
    assert "庁内のログインとつながっています" in page
    client.post(f"/staff/{tied.id}/office/unlink/", {"form_token": _token(page)})
    tied.refresh_from_db()
    assert tied.office_identity is None
    own = actor_for(staff_id=tied.id, agency_id=None, today=timezone.localdate())
    operations.link_office(own, identity="c" * 64, now=timezone.now())
    operations.end_staff(keeper, staff=tied, end_on=timezone.localdate())
    tied.refresh_from_db()
    assert (tied.is_active, tied.office_identity, tied.office_linked_at) == (False, None, None)


# --- who is nobody --------------------------------------------------------------------------------------------------


def test_nobody_learns_which_accounts_there_are(issuer: Issuer, tied: Staff) -> None:
    pages = []
    for state in ({"asleep_on": timezone.localdate()}, {"is_active": False}, {"office_identity": None}):
        kept = {name: getattr(tied, name) for name in state}
        Staff.objects.filter(id=tied.id).update(**state)
        client = Client()
        answer = come_back(client, issuer)
        assert answer.status_code == 403 and not is_in(client)
        pages.append(told(answer))
        Staff.objects.filter(id=tied.id).update(**kept)
    issuer.subject = "somebody-else"
    pages.append(told(come_back(Client(), issuer)))
    assert NOT_IN in pages[0]
    assert len(set(pages)) == 1
    assert Staff.objects.filter(login_id__contains="hanako").count() == 0  # and nobody was made


def test_a_name_proves_nothing(issuer: Issuer, tied: Staff) -> None:
    """Whoever may choose their own name or address at the issuer does not choose whose account they open."""
    issuer.subject = "somebody-else"
    issuer.says = {"preferred_username": tied.login_id, "email": tied.email or "hanako@example.lg.jp"}
    client = Client()
    assert come_back(client, issuer).status_code == 403
    assert not is_in(client)


def test_the_same_subject_of_another_issuer_is_somebody_else() -> None:
    assert identity_of("https://a.example.jp", "1") != identity_of("https://b.example.jp", "1")
    assert identity_of("https://a.example.jp/1", "1") != identity_of("https://a.example.jp/", "11")


# --- lies -----------------------------------------------------------------------------------------------------------

LIES: dict[str, dict[str, Any]] = {
    "signed by another key": {"signs_with": _new_key()},
    "not signed": {"header": {"alg": "none"}},
    "signed with our shared secret": {"header": {"alg": "HS256"}},
    "a key nobody published": {"header": {"kid": "2"}},
    "for somebody else": {"says": {"aud": "another-program"}},
    "for somebody else too": {"says": {"aud": ["norishiro", "another-program"]}},
    "from another issuer": {"says": {"iss": "https://attacker.example"}},
    "expired": {"says": {"exp": int(time.time()) - 600}},
    "not valid yet": {"says": {"nbf": int(time.time()) + 600}},
    "made in time to come": {"says": {"iat": int(time.time()) + 600}},
    "another nonce": {"says": {"nonce": "made-up"}},
    "no nonce": {"leaves_out": ("nonce",)},
    "no subject": {"leaves_out": ("sub",)},
    "an empty subject": {"says": {"sub": ""}},
    "a subject that is no word": {"says": {"sub": ["0f6c-hanako"]}},
    "no audience": {"leaves_out": ("aud",)},
    "no end": {"leaves_out": ("exp",)},
    "proved long before it was asked": {"says": {"auth_time": int(time.time()) - 3600}},
}


@pytest.mark.parametrize("lie", LIES)
def test_lies_open_nothing(issuer: Issuer, tied: Staff, lie: str) -> None:
    for name, value in LIES[lie].items():
        setattr(issuer, name, value)
    client = Client()
    answer = come_back(client, issuer)
    assert (answer.status_code, is_in(client)) == (403, False)
    assert NOT_IN in answer.content.decode()


def test_a_state_serves_once_and_here(issuer: Issuer, tied: Staff) -> None:
    client, thief = Client(), Client()
    back = issuer.lets_in(sent(client))
    assert thief.get(BACK, back).status_code == 403  # carried to another browser
    assert client.get(BACK, {"code": back["code"]}).status_code == 403
    assert client.get(BACK, back | {"state": "made-up"}).status_code == 403
    assert client.get(BACK, back).status_code == 302
    client.post("/accounts/logout/")
    assert client.get(BACK, back).status_code == 403  # the same address again


def test_a_code_serves_once(issuer: Issuer, tied: Staff) -> None:
    first, second = Client(), Client()
    used = issuer.lets_in(sent(first))
    assert first.get(BACK, used).status_code == 302
    state = parse_qs(urlsplit(sent(second)).query)["state"][0]
    assert second.get(BACK, {"code": used["code"], "state": state}).status_code == 403
    assert not is_in(second)


def test_a_code_of_somebody_elses_way_is_worth_nothing(issuer: Issuer, tied: Staff) -> None:
    """PKCE: the code was given for another browser's challenge."""
    attacker, victim = Client(), Client()
    code = issuer.lets_in(sent(attacker))["code"]
    state = parse_qs(urlsplit(sent(victim)).query)["state"][0]
    assert victim.get(BACK, {"code": code, "state": state}).status_code == 403
    assert not is_in(victim)


@pytest.mark.parametrize("given", [{"error": "access_denied"}, {"iss": "https://attacker.example"}])
def test_what_the_address_adds(issuer: Issuer, tied: Staff, given: dict[str, str]) -> None:
    client = Client()
    assert come_back(client, issuer, **given).status_code == 403
    assert not is_in(client)


def test_who_took_too_long_begins_again(issuer: Issuer, tied: Staff) -> None:
    client = Client()
    back = issuer.lets_in(sent(client))
    session = client.session
    for key in [key for key in dict(session) if key.startswith("_state_")]:
        session[key] = session[key] | {"data": session[key]["data"] | {"began": time.time() - 16 * 60}}
    session.save()
    assert client.get(BACK, back).status_code == 403


@pytest.mark.parametrize(
    "wanted", ["https://attacker.example/", "//attacker.example/", "javascript:alert(1)"]
)
def test_nobody_is_led_elsewhere(issuer: Issuer, tied: Staff, wanted: str) -> None:
    client = Client()
    assert client.get(BACK, issuer.lets_in(sent(client, next=wanted)))["Location"] == "/"


def test_where_the_issuer_does_not_say_when_it_asked_the_proof_is_old(
    issuer: Issuer, tied: Staff, settings: Any
) -> None:
    """A log-in the issuer may have given hours ago does not count as "just now" before what is dangerous."""
    settings.NORISHIRO_OFFICE = issuer.office(asks_again=False)
    issuer.leaves_out = ("auth_time",)
    client = Client()
    way = sent(client)
    assert "prompt" not in parse_qs(urlsplit(way).query)
    client.get(BACK, issuer.lets_in(way))
    assert is_in(client)
    assert client.get(BEGIN)["Location"].startswith("/accounts/reauthenticate/")
    settings.NORISHIRO_OFFICE = issuer.office()
    assert parse_qs(urlsplit(sent(Client())).query)["prompt"] == ["login"]


# --- away, or not there ---------------------------------------------------------------------------------------------


def test_an_issuer_that_is_away_is_said_so(issuer: Issuer, tied: Staff, settings: Any) -> None:
    client = Client()
    back = issuer.lets_in(sent(client))
    issuer.token_status = 503
    answer = client.get(BACK, back)
    assert answer.status_code == 503 and "職員IDとパスワード" in answer.content.decode()
    settings.NORISHIRO_OFFICE = issuer.office(issuer="http://127.0.0.1:9/realms/shokuin")
    assert client.get(BEGIN).status_code == 503


@pytest.mark.parametrize(
    "configured",
    [
        {"issuer": "https://attacker.example"},
        {"token_endpoint": "http://attacker.example/token"},
        {"authorization_endpoint": "ftp://127.0.0.1/"},
        {"jwks_uri": ""},
    ],
)
def test_an_issuer_that_calls_itself_otherwise_or_sends_us_over_an_open_line(
    issuer: Issuer, configured: dict[str, Any]
) -> None:
    issuer.configured = configured
    assert Client().get(BEGIN).status_code == 503


def test_where_no_issuer_is_named_there_is_nothing(hanako: Actor, settings: Any) -> None:
    settings.NORISHIRO_OFFICE = None
    client = browser_of(hanako)
    assert [client.get(path).status_code for path in (BEGIN, BACK, "/me/office/link/")] == [404, 404, 404]
    assert "使っていません" in client.get("/me/office/").content.decode()
    assert BEGIN not in Client().get(LOGIN).content.decode()
