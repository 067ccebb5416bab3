"""二つの事業で数えた記録: what is counted under two 事業 and waits for a decision, and what was decided."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.core.records import Unseen
from norishiro.outreach import queries as outreach_queries
from norishiro.outreach.models import Contact
from norishiro.reports import lookups
from norishiro.reports.models import Counted
from norishiro.reports.periods import Period
from norishiro.reports.scopes import Scope

MOST = 50


@dataclass(frozen=True)
class Pair:
    """Two records of one visit under two 事業, and the decision that holds."""

    one: Contact
    other: Contact
    decision: Counted | None = None


@dataclass(frozen=True)
class Twice:
    """``waiting``: not yet decided, as far as the actor may see both records, at most fifty; ``total`` and ``seen`` of them."""

    total: int
    seen: int
    waiting: list[Pair]
    decided: list[Pair]

    @property
    def hidden(self) -> int:
        return self.total - self.seen

    @property
    def more(self) -> int:
        return self.seen - len(self.waiting)

    @property
    def subjects(self) -> list[UUID]:
        return [one.subject_id for pair in (*self.waiting, *self.decided) for one in (pair.one, pair.other)]


def twice(actor: Actor, *, scope: Scope, period: Period) -> Twice:
    """What waits to be decided of a time, and what was."""
    pairs = lookups.twice_counted(scope, period)
    seen = _contacts(actor, {key for pair in pairs for key in pair})
    open_to = [Pair(seen[one], seen[other]) for one, other in pairs if one in seen and other in seen]
    return Twice(len(pairs), len(open_to), open_to[:MOST], _decided(actor, scope, period))


def _decided(actor: Actor, scope: Scope, period: Period) -> list[Pair]:
    rows = Counted.objects.filter(one__happened_on__gte=period.first, one__happened_on__lt=period.after)
    if scope.own is not None:
        rows = rows.filter(agency_id__in=scope.own)
    held = sorted(lookups.newest_of(rows).select_related("staff"), key=lambda one: one.made_at, reverse=True)[
        :MOST
    ]
    seen = _contacts(actor, {key for one in held for key in (one.one_id, one.other_id)})
    return [
        Pair(seen[one.one_id], seen[one.other_id], one)
        for one in held
        if one.one_id in seen and one.other_id in seen
    ]


def pair_of(actor: Actor, *, one_id: UUID, other_id: UUID) -> Pair:
    """Two records that may be decided about: both stand, both may be seen, and they are of one person, day and way under two
    事業. Unseen otherwise."""
    seen = _contacts(actor, {one_id, other_id})
    first, second = seen.get(one_id), seen.get(other_id)
    if first is None or second is None or not one_id < other_id or not _alike(first, second):
        raise Unseen(one_id)
    decisions = lookups.decided_between({one_id, other_id})
    return Pair(first, second, decisions[0] if decisions else None)


def _alike(one: Contact, other: Contact) -> bool:
    same = (one.happened_on, one.method) == (other.happened_on, other.method)
    return (
        same
        and _root(one) == _root(other) is not None
        and one.programme != other.programme
        and bool(one.programme and other.programme)
    )


def _root(contact: Contact) -> UUID | None:
    """Whom it is about, as the one they were merged into."""
    return (contact.person.merged_into_id or contact.person_id) if contact.person else None


def _contacts(actor: Actor, ids: set[UUID]) -> dict[UUID, Contact]:
    rows = outreach_queries.visible_to(actor).filter(id__in=ids).select_related("person", "staff", "agency")
    return {one.id: one for one in rows} if ids else {}
