"""ログインの手助け: a lost password or second proof, one hand for each, told to the person, and a no that is looked into."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies import operations, queries
from norishiro.agencies.actor import actor_for
from norishiro.agencies.choices import HelpAnswer, HelpKind, KnownBy, RoleKind
from norishiro.agencies.models import AccessHelp, Staff
from norishiro.core.records import Unseen
from norishiro.core.verdict import Refused
from tests.factories import agencies
from tests.factories.agencies import PASSWORD
from tests.rooms.agencies.conftest import browser_of

pytestmark = pytest.mark.django_db

OWN = "あたらしい朝と5羽のとりがそらをとぶ"


def somebody(office, name: str, kind: RoleKind) -> Staff:
    person = agencies.staff(name)
    agencies.appoint(person, agency=office, kind=kind)
    return person


def acting(person: Staff, office):
    return actor_for(staff_id=person.id, agency_id=office.id, today=timezone.localdate())


@pytest.fixture
def house():
    office = agencies.agency()
    head, other = (somebody(office, name, RoleKind.MANAGER) for name in ("架空 課長", "架空 次長"))
    worker = somebody(office, "架空 花子", RoleKind.CSW)
    return office, acting(head, office), acting(other, office), worker


def ask(actor, worker, kind: str):
    return browser_of(actor).post(
        reverse("agencies:help_staff", args=[worker.id]), {"kind": kind, "known_by": "CALLBACK"}
    )


def log_in(worker: Staff, password: str) -> Client:
    browser = Client()
    browser.post("/accounts/login/", {"login": worker.login_id, "password": password})
    return browser


def with_proof(worker: Staff) -> None:
    Authenticator.objects.create(
        user=worker, type=Authenticator.Type.TOTP, data={"secret": totp.generate_totp_secret()}
    )


def test_a_lent_password_opens_one_page_alone_until_it_is_ones_own(house):
    _office, head, _other, worker = house
    before = log_in(worker, PASSWORD)
    assert before.get(reverse("casework:today")).status_code == 200
    lent = ask(head, worker, "PASSWORD").context["password"]
    assert not UserSession.objects.filter(user=worker).exists()
    assert before.get(reverse("casework:today")).status_code == 302
    assert "_auth_user_id" not in log_in(worker, PASSWORD).session

    browser, own = log_in(worker, lent), reverse("account_change_password")
    for address in (reverse("casework:today"), reverse("agencies:list"), reverse("agencies:choose_hat")):
        assert browser.get(address).headers["Location"] == own
    assert "一度きり" in browser.get(own).content.decode()
    browser.post(own, {"oldpassword": lent, "password1": OWN, "password2": OWN})
    assert browser.get(reverse("casework:today")).status_code == 200
    worker.refresh_from_db()
    assert not worker.password_is_lent
    assert log_in(worker, OWN).get(reverse("casework:today")).status_code == 200


def test_the_person_is_asked_and_a_no_comes_to_whoever_reviews(house):
    office, head, other, worker = house
    ask(head, worker, "PASSWORD")
    given = AccessHelp.objects.get()
    me = acting(worker, office)
    Staff.objects.filter(id=worker.id).update(password_is_lent=False)  # they have chosen their own
    assert [one.id for one in queries.helps_asked(me)] == [given.id]
    with pytest.raises(Unseen):
        queries.get_help(other, help_id=given.id)
    browser_of(me).post(reverse("agencies:access_help", args=[given.id]), {"answer": "UNKNOWN"})
    assert list(queries.helps_asked(me)) == []
    assert [one.id for one in queries.helps_denied(other)] == [given.id]
    assert list(queries.helps_denied(head)) == []  # the helper does not look into it

    page = browser_of(other).get(reverse("casework:today")).content.decode()
    assert "覚えのないログインの手助け" in page
    with pytest.raises(Refused) as refused:
        operations.settle_access(head, given=given, finding="確かめました", now=timezone.now())
    assert [one.code for one in refused.value.verdict.reasons] == ["involved"]
    browser_of(other).post(
        reverse("agencies:access_help", args=[given.id]), {"finding": "本人が忘れていた。"}
    )
    given.refresh_from_db()
    assert (given.settled_by_id, given.finding) == (other.staff_id, "本人が忘れていた。")
    assert list(queries.helps_denied(other)) == []


def test_one_hand_never_gives_both_halves(house):
    _office, head, other, worker = house
    with_proof(worker)
    ask(head, worker, "PASSWORD")
    assert "両方を一人で" in ask(head, worker, "PROOF").content.decode()
    assert Authenticator.objects.filter(user=worker).exists()
    assert ask(other, worker, "PROOF").status_code == 302
    assert not Authenticator.objects.filter(user=worker).exists()
    assert "両方を一人で" in ask(other, worker, "PASSWORD").content.decode()
    AccessHelp.objects.filter(kind=HelpKind.PROOF).update(made_at=timezone.now() - timedelta(days=31))
    assert ask(other, worker, "PASSWORD").context["password"]


def test_nobody_helps_themselves_the_sleeping_or_those_who_left(house):
    _office, head, other, worker = house
    now = timezone.now()

    def refused(staff: Staff, verb=operations.renew_password, **given) -> list[str]:
        with pytest.raises(Refused) as error:
            verb(head, staff=staff, known_by=KnownBy.FACE, now=now, **given)
        return [one.code for one in error.value.verdict.reasons]

    assert refused(Staff.objects.get(id=head.staff_id), password="x") == ["own"]
    assert refused(worker, operations.take_proof_off) == ["no_proof"]
    Staff.objects.filter(id=worker.id).update(asleep_on=timezone.localdate())
    assert refused(worker, password="x") == ["asleep"]
    gone = Staff.objects.get(id=other.staff_id)
    Staff.objects.filter(id=gone.id).update(is_active=False)
    assert refused(gone, password="x") == ["inactive"]


def test_an_answer_is_given_once_and_by_the_person(house):
    office, head, other, worker = house
    given = operations.renew_password(
        head, staff=worker, known_by=KnownBy.FACE, password="x", now=timezone.now()
    )
    for actor, code in ((other, "not_own"), (acting(worker, office), "")):
        if code:
            with pytest.raises(Refused):
                operations.answer_access(actor, given=given, answer=HelpAnswer.KNOWN, now=timezone.now())
        else:
            operations.answer_access(actor, given=given, answer=HelpAnswer.KNOWN, now=timezone.now())
    with pytest.raises(Refused) as error:
        operations.answer_access(
            acting(worker, office), given=given, answer=HelpAnswer.UNKNOWN, now=timezone.now()
        )
    assert [one.code for one in error.value.verdict.reasons] == ["answered"]
    with pytest.raises(Refused):
        operations.settle_access(other, given=given, finding="なにもない", now=timezone.now())


def test_a_worker_may_not_help(house):
    office, _head, _other, worker = house
    colleague = somebody(office, "架空 太郎", RoleKind.CSW)
    assert ask(acting(colleague, office), worker, "PASSWORD").status_code == 403


def test_a_first_password_is_lent_too(house):
    _office, head, _other, _worker = house
    made = operations.add_staff(
        head,
        login_id="hajimete",
        name="架空 新人",
        kana="",
        qualification="",
        email="",
        password="abcd-efgh-jkmn-pqrs",
    )
    assert made.password_is_lent
    assert log_in(made, "abcd-efgh-jkmn-pqrs").get("/").headers["Location"] == reverse(
        "account_change_password"
    )
