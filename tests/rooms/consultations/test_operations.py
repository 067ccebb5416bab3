"""The verbs of this room, against the real gate."""

from __future__ import annotations

from datetime import timedelta

import pytest

from norishiro.cases.models import Case, CaseMember, Role
from norishiro.casework.operations.accept import Newcomer, accept_request
from norishiro.consultations import operations, queries
from norishiro.consultations.choices import ConsultationStatus, Outcome, RequestStatus, SheetStatus
from norishiro.consultations.models import Consultation, SupportRequest, TsunaguSheet
from norishiro.core.calendar import add_business_days
from norishiro.core.operation import announce
from norishiro.core.records import StaleVersion, Unseen
from norishiro.core.verdict import Refused
from norishiro.people.models import Person
from norishiro.sharing import operations as sharing
from norishiro.sharing.choices import Category
from norishiro.sharing.models import Grant
from tests.factories import agencies, people
from tests.rooms.consultations import town as towns
from tests.rooms.consultations.town import TODAY

pytestmark = pytest.mark.django_db


def reasons(refused) -> list[str]:
    return [reason.code for reason in refused.value.verdict.reasons]


def seen(actor, model) -> int:
    announce(actor)
    return model.objects.count()


# --- receiving ---------------------------------------------------------------------------------------


def test_any_window_receives_any_matter_and_marks_what_lies_outside_its_field():
    town = towns.town()
    found = towns.received(
        town.window, concerns={"CARE": "SOME", "JOB_SEEKING": "MOST"}, details={"since_when": "去年の秋"}
    )
    concerns = {one.code: (one.get_mark_display(), one.outside_field) for one in found.concerns.all()}
    assert concerns == {"CARE": ("○", False), "JOB_SEEKING": ("◎", True)}
    assert (found.number[:2], found.since_when) == ("相R", "去年の秋")


def test_a_consultation_is_seen_by_the_agency_that_received_it_only():
    town = towns.town()
    towns.received(town.window)
    assert [seen(one, Consultation) for one in (town.window, town.care, town.operator)] == [1, 0, 0]


def test_a_person_without_a_name_is_received_too():
    town = towns.town()
    found = towns.received(town.window, newcomer={"alias": "2丁目の男性"})
    assert found.person.label == "2丁目の男性"


def test_a_consultation_from_tomorrow_without_words_is_refused_with_every_reason():
    town = towns.town()
    with pytest.raises(Refused) as refused:
        towns.received(
            town.window, received_on=TODAY + timedelta(days=1), summary="　", details={"urgency": "4"}
        )
    assert reasons(refused) == ["received_on", "summary", "urgency_reason"]


def test_a_notice_without_a_name_becomes_a_consultation_once():
    town = towns.town()
    notice = operations.note_notice(town.window, text="夜ねむれないという女性", noticed_on=TODAY, today=TODAY)
    found = towns.received(town.window, newcomer={}, notice=notice, summary=notice.text)
    announce(town.window)
    notice.refresh_from_db()
    assert (notice.consultation_id, found.person.label) == (found.id, "氏名不詳")
    assert queries.notices(town.window) == []
    with pytest.raises(Refused) as refused:
        towns.received(town.window, newcomer={}, notice=notice)
    assert reasons(refused) == ["notice_used"]


def test_a_notice_belongs_to_the_agency_that_noted_it():
    town = towns.town()
    notice = operations.note_notice(town.window, text="気になる", noticed_on=TODAY, today=TODAY)
    announce(town.care)
    assert queries.notices(town.care) == []
    with pytest.raises(Unseen):
        queries.get_notice(town.care, notice_id=notice.id)


def test_the_slower_of_two_who_correct_is_told():
    town = towns.town()
    found = towns.received(town.window)
    operations.change_consultation(
        town.window,
        consultation=found,
        version=1,
        values={"wishes": "朝に電話"},
        concerns={"DEBT": "MOST"},
        today=TODAY,
    )
    assert [one.code for one in found.concerns.all()] == ["DEBT"]
    with pytest.raises(StaleVersion):
        operations.change_consultation(
            town.window, consultation=found, version=1, values={"wishes": "夜に電話"}, today=TODAY
        )


# --- screening ---------------------------------------------------------------------------------------


def test_screening_needs_a_reason_and_keeps_the_type_one_chose():
    town = towns.town()
    found = towns.received(town.window)
    with pytest.raises(Refused) as refused:
        operations.screen_consultation(
            town.window, consultation=found, outcome=Outcome.STAY, reason=" ", today=TODAY
        )
    assert reasons(refused) == ["reason"]
    kept = operations.screen_consultation(
        town.window,
        consultation=found,
        outcome=Outcome.STAY,
        guide_type="3",
        reason="世帯の課題",
        today=TODAY,
    )
    assert (kept.guide_type, found.status) == ("3", ConsultationStatus.HERE)


def test_nothing_ends_while_a_sheet_is_unanswered():
    town = towns.town()
    found = towns.received(town.window)
    sheet = towns.sent(town, someone=found.person, consultation=found)
    with pytest.raises(Refused) as refused:
        operations.screen_consultation(
            town.window, consultation=found, outcome=Outcome.INFORM, reason="済んだ", today=TODAY
        )
    assert reasons(refused) == ["waiting"]
    operations.withdraw_sheet(town.window, sheet=sheet, today=TODAY)
    operations.screen_consultation(
        town.window, consultation=found, outcome=Outcome.INFORM, reason="済んだ", today=TODAY
    )
    assert found.status == ConsultationStatus.DONE


# --- つなぐシート -------------------------------------------------------------------------------------


def test_a_sheet_cannot_be_sent_without_the_consent_of_the_person():
    town = towns.town()
    someone = people.person(town.window)
    towns.consented(town.window, someone, town.stranger)
    with pytest.raises(Refused) as refused:
        operations.send_sheet(
            town.window, person=someone, receiver_agency_id=town.care.agency_id, worry="", today=TODAY
        )
    assert reasons(refused) == ["consent", "worry"]


def test_a_consent_that_hides_who_it_is_sends_no_sheet():
    town = towns.town()
    someone = people.person(town.window)
    towns.consented(town.window, someone, town.care, categories=int(Category.HEALTH))
    with pytest.raises(Refused) as refused:
        operations.send_sheet(
            town.window, person=someone, receiver_agency_id=town.care.agency_id, worry="相談", today=TODAY
        )
    assert reasons(refused) == ["consent_name"]


def test_a_sheet_is_seen_by_sender_and_receiver_and_gone_from_the_receiver_with_the_consent():
    town = towns.town()
    sheet = towns.sent(town)
    assert [seen(one, TsunaguSheet) for one in (town.window, town.care, town.stranger)] == [1, 1, 0]
    announce(town.window)
    sharing.withdraw_consent(town.window, consent=sheet.consent, words="やめたい")
    assert [seen(one, TsunaguSheet) for one in (town.window, town.care)] == [1, 0]


def test_the_answer_is_due_in_business_days_of_the_profile():
    town = towns.town()
    assert towns.sent(town).due_on == add_business_days(TODAY, 14)


def test_a_sheet_goes_through_taking_accepting_and_reporting():
    town = towns.town()
    sheet = towns.sent(town)
    announce(town.care)
    assert queries.sheets_waiting_for(town.care, today=TODAY) == [sheet]
    operations.take_sheet(town.care, sheet=sheet, today=TODAY)
    assert (sheet.status, sheet.receiver_id) == (SheetStatus.RECEIVED, town.care.staff_id)
    operations.answer_sheet(
        town.care, sheet=sheet, answer=SheetStatus.ACCEPTED, words="来週会います", today=TODAY
    )
    announce(town.care)
    assert Grant.objects.filter(recipient_id=town.care.agency_id, ground="OWN").count() == 1
    operations.report_result(town.care, sheet=sheet, result="会えました", first_contact_on=TODAY, today=TODAY)
    announce(town.window)
    again = queries.get_sheet(town.window, sheet_id=sheet.id)
    assert (again.status, again.result, again.answer) == (SheetStatus.REPORTED, "会えました", "来週会います")
    assert queries.sheets_sent_waiting(town.window) == []


def test_declining_needs_words_and_only_the_receiver_answers():
    town = towns.town()
    sheet = towns.sent(town)
    with pytest.raises(Refused) as refused:
        operations.answer_sheet(town.window, sheet=sheet, answer=SheetStatus.DECLINED, words=" ", today=TODAY)
    assert reasons(refused) == ["mine", "words", "proposal"]
    operations.answer_sheet(
        town.care,
        sheet=sheet,
        answer=SheetStatus.DECLINED,
        words="対象外です",
        proposal="家計の相談を先に",
        today=TODAY,
    )
    with pytest.raises(Refused) as refused:
        operations.withdraw_sheet(town.window, sheet=sheet, today=TODAY)
    assert reasons(refused) == ["status"]


def test_on_the_spot_handover_is_accepted_at_once_by_name():
    town = towns.town()
    someone = people.person(town.window)
    towns.consented(town.window, someone, town.care)
    with pytest.raises(Refused) as refused:
        operations.send_sheet(
            town.window, person=someone, receiver_agency_id=town.care.agency_id, worry="しごと",
            handed_on_the_spot=True, receiver_id=town.stranger.staff_id, today=TODAY,
        )  # fmt: skip
    assert reasons(refused) == ["receiver"]
    sheet = operations.send_sheet(
        town.window, person=someone, receiver_agency_id=town.care.agency_id, worry="しごと", handed_on_the_spot=True,
        receiver_id=town.care.staff_id, today=TODAY,
    )  # fmt: skip
    assert (sheet.status, sheet.receiver_id, sheet.answered_on) == (
        SheetStatus.ACCEPTED,
        town.care.staff_id,
        TODAY,
    )
    announce(town.care)
    assert Grant.objects.filter(recipient_id=town.care.agency_id, ground="OWN").count() == 1


# --- 多機関協働の申込 ---------------------------------------------------------------------------------


def test_without_consent_a_request_opens_the_outline_to_the_operator_only():
    town = towns.town()
    request = towns.applied(town)
    assert (request.basis, request.due_on) == ("J6", add_business_days(TODAY, 14))
    assert [seen(one, SupportRequest) for one in (town.window, town.operator, town.care)] == [1, 1, 0]
    announce(town.operator)
    grants = Grant.objects.filter(recipient_id=town.operator.agency_id)
    assert list(grants.values_list("ground", "depth", "source_kind")) == [("J6", 2, "REFERRAL")]
    assert queries.requests_waiting_for(town.operator) == [request]


def test_without_consent_and_without_reason_nothing_is_applied_for():
    town = towns.town()
    with pytest.raises(Refused) as refused:
        towns.applied(town, no_consent_reason="", tried="", stuck="")
    assert reasons(refused) == ["no_consent_reason", "tried", "stuck"]


def test_with_consent_the_request_rests_on_it():
    town = towns.town()
    someone = people.person(town.window)
    consent = towns.consented(town.window, someone, town.operator)
    request = towns.applied(town, someone=someone, no_consent_reason="")
    assert (request.basis, request.consent_id, request.no_consent_reason) == ("C0", consent.id, "")


def test_only_an_operator_of_the_profile_is_applied_to_and_only_once():
    town = towns.town()
    someone = people.person(town.window)
    towns.applied(town, someone=someone)
    with pytest.raises(Refused) as refused:
        operations.apply_for_support(
            town.window, person=someone, operator_id=town.care.agency_id, situation="一", tried="二", stuck="三",
            no_consent_reason="2", today=TODAY,
        )  # fmt: skip
    assert reasons(refused) == ["operator", "open_already"]


def test_withdrawing_closes_what_the_request_opened():
    town = towns.town()
    request = towns.applied(town)
    operations.withdraw_request(town.window, request=request, reason="解決した", today=TODAY)
    assert [seen(one, SupportRequest) for one in (town.window, town.operator)] == [1, 0]
    assert seen(town.operator, Person) == 0


def test_not_needed_cannot_be_said_without_a_proposal():
    town = towns.town()
    request = towns.applied(town)
    with pytest.raises(Refused) as refused:
        operations.answer_request(
            town.operator, request=request, answer=RequestStatus.NOT_NEEDED, reason="", today=TODAY
        )
    assert reasons(refused) == ["reason", "proposal"]
    operations.answer_request(
        town.operator, request=request, answer=RequestStatus.NOT_NEEDED, reason="主訴が明確",
        proposal="住まいの窓口と同行", today=TODAY,
    )  # fmt: skip
    assert (request.status, request.answered_on, request.answered_by_id) == (
        RequestStatus.NOT_NEEDED,
        TODAY,
        town.operator.staff_id,
    )


def test_a_reapplication_links_back_to_what_was_tried():
    town = towns.town()
    first = towns.applied(town)
    with pytest.raises(Refused) as refused:
        towns.applied(town, someone=first.person, previous=first)
    assert reasons(refused) == ["open_already", "status"]
    operations.answer_request(
        town.operator,
        request=first,
        answer=RequestStatus.NOT_NEEDED,
        reason="今は",
        proposal="同行",
        today=TODAY,
    )
    again = towns.applied(town, someone=first.person, previous=first, tried="同行も二回")
    announce(town.operator)
    assert queries.previous_of(town.operator, request=again).tried == "訪問を三回"


def test_coordination_only_is_an_answer_of_its_own_and_only_the_operator_gives_it():
    town = towns.town()
    request = towns.applied(town)
    with pytest.raises(Refused) as refused:
        operations.answer_request(
            town.window, request=request, answer=RequestStatus.COORDINATED, reason="調整", today=TODAY
        )
    assert reasons(refused) == ["mine", "who_does_what"]
    operations.answer_request(
        town.operator, request=request, answer=RequestStatus.COORDINATED, reason="役割を分けた",
        who_does_what="窓口が訪問、住まいの窓口が手続き", today=TODAY,
    )  # fmt: skip
    announce(town.operator)
    assert (request.status, queries.queue(town.operator)) == (RequestStatus.COORDINATED, [])


# --- 要 ----------------------------------------------------------------------------------------------


def accepted(town, request, **given):
    values = {
        "title": "架空家", "household_label": "架空家", "newcomers": [Newcomer(alias="母", relation="PARENT")],
        "lead_agency_id": town.operator.agency_id, "lead_staff_id": town.operator.staff_id, "lead_side": "COUNCIL",
        "lead_side_reason": "時間をかける", "reason": "世帯の課題",
    } | given  # fmt: skip
    return accept_request(town.operator, request=request, today=TODAY, **values)


def test_accepting_opens_the_case_of_a_household_with_several_people_in_one_act():
    town = towns.town()
    found = towns.received(town.window)
    request = towns.applied(town, someone=found.person, consultation=found)
    case = accepted(town, request)
    assert (request.status, request.lead_side, case.lead_side) == (RequestStatus.NEEDED, "COUNCIL", "COUNCIL")
    announce(town.operator)
    assert sorted(one.person.label for one in CaseMember.objects.filter(case=case)) == ["架空　太郎", "母"]
    announce(town.window)
    assert queries.get_consultation(town.window, consultation_id=found.id).became_case is True
    assert seen(town.window, Case) == 0, "without a task the applicant does not see the case"


def test_the_applicant_stays_in_the_team_with_a_task():
    town = towns.town()
    case = accepted(town, towns.applied(town), applicant_task="週に一度の訪問")
    announce(town.window)
    assert [(one.what, one.bearer_id) for one in Role.objects.filter(case=case)] == [
        ("週に一度の訪問", town.window.agency_id)
    ]
    assert seen(town.window, Case) == 1


def test_under_consent_the_applicant_sees_the_case_until_the_consent_ends():
    town = towns.town()
    someone = people.person(town.window)
    consent = towns.consented(town.window, someone, town.operator)
    accepted(
        town, towns.applied(town, someone=someone, no_consent_reason=""), applicant_task="週に一度の訪問"
    )
    assert seen(town.window, Case) == 1
    announce(town.window)
    sharing.withdraw_consent(town.window, consent=consent, words="")
    assert [seen(one, Case) for one in (town.window, town.operator)] == [0, 1]


def test_a_case_that_may_not_open_leaves_the_request_unanswered():
    town = towns.town()
    request = towns.applied(town)
    with pytest.raises(Refused) as refused:
        accepted(town, request, lead_side_reason=" ")
    assert reasons(refused) == ["lead_side_reason"]
    announce(town.operator)
    request.refresh_from_db()
    assert request.status == RequestStatus.APPLIED


def test_an_unknown_agency_cannot_be_the_receiver():
    town = towns.town()
    gone = agencies.agency("なくなった窓口")
    someone = people.person(town.window)
    sharing.take_consent(
        town.window, person=someone, case_id=None, recipient_ids=[gone.id], categories=63, asked_on=TODAY,
        until_on=None, method="WRITTEN", witness="", giver="SELF", giver_name="", wording_version="1",
        purpose="つなぐ", today=TODAY,
    )  # fmt: skip
    gone.until_on = TODAY
    gone.save()
    with pytest.raises(Refused) as refused:
        operations.send_sheet(
            town.window, person=someone, receiver_agency_id=gone.id, worry="相談", today=TODAY
        )
    assert reasons(refused) == ["receiver_agency"]
