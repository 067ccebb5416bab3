"""A town of one preset with a case, its members, and people on both sides of a plan."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.test import Client

from norishiro.agencies.actor import Actor, actor_for
from norishiro.agencies.choices import RoleKind
from norishiro.agencies.models import Agency, Appointment, Role, Staff
from norishiro.cases.models import Case
from norishiro.cases.operations import open_case
from norishiro.casework.operations.adopt import adopt
from norishiro.core.operation import announce
from norishiro.meetings.choices import ItemKind, ItemPurpose, ItemStatus
from norishiro.meetings.models import Body, Item, RosterSeat
from norishiro.meetings.operations import adopt_bodies
from norishiro.people.models import Person
from norishiro.plans import operations
from norishiro.plans.choices import PlanKind
from norishiro.plans.models import Plan
from norishiro.profiles.current import current_profile
from norishiro.profiles.loader import PRESETS
from norishiro.profiles.schema.parts import Party
from norishiro.sharing.choices import ALL_CATEGORIES, ConsentGiver, ConsentMethod, Depth, Ground, SourceKind
from norishiro.sharing.operations import agency as agency_recipient
from norishiro.sharing.operations import case as case_subject
from norishiro.sharing.operations import grant, take_consent
from norishiro.sharing.operations import person as person_subject
from tests.factories import agencies, people

TODAY = date(2026, 11, 20)
UNTIL = date(2027, 11, 20)
DECIDING = (RoleKind.DECIDER, RoleKind.MANAGER)


@dataclass
class Town:
    """The drafting side, the deciding side, a provider, and the case of a mother and her son."""

    drafter: Actor
    decider: Actor
    provider: Actor
    case: Case
    mother: Person
    son: Person
    body: Body
    stranger: Actor
    extra: dict[str, Any] = field(default_factory=dict)


def town(name: str = "nishitokyo") -> Town:
    adopt((PRESETS / f"{name}.toml").read_text(encoding="utf-8"), name=name, today=TODAY)
    codes = {agency.code: agency for agency in Agency.objects.all()}
    adopt_bodies(profile=current_profile(TODAY), agencies_by_code=codes, from_on=date(2022, 4, 1))
    rule = current_profile(TODAY).flow.plan
    body = rule.decided_by.body or rule.reviewed_in[-1]
    drafter = named("架空 作子", rule.drafted_by, kinds=(RoleKind.COORDINATOR,))
    decider = named("架空 決子", rule.decided_by, kinds=DECIDING)
    provider = agencies.actor("架空 担当", agency=agencies.agency("架空就労支援センター"))
    stranger = agencies.actor("架空 他人", agency=agencies.agency("関係のない機関"))
    mother, son = (
        people.person(drafter, "架空 花江"),
        people.person(drafter, "架空 一郎", kana="かくういちろう"),
    )
    case = open_case(
        drafter, title="架空さんの世帯", household=None, people=[mother, son], operator_id=drafter.agency_id,
        lead_agency_id=drafter.agency_id, lead_staff_id=drafter.staff_id, lead_side="COUNCIL",
        reason="関係を続けてきたため", today=TODAY,
    )  # fmt: skip
    found = Body.objects.get(code=body)
    return Town(drafter, decider, provider, case, mother, son, found, stranger)


def named(name: str, party: Party, *, kinds: tuple[RoleKind, ...]) -> Actor:
    """Somebody of the side the profile names: of its agency, of its body, or with its role."""
    role = Role.objects.filter(code=party.role).first()
    seat = (
        RosterSeat.objects.filter(body__code=party.body, agency__isnull=False)
        .select_related("agency")
        .first()
    )
    place = Agency.objects.filter(code__in=party.agencies).first() or (
        seat.agency if seat else Agency.objects.first()
    )
    made = agencies.actor(name, agency=place, kinds=kinds)
    if role is not None:
        Appointment.objects.get_or_create(
            staff_id=made.staff_id,
            agency_id=made.agency_id,
            role=role,
            from_on=agencies.EPOCH,
            defaults={"kind": "ORDER"},
        )
    worn = actor_for(staff_id=made.staff_id, agency_id=made.agency_id, today=TODAY)
    assert worn is not None
    return worn


def consent(town: Town, *actors: Actor, until_on: date | None = None) -> None:
    """Both members let these agencies know."""
    for one in (town.mother, town.son):
        take_consent(
            town.drafter, person=one, case_id=town.case.id, recipient_ids=[actor.agency_id for actor in actors],
            categories=ALL_CATEGORIES, asked_on=TODAY, until_on=until_on, method=ConsentMethod.WRITTEN, witness="",
            giver=ConsentGiver.SELF, giver_name="", wording_version="1", purpose="支援の調整", today=TODAY,
        )  # fmt: skip


def conference(town: Town, *actors: Actor) -> None:
    """These agencies sat in a 支援会議 about the case."""
    announce(town.drafter)
    grant(
        town.drafter, subjects=[case_subject(town.case.id), person_subject(town.mother.id)],
        recipients=[agency_recipient(actor.agency_id) for actor in actors], ground=Ground.CONFERENCE,
        depth=Depth.PROGRESS, source=SourceKind.SEAT, source_id=uuid.uuid4(),
    )  # fmt: skip


def row(bearer: Actor, **values: Any) -> operations.RowInput:
    defaults = {
        "issue": "仕事が続かない",
        "goal": "週2日働く",
        "action": "職場を一緒に見学する",
        "due_on": date(2027, 2, 1),
    }
    return operations.RowInput(bearer_id=bearer.agency_id, **{**defaults, **values})


def content(town: Town, *rows: operations.RowInput, **values: Any) -> operations.PlanContent:
    defaults: dict[str, Any] = {
        "problems": "・仕事と介護が重なっている", "goal": "母の介護と仕事を両立する", "wishes": "「また働きたい」",
        "from_on": TODAY, "until_on": UNTIL, "people": (town.mother.id, town.son.id),
        "rows": rows or (row(town.provider, person_id=town.son.id),),
    }  # fmt: skip
    return operations.PlanContent(**{**defaults, **values})


def draft(
    town: Town, *rows: operations.RowInput, kind: PlanKind = PlanKind.MULTI_AGENCY, **values: Any
) -> Plan:
    basis = values.pop("basis", Ground.CONSENT)
    by = values.pop("by", town.drafter)
    return operations.draft_plan(
        by, case=town.case, kind=kind, basis=basis, content=content(town, *rows, **values), today=TODAY
    )


def draft_after_consent(town: Town) -> Plan:
    consent(town, town.decider, town.provider)
    return draft(town)


def item(town: Town, by: Actor | None = None, **values: Any) -> Item:
    actor = by or town.drafter
    announce(actor)
    defaults: dict[str, Any] = {
        "case": town.case, "subject_id": town.case.id, "basis": Ground.CONSENT, "agency_id": actor.agency_id,
        "body": town.body, "kind": ItemKind.LAYERED, "purpose": ItemPurpose.PLAN, "reason": "プランの適切性",
        "status": ItemStatus.DONE, "put_by_id": actor.staff_id, "put_on": TODAY, "categories": 1,
    }  # fmt: skip
    return Item.objects.create(**{**defaults, **values})


def submitted(town: Town, *rows: operations.RowInput) -> Plan:
    consent(town, town.decider, town.provider)
    return operations.submit_plan(town.drafter, plan=draft(town, *rows), comment="お願いします", today=TODAY)


def appropriate(town: Town, *rows: operations.RowInput) -> Plan:
    plan = submitted(town, *rows)
    return operations.mark_appropriate(town.drafter, plan=plan, item=item(town), comment="", today=TODAY)


def decided(town: Town, *rows: operations.RowInput) -> Plan:
    return operations.decide_plan(
        town.decider, plan=appropriate(town, *rows), decided_on=TODAY, agreed_on=None, comment="", today=TODAY
    )


def browser_of(actor: Actor) -> Client:
    client = Client()
    client.force_login(Staff.objects.get(id=actor.staff_id))
    return client
