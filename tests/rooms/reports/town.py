"""An office with two workers, its people, and what they write: for this room's tests."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.test import Client

from norishiro.agencies.actor import Actor, actor_for
from norishiro.agencies.choices import RoleKind
from norishiro.agencies.models import Agency, Area, Staff
from norishiro.cases.models import Case
from norishiro.consultations.choices import Channel, Visitor
from norishiro.consultations.models import Consultation
from norishiro.core.operation import announce
from norishiro.outreach import operations as outreach
from norishiro.outreach.models import Contact, Gathering
from norishiro.outreach.operations import Told
from norishiro.people.models import Person
from norishiro.sharing.choices import Category, Ground
from norishiro.sharing.operations import own_work
from norishiro.sharing.operations import person as person_subject
from tests.factories import agencies, people

TODAY = date(2027, 5, 10)
DAY = date(2026, 10, 10)

_numbers = itertools.count(1)


@dataclass
class Office:
    """A council with a coordinator (who counts and closes) and a worker, a person and an area."""

    lead: Actor
    csw: Actor
    person: Person
    area: Area

    @property
    def agency(self) -> Agency:
        return Agency.objects.get(id=self.lead.agency_id)


def office() -> Office:
    place = agencies.agency("架空社協")
    lead = agencies.actor("架空 統子", agency=place, kinds=(RoleKind.COORDINATOR,))
    csw = agencies.actor("架空 歩", agency=place, kinds=(RoleKind.CSW,))
    area = agencies.area("第1圏域")
    person = people.person(csw, "架空 一郎")
    return Office(lead, csw, person, area)


def worn(actor: Actor, on: date = TODAY) -> Actor:
    found = actor_for(staff_id=actor.staff_id, agency_id=actor.agency_id, today=on)
    assert found is not None
    return found


def contact(
    actor: Actor, person: Person | None, *, on: date = DAY, method: str = "VISIT", met: str = "MET", kind: str = "INDIVIDUAL",
    programme: str = "OUTREACH", case: Case | None = None, at: time | None = None,
    present: tuple[Person, ...] = (),
) -> Contact:  # fmt: skip
    announce(actor)
    return outreach.record_contact(
        actor, person=person, case_id=case.id if case else None, present=present, today=TODAY,
        told=Told(
            happened_on=on, method=method, body="玄関先で話した。", met=met, kind=kind, programme=programme,
            happened_at=at, with_whom="架空の相手",
        ),
    )  # fmt: skip


def corrected(actor: Actor, before: Contact, **changed: Any) -> Contact:
    """The same record written anew with something else."""
    told: dict[str, Any] = {
        "happened_on": before.happened_on, "method": before.method, "met": before.met, "kind": before.kind,
        "programme": before.programme, "body": "直した。", "with_whom": "架空の相手",
    }  # fmt: skip
    announce(actor)
    return outreach.correct_contact(actor, contact=before, told=Told(**{**told, **changed}), today=TODAY)


def gathering(actor: Actor, area: Area, *, on: date = DAY, came: int = 10, heard: int = 1) -> Gathering:
    return outreach.record_gathering(
        actor,
        area=area,
        kind="EXCHANGE",
        name="架空のお茶の間",
        held_on=on,
        people=came,
        consulted=heard,
        today=TODAY,
    )


def received(actor: Actor, person: Person, *, on: date = DAY) -> Consultation:
    announce(actor)
    own_work(actor, subjects=[person_subject(person.id)], source_id=person.id)
    return Consultation.objects.create(
        subject_id=person.id, basis=Ground.OWN, agency_id=actor.agency_id, categories=int(Category.LIFE_HISTORY),
        number=f"架-{next(_numbers)}", person=person, received_on=on, staff_id=actor.staff_id, channel=Channel.PHONE,
        visitor=Visitor.SELF, summary="困っている。", form_code="national", form_version="1",
    )  # fmt: skip


def client_of(actor: Actor) -> Client:
    """A browser without JavaScript, signed in as this actor."""
    client = Client()
    client.force_login(Staff.objects.get(id=actor.staff_id))
    return client
