"""What the stories stand on: the actors by their login, the days counted from today, and turns that recur in them.

A story is told day by day: every verb gets the day on which it happens as its ``today``.
"""

from __future__ import annotations

import io
import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from PIL import Image

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Agency
from norishiro.attachments import operations as attachments
from norishiro.cases import operations as cases
from norishiro.cases.choices import CaseStatus
from norishiro.cases.models import Case
from norishiro.consultations.choices import LeadSide
from norishiro.core import files
from norishiro.core.calendar import parse_date
from norishiro.meetings import operations as meetings
from norishiro.meetings.choices import Answer, ItemKind, ItemPurpose
from norishiro.meetings.models import Body, Invitation, Item, Sitting
from norishiro.outreach import operations as outreach
from norishiro.outreach.models import Contact
from norishiro.outreach.operations import Told
from norishiro.people import operations as people
from norishiro.people.models import Household, Person
from norishiro.plans import operations as plans
from norishiro.plans.choices import PlanKind
from norishiro.plans.models import Plan
from norishiro.plans.operations import PlanContent, RowInput
from norishiro.sharing import operations as sharing
from norishiro.sharing.choices import (
    ALL_CATEGORIES,
    Category,
    ConsentGiver,
    ConsentMethod,
    Ground,
    ProvisionMethod,
)
from norishiro.sharing.models import Consent, Provision

FAMILIES = Path(__file__).parent / "data" / "families.toml"
OATH_WORDING = "statute-2026-1"


@cache
def family_texts() -> dict[str, Any]:
    """The invented families: who belongs to them and the words of their stories."""
    return tomllib.loads(FAMILIES.read_text(encoding="utf-8"))


@cache
def blank_page() -> files.CleanFile:
    """A signed page as a scanner would give it, with nothing on it: nobody in the stories has a hand to sign with."""
    out = io.BytesIO()
    Image.new("L", (210, 297), 255).save(out, format="PNG")
    return files.clean(out.getvalue(), name="見本の同意書.png")


@dataclass(frozen=True)
class Home:
    """One invented family as it stands in the program."""

    key: str
    household: Household
    people: dict[str, Person]

    @property
    def text(self) -> dict[str, Any]:
        texts: dict[str, Any] = family_texts()[self.key]
        return texts

    @property
    def everybody(self) -> list[Person]:
        return list(self.people.values())


@dataclass
class Stage:
    """One town on one day."""

    actors: dict[str, Actor]
    today: date
    _agencies: dict[str, Agency] = field(default_factory=dict)

    def ago(self, days: int) -> date:
        return self.today - timedelta(days=days)

    def ahead(self, days: int) -> date:
        return self.today + timedelta(days=days)

    def actor(self, login: str) -> Actor:
        return self.actors[login]

    def agency(self, code: str) -> UUID:
        return self._agency(code).id

    def _agency(self, code: str) -> Agency:
        if code not in self._agencies:
            self._agencies[code] = Agency.objects.get(code=code)
        return self._agencies[code]

    def body(self, code: str) -> Body:
        return Body.objects.get(code=code)

    # --- people --------------------------------------------------------------------------------------

    def family(self, key: str, *, by: str, on: date) -> Home:
        """A household and its members, as somebody gets to know them."""
        actor, text = self.actor(by), family_texts()[key]
        known = {
            row["key"]: self._person(actor, row, address=text["address"], on=on) for row in text["members"]
        }
        head, *others = text["members"]
        household = people.make_household(
            actor, label=text["label"], address=text["address"], head=known[head["key"]], today=on
        )
        for row in others:
            people.join_household(
                actor,
                household=household,
                person=known[row["key"]],
                relation=row["relation"],
                from_on=on,
                today=on,
            )
        return Home(key, household, known)

    def _person(self, actor: Actor, row: Mapping[str, str], *, address: str, on: date) -> Person:
        return people.add_person(
            actor, name=row.get("name", ""), kana=row.get("kana", ""), alias=row.get("alias", ""), sex=row["sex"],
            birth=parse_date(row["birth"], today=on, must_be_past=True), address=address, today=on,
        )  # fmt: skip

    def told(
        self, login: str, person: Person, *, to: str, ground: str, on: date, body: str, purpose: str,
        answers: Mapping[str, str],
    ) -> Provision:  # fmt: skip
        """One agency tells another about somebody's health, on a ground of the register."""
        return sharing.provide(
            self.actor(login), person=person, ground_code=ground, receiver=self._agency(to),
            categories=int(Category.HEALTH), body=body, purpose=purpose, limits="この目的のほかには使わない。",
            method=ProvisionMethod.SCREEN, answers=answers, until_on=None, today=on,
        )  # fmt: skip

    def contact(
        self, login: str, person: Person, *, on: date, method: str, met: str, body: str, case: Case | None = None,
        basis: str = Ground.OWN, with_: Iterable[str] = (), there: Collection[Person] = (), tags: Collection[str] = (),
        photo: files.CleanFile | None = None, **told: Any,
    ) -> Contact:  # fmt: skip
        """One line of the record; ``with_`` are the codes of agencies that came along, ``there`` who else was met."""
        return outreach.record_contact(
            self.actor(login), person=person, case_id=case.id if case else None, basis=basis, today=on,
            told=Told(happened_on=on, method=method, met=met, body=body, **told),
            companions=[(self.agency(code), "") for code in with_], present=there, tags=tags, photo=photo,
        )  # fmt: skip

    def consent(
        self, login: str, person: Person, *, case: Case, on: date, to: Iterable[str], until: date
    ) -> Consent:
        """The person agrees in writing that these agencies may know everything for a time; the signed page is kept."""
        given = sharing.take_consent(
            self.actor(login), person=person, case_id=case.id, recipient_ids=[self.agency(code) for code in to],
            categories=ALL_CATEGORIES, asked_on=on, until_on=until, method=ConsentMethod.WRITTEN, witness="",
            giver=ConsentGiver.SELF, giver_name="", wording_version="1", purpose="世帯の支援を、関係機関で相談して進めるため",
            today=on,
        )  # fmt: skip
        attachments.keep_consent_scan(self.actor(login), consent=given, file=blank_page())
        return given

    # --- meetings ------------------------------------------------------------------------------------

    def call(
        self, login: str, case: Case, *, body: str, kind: ItemKind, purpose: ItemPurpose, reason: str, listed: date,
        held: date, guests: Iterable[str],
    ) -> tuple[Item, Sitting]:  # fmt: skip
        """A case is put on the list, and three days later a sitting is called."""
        actor, place = self.actor(login), self.body(body)
        item = meetings.put_on_list(
            actor, case=case, body=place, kind=kind, purpose=purpose, reason=reason, today=listed
        )
        sitting = meetings.call_meeting(
            actor, body=place, held_on=held, starts_at=time(14, 0), ends_at=time(15, 30), place="第2会議室",
            items=[item], agency_ids=[self.agency(code) for code in guests], today=listed + timedelta(days=3),
        )  # fmt: skip
        item.refresh_from_db()
        sitting.refresh_from_db()
        return item, sitting

    def come(self, sitting: Sitting, logins: Iterable[str], *, on: date) -> None:
        """These members say that they come, and confirm the secrecy at the door."""
        for login in logins:
            actor = self.actor(login)
            for invitation in Invitation.objects.filter(sitting=sitting, agency_id=actor.agency_id):
                meetings.answer_invitation(
                    actor, invitation=invitation, answer=Answer.COMING, staff_id=actor.staff_id, today=on
                )
            meetings.swear(actor, sitting=sitting, wording=OATH_WORDING, agreed=True)

    def finish(self, login: str, item: Item, sitting: Sitting, *, confirmed: date) -> None:
        """The talk ends, the sitting ends, the minutes are confirmed."""
        actor = self.actor(login)
        meetings.end_item(actor, item=item, today=sitting.held_on)
        meetings.close_sitting(actor, sitting=sitting)
        meetings.confirm_minutes(actor, sitting=sitting, today=confirmed)

    # --- cases and plans -----------------------------------------------------------------------------

    def open_case(
        self, home: Home, *, by: str, operator: str, lead: str, side: LeadSide, on: date,
        status: CaseStatus = CaseStatus.COORDINATING,
    ) -> Case:  # fmt: skip
        leader = self.actor(lead)
        return cases.open_case(
            self.actor(by), title=home.text["title"], household=home.household, people=home.everybody,
            operator_id=self.agency(operator), lead_agency_id=leader.agency_id, lead_staff_id=leader.staff_id,
            lead_side=side, reason="いちばん長く関わっているため", status=status, today=on,
        )  # fmt: skip

    def draft(
        self, login: str, case: Case, home: Home, *, kind: PlanKind, basis: Ground, on: date, until: date,
        rows: Iterable[tuple[str, str, str, str, date]],
    ) -> Plan:  # fmt: skip
        """A plan with its role table; a row is whose, issue, what is done, by which agency, until when."""
        table = tuple(
            RowInput(
                issue=issue, goal="いまより一歩、楽になる", action=action, bearer_id=self.agency(code),
                person_id=home.people[whose].id, frequency="月2回", due_on=due,
            )
            for whose, issue, action, code, due in rows
        )  # fmt: skip
        content = PlanContent(
            problems=home.text["situation"], goal="相談できる人が、家の外に一人いる", from_on=on, until_on=until,
            people=tuple(person.id for person in home.everybody), rows=table, wishes=home.text["wish_a"],
            long_goal="家族それぞれが、望む暮らしを続けられる", approach="責めない。いっしょに考える。",
        )  # fmt: skip
        return plans.draft_plan(
            self.actor(login), case=case, kind=kind, basis=basis, content=content, today=on
        )
