"""Migrations: one line per room, in step with the models, and each can be taken back."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from tests.house.source import ROOMS


@pytest.fixture(scope="module")
def loader() -> MigrationLoader:
    return MigrationLoader(None)


def test_every_room_has_one_line_of_migrations(loader: MigrationLoader) -> None:
    leaves = {room: [name for app, name in loader.graph.leaf_nodes() if app == room] for room in ROOMS}

    assert {room: names for room, names in leaves.items() if len(names) > 1} == {}


def test_no_migration_has_two_children_in_its_own_room(loader: MigrationLoader) -> None:
    forks = [
        key
        for key, node in loader.graph.node_map.items()
        if key[0] in ROOMS and len([child for child in node.children if child.key[0] == key[0]]) > 1
    ]

    assert forks == []


def test_migrations_wait_only_for_rooms_below(loader: MigrationLoader) -> None:
    upward = [
        f"{app}.{name} → {other}"
        for (app, name), migration in loader.disk_migrations.items()
        for other, _ in migration.dependencies
        if app in ROOMS and other in ROOMS and ROOMS.index(other) > ROOMS.index(app)
    ]

    assert upward == []


def test_models_and_migrations_say_the_same(db: None) -> None:
    assert connection.vendor == "postgresql"
    call_command("makemigrations", check=True, dry_run=True, verbosity=0, stdout=StringIO())


def test_every_migration_can_be_taken_back(loader: MigrationLoader) -> None:
    one_way = [
        f"{app}.{name}"
        for (app, name), migration in loader.disk_migrations.items()
        if app in ROOMS and not all(step.reversible for step in migration.operations)
    ]

    assert one_way == []
