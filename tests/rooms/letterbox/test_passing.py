"""A letter for another window: passed on only with a reason, sealed for the other one, told to the sender; and until
when what came to nothing is kept."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from norishiro.core.operation import announce
from norishiro.core.records import Unseen
from norishiro.core.verdict import Refused
from norishiro.letterbox import operations, queries, retention, slot
from norishiro.letterbox.choices import KeepClass, PassGround
from norishiro.letterbox.models import Letter, Passing
from norishiro.letterbox.rules import may_pass_on
from tests.factories import agencies
from tests.rooms.letterbox.test_letters import WORDS, a_letter, client_of, entrance, get, nobody, post, send

pytestmark = pytest.mark.django_db

NOW = timezone.now


@pytest.fixture
def here():
    return agencies.actor("架空 ここ", agency=agencies.agency("ここの窓口"))


@pytest.fixture
def there():
    return agencies.actor("架空 となり", agency=agencies.agency("住まいの窓口"))


def read_letter(actor, **more) -> Letter:
    return operations.take_letter(actor, letter=a_letter(actor, **more), now=NOW())


def pass_on(actor, letter, to, *, ground=PassGround.WISH, words="電話でよいと聞いた") -> Passing:
    return operations.pass_on_letter(
        actor, letter=letter, receiver_agency_id=to.agency_id, ground=ground, words=words, now=NOW()
    )


@pytest.mark.parametrize("code", ["mine", "taken", "answered", "received", "receiver", "ground", "words"])
def test_each_reason_refuses_by_itself(code):
    good = {"mine": True, "taken": True, "answered": False, "received": False, "elsewhere": True, "ground": "WISH",
            "words": "はい"}  # fmt: skip
    spoilt = {"mine": False, "taken": False, "answered": True, "received": True, "elsewhere": False, "ground": "",
              "words": " "}  # fmt: skip
    name = "elsewhere" if code == "receiver" else code
    assert may_pass_on(**good).allowed
    assert [one.code for one in may_pass_on(**{**good, name: spoilt[name]}).reasons] == [code]


def test_it_is_the_other_windows_alone_unread_with_what_was_said(here, there):
    letter = read_letter(here, who="佐藤さん")
    pass_on(here, letter, there)
    with pytest.raises(Unseen):
        queries.get_letter(here, letter_id=letter.id)
    assert [(one.number, one.to_agency.name) for one in queries.passed_on(here)] == [
        (letter.number, "住まいの窓口")
    ]
    page = get(there, "letterbox:show", letter.id).content.decode()
    assert ["ここの窓口から" in page, "電話でよいと聞いた" in page, WORDS in page] == [True, True, False]
    announce(there)
    moved = operations.take_letter(there, letter=queries.get_letter(there, letter_id=letter.id), now=NOW())
    assert queries.open_letter(there, letter=moved).content.who == "佐藤さん"
    assert get(here, "letterbox:show", letter.id).status_code == 404


def test_the_sender_is_told_where_it_is_and_gets_the_other_windows_answer(here, there):
    receipt = post(entrance(here))
    announce(here)
    letter = operations.take_letter(here, letter=Letter.objects.get(number=receipt.number), now=NOW())
    pass_on(here, letter, there)
    nobody()
    waiting = slot.ask(number=receipt.number, secret=receipt.secret, address="192.0.2.1", now=NOW())
    assert waiting is not None
    assert (waiting.passed_to, waiting.passed_at is not None, waiting.taken_at) == (
        "住まいの窓口",
        True,
        None,
    )
    moved = operations.take_letter(there, letter=letter_at(there, letter), now=NOW())
    operations.answer_letter(there, letter=moved, words="住まいの窓口から連絡します。", now=NOW())
    nobody()
    told = slot.ask(number=receipt.number, secret=receipt.secret, address="192.0.2.1", now=NOW())
    assert told is not None
    assert (told.words, told.passed_to) == ("住まいの窓口から連絡します。", "住まいの窓口")


def letter_at(actor, letter) -> Letter:
    announce(actor)
    return queries.get_letter(actor, letter_id=letter.id)


def test_nothing_moves_past_the_door_in_the_wall(here, there):
    letter = read_letter(here)
    announce(there)
    with connection.cursor() as cursor:
        for mover in (there, here):
            announce(mover)
            cursor.execute("SELECT letter_pass_on(%s, %s, %s, NULL)", [letter.id, there.agency_id, b"x"])
            assert cursor.fetchone() == (0,)
    assert queries.open_letter(here, letter=letter_at(here, letter)).content.words == WORDS
    stranger = agencies.actor("架空 よそ", agency=agencies.agency("よその窓口"))
    with pytest.raises(Letter.DoesNotExist):
        announce(stranger)
        pass_on(stranger, letter, there)


def test_an_answered_letter_stays(here, there):
    letter = read_letter(here)
    operations.answer_letter(here, letter=letter, words="はい", now=NOW())
    with pytest.raises(Refused):
        pass_on(here, letter, there)
    page = get(here, "letterbox:show", letter.id).content.decode()
    assert "もう返事をしました" in page


def test_by_hand(here, there):
    letter = read_letter(here)
    name = "letterbox:pass_on_letter"
    bad = send(here, name, letter.id, receiver=str(there.agency_id), words="よいと聞いた")
    assert (bad.status_code, list(bad.context["form"].errors)) == (422, ["ground"])
    own = send(here, name, letter.id, receiver=str(here.agency_id), ground="WISH", words="よいと聞いた")
    assert (own.status_code, list(own.context["form"].errors)) == (422, ["receiver"])
    good = send(here, name, letter.id, receiver=str(there.agency_id), ground="WISH", words="よいと聞いた")
    assert (good.status_code, good.url) == (302, f"{reverse('letterbox:letters')}?box=passed")
    page = client_of(here).get(good.url)
    until = timezone.localdate() + timedelta(days=90)
    ((one, kept),) = page.context["passed"]
    assert (one.number, kept.until, one.words) == (letter.number, until, "よいと聞いた")
    assert get(here, name, letter.id).status_code == 404


def test_who_passed_nothing_on_is_told_so(here):
    page = client_of(here).get(reverse("letterbox:letters"), {"box": "passed"}).content.decode()
    assert "ほかの窓口に渡した便りはありません" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_what_went_asks_the_same_at_one_and_three(here, there, rows, django_assert_num_queries):
    for number in range(rows):
        pass_on(here, read_letter(here, words=f"{number} 通目"), there)
    client = client_of(here)
    client.get(reverse("letterbox:letters"), {"box": "passed"})
    with django_assert_num_queries(QUERIES):
        client.get(reverse("letterbox:letters"), {"box": "passed"})


QUERIES = 12


# --- how long it is kept ------------------------------------------------------------------------------


def test_the_days_are_counted_from_the_end_by_the_rule_of_that_day():
    kept = retention.keeping(KeepClass.ANSWERED, since=date(2026, 11, 21))
    assert (kept.days, kept.until) == (365, date(2027, 11, 21))
    assert retention.keeping(KeepClass.PASSED_ON, since=date(2026, 11, 21)).until == date(2027, 2, 19)
    assert retention.keeping(KeepClass.DECLINED, since=date(2001, 1, 1)).days == 365


def test_every_class_has_its_days_in_every_version():
    assert [set(one.days) for one in retention.versions()] == [set(KeepClass.values)] * len(
        retention.versions()
    )


def test_the_page_says_until_when(here):
    letter = read_letter(here)
    before = get(here, "letterbox:show", letter.id)
    operations.decline_letter(here, letter=letter, proposal="清掃の係へ", now=NOW())
    after = get(here, "letterbox:show", letter.id)
    assert (before.context["keeping"], "数えはじめていません" in before.content.decode()) == (None, True)
    assert (after.context["keeping"].kind, after.context["keeping"].until) == (
        KeepClass.DECLINED, timezone.localdate() + timedelta(days=365)
    )  # fmt: skip
