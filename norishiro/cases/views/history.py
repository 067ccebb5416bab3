"""これまでのこと（全部）: ten years of a household, narrowed, by year and month, and on paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import chain
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone

from norishiro.agencies.door import answer, hand_over, page
from norishiro.agencies.permissions import Permission
from norishiro.agencies.views.parts import AskedDay, asked_day
from norishiro.cases import queries, rules
from norishiro.cases.timeline import Event, newest_first
from norishiro.cases.views.events import contact_event, moves, named_in, with_address
from norishiro.core import documents
from norishiro.core.calendar import fiscal_year, fiscal_year_label, fiscal_year_span, wareki
from norishiro.core.tables import Page, place_in
from norishiro.matching import queries as matching_queries
from norishiro.meetings import queries as meeting_queries
from norishiro.outreach import stages, years
from norishiro.outreach.choices import Method, SegmentKind
from norishiro.outreach.views.offered import tags_on
from norishiro.outreach.years import Cut, Month
from norishiro.plans import queries as plan_queries
from norishiro.sharing.choices import Depth
from norishiro.sharing.queries import viewers_of

if TYPE_CHECKING:
    from norishiro.agencies.actor import Actor
    from norishiro.cases.models import Case, CaseMember
    from norishiro.outreach.models import Contact

# Moves, sittings and plans of one household in all its years; contacts have no such end.
MOST_OTHERS = 500
PAPER = "経過一覧"
COLUMNS = (
    documents.Column("日付", 14), documents.Column("時刻", 8), documents.Column("だれの", 16), documents.Column("方法", 16),
    documents.Column("会えたか", 14), documents.Column("内容", 70), documents.Column("次の約束", 24), documents.Column("書いた機関", 20),
    documents.Column("書いた人", 14),
)  # fmt: skip


@dataclass(frozen=True)
class Scene:
    """The case, and whose records make up its history for this reader."""

    case: Case
    members: tuple[CaseMember, ...]

    @property
    def subject_ids(self) -> list[UUID]:
        return [self.case.id, *(one.person_id for one in self.members)]


@dataclass(frozen=True)
class Year:
    """One fiscal year of the history, with its months."""

    number: int
    label: str
    months: tuple[Month, ...]

    @property
    def count(self) -> int:
        return sum(one.count for one in self.months)


@page(needs=Permission.SEE_PEOPLE)
def history(request: Any, case_id: UUID) -> HttpResponse:
    """これまでのこと（全部）: one year at a time, the newest first; counts let the reader jump."""
    actor = request.actor
    scene = _scene(actor, case_id)
    cut = _cut(request, scene)
    narrowed = cut != Cut()
    found_in = years.counted(actor, subject_ids=scene.subject_ids, cut=cut)
    writers = _writers(actor, scene) if narrowed else found_in.writers
    counted = _years(found_in.months)
    year, month = _chosen(request, counted)
    first, after = _span(year, month)
    within = replace(cut, first=first, after=after)
    found = years.page_of(actor, subject_ids=scene.subject_ids, cut=within, place=place_in(request.GET))
    others = [] if narrowed else _others(actor, scene, within, found)
    events = newest_first(
        chain((contact_event(one) for one in found.rows), others), limit=years.AT_ONCE + MOST_OTHERS
    )
    context = {
        "case": scene.case, "members": scene.members, "cut": cut, "narrowed": narrowed, "years": counted, "year": year, "month": month,
        "months": next((one.months for one in counted if one.number == year), ()), "page": found,
        "events": [with_address(one) for one in events], "methods": Method.choices, "segments": SegmentKind.choices,
        "tags": tags_on(timezone.localdate()), "stages": [(one.number, stages.label_of(one.number)) for one in stages.STAGES],
        "agencies": years.agencies(actor, writers=writers), "kept": urlencode(_kept(cut)),
        "first": wareki(first), "last": wareki(after - timedelta(days=1)), "year_label": fiscal_year_label(year),
    }  # fmt: skip
    shown = dict.fromkeys([*scene.subject_ids, *named_in(events)])
    return answer(request, "cases/history.html", context, shown=shown)


@page(needs=Permission.SEE_PEOPLE)
def history_paper(request: Any, case_id: UUID) -> HttpResponse:
    """経過一覧: the same contacts from one day to another, as PDF or (``?as=xlsx``) as Excel, the oldest first."""
    actor = request.actor
    scene = _scene(actor, case_id)
    since, until = asked_day(request, "first"), asked_day(request, "last")
    as_sheet = request.GET.get("as") == "xlsx"
    cut = replace(_cut(request, scene), first=since.day, after=until.day + timedelta(days=1))
    most = rules.MOST_IN_WORKBOOK if as_sheet else rules.MOST_ON_PAPER
    rows = years.oldest_first(actor, subject_ids=scene.subject_ids, cut=cut, limit=most + 1)
    rules.may_print_history(
        problems=[one.problem for one in (since, until) if one.problem], first=since.day, last=until.day,
        count=len(rows), most=most,
    ).or_refuse()  # fmt: skip
    shown = [scene.case.id, *(one.person_id for one in rows if one.person_id)]
    content = (
        _workbook(request, scene, rows, since, until)
        if as_sheet
        else _pdf(request, scene, rows, since, until)
    )
    return hand_over(
        request, content, name=f"{PAPER}.{'xlsx' if as_sheet else 'pdf'}", shown=dict.fromkeys(shown)
    )


def _scene(actor: Actor, case_id: UUID) -> Scene:
    """Who knows only that the case exists reads what the own agency wrote of the case, and nothing by way of its people."""
    case = queries.get_visible(actor, case_id=case_id, depth=Depth.EXISTENCE)
    mine = [viewer.depth for viewer in viewers_of(actor, subject_id=case.id) if viewer.mine]
    members = queries.members(actor, case=case) if max(mine, default=Depth.EXISTENCE) >= Depth.OUTLINE else []
    return Scene(case, tuple(members))


def _cut(request: Any, scene: Scene) -> Cut:
    """What is asked for in the address; what is none of the choices does not narrow."""
    get = request.GET.get
    people = {str(one.person_id): one.person_id for one in scene.members}
    stage = get("stage", "")
    return Cut(
        person_id=people.get(get("person", "")),
        agency_id=_uuid(get("agency", "")),
        method=get("method", "") if get("method", "") in Method.values else "",
        tag=get("tag", "") if get("tag", "") in dict(tags_on(timezone.localdate())) else "",
        segment=get("segment", "") if get("segment", "") in SegmentKind.values else "",
        stage=int(stage) if stage in {str(one) for one in stages.LABELS} else None,
    )


def _kept(cut: Cut) -> dict[str, str]:
    """The same cut as an address."""
    named = {
        "person": cut.person_id,
        "agency": cut.agency_id,
        "method": cut.method,
        "segment": cut.segment,
        "tag": cut.tag,
        "stage": cut.stage,
    }
    return {name: str(value) for name, value in named.items() if value not in (None, "")}


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _writers(actor: Actor, scene: Scene) -> frozenset[UUID]:
    """Whoever wrote any of it, also where little of it is asked for."""
    return years.counted(actor, subject_ids=scene.subject_ids, cut=Cut()).writers


def _years(counted: Iterable[Month]) -> list[Year]:
    found: dict[int, list[Month]] = {}
    for one in counted:
        found.setdefault(fiscal_year(one.on), []).append(one)
    return [Year(number, fiscal_year_label(number), tuple(months)) for number, months in found.items()]


def _chosen(request: Any, counted: list[Year]) -> tuple[int, date | None]:
    """The asked year (else the newest with a record, else this one), and the asked month of it."""
    typed = request.GET.get("year", "")
    if typed.isascii() and typed.isdigit() and 1990 <= int(typed) <= 2100:
        year = int(typed)
    else:
        year = counted[0].number if counted else fiscal_year(timezone.localdate())
    asked = request.GET.get("month", "")
    months = {str(on.month): on for on in _months_of(year)}
    return year, months.get(asked)


def _months_of(year: int) -> list[date]:
    return [date(year + (month < 4), month, 1) for month in (*range(4, 13), 1, 2, 3)]


def _span(year: int, month: date | None) -> tuple[date, date]:
    if month is None:
        return fiscal_year_span(year)
    return month, date(month.year + (month.month == 12), month.month % 12 + 1, 1)


def _others(actor: Actor, scene: Scene, within: Cut, found: Page[Contact]) -> Iterator[Event]:
    """Sittings, plans and moves that stand among the contacts of the page: from below its last one up to the last one of the
    page above; at the ends of the time, all of them. So each stands on one page."""
    top = (
        years.day_above(actor, subject_ids=scene.subject_ids, cut=within, row=found.rows[0])
        if found.before
        else None
    )
    bottom = found.rows[-1].happened_on if found.after else None
    told = chain(
        moves(actor, scene.case, limit=MOST_OTHERS),
        meeting_queries.events_of(actor, case_id=scene.case.id, limit=MOST_OTHERS),
        plan_queries.events_of(actor, case_id=scene.case.id, limit=MOST_OTHERS),
        matching_queries.events_of(actor, case_id=scene.case.id, limit=MOST_OTHERS),
    )
    for one in told:
        in_time = (within.first is None or within.first <= one.on) and (
            within.after is None or one.on < within.after
        )
        if in_time and (top is None or one.on <= top) and (bottom is None or one.on > bottom):
            yield one


# --- 経過一覧 ----------------------------------------------------------------------------------------------


def _pdf(request: Any, scene: Scene, rows: list[Contact], since: AskedDay, until: AskedDay) -> bytes:
    context = {
        "case": scene.case, "rows": rows, "first": since.day, "last": until.day, "actor": request.actor,
        "today": timezone.localdate(), "narrowed": _in_words(request, scene),
    }  # fmt: skip
    return documents.pdf("cases/history_paper.html", context)


def _workbook(request: Any, scene: Scene, rows: list[Contact], since: AskedDay, until: AskedDay) -> bytes:
    notes = [
        f"{scene.case.number}　{scene.case.title}",
        f"{wareki(since.day)}から{wareki(until.day)}まで　{len(rows)}件",
        *_in_words(request, scene),
    ]
    sheet = documents.Sheet(title=PAPER, columns=COLUMNS, rows=[_line(one) for one in rows], notes=notes)
    actor = request.actor
    words = f"{wareki(timezone.localdate())}　{actor.agency_name}　{actor.name}　取扱注意"
    return documents.workbook(
        sheet, title=PAPER, marks=documents.Marks(words=words, number=scene.case.number)
    )


def _line(one: Contact) -> list[documents.Value]:
    said = "\n".join(f"{part.tag}：{part.text}" if part.tag else part.text for part in one.told)
    promise = f"{wareki(one.next_on)} {one.next_what}".strip() if one.next_on else ""
    return [
        one.happened_on, one.happened_at.strftime("%H:%M") if one.happened_at else None,
        one.person.label if one.person else "世帯", one.get_method_display(), one.get_met_display(), said, promise,
        one.agency.name, one.staff.name,
    ]  # fmt: skip


def _in_words(request: Any, scene: Scene) -> list[str]:
    """What the list is narrowed to, so that nobody takes a part for the whole."""
    cut = _cut(request, scene)
    names = {one.person_id: one.person.label for one in scene.members}
    wrote = _writers(request.actor, scene) if cut.agency_id else ()
    writers = dict(years.agencies(request.actor, writers=wrote)) if wrote else {}
    parts = {
        "人": names.get(cut.person_id, "") if cut.person_id else "", "機関": writers.get(cut.agency_id, "") if cut.agency_id else "",
        "方法": Method(cut.method).label if cut.method else "", "しるし": dict(tags_on(timezone.localdate())).get(cut.tag, ""), "だれの話": SegmentKind(cut.segment).label if cut.segment else "",
        "つながりの段階": stages.label_of(cut.stage) if cut.stage is not None else "",
    }  # fmt: skip
    told = "　".join(f"{name}：{word}" for name, word in parts.items() if word)
    return [f"しぼり込み　{told}"] if told else []
