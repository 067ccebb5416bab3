"""The records behind a figure: those the actor may see, and of the others only how many."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

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
from norishiro.reports.lookups import Entries, Newest
from norishiro.reports.periods import Period
from norishiro.reports.scopes import Scope
from norishiro.resources.models import Place
from norishiro.sharing.choices import Depth
from norishiro.sharing.queries import subjects_held

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
    entries = lookups.entries_sql(scope, period, figure=figure, rows=rows, bucket=bucket, groups=groups)
    return READERS[Source(figure.source)](actor, entries)


def behind_cell(
    actor: Actor,
    *,
    scope: Scope,
    period: Period,
    figure: Figure,
    place: Mapping[str, str],
    filters: lookups.Filters,
    named: lookups.Named | None = None,
) -> Behind:
    """The records of one cell of a question, the newest first."""
    entries = lookups.cell_sql(scope, period, figure=figure, place=place, filters=filters, named=named)
    return READERS[Source(figure.source)](actor, entries)


def entries_of_day(actor: Actor, *, scope: Scope, period: Period) -> Behind:
    """The contacts of a day, as the daily report lists them."""
    return behind(actor, scope=scope, period=period, figure=FIGURES["contacts"])


def _contacts(actor: Actor, entries: Entries) -> Behind:
    rows = outreach_queries.visible_to(actor).select_related("person", "staff")
    newest = rows.order_by("-happened_on", "-happened_at", "-made_at")
    found = lookups.newest(newest, entries, most=MOST, open_to=subjects_held(actor))
    return Behind(found.total, found.seen, contacts=found.shown)


def _consultations(actor: Actor, entries: Entries) -> Behind:
    rows = consultation_queries.visible_to(actor).select_related("person", "staff")
    found = lookups.newest(rows.order_by("-received_on", "-made_at"), entries, most=MOST)
    return Behind(found.total, found.seen, consultations=found.shown)


def _gatherings(_actor: Actor, entries: Entries) -> Behind:
    held = Gathering.objects.select_related("area", "staff").order_by("-held_on", "id")
    found = lookups.newest(held, entries, most=MOST)
    return Behind(found.total, found.seen, gatherings=found.shown)


def _sittings(actor: Actor, entries: Entries) -> Behind:
    rows = sittings_visible_to(actor).select_related("body").order_by("-held_on", "id")
    found = lookups.newest(rows, entries, most=MOST)
    return Behind(found.total, found.seen, sittings=found.shown)


def _talks(actor: Actor, entries: Entries) -> Behind:
    rows = items_visible_to(actor).select_related("sitting", "body").order_by("-sitting__held_on", "id")
    found = lookups.newest(rows, entries, most=MOST)
    return Behind(found.total, found.seen, talks=titled(actor, found.shown))


def _plans(actor: Actor, entries: Entries) -> Behind:
    rows = plans_visible_to(actor).select_related("case").order_by("-decided_on", "id")
    found = lookups.newest(rows, entries, most=MOST)
    return _lines(found, [
        Shown(one.decided_on, f"{one}（{one.case.number}）", "plans:show_plan", one.id, one.case_id, one.get_status_display())
        for one in found.shown
    ])  # fmt: skip


def _answers(actor: Actor, entries: Entries) -> Behind:
    found = lookups.newest(own_requests(actor).order_by("-answered_on", "id"), entries, most=MOST)
    page = "consultations:show_request"
    return _lines(found, [
        Shown(one.answered_on, one.number, page, one.id, one.subject_id, one.get_status_display()) for one in found.shown
    ])  # fmt: skip


def _sheets(actor: Actor, entries: Entries) -> Behind:
    found = lookups.newest(own_sheets(actor).order_by("-sent_on", "id"), entries, most=MOST)
    page = "consultations:show_sheet"
    return _lines(found, [
        Shown(one.sent_on, one.number, page, one.id, one.subject_id, one.get_status_display()) for one in found.shown
    ])  # fmt: skip


def cases_among(actor: Actor, entries: Entries) -> Behind:
    """The cases of these, the newest first."""
    rows = case_queries.visible_to(actor, depth=Depth.OUTLINE).order_by("-opened_on", "id")
    found = lookups.newest(rows, entries, most=MOST, open_to=subjects_held(actor))
    return _lines(found, [
        Shown(one.opened_on, f"{one.title}（{one.number}）", "cases:show", one.id, one.id, one.get_status_display())
        for one in found.shown
    ])  # fmt: skip


def _places(_actor: Actor, entries: Entries) -> Behind:
    rows = Place.objects.select_related("organisation").order_by("name", "id")
    found = lookups.newest(rows, entries, most=MOST)
    return _lines(found, [
        Shown(one.confirmed_on, f"{one.name}（{one.organisation.name}）", "resources:place", one.id, None)
        for one in found.shown
    ])  # fmt: skip


def _lines(found: Newest, lines: list[Shown]) -> Behind:
    return Behind(found.total, found.seen, lines=lines)


READERS: dict[Source, Callable[[Actor, Entries], Behind]] = {
    Source.CONTACT: _contacts, Source.CONSULTATION: _consultations, Source.GATHERING: _gatherings,
    Source.SITTING: _sittings, Source.TALK: _talks, Source.PLAN: _plans, Source.ANSWER: _answers, Source.SHEET: _sheets,
    Source.PROGRAMME: cases_among, Source.PARTICIPATION: cases_among, Source.PLACE: _places,
}  # fmt: skip
