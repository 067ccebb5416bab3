"""台帳の控え on the screen: how old, whether something is wrong, and a sheet a camera can read."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.choices import RoleKind
from norishiro.ledger import checkpoints
from tests.factories import agencies
from tests.factories import ledger as factory
from tests.rooms.agencies.conftest import browser_of

pytestmark = pytest.mark.django_db

LIST = "/ledger/checkpoints/"
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.NORISHIRO_CHECKPOINTS = (tmp_path / "hikae",)
    return tmp_path / "hikae"


@pytest.fixture
def keeper() -> Client:
    return browser_of(agencies.actor(kinds=(RoleKind.SYSTEM,)))


def test_the_age_of_the_newest_and_the_list(keeper: Client) -> None:
    now = timezone.now()
    for seq, age in ((10, 3 * HOUR), (20, 2 * HOUR), (30, timedelta(minutes=12, seconds=5))):
        factory.checkpoint(at=now - age, seq=seq)
    page = keeper.get(LIST)
    assert [line["seq"] for line in page.context["lines"]] == [30, 20, 10]
    assert "<b>0時間12分</b>（30番まで）" in page.content.decode()
    assert "とれています" in page.content.decode()


def test_a_late_one_is_told_here_and_on_the_first_page(keeper: Client) -> None:
    factory.checkpoint(at=timezone.now() - 2 * HOUR)
    assert "控えが1時間以上とられていません" in keeper.get(LIST).content.decode()
    assert "控えが1時間以上とられていません" in keeper.get("/").content.decode()


def test_none_at_all_says_what_to_do(keeper: Client) -> None:
    words = keeper.get(LIST).content.decode()
    assert "まだ控えがありません" in words
    assert "norishiro ledger checkpoint" in words


def test_an_alarm_stands_on_top(keeper: Client, folder: Path) -> None:
    factory.checkpoint(at=timezone.now())
    (folder / checkpoints.ALARM_FILE).write_text(
        "2番の行の内容が、書かれたときと違います。", encoding="utf-8"
    )
    assert "2番の行の内容が、書かれたときと違います。" in keeper.get(LIST).content.decode()
    assert "台帳に乱れが見つかっています" in keeper.get("/").content.decode()


def test_the_sheet_says_what_the_file_says(keeper: Client) -> None:
    key = factory.checkpoint(at=timezone.now(), seq=1203)
    page = keeper.get(reverse("agencies:checkpoint", args=[key]))
    words = page.content.decode()
    assert page.status_code == 200
    assert "<b>1203</b>" in words
    assert " ".join(page.context["groups"]) in words
    assert "".join(page.context["groups"]) == checkpoints.kept()[0].hash
    assert 'role="img" aria-label="控えのQRコード"' in words


def test_the_code_is_read_back(keeper: Client) -> None:
    """Not by a camera, but by drawing it again from the words and comparing the squares."""
    key = factory.checkpoint(at=timezone.now(), seq=5)
    other = factory.checkpoint(at=timezone.now(), seq=6)
    paths = {
        keeper.get(reverse("agencies:checkpoint", args=[one])).context["path"] for one in (key, other, key)
    }
    assert len(paths) == 2


def test_others_are_turned_away_and_see_no_word_of_it() -> None:
    other = browser_of(agencies.actor(kinds=(RoleKind.CSW,)))
    key = factory.checkpoint(at=timezone.now())
    assert other.get(LIST).status_code == 403
    assert other.get(reverse("agencies:checkpoint", args=[key])).status_code == 403
    assert "台帳の控え" not in other.get("/").content.decode()


def test_one_that_is_not_there(keeper: Client) -> None:
    assert keeper.get(reverse("agencies:checkpoint", args=[uuid4()])).status_code == 404


def test_it_asks_the_same_at_one_and_at_three(keeper: Client, django_assert_num_queries: Any) -> None:
    factory.checkpoint(at=timezone.now())
    keeper.get(LIST)
    for _ in range(2):
        with django_assert_num_queries(10):
            keeper.get(LIST)
        for seq in (7, 8):
            factory.checkpoint(at=timezone.now(), seq=seq)
