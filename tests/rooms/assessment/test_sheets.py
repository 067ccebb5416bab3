"""The sheet: filled by several bodies over time, taken over, asked about, confirmed together."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from norishiro.assessment import operations, queries
from norishiro.assessment.choices import ToldBy
from norishiro.assessment.dictionary import dictionary_on
from norishiro.assessment.given import NOTHING
from norishiro.assessment.models import Answer, Sheet
from norishiro.cases.models import Unknown
from norishiro.consultations import operations as consultations
from norishiro.core.operation import announce
from norishiro.core.records import StaleVersion, Unseen
from norishiro.core.verdict import Refused
from norishiro.sharing import operations as sharing
from norishiro.sharing.choices import ALL_CATEGORIES, Category
from tests.factories import agencies
from tests.rooms.assessment.town import J6, OWN, TODAY, Home, given

pytestmark = pytest.mark.django_db


def codes(caught) -> list[str]:
    return [one.code for one in caught.value.verdict.reasons]


def test_a_sheet_is_begun_with_the_dictionary_of_the_day(home):
    sheet = home.start()
    assert (sheet.form_version, sheet.begun_on, sheet.version) == ("2026-1", TODAY, 1)
    assert [one.name for one in queries.standings(home.lead, sheet=sheet)] == ["架空 社協"]
    with pytest.raises(Refused) as caught:
        home.start()
    assert codes(caught) == ["begun_on"]


def test_answers_keep_source_day_and_who_and_the_newest_stands_in_front(home):
    sheet, person = home.start(), home.person
    home.fill(sheet, person=person, OWN_WORDS=given("眠れない"))
    home.fill(sheet, person=person, told_by=ToldBy.FAMILY, OWN_WORDS=given("朝は眠れている"))
    announce(home.lead)
    _known, found = queries.cells(home.lead, sheet=sheet)
    cell = found["OWN_WORDS", person.id]
    [now], [before] = cell.current, cell.earlier
    assert (now.words, now.told_by, now.known_on, now.staff_id) == (
        "朝は眠れている",
        "FAMILY",
        TODAY,
        home.lead.staff_id,
    )
    assert (before.words, before.told_by) == ("眠れない", "SELF")
    assert not cell.is_split


def test_an_answer_taken_back_is_no_longer_shown_and_stays_readable(home):
    sheet, person = home.start(), home.person
    home.fill(sheet, person=person, OWN_WORDS=given("眠れない"))
    home.fill(sheet, person=person, OWN_WORDS=NOTHING)
    assert home.said(home.lead, sheet, "OWN_WORDS", person) == []
    _known, found = queries.cells(home.lead, sheet=sheet)
    assert [one.words for one in found["OWN_WORDS", person.id].earlier] == ["", "眠れない"]


def test_two_bodies_that_differ_stand_side_by_side(home):
    home.met(home.other)
    sheet = home.start()
    home.fill(sheet, basis=J6, INCOME=given("年金だけ"))
    home.fill(sheet, by=home.other, basis=J6, INCOME=given("息子の仕送りもある"))
    for reader in (home.lead, home.other):
        assert home.said(reader, sheet, "INCOME") == ["息子の仕送りもある", "年金だけ"]
    _known, found = queries.cells(home.other, sheet=sheet)
    assert found["INCOME", None].is_split


def test_what_was_written_on_own_work_or_in_a_conference_is_not_seen_past_its_ground(home):
    home.met(home.other)
    sheet, person = home.start(), home.person
    home.fill(sheet, person=person, basis=OWN, ILLNESS=given("手帳のこと"))
    home.fill(sheet, person=person, basis=J6, CAREER=given("大工"))
    assert home.said(home.other, sheet, "ILLNESS", person) == []
    assert home.said(home.other, sheet, "CAREER", person) == ["大工"]
    sharing.take_consent(
        home.lead, person=person, case_id=home.case.id, recipient_ids=[home.stranger.agency_id],
        categories=ALL_CATEGORIES, asked_on=TODAY, until_on=None, method="WRITTEN", witness="", giver="SELF",
        giver_name="", wording_version="1", purpose="調整", today=TODAY,
    )  # fmt: skip
    assert home.said(home.stranger, sheet, "CAREER", person) == []


def test_a_line_opens_only_with_its_kind_of_information(home):
    sharing.take_consent(
        home.lead, person=home.person, case_id=home.case.id,
        recipient_ids=[home.lead.agency_id, home.other.agency_id], limited={home.other.agency_id: int(Category.ATTRIBUTES | Category.LIFE_HISTORY)},
        categories=ALL_CATEGORIES, asked_on=TODAY, until_on=None, method="WRITTEN", witness="", giver="SELF",
        giver_name="", wording_version="1", purpose="調整", today=TODAY,
    )  # fmt: skip
    sheet = home.start()
    home.fill(sheet, person=home.person, basis="C0", HEALTH=given("", "GOOD"), OWN_WORDS=given("困っている"))
    assert home.said(home.other, sheet, "OWN_WORDS", home.person) == ["困っている"]
    assert home.said(home.other, sheet, "HEALTH", home.person) == []


def test_the_sheet_is_not_there_for_a_stranger(home):
    sheet = home.start()
    announce(home.stranger)
    with pytest.raises(Unseen):
        queries.get_sheet(home.stranger, sheet_id=sheet.id)
    assert list(Sheet.objects.all()) == []


def test_a_colleague_who_was_faster_is_met_on_the_merge_page_and_other_bodies_are_not(home):
    home.met(home.other)
    sheet = home.start()
    home.fill(sheet, basis=J6, INCOME=given("年金だけ"), seen=0)
    home.fill(sheet, by=home.other, basis=J6, INCOME=given("仕送りも"), seen=0)
    with pytest.raises(StaleVersion):
        home.fill(sheet, basis=J6, INCOME=given("別の話"), seen=0)
    assert home.said(home.lead, sheet, "INCOME") == ["仕送りも", "年金だけ"]


def test_an_older_sheet_is_read_only_and_keeps_its_day(home):
    before = home.start(today=TODAY - timedelta(days=30))
    home.fill(before, person=home.person, today=TODAY - timedelta(days=30), OWN_WORDS=given("前の話"))
    sheet = home.start()
    with pytest.raises(Refused) as caught:
        home.fill(before, person=home.person, OWN_WORDS=given("新しい話"))
    assert codes(caught) == ["sheet"]
    assert home.said(home.lead, before, "OWN_WORDS", home.person) == ["前の話"]
    assert home.said(home.lead, sheet, "OWN_WORDS", home.person) == []


def test_a_line_of_the_household_is_not_written_for_a_person(home):
    sheet = home.start()
    with pytest.raises(Refused) as caught:
        home.fill(sheet, person=home.person, INCOME=given("年金"))
    assert codes(caught) == ["item"]
    with pytest.raises(Refused) as caught:
        home.fill(sheet, INCOME=given("年金"), basis=J6)
    assert codes(caught) == ["basis"]


# --- taken over ------------------------------------------------------------------------------------


def proposed(home: Home, sheet: Sheet, person=None):
    announce(home.lead)
    known, found = queries.cells(home.lead, sheet=sheet)
    return queries.proposals(home.lead, sheet=sheet, known=known, found=found, person=person, today=TODAY)


def received(home: Home, **changed):
    told = {
        "received_on": TODAY, "channel": "PHONE", "visitor": "SELF", "summary": "家賃が払えない",
        "details": {"already_consulted": "保健所"}, "concerns": {"RENT": "SOME", "DEBT": "MOST"}, "person": home.person,
        "today": TODAY,
    }  # fmt: skip
    return consultations.receive_consultation(home.lead, **(told | changed))


def test_what_the_window_wrote_is_proposed_with_its_source_and_taken_by_one_tap(home):
    told = received(home)
    sheet = home.start()
    found = proposed(home, sheet, home.person)
    assert {code: one.words for code, one in found.items()} == {
        "ROUTE": "本人（電話・メール）", "CONSULTED": "ある（保健所）", "OWN_WORDS": "家賃が払えない", "TRAITS": "（多重・過重）債務",
        "LIVING_WITH": "いない",
    }  # fmt: skip
    one = found["OWN_WORDS"]
    assert (one.source, one.basis, one.known_on) == (f"相談受付 {told.number}", OWN, TODAY)
    operations.take_over(
        home.lead, sheet=sheet, person=home.person, item="OWN_WORDS", given=one.given, source=one.source,
        source_basis=one.basis, told_by=one.told_by, certainty=one.certainty, known_on=one.known_on, basis=OWN,
        today=TODAY,
    )  # fmt: skip
    announce(home.lead)
    answer = Answer.objects.get(sheet=sheet)
    assert (answer.words, answer.taken_from) == ("家賃が払えない", f"相談受付 {told.number}")
    assert "OWN_WORDS" not in proposed(home, sheet, home.person)


def test_of_a_teller_who_is_hidden_only_the_concerns_are_proposed(home):
    received(home, visitor="FAMILY", details={"visitor_hidden": True})
    assert set(proposed(home, home.start(), home.person)) == {"TRAITS", "LIVING_WITH"}


def test_the_sheet_before_is_proposed_and_its_ground_goes_with_it(home):
    home.met(home.other)
    day = TODAY - timedelta(days=30)
    before = home.start(today=day)
    home.fill(before, basis=J6, today=day, INCOME=given("年金だけ"))
    sheet = home.start()
    one = proposed(home, sheet)["INCOME"]
    assert (one.words, one.basis, one.known_on) == ("年金だけ", J6, day)
    with pytest.raises(Refused) as caught:
        operations.take_over(
            home.lead, sheet=sheet, person=None, item="INCOME", given=one.given, source=one.source,
            source_basis=one.basis, told_by=one.told_by, certainty=one.certainty, known_on=day, basis=OWN, today=TODAY,
        )  # fmt: skip
    assert codes(caught) == ["basis"]


# --- not known ---------------------------------------------------------------------------------------


def test_a_line_nobody_knows_becomes_something_somebody_finds_out(home):
    sheet = home.start()
    item = dictionary_on(TODAY).item("INCOME")
    assert item is not None
    inquiry = operations.ask_item(
        home.lead, sheet=sheet, person=None, item=item, question="年金の額", finder_agency_id=home.other.agency_id,
        due_on=TODAY + timedelta(days=7), basis=OWN, today=TODAY,
    )  # fmt: skip
    announce(home.lead)
    assert list(queries.get_inquiries(home.lead, sheet=sheet)) == [("INCOME", None)]
    unknown = Unknown.objects.get(case=home.case)
    assert (unknown.id, unknown.question, unknown.finder_agency_id) == (
        inquiry.unknown_id, "年金の額", home.other.agency_id,
    )  # fmt: skip
    with pytest.raises(Refused):
        operations.ask_item(
            home.lead, sheet=sheet, person=None, item=item, question="年金の額", finder_agency_id=home.other.agency_id,
            due_on=TODAY - timedelta(days=1), basis=OWN, today=TODAY,
        )  # fmt: skip


# --- together ----------------------------------------------------------------------------------------


def complete(actor, sheet) -> list[bool]:
    announce(actor)
    fresh = queries.get_sheet(actor, sheet_id=sheet.id)
    return [one.confirmed is not None for one in queries.standings(actor, sheet=fresh)]


def test_it_is_complete_only_when_both_bodies_confirmed_and_a_change_asks_anew(home):
    home.met(home.other)
    sheet = home.start()
    operations.invite_party(home.lead, sheet=sheet, agency_id=home.other.agency_id, today=TODAY)
    home.fill(sheet, basis=J6, INCOME=given("年金だけ"))
    sheet.refresh_from_db()
    operations.confirm_sheet(home.lead, sheet=sheet, version=sheet.version, today=TODAY)
    assert complete(home.lead, sheet) == [True, False]
    operations.confirm_sheet(home.other, sheet=sheet, version=sheet.version, today=TODAY)
    assert complete(home.lead, sheet) == [True, True]
    home.fill(sheet, by=home.other, basis=J6, SUPPORTERS=given("包括：訪問"))
    assert complete(home.lead, sheet) == [False, False]
    announce(home.lead)
    fresh = queries.get_sheet(home.lead, sheet_id=sheet.id)
    assert [one.before is not None for one in queries.standings(home.lead, sheet=fresh)] == [True, True]
    with pytest.raises(Refused) as caught:
        operations.confirm_sheet(home.lead, sheet=sheet, version=sheet.version, today=TODAY)
    assert codes(caught) == ["version"]


def test_a_body_that_does_not_see_the_case_is_not_invited_and_one_that_takes_no_part_does_not_confirm(home):
    home.met(home.other)
    sheet = home.start()
    home.fill(sheet, basis=J6, INCOME=given("年金だけ"))
    with pytest.raises(Refused) as caught:
        operations.invite_party(home.lead, sheet=sheet, agency_id=home.stranger.agency_id, today=TODAY)
    assert codes(caught) == ["agency"]
    announce(home.other)
    with pytest.raises(Refused) as caught:
        operations.confirm_sheet(home.other, sheet=sheet, version=2, today=TODAY)
    assert codes(caught) == ["agency"]


def test_what_is_chosen_goes_to_the_meeting_and_each_reads_through_their_own_gate(home):
    home.met(home.other)
    sheet = home.start()
    home.fill(sheet, basis=J6, INCOME=given("年金だけ"))
    home.fill(sheet, basis=OWN, DEBTS=given("", "RENT"))
    home.fill(sheet, person=home.person, basis=J6, HEALTH=given("", "GOOD"), ILLNESS=given("なし"))
    operations.choose_parts(home.lead, sheet=sheet, add=[("ECONOMY", ""), ("HEALTH", "HEALTH")], remove=[])
    announce(home.other)

    def lines(actor):
        announce(actor)
        parts = queries.parts_for_meeting(actor, case=home.case)
        return [(one.section.label, [cell.item.code for cell in one.cells]) for one in parts]

    assert lines(home.other) == [("健康", ["HEALTH"]), ("経済", ["INCOME"])]
    assert lines(home.lead) == [("健康", ["HEALTH"]), ("経済", ["INCOME", "DEBTS"])]
    operations.choose_parts(home.lead, sheet=sheet, add=[], remove=[("ECONOMY", "")])
    assert lines(home.other) == [("健康", ["HEALTH"])]


def test_on_a_paper_under_consent_stands_only_the_kind_of_information_named_to_its_recipient(home):
    both = Category.ATTRIBUTES | Category.LIFE_HISTORY
    sharing.take_consent(
        home.lead, person=home.person, case_id=home.case.id,
        recipient_ids=[home.lead.agency_id, home.other.agency_id], limited={home.other.agency_id: int(both)},
        categories=ALL_CATEGORIES, asked_on=TODAY, until_on=None, method="WRITTEN", witness="", giver="SELF",
        giver_name="", wording_version="1", purpose="調整", today=TODAY,
    )  # fmt: skip
    sheet = home.start()
    home.fill(sheet, person=home.person, basis="C0", HEALTH=given("", "GOOD"), OWN_WORDS=given("困っている"))
    home.fill(sheet, person=home.person, basis=OWN, FAMILY_WORDS=given("内緒の話"))
    operations.choose_parts(home.lead, sheet=sheet, add=[("HEALTH", ""), ("COMPLAINT", "")], remove=[])
    announce(home.lead)

    def lines(recipient, basis="C0", people=(home.person.id,)) -> list[str]:
        parts = queries.parts_for_meeting(
            home.lead, case=home.case, basis=basis, people=people, recipient=recipient.agency_id
        )
        return [cell.item.code for one in parts for cell in one.cells]

    assert lines(home.lead) == ["OWN_WORDS", "HEALTH"]
    assert lines(home.other) == ["OWN_WORDS"]
    assert lines(home.stranger) == []
    assert lines(home.lead, people=()) == []
    assert lines(home.lead, basis=J6) == []


def test_a_supervisor_reads_for_the_bases_and_writes_for_the_own_agency(home):
    """Whoever acts for several agencies still says only what the own one says."""
    sheet = home.start()
    colleague = replace(
        agencies.actor("架空 統括", agency=agencies.agency("架空 統括")), agency_ids=home.lead.agency_ids
    )
    home.fill(sheet, INCOME=given("年金だけ"))
    announce(colleague)
    _known, found = queries.cells(colleague, sheet=sheet)
    assert found["INCOME", None].of_agency(colleague.agency_id) is None
    assert [one.words for one in found["INCOME", None].current] == ["年金だけ"]
