"""The rounds of an outreach plan: meetings, visits and asking for consent, again and again, until consent is given."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q

from norishiro.agencies.actor import Actor
from norishiro.cases.models import Role
from norishiro.meetings.models import Item
from norishiro.outreach.models import Contact
from norishiro.outreach.queries import seen_at
from norishiro.plans.models import Plan
from norishiro.sharing.choices import ConsentState, Depth
from norishiro.sharing.queries import consents_visible_to, through_gate

LIMIT = 30
ASKED = "同意を尋ねた"


@dataclass(frozen=True)
class Step:
    """One meeting, one visit, or one asking, with what came of it; ``number``: in which round."""

    on: date
    kind: str
    words: str
    consented: bool = False
    number: int = 1


def rounds_of(actor: Actor, *, plan: Plan) -> list[Step]:
    """What happened since the plan began, the newest first; as far as the actor may see it."""
    people = {one.person_id: one.person.label for one in plan.people.all()}
    items = through_gate(Item.objects.all(), actor, subject="subject_id", depth=Depth.OUTLINE, gated=True)
    contacts = through_gate(
        Contact.objects.all(), actor, subject="subject_id", depth=Depth.OUTLINE, gated=True
    )
    steps = [
        Step(
            on=item.sitting.held_on if item.sitting else item.put_on,
            kind="会議",
            words=f"{item.body.name}（{item.get_status_display()}）",
        )
        for item in items.filter(case_id=plan.case_id, put_on__gte=plan.from_on).select_related(
            "body", "sitting"
        )[:LIMIT]
    ]
    steps += [
        Step(
            on=one.happened_on,
            kind=one.get_method_display(),
            words=f"{one.get_met_display()}：{one.body[:60]}",
        )
        for one in contacts.filter(
            Q(case_id=plan.case_id) | Q(person_id__in=people) | Q(id__in=seen_at(actor, person_ids=people)),
            happened_on__gte=plan.from_on,
            superseded_by__isnull=True,
        ).order_by("-happened_on")[:LIMIT]
    ]
    steps += [
        Step(
            on=one.asked_on, kind=ASKED, words=f"{people[one.person_id]}さん：{one.get_state_display()}{_why(one.refusal_reason)}",
            consented=one.state == ConsentState.GIVEN,
        )
        for one in consents_visible_to(actor).filter(person_id__in=people, asked_on__gte=plan.from_on)[:LIMIT]
    ]  # fmt: skip
    return _numbered(steps)[::-1]


def _numbered(steps: list[Step]) -> list[Step]:
    """Oldest first. A round is over with the day on which consent was asked for."""
    numbered: list[Step] = []
    number, asked_on = 1, None
    for step in sorted(steps, key=lambda one: one.on):
        if asked_on is not None and step.on > asked_on:
            number, asked_on = number + 1, None
        numbered.append(replace(step, number=number))
        asked_on = step.on if step.kind == ASKED else asked_on
    return numbered


def roles_born_of(actor: Actor, *, plan: Plan) -> dict[object, Role]:
    """The roles the rows became, by id, with how each stands now."""
    ids = [row.role_id for row in plan.rows.all() if row.role_id]
    rows = through_gate(Role.objects.all(), actor, subject="subject_id", depth=Depth.OUTLINE, gated=True)
    return {role.id: role for role in rows.filter(id__in=ids)} if ids else {}


def _why(reason: str) -> str:
    return f"（{reason}）" if reason else ""
