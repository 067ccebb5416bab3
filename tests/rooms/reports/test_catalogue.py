"""The count catalogue: plans, answers, sheets, programmes, participation and hosts, counted again by the plainest means."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from norishiro.agencies.choices import Programme, RoleKind
from norishiro.cases.models import Case, Engagement, StatusChange, Wish
from norishiro.consultations.models import SupportRequest, TsunaguSheet
from norishiro.core.operation import announce
from norishiro.matching.models import Attendance, Check, HostContact, Participation, Step
from norishiro.people.models import Person
from norishiro.plans.models import Closure, Plan, PlanPerson
from norishiro.profiles.loader import PRESETS, read_profile
from norishiro.profiles.operations import adopt_profile
from norishiro.reports import definitions, lookups, operations, queries
from norishiro.reports.choices import Span
from norishiro.reports.definitions import FIGURES, VERSION, figure_of, own_rule
from norishiro.reports.periods import Period, period_of
from norishiro.resources.models import Confirmation, Location, Organisation, Place, Stop
from norishiro.sharing.choices import Category, Ground
from norishiro.sharing.models import Consent
from norishiro.sharing.operations import own_work
from norishiro.sharing.operations import person as person_subject
from tests.factories import agencies, cases, people
from tests.rooms.reports import town
from tests.rooms.reports.test_agreement import TOWN, YEAR
from tests.rooms.reports.test_papers import text_of
from tests.rooms.reports.town import TODAY, Office, client_of

pytestmark = pytest.mark.django_db

APRIL = date(2026, 4, 1)
MONTHS = [period_of(date(2026, month, 1), span=Span.MONTH) for month in (4, 5, 6, 7)]
RUNNING = ("COORDINATING", "CONFERENCE", "CONSENTED", "SUPPORTED")
ACTS = {"STEP": Step, "HOST": HostContact, "CAME": Attendance, "CHECK1": Check, "CHECK3": Check}
REPORT, ENTRIES = reverse("reports:report"), reverse("reports:entries")
BOTH = reverse("reports:participation")
_numbers = itertools.count(1)
CATEGORIES = int(Category.LIFE_HISTORY)

days = st.integers(0, 110).map(lambda nth: APRIL + timedelta(days=nth))
later = st.one_of(st.none(), st.integers(0, 40))
whom = st.integers(0, 2)
steps = st.one_of(
    st.tuples(st.just("receive"), days, whom),
    st.tuples(st.just("plan"), days, whom, st.sampled_from(["OUTREACH", "PARTICIPATION", "MULTI_AGENCY"]), st.booleans(), later),
    st.tuples(st.just("answer"), days, whom, st.sampled_from(["NEEDED", "COORDINATED", "NOT_NEEDED", "APPLIED"])),
    st.tuples(st.just("sheet"), days, later, later, st.booleans()),
    st.tuples(st.just("engage"), days, st.integers(0, 1), st.sampled_from([one.value for one in Programme]), later),
    st.tuples(st.just("state"), days, st.integers(0, 1), st.sampled_from(["SUPPORTED", "WATCHED", "INTERRUPTED", "CLOSED"])),
    st.tuples(st.just("interrupt"), days, st.integers(0, 1)),
    st.tuples(st.just("act"), days, whom, st.sampled_from(sorted(ACTS))),
    st.tuples(st.just("act"), days, whom, st.sampled_from(sorted(ACTS))),
    st.tuples(st.just("join"), days, whom),
    st.tuples(st.just("wish"), days, whom),
    st.tuples(st.just("consent"), days, whom, later),
    st.tuples(st.just("contact"), days, whom),
    st.tuples(st.just("place"), days, st.sampled_from(["YES", "CONDITIONAL", "NO"]), st.integers(1, 60), later),
)  # fmt: skip


@dataclass
class Town:
    """Two people of one household and case, and one alone in a case of their own; and everything that happened."""

    office: Office
    people: list[Person]
    cases: list[Case]
    parts: dict[int, Participation] = field(default_factory=dict)
    happened: list[tuple[Any, ...]] = field(default_factory=list)

    def case_of(self, who: int) -> Case:
        return self.cases[who // 2]

    def of(self, kind: str) -> list[tuple[Any, ...]]:
        return [one[1:] for one in self.happened if one[0] == kind]

    def gated(self, subject: UUID) -> dict[str, Any]:
        return {
            "subject_id": subject, "basis": Ground.OWN, "agency_id": self.office.csw.agency_id, "categories": CATEGORIES,
        }  # fmt: skip

    def do(self, step: tuple[Any, ...]) -> None:
        csw, me = self.office.csw, self.office.csw.staff_id
        announce(csw)
        match step:
            case ("receive", on, who):
                town.received(csw, self.people[who], on=on)
            case ("plan", on, who, kind, needs, until):
                case = self.case_of(who)
                plan = Plan.objects.create(
                    **self.gated(case.id), case=case, kind=kind, number=next(_numbers), drafted_by_id=me, drafted_on=on,
                    problems="困りごと", goal="目標", from_on=on, until_on=on + timedelta(days=30),
                    needs_participation=needs, decided_on=on, status="DECIDED",
                    ended_on=None if until is None else on + timedelta(days=until),
                )  # fmt: skip
                PlanPerson.objects.create(plan=plan, person=self.people[who])
            case ("answer", on, who, status):
                SupportRequest.objects.create(
                    **self.gated(self.people[who].id), number=f"申-{next(_numbers)}", person=self.people[who],
                    applicant_id=me, operator_id=csw.agency_id, applied_on=APRIL, due_on=on, situation="困る", tried="訪ねた",
                    stuck="会えない", status=status, answered_on=None if status == "APPLIED" else on, answered_by_id=me,
                    proposal="提案",
                )  # fmt: skip
            case ("sheet", on, taken, told, withdrawn):
                TsunaguSheet.objects.create(
                    **self.gated(self.people[0].id), number=f"つ-{next(_numbers)}", person=self.people[0], sender_id=me,
                    receiver_agency_id=csw.agency_id, sent_on=on, due_on=on, worry="心配",
                    status="WITHDRAWN" if withdrawn else "SENT",
                    taken_on=None if taken is None else on + timedelta(days=taken),
                    result_on=None if told is None else on + timedelta(days=told),
                )  # fmt: skip
            case ("engage", on, which, programme, until):
                open_now = Engagement.objects.filter(
                    case=self.cases[which], programme=programme, ended_on=None
                )
                if until is None and open_now.exists():
                    return
                Engagement.objects.create(
                    case=self.cases[which], programme=programme, agency_id=csw.agency_id, started_on=on,
                    ended_on=None if until is None else on + timedelta(days=until),
                )  # fmt: skip
            case ("state", on, which, status):
                StatusChange.objects.create(case=self.cases[which], status=status, changed_on=on, staff_id=me)
            case ("interrupt", on, which):
                Closure.objects.create(
                    **self.gated(self.cases[which].id), case=self.cases[which], kind="INTERRUPTED", period_no=1,
                    closed_on=on, reason="LOST", comment="途絶えた", follow_up_agency_id=csw.agency_id, staff_id=me,
                )  # fmt: skip
            case ("act", on, who, act):
                part, model = self.part(who), ACTS[act]
                more: dict[str, Any] = {
                    "STEP": {"stage": "VISIT"}, "HOST": {"kind": "VISIT", "words": "会った"}, "CAME": {},
                    "CHECK1": {"months": 1, "going": "STEADY"}, "CHECK3": {"months": 3, "going": "SHAKY"},
                }[act]  # fmt: skip
                known = {"months": more["months"]} if "months" in more else {"on": on}
                if act != "STEP" and model.objects.filter(participation=part, **known).exists():
                    return
                model.objects.create(participation=part, on=on, staff_id=me, **more)
            case ("join", on, who):
                part = self.part(who)
                if part.joined_on:
                    return
                part.joined_on = on
                part.save(update_fields=["joined_on"])
            case ("wish", on, who):
                case = self.case_of(who)
                Wish.objects.create(
                    **self.gated(case.id), case=case, person=self.people[who], said_on=on, staff_id=me, words="行きたい"
                )  # fmt: skip
            case ("consent", on, who, until):
                Consent.objects.create(
                    person_id=self.people[who].id, state="GIVEN", asked_on=on, asked_by_id=me, agency_id=csw.agency_id,
                    method="PAPER", purpose="参加", categories=CATEGORIES, wording_version="1",
                    until_on=None if until is None else on + timedelta(days=until),
                )  # fmt: skip
            case ("contact", on, who):
                town.contact(csw, self.people[who], on=on, programme="PARTICIPATION")
            case ("place", on, welcome, valid, stop):
                place = self.place(welcome)
                Confirmation.objects.create(
                    place=place,
                    confirmed_on=on,
                    valid_until=on + timedelta(days=valid),
                    way="PHONE",
                    staff_id=me,
                )
                if stop is not None:
                    Stop.objects.create(
                        place=place,
                        kind="PAUSED",
                        from_on=on + timedelta(days=stop),
                        reason="OTHER",
                        staff_id=me,
                    )
        self.happened.append(step)

    def part(self, who: int) -> Participation:
        if who not in self.parts:
            case, place = self.case_of(who), self.place("UNKNOWN")
            self.parts[who] = Participation.objects.create(
                **self.gated(case.id), case=case, person=self.people[who], place=place, role="HELPER", track="PLACE",
                begun_on=APRIL, stage="VISIT", stage_on=APRIL, staff_id=self.office.csw.staff_id,
            )  # fmt: skip
        return self.parts[who]

    def place(self, welcome: str) -> Place:
        name = f"架空の場{next(_numbers)}"
        return Place.objects.create(
            name=name, kind="SALON", welcome=welcome, kept_by_id=self.office.csw.staff_id,
            organisation=Organisation.objects.create(name=name, kind="VOLUNTEERS"),
            location=Location.objects.create(name=name, area=self.office.area),
        )  # fmt: skip

    # --- the oracle --------------------------------------------------------------------------------------------

    def kind_of(self, who: int, on: date) -> str:
        """Of somebody supported on this day: a plan, else a wish or a consent, or neither."""
        for begun, whose, kind, needs, until in self.of("plan"):
            ended = date.max if until is None else begun + timedelta(days=until)
            planned = kind == "PARTICIPATION" or needs
            if whose == who and planned and begun <= on < begun + timedelta(days=30) and on <= ended:
                return "PLAN"
        wished = [begun <= on for begun, whose in self.of("wish") if whose == who]
        agreed = [
            begun <= on and (until is None or on < begun + timedelta(days=until))
            for begun, whose, until in self.of("consent")
            if whose == who
        ]
        return "WISH" if any(wished + agreed) else "NONE"

    def engagements(self) -> list[tuple[date, int, str, date | None]]:
        """The two cases began with one each; the others as they were written."""
        first = [(APRIL, which, "MULTI_AGENCY", None) for which in (0, 1)]
        told = [
            (on, which, programme, None if until is None else on + timedelta(days=until))
            for on, which, programme, until in self.of("engage")
        ]
        return [*first, *told]

    def is_going(self, which: int, on: date) -> bool:
        states = [
            (begun, status) for begun, case, status in self.of("state") if case == which and begun <= on
        ]
        return not states or max(enumerate(states), key=lambda one: (one[1][0], one[0]))[1][1] in RUNNING

    def figures(self, period: Period) -> dict[str, int]:
        def inside(on: date | None) -> bool:
            return on is not None and period.first <= on < period.after

        counted: dict[str, int] = {}
        received, heard_p, heard_h = self.of("receive"), set(), set()
        first, again, first_h, again_h = set(), set(), set(), set()
        for on, who in sorted(received, key=lambda one: one[0]):
            if inside(on):
                (again if who in heard_p else first).add(who)
                if who < 2:
                    (again_h if 0 in heard_h else first_h).add(0)
            heard_p.add(who)
            heard_h |= {0} if who < 2 else set()
        counted |= {
            "received": sum(inside(on) for on, _who in received), "new_persons": len(first), "again_persons": len(again),
            "new_households": len(first_h), "again_households": len(again_h),
        }  # fmt: skip
        plans: dict[tuple[int, str], list[date]] = {}
        plan_cases, starts, agains = set(), 0, 0
        for on, who, kind, _needs, _until in sorted(self.of("plan"), key=lambda one: one[0]):
            earlier = plans.setdefault((who // 2, kind), [])
            if inside(on):
                plan_cases.add(who // 2)
                starts, agains = starts + (not earlier), agains + bool(earlier)
            earlier.append(on)
        counted |= {"plans_first": starts, "plans_again": agains, "plan_cases": len(plan_cases)}
        answers = [status for on, _who, status in self.of("answer") if inside(on)]
        for key, status in (
            ("taken_in", "NEEDED"),
            ("coordinated", "COORDINATED"),
            ("turned_back", "NOT_NEEDED"),
        ):
            counted[key] = answers.count(status)
        sheets = [one for one in self.of("sheet") if not one[3]]
        counted["sheets_sent"] = sum(inside(on) for on, *_rest in sheets)
        counted["sheets_taken"] = sum(
            taken is not None and inside(on + timedelta(days=taken)) for on, taken, *_rest in sheets
        )
        counted["sheets_told"] = sum(
            taken is not None and told is not None and inside(on + timedelta(days=told))
            for on, taken, told, _gone in sheets
        )
        cuts = self.of("interrupt")
        held = self.engagements()
        counted["started"] = sum(inside(on) for on, *_rest in held)
        counted["ended"] = sum(
            inside(end) and (end, which) not in cuts for _on, which, _programme, end in held
        )
        counted["interrupted"] = sum(
            inside(cut) and case == which and on <= cut and (end is None or end >= cut)
            for cut, case in cuts
            for on, which, _programme, end in held
        )
        last = period.last
        counted["running"] = len(
            {
                which
                for on, which, _programme, end in held
                if on <= last and (end is None or end > last) and self.is_going(which, last)
            }
        )
        acts = [(on, who) for on, who, _act in self.of("act")] + self.of("contact")
        kinds = [(who, self.kind_of(who, on)) for on, who in acts if inside(on)]
        for key, among in (
            ("part_supported", ("PLAN", "WISH", "NONE")), ("part_planned", ("PLAN",)), ("part_wished", ("WISH",)),
            ("part_broad", ("PLAN", "WISH")),
        ):  # fmt: skip
            counted[key] = len({who for who, kind in kinds if kind in among})
        counted["matched"] = sum(inside(on) for on, _who in self.of("join"))
        counted["settled"] = sum(inside(on) for on, _who, act in self.of("act") if act == "CHECK3")
        counted["hosts"] = sum(
            welcome != "NO" and on <= last < on + timedelta(days=valid)
            and (stop is None or last < on + timedelta(days=stop))
            for on, welcome, valid, stop in self.of("place")
        )  # fmt: skip
        return counted


def lay() -> Town:
    office = town.office()
    who = [people.person(office.csw, f"架空 {nth}子") for nth in range(3)]
    home = people.household(office.csw, who[0], who[1])
    both = cases.case(office.csw, who[0], who[1], household=home, today=APRIL)
    alone = cases.case(office.csw, who[2], today=APRIL)
    announce(office.csw)
    own_work(office.csw, subjects=[person_subject(one.id) for one in who], source_id=both.id)
    return Town(office, who, [both, alone])


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(history=st.lists(steps, min_size=4, max_size=30))
def test_every_figure_is_what_the_plainest_counter_says_and_its_parts_add_up(
    history: list[tuple[Any, ...]],
) -> None:
    with transaction.atomic():
        found = lay()
        for step in history:
            found.do(step)
        announce(found.office.lead)
        for period in (*MONTHS, YEAR):
            told = found.figures(period)
            counted = lookups.figures_now(TOWN, period)
            assert {key: counted[key] for key in told} == told
        figures = [FIGURES[key] for key in found.figures(YEAR)]
        by_month, _rows = lookups.count(TOWN, YEAR, rows="months", figures=figures)
        by_programme, _rows = lookups.count(TOWN, YEAR, rows="programmes", figures=figures)
        for figure in figures:
            months = {one.first.isoformat(): found.figures(one)[figure.key] for one in MONTHS}
            assert {month: by_month[figure.key].parts.get(month, 0) for month in months} == months
            if figure.additive:
                assert sum(by_month[figure.key].parts.values()) == by_month[figure.key].whole
                assert sum(by_programme[figure.key].parts.values()) == by_programme[figure.key].whole
        transaction.set_rollback(True)


def rich() -> Town:
    """Three people take part: one with a plan, one who said they wished, one of whom nothing is known."""
    found = lay()
    for step in (
        ("plan", date(2026, 5, 1), 0, "PARTICIPATION", False, None), ("wish", date(2026, 5, 1), 1),
        ("act", date(2026, 5, 10), 0, "STEP"), ("act", date(2026, 5, 10), 1, "CAME"), ("act", date(2026, 5, 12), 2, "CAME"),
        ("join", date(2026, 5, 20), 1), ("receive", date(2026, 5, 2), 0),
        ("answer", date(2026, 5, 3), 0, "NEEDED"), ("sheet", date(2026, 5, 4), 1, 3, False),
        ("place", date(2026, 5, 5), "YES", 60, None),
    ):  # fmt: skip
        found.do(step)
    return found


def may(**more: str) -> dict[str, str]:
    return {"span": "MONTH", "on": "2026-05-10", "scope": "TOWN", **more}


def test_both_figures_of_participation_stand_side_by_side_and_the_other_rule_lists_its_cases():
    found = rich()
    announce(found.office.csw)
    alone = found.cases[1]
    found.do(("wish", date(2026, 5, 11), 2))
    page = client_of(found.office.csw).get(BOTH, may(scope=f"AGENCY:{found.office.csw.agency_id}"))
    assert [(one["figure"].key, one["number"], one["own"]) for one in page.context["rules"]] == [
        ("part_planned", 1, True), ("part_wished", 2, False), ("part_broad", 3, False),
    ]  # fmt: skip
    text = page.content.decode()
    assert [one.definition in text for one in map(FIGURES.get, definitions.BOTH_RULES) if one] == [True] * 3
    compared = page.context["found"]
    between = compared.between
    assert ({one.id for one in between.lines}, between.total, between.hidden, compared.difference) == (
        {one.id for one in found.cases}, 2, 0, 2,
    )  # fmt: skip
    # A stranger who counts the whole town reads how many cases, and none of them.
    stranger = agencies.actor("架空 よそ", agency=agencies.agency("ほかの機関"))
    seen = client_of(stranger).get(BOTH, may())
    unseen = seen.context["found"].between
    assert (unseen.total, unseen.hidden, unseen.lines) == (2, 2, [])
    assert alone.number not in seen.content.decode()
    # On paper and in the file both stand too, with their rules.
    layout = next(one for one in definitions.USUAL if one.code == "MONTH_PARTICIPATION")
    announce(found.office.lead)
    report = queries.report(found.office.lead, scope=TOWN, period=MONTHS[1], layout=layout)
    assert report.whole[:3] == (1, 2, 3)
    taken = operations.take_report(found.office.lead, report=report, form=operations.PDF, today=TODAY)
    printed = "".join(text_of(taken.content).split())
    told = [FIGURES[key] for key in definitions.BOTH_RULES]
    assert [one.label in printed and one.definition in printed for one in told] == [True] * 3


def test_an_office_chooses_which_of_the_two_is_its_own_and_a_change_inside_the_time_is_told():
    found = rich()
    text = (PRESETS / "nishitokyo.toml").read_text(encoding="utf-8")
    broad = f'{text}\n[counting]\nparticipation = "BROAD"\nevidence = "資料2"\n'
    adopt_profile(text, name="nishitokyo", valid_from=date(2020, 4, 1))
    client = client_of(found.office.lead)
    before = client.get(BOTH, may())
    assert (before.context["own"].key, before.context["changed"]) == ("part_planned", [])
    adopt_profile(broad, name="nishitokyo", valid_from=date(2026, 5, 15))
    after = client.get(BOTH, may())
    assert (after.context["own"].key, after.context["why"]) == ("part_broad", "自治体の設定。出典：資料2")
    assert len(after.context["changed"]) == 1
    page = client.get(REPORT, may(layout="MONTH_PARTICIPATION"))
    assert page.context["report"].own.figure.key == "part_broad"
    assert "この自治体が実績とするのは「参加支援の対象者（プランなしも入れる）」です" in page.content.decode()


def test_sumida_counts_without_a_plan_where_a_wish_or_a_consent_is_known_and_the_narrow_rule_does_not():
    found = rich()
    adopt_profile(
        (PRESETS / "sumida.toml").read_text(encoding="utf-8"), name="sumida", valid_from=date(2020, 4, 1)
    )
    client = client_of(found.office.lead)
    page = client.get(BOTH, may())
    assert [(one["figure"].key, one["number"], one["own"]) for one in page.context["rules"]] == [
        ("part_planned", 1, False), ("part_wished", 1, False), ("part_broad", 2, True),
    ]  # fmt: skip
    assert (page.context["found"].difference, page.context["found"].neither) == (1, 1)
    # Somebody who agreed that it is shared counts as well; from the day on which the consent ends, no longer.
    announce(found.office.csw)
    found.do(("consent", date(2026, 5, 11), 2, 5))
    found.do(("act", date(2026, 6, 1), 2, "CAME"))
    numbers = {
        on: client.get(BOTH, may(on=on)).context["found"].numbers["part_broad"]
        for on in ("2026-05-10", "2026-06-10")
    }
    assert numbers == {"2026-05-10": 3, "2026-06-10": 0}
    presets = {
        one.stem: own_rule(read_profile(one.read_text(encoding="utf-8"), name=one.stem))
        for one in PRESETS.glob("*.toml")
    }
    assert sorted(name for name, key in presets.items() if key == "part_broad") == ["sumida"]


def test_every_new_figure_opens_its_records_and_a_stranger_reads_only_how_many():
    found = rich()
    own = client_of(found.office.csw)
    announce(found.office.csw)
    # Who counts all may still not see what is behind it.
    stranger = client_of(
        agencies.actor("架空 よそ", agency=agencies.agency("ほかの機関"), kinds=(RoleKind.COORDINATOR,))
    )
    opened = {
        "plans_first": 1,
        "taken_in": 1,
        "sheets_told": 1,
        "running": 2,
        "part_broad": 1,
        "new_persons": 1,
    }
    for key, total in opened.items():
        mine = own.get(ENTRIES, may(figure=key, scope=f"AGENCY:{found.office.csw.agency_id}"))
        behind = mine.context["behind"]
        listed = len(behind.lines) + len(behind.consultations)
        assert (key, behind.total, behind.hidden, listed) == (key, total, 0, total)
        theirs = stranger.get(ENTRIES, may(figure=key)).context["behind"]
        assert (key, theirs.total, theirs.hidden, theirs.lines) == (key, total, total, [])
    hosts = stranger.get(ENTRIES, may(figure="hosts")).context["behind"]
    assert (hosts.total, hosts.hidden, len(hosts.lines)) == (1, 0, 1)


def test_a_rule_changed_inside_the_time_is_told_in_a_sentence():
    told = {
        "label": "訪問", "unit": "回", "source": "CONTACT", "what": "rows", "additive": True, "definition": "いまの決まり",
        "mark": "推定", "version": "2", "valid_from": date(2026, 10, 1), "counts": "延べ", "basis": "支援の日",
        "before": [{"version": "1", "valid_from": date(2026, 4, 1), "definition": "前の決まり"}],
    }  # fmt: skip
    figure = figure_of("visits", told)
    assert figure.changed_in(YEAR.first, YEAR.after) == (
        "「訪問」の数え方は、令和8年10月1日に変わりました（版 1 → 2）。ここの数は、変わる前の日の分も、いまの数え方で数えています。"
    )
    october = period_of(date(2026, 10, 5), span=Span.MONTH)
    assert (
        figure.changed_in(october.first, october.after),
        FIGURES["visits"].changed_in(YEAR.first, YEAR.after),
    ) == ("", "")


def test_every_figure_stands_in_one_file_says_all_about_itself_and_is_in_order():
    files = {one.stem for one in (definitions._DATA / "figures").glob("*.toml")}
    assert files == set(FIGURES)
    assert [
        one.key for one in FIGURES.values()
        if not (one.definition and one.basis and one.counts and one.version <= VERSION) or one.mark not in ("資料", "推定")
    ] == []  # fmt: skip
    used = {key for layout in definitions.USUAL for key in layout.columns}
    assert used - set(FIGURES) == set()
