"""Plans for eyes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Func, IntegerField, OuterRef, QuerySet, Subquery

from norishiro.agencies.actor import Actor
from norishiro.cases.models import Case
from norishiro.core.calendar import wareki_short
from norishiro.core.records import Unseen
from norishiro.meetings.choices import ItemStatus
from norishiro.meetings.models import Item
from norishiro.people.models import Person
from norishiro.plans import particulars
from norishiro.plans.choices import PlanKind, PlanStatus
from norishiro.plans.models import Plan, PlanRow, PlanStep
from norishiro.sharing.choices import Depth, Ground
from norishiro.sharing.queries import through_gate, viewers_of

WAITING = (PlanStatus.SUBMITTED, PlanStatus.APPROPRIATE)
LIST_LIMIT = 50


def visible_to(actor: Actor) -> QuerySet[Plan]:
    """Plans whose case and ground are open to the actor."""
    return through_gate(Plan.objects.all(), actor, subject="subject_id", depth=Depth.OUTLINE, gated=True)


class WithoutConsent(Func):
    """How many people the plan names whose consent is over (0 for plans on another ground)."""

    function = "plan_without_consent"
    output_field = IntegerField()
    arity = 1


# Free words cannot be taken apart by person: while somebody's consent is over, only who wrote them reads them.
WORDS = ("problems", "wishes", "long_goal", "goal", "approach", "comment")


def _veil(plan: Plan, *, without_consent: int, actor: Actor) -> Plan:
    """The plan and, where somebody's consent is over, its free words kept back. Not to be saved."""
    kept_back = bool(without_consent) and plan.agency_id not in actor.agency_ids
    plan.words_kept_back = kept_back
    for name in WORDS if kept_back else ():
        setattr(plan, name, "")
    if kept_back:
        plan.particulars = {}
    return plan


def open_outreach(actor: Actor, *, case: Case) -> Plan | None:
    """The outreach plan of the case that has not ended yet."""
    return next((one for one in _running(actor, case=case) if one.kind == PlanKind.OUTREACH), None)


def outreach_to_end(actor: Actor, *, case: Case) -> Plan | None:
    """The outreach plan that still runs although a plan on consent has been begun: evaluate it and end it."""
    running = _running(actor, case=case)
    if not any(one.kind != PlanKind.OUTREACH for one in running):
        return None
    return next((one for one in running if one.kind == PlanKind.OUTREACH), None)


def _running(actor: Actor, *, case: Case) -> list[Plan]:
    states = (*PlanStatus.unfinished(), *PlanStatus.in_force())
    running = visible_to(actor).filter(case=case, status__in=states)
    return list(running.only("kind", "number").order_by("made_at", "id"))


def get_case(actor: Actor, *, case_id: UUID) -> Case:
    """A case of which the actor may see more than that it exists."""
    case = (
        through_gate(Case.objects.all(), actor, subject="id", depth=Depth.OUTLINE)
        .select_related("lead_agency", "lead_staff", "operator", "household")
        .filter(id=case_id)
        .first()
    )
    if case is None:
        raise Unseen(case_id)
    return case


def members_of(actor: Actor, *, case: Case) -> list[Person]:
    """The members of the case whom the actor may see."""
    return list(
        Person.objects.filter(case_memberships__case=case).order_by("birth_earliest", "kana_key", "id")
    )


def get_plan(actor: Actor, *, plan_id: UUID) -> Plan:
    """A plan with everything its page shows."""
    plan = (
        visible_to(actor)
        .select_related(
            "case__lead_agency", "case__lead_staff", "agency", "drafted_by", "decided_by", "decided_agency", "checked_at__body", "checked_at__sitting",
            "previous",
        )
        .prefetch_related(
            "rows__bearer", "rows__person", "rows__agency_plan__agency", "people__person", "steps__staff",
            "steps__agency", "acknowledgements__agency", "acknowledgements__staff",
        )
        .annotate(without_consent=WithoutConsent("id"))
        .filter(id=plan_id)
        .first()
    )  # fmt: skip
    if plan is None:
        raise Unseen(plan_id)
    return _veil(plan, without_consent=plan.without_consent, actor=actor)


def readable(actor: Actor, *, plan_ids: Collection[UUID]) -> list[Plan]:
    """These plans as the actor may read them, those kept back without their words."""
    rows = visible_to(actor).filter(id__in=plan_ids).select_related("agency")
    return [
        _veil(one, without_consent=one.without_consent, actor=actor)
        for one in rows.annotate(without_consent=WithoutConsent("id"))
    ]


@dataclass(frozen=True)
class PlanLine:
    """One line of a list of plans: the plan, since when it is in its state, for how many days."""

    plan: Plan
    since: date
    days: int


def plans_of(actor: Actor, *, case: Case, today: date) -> list[PlanLine]:
    """All versions of all plans of a case, the newest first."""
    return _lines(visible_to(actor).filter(case=case), by=("-made_at",), actor=actor, today=today)


def waiting_plans(actor: Actor, *, today: date) -> list[PlanLine]:
    """決定待ち: plans handed over or found appropriate, the longest waiting first."""
    rows = visible_to(actor).filter(status__in=WAITING)
    return _lines(rows, by=("since", "id"), actor=actor, today=today)


def _lines(rows: QuerySet[Plan], *, by: Sequence[str], actor: Actor, today: date) -> list[PlanLine]:
    latest = PlanStep.objects.filter(plan=OuterRef("id")).order_by("-made_at").values("happened_on")[:1]
    dated = rows.select_related("case", "agency", "drafted_by").annotate(
        since=Subquery(latest), without_consent=WithoutConsent("id")
    )
    return [
        PlanLine(
            plan=_veil(plan, without_consent=plan.without_consent, actor=actor),
            since=plan.since,
            days=(today - plan.since).days,
        )
        for plan in dated.order_by(*by)[:LIST_LIMIT]
    ]


def items_for(actor: Actor, *, plan: Plan) -> list[Item]:
    """Items of the plan's case that lie or lay on a table: where the plan may have been looked at."""
    rows = through_gate(Item.objects.all(), actor, subject="subject_id", depth=Depth.OUTLINE, gated=True)
    return list(
        rows.filter(case_id=plan.case_id, status__in=(ItemStatus.TABLED, ItemStatus.DONE))
        .select_related("body", "sitting")
        .order_by("-put_on", "-made_at")
    )


def names_of_viewers(actor: Actor, *, case_id: UUID) -> dict[Ground, list[str]]:
    """Who would see what is written under each ground a record may be born under: the names, in a fixed order."""
    names: dict[str, set[str]] = {ground: set() for ground in Ground}
    for viewer in viewers_of(actor, subject_id=case_id):
        names.setdefault(viewer.ground, set()).add(viewer.name)
    names[Ground.OWN] = {actor.agency_name}
    return {ground: sorted(names[ground]) for ground in Ground}


@dataclass(frozen=True)
class Difference:
    """One field or row of two versions, and whether it changed."""

    label: str
    before: str
    after: str
    changed: bool


FIELDS = (
    ("goal", "このプランで達成すること"),
    ("long_goal", "長期の目標"),
    ("problems", "課題の整理"),
    ("wishes", "本人・家族の意向"),
    ("approach", "接し方・訪問で気をつけること"),
)


def comparison(before: Plan, after: Plan) -> tuple[list[Difference], list[Difference]]:
    """Two versions side by side: the words, and the rows of the role table."""
    words = [_difference(label, getattr(before, name), getattr(after, name)) for name, label in FIELDS]
    words += [
        _difference(one.label, before.particulars.get(one.key, ""), after.particulars.get(one.key, ""))
        for one in particulars.items_of(after.kind)
    ]
    return words, _row_differences(list(before.rows.all()), list(after.rows.all()))


def _row_differences(before: Sequence[PlanRow], after: Sequence[PlanRow]) -> list[Difference]:
    old = {(row.person_id, row.bearer_id, row.issue): row for row in before}
    new = {(row.person_id, row.bearer_id, row.issue): row for row in after}
    return [
        _difference(
            f"{(new.get(key) or old[key]).issue}（{(new.get(key) or old[key]).bearer.name}）",
            _row_words(old.get(key)),
            _row_words(new.get(key)),
        )
        for key in dict.fromkeys([*old, *new])
    ]


def _row_words(row: PlanRow | None) -> str:
    if row is None:
        return ""
    due = f"（{wareki_short(row.due_on)}まで）" if row.due_on else ""
    return " ／ ".join(part for part in (row.goal, row.action, row.frequency) if part) + due


def _difference(label: str, before: str, after: str) -> Difference:
    return Difference(label=label, before=before, after=after, changed=before != after)


def goals_of(actor: Actor, *, plans: Iterable[Plan]) -> list[tuple[UUID, str]]:
    """The goals written in the rows of these plans, each once, as far as the actor may see the rows."""
    rows = PlanRow.objects.filter(
        plan__in=visible_to(actor).filter(id__in=[one.id for one in plans])
    ).exclude(goal="")
    found: dict[str, UUID] = {}
    for row in rows.order_by("order", "made_at"):
        found.setdefault(row.goal, row.id)
    return [(key, goal) for goal, key in found.items()]
