"""データの控え on the screen: how old, what is wrong, what to do, and nobody's name."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from norishiro.agencies.choices import RoleKind
from tests.factories import agencies
from tests.rooms.agencies.conftest import browser_of

pytestmark = pytest.mark.django_db

PAGE = "/copies/"


@pytest.fixture
def note(tmp_path: Path, settings: Any) -> Path:
    settings.NORISHIRO_BACKUP = Path("/mnt/hikae")
    settings.NORISHIRO_BACKUP_NOTE = tmp_path / "backup.json"
    return tmp_path / "backup.json"


@pytest.fixture
def keeper() -> Client:
    return browser_of(agencies.actor(kinds=(RoleKind.SYSTEM,)))


def written(note: Path, **changes: Any) -> None:
    now = timezone.now()
    well = {
        "last": {"name": "base", "at": (now - timedelta(hours=3, minutes=5)).isoformat(), "size": 7_000_000},
        "kept": 4,
        "followed_at": (now - timedelta(seconds=9)).isoformat(),
        "drill": {"at": (now - timedelta(days=30)).isoformat(), "fault": ""},
    }
    note.write_text(json.dumps({**well, **changes}), encoding="utf-8")


def test_no_place_says_what_is_lost_and_what_to_do(keeper: Client, settings: Any) -> None:
    settings.NORISHIRO_BACKUP = None
    assert "控えの置き場所が決まっていません" in keeper.get(PAGE).content.decode()
    assert "データの控えの置き場所が決まっていません" in keeper.get("/").content.decode()


def test_all_well_says_so_here_and_on_the_first_page(keeper: Client, note: Path) -> None:
    written(note)
    page = keeper.get(PAGE)
    assert page.context["copies"].troubles == ()
    assert "（3時間5分前）" in page.content.decode()
    assert "データの控えは、とれています（最後の控えから3時間5分）" in keeper.get("/").content.decode()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"last": None}, "控えが、まだ一つもありません"),
        ({"last": {"at": "2020-01-01T00:00:00+09:00", "size": 1}}, "26時間以上とられていません"),
        ({"last": {"at": "2059-01-01T00:00:00+09:00", "size": 1}}, "時刻が、いまより先です"),
        ({"followed_at": "2020-01-01T00:00:00+09:00"}, "記録の続きが、控えの置き場所に運ばれていません"),
        ({"same_disk": True}, "データと同じディスクです"),
        ({"drill": {}}, "復元の練習が100日以上行われていません"),
        (
            {"drill": {"at": "2026-11-01T00:00:00+09:00", "fault": "鍵が違う"}},
            "うまくいっていません（鍵が違う）",
        ),
        (
            {"verified": {"faults": ["控え base が、書いたときと違います。"]}},
            "控え base が、書いたときと違います。",
        ),
        (
            {"verified": {"at": "2020-01-01T00:00:00+09:00", "faults": []}},
            "読み直しが9日以上行われていません",
        ),
        ({"kept": 10}, "読み直しが9日以上行われていません"),
        ({"trouble": {"words": ["/mnt/hikae に空きがありません。"]}}, "/mnt/hikae に空きがありません。"),
    ],
)
def test_what_is_late_or_wrong_is_told_in_one_sentence(
    keeper: Client, note: Path, changes: dict[str, Any], told: str
) -> None:
    written(note, **changes)
    found = keeper.get(PAGE).context["copies"].troubles
    assert (len(found), told in found[0]) == (1, True)
    assert told in keeper.get("/").content.decode()


def test_when_the_copies_were_read_again_and_what_was_found(keeper: Client, note: Path) -> None:
    written(note)
    assert keeper.get(PAGE).context["copies"].verified_at is None
    at = (timezone.now() - timedelta(days=2)).isoformat()
    written(note, verified={"at": at, "faults": []}, kept=10)
    assert "（書いたときのとおり）" in keeper.get(PAGE).content.decode()
    written(note, verified={"at": at, "faults": ["控え base が、書いたときと違います。"]})
    assert "（直すところが1つ）" in keeper.get(PAGE).content.decode()


def test_a_torn_note_counts_as_none(keeper: Client, note: Path) -> None:
    note.write_text('{"last": ', encoding="utf-8")
    assert "控えが、まだ一つもありません" in keeper.get(PAGE).content.decode()


def test_a_caseworker_has_no_such_page(note: Path) -> None:
    written(note)
    worker = browser_of(agencies.actor(kinds=(RoleKind.OUTREACH_WORKER,)))
    assert "データの控え" not in worker.get("/").content.decode()
    assert worker.get(PAGE).status_code == 403
