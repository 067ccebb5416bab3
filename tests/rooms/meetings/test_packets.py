"""資料一式: one press for a whole sitting, set in type in steps, one number per member, replaced when something moves."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from io import BytesIO
from zipfile import ZipFile

import pypdf
import pytest
from django.urls import reverse
from django.utils import timezone

from norishiro.core.operation import announce
from norishiro.core.verdict import Refused
from norishiro.meetings import operations, queries, rules
from norishiro.meetings.choices import ItemKind
from norishiro.meetings.models import Bundle, Item, Packet, PaperCopy, Seat, Sitting
from norishiro.people.models import Person
from tests.factories import agencies, people
from tests.rooms.meetings import town as towns
from tests.rooms.meetings.test_screens import day, get, post, queries_of, text_of
from tests.rooms.meetings.town import TODAY, client_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
NOW = timezone.make_aware(datetime.combine(TODAY, time(9)))


def second_case(town: towns.Town, title: str = "見本家") -> towns.Town:
    """The same town with another household of the council's."""
    person = people.person(town.council, f"{title} 太郎")
    other = towns.case(town.council, person, title=title)
    return towns.Town(town.city, town.council, town.member, town.body, other, person, person)


def two_items(town: towns.Town) -> tuple[Sitting, list[Item]]:
    """A sitting with two households; the member sits at the first alone."""
    first = towns.listed(town)
    second = towns.listed(second_case(town), reason="電気が止まっている。")
    sitting = towns.begun(town, first, second)
    announce(town.city)
    seat = Seat.objects.select_related("item__sitting__body").get(item=second, staff_id=town.member.staff_id)
    operations.unseat(town.city, seat=seat)
    announce(town.city)
    return sitting, [first, second]


def made(town: towns.Town, sitting: Sitting) -> Packet:
    found = operations.make_packet(town.city, sitting=sitting, now=NOW, today=TODAY)
    announce(town.city)
    return found


def bundles(packet: Packet) -> dict[str, Bundle]:
    return {one.recipient: one for one in Bundle.objects.filter(packet=packet).select_related("sitting")}


def words(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages)


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [reason.code for reason in refused.value.verdict.reasons]


# --- the rules ---------------------------------------------------------------------------------------


def may_make(**values):
    facts = {"sitting_status": "CALLED", "items": 3, "recipients": 15, "open_until": None, "now": NOW}
    return [reason.code for reason in rules.may_make_packet(**{**facts, **values}).reasons]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, []),
        ({"sitting_status": "OPEN"}, []),
        ({"sitting_status": "CLOSED"}, ["packet"]),
        ({"items": 0, "recipients": 0}, ["packet"]),
        ({"recipients": 0}, ["packet"]),
        ({"open_until": NOW}, ["open_until"]),
        ({"open_until": NOW + DAY}, []),
    ],
)
def test_when_the_papers_of_a_sitting_may_be_made(values, expected):
    assert may_make(**values) == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, []),
        ({"keeps": False}, ["bundle"]),
        ({"replaced": True, "outdated": True}, ["bundle"]),
        ({"outdated": True}, ["bundle"]),
        ({"still_out": 0}, ["bundle"]),
    ],
)
def test_when_a_bundle_may_go_onto_paper(values, expected):
    facts = {"keeps": True, "replaced": False, "outdated": False, "still_out": 1}
    assert [one.code for one in rules.may_print_bundle(**{**facts, **values}).reasons] == expected


# --- one press ---------------------------------------------------------------------------------------


def test_one_press_numbers_one_bundle_per_member_with_the_items_they_sit_at():
    town = towns.town()
    sitting, (first, second) = two_items(town)
    sent = post(town.city, "make_packet", sitting.id)
    announce(town.city)
    packet = Packet.objects.get()
    assert (sent.status_code, sent.url) == (302, reverse("meetings:packet", args=[packet.id]) + "?go=1")
    found = bundles(packet)
    assert sorted(one.number for one in found.values()) == [1, 2, 3]
    items = {
        name: set(PaperCopy.objects.filter(bundle=one).values_list("about_id", flat=True))
        for name, one in found.items()
    }
    assert items == {
        "架空 市子": {first.id, second.id},
        "架空 協子": {first.id, second.id},
        "架空 課太": {first.id},
    }


def test_somebody_without_an_account_gets_the_items_alone():
    town = towns.town()
    sitting, _items = two_items(town)
    operations.note_paper_oath(
        town.city, sitting=sitting, staff_id=None, name="見本の民生委員", agency_id=town.member.agency_id,
        wording="statute-2026-1", signed_on=TODAY, today=TODAY,
    )  # fmt: skip
    packet = made(town, sitting)
    guest = bundles(packet)["見本の民生委員"]
    assert set(PaperCopy.objects.filter(bundle=guest).values_list("item_only", flat=True)) == {True}
    text = words(post(town.city, "print_bundle", guest.id).content)
    assert "家賃の滞納が続き" in text and "架空 花江" not in text


def test_a_sitting_without_members_has_no_papers_and_says_so():
    town = towns.town()
    sitting = towns.called(town, towns.listed(town))
    announce(town.city)
    for seat in Seat.objects.select_related("item__sitting__body"):
        operations.unseat(town.city, seat=seat)
    announce(town.city)
    with pytest.raises(Refused) as refused:
        operations.make_packet(town.city, sitting=sitting, now=NOW, today=TODAY)
    assert codes(refused) == ["packet"]
    assert "先に議題ごとに構成員を指定してください" in text_of(get(town.city, "sitting", sitting.id))


def test_who_does_not_run_the_sitting_makes_none():
    town = towns.town()
    sitting, _items = two_items(town)
    assert post(town.member, "make_packet", sitting.id).status_code == 403
    stranger = agencies.actor("架空 他人")
    assert post(stranger, "make_packet", sitting.id).status_code == 404
    announce(town.city)
    assert Packet.objects.count() == 0


# --- set in type, in steps ---------------------------------------------------------------------------


def test_the_papers_are_set_in_steps_and_can_be_left_half_way(monkeypatch):
    monkeypatch.setattr("norishiro.meetings.operations.packets.AT_ONCE", 2)
    town = towns.town()
    sitting, _items = two_items(town)
    packet = made(town, sitting)
    assert queries.progress(town.city, packet=packet) == queries.Progress(done=0, all=3)
    step = post(town.city, "set_packet", packet.id)
    assert (step.status_code, step.url) == (302, reverse("meetings:packet", args=[packet.id]) + "?go=1")
    announce(town.city)
    assert queries.progress(town.city, packet=packet) == queries.Progress(done=2, all=3)
    page = text_of(get(town.city, "packet", packet.id))
    assert "3冊のうち<b>2冊</b>" in page and "全員分を受け取る" not in page
    last = client_of(town.city).post(
        reverse("meetings:set_packet", args=[packet.id]), headers={"HX-Request": "true"}
    )
    assert last["HX-Refresh"] == "true"
    assert "全員分を受け取る" in text_of(get(town.city, "packet", packet.id))


def test_what_is_set_is_sealed_and_thrown_away_with_the_sitting():
    town = towns.town()
    sitting, items = two_items(town)
    packet = made(town, sitting)
    post(town.city, "set_packet", packet.id)
    announce(town.city)
    kept = Bundle.objects.filter(packet=packet, content__isnull=False)
    assert kept.count() == 3
    assert all(b"%PDF" not in bytes(one.content) for one in kept)
    for item in items:
        announce(town.city)
        found = Item.objects.select_related("sitting__body", "body").get(id=item.id)
        operations.end_item(town.city, item=found, today=TODAY)
    operations.close_sitting(town.city, sitting=Sitting.objects.select_related("body").get(id=sitting.id))
    announce(town.city)
    assert kept.all().count() == 0


def test_the_file_holds_one_pdf_for_each_member_with_what_they_may_see():
    town = towns.town()
    sitting, _items = two_items(town)
    packet = made(town, sitting)
    post(town.city, "set_packet", packet.id)
    taken = post(town.city, "print_packet", packet.id)
    assert taken["Content-Type"] == "application/zip"
    with ZipFile(BytesIO(taken.content)) as archive:
        sheets = {name: archive.read(name) for name in archive.namelist()}
    assert len(sheets) == 3
    announce(town.city)
    found = bundles(packet)
    of_member = words(sheets[f"資料_{found['架空 課太']}.pdf"])
    of_city = words(sheets[f"資料_{found['架空 市子']}.pdf"])
    assert "家賃の滞納が続き" in of_member and "電気が止まっている" not in of_member
    assert "家賃の滞納が続き" in of_city and "電気が止まっている" in of_city
    assert "架空 課太 様" in of_member and day(TODAY) in of_member and "1 / 2" in of_member
    assert PaperCopy.objects.filter(printed_at__isnull=True).count() == 0


def test_a_sheet_that_no_longer_says_what_holds_is_set_anew():
    town = towns.town()
    sitting, (first, _second) = two_items(town)
    packet = made(town, sitting)
    post(town.city, "set_packet", packet.id)
    announce(town.council)
    item = Item.objects.select_related("sitting__body", "body").get(id=first.id)
    operations.decide(
        town.council, item=item, text="週に一度訪ねる", bearer_id=town.council.agency_id, due_on=TODAY + DAY, today=TODAY
    )  # fmt: skip
    announce(town.city)
    sheet = post(town.city, "print_bundle", bundles(packet)["架空 市子"].id)
    assert "週に一度訪ねる" in words(sheet.content)


def test_under_consent_a_copy_names_only_who_consented_to_the_agency():
    town = towns.town()
    towns.consent(
        town.council, town.mother, case=town.case,
        to=[town.council.agency_id, town.city.agency_id, town.member.agency_id],
    )  # fmt: skip
    towns.consent(town.council, town.son, case=town.case, to=[town.council.agency_id, town.city.agency_id])
    item = towns.listed(town, kind=ItemKind.LAYERED)
    sitting = towns.begun(town, item)
    packet = made(town, sitting)
    found = bundles(packet)
    announce(town.city)
    names = {one.name for one in Person.objects.all()}
    assert {"架空 花江", "架空 一郎"} <= names
    of_member = words(post(town.city, "print_bundle", found["架空 課太"].id).content)
    of_city = words(post(town.city, "print_bundle", found["架空 市子"].id).content)
    assert "架空 花江" in of_member and "架空 一郎" not in of_member
    assert "架空 花江" in of_city and "架空 一郎" in of_city


# --- the member's own --------------------------------------------------------------------------------


def test_a_member_opens_their_own_bundle_until_each_item_ends():
    town = towns.town()
    sitting, (first, _second) = two_items(town)
    packet = made(town, sitting)
    mine = bundles(packet)["架空 課太"]
    assert reverse("meetings:bundle", args=[mine.id]) in text_of(get(town.member, "sitting", sitting.id))
    page = text_of(get(town.member, "bundle", mine.id))
    assert "家賃の滞納が続き" in page and "電気が止まっている" not in page
    assert get(town.council, "bundle", mine.id).status_code == 404
    announce(town.city)
    item = Item.objects.select_related("sitting__body", "body").get(id=first.id)
    operations.end_item(town.city, item=item, today=TODAY)
    closed = get(town.member, "bundle", mine.id)
    assert closed.status_code == 403
    assert "議題が終わったか、あなたの席が終わったので" in text_of(closed)


def test_before_the_oath_a_bundle_stays_closed():
    town = towns.town()
    sitting = towns.called(town, towns.listed(town))
    packet = made(town, sitting)
    closed = get(town.member, "bundle", bundles(packet)["架空 課太"].id)
    assert closed.status_code == 403
    assert "守秘の確認（誓約）がまだです" in text_of(closed) and "家賃の滞納" not in text_of(closed)


# --- replaced ----------------------------------------------------------------------------------------


def test_a_new_edition_replaces_the_one_before():
    town = towns.town()
    sitting, _items = two_items(town)
    former = made(town, sitting)
    latter = made(town, sitting)
    former.refresh_from_db()
    assert (former.edition, latter.edition) == (1, 2)
    assert former.replaced_at is not None
    assert sorted(one.number for one in bundles(latter).values()) == [4, 5, 6]
    assert set(PaperCopy.objects.filter(bundle__packet=former).values_list("close_reason", flat=True)) == {
        "新しい資料一式に差しかえました"
    }
    refused = post(town.city, "print_bundle", bundles(former)["架空 市子"].id)
    assert refused.status_code == 403 and "差しかえになりました" in text_of(refused)


def test_a_moved_sitting_closes_the_papers_and_tells_everybody():
    town = towns.town()
    sitting = towns.called(town, towns.listed(town), held_on=TODAY + DAY)
    operations.swear(town.member, sitting=sitting, wording="statute-2026-1", agreed=True)
    packet = made(town, sitting)
    mine = bundles(packet)["架空 課太"]
    operations.print_bundles(town.city, bundles=queries.bundles_of(town.city, packet=packet), now=NOW)
    operations.move_sitting(
        town.city, sitting=sitting, version=sitting.version, held_on=TODAY + 8 * DAY, starts_at=None, ends_at=None,
        place="", mode="ROOM", today=TODAY,
    )  # fmt: skip
    closed = text_of(get(town.member, "bundle", mine.id))
    assert "会議の日時か場所が変わったため、この資料は差しかえになりました" in closed
    assert "差しかえ・閉じた" in text_of(get(town.city, "collection", sitting.id))
    page = text_of(get(town.member, "sitting", sitting.id))
    assert "日時か場所が変わりました" in page
    announce(town.member)
    invitation = sitting.invitations.get(staff_id=town.member.staff_id)
    assert post(town.member, "note_told", invitation.id).status_code == 302
    assert "日時か場所が変わりました" not in text_of(get(town.member, "sitting", sitting.id))


def test_a_changed_item_makes_the_papers_old():
    town = towns.town()
    sitting, (first, _second) = two_items(town)
    packet = made(town, sitting)
    one = bundles(packet)["架空 市子"]
    announce(town.council)
    item = Item.objects.select_related("sitting__body", "body").get(id=first.id)
    operations.change_item(
        town.council, item=item, version=item.version, values={"reason": "家賃は払われた。"}, today=TODAY
    )
    page = text_of(get(town.city, "packet", packet.id))
    assert "議題の内容が変わりました" in page and "新しい資料一式を作る" in page
    refused = post(town.city, "print_bundle", one.id)
    assert refused.status_code == 403 and "新しい資料一式を作ってください" in text_of(refused)
    assert "古い内容" in text_of(get(town.city, "collection", sitting.id))


# --- collected ---------------------------------------------------------------------------------------


def test_a_bundle_comes_back_under_its_one_number():
    town = towns.town()
    sitting, _items = two_items(town)
    packet = made(town, sitting)
    post(town.city, "print_packet", packet.id)
    announce(town.city)
    copy = PaperCopy.objects.filter(bundle=bundles(packet)["架空 市子"]).order_by("made_at", "id").first()
    page = text_of(get(town.city, "collection", sitting.id))
    assert page.count("の回収・破棄・紛失を書く") == 3
    assert post(town.city, "collection", sitting.id, copies=[str(copy.id)], on=day(TODAY)).status_code == 302
    announce(town.city)
    states = PaperCopy.objects.filter(number=copy.number).values_list("state", flat=True)
    assert list(states) == ["RETURNED", "RETURNED"]


def test_the_packet_is_unseen_elsewhere_and_its_questions_do_not_grow():
    town = towns.town()
    sitting, _items = two_items(town)
    packet = made(town, sitting)
    found = bundles(packet)
    stranger = agencies.actor("架空 他人")
    for name, one in (("packet", packet.id), ("bundle", found["架空 市子"].id)):
        assert get(stranger, name, one).status_code == 404
    assert queries_of(town.city, "packet", packet.id) == 15
    # Each item on the table is read once; its household, roles and sheets are more questions.
    assert queries_of(town.member, "bundle", found["架空 課太"].id) == 22
    assert queries_of(town.council, "bundle", found["架空 協子"].id) == 29
    announce(town.city)
    operations.note_paper_oath(
        town.city, sitting=sitting, staff_id=None, name="見本の民生委員", agency_id=town.member.agency_id,
        wording="statute-2026-1", signed_on=TODAY, today=TODAY,
    )  # fmt: skip
    assert queries_of(town.city, "packet", made(town, sitting).id) == 15
