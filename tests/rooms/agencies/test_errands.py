"""夜のしごと: what the clock called, how it went, and what to do where it did not come."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies import errands
from norishiro.agencies.choices import RoleKind
from norishiro.agencies.errands import Run
from tests.factories import agencies
from tests.rooms.agencies.conftest import browser_of

pytestmark = pytest.mark.django_db

NIGHT = datetime(2026, 11, 22, 17, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.NORISHIRO_ERRANDS = tmp_path / "errands"
    return tmp_path / "errands"


@pytest.fixture
def keeper() -> Client:
    return browser_of(agencies.actor(kinds=(RoleKind.SYSTEM,)))


def ran(
    name: str, at: datetime, state: Any = "done", words: str = "確かめる印を、新しく0件付けました。"
) -> None:
    errands.keep(name, Run(at, None if state == "begun" else at + timedelta(seconds=7), state, words))


def test_a_run_takes_the_place_of_its_beginning_and_the_oldest_go(folder: Path) -> None:
    for day in range(errands.KEPT + 5):
        ran("watch", NIGHT + timedelta(days=day))
    last = NIGHT + timedelta(days=errands.KEPT + 5)
    ran("watch", last, "begun")
    ran("watch", last, "failed", "と" * 999)
    kept = errands.kept("watch")
    assert (len(kept), kept[0].state, kept[0].began, len(kept[0].words), kept[0].seconds, kept[1].state) == (
        errands.KEPT, "failed", last, errands.LONGEST, 7, "done",
    )  # fmt: skip
    (folder / "watch.jsonl").write_text('こわれた行\n{"began": 1}\n', encoding="utf-8")
    assert errands.kept("watch") == []


@pytest.mark.parametrize(
    ("state", "after", "troubled"),
    [
        ("done", 26 * HOUR, False),
        ("done", 26 * HOUR + timedelta(seconds=1), True),
        ("failed", HOUR, True),
        ("left_out", HOUR, False),
        ("begun", 4 * HOUR, False),
        ("begun", 4 * HOUR + timedelta(seconds=1), True),
    ],
)
def test_what_failed_and_what_did_not_come_again(state: Any, after: timedelta, troubled: bool) -> None:
    assert errands.never_ran()
    ran("watch", NIGHT, state)
    found = [one.errand.name for one in errands.troubled(now=NIGHT + after)]
    assert (found, errands.never_ran()) == (["watch"] if troubled else [], False)


def test_the_page_and_the_first_page_say_what_to_do(keeper: Client) -> None:
    empty = keeper.get(reverse("agencies:errands")).content.decode()
    assert "まだ一度も動いていません" in empty
    ran("watch", timezone.now() - HOUR)
    well = keeper.get(reverse("agencies:errands"))
    assert [one.failed or one.late for one in well.context["lines"]] == [False] * len(errands.errands())
    assert "確かめる印を、新しく0件付けました。" in well.content.decode()
    assert keeper.get("/").context["errands"] == []

    ran("watch", timezone.now(), "failed", "データベースにつながりません。")
    page = keeper.get(reverse("agencies:errands"))
    assert [one.errand.name for one in page.context["troubled"]] == ["watch"]
    assert "何度動かしても、同じ印は一つです" in page.content.decode()
    assert "できなかった、またはおくれている仕事が1つあります" in keeper.get("/").content.decode()


def test_only_who_looks_after_the_system_and_audit_opens_it() -> None:
    ran("watch", timezone.now(), "failed")
    other = browser_of(agencies.actor(kinds=(RoleKind.WINDOW,)))
    assert other.get(reverse("agencies:errands")).status_code == 403
    assert other.get("/").context["errands"] == []
