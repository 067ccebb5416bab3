"""The nine cells: versions, and one cell at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from norishiro.agencies.actor import Actor
from norishiro.cases.models import Case
from norishiro.core.operation import operation
from norishiro.core.records import change_fields
from norishiro.ledger.operations import sign
from norishiro.sharing.choices import Ground
from norishiro.surroundings import access, events, rules
from norishiro.surroundings.choices import LIFE
from norishiro.surroundings.models import GuideRead, NineCell, NineSheet
from norishiro.surroundings.operations.grounds import stand_on


@operation
def start_nine(
    actor: Actor, /, *, case: Case, headings: Sequence[str], basis: str = Ground.OWN, today: date
) -> NineSheet:
    """Begin a version of the nine cells. It takes over what the version before it, of the same ground, says: what was
    talked of in a 支援会議 stays there. ``headings``: nine, from the upper left, the fifth in the centre.

    Records ``nine_sheet.started``; refused by ``may_start_nine`` and for a ground the actor does not hold.
    """
    earlier = access.versions(case, basis=basis)
    kept = {cell.position: cell.text for cell in earlier[0].cells.all()} if earlier else {}
    rules.may_start_nine(status=case.status, empty=bool(earlier) and not any(kept.values())).or_refuse()
    subject_id = stand_on(actor, case=case, person=None, basis=basis)
    sheet = NineSheet.objects.create(
        case=case, subject_id=subject_id, basis=basis, agency_id=actor.agency_id, categories=LIFE,
        number=earlier[0].number + 1 if earlier else 1, started_on=today, staff_id=actor.staff_id,
    )  # fmt: skip
    NineCell.objects.bulk_create(
        NineCell(sheet=sheet, position=position, heading=heading, text=kept.get(position, ""))
        for position, heading in enumerate(headings, start=1)
    )
    sign(
        actor, events.NINE_STARTED, subjects=[case.id], ground=basis, changes={"number": (None, sheet.number)}
    )
    return sheet


@operation
def fill_cell(actor: Actor, /, *, cell: NineCell, version: int, text: str, today: date) -> NineCell:
    """Write one cell. The others are not touched, so whoever writes another at the same moment loses nothing.

    Records ``nine_cell.filled``; refused by ``may_fill_cell``; ``StaleVersion`` where the same cell was written meanwhile.
    """
    sheet = cell.sheet
    newest = access.versions(sheet.case, basis=sheet.basis)[0]
    rules.may_fill_cell(status=sheet.case.status, newest=newest.id == sheet.id).or_refuse()
    stand_on(actor, case=sheet.case, person=None, basis=sheet.basis)
    change_fields(cell, version=version, values={"text": text, "staff_id": actor.staff_id})
    sign(
        actor, events.CELL_FILLED, subjects=[sheet.case_id], ground=sheet.basis, changed_text=["text"],
        changes={"position": (None, cell.position)},
    )  # fmt: skip
    return cell


@operation
def note_guide(actor: Actor, /, *, guide: str, today: date) -> GuideRead:
    """The actor has read a short explanation; it stays closed for them from now on. Records ``guide.read``."""
    read, _new = GuideRead.objects.get_or_create(
        staff_id=actor.staff_id, guide=guide, defaults={"read_on": today}
    )
    sign(actor, events.GUIDE_READ, subjects=[], changes={"guide": (None, guide)})
    return read
