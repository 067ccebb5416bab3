"""The verbs of the emergency window. Loud: each writes its own line, whether anything was found or not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from norishiro.agencies import queries as agency_queries
from norishiro.agencies.actor import Actor
from norishiro.agencies.permissions import Permission
from norishiro.core import names
from norishiro.core.calendar import add_business_days
from norishiro.core.numbering import next_number
from norishiro.core.operation import operation
from norishiro.core.verdict import Refused, no
from norishiro.core.withheld import COVER, covered
from norishiro.emergency import events, queries, rules, texts
from norishiro.emergency.choices import Finding, SoughtBy, Trigger
from norishiro.emergency.models import LIFE, Candidate, Opening, Search
from norishiro.ledger.operations import sign
from norishiro.sharing.queries import clock_is_off

GROUND = "Z"
REVIEW_DAYS = 2


@operation
def search_household(
    actor: Actor,
    /,
    *,
    trigger: Trigger,
    reason: str,
    name: str,
    born_on: date | None,
    address: str,
    proved_lately: bool,
    now: datetime,
    today: date,
) -> Search:
    """Ask whether somebody is known at all, by exactly one of name with birth, or address. Opens nothing.

    Changes: one search with its reason and its words, sealed, and how many it found, for those who review; a withheld
    address is kept covered and finds nobody. Recorded: ``emergency.searched`` with its occasion, without what was written,
    also when nothing was found. Refused by ``may_search``.
    """
    rules.may_search(
        reason=reason, name=name, born_exactly=born_on is not None, address=address,
        searches_last_hour=queries.searches_last_hour(actor, now=now), proved_lately=proved_lately,
        clock_off=clock_is_off(now=now),
    ).or_refuse()  # fmt: skip
    by_name = bool(name.strip())
    name, address = (
        text if cover is None else COVER
        for text, cover in zip((name, address), covered((name, address)), strict=True)
    )
    search = Search(
        staff_id=actor.staff_id, agency_id=actor.agency_id, searched_at=now, trigger=trigger,
        sought_by=SoughtBy.NAME if by_name else SoughtBy.ADDRESS, name_key=names.name_key(name)[:120], kana_key=names.kana_key(name)[:160], born_on=born_on, address=address,
        review_agencies=_watchers(actor, today=today),
    )  # fmt: skip
    sought = f"{name}　{born_on:%Y-%m-%d}生まれ" if by_name else address
    _close_search(search, reason=reason, sought=sought, keeper=search.id)
    search.save(force_insert=True)
    found = _find(search.id)
    Candidate.objects.bulk_create(
        Candidate(search=search, order=order, household_id=household, person_id=person, people=people)
        for order, (household, person, people) in enumerate(found, start=1)
    )
    search.found = len(found)
    search.name_key = search.kana_key = search.address = ""
    search.born_on = None
    search.save(update_fields=["found", "name_key", "kana_key", "address", "born_on"])
    sign(
        actor, events.SEARCHED, subjects=[search.id], ground=GROUND, changed_text=["reason", "words"],
        changes={"trigger": (None, trigger), "found": (None, len(found))},
    )  # fmt: skip
    return search


def _close_search(search: Search, *, reason: str, sought: str, keeper: UUID) -> None:
    search.reason = texts.closed(reason, of=search, column="reason", keeper=keeper)
    search.words = texts.closed(sought, of=search, column="words", keeper=keeper)


def _find(search_id: UUID) -> Sequence[tuple[UUID | None, UUID | None, int]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT household_id, person_id, people FROM emergency_find(%s)", [search_id])
        return list(cursor.fetchall())


def _watchers(actor: Actor, *, today: date) -> list[UUID]:
    """The agencies whose officers look at this afterwards. Without any, the window stays shut."""
    watchers = agency_queries.overseers(actor, permission=Permission.REVIEW_EMERGENCY, on=today)
    if not watchers:
        raise Refused(
            no(
                "nobody",
                "審査する人（統括・所属長）が登録されていないので、緊急閲覧は使えません。管理者に伝えてください。",
            )
        )
    return sorted({one.agency_id for one in watchers})


@operation
def open_household(
    actor: Actor, /, *, candidate: Candidate, proved_lately: bool, now: datetime, today: date
) -> Opening:
    """Open the window on what a search found: exactly sixty minutes, one household, this member of staff alone.

    Changes: one use with its number and the day its review is due; grants of ground Z that end by themselves; what was
    written stands under the key of whom it opened from now on (``texts``). Recorded: ``emergency.opened`` with everybody
    living there. Refused by ``may_open``; a third use while two wait for review too.
    """
    # Two clicks at once, or two tabs: the second waits and then finds the first.
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"emergency:{actor.staff_id}"]
        )
    rules.may_open(
        found_just_now=queries.found_just_now(actor, search=candidate.search, now=now),
        running=queries.running(actor, now=now) is not None, unreviewed=queries.unreviewed(actor),
        proved_lately=proved_lately, whom_to_phone=_whom_to_phone(actor, today=today), clock_off=clock_is_off(now=now),
    ).or_refuse()  # fmt: skip
    search, keeper = candidate.search, texts.keeper_of(candidate)
    reason, sought = texts.opened_each([(search, "reason"), (search, "words")])
    opening = Opening(
        number=next_number("緊", "emergency_opening_number", today=today), candidate=candidate,
        staff_id=actor.staff_id, agency_id=actor.agency_id, trigger=search.trigger, opened_at=now, until_at=now + LIFE,
        review_agencies=search.review_agencies, due_on=add_business_days(today, REVIEW_DAYS),
    )  # fmt: skip
    opening.reason = texts.closed(reason, of=opening, column="reason", keeper=keeper)
    opening.save(force_insert=True)
    _close_search(search, reason=reason, sought=sought, keeper=keeper)
    search.save(update_fields=["reason", "words"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT emergency_open(%s)", [opening.id])
        opening.subjects = cursor.fetchone()[0]
    if not opening.subjects:
        raise Refused(no("gone", "この世帯は、いま開けません。もう一度さがしてください。"))
    opening.save(update_fields=["subjects"])
    sign(
        actor, events.OPENED, subjects=[opening.id, *opening.subjects], ground=GROUND, changed_text=["reason"],
        changes={"trigger": (None, opening.trigger), "until_at": (None, opening.until_at)},
    )  # fmt: skip
    return opening


def _whom_to_phone(actor: Actor, *, today: date) -> str:
    """Those who may review, by name and telephone, for a sentence."""
    watchers = agency_queries.overseers(actor, permission=Permission.REVIEW_EMERGENCY, on=today)
    return (
        "、".join(f"{one.name}さん（{one.agency_name}{one.phone_words}）" for one in watchers[:3]) or "管理者"
    )


@operation
def close_opening(actor: Actor, /, *, opening: Opening, now: datetime) -> Opening:
    """Shut the window before its time. Changes: when it ended. Recorded: ``emergency.closed``. Refused: ``may_close``."""
    locked = Opening.objects.select_for_update().get(id=opening.id)
    rules.may_close(
        running=rules.is_running(until_at=locked.until_at, closed_at=locked.closed_at, now=now),
        own=locked.staff_id == actor.staff_id,
        oversees=queries.oversees(actor, review_agencies=locked.review_agencies, staff_id=locked.staff_id),
    ).or_refuse()
    with connection.cursor() as cursor:
        cursor.execute("SELECT emergency_close(%s)", [locked.id])
    locked.closed_at = now
    locked.save(update_fields=["closed_at"])
    sign(actor, events.CLOSED, subjects=[locked.id, *locked.subjects], ground=GROUND)
    return locked


@operation
def report_opening(actor: Actor, /, *, opening: Opening, account: str, now: datetime) -> Opening:
    """Write down what was done with what was seen. Recorded: ``emergency.reported``, only that it was written.
    Refused by ``may_report``."""
    locked = Opening.objects.select_for_update().get(id=opening.id)
    rules.may_report(
        own=locked.staff_id == actor.staff_id,
        running=rules.is_running(until_at=locked.until_at, closed_at=locked.closed_at, now=now),
        account=account, settled=locked.is_settled,
    ).or_refuse()  # fmt: skip
    keeper = texts.keeper_of(locked.candidate)
    locked.account = texts.closed(account, of=locked, column="account", keeper=keeper)
    locked.reported_at = now
    locked.save(update_fields=["account", "reported_at"])
    sign(actor, events.REPORTED, subjects=[locked.id], ground=GROUND, changed_text=["account"])
    return locked


@operation
def review_opening(actor: Actor, /, *, opening: Opening, finding: str, words: str, now: datetime) -> Opening:
    """Somebody else says whether it was needed. 「確かめる」 leaves it open for a second word.

    Changes: the finding. Recorded: ``emergency.reviewed``. Refused by ``may_review``.
    """
    locked = Opening.objects.select_for_update().get(id=opening.id)
    rules.may_review(
        own=locked.staff_id == actor.staff_id,
        oversees=queries.oversees(actor, review_agencies=locked.review_agencies, staff_id=locked.staff_id),
        running=rules.is_running(until_at=locked.until_at, closed_at=locked.closed_at, now=now),
        settled=locked.is_settled, finding=finding, words=words,
    ).or_refuse()  # fmt: skip
    before = locked.finding
    keeper = texts.keeper_of(locked.candidate)
    locked.finding = Finding(finding)
    locked.review_words = texts.closed(words, of=locked, column="review_words", keeper=keeper)
    locked.reviewed_by_id, locked.reviewed_at = actor.staff_id, now
    locked.save(update_fields=["finding", "review_words", "reviewed_by", "reviewed_at"])
    sign(
        actor, events.REVIEWED, subjects=[locked.id, *locked.subjects], ground=GROUND,
        changes={"finding": (before, finding)}, changed_text=["review_words"],
    )  # fmt: skip
    return locked
