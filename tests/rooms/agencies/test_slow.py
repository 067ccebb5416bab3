"""おそい問い合わせ: noted with the view and without any value, shown in order of the time they cost, only to who may see."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from config.command import main
from norishiro.agencies import slow
from norishiro.agencies.choices import RoleKind
from norishiro.agencies.middleware import notice_slow
from tests.factories import agencies
from tests.rooms.agencies.conftest import browser_of

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
NAME = "白波 岳"


@pytest.fixture(autouse=True)
def place(tmp_path: Path, settings: Any) -> Path:
    settings.NORISHIRO_SLOW = tmp_path / "slow.jsonl"
    settings.NORISHIRO_SLOW_SECONDS = 0.05
    return tmp_path / "slow.jsonl"


@pytest.fixture
def keeper() -> Client:
    return browser_of(agencies.actor(kinds=(RoleKind.SYSTEM,)))


def waiting(request: HttpRequest) -> HttpResponse:
    """A page that waits, and says in its question whom it is about, in both ways one can."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_sleep(0.06), '{NAME}' || %s", [NAME])
        cursor.execute("SELECT 1")
    return HttpResponse()


def test_what_took_long_is_noted_without_values_and_what_did_not_is_not(place: Path, rf: Any) -> None:
    notice_slow(waiting)(rf.get(f"/?q={NAME}"))
    (line,) = place.read_text(encoding="utf-8").splitlines()
    told = json.loads(line)
    assert (told["sql"], told["view"], told["seconds"] >= 0.05) == ("SELECT pg_sleep(?), ? || %s", "", True)
    assert place.stat().st_mode & 0o777 == 0o600


def test_the_view_is_named(place: Path, keeper: Client, settings: Any) -> None:
    settings.NORISHIRO_SLOW_SECONDS = 0
    keeper.get(reverse("agencies:condition"))
    assert "agencies:condition" in {one.view for one in slow.questions()}


@given(value=st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1))
def test_no_quoted_value_is_left(value: str) -> None:
    quoted = value.replace("'", "''")
    assert slow.without_values(f'SELECT \'{quoted}\', "p"."x1"') == 'SELECT ?, "p"."x1"'


@pytest.mark.parametrize(
    ("sql", "left"),
    [
        ("SELECT 1 FROM t1 WHERE a = 20261123 AND b > -1.5e3", "SELECT ? FROM t1 WHERE a = ? AND b > ?"),
        (f"SELECT E'it\\'s {NAME}', $x${NAME}$x$", "SELECT ?, ?"),
        (f"SELECT a -- {NAME}\nFROM t /* {NAME} */ LIMIT 3", "SELECT a FROM t LIMIT ?"),
        ("SELECT a FROM t WHERE id IN (%s, %s, %s)", "SELECT a FROM t WHERE id IN (…)"),
        (f"SELECT 'never closed {NAME}", "SELECT"),
    ],
)
def test_whatever_may_be_a_value_goes(sql: str, left: str) -> None:
    assert slow.without_values(sql) == left


def test_the_page_lists_what_cost_most_first_and_is_empty_at_first(keeper: Client) -> None:
    assert "おそい問い合わせは、ありません" in keeper.get(reverse("agencies:slow_questions")).content.decode()
    slow.keep(view="people:show", sql="SELECT 1", seconds=3, at=AT)
    for hours in (1, 2):
        slow.keep(view="cases:show", sql="SELECT 2", seconds=2, at=AT + timedelta(hours=hours))
    page = keeper.get(reverse("agencies:slow_questions"))
    assert [(one.view, one.count, one.longest, one.mean, one.last.hour) for one in page.context["questions"]] == [
        ("cases:show", 2, 2.0, 2.0, 5), ("people:show", 1, 3.0, 3.0, 3),
    ]  # fmt: skip


def test_only_who_looks_after_the_system_and_audit_opens_it() -> None:
    other = browser_of(agencies.actor(kinds=(RoleKind.WINDOW,)))
    assert other.get(reverse("agencies:slow_questions")).status_code == 403


def test_the_file_stays_small_and_a_torn_line_harms_nothing(
    place: Path, settings: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(slow, "MOST_BYTES", 2000)
    for _ in range(100):
        slow.keep(view="cases:show", sql="SELECT 2", seconds=2, at=AT)
    now, before = slow.files()
    assert now.stat().st_size + before.stat().st_size < 2 * 2200
    with place.open("a", encoding="utf-8") as file:
        file.write('{"view": "torn')
    assert [one.view for one in slow.questions()] == ["cases:show"]


def test_a_place_that_cannot_be_written_stops_no_page(place: Path, rf: Any) -> None:
    place.mkdir()
    assert notice_slow(waiting)(rf.get("/")).status_code == 200


def test_the_command_tells_the_same_and_begins_anew(capsys: pytest.CaptureFixture[str]) -> None:
    slow.keep(view="people:show", sql="SELECT 'x'", seconds=3, at=AT)
    assert main(["slow"]) == 0
    assert (
        capsys.readouterr().out
        == "回 いちばん長い秒 合わせた秒 画面の名前\n1 3.0 3.0 people:show\n  SELECT ?\n"
    )
    assert (main(["slow", "--clear"]), slow.questions()) == (0, [])
