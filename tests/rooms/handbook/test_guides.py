"""使い方: every screen a guide names exists, and every word it quotes stands on that screen in the demo town."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from norishiro.handbook import guides
from norishiro.handbook.guides import Guide, Step, Task
from tests.assurance.crawl import client_of
from tests.house.papers import GUIDES, guide_pages
from tests.screens import SCREENS, Screen

if TYPE_CHECKING:
    from tests.towns.demo import DemoTown

STEPS = [(task, step) for guide in guides.guides() for task in guide.tasks for step in task.steps]


def screen_of(step: Step) -> Screen | None:
    """The registered screen a step happens on."""
    found = [
        one
        for one in SCREENS
        if one.name == step.on and one.preset == "toshima" and step.login in ("", one.login)
    ]
    return next((one for one in found if not step.note or one.note == step.note), None)


def plain(page: str) -> str:
    """What is read on a page: no tags, no blanks."""
    return re.sub(r"\s+", "", html.unescape(re.sub(r"<[^>]+>", "", page)))


def test_nine_kinds_of_work_each_with_its_tasks() -> None:
    assert [one.code for one in guides.guides()] == [
        "window", "csw", "officer", "head", "secretariat", "community", "watching", "system", "residents",
    ]  # fmt: skip
    assert [one.code for one in guides.guides() if not 3 <= len(one.tasks) <= 6] == []


def test_every_screen_named_is_registered() -> None:
    assert [f"{task.role}/{task.code} {step}" for task, step in STEPS if screen_of(step) is None] == []


def test_every_task_says_all_five_things_in_short_sentences() -> None:
    def told(task: Task) -> list[str]:
        texts = [*(step.do for step in task.steps), task.happens, task.seen_by, *task.what_if]
        return [sentence for text in texts for sentence in text.split("。") if sentence]

    tasks = [task for guide in guides.guides() for task in guide.tasks]
    assert [
        task.code for task in tasks if not (task.steps and task.happens and task.seen_by and task.what_if)
    ] == []
    assert [sentence for task in tasks for sentence in told(task) if len(sentence) > 60] == []


@pytest.mark.slow
def test_every_word_quoted_stands_on_its_screen(demo_town: Callable[..., DemoTown]) -> None:
    town = demo_town("toshima")
    clients: dict[str, Client] = {}
    missing = []
    for task, step in STEPS:
        screen = screen_of(step)
        assert screen is not None
        client = clients.setdefault(screen.login, client_of(town, screen.login))
        shown = plain(client.get(screen.path(town)).content.decode())
        missing += [
            f"{task.role}/{task.code} {screen}: 「{word}」"
            for word in step.quoted
            if plain(word) not in shown
        ]
    assert missing == []


@pytest.mark.slow
def test_the_pages_open_and_what_is_not_there_is_not_found(demo_town: Callable[..., DemoTown]) -> None:
    client = client_of(demo_town("toshima"), "csw")
    every: list[Guide] = list(guides.guides())
    opened = [f"/guides/{one.code}/" for one in every]
    opened += [f"/guides/{one.code}/{task.code}/" for one in every for task in one.tasks]

    assert {path: client.get(path).status_code for path in opened} == dict.fromkeys(opened, 200)
    wrong = ("/guides/nobody/", "/guides/csw/nothing/", "/guides/nobody/receive/")
    assert [client.get(path).status_code for path in wrong] == [404, 404, 404]
    assert client.post("/guides/").status_code == 200


@pytest.mark.slow
def test_the_foot_of_a_page_leads_to_what_concerns_it(demo_town: Callable[..., DemoTown]) -> None:
    client = client_of(demo_town("toshima"), "csw")
    foot = client.get("/consultations/receive/").content.decode()
    assert "/guides/?screen=consultations%3Areceive_consultation" in foot
    here = client.get("/guides/", {"screen": "consultations:receive_consultation"}).content.decode()
    assert 'id="here"' in here
    assert "/guides/window/receive/" in here.partition('id="here"')[2].partition("</section>")[0]
    strange = client.get("/guides/", {"screen": "<script>"}).content.decode()
    assert 'id="here"' not in strange
    assert "<script>" not in plain(strange)


def test_every_task_has_its_picture_and_together_they_are_small() -> None:
    tasks = [task for guide in guides.guides() for task in guide.tasks]
    assert [task.picture for task in tasks if not (guides.PICTURES / task.picture).exists()] == []
    kept = {one.name for one in guides.PICTURES.glob("*")}
    assert kept == {task.picture for task in tasks}
    assert sum(one.stat().st_size for one in guides.PICTURES.glob("*")) < 2_000_000


def test_the_pages_of_docs_say_the_same() -> None:
    written = {one.name: one.read_text(encoding="utf-8") for one in GUIDES.glob("*.md")}
    assert written == guide_pages()
