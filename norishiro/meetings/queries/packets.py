"""資料一式: how far it is, what stands in one bundle, and the sheet that waits. The actor comes first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from norishiro.agencies.actor import Actor
from norishiro.assessment.queries import MeetingSection, parts_for_meeting
from norishiro.cases.models import Case, Role
from norishiro.cases.queries import roles_visible_to
from norishiro.core.records import Unseen
from norishiro.core.sealing import keepers
from norishiro.meetings import lookups
from norishiro.meetings.access import People, people_of
from norishiro.meetings.models import Bundle, Item, Packet, PaperCopy, Sitting
from norishiro.meetings.queries.items import case_of_item, items_visible_to
from norishiro.meetings.queries.papers import MOST_ROLES, PaperContent, advance_parts
from norishiro.meetings.queries.sittings import LIST_LENGTH, MOST
from norishiro.sharing.choices import Ground


def packets_of(actor: Actor, *, sitting: Sitting) -> list[Packet]:
    """The editions one's agency handed out for a sitting, the newest first."""
    rows = Packet.objects.filter(sitting=sitting, keeper_id__in=actor.agency_ids)
    return list(rows.select_related("made_by").order_by("-edition")[:LIST_LENGTH])


def get_packet(actor: Actor, *, packet_id: UUID) -> Packet:
    """One edition, to the agency that hands it out."""
    found = (
        Packet.objects.select_related(
            "sitting__body__preparer", "sitting__convener", "made_by", "keeper"
        ).filter(id=packet_id, keeper_id__in=actor.agency_ids)
    ).first()
    if found is None:
        raise Unseen(packet_id)
    return found


def bundles_of(actor: Actor, *, packet: Packet) -> list[Bundle]:
    """The bundles of an edition by number, without what is sealed, each with its copies."""
    rows = _bundles(actor).filter(packet=packet).defer("content")
    return list(rows.prefetch_related("copies").order_by("number")[:MOST])


def get_bundle(actor: Actor, *, bundle_id: UUID) -> Bundle:
    """One bundle, to whoever receives it and to the agency that hands it out."""
    found = _bundles(actor).defer("content").filter(id=bundle_id).first()
    if found is None:
        raise Unseen(bundle_id)
    return found


def _bundles(actor: Actor) -> QuerySet[Bundle]:
    rows = Bundle.objects.filter(Q(staff_id=actor.staff_id) | Q(keeper_id__in=actor.agency_ids))
    return rows.select_related("packet", "sitting__body", "agency", "keeper", "staff")


@dataclass(frozen=True)
class Progress:
    """How many bundles of an edition are set in type."""

    done: int
    all: int

    @property
    def left(self) -> int:
        return self.all - self.done


def progress(actor: Actor, *, packet: Packet) -> Progress:
    done = list(_bundles(actor).filter(packet=packet).values_list("set_at", flat=True)[:MOST])
    return Progress(done=sum(one is not None for one in done), all=len(done))


def is_outdated(actor: Actor, *, packet: Packet) -> bool:
    """An item of it was changed since it was made."""
    return packet.id in lookups.outdated_packets([packet.id])


def copies_in(actor: Actor, *, bundles: Iterable[Bundle]) -> dict[UUID, list[PaperCopy]]:
    """Bundle → its copies in the order of the agenda."""
    wanted = list(bundles)
    found: defaultdict[UUID | None, list[PaperCopy]] = defaultdict(list)
    rows = PaperCopy.objects.filter(bundle__in=wanted).select_related("sitting", "agency")
    for copy in rows.order_by("number", "made_at", "id"):
        found[copy.bundle_id].append(copy)
    return {one.id: found[one.id] for one in wanted}


@dataclass(frozen=True)
class _Known:
    """What the reader sees of one item; each recipient's copy shows a part of it."""

    item: Item
    case: Case | None
    people: People | None
    roles: tuple[Role, ...]
    advance: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


def contents(
    actor: Actor, *, copies: Iterable[PaperCopy], today: date
) -> dict[UUID, list[tuple[PaperCopy, PaperContent]]]:
    """Bundle → what stands on each of its copies today, in the order of the agenda: as much as both the reader's and the
    recipient's ground allow (``paper_content`` says the same of one copy). An item the reader no longer sees is left out.
    Each item is read once, however many receive it."""
    wanted = list(copies)
    known = _known(actor, ids={one.about_id for one in wanted}, today=today)
    found: dict[UUID, list[tuple[PaperCopy, PaperContent]]] = {}
    for copy in wanted:
        if copy.bundle_id is not None:
            found.setdefault(copy.bundle_id, [])
            if copy.about_id in known:
                found[copy.bundle_id].append((copy, _content(actor, known[copy.about_id], copy)))
    return {
        key: sorted(rows, key=lambda row: (row[1].place, row[1].item.made_at)) for key, rows in found.items()
    }


def _known(actor: Actor, *, ids: set[UUID], today: date) -> dict[UUID, _Known]:
    rows = items_visible_to(actor).filter(id__in=ids)
    items = list(rows.select_related("body", "agency", "sitting__body", "sitting__convener")[:LIST_LENGTH])
    advance = advance_parts(actor, items=items)
    found = {}
    for item in items:
        case = case_of_item(actor, item=item)
        roles: tuple[Role, ...] = ()
        if case is not None:
            roles_here = roles_visible_to(actor).filter(case=case, basis=item.basis, until_on__isnull=True)
            roles = tuple(roles_here.select_related("bearer").order_by("next_on", "made_at")[:MOST_ROLES])
        people = people_of(actor, case, today=today) if case is not None else None
        found[item.id] = _Known(item, case, people, roles, advance[item.id])
    return found


def _content(actor: Actor, known: _Known, copy: PaperCopy) -> PaperContent:
    alone = copy.item_only or known.case is None or known.people is None
    if alone or known.people is None:
        members = []
    elif known.item.basis == Ground.CONSENT:
        members = known.people.open_to(copy.agency_id)
    else:
        members = list(known.people.members)
    return PaperContent(
        item=known.item, case=None if alone else known.case, members=tuple(members), place=known.item.order,
        roles=() if alone else known.roles, items=known.item.sitting.cases_tabled if known.item.sitting else 0, note="",
        advance=() if copy.item_only else known.advance,
        assessment=_assessed(actor, known, copy, {one.id for one in members}),
    )  # fmt: skip


def _assessed(actor: Actor, known: _Known, copy: PaperCopy, people: set[UUID]) -> tuple[MeetingSection, ...]:
    """What was chosen of the assessment for the meeting, as far as the recipient may have it."""
    if copy.item_only or known.case is None or known.item.anonymous_label:
        return ()
    return tuple(
        parts_for_meeting(
            actor, case=known.case, basis=known.item.basis, people=people, recipient=copy.agency_id
        )
    )


def sheets_set(
    actor: Actor, *, bundles: Sequence[Bundle], is_current: Callable[[Bundle], bool]
) -> dict[UUID, bytes]:
    """Bundle → its sheet as it was set in type, where it still says what would be set now."""
    rows = Bundle.objects.filter(id__in=[one.id for one in bundles], content__isnull=False)
    kept = [one for one in rows if is_current(one)]
    opened = keepers.unseal_all(
        [(one.content, keepers.place(one, "content")) for one in kept if one.content is not None]
    )
    return {one.id: sheet for one, sheet in zip(kept, opened, strict=True)}
