"""データの移行 in the browser: works, refused, invalid, unseen, and how many questions a page asks."""

from __future__ import annotations

import uuid
from datetime import timedelta
from io import BytesIO

import pyrage
import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from norishiro.agencies.choices import Body, RoleKind
from norishiro.core.operation import announce
from norishiro.core.verdict import Refused
from norishiro.moving import locking, operations
from norishiro.moving.models import Departure
from tests.factories import agencies
from tests.rooms.reports.town import client_of as signed_in

pytestmark = pytest.mark.django_db

REASON = "次のシステムへ移るため、委託先（契約 令和8年第123号）に渡す。"


def client_of(actor):
    """Signed in, and proved a moment ago to be who they are."""
    return agencies.proved(signed_in(actor))


@pytest.fixture
def office():
    return agencies.agency(body=Body.ADMINISTRATION)


@pytest.fixture
def asker(office):
    return agencies.actor("架空 文子", agency=office, kinds=(RoleKind.RECORDS,))


@pytest.fixture
def head(office):
    return agencies.actor("架空 長一", agency=office, kinds=(RoleKind.MANAGER,))


def asked(asker) -> Departure:
    return operations.ask_departure(asker, reason=REASON, today=timezone.localdate())


def url(name: str, departure: Departure) -> str:
    return reverse(f"moving:{name}", args=[departure.id])


def halves_on(page: str) -> list[str]:
    parts = page.split('<code class="n-codes">')[1:]
    return [one.partition("</code>")[0] for one in parts]


def test_two_people_ask_agree_and_hold_the_halves(asker, head):
    one, two = client_of(asker), client_of(head)
    assert "まだ一度も求められていません" in one.get(reverse("moving:departures")).content.decode()
    assert one.post(reverse("moving:ask_departure"), {"reason": REASON}).status_code == 302
    made = Departure.objects.get()
    assert two.get(url("departure", made)).status_code == 200
    assert two.post(url("draw_second", made)).status_code == 403
    assert (
        two.post(url("decide_departure", made), {"agree": "YES", "words": "契約を確かめた"}).status_code
        == 302
    )
    assert two.post(url("draw_second", made)).status_code == 403  # the first half comes first
    first = one.post(url("draw_first", made))
    second = two.post(url("draw_second", made))
    (half,), (other, withheld) = halves_on(first.content.decode()), halves_on(second.content.decode())
    made.refresh_from_db()

    assert (made.state, made.first_half, first["Cache-Control"]) == ("READY", None, "no-store")
    assert locking.open_lock(bytes(made.locked_key), f"{half}-{other}")
    assert locking.open_lock(bytes(made.locked_key_sealed), withheld)
    with pytest.raises(pyrage.DecryptError):
        locking.open_lock(bytes(made.locked_key), f"{other}-{half}")
    assert one.post(url("draw_first", made)).status_code == 403
    assert two.post(url("draw_second", made)).status_code == 403
    page = one.get(url("departure", made)).content.decode()
    assert "norishiro export_all --to フォルダー" in page
    assert [half in page, other in page, withheld in page] == [False, False, False]


def test_nobody_agrees_to_their_own(head, office):
    own = agencies.actor("架空 次長", agency=office, kinds=(RoleKind.MANAGER,))
    made = asked(own)
    with pytest.raises(Refused, match="求めた本人は"):
        operations.decide_departure(own, departure=made, agree=True, words="", now=timezone.now())
    assert client_of(own).get(url("decide_departure", made)).status_code == 403
    with pytest.raises(IntegrityError, match="departure_two_persons"), transaction.atomic():
        announce(head)
        Departure.objects.filter(pk=made.pk).update(decided_by_id=made.staff_id)


def test_without_a_fresh_proof_no_half_comes(asker, head):
    made = asked(asker)
    answer = signed_in(asker).post(url("draw_first", made))
    assert (answer.status_code, answer["Location"].startswith("/accounts/reauthenticate/")) == (302, True)
    made.refresh_from_db()
    assert made.first_drawn_at is None


def test_a_no_needs_its_reason_and_ends_it(asker, head):
    made = asked(asker)
    client = client_of(head)
    bad = client.post(url("decide_departure", made), {"agree": "NO", "words": ""})
    assert "承認しないわけを書いてください" in bad.content.decode()
    assert client.post(url("decide_departure", made), {}).status_code == 422
    client.post(url("decide_departure", made), {"agree": "NO", "words": "契約がまだ"})
    made.refresh_from_db()
    assert made.state == "REFUSED"
    assert client_of(asker).post(url("draw_first", made)).status_code == 403


def test_only_the_head_of_an_office_agrees(asker, head, office):
    made = asked(asker)
    other = agencies.actor("架空 公子", agency=office, kinds=(RoleKind.RECORDS,))
    client = client_of(other)
    answer = client.get(url("decide_departure", made))
    assert (answer.status_code, "承認できるのは、行政の機関の所属長です" in answer.content.decode()) == (
        403,
        True,
    )


def test_asking_says_why_and_one_at_a_time(asker, head):
    client = client_of(asker)
    short = client.post(reverse("moving:ask_departure"), {"reason": "移るため"})
    assert "20文字より長く" in short.content.decode()
    assert Departure.objects.count() == 0
    asked(asker)
    again = client.post(reverse("moving:ask_departure"), {"reason": REASON})
    assert "まだ終わっていない書き出しがあります" in again.content.decode()
    assert Departure.objects.count() == 1
    assert "まだ終わっていない書き出しがあります" in client.get(reverse("moving:departures")).content.decode()


def test_without_anybody_who_could_agree_nothing_begins(asker):
    page = client_of(asker).get(reverse("moving:departures")).content.decode()
    assert "承認できる人" in page
    with pytest.raises(Refused, match="承認できる人"):
        asked(asker)


def test_either_stops_it_and_the_keys_go(asker, head):
    made = asked(asker)
    operations.decide_departure(head, departure=made, agree=True, words="", now=timezone.now())
    operations.draw_first(asker, departure=made, now=timezone.now())
    operations.draw_second(head, departure=made, now=timezone.now())
    assert client_of(head).post(url("withdraw_departure", made)).status_code == 302
    made.refresh_from_db()
    assert (made.state, made.locked_key, made.locked_key_sealed, made.public_key) == (
        "WITHDRAWN",
        None,
        None,
        "",
    )
    assert client_of(asker).post(url("withdraw_departure", made)).status_code == 403


def test_after_its_days_no_half_comes_any_more(asker, head):
    made = asked(asker)
    operations.decide_departure(
        head, departure=made, agree=True, words="", now=timezone.now() - timedelta(days=8)
    )
    operations.draw_first(asker, departure=made, now=timezone.now())
    assert "7日が過ぎました" in client_of(head).post(url("draw_second", made)).content.decode()
    assert "期限が過ぎました" in client_of(head).get(url("departure", made)).content.decode()


def test_a_manager_of_another_body_and_a_worker_are_turned_away(asker, head):
    made = asked(asker)
    council = agencies.agency(body=Body.COUNCIL)
    outside = client_of(agencies.actor("架空 協子", agency=council, kinds=(RoleKind.MANAGER,)))
    worker = client_of(agencies.actor("架空 相子", kinds=(RoleKind.COORDINATOR,)))

    assert [outside.get(reverse(f"moving:{name}")).status_code for name in ("departures", "ask_departure", "dictionary_file")] == [403] * 3  # fmt: skip
    assert worker.get(reverse("moving:departures")).status_code == 403
    assert [
        outside.get(url("departure", made)).status_code,
        worker.get(url("departure", made)).status_code,
    ] == [404, 404]
    assert client_of(head).get(reverse("moving:departure", args=[uuid.uuid4()])).status_code == 404


def test_the_dictionary_is_a_workbook_that_opens(asker):
    answer = client_of(asker).get(reverse("moving:dictionary_file"))
    book = load_workbook(BytesIO(answer.content), read_only=True)

    assert answer.status_code == 200
    assert book.sheetnames == ["表", "列", "符号", "出さないもの"]
    assert sum(1 for _row in book["表"].iter_rows()) > 380


def test_a_page_asks_the_same_at_one_row_and_at_three(asker, head):
    client = client_of(asker)

    def questions() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(reverse("moving:departures")).status_code == 200
        return len(found)

    made = asked(asker)
    questions()
    once = questions()
    for _nth in range(2):
        operations.withdraw_departure(asker, departure=made)
        made = asked(asker)
    assert questions() == once
