"""What was written for telling, to be copied into a yearly summary: never from a record of support."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from norishiro.agencies.actor import Actor
from norishiro.community.choices import ProposalStatus
from norishiro.community.models import Activity, Proposal
from norishiro.core.calendar import fiscal_year_span
from norishiro.funds.models import Grant
from norishiro.publicity.models import Item
from norishiro.reports.choices import ScopeKind, StoryKind
from norishiro.reports.drafting import scope_of
from norishiro.reports.models import Summary
from norishiro.reports.queries.summaries import MOST


@dataclass(frozen=True)
class Story:
    """What somebody wrote for telling, as it would be copied."""

    kind: StoryKind
    source_id: UUID
    told_on: date
    title: str
    text: str

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.source_id}"

    @property
    def kind_label(self) -> str:
        return str(self.kind.label)


def stories_on_offer(actor: Actor, *, summary: Summary) -> list[Story]:
    """Gatherings told, what was made public, what bore fruit, and what a grant made possible: in the year, of this scope."""
    scope, (first, after) = scope_of(summary), fiscal_year_span(summary.year)
    mine = Q() if scope.kind == ScopeKind.TOWN else Q(agency_id__in=scope.ids)
    held = Activity.objects.filter(gathering__held_on__gte=first, gathering__held_on__lt=after)
    held = held.exclude(theme="", gathering__note="").select_related("gathering")
    if scope.kind != ScopeKind.TOWN:
        held = held.filter(gathering__agency_id__in=scope.ids)
    items = Item.objects.filter(
        mine, published_on__isnull=False, issued_on__gte=first, issued_on__lt=after
    ).exclude(about="")
    done = Proposal.objects.filter(
        mine, status=ProposalStatus.DONE, closed_on__gte=first, closed_on__lt=after
    )
    grants = Grant.objects.filter(closed_on__gte=first, closed_on__lt=after).select_related("body")
    if scope.kind != ScopeKind.TOWN:
        grants = grants.filter(fund__agency_id__in=scope.ids)
    found = [
        *(Story(StoryKind.GATHERING, one.id, one.gathering.held_on, one.gathering.name, _joined(one.theme, one.gathering.note))
          for one in held.order_by("gathering__held_on", "id")[:MOST]),
        *(Story(StoryKind.ITEM, one.id, one.issued_on, str(one), one.about) for one in items.order_by("issued_on", "id")[:MOST]),
        *(Story(StoryKind.PROPOSAL, one.id, one.closed_on or first, one.title, _joined(one.text, one.result))
          for one in done.order_by("closed_on", "id")[:MOST]),
        *(Story(StoryKind.GRANT, one.id, one.closed_on or first, f"{one.body.name}：{one.purpose}"[:160], one.result)
          for one in grants.order_by("closed_on", "id")[:MOST]),
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.told_on, one.title, str(one.source_id)))


def _joined(*texts: str) -> str:
    """Two texts as sentences."""
    return "".join(
        one if one.endswith(("。", "！", "？")) else f"{one}。" for one in map(str.strip, texts) if one
    )[:1000]
