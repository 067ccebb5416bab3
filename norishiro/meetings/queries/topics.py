"""話題: a body's one page, the board across bodies, where a topic came from. The actor comes first.

Topics name nobody and carry no case, so whoever attends meetings reads them; what one was made from stands behind the wall.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db.models import F, Q, QuerySet

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Area, live_on
from norishiro.cases.models import Case
from norishiro.core.records import Unseen
from norishiro.meetings import lookups
from norishiro.meetings.access import bodies_in_hand
from norishiro.meetings.choices import Shortage, TopicKind, TopicStatus, TransferStatus
from norishiro.meetings.models import (
    Body,
    Item,
    Seat,
    Sitting,
    Theme,
    Topic,
    TopicSource,
    TopicTalk,
    TopicTransfer,
)
from norishiro.meetings.queries.items import items_visible_to, titled
from norishiro.meetings.queries.sittings import LIST_LENGTH
from norishiro.sharing.choices import Depth
from norishiro.sharing.queries import through_gate

OPEN_TRANSFERS = tuple(TransferStatus.open_states())
ENDED_SHOWN = 20


def _topics() -> QuerySet[Topic]:
    return Topic.objects.select_related("body", "area", "owner_agency", "owner_staff", "theme", "part_of")


def _transfers() -> QuerySet[TopicTransfer]:
    return TopicTransfer.objects.select_related(
        "topic__body", "topic__area", "to_body", "to_agency", "taken_as", "reply_owner", "sent_agency"
    )


def get_topic(actor: Actor, *, topic_id: UUID) -> Topic:
    found = _topics().select_related("made_by", "made_agency").filter(id=topic_id).first()
    if found is None:
        raise Unseen(topic_id)
    return found


def get_transfer(actor: Actor, *, transfer_id: UUID) -> TopicTransfer:
    found = _transfers().filter(id=transfer_id).first()
    if found is None:
        raise Unseen(transfer_id)
    return found


def get_theme(actor: Actor, *, theme_id: UUID) -> Theme:
    found = Theme.objects.select_related("body", "kept_by").filter(id=theme_id).first()
    if found is None:
        raise Unseen(theme_id)
    return found


@dataclass(frozen=True)
class Gap:
    """One kind of thing there is too little of: how many topics say so, how many households stand behind them."""

    label: str
    topics: int
    cases: int

    @property
    def repeated(self) -> bool:
        return self.topics > 1


@dataclass(frozen=True)
class TopicPage:
    """The one page of a body: what goes on, what came to it, what it waits for, what became of things."""

    going_on: list[Topic]
    arrivals: list[TopicTransfer]
    waiting: list[TopicTransfer]
    ended: list[Topic]
    results_below: list[Topic]
    gaps: list[Gap]
    areas: list[Area]


def topics_of(actor: Actor, *, body: Body, area_id: UUID | None = None) -> TopicPage:
    """Everything on a body's page, bounded: those with the nearest day first. Narrowed to one area where asked."""
    mine = _topics().filter(body=body)
    shown = mine.filter(area_id=area_id) if area_id else mine
    going_on = list(
        shown.filter(status__in=TopicStatus.unfinished()).order_by(
            F("due_on").asc(nulls_last=True), "born_on", "number"
        )[:LIST_LENGTH]
    )
    return TopicPage(
        going_on=going_on,
        arrivals=list(
            _transfers().filter(to_body=body, status=TransferStatus.WAITING).order_by("sent_on")[:LIST_LENGTH]
        ),
        waiting=list(
            _transfers().filter(topic__body=body, status__in=OPEN_TRANSFERS).order_by("sent_on")[:LIST_LENGTH]
        ),
        ended=list(shown.exclude(status__in=TopicStatus.unfinished()).order_by("-changed_at")[:ENDED_SHOWN]),
        results_below=list(
            _topics().filter(body__parent=body, status=TopicStatus.DONE).order_by("-done_on")[:ENDED_SHOWN]
        ),
        gaps=gaps_in(actor, topics=mine),
        areas=list(
            Area.objects.filter(id__in=mine.exclude(area=None).values("area_id")).order_by("order", "code")
        ),
    )


def gaps_in(actor: Actor, *, topics: QuerySet[Topic]) -> list[Gap]:
    """What is short, counted: the same gap in several topics is one line. The most often named comes first."""
    rows = topics.filter(
        kind=TopicKind.SHORTAGE, status__in=(*TopicStatus.unfinished(), TopicStatus.GATHERED)
    )
    times: Counter[str] = Counter()
    cases: Counter[str] = Counter()
    for shortage, behind in rows.values_list("shortage", "cases_behind"):
        times[shortage] += 1
        cases[shortage] += behind or 0
    return [Gap(Shortage(code).label, count, cases[code]) for code, count in times.most_common()]


@dataclass(frozen=True)
class Board:
    """Across all bodies one looks after: what came, what is waited for, what came back, what was proposed."""

    arrivals: list[TopicTransfer]
    asked: list[TopicTransfer]
    waiting: list[TopicTransfer]
    proposals: list[TopicTransfer]
    returned: list[TopicTransfer]
    gaps: list[Gap]


def board(actor: Actor, *, today: date) -> Board:
    """上がってきたもの・返すもの. Proposals of every body stand here until they are answered."""
    hand = list(bodies_in_hand(actor, on=today).values_list("id", flat=True))
    open_now = _transfers().filter(status__in=OPEN_TRANSFERS).order_by("sent_on", "made_at")
    sent = open_now.filter(topic__body__in=hand)
    return Board(
        arrivals=list(open_now.filter(to_body__in=hand)[:LIST_LENGTH]),
        asked=list(open_now.filter(to_agency_id__in=actor.agency_ids)[:LIST_LENGTH]),
        waiting=list(sent.filter(to_agency__isnull=True)[:LIST_LENGTH]),
        proposals=list(open_now.filter(to_agency__isnull=False)[:LIST_LENGTH]),
        returned=list(
            _transfers()
            .filter(topic__body__in=hand, status=TransferStatus.ANSWERED, topic__status=TopicStatus.RETURNED)
            .order_by("-replied_on")[:LIST_LENGTH]
        ),
        gaps=gaps_in(actor, topics=Topic.objects.all()),
    )


@dataclass
class Origin:
    """A topic that was handed up into another, and what had been handed up into it."""

    transfer: TopicTransfer
    below: list[Origin] = field(default_factory=list)


def origins_of(actor: Actor, *, topic: Topic) -> list[Origin]:
    """Where a topic came from, layer by layer: one question per layer."""
    tops: list[Origin] = []
    layer: dict[UUID, list[Origin]] = {topic.id: tops}
    for _step in range(lookups.MOST_STEPS):
        found = _transfers().filter(taken_as__in=layer).order_by("sent_on", "made_at")[:LIST_LENGTH]
        above, layer = layer, {}
        for transfer in found:
            origin = Origin(transfer)
            if transfer.taken_as_id is not None:
                above[transfer.taken_as_id].append(origin)
            layer[transfer.topic_id] = origin.below
        if not layer:
            break
    return tops


def transfers_of(actor: Actor, *, topic: Topic) -> list[TopicTransfer]:
    return list(_transfers().filter(topic=topic)[:LIST_LENGTH])


def parts_of(actor: Actor, *, topic: Topic) -> list[Topic]:
    """Topics of the same body that were gathered into this one."""
    return list(_topics().filter(part_of=topic)[:LIST_LENGTH])


def talks_of(actor: Actor, *, topic: Topic) -> list[TopicTalk]:
    """What sittings said of a topic, the newest first."""
    return list(
        TopicTalk.objects.filter(topic=topic).select_related("sitting__body", "written_by")[:LIST_LENGTH]
    )


def talk_at(actor: Actor, *, topic: Topic, sitting: Sitting) -> TopicTalk | None:
    return TopicTalk.objects.filter(topic=topic, sitting=sitting).first()


def sources_visible_to(actor: Actor) -> QuerySet[TopicSource]:
    return through_gate(
        TopicSource.objects.all(), actor, subject="subject_id", depth=Depth.OUTLINE, gated=True
    )


@dataclass(frozen=True)
class Source:
    """What a topic was made from, as far as the actor may know it anyway."""

    source: TopicSource
    title: str
    item: Item | None


def sources_of(actor: Actor, *, topic: Topic) -> list[Source]:
    """The items and cases behind a topic that this actor sees; of the others not even how many there are."""
    rows = list(sources_visible_to(actor).filter(topic=topic)[:LIST_LENGTH])
    items = {row.id: row for row in _items_read(actor, ids=[one.item_id for one in rows if one.item_id])}
    titles = {row.item.id: row.title for row in titled(actor, list(items.values()))}
    seen = through_gate(Case.objects.all(), actor, subject="id", depth=Depth.OUTLINE)
    cases = seen.in_bulk([one.case_id for one in rows if one.case_id])
    found = [Source(row, cases[row.case_id].title, None) for row in rows if row.case_id in cases]
    return found + [
        Source(row, titles[row.item_id], items[row.item_id]) for row in rows if row.item_id in items
    ]


def _items_read(actor: Actor, *, ids: list[UUID]) -> list[Item]:
    """Of these items, those the actor reads: not where a seat still waits for the oath."""
    waits = Seat.objects.filter(staff_id=actor.staff_id, ended_at__isnull=True, opened_at__isnull=True)
    rows = items_visible_to(actor).filter(id__in=ids).select_related("body")
    return list(rows.exclude(~Q(agency_id__in=actor.agency_ids), id__in=waits.values("item_id")))


def topics_from(actor: Actor, *, item_id: UUID | None = None, case_id: UUID | None = None) -> list[Topic]:
    """Topics made from an item or a case, for those who see that."""
    rows = sources_visible_to(actor)
    rows = rows.filter(item_id=item_id) if item_id else rows.filter(case=case_id)
    return list(_topics().filter(id__in=rows.values("topic_id"))[:LIST_LENGTH])


@dataclass(frozen=True)
class TopicAtSitting:
    """A topic on the table of a sitting, with what this sitting wrote of it."""

    topic: Topic
    talk: TopicTalk | None


def topics_at(actor: Actor, *, sitting: Sitting) -> list[TopicAtSitting]:
    """What goes on in the body, carried to this sitting until it is done, and what the sitting already wrote. A sitting
    of one area is shown that area's topics and those of no area."""
    talks = {one.topic_id: one for one in TopicTalk.objects.filter(sitting=sitting)}
    goes_on = Q(status__in=TopicStatus.unfinished())
    rows = _topics().filter(body_id=sitting.body_id).filter(goes_on | Q(id__in=talks))
    ended = sitting.status in ("CONFIRMED", "CANCELLED")
    rows = rows.filter(id__in=talks) if ended else rows
    if sitting.area_id:
        rows = rows.filter(Q(area_id=sitting.area_id) | Q(area__isnull=True) | Q(id__in=talks))
    ordered = rows.order_by(F("due_on").asc(nulls_last=True), "born_on", "number")[:LIST_LENGTH]
    return [TopicAtSitting(one, talks.get(one.id)) for one in ordered]


def themes_of(actor: Actor, *, body: Body) -> list[Theme]:
    return list(Theme.objects.filter(body=body)[:LIST_LENGTH])


def under_theme(actor: Actor, *, theme: Theme) -> list[tuple[Topic, list[Origin]]]:
    """The topics of a year's theme, each with the issues that contributed to it."""
    topics = list(_topics().filter(theme=theme).order_by("born_on", "number")[:LIST_LENGTH])
    return [(one, origins_of(actor, topic=one)) for one in topics]


def topics_to_choose(actor: Actor, *, body: Body) -> list[Topic]:
    """What another topic may be laid to: what goes on in the body."""
    rows = _topics().filter(body=body, status__in=TopicStatus.unfinished())
    return list(rows.order_by("kind", "born_on", "number")[:LIST_LENGTH])


def bodies_for_topics(actor: Actor, *, on: date) -> list[Body]:
    """Bodies a topic can be handed to."""
    return list(Body.objects.filter(live_on(on)).select_related("parent").order_by("code")[:LIST_LENGTH])


def owned(actor: Actor, *, until: date) -> list[Topic]:
    """Topics that are mine to bring on, or my agency's where nobody is named, due by a day."""
    mine = Q(owner_staff_id=actor.staff_id) | Q(owner_agency_id=actor.agency_id, owner_staff__isnull=True)
    rows = Topic.objects.filter(mine, status__in=TopicStatus.unfinished(), due_on__lte=until)
    return list(rows.select_related("body").order_by("due_on", "number")[:LIST_LENGTH])


@dataclass(frozen=True)
class Handed:
    """Of what is handed between bodies and agencies: what waits for us, and what came back to me."""

    to_answer: list[TopicTransfer]
    come_back: list[TopicTransfer]


def handed(actor: Actor, *, today: date, days: int) -> Handed:
    """What was handed to a body my agency convenes, or to my agency itself, and waits; and the answers of these days to
    what I handed on. One question: the answers of a few days stand first and never crowd out what waits."""
    hand = Q(to_body__conveners__in=actor.agency_ids) | Q(to_body__convener_id__in=actor.agency_ids)
    waits = hand & Q(status=TransferStatus.WAITING) | Q(
        to_agency_id__in=actor.agency_ids, status__in=OPEN_TRANSFERS
    )
    back = Q(
        sent_by_id=actor.staff_id,
        status=TransferStatus.ANSWERED,
        replied_on__gte=today - timedelta(days=days),
    )
    rows = (
        TopicTransfer.objects.filter(waits | back)
        .select_related("topic__body")
        .only("topic__title", "topic__body__name", "to_body", "status", "sent_on", "replier", "replied_on", "made_at")
        .order_by(F("replied_on").desc(nulls_last=True), "sent_on", "made_at")
        .distinct()[: 2 * LIST_LENGTH]
    )  # fmt: skip
    found = list(rows)
    return Handed(
        to_answer=[one for one in found if one.status != TransferStatus.ANSWERED],
        come_back=[one for one in found if one.status == TransferStatus.ANSWERED],
    )


def open_gaps(actor: Actor) -> list[Topic]:
    """Shortages that are talked of now, in every body: where one more household may be laid behind."""
    rows = _topics().filter(kind=TopicKind.SHORTAGE, status__in=TopicStatus.unfinished())
    return list(rows.order_by("shortage", "born_on", "number")[:LIST_LENGTH])
