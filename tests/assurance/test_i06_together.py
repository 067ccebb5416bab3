"""I6: what two do at the same moment, or one does twice. Nothing saved is lost, nothing is there twice, no typed word is lost."""

from __future__ import annotations

import html
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from uuid import uuid4

import pytest
from django import forms
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from tests.assurance import outputs
from tests.assurance.crawl import client_of
from tests.assurance.evidence import Evidence
from tests.assurance.forms import Forms
from tests.assurance.turns import Two
from tests.screens import SCREENS, Screen
from tests.towns.demo import DemoTown

SEED = 20261124
BESIDES = ("csrfmiddlewaretoken", "form_token", "draft_form", "draft_subject", "version", "seen")
# Buttons that only help to fill a form in; and pages that end what the rest of the proof stands on.
HELPING = ("fill_address", "find")
ENDING = ("account", "mfa", "usersessions", "agencies:end", "agencies:move", "agencies:choose_hat")
# What is done is answered with what is shown this once (a word for the first log-in); again it is not shown.
SHOWN_ONCE = ("agencies:help_staff",)


@dataclass
class Page:
    """A form as it was opened by somebody: what they would send, and which of it is free text."""

    name: str
    path: str
    sent: dict[str, list[str]]
    free: list[str]
    has_version: bool

    def saying(self, words: str) -> dict[str, list[str]]:
        return self.sent | {self.free[0]: [words]}


@dataclass
class Seen:
    """What came of it."""

    sent_twice: int = 0
    said_otherwise: int = 0
    edits: int = 0
    merged: int = 0
    wrong: list[str] = field(default_factory=list)


def open_page(name: str, client: Client, path: str) -> Page | None:
    """The page's own form, filled in as somebody would; None where there is none, or it asks for a file."""
    answer = client.get(path)
    form = (answer.context or {}).get("form") if answer.status_code == 200 and answer.context else None
    if not isinstance(form, forms.Form):
        return None
    for one in Forms(answer.content.decode()).forms:
        names = {key for key, _value in one.values}
        if one.method == "post" and "form_token" in names and not one.files and one.action in ("", path):
            sent: dict[str, list[str]] = {}
            for key, value in one.values:
                if key not in HELPING:
                    sent.setdefault(key, []).append(value or usual(form, key))
            free = [key for key in sent if _is_free(form, key)]
            return Page(name, path, sent, free, "version" in names)
    return None


def usual(form: forms.Form, key: str) -> str:
    """What is filled in where the page leaves it open."""
    known = next((form.fields[one] for one in form.fields if form.add_prefix(one) == key), None)
    if isinstance(known, forms.DateField):
        return timezone.localdate().isoformat()
    if isinstance(known, forms.TimeField):
        return "10:00"
    if isinstance(known, forms.IntegerField | forms.DecimalField):
        return "1"
    return "架空の言葉" if known is not None and known.required else ""


def _is_free(form: forms.Form, key: str) -> bool:
    known = next((form.fields[one] for one in form.fields if form.add_prefix(one) == key), None)
    return type(known).__name__ in ("LineField", "TextField") and key not in BESIDES


def addresses(town: DemoTown) -> list[tuple[Screen, str]]:
    """Where the screens are, asked before the first form is sent: it moves what the next would be found by."""
    return [
        (one, one.path(town))
        for one in SCREENS
        if one.preset == town.preset and one.login and not one.name.startswith(ENDING)
    ]


def words_in(answer: HttpResponse) -> str:
    return html.unescape(answer.content.decode())


def leads(answer: HttpResponse) -> str:
    return answer["Location"] if answer.status_code == 302 else ""


def send(client: Client, page: Page, sent: dict[str, list[str]]) -> HttpResponse:
    return client.post(page.path, sent)


@pytest.mark.slow
def test_a_form_sent_twice_is_done_once_and_swallows_nothing(
    demo_town: Callable[..., DemoTown], evidence: Evidence
) -> None:
    """Every form there is, sent twice at the same moment; then once more, under the same number, with other words."""
    town = demo_town("toshima", anew=True)
    every = evidence.at_scale(small=8, ci=1, nightly=1)
    tabs = outputs.signed_in(town), outputs.signed_in(town)
    seen, untried = Seen(), 0
    with Two(random.Random(SEED)) as two:  # noqa: S311
        for screen, path in addresses(town)[::every]:
            client, other = (tab(screen.login) for tab in tabs)
            page = open_page(screen.name, client, path)
            if page is None:
                continue
            answers = two.at_once(
                partial(send, client, page, page.sent), partial(send, other, page, page.sent)
            )
            led = [leads(one) for one in answers]
            if not any(led):
                untried += 1
                continue
            seen.sent_twice += 1
            if led[0] != led[1] and screen.name not in SHOWN_ONCE:
                seen.wrong.append(f"{screen}: {[one.status_code for one in answers]} {led}")
            if page.free:
                words = f"別の言葉{uuid4().hex}"
                again = send(client, page, page.saying(words))
                seen.said_otherwise += 1
                if leads(again) or words not in words_in(again):
                    seen.wrong.append(f"{screen}: other words {again.status_code} {leads(again)}")
    print(*seen.wrong, untried, sep="\n")  # noqa: T201  # every one, where the figure only counts them
    evidence.shows(
        row="I6",
        figure=(
            f"同じ様式を同じときに二度 {seen.sent_twice:,} 頁（このままでは受けつけない様式 {untried}）: 二つになったもの・"
            f"別の所に出たものと、あとから別の言葉で送った {seen.said_otherwise:,} 頁で消えた言葉、あわせて {len(seen.wrong)}"
        ),
        target="二重 0、消えた言葉 0",
        holds=not seen.wrong and seen.sent_twice > 5 and seen.said_otherwise > 3,
    )


@pytest.mark.slow
def test_two_who_edit_the_same_lose_nothing(demo_town: Callable[..., DemoTown], evidence: Evidence) -> None:
    """Every page that changes what is there: two open it, both write, both send at the same moment, in many orders."""
    town = demo_town("toshima", anew=True)
    times = evidence.at_scale(small=3, ci=12, nightly=1_400)
    every = evidence.at_scale(small=6, ci=1, nightly=1)
    seen, tried = Seen(), 0
    with Two(random.Random(SEED + 1)) as two:  # noqa: S311
        for screen, path in _edited(town)[::every]:
            clients = [client_of(town, screen.login), client_of(town, screen.login)]
            shows = _shows_what_was_saved(clients[0], screen.name, path)
            done = sum(_edit_once(two, clients, screen.name, path, seen, shows=shows) for _ in range(times))
            tried += done > 0
        orders = len(two.orders)
    print(*seen.wrong, sep="\n")  # noqa: T201  # every one, where the figure only counts them
    evidence.shows(
        row="I6",
        figure=(
            f"二人で同じ頁を直した {seen.edits:,} 回（{tried} の様式、違う順 {orders:,}）: 見くらべる頁が出た {seen.merged:,}、"
            f"失われた直しと消えた言葉 {len(seen.wrong)}"
        ),
        target="失われた直し 0、消えた言葉 0",
        holds=not seen.wrong and seen.edits > times and seen.merged > 0,
    )


def _edited(town: DemoTown) -> list[tuple[Screen, str]]:
    """The pages that carry the version of what they change."""
    clients = outputs.signed_in(town)
    found: dict[str, tuple[Screen, str]] = {}
    for screen, path in addresses(town):
        page = open_page(screen.name, clients(screen.login), path)
        if page is not None and page.has_version and page.free:
            found.setdefault(screen.name, (screen, path))
    return list(found.values())


def _shows_what_was_saved(client: Client, name: str, path: str) -> bool:
    """Whether the page is where the words are corrected; in others each saving is a line of its own."""
    page, words = open_page(name, client, path), f"はじめの言葉{uuid4().hex[:8]}"
    if page is None or not leads(send(client, page, page.saying(words))):
        return False
    now = open_page(name, client, path)
    return now is not None and bool(now.free) and now.sent[now.free[0]] == [words]


def _edit_once(two: Two, clients: list[Client], name: str, path: str, seen: Seen, *, shows: bool) -> bool:
    """Both open, both write their own words, both send. Whoever was later meets both texts, and theirs among them."""
    opened = [open_page(name, one, path) for one in clients]
    if None in opened:
        return False
    mine = [f"{at}人目{uuid4().hex[:12]}" for at in (1, 2)]
    answers = two.at_once(
        *(
            partial(send, client, page, page.saying(words))
            for client, page, words in zip(clients, opened, mine, strict=True)
            if page is not None
        )
    )
    led = [bool(leads(one)) for one in answers]
    if not any(led):
        return False
    seen.edits += 1
    if all(led):
        seen.wrong.append(f"{name}: both were kept")
        return True
    late = led.index(False)
    seen.merged += answers[late].status_code == 409
    if mine[late] not in words_in(answers[late]) or answers[late].status_code not in (403, 409, 422):
        seen.wrong.append(f"{name}: {answers[late].status_code}, the later words are gone")
    now = open_page(name, clients[0], path) if shows else None
    if now is not None and now.sent[now.free[0]] != [mine[1 - late]]:
        seen.wrong.append(f"{name}: the earlier words are not there: {now.sent[now.free[0]]}")
    return True
