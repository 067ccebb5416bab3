"""A new database is laid in one stroke, and is the one the migrations make."""

import subprocess
import sys

import psycopg
import pytest

from config import laying
from config.env import ROOT


def test_it_stands_for_the_migrations_as_they_are() -> None:
    """Where this fails a migration it was made from was changed or folded: ``make laid``."""
    assert laying.stale(laying.read()) == []


@pytest.mark.django_db
def test_what_is_laid_is_noted_as_migrated(owner_connection: psycopg.Connection[object]) -> None:
    noted = {(app, name) for app, name in owner_connection.execute("SELECT app, name FROM django_migrations")}
    assert noted == set(laying.sums())


def test_a_changed_or_missing_migration_makes_it_stale() -> None:
    words = laying.read()
    first, second = list(laying.sums())[:2]
    told = laying.sums()[first]
    changed = words.replace(f"{first[0]} {first[1]} {told}", f"{first[0]} {first[1]} {'0' * 16}")
    assert laying.stale(changed) == [".".join(first)]
    gone = words.replace(f" {second[0]} {second[1]} ", f" {second[0]} 0999_gone ")
    assert laying.stale(gone) == [f"{second[0]}.0999_gone"]


@pytest.mark.django_db
def test_a_database_with_tables_is_left_alone(owner_connection: psycopg.Connection[object]) -> None:
    assert laying.lay(owner_connection) is False


def test_two_towns_have_two_ledgers() -> None:
    assert "gen_random_uuid()" in next(
        line for line in laying.read().splitlines() if line.startswith("INSERT INTO public.ledger_head")
    )


def test_in_one_stroke_and_step_by_step_are_the_same_database() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.laid", "compare"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr[-2000:], done.returncode) == ("", "", 0)
