"""What the window shows, and to whom: the one who opened it for sixty minutes, and those who watch over it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Agency
from norishiro.agencies.permissions import Permission
from norishiro.core.calendar import PartialDate
from norishiro.core.records import Unseen
from norishiro.emergency import rules, texts
from norishiro.emergency.choices import Finding
from norishiro.emergency.models import Opening, Search
from norishiro.people.choices import RelationToHead, Sex

LIST = 50
NOT_SETTLED = ("", Finding.CHECK)


@dataclass(frozen=True)
class Seen:
    """One person in the window. There is no address here, and none is asked for."""

    id: UUID
    name: str
    kana: str
    sex: str
    birth: PartialDate | None
    phone: str
    contact_wish: str
    keep_from_family: bool
    language: str
    died_on: date | None
    relation: str
    living_together: bool


def oversees(actor: Actor, *, review_agencies: list[UUID], staff_id: UUID) -> bool:
    """Whether the actor watches over what this colleague did."""
    return (
        actor.may(Permission.REVIEW_EMERGENCY)
        and staff_id != actor.staff_id
        and bool(actor.agency_ids & set(review_agencies))
    )


def openings_visible_to(actor: Actor) -> QuerySet[Opening]:
    """One's own, and those one watches over."""
    mine = Q(staff_id=actor.staff_id)
    if actor.may(Permission.REVIEW_EMERGENCY):
        mine |= Q(review_agencies__overlap=sorted(actor.agency_ids))
    return Opening.objects.filter(mine).select_related("staff", "agency", "reviewed_by", "candidate__search")


def get_opening(actor: Actor, *, opening_id: UUID) -> Opening:
    found = openings_visible_to(actor).filter(id=opening_id).first()
    if found is None:
        raise Unseen(opening_id)
    return found


def get_search(actor: Actor, *, search_id: UUID) -> Search:
    """One's own search, with what it found."""
    found = (
        Search.objects.filter(id=search_id, staff_id=actor.staff_id).prefetch_related("candidates").first()
    )
    if found is None:
        raise Unseen(search_id)
    return found


def own_openings(actor: Actor) -> list[Opening]:
    """What the actor opened, the newest first."""
    return list(openings_visible_to(actor).filter(staff_id=actor.staff_id)[:LIST])


def overseen(actor: Actor) -> list[Opening]:
    """What others opened and the actor watches over: what waits for a word first, then the newest."""
    if not actor.may(Permission.REVIEW_EMERGENCY):
        return []
    found = openings_visible_to(actor).exclude(staff_id=actor.staff_id)
    waiting = list(found.filter(finding__in=NOT_SETTLED).order_by("due_on", "opened_at")[:LIST])
    return [*waiting, *found.exclude(finding__in=NOT_SETTLED)[: LIST - len(waiting)]]


def waiting_for_review(actor: Actor, *, limit: int) -> list[Opening]:
    """The same, only what waits."""
    if not actor.may(Permission.REVIEW_EMERGENCY):
        return []
    found = openings_visible_to(actor).exclude(staff_id=actor.staff_id)
    waiting = found.filter(finding__in=NOT_SETTLED).select_related(None).select_related("staff", "agency")
    return list(
        waiting.only("number", "trigger", "due_on", "staff__name", "agency__name").order_by(
            "due_on", "opened_at"
        )[:limit]
    )


def empty_searches(actor: Actor, *, since: datetime) -> list[Search]:
    """Searches of others that opened nothing, for those who watch over them, the newest first."""
    if not actor.may(Permission.REVIEW_EMERGENCY):
        return []
    found = Search.objects.filter(
        review_agencies__overlap=sorted(actor.agency_ids), searched_at__gte=since
    ).exclude(staff_id=actor.staff_id)
    opened = openings_visible_to(actor).values("candidate__search_id")
    return list(found.exclude(id__in=opened).select_related("staff", "agency")[:LIST])


def to_account_for(actor: Actor, *, limit: int) -> list[Opening]:
    """Own uses that are over and of which nobody knows yet what was done."""
    own = openings_visible_to(actor).filter(
        staff_id=actor.staff_id, account__isnull=True, finding__in=NOT_SETTLED
    )
    over = own.filter(Q(until_at__lte=Now()) | Q(closed_at__isnull=False)).select_related(None)
    return list(over.only("number", "due_on").order_by("opened_at")[:limit])


@dataclass(frozen=True)
class Written:
    """What was written about one use, opened for one page."""

    reason: str
    sought: str
    account: str
    review_words: str


def written_of(actor: Actor, *, opening: Opening) -> Written:
    """The words of a use this actor sees. Where their key was destroyed, that they are gone."""
    wanted: list[tuple[texts.Kept, str]] = [(opening.candidate.search, "words")]
    wanted += [(opening, column) for column in ("reason", "account", "review_words")]
    sought, reason, account, review_words = texts.opened_each(wanted)
    return Written(reason=reason, sought=sought, account=account, review_words=review_words)


def reasons_of(actor: Actor, *, searches: Iterable[Search]) -> dict[UUID, str]:
    """Why these searches were made, by their id."""
    rows = list(searches)
    return dict(
        zip([one.id for one in rows], texts.opened_each([(one, "reason") for one in rows]), strict=True)
    )


def running(actor: Actor, *, now: datetime) -> Opening | None:
    """The window this actor has open now."""
    own = openings_visible_to(actor).filter(staff_id=actor.staff_id, closed_at__isnull=True)
    return own.filter(until_at__gt=now).first()


def unreviewed(actor: Actor) -> int:
    """How many of the actor's own uses nobody has settled."""
    return Opening.objects.filter(staff_id=actor.staff_id, finding__in=NOT_SETTLED).count()


def searches_last_hour(actor: Actor, *, now: datetime) -> int:
    return Search.objects.filter(staff_id=actor.staff_id, searched_at__gt=now - timedelta(hours=1)).count()


def found_just_now(actor: Actor, *, search: Search, now: datetime) -> bool:
    """Whether the search is the actor's own and young enough to open what it found."""
    return search.staff_id == actor.staff_id and now - search.searched_at < rules.SEARCH_LIVES


def look(actor: Actor, *, opening: Opening) -> list[Seen]:
    """Who lives there, while the window is open; empty from the sixtieth minute on, whoever asks."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM emergency_look(%s)", [opening.id])
        rows = cursor.fetchall()
    relations = dict(RelationToHead.choices)
    return [
        Seen(
            id=key, name=name or alias or "氏名不詳", kana=kana, sex=str(Sex(sex).label),
            birth=PartialDate.from_code(birth) if birth else None, phone=phone, contact_wish=wish,
            keep_from_family=secret, language=language, died_on=died_on,
            relation=str(relations.get(relation, "")), living_together=together,
        )
        for key, name, kana, alias, sex, birth, phone, wish, secret, language, died_on, relation, together in rows
    ]  # fmt: skip


def agencies_to_phone(actor: Actor, *, opening: Opening) -> list[Agency]:
    """Agencies at work with these people, while the window is open."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT agency_id FROM emergency_agencies(%s)", [opening.id])
        ids = [row[0] for row in cursor.fetchall()]
    return list(Agency.objects.filter(id__in=ids).order_by("name"))
