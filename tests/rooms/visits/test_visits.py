"""Planned, changed, moved, called off, gone to and written down: what each verb changes, and what it refuses."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from norishiro.agencies.choices import RoleKind
from norishiro.agencies.models import Appointment, Staff
from norishiro.cases import operations as cases
from norishiro.casework.operations import recording
from norishiro.casework.queries.today import today_of
from norishiro.core.operation import announce
from norishiro.core.records import StaleVersion, Unseen
from norishiro.core.verdict import Refused
from norishiro.outreach.models import Contact
from norishiro.outreach.operations import Told, correct_contact
from norishiro.people.models import Person
from norishiro.sharing import operations as sharing
from norishiro.visits import operations, queries
from norishiro.visits.models import Goer, Visit
from norishiro.visits.operations import Planned
from norishiro.visits.queries import rounds
from tests.factories import agencies, people
from tests.rooms.visits.office import DAY, Office, codes, office

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
NINE = timezone.make_aware(datetime.combine(TODAY, time(9)))
HOUR, GRACE = timedelta(hours=1), timedelta(minutes=15)


@pytest.fixture
def town() -> Office:
    return office(TODAY)


def told(**said: Any) -> Told:
    return Told(**{"happened_on": TODAY, "method": "VISIT", "body": "玄関先で話した", **said})


def record(town: Office, by: Any = None, **said: Any) -> Contact:
    return recording.record_contact(
        by or town.worker,
        case=town.case,
        person=None,
        told=told(**said),
        basis="OWN",
        categories=32,
        today=TODAY,
    )


def enter(
    town: Office, visit: Visit, by: Any = None, *, at: datetime = NINE, until: datetime = NINE + HOUR
) -> Visit:
    return operations.enter_visit(by or town.worker, visit=visit, expected_at=until, today=TODAY, now=at)


def lines(actor: Any, *, now: datetime | None = None) -> list[tuple[str, str, str, bool]]:
    announce(actor)
    found = today_of(actor, today=TODAY, now=now)
    return [(one.code, line.what, line.who, line.late) for one in found for line in one.lines if one.code not in ("idle", "districts")]  # fmt: skip


# --- planning ----------------------------------------------------------------------------------------------------


def test_a_visit_stands_on_the_day_of_each_who_goes_at_the_end_of_the_own_round(town):
    other = town.household("架空 二の家")
    first = town.plan(goers=(town.worker, town.colleague))
    town.plan(case=other)
    orders = Goer.objects.order_by("staff__name", "order").values_list("staff__name", "order")
    assert list(orders) == [("架空 同僚", 1), ("架空 花子", 1), ("架空 花子", 2)]
    assert (first.subject_id, first.basis, first.categories) == (town.case.id, "OWN", 32)


def test_a_day_in_the_past_is_answered_with_what_to_do(town):
    with pytest.raises(Refused) as refused:
        town.plan(day=TODAY - DAY)
    assert codes(refused) == ["day"]
    assert "ひとこと記録" in refused.value.verdict.reasons[0].message


def test_who_holds_no_post_there_or_is_shut_out_is_not_sent(town):
    with pytest.raises(Refused) as stranger:
        town.plan(goers=(town.worker, town.stranger))
    Appointment.objects.filter(staff_id=town.colleague.staff_id).update(until_on=TODAY)
    with pytest.raises(Refused) as retired:
        town.plan(goers=(town.worker, town.colleague))
    relative = Staff.objects.get(id=town.leader.staff_id)
    sharing.exclude_staff(
        town.worker, subjects=[sharing.case(town.case.id)], shut_out=relative, reason="親族"
    )
    with pytest.raises(Refused) as shut_out:
        town.plan(goers=(town.worker, town.leader))
    assert [codes(one) for one in (stranger, retired, shut_out)] == [["goers"], ["goers"], ["goers"]]


def test_the_same_visit_is_planned_once_but_morning_and_evening_are_two(town):
    town.plan(from_at=time(9))
    with pytest.raises(Refused) as refused:
        town.plan(from_at=time(9), purpose="もう一度")
    town.plan(from_at=time(17))
    assert (codes(refused), Visit.objects.count()) == (["day"], 2)


def test_sixty_visits_fill_a_day(town):
    visit = town.plan()
    Visit.objects.bulk_create(
        Visit(
            case=town.case, subject_id=town.case.id, basis="OWN", agency_id=town.worker.agency_id, categories=32, day=TODAY,
            from_at=time(number // 60, number % 60), purpose="一軒", planned_by_id=town.worker.staff_id,
        )
        for number in range(59)
    )  # fmt: skip
    Goer.objects.bulk_create(
        Goer(visit=one, staff_id=town.worker.staff_id, order=9) for one in Visit.objects.exclude(id=visit.id)
    )
    with pytest.raises(Refused) as refused:
        town.plan(from_at=time(23, 45))
    assert codes(refused) == ["day"]
    town.plan(from_at=time(23, 45), goers=(town.colleague,))
    assert len(rounds.round_of(town.worker, day=TODAY)) == 60


def test_a_household_where_two_go_is_not_planned_for_one(town):
    town.note("PAIR")
    with pytest.raises(Refused) as refused:
        town.plan()
    assert codes(refused) == ["goers"]
    assert town.plan(goers=(town.worker, town.colleague)).alone_because == ""
    assert town.plan(day=TODAY + DAY, company="地域包括の保健師").alone_because == ""


def test_going_alone_with_a_reason_is_told_to_the_leader_until_it_was_read(town):
    town.note("PAIR")
    visit = town.plan(alone_because="本人が一人ならと言っている")
    report = ("watched", "架空 花子からの、一人での訪問の届け", "架空家", False)
    assert [report in lines(one) for one in (town.leader, town.colleague)] == [True, False]
    with pytest.raises(Refused) as refused:
        operations.see_alone(town.colleague, visit=visit, today=TODAY)
    assert codes(refused) == ["agency"]
    operations.see_alone(town.leader, visit=visit, today=TODAY)
    assert report not in lines(town.leader)


def test_a_note_on_a_member_holds_for_the_case(town):
    minded = {"kinds": ("PAIR",), "teller": "自分で見た", "heard_on": TODAY, "is_told": True, "told_words": "口頭で",
              "review_on": TODAY + DAY}  # fmt: skip
    operations.note_safety(town.worker, person=town.mother, minded=operations.Minded(**minded), today=TODAY)
    with pytest.raises(Refused) as refused:
        town.plan()
    assert codes(refused) == ["goers"]


def test_a_visit_of_somebody_in_no_case_is_about_the_person(town):
    someone = people.person(town.worker, "架空 単身")
    planned = Planned(day=TODAY, purpose="顔を見る", goer_ids=(town.worker.staff_id,))
    visit = operations.plan_visit(town.worker, person=someone, planned=planned, today=TODAY)
    assert [who for _code, _what, who, _late in lines(town.worker)] == ["架空 単身さん"]
    Person.objects.filter(id=someone.id).update(keep_from_family=True)
    assert [who for _code, _what, who, _late in lines(town.worker)] == [
        "架空 単身さん・本人だけに（家族に知られたくない）"
    ]
    contact = recording.record_contact(
        town.worker, case=None, person=someone, told=told(), basis="OWN", categories=32, today=TODAY
    )
    visit.refresh_from_db()
    assert (visit.subject_id, visit.contact_id) == (someone.id, contact.id)


def test_two_who_change_at_once_meet(town):
    visit = town.plan()
    planned = Planned(day=TODAY + DAY, purpose="あす", goer_ids=(town.colleague.staff_id,))
    operations.change_visit(town.worker, visit=visit, version=1, planned=planned, today=TODAY)
    with pytest.raises(StaleVersion):
        operations.change_visit(town.worker, visit=visit, version=1, planned=planned, today=TODAY)
    announce(town.colleague)
    assert [one.visit.purpose for one in rounds.round_of(town.colleague, day=TODAY + DAY)] == ["あす"]
    announce(town.worker)
    assert rounds.round_of(town.worker, day=TODAY) == []


def test_the_order_is_the_own_one(town):
    for number, title in enumerate(("い", "ろ", "は")):
        town.plan(
            case=town.household(f"架空{title}"), goers=(town.worker, town.colleague), from_at=time(9 + number)
        )
    last = rounds.round_of(town.worker, day=TODAY)[2].visit
    operations.move_visit(town.worker, visit=last, later=False, today=TODAY)
    operations.move_visit(town.worker, visit=last, later=False, today=TODAY)
    operations.move_visit(town.worker, visit=last, later=False, today=TODAY)

    def titles(actor: Any, **which: Any) -> list[str]:
        announce(actor)
        return [one.visit.called for one in rounds.round_of(actor, day=TODAY, **which)]

    assert titles(town.worker) == ["架空は", "架空い", "架空ろ"]
    assert titles(town.colleague) == ["架空い", "架空ろ", "架空は"]
    assert titles(town.leader, whole_office=True) == ["架空い", "架空ろ", "架空は"]


def test_called_off_with_a_reason_it_leaves_the_round_and_cannot_be_changed(town):
    visit = town.plan()
    operations.cancel_visit(town.worker, visit=visit, because="本人の都合", today=TODAY)
    announce(town.worker)
    assert rounds.round_of(town.worker, day=TODAY) == []
    with pytest.raises(Refused) as refused:
        operations.cancel_visit(town.worker, visit=visit, because="もう一度", today=TODAY)
    assert codes(refused) == ["visit"]


# --- from a promise ----------------------------------------------------------------------------------------------


def test_a_promise_becomes_a_visit_with_its_words_and_is_kept_by_the_record(town):
    promised = record(town, next_on=TODAY, next_what="書類を届ける")
    assert [one[0] for one in lines(town.worker) if "書類を届ける" in one[1]] == ["promises"]
    visit = operations.plan_promise(town.worker, contact=promised, today=TODAY)
    assert (visit.day, visit.purpose, visit.case_id) == (TODAY, "書類を届ける", town.case.id)
    assert [one[0] for one in lines(town.worker) if "書類を届ける" in one[1]] == ["visits"]
    with pytest.raises(Refused) as refused:
        operations.plan_promise(town.worker, contact=promised, today=TODAY)
    assert codes(refused) == ["next_on"]

    written = record(town)
    visit.refresh_from_db()
    promised.refresh_from_db()
    assert (visit.contact_id, promised.next_done_on) == (written.id, TODAY)
    assert [one for one in lines(town.worker) if "書類を届ける" in one[1]] == []


def test_a_promise_whose_day_is_past_is_planned_for_today(town):
    late = record(town, happened_on=TODAY - 9 * DAY, next_on=TODAY - 2 * DAY, next_what="電話のあと訪ねる")
    assert operations.plan_promise(town.worker, contact=late, today=TODAY).day == TODAY


def test_two_visits_of_one_promise_cannot_stand(town):
    promised = record(town, next_on=TODAY)
    visit = operations.plan_promise(town.worker, contact=promised, today=TODAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Visit.objects.create(
            case=town.case, subject_id=town.case.id, agency_id=visit.agency_id, day=TODAY, purpose="二つめ", promise=promised,
            planned_by_id=town.worker.staff_id, categories=32,
        )  # fmt: skip
    operations.cancel_visit(town.worker, visit=visit, because="都合", today=TODAY)
    operations.plan_promise(town.worker, contact=promised, today=TODAY)
    assert Visit.objects.filter(promise=promised).count() == 2


# --- the record closes it ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "closes"), [("VISIT", True), ("ESCORT", True), ("LETTER", True), ("PHONE", False)]
)
def test_the_record_of_that_day_by_who_goes_closes_the_visit(town, method, closes):
    visit = town.plan()
    contact = record(town, method=method)
    visit.refresh_from_db()
    assert visit.contact_id == (contact.id if closes else None)


def test_a_record_of_another_day_or_by_somebody_else_does_not(town):
    visit = town.plan()
    record(town, happened_on=TODAY - DAY)
    record(town, by=town.colleague)
    visit.refresh_from_db()
    assert visit.is_open
    record(town)
    visit.refresh_from_db()
    assert not visit.is_open


def test_a_corrected_record_is_found_in_its_last_form(town):
    visit = town.plan()
    contact = record(town)
    corrected = correct_contact(town.worker, contact=contact, told=told(body="訂正"), today=TODAY)
    visit.refresh_from_db()
    announce(town.worker)
    assert queries.newest_of(town.worker, contact_id=visit.contact_id) == corrected.id


# --- in and out --------------------------------------------------------------------------------------------------


def test_who_does_not_come_out_is_told_to_the_colleagues_and_the_leader_after_the_grace(town):
    enter(town, town.plan())
    line = ("overdue", "架空 花子が終わりの予定を過ぎても戻っていません", "架空家", True)
    before, after = NINE + HOUR + GRACE - timedelta(seconds=1), NINE + HOUR + GRACE
    everybody = (town.colleague, town.leader, town.stranger)
    assert [line in lines(one, now=before) for one in everybody] == [False, False, False]
    assert [line in lines(one, now=after) for one in everybody] == [True, True, False]


def test_coming_out_in_time_tells_nobody(town):
    visit = enter(town, town.plan())
    operations.leave_visit(town.worker, visit=visit, now=NINE + HOUR)
    assert [one for one in lines(town.colleague, now=NINE + 5 * HOUR) if one[0] == "overdue"] == []
    with pytest.raises(Refused) as refused:
        operations.leave_visit(town.worker, visit=visit, now=NINE + HOUR)
    assert codes(refused) == ["left"]


def test_going_in_twice_by_a_stranger_or_on_another_day_is_refused(town):
    visit, tomorrow = town.plan(), town.plan(day=TODAY + DAY)
    enter(town, visit)
    with pytest.raises(Refused) as twice:
        enter(town, visit)
    with pytest.raises(Refused) as early:
        enter(town, tomorrow)
    with pytest.raises(Refused) as other:
        enter(town, tomorrow, town.colleague, at=NINE, until=NINE + HOUR)
    with pytest.raises(Refused) as over:
        enter(town, town.plan(from_at=time(15)), at=NINE, until=NINE)
    assert [codes(one) for one in (twice, early, other, over)] == [
        ["entered"],
        ["day"],
        ["goers", "day"],
        ["expected_at"],
    ]


def test_on_the_way_leaves_the_line_and_says_who(town):
    visit = enter(town, town.plan())
    late = NINE + 2 * HOUR
    operations.answer_overdue(town.colleague, visit=visit, kind="RUSHING", now=late)
    assert (
        "overdue",
        "架空 花子が終わりの予定を過ぎても戻っていません",
        "架空家・架空 同僚が駆けつけています",
        True,
    ) in lines(town.leader, now=late)


def test_who_was_reached_is_out_or_has_a_new_end(town):
    visit = enter(town, town.plan())
    late = NINE + 2 * HOUR
    with pytest.raises(Refused) as silent:
        operations.answer_overdue(town.colleague, visit=visit, kind="REACHED", now=late)
    operations.answer_overdue(
        town.colleague,
        visit=visit,
        kind="REACHED",
        words="話が長引いている",
        expected_at=late + HOUR,
        now=late,
    )

    def told_late(now: datetime) -> int:
        return len([one for one in lines(town.leader, now=now) if one[0] == "overdue"])

    assert (codes(silent), told_late(late), told_late(late + HOUR + GRACE)) == (["words"], 0, 1)
    operations.answer_overdue(
        town.leader, visit=visit, kind="REACHED", words="帰り道だった", now=late + 2 * HOUR
    )
    assert told_late(late + 3 * HOUR) == 0
    with pytest.raises(Refused) as over:
        operations.answer_overdue(
            town.leader, visit=visit, kind="REACHED", words="もう一度", now=late + 3 * HOUR
        )
    assert codes(over) == ["visit"]


def test_the_record_brings_out_who_forgot_to_say_so(town):
    visit = enter(town, town.plan())
    record(town)
    assert [one for one in lines(town.colleague, now=NINE + 3 * HOUR) if one[0] == "overdue"] == []
    visit.refresh_from_db()
    assert visit.left_at == visit.contact.made_at


def test_who_is_inside_is_not_called_off(town):
    visit = enter(town, town.plan())
    with pytest.raises(Refused) as refused:
        operations.cancel_visit(town.worker, visit=visit, because="都合", today=TODAY)
    assert codes(refused) == ["visit"]


# --- who sees ----------------------------------------------------------------------------------------------------


def test_another_agency_does_not_learn_of_visits_notes_and_keys(town):
    """Through the questions and through the walls alike."""
    visit, note = town.plan(goers=(town.worker, town.colleague)), town.note("ANIMAL")
    operations.keep_way_in(town.worker, case=town.case, entry="鍵は管理人")
    announce(town.stranger)
    for model in (Visit, Goer, type(note)):
        assert model.objects.count() == 0
    assert queries.ways_in(town.stranger, subject_ids=[town.case.id]) == []
    with pytest.raises(Unseen):
        queries.get_visit(town.stranger, visit_id=visit.id)
    with pytest.raises(Unseen):
        queries.get_safety(town.stranger, note_id=note.id)
    announce(town.colleague)
    assert queries.get_visit(town.colleague, visit_id=visit.id) == visit


def test_nobody_plans_for_a_case_the_agency_does_not_hold(town):
    other = agencies.actor("架空 二", kinds=(RoleKind.CSW,))
    foreign = cases.open_case(
        other, title="よその家", household=None, people=[people.person(other)], operator_id=other.agency_id,
        lead_agency_id=other.agency_id, lead_side="COUNCIL", reason="近い", today=TODAY,
    )  # fmt: skip
    announce(town.worker)
    with pytest.raises(Unseen):
        town.plan(case=foreign)
    announce(town.worker)
    assert Visit.objects.count() == 0
