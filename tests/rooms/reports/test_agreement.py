"""日報・月報・年報・経過・国の数 never disagree: random histories, counted again by the plainest means there are."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from norishiro.agencies.choices import Programme
from norishiro.core.operation import announce
from norishiro.outreach import queries as outreach_queries
from norishiro.outreach.choices import Met, Method
from norishiro.outreach.models import Contact
from norishiro.reports import definitions, lookups, operations, queries
from norishiro.reports.choices import ScopeKind, Span
from norishiro.reports.definitions import FIGURES
from norishiro.reports.periods import Period, period_of
from norishiro.reports.scopes import Scope
from tests.factories import cases, people
from tests.rooms.reports import town
from tests.rooms.reports.town import TODAY, Office

pytestmark = pytest.mark.django_db

APRIL = date(2026, 4, 1)
YEAR = period_of(APRIL, span=Span.YEAR)
TOWN = Scope(ScopeKind.TOWN, "", "全体")
# Nothing of this happens in these histories; tests/rooms/reports/test_catalogue.py counts them.
NEVER = (
    "conference_cases", "conference_talks", "layered_cases", "layered_talks", "plans_first", "plans_again", "plan_cases",
    "taken_in", "coordinated", "turned_back", "sheets_sent", "sheets_taken", "sheets_told", "ended", "interrupted",
    "part_planned", "part_wished", "part_broad", "matched", "settled", "hosts",
)  # fmt: skip
METHODS = [one.value for one in Method]
METS = [one.value for one in Met]
PROGRAMMES = [one.value for one in Programme]

days = st.integers(0, 99).map(lambda nth: APRIL + timedelta(days=nth))
written = st.tuples(
    st.just("write"), days, st.integers(0, 1), st.integers(0, 3), st.sampled_from(METHODS), st.sampled_from(METS),
    st.sampled_from(["INDIVIDUAL", "COMMUNITY"]), st.sampled_from(PROGRAMMES), st.booleans(),
)  # fmt: skip
steps = st.one_of(
    written,
    written,
    st.tuples(st.just("correct"), st.integers(0, 9), days, st.sampled_from(METHODS)),
    st.tuples(st.just("gather"), days, st.integers(0, 30), st.integers(0, 3)),
    st.tuples(st.just("receive"), days, st.integers(0, 2)),
    st.tuples(st.just("close"), st.integers(0, 2)),
)


@dataclass
class Told:
    """One contact as the oracle remembers it."""

    contact: Contact
    on: date
    staff: UUID
    method: str
    met: str
    kind: str
    programme: str
    person: UUID | None
    unit: UUID
    household: UUID | None
    others: dict[UUID, UUID | None]

    @property
    def units(self) -> set[UUID]:
        """The case; without one, everybody who was there."""
        return {self.unit, *self.others} if self.person else {self.unit}

    @property
    def households(self) -> set[UUID | None]:
        return {self.household, *self.others.values()}


@dataclass
class Memory:
    """Everything that stands, in lists: what was corrected is no longer in them."""

    contacts: list[Told] = field(default_factory=list)
    gatherings: list[tuple[date, int, int]] = field(default_factory=list)
    consultations: list[tuple[date, UUID]] = field(default_factory=list)
    lives: dict[UUID, UUID] = field(default_factory=dict)
    member: UUID | None = None
    closed: dict[date, dict[str, int]] = field(default_factory=dict)

    def figures(self, period: Period) -> dict[str, int]:
        """Every figure, one loop each."""

        def inside(day: date) -> bool:
            return period.first <= day < period.after

        told = [one for one in self.contacts if inside(one.on)]
        held = [one for one in self.gatherings if inside(one[0])]

        def by(**wanted: tuple[str, ...]) -> list[Told]:
            return [one for one in told if all(getattr(one, name) in among for name, among in wanted.items())]

        return {
            "contacts": len(told),
            "units": len({unit for one in told for unit in one.units}),
            "persons_all": sum((one.person is not None) + len(one.others) for one in told),
            "persons": len({key for one in told for key in (one.person, *one.others)} - {None}),
            "households": len({key for one in told for key in one.households} - {None}),
            "visits": len(by(method=("VISIT",))),
            "visit_units": len({unit for one in by(method=("VISIT",)) for unit in one.units}),
            "phones": len(by(method=("PHONE", "MAIL"))),
            "desk": len(by(method=("DESK",))),
            "escorts": len(by(method=("ESCORT",))),
            "online": len(by(method=("ONLINE",))),
            "letters": len(by(method=("LETTER",))),
            "inquiries": len(by(method=("AGENCY_CALL",))),
            "others": len(by(method=("MEETING", "OTHER"))),
            "met": len(by(met=("MET", "FAMILY"))),
            "not_met": len(by(met=("ABSENT", "REFUSED", "POSTED"))),
            "individual": len(by(kind=("INDIVIDUAL",))),
            "individual_units": len({unit for one in by(kind=("INDIVIDUAL",)) for unit in one.units}),
            "community": len(by(kind=("COMMUNITY",))),
            "community_units": len({unit for one in by(kind=("COMMUNITY",)) for unit in one.units}),
            "individual_share": in_a_hundred(len(by(kind=("INDIVIDUAL",))), len(told)),
            "gatherings": len(held),
            "came": sum(people for _day, people, _heard in held),
            "heard": sum(heard for _day, _people, heard in held),
            "received": sum(inside(day) for day, _who in self.consultations),
            **self._first_or_again(period),
            "attended": 0,
            # The one case there is began in April, with one programme.
            "started": int(inside(APRIL)),
            "running": 1,
            "part_supported": int(any(one.person == self.member for one in by(programme=("PARTICIPATION",)))),
            **dict.fromkeys(NEVER, 0),
        }

    def _first_or_again(self, period: Period) -> dict[str, int]:
        """In the order they came: who had been there before, and whose household."""
        counted: dict[str, set[UUID]] = {
            key: set() for key in ("new_persons", "again_persons", "new_households", "again_households")
        }
        been: set[UUID] = set()
        for day, who in sorted(self.consultations, key=lambda one: one[0]):
            for key, what in (("persons", who), ("households", self.lives.get(who))):
                if what is not None and period.first <= day < period.after:
                    counted[f"{'again' if what in been else 'new'}_{key}"].add(what)
                been |= {what} if what is not None else set()
        return {key: len(found) for key, found in counted.items()}


def in_a_hundred(part: int, whole: int) -> int:
    """Rounded half up; nought of nothing."""
    return int(Decimal(100 * part / Decimal(whole)).quantize(Decimal(1), ROUND_HALF_UP)) if whole else 0


def played(office: Office, history: list[tuple[object, ...]]) -> Memory:
    """Let the history happen, and remember it."""
    memory = Memory()
    subjects = [people.person(office.csw, f"架空 {nth}郎") for nth in range(3)]
    home = people.household(office.csw, subjects[0], subjects[1])
    case = cases.case(office.csw, subjects[2], household=home, today=APRIL)
    lives = memory.lives = {subjects[0].id: home.id, subjects[1].id: home.id}
    memory.member = subjects[2].id
    for step in history:
        match step:
            case ("write", date() as on, int() as who, int() as whom, *rest):
                writer, (method, met, kind, programme, is_with) = (office.csw, office.lead)[who], rest
                person = subjects[whom] if whom < len(subjects) else None
                others = [subjects[(whom + 1) % 3]] if is_with else []
                made = town.contact(
                    writer, person, on=on, method=method, met=met, kind=kind, programme=programme,
                    case=None if person else case, present=tuple(others),
                )  # fmt: skip
                memory.contacts.append(
                    Told(
                        made, on, writer.staff_id, method, met, kind, programme, person.id if person else None,
                        person.id if person else case.id, lives.get(person.id) if person else home.id,
                        {one.id: lives.get(one.id) for one in others},
                    )
                )  # fmt: skip
            case ("correct", int() as nth, date() as on, str() as method) if memory.contacts:
                told = memory.contacts[nth % len(memory.contacts)]
                writer = office.csw if told.staff == office.csw.staff_id else office.lead
                told.contact = town.corrected(writer, told.contact, happened_on=on, method=method)
                told.on, told.method = on, method
            case ("gather", date() as on, int() as came, int() as heard):
                town.gathering(office.csw, office.area, on=on, came=came, heard=heard)
                memory.gatherings.append((on, came, heard))
            case ("receive", date() as on, int() as whom):
                town.received(office.csw, subjects[whom], on=on)
                memory.consultations.append((on, subjects[whom].id))
            case ("close", int() as nth):
                month = period_of(date(2026, 4 + nth, 1), span=Span.MONTH)
                if memory.closed.get(month.first) != memory.figures(month):
                    operations.close_month(office.lead, scope=TOWN, period=month, today=TODAY)
                    memory.closed[month.first] = memory.figures(month)
    return memory


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(history=st.lists(steps, min_size=3, max_size=14))
def test_day_month_year_timeline_and_national_count_agree(history: list[tuple[object, ...]]) -> None:
    with transaction.atomic():
        office = town.office()
        memory = played(office, history)
        agree(office, memory)
        transaction.set_rollback(True)


def agree(office: Office, memory: Memory) -> None:
    announce(office.lead)
    year = lookups.figures_now(TOWN, YEAR)
    assert year == memory.figures(YEAR)
    months = {month: period_of(month, span=Span.MONTH) for month in YEAR.months}
    for period in months.values():
        assert lookups.figures_now(TOWN, period) == memory.figures(period)
    day_layout, month_layout, year_layout, programmes = (
        layout(Span.DAY), layout(Span.MONTH), layout(Span.YEAR), layout(Span.YEAR, "YEAR_PROGRAMMES"),
    )  # fmt: skip
    by_months = queries.report(office.lead, scope=TOWN, period=YEAR, layout=year_layout)
    assert {line.bucket: line.cells[0] for line in by_months.lines} == {
        month.isoformat(): memory.figures(period)["contacts"] for month, period in months.items()
    }
    for period in (months[APRIL], months[date(2026, 5, 1)]):
        monthly = queries.report(office.lead, scope=TOWN, period=period, layout=month_layout)
        daily = {
            day: queries.report(
                office.lead, scope=TOWN, period=period_of(day, span=Span.DAY), layout=day_layout
            )
            for day in {one.on for one in memory.contacts if period.first <= one.on < period.after}
        }
        adds_up(monthly, daily)
    national = queries.report(office.lead, scope=TOWN, period=YEAR, layout=programmes)
    assert {line.bucket: line.cells[0] for line in national.lines} == {
        programme: sum(one.programme == programme for one in memory.contacts) for programme in PROGRAMMES
    }
    assert sum(line.cells[0] for line in national.lines) == year["contacts"]
    on_timelines(office, memory)
    for month, before in memory.closed.items():
        found = queries.standing(office.lead, scope=TOWN, period=months[month])
        assert found is not None
        now = memory.figures(months[month])
        assert {one.figure.key: (one.before, one.now) for one in found.changes} == {
            key: (before[key], now[key]) for key in before if before[key] != now[key]
        }


def layout(span: str, code: str = "") -> definitions.ReportLayout:
    return next(one for one in definitions.USUAL if one.span == span and code in ("", one.code))


def adds_up(monthly: queries.Report, daily: dict[date, queries.Report]) -> None:
    """What adds up over the days is the same in the month, figure by figure and day by day."""
    for nth, figure in enumerate(monthly.figures):
        if not figure.additive or figure.source != "CONTACT":
            continue
        by_day = {
            day.isoformat(): number
            for day, one in daily.items()
            for number, column in zip(one.whole, one.figures, strict=True)
            if column.key == figure.key
        }
        if by_day:
            shown = {line.bucket: line.cells[nth] for line in monthly.lines if line.bucket in by_day}
            assert shown == by_day
            assert sum(by_day.values()) == monthly.whole[nth]


def on_timelines(office: Office, memory: Memory) -> None:
    """Each timeline shows as many entries as were counted for its person or case."""
    announce(office.csw)
    for subject in {key for one in memory.contacts for key in (one.unit, *one.others)}:
        shown = outreach_queries.contacts_of(office.csw, subject_ids=[subject], limit=500)
        assert len(shown) == sum(subject in (one.unit, *one.others) for one in memory.contacts)


def test_every_way_to_reach_somebody_is_counted_once_and_every_figure_has_one_definition():
    methods = [one for figure in FIGURES.values() for one in figure.where.get("method", [])]
    ways = [
        one
        for key, figure in FIGURES.items()
        if key != "visit_units"
        for one in figure.where.get("method", [])
    ]
    assert sorted(ways) == sorted(METHODS)
    assert set(methods) == set(METHODS)
    assert [
        one.key for one in FIGURES.values() if not one.definition or one.mark not in ("資料", "推定")
    ] == []
