"""年度のまとめ: what a year is told in, drafted from its records; how it stood when it was approved, and how it stands now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from norishiro.agencies import queries as agency_queries
from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Agency
from norishiro.agencies.permissions import Permission
from norishiro.agencies.queries import Overseer
from norishiro.core.records import Unseen
from norishiro.reports.choices import ScopeKind, SummaryState
from norishiro.reports.drafting import HIDDEN, agency_scope, drafted, scope_of
from norishiro.reports.earlier import Content
from norishiro.reports.models import Summary, SummaryReview, SummaryStory
from norishiro.reports.scopes import Scope

# A summary tells of the whole town or of one agency: more kinds of parts could be subtracted from each other.
KINDS = (ScopeKind.TOWN, ScopeKind.AGENCY)
MOST = 100


# --- whose, and which year -------------------------------------------------------------------------------------


def summary_scopes(actor: Actor) -> list[Scope]:
    """Whose year the actor may sum up: what is counted whole."""
    everything = actor.may(Permission.SEE_COUNTS)
    rows = Agency.objects.all() if everything else Agency.objects.filter(id__in=actor.agency_ids)
    town = [Scope(ScopeKind.TOWN, "", "全体")] if everything else []
    return town + [agency_scope(one.id, one.name) for one in rows.order_by("code", "id")]


def counts_whole(actor: Actor, scope: Scope) -> bool:
    """May the actor count all of it?"""
    return actor.may(Permission.SEE_COUNTS) or (
        scope.kind == ScopeKind.AGENCY and set(scope.ids) <= actor.agency_ids
    )


# --- finding ---------------------------------------------------------------------------------------------------


def _seen(actor: Actor) -> Q:
    """What was released is everybody's who reads reports; what is being written, its agency's and whoever counts all."""
    if actor.may(Permission.SEE_COUNTS):
        return Q()
    return Q(state=SummaryState.RELEASED) | Q(agency_id__in=actor.agency_ids)


def summaries(actor: Actor) -> list[Summary]:
    return list(Summary.objects.filter(_seen(actor)).select_related("agency", "staff")[:MOST])


def get_summary(actor: Actor, *, summary_id: UUID) -> Summary:
    rows = Summary.objects.filter(_seen(actor), id=summary_id).select_related(
        "agency", "staff", "public_page"
    )
    found = rows.first()
    if found is None:
        raise Unseen(summary_id)
    return found


def stories_of(actor: Actor, *, summary: Summary) -> list[SummaryStory]:
    return list(summary.stories.all()[:MOST])


def reviews_of(actor: Actor, *, summary: Summary) -> list[SummaryReview]:
    return list(summary.reviews.select_related("staff", "agency")[:MOST])


def reviewers(actor: Actor, *, summary: Summary, today: date) -> list[Overseer]:
    """Who else could approve it today."""
    found = agency_queries.overseers(actor, permission=Permission.CLOSE_REPORTS, on=today)
    return [one for one in found if one.staff_id != summary.staff_id]


# --- the figures -----------------------------------------------------------------------------------------------


def content_of(actor: Actor, *, summary: Summary, today: date) -> Content:
    """What the summary tells: as it stood when its approval was asked, else as it is counted now."""
    kept: Content | None = summary.content
    return kept if kept is not None else drafted(summary, today=today)


# --- how it stands now -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Difference:
    """One figure that is no longer what was told, in words that hide what was hidden."""

    label: str
    before: str
    now: str


def differences(actor: Actor, *, summary: Summary, today: date) -> list[Difference]:
    """What a released summary would say otherwise if it were drafted now. Empty where the actor does not count all of it."""
    kept: Content | None = summary.content
    if kept is None or summary.state != SummaryState.RELEASED or not counts_whole(actor, scope_of(summary)):
        return []
    return _compared(kept, drafted(summary, today=today, until=date.fromisoformat(kept["until"])))


def _compared(before: Content, now: Content) -> list[Difference]:
    stood, stands = _said(before), _said(now)
    return [
        Difference(label, stood.get(key, ("", "－"))[1], words)
        for key, (label, words) in stands.items()
        if stood.get(key, ("", "－"))[1] != words
    ]


def _said(content: Content) -> dict[tuple[str, ...], tuple[str, str]]:
    """Every figure with its words, by where it stands."""
    said: dict[tuple[str, ...], tuple[str, str]] = {
        ("told", one["key"]): (one["label"], one["words"]) for one in content["told"]
    }
    for one in content["networks"]["sums"]:
        said["networks", one["key"]] = (one["label"], f"{one['number']}{one['unit']}")
    for table in content["tables"]:
        for row in table["rows"]:
            for column, cell in zip(table["columns"], row["cells"], strict=True):
                words = HIDDEN if cell is None else f"{cell}{column['unit']}"
                said[table["code"], row["bucket"], column["key"]] = (
                    f"{row['label']} {column['label']}",
                    words,
                )
    return said
