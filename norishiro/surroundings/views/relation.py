"""関係の歩み: the years of one household's relation at a glance, and what became of it month by month."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from norishiro.agencies.actor import Actor
from norishiro.agencies.door import answer, page
from norishiro.assessment import queries as assessment_queries
from norishiro.cases import queries as case_queries
from norishiro.core.calendar import fiscal_year, wareki
from norishiro.indicators import queries as indicator_queries
from norishiro.meetings import queries as meeting_queries
from norishiro.outreach import queries as outreach_queries
from norishiro.outreach import stages, years
from norishiro.sharing.choices import ConsentState
from norishiro.surroundings import changes, queries
from norishiro.surroundings.drawing import relation as drawing
from norishiro.surroundings.views import pictures
from norishiro.surroundings.views.parts import LOOK, case_seen, frame, today

if TYPE_CHECKING:
    from norishiro.cases.models import Case
    from norishiro.outreach.models import ContactStage
    from norishiro.people.models import Person
    from norishiro.sharing.models import Consent

SPANS = (1, 2, 5, 10)
STAGE, ACCEPTANCE, MEETING, CONSENT, LEAD = "つながりの段階", "受援力", "会議", "同意", "主担当"
SHAPES = {ACCEPTANCE: "circle", MEETING: "square", CONSENT: "diamond", LEAD: "turn"}
MOST_TOLD = 500
# So many months stand open in the list; those before are folded.
AT_FIRST = 12
AGREED = (ConsentState.GIVEN, ConsentState.WITHDRAWN, ConsentState.REPLACED)


@dataclass(frozen=True)
class Told:
    """One thing of the way: what kind, when, in words. ``named`` are people it names besides those of the case."""

    kind: str
    on: date
    words: str
    said: str = ""
    named: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class Month:
    """One month of the list: how many contacts, and what else there was."""

    on: date
    count: int
    told: tuple[Told, ...]
    href: str

    @property
    def label(self) -> str:
        return wareki(self.on).removesuffix("1日")


@dataclass(frozen=True)
class Way:
    """Everything of a case the reader may know, in one time."""

    people: Sequence[Person]
    notes: Sequence[ContactStage]
    counts: Sequence[years.Month]
    told: Sequence[Told]
    first: date
    last: date

    @property
    def is_empty(self) -> bool:
        return not self.told and not self.counts

    def within(self, span: int | None) -> Way:
        """The last years of it; everything where no span is asked for. The line of steps begins where it stood then."""
        if span is None:
            return self
        first = max(self.first, date(self.last.year - span, self.last.month, 1))
        return replace(
            self, first=first, counts=[one for one in self.counts if one.on >= first],
            told=[one for one in self.told if one.on >= first],
        )  # fmt: skip


@page(needs=LOOK)
def relation(request: Any, case_id: UUID) -> HttpResponse:
    """関係の歩み: steps, contacts, what happened, and how the surroundings changed, on one line of years."""
    case, actor = case_seen(request, case_id), request.actor
    asked = request.GET.get("years", "")
    span = int(asked) if asked in {str(one) for one in SPANS} else None
    way = _way(actor, case).within(span)
    months, ties = _months(case, way), queries.ties(actor, case=case)
    before, after = (pictures.live_on(ties, on=day) for day in (way.first, way.last))
    context = {
        **frame(actor, case=case, label="関係の歩み"), "way": way, "span": span, "spans": SPANS,
        "drawing": "" if way.is_empty else _svg(case, way), "months": months[:AT_FIRST], "earlier": months[AT_FIRST:],
        "differences": changes.differences(pictures.held(before), pictures.held(after)), "has_ties": bool(ties),
        "movements": _movements(way), "way_there": indicator_queries.way_there(actor, case=case), "mark": stages.MARK, "version": stages.VERSION,
    }  # fmt: skip
    named = [who for one in way.told for who in one.named]
    around = [*pictures.shown_around(before), *pictures.shown_around(after)]
    shown = dict.fromkeys([case.id, *(one.id for one in way.people), *named, *around])
    return answer(request, "surroundings/relation.html", context, shown=shown)


def _way(actor: Actor, case: Case) -> Way:
    people = queries.people_of(actor, case=case)
    ids = [one.id for one in people]
    names = {one.id: one.label for one in people}
    notes = outreach_queries.stages_of_each(actor, person_ids=ids)
    counts = years.counted(actor, subject_ids=[case.id, *ids], cut=years.Cut()).months
    told = sorted(_told(actor, case, notes, names), key=lambda one: one.on)
    days = [one.on for one in (*told, *counts)]
    return Way(people, notes, counts, told, min(days, default=today()).replace(day=1), today())


def _told(actor: Actor, case: Case, notes: Sequence[ContactStage], names: dict[UUID, str]) -> Iterator[Told]:
    for note in notes:
        yield Told(
            STAGE, note.noted_on, f"{names[note.person_id]}：{stages.label_of(note.stage)}（{note.seen}）"
        )
    for one in assessment_queries.acceptances(actor, case=case):
        if one.person_id in names:
            words = f"{names[one.person_id]}：{one.step_label}（{one.seen}）"
            yield Told(ACCEPTANCE, one.seen_on, words, said=one.mark)
    for event in meeting_queries.events_of(actor, case_id=case.id, limit=MOST_TOLD):
        if event.kind == "meet":
            yield Told(MEETING, event.on, event.title, named=event.named)
    for consent in queries.consents_told(actor, case=case):
        if consent.person_id in names:
            yield from _answers(consent, names[consent.person_id])
    for lead in case_queries.lead_changes(actor, case=case, limit=MOST_TOLD):
        who = f"{lead.agency.name} {lead.staff.name if lead.staff else ''}".strip()
        yield Told(LEAD, lead.changed_on, who)


def _answers(consent: Consent, name: str) -> Iterator[Told]:
    if consent.state in AGREED:
        yield Told(CONSENT, consent.asked_on, f"{name}：{ConsentState.GIVEN.label}")
    elif consent.state == ConsentState.REFUSED:
        yield Told(CONSENT, consent.asked_on, f"{name}：{ConsentState.REFUSED.label}")
    if consent.withdrawn_at is not None:
        yield Told(
            CONSENT, timezone.localdate(consent.withdrawn_at), f"{name}：{ConsentState.WITHDRAWN.label}"
        )


def _month_page(case: Case, on: date) -> str:
    """これまでのこと of that month."""
    return f"{reverse('cases:history', args=[case.id])}?year={fiscal_year(on)}&month={on.month}"


def _months(case: Case, way: Way) -> list[Month]:
    """Each month in which there was anything, the newest first."""
    counts = {one.on: one.count for one in way.counts}
    told = {
        on: tuple(group)
        for on, group in groupby(way.told, key=lambda one: one.on.replace(day=1))
    }  # fmt: skip
    return [
        Month(on, counts.get(on, 0), told.get(on, ()), _month_page(case, on))
        for on in sorted({*counts, *told}, reverse=True)
    ]


def _movements(way: Way) -> list[tuple[str, str]]:
    """Whose steps are known, and how they moved, in words; going back is none of the failures."""
    each = [
        (person.label, [one.stage for one in way.notes if one.person_id == person.id])
        for person in way.people
    ]
    return [(name, stages.movement(notes).words) for name, notes in each if notes]


def _svg(case: Case, way: Way) -> SafeString:
    lines = []
    for person in way.people:
        own = [one for one in way.notes if one.person_id == person.id]
        if own:
            notes = [
                drawing.Note(
                    one.noted_on, one.stage,
                    f"{wareki(one.noted_on)} {person.label}：{stages.label_of(one.stage)}。{one.seen}",
                    _month_page(case, one.noted_on),
                )
                for one in own
            ]  # fmt: skip
            lines.append(drawing.Line(person.label, notes))
    picture = drawing.Picture(
        key="relation", title="関係の歩み",
        words=f"{wareki(way.first)}から{wareki(way.last)}まで。同じ内容の月ごとの一覧が、図の下にあります。",
        top=stages.TOP, lines=lines, first=way.first, last=way.last,
        bars=[
            drawing.Bar(one.on, one.count, f"{one.on.year}年{one.on.month}月：記録{one.count}件", _month_page(case, one.on))
            for one in way.counts
        ],
        rows=[drawing.Row(kind, shape, _marks(case, way, kind)) for kind, shape in SHAPES.items()],
    )  # fmt: skip
    return mark_safe(drawing.draw(picture))


def _marks(case: Case, way: Way, kind: str) -> list[drawing.Mark]:
    return [
        drawing.Mark(one.on, f"{wareki(one.on)} {kind}：{one.words}", _month_page(case, one.on), one.said)
        for one in way.told
        if one.kind == kind
    ]
