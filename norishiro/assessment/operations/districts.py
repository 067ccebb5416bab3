"""District sheets: studied, found, taken up by a meeting, closed."""

from __future__ import annotations

from datetime import date

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Area
from norishiro.assessment import events, rules
from norishiro.assessment.choices import FindingKind, FindingState
from norishiro.assessment.models import DistrictFinding, DistrictSheet
from norishiro.core.operation import operation
from norishiro.ledger.operations import sign


@operation
def study_district(
    actor: Actor, /, *, area: Area, studied_on: date, title: str, participants: str = "", body: str,
    issues: tuple[str, ...] = (), resources: tuple[str, ...] = (), today: date,
) -> DistrictSheet:  # fmt: skip
    """Write a dated sheet about a district, with the issues and strengths it found. Nobody is named in it.

    Records ``district_sheet.written``; refused by ``may_study_district``.
    """
    rules.may_study_district(studied_on=studied_on, today=today).or_refuse()
    sheet = DistrictSheet.objects.create(
        area=area, studied_on=studied_on, title=title, participants=participants, body=body,
        agency_id=actor.agency_id, staff_id=actor.staff_id,
    )  # fmt: skip
    for kind, found in ((FindingKind.ISSUE, issues), (FindingKind.RESOURCE, resources)):
        for text in found:
            DistrictFinding.objects.create(sheet=sheet, kind=kind, text=text, staff_id=actor.staff_id)
    sign(actor, events.DISTRICT_STUDIED, subjects=[])
    return sheet


@operation
def add_finding(actor: Actor, /, *, sheet: DistrictSheet, kind: str, text: str) -> DistrictFinding:
    """Add one more thing found. Records ``district_finding.added``; refused by nothing but the door."""
    finding = DistrictFinding.objects.create(sheet=sheet, kind=kind, text=text, staff_id=actor.staff_id)
    sign(actor, events.FINDING_ADDED, subjects=[])
    return finding


def _locked(finding: DistrictFinding) -> DistrictFinding:
    return DistrictFinding.objects.select_for_update(of=("self",)).select_related("sheet").get(pk=finding.pk)


@operation
def take_up_finding(
    actor: Actor, /, *, finding: DistrictFinding, meeting: str, taken_up_on: date, what_next: str, today: date
) -> DistrictFinding:
    """Say which meeting took the issue up, and what it settled on. Records ``district_finding.taken_up``; refused by
    ``may_take_up``. Taken up again, the newer meeting stands."""
    locked = _locked(finding)
    rules.may_take_up(
        state=locked.state, is_issue=locked.kind == FindingKind.ISSUE, on=taken_up_on,
        found_on=locked.sheet.studied_on, today=today,
    ).or_refuse()  # fmt: skip
    locked.state, locked.meeting = FindingState.TAKEN_UP, meeting
    locked.taken_up_on, locked.what_next = taken_up_on, what_next
    locked.save(update_fields=["state", "meeting", "taken_up_on", "what_next"])
    sign(actor, events.FINDING_TAKEN_UP, subjects=[])
    return locked


@operation
def close_finding(
    actor: Actor, /, *, finding: DistrictFinding, outcome: str, closed_on: date, today: date
) -> DistrictFinding:
    """Close an issue a meeting took up, with what became of it. Records ``district_finding.closed``; refused by
    ``may_close_finding``."""
    locked = _locked(finding)
    rules.may_close_finding(
        state=locked.state, outcome=outcome, on=closed_on, taken_up_on=locked.taken_up_on, today=today
    ).or_refuse()
    locked.state, locked.outcome, locked.closed_on = FindingState.CLOSED, outcome, closed_on
    locked.save(update_fields=["state", "outcome", "closed_on"])
    sign(actor, events.FINDING_CLOSED, subjects=[])
    return locked
