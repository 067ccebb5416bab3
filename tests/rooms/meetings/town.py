"""A small town for this room's tests: a city that convenes, a council that leads the case, others who come."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from django.test import Client

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import Body as AgencyBody
from norishiro.agencies.choices import RoleKind
from norishiro.agencies.models import Agency, Staff
from norishiro.cases.models import Case, CaseMember
from norishiro.consultations.models import SupportRequest
from norishiro.core.operation import announce
from norishiro.meetings import operations
from norishiro.meetings.choices import BodyKind, ConsentRule, ItemKind, OathRule
from norishiro.meetings.models import Body, Item, RosterSeat, Sitting
from norishiro.people.models import Person
from norishiro.sharing.choices import ALL_CATEGORIES, ConsentGiver, ConsentMethod, Depth, Ground, SourceKind
from norishiro.sharing.operations import agency as agency_recipient
from norishiro.sharing.operations import case as case_subject
from norishiro.sharing.operations import grant, own_work, take_consent
from norishiro.sharing.operations import person as person_subject
from tests.factories import agencies, people

TODAY = date.today()
SINCE = date(2020, 4, 1)


@dataclass
class Town:
    """City (convenes), council (leads and prepares), one section that comes, and the case of a mother and her son."""

    city: Actor
    council: Actor
    member: Actor
    body: Body
    case: Case
    mother: Person
    son: Person


def town(*, kind: str = BodyKind.BOTH, oath: str = OathRule.STATUTE_ONLY, **values: object) -> Town:
    city = agencies.actor("架空 市子", agency=agencies.agency("地域福祉課", body=AgencyBody.ADMINISTRATION))
    council = agencies.actor("架空 協子", agency=agencies.agency("架空社協"))
    member = agencies.actor(
        "架空 課太",
        agency=agencies.agency("住宅課", body=AgencyBody.ADMINISTRATION),
        kinds=(RoleKind.MEMBER,),
    )
    found = body(city.agency_id, kind=kind, oath=oath, **values)
    roster(found, city, council, member)
    mother, son = (
        people.person(council, "架空 花江", kana="かくうはなえ"),
        people.person(council, "架空 一郎"),
    )
    return Town(city, council, member, found, case(council, mother, son), mother, son)


def body(
    convener_id: uuid.UUID | None, *, kind: str, oath: str = OathRule.STATUTE_ONLY, **values: object
) -> Body:
    defaults: dict[str, object] = {
        "name": "架空の支援会議", "ground": "J6", "consent_rule": ConsentRule.BOTH_SEPARATE, "from_on": SINCE,
        "procedure_on": SINCE,
    }  # fmt: skip
    made = Body.objects.create(
        code=f"BODY-{uuid.uuid4().hex[:8]}",
        kind=kind,
        oath_rule=oath,
        convener_id=convener_id,
        **{**defaults, **values},
    )
    if convener_id:
        made.conveners.set([convener_id])
    return made


def roster(body: Body, *actors: Actor) -> None:
    for actor in actors:
        RosterSeat.objects.create(
            body=body, agency_id=actor.agency_id, label=actor.agency_name, from_on=SINCE
        )


def case(actor: Actor, *members: Person, title: str = "架空家") -> Case:
    announce(actor)
    new_id = uuid.uuid4()
    own_work(actor, subjects=[case_subject(new_id)], source_id=new_id)
    made = Case.objects.create(
        id=new_id, number=new_id.hex[:12], title=title, operator_id=actor.agency_id, lead_agency_id=actor.agency_id,
        lead_staff_id=actor.staff_id, lead_side="COUNCIL", opened_on=SINCE, last_moved_on=SINCE,
    )  # fmt: skip
    for member in members:
        CaseMember.objects.create(case=made, person=member, from_on=SINCE)
    return made


def consent(actor: Actor, person: Person, *, to: list[uuid.UUID], case: Case) -> object:
    return take_consent(
        actor, person=person, case_id=case.id, recipient_ids=to, categories=ALL_CATEGORIES, asked_on=TODAY,
        until_on=None, method=ConsentMethod.WRITTEN, witness="", giver=ConsentGiver.SELF, giver_name="",
        wording_version="1", purpose="支援の調整", today=TODAY,
    )  # fmt: skip


def listed(town: Town, *, kind: str = ItemKind.SUPPORT, by: Actor | None = None, **values: object) -> Item:
    return operations.put_on_list(
        by or town.council, case=town.case, body=town.body, kind=kind,
        **{"reason": "家賃の滞納が続き、会えていない。", "today": TODAY, **values},
    )  # fmt: skip


def called(town: Town, *items: Item, held_on: date = TODAY, **values: object) -> Sitting:
    return operations.call_meeting(
        town.city, body=town.body, held_on=held_on, items=list(items),
        **{"agency_ids": [town.council.agency_id, town.member.agency_id], "today": TODAY, **values},
    )  # fmt: skip


def begun(town: Town, *items: Item) -> Sitting:
    """Called for today, everybody sworn, opened."""
    sitting = called(town, *items)
    for actor in (town.city, town.council, town.member):
        operations.swear(actor, sitting=sitting, wording="statute-2026-1", agreed=True)
    return operations.open_sitting(town.city, sitting=sitting, today=TODAY)


def other_agency(name: str = "別の機関") -> Agency:
    return agencies.agency(name)


def client_of(actor: Actor) -> Client:
    """A browser without JavaScript, signed in as this actor."""
    client = Client()
    client.force_login(Staff.objects.get(id=actor.staff_id))
    return client


def token() -> dict[str, str]:
    """What every form carries against being sent twice."""
    return {"form_token": str(uuid.uuid4())}


def apply_for(town: Town, *, by: Actor) -> SupportRequest:
    """The case came from this agency's application, made without consent, so that the operator sees it."""
    announce(town.council)
    grant(
        town.council, subjects=[person_subject(town.mother.id)],
        recipients=[agency_recipient(town.council.agency_id), agency_recipient(by.agency_id)],
        ground=Ground.CONFERENCE, depth=Depth.PROGRESS, source=SourceKind.REFERRAL, source_id=uuid.uuid4(),
    )  # fmt: skip
    announce(by)
    made = SupportRequest.objects.create(
        number=uuid.uuid4().hex[:12], person_id=town.mother.id, subject_id=town.mother.id, applicant_id=by.staff_id,
        agency_id=by.agency_id, operator_id=town.council.agency_id, applied_on=TODAY, due_on=TODAY, basis=Ground.CONFERENCE,
        situation="状況", tried="試したこと", stuck="行き詰まり",
    )  # fmt: skip
    announce(town.council)
    Case.objects.filter(id=town.case.id).update(origin=made)
    town.case.refresh_from_db()
    return made
