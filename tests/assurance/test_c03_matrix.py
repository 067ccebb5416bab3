"""C3: every address × method × account × relation to the record.

The contract of an address is its permission, and the wall of every record its path names. A 2xx is expected only where
both hold. A record that exists but may not be seen is answered exactly like one that does not exist.
"""

from __future__ import annotations

import re
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from django.urls import reverse

from tests.assurance.evidence import Evidence, scale
from tests.assurance.eyes import Eyes, everything, masked, walled_models
from tests.factories.agencies import proved
from tests.house.source import Address, addresses
from tests.screens import SCREENS, Row
from tests.towns.demo import DemoTown

pytestmark = pytest.mark.slow

WORDS = {
    "kind": "outreach", "section": "ECONOMY", "item": "HOME", "form": "URGENCY", "language": "ja", "role": "window",
    "task": "receive",
}  # fmt: skip
# Ids that stand only in addresses that write and show nothing, or hand over a file.
WITHOUT_SCREEN = {
    "evaluation_id": "plans.Evaluation",
    "taking_id": "evacuation.PackTaking",
    "shelter_id": "opendata.IntakeRow",
    "attendance_id": "training.Attendance",
    "guest_id": "meetings.Guest",
    "leader_id": "meetings.LocalLeader",
    "local_part_id": "community.GroupPart",
    "phrase_id": "outreach.Phrase",
    "special_id": "resources.SpecialDay",
    "answer_id": "surveys.Answer",
    "seat_id": "meetings.Seat",
    "page_place_id": "publicity.PagePlace",
    "leave_id": "publicity.Leave",
}
# Names no record of the database: a file beside it.
NO_RECORD = {"checkpoint_id"}
OURS = [one for one in addresses() if one.room and hasattr(one.view, "needs")]


def named_models() -> dict[str, type[models.Model]]:
    """What an id in a path is the id of, learnt from the registered screens."""
    registered = {
        key: one.model for screen in SCREENS for key, one in screen.ids.items() if isinstance(one, Row)
    }
    return {key: apps.get_model(label) for key, label in (registered | WITHOUT_SCREEN).items()}


def ids_in(address: Address) -> list[str]:
    return re.findall(r"<uuid:(\w+)>", address.path)


def path_of(address: Address, ids: dict[str, UUID]) -> str:
    words = {name: WORDS[name] for name in re.findall(r"<(?:str|slug):(\w+)>", address.path)}
    return reverse(address.name, kwargs={**ids, **words})


def ask(client: Client, method: str, path: str) -> tuple[int, bytes]:
    """Without what an earlier answer left to be said on the next page."""
    client.cookies.pop("messages", None)
    answer = client.get(path) if method == "GET" else client.post(path, {})
    body = b"" if answer.streaming else answer.content
    return answer.status_code, masked(body).replace(path.encode(), b"")


class Sight:
    """For one account: one id of each kind it may see, and one that exists without it."""

    def __init__(self, eyes: Eyes, owner: psycopg.Connection[Any], walled: set[type[models.Model]]) -> None:
        self.eyes = eyes
        known = _once_known(eyes, owner)
        self.seen: dict[type[models.Model], UUID] = {}
        self.hidden: dict[type[models.Model], UUID] = {}
        for model in set(named_models().values()):
            visible = eyes.visible(model)
            there = everything(owner, model)
            if visible:
                self.seen[model] = min(visible)
            hidden = there - visible - known - eyes.told(owner, model)
            if model in walled and hidden:
                self.hidden[model] = min(hidden)


def _once_known(eyes: Eyes, owner: psycopg.Connection[Any]) -> set[UUID]:
    """Persons and cases this account once saw: of them it is told that and when its sight ended (ADR 0027)."""
    rows = owner.execute(
        "SELECT subject_id FROM sharing_grant WHERE recipient_id = ANY (%s)",
        [sorted(eyes.actor.recipient_ids)],
    )
    return {row[0] for row in rows}


def relations(address: Address, sight: Sight) -> Iterator[tuple[str, dict[str, UUID]]]:
    """Ids for one address: seen, there but hidden, and nowhere."""
    nowhere = {name: uuid.uuid4() for name in ids_in(address)}
    if not nowhere:
        yield "none", {}
        return
    yield "nowhere", nowhere
    if NO_RECORD & set(nowhere):
        return
    kinds = {name: named_models()[name] for name in nowhere}
    if all(kind in sight.seen for kind in kinds.values()):
        yield "seen", {name: sight.seen[kind] for name, kind in kinds.items()}
    if any(kind in sight.hidden for kind in kinds.values()):
        yield (
            "hidden",
            {
                name: sight.hidden.get(kind) or sight.seen.get(kind) or nowhere[name]
                for name, kind in kinds.items()
            },
        )


def test_every_named_kind_is_known() -> None:
    """A path that names a record nobody registered could not be asked for."""
    unknown = {name for address in OURS for name in ids_in(address)} - set(named_models()) - NO_RECORD

    assert sorted(unknown) == []


def test_no_answer_without_permission_and_sight(
    evidence: Evidence, demo_town: Callable[..., DemoTown], owner_connection: psycopg.Connection[Any]
) -> None:
    town = demo_town("toshima")
    logins = town.logins()[:: evidence.at_scale(small=9, ci=1, nightly=1)]
    asked = OURS[:: evidence.at_scale(small=5, ci=1, nightly=1)]
    counted: Counter[str] = Counter()
    wrong: list[str] = []
    with _owner_of(town, owner_connection) as owner:
        walled = set(walled_models(owner))
        sights = [Sight(Eyes(town, login), owner, walled) for login in logins]

    for sight in sights:
        client = proved(sight.eyes.client())
        for address in asked:
            counted["addresses"] += 1
            for method in ("GET", "POST"):
                wrong += list(_faults(client, sight, address, method, counted))

    figure = (
        f"{len(asked)} の住所 × GET・POST × {len(logins)} のアカウント、問い {counted['asked']:,}（うち隠れた記録 {counted['hidden']:,}）。"
        f"許しのない 2xx と、無い記録との違い {len(wrong)}"
    )
    print("\n".join(wrong))  # noqa: T201  # every one, where the assertion shows the first
    evidence.shows(row="C3", figure=figure, target="0（すべての住所）", holds=wrong == [])
    assert scale() == "small" or counted["hidden"] > 1_000


def _faults(
    client: Client, sight: Sight, address: Address, method: str, counted: Counter[str]
) -> Iterator[str]:
    needs = address.view.needs
    may = needs is None or sight.eyes.actor.may(needs)
    nothing: tuple[int, bytes] | None = None
    for relation, ids in relations(address, sight):
        status, body = ask(client, method, path_of(address, ids))
        counted["asked"] += 1
        counted[relation] += 1
        here = f"{sight.eyes.login} {method} {address.name} ({relation}): {status}"
        if status >= 500:
            yield here
        if relation == "nowhere":
            nothing = (status, body)
            if status not in (404, 405):
                yield here
        if relation == "hidden" and (status, body) != nothing:
            yield f"{here} 無い記録は {nothing and nothing[0]}"
        if not may and 200 <= status < 400:
            yield here


def _owner_of(town: DemoTown, connection: psycopg.Connection[Any]) -> Any:
    """The owner's connection to the town's own database, past the walls."""
    info = connection.info.get_parameters()
    owner = psycopg.connect(**{**info, "password": connection.info.password, "dbname": town.database})
    owner.execute("SET norishiro.maintenance = 'on'")
    return owner
