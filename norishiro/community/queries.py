"""Reads of this room. Nobody is named in it and it is open among staff: the actor is taken but does not narrow."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import CharField, Count, Max, Q, QuerySet, Sum, Value
from django.db.models.functions import Concat, TruncMonth

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Area, live_on
from norishiro.community import kinds, rules
from norishiro.community.choices import ACTIVE, OPEN_PROPOSALS, Stage
from norishiro.community.models import Activity, AgeCount, Group, GroupPart, HelpRequest, Proposal, Support
from norishiro.core.calendar import fiscal_year, fiscal_year_span
from norishiro.core.records import Unseen
from norishiro.outreach.choices import GatheringKind
from norishiro.outreach.models import Gathering
from norishiro.resources.models import Place
from norishiro.training.models import Course

MOST = 300
NOT_TOLD = "（くわしくは書いていない）"


# --- groups ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class GroupLine:
    """One group, with when it last met and when it last talked about its area."""

    group: Group
    times: int
    met_on: date | None
    talked_on: date | None
    talks: bool


def group_lines(
    actor: Actor, *, today: date, stage: str = "", kind: str = "", area: str = "", silent: bool = False
) -> list[GroupLine]:
    """Groups in the order of their areas. ``silent``: only those that did not talk about their area within a year."""
    rows = Group.objects.select_related("area", "agency", "supporter")
    rows = rows.filter(stage=stage) if stage else rows.exclude(stage=Stage.ENDED)
    rows = rows.filter(kind=kind) if kind else rows
    rows = rows.filter(area__code=area) if area else rows
    held = "activities__gathering"
    counted = rows.annotate(
        times=Count("activities"), met_on=Max(f"{held}__held_on"),
        talked_on=Max(f"{held}__held_on", filter=Q(activities__discussed=True)),
    ).order_by("area__order", "area__code", "name", "id")[:MOST]  # fmt: skip
    lines = [
        GroupLine(one, one.times, one.met_on, one.talked_on, rules.talked_lately(last_on=one.talked_on, today=today))
        for one in counted
    ]  # fmt: skip
    return [one for one in lines if not (silent and one.talks)]


def stage_counts(actor: Actor) -> dict[str, int]:
    """How many groups stand at each stage."""
    rows = Group.objects.order_by().values_list("stage")
    return dict(rows.annotate(Count("id")))


def paused_groups(actor: Actor) -> list[Group]:
    """Groups that rest, the longest first: listed until they begin again or end."""
    return list(
        Group.objects.filter(stage=Stage.PAUSED).select_related("area").order_by("stage_on", "id")[:MOST]
    )


def groups_named(actor: Actor) -> list[Group]:
    """Groups to pick from: those that have not ended."""
    return list(Group.objects.exclude(stage=Stage.ENDED).select_related("area")[:MOST])


def is_taken(actor: Actor, *, name: str, area_id: UUID, but: UUID | None = None) -> bool:
    rows = Group.objects.filter(name=name, area_id=area_id)
    return (rows.exclude(id=but) if but else rows).exists()


def get_part(actor: Actor, *, part_id: UUID) -> GroupPart:
    found = GroupPart.objects.select_related("group").filter(id=part_id).first()
    if found is None:
        raise Unseen(part_id)
    return found


def get_group(actor: Actor, *, group_id: UUID) -> Group:
    found = (
        Group.objects.select_related("area", "agency", "supporter", "opened")
        .prefetch_related("parts__agency")
        .filter(id=group_id)
        .first()
    )
    if found is None:
        raise Unseen(group_id)
    return found


def supports_of(actor: Actor, *, group: Group) -> list[Support]:
    return list(group.supports.select_related("agency", "staff", "request")[:MOST])


def requests_of(actor: Actor, *, group: Group) -> list[HelpRequest]:
    return list(group.requests.select_related("agency")[:MOST])


def get_request(actor: Actor, *, request_id: UUID) -> HelpRequest:
    found = HelpRequest.objects.select_related("group__area", "agency").filter(id=request_id).first()
    if found is None:
        raise Unseen(request_id)
    return found


@dataclass(frozen=True)
class AskedLine:
    """The requests of one area, by what became of them."""

    area: str
    waiting: int
    done: int
    partly: int
    not_done: int


def open_requests(actor: Actor) -> list[HelpRequest]:
    """Requests nothing came of yet, the oldest first."""
    rows = HelpRequest.objects.filter(closed_on__isnull=True).select_related("group__area", "agency")
    return list(rows.order_by("asked_on", "made_at")[:MOST])


def asked_by_area(actor: Actor, *, year: int) -> list[AskedLine]:
    """Requests of the year by area and outcome."""
    first, after = fiscal_year_span(year)
    rows = HelpRequest.objects.filter(asked_on__gte=first, asked_on__lt=after).order_by("group__area__order")
    counted = rows.values_list("group__area__name").annotate(
        waiting=Count("id", filter=Q(result="")), done=Count("id", filter=Q(result="DONE")),
        partly=Count("id", filter=Q(result="PARTLY")), refused=Count("id", filter=Q(result="NOT")),
    )  # fmt: skip
    return [AskedLine(*one) for one in counted]


# --- gatherings ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Asked:
    """Which gatherings are asked for: of a fiscal year, and of a kind, an area, a month of it."""

    year: int
    kind: str = ""
    area: str = ""
    month: int = 0
    work: str = ""

    @property
    def where(self) -> Q:
        first, after = fiscal_year_span(self.year)
        asked = Q(held_on__gte=first, held_on__lt=after)
        if self.kind:
            asked &= Q(activity__kind=self.kind)
        if self.work:
            asked &= Q(activity__work=self.work)
        if self.area:
            asked &= Q(area__code=self.area)
        return asked & Q(held_on__month=self.month) if self.month else asked


@dataclass(frozen=True)
class Held:
    """One gathering, with what is told of it in more detail, if anything is."""

    gathering: Gathering
    activity: Activity | None

    @property
    def kind(self) -> str:
        return self.activity.kind_label if self.activity else self.gathering.get_kind_display()

    @property
    def groups(self) -> list[Group]:
        return list(self.activity.groups.all()) if self.activity else []

    @property
    def ages(self) -> list[AgeCount]:
        return list(self.activity.ages.all()) if self.activity else []

    @property
    def unknown(self) -> int:
        return rules.Heads(self.gathering.people, tuple(one.people for one in self.ages)).unknown


def _held(rows: QuerySet[Gathering], *, most: int = MOST) -> list[Held]:
    found = rows.select_related("area", "agency", "activity__at").prefetch_related(
        "activity__groups", "activity__ages"
    )
    return [
        Held(one, getattr(one, "activity", None)) for one in found.order_by("-held_on", "-made_at")[:most]
    ]


def held(actor: Actor, *, asked: Asked, most: int = MOST) -> list[Held]:
    """The gatherings asked for, the newest first, however they were written down."""
    return _held(Gathering.objects.filter(asked.where), most=most)


def held_by(actor: Actor, *, group: Group) -> list[Held]:
    return _held(Gathering.objects.filter(activity__groups=group), most=50)


def _at(place_id: UUID) -> QuerySet[Gathering]:
    """What was held at a place: written of it, or, where nothing is written, of a group that opened it."""
    there = Q(activity__at=place_id) | Q(activity__at__isnull=True, activity__groups__opened=place_id)
    return Gathering.objects.filter(id__in=Gathering.objects.filter(there).values("id"))


def last_at(actor: Actor, *, place_id: UUID) -> Held | None:
    """The last opening day of a place that was written down."""
    return next(iter(_held(_at(place_id), most=1)), None)


def held_at(actor: Actor, *, place_id: UUID, year: int) -> list[Gathering]:
    """The opening days of a place in a fiscal year, the newest first."""
    first, after = fiscal_year_span(year)
    rows = _at(place_id).filter(held_on__gte=first, held_on__lt=after)
    return list(rows.order_by("-held_on", "-made_at")[:MOST])


def places_opened(actor: Actor) -> list[Place]:
    """Places groups have opened."""
    return list(
        Place.objects.filter(id__in=Group.objects.filter(opened__isnull=False).values("opened")).only("name")
    )


def get_held(actor: Actor, *, gathering_id: UUID) -> Held:
    found = _held(Gathering.objects.filter(id=gathering_id))
    if not found:
        raise Unseen(gathering_id)
    return found[0]


def get_activity(actor: Actor, *, activity_id: UUID) -> Activity:
    found = Activity.objects.select_related("gathering__area").filter(id=activity_id).first()
    if found is None:
        raise Unseen(activity_id)
    return found


def activities_named(actor: Actor, *, since: date) -> list[Activity]:
    """Gatherings told in detail since a day, to pick from."""
    rows = Activity.objects.filter(gathering__held_on__gte=since).select_related("gathering")
    return list(rows.order_by("-gathering__held_on", "-made_at")[:100])


@dataclass(frozen=True)
class Sums:
    """回 (times), 件 (of one name in one area), 延べ (heads), and worries taken up on the spot."""

    times: int = 0
    units: int = 0
    people: int = 0
    consulted: int = 0


@dataclass(frozen=True)
class Line:
    label: str
    sums: Sums
    code: str = ""


@dataclass(frozen=True)
class Counts:
    """The gatherings asked for, counted."""

    total: Sums = Sums()
    by_kind: tuple[Line, ...] = ()
    by_area: tuple[Line, ...] = ()
    by_month: tuple[Line, ...] = ()


_UNIT = Concat("area__code", Value("/"), "name", output_field=CharField())
_SUMS = {
    "times": Count("id"), "units": Count(_UNIT, distinct=True), "heads": Sum("people"), "taken": Sum("consulted"),
}  # fmt: skip


def counts(actor: Actor, *, asked: Asked) -> Counts:
    """Counted four ways in four questions; the parts of 件 add up to more where one name fell under two of them."""
    rows = Gathering.objects.filter(asked.where).order_by()
    names = dict(GatheringKind.choices)
    total = rows.aggregate(**_SUMS)
    kind = rows.values_list("activity__kind", "kind").annotate(**_SUMS).order_by("activity__kind", "kind")
    return Counts(
        Sums(total["times"], total["units"], total["heads"] or 0, total["taken"] or 0),
        _merged((kinds.activity_label(own) if own else f"{names[usual]}{NOT_TOLD}", Sums(*sums)) for own, usual, *sums in kind),
        tuple(
            Line(name, Sums(*sums))
            for _order, _code, name, *sums in rows.values_list("area__order", "area__code", "area__name")
            .annotate(**_SUMS).order_by("area__order", "area__code")
        ),
        tuple(
            Line(f"{month.month}月", Sums(*sums))
            for month, *sums in rows.annotate(month=TruncMonth("held_on")).values_list("month").annotate(**_SUMS)
            .order_by("month")
        ),
    )  # fmt: skip


def by_work(actor: Actor, *, year: int) -> tuple[Line, ...]:
    """The year by 地域づくりの事業, each with its sums; what nobody put under one comes last."""
    rows = Gathering.objects.filter(Asked(year).where).order_by()
    told = rows.filter(activity__work__gt="").values_list("activity__work").annotate(**_SUMS)
    found = {code: Sums(*sums) for code, *sums in told.order_by("activity__work")}
    known = dict.fromkeys([*(one.code for one in kinds.WORKS), *found])
    untold = rows.filter(Q(activity__isnull=True) | Q(activity__work="")).aggregate(**_SUMS)
    return (
        *(Line(kinds.work_label(code), found.get(code, Sums()), code) for code in known),
        Line(
            "事業を選んでいない活動",
            Sums(untold["times"], untold["units"], untold["heads"] or 0, untold["taken"] or 0),
        ),
    )


def _merged(lines: Iterable[tuple[str, Sums]]) -> tuple[Line, ...]:
    """One line for one label: a kind of ours may be counted under several kinds of gathering."""
    merged: dict[str, Sums] = {}
    for label, one in lines:
        there = merged.get(label, Sums())
        merged[label] = Sums(
            there.times + one.times, there.units + one.units, there.people + one.people, there.consulted + one.consulted
        )  # fmt: skip
    return tuple(Line(label, sums) for label, sums in merged.items())


def years(actor: Actor) -> list[int]:
    """The fiscal years in which anything was held, the newest first."""
    days = Gathering.objects.order_by().values_list("held_on", flat=True).distinct()
    return sorted({fiscal_year(day) for day in days}, reverse=True)


# --- areas ------------------------------------------------------------------------------------------


@dataclass
class AreaLine:
    """One area of a layer: its groups, what was held and how often somebody went there, in a year."""

    area: Area
    groups: list[Group] = field(default_factory=list)
    times: int = 0
    visits: int = 0

    @property
    def active(self) -> bool:
        return any(one.stage in ACTIVE for one in self.groups)

    @property
    def members(self) -> int | None:
        known = [one.members for one in self.groups if one.members is not None]
        return sum(known) if known else None


@dataclass(frozen=True)
class Coverage:
    """The areas of a layer, which of them have no group that is active, and which have nothing written in the year."""

    lines: tuple[AreaLine, ...]
    uncovered: tuple[Area, ...]
    silent: tuple[Area, ...]

    @property
    def covered(self) -> int:
        return len(self.lines) - len(self.uncovered)


def layers(actor: Actor, *, on: date) -> list[str]:
    """The layers that have areas in force, from the widest."""
    named = Area.objects.filter(live_on(on)).order_by("order", "code").values_list("layer", flat=True)
    return list(dict.fromkeys(named))


def coverage(actor: Actor, *, layer: str, on: date, year: int, kind: str = "") -> Coverage:
    """What there is in each area of the layer. ``kind``: groups of this kind alone."""
    first, after = fiscal_year_span(year)
    lines = {one.code: AreaLine(one) for one in Area.objects.filter(live_on(on), layer=layer)}
    groups = Group.objects.filter(area__code__in=lines).exclude(stage=Stage.ENDED).select_related("area")
    for one in groups.filter(kind=kind) if kind else groups:
        lines[one.area.code].groups.append(one)
    gathered = Gathering.objects.filter(area__code__in=lines, held_on__gte=first, held_on__lt=after)
    gathered = gathered.filter(activity__groups__kind=kind) if kind else gathered
    for code, times in gathered.order_by().values_list("area__code").annotate(Count("id", distinct=True)):
        lines[code].times = times
    went = Support.objects.filter(
        group__area__code__in=lines, happened_on__gte=first, happened_on__lt=after
    ).filter(kind="VISIT")
    went = went.filter(group__kind=kind) if kind else went
    for code, visits in went.order_by().values_list("group__area__code").annotate(Count("id")):
        lines[code].visits = visits
    recorded = {code for code, one in lines.items() if one.times or one.visits}
    silent = rules.without_records(areas=lines, recorded=recorded)
    return Coverage(
        tuple(lines.values()), tuple(one.area for one in lines.values() if not one.active),
        tuple(lines[code].area for code in silent),
    )  # fmt: skip


# --- proposals ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ProposalLine:
    proposal: Proposal
    actions: int
    late: bool


def proposal_lines(
    actor: Actor, *, today: date, status: str = "", course: UUID | None = None, year: int | None = None
) -> list[ProposalLine]:
    """Proposals still open, the first due first; or those of a status, of a course, of a fiscal year."""
    rows = _proposals().annotate(done=Count("actions"))
    if status:
        rows = rows.filter(status=status)
    elif course is None:
        rows = rows.filter(status__in=OPEN_PROPOSALS)
    if course is not None:
        rows = rows.filter(course_id=course)
    if year is not None:
        first, after = fiscal_year_span(year)
        rows = rows.filter(raised_on__gte=first, raised_on__lt=after)
    return [
        ProposalLine(one, one.done, rules.is_late(due_on=one.due_on, status=one.status, today=today))
        for one in rows.order_by("due_on", "-raised_on", "-made_at")[:MOST]
    ]


def _proposals() -> QuerySet[Proposal]:
    return Proposal.objects.select_related(
        "area", "owner_group", "owner_agency", "activity__gathering", "course", "agency"
    )


def proposals_of(actor: Actor, *, activity: Activity) -> list[Proposal]:
    return list(_proposals().filter(activity=activity)[:MOST])


def proposals_owned(actor: Actor, *, group: Group) -> list[Proposal]:
    return list(_proposals().filter(owner_group=group)[:MOST])


def get_proposal(actor: Actor, *, proposal_id: UUID) -> Proposal:
    found = _proposals().filter(id=proposal_id).first()
    if found is None:
        raise Unseen(proposal_id)
    return found


def actions_of(actor: Actor, *, proposal: Proposal) -> list[object]:
    return list(proposal.actions.select_related("group", "activity__gathering", "staff")[:MOST])


def colleges(actor: Actor) -> list[Course]:
    """Courses for residents, to name as where a proposal comes from."""
    return list(Course.objects.filter(kind="COLLEGE")[:MOST])
