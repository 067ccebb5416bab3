"""Who may know whom: the contracts of .importlinter, and what they cannot say."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from django.apps import apps
from django.conf import settings

from tests.house.source import HEIGHT, HOUSE, ROOMS, ROOT, files_of, imports_of, module_of


def test_the_contracts_hold() -> None:
    command = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [command, "--no-logo", "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout


def test_every_room_has_its_storey_and_the_settings_keep_the_order() -> None:
    rooms = {path.parent.name for path in HOUSE.glob("*/apps.py")}

    assert rooms == set(ROOMS)
    assert [f"norishiro.{room}" for room in ROOMS] == settings.ROOMS


def test_foreign_keys_point_downward() -> None:
    upward = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if model._meta.app_label in HEIGHT
        and field.concrete
        and field.is_relation
        and field.related_model._meta.app_label in HEIGHT
        and HEIGHT[field.related_model._meta.app_label] > HEIGHT[model._meta.app_label]
    ]

    assert upward == []


def test_the_ledger_keeps_copies_and_no_keys() -> None:
    keys = [
        field.name
        for model in apps.get_app_config("ledger").get_models()
        for field in model._meta.get_fields()
        if field.is_relation
    ]

    assert keys == []


def test_views_call_verbs_of_their_own_room_or_of_casework_only() -> None:
    strange = [
        f"{module_of(path)} → {name}"
        for room in ROOMS
        for path in files_of(room, "views")
        for name in imports_of(path)
        if name.startswith("norishiro.")
        and name.split(".")[2:3] == ["operations"]
        and name.split(".")[1] not in (room, "casework")
    ]

    assert strange == []


def test_no_signal_carries_a_consequence() -> None:
    receivers = [
        f"{path.relative_to(HOUSE)}: {name}"
        for path in HOUSE.rglob("*.py")
        for name in imports_of(path)
        if name.startswith(("django.db.models.signals", "django.dispatch"))
    ]

    assert receivers == []


def test_there_is_no_drawer_for_odds_and_ends() -> None:
    drawers = {"utils.py", "helpers.py", "misc.py"}

    assert sorted(str(path.relative_to(HOUSE)) for path in HOUSE.rglob("*.py") if path.name in drawers) == []
