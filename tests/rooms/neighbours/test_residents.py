"""地区の便り from outside: asked for, confirmed by a press, changed, left; and open to nobody who works here."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import psycopg
import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import IntegrityError, ProgrammingError, connection, connections, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from norishiro.casework.operations.tidying import tidy
from norishiro.core.operation import announce
from norishiro.core.verdict import Refused
from norishiro.neighbours import operations, queries, rules, slot
from norishiro.neighbours.access import Link
from norishiro.neighbours.addresses import mark_of_address
from norishiro.neighbours.models import Asking, Delivery, Reader
from norishiro.public_site import drawing
from norishiro.public_site.drawing import Way
from norishiro.public_site.tongues import tongues
from tests.rooms.neighbours.town import (
    BASE,
    HANA,
    asks,
    joins,
    link_in,
    tallies,
    there,
    two_districts,
    words_on,
    writer,
)

# The public pages have a connection of their own, so what they read must really be there.
committed = pytest.mark.django_db(transaction=True, databases=["default", "public"])

WALLED = (Asking, Reader, Delivery)


@pytest.fixture(autouse=True)
def reached_by_name(settings):
    settings.NORISHIRO_ADDRESS = BASE


@committed
def test_residents_register_by_district_only_by_pressing_change_and_leave_freely(owner_connection):
    north, south = two_districts()
    page = Client().get("/open/ja/letters/")
    assert (page.status_code, dict(page.cookies), "北地区" in words_on(page)) == (200, {}, True)

    sent = asks(north, address="　Ｈａｎａ@Example.JP")
    assert (sent.status_code, "メールを送りました" in words_on(sent), sent["Cache-Control"]) == (
        200,
        True,
        "no-store",
    )
    assert [(one.to, "北地区" in str(one.body), "hana" in str(one.body)) for one in mail.outbox] == [
        (["Hana@example.jp"], True, False)
    ]
    link = link_in()
    # Machines that look through mails open every link: nothing comes of it.
    seen = [Client().get(link), Client().head(link)]
    assert ([one.status_code for one in seen], there(owner_connection, "reader", "asking")) == (
        [200, 200],
        [0, 1],
    )
    assert tallies(north) == [(0, 0), (0, 0)]

    done = Client().post(link)
    assert ("登録しました" in words_on(done), there(owner_connection, "reader", "asking")) == (True, [1, 0])
    assert (tallies(north, south), Client().post(link).status_code, Client().get(link).status_code) == (
        [(1, 0), (1, 0), (0, 0)], 404, 404,
    )  # fmt: skip

    own = reverse("public_site:own_letters", args=["ja", _own_key(done)])
    shown = words_on(Client().get(own))
    assert ("北地区" in shown, "example" in shown) == (True, False)
    assert (
        Client().post(own, {"areas": []}).status_code,
        Client().post(own, {"areas": ["x"]}).status_code,
    ) == (422, 422)
    changed = Client().post(own, {"areas": [south]})
    assert ("地区を変えました" in words_on(changed), tallies(north, south)) == (
        True,
        [(1, 0), (1, 1), (1, 0)],
    )

    leave = own.replace("/own/", "/leave/")
    assert (Client().get(leave).status_code, there(owner_connection, "reader")) == (200, [1])
    # RFC 8058: what a mail program sends when its own button is pressed.
    left = Client().post(leave, {"List-Unsubscribe": "One-Click"})
    assert (left.status_code, "やめました" in words_on(left), there(owner_connection, "reader")) == (
        200,
        True,
        [0],
    )
    assert (tallies(north, south), [Client().get(one).status_code for one in (own, leave)]) == (
        [(1, 1), (1, 1), (1, 1)], [404, 404],
    )  # fmt: skip
    assert Client().post(leave).status_code == 200
    assert tallies() == [(1, 1)]


def _own_key(page) -> str:
    return page.content.decode().split("/letters/own/")[1].split("/")[0]


@committed
def test_the_answer_is_the_same_for_known_and_unknown_and_one_address_is_one_reader(owner_connection):
    north, south = two_districts()
    first = asks(north)
    Client().post(link_in())
    again = asks(north, south, address="HANA@EXAMPLE.JP")
    assert (first.content, mail.outbox[0].subject) == (again.content, mail.outbox[1].subject)
    Client().post(link_in())
    assert (there(owner_connection, "reader"), tallies(north, south)) == ([1], [(1, 0), (1, 0), (1, 0)])

    # Two presses on two mails, and past the third mail of a day none goes; the page says the same.
    third, fourth = asks(south), asks(south)
    assert (third.content, len(mail.outbox)) == (fourth.content, 3)
    assert asks(north, address="taro@example.jp").status_code == 200
    assert (len(mail.outbox), there(owner_connection, "asking")) == (4, [2])


@committed
def test_what_is_wrong_is_said_in_the_language_of_the_page_and_nothing_typed_is_lost(monkeypatch, settings):
    north, _south = two_districts()
    wrong = {
        "ja": (
            asks(address="hana"),
            ["地区を、1つ以上選んでください。", "メールアドレスの形になっていません。"],
        ),
        "en": (
            asks("nowhere", address="hana@", tongue="en"),
            ["Choose at least one district.", "This is not an e-mail address."],
        ),
        "easy": (asks(north, homepage="x", tongue="easy"), ["メールを"]),
    }
    assert [(page.status_code, [one in words_on(page) for one in said]) for page, said in wrong.values()] == [
        (422, [True, True]), (422, [True, True]), (422, [True]),
    ]  # fmt: skip
    kept = asks(address="ha<na@x").content.decode()
    assert ('value="ha&lt;na@x"' in kept, mail.outbox) == (True, [])

    def silent(self, messages):
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailBackend, "send_messages", silent)
    down = asks(north)
    assert (
        down.status_code,
        f'value="{HANA}"' in down.content.decode(),
        "checked" in down.content.decode(),
    ) == (503, True, True)
    monkeypatch.undo()
    settings.NORISHIRO_ADDRESS = BASE
    flood = [
        asks(north, address=f"h{number}@example.jp").status_code for number in range(rules.PER_ADDRESS_HOUR)
    ]
    assert (flood.count(200), flood[-1], "1時間ほどおいて" in words_on(asks(north))) == (11, 429, True)
    assert Client().get("/open/de/letters/").status_code == 404


@committed
def test_a_page_that_stands_by_itself_says_where_one_can_register(settings):
    two_districts()
    (japanese,) = (one for one in tongues() if one.is_model)
    drawn = [drawing.letters(Way(japanese, timezone.localtime(), standing=there)) for there in (False, True)]
    assert [["<form" in one, "登録は、のりしろが動いているページでできます。" in one, f'href="{BASE}/open/ja/letters/"' in one] for one in drawn] == [
        [True, False, False], [False, True, True],
    ]  # fmt: skip
    settings.NORISHIRO_ADDRESS = ""
    assert (BASE in drawing.letters(Way(japanese, timezone.localtime(), standing=True))) is False


@committed
def test_neither_staff_nor_the_public_role_nor_an_empty_connection_reads_an_address(owner_connection):
    north, south = two_districts()
    actor = writer()
    joins(north)
    with transaction.atomic():
        slot.new_asking(address="taro@example.jp", areas=[south], tongue="ja", now=timezone.now())
    post = operations.write_post(actor, title="題", text="文", areas=[north], link=Link(), now=timezone.now())
    operations.send_post(actor, post=post, version=1, base=BASE, now=timezone.now())
    assert there(owner_connection, "asking", "reader", "delivery") == [1, 1, 1]
    sealed = [
        bytes(row[0])
        for row in owner_connection.execute(
            "SELECT address FROM neighbours_reader UNION ALL SELECT address FROM neighbours_asking"
        )
    ]
    assert ([b"example" in one for one in sealed], len(sealed)) == ([False, False], 2)

    assert [model.objects.count() for model in WALLED] == [0, 0, 0]
    with transaction.atomic():
        announce(actor)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('norishiro.shown', %s, true)", [f"{mark_of_address(HANA)},{post.id}"]
            )
        assert [model.objects.count() for model in WALLED] == [0, 0, 0]
        assert Reader.objects.update(refused=1) + Reader.objects.all().delete()[0] == 0
    with pytest.raises(ProgrammingError), transaction.atomic():
        announce(actor)
        Reader(
            key_mark=uuid4(),
            address_mark=uuid4(),
            address=b"x",
            areas=[north],
            tongue="ja",
            since_on=timezone.localdate(),
        ).save(force_insert=True)
    # Whoever shows one mark sees one row, and not its neighbour.
    joins(north, address="jiro@example.jp")
    with transaction.atomic():
        slot.shown(mark_of_address(HANA))
        assert (Reader.objects.count(), Asking.objects.count(), Delivery.objects.count()) == (1, 0, 0)

    tables = [f"neighbours_{one}" for one in ("asking", "reader", "delivery", "post", "tally")]
    refused = []
    for table in tables:
        with connections["public"].cursor() as cursor:
            for name in (table, f"public.{table}"):
                try:
                    cursor.execute(f"SELECT * FROM {name}")  # noqa: S608
                except ProgrammingError as error:
                    refused.append(type(error.__cause__))
    assert (len(refused), set(refused)) == (
        10, {psycopg.errors.InsufficientPrivilege, psycopg.errors.UndefinedTable},
    )  # fmt: skip


@committed
def test_a_link_serves_a_day_and_the_night_takes_what_nobody_confirmed(owner_connection, as_owner):
    north, south = two_districts()
    now = timezone.now()
    with transaction.atomic():
        old = slot.new_asking(address=HANA, areas=[north], tongue="ja", now=now - rules.LASTS)
        fresh = slot.new_asking(
            address="taro@example.jp",
            areas=[south],
            tongue="ja",
            now=now - rules.LASTS + timedelta(seconds=60),
        )
    assert (slot.waiting(key=old, now=now), slot.confirm(key=old, now=now)) == (None, None)
    assert (slot.waiting(key=uuid4(), now=now), slot.own(key=uuid4(), on=timezone.localdate())) == (
        None,
        None,
    )
    assert (tidy(now=now).askings, there(owner_connection, "asking"), tidy(now=now).askings) == (1, [1], 0)
    found = slot.waiting(key=fresh, now=now)
    assert found is not None and found.names == ("南地区",)


@pytest.mark.django_db
def test_a_registration_without_a_district_or_for_one_that_is_not_there_is_refused():
    north, _south = two_districts()
    own = joins(north)
    for areas, code in (([], "areas"), (["x"], "areas")):
        with pytest.raises(Refused) as refusal:
            slot.choose(key=own, areas=areas, tongue="ja", on=timezone.localdate())
        assert [one.code for one in refusal.value.verdict.reasons] == [code]
    with pytest.raises(IntegrityError), transaction.atomic():
        slot.shown(mark_of_address("x@example.jp"))
        Reader(
            key_mark=uuid4(),
            address_mark=mark_of_address("x@example.jp"),
            address=b"x",
            areas=[],
            tongue="ja",
            since_on=timezone.localdate(),
        ).save(force_insert=True)


STEPS = st.lists(st.tuples(st.integers(0, 3), st.sets(st.sampled_from([0, 1]))), max_size=12)


@pytest.mark.django_db
@effort(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_however_people_come_change_and_go_the_numbers_are_those_who_are_there(steps):
    with transaction.atomic():
        districts = two_districts()
        actor, today = writer(), timezone.localdate()
        held: dict[int, set[str]] = {}
        keys: dict[int, object] = {}
        for who, chosen in steps:
            areas = {districts[one] for one in chosen}
            if not areas:
                if who in keys:
                    slot.leave(key=keys.pop(who), on=today)
                    del held[who]
                continue
            keys[who] = joins(*areas, address=f"p{who}@example.jp")
            held[who] = areas
        expected = [len(held), *(sum(one in areas for areas in held.values()) for one in districts)]
        assert [one.now.number for one in queries.sums(actor, year=2000, on=today)][:3] == expected
        assert [
            queries.readers_of(actor, areas=list(some)).number
            for some in (districts, districts[:1], districts[1:])
        ] == expected
        transaction.set_rollback(True)
