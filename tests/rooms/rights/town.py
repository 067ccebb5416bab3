"""A small town for requests about one's own data: an office with two people, two agencies that know a family."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import Body, RoleKind
from norishiro.agencies.models import Agency
from norishiro.cases.models import Case
from norishiro.core.operation import announce
from norishiro.outreach import operations as outreach
from norishiro.outreach.models import Contact
from norishiro.outreach.operations import Told
from norishiro.people import operations as people
from norishiro.people.models import Person
from norishiro.rights import operations
from norishiro.rights.models import Item, Part, Request
from tests.factories import agencies, cases

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)


@dataclass
class RightsTown:
    clerk: Actor = field(default_factory=lambda: _officer("架空 文書"))
    second: Actor = field(init=False)
    council: Actor = field(
        default_factory=lambda: agencies.actor("架空 社協", agency=agencies.agency("架空社協"))
    )
    hospital: Actor = field(
        default_factory=lambda: agencies.actor("架空 病院", agency=agencies.agency("架空病院"))
    )
    person: Person = field(init=False)
    mother: Person = field(init=False)
    case: Case = field(init=False)

    def __post_init__(self) -> None:
        office = Agency.objects.get(id=self.clerk.agency_id)
        self.second = agencies.actor("架空 課長", agency=office, kinds=(RoleKind.RECORDS,))
        self.person = self.known("架空　太郎", "かくうたろう", address="みなと町1-2-3", phone="03-0000-0001")
        self.mother = self.known("架空　花江", "かくうはなえ", address="みなと町9-9-9", phone="03-0000-0009")
        home = people.make_household(
            self.council, label="架空家", address="みなと町1-2-3", head=self.person, today=TODAY
        )
        people.join_household(
            self.council, household=home, person=self.mother, relation="MOTHER", from_on=TODAY, today=TODAY
        )
        self.case = cases.case(self.council, self.person, self.mother, household=home, today=TODAY)

    def known(self, name: str, kana: str, **more: Any) -> Person:
        return people.add_person(self.council, name=name, kana=kana, today=TODAY, **more)

    def contact(
        self, body: str, *, by: Actor | None = None, person: Person | None = None, **said: Any
    ) -> Contact:
        told = Told(**{"happened_on": TODAY, "method": "VISIT", "body": body, **said})
        return outreach.record_contact(
            by or self.council, person=person or self.person, told=told, today=TODAY
        )

    def request(self, kind: str = "DISCLOSE", **given: Any) -> Request:
        return operations.receive_request(
            self.clerk,
            **{
                "kind": kind, "asker": "SELF", "asker_name": "架空　太郎", "asker_address": "みなと町1-2-3",
                "subject_name": "架空　太郎", "subject_kana": "かくうたろう", "subject_birth": None,
                "wanted": "わたしについての相談の記録", "danger": False, "received_on": TODAY, "days": 30, "fee": None,
                "today": TODAY, **given,
            },
        )  # fmt: skip

    def identified(self, kind: str = "DISCLOSE", **given: Any) -> Request:
        return operations.identify_requester(
            self.clerk, request=self.request(kind, **given), how="マイナンバーカード", on=TODAY, mending_days=0, today=TODAY
        )  # fmt: skip

    def linked(self, kind: str = "DISCLOSE", *, person_id: UUID | None = None, **given: Any) -> Request:
        return operations.link_person(
            self.clerk, request=self.identified(kind, **given), person_id=person_id or self.person.id
        )

    def gathered(self, kind: str = "DISCLOSE", **given: Any) -> Request:
        request = self.linked(kind, **given)
        operations.gather_records(self.clerk, request=request)
        announce(self.clerk)
        return Request.objects.get(id=request.id)

    def parts(self, request: Request) -> list[Part]:
        announce(self.clerk)
        return list(Part.objects.filter(item__request=request).select_related("item"))

    def items(self, request: Request) -> list[Item]:
        announce(self.clerk)
        return list(request.items.all())

    def decided(self, request: Request, outcome: str) -> Request:
        operations.propose_decision(self.clerk, request=request, outcome=outcome, reason="調べた結果による。")
        return operations.decide_request(self.second, request=request, now=NOW, today=TODAY)


def _officer(name: str) -> Actor:
    return agencies.actor(
        name, agency=agencies.agency("架空市総務課", body=Body.ADMINISTRATION), kinds=(RoleKind.RECORDS,)
    )
