"""資料: numbered copies, what stands on one for its recipient, and which numbers are still out. The actor comes first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from norishiro.agencies.actor import Actor
from norishiro.assessment.queries import MeetingSection, parts_for_meeting
from norishiro.cases.models import Case, Role
from norishiro.cases.queries import roles_visible_to
from norishiro.core.records import Unseen
from norishiro.core.verdict import Verdict
from norishiro.meetings import rules
from norishiro.meetings.access import people_of
from norishiro.meetings.choices import CopyState, SittingStatus
from norishiro.meetings.defaults import advance_fields
from norishiro.meetings.models import (
    BasisChange,
    Item,
    MinuteLine,
    PaperCopy,
    PaperLoss,
    PaperSet,
    Seat,
    Sitting,
)
from norishiro.meetings.queries.advance import sheets_of
from norishiro.meetings.queries.items import case_of_item, items_visible_to
from norishiro.meetings.queries.sittings import LIST_LENGTH, MOST
from norishiro.people.models import Person
from norishiro.sharing.choices import Depth, Ground
from norishiro.sharing.queries import through_gate

OVER = (SittingStatus.CLOSED, SittingStatus.CONFIRMED, SittingStatus.CANCELLED)
MOST_ROLES = 40


def copies_visible_to(actor: Actor) -> QuerySet[PaperCopy]:
    """One's own copies, and those one's agency hands out. A copy names no resident."""
    return PaperCopy.objects.filter(Q(staff_id=actor.staff_id) | Q(keeper_id__in=actor.agency_ids))


def get_copy(actor: Actor, *, copy_id: UUID) -> PaperCopy:
    copy = (
        copies_visible_to(actor)
        .select_related("sitting__body", "agency", "keeper", "settled_by")
        .filter(id=copy_id)
        .first()
    )
    if copy is None:
        raise Unseen(copy_id)
    return copy


# The item has another wording than when the copy was made.
_CHANGED_SINCE = PaperSet.objects.filter(id=OuterRef("paper_set_id"), item__version__gt=F("item_version"))


def copies_of(actor: Actor, *, sitting: Sitting | None = None, item: Item | None = None) -> list[PaperCopy]:
    """The numbers of a sitting or of one item, in their order."""
    rows = copies_visible_to(actor).select_related("sitting", "agency", "settled_by", "loss")
    rows = rows.annotate(outdated=Exists(_CHANGED_SINCE))
    if sitting is not None:
        rows = rows.filter(sitting=sitting)
    if item is not None:
        rows = rows.filter(about_id=item.id)
    return list(rows.order_by("number", "made_at", "id")[:MOST])


def copies_to_collect(actor: Actor) -> QuerySet[PaperCopy]:
    """Printed numbers of sittings that are over and that nobody has settled: missing until they are."""
    return PaperCopy.objects.filter(
        keeper_id__in=actor.agency_ids, printed_at__isnull=False, sitting__status__in=OVER,
        state__in=(CopyState.OUT, CopyState.LOST),
    )  # fmt: skip


def my_copies(actor: Actor, *, sitting: Sitting) -> list[PaperCopy]:
    """One's own numbers, those that are still open: a bundle is one number, however many items it holds."""
    rows = PaperCopy.objects.filter(staff_id=actor.staff_id, sitting=sitting, closed_at__isnull=True)
    found = rows.select_related("sitting", "bundle").defer("bundle__content").order_by("number", "made_at")
    return list({one.number: one for one in found[:LIST_LENGTH]}.values())


def copy_verdict(actor: Actor, *, copy: PaperCopy, now: datetime, today: date) -> Verdict:
    """May the actor look at this copy now, and if not, why?"""
    seat = (
        Seat.objects.filter(item_id=copy.about_id, staff_id=copy.staff_id).first() if copy.staff_id else None
    )
    over = seat is not None and (
        seat.ended_at is not None or (seat.until_on is not None and seat.until_on <= today)
    )
    return rules.may_view_copy(
        keeps=copy.keeper_id in actor.agency_ids, seated=seat is not None, seat_over=over,
        sworn=seat is not None and seat.opened_at is not None, open_until=copy.open_until,
        closed=copy.close_reason if copy.closed_at else "", now=now,
    )  # fmt: skip


@dataclass(frozen=True)
class PaperContent:
    """What stands on one copy: as much as both the reader's and the recipient's ground allow."""

    item: Item
    case: Case | None
    members: tuple[Person, ...]
    roles: tuple[Role, ...]
    place: int
    items: int
    note: str
    assessment: tuple[MeetingSection, ...] = ()
    advance: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()

    @property
    def title(self) -> str:
        return self.item.anonymous_label or (self.case.title if self.case else "（名前は載せていません）")

    @property
    def hidden(self) -> bool:
        return bool(self.item.anonymous_label)

    @property
    def purpose(self) -> str:
        return rules.purpose_words(basis=self.item.basis)

    @property
    def shown(self) -> list[UUID]:
        """Whom this paper shows."""
        return [
            self.item.subject_id, *([self.case.id] if self.case else []), *(one.id for one in self.members),
        ]  # fmt: skip


def paper_content(actor: Actor, *, copy: PaperCopy, today: date) -> PaperContent:
    """The copy as it reads today. Nothing of the household where names are hidden or the recipient gets the item alone;
    under C0 only people whose consent names the recipient's agency, and roles born under the item's own ground."""
    item = (
        items_visible_to(actor)
        .select_related("body", "agency", "sitting__body", "sitting__convener")
        .filter(id=copy.about_id)
        .first()
    )
    if item is None:
        raise Unseen(copy.about_id)
    case = None if copy.item_only else case_of_item(actor, item=item)
    members: list[Person] = []
    if case is not None:
        people = people_of(actor, case, today=today)
        members = people.open_to(copy.agency_id) if item.basis == Ground.CONSENT else list(people.members)
    roles = (
        roles_visible_to(actor).filter(case=case, basis=item.basis, until_on__isnull=True) if case else None
    )
    assessed = (
        parts_for_meeting(
            actor, case=case, basis=item.basis, people={one.id for one in members}, recipient=copy.agency_id
        )
        if case is not None and not item.anonymous_label
        else []
    )
    made = item.paper_sets.filter(id=copy.paper_set_id).first()
    return PaperContent(
        item=item, case=case, members=tuple(members), place=item.order,
        roles=tuple(roles.select_related("bearer").order_by("next_on", "made_at")[:MOST_ROLES]) if roles is not None else (),
        items=item.sitting.cases_tabled if item.sitting else 0, note=made.note if made else "",
        assessment=tuple(assessed),
        advance=() if copy.item_only else advance_parts(actor, items=[item])[item.id],
    )  # fmt: skip


def advance_parts(
    actor: Actor, *, items: Sequence[Item]
) -> dict[UUID, tuple[tuple[str, tuple[tuple[str, str], ...]], ...]]:
    """Item → agency and its answers in the town's words, in the order they are asked; what is empty is left out."""
    found: dict[UUID, tuple[tuple[str, tuple[tuple[str, str], ...]], ...]] = {}
    for item, sheets in zip(items, sheets_of(actor, items=items).values(), strict=True):
        on = item.sitting.held_on if item.sitting else item.put_on
        asked = advance_fields(body_code=item.body.code, on=on)
        found[item.id] = tuple(
            (
                str(one.agency),
                tuple((each.label, getattr(one, each.code)) for each in asked if getattr(one, each.code)),
            )
            for one in sheets
        )
    return found


def get_loss(actor: Actor, *, copy_id: UUID) -> PaperLoss:
    """The note on a lost copy, to the agency that handed it out."""
    found = (
        PaperLoss.objects.select_related("copy__sitting__body", "copy__agency", "noted_by")
        .filter(copy_id=copy_id, copy__keeper_id__in=actor.agency_ids)
        .first()
    )
    if found is None:
        raise Unseen(copy_id)
    return found


# --- what went on under another ground -----------------------------------------------------------------


def get_line(actor: Actor, *, line_id: UUID) -> MinuteLine:
    found = (
        through_gate(MinuteLine.objects.all(), actor, subject="subject_id", depth=Depth.PROGRESS, gated=True)
        .select_related("item__sitting__body", "item__body")
        .filter(id=line_id, item__in=items_visible_to(actor))
        .first()
    )
    if found is None:
        raise Unseen(line_id)
    return found


def lines_moved(actor: Actor, *, case_id: UUID) -> list[BasisChange]:
    """Lines of the case that were born in a 支援会議 and may be shared by consent now, the newest first."""
    lines = through_gate(
        MinuteLine.objects.filter(subject_id=case_id, basis=Ground.CONSENT),
        actor, subject="subject_id", depth=Depth.PROGRESS, gated=True,
    )  # fmt: skip
    rows = BasisChange.objects.filter(line__in=lines, to_basis=Ground.CONSENT).select_related(
        "line", "agency"
    )
    return list(rows.order_by("-decided_on", "-made_at")[:LIST_LENGTH])
