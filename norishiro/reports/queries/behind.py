"""The records behind a figure: those the actor may see, and of the others only how many."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet, Window
from django.db.models.expressions import RawSQL

from norishiro.agencies.actor import Actor
from norishiro.cases import queries as case_queries
from norishiro.consultations import queries as consultation_queries
from norishiro.consultations.models import Consultation
from norishiro.consultations.queries.requests import own_requests
from norishiro.consultations.queries.sheets import own_sheets
from norishiro.meetings.models import Sitting
from norishiro.meetings.queries.items import ItemRow, items_visible_to, titled
from norishiro.meetings.queries.sittings import visible_to as sittings_visible_to
from norishiro.outreach import queries as outreach_queries
from norishiro.outreach.models import Contact, Gathering
from norishiro.plans.queries.plans import visible_to as plans_visible_to
from norishiro.profiles.schema.reports import ReportLayout
from norishiro.reports import lookups
from norishiro.reports.choices import Source
from norishiro.reports.definitions import FIGURES, Figure
from norishiro.reports.periods import Period
from norishiro.reports.scopes import Scope
from norishiro.resources.models import Place
from norishiro.sharing.choices import Depth

MOST = 50


@dataclass(frozen=True)
class Shown:
    """A record behind a figure as one line: its day, what it is called, the page of it, and whom it shows."""

    on: date | None
    label: str
    page: str
    id: UUID
    subject_id: UUID | None
    words: str = ""


@dataclass(frozen=True)
class Behind:
    """What a figure was counted from. ``seen`` of ``total`` may be seen; at most fifty of them are shown."""

    total: int
    seen: int
    contacts: list[Contact] = field(default_factory=list)
    consultations: list[Consultation] = field(default_factory=list)
    gatherings: list[Gathering] = field(default_factory=list)
    sittings: list[Sitting] = field(default_factory=list)
    talks: list[ItemRow] = field(default_factory=list)
    lines: list[Shown] = field(default_factory=list)

    @property
    def hidden(self) -> int:
        return self.total - self.seen

    @property
    def more(self) -> int:
        shown: tuple[list[Any], ...] = (
            self.contacts, self.consultations, self.gatherings, self.sittings, self.talks, self.lines,
        )  # fmt: skip
        return self.seen - sum(len(rows) for rows in shown)

    @property
    def subjects(self) -> list[UUID]:
        """Whom the page shows."""
        named = [one.item.case_id for one in self.talks if not one.hidden]
        lines = [one.subject_id for one in self.lines if one.subject_id]
        return [*(one.subject_id for one in (*self.contacts, *self.consultations)), *named, *lines]


def behind(
    actor: Actor, *, scope: Scope, period: Period, figure: Figure, layout: ReportLayout | None = None, bucket: str = ""
) -> Behind:  # fmt: skip
    """The records of one figure, or of one of its rows in a layout, the newest first."""
    rows, groups = (layout.rows, lookups.groups_of(layout)) if layout else ("", [])
    text, params = lookups.entries_sql(scope, period, figure=figure, rows=rows, bucket=bucket, groups=groups)
    total = lookups.how_many(text, params)
    return _behind(actor, figure.source, total, RawSQL(text, params))


def behind_cell(
    actor: Actor,
    *,
    scope: Scope,
    period: Period,
    figure: Figure,
    place: Mapping[str, str],
    filters: lookups.Filters,
) -> Behind:
    """The records of one cell of a question, the newest first."""
    text, params = lookups.cell_sql(scope, period, figure=figure, place=place, filters=filters)
    return _behind(actor, figure.source, lookups.how_many(text, params), RawSQL(text, params))


def entries_of_day(actor: Actor, *, scope: Scope, period: Period) -> Behind:
    """The contacts of a day, as the daily report lists them."""
    return behind(actor, scope=scope, period=period, figure=FIGURES["contacts"])


def _behind(actor: Actor, source: str, total: int, ids: Any) -> Behind:
    if source == Source.CONTACT:
        found = outreach_queries.visible_to(actor).filter(id__in=ids)
        rows = found.select_related("person", "staff").order_by("-happened_on", "-happened_at", "-made_at")
        contacts, seen = _newest(rows)
        return Behind(total, seen, contacts=contacts)
    if source == Source.CONSULTATION:
        received = consultation_queries.visible_to(actor).filter(id__in=ids)
        named = received.select_related("person", "staff").order_by("-received_on", "-made_at")
        consultations, seen = _newest(named)
        return Behind(total, seen, consultations=consultations)
    if source == Source.GATHERING:
        held = Gathering.objects.filter(id__in=ids).select_related("area", "staff").order_by("-held_on", "id")
        return Behind(total, total, gatherings=list(held[:MOST]))
    if source == Source.TALK:
        tabled = items_visible_to(actor).filter(id__in=ids).select_related("sitting", "body")
        items, seen = _newest(tabled.order_by("-sitting__held_on", "id"))
        return Behind(total, seen, talks=titled(actor, items))
    if source in LINES:
        lines, seen = LINES[Source(source)](actor, ids)
        return Behind(total, total if source == Source.PLACE else seen, lines=lines)
    called = sittings_visible_to(actor).filter(id__in=ids)
    sat = called.select_related("body").order_by("-held_on", "id")
    sittings, seen = _newest(sat)
    return Behind(total, seen, sittings=sittings)


def _plans(actor: Actor, ids: Any) -> tuple[list[Shown], int]:
    rows = plans_visible_to(actor).filter(id__in=ids).select_related("case")
    plans, seen = _newest(rows.order_by("-decided_on", "id"))
    return [
        Shown(one.decided_on, f"{one}（{one.case.number}）", "plans:show_plan", one.id, one.case_id, one.get_status_display())
        for one in plans
    ], seen  # fmt: skip


def _answers(actor: Actor, ids: Any) -> tuple[list[Shown], int]:
    requests, seen = _newest(own_requests(actor).filter(id__in=ids).order_by("-answered_on", "id"))
    return [
        Shown(
            one.answered_on,
            one.number,
            "consultations:show_request",
            one.id,
            one.subject_id,
            one.get_status_display(),
        )
        for one in requests
    ], seen


def _sheets(actor: Actor, ids: Any) -> tuple[list[Shown], int]:
    sheets, seen = _newest(own_sheets(actor).filter(id__in=ids).order_by("-sent_on", "id"))
    return [
        Shown(
            one.sent_on,
            one.number,
            "consultations:show_sheet",
            one.id,
            one.subject_id,
            one.get_status_display(),
        )
        for one in sheets
    ], seen


def cases_among(actor: Actor, ids: Any) -> tuple[list[Shown], int]:
    """The cases the actor may see of these, the newest first; and how many."""
    rows = case_queries.visible_to(actor, depth=Depth.OUTLINE).filter(id__in=ids)
    cases, seen = _newest(rows.order_by("-opened_on", "id"))
    return [
        Shown(one.opened_on, f"{one.title}（{one.number}）", "cases:show", one.id, one.id, one.get_status_display())
        for one in cases
    ], seen  # fmt: skip


def _places(actor: Actor, ids: Any) -> tuple[list[Shown], int]:
    places = list(
        Place.objects.filter(id__in=ids).select_related("organisation").order_by("name", "id")[:MOST]
    )
    return [
        Shown(one.confirmed_on, f"{one.name}（{one.organisation.name}）", "resources:place", one.id, None)
        for one in places
    ], len(places)


LINES = {
    Source.PLAN: _plans, Source.ANSWER: _answers, Source.SHEET: _sheets, Source.PROGRAMME: cases_among,
    Source.PARTICIPATION: cases_among, Source.PLACE: _places,
}  # fmt: skip


def _newest(rows: QuerySet[Any]) -> tuple[list[Any], int]:
    """The first fifty, and how many there are: asked at once, because the gate looks at each of them."""
    found = list(rows.annotate(how_many=Window(Count("id")))[:MOST])
    return found, found[0].how_many if found else 0
