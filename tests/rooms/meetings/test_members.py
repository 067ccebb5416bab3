"""構成員の指定 and 誓約: named by date, expired means no seat and no sight, oaths on paper and for a whole appointment."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies import operations as agency_operations
from norishiro.agencies.actor import actor_for
from norishiro.agencies.choices import RoleKind
from norishiro.agencies.models import Appointment, Staff
from norishiro.core.operation import announce
from norishiro.core.verdict import Refused
from norishiro.meetings import operations, rules
from norishiro.meetings.choices import DesignationKind, OathRule
from norishiro.meetings.models import Designation, Item, Oath, PaperCopy, Seat
from norishiro.sharing.choices import Ground
from norishiro.sharing.models import Grant
from tests.factories import agencies
from tests.rooms.meetings import town as towns
from tests.rooms.meetings.test_screens import day, get, post, queries_of, text_of
from tests.rooms.meetings.town import SINCE, TODAY

DAY = timedelta(days=1)


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [reason.code for reason in refused.value.verdict.reasons]


def named(town, actor=None, *, from_on=SINCE, until_on=None) -> Designation:
    who = actor or town.member
    return operations.name_member(
        town.city, body=town.body, staff_id=who.staff_id, agency_id=who.agency_id, kind=DesignationKind.DUAL_ORDER,
        document="第12号", from_on=from_on, until_on=until_on,
    )  # fmt: skip


def seats_of(town) -> dict[str, object]:
    announce(town.city)
    return {
        seat.staff.name: seat.until_on
        for seat in Seat.objects.filter(ended_at__isnull=True).select_related("staff")
    }


# --- the rules ---------------------------------------------------------------------------------------


def test_a_standing_is_live_expired_or_none():
    assert rules.standing_on([], on=TODAY) == "NONE"
    assert rules.standing_on([(SINCE, TODAY)], on=TODAY) == "EXPIRED"
    assert rules.standing_on([(SINCE, TODAY), (TODAY, None)], on=TODAY) == "LIVE"
    assert rules.standing_on([(TODAY + DAY, None)], on=TODAY) == "EXPIRED"


@pytest.mark.parametrize(
    ("standing", "bound", "for_item", "allowed"),
    [
        ("LIVE", True, False, True),
        ("NONE", False, False, True),
        ("NONE", True, False, False),
        ("NONE", True, True, True),
        ("EXPIRED", False, False, False),
        ("EXPIRED", False, True, True),
    ],
)
def test_who_may_take_a_seat(standing, bound, for_item, allowed):
    verdict = rules.may_sit(standing=standing, names_members=bound, for_this_item=for_item)
    assert verdict.allowed is allowed


def test_an_earlier_oath_serves_for_the_year_or_the_appointment():
    facts = {"sworn_on": TODAY - DAY, "same_year": True, "named_since": TODAY - 2 * DAY}
    assert rules.earlier_oath_serves(oath_rule="YEARLY", **facts)
    assert not rules.earlier_oath_serves(oath_rule="YEARLY", **{**facts, "same_year": False})
    assert rules.earlier_oath_serves(oath_rule="BY_APPOINTMENT", **facts)
    assert not rules.earlier_oath_serves(oath_rule="BY_APPOINTMENT", **{**facts, "named_since": TODAY})
    assert not rules.earlier_oath_serves(oath_rule="BY_APPOINTMENT", **{**facts, "named_since": None})
    assert not rules.earlier_oath_serves(oath_rule="EVERY_SITTING", **facts)


# --- designations ------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_an_expired_member_is_called_but_takes_no_seat():
    town = towns.town()
    named(town, until_on=TODAY)
    sitting = towns.called(town, towns.listed(town))
    assert sorted(seats_of(town)) == ["架空 協子", "架空 市子"]
    assert "指定が切れています" in text_of(get(town.city, "sitting", sitting.id))
    announce(town.city)
    with pytest.raises(Refused) as refused:
        operations.designate(
            town.city, item=Item.objects.select_related("sitting__body", "body").get(), staff_id=town.member.staff_id,
            agency_id=town.member.agency_id, today=TODAY,
        )  # fmt: skip
    assert codes(refused) == ["staff"]


@pytest.mark.django_db
def test_a_seat_reaches_no_further_than_its_designation():
    town = towns.town()
    named(town, until_on=TODAY + 3 * DAY)
    towns.called(town, towns.listed(town))
    assert seats_of(town) == {"架空 協子": None, "架空 市子": None, "架空 課太": TODAY + 3 * DAY}


@pytest.mark.django_db
def test_a_body_may_seat_named_people_only():
    town = towns.town()
    for actor in (town.city, town.council):
        named(town, actor)
    assert post(town.city, "bind_members", town.body.id, names_members="1").status_code == 302
    town.body.refresh_from_db()
    towns.called(town, towns.listed(town))
    assert sorted(seats_of(town)) == ["架空 協子", "架空 市子"]
    assert post(town.council, "bind_members", town.body.id, names_members="0").status_code == 403


@pytest.mark.django_db
def test_a_designation_that_ends_today_closes_what_the_seat_opened():
    town = towns.town()
    designation = named(town)
    item = towns.listed(town)
    sitting = towns.called(town, item)
    operations.swear(town.member, sitting=sitting, wording="w", agreed=True)
    announce(town.member)
    assert Item.objects.count() == 1
    sent = post(town.city, "end_designation", designation.id, until_on=day(TODAY), reason="人事異動")
    assert sent.url == reverse("meetings:designations", args=[town.body.id])
    announce(town.member)
    assert Item.objects.count() == 0
    assert get(town.member, "item", item.id).status_code == 404
    announce(town.city)
    assert seats_of(town)["架空 課太"] == TODAY


@pytest.mark.django_db
def test_ending_later_shortens_the_grant_and_never_lengthens_it():
    town = towns.town()
    designation = named(town)
    towns.called(town, towns.listed(town))
    operations.end_designation(
        town.city, designation=designation, until_on=TODAY + 5 * DAY, reason="任期満了", today=TODAY
    )
    with pytest.raises(Refused) as refused:
        operations.end_designation(
            town.city, designation=designation, until_on=TODAY + 9 * DAY, reason="やはり延ばす", today=TODAY
        )
    assert codes(refused) == ["until_on"]
    announce(town.member)
    ends = {
        grant.until_at.astimezone().date()
        for grant in Grant.objects.filter(recipient_id=town.member.staff_id, ground=Ground.CONFERENCE)
    }
    assert ends <= {TODAY + 5 * DAY, TODAY + 4 * DAY} and len(ends) == 1


@pytest.mark.django_db
def test_the_member_whose_seat_ran_out_under_consent_reads_no_papers():
    town = towns.town(oath=OathRule.EVERY_SITTING)
    towns.consent(town.council, town.mother, to=[town.city.agency_id, town.member.agency_id], case=town.case)
    item = towns.listed(town, kind="LAYERED")
    sitting = towns.called(town, item)
    operations.swear(town.member, sitting=sitting, wording="w", agreed=True)
    assert get(town.member, "item", item.id).status_code == 200
    announce(town.city)
    Seat.objects.filter(staff_id=town.member.staff_id).update(opened_at=None)
    assert get(town.member, "item", item.id).status_code == 403


@pytest.mark.django_db
def test_the_screen_tells_who_is_member_who_soon_is_not_and_who_was():
    town = towns.town()
    named(town, town.city)
    named(town, until_on=TODAY + 10 * DAY)
    named(town, town.council, until_on=TODAY - DAY)
    page = text_of(get(town.member, "designations", town.body.id))
    live, _cut, ended = page.partition('id="ended"')
    assert "もうすぐ終わる指定があります" in live
    assert "<div>架空 市子</div>" in live and "<div>架空 課太</div>" in live
    assert "<div>架空 協子</div>" in ended and "<div>架空 市子</div>" not in ended
    before = text_of(get(town.member, "designations", town.body.id, on=day(TODAY - 30 * DAY)))
    assert "<div>架空 協子</div>" in before.partition('id="ended"')[0]


@pytest.mark.django_db
def test_a_member_is_named_through_the_form_and_bad_input_is_told_at_its_field():
    town = towns.town()
    member = f"{town.member.agency_id}:{town.member.staff_id}"
    sent = post(
        town.city, "name_member", town.body.id, member=member, kind="COMMISSIONED", document="8福第3号", from_on=day(TODAY),
        until_on=day(TODAY - DAY),
    )  # fmt: skip
    assert sent.status_code == 422
    assert "終わりは始まりより後の日にしてください" in text_of(sent)
    sent = post(
        town.city,
        "name_member",
        town.body.id,
        member=member,
        kind="COMMISSIONED",
        document="8福第3号",
        from_on=day(TODAY),
    )
    assert sent.status_code == 302
    made = Designation.objects.get()
    assert (made.kind, made.document, made.staff_id) == ("COMMISSIONED", "8福第3号", town.member.staff_id)
    again = post(
        town.city,
        "name_member",
        town.body.id,
        member=member,
        kind="NAMED",
        document="第9号",
        from_on=day(TODAY),
    )
    assert "同じ人の指定が、この期間にもうあります" in text_of(again)


@pytest.mark.django_db
def test_only_whoever_convenes_names_members():
    town = towns.town()
    assert "招集するのは、別の機関です" in text_of(get(town.council, "designations", town.body.id))
    with pytest.raises(Refused) as refused:
        operations.name_member(
            town.council, body=town.body, staff_id=town.member.staff_id, agency_id=town.member.agency_id,
            kind=DesignationKind.NAMED, document="1", from_on=TODAY, until_on=None,
        )  # fmt: skip
    assert codes(refused) == ["convener"]
    assert get(town.city, "end_designation", uuid.uuid4()).status_code == 404
    assert (
        get(agencies.actor("架空 連絡", kinds=(RoleKind.LIAISON,)), "designations", town.body.id).status_code
        == 403
    )


@pytest.mark.django_db
def test_the_list_of_members_is_kindly_empty_and_asks_as_much_for_three_as_for_one():
    one, three = towns.town(), towns.town()
    assert "この日の構成員は登録されていません" in text_of(get(one.city, "designations", one.body.id))
    named(one)
    for actor in (three.city, three.council, three.member):
        named(three, actor)
    counts = [queries_of(town.city, "designations", town.body.id) for town in (one, three)]
    assert counts == [13, 13]


RUN_OUT = (
    "あなたの構成員の指定か所属が終わっているので、守秘の確認はできず、資料も開きません。"
    "これからも出席するときは、指定の更新を事務局に頼んでください。"
)


@pytest.mark.django_db
def test_whose_designation_has_ended_cannot_swear_and_reads_why():
    town = towns.town()
    designation = named(town)
    item = towns.listed(town)
    sitting = towns.called(town, item)
    operations.end_designation(town.city, designation=designation, until_on=TODAY, reason="異動", today=TODAY)
    with pytest.raises(Refused) as refused:
        operations.swear(town.member, sitting=sitting, wording="w", agreed=True)
    assert [one.message for one in refused.value.verdict.reasons] == [RUN_OUT]
    assert RUN_OUT in text_of(post(town.member, "oath", sitting.id, agreed="1"))
    announce(town.member)
    assert not Oath.objects.filter(staff_id=town.member.staff_id).exists()
    assert get(town.member, "item", item.id).status_code == 404


@pytest.mark.django_db
def test_the_numbered_paper_of_whom_the_designation_left_does_not_open():
    town = towns.town()
    designation = named(town)
    item = towns.listed(town)
    sitting = towns.called(town, item)
    operations.swear(town.member, sitting=sitting, wording="w", agreed=True)
    announce(town.city)
    found = Item.objects.select_related("sitting__body", "body").get(id=item.id)
    seats = list(found.seats.values_list("id", flat=True))
    operations.make_papers(
        town.city, item=found, seat_ids=seats, open_until=None, now=timezone.now(), today=TODAY
    )
    announce(town.member)
    copy = PaperCopy.objects.get(staff_id=town.member.staff_id)
    assert get(town.member, "copy", copy.id).status_code == 200
    operations.end_designation(town.city, designation=designation, until_on=TODAY, reason="異動", today=TODAY)
    shut = get(town.member, "copy", copy.id)
    assert (shut.status_code, "あなたの席が終わったので" in text_of(shut)) == (403, True)


@pytest.mark.django_db
def test_a_designation_that_begins_with_the_sitting_may_swear_before():
    town = towns.town()
    named(town, from_on=TODAY + DAY)
    sitting = towns.called(town, towns.listed(town), held_on=TODAY + DAY)
    assert operations.swear(town.member, sitting=sitting, wording="w", agreed=True).sitting_id == sitting.id


@pytest.mark.django_db
def test_a_seat_ends_with_the_post_it_was_taken_for_whatever_other_post_is_kept():
    """転任: the same person comes back under another hat, and the seat of the former section does not."""
    town = towns.town()
    item = towns.listed(town)
    sitting = towns.called(town, item)
    operations.swear(town.member, sitting=sitting, wording="w", agreed=True)
    elsewhere = agencies.agency("架空の別の課")
    person = Staff.objects.get(id=town.member.staff_id)
    agencies.appoint(person, agency=elsewhere)
    moved = actor_for(staff_id=person.id, agency_id=elsewhere.id, today=TODAY)
    announce(moved)
    assert Item.objects.count() == 1
    agency_operations.end_appointment(
        town.city,
        appointment=Appointment.objects.get(staff=person, agency_id=town.member.agency_id),
        end_on=TODAY,
    )
    announce(moved)
    assert Item.objects.count() == 0
    assert Seat.objects.get(staff_id=person.id).until_on == TODAY


@pytest.mark.django_db
def test_a_seat_stays_while_another_post_in_the_same_agency_goes_on():
    town = towns.town()
    sitting = towns.called(town, towns.listed(town))
    operations.swear(town.member, sitting=sitting, wording="w", agreed=True)
    person = Staff.objects.get(id=town.member.staff_id)
    first = Appointment.objects.get(staff=person)
    agencies.appoint(person, agency=first.agency, kind=RoleKind.COORDINATOR)
    agency_operations.end_appointment(town.city, appointment=first, end_on=TODAY)
    announce(town.member)
    assert Item.objects.count() == 1


# --- oaths -------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_an_oath_holds_for_the_appointment_and_a_new_appointment_needs_a_new_one():
    town = towns.town(oath=OathRule.BY_APPOINTMENT, sits_without_cases=True)
    first = named(town, from_on=TODAY - 30 * DAY)
    sitting = towns.called(town, towns.listed(town))
    operations.swear(town.member, sitting=sitting, wording="appointment-2026-1", agreed=True)
    following = towns.called(town, topics="資源")
    assert "いまの指定での誓約" in text_of(get(town.member, "sitting", following.id))
    assert post(town.member, "open_papers", following.id).status_code == 302
    assert Oath.objects.filter(staff_id=town.member.staff_id).count() == 2
    operations.end_designation(town.city, designation=first, until_on=TODAY + DAY, reason="満了", today=TODAY)
    named(town, from_on=TODAY + DAY)
    later = towns.called(town, topics="資源", held_on=TODAY + 2 * DAY)
    assert "いまの指定での誓約" not in text_of(get(town.member, "sitting", later.id))
    assert post(town.member, "open_papers", later.id).status_code == 403


@pytest.mark.django_db
def test_the_convener_sees_who_has_not_sworn_and_notes_oaths_on_paper():
    town = towns.town(oath=OathRule.EVERY_SITTING)
    sitting = towns.called(town, towns.listed(town))
    missing = text_of(get(town.city, "oaths", sitting.id)).partition('id="given"')[0]
    assert "架空 課太" in missing
    sent = post(
        town.city,
        "note_paper_oath",
        sitting.id,
        staff=str(town.member.staff_id),
        name="",
        signed_on=day(TODAY),
    )
    assert sent.url == reverse("meetings:oaths", args=[sitting.id])
    guest = towns.other_agency("民生委員の会")
    sent = post(
        town.city,
        "note_paper_oath",
        sitting.id,
        staff="",
        name="見本 民子",
        agency=str(guest.id),
        signed_on=day(TODAY),
    )
    assert sent.status_code == 302
    page = text_of(get(town.city, "oaths", sitting.id))
    missing, _cut, given = page.partition('id="given"')
    assert "架空 課太" not in missing
    assert "見本 民子（アカウントなし）" in given and given.count("紙の誓約書") == 2
    assert "every-2026-1" in given
    assert "確認済み（紙）" in text_of(get(town.city, "sitting", sitting.id))


@pytest.mark.django_db
def test_a_paper_oath_opens_the_papers_only_when_the_member_presses():
    town = towns.town(oath=OathRule.EVERY_SITTING)
    item = towns.listed(town)
    sitting = towns.called(town, item)
    operations.note_paper_oath(
        town.city, sitting=sitting, staff_id=town.member.staff_id, name="", agency_id=None, wording="every-2026-1",
        signed_on=TODAY, today=TODAY,
    )  # fmt: skip
    assert get(town.member, "item", item.id).status_code == 404
    assert post(town.member, "open_papers", sitting.id).status_code == 302
    assert get(town.member, "item", item.id).status_code == 200


@pytest.mark.django_db
def test_a_paper_oath_is_of_one_person_called_or_named_and_of_today_at_the_latest():
    town = towns.town()
    sitting = towns.called(town, towns.listed(town))
    stranger = agencies.actor("架空 他人")
    facts = {"sitting": sitting, "wording": "w", "signed_on": TODAY, "today": TODAY}
    for staff_id, name, agency_id, expected in (
        (None, "", None, ["name"]),
        (town.member.staff_id, "二人", None, ["name"]),
        (stranger.staff_id, "", None, ["agency"]),
        (None, "見本", None, ["agency"]),
    ):
        with pytest.raises(Refused) as refused:
            operations.note_paper_oath(town.city, staff_id=staff_id, name=name, agency_id=agency_id, **facts)
        assert codes(refused) == expected
    with pytest.raises(Refused):
        operations.note_paper_oath(
            town.member, staff_id=None, name="見本", agency_id=town.member.agency_id, **facts
        )
    assert Oath.objects.count() == 0
    assert get(stranger, "oaths", sitting.id).status_code == 404
