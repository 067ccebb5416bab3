"""受け持ち and 活動の数: counted from what the actor may see, summed by person, area, operator, programme."""

from __future__ import annotations

import itertools
import uuid
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.actor import Actor, actor_for
from norishiro.agencies.choices import Programme, RoleKind
from norishiro.cases.models import Case
from norishiro.cases.operations import assign_role
from norishiro.consultations.choices import LeadSide
from norishiro.core.calendar import fiscal_year
from norishiro.core.operation import announce
from norishiro.outreach.choices import Met, Method
from norishiro.outreach.models import Contact
from norishiro.sharing.choices import Ground, SubjectKind
from norishiro.sharing.operations import Subject, own_work
from tests.factories import agencies, people
from tests.rooms.agencies.conftest import Town, browser_of

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
_numbers = itertools.count(1)


def case_of(actor: Actor, *, area=None, operator_id=None, lead_staff_id=None) -> Case:
    announce(actor)
    new_id = uuid.uuid4()
    own_work(actor, subjects=[Subject(SubjectKind.CASE, new_id)], source_id=new_id)
    return Case.objects.create(
        id=new_id, number=f"K{next(_numbers)}", title="見本の世帯", operator_id=operator_id or actor.agency_id,
        lead_agency_id=actor.agency_id, lead_staff_id=lead_staff_id or actor.staff_id, lead_side=LeadSide.COUNCIL,
        area=area, opened_on=date(2026, 4, 1), last_moved_on=date(2026, 4, 1),
    )  # fmt: skip


def contact_of(actor: Actor, programme: Programme, *, sub_programme: str = "") -> Contact:
    someone = people.person(actor)
    return Contact.objects.create(
        subject_id=someone.id, person=someone, basis=Ground.OWN, agency_id=actor.agency_id, body="訪問した",
        happened_on=timezone.localdate(), method=Method.VISIT, met=Met.MET, programme=programme,
        sub_programme=sub_programme, staff_id=actor.staff_id,
    )  # fmt: skip


def worker(town: Town, name: str, role: str, agency: str, **place: str) -> Actor:
    held = town.put(name, role, agency, **place)
    actor = actor_for(staff_id=held.staff_id, agency_id=held.agency_id, today=date(2026, 11, 20))
    assert actor is not None
    return actor


def test_each_person_shows_area_and_multi_agency_work_and_the_imbalance(db):
    town = Town("nishitokyo")
    one = worker(town, "架空 一", "CSW", "HOTNET", area="LIVING01")
    two = worker(town, "架空 二", "CSW", "HOTNET", area="LIVING02")
    keeper = town.keeper("HOTNET")
    for _ in range(3):
        case_of(one)
    case_of(two)
    contact_of(one, Programme.MULTI_AGENCY)
    contact_of(one, Programme.OUTREACH)
    client = browser_of(keeper)
    given = {"area_cases": "2", "multi_agency_cases": "5", "from_on": "令和8年4月1日"}
    assert client.post(reverse("agencies:set_load_level"), given).status_code == 302
    loads = client.get(reverse("casework:workload")).context["loads"]
    assert [
        (load.name, load.areas, load.area_cases, load.multi_agency_cases, load.area_contacts, load.multi_agency_contacts, load.is_over)
        for load in loads
    ] == [
        ("架空 一", "第1圏域", 3, 0, 1, 1, True),
        ("架空 二", "第2圏域", 1, 0, 0, 0, False),
        ("架空 事務", "", 0, 0, 0, 0, False),
    ]  # fmt: skip


def test_a_level_that_is_no_number_is_told_at_the_field(db):
    client = browser_of(agencies.actor(kinds=(RoleKind.MANAGER,)))
    response = client.post(
        reverse("agencies:set_load_level"), {"area_cases": "たくさん", "multi_agency_cases": "5"}
    )
    assert (response.status_code, sorted(response.context["form"].errors)) == (422, ["area_cases", "from_on"])


def test_a_district_shows_people_cases_and_population_per_worker_and_rolls_up(db):
    town = Town("setagaya")
    district = town.area("DIS01")
    district.population = 30000
    district.save()
    one = worker(town, "架空 一", "DISTRICT_WORKER", "SHAKYO_OFFICE", area="DIS01")
    worker(town, "架空 二", "DISTRICT_ASSISTANT", "SHAKYO_OFFICE", area="DIS01")
    case_of(one, area=district)
    case_of(one, area=district)
    case_of(one, area=town.area("DIS07"))
    areas = browser_of(one).get(reverse("casework:workload")).context["areas"]
    found = {load.node.area.code: (load.workers, load.cases, load.cases_per_worker) for load in areas}
    assert [found[code] for code in ("DIS01", "REG01", "REG02", "WARD")] == [
        (2, 2, 1.0), (2, 2, 1.0), (0, 1, None), (2, 3, 1.5),
    ]  # fmt: skip
    assert next(load.population_per_worker for load in areas if load.node.area.code == "DIS01") == 15000


def test_any_operator_can_lead_and_counts_split_by_region_and_centre(db):
    town = Town("setagaya")
    one = worker(town, "架空 一", "OPERATOR_R6", "B1_SEIKATSU")
    case_of(one)
    case_of(one, operator_id=town.agency("PLATHOME").id)
    case_of(one, operator_id=town.agency("B2_HOKEN").id)
    operators = browser_of(one).get(reverse("casework:workload")).context["operators"]
    assert len(operators.rows) == 21
    assert {row.name: row.operated for row in operators.rows if row.operated} == {
        town.agency(code).name: 1 for code in ("B1_SEIKATSU", "PLATHOME", "B2_HOKEN")
    }
    assert (operators.by_body, operators.total) == ([("行政", 2), ("社会福祉協議会", 1)], 3)


def test_another_agency_counts_none_of_what_it_may_not_see(db):
    town = Town("setagaya")
    one = worker(town, "架空 一", "OPERATOR_R6", "B1_SEIKATSU")
    other = worker(town, "架空 他", "OPERATOR_R6", "B3_KODOMO")
    case_of(one, area=town.area("DIS01"))
    contact_of(one, Programme.OUTREACH)
    shown = browser_of(other).get(reverse("casework:workload")).context
    assert (shown["operators"].total, sum(load.cases for load in shown["areas"])) == (0, 0)
    assert browser_of(other).get(reverse("casework:activity")).context["total"] == 0
    assert browser_of(one).get(reverse("casework:activity")).context["total"] == 1


def test_the_same_records_sum_by_five_programmes_and_by_three_groups(db):
    town = Town("toshima")
    one = worker(town, "架空 一", "COORDINATOR", "FUKUSHI_SOMU")
    contact_of(one, Programme.OUTREACH, sub_programme="高齢者アウトリーチ事業")
    contact_of(one, Programme.OUTREACH, sub_programme="高齢者アウトリーチ事業")
    contact_of(one, Programme.MULTI_AGENCY)
    contact_of(one, Programme.PARTICIPATION)
    client = browser_of(one)
    five = client.get(reverse("casework:activity")).context["rows"]
    assert [(row.label, row.count) for row in five] == [
        ("包括的相談支援事業", 0), ("参加支援事業", 1), ("地域づくり事業", 0), ("アウトリーチ等を通じた継続的支援事業", 2),
        ("多機関協働事業", 1),
    ]  # fmt: skip
    assert five[3].parts == (("高齢者アウトリーチ事業", 2),)
    three = client.get(reverse("casework:activity"), {"by": "3"}).context
    assert [(row.label, row.count) for row in three["rows"]] == [
        ("相談支援", 3), ("参加支援", 1), ("地域づくりに向けた支援", 0),
    ]  # fmt: skip
    last_year = fiscal_year(timezone.localdate()) - 1
    assert client.get(reverse("casework:activity"), {"year": last_year}).context["total"] == 0


@pytest.mark.parametrize("screen", ["workload", "activity"])
def test_who_may_not_see_staffing_is_told_why(screen):
    client = browser_of(agencies.actor(kinds=(RoleKind.ADVISER,)))
    assert client.get(reverse(f"casework:{screen}")).status_code == 403


def test_more_cases_ask_no_more_questions(db, django_assert_num_queries):
    town = Town("nishitokyo")
    one = worker(town, "架空 一", "CSW", "HOTNET", area="LIVING01")
    client = browser_of(one)
    case_of(one, area=town.area("LIVING01"))
    client.get(reverse("casework:workload"))
    with django_assert_num_queries(29):
        client.get(reverse("casework:workload"))
    case_of(one, area=town.area("LIVING02"))
    case_of(one)
    with django_assert_num_queries(29):
        client.get(reverse("casework:workload"))


def test_any_operator_is_given_the_lead_on_screen_and_leads_from_then_on(db):
    """世田谷: the sections of the regions and the poverty centre are operators alike."""
    town = Town("setagaya")
    one = worker(town, "架空 一", "OPERATOR_R6", "B1_SEIKATSU")
    case = case_of(one)
    assign_role(
        one, case=case, bearer_id=one.agency_id, what="訪問", from_on=TODAY, next_on=TODAY, today=TODAY
    )
    client = browser_of(one)
    for code, side in (("B2_HOKEN", "ADMINISTRATION"), ("PLATHOME", "COUNCIL")):
        form = {
            "side": side,
            "lead_agency": str(town.agency(code).id),
            "lead_staff": "",
            "reason": "地区が替わる",
        }
        assert client.post(reverse("cases:change_lead", args=[case.id]), form).status_code == 302
        there = worker(town, f"架空 {code}", "OPERATOR_R6", code)
        led = browser_of(there).get(reverse("casework:workload")).context["operators"]
        assert {row.name: row.led for row in led.rows if row.led} == {town.agency(code).name: 1}
        assert browser_of(there).get(reverse("cases:show", args=[case.id])).status_code == 200
