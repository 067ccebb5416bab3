"""What happened there on a day in numbers, and who of which body is there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.core.calendar import fiscal_year
from norishiro.core.operation import operation
from norishiro.ledger.operations import sign
from norishiro.resources import events, rules
from norishiro.resources.centres import centre_type
from norishiro.resources.models import Attendant, CentreFigure, DayCount, Place, Volunteers


@operation
def note_count(
    actor: Actor,
    /,
    *,
    place: Place,
    on: date,
    visitors: int = 0,
    consultations: int = 0,
    events_held: int = 0,
    today: date,
) -> DayCount:
    """Write the numbers of a day, over those written before. Records ``resource.count_noted``; refused by ``may_note_count``."""
    rules.may_note_count(on=on, today=today, total=visitors + consultations + events_held).or_refuse()
    before = DayCount.objects.filter(place=place, on=on).first()
    row, _new = DayCount.objects.update_or_create(
        place=place, on=on,
        defaults={"visitors": visitors, "consultations": consultations, "events": events_held, "staff_id": actor.staff_id},
    )  # fmt: skip
    sign(
        actor, events.COUNT_NOTED,
        changes={
            "place": (None, place.id), "on": (None, on), "visitors": (before.visitors if before else None, visitors),
            "consultations": (before.consultations if before else None, consultations),
            "events": (before.events if before else None, events_held),
        },
    )  # fmt: skip
    return row


@operation
def note_volunteers(
    actor: Actor, /, *, place: Place, role: str, people: int, from_on: date, today: date
) -> Volunteers | None:
    """Write how many carry the place in a role from a day on; none ends the role. Records ``resource.volunteers_noted``;
    refused by ``may_note_volunteers``."""
    role = role.strip()
    Place.objects.select_for_update(of=("self",)).get(pk=place.pk)
    before = Volunteers.objects.filter(place=place, role=role, until_on__isnull=True).first()
    rules.may_note_volunteers(
        role=role, people=people, before=before.people if before else None, from_on=from_on,
        before_from=before.from_on if before else None, today=today,
    ).or_refuse()  # fmt: skip
    if before is not None:
        before.until_on = from_on
        before.save(update_fields=["until_on"])
    row = None
    if people:
        row = Volunteers.objects.create(
            place=place, role=role, people=people, from_on=from_on, staff_id=actor.staff_id
        )
    sign(
        actor, events.VOLUNTEERS_NOTED,
        changes={"place": (None, place.id), "role": (None, role), "people": (before.people if before else None, people)},
    )  # fmt: skip
    return row


@operation
def note_centre(
    actor: Actor, /, *, place: Place, year: int, figures: Mapping[str, int | None], today: date
) -> list[CentreFigure]:
    """Write the figures of a fiscal year of a centre, over those written before; an empty one is taken out. Records
    ``resource.centre_noted``; refused by ``may_note_centre``."""
    kind = centre_type(place.kind)
    known = {one.code for one in kind.figures} if kind else set()
    given = {code: value for code, value in figures.items() if code in known and value is not None}
    rules.may_note_centre(
        is_centre=kind is not None, year=year, this_year=fiscal_year(today), figures=len(given), staff=given.get("STAFF"),
        full_time=given.get("FULL_TIME"),
    ).or_refuse()  # fmt: skip
    rows = CentreFigure.objects.filter(place=place, year=year)
    before = dict(rows.values_list("code", "value"))
    rows.delete()
    kept = CentreFigure.objects.bulk_create(
        CentreFigure(place=place, year=year, code=code, value=value, staff_id=actor.staff_id)
        for code, value in given.items()
    )
    told = {
        code: (before.get(code), given.get(code))
        for code in sorted({*before, *given})
        if before.get(code) != given.get(code)
    }
    sign(actor, events.CENTRE_NOTED, changes={"place": (None, place.id), "year": (None, year), **told})
    return kept


@operation
def add_attendant(
    actor: Actor, /, *, place: Place, role: str, agency_id: UUID | None = None, body: str = "",
    staff_id: UUID | None = None, weekday: int | None = None, on: date | None = None, from_on: date | None = None,
    until_on: date | None = None,
) -> Attendant:  # fmt: skip
    """Write who of which body is there, every week or on one day. Records ``resource.attendant_added``; refused by
    ``may_add_attendant``."""
    rules.may_add_attendant(
        by_weekday=weekday is not None, by_day=on is not None, whose=agency_id is not None or bool(body),
        backwards=from_on is not None and until_on is not None and until_on <= from_on,
    ).or_refuse()  # fmt: skip
    row = Attendant.objects.create(
        place=place, role=role, agency_id=agency_id, body=body, staff_id=staff_id, weekday=weekday, on=on,
        from_on=from_on, until_on=until_on,
    )  # fmt: skip
    sign(
        actor, events.ATTENDANT_ADDED,
        changes={"place": (None, place.id), "role": (None, role), "weekday": (None, weekday), "on": (None, on)},
    )  # fmt: skip
    return row


@operation
def end_attendant(actor: Actor, /, *, attendant: Attendant, until_on: date) -> Attendant:
    """Write from which day nobody comes any more. Records ``resource.attendant_ended``; refused by ``may_end_attendant``."""
    rules.may_end_attendant(until_on=until_on, from_on=attendant.from_on).or_refuse()
    before, attendant.until_on = attendant.until_on, until_on
    attendant.save(update_fields=["until_on"])
    sign(
        actor, events.ATTENDANT_ENDED,
        changes={"place": (None, attendant.place_id), "until_on": (before, until_on)},
    )  # fmt: skip
    return attendant
