"""Fifteen agencies at one table and three households on it, laid by the program's own verbs."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from bench.shape import LOGIN, PASSWORD
from norishiro.agencies.actor import Actor, actor_for
from norishiro.agencies.choices import AppointmentKind, Field, RoleKind
from norishiro.agencies.choices import Body as Side
from norishiro.agencies.models import Agency, Appointment, Role, Staff
from norishiro.cases import operations as cases
from norishiro.cases.models import Case
from norishiro.core.operation import announce
from norishiro.meetings import operations as meetings
from norishiro.meetings.choices import BodyKind, ConsentRule, ItemKind, OathRule
from norishiro.meetings.models import AdvanceAsk, Body, Item, RosterSeat, Sitting
from norishiro.people import operations as people

SINCE = timedelta(days=400)


@transaction.atomic
def lay_meeting(*, households: int, members: int, sheets: int, words: str) -> str:
    """The path of a sitting with so many cases, at which so many have sworn and some have written before."""
    today = timezone.localdate()
    actors = [_member(number) for number in range(members)]
    secretary = actors[0]
    body = _body(actors)
    items = [_item(secretary, body, number, words=words) for number in range(households)]
    sitting = meetings.call_meeting(
        secretary, body=body, held_on=today, starts_at=time(14), ends_at=time(15), place="第2会議室", items=items,
        agency_ids=[one.agency_id for one in actors], today=today,
    )  # fmt: skip
    for actor in actors:
        meetings.swear(actor, sitting=sitting, wording="statute-2026-1", agreed=True)
    _written_before(actors, sitting, items, sheets=sheets, words=words)
    return reverse("meetings:sitting", args=[sitting.id])


def _member(number: int) -> Actor:
    today = timezone.localdate()
    agency = Agency.objects.create(
        code=f"PACKET{number:02d}", name=f"測定{number + 1}課", field=Field.GENERAL, body=Side.ADMINISTRATION,
        from_on=today - SINCE,
    )  # fmt: skip
    staff = Staff.objects.create(
        login_id=LOGIN if number == 0 else f"packet{number}", name=f"架空 {number + 1}郎",
        password=make_password(PASSWORD) if number == 0 else "",
    )  # fmt: skip
    role, _made = Role.objects.get_or_create(
        code="PACKET", defaults={"label": "推進員", "kind": RoleKind.COORDINATOR, "appointment_kind": AppointmentKind.ORDER}
    )  # fmt: skip
    Appointment.objects.create(
        staff=staff, agency=agency, role=role, kind=AppointmentKind.ORDER, from_on=today - SINCE
    )
    actor = actor_for(staff_id=staff.id, agency_id=agency.id, today=today)
    if actor is None:
        raise RuntimeError("nobody acts")
    return actor


def _body(actors: list[Actor]) -> Body:
    since = timezone.localdate() - SINCE
    body = Body.objects.create(
        code="PACKET", name="測定の支援会議", kind=BodyKind.SUPPORT, ground="J6", convener_id=actors[0].agency_id,
        consent_rule=ConsentRule.NONE_NEEDED, oath_rule=OathRule.STATUTE_ONLY, from_on=since, procedure_on=since,
    )  # fmt: skip
    body.conveners.set([actors[0].agency_id])
    for actor in actors:
        RosterSeat.objects.create(
            body=body, agency_id=actor.agency_id, label=actor.agency_name, from_on=since
        )
    return body


def _item(by: Actor, body: Body, number: int, *, words: str) -> Item:
    today = timezone.localdate()
    members = [
        people.add_person(by, name=f"架空{number} {called}", kana="かくう みほん", today=today)
        for called in ("花江", "一郎", "二葉")
    ]
    case: Case = cases.open_case(
        by, title=f"架空{number}家", household=None, people=members, operator_id=by.agency_id, lead_agency_id=by.agency_id,
        lead_staff_id=by.staff_id, lead_side="COUNCIL", reason="測定", today=today,
    )  # fmt: skip
    return meetings.put_on_list(
        by, case=case, body=body, kind=ItemKind.SUPPORT, reason=words * 6, approach=words * 2, how_to_tell=words,
        today=today,
    )  # fmt: skip


def _written_before(
    actors: list[Actor], sitting: Sitting, items: list[Item], *, sheets: int, words: str
) -> None:
    today = timezone.localdate()
    now = timezone.make_aware(datetime.combine(today, time(9)))
    writers = actors[1 : sheets + 1]
    announce(actors[0])
    found = list(Item.objects.select_related("sitting__body", "body").filter(sitting=sitting))
    meetings.ask_advance(
        actors[0], sitting=sitting, items=found, agency_ids=[one.agency_id for one in writers], due_on=today, today=today
    )  # fmt: skip
    values = {"picture": words * 2, "efforts": words, "wanted": words, "requests": words}
    for writer in writers:
        for item in found:
            announce(writer)
            ask = AdvanceAsk.objects.get(about_id=item.id, agency_id=writer.agency_id)
            meetings.write_advance(
                writer, ask=ask, item=item, version=None, values=values, now=now, today=today
            )
