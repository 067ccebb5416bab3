"""Every screen: works, refused, invalid, unseen, and how many queries it takes."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from norishiro.agencies.choices import RoleKind
from norishiro.cases.models import Role
from norishiro.consultations.models import Concern, Consultation
from norishiro.core import calendar
from norishiro.core.operation import announce
from norishiro.meetings import operations, queries
from norishiro.meetings.choices import BodyKind, ItemKind, OathRule
from norishiro.meetings.models import Body, ConveneRequest, Invitation, Item, MinuteLine, Oath, Seat, Sitting
from tests.factories import agencies
from tests.rooms.meetings import town as towns
from tests.rooms.meetings.town import TODAY, client_of, token

pytestmark = pytest.mark.django_db


def get(actor, name: str, *args, **query):
    return client_of(actor).get(reverse(f"meetings:{name}", args=args), query)


def post(actor, name: str, /, *args, **values):
    return client_of(actor).post(reverse(f"meetings:{name}", args=args), {**token(), **values})


def text_of(response) -> str:
    return response.content.decode()


def queries_of(actor, name: str, *args) -> int:
    client = client_of(actor)
    url = reverse(f"meetings:{name}", args=args)
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def day(value) -> str:
    return calendar.wareki(value)


# --- the lists ---------------------------------------------------------------------------------------


def test_the_list_shows_only_sittings_one_is_called_to():
    town = towns.town()
    sitting = towns.called(town, towns.listed(town))
    url = reverse("meetings:sitting", args=[sitting.id])
    assert url in text_of(get(town.member, "list"))
    stranger = agencies.actor("架空 他人", kinds=(RoleKind.MEMBER,))
    assert url not in text_of(get(stranger, "list"))
    assert get(stranger, "sitting", sitting.id).status_code == 404


def test_the_bodies_print_the_size_of_the_roster_in_force():
    town = towns.town()
    for department, section in (("福祉部", "厚生課"), ("福祉部", "生活課"), ("教育部", "指導室")):
        towns.RosterSeat.objects.create(
            body=town.body, label=section, department=department, from_on=TODAY - timedelta(days=1)
        )
    page = text_of(get(town.member, "body", town.body.id))
    assert "2部3課＋地域福祉課＋社協＋住宅課" in page
    before = text_of(get(town.member, "body", town.body.id, on=day(TODAY - timedelta(days=40))))
    assert "2部3課" not in before and "3構成員" in before
    assert town.body.name in text_of(get(town.member, "bodies"))


def test_the_matrix_marks_members_by_body_on_a_day():
    town = towns.town()
    page = text_of(get(town.member, "matrix"))
    assert page.count("○</td>") == 3
    assert "この日の名簿はありません" in text_of(get(town.member, "matrix", on="平成30年4月1日"))


def test_a_role_without_meetings_does_not_come_in():
    liaison = agencies.actor("架空 連絡", kinds=(RoleKind.LIAISON,))
    assert get(liaison, "list").status_code == 403


# --- putting a case on the list ----------------------------------------------------------------------


def put_values(town, **values):
    return {
        "body": str(town.body.id), "kind": "SUPPORT", "purpose": "SHARE", "reason": "会えていない", "minutes": "20", **values,
    }  # fmt: skip


def test_a_case_is_put_on_the_list_and_appears_there():
    town = towns.town()
    assert get(town.council, "put_on_list", town.case.id).status_code == 200
    sent = post(town.council, "put_on_list", town.case.id, **put_values(town))
    announce(town.council)
    item = Item.objects.get()
    assert (sent.status_code, sent.url) == (302, reverse("meetings:item", args=[item.id]))
    assert "架空家" in text_of(get(town.city, "body", town.body.id))
    assert "架空家" not in text_of(get(town.member, "body", town.body.id))
    assert reverse("meetings:item", args=[item.id]) in text_of(get(town.council, "case_items", town.case.id))


def test_putting_without_consent_as_layered_is_refused_at_the_field_and_keeps_the_text():
    town = towns.town()
    sent = post(
        town.council, "put_on_list", town.case.id, **put_values(town, kind="LAYERED", reason="消えない文")
    )
    assert sent.status_code == 422
    assert "本人の同意が登録されていません" in text_of(sent)
    assert "消えない文" in text_of(sent)


def test_sending_twice_puts_the_case_once():
    town = towns.town()
    client, values = client_of(town.council), {**token(), **put_values(town)}
    url = reverse("meetings:put_on_list", args=[town.case.id])
    assert [client.post(url, values).url, client.post(url, values).status_code][1] == 302
    announce(town.council)
    assert Item.objects.count() == 1


@pytest.mark.parametrize("name", ["put_on_list", "case_items", "request_convening"])
def test_another_agencys_case_does_not_exist(name):
    town = towns.town()
    stranger = agencies.actor("架空 他人")
    assert get(stranger, name, town.case.id).status_code == 404
    assert get(stranger, name, uuid.uuid4()).status_code == 404


def test_the_household_page_gets_a_fragment():
    town = towns.town()
    towns.listed(town)
    url = reverse("meetings:case_items", args=[town.case.id])
    part = client_of(town.council).get(url, headers={"HX-Request": "true"})
    assert text_of(part).strip().startswith('<div id="case-items">')


# --- calling -----------------------------------------------------------------------------------------


def test_a_meeting_is_called_in_one_step():
    town = towns.town()
    item = towns.listed(town)
    page = text_of(get(town.city, "call_meeting", town.body.id))
    assert "架空家" in page and "架空 協子" in page
    sent = post(
        town.city, "call_meeting", town.body.id, held_on=day(TODAY), starts_at="14:00", mode="ROOM", place="第1会議室",
        items=[str(item.id)], agencies=[str(town.council.agency_id), str(town.member.agency_id)],
    )  # fmt: skip
    sitting = Sitting.objects.get()
    assert sent.url == reverse("meetings:sitting", args=[sitting.id])
    announce(town.city)
    assert (sitting.cases_tabled, Seat.objects.count(), Invitation.objects.count()) == (1, 3, 3)


def test_a_past_day_and_an_empty_agenda_are_refused_at_their_fields():
    town = towns.town()
    sent = post(
        town.city, "call_meeting", town.body.id, held_on=day(TODAY - timedelta(days=1)), mode="ROOM",
        agencies=[str(town.council.agency_id)],
    )  # fmt: skip
    assert sent.status_code == 422
    assert "開催日が過ぎています" in text_of(sent)
    assert "話し合う事例が選ばれていません" in text_of(sent)


def test_who_may_not_convene_sees_why():
    town = towns.town()
    assert "招集するのは、別の機関です" in text_of(get(town.council, "body", town.body.id))
    assert "招集するのは、別の機関です" in text_of(get(town.council, "call_meeting", town.body.id))


# --- the door ----------------------------------------------------------------------------------------


def test_before_the_oath_a_member_sees_the_sitting_without_any_case():
    town = towns.town(oath=OathRule.EVERY_SITTING)
    item = towns.listed(town)
    sitting = towns.called(town, item)
    page = text_of(get(town.member, "sitting", sitting.id))
    assert "誓約すると資料が開きます" in page
    assert "架空家" not in page and "架空 花江" not in page
    assert get(town.member, "item", item.id).status_code == 404
    sent = post(town.member, "oath", sitting.id, agreed="on")
    assert sent.url == reverse("meetings:sitting", args=[sitting.id])
    assert "架空家" in text_of(get(town.member, "sitting", sitting.id))
    assert "架空 花江" in text_of(get(town.member, "item", item.id))


def test_the_oath_must_be_read_and_belongs_to_the_invited():
    town = towns.town()
    sitting = towns.called(town, towns.listed(town))
    assert "印を付けてください" in text_of(post(town.member, "oath", sitting.id))
    assert Oath.objects.count() == 0
    assert get(agencies.actor("架空 他人"), "oath", sitting.id).status_code == 404


def test_a_yearly_oath_opens_the_next_sitting_with_one_press():
    town = towns.town(oath=OathRule.YEARLY)
    first = towns.begun(town, towns.listed(town))
    announce(town.city)
    operations.end_item(town.city, item=Item.objects.select_related("sitting__body").get(), today=TODAY)
    item = towns.listed(town, purpose="REVIEW")
    second = towns.called(town, item)
    page = text_of(get(town.member, "sitting", second.id))
    assert "この年度の誓約を" in page
    assert post(town.member, "open_papers", second.id).status_code == 302
    assert get(town.member, "item", item.id).status_code == 200
    assert first.id != second.id


def test_opening_without_a_given_oath_is_refused():
    town = towns.town(oath=OathRule.YEARLY)
    sitting = towns.called(town, towns.listed(town))
    assert post(town.member, "open_papers", sitting.id).status_code == 403


# --- the item ----------------------------------------------------------------------------------------


def test_the_minutes_become_a_role_and_the_end_closes_the_papers():
    town = towns.town()
    item = towns.listed(town)
    towns.begun(town, item)
    assert (
        post(
            town.member,
            "write_line",
            item.id,
            **{"line-kind": "FACT", "line-text": "3か月滞納\n母：眠れない"},
        ).status_code
        == 302
    )
    sent = post(
        town.city, "decide", item.id,
        **{
            "decision-text": "家賃相談に同行", "decision-bearer": str(town.council.agency_id),
            "decision-due_on": day(TODAY + timedelta(days=7)),
        },
    )  # fmt: skip
    assert sent.status_code == 302
    announce(town.council)
    assert [(role.what, role.bearer_id) for role in Role.objects.all()] == [
        ("家賃相談に同行", town.council.agency_id)
    ]
    shown = get(town.city, "item", item.id)
    assert shown.content.decode().count('<span class="n-told_who">母</span>眠れない') == 1
    page = text_of(shown)
    assert "3か月滞納" in page and "役割になりました" in page
    assert get(town.member, "item", item.id).status_code == 200
    assert post(town.city, "end_item", item.id).status_code == 302
    assert get(town.member, "item", item.id).status_code == 404
    assert get(town.city, "item", item.id).status_code == 200


def test_a_decision_without_agency_or_date_is_refused_at_its_fields():
    town = towns.town()
    item = towns.listed(town)
    towns.begun(town, item)
    sent = post(town.city, "decide", item.id, **{"decision-text": "だれかが見守る"})
    assert sent.status_code == 422
    assert "担当する機関が選ばれていません" in text_of(sent) and "いつまでにが空です" in text_of(sent)
    assert "だれかが見守る" in text_of(sent)


def test_very_long_minutes_are_kept_and_longer_ones_refused():
    town = towns.town()
    item = towns.listed(town)
    towns.begun(town, item)
    assert (
        post(
            town.member, "write_line", item.id, **{"line-kind": "FACT", "line-text": "あ" * 50_000}
        ).status_code
        == 302
    )
    assert (
        post(
            town.member, "write_line", item.id, **{"line-kind": "FACT", "line-text": "あ" * 50_001}
        ).status_code
        == 422
    )
    announce(town.member)
    assert [len(line.text) for line in MinuteLine.objects.all()] == [50_000]


def test_an_anonymous_item_shows_no_name_address_or_birth_to_anybody():
    town = towns.town(kind=BodyKind.OTHER, anonymous=True, ground="")
    announce(town.council)
    town.mother.address, town.mother.birth_earliest = "みなと町9-9", TODAY.replace(year=1960)
    town.mother.save()
    item = towns.listed(town, anonymous_label="事例A")
    sitting = towns.begun(town, item)
    for actor in (town.city, town.council, town.member):
        for name, key in (("item", item.id), ("paper", item.id), ("sitting", sitting.id)):
            page = text_of(get(actor, name, key))
            assert "事例A" in page
            assert [
                word for word in ("花江", "一郎", "架空家", "みなと町9-9", "66歳", "65歳") if word in page
            ] == []


def test_the_named_paper_prints_the_household():
    town = towns.town()
    item = towns.listed(town)
    towns.begun(town, item)
    page = text_of(get(town.member, "paper", item.id))
    assert "架空 花江" in page and "架空家" in page


def test_approach_and_next_check_are_kept_and_two_editors_meet():
    town = towns.town()
    item = towns.listed(town)
    values = {
        "reason": "会えていない", "approach": "民生委員の見守り", "do_not_contact": "長男の職場",
        "next_check_on": day(TODAY + timedelta(days=30)),
    }  # fmt: skip
    assert post(town.council, "change_item", item.id, version="1", **values).status_code == 302
    page = text_of(get(town.council, "item", item.id))
    assert "民生委員の見守り" in page and "長男の職場" in page
    assert post(town.council, "change_item", item.id, version="1", **values).status_code == 409


def test_members_are_added_with_an_end_and_taken_out():
    town = towns.town()
    item = towns.listed(town)
    sitting = towns.begun(town, item)
    doctor = agencies.actor("架空 医師", kinds=(RoleKind.ADVISER,))
    member = f"{doctor.agency_id}:{doctor.staff_id}"
    assert post(town.city, "designate", item.id, member=member, adviser="on").status_code == 422
    until = day(TODAY + timedelta(days=10))
    assert (
        post(town.city, "designate", item.id, member=member, adviser="on", until_on=until).status_code == 302
    )
    assert get(doctor, "item", item.id).status_code == 404
    post(doctor, "oath", sitting.id, agreed="on")
    page = text_of(get(doctor, "item", item.id))
    assert "会えていない" in page and "架空 花江" not in page
    assert (
        post(
            doctor, "write_line", item.id, **{"line-kind": "OPINION", "line-text": "受診を急がない"}
        ).status_code
        == 302
    )
    announce(town.city)
    seat = Seat.objects.get(staff_id=doctor.staff_id)
    assert post(town.city, "unseat", seat.id).status_code == 302
    assert get(doctor, "item", item.id).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_an_adviser_past_the_day_sees_nothing(owner_connection):
    with transaction.atomic():
        town = towns.town()
        item = towns.listed(town)
        sitting = towns.begun(town, item)
        doctor = agencies.actor("架空 医師", kinds=(RoleKind.ADVISER,))
        announce(town.city)
        found = Item.objects.select_related("sitting__body", "body").get()
        seat = operations.designate(
            town.city, item=found, staff_id=doctor.staff_id, agency_id=doctor.agency_id, adviser=True,
            until_on=TODAY + timedelta(days=1), today=TODAY,
        )  # fmt: skip
        operations.swear(doctor, sitting=sitting, wording="w", agreed=True)
        announce(doctor)
        assert Item.objects.count() == 1
    ends = owner_connection.execute(
        "SELECT until_at = %s::timestamp AT TIME ZONE 'Asia/Tokyo' FROM sharing_grant WHERE source_id = %s",
        [seat.until_on, seat.id],
    )
    assert ends.fetchall() == [(True,)]
    owner_connection.execute(
        "UPDATE sharing_grant SET from_at = from_at - interval '3 days', until_at = until_at - interval '3 days'"
        " WHERE source_id = %s",
        [seat.id],
    )
    owner_connection.commit()
    with transaction.atomic():
        announce(doctor)
        assert Item.objects.count() == 0
    assert get(doctor, "item", item.id).status_code == 404


def test_the_person_gets_a_paper_without_others_and_without_staff_notes():
    town = towns.town(kind=BodyKind.LAYERED, person_attends=True)
    towns.consent(town.council, town.mother, to=[town.city.agency_id, town.member.agency_id], case=town.case)
    item = towns.listed(town, kind=ItemKind.LAYERED, reason="支援者だけの理由")
    towns.begun(town, item)
    post(town.council, "write_line", item.id, **{"line-kind": "VIEW", "line-text": "支援者だけの見立て"})
    for what in ("家賃の相談に同行する", "架空一郎さんの就職を支える"):
        sent = post(
            town.council, "decide", item.id,
            **{
                "decision-text": what, "decision-bearer": str(town.council.agency_id),
                "decision-due_on": day(TODAY + timedelta(days=7)),
            },
        )  # fmt: skip
        assert sent.status_code == 302
    assert post(town.city, "seat_person", item.id, person=str(town.mother.id)).status_code == 302
    sheet = text_of(get(town.council, "person_paper", item.id, town.mother.id))
    assert "架空 花江" in sheet and "家賃の相談に同行する" in sheet
    assert [word for word in ("支援者だけの理由", "支援者だけの見立て", "一郎") if word in sheet] == []
    assert get(town.council, "person_paper", item.id, town.son.id).status_code == 404


def test_the_person_does_not_come_to_a_support_conference():
    town = towns.town(person_attends=True)
    item = towns.listed(town)
    towns.begun(town, item)
    sent = post(town.city, "seat_person", item.id, person=str(town.mother.id))
    assert "本人が出席できるのは、同意のある議題だけです" in text_of(sent)


def test_the_route_changes_with_consent_and_the_old_texts_stay():
    town = towns.town()
    item = towns.listed(town)
    assert "先に同意を受け取ってください" in text_of(
        post(town.council, "follow_consent", item.id, body=str(town.body.id), reason="同意を得た")
    )
    towns.consent(town.council, town.mother, to=[town.city.agency_id], case=town.case)
    sent = post(town.council, "follow_consent", item.id, body=str(town.body.id), reason="同意を得た")
    announce(town.council)
    moved = Item.objects.get(basis="C0")
    assert sent.url == reverse("meetings:item", args=[moved.id])
    page = text_of(get(town.council, "item", moved.id))
    assert "前の付議の続き" in page and "家賃の滞納が続き" not in page


def test_a_mixed_sitting_says_so():
    town = towns.town()
    support = towns.listed(town)
    towns.consent(town.council, town.mother, to=[town.city.agency_id], case=town.case)
    layered = towns.listed(town, kind=ItemKind.LAYERED)
    sitting = towns.called(town, support, layered, apart="前半のあと、構成員が入れかわる。")
    page = text_of(get(town.city, "sitting", sitting.id))
    assert "根拠のちがう議題があります" in page
    assert "前半のあと、構成員が入れかわる。" in page


# --- running a sitting -------------------------------------------------------------------------------


def test_a_sitting_runs_from_answers_to_confirmed_minutes():
    town = towns.town()
    item = towns.listed(town)
    sitting = towns.called(town, item)
    mine = Invitation.objects.get(staff_id=town.member.staff_id)
    assert (
        post(
            town.member, "answer_invitation", mine.id, answer="COMING", staff=str(town.member.staff_id)
        ).status_code
        == 302
    )
    assert (
        get(
            town.member, "answer_invitation", Invitation.objects.get(staff_id=town.city.staff_id).id
        ).status_code
        == 404
    )
    assert post(town.member, "open_sitting", sitting.id).status_code == 403
    for name in ("open_sitting", "end"):
        if name == "open_sitting":
            assert post(town.city, name, sitting.id).status_code == 302
    assert post(town.city, "note_attendance", sitting.id, attendance=[str(mine.id)]).status_code == 302
    assert post(town.city, "close_sitting", sitting.id).status_code == 403
    assert post(town.city, "end_item", item.id).status_code == 302
    assert post(town.city, "close_sitting", sitting.id).status_code == 302
    assert post(town.city, "confirm_minutes", sitting.id).status_code == 302
    page = text_of(get(town.city, "sitting", sitting.id))
    assert "架空 市子が確定" in page and "議事録確定" in page
    assert Invitation.objects.get(id=mine.id).attended


def test_a_sitting_is_moved_and_called_off():
    town = towns.town()
    item = towns.listed(town)
    sitting = towns.called(town, item)
    later = {"held_on": day(TODAY + timedelta(days=2)), "mode": "ROOM"}
    assert post(town.city, "move_sitting", sitting.id, version="1", **later).status_code == 302
    assert post(town.city, "move_sitting", sitting.id, version="1", **later).status_code == 409
    assert post(town.city, "cancel_sitting", sitting.id, reason="大雨").status_code == 302
    assert "前回から" in text_of(get(town.city, "body", town.body.id))


def test_each_step_says_who_must_act():
    town = towns.town()
    town.body.preparer_id = town.council.agency_id
    town.body.save()
    sitting = towns.called(town, towns.listed(town))
    page = text_of(get(town.council, "sitting", sitting.id))
    assert "<dt>案内</dt><dd>地域福祉課</dd>" in page
    assert "<dt>資料の準備</dt><dd>架空社協</dd>" in page


def test_other_screens_of_a_sitting_open_and_work():
    town = towns.town(sits_without_cases=True)
    sitting = towns.called(town, topics="資源の充足")
    other = towns.other_agency()
    towns.listed(town)
    assert post(town.city, "invite", sitting.id, agency=str(other.id)).status_code == 302
    assert (
        post(town.city, "write_topics", sitting.id, version="1", topics="資源が足りない").status_code == 302
    )
    assert "資源が足りない" in text_of(get(town.city, "sitting", sitting.id))
    for name in (
        "invite",
        "move_sitting",
        "cancel_sitting",
        "note_attendance",
        "write_topics",
        "table_item",
        "oath",
    ):
        assert get(town.city, name, sitting.id).status_code == 200
    announce(town.city)
    item = Item.objects.get()
    assert post(town.city, "table_item", sitting.id, item=str(item.id)).status_code == 302
    assert post(town.city, "table_item", sitting.id, item=str(uuid.uuid4())).status_code == 404
    for name in (
        "designate",
        "seat_person",
        "write_line",
        "decide",
        "change_item",
        "withdraw_item",
        "follow_consent",
    ):
        assert get(town.city, name, item.id).status_code == 200
    assert get(town.city, "note_procedure", town.body.id).status_code == 200


def test_a_waiting_case_is_withdrawn_with_a_reason():
    town = towns.town()
    item = towns.listed(town)
    assert post(town.council, "withdraw_item", item.id).status_code == 422
    assert post(town.council, "withdraw_item", item.id, reason="解決した").status_code == 302
    assert get(town.city, "item", item.id).status_code == 404


@pytest.mark.parametrize(
    "name",
    ["item", "paper", "change_item", "designate", "write_line", "decide", "follow_consent", "withdraw_item"],
)
def test_other_agencies_items_do_not_exist(name):
    town = towns.town()
    item = towns.listed(town)
    assert get(agencies.actor("架空 他人"), name, item.id).status_code == 404


# --- asking to convene -------------------------------------------------------------------------------


def test_the_council_asks_the_city_answers_and_both_see_it():
    town = towns.town()
    page = text_of(get(town.council, "request_convening", town.case.id))
    assert "架空社協（主担当）" in page
    assert f"{town.member.agency_name}（名簿）" in page
    sent = post(
        town.council, "request_convening", town.case.id, body=str(town.body.id), reason="危険が高い",
        agencies=[str(town.member.agency_id)],
    )  # fmt: skip
    announce(town.council)
    asked = ConveneRequest.objects.get()
    assert sent.url == reverse("meetings:convening", args=[asked.id])
    assert [(one.agency_id, one.why) for one in asked.proposed.all()] == [(town.member.agency_id, "名簿")]
    assert "要請に回答する" not in text_of(get(town.council, "convening", asked.id))
    asked_of = text_of(get(town.city, "convening", asked.id))
    assert "危険が高い" in asked_of
    assert "要請に回答する" in asked_of
    assert get(town.member, "convening", asked.id).status_code == 404
    assert get(town.city, "answer_convening", asked.id).status_code == 200
    sent = post(
        town.city, "answer_convening", asked.id, decision="AGREE", agencies=[str(town.member.agency_id)]
    )
    assert "開催日を入れてください" in text_of(sent)
    sent = post(
        town.city,
        "answer_convening",
        asked.id,
        decision="AGREE",
        held_on=day(TODAY),
        agencies=[str(town.member.agency_id)],
    )
    assert sent.status_code == 302
    assert "開催する" in text_of(get(town.council, "convening", asked.id))


# --- how many queries --------------------------------------------------------------------------------


def test_query_counts_do_not_grow_with_rows():
    one, three = towns.town(), towns.town()
    first = towns.begun(one, towns.listed(one))
    for title in ("二家", "三家"):
        extra = towns.case(three.council, towns.people.person(three.council, "架空 次"), title=title)
        operations.put_on_list(
            three.council, case=extra, body=three.body, kind="SUPPORT", reason="理由", today=TODAY
        )
    announce(three.city)
    items = [*Item.objects.all(), towns.listed(three)]
    second = towns.begun(three, *items)
    counts = {
        name: (queries_of(one.city, name, *a), queries_of(three.city, name, *b))
        for name, a, b in (
            ("list", [], []),
            ("bodies", [], []),
            ("matrix", [], []),
            ("body", [one.body.id], [three.body.id]),
            ("sitting", [first.id], [second.id]),
        )
    }
    assert counts == {
        "list": (14, 14),
        "bodies": (15, 15),
        "matrix": (14, 14),
        "body": (24, 24),
        "sitting": (31, 31),
    }


def test_the_item_page_takes_the_same_queries_with_one_line_and_with_three():
    town = towns.town()
    item = towns.listed(town)
    towns.begun(town, item)
    counts = []
    for text in ("一", "二", "三"):
        post(town.city, "write_line", item.id, **{"line-kind": "FACT", "line-text": text})
        counts.append(queries_of(town.city, "item", item.id))
    assert counts == [42, 42, 42]


# --- whom to invite ----------------------------------------------------------------------------------


def consulted(town, *, concern: str):
    """A consultation of the mother at the council, with one concern."""
    announce(town.council)
    made = Consultation.objects.create(
        number=uuid.uuid4().hex[:12], person_id=town.mother.id, subject_id=town.mother.id, received_on=TODAY,
        staff_id=town.council.staff_id, agency_id=town.council.agency_id, channel="PHONE", visitor="SELF", summary="相談",
        form_code="national", form_version="1",
    )  # fmt: skip
    Concern.objects.create(consultation=made, code=concern, label="家賃", national_code=concern, mark="SOME")
    return made


def test_who_may_ask_stands_with_the_body_and_the_others_read_why_not():
    town = towns.town()
    Body.objects.get(id=town.body.id).requesters.set([town.member.agency_id])
    name = town.member.agency_name
    assert f"{name}（ほかの機関は、ここに相談します）" in text_of(get(town.council, "body", town.body.id))
    page = text_of(get(town.council, "request_convening", town.case.id))
    assert f"、要請できるのは：{name}）" in page
    sent = post(
        town.council, "request_convening", town.case.id, body=str(town.body.id), reason="危険が高い",
        agencies=[str(town.member.agency_id)],
    )  # fmt: skip
    assert sent.status_code == 422
    assert f"開催を要請できるのは、{name}です。" in text_of(sent)


def test_past_agencies_and_fields_that_match_the_concerns_are_proposed():
    town = towns.town()
    consulted(town, concern="RENT")
    housing = agencies.agency("住まいの相談室", field="HOUSING")
    agencies.agency("医療の相談室", field="MEDICAL")
    announce(town.council)
    found = queries.proposed_agencies(town.council, case=town.case, today=TODAY)
    assert [(one.agency.name, one.why) for one in found] == [
        ("架空社協", "主担当"),
        (housing.name, "課題に合う分野（住まい）"),
    ]
    assert "住まいの相談室（課題に合う分野（住まい））" in text_of(
        get(town.council, "request_convening", town.case.id)
    )


def test_the_first_window_is_invited_by_default():
    town = towns.town()
    window = agencies.actor("架空 窓口", agency=agencies.agency("最初の窓口"), kinds=(RoleKind.WINDOW,))
    towns.apply_for(town, by=window)
    towns.listed(town, by=town.council)
    body = Body.objects.get(id=town.body.id)
    body.conveners.set([])
    body.convener = None
    body.save()
    page = text_of(get(town.council, "call_meeting", body.id))
    assert "最初の窓口（申込をした機関（最初の窓口）・架空 窓口）" in page


def test_a_sealed_seat_hides_the_title_also_where_consent_would_show_it():
    town = towns.town(kind=BodyKind.LAYERED)
    towns.consent(town.council, town.mother, to=[town.city.agency_id, town.member.agency_id], case=town.case)
    item = towns.listed(town, kind=ItemKind.LAYERED)
    sitting = towns.called(town, item)
    page = text_of(get(town.member, "sitting", sitting.id))
    assert "守秘を確かめると見えます" in page and "架空家" not in page
    assert get(town.member, "item", item.id).status_code == 403
    post(town.member, "oath", sitting.id, agreed="on")
    assert "架空家" in text_of(get(town.member, "sitting", sitting.id))
    assert get(town.member, "item", item.id).status_code == 200


def test_the_procedure_for_sharing_names_is_kept_with_its_day():
    town = towns.town(procedure_on=None)
    sent = post(town.council, "put_on_list", town.case.id, **put_values(town))
    assert "名前を出して共有する手続きの日が登録されていません" in text_of(sent)
    assert post(town.city, "note_procedure", town.body.id, done_on=day(TODAY)).status_code == 302
    assert post(town.council, "put_on_list", town.case.id, **put_values(town)).status_code == 302


def test_a_member_added_for_one_item_confirms_secrecy_and_loses_access_with_its_end():
    town = towns.town()
    item = towns.listed(town)
    sitting = towns.begun(town, item)
    school = agencies.actor("架空 先生", agency=agencies.agency("みなと小学校"), kinds=(RoleKind.MEMBER,))
    values = {"member": f"{school.agency_id}:{school.staff_id}", "added_for_item": "on"}
    assert "いつまで見られるか" in text_of(post(town.city, "designate", item.id, **values))
    until = day(TODAY + timedelta(days=5))
    assert post(town.city, "designate", item.id, until_on=until, **values).status_code == 302
    assert get(school, "item", item.id).status_code == 404
    assert post(school, "oath", sitting.id, agreed="on").status_code == 302
    assert "架空 花江" in text_of(get(school, "item", item.id))
    assert post(town.city, "end_item", item.id).status_code == 302
    assert get(school, "item", item.id).status_code == 404


# --- a 支援会議 for cases without consent alone ------------------------------------------------------


def test_a_body_for_unconsented_cases_refuses_an_agreed_one_and_records_the_whole_meeting():
    """世田谷: only unconsented items enter; attendees, basis, shared policy and role split are recorded."""
    town = towns.town(kind=BodyKind.SUPPORT, only_unconsented=True)
    agreed = towns.case(town.council, towns.people.person(town.council, "架空 次"), title="同意の家")
    only = agreed.members.get().person
    towns.consent(town.council, only, to=[town.city.agency_id], case=agreed)
    sent = post(town.council, "put_on_list", agreed.id, **put_values(town))
    assert sent.status_code == 422 and "同意のないケースだけを扱う決まりです" in text_of(sent)

    sitting = towns.begun(town, towns.listed(town))
    assert "この回の根拠：支援会議（社会福祉法第106条の6）" in text_of(get(town.city, "sitting", sitting.id))
    announce(town.city)
    item = Item.objects.get()
    policy = {"line-kind": "POLICY", "line-text": "急がず、まず母の話を聞く。"}
    assert post(town.city, "write_line", item.id, **policy).status_code == 302
    decision = {
        "decision-text": "母の話を聞く", "decision-bearer": str(town.member.agency_id), "decision-due_on": day(TODAY),
    }  # fmt: skip
    assert post(town.city, "decide", item.id, **decision).status_code == 302
    there = [str(one.id) for one in sitting.invitations.all()]
    assert post(town.city, "note_attendance", sitting.id, attendance=there).status_code == 302
    page = text_of(get(town.city, "item", item.id))
    policies = page.partition("全体の方針（みんなで決めたこと）</h3>")[2]
    assert "急がず、まず母の話を聞く。" in policies.partition("<h3>")[0]
    assert "母の話を聞く" in page and "役割になりました" in page
    assert text_of(get(town.city, "sitting", sitting.id)).count("<td>出席</td>") == len(there)


def test_a_word_that_may_be_a_name_is_asked_about_and_a_name_is_refused():
    town = towns.town()
    values = put_values(town, anonymous_label="事例A", reason="架空請求のはがきが届いた。")
    client = client_of(town.council)
    url = reverse("meetings:put_on_list", args=[town.case.id])
    page = text_of(client.post(url, {**token(), **values}, follow=True))
    assert "「架空」が書かれています" in page and "架空請求のはがき" in page
    announce(town.council)
    item = Item.objects.get()
    sent = client.post(
        reverse("meetings:change_item", args=[item.id]),
        {**token(), "version": item.version, "reason": "花江さんに会えていない"},
    )
    assert sent.status_code == 422 and "呼び方（本人・母・長男など）に書きかえてください" in text_of(sent)
