"""支援会議の対象ケース数: by the groups of agencies the office reports by, the whole, and each number opens its cases."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import RoleKind
from norishiro.agencies.models import Agency
from norishiro.casework.operations.adopt import adopt
from norishiro.core.operation import announce
from norishiro.meetings.choices import BodyKind, ItemKind, ItemStatus, SittingStatus
from norishiro.meetings.models import Body, Item, Sitting
from norishiro.profiles.loader import PRESETS
from norishiro.profiles.schema.reports import ReportLayout
from norishiro.reports import lookups, operations, queries
from norishiro.reports.choices import Span
from norishiro.reports.models import ClosedMonth
from norishiro.reports.periods import period_of
from tests.factories import agencies, people
from tests.rooms.meetings import town as meetings
from tests.rooms.reports.test_agreement import TOWN
from tests.rooms.reports.town import client_of

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
OF_TALKS = ("conference_cases", "conference_talks", "layered_cases", "layered_talks")


def of(code: str, kind: RoleKind = RoleKind.COORDINATOR) -> Actor:
    return agencies.actor(f"架空 {code}", agency=Agency.objects.get(code=code), kinds=(kind,))


def talked(actor: Actor, body: Body, *cases: object, kind: str = ItemKind.SUPPORT, days: int = 0) -> None:
    """These cases were put on the table by this actor and dealt with."""
    on = TODAY - timedelta(days=days)
    announce(actor)
    sitting = Sitting.objects.create(
        body=body, held_on=on, convener_id=actor.agency_id, called_by_id=actor.staff_id, status=SittingStatus.CLOSED,
    )  # fmt: skip
    for case in cases:
        item = meetings.operations.put_on_list(
            actor, case=case, body=body, kind=kind, reason="家賃の滞納が続き、会えていない。", today=TODAY
        )
        announce(actor)
        Item.objects.filter(id=item.id).update(sitting=sitting, status=ItemStatus.DONE)


def test_setagaya_counts_the_cases_of_its_branches_and_of_its_centre_and_the_whole_and_opens_them():
    adopt((PRESETS / "setagaya.toml").read_text(encoding="utf-8"), name="setagaya", today=TODAY)
    first, third, centre, ward = of("B1_SEIKATSU"), of("B3_HOKEN"), of("PLATHOME"), of("KU")
    body = meetings.body(ward.agency_id, kind=BodyKind.BOTH)
    cases = {
        actor: [meetings.case(actor, people.person(actor, f"架空 {actor.agency_name[:3]}{nth}")) for nth in range(2)]
        for actor in (first, third, centre)
    }  # fmt: skip
    talked(first, body, *cases[first])
    talked(first, body, cases[first][0], days=1)
    talked(third, body, cases[third][0])
    talked(centre, body, *cases[centre])
    talked(ward, body)
    client = client_of(centre)
    asked = {"span": "YEAR", "layout": "YEAR_CONFERENCES", "scope": "TOWN"}
    page = client.get(reverse("reports:report"), asked)
    found = page.context["report"]
    assert [(line.label, line.cells) for line in found.lines] == [
        ("5総合支所の計", (3, 4)), ("ぷらっとホーム世田谷（ひきこもり・生活困窮）", (2, 2)),
    ]  # fmt: skip
    assert found.whole == (5, 6)
    opened = [
        client.get(cell["href"]).context["behind"] for line in page.context["lines"] for cell in line["cells"]
    ]
    assert [(one.total, one.seen) for one in opened] == [(4, 0), (4, 0), (2, 2), (2, 2)]
    assert sorted(one.item.case_id for one in opened[3].talks) == sorted(one.id for one in cases[centre])
    # Other years open by the usual layout, not by this one.
    usual = client.get(reverse("reports:report"), {"span": "YEAR", "scope": "TOWN"})
    assert usual.context["asked"].layout.code == "YEAR"


def test_what_was_not_counted_when_a_month_was_closed_makes_no_difference_to_it():
    found = meetings.town()
    month = period_of(TODAY.replace(day=1) - timedelta(days=1), span=Span.MONTH)
    talked(found.council, found.body, found.case, days=(TODAY - month.first).days)
    announce(found.council)
    operations.close_month(found.council, scope=TOWN, period=month, today=TODAY)
    closed = ClosedMonth.objects.get()
    assert (closed.figures["conference_talks"], len(closed.entries["TALK"])) == (1, 1)
    later = meetings.case(found.council, people.person(found.council, "架空 後子"))
    talked(found.council, found.body, later, days=(TODAY - month.first).days)
    page = client_of(found.council).get(
        reverse("reports:changes"), {"span": "MONTH", "on": month.first.isoformat(), "scope": "TOWN"}
    )
    assert "会議にかけた事例の記録が1件変わりました。" in page.content.decode()
    announce(found.council)
    # As it would have been closed before these were counted.
    closed.id, closed.number, closed._state.adding = uuid4(), 2, True
    closed.figures = {key: number for key, number in closed.figures.items() if key not in OF_TALKS}
    closed.entries = {key: stamps for key, stamps in closed.entries.items() if key != "TALK"}
    closed.save()
    standing = queries.standing(found.council, scope=TOWN, period=month)
    assert standing is not None
    assert (standing.closed.number, standing.differs, standing.changes) == (2, False, ())


def test_an_agency_stands_in_one_group_and_groups_only_where_the_rows_are_groups():
    told = {
        "code": "X",
        "span": "YEAR",
        "title": "様式",
        "rows": "groups",
        "columns": ["contacts"],
        "evidence": "資料4",
    }
    group = {"label": "ひとつ", "agencies": ["A", "B"], "evidence": "資料4"}
    assert ReportLayout.model_validate(told | {"groups": [group]}).groups[0].agencies == ("A", "B")
    for wrong in ({}, {"groups": [group, group]}, {"rows": "agencies", "groups": [group]}):
        with pytest.raises(ValueError, match="様式 X"):
            ReportLayout.model_validate(told | wrong)


def test_a_group_holds_what_stands_below_its_agencies_and_nothing_twice():
    top = agencies.agency("上の課")
    middle = agencies.agency("中の係", parent=top)
    low = agencies.agency("下の窓口", parent=middle)
    agencies.agency("よその課")
    assert lookups.agencies_of([[top.code], ["ない"]]) == [{top.id, middle.id, low.id}, set()]
