"""The verbs of a counter: what lies outside the field, one visit with several entries, a sheet written at once."""

from __future__ import annotations

import pytest

from norishiro.consultations import operations, queries
from norishiro.consultations.choices import OutsideAnswer, SheetStatus
from norishiro.consultations.models import Consultation, TsunaguSheet
from norishiro.core.operation import announce
from norishiro.core.verdict import Refused
from norishiro.people.models import Person
from norishiro.sharing import operations as sharing
from norishiro.sharing.choices import Category, ConsentMethod
from norishiro.sharing.models import Consent, ConsentRecipient
from tests.rooms.consultations import town as towns
from tests.rooms.consultations.town import TODAY

pytestmark = pytest.mark.django_db


def reasons(refused) -> list[str]:
    return [reason.code for reason in refused.value.verdict.reasons]


def seen(actor, model) -> int:
    announce(actor)
    return model.objects.count()


def boxes(actor) -> tuple[int, int]:
    """How many sheets the agency received and sent."""
    announce(actor)
    received, sent = (queries.sheet_rows(actor, sent=one).rows for one in (False, True))
    return len(received), len(sent)


# --- outside the field -------------------------------------------------------------------------------


def test_what_lies_outside_the_field_is_answered_and_the_answer_outlives_a_correction():
    town = towns.town()
    found = towns.received(town.window, concerns={"CARE": "SOME", "JOB_SEEKING": "MOST", "DEBT": "SOME"})
    answers = {"JOB_SEEKING": OutsideAnswer.REFER, "CARE": OutsideAnswer.KEEP, "DEBT": ""}
    counted = operations.decide_outside(town.window, consultation=found, answers=answers, today=TODAY)
    operations.change_consultation(
        town.window, consultation=found, version=1, values={}, concerns={"JOB_SEEKING": "SOME", "DEBT": "SOME"},
        today=TODAY,
    )  # fmt: skip
    kept = {one.code: (one.outside_answer, one.outside_decided_on) for one in found.concerns.all()}
    assert (counted, kept) == (1, {"JOB_SEEKING": ("REFER", TODAY), "DEBT": ("", None)})


def test_only_the_window_that_received_it_decides_and_something_must_be_chosen():
    town = towns.town()
    found = towns.received(town.window, concerns={"JOB_SEEKING": "MOST"})
    with pytest.raises(Refused) as refused:
        operations.decide_outside(town.window, consultation=found, answers={"JOB_SEEKING": ""}, today=TODAY)
    assert reasons(refused) == ["answers"]


# --- sharing at one counter --------------------------------------------------------------------------


def test_a_consultation_is_shared_with_whom_the_person_consented_to_and_no_longer_than_that():
    town = towns.town()
    found = towns.received(town.window)
    with pytest.raises(Refused) as refused:
        operations.share_consultation(town.window, consultation=found, today=TODAY)
    assert reasons(refused) == ["consent"]
    consent = towns.consented(town.window, found.person, town.care)
    assert [seen(one, Consultation) for one in (town.care, town.stranger)] == [0, 0]
    operations.share_consultation(town.window, consultation=found, today=TODAY)
    assert [seen(one, Consultation) for one in (town.window, town.care, town.stranger)] == [1, 1, 0]
    with pytest.raises(Refused) as refused:
        operations.share_consultation(town.window, consultation=found, today=TODAY)
    assert reasons(refused) == ["shared"]
    announce(town.window)
    sharing.withdraw_consent(town.window, consent=consent, words="")
    assert [seen(one, Consultation) for one in (town.window, town.care)] == [1, 0]


def test_a_consent_to_the_name_alone_does_not_share_a_consultation():
    town = towns.town()
    found = towns.received(town.window)
    towns.consented(town.window, found.person, town.care, categories=int(Category.ATTRIBUTES))
    with pytest.raises(Refused) as refused:
        operations.share_consultation(town.window, consultation=found, today=TODAY)
    assert reasons(refused) == ["consent"]


def test_who_reads_a_shared_consultation_does_not_change_or_pass_it_on():
    town = towns.town()
    found = towns.received(town.window, concerns={"JOB_SEEKING": "MOST"})
    towns.consented(town.window, found.person, town.care)
    operations.share_consultation(town.window, consultation=found, today=TODAY)
    announce(town.care)
    read = queries.get_consultation(town.care, consultation_id=found.id)
    for verb, given in (
        (operations.change_consultation, {"version": 2, "values": {"wishes": "朝に電話"}}),
        (operations.decide_outside, {"answers": {"JOB_SEEKING": "KEEP"}}),
        (operations.screen_consultation, {"outcome": "STAY", "reason": "続ける"}),
        (operations.open_entries, {"receiver_ids": [town.stranger.agency_id], "worry": "しごと"}),
    ):
        with pytest.raises(Refused) as refused:
            verb(town.care, consultation=read, today=TODAY, **given)
        assert reasons(refused) == ["mine"]


# --- one visit, several entries ----------------------------------------------------------------------


def test_one_visit_opens_entries_at_several_functions_all_or_none():
    town = towns.town()
    found = towns.received(town.window)
    towns.consented(town.window, found.person, town.care)
    both = [town.care.agency_id, town.stranger.agency_id]
    with pytest.raises(Refused) as refused:
        operations.open_entries(town.window, consultation=found, receiver_ids=both, worry="家賃", today=TODAY)
    assert (reasons(refused), seen(town.window, TsunaguSheet)) == (["consent"], 0)
    towns.consented(town.window, found.person, town.stranger)
    operations.open_entries(town.window, consultation=found, receiver_ids=both, worry="家賃", today=TODAY)
    assert [boxes(one) for one in (town.window, town.care, town.stranger)] == [(0, 2), (1, 0), (1, 0)]
    with pytest.raises(Refused) as refused:
        operations.open_entries(
            town.window, consultation=found, receiver_ids=[town.care.agency_id], worry="家賃", today=TODAY
        )
    assert reasons(refused) == ["receivers"]


def test_entries_are_opened_somewhere():
    town = towns.town()
    with pytest.raises(Refused) as refused:
        operations.open_entries(
            town.window, consultation=towns.received(town.window), receiver_ids=[], worry="家賃", today=TODAY
        )
    assert reasons(refused) == ["receivers"]


# --- a sheet written together with the person ---------------------------------------------------------


def written(town, **given):
    values = {
        "newcomer": {"name": "架空　三郎"}, "agreed": True, "method": ConsentMethod.ELECTRONIC,
        "receiver_agency_id": town.care.agency_id, "worry": "最近やせた",
    } | given  # fmt: skip
    return operations.write_sheet(town.window, today=TODAY, **values)


def test_a_sheet_written_with_the_person_names_the_receiver_only_and_passes_two_categories():
    town = towns.town()
    sheet = written(town)
    announce(town.window)
    consent = Consent.objects.get()
    assert (sheet.basis, sheet.consent_id, consent.method) == ("C0", consent.id, "ELECTRONIC")
    assert consent.categories == Category.ATTRIBUTES | Category.LIFE_HISTORY
    named = ConsentRecipient.objects.filter(consent=consent).values_list("agency_id", flat=True)
    assert set(named) == {town.window.agency_id, town.care.agency_id}
    assert [seen(one, TsunaguSheet) for one in (town.care, town.stranger)] == [1, 0]


def test_without_the_persons_word_nothing_is_written_down_at_all():
    town = towns.town()
    with pytest.raises(Refused) as refused:
        written(town, agreed=False)
    assert reasons(refused) == ["agreed"]
    with pytest.raises(Refused) as refused:
        written(town, method=ConsentMethod.ORAL)
    assert (reasons(refused), seen(town.window, Person), seen(town.window, Consent)) == (["witness"], 0, 0)


# --- a sheet becomes a consultation ------------------------------------------------------------------


def test_an_accepted_sheet_is_received_like_any_other_consultation_once():
    town = towns.town()
    sheet = towns.sent(town)
    with pytest.raises(Refused) as refused:
        towns.received(town.care, newcomer=None, sheet=sheet, channel="SHEET")
    assert reasons(refused) == ["sheet"]
    operations.answer_sheet(
        town.care, sheet=sheet, answer=SheetStatus.ACCEPTED, words="会います", today=TODAY
    )
    found = towns.received(town.care, newcomer=None, sheet=sheet, channel="SHEET")
    announce(town.care)
    sheet.refresh_from_db()
    assert (sheet.received_as_id, found.person_id) == (found.id, sheet.person_id)
    with pytest.raises(Refused) as refused:
        towns.received(town.care, newcomer=None, sheet=sheet, channel="SHEET")
    assert reasons(refused) == ["sheet"]
    assert seen(town.window, Consultation) == 0, (
        "who sent it has business with the person, and still reads no form"
    )
    assert queries.page_rows(town.window).rows == ()


def test_the_sender_sees_the_day_it_was_taken_and_the_receiver_why_it_was_withdrawn():
    town = towns.town()
    sheet = towns.sent(town)
    operations.take_sheet(town.care, sheet=sheet, today=TODAY)
    announce(town.window)
    assert queries.get_sheet(town.window, sheet_id=sheet.id).taken_on == TODAY
    announce(town.window)
    operations.withdraw_sheet(town.window, sheet=sheet, reason="本人が来所した", today=TODAY)
    announce(town.care)
    assert queries.get_sheet(town.care, sheet_id=sheet.id).withdrawn_reason == "本人が来所した"
