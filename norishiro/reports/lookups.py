"""Counts where the walls do not stand: one grouped question per kind of record. Numbers of records, days and codes only."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, QuerySet, Window
from django.db.models.expressions import RawSQL
from psycopg import sql

from norishiro.agencies.models import Agency, Area
from norishiro.profiles.schema.reports import ReportLayout
from norishiro.reports.choices import ReviewStep, Source, SummaryState
from norishiro.reports.definitions import BROAD, FIGURES, NARROW, Figure
from norishiro.reports.models import Counted, Summary
from norishiro.reports.periods import Period
from norishiro.reports.scopes import Scope

FUNCTIONS = {
    Source.CONTACT: "report_contacts",
    Source.CONSULTATION: "report_consultations",
    Source.GATHERING: "report_gatherings",
    Source.SITTING: "report_sittings",
    Source.TALK: "report_talks",
    Source.PLAN: "report_plans",
    Source.ANSWER: "report_answers",
    Source.SHEET: "report_sheets",
    Source.PROGRAMME: "report_programmes",
    Source.PARTICIPATION: "report_participations",
    Source.PLACE: "report_hosts",
}
NOWHERE = "（圏域なし）"
ASKED = "(%s, %s, %s, %s, %s, %s)"
# Of the programmes only the steps that are counted are looked for, and what they looked like is not written out.
STEPS_ASKED = "(%s, %s, %s, %s, %s, %s, stamped => false, steps => %s)"
WHAT = {
    "units": "count(DISTINCT r.unit)",
    "persons": "count(DISTINCT r.person)",
    "persons_all": "count(r.person)",
    "households": "count(DISTINCT r.household)",
    "people": "coalesce(sum(r.people), 0)",
    "consulted": "coalesce(sum(r.consulted), 0)",
    "meetings": "count(DISTINCT (r.entry, r.staff))",
}
# A contact with several people has a row for each; only the first of them is the contact.
ROWS_OF = {Source.CONTACT: "count(*) FILTER (WHERE r.leads AND {where})"}
# Of all contacts, how many in a hundred; nought where there was none.
SHARE = (
    "coalesce(round(100.0 * count(*) FILTER (WHERE r.leads AND {where})"
    " / nullif(count(*) FILTER (WHERE r.leads), 0)), 0)::integer"
)
DIMENSIONS = ("method", "met", "kind", "programme", "act", "home")
# Where time stands in the rows, each row has its own last day; the whole has the last of all.
TIME = ("days", "months")
BUCKETS = {
    "days": "r.on_day::text",
    "months": "to_char(r.on_day, 'YYYY-MM-01')",
    "staff": "r.staff::text",
    "agencies": "r.agency::text",
    "areas": "r.area",
    "programmes": "r.programme",
}
Groups = Sequence[Collection[UUID]]
# The numbers of records and whose they are, as SQL and what it is asked.
Entries = tuple[str, list[Any]]
# Whose a record is, where the functions tell it. A case is its own.
SUBJECTS = {Source.CONTACT: "r.subject", Source.PROGRAMME: "r.entry", Source.PARTICIPATION: "r.entry"}


@dataclass(frozen=True)
class Counts:
    """One figure: of the whole, and by what stands in the rows (empty: it has none)."""

    whole: int
    parts: dict[str, int]


def count(
    scope: Scope, period: Period, *, rows: str, figures: Iterable[Figure], groups: Groups = ()
) -> tuple[dict[str, Counts], set[str]]:
    """The figures by their keys, and every row that has anything. ``groups``: which agencies each row stands for."""
    found: dict[str, Counts] = {}
    buckets: set[str] = set()
    by_source: dict[str, list[Figure]] = {}
    for figure in figures:
        by_source.setdefault(figure.source, []).append(figure)
    for source, wanted in by_source.items():
        sums, parts = _grouped(
            scope, period, source=source, rows=rows, bucket=_bucket(rows, groups), figures=wanted
        )
        buckets |= parts.keys()
        for nth, figure in enumerate(wanted):
            found[figure.key] = Counts(sums[nth], {bucket: line[nth] for bucket, line in parts.items()})
    return found, buckets


def figures_now(scope: Scope, period: Period) -> dict[str, int]:
    """Every figure of a time as it is counted now."""
    counted, _rows = count(scope, period, rows="days", figures=FIGURES.values())
    return {key: found.whole for key, found in counted.items()}


def _grouped(
    scope: Scope, period: Period, *, source: str, rows: str, bucket: str, figures: Sequence[Figure]
) -> tuple[Sequence[int], dict[str, Sequence[int]]]:
    columns, params = [], []
    for figure in figures:
        where, values = where_of(figure)
        if not figure.at_end:
            columns.append(_measure(figure, where))
            params += values
            continue
        last = _measure(figure, f"{where} AND {_at_end(period)}", always=True)
        if rows in TIME:
            each = _measure(figure, where, always=True)
            columns.append(f"CASE WHEN GROUPING({bucket}) = 1 THEN {last} ELSE {each} END")
            params += [*values, *values]
        else:
            columns.append(last)
            params += values
    counted, of_counted = _counted(scope, period, source=source, figures=figures)
    text = (
        f"SELECT GROUPING({bucket}), {bucket}, {', '.join(columns)} FROM {counted} r"
        f" GROUP BY GROUPING SETS (({bucket}), ())"
    )
    sums: Sequence[int] = ()
    parts: dict[str, Sequence[int]] = {}
    for whole, part, *line in _asked(text, [*params, *of_counted]):
        if whole:
            sums = line
        else:
            parts[part or ""] = line
    return sums, parts


def _bucket(rows: str, groups: Groups = ()) -> str:
    """In which row a record stands, as SQL. Of groups the ids are written out: they are ours, and the same text must stand in
    two places of the question."""
    if rows != "groups":
        return BUCKETS[rows]
    written = [", ".join(f"'{UUID(str(one))}'" for one in sorted(ids)) for ids in groups]
    ways = [f"WHEN r.agency IN ({ids}) THEN '{nth}'" for nth, ids in enumerate(written) if ids]
    return f"CASE {' '.join(ways)} ELSE '' END" if ways else "''::text"


def groups_of(layout: ReportLayout) -> list[set[UUID]]:
    """Which agencies each row of the layout stands for; nothing where its rows are no groups."""
    return agencies_of(one.agencies for one in layout.groups) if layout.groups else []


def agencies_of(groups: Iterable[Collection[str]]) -> list[set[UUID]]:
    """The agencies of each group by their codes, with all that stand below them."""
    every = list(Agency.objects.values_list("id", "code", "parent_id"))
    below: dict[UUID | None, list[UUID]] = {}
    for agency_id, _code, parent_id in every:
        below.setdefault(parent_id, []).append(agency_id)
    found = []
    for codes in groups:
        inside = {agency_id for agency_id, code, _parent in every if code in codes}
        fresh = inside
        while fresh:
            fresh = {child for one in fresh for child in below.get(one, ())} - inside
            inside |= fresh
        found.append(inside)
    return found


def _at_end(period: Period) -> str:
    """Only how it stood on the last day. The day is our own, never typed."""
    return f"r.on_day = '{period.last.isoformat()}'::date"


def _measure(figure: Figure, where: str, *, always: bool = False) -> str:
    if figure.what == "rows":
        return ROWS_OF.get(Source(figure.source), "count(*) FILTER (WHERE {where})").format(where=where)
    if figure.what == "share":
        return SHARE.format(where=where)
    return f"{WHAT[figure.what]} FILTER (WHERE {where})" if figure.where or always else WHAT[figure.what]


def where_of(figure: Figure) -> tuple[str, list[Any]]:
    """Which records a figure counts, as SQL on the rows of its function."""
    parts = [f"r.{name} = ANY (%s)" for name in DIMENSIONS if name in figure.where]
    return " AND ".join(parts) or "true", [figure.where[name] for name in DIMENSIONS if name in figure.where]


def asked(scope: Scope, period: Period) -> list[Any]:
    """What the functions are asked."""
    own = None if scope.own is None else sorted(scope.own)
    return [period.first, period.after, scope.kind, list(scope.ids), list(scope.codes), own]


def entries_sql(
    scope: Scope, period: Period, *, figure: Figure, rows: str = "", bucket: str = "", groups: Groups = ()
) -> Entries:
    """The numbers of the records behind a figure, or behind it in one row, as SQL."""
    where, values = where_of(figure)
    told, params = _told(scope, period, figure)
    text = f"{told} WHERE {where}"
    params += values
    if figure.at_end and rows not in TIME:
        text += f" AND {_at_end(period)}"
    if rows:
        text += f" AND coalesce({_bucket(rows, groups)}, '') = %s"
        params.append(bucket)
    return text, params


def _told(scope: Scope, period: Period, figure: Figure) -> Entries:
    source = Source(figure.source)
    counted, params = _counted(scope, period, source=source, figures=[figure])
    return f"SELECT r.entry, {SUBJECTS.get(source, 'NULL::uuid')} AS subject FROM {counted} r", params


def _counted(scope: Scope, period: Period, *, source: str, figures: Iterable[Figure]) -> Entries:
    """The records these figures are counted from, as SQL and what it is asked."""
    params = asked(scope, period)
    if source != Source.PROGRAMME:
        return f"{FUNCTIONS[Source(source)]}{ASKED}", params
    steps = sorted({step for figure in figures for step in figure.where["kind"]})
    return f"{FUNCTIONS[Source.PROGRAMME]}{STEPS_ASKED}", [*params, steps]


def between_rules_sql(scope: Scope, period: Period) -> Entries:
    """The cases of people the broad rule of participation counts and the narrow one does not, as SQL."""
    broad, narrow = (where_of(FIGURES[key]) for key in (BROAD, NARROW))
    text = (
        f"SELECT f.entry, f.entry AS subject FROM (SELECT r.entry, ({broad[0]}) AS wide, bool_or({narrow[0]}) OVER (PARTITION BY r.person) AS planned"
        f" FROM {FUNCTIONS[Source.PARTICIPATION]}{ASKED} r) f WHERE f.wide AND NOT f.planned"
    )
    return text, [*broad[1], *narrow[1], *asked(scope, period)]


def twice_counted(scope: Scope, period: Period) -> list[tuple[UUID, UUID]]:
    """Which records, two by two, are counted under two 事業 though they tell of one person, one day and one way: the newest first.
    What was set aside is counted once, and what was decided to count twice is left out."""
    text = (
        "WITH c AS MATERIALIZED (SELECT DISTINCT r.entry, r.on_day, r.person, r.method, r.programme"
        f" FROM {FUNCTIONS[Source.CONTACT]}{ASKED} r WHERE r.person IS NOT NULL AND r.programme <> '')"
        " SELECT DISTINCT a.on_day, a.entry, b.entry FROM c a JOIN c b USING (person, on_day, method)"
        " WHERE a.programme <> b.programme AND a.entry < b.entry ORDER BY 1 DESC, 2, 3"
    )
    pairs = [(one, other) for _day, one, other in _asked(text, asked(scope, period))]
    both = {(one.one_id, one.other_id) for one in decided_between({key for pair in pairs for key in pair})}
    return [pair for pair in pairs if pair not in both]


def decided_between(entries: Collection[UUID]) -> list[Counted]:
    """The decisions that hold between these records."""
    return list(newest_of(Counted.objects.filter(one_id__in=entries, other_id__in=entries)))


def newest_of(decisions: QuerySet[Counted]) -> QuerySet[Counted]:
    """Of each two records the decision that was made last."""
    return decisions.order_by("one_id", "other_id", "-made_at", "-id").distinct("one_id", "other_id")


@dataclass(frozen=True)
class Newest:
    """The first of the records that may be seen, how many of them may be, and how many there are."""

    shown: list[Any]
    seen: int
    total: int


def newest(
    rows: QuerySet[Any], entries: Entries, *, most: int, open_to: QuerySet[Any] | None = None
) -> Newest:
    """The records of a figure among those in ``rows``, in their order. They are looked for once, and only those that are
    shown are read whole.

    The gate stands at each record, and of a whole town most are somebody else's: with ``open_to`` (whose records the actor may
    see anything of) only theirs are asked at it.
    """
    text, params = entries
    wanted = rows.filter(pk__in=_behind(open_to)).annotate(seen=Window(Count("pk")))
    seen, of_seen = wanted.values_list("pk", "seen")[:most].query.sql_with_params()
    found = _asked(
        f"WITH behind AS MATERIALIZED (SELECT DISTINCT entry, subject FROM ({text}) found)"
        f" SELECT b.total, s.pk, s.seen FROM (SELECT count(*) AS total FROM behind) b LEFT JOIN ({seen}) s (pk, seen) ON true",
        [*params, *of_seen],
    )
    shown = rows.filter(pk__in=[pk for _total, pk, _seen in found if pk is not None])
    return Newest(list(shown), found[0][2] or 0, found[0][0])


def _behind(open_to: QuerySet[Any] | None) -> RawSQL:
    if open_to is None:
        return RawSQL("SELECT entry FROM behind", ())
    text, params = open_to.query.sql_with_params()
    # Nobody can tell the planner how many stand behind, and then it goes through all grants for each of them. Asked whether it is
    # true, it looks up each in one list.
    return RawSQL(f"SELECT entry FROM behind WHERE (subject IN ({text})) IS TRUE", params)


def stamps(scope: Scope, period: Period) -> dict[str, list[str]]:
    """What each record counted from looked like, by kind of record: enough to tell later which of them changed."""
    return {
        source.value: [
            stamp
            for (stamp,) in _asked(
                f"SELECT DISTINCT r.stamp FROM {name}{ASKED} r ORDER BY 1", asked(scope, period)
            )
        ]
        for source, name in FUNCTIONS.items()
    }


def _asked(text: str, params: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(text, params)
        return list(cursor.fetchall())


def editions(scope: Scope, *, year: int) -> QuerySet[Summary]:
    """Every summary of this part and year, the newest first."""
    return Summary.objects.filter(scope=scope.kind, scope_key=scope.key, year=year).order_by("-number")


def open_summary(scope: Scope, *, year: int) -> Summary | None:
    """The one that is being written, if any."""
    return editions(scope, year=year).exclude(state=SummaryState.RELEASED).first()


def asked_by(summary: Summary) -> UUID | None:
    """Who asked last that it be approved."""
    rows = summary.reviews.filter(step=ReviewStep.ASKED).order_by("-made_at")
    return rows.values_list("staff_id", flat=True).first()


def area_rows(codes: Collection[str], *, on: date) -> list[tuple[str, str]]:
    """By code, under the name last given; what lies in no area comes last."""
    rows = Area.objects.filter(code__in=codes).order_by("code", "from_on")
    named = dict(rows.values_list("code", "name"))
    return [*sorted(named.items()), *([("", NOWHERE)] if "" in codes else [])]


# --- two dimensions at once --------------------------------------------------------------------------------------

ATTRIBUTED = "report_attributes(%s, %s, %s)"
ATTRIBUTES = {"ages": "t.decade", "sexes": "t.sex", "homes": "t.home", "troubles": "i.code"}
CODED = {"methods": "r.method", "mets": "r.met", "kinds": "r.kind"}
ALWAYS = ("months", "agencies", "areas", "programmes")
# By what else than these the records of a kind can be told apart.
DIMENSIONS_OF: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(FUNCTIONS, ALWAYS),
    Source.CONTACT: (*ALWAYS, *CODED, *ATTRIBUTES),
    Source.CONSULTATION: (*ALWAYS, *ATTRIBUTES),
}
_AXES = {
    **{name: f"coalesce({BUCKETS[name]}, '')" for name in ALWAYS},
    **{name: f"coalesce({column}, '')" for name, column in (CODED | ATTRIBUTES).items()},
}
# Somebody with several troubles stands in the row of each, and once in the sums.
MANY = "troubles"
Filters = Mapping[str, Collection[str]]
# The codes that have a name, by axis. What stands there beside them (a code taken out of the profile since) is counted as one.
Named = Mapping[str, Collection[str]]
OTHER = "-"
Place = tuple[str | None, str | None]


@dataclass(frozen=True)
class Crossed:
    """One number where a row and a column meet, and a mark that comes of the records it was counted from."""

    number: int
    mark: int


def cross(
    scope: Scope, period: Period, *, figures: Iterable[Figure], rows: str, columns: str = "", filters: Filters | None = None,
    named: Named | None = None,
) -> dict[str, dict[Place, Crossed]]:  # fmt: skip
    """Each figure by its key: by row and column, by row alone, by column alone, and of the whole (None: of all of them)."""
    axes = {one: _axis(one, named) for one in (rows, columns) if one}
    by_source: dict[str, list[Figure]] = {}
    for figure in figures:
        by_source.setdefault(figure.source, []).append(figure)
    ways: list[tuple[str, ...]] = [(rows, columns), (rows,), (columns,), ()] if columns else [(rows,), ()]
    found: dict[str, dict[Place, Crossed]] = {}
    for source, wanted in by_source.items():
        places: dict[str, dict[Place, Crossed]] = {one.key: {} for one in wanted}
        for asked_at_once in ([one for one in ways if MANY in one], [one for one in ways if MANY not in one]):
            if asked_at_once:
                _cross(
                    scope, period, source, wanted, asked_at_once, rows, columns, axes, filters or {}, places
                )
        found |= places
    return found


def _cross(
    scope: Scope, period: Period, source: str, figures: Sequence[Figure], ways: Sequence[tuple[str, ...]], rows: str,
    columns: str, axes: Mapping[str, str], filters: Filters, places: dict[str, dict[Place, Crossed]],
) -> None:  # fmt: skip
    used = [one for one in dict.fromkeys((rows, columns)) if any(one in way for way in ways)]
    selected: list[str] = []
    params: list[Any] = []
    for one in (rows, columns):
        selected += [f"GROUPING({axes[one]})", axes[one]] if one in used else ["1", "NULL"]
    for figure in figures:
        told, values = _crossed(figure, period, months="months" in used)
        selected += told
        params += values
    joined, days = _joined(source, period, {*used, *filters}, many=MANY in used)
    where, codes = _filtered(filters)
    sets = ", ".join(f"({', '.join(axes[one] for one in way)})" for way in ways)
    text = (
        f"SELECT {', '.join(selected)} FROM {FUNCTIONS[Source(source)]}{ASKED} r{joined} WHERE {where}"
        f" GROUP BY GROUPING SETS ({sets})"
    )
    for no_row, row, no_column, column, *line in _asked(
        text, [*params, *asked(scope, period), *days, *codes]
    ):
        place = (None if no_row else row, None if no_column else column)
        for nth, figure in enumerate(figures):
            places[figure.key][place] = Crossed(int(line[2 * nth]), int(line[2 * nth + 1]))


def _axis(axis: str, named: Named | None) -> str:
    """The codes of an axis as SQL. The names come of this program's own lists, never of what somebody typed."""
    codes = (named or {}).get(axis)
    if codes is None:
        return _AXES[axis]
    told = ", ".join(sql.quote(one) for one in ("", *codes))
    return f"CASE WHEN {_AXES[axis]} IN ({told}) THEN {_AXES[axis]} ELSE '{OTHER}' END"


def _crossed(figure: Figure, period: Period, *, months: bool) -> tuple[list[str], list[Any]]:
    """The number and its mark, as SQL. How it stands at the end is asked of each month's last day, else of the last of all."""
    where, values = where_of(figure)
    if not figure.at_end:
        return [_measure(figure, where), _mark(where)], values * 2
    last = f"{where} AND {_at_end(period)}"
    at_last = [_measure(figure, last, always=True), _mark(last)]
    if not months:
        return at_last, values * 2
    of_month = [_measure(figure, where, always=True), _mark(where)]
    whole = f"GROUPING({_AXES['months']}) = 1"
    told = [
        f"CASE WHEN {whole} THEN {one} ELSE {other} END" for one, other in zip(at_last, of_month, strict=True)
    ]
    return told, values * 4


def _mark(where: str) -> str:
    """The same for the same records, however they were asked for; which records they are cannot be read from it."""
    return f"coalesce(sum(hashtextextended(r.entry::text, 0)) FILTER (WHERE {where}), 0)"


def _joined(
    source: str, period: Period, wanted: Collection[str], *, many: bool = False
) -> tuple[str, list[Any]]:
    """Of whom a record is, where that is asked. A contact with several people has a row for each of them."""
    if not any(one in ATTRIBUTES for one in wanted):
        return "", []
    person = " AND t.person = r.person" if source == Source.CONTACT else ""
    text = f" LEFT JOIN {ATTRIBUTED} t ON t.entry = r.entry{person}"
    if many:
        text += " LEFT JOIN LATERAL unnest(t.troubles) i(code) ON true"
    return text, [period.first, period.after, period.last]


def _filtered(filters: Filters) -> tuple[str, list[Any]]:
    parts = ["t.troubles && %s::text[]" if one == MANY else f"{_AXES[one]} = ANY (%s)" for one in filters]
    return " AND ".join(parts) or "true", [list(codes) for codes in filters.values()]


def cell_sql(
    scope: Scope,
    period: Period,
    *,
    figure: Figure,
    place: Mapping[str, str],
    filters: Filters | None = None,
    named: Named | None = None,
) -> Entries:
    """The numbers of the records in one cell (``place``: its row and column), as SQL."""
    where, values = where_of(figure)
    joined, days = _joined(figure.source, period, {*place, *(filters or {})}, many=MANY in place)
    filtered, codes = _filtered(filters or {})
    there = "".join(f" AND {_axis(one, named)} = %s" for one in place)
    last = f" AND {_at_end(period)}" if figure.at_end and "months" not in place else ""
    told, params = _told(scope, period, figure)
    text = f"{told}{joined} WHERE {where}{last} AND {filtered}{there}"
    return text, [*params, *days, *values, *codes, *place.values()]
