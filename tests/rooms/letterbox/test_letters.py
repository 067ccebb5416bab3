"""The box for the window: sealed until taken, answered, proposed elsewhere, received; seen by nobody else."""

from __future__ import annotations

import uuid
from datetime import date

import psycopg
import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.choices import RoleKind
from norishiro.agencies.models import Staff
from norishiro.casework.operations.letters import receive_letter
from norishiro.casework.queries.today import today_of
from norishiro.consultations.models import Consultation
from norishiro.core.operation import announce
from norishiro.core.records import Unseen
from norishiro.core.verdict import Refused
from norishiro.letterbox import operations, queries, slot
from norishiro.letterbox.choices import EntranceKind, Hurry
from norishiro.letterbox.contents import Content, wordings
from norishiro.letterbox.models import Letter
from norishiro.people.models import Person
from tests.factories import agencies

pytestmark = pytest.mark.django_db

TODAY = date.today()
WORDS = "となりの木の枝がのびている。"


def client_of(actor) -> Client:
    client = Client()
    client.force_login(Staff.objects.get(id=actor.staff_id))
    return agencies.proved(client)


def entrance(actor, **more):
    values = {"kind": EntranceKind.LIAISON, "facility": "架空地区センター", "holder": "架空 れん"} | more
    return operations.appoint(
        actor, receiver_agency_id=actor.agency_id, from_on=agencies.EPOCH, today=TODAY, **values
    )


def nobody() -> None:
    """As from outside: whoever acted before in this transaction has left."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('norishiro.staff', '', true), set_config('norishiro.agencies', '', true),"
            " set_config('norishiro.agency', '', true), set_config('norishiro.recipients', '', true)"
        )


def post(place, *, words=WORDS, slip=None, hurry=Hurry.WATCH, **more) -> slot.Receipt:
    nobody()
    return slot.post(
        entrance=place, content=Content(words=words, **more), consented=True, wording=wordings()["SHEET"], hurry=hurry,
        photo=None, slip=slip or uuid.uuid4(), address="192.0.2.1", now=timezone.now(),
    )  # fmt: skip


def letter_of(actor, receipt: slot.Receipt) -> Letter:
    announce(actor)
    return Letter.objects.get(number=receipt.number)


def a_letter(actor, **more) -> Letter:
    return letter_of(actor, post(entrance(actor), **more))


def taken(actor, **more) -> Letter:
    return operations.take_letter(actor, letter=a_letter(actor, **more), now=timezone.now())


def get(actor, name: str, *args):
    return client_of(actor).get(reverse(name, args=args))


def send(actor, screen: str, *args, **given):
    return client_of(actor).post(reverse(screen, args=args), {"form_token": str(uuid.uuid4())} | given)


# --- the walls ----------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_nobody_from_outside_can_read_change_or_remove_a_letter(app_connection: psycopg.Connection):
    chief = agencies.actor()
    post(entrance(chief))
    for statement in (
        "SELECT count(*) FROM letterbox_letter",
        "WITH c AS (UPDATE letterbox_letter SET hurry = 'TODAY' RETURNING 1) SELECT count(*) FROM c",
        "WITH c AS (DELETE FROM letterbox_letter RETURNING 1) SELECT count(*) FROM c",
    ):
        assert app_connection.execute(statement).fetchone() == (0,)


@pytest.mark.parametrize(
    "more",
    [{"taken_at": timezone.now()}, {"answered_at": timezone.now()}, {"declined": True}, {"answer": b"x"},
     {"consultation_id": uuid.uuid4()}, {"origin": "SERVICE"}],
)  # fmt: skip
def test_from_outside_only_an_untouched_letter_goes_in(more):
    place = entrance(agencies.actor())
    nobody()
    letter = Letter(
        number="1", receipt_key=uuid.uuid4(), kind="SHEET", entrance=place, fingerprint=uuid.uuid4(), content=b"x",
        receiver_agency_id=place.receiver_agency_id, posted_at=timezone.now(), **more,
    )  # fmt: skip
    with pytest.raises(Exception, match="row-level security"), transaction.atomic():
        letter.save(force_insert=True)


def test_another_agency_finds_neither_the_letter_nor_its_trace():
    letter, stranger = a_letter(agencies.actor()), agencies.actor("架空 よそ")
    announce(stranger)
    assert Letter.objects.count() == 0
    with pytest.raises(Unseen):
        queries.get_letter(stranger, letter_id=letter.id)
    names = ("letterbox:show", "letterbox:answer_letter", "letterbox:decline_letter", "letterbox:read_photo",
             "casework:receive_letter")  # fmt: skip
    assert [get(stranger, name, letter.id).status_code for name in names] == [404] * 5
    assert send(stranger, "letterbox:take_letter", letter.id).status_code == 404


def test_who_does_not_receive_consultations_does_not_open_the_box():
    place = agencies.agency()
    member = agencies.actor("架空 委員", agency=place, kinds=(RoleKind.MEMBER,))
    letter = a_letter(agencies.actor(agency=place))
    assert get(member, "letterbox:letters").status_code == 403
    assert get(member, "letterbox:show", letter.id).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_without_a_ledger_no_letter_is_taken_in(owner_connection: psycopg.Connection):
    place = entrance(agencies.actor())
    owner_connection.execute("LOCK TABLE ledger_entry IN ACCESS EXCLUSIVE MODE")
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '200ms'")
    from norishiro.ledger.operations import LedgerClosed

    with pytest.raises(LedgerClosed):
        slot.post(
            entrance=place, content=Content(words=WORDS), consented=True, wording=wordings()["SHEET"],
            hurry=Hurry.WATCH, photo=None, slip=uuid.uuid4(), address="192.0.2.1", now=timezone.now(),
        )  # fmt: skip
    owner_connection.rollback()
    owner_connection.execute("SET norishiro.maintenance = 'on'")
    assert owner_connection.execute("SELECT count(*) FROM letterbox_letter").fetchone() == (0,)


@pytest.mark.django_db(transaction=True)
def test_the_ledger_tells_of_each_letter_once_and_of_each_asking(owner_connection: psycopg.Connection):
    place, slip = entrance(agencies.actor()), uuid.uuid4()
    receipts = {post(place, slip=slip) for _again in range(3)}
    receipt = receipts.pop()
    for secret in (receipt.secret, "0"):
        slot.ask(number=receipt.number, secret=secret, address="192.0.2.1", now=timezone.now())
    lines = owner_connection.execute(
        "SELECT verb, staff_label FROM ledger_entry WHERE verb LIKE 'letter.%' ORDER BY seq"
    ).fetchall()
    assert (receipts, lines) == (
        set(), [("letter.posted", "のりしろ"), ("letter.asked", "のりしろ"), ("letter.asked_in_vain", "のりしろ")]
    )  # fmt: skip


# --- taken, answered, received ------------------------------------------------------------------------


def test_a_letter_is_sealed_until_it_is_taken():
    chief = agencies.actor()
    letter = a_letter(chief, who="佐藤さん")
    before = get(chief, "letterbox:show", letter.id).content.decode()
    assert send(chief, "letterbox:take_letter", letter.id).status_code == 302
    after = get(chief, "letterbox:show", letter.id).content.decode()
    assert [WORDS in before, "佐藤さん" in before, WORDS in after, "佐藤さん" in after] == [
        False, False, True, True
    ]  # fmt: skip
    with pytest.raises(Refused):
        operations.take_letter(chief, letter=letter, now=timezone.now())


def test_answering_by_hand_needs_reading_first_and_words():
    chief = agencies.actor()
    letter = a_letter(chief)
    refused = send(chief, "letterbox:answer_letter", letter.id, words="はい")
    assert (refused.status_code, "さきに便りを開けて読んでください" in refused.content.decode()) == (
        422,
        True,
    )
    operations.take_letter(chief, letter=letter, now=timezone.now())
    assert send(chief, "letterbox:answer_letter", letter.id, words="　").status_code == 422
    assert send(chief, "letterbox:answer_letter", letter.id, words="お返事です").status_code == 302
    answered = letter_of(chief, slot.Receipt(letter.number, ""))
    assert (answered.stage, b"\xe3\x81\x8a\xe8\xbf\x94" in bytes(answered.answer)) == ("返事をした", False)
    assert send(chief, "letterbox:answer_letter", letter.id, words="もう一度").status_code == 422


def test_what_is_not_for_this_window_goes_back_with_a_proposal():
    chief = agencies.actor()
    place = entrance(chief)
    receipt = post(place)
    letter = operations.take_letter(chief, letter=letter_of(chief, receipt), now=timezone.now())
    with pytest.raises(Refused):
        operations.decline_letter(chief, letter=letter, proposal=" ", now=timezone.now())
    assert send(chief, "letterbox:decline_letter", letter.id, words="道路の係へどうぞ").status_code == 302
    found = slot.ask(number=receipt.number, secret=receipt.secret, address="x", now=timezone.now())
    assert found is not None
    assert (found.declined, found.words) == (True, "道路の係へどうぞ")


def test_a_letter_becomes_a_consultation_once_with_its_consent_noted(monkeypatch):
    from norishiro.casework.operations.adopt import adopt
    from norishiro.profiles.loader import PRESETS

    adopt(
        (PRESETS / "toshima.toml").read_text(encoding="utf-8"),
        name="toshima",
        today=TODAY,
        valid_from=agencies.EPOCH,
    )
    chief = agencies.actor()
    letter = taken(chief, who="佐藤\u3000はな", worries=("近所のこと",))
    page = get(chief, "casework:receive_letter", letter.id).content.decode()
    assert [WORDS in page, "佐藤" in page, "選ばれた困りごと：近所のこと" in page] == [True, True, True]
    given = {
        "received_on": TODAY.isoformat(), "channel": "SHEET", "visitor": "AGENCY", "name": "佐藤 はな",
        "summary": WORDS, "urgency": "?", "sex": "",
    }  # fmt: skip
    done = send(chief, "casework:receive_letter", letter.id, **given)
    assert done.status_code == 302, done.content.decode()
    announce(chief)
    received = Consultation.objects.get()
    letter.refresh_from_db()
    assert (letter.consultation_id, received.channel, received.basis, Person.objects.count()) == (
        received.id, "SHEET", "OWN", 1
    )  # fmt: skip
    with pytest.raises(Refused):
        receive_letter(
            chief, letter=letter, newcomer={"name": "べつ"}, received_on=TODAY, channel="SHEET", visitor="AGENCY",
            summary="x", today=TODAY,
        )  # fmt: skip
    announce(chief)
    assert Consultation.objects.count() == 1
    assert get(chief, "casework:receive_letter", letter.id).status_code == 403


def test_the_box_stands_on_the_page_of_the_day():
    chief = agencies.actor()
    letter = a_letter(chief, hurry=Hurry.TODAY)
    announce(chief)
    (section,) = (one for one in today_of(chief, today=TODAY) if one.code == "asked")
    assert [(line.kind, line.target, line.what, line.late) for line in section.lines] == [
        ("letter", letter.id, "封を開けていない便り", True)
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_the_box_asks_the_database_as_much_for_three_letters_as_for_one(count, django_assert_num_queries):
    chief = agencies.actor()
    place = entrance(chief)
    for number in range(count):
        post(place, words=f"{number}")
    client = client_of(chief)
    client.get("/letter-box/")
    with django_assert_num_queries(12):
        page = client.get("/letter-box/")
    assert page.content.decode().count('scope="row"') == count


def test_an_empty_box_says_so():
    assert "返事を待っている便りはありません" in get(agencies.actor(), "letterbox:letters").content.decode()
