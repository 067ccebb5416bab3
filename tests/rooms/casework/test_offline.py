"""電波のない所で書く: what a device sealed goes through the ordinary page, once; what cannot waits for its writer."""

from __future__ import annotations

import base64
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import RoleKind
from norishiro.casework.operations.merging import merge_people
from norishiro.core import drafts, parcels
from norishiro.core.calendar import wareki
from norishiro.core.models import Draft, ParcelKey
from norishiro.core.operation import announce
from norishiro.outreach.models import Contact
from norishiro.outreach.queries import contacts_of
from norishiro.people.models import Person
from tests.factories import agencies, people
from tests.rooms.casework.device import Device, page_of_person, send, signed_in, states, typed

pytestmark = pytest.mark.django_db

QUERIES_OF_LIST = 14


@pytest.fixture
def mine() -> Actor:
    return agencies.actor()


@pytest.fixture
def someone(mine: Actor) -> Person:
    return people.person(mine)


@pytest.fixture
def client(mine: Actor, someone: Person) -> Client:
    return signed_in(mine)


@pytest.fixture
def device(client: Client) -> Device:
    return Device.of(client)


def contacts(actor: Actor) -> list[Contact]:
    announce(actor)
    return list(Contact.objects.order_by("made_at"))


def waiting(actor: Actor) -> list[dict[str, Any]]:
    announce(actor)
    rows = Draft.objects.filter(form_key="casework.check_offline").order_by("saved_at")
    return [dict(drafts.typed_in(one).lists()) for one in rows]


def the_draft(actor: Actor) -> Draft:
    announce(actor)
    return Draft.objects.get(form_key="casework.check_offline")


# --- the ordinary way ---------------------------------------------------------------------------------


def test_it_becomes_the_record_the_page_would_have_made(
    client: Client, device: Device, mine: Actor, someone: Person
):
    parcel = device.parcel(page_of_person(someone.id), typed(someone.id, next_what="来週また寄る"))
    assert states(client, parcel) == ["kept"]
    (contact,) = contacts(mine)
    assert (contact.person_id, contact.body, contact.next_what, contact.basis) == (
        someone.id, "玄関先で話した", "来週また寄る", "OWN",
    )  # fmt: skip
    assert contact.offline_at is not None
    shown = client.get(reverse("outreach:contact", args=[contact.id])).content.decode()
    assert "電波のない所で書いた（" in shown
    assert waiting(mine) == []


def test_sent_twice_it_is_one(client: Client, device: Device, mine: Actor, someone: Person):
    parcel = device.parcel(page_of_person(someone.id), typed(someone.id))
    assert states(client, parcel, parcel) == ["kept", "again"]
    assert states(client, parcel) == ["again"]
    assert len(contacts(mine)) == 1


def test_sealed_twice_and_sent_from_the_page_it_is_one(
    client: Client, device: Device, mine: Actor, someone: Person
):
    token, path, fields = uuid4(), page_of_person(someone.id), typed(someone.id)
    assert client.post(path, {**fields, "form_token": str(token)}).status_code == 302
    assert states(client, device.parcel(path, fields, token=token)) == ["again"]
    assert len(contacts(mine)) == 1


def test_a_half_written_form_of_the_same_person_goes_with_the_record(
    client: Client, device: Device, mine: Actor, someone: Person
):
    client.post(reverse("core:keep_draft", args=["outreach.record_contact"]), typed(someone.id))
    states(client, device.parcel(page_of_person(someone.id), typed(someone.id)))
    announce(mine)
    assert list(Draft.objects.all()) == []


def test_a_clock_a_day_ahead_does_no_harm(client: Client, device: Device, mine: Actor, someone: Person):
    tomorrow = timezone.now() + timedelta(days=1)
    assert states(client, device.parcel(page_of_person(someone.id), typed(someone.id), at=tomorrow)) == [
        "kept"
    ]
    (contact,) = contacts(mine)
    assert contact.offline_at is not None
    assert contact.offline_at <= timezone.now()
    assert contact.happened_on == timezone.localdate()


def test_nobody_says_a_time_of_writing_by_hand(client: Client, device: Device, mine: Actor, someone: Person):
    fields = typed(someone.id, offline_at="2001-01-01T00:00:00+09:00")
    states(client, device.parcel(page_of_person(someone.id), fields))
    (contact,) = contacts(mine)
    assert contact.offline_at is not None
    assert contact.offline_at >= timezone.now() - timedelta(hours=1)


def test_a_person_merged_meanwhile_has_it_on_the_record_in_use(
    client: Client, device: Device, mine: Actor, someone: Person
):
    kept = people.person(mine)
    parcel = device.parcel(page_of_person(someone.id), typed(someone.id))
    merge_people(mine, kept=kept, away=someone, reason="同じ人と分かった", today=timezone.localdate())
    assert states(client, parcel) == ["kept"]
    announce(mine)
    assert [one.body for one in contacts_of(mine, subject_ids=kept.all_ids)] == ["玄関先で話した"]


# --- what waits ---------------------------------------------------------------------------------------


def test_a_visit_in_the_future_waits_with_the_reason(
    client: Client, device: Device, mine: Actor, someone: Person
):
    today = timezone.localdate()
    tomorrow = wareki(today + timedelta(days=1))
    fields = typed(someone.id, happened_on=tomorrow)
    assert states(client, device.parcel(page_of_person(someone.id), fields)) == ["waiting"]
    assert contacts(mine) == []
    (kept,) = waiting(mine)
    assert kept["body"] == ["玄関先で話した"]
    assert kept["offline_reasons"] == [
        f"日付：{tomorrow}は、今日（{wareki(today)}）より先の日付です。今日までの日付を入力してください。"
    ]


def test_a_person_one_may_no_longer_see_is_not_told_of(client: Client, device: Device, mine: Actor):
    hidden = people.person(agencies.actor("架空 二"))
    parcel = device.parcel(page_of_person(hidden.id), typed(hidden.id))
    assert states(client, parcel) == ["waiting"]
    page = client.get(reverse("casework:check_offline", args=[the_draft(mine).id]))
    assert "架空 太郎" not in page.content.decode()
    assert waiting(mine)[0]["offline_reasons"] == [
        "この人・ケースの記録は、いまは書けません。だれの記録かを、選びなおしてください。"
    ]


def test_a_page_that_is_no_record_page_is_not_pressed(
    client: Client, device: Device, mine: Actor, someone: Person
):
    path = reverse("outreach:note_stage", args=[someone.id])
    assert states(client, device.parcel(path, {"body": "玄関先で話した"})) == ["waiting"]
    assert waiting(mine)[0]["offline_reasons"] == ["だれの記録か、まだ選ばれていません。"]


def test_a_half_written_form_waits(client: Client, device: Device, mine: Actor, someone: Person):
    parcel = device.parcel(page_of_person(someone.id), typed(someone.id), whole=False)
    assert states(client, parcel, parcel) == ["waiting", "again"]
    assert contacts(mine) == []
    assert waiting(mine)[0]["offline_reasons"] == ["書きかけのまま画面が閉じたので、まだ登録していません。"]


def test_after_a_day_somebody_reads_it_first(client: Client, device: Device, mine: Actor, someone: Person):
    announce(mine)
    ParcelKey.objects.update(made_at=timezone.now() - timedelta(hours=25))
    assert states(client, device.parcel(page_of_person(someone.id), typed(someone.id))) == ["waiting"]
    assert contacts(mine) == []


def test_two_that_wait_do_not_write_over_each_other(
    client: Client, device: Device, mine: Actor, someone: Person
):
    later = reverse("casework:write_offline")
    assert states(
        client, device.parcel(later, {"nickname": "一軒め", "body": "あ"}),
        device.parcel(later, {"nickname": "二軒め", "body": "い"}),
    ) == ["waiting", "waiting"]  # fmt: skip
    assert sorted(kept["body"][0] for kept in waiting(mine)) == ["あ", "い"]


# --- what does not open -------------------------------------------------------------------------------


def test_what_was_changed_on_its_way_opens_nothing(
    client: Client, device: Device, mine: Actor, someone: Person
):
    parcel = device.parcel(page_of_person(someone.id), typed(someone.id))
    box = bytearray(base64.b64decode(parcel["box"]))
    box[-1] ^= 1
    changed = {**parcel, "box": base64.b64encode(box).decode()}
    assert states(client, changed, parcel) == ["broken", "kept"]


@pytest.mark.parametrize("plain", [b"", b"[]", b"{}", b'{"token": 1}', b"\xff"], ids=repr)
def test_what_is_no_record_inside_is_broken(client: Client, device: Device, plain: bytes):
    assert states(client, device.closed(plain)) == ["broken"]


def test_what_is_no_parcel_is_broken_and_holds_up_no_other(client: Client, device: Device, someone: Person):
    good = device.parcel(page_of_person(someone.id), typed(someone.id))
    assert states(client, None, {"box": "!"}, good) == ["broken", "broken", "kept"]


def test_one_too_large_is_broken(client: Client, device: Device, mine: Actor, someone: Person):
    fields = typed(someone.id, body="あ" * 6000)
    assert states(client, device.parcel(page_of_person(someone.id), fields)) == ["broken"]
    assert contacts(mine) == []


def test_the_fifty_first_is_not_taken(client: Client, mine: Actor):
    assert send(client, *([None] * 51)).status_code == 422
    assert states(client, *([None] * 50)) == ["broken"] * 50


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"parcels": 5}', "{"], ids=repr)
def test_what_cannot_be_read_is_said_to_be_so(client: Client, body: str):
    answer = client.post(reverse("casework:receive_offline"), body, content_type="application/json")
    assert answer.status_code == 400


def test_the_parcel_of_a_colleague_stays_closed(device: Device, mine: Actor, someone: Person):
    other = agencies.actor("架空 二")
    parcel = device.parcel(page_of_person(someone.id), typed(someone.id))
    assert states(signed_in(other), parcel) == ["closed"]
    assert contacts(mine) == []


# --- log-ins ------------------------------------------------------------------------------------------


def test_a_log_in_that_ran_out_loses_nothing(device: Device, mine: Actor, someone: Person):
    parcel = device.parcel(page_of_person(someone.id), typed(someone.id))
    assert states(signed_in(mine), parcel) == ["kept"]
    assert len(contacts(mine)) == 1


def test_log_out_destroys_the_key(client: Client, device: Device, mine: Actor, someone: Person):
    parcel = device.parcel(page_of_person(someone.id), typed(someone.id))
    client.post(reverse("account_logout"))
    announce(mine)
    assert list(ParcelKey.objects.all()) == []
    assert states(signed_in(mine), parcel) == ["closed"]


def test_one_log_in_has_one_key_and_another_its_own(client: Client, device: Device, mine: Actor):
    assert Device.of(client) == device
    assert Device.of(signed_in(mine)).key_id != device.key_id


def test_a_fortnight_later_the_key_is_gone(client: Client, device: Device, mine: Actor, someone: Person):
    parcel = device.parcel(page_of_person(someone.id), typed(someone.id))
    announce(mine)
    ParcelKey.objects.update(made_at=timezone.now() - parcels.KEPT - timedelta(minutes=1))
    assert states(client, parcel) == ["closed"]
    fresh = Device.of(client)
    announce(mine)
    assert list(ParcelKey.objects.values_list("id", flat=True)) == [fresh.key_id]


def test_the_private_half_stands_sealed_and_behind_its_owners_wall(device: Device, mine: Actor):
    announce(mine)
    key = ParcelKey.objects.get()
    assert bytes(key.private)[:4] == b"NRS1"
    announce(agencies.actor("架空 二"))
    assert list(ParcelKey.objects.all()) == []


def test_nobody_logged_in_is_told_nothing():
    for name in ("open_key", "receive_offline"):
        assert Client().post(reverse(f"casework:{name}")).status_code == 302


# --- the screens --------------------------------------------------------------------------------------


@pytest.fixture
def arrived(client: Client, device: Device, mine: Actor) -> Draft:
    fields = {"nickname": "坂の上の家", "method": "VISIT", "met": "ABSENT", "body": "留守だった"}
    fields |= {
        "happened_on": "令和8年4月1日",
        "programme": "OUTREACH",
        "kind": "INDIVIDUAL",
        "categories": "32",
    }
    assert states(client, device.parcel(reverse("casework:write_offline"), fields)) == ["waiting"]
    return the_draft(mine)


def test_what_waits_is_listed_for_its_writer_alone(client: Client, arrived: Draft):
    assert "坂の上の家" in client.get(reverse("casework:list_offline")).content.decode()
    other = signed_in(agencies.actor("架空 二"))
    assert "坂の上の家" not in other.get(reverse("casework:list_offline")).content.decode()
    for method, name in (("get", "check_offline"), ("post", "check_offline"), ("post", "discard_offline")):
        address = reverse(f"casework:{name}", args=[arrived.id])
        assert getattr(other, method)(address).status_code == 404


def test_nothing_waits_and_the_page_says_so(client: Client):
    assert "確かめることはありません" in client.get(reverse("casework:list_offline")).content.decode()


def test_today_leads_to_it(client: Client, arrived: Draft):
    page = client.get(reverse("casework:today")).content.decode()
    assert reverse("casework:check_offline", args=[arrived.id]) in page
    assert "電波のない所で書いた記録を確かめる" in page


def test_somebody_is_found_chosen_and_the_record_is_made(
    client: Client, arrived: Draft, mine: Actor, someone: Person
):
    address = reverse("casework:check_offline", args=[arrived.id])
    search = client.post(address, {"q": "かくう"})["Location"]
    path = page_of_person(someone.id)
    assert f'value="{path}"' in client.get(search).content.decode()
    chosen = client.post(search, {"about": path})
    assert (chosen.status_code, chosen["Location"]) == (302, f"{path}?draft=load")
    form = client.get(chosen["Location"]).context["form"]
    assert (form["body"].value(), form["person"].value(), form["basis"].value()) == (
        "留守だった", str(someone.id), "OWN",
    )  # fmt: skip
    posted = {name: form[name].value() for name in typed(someone.id) if name in form.fields}
    offline_at = form["offline_at"].value()
    assert client.post(path, {**posted, "offline_at": offline_at}).status_code == 302
    (contact,) = contacts(mine)
    assert (contact.body, contact.offline_at is not None) == ("留守だった", True)
    assert waiting(mine) == []


def test_nobody_chosen_is_said_at_the_field(client: Client, arrived: Draft, mine: Actor):
    answer = client.post(reverse("casework:check_offline", args=[arrived.id]), {"about": ""})
    assert answer.status_code == 422
    assert len(waiting(mine)) == 1


def test_what_is_half_written_there_is_not_written_over(
    client: Client, arrived: Draft, mine: Actor, someone: Person
):
    client.post(
        reverse("core:keep_draft", args=["outreach.record_contact"]),
        {"draft_subject": str(someone.id), "body": "別の日のこと"},
    )
    search = client.post(reverse("casework:check_offline", args=[arrived.id]), {"q": "かくう"})["Location"]
    answer = client.post(search, {"about": page_of_person(someone.id)})
    assert answer.status_code == 422
    assert "ほかの書きかけがあります" in answer.content.decode()
    assert len(waiting(mine)) == 1


def test_it_is_thrown_away_once(client: Client, arrived: Draft, mine: Actor):
    address = reverse("casework:discard_offline", args=[arrived.id])
    token = str(uuid4())
    for _press in range(2):
        answer = client.post(address, {"form_token": token})
        assert (answer.status_code, answer["Location"]) == (302, reverse("casework:list_offline"))
    assert waiting(mine) == []


def test_it_is_written_with_network_too_and_given_to_somebody_later(client: Client, mine: Actor):
    fields = {
        "nickname": "一軒め",
        "method": "VISIT",
        "met": "MET",
        "body": "話した",
        "happened_on": "令和8年4月1日",
    }
    fields |= {"programme": "OUTREACH", "kind": "INDIVIDUAL", "categories": "32"}
    answer = client.post(reverse("casework:write_offline"), fields)
    assert answer["Location"] == reverse("casework:check_offline", args=[the_draft(mine).id])
    assert client.post(reverse("casework:write_offline"), {**fields, "body": ""}).status_code == 422


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_as_much_for_three_as_for_one(
    client: Client, device: Device, django_assert_num_queries: Any, rows: int
):
    later = reverse("casework:write_offline")
    states(client, *(device.parcel(later, {"nickname": "家", "body": "あ"}) for _row in range(rows)))
    client.get(reverse("casework:list_offline"))
    with django_assert_num_queries(QUERIES_OF_LIST):
        client.get(reverse("casework:list_offline"))


def test_a_stranger_to_records_is_turned_away():
    keeper = signed_in(agencies.actor("架空 管", kinds=(RoleKind.SYSTEM,)))
    for name in ("list_offline", "write_offline"):
        assert keeper.get(reverse(f"casework:{name}")).status_code == 403
    assert keeper.post(reverse("casework:open_key")).status_code == 403
    assert send(keeper).status_code == 403


def test_the_drafts_wall_is_what_hides_them(arrived: Draft):
    announce(agencies.actor("架空 二"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM core_draft")
        assert cursor.fetchone() == (0,)
