"""つなぐシート to its end: once, answered in words, on paper, reminded, by somebody who is still there, counted."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from pypdf import PdfReader

from norishiro.agencies.choices import Body, Field, RoleKind
from norishiro.agencies.models import Agency, Appointment, Staff
from norishiro.casework.queries.today import today_of
from norishiro.consultations import operations, queries, rules
from norishiro.consultations.choices import SheetStatus
from norishiro.consultations.models import TsunaguSheet
from norishiro.core import calendar
from norishiro.core.operation import announce
from norishiro.core.verdict import Refused
from norishiro.people import operations as people_operations
from tests.factories import agencies, people
from tests.rooms.consultations import town as towns
from tests.rooms.consultations.town import TODAY, client_of, token

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def get(actor, name: str, *args, **query):
    return client_of(actor).get(reverse(f"consultations:{name}", args=args), query)


def post(actor, name: str, *args, **values):
    return client_of(actor).post(reverse(f"consultations:{name}", args=args), {**token(), **values})


def reasons(refused) -> list[str]:
    return [one.code for one in refused.value.verdict.reasons]


def fresh(actor, sheet: TsunaguSheet) -> TsunaguSheet:
    announce(actor)
    return TsunaguSheet.objects.get(pk=sheet.pk)


def asked_of(actor, today=TODAY) -> list[tuple[str, str]]:
    announce(actor)
    return [
        (section.code, line.what)
        for section in today_of(actor, today=today)
        for line in section.lines
        if line.kind == "sheet"
    ]


# --- once ---------------------------------------------------------------------------------------------


def test_the_same_matter_is_not_sent_twice_while_the_answer_is_owed():
    town = towns.town()
    first = towns.sent(town)
    given = {"person": first.person, "receiver_agency_id": town.care.agency_id, "today": TODAY}
    with pytest.raises(Refused) as refused:
        operations.send_sheet(town.window, worry="もう一度", **given)
    assert reasons(refused) == ["receiver_agency"]
    assert first.number in refused.value.verdict.reasons[0].message
    operations.withdraw_sheet(town.window, sheet=first, today=TODAY)
    again = operations.send_sheet(town.window, worry="もう一度", **given)
    assert again.number != first.number


def test_the_button_pressed_twice_sends_one_sheet():
    town = towns.town()
    someone = people.person(town.window)
    towns.consented(town.window, someone, town.care)
    values = {**token(), "receiver_agency": str(town.care.agency_id), "worry": "仕事"}
    client = client_of(town.window)
    for _ in range(2):
        response = client.post(reverse("consultations:send_sheet", args=[someone.id]), values)
        assert response.status_code == 302
    announce(town.window)
    assert TsunaguSheet.objects.count() == 1


# --- to whom ------------------------------------------------------------------------------------------


def test_an_agency_that_is_closed_is_refused_and_one_that_closes_later_is_told_of():
    town = towns.town()
    sheet = towns.sent(town)
    assert (
        "送り先の機関は、もう使われていません"
        not in get(town.window, "show_sheet", sheet.id).content.decode()
    )
    Agency.objects.filter(id=town.care.agency_id).update(until_on=TODAY)
    page = get(town.window, "show_sheet", sheet.id).content.decode()
    assert "送り先の機関は、もう使われていません。取り下げて、別の機関へつなぎ直してください。" in page
    operations.withdraw_sheet(town.window, sheet=sheet, today=TODAY)
    with pytest.raises(Refused) as refused:
        operations.send_sheet(
            town.window,
            person=sheet.person,
            receiver_agency_id=town.care.agency_id,
            worry="仕事",
            today=TODAY,
        )
    assert reasons(refused) == ["receiver_agency"]


def test_a_sheet_of_somebody_who_left_the_post_waits_with_everybody_and_gets_a_new_owner():
    town = towns.town()
    sheet = towns.sent(town)
    agency = Agency.objects.get(id=town.care.agency_id)
    colleague = agencies.actor("架空 後任", agency=agency)
    operations.take_sheet(town.care, sheet=sheet, today=TODAY)
    assert asked_of(colleague) == []
    Appointment.objects.filter(staff_id=town.care.staff_id).update(until_on=TODAY)
    assert asked_of(colleague) == [("asked", "つなぐシートへの返事")]
    announce(colleague)
    assert queries.sheets_waiting_for(colleague, today=TODAY) == [sheet]
    assert "この機関を離れました" in get(town.window, "show_sheet", sheet.id).content.decode()
    response = post(colleague, "assign_sheet", sheet.id, receiver=str(colleague.staff_id))
    assert (response.status_code, fresh(colleague, sheet).receiver_id) == (302, colleague.staff_id)
    assert "この機関を離れました" not in get(town.window, "show_sheet", sheet.id).content.decode()


def test_only_the_receiver_names_the_owner_and_only_from_its_own_people():
    town = towns.town()
    sheet = towns.sent(town)
    with pytest.raises(Refused) as refused:
        operations.assign_sheet(town.window, sheet=sheet, receiver_id=town.window.staff_id, today=TODAY)
    assert reasons(refused) == ["mine", "receiver"]
    with pytest.raises(Refused) as refused:
        operations.assign_sheet(town.care, sheet=sheet, receiver_id=None, today=TODAY)
    assert reasons(refused) == ["receiver"]
    assert get(town.stranger, "assign_sheet", sheet.id).status_code == 404


# --- the whole household --------------------------------------------------------------------------------


def test_a_household_is_named_and_whoever_did_not_consent_stays_a_number():
    town = towns.town()
    mother, son = people.person(town.window, name="架空　花"), people.person(town.window, name="架空　一郎")
    home = people_operations.make_household(
        town.window, label="架空家", address="", area=None, head=mother, today=TODAY
    )
    people_operations.join_household(
        town.window,
        household=home,
        person=son,
        relation="CHILD",
        living_together=True,
        from_on=TODAY,
        today=TODAY,
    )
    towns.consented(town.window, mother, town.care)
    response = post(
        town.window,
        "send_sheet",
        mother.id,
        receiver_agency=str(town.care.agency_id),
        worry="家のこと",
        household=str(home.id),
    )
    assert response.status_code == 302
    announce(town.window)
    sheet = TsunaguSheet.objects.get()
    assert (sheet.household_id, sheet.household_count) == (home.id, 2)
    page = get(town.care, "show_sheet", sheet.id).content.decode()
    assert "1人（同意がまだなので、名前は出ません）" in page
    assert "一郎" not in page
    assert "一郎" in get(town.window, "show_sheet", sheet.id).content.decode()


def test_a_household_the_person_does_not_live_in_is_refused():
    town = towns.town()
    mother, other = people.person(town.window), people.person(town.window)
    home = people_operations.make_household(
        town.window, label="よその家", address="", area=None, head=other, today=TODAY
    )
    towns.consented(town.window, mother, town.care)
    with pytest.raises(Refused) as refused:
        operations.send_sheet(
            town.window,
            person=mother,
            receiver_agency_id=town.care.agency_id,
            worry="家",
            household=home,
            today=TODAY,
        )
    assert reasons(refused) == ["household"]


# --- the answer ---------------------------------------------------------------------------------------


def test_a_no_needs_a_proposal_and_the_sender_goes_on_from_it():
    town = towns.town()
    sheet = towns.sent(town)
    values = {"answer": "DECLINED", "words": "担当が違う"}
    response = post(town.care, "answer_sheet", sheet.id, **values)
    assert response.status_code == 422
    assert dict(response.context["form"].errors) == {
        "proposal": ["引き受けられないときも、代わりにできることの提案を書いてください。"]
    }
    values |= {"proposal": "家計の相談が先", "proposed_agency": str(town.operator.agency_id)}
    assert post(town.care, "answer_sheet", sheet.id, **values).status_code == 302
    page = get(town.window, "show_sheet", sheet.id).content.decode()
    link = f"{reverse('consultations:send_sheet', args=[sheet.person_id])}?to={town.operator.agency_id}"
    assert "家計の相談が先" in page
    assert link in page


def test_before_accepting_the_receiver_reads_what_was_told_and_what_follows():
    town = towns.town()
    sheet = towns.sent(town)
    page = get(town.care, "answer_sheet", sheet.id).content.decode()
    assert "引き受けると、どうなるか" in page
    assert "ほかの機関の記録が新しく見えることはありません" in page


def test_the_first_contact_is_told_before_any_result():
    town = towns.town()
    sheet = towns.sent(town)
    with pytest.raises(Refused) as refused:
        operations.note_first_contact(town.care, sheet=sheet, first_contact_on=TODAY + DAY, today=TODAY)
    assert reasons(refused) == ["status", "first_contact_on"]
    operations.answer_sheet(
        town.care, sheet=sheet, answer=SheetStatus.ACCEPTED, words="会います", today=TODAY
    )
    assert (
        post(town.care, "note_first_contact", sheet.id, first_contact_on=calendar.wareki(TODAY)).status_code
        == 302
    )
    assert fresh(town.window, sheet).first_contact_on == TODAY
    assert "最初に会えた日" in get(town.window, "show_sheet", sheet.id).content.decode()
    operations.report_result(town.care, sheet=sheet, result="会えた", today=TODAY)
    assert fresh(town.window, sheet).first_contact_on == TODAY


def test_a_reminder_stands_on_the_receivers_day_once_a_day():
    town = towns.town()
    sheet = towns.sent(town)
    assert post(town.window, "remind_sheet", sheet.id).status_code == 302
    assert asked_of(town.care) == [("asked", "つなぐシートへの返事（催促1回）")]
    assert post(town.window, "remind_sheet", sheet.id).status_code == 403
    assert post(town.care, "remind_sheet", sheet.id).status_code == 403
    operations.remind_sheet(town.window, sheet=sheet, today=TODAY + DAY)
    assert fresh(town.window, sheet).reminders == 2


# --- on paper -----------------------------------------------------------------------------------------


def paper_sheet(town: towns.Town) -> tuple[Agency, TsunaguSheet]:
    """To an agency nobody of which can sign in."""
    clinic = agencies.agency("架空医院", body=Body.CORPORATION, field=Field.MEDICAL)
    someone = people.person(town.window, name="架空　太郎")
    towns.consented(town.window, someone, agencies.actor("架空 仮", agency=clinic))
    Appointment.objects.filter(agency=clinic).update(until_on=TODAY)
    sheet = operations.send_sheet(
        town.window, person=someone, receiver_agency_id=clinic.id, worry="通院が止まった", today=TODAY
    )
    return clinic, sheet


def test_the_paper_carries_number_code_and_reply_slip_and_no_more_than_was_consented():
    town = towns.town()
    _clinic, sheet = paper_sheet(town)
    response = get(town.window, "sheet_paper", sheet.id)
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages)
    assert response["Content-Type"] == "application/pdf"
    assert [
        word in text.replace("\n", "") for word in (sheet.number, "返信票", "通院が止まった", "架空医院")
    ] == [True] * 4
    assert get(town.stranger, "sheet_paper", sheet.id).status_code == 404


def test_the_sender_copies_the_reply_slip_with_who_answered_and_when():
    town = towns.town()
    _clinic, sheet = paper_sheet(town)
    values = {"answer": "ACCEPTED", "words": "次の火曜に来てください", "answered_on": calendar.wareki(TODAY)}
    missing = post(town.window, "answer_sheet", sheet.id, **values, answered_by_name="")
    assert (missing.status_code, list(missing.context["form"].errors)) == (422, ["answered_by_name"])
    response = post(town.window, "answer_sheet", sheet.id, **values, answered_by_name="受付の方")
    kept = fresh(town.window, sheet)
    assert response.status_code == 302
    assert (kept.status, kept.answered_by_name, kept.copied_by_id, kept.receiver_id) == (
        SheetStatus.ACCEPTED, "受付の方", town.window.staff_id, None,
    )  # fmt: skip
    assert post(town.window, "report_result", sheet.id, result="通い始めた").status_code == 302
    assert fresh(town.window, sheet).status == SheetStatus.REPORTED


def test_where_somebody_can_sign_in_the_sender_answers_for_nobody():
    town = towns.town()
    sheet = towns.sent(town)
    response = post(town.window, "answer_sheet", sheet.id, answer="ACCEPTED", words="はい")
    assert response.status_code == 422
    assert fresh(town.window, sheet).status == SheetStatus.SENT


def test_the_number_on_the_paper_opens_the_sheet_however_it_is_typed():
    town = towns.town()
    _clinic, sheet = paper_sheet(town)
    year, running = sheet.number.removeprefix("つR").split("-")
    wide = str.maketrans("0123456789-", "０１２３４５６７８９－")
    for typed in (sheet.number, f"{year}-{int(running)}", f"r{year}-{running}".translate(wide)):
        assert get(town.window, "find_sheet", number=typed).url == reverse(
            "consultations:show_sheet", args=[sheet.id]
        )
    for actor, typed in ((town.window, "みかん"), (town.window, ""), (town.stranger, sheet.number)):
        assert get(actor, "find_sheet", number=typed).url == reverse("consultations:sheets")


# --- counted ------------------------------------------------------------------------------------------


def test_sheets_are_narrowed_and_counted_by_the_agency_on_the_other_side():
    town = towns.town()
    waiting, late, refused = towns.sent(town), towns.sent(town), towns.sent(town)
    announce(town.window)
    TsunaguSheet.objects.filter(pk=late.pk).update(due_on=TODAY - DAY)
    operations.answer_sheet(
        town.care,
        sheet=refused,
        answer=SheetStatus.DECLINED,
        words="違う",
        proposal="別の道",
        today=TODAY + 3 * DAY,
    )
    counted = get(town.window, "sheet_counts").context["boxes"][0][2]
    assert [(one.total, one.waiting, one.late, one.declined, one.days) for one in counted] == [
        (3, 2, 1, 1, 3.0)
    ]
    assert get(town.care, "sheet_counts").context["boxes"][1][2][0].total == 3
    assert get(town.stranger, "sheet_counts").context["boxes"][0][2] == []

    def listed(**query):
        return {row[0].id for row in get(town.window, "sheets", box="sent", **query).context["rows"]}

    assert listed(late="1") == {late.id}
    assert listed(status="DECLINED") == {refused.id}
    assert listed(other=str(town.operator.agency_id)) == set()
    this_year = calendar.fiscal_year(TODAY)
    assert listed(year=str(this_year)) == {waiting.id, late.id, refused.id}
    assert listed(year=str(this_year - 1)) == set()
    assert listed(status="SMOKE") == {waiting.id, late.id, refused.id}


def test_the_counts_ask_the_same_at_one_row_and_at_three(django_assert_num_queries):
    town = towns.town()
    for rows in (1, 2):
        for _ in range(rows):
            towns.sent(town)
        client = client_of(town.window)
        client.get(reverse("consultations:sheet_counts"))
        with django_assert_num_queries(COUNT_QUERIES):
            client.get(reverse("consultations:sheet_counts"))


COUNT_QUERIES = 12


# --- calls without a name -----------------------------------------------------------------------------


def test_a_call_nobody_gave_a_name_for_is_one_line_and_is_counted():
    town = towns.town()
    values = {"text": "無言で切れた", "called_on": calendar.wareki(TODAY), "channel": "PHONE"}
    assert post(town.window, "note_call", **values).status_code == 302
    assert post(town.window, "note_call", **values | {"text": "　"}).status_code == 422
    assert (
        post(town.window, "note_call", **values | {"called_on": calendar.wareki(TODAY + DAY)}).status_code
        == 422
    )
    page = get(town.window, "note_call")
    assert [count for _month, count in page.context["months"]] == [1]
    assert get(town.stranger, "note_call").context["calls"] == []


# --- urgency ------------------------------------------------------------------------------------------


def test_an_urgency_is_looked_at_again_on_a_day_given_or_usual():
    assert rules.usual_review("?", today=TODAY) is None
    town = towns.town()
    found = towns.received(town.window, details={"urgency": "3", "urgency_reason": "食べていない"})
    assert found.urgency_review_on == calendar.add_business_days(TODAY, 2)
    announce(town.window)
    lines = [line.what for one in today_of(town.window, today=TODAY) for line in one.lines]
    assert lines == ["緊急度を見直す（いま 3 48時間以内）"]
    given = towns.received(
        town.window,
        details={"urgency": "3", "urgency_reason": "食べていない", "urgency_review_on": TODAY + 9 * DAY},
    )
    assert given.urgency_review_on == TODAY + 9 * DAY


# --- who takes it -------------------------------------------------------------------------------------


def test_the_list_shows_field_and_qualification_and_the_matter_is_assigned_or_passed_with_a_result():
    town = towns.town()
    sheet = towns.sent(town)
    Staff.objects.filter(id=town.care.staff_id).update(qualification="社会福祉士")
    form = get(town.care, "assign_sheet", sheet.id).context["form"]
    assert ("架空 受手（社会福祉士）") in dict(form.fields["receiver"].choices).values()
    post(town.care, "assign_sheet", sheet.id, receiver=str(town.care.staff_id))
    page = get(town.care, "sheets").content.decode()
    assert "<br><small>社会福祉士</small>" in page
    assert "<br><small>就労</small>" in page
    operations.answer_sheet(
        town.care, sheet=sheet, answer=SheetStatus.ACCEPTED, words="会います", today=TODAY
    )
    post(town.care, "report_result", sheet.id, result="手続きが済んだ")
    assert fresh(town.window, sheet).result == "手続きが済んだ"


def test_the_window_of_a_corporation_is_registered_and_a_referral_between_them_keeps_acceptance_and_result():
    town = towns.town()
    keeper = agencies.actor("架空 管理", kinds=(RoleKind.MANAGER,))
    values = {
        "name": "架空会 なんでも相談", "field": "GENERAL", "body": "CORPORATION", "from_on": calendar.wareki(TODAY - DAY),
    }  # fmt: skip
    added = client_of(keeper).post(reverse("agencies:add"), {**token(), **values})
    assert added.status_code == 302
    corporation = agencies.actor("架空 法人", agency=Agency.objects.get(name="架空会 なんでも相談"))
    someone = people.person(corporation)
    towns.consented(corporation, someone, town.care)
    assert (
        post(
            corporation,
            "send_sheet",
            someone.id,
            receiver_agency=str(town.care.agency_id),
            worry="しごとを探したい",
        ).status_code
        == 302
    )
    announce(corporation)
    sheet = TsunaguSheet.objects.get()
    post(town.care, "answer_sheet", sheet.id, answer="ACCEPTED", words="火曜に会います")
    post(town.care, "report_result", sheet.id, result="登録した")
    page = get(corporation, "show_sheet", sheet.id).content.decode()
    assert [word in page for word in ("火曜に会います", "登録した", "結果を返した")] == [True] * 3
