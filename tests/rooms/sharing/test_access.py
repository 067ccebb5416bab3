"""The facts about one question, each from the rows it stands on: where it holds, and just beside it where it does not."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import Body, Field, RoleKind
from norishiro.agencies.models import Agency
from norishiro.core.operation import announce
from norishiro.people.models import Person
from norishiro.profiles.loader import PRESETS
from norishiro.profiles.operations import adopt_profile
from norishiro.sharing import access, operations, register
from norishiro.sharing.choices import ALL_CATEGORIES, Category, Depth, Ground, SourceKind
from norishiro.sharing.models import Consent, ConsentKind, ConsentRecipient
from norishiro.sharing.rules import Scope
from tests.factories import agencies, people
from tests.rooms.sharing.test_gate import consent

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 20)
YESTERDAY, TOMORROW, NEXT_YEAR = date(2026, 11, 19), date(2026, 11, 21), date(2027, 11, 20)
NAMES, HEALTH = int(Category.ATTRIBUTES), int(Category.HEALTH)


def office(name: str = "福祉課") -> Actor:
    return agencies.actor(agency=agencies.agency(name, body=Body.ADMINISTRATION))


def place_of(actor: Actor) -> Agency:
    return Agency.objects.get(id=actor.agency_id)


def held(actor: Actor, person: Person, receiver: Actor, *, categories: int = HEALTH) -> frozenset[str]:
    announce(actor)
    return access.held_facts(
        actor, person_id=person.id, receiver=place_of(receiver), categories=categories, today=TODAY
    )


def meet(
    actor: Actor, person: Person, *recipients: operations.Recipient, ground: Ground = Ground.CONFERENCE
) -> None:
    announce(actor)
    operations.grant(
        actor, subjects=[operations.person(person.id)], recipients=recipients, ground=ground, depth=Depth.PROGRESS,
        source=SourceKind.SEAT, source_id=uuid4(),
    )  # fmt: skip


# --- what the records show ---------------------------------------------------------------------------------


def test_a_consent_shows_that_it_names_this_agency_and_covers_every_kind():
    mine, named, stranger = office(), office("介護課"), office("税務課")
    someone, other = people.person(mine), people.person(mine)
    consent(mine, someone, to=[named.agency_id], categories=NAMES | HEALTH)

    assert held(mine, someone, named) == {"same_body", "consent"}
    assert held(mine, someone, named, categories=NAMES | HEALTH) == {"same_body", "consent"}
    assert held(mine, someone, named, categories=NAMES | Category.ECONOMY) == {"same_body"}
    assert held(mine, someone, stranger) == {"same_body"}
    assert held(mine, other, named) == {"same_body"}


@pytest.mark.parametrize(
    ("until_on", "live"), [(None, True), (TOMORROW, True), (TODAY, False), (YESTERDAY, False)]
)
def test_a_consent_shows_nothing_from_its_last_day_on(until_on: date | None, live: bool):
    mine, named = office(), office("介護課")
    someone = people.person(mine)
    given = consent(mine, someone, to=[named.agency_id])
    ConsentRecipient.objects.filter(consent=given).update(until_on=until_on)

    assert ("consent" in held(mine, someone, named)) is live


def test_a_consent_taken_back_shows_nothing():
    mine, named = office(), office("介護課")
    someone = people.person(mine)
    given = consent(mine, someone, to=[named.agency_id])
    operations.withdraw_consent(mine, consent=given, words="")

    assert held(mine, someone, named) == {"same_body"}


def test_a_meeting_shows_who_sits_and_whether_the_giver_does():
    mine, agency, staff, stranger = office(), office("介護課"), office("保健課"), office("税務課")
    someone, other = people.person(mine), people.person(mine)
    meet(
        mine, someone, operations.agency(mine.agency_id), operations.agency(agency.agency_id), operations.staff(staff.staff_id)
    )  # fmt: skip

    assert held(mine, someone, agency) == {"same_body", "conference_item", "conference_seat"}
    assert held(mine, someone, staff) == {"same_body", "conference_item", "conference_seat"}
    assert held(mine, someone, stranger) == {"same_body", "conference_item"}
    assert held(mine, other, agency) == {"same_body"}


def test_a_seat_of_somebody_who_has_left_the_agency_is_no_seat_of_the_agency():
    mine, left = office(), office("保健課")
    someone = people.person(mine)
    meet(mine, someone, operations.staff(left.staff_id))
    agencies.Appointment.objects.filter(staff_id=left.staff_id).update(until_on=TODAY)

    assert held(mine, someone, left) == {"same_body"}


def test_a_grant_on_another_ground_is_no_seat():
    mine, other = office(), office("保健課")
    someone = people.person(mine)
    meet(mine, someone, operations.agency(other.agency_id), ground=Ground.CONSENT)

    assert held(mine, someone, other) == {"same_body"}


@pytest.mark.parametrize(
    ("kind", "until_on", "facts"),
    [
        (RoleKind.COMMISSIONER, None, {"other_body", "commissioner"}),
        (RoleKind.COMMISSIONER, TOMORROW, {"other_body", "commissioner"}),
        (RoleKind.COMMISSIONER, TODAY, {"other_body"}),
        (RoleKind.WINDOW, None, {"other_body"}),
    ],
)
def test_a_commissioner_is_known_by_a_living_appointment(
    kind: RoleKind, until_on: date | None, facts: set[str]
):
    mine, place = office(), agencies.agency("民生委員の集まり")
    agencies.appoint(agencies.staff(), agency=place, kind=kind, until_on=until_on)
    agencies.actor("よその民生委員", kinds=(RoleKind.COMMISSIONER,))
    someone = people.person(mine)

    assert (
        access.held_facts(mine, person_id=someone.id, receiver=place, categories=HEALTH, today=TODAY) == facts
    )


@pytest.mark.parametrize(
    ("giver", "receiver", "facts"),
    [
        (Body.ADMINISTRATION, Body.ADMINISTRATION, {"same_body"}),
        (Body.ADMINISTRATION, Body.COUNCIL, {"other_body"}),
        (Body.COUNCIL, Body.ADMINISTRATION, {"other_body"}),
        (Body.COUNCIL, Body.COUNCIL, {"other_body"}),
    ],
)
def test_one_body_is_only_the_administration_itself(giver: Body, receiver: Body, facts: set[str]):
    mine, other = (agencies.actor(agency=agencies.agency(body=body)) for body in (giver, receiver))

    assert held(mine, people.person(mine), other) == facts


@pytest.mark.parametrize(
    ("body", "fits"),
    [
        (Body.ADMINISTRATION, {"any": True, "public": True, "private": False}),
        (Body.COUNCIL, {"any": True, "public": False, "private": True}),
    ],
)
def test_a_ground_is_for_whoever_may_stand_on_the_giving_side(body: Body, fits: dict[str, bool]):
    actor = agencies.actor(agency=agencies.agency(body=body))

    assert {givers: access.fits_giver(actor, SimpleNamespace(givers=givers)) for givers in fits} == fits


def test_a_ground_is_answered_with_its_own_conditions_and_article():
    """地方公共団体の内部 (69条2項3号のような根拠): what the records show, and what the member of staff writes."""
    entry = register.ground_on("P69-2", on=TODAY)
    assert entry is not None
    written = {one.key: "書いた" for one in entry.condition if one.by == "staff"}
    shown = frozenset(one.key for one in entry.condition if one.by == "system")
    city, council = office(), agencies.actor()

    def reasons(actor: Actor, held: frozenset[str], answers: dict[str, str]) -> list[tuple[str, str, str]]:
        verdict = access.stands(actor, entry, held=held, answers=answers)
        return [(one.code, one.message, one.law) for one in verdict.reasons]

    assert reasons(city, shown, written) == []
    assert reasons(city, frozenset(), {}) == [
        (one.key if one.by == "system" else f"answer_{one.key}", one.missing, entry.article)
        for one in entry.condition
    ]
    assert reasons(council, shown, written) == (
        []
        if access.fits_giver(council, entry)
        else [("givers", "この根拠は、あなたの機関が渡す側のときには使えません。", entry.article)]
    )


def test_a_condition_of_the_records_is_not_met_by_writing_it_down():
    entry = register.ground_on("C0", on=TODAY)
    assert entry is not None
    (condition,) = [one for one in entry.condition if one.by == "system"]
    verdict = access.stands(office(), entry, held=frozenset(), answers={condition.key: "同意を得た"})

    assert [one.code for one in verdict.reasons] == [condition.key]


# --- one consent beside others -----------------------------------------------------------------------------


def row(agency: Actor, categories: int, until_on: date | None = None) -> ConsentRecipient:
    return ConsentRecipient(
        consent_id=uuid4(), agency_id=agency.agency_id, categories=categories, until_on=until_on
    )


def test_what_is_held_of_one_agency_is_said_of_no_other():
    named, stranger = office(), office("税務課")
    rows = [row(named, NAMES, TOMORROW), row(named, ALL_CATEGORIES)]
    found = access.Held({named.agency_id: rows})

    assert found.scopes(named.agency_id) == [Scope(NAMES, TOMORROW), Scope(ALL_CATEGORIES, None)]
    assert found.scopes(stranger.agency_id) == []


def test_the_narrowing_one_is_the_first_that_lets_know_less():
    named, stranger = office(), office("税務課")
    wide, narrow, shorter = (
        row(named, ALL_CATEGORIES),
        row(named, NAMES),
        row(named, ALL_CATEGORIES, TOMORROW),
    )
    found = access.Held({named.agency_id: [wide, narrow, shorter]})

    assert found.narrowing(named.agency_id, Scope(NAMES | HEALTH, None)) == narrow.consent_id
    assert found.narrowing(named.agency_id, Scope(NAMES, None)) == shorter.consent_id
    assert found.narrowing(named.agency_id, Scope(NAMES, TODAY)) is None
    assert found.narrowing(stranger.agency_id, Scope(ALL_CATEGORIES, None)) is None


def test_living_consents_of_one_person_the_oldest_first():
    mine, named, third = office(), office("介護課"), office("保健課")
    someone, other = people.person(mine), people.person(mine)
    first = consent(mine, someone, to=[named.agency_id])
    second = consent(mine, someone, to=[third.agency_id], until_on=NEXT_YEAR)
    over, gone = (
        consent(mine, someone, to=[office(name).agency_id], until_on=NEXT_YEAR) for name in ("一課", "二課")
    )
    consent(mine, other, to=[named.agency_id])
    Consent.objects.filter(id=over.id).update(until_on=TODAY)
    operations.withdraw_consent(mine, consent=gone, words="")
    announce(mine)

    assert access.standing_consents([someone.id], today=TODAY) == [first, second]


def test_living_consents_are_locked_so_that_two_who_ask_at_once_are_not_both_the_wider_one(
    django_assert_num_queries,
):
    mine = office()
    someone = people.person(mine)
    announce(mine)
    with django_assert_num_queries(1) as asked:
        access.standing_consents([someone.id], today=TODAY)

    assert asked.captured_queries[0]["sql"].endswith("FOR UPDATE")


def wanted(named=(), kinds=(), limited=None, until_on=None, taken_by=None):
    return access.wanted_recipients(
        named, kinds=kinds, limited=limited or {}, categories=ALL_CATEGORIES, until_on=until_on,
        taken_by=taken_by, today=TODAY,
    )  # fmt: skip


def test_a_consent_means_the_named_the_limited_whoever_takes_it_and_the_kinds_of_today():
    taker = agencies.agency("受け取った所")
    named, limited = agencies.agency("名前で"), agencies.agency("一部だけ")
    of_kind, both = (agencies.agency(name, field=Field.CHILD) for name in ("子の窓口", "名前でも子の窓口"))
    old = agencies.agency("閉じた子の窓口", field=Field.CHILD)
    Agency.objects.filter(id=old.id).update(until_on=TODAY)
    Agency.objects.filter(id=named.id).update(until_on=TODAY)
    agencies.agency("よその窓口", field=Field.ELDERLY)
    found = wanted(
        [named.id, both.id], [Field.CHILD], {limited.id: NAMES}, until_on=TOMORROW, taken_by=taker.id
    )
    whole = Scope(ALL_CATEGORIES, TOMORROW)

    assert list(found.items()) == [
        (taker.id, access.Wanted("受け取った所", whole, None)),
        (named.id, access.Wanted("名前で", whole, TODAY)),
        (limited.id, access.Wanted("一部だけ", Scope(NAMES, TOMORROW), None)),
        (of_kind.id, access.Wanted("子の窓口", whole, None, by_kind=Field.CHILD)),
        (both.id, access.Wanted("名前でも子の窓口", whole, None)),
    ]


def test_what_the_standing_consents_say_is_grouped_by_agency_the_older_first():
    mine, named, third = office(), office("介護課"), office("保健課")
    someone = people.person(mine)
    first = consent(mine, someone, to=[named.agency_id, third.agency_id])
    second = consent(mine, someone, to=[named.agency_id])
    announce(mine)

    def told(found) -> list[tuple[object, object]]:
        return [(one.consent_id, one.agency_id) for one in found]

    grouped = access.held_scopes([second, first], [named.agency_id, mine.agency_id])
    assert {key: told(rows) for key, rows in grouped.rows.items()} == {
        named.agency_id: [(first.id, named.agency_id), (second.id, named.agency_id)],
        mine.agency_id: [(first.id, mine.agency_id), (second.id, mine.agency_id)],
    }
    assert told(access.rows_of([first], agencies=[third.agency_id])) == [(first.id, third.agency_id)]
    assert {one.consent_id for one in access.rows_of([first], agencies=[])} == {first.id}
    everybody = access.rows_of([first, second], agencies=[])
    assert {one.agency_id for one in everybody} == {mine.agency_id, named.agency_id, third.agency_id}
    assert [one.consent_id for one in everybody] == [first.id] * 3 + [second.id] * 2
    assert [one.id for one in everybody[:3]] == sorted(one.id for one in everybody[:3])


def test_a_consent_taken_back_says_nothing_any_more():
    mine, named = office(), office("介護課")
    given = consent(mine, people.person(mine), to=[named.agency_id])
    operations.withdraw_consent(mine, consent=given, words="")
    announce(mine)

    assert access.rows_of([given], agencies=[]) == []


def test_closed_recipients_are_named_from_their_last_day_on():
    scope = Scope(ALL_CATEGORIES, None)
    ends = {"今日まで": TODAY, "昨日まで": YESTERDAY, "明日まで": TOMORROW, "つづく": None}
    found = {uuid4(): access.Wanted(name, scope, until_on) for name, until_on in ends.items()}

    assert access.closed_names(found, today=TODAY) == ("今日まで", "昨日まで")


def test_whom_an_earlier_answer_leaves_nothing_is_named_but_not_whoever_takes_the_consent():
    some, nothing = Scope(NAMES, None), Scope(0, None)
    taker, emptied, left, asked_nothing = (uuid4() for _ in range(4))
    found = {
        taker: access.Wanted("受け取った所", some, None), emptied: access.Wanted("空になる所", some, None),
        left: access.Wanted("残る所", some, None), asked_nothing: access.Wanted("何も渡さない所", nothing, None),
    }  # fmt: skip
    holding = {taker: nothing, emptied: nothing, left: some, asked_nothing: nothing}

    assert access.emptied_names(found, holding, taken_by=taker) == ("空になる所",)


def test_the_wording_is_known_on_the_days_it_was_in_force():
    since = date(2026, 4, 1)
    text = (PRESETS / "toshima.toml").read_text(encoding="utf-8")
    assert access.is_known_wording("どこにもない", on=TODAY)
    adopt_profile(text, name="試しの市", valid_from=since)

    assert [
        access.is_known_wording("1", on=since), access.is_known_wording("どこにもない", on=since),
        access.is_known_wording("どこにもない", on=since - timedelta(days=1)),
    ] == [True, False, True]  # fmt: skip


def test_what_is_refused_of_all_is_refused_of_the_kinds_of_these_consents_alone():
    mine = office()
    someone = people.person(mine)
    given, other = (consent(mine, someone, to=[], kinds=[Field.CHILD]) for _ in range(2))
    announce(mine)
    access.narrow_kinds([given], kept=NAMES | HEALTH)

    kept = dict(ConsentKind.objects.values_list("consent_id", "categories"))
    assert kept == {given.id: NAMES | HEALTH, other.id: ALL_CATEGORIES}
