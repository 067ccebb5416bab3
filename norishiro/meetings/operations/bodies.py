"""会議体: adopting them from the profile, and the date of the procedure for sharing names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Agency, live_on
from norishiro.core.operation import operation
from norishiro.core.verdict import when
from norishiro.ledger.operations import sign
from norishiro.meetings import events
from norishiro.meetings.access import convene_verdict
from norishiro.meetings.choices import BodyKind, ConsentRule, OathRule
from norishiro.meetings.models import Body, RosterSeat, StatedSize
from norishiro.profiles.schema.meetings import MeetingBody
from norishiro.profiles.schema.profile import Profile

_USUAL_CONSENT = {
    BodyKind.SUPPORT: ConsentRule.NONE_NEEDED,
    BodyKind.LAYERED: ConsentRule.REQUIRED,
    BodyKind.BOTH: ConsentRule.BOTH_SEPARATE,
}


def adopt_bodies(*, profile: Profile, agencies_by_code: Mapping[str, Agency], from_on: date) -> list[Body]:
    """Make the tables of 会議体 and rosters say what the profile says from ``from_on`` on. Run at set-up by the owner.

    Changes: one ``Body`` per body of the profile (by code), its conveners, who may ask it to sit, its roster rows and stated sizes; a roster
    row the profile no longer names ends on ``from_on``. A second run with the same profile changes nothing.
    Recorded: by the caller. Refuses nothing: a profile is checked before it gets here.
    """
    bodies = {
        entry.code: _adopt_body(entry, agencies=agencies_by_code, from_on=from_on)
        for entry in profile.meeting_bodies
    }
    for entry in profile.meeting_bodies:
        _adopt_parent(bodies[entry.code], parent=bodies.get(entry.parent or ""))
        _adopt_roster(bodies[entry.code], entry=entry, agencies=agencies_by_code, from_on=from_on)
        _adopt_sizes(bodies[entry.code], entry=entry, from_on=from_on)
    return list(bodies.values())


def _adopt_body(entry: MeetingBody, *, agencies: Mapping[str, Agency], from_on: date) -> Body:
    conveners = _agencies_of(entry.convener, agencies)
    preparers = _agencies_of(entry.papers_by, agencies)
    begins = entry.valid_from or from_on
    values: dict[str, Any] = {
        "name": entry.name,
        "kind": entry.kind.value,
        "ground": entry.legal_ground or "",
        "convener": conveners[0] if conveners else None,
        "preparer": preparers[0] if preparers else None,
        "frequency": entry.frequency.text or entry.frequency.kind.label,
        "chair": entry.chair,
        "consent_rule": _consent_rule(entry),
        "oath_rule": OathRule(entry.oath.value),
        "target": entry.target.label if entry.target else "",
        "sits_without_cases": _sits_without_cases(entry),
        "person_attends": entry.person_may_attend,
        "anonymous": entry.anonymous,
        "only_unconsented": entry.only_unconsented,
        "decides_plan": entry.decides_plan,
        "applicant_attends": entry.applicant_attends,
        "may_add_members": entry.may_add_members,
        "counted_in_parent": entry.counted_in_parent,
        "decides": "\n".join(entry.decides),
        "until_on": entry.valid_until,
    }
    fresh = {
        "names_members": entry.names_members,
        "from_on": begins,
        "procedure_on": begins if entry.legal_ground == "J6" else None,
    }
    body, _made = Body.objects.update_or_create(
        code=entry.code, defaults=values, create_defaults={**values, **fresh}
    )
    body.conveners.set(conveners)
    body.requesters.set(_agencies_of(entry.requested_by, agencies))
    return body


def _sits_without_cases(entry: MeetingBody) -> bool:
    """Bodies that never table a case can only sit without one."""
    return entry.may_sit_without_cases or (entry.kind.value in ("OTHER", "CARE") and not entry.anonymous)


def _consent_rule(entry: MeetingBody) -> str:
    if entry.consent.value in ConsentRule.values:
        return entry.consent.value
    return _USUAL_CONSENT.get(BodyKind(entry.kind.value), ConsentRule.NOT_APPLICABLE)


def _agencies_of(party: Any, agencies: Mapping[str, Agency]) -> list[Agency]:
    return [agencies[code] for code in (party.agencies if party else ()) if code in agencies]


def _adopt_parent(body: Body, *, parent: Body | None) -> None:
    if body.parent_id != (parent.id if parent else None):
        body.parent = parent
        body.save(update_fields=["parent"])


def _adopt_roster(body: Body, *, entry: MeetingBody, agencies: Mapping[str, Agency], from_on: date) -> None:
    there = {
        (row.label, row.agency_id): row
        for row in body.roster.all()
        if row.until_on is None or row.until_on > from_on
    }
    for order, (seat, agency) in enumerate(_rows(entry, agencies)):
        values = {
            "department": seat.department,
            "level": "" if seat.level.value == "ANY" else seat.level.label,
            "order": order,
            "until_on": seat.valid_until,
        }
        row = there.pop((seat.label, agency.id if agency else None), None)
        if row is None:
            begins = seat.valid_from or entry.valid_from or from_on
            RosterSeat.objects.get_or_create(
                body=body, agency=agency, label=seat.label, from_on=begins, defaults=values
            )
        else:
            RosterSeat.objects.filter(id=row.id).update(**values)
    _close(there.values(), on=from_on)


def _rows(entry: MeetingBody, agencies: Mapping[str, Agency]) -> Iterator[tuple[Any, Agency | None]]:
    for seat in entry.roster:
        known: list[Agency | None] = [agencies[code] for code in seat.agencies if code in agencies]
        for agency in known or [None]:
            yield seat, agency


def _close(rows: Iterable[RosterSeat], *, on: date) -> None:
    for row in rows:
        row.until_on = max(on, row.from_on + timedelta(days=1))
        row.save(update_fields=["until_on"])


def _adopt_sizes(body: Body, *, entry: MeetingBody, from_on: date) -> None:
    for size in entry.stated_sizes:
        StatedSize.objects.update_or_create(
            body=body,
            from_on=size.valid_from or entry.valid_from or from_on,
            defaults={
                "departments": size.departments,
                "sections": size.sections,
                "until_on": size.valid_until,
            },
        )


@operation
def note_procedure(actor: Actor, /, *, body: Body, done_on: date, today: date) -> Body:
    """Keep since when names may be shared at this 支援会議 (手続きが済んだ日). Cases without consent wait for it.

    Records ``body.procedure_noted``. Refused to those who may not convene the body, and for a day to come.
    """
    (
        convene_verdict(actor, body)
        & when(done_on > today, "done_on", "手続きが済んだ日が先の日付です。今日までの日にしてください。")
    ).or_refuse()
    before = body.procedure_on
    Body.objects.filter(id=body.id).update(procedure_on=done_on)
    sign(actor, events.PROCEDURE_NOTED, changes={"procedure_on": (before, done_on)}, reason=body.name)
    body.refresh_from_db()
    return body


def bodies_in_force(*, on: date) -> list[Body]:
    """The bodies that exist on a day."""
    return list(Body.objects.filter(live_on(on)))
