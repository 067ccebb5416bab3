"""The verbs against the real database, as the application role."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from norishiro.agencies.choices import RoleKind
from norishiro.cases.models import Case, LeadChange, Role
from norishiro.cases.operations import change_lead
from norishiro.core.operation import announce
from norishiro.core.records import StaleVersion
from norishiro.core.verdict import Refused
from norishiro.meetings import operations, queries
from norishiro.meetings.choices import BodyKind, ItemKind, ItemStatus, LineKind, OathRule, SittingStatus
from norishiro.meetings.models import Body, ConveneRequest, Invitation, Item, MinuteLine, Oath, Seat, Sitting
from norishiro.people.models import Person
from norishiro.sharing import operations as sharing
from norishiro.sharing.choices import Depth, Ground
from norishiro.sharing.models import Grant
from tests.factories import agencies
from tests.rooms.meetings import town as towns
from tests.rooms.meetings.town import TODAY

pytestmark = pytest.mark.django_db


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [reason.code for reason in refused.value.verdict.reasons]


def rows_seen_by(actor) -> tuple[int, int, int, int]:
    """Raw ORM: items, lines, cases, persons."""
    announce(actor)
    return Item.objects.count(), MinuteLine.objects.count(), Case.objects.count(), Person.objects.count()


def test_a_waiting_case_is_seen_by_those_who_convene_and_by_no_member():
    town = towns.town()
    item = towns.listed(town)
    assert (item.basis, item.subject_id) == (Ground.CONFERENCE, item.id)
    assert rows_seen_by(town.city) == (1, 0, 1, 2)
    assert rows_seen_by(town.member) == (0, 0, 0, 0)


def test_a_layered_item_needs_consent_and_shows_only_who_consented():
    town = towns.town()
    with pytest.raises(Refused) as refused:
        towns.listed(town, kind=ItemKind.LAYERED)
    assert codes(refused) == ["kind"]
    towns.consent(town.council, town.mother, to=[town.city.agency_id], case=town.case)
    item = towns.listed(town, kind=ItemKind.LAYERED)
    assert (item.basis, item.subject_id) == (Ground.CONSENT, town.case.id)
    announce(town.city)
    case = queries.case_of_item(town.city, item=item)
    assert [one.name for one in queries.members_shown(town.city, item=item, case=case, today=TODAY)] == [
        "架空 花江"
    ]


def test_withdrawn_consent_closes_a_layered_item_for_everybody_but_its_writer():
    town = towns.town()
    given = towns.consent(town.council, town.mother, to=[town.city.agency_id], case=town.case)
    towns.listed(town, kind=ItemKind.LAYERED)
    assert rows_seen_by(town.city)[0] == 1
    sharing.withdraw_consent(town.council, consent=given, words="")
    assert rows_seen_by(town.city) == (0, 0, 0, 0)
    assert rows_seen_by(town.council)[0] == 1


def test_calling_tables_the_cases_and_seats_one_person_per_agency():
    town = towns.town()
    sitting = towns.called(town, towns.listed(town))
    announce(town.city)
    assert sorted(seat.staff.name for seat in Seat.objects.select_related("staff")) == [
        "架空 協子",
        "架空 市子",
        "架空 課太",
    ]
    assert sitting.invitations.count() == 3
    assert Item.objects.get().status == ItemStatus.TABLED


@pytest.mark.parametrize("kind", [RoleKind.DECIDER, RoleKind.AREA_DUTY])
def test_who_decides_plans_or_has_an_area_comes_for_an_agency_that_has_nobody_else(kind):
    town = towns.town()
    alone = agencies.actor("架空 一人", agency=agencies.agency("ほかに人のいない課"), kinds=(kind,))
    members = agencies.Agency.objects.get(id=town.member.agency_id)
    second = agencies.actor("架空 二人", agency=members, kinds=(kind,))
    towns.called(town, towns.listed(town), agency_ids=[town.member.agency_id, alone.agency_id])
    announce(town.city)
    seated = set(Seat.objects.values_list("staff_id", flat=True))
    assert (alone.staff_id in seated, second.staff_id in seated) == (True, False)


def test_before_the_oath_nothing_after_it_the_papers_after_the_end_nothing():
    town = towns.town()
    item = towns.listed(town)
    sitting = towns.called(town, item)
    assert rows_seen_by(town.member) == (0, 0, 0, 0)
    operations.swear(town.member, sitting=sitting, wording="statute-2026-1", agreed=True)
    assert rows_seen_by(town.member) == (1, 0, 1, 2)
    operations.open_sitting(town.city, sitting=sitting, today=TODAY)
    announce(town.city)
    operations.end_item(town.city, item=Item.objects.select_related("sitting__body").get(), today=TODAY)
    assert rows_seen_by(town.member) == (0, 0, 0, 0)
    assert rows_seen_by(town.city)[0] == 1


def test_the_oath_of_one_sitting_opens_no_seat_of_another():
    town = towns.town()
    first = towns.called(town, towns.listed(town))
    towns.called(
        town, topics="資源", agency_ids=[town.member.agency_id]
    ) if town.body.sits_without_cases else None
    other = towns.town()
    second = towns.called(other, towns.listed(other))
    operations.invite(other.city, sitting=second, agency_id=town.member.agency_id, today=TODAY)
    operations.swear(town.member, sitting=second, wording="w", agreed=True)
    assert rows_seen_by(town.member) == (0, 0, 0, 0)
    assert Oath.objects.filter(sitting=first).count() == 0


def test_the_wall_opens_no_seat_without_an_oath():
    town = towns.town()
    towns.called(town, towns.listed(town))
    announce(town.member)
    seat = Seat.objects.get(staff_id=town.member.staff_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT gate_open_seat(%s)", [seat.id])
        assert cursor.fetchone()[0] == 0
    assert rows_seen_by(town.member) == (0, 0, 0, 0)


def test_uninvited_people_give_no_oath():
    town = towns.town()
    sitting = towns.called(town, towns.listed(town))
    with pytest.raises(Refused) as refused:
        operations.swear(agencies.actor("架空 他人"), sitting=sitting, wording="w", agreed=True)
    assert codes(refused) == ["seat"]


def test_the_adviser_sees_the_item_alone_until_the_day():
    town = towns.town()
    item = towns.listed(town)
    sitting = towns.called(town, item)
    adviser = agencies.actor("架空 医師", kinds=(RoleKind.ADVISER,))
    until = TODAY + timedelta(days=7)
    item.refresh_from_db()
    seat = operations.designate(
        town.city,
        item=item,
        staff_id=adviser.staff_id,
        agency_id=adviser.agency_id,
        adviser=True,
        until_on=until,
        today=TODAY,
    )
    operations.swear(adviser, sitting=sitting, wording="w", agreed=True)
    assert rows_seen_by(adviser) == (1, 0, 0, 0)
    grant = Grant.objects.get(source_id=seat.id)
    assert grant.until_at.astimezone().date() in (until, until - timedelta(days=1))
    assert grant.subject_id == item.id


def test_a_seat_is_not_given_twice():
    town = towns.town()
    item = towns.listed(town)
    towns.called(town, item)
    announce(town.city)
    item.refresh_from_db()
    with pytest.raises(Refused) as refused:
        operations.designate(
            town.city, item=item, staff_id=town.member.staff_id, agency_id=town.member.agency_id, today=TODAY
        )
    assert codes(refused) == ["staff"]


def test_a_decision_becomes_a_role_that_outlives_the_seat():
    town = towns.town()
    item = towns.listed(town)
    towns.begun(town, item)
    announce(town.city)
    item = Item.objects.select_related("sitting__body", "body").get()
    line = operations.decide(
        town.city, item=item, text="家賃の相談に同行する", bearer_id=town.member.agency_id, staff_id=town.member.staff_id,
        due_on=TODAY + timedelta(days=14), today=TODAY,
    )  # fmt: skip
    role = Role.objects.get()
    assert (role.id, role.what, role.basis, role.next_on) == (
        line.role_id,
        "家賃の相談に同行する",
        "J6",
        line.due_on,
    )
    operations.end_item(town.city, item=item, today=TODAY)
    items, lines, cases, persons = rows_seen_by(town.member)
    assert (items, lines, cases, persons) == (0, 0, 1, 2)


def test_decisions_without_agency_or_date_are_refused_with_both_reasons():
    town = towns.town()
    item = towns.listed(town)
    towns.begun(town, item)
    announce(town.city)
    item = Item.objects.select_related("sitting__body", "body").get()
    with pytest.raises(Refused) as refused:
        operations.decide(town.city, item=item, text="だれかがやる", bearer_id=None, due_on=None, today=TODAY)
    assert codes(refused) == ["bearer", "due_on"]
    assert MinuteLine.objects.count() == 0


def test_minutes_keep_facts_views_and_opinions_apart_and_long():
    town = towns.town()
    item = towns.listed(town)
    towns.begun(town, item)
    announce(town.member)
    item = Item.objects.select_related("sitting__body", "body").get()
    long = "あ" * 50_000
    operations.write_line(town.member, item=item, kind=LineKind.FACT, text=long, today=TODAY)
    operations.write_line(town.member, item=item, kind=LineKind.VIEW, text="孤立している", today=TODAY)
    found = queries.minutes_of(town.member, item=item)
    assert [line.text for line in found.facts] == [long]
    assert [(line.text, line.basis) for line in found.views] == [("孤立している", "J6")]


def test_a_member_without_the_oath_writes_nothing():
    town = towns.town()
    item = towns.listed(town)
    towns.called(town, item)
    announce(town.council)
    item = Item.objects.select_related("sitting__body", "body").get()
    with pytest.raises(Refused) as refused:
        operations.write_line(town.city, item=item, kind=LineKind.FACT, text="滞納3か月", today=TODAY)
    assert codes(refused) == ["oath"]


def test_hidden_names_stay_hidden_in_rows_and_texts():
    town = towns.town(kind=BodyKind.OTHER, anonymous=True, ground="")
    with pytest.raises(Refused) as refused:
        towns.listed(town, anonymous_label="事例A", reason="架空花江さんの家賃")
    assert codes(refused) == ["text"]
    item = towns.listed(town, anonymous_label="事例A", reason="母の家賃")
    sitting = towns.called(town, item)
    operations.swear(town.member, sitting=sitting, wording="w", agreed=True)
    assert rows_seen_by(town.member) == (1, 0, 0, 0)
    assert rows_seen_by(town.city) == (1, 0, 0, 0)


def test_following_consent_makes_a_new_item_and_leaves_the_old_as_it_was():
    town = towns.town()
    item = towns.listed(town)
    with pytest.raises(Refused) as refused:
        operations.follow_consent(town.council, item=item, reason="同意を得た", today=TODAY)
    assert codes(refused) == ["kind"]
    towns.consent(town.council, town.mother, to=[town.city.agency_id], case=town.case)
    moved = operations.follow_consent(town.council, item=item, reason="同意を得た", today=TODAY)
    item.refresh_from_db()
    assert (moved.basis, moved.kind, moved.continues_id) == ("C0", ItemKind.LAYERED, item.id)
    assert (item.basis, item.status, item.reason) == (
        "J6",
        ItemStatus.WITHDRAWN,
        "家賃の滞納が続き、会えていない。",
    )


def test_a_case_goes_back_to_the_support_route_when_consent_ends():
    town = towns.town()
    given = towns.consent(town.council, town.mother, to=[town.city.agency_id], case=town.case)
    item = towns.listed(town, kind=ItemKind.LAYERED)
    sharing.withdraw_consent(town.council, consent=given, words="")
    back = operations.follow_consent(
        town.council, item=item, reason="同意が撤回された", today=TODAY, kind=ItemKind.SUPPORT
    )
    assert (back.basis, back.kind) == ("J6", ItemKind.SUPPORT)


def test_one_sitting_of_a_both_body_holds_both_kinds_each_on_its_basis():
    town = towns.town()
    support = towns.listed(town)
    towns.consent(town.council, town.mother, to=[town.city.agency_id], case=town.case)
    layered = towns.listed(town, kind=ItemKind.LAYERED)
    with pytest.raises(Refused) as refused:
        towns.called(town, support, layered)
    assert codes(refused) == ["apart"]
    towns.called(town, support, layered, apart="前半のあと、構成員が入れかわる。")
    announce(town.city)
    seats = {
        item.basis: sorted(s.staff.name for s in item.seats.select_related("staff"))
        for item in Item.objects.all()
    }
    assert seats == {"J6": ["架空 協子", "架空 市子", "架空 課太"], "C0": ["架空 協子", "架空 市子"]}


def test_who_may_not_convene_is_refused_and_may_ask():
    town = towns.town()
    with pytest.raises(Refused) as refused:
        operations.call_meeting(
            town.council,
            body=town.body,
            held_on=TODAY,
            items=[],
            agency_ids=[town.city.agency_id],
            today=TODAY,
        )
    assert codes(refused) == ["convener"]
    asked = operations.request_convening(
        town.council, case=town.case, body=town.body, reason="危険が高まっている", proposed=[(town.member.agency_id, "名簿")],
        today=TODAY,
    )  # fmt: skip
    announce(town.city)
    assert [one.id for one in queries.open_requests(town.city)] == [asked.id]
    assert [one.id for one in queries.open_requests(town.member)] == []


def test_where_the_town_settled_who_asks_the_others_are_told_whom_to_turn_to():
    town = towns.town()
    Body.objects.get(id=town.body.id).requesters.set([town.member.agency_id])
    ask = {"case": town.case, "body": town.body, "reason": "危険", "proposed": [(town.member.agency_id, "")]}
    with pytest.raises(Refused) as refused:
        operations.request_convening(town.council, **ask, today=TODAY)
    assert [(one.code, one.message) for one in refused.value.verdict.reasons] == [
        (
            "body",
            f"この会議体の開催を要請できるのは、{town.member.agency_name}です。まず、そこに相談してください。",
        )
    ]
    Body.objects.get(id=town.body.id).requesters.add(town.council.agency_id)
    asked = operations.request_convening(town.council, **ask, today=TODAY)
    assert ConveneRequest.objects.get().id == asked.id


def test_agreeing_calls_the_sitting_and_declining_closes_the_case_again():
    town = towns.town()
    ask = {
        "case": town.case,
        "body": town.body,
        "reason": "危険",
        "proposed": [(town.member.agency_id, "")],
        "today": TODAY,
    }
    first = operations.request_convening(town.council, **ask)
    operations.answer_convening(town.city, request=first, agree=False, answer="まず訪問を", today=TODAY)
    assert rows_seen_by(town.city) == (0, 0, 0, 0)
    second = operations.request_convening(town.council, **ask)
    agreed = operations.answer_convening(
        town.city, request=second, agree=True, held_on=TODAY, agency_ids=[town.member.agency_id], today=TODAY
    )
    announce(town.council)
    assert ConveneRequest.objects.get(id=second.id).sitting_id == agreed.sitting_id
    assert Item.objects.get().sitting_id == agreed.sitting_id
    assert (
        Invitation.objects.filter(sitting_id=agreed.sitting_id, agency_id=town.council.agency_id).count() == 1
    )


def test_a_sitting_without_cases_runs_to_confirmed_minutes():
    town = towns.town(sits_without_cases=True)
    sitting = towns.called(town, topics="年度末の実績")
    operations.open_sitting(town.city, sitting=sitting, today=TODAY)
    operations.write_topics(town.city, sitting=sitting, version=sitting.version, topics="実績を評価した")
    operations.close_sitting(town.city, sitting=sitting)
    done = operations.confirm_minutes(town.city, sitting=sitting, today=TODAY)
    assert (done.status, done.confirmed_by_id, done.confirmed_on) == (
        SittingStatus.CONFIRMED,
        town.city.staff_id,
        TODAY,
    )
    counts = queries.counts_of_year(town.city, bodies=[town.body], on=TODAY)
    assert counts[town.body.id].text == "1回（うち事例なし 1回）"


def test_a_tagged_committee_counts_inside_its_parent():
    town = towns.town(sits_without_cases=True)
    part = towns.body(
        town.city.agency_id, kind=BodyKind.LAYERED, name="ひきこもり対策部会", parent=town.body, counted_in_parent=True,
        sits_without_cases=True,
    )  # fmt: skip
    for body in (town.body, part):
        sitting = operations.call_meeting(
            town.city, body=body, held_on=TODAY, topics="報告", agency_ids=[town.city.agency_id], today=TODAY
        )
        operations.open_sitting(town.city, sitting=sitting, today=TODAY)
    counts = queries.counts_of_year(town.city, bodies=[town.body, part], on=TODAY)
    assert counts[town.body.id].text == "2回（うちひきこもり対策部会 1回、事例なし 1回）"


def test_a_sitting_with_an_unfinished_item_is_not_closed():
    town = towns.town()
    sitting = towns.begun(town, towns.listed(town))
    sitting.refresh_from_db()
    with pytest.raises(Refused) as refused:
        operations.close_sitting(town.city, sitting=sitting)
    assert codes(refused) == ["items"]


def test_a_carried_item_is_seated_again_at_the_next_sitting():
    town = towns.town()
    item = towns.listed(town)
    towns.begun(town, item)
    announce(town.city)
    item = Item.objects.select_related("sitting__body").get()
    operations.end_item(town.city, item=item, carried=True, today=TODAY)
    again = towns.called(town, Item.objects.get(), held_on=TODAY + timedelta(days=30))
    assert rows_seen_by(town.member) == (0, 0, 0, 0)
    operations.swear(town.member, sitting=again, wording="w", agreed=True)
    assert rows_seen_by(town.member)[0] == 1


def test_moving_a_sitting_keeps_seats_and_meets_the_other_editor():
    town = towns.town()
    sitting = towns.called(town, towns.listed(town))
    later = TODAY + timedelta(days=3)
    change = {
        "held_on": later,
        "starts_at": None,
        "ends_at": None,
        "place": "第1会議室",
        "mode": "ROOM",
        "today": TODAY,
    }
    operations.move_sitting(town.city, sitting=sitting, version=1, **change)
    assert Sitting.objects.get(id=sitting.id).held_on == later
    announce(town.city)
    assert Seat.objects.filter(ended_at__isnull=True).count() == 3
    with pytest.raises(StaleVersion):
        operations.move_sitting(town.city, sitting=sitting, version=1, **change)


def test_a_body_without_any_oath_opens_at_once_only_where_no_statute_binds():
    town = towns.town(oath=OathRule.NONE)
    sitting = towns.called(town, towns.listed(town))
    assert rows_seen_by(town.member) == (0, 0, 0, 0)
    operations.swear(town.member, sitting=sitting, wording="none-2026-1", agreed=True)
    assert rows_seen_by(town.member)[0] == 1


def test_names_wait_for_the_procedure():
    town = towns.town(procedure_on=None)
    with pytest.raises(Refused) as refused:
        towns.listed(town)
    assert codes(refused) == ["body"]
    operations.note_procedure(town.city, body=town.body, done_on=TODAY, today=TODAY)
    assert towns.listed(town).status == ItemStatus.WAITING


# --- who carries on what a 支援会議 decided --------------------------------------------------------------


def roles_seen_by(actor) -> list[str]:
    announce(actor)
    return list(Role.objects.values_list("what", flat=True))


def decided_and_ended(town, *, carried: bool = False) -> Item:
    """The city ends an item it convened for the council's case; the housing section got a role."""
    towns.begun(town, towns.listed(town))
    announce(town.city)
    item = Item.objects.select_related("sitting__body", "body").get()
    operations.decide(
        town.city, item=item, text="家賃の相談に同行する", bearer_id=town.member.agency_id,
        due_on=TODAY + timedelta(days=14), today=TODAY,
    )  # fmt: skip
    return operations.end_item(town.city, item=item, carried=carried, today=TODAY)


def j6_on_case(actor, town) -> list[tuple[str, str, int]]:
    announce(actor)
    return list(
        Grant.objects.filter(
            subject_id=town.case.id, recipient_id=actor.agency_id, ground="J6", until_at__isnull=True
        ).values_list("source_kind", "ground", "depth")
    )


@pytest.mark.parametrize("carried", [False, True])
def test_the_lead_carries_on_what_a_conference_it_did_not_convene_decided(carried):
    town = towns.town()
    decided_and_ended(town, carried=carried)
    assert roles_seen_by(town.council) == ["家賃の相談に同行する"]
    assert j6_on_case(town.council, town) == [("REFERRAL", "J6", Depth.OUTLINE)]


def test_an_agency_that_was_seated_and_has_no_role_keeps_nothing():
    town = towns.town()
    towns.begun(town, towns.listed(town))
    announce(town.city)
    item = Item.objects.select_related("sitting__body", "body").get()
    operations.decide(
        town.city, item=item, text="訪問を続ける", bearer_id=town.council.agency_id,
        due_on=TODAY + timedelta(days=14), today=TODAY,
    )  # fmt: skip
    assert roles_seen_by(town.member) == ["訪問を続ける"]
    operations.end_item(town.city, item=item, today=TODAY)
    assert roles_seen_by(town.member) == []
    assert rows_seen_by(town.member) == (0, 0, 0, 0)
    assert roles_seen_by(town.council) == ["訪問を続ける"]


@pytest.mark.parametrize("how", ["unsworn", "unseated"])
def test_a_lead_that_did_not_sit_to_the_end_is_given_nothing(how):
    town = towns.town()
    sitting = towns.called(town, towns.listed(town))
    if how == "unseated":
        operations.swear(town.council, sitting=sitting, wording="w", agreed=True)
        announce(town.city)
        operations.unseat(
            town.city,
            seat=Seat.objects.select_related("item__sitting__body").get(staff_id=town.council.staff_id),
        )
    operations.open_sitting(town.city, sitting=sitting, today=TODAY)
    announce(town.city)
    item = Item.objects.select_related("sitting__body").get()
    operations.end_item(town.city, item=item, today=TODAY)
    assert j6_on_case(town.council, town) == []


def test_the_leads_sight_ends_when_another_agency_leads():
    town = towns.town()
    announce(town.council)
    operator = agencies.agency("多機関協働事業者")
    Case.objects.filter(id=town.case.id).update(operator=operator)
    LeadChange.objects.create(
        case=town.case, agency_id=town.council.agency_id, staff_id=town.council.staff_id, side="COUNCIL",
        changed_on=TODAY, reason="開始", decided_by_id=town.council.staff_id,
    )  # fmt: skip
    decided_and_ended(town)
    assert j6_on_case(town.council, town) == [("REFERRAL", "J6", Depth.OUTLINE)]
    successor = agencies.actor("架空 後子", agency=agencies.agency("次の主担当"))
    town.case.refresh_from_db()
    change_lead(
        town.council, case=town.case, agency_id=successor.agency_id, staff_id=successor.staff_id, side="COUNCIL",
        reason="担当替え", today=TODAY,
    )  # fmt: skip
    assert j6_on_case(town.council, town) == []
    assert roles_seen_by(town.council) == []
