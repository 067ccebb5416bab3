"""From words to records: numbers from the database's own index, then each through the gate of its room."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from norishiro.agencies.actor import Actor
from norishiro.cases import queries as cases
from norishiro.core.withheld import covered
from norishiro.finding.choices import Source
from norishiro.finding.folding import Excerpt, excerpt
from norishiro.finding.sources import READ, Found
from norishiro.people import queries as people
from norishiro.sharing.choices import Depth

PAGE = 50
SHORTEST = 2
# Numbers asked for at first, then at a time, and how often, before a page says that there may be more.
FIRST = PAGE + 10
BATCH = 100
ROUNDS = 6


@dataclass(frozen=True)
class Mark:
    """The last record already known; what comes next is older."""

    day: date
    record_id: UUID


@dataclass(frozen=True)
class Hit:
    """One record found: what it is, whom it is about, and where in it the words stand."""

    found: Found
    about: str
    excerpt: Excerpt


@dataclass(frozen=True)
class Hits:
    """The newest hits, and where to go on."""

    rows: list[Hit]
    more: Mark | None


def find(actor: Actor, *, words: Sequence[str], after: Mark | None = None) -> Hits:
    """The newest records with every one of the folded words in what the actor may read of them.

    Words shorter than two letters find nothing. One question for the numbers, one for each kind of record found, two for
    the names; more only where the gate kept most of a batch back.
    """
    kept: list[tuple[Found, Excerpt]] = []
    mark, ended = after, False
    for turn in range(ROUNDS):
        most = BATCH if turn else FIRST
        numbers = _numbers(words, after=mark, most=most)
        ended = len(numbers) < most
        kept += _readable(actor, numbers, words=words)
        mark = Mark(numbers[-1][2], numbers[-1][1]) if numbers else mark
        if ended or len(kept) >= PAGE:
            break
    return _page(actor, kept, more=None if ended and len(kept) <= PAGE else mark)


def _page(actor: Actor, kept: list[tuple[Found, Excerpt]], *, more: Mark | None) -> Hits:
    shown = kept[:PAGE]
    names = _names(actor, {one.subject_id for one, _excerpt in shown})
    rows = [Hit(one, one.called or names.get(one.subject_id, ""), where) for one, where in shown]
    if len(kept) > PAGE:
        more = Mark(shown[-1][0].day, shown[-1][0].record_id)
    return Hits(rows, more)


def _numbers(words: Sequence[str], *, after: Mark | None, most: int) -> list[tuple[Source, UUID, date]]:
    """The database's answer: kind, number and day, the newest first. The actor is the one announced to it."""
    if not words or min(map(len, words)) < SHORTEST:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT source, record_id, day FROM find_passages(%s, %s, %s, %s)",
            [list(words), most, after.day if after else None, after.record_id if after else None],
        )
        return [(Source(source), number, day) for source, number, day in cursor.fetchall()]


def _readable(
    actor: Actor, numbers: Iterable[tuple[Source, UUID, date]], *, words: Sequence[str]
) -> list[tuple[Found, Excerpt]]:
    """Those the actor may read, in the order given, with the place of the first word in the text as it is shown."""
    by_source: dict[Source, list[UUID]] = defaultdict(list)
    for source, number, _day in numbers:
        by_source[source].append(number)
    found = {one.record_id: one for source, ids in by_source.items() for one in READ[source](actor, ids)}
    ordered = [found[number] for _source, number, _day in numbers if number in found]
    texts = ["\n".join(one.words) for one in ordered]
    shown = [hidden or text for hidden, text in zip(covered(texts), texts, strict=True)]
    return [
        (one, where) for one, text in zip(ordered, shown, strict=True) if (where := excerpt(text, *words))
    ]


def _names(actor: Actor, subjects: set[UUID]) -> dict[UUID, str]:
    """How the people and cases are called, as far as the actor may know."""
    if not subjects:
        return {}
    named = {
        one.id: one.title for one in cases.visible_to(actor, depth=Depth.OUTLINE).filter(id__in=subjects)
    }
    return named | {one.id: one.label for one in people.visible_to(actor).filter(id__in=subjects)}
