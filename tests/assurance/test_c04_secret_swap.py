"""C4: nothing leaks sideways. Two worlds that differ only in what one account may not see answer it byte for byte alike.

The demo town is walked as one account would walk it: every screen, every link, every list, and searches for words that
stand only in hidden records. Then every hidden record is rewritten and others work on in their own cases; the same walk
is taken again. What differs, beyond the tokens of a form, has leaked.
"""

from __future__ import annotations

import random
import re
from collections import Counter, deque
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import models
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone
from psycopg import sql

from norishiro.cases import operations as cases
from norishiro.cases.models import Case
from norishiro.outreach import operations as outreach
from norishiro.people import operations as people
from norishiro.people.models import Person
from norishiro.sharing.choices import Ground
from tests.assurance.evidence import Evidence
from tests.assurance.eyes import Eyes, everything, links, masked, walled_models
from tests.assurance.test_c03_matrix import OURS, _owner_of
from tests.towns.demo import DemoTown

pytestmark = pytest.mark.slow

# Grants tell whoever holds the subject who else holds it; whose sight a rewriting would change is not a secret from them.
NOT_REWRITTEN = {"sharing_grant", "sharing_exclusion", "core_draft", "core_submission"}
# What opens a record is not rewritten: that would show the row by right.
OPENS = {"basis", "ground", "state"}
# Say by right how many are held at which agency, also of those one may not open (ADR 0032), how much the whole database weighs
# (ADR 0088) and how long it takes (ADR 0100), and what whoever may see numbers sees of the town's (ADR 0072, 0075): their numbers
# follow the hidden rows, and no word of them may.
COUNTS = frozenset(
    {
        *("casework:held", "agencies:condition", "agencies:slow_questions"),
        *(
            "reports:activity",
            "reports:national",
            "reports:national_entries",
            "reports:summary",
            "policies:grants",
        ),
        *("questions:ask", "questions:entries", "questions:board", "questions:leaving"),
    }
)
# Texts with a form of their own, which other words would break.
CODED = {"birth", "died_on", "since", "apart_since", "ended_on"}
SEARCH = re.compile(rb'<form[^>]*method="get"[^>]*action="([^"]*)"[^>]*>.*?name="([a-z_]+)"', re.S)

CLOSED = "この記録は、もう見られません".encode()

Answer = tuple[int, bytes]


def walk(client: Client, *, most: int) -> dict[str, Answer]:
    """From every address without an id along all links; a link that differs only in its query is followed too.

    From 今日 on the links take turns with the addresses: a short walk of somebody who may open little would meet no page."""
    given = deque(reverse(one.name) for one in OURS if not re.search("<", one.path))
    linked = deque(["/"])
    met: dict[str, Answer] = {}
    known = {*given, *linked}
    while (given or linked) and len(met) < most:
        first, second = (given, linked) if len(met) % 2 else (linked, given)
        path = (first or second).popleft()
        status, body = look(client, path)
        met[path] = (status, body)
        for link in links(body):
            if link not in known:
                known.add(link)
                linked.append(link)
    return met


def look(client: Client, path: str) -> Answer:
    answer = client.get(path)
    return answer.status_code, b"" if answer.streaming else masked(answer.content)


def searches(pages: dict[str, Answer], words: list[str]) -> Iterator[str]:
    """Every search form that was met, asked for every word."""
    for path, (_status, body) in pages.items():
        for action, name in SEARCH.findall(body):
            target = action.decode() or path.partition("?")[0]
            for word in words:
                yield f"{target}?{name.decode()}={word}"


class Rewriter:
    """Rewrites, as the owner of the tables, every hidden row: texts, days, numbers, and states."""

    def __init__(self, owner: psycopg.Connection[Any], canary: str) -> None:
        self.owner, self.canary, self.dice = owner, canary, random.Random(canary)
        self.rows = self.values = self.refused = 0

    def rewrite(self, eyes: Eyes) -> None:
        """Every hidden row, of every walled table; none of them may have come to light by it."""
        hidden: dict[type[models.Model], set[UUID]] = {}
        for model in walled_models(self.owner):
            if model._meta.db_table in NOT_REWRITTEN:
                continue
            kept = eyes.visible(model) | eyes.told(self.owner, model)
            for key in sorted(everything(self.owner, model) - kept, key=str):
                self._row(model, key)
                hidden.setdefault(model, set()).add(key)
        self.owner.commit()
        assert {model for model, keys in hidden.items() if keys & eyes.visible(model)} == set()

    def _row(self, model: type[models.Model], key: UUID) -> None:
        self.rows += 1
        for field in model._meta.concrete_fields:
            other = self._other(field)
            if other is None or field.primary_key or field.is_relation or field.name in OPENS | CODED:
                continue
            statement = sql.SQL("UPDATE {} SET {} = %s WHERE {} = %s").format(
                *map(sql.Identifier, (model._meta.db_table, field.column, model._meta.pk.column))
            )
            try:
                with self.owner.transaction():
                    self.owner.execute(statement, [other, key])
                self.values += 1
            except psycopg.Error:
                self.refused += 1

    def _other(self, field: models.Field[Any, Any]) -> Any:
        """Another value the field could have had; None to leave it."""
        if field.unique:
            return None
        if field.choices:
            return self.dice.choice([value for value, _label in field.flatchoices])
        if isinstance(field, models.CharField | models.TextField):
            length = min(field.max_length or 60, self.dice.randint(4, 60))
            return (self.canary + "".join(self.dice.choices("あいうえおかきくけこ", k=60)))[:length]
        if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField):
            return date(2026, 1, 1) + timedelta(days=self.dice.randrange(400))
        return None


def others_go_on(town: DemoTown, login: str, eyes: Eyes, *, canary: str, today: date) -> int:
    """Another account takes in people and cases of its own, with words that look like those of the walk."""
    actor = town.actor(login)
    if actor.agency_ids & eyes.actor.agency_ids:
        return 0
    for number in range(3):
        person = people.add_person(actor, name=f"{canary} {number}", today=today)
        told = outreach.Told(happened_on=today, method="VISIT", body=f"{canary}が留守")
        outreach.record_contact(actor, person=person, case_id=None, told=told, basis=Ground.OWN, today=today)
        cases.open_case(
            actor, title=f"{canary}の世帯", household=None, people=[person], operator_id=actor.agency_id,
            lead_agency_id=actor.agency_id, lead_side="COUNCIL", reason="試し", today=today,
        )  # fmt: skip
    return 3


def hidden_words(owner: psycopg.Connection[Any], eyes: Eyes, *, most: int) -> list[str]:
    """Names of people the account may not see."""
    hidden = sorted(everything(owner, Person) - eyes.visible(Person), key=str)[:most]
    rows = owner.execute("SELECT name FROM people_person WHERE id = ANY(%s) AND name <> ''", [hidden])
    return [row[0] for row in rows]


SAW_ONCE = """
INSERT INTO sharing_grant (id, made_at, subject_kind, subject_id, recipient_kind, recipient_id, depth, categories, ground,
                           source_kind, source_id, from_at, until_at, sealed, given_by_id, given_by_agency_id)
SELECT gen_random_uuid(), now(), %(kind)s, one, 'AGENCY', %(agency)s, 3, 63, 'C0', 'CONSENT', gen_random_uuid(),
       now() - interval '9 days', now() - interval '2 days', false, %(staff)s, %(agency)s
FROM unnest(%(subjects)s::uuid[]) one
"""


SILENT = """
SELECT subject_id FROM sharing_usestop WHERE lifted_at IS NULL
UNION SELECT subject_id FROM sharing_exclusion WHERE staff_id = %(staff)s AND (until_at IS NULL OR until_at > now())
"""


def closed_pages(owner: psycopg.Connection[Any], eyes: Eyes, *, most: int) -> list[str]:
    """Addresses of hidden people and cases this account had seen before: they say why they are closed (ADR 0027).

    Of somebody whose use is stopped nothing is told, not even that; and nothing to whoever is shut out by name."""
    found = []
    silent = owner.execute(SILENT, {"staff": eyes.actor.staff_id})
    stopped = {row[0] for row in silent}
    for kind, model, name in (("PERSON", Person, "people:show"), ("CASE", Case, "cases:show")):
        hidden = everything(owner, model) - eyes.visible(model) - stopped
        subjects = sorted(hidden, key=str)[:most]
        owner.execute(
            SAW_ONCE,
            {
                "kind": kind,
                "agency": eyes.actor.agency_id,
                "staff": eyes.actor.staff_id,
                "subjects": subjects,
            },
        )
        found += [reverse(name, args=[one]) for one in subjects]
    owner.commit()
    return found


def forget_looks(owner: psycopg.Connection[Any], eyes: Eyes, *, since: datetime) -> None:
    """Take away what the walk itself left among the looks: 「だれが見たか」 would tell the next walk of this one."""
    owner.execute("ALTER TABLE watching_look DISABLE TRIGGER look_refuse_change")
    owner.execute("DELETE FROM watching_look WHERE staff_id = %s AND at >= %s", [eyes.actor.staff_id, since])
    owner.execute("ALTER TABLE watching_look ENABLE TRIGGER look_refuse_change")
    owner.commit()


@pytest.mark.parametrize("login", ["csw", "korei", "jido", "minsei", "kacho"])
def test_two_worlds_answer_alike(
    login: str,
    monkeypatch: pytest.MonkeyPatch,
    evidence: Evidence,
    demo_town: Callable[..., DemoTown],
    owner_connection: psycopg.Connection[Any],
) -> None:
    canary = f"カナリヤ{login}"
    town, today = demo_town("toshima", anew=True), timezone.localdate()
    # Pages that tell the time of day are compared at one moment.
    moment = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: moment)
    eyes = Eyes(town, login)
    with _owner_of(town, owner_connection) as owner:
        words = hidden_words(owner, eyes, most=evidence.at_scale(small=2, ci=12, nightly=50))
        client = eyes.client()
        closed = closed_pages(owner, eyes, most=evidence.at_scale(small=2, ci=10, nightly=100))
        first = walk(client, most=evidence.at_scale(small=80, ci=900, nightly=3_000))
        # Asked once and in one order: a message for the next page stands on whichever page comes next.
        more = [*searches(first, words), *closed, reverse("sharing:kept_words")]
        first |= {path: look(client, path) for path in dict.fromkeys(more) if path not in first}
        told_why = sum(CLOSED in body for _status, body in first.values())
        asked = list(first)
        forget_looks(owner, eyes, since=moment)
        again = {path: look(client, path) for path in asked}
        restless = differing(first, again)
        assert restless == [], f"the walk itself must be repeatable: {restless}"

        forget_looks(owner, eyes, since=moment)
        rewriter = Rewriter(owner, canary)
        rewriter.rewrite(eyes)
        made = sum(
            others_go_on(town, one, eyes, canary=canary, today=today)
            for one in ("suishin", "jiritsu", "jido")
        )
        second = {path: look(client, path) for path in asked}

    wrong = differing(first, second)
    canaries = sum(body.count(canary.encode()) for _status, body in second.values())
    told = Counter(status for status, _body in second.values())
    print("\n".join(wrong))  # noqa: T201  # every one, where the assertion shows the first
    assert rewriter.values > 100
    assert told[200] > 3
    assert told[500] == 0
    assert told_why == len(closed) > 0
    evidence.shows(
        row="C4",
        figure=f"{login}: {len(asked):,} の頁と検索、隠れた {rewriter.rows:,} 行（{rewriter.values:,} 値）を書き換え、他機関の新しい世帯 {made}。"
        f"閉じたわけを言う頁 {told_why}、違った頁 {len(wrong)}（数だけを言う「抱え込み」「いまの様子」を除く）、漏れた語 {canaries}",
        target="違う頁 0、漏れた語 0",
        holds=wrong == [] and canaries == 0,
    )  # fmt: skip


def differing(first: dict[str, Answer], second: dict[str, Answer]) -> list[str]:
    return [
        f"{path}: {one[0]} {_where(one[1], second[path][1])}"
        for path, one in first.items()
        if one != second[path] and resolve(path.partition("?")[0]).view_name not in COUNTS
    ]


def _where(one: bytes, other: bytes) -> str:
    """The first place where two answers part."""
    at = next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    start = max(at - 60, 0)
    return f"{one[start : at + 80].decode(errors='replace')!r} / {other[start : at + 80].decode(errors='replace')!r}"
