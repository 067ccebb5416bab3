"""Plans on a line of years, one plan's tree, and two plans beside each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Count, Max

from norishiro.agencies.actor import Actor
from norishiro.core.records import Unseen
from norishiro.policies import rules
from norishiro.policies.models import Effort, Indicator, Level, Policy, Progress, Project, Standing
from norishiro.policies.periods import period_of
from norishiro.policies.rules import Flag, Span

MOST = 1000


def policies(actor: Actor) -> list[Policy]:
    """Every plan with its successors, by side and period."""
    rows = Policy.objects.select_related("agency", "before").prefetch_related("successors")
    return list(rows.order_by("-side", "kind", "from_year", "name")[:MOST])


@dataclass(frozen=True)
class Row:
    """One plan on the line of years: whether it holds in each, and which years another of its line holds too."""

    policy: Policy
    cells: tuple[bool, ...]
    alongside: tuple[Policy, ...]

    @property
    def period(self) -> str:
        return period_of(self.policy)


@dataclass(frozen=True)
class Timeline:
    """All plans over their years, and where one ends before the next begins or after it."""

    years: tuple[int, ...]
    rows: tuple[Row, ...]
    flags: tuple[Flag, ...]


def timeline(actor: Actor) -> Timeline:
    """The plans on one line of years. Two questions, whatever their number."""
    found = policies(actor)
    if not found:
        return Timeline((), (), ())
    years = tuple(range(min(one.from_year for one in found), max(one.last_year for one in found) + 1))
    rows = tuple(
        Row(
            one, tuple(one.from_year <= year <= one.last_year for year in years),
            tuple(
                other for other in found
                if other.id != one.id and (other.from_year, other.last_year) == (one.from_year, one.last_year)
            ),
        )
        for one in found
    )  # fmt: skip
    spans = [
        Span(one.id, one.name, one.from_year, one.last_year, one.before_id, f"{one.side}:{one.kind}")
        for one in found
    ]
    return Timeline(years, rows, tuple(rules.flags_between(spans)))


def get_policy(actor: Actor, *, policy_id: UUID) -> Policy:
    found = (
        Policy.objects.select_related("agency", "before").prefetch_related("levels", "grades", "successors")
        .filter(id=policy_id).first()
    )  # fmt: skip
    if found is None:
        raise Unseen(policy_id)
    return found


def get_standing(actor: Actor, *, standing_id: UUID) -> Standing:
    rows = Standing.objects.select_related("policy__agency", "measure__agency", "parent__measure")
    found = rows.filter(id=standing_id).first()
    if found is None:
        raise Unseen(standing_id)
    return found


@dataclass(frozen=True)
class Done:
    """Of so many efforts, how many have been begun, how often something was done, and when last."""

    efforts: int
    begun: int
    times: int
    last_on: date | None


@dataclass
class Node:
    """One item in the tree with what hangs on it, and where else it stands."""

    standing: Standing
    level: str
    parts: list[Node] = field(default_factory=list)
    projects: list[Project] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    elsewhere: list[Standing] = field(default_factory=list)
    efforts: list[tuple[int, date | None]] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.standing.measure.name

    @property
    def is_leaf(self) -> bool:
        return not self.parts

    @property
    def indent(self) -> str:
        """Wide spaces in front of a name, so that the tree is seen in a list."""
        return "\u3000" * (self.standing.depth - 1)

    @property
    def done(self) -> Done:
        """What was done for it and for everything below it."""
        told = [one for node in self.walk() for one in node.efforts]
        days = [last for _times, last in told if last]
        times = [times for times, _last in told]
        return Done(len(told), sum(1 for one in times if one), sum(times), max(days, default=None))

    def walk(self) -> Iterator[Node]:
        yield self
        for part in self.parts:
            yield from part.walk()


@dataclass(frozen=True)
class Tree:
    """A plan's whole tree in its own words."""

    policy: Policy
    levels: tuple[Level, ...]
    roots: tuple[Node, ...]

    def walk(self) -> Iterator[Node]:
        for one in self.roots:
            yield from one.walk()

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many there are on each level: 目標 2、方向 7、施策 16."""
        depths = [node.standing.depth for node in self.walk()]
        return [(one.name, depths.count(one.depth)) for one in self.levels]

    @property
    def period(self) -> str:
        return period_of(self.policy)


def tree_of(actor: Actor, *, policy: Policy) -> Tree:
    """The tree with projects, indicators and the other plans an item stands in. Six questions, whatever its size."""
    levels = tuple(policy.levels.all())
    named = {one.depth: one.name for one in levels}
    standings = list(policy.standings.select_related("measure__agency").order_by("order", "id")[:MOST])
    nodes = {one.id: Node(one, named.get(one.depth, "")) for one in standings}
    by_measure = {node.standing.measure_id: node for node in nodes.values()}
    keys = list(by_measure)
    for project in Project.objects.filter(measure_id__in=keys).select_related("scheme"):
        by_measure[project.measure_id].projects.append(project)
    for indicator in Indicator.objects.filter(measure_id__in=keys):
        by_measure[indicator.measure_id].indicators.append(indicator)
    begun = Effort.objects.filter(measure_id__in=keys).annotate(
        times=Count("deeds"), last=Max("deeds__done_on")
    )
    for key, times, last in begun.values_list("measure_id", "times", "last").order_by():
        by_measure[key].efforts.append((times, last))
    others = Standing.objects.filter(measure_id__in=keys).exclude(policy=policy).select_related("policy")
    for other in others:
        by_measure[other.measure_id].elsewhere.append(other)
    roots: list[Node] = []
    for node in nodes.values():
        above = nodes.get(node.standing.parent_id) if node.standing.parent_id else None
        (above.parts if above else roots).append(node)
    return Tree(policy, levels, tuple(roots))


@dataclass(frozen=True)
class SharedItem:
    """An item several plans hold, each plan with its place and the progress it told last."""

    name: str
    places: tuple[tuple[Standing, Progress | None], ...]

    @property
    def measure_id(self) -> UUID:
        return self.places[0][0].measure_id


def latest_progress(actor: Actor, *, standings: Sequence[Standing]) -> dict[UUID, Progress]:
    """What each plan told last of each of these."""
    rows = Progress.objects.filter(standing__in=standings).order_by("standing_id", "-year", "-made_at")
    return {one.standing_id: one for one in rows.distinct("standing_id")}


def shared_items(actor: Actor, *, policy: Policy) -> list[SharedItem]:
    """共通重点推進事項: the items this plan gives priority that stand in a plan of another side too."""
    wanted = policy.standings.filter(priority=True).values("measure_id")
    rows = list(
        Standing.objects.filter(measure_id__in=wanted, priority=True)
        .select_related("policy", "measure").order_by("policy__from_year", "policy__name")[:MOST]
    )  # fmt: skip
    told = latest_progress(actor, standings=rows)
    places: dict[UUID, list[Standing]] = defaultdict(list)
    for one in rows:
        places[one.measure_id].append(one)
    order = {one.measure_id: one.order for one in rows if one.policy_id == policy.id}
    return [
        SharedItem(found[0].measure.name, tuple((one, told.get(one.id)) for one in found))
        for _key, found in sorted(places.items(), key=lambda item: order[item[0]])
        if rules.shared_in_several(one.policy.side for one in found)
    ]


@dataclass(frozen=True)
class Comparison:
    """The measures of two plans: those in both, and those in only one."""

    both: tuple[tuple[Node, Node], ...]
    only_left: tuple[Node, ...]
    only_right: tuple[Node, ...]


def compared(actor: Actor, *, left: Policy, right: Policy) -> Comparison:
    """Two plans' lowest items beside each other: the same item is one row, whatever its number in each."""
    ours = {node.standing.measure_id: node for node in tree_of(actor, policy=left).walk()}
    theirs = {node.standing.measure_id: node for node in tree_of(actor, policy=right).walk()}
    both = [
        (node, theirs[key]) for key, node in ours.items() if key in theirs and (node.is_leaf or theirs[key].is_leaf)
    ]  # fmt: skip
    return Comparison(
        tuple(both),
        tuple(node for key, node in ours.items() if node.is_leaf and key not in theirs),
        tuple(node for key, node in theirs.items() if node.is_leaf and key not in ours),
    )
