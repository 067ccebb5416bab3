"""The facts for the rules of consultations: where each holds, and just beside it where it does not."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import ContractForm, RoleKind, WindowSetting
from norishiro.agencies.models import Agency, Appointment, Window, WindowOperator
from norishiro.consultations import access, operations
from norishiro.consultations.choices import RequestStatus, SheetStatus
from norishiro.consultations.models import Consultation, SupportRequest, TsunaguSheet, Worry
from norishiro.core.operation import announce
from norishiro.people.models import Person
from norishiro.sharing import operations as sharing
from norishiro.sharing.choices import ALL_CATEGORIES, Category
from norishiro.sharing.models import Consent, ConsentRecipient
from tests.factories import agencies, people
from tests.rooms.consultations.town import TODAY, Town, applied, consented, received, sent, town

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
NAMES, HEALTH = int(Category.ATTRIBUTES), int(Category.HEALTH)


@pytest.fixture
def place() -> Town:
    return town()


def worn(*kinds: RoleKind) -> Actor:
    return agencies.actor(agency=agencies.agency(), kinds=kinds)


@pytest.mark.parametrize(
    ("kind", "only", "bound"),
    [
        (RoleKind.COMMISSIONER, True, True), (RoleKind.WINDOW, False, True), (RoleKind.AGENCY_LIAISON, False, False),
        (RoleKind.ASSISTANT, False, True),
    ],
)  # fmt: skip
def test_who_only_hands_worries_in_and_who_may_say_a_name(kind: RoleKind, only: bool, bound: bool):
    actor = worn(kind)

    assert (access.only_sends(actor), access.bound_to_secrecy(actor)) == (only, bound)


# --- consent -----------------------------------------------------------------------------------------------


def found_for(actor: Actor, person: Person, named: Actor) -> tuple[object, int, date | None] | None:
    announce(actor)
    one = access.consent_for(actor, person_id=person.id, agency_id=named.agency_id, today=TODAY)
    return one and (one.id, one.categories, one.until_on)


def put(consent: Consent, named: Actor, **values: object) -> None:
    ConsentRecipient.objects.filter(consent=consent, agency_id=named.agency_id).update(**values)


def test_the_consent_is_the_persons_living_one_for_this_agency_as_it_holds_there(place: Town):
    someone, other = people.person(place.window), people.person(place.window)
    given = consented(place.window, someone, place.care, place.stranger)
    put(given, place.care, categories=NAMES | HEALTH, until_on=TODAY + DAY)

    assert found_for(place.window, someone, place.care) == (given.id, NAMES | HEALTH, TODAY + DAY)
    assert found_for(place.window, someone, place.stranger) == (given.id, ALL_CATEGORIES, None)
    assert found_for(place.window, someone, place.operator) is None
    assert found_for(place.window, other, place.care) is None
    put(given, place.care, until_on=TODAY)
    assert found_for(place.window, someone, place.care) is None
    put(given, place.care, until_on=None, categories=0)
    assert found_for(place.window, someone, place.care) is None


def test_a_consent_taken_back_is_none(place: Town):
    someone = people.person(place.window)
    given = consented(place.window, someone, place.care)
    sharing.withdraw_consent(place.window, consent=given, words="")

    assert found_for(place.window, someone, place.care) is None


def test_of_several_the_newest_that_shows_the_name_comes_first(place: Town):
    someone = people.person(place.window)
    first, second, third = (consented(place.window, someone, place.care) for _ in range(3))
    for days, one in enumerate((third, second, first)):
        Consent.objects.filter(id=one.id).update(asked_on=TODAY - days * DAY)

    def chosen() -> object:
        found = found_for(place.window, someone, place.care)
        return found and found[0]

    assert chosen() == third.id
    put(third, place.care, categories=HEALTH)
    assert chosen() == second.id
    put(second, place.care, categories=HEALTH)
    put(first, place.care, categories=HEALTH)
    assert chosen() == third.id
    Consent.objects.update(asked_on=TODAY)
    assert chosen() == third.id


def test_a_consent_shows_the_name_where_it_covers_who_the_person_is():
    assert [access.shows_name(Consent(categories=one)) for one in (NAMES, NAMES | HEALTH, HEALTH)] == [
        True, True, False,
    ]  # fmt: skip
    assert access.shows_name(None) is False


# --- agencies and people -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("until_on", "live"), [(None, True), (TODAY + DAY, True), (TODAY, False)])
def test_an_agency_and_an_appointment_last_until_their_last_day(until_on: date | None, live: bool):
    worker, other = agencies.actor(), agencies.actor("架空 他人")
    Agency.objects.filter(id=worker.agency_id).update(until_on=until_on)
    Appointment.objects.filter(staff_id=worker.staff_id).update(until_on=until_on)

    def works(staff: Actor, at: Actor) -> bool:
        return access.works_at(staff_id=staff.staff_id, agency_id=at.agency_id, on=TODAY)

    assert access.is_live(agency_id=worker.agency_id, on=TODAY) is live
    assert works(worker, worker) is live
    assert [works(worker, other), works(other, worker)] == [False, False]
    assert access.works_at(staff_id=None, agency_id=worker.agency_id, on=TODAY) is False


def test_the_operator_and_the_days_are_those_of_the_towns_profile(place: Town):
    assert [one.code for one in access.operators_on(TODAY)] == ["SASAEAI"]
    assert access.answer_days(TODAY) == 14
    Agency.objects.filter(code="SASAEAI").update(until_on=TODAY)
    assert access.operators_on(TODAY) == []


def window(code: str, *actors: Actor) -> Window:
    made = Window.objects.create(
        code=code, name=f"架空の窓口{code}", contract_form=ContractForm.DIRECT, setting=WindowSetting.BASIC
    )
    for one in actors:
        WindowOperator.objects.create(window=made, agency_id=one.agency_id)
    return made


def test_worries_go_to_those_behind_living_windows_or_else_to_the_operator(place: Town):
    WindowOperator.objects.all().update(until_on=TODAY)
    assert access.worry_windows(on=TODAY) == {place.operator.agency_id}
    one, _other = window("一", place.window, place.stranger), window("二", place.care)
    assert access.worry_windows(on=TODAY) == {
        place.window.agency_id, place.stranger.agency_id, place.care.agency_id,
    }  # fmt: skip
    Window.objects.filter(id=one.id).update(until_on=TODAY)
    assert access.worry_windows(on=TODAY) == {place.care.agency_id}
    Agency.objects.filter(id=place.care.agency_id).update(until_on=TODAY)
    assert access.worry_windows(on=TODAY) == {place.operator.agency_id}


# --- what waits --------------------------------------------------------------------------------------------


def consultation_of(actor: Actor, person: Person, **given: object) -> Consultation:
    return received(actor, newcomer=None, person=person, **given)


def handed(place: Town, consultation: Consultation, status: str, *, to: Actor | None = None) -> TsunaguSheet:
    sheet = operations.send_sheet(
        place.window, person=consultation.person, receiver_agency_id=(to or place.care).agency_id, worry="仕事",
        consultation=consultation, today=TODAY,
    )  # fmt: skip
    TsunaguSheet.objects.filter(id=sheet.id).update(status=status)
    return sheet


@pytest.mark.parametrize("status", SheetStatus.values)
def test_a_sheet_waits_until_it_is_answered(place: Town, status: str):
    someone = people.person(place.window)
    consented(place.window, someone, place.care, place.stranger)
    mine, other = consultation_of(place.window, someone), consultation_of(place.window, someone)
    handed(place, mine, status)
    waits = status in ("SENT", "RECEIVED")
    chosen = [place.care.agency_id, place.stranger.agency_id]

    assert (access.waiting_for(mine), access.waiting_for(other)) == (int(waits), 0)
    assert access.entries_waiting(mine, receiver_ids=chosen) == (("しごとの窓口",) if waits else ())
    assert access.entries_waiting(mine, receiver_ids=chosen[1:]) == ()
    assert access.entries_waiting(other, receiver_ids=chosen) == ()


def test_entries_that_wait_are_named_in_the_order_of_their_names(place: Town):
    someone = people.person(place.window)
    consented(place.window, someone, place.care, place.stranger)
    mine = consultation_of(place.window, someone)
    for one in (place.stranger, place.care):
        handed(place, mine, SheetStatus.SENT, to=one)
    ids = (one for one in (place.stranger.agency_id, place.care.agency_id))

    assert access.entries_waiting(mine, receiver_ids=ids) == ("しごとの窓口", "よその窓口")


@pytest.mark.parametrize("status", RequestStatus.values)
def test_a_request_waits_until_it_is_answered_and_makes_a_case_where_it_is_needed(place: Town, status: str):
    someone = people.person(place.window)
    consented(place.window, someone, place.care)
    mine, other = consultation_of(place.window, someone), consultation_of(place.window, someone)
    request = applied(place, someone=someone, consultation=mine)
    handed(place, mine, SheetStatus.SENT)
    announce(place.window)
    SupportRequest.objects.filter(id=request.id).update(status=status, proposal="見守りを続ける")

    assert (access.waiting_for(mine), access.waiting_for(other)) == (1 + (status == "APPLIED"), 0)
    assert (access.in_case(mine), access.in_case(other)) == (status == "NEEDED", False)


@pytest.mark.parametrize("status", SheetStatus.values)
def test_an_accepted_sheet_is_received_once_and_by_the_agency_that_accepted_it(place: Town, status: str):
    sheet = sent(place)
    sheet.status = status
    accepted = status in ("ACCEPTED", "REPORTED")

    assert access.may_be_received(place.care, sheet=sheet) is accepted
    assert access.may_be_received(place.window, sheet=sheet) is False
    sheet.received_as_id = sheet.id
    assert access.may_be_received(place.care, sheet=sheet) is False


def test_a_worry_is_open_at_its_window_until_it_is_a_consultation(place: Town):
    worry = Worry(receiver_agency_id=place.window.agency_id)

    assert access.is_open_worry(place.window, worry=worry) is True
    assert access.is_open_worry(place.care, worry=worry) is False
    worry.consultation_id = place.window.agency_id
    assert access.is_open_worry(place.window, worry=worry) is False


# --- who reads it, and its paper ---------------------------------------------------------------------------


def test_readers_are_the_others_whose_consent_reaches_as_far_as_a_consultation(place: Town):
    someone = people.person(place.window)
    consented(place.window, someone, place.care)
    consented(place.window, someone, place.stranger, categories=NAMES)
    consented(place.window, someone, place.operator, categories=NAMES | HEALTH)
    mine = consultation_of(place.window, someone)
    announce(place.window)

    def readers(categories: int) -> list[str]:
        mine.categories = categories
        return sorted(access.readers_of(place.window, consultation=mine))

    everybody = sorted([place.care.agency_name, place.stranger.agency_name, place.operator.agency_name])
    assert readers(0) == readers(NAMES) == everybody
    assert readers(HEALTH) == sorted([place.care.agency_name, place.operator.agency_name])
    assert readers(HEALTH | Category.ECONOMY) == [place.care.agency_name]


def test_a_grant_on_another_ground_or_a_shallower_one_makes_no_reader(place: Town):
    someone = people.person(place.window)
    mine = consultation_of(place.window, someone)
    for ground, depth, to in (("J6", 3, place.care), ("C0", 2, place.stranger)):
        sharing.grant(
            place.window, subjects=[sharing.person(someone.id)], recipients=[sharing.agency(to.agency_id)], ground=ground,
            depth=depth, source="CONSENT" if ground == "C0" else "TEAM", source_id=someone.id,
        )  # fmt: skip

    assert access.readers_of(place.window, consultation=mine) == []


def test_the_paper_is_named_with_its_version_and_since_when_it_is_used(place: Town):
    def named(**values: object) -> str:
        given = {"received_on": TODAY, "form_code": "HACHIOJI", "form_version": "1"} | values
        return access.form_in_words(SimpleNamespace(**given))

    assert named() == "相談受付・申込票（第1版・令和3年4月1日から）"
    assert named(received_on=date(2021, 3, 31)) == "相談受付・申込票"
    assert named(form_code="TOSHIMA") == "相談受付・申込票"
    assert named(form_version="2") == "相談受付・申込票"
