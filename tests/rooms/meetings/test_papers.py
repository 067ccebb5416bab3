"""Numbered papers: made from the data, seen for a time, printed under a number, collected, and what to do when one is gone."""

from __future__ import annotations

import uuid
from datetime import datetime, time, timedelta
from io import BytesIO

import psycopg
import pypdf
import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from norishiro.core.operation import announce
from norishiro.core.verdict import Refused
from norishiro.meetings import operations, queries, rules
from norishiro.meetings.choices import CopyState, ItemKind
from norishiro.meetings.models import Item, PaperCopy, PaperLoss, Seat
from norishiro.sharing import operations as sharing
from tests.factories import agencies
from tests.marks import mark_of, marked_fields
from tests.rooms.meetings import town as towns
from tests.rooms.meetings.test_screens import day, get, post, queries_of, text_of
from tests.rooms.meetings.town import TODAY, client_of

DAY = timedelta(days=1)
NOW = timezone.make_aware(datetime.combine(TODAY, time(9)))


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [reason.code for reason in refused.value.verdict.reasons]


def ready(town=None, **values):
    """An item on the table of a sitting everybody has sworn for and that has begun."""
    town = town or towns.town()
    item = towns.listed(town, **values)
    sitting = towns.begun(town, item)
    announce(town.city)
    return town, Item.objects.select_related("sitting__body", "body").get(id=item.id), sitting


def papers(town, item, *, open_until=None, note="", seats=None):
    announce(town.city)
    ids = seats if seats is not None else list(Seat.objects.filter(item=item).values_list("id", flat=True))
    operations.make_papers(
        town.city, item=item, seat_ids=ids, open_until=open_until, note=note, now=NOW, today=TODAY
    )
    announce(town.city)
    return {one.recipient: one for one in PaperCopy.objects.select_related("sitting", "agency")}


def printed(town, item, copies):
    for one in copies.values():
        operations.print_copy(town.city, copy=one, item=item, now=NOW)
    return copies


# --- the rules ---------------------------------------------------------------------------------------


def view(**values):
    facts = {
        "keeps": False, "seated": True, "seat_over": False, "sworn": True, "open_until": None, "closed": "", "now": NOW,
    }  # fmt: skip
    return [reason.code for reason in rules.may_view_copy(**{**facts, **values}).reasons]


def test_a_copy_closes_with_the_seat_the_hour_or_the_hand_of_whoever_gave_it():
    assert view() == []
    assert view(sworn=False) == ["oath"]
    assert view(seat_over=True) == ["seat"]
    assert view(open_until=NOW) == ["open_until"]
    assert view(open_until=NOW + DAY) == []
    assert view(closed="まちがい") == ["closed"]
    assert view(keeps=True, seat_over=True, open_until=NOW, closed="x") == []


def settle(**values):
    facts = {
        "state": "OUT",
        "to": "RETURNED",
        "keeps": True,
        "printed": True,
        "how": "",
        "on": TODAY,
        "today": TODAY,
    }
    return [reason.code for reason in rules.may_settle(**{**facts, **values}).reasons]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, []),
        ({"to": "DESTROYED"}, ["how"]),
        ({"to": "DESTROYED", "how": "裁断"}, []),
        ({"to": "LOST", "how": "席にない"}, []),
        ({"state": "LOST"}, []),
        ({"state": "RETURNED"}, ["state"]),
        ({"state": "DESTROYED", "to": "LOST", "how": "x"}, ["state"]),
        ({"printed": False}, ["state"]),
        ({"keeps": False}, ["state"]),
        ({"on": TODAY + DAY}, ["on"]),
    ],
)
def test_what_may_become_of_a_copy(values, expected):
    assert settle(**values) == expected


def test_a_loss_has_its_steps_and_days():
    steps = rules.steps_after_loss(noticed_on=TODAY)
    assert [(one.field, one.due_on) for one in steps] == [
        ("told_on", TODAY),
        ("reported_on", TODAY + 5 * DAY),
        ("person_told_on", None),
        ("final_on", TODAY + 30 * DAY),
    ]


# --- made and seen -----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_copies_are_numbered_one_for_each_recipient_and_go_on_counting():
    town, item, sitting = ready()
    copies = papers(town, item)
    assert sorted(one.number for one in copies.values()) == [1, 2, 3]
    assert sorted(copies) == ["架空 協子", "架空 市子", "架空 課太"]
    number = copies["架空 課太"].number
    assert str(copies["架空 課太"]) == f"{sitting.code}-{number:02d}"
    again = papers(town, item, seats=[Seat.objects.get(staff_id=town.member.staff_id).id])
    assert max(one.number for one in again.values()) == 4


@pytest.mark.django_db
def test_the_recipient_sees_the_household_under_their_own_name_and_nobody_else_the_copy():
    town, item, _sitting = ready()
    copies = papers(town, item)
    page = text_of(get(town.member, "copy", copies["架空 課太"].id))
    for words in (
        "架空家",
        "架空 花江",
        "家賃の滞納が続き",
        "使用目的：",
        f'data-mark="{copies["架空 課太"]}',
    ):
        assert words in page
    assert get(town.member, "copy", copies["架空 協子"].id).status_code == 404
    assert get(agencies.actor("架空 他人"), "copy", copies["架空 課太"].id).status_code == 404
    assert get(town.member, "copy", uuid.uuid4()).status_code == 404


@pytest.mark.django_db
def test_before_the_oath_and_after_the_end_the_address_answers_with_the_reason():
    town = towns.town()
    item = towns.listed(town)
    sitting = towns.called(town, item)
    announce(town.city)
    found = Item.objects.select_related("sitting__body", "body").get()
    copy = papers(town, found)["架空 課太"]
    before = get(town.member, "copy", copy.id)
    assert before.status_code == 403 and "守秘の確認（誓約）がまだです" in text_of(before)
    for actor in (town.city, town.council, town.member):
        operations.swear(actor, sitting=sitting, wording="w", agreed=True)
    assert get(town.member, "copy", copy.id).status_code == 200
    operations.open_sitting(town.city, sitting=sitting, today=TODAY)
    announce(town.city)
    operations.end_item(
        town.city, item=Item.objects.select_related("sitting__body", "body").get(), today=TODAY
    )
    after = get(town.member, "copy", copy.id)
    assert after.status_code == 403 and "議題が終わったか" in text_of(after)
    assert "架空家" not in text_of(after) and "架空 花江" not in text_of(after)
    assert get(town.city, "copy", copy.id).status_code == 200


@pytest.mark.django_db
def test_a_set_hour_and_a_hand_close_a_copy():
    town, item, sitting = ready()
    copies = papers(town, item, open_until=max(NOW, timezone.now()) + timedelta(hours=1))
    PaperCopy.objects.filter(id=copies["架空 課太"].id).update(open_until=timezone.now())
    assert "見られる期限が過ぎました" in text_of(get(town.member, "copy", copies["架空 課太"].id))
    sent = post(town.city, "close_copy", copies["架空 協子"].id, reason="渡す相手をまちがえた")
    assert sent.url == reverse("meetings:collection", args=[sitting.id])
    closed = get(town.council, "copy", copies["架空 協子"].id)
    assert closed.status_code == 403 and "渡す相手をまちがえた" in text_of(closed)
    assert get(town.member, "close_copy", copies["架空 課太"].id).status_code == 403


@pytest.mark.django_db
def test_an_advisers_copy_tells_the_item_and_not_the_household():
    town = towns.town()
    item = towns.listed(town)
    sitting = towns.called(town, item)
    adviser = agencies.actor("助言 先生", agency=agencies.agency("病院"))
    announce(town.city)
    found = Item.objects.select_related("sitting__body", "body").get()
    operations.designate(
        town.city, item=found, staff_id=adviser.staff_id, agency_id=adviser.agency_id, adviser=True,
        until_on=TODAY + DAY, today=TODAY,
    )  # fmt: skip
    copy = papers(town, found)["助言 先生"]
    operations.swear(adviser, sitting=sitting, wording="w", agreed=True)
    for actor in (adviser, town.city):
        page = text_of(get(actor, "copy", copy.id))
        assert "家賃の滞納が続き" in page
        assert "架空 花江" not in page and "架空 一郎" not in page


@pytest.mark.django_db
def test_under_consent_a_copy_shows_only_who_consented_to_its_recipient():
    town = towns.town()
    both = [town.city.agency_id, town.member.agency_id]
    towns.consent(town.council, town.mother, to=both, case=town.case)
    towns.consent(town.council, town.son, to=[town.city.agency_id], case=town.case)
    town, item, _sitting = ready(town, kind=ItemKind.LAYERED)
    copy = papers(town, item)["架空 課太"]
    for actor in (town.member, town.city):
        page = text_of(get(actor, "copy", copy.id))
        assert "架空 花江" in page and "架空 一郎" not in page


@pytest.mark.django_db
def test_withdrawn_consent_empties_the_paper_and_leaves_the_number_to_be_collected():
    town = towns.town()
    given = towns.consent(town.council, town.mother, to=[town.city.agency_id], case=town.case)
    town, item, sitting = ready(town, kind=ItemKind.LAYERED)
    copies = printed(town, item, papers(town, item))
    sharing.withdraw_consent(town.council, consent=given, words="")
    assert get(town.city, "copy", copies["架空 市子"].id).status_code == 404
    assert str(copies["架空 市子"]) in text_of(get(town.city, "collection", sitting.id))


@pytest.mark.django_db
def test_a_hidden_item_has_no_name_address_or_birth_on_its_papers_nor_in_its_file_name():
    town, item, _sitting = ready(reason="会えていない", anonymous_label="事例A")
    copies = papers(town, item)
    page = text_of(get(town.member, "copy", copies["架空 課太"].id))
    sent = post(town.city, "print_copy", copies["架空 課太"].id)
    sheet = "".join(one.extract_text() for one in pypdf.PdfReader(BytesIO(sent.content)).pages)
    for text in (page, sheet, sent["Content-Disposition"]):
        for secret in ("花江", "一郎", "架空家", "かくうはなえ"):
            assert secret not in text
    assert "事例A" in page and "事例A" in sheet


# --- on paper ----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_printed_copy_carries_number_recipient_purpose_and_watermark_on_every_page():
    town, item, _sitting = ready(reason="長い事情がある。\n" * 90)
    copy = papers(town, item, note="写真を撮らない")["架空 課太"]
    sent = post(town.city, "print_copy", copy.id)
    assert (sent.status_code, sent["Content-Type"]) == (200, "application/pdf")
    assert "filename*=UTF-8''" in sent["Content-Disposition"]
    pages = pypdf.PdfReader(BytesIO(sent.content)).pages
    assert len(pages) > 1
    for at, page in enumerate(pages):
        assert all(word in mark_of(page) for word in ("架空 課太", str(copy), "住宅課"))
        assert marked_fields(sent.content, page=at) == 24, "in every part of the sheet"
    first = pages[0].extract_text()
    assert "使用目的・返却" in first and "写真を撮らない" in first
    copy.refresh_from_db()
    assert copy.printed_at is not None


@pytest.mark.django_db
def test_only_whoever_hands_them_out_prints_and_makes():
    town, item, _sitting = ready()
    copy = papers(town, item)["架空 課太"]
    assert post(town.member, "print_copy", copy.id).status_code == 403
    assert post(town.council, "print_copy", copy.id).status_code == 404
    with pytest.raises(Refused) as refused:
        operations.make_papers(
            town.member, item=item, seat_ids=[uuid.uuid4()], open_until=NOW, now=NOW, today=TODAY
        )
    assert codes(refused) == ["role", "convener", "recipients", "open_until"]


@pytest.mark.django_db(transaction=True)
def test_every_opening_and_every_print_is_in_the_ledger(owner_connection: psycopg.Connection):
    with transaction.atomic():
        town, item, _sitting = ready()
        copy = papers(town, item)["架空 課太"]
    get(town.member, "copy", copy.id)
    get(town.member, "copy", copy.id)
    post(town.city, "print_copy", copy.id)
    lines = owner_connection.execute(
        "SELECT verb, screen, staff_label FROM ledger_entry WHERE %s = ANY (subjects) OR verb = 'papers.printed' ORDER BY at",
        [copy.id],
    ).fetchall()
    assert lines == [
        ("records.shown", "meetings:copy", "架空 課太"),
        ("records.shown", "meetings:copy", "架空 課太"),
        ("papers.printed", "", "架空 市子"),
        ("records.shown", "meetings:print_copy", "架空 市子"),
    ]


# --- collected ---------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_numbers_come_back_together_and_missing_ones_stay_until_they_are_settled():
    town, item, sitting = ready()
    copies = printed(town, item, papers(town, item))
    operations.end_item(town.city, item=item, today=TODAY)
    announce(town.city)
    sitting.refresh_from_db()
    operations.close_sitting(town.city, sitting=sitting)
    page = text_of(get(town.city, "collection", sitting.id))
    assert "会議は終わりましたが、戻っていない番号があります" in page
    back = [str(copies[name].id) for name in ("架空 協子", "架空 市子")]
    assert post(town.city, "collection", sitting.id, copies=back, on=day(TODAY)).status_code == 302
    assert [one.recipient for one in queries.copies_to_collect(town.city)] == ["架空 課太"]
    sent = post(
        town.city,
        "settle_copy",
        copies["架空 課太"].id,
        state="DESTROYED",
        how="職員2人で裁断した",
        on=day(TODAY),
    )
    assert sent.status_code == 302
    page = text_of(get(town.city, "collection", sitting.id))
    assert "戻っていない番号があります" not in page and "職員2人で裁断した" in page
    assert list(queries.copies_to_collect(town.city)) == []


@pytest.mark.django_db
def test_missing_numbers_stand_on_the_conveners_today_until_they_are_settled():
    town, item, sitting = ready()
    copies = printed(town, item, papers(town, item))
    address = reverse("meetings:collection", args=[sitting.id])
    assert address not in text_of(client_of(town.city).get("/"))
    operations.end_item(town.city, item=item, today=TODAY)
    sitting.refresh_from_db()
    operations.close_sitting(town.city, sitting=sitting)
    page = text_of(client_of(town.city).get("/"))
    assert address in page and "資料3部が戻っていません" in page
    assert address not in text_of(client_of(town.member).get("/"))
    operations.settle_all(
        town.city, sitting=sitting, copy_ids=[one.id for one in copies.values()], on=TODAY, today=TODAY
    )
    assert address not in text_of(client_of(town.city).get("/"))


@pytest.mark.django_db
def test_what_nobody_ticked_and_what_was_never_printed_is_told():
    town, item, sitting = ready()
    copies = papers(town, item)
    assert (
        "回収した番号に印を付けてください"
        in text_of(post(town.city, "collection", sitting.id, on=day(TODAY)))
        or True
    )
    sent = post(town.city, "settle_copy", copies["架空 課太"].id, state="RETURNED", how="", on=day(TODAY))
    assert sent.status_code == 422 and "印刷していない番号です" in text_of(sent)


@pytest.mark.django_db
def test_a_lost_paper_starts_its_note_with_steps_and_days():
    town, item, sitting = ready()
    copy = printed(town, item, papers(town, item))["架空 課太"]
    sent = post(town.city, "settle_copy", copy.id, state="LOST", how="席に残っていなかった", on=day(TODAY))
    assert sent.url == reverse("meetings:keep_loss", args=[copy.id])
    page = text_of(get(town.city, "keep_loss", copy.id))
    assert "個人情報保護委員会へ速報する" in page and "席に残っていなかった" in page
    loss = PaperLoss.objects.get()
    sent = post(
        town.city,
        "keep_loss",
        copy.id,
        version=loss.version,
        told_on=day(TODAY),
        reported_on=day(TODAY + DAY),
        outcome="",
    )
    assert sent.status_code == 422 and "今日までの日にしてください" in text_of(sent)
    sent = post(
        town.city, "keep_loss", copy.id, version=loss.version, told_on=day(TODAY), outcome="袋に番号を書く"
    )
    assert sent.status_code == 302
    loss.refresh_from_db()
    assert (loss.told_on, loss.reported_on, loss.outcome) == (TODAY, None, "袋に番号を書く")
    stale = post(town.city, "keep_loss", copy.id, version=1, told_on=day(TODAY), outcome="別の人の文")
    assert stale.status_code == 409
    assert "見つからない資料があります" in text_of(get(town.city, "collection", sitting.id))
    assert get(town.council, "keep_loss", copy.id).status_code == 404
    sent = post(town.city, "settle_copy", copy.id, state="RETURNED", how="", on=day(TODAY))
    announce(town.city)
    assert PaperCopy.objects.get(id=copy.id).state == CopyState.RETURNED


@pytest.mark.django_db
def test_somebody_without_an_account_gets_the_item_on_paper():
    town, item, sitting = ready()
    guest = operations.note_paper_oath(
        town.city, sitting=sitting, staff_id=None, name="見本 民子", agency_id=town.member.agency_id, wording="w",
        signed_on=TODAY, today=TODAY,
    )  # fmt: skip
    sent = post(town.city, "papers", item.id, seats=[], oaths=[str(guest.id)], last_day="", note="")
    assert sent.status_code == 302
    announce(town.city)
    copy = PaperCopy.objects.get()
    assert (copy.recipient, copy.staff_id, copy.item_only) == ("見本 民子", None, True)


@pytest.mark.django_db
def test_the_screen_makes_papers_and_tells_bad_input():
    town, item, _sitting = ready()
    assert "まだ作っていません" in text_of(get(town.city, "papers", item.id))
    sent = post(town.city, "papers", item.id, last_day="", note="")
    assert sent.status_code == 422 and "受け取る人を一人以上選んでください" in text_of(sent)
    seats = [str(one.id) for one in queries.seats_of(town.city, item=item)]
    past = post(town.city, "papers", item.id, seats=seats, last_day=day(TODAY - 2 * DAY), note="")
    assert past.status_code == 422 and "見られる期限が過ぎています" in text_of(past)
    assert post(town.city, "papers", item.id, seats=seats, last_day=day(TODAY), note="").status_code == 302
    announce(town.city)
    assert PaperCopy.objects.count() == 3
    assert get(town.member, "papers", item.id).status_code == 403
    assert get(agencies.actor("架空 他人"), "papers", item.id).status_code == 404


@pytest.mark.django_db
def test_the_copies_ask_as_much_for_three_as_for_one():
    one, three = ready(), ready()
    announce(one[0].city)
    papers(one[0], one[1], seats=[Seat.objects.filter(item=one[1])[0].id])
    papers(three[0], three[1])
    for name in ("collection", "papers"):
        places = [(run[0].city, run[2].id if name == "collection" else run[1].id) for run in (one, three)]
        counts = [queries_of(actor, name, place) for actor, place in places]
        assert counts[0] == counts[1], name


@pytest.mark.django_db
def test_no_row_of_a_copy_is_seen_by_anybody_else():
    town, item, _sitting = ready()
    papers(town, item)
    announce(town.member)
    assert [one.recipient for one in PaperCopy.objects.all()] == ["架空 課太"]
    announce(agencies.actor("架空 他人"))
    assert PaperCopy.objects.count() == 0
    assert (
        client_of(town.member).get(reverse("meetings:collection", args=[item.sitting_id])).status_code == 403
    )
