"""How the records of each kind are read once their numbers are known: through the gate of their own room, as their pages do."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.actor import Actor
from norishiro.cases import queries as cases
from norishiro.consultations import queries as consultations
from norishiro.finding.choices import Source
from norishiro.meetings.queries import items
from norishiro.outreach import queries as outreach
from norishiro.plans.queries import plans
from norishiro.sharing.choices import Depth


@dataclass(frozen=True)
class Found:
    """One record as the actor may read it."""

    source: Source
    record_id: UUID
    subject_id: UUID
    day: date
    agency: str
    words: tuple[str, ...]
    url: str
    called: str = ""


Read = Callable[[Actor, list[UUID]], Iterable[Found]]


def _words(row: Any, *names: str) -> tuple[str, ...]:
    return tuple(text for name in names if (text := getattr(row, name)))


def _contacts(actor: Actor, ids: list[UUID]) -> Iterable[Found]:
    for row in outreach.visible_to(actor).filter(id__in=ids).select_related("agency"):
        words = _words(row, "body", "impression", "with_whom", "place", "next_what")
        url = reverse("outreach:contact", args=[row.id])
        yield Found(Source.CONTACT, row.id, row.subject_id, row.happened_on, row.agency.name, words, url)


def _consultations(actor: Actor, ids: list[UUID]) -> Iterable[Found]:
    for row in consultations.visible_to(actor).filter(id__in=ids).select_related("agency"):
        words = _words(row, "summary", "wishes", "since_when", "already_consulted")
        url = reverse("consultations:show", args=[row.id])
        yield Found(Source.CONSULTATION, row.id, row.subject_id, row.received_on, row.agency.name, words, url)


def _sheets(actor: Actor, ids: list[UUID]) -> Iterable[Found]:
    for row in consultations.own_sheets(actor).filter(id__in=ids):
        words = _words(row, "worry", "wish", "answer", "proposal", "result")
        url = reverse("consultations:show_sheet", args=[row.id])
        yield Found(Source.SHEET, row.id, row.subject_id, row.sent_on, row.agency.name, words, url)


def _requests(actor: Actor, ids: list[UUID]) -> Iterable[Found]:
    for row in consultations.own_requests(actor).filter(id__in=ids):
        words = _words(
            row, "situation", "tried", "stuck", "answer_reason", "proposal", "who_does_what"
        )  # fmt: skip
        url = reverse("consultations:show_request", args=[row.id])
        yield Found(Source.REQUEST, row.id, row.subject_id, row.applied_on, row.agency.name, words, url)


def _lines(actor: Actor, ids: list[UUID]) -> Iterable[Found]:
    for row in items.lines_visible_to(actor).filter(id__in=ids).select_related("agency", "item"):
        day = timezone.localdate(row.made_at)
        url = reverse("meetings:item", args=[row.item_id])
        yield Found(
            Source.LINE, row.id, row.subject_id, day, row.agency.name, (row.text,), url, row.item.anonymous_label
        )  # fmt: skip


def _plans(actor: Actor, ids: list[UUID]) -> Iterable[Found]:
    for row in plans.readable(actor, plan_ids=ids):
        words = _words(row, "problems", "wishes", "long_goal", "goal", "approach")
        url = reverse("plans:show_plan", args=[row.id])
        yield Found(Source.PLAN, row.id, row.subject_id, row.drafted_on, row.agency.name, words, url)


def _issues(actor: Actor, ids: list[UUID]) -> Iterable[Found]:
    rows = list(cases.issues_visible_to(actor).filter(id__in=ids).select_related("agency"))
    words = ("title", "detail", "strength", "source")
    return _of_cases(actor, Source.ISSUE, [(row, row.found_on) for row in rows], words)


def _unknowns(actor: Actor, ids: list[UUID]) -> Iterable[Found]:
    rows = list(cases.unknowns_visible_to(actor).filter(id__in=ids).select_related("agency"))
    dated = [(row, timezone.localdate(row.made_at)) for row in rows]
    return _of_cases(actor, Source.UNKNOWN, dated, ("question", "answer"))


def _wishes(actor: Actor, ids: list[UUID]) -> Iterable[Found]:
    rows = list(cases.wishes_visible_to(actor).filter(id__in=ids).select_related("agency"))
    return _of_cases(actor, Source.WISH, [(row, row.said_on) for row in rows], ("words",))


def _roles(actor: Actor, ids: list[UUID]) -> Iterable[Found]:
    rows = list(cases.roles_visible_to(actor).filter(id__in=ids).select_related("agency"))
    words = ("what", "next_what", "progress")
    return _of_cases(actor, Source.ROLE, [(row, row.from_on) for row in rows], words)


def _handovers(actor: Actor, ids: list[UUID]) -> Iterable[Found]:
    rows = list(cases.handovers_visible_to(actor).filter(id__in=ids).select_related("agency"))
    words = ("what", "note", "answer")
    return _of_cases(actor, Source.HANDOVER, [(row, row.offered_on) for row in rows], words)


def _of_cases(
    actor: Actor, source: Source, dated: list[tuple[Any, date]], names: tuple[str, ...]
) -> Iterable[Found]:
    """Lines of a household's page. Whoever sees only the person is led to the person's."""
    case_ids = {row.case_id for row, _day in dated}
    known = cases.visible_to(actor, depth=Depth.OUTLINE).filter(id__in=case_ids)
    pages = {number: reverse("cases:show", args=[number]) for number in known.values_list("id", flat=True)}
    for row, day in dated:
        url = pages.get(row.case_id) or reverse("people:show", args=[row.subject_id])
        yield Found(source, row.id, row.subject_id, day, row.agency.name, _words(row, *names), url)


def _help(actor: Actor, ids: list[UUID]) -> Iterable[Found]:
    for row in cases.help_visible_to(actor).filter(id__in=ids).select_related("agency"):
        words = _words(row, "question", "reply", "follow_up")
        url = reverse("cases:answer_help", args=[row.id])
        yield Found(Source.HELP, row.id, row.subject_id, row.asked_on, row.agency.name, words, url)


READ: dict[Source, Read] = {
    Source.CONTACT: _contacts,
    Source.CONSULTATION: _consultations,
    Source.SHEET: _sheets,
    Source.REQUEST: _requests,
    Source.LINE: _lines,
    Source.PLAN: _plans,
    Source.ISSUE: _issues,
    Source.UNKNOWN: _unknowns,
    Source.WISH: _wishes,
    Source.ROLE: _roles,
    Source.HELP: _help,
    Source.HANDOVER: _handovers,
}
