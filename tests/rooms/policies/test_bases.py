"""The plan of a base beside what it received: counted from the records, by field, first and all."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import RoleKind
from norishiro.agencies.models import Agency, Appointment, Base
from norishiro.casework.operations.adopt import adopt
from norishiro.consultations.models import Concern, Consultation
from norishiro.people.models import Person
from norishiro.policies.models import BaseGoal, BasePlan
from norishiro.profiles.loader import PRESETS
from norishiro.reports import definitions
from tests.factories import agencies, people
from tests.rooms.consultations.town import client_of, token
from tests.rooms.reports import town as reported

pytestmark = pytest.mark.django_db
YEAR = 2026


@pytest.fixture
def base() -> Base:
    text = (PRESETS / "hachioji.toml").read_text(encoding="utf-8")
    adopt(text, name="hachioji", today=date(2026, 4, 1))
    return Base.objects.order_by("order", "code").first() or Base.objects.create(
        code="KYOTEN", name="北の拠点", from_on=agencies.EPOCH
    )


def worker(name: str, base: Base, agency: Agency) -> Actor:
    found = agencies.actor(name, agency=agency, kinds=(RoleKind.CSW,))
    Appointment.objects.filter(staff_id=found.staff_id).update(base=base)
    return reported.worn(found)


def get(actor: Actor, screen: str, /, *args: Any, **query: Any):
    return client_of(actor).get(reverse(f"policies:{screen}", args=args), {"year": YEAR, **query})


def post(actor: Actor, screen: str, /, *args: Any, **values: Any):
    address = reverse(f"policies:{screen}", args=args) + f"?year={YEAR}"
    return client_of(actor).post(address, {**token(), "year": str(YEAR), **values})


def done(sent: Any) -> None:
    assert sent.status_code == 302, sent.context and sent.context["form"].errors


def received(actor: Actor, person: Person, on: date, *codes: str) -> Consultation:
    found = reported.received(actor, person, on=on)
    for code in codes:
        Concern.objects.create(consultation=found, code=code, label=code, national_code=code, mark="CIRCLE")
    return found


def told(actor: Actor, base: Base) -> dict[str, tuple[int, int]]:
    found = get(actor, "base_plan", base.id).context["found"]
    lines = (*found.fields, *found.months, found.whole)
    return {one.label: (one.new, one.every) for one in lines if one.every}


def test_a_base_has_its_yearly_plan_and_its_consultations_by_field_new_and_all_without_a_tally(base):
    agency = Agency.objects.get(code="HACHIMARU")
    csw = worker("架空 歩", base, agency)
    keeper = agencies.actor("架空 計画", agency=agency, kinds=(RoleKind.COORDINATOR,))
    elsewhere = agencies.actor("架空 別", agency=agencies.agency("よその窓口"), kinds=(RoleKind.CSW,))
    lines = get(keeper, "base_plans").context["lines"]
    assert [(one.plan, one.goals) for one, _href in lines if one.scope.key == str(base.id)] == [(None, 0)]
    assert get(keeper, "base_plan", base.id).status_code == 200
    assert get(keeper, "add_base_goal", base.id).status_code == 404
    done(post(keeper, "write_base_plan", base.id, version="0", words="声を出せない人に気づく。"))
    done(post(keeper, "write_base_plan", base.id, version="1", words="声を出せない人に、だれかが気づく。"))
    assert post(keeper, "write_base_plan", base.id, version="1", words="先に開いた人").status_code == 409

    goal = {
        "number": "1",
        "words": "出向いて会う",
        "efforts": "週に二日、歩く",
        "measure": "",
        "figure": "visits",
        "target": "40",
    }
    done(post(keeper, "add_base_goal", base.id, **goal))
    assert post(keeper, "add_base_goal", base.id, **goal).status_code == 422
    sent = post(keeper, "add_base_goal", base.id, **goal | {"number": "2", "figure": ""})
    assert sorted(sent.context["form"].errors) == ["figure"]
    done(post(keeper, "add_base_goal", base.id, **goal | {"number": "2", "figure": "", "target": ""}))
    second = BaseGoal.objects.get(number="2")
    changed = goal | {
        "number": "2",
        "words": "顔を覚える",
        "figure": "received",
        "target": "5",
        "version": "1",
    }
    done(post(keeper, "change_base_goal", second.id, **changed))

    one, two, three = (people.person(csw, f"架空 {name}") for name in ("一郎", "二郎", "三郎"))
    received(csw, one, date(2026, 3, 31), "CARE")
    received(csw, one, date(2026, 4, 1), "CARE", "INCOME")
    received(csw, two, date(2026, 4, 20), "HIKIKOMORI", "DEBT")
    received(csw, two, date(2026, 5, 1), "OTHER")
    received(csw, three, date(2027, 3, 31))
    received(elsewhere, people.person(elsewhere, "架空 四郎"), date(2026, 4, 2), "CARE")
    reported.contact(csw, two, on=date(2026, 4, 21))
    assert told(keeper, base) == {
        "高齢・介護": (0, 1), "困窮・ひきこもり": (1, 2), "その他": (0, 1), "困りごとが書かれていない": (1, 1),
        "4月": (1, 2), "5月": (0, 1), "3月": (1, 1), "全体": (2, 4),
    }  # fmt: skip
    page = get(keeper, "base_plan", base.id)
    assert [(line.goal.words, line.label, line.goal.target, line.actual) for line, _href in page.context["goals"]] == [
        ("出向いて会う", definitions.FIGURES["visits"].label, 40, 1), ("顔を覚える", definitions.FIGURES["received"].label, 5, 4),
    ]  # fmt: skip

    client = client_of(csw)
    hrefs = {
        (one["line"].label, which): one[which]
        for _title, _heading, lines in page.context["groups"] for one in lines for which in ("new", "all")
    }  # fmt: skip
    behind = client.get(hrefs["困窮・ひきこもり", "all"]).context["found"]
    assert (behind.total, [each.person_id for each in behind.consultations]) == (2, [two.id, one.id])
    behind = client.get(hrefs["困窮・ひきこもり", "new"]).context["found"]
    assert (behind.total, [each.person_id for each in behind.consultations]) == (1, [two.id])
    behind = client.get(hrefs["5月", "all"]).context["found"]
    assert (behind.title, behind.total) == ("5月　全部", 1)
    manager = agencies.actor(
        "架空 課長", agency=Agency.objects.get(code="FUKUSHI_SEISAKU"), kinds=(RoleKind.MANAGER,)
    )
    behind = client_of(manager).get(hrefs["全体", "all"]).context["found"]
    assert (behind.total, behind.seen, behind.hidden) == (4, 0, 4)
    assert get(manager, "base_records", base.id, key="NOTHING").status_code == 404
    assert get(elsewhere, "base_plan", base.id).status_code == 404

    book = load_workbook(BytesIO(post(keeper, "take_base_plan", base.id, form="xlsx").content))
    rows = [
        row
        for row in book["相談の分野"].iter_rows(values_only=True)
        if row[0] in ("困窮・ひきこもり", "全体")
    ]
    assert rows == [("困窮・ひきこもり", 1, 2), ("全体", 2, 4)]
    assert [row[:7] for row in book["計画"].iter_rows(values_only=True) if row[0] == "1"] == [
        ("1", "出向いて会う", "週に二日、歩く", None, "訪問", 40, 1)
    ]
    assert post(keeper, "take_base_plan", base.id, form="pdf").content.startswith(b"%PDF")
    assert BasePlan.objects.get().words == "声を出せない人に、だれかが気づく。"

    assert get(csw, "write_base_plan", base.id).status_code == 403
    assert get(agencies.actor("架空 助言", kinds=(RoleKind.ADVISER,)), "base_plans").status_code == 403
    sent = post(keeper, "write_base_plan", base.id, version="2", words="架空一郎さんを訪ねる")
    assert sent.status_code == 422

    def asked(name: str, *args: Any) -> int:
        client = client_of(keeper)
        with CaptureQueriesContext(connection) as counted:
            assert client.get(reverse(f"policies:{name}", args=args), {"year": YEAR}).status_code == 200
        return len(counted)

    screens = (("base_plans", ()), ("base_plan", (base.id,)), ("base_records", (base.id,)))
    first = {name: asked(name, *args) for name, args in screens}
    done(post(keeper, "add_base_goal", base.id, **goal | {"number": "3", "figure": "phones"}))
    received(csw, one, date(2026, 6, 1), "CARE")
    received(csw, two, date(2026, 6, 2), "CARE")
    assert {name: asked(name, *args) for name, args in screens} == first
    assert first == {"base_plans": 28, "base_plan": 32, "base_records": 30}
