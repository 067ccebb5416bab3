"""One agency with three colleagues, and cases one of them leads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.test import Client
from django.utils import timezone

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import RoleKind
from norishiro.agencies.models import Staff
from norishiro.cases.models import Case
from norishiro.cases.operations import assign_role
from norishiro.core.operation import announce
from norishiro.outreach.models import Contact
from norishiro.outreach.operations import Told, record_contact
from norishiro.profiles.loader import PRESETS
from norishiro.profiles.operations import adopt_profile
from norishiro.sharing import operations as sharing
from tests.factories import agencies, cases, people


@dataclass
class Office:
    """``giver`` leads, ``taker`` takes over, ``manager`` stands above both; ``stranger`` sits elsewhere."""

    giver: Actor
    taker: Actor
    manager: Actor
    stranger: Actor
    today: date

    def case(self, title: str = "見本家", *, next_on: date | None = None) -> Case:
        """A case the giver leads, with one record; where a day is given, with a promise for it."""
        someone = people.person(self.giver, f"{title}の人")
        made = cases.case(self.giver, someone, title=title, today=self.today)
        record_contact(
            self.giver, person=someone, case_id=made.id,
            told=Told(happened_on=self.today, method="VISIT", met="MET", body=f"{title}を訪ねた。", next_on=next_on,
                      next_what="また訪ねる" if next_on else ""),
            today=self.today,
        )  # fmt: skip
        return made

    def role(self, case: Case, *, what: str = "訪問") -> None:
        assign_role(
            self.giver, case=case, bearer_id=self.giver.agency_id, bearer_staff_id=self.giver.staff_id, what=what,
            from_on=self.today, next_on=self.today,
        )  # fmt: skip

    def promise(self, case: Case) -> Contact:
        return Contact.objects.get(case_id=case.id)


def open_office() -> Office:
    adopt_profile(
        (PRESETS / "toshima.toml").read_text(encoding="utf-8"), name="toshima", valid_from=agencies.EPOCH
    )
    place = agencies.agency("架空 相談室")
    return Office(
        giver=agencies.actor("架空 前任", agency=place, kinds=(RoleKind.CSW,)),
        taker=agencies.actor("架空 後任", agency=place, kinds=(RoleKind.CSW,)),
        manager=agencies.actor("架空 所属長", agency=place, kinds=(RoleKind.MANAGER,)),
        stranger=agencies.actor("架空 よそ"),
        today=timezone.localdate(),
    )


def browser_of(actor: Actor) -> Client:
    client = Client()
    client.force_login(Staff.objects.get(id=actor.staff_id))
    return client


def seen_by(actor: Actor, case: Case) -> Case:
    announce(actor)
    return Case.objects.get(id=case.id)


def shut_out(actor: Actor, subject: sharing.Subject, staff_id: UUID) -> None:
    """利益相反: one member of staff is kept out of a case or a person by name."""
    sharing.exclude_staff(actor, subjects=[subject], shut_out=Staff.objects.get(id=staff_id), reason="親族")
