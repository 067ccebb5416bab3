"""The yearly evaluation of a measure: targets, what came of them, rates, marks. Counted figures come from their own rooms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import Programme
from norishiro.core.calendar import fiscal_year, fiscal_year_span, wareki
from norishiro.evacuation import queries as evacuation_queries
from norishiro.indicators import queries as cohort_queries
from norishiro.policies import figures, rules
from norishiro.policies.choices import Counting, Direction, IndicatorKind, ReviewState, ValueState
from norishiro.policies.models import Effort, Indicator, Policy, Review, Share, Standing, YearValue
from norishiro.profiles.schema.reports import ReportLayout
from norishiro.reports import queries as report_queries
from norishiro.reports.choices import ScopeKind, Span
from norishiro.reports.periods import Period
from norishiro.reports.scopes import Scope

COLUMNS = (
    ("number", "番号"), ("name", "指標"), ("base", "現況値"), ("target", "目標"), ("actual", "実績"),
    ("achieved", "達成率"), ("progressed", "現況からの進捗率"), ("mark", "評価"), ("notes", "注記"), ("meaning", "数え方・出典"),
)  # fmt: skip
NOTHING, PENDING = "－", "集計中"
WHOLE_TOWN = Scope(ScopeKind.TOWN, "", "全体")


@dataclass(frozen=True)
class Standpoint:
    """What is known of a number in a year: the number (or two), or that it is being counted, and what is said beside it."""

    value: Decimal | None = None
    value_b: Decimal | None = None
    state: str = ValueState.ABSENT
    notes: tuple[str, ...] = ()
    meaning: str = ""


@dataclass(frozen=True)
class Counted:
    """What a room of the house counts for a year: one number, or a) and b), and what is said beside it."""

    value: int
    value_b: int | None = None
    note: str = ""


Numbers = dict[tuple[UUID, int], Counted]


@dataclass(frozen=True)
class Line:
    """One indicator in the form: every column in words, and the years beside each other."""

    indicator: Indicator
    cells: dict[str, str]
    years: tuple[tuple[int, str, str], ...]

    @property
    def ordered(self) -> list[tuple[str, str]]:
        return [(label, self.cells[key]) for key, label in COLUMNS]


@dataclass(frozen=True)
class Difference:
    """A cell that no longer says what it said when the year was fixed."""

    indicator: str
    column: str
    fixed: str
    now: str


@dataclass(frozen=True)
class Form:
    """The evaluation of a measure in one plan and year, as it stands now, and as it was fixed."""

    standing: Standing
    year: int
    lines: tuple[Line, ...]
    efforts: tuple[Effort, ...]
    review: Review | None
    grades: tuple[tuple[str, Decimal], ...] = ()
    as_of: date | None = None
    fixed: dict[str, Any] = field(default_factory=dict)

    @property
    def is_fixed(self) -> bool:
        return self.review is not None and self.review.state == ReviewState.FIXED

    def of_kind(self, kind: str) -> list[Line]:
        return [one for one in self.lines if one.indicator.kind == kind]

    def content(self) -> dict[str, Any]:
        """The table as words, to be kept, compared and written."""
        return {
            "as_of": wareki(self.as_of) if self.as_of else "",
            "measure": self.standing.measure.name,
            "aim": self.standing.measure.aim,
            "efforts": [[one.number, one.name, one.content] for one in self.efforts],
            "lines": [
                {"id": str(one.indicator.id), "kind": one.indicator.kind, **one.cells} for one in self.lines
            ],
            "words": self.review.words if self.review else "",
            "grades": [f"{mark}＝達成率{_text(rate)}％以上" for mark, rate in self.grades],
        }

    @property
    def told(self) -> dict[str, Any]:
        """What is shown and handed out: as it was fixed, once it was."""
        return self.fixed if self.is_fixed else self.content()

    @property
    def differences(self) -> list[Difference]:
        """確定した数 → いまの数: what was put right after the year was fixed."""
        if not self.is_fixed:
            return []
        now = {one["id"]: one for one in self.content()["lines"]}
        before = {one["id"]: one for one in self.fixed.get("lines", [])}
        return [
            Difference(
                (before.get(key) or now[key])["name"], label, before.get(key, {}).get(column, NOTHING),
                now.get(key, {}).get(column, NOTHING),
            )
            for key in dict.fromkeys([*before, *now])
            for column, label in COLUMNS
            if before.get(key, {}).get(column, NOTHING) != now.get(key, {}).get(column, NOTHING)
        ]  # fmt: skip


def evaluations_of(actor: Actor, *, policy: Policy, year: int) -> dict[UUID, Review]:
    """The evaluations of a plan and a year by their standing."""
    rows = Review.objects.filter(standing__policy=policy, year=year)
    return {one.standing_id: one for one in rows}


def evaluation(actor: Actor, *, standing: Standing, year: int, today: date) -> Form:
    """The form of a year. House figures are asked once for each programme and year, polls once."""
    policy = standing.policy
    indicators = list(
        Indicator.objects.filter(measure_id=standing.measure_id).select_related("effort", "question")
    )
    years = tuple(range(policy.from_year, policy.last_year + 1))
    values = {
        (one.indicator_id, one.year): one for one in YearValue.objects.filter(indicator__in=indicators, year__in=years)
    }  # fmt: skip
    asked = [one for one in years if one <= min(year, fiscal_year(today))]
    counted = _counted(actor, indicators, policy=policy, years=asked, today=today)
    polled = _polled(indicators)
    grades = tuple((one.mark, one.at_least) for one in policy.grades.all())
    lines = []
    for one in indicators:
        known = {
            each: _standpoint(one, each, values.get((one.id, each)), counted, polled) for each in years
        }  # fmt: skip
        lines.append(_line(one, year, known, values, years=years, grades=grades))
    review = Review.objects.filter(standing=standing, year=year).select_related("staff").first()
    return Form(
        standing=standing, year=year, lines=tuple(lines),
        efforts=tuple(Effort.objects.filter(measure_id=standing.measure_id)), review=review, grades=grades, as_of=today,
        fixed=dict(review.content) if review else {},
    )  # fmt: skip


def _counted(
    actor: Actor, indicators: Iterable[Indicator], *, policy: Policy, years: list[int], today: date
) -> Numbers:
    """What the rooms of the figures count for these years; a cumulative one from the plan's first day."""
    found: Numbers = {}
    groups: dict[tuple[str, bool], list[Indicator]] = defaultdict(list)
    cohort, zoned = [], []
    for one in indicators:
        if one.figure.startswith(figures.REPORT) and one.figure in figures.FIGURES:
            groups[one.programme, one.counting == Counting.CUMULATIVE].append(one)
        elif one.figure.startswith(figures.COHORT) and one.figure in figures.FIGURES:
            cohort.append(one)
        elif one.figure.startswith(figures.EVACUATION) and one.figure in figures.FIGURES:
            zoned.append(one)
    for (programme, cumulative), members in groups.items():
        keys = tuple(dict.fromkeys(figures.FIGURES[one.figure].own_key for one in members))
        layout = ReportLayout(
            code="POLICY",
            span="YEAR",
            title="計画の指標",
            rows="programmes",
            columns=keys,
            evidence=("既定",),
        )
        for year in years:
            first, after = fiscal_year_span(year)
            first = fiscal_year_span(policy.from_year)[0] if cumulative else first
            report = report_queries.report(
                actor, scope=_scope(programme), period=Period(Span.YEAR, first, after), layout=layout
            )
            numbers = dict(zip((one.key for one in report.figures), report.whole, strict=True))
            for one in members:
                number = numbers.get(figures.FIGURES[one.figure].own_key)
                if number is not None:
                    found[one.id, year] = Counted(number)
    if cohort and years:
        bodies = cohort_queries.bodies_to_choose(actor)
        if bodies:
            table = cohort_queries.cohort_table(
                actor, body=bodies[0], last_year=years[-1], years=len(years), today=today
            )
            for one in cohort:
                for year in years:
                    cell = table.find(row=figures.FIGURES[one.figure].own_key, place_id=None, year=year)
                    if cell and cell[1].number is not None:
                        found[one.id, year] = Counted(cell[1].number)
    return found | _zoned(actor, zoned, years=years)


def _zoned(actor: Actor, indicators: list[Indicator], *, years: list[int]) -> Numbers:
    """The people with a plan inside and outside of a zone, as they were kept last in each year."""
    found: Numbers = {}
    for year in years if indicators else ():
        first, after = fiscal_year_span(year)
        kept = evacuation_queries.kept_zone_counts(actor, first=first, after=after)
        for one in indicators:
            last = kept.get(figures.FIGURES[one.figure].own_key)
            if last is None:
                continue
            note = f"{wareki(last.counted_on)}に残した数"
            if one.is_pair:
                note += f"（区域の分からない人 {last.unknown}人は入れていない）"
                found[one.id, year] = Counted(last.inside, last.outside, note)
            else:
                found[one.id, year] = Counted(last.total, note=note)
    return found


def _scope(programme: str) -> Scope:
    if not programme:
        return WHOLE_TOWN
    return Scope(ScopeKind.PROGRAMME, programme, str(Programme(programme).label), codes=(programme,))


def _polled(indicators: Iterable[Indicator]) -> dict[tuple[UUID, int], Share]:
    """The town's answer to a question by the fiscal year it was asked in; the later of two polls of a year."""
    asked = [one.question_id for one in indicators if one.question_id]
    if not asked:
        return {}
    rows = Share.objects.filter(question_id__in=asked, area__isnull=True).select_related("poll")
    ordered = sorted(rows, key=lambda one: one.poll.held_on)
    return {(one.question_id, fiscal_year(one.poll.held_on)): one for one in ordered}


def _standpoint(
    indicator: Indicator, year: int, row: YearValue | None, counted: Numbers,
    polled: dict[tuple[UUID, int], Share],
) -> Standpoint:  # fmt: skip
    notes = [indicator.get_counting_display()] if indicator.counting != Counting.YEARLY else []
    if row is not None:
        notes += [label for flag, label in ((row.repeated, "再掲"), (row.expected, "見込み")) if flag]
        notes += [row.note] if row.note else []
    if indicator.figure:
        meaning = figures.meaning(indicator.figure)
        if indicator.programme:
            meaning += f"　{Programme(indicator.programme).label}の分"
        number = counted.get((indicator.id, year))
        if number is None:
            return Standpoint(notes=tuple(notes), meaning=meaning)
        notes += [number.note] if number.note else []
        value_b = Decimal(number.value_b) if number.value_b is not None else None
        return Standpoint(Decimal(number.value), value_b, ValueState.KNOWN, tuple(notes), meaning)
    if indicator.question_id:
        return _of_poll(indicator, polled.get((indicator.question_id, year)), notes)
    source = f"出典：{row.source}" if row and row.source else ""
    meaning = "　".join(one for one in (indicator.definition, source) if one)
    if row is None:
        return Standpoint(notes=tuple(notes), meaning=meaning)
    return Standpoint(row.actual, row.actual_b, row.state, tuple(notes), meaning)


def _of_poll(indicator: Indicator, share: Share | None, notes: list[str]) -> Standpoint:
    assert indicator.question is not None
    meaning = f"設問「{indicator.question.text}」に「{indicator.question.answer}」と答えた人の割合"
    if share is None:
        return Standpoint(notes=(*notes, "この年度の調査は、まだ登録されていません"), meaning=meaning)
    meaning += f"　{share.poll.name}（{wareki(share.poll.held_on)}）　出典：{share.poll.source}"
    if share.percent is None:
        return Standpoint(state=ValueState.PENDING, notes=tuple(notes), meaning=meaning)
    return Standpoint(share.percent, None, ValueState.KNOWN, tuple(notes), meaning)


def _line(
    indicator: Indicator, year: int, known: dict[int, Standpoint], values: dict[tuple[UUID, int], YearValue], *,
    years: tuple[int, ...], grades: tuple[tuple[str, Decimal], ...],
) -> Line:  # fmt: skip
    row, now = values.get((indicator.id, year)), known.get(year, Standpoint())
    pairs = [(indicator.base, row.target if row else None, now.value)]
    if indicator.is_pair:
        pairs.append((indicator.base_b, row.target_b if row else None, now.value_b))
    rates = [
        rules.achievement(
            direction=indicator.direction, target=target, actual=actual, tolerance=indicator.tolerance
        )
        for _base, target, actual in pairs
    ]
    ways = [
        rules.progress_from(direction=indicator.direction, base=base, target=target, actual=actual)
        for base, target, actual in pairs
    ]
    outcome = indicator.kind == IndicatorKind.OUTCOME
    mark = rules.grade_of(rates, grades=grades) if outcome else ""
    pending = now.state == ValueState.PENDING
    direction = f"（{indicator.get_direction_display()}）" if indicator.direction != Direction.UP else ""
    number = indicator.number or (indicator.effort.number if indicator.effort else "")
    cells = {
        "number": number,
        "name": indicator.name + direction,
        "base": _value(indicator, indicator.base, indicator.base_b)
        + (f"（{indicator.base_words}）" if indicator.base_words else ""),
        "target": _value(indicator, row.target if row else None, row.target_b if row else None),
        "actual": _actual(indicator, now),
        "achieved": NOTHING if pending else _two(indicator, [rules.shown(one) for one in rates]),
        "progressed": NOTHING if pending else _two(indicator, [rules.shown(one) for one in ways]),
        "mark": (PENDING if pending else mark or NOTHING) if outcome else "",
        "notes": "、".join(now.notes),
        "meaning": now.meaning or indicator.definition,
    }
    told = tuple(
        (
            each,
            _value(indicator, values[indicator.id, each].target, values[indicator.id, each].target_b)
            if (indicator.id, each) in values else NOTHING,
            _actual(indicator, known[each]) if each <= year else "",
        )
        for each in years
    )  # fmt: skip
    return Line(indicator, cells, told)


def _actual(indicator: Indicator, found: Standpoint) -> str:
    return PENDING if found.state == ValueState.PENDING else _value(indicator, found.value, found.value_b)


def _value(indicator: Indicator, value: Decimal | None, value_b: Decimal | None) -> str:
    unit = indicator.unit
    parts = [f"{_text(value)}{unit}" if value is not None else NOTHING]
    if indicator.is_pair:
        parts.append(f"{_text(value_b)}{unit}" if value_b is not None else NOTHING)
    return _two(indicator, parts)


def _two(indicator: Indicator, parts: list[str]) -> str:
    """``a) 区域内 10件／b) 区域外 5件`` for a pair."""
    if not indicator.is_pair:
        return parts[0]
    return f"a) {indicator.a_label} {parts[0]}／b) {indicator.b_label} {parts[1]}"


def _text(value: Decimal) -> str:
    """Without noughts behind the point, in threes."""
    return f"{value:,.2f}".rstrip("0").rstrip(".")
