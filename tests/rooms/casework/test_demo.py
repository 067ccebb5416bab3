"""The demo town: loads under every preset, all its people can work, and nothing of it went past the ledger."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from norishiro.agencies.models import Appointment
from norishiro.casework.demo.accounts import PASSWORD
from norishiro.indicators.models import TabledResults
from norishiro.ledger.models import Entry
from norishiro.profiles.loader import preset_names
from norishiro.reports.models import ClosedMonth
from tests.towns.demo import DemoTown

TODAY_SCREEN = "/"
CASES = {"toshima": 7, "hachioji": 5}


@pytest.mark.slow
@pytest.mark.parametrize("preset", preset_names())
def test_every_account_of_every_preset_signs_in_and_sees_its_day(
    demo_town: Callable[..., DemoTown], preset: str
) -> None:
    logins = demo_town(preset).logins()

    answers = {login: _sign_in_and_look(login) for login in logins}

    assert len(logins) >= 6
    assert answers == dict.fromkeys(logins, 200)


def _sign_in_and_look(login: str) -> int:
    client = Client()
    signed_in = client.post("/accounts/login/", {"login": login, "password": PASSWORD})
    assert signed_in.headers.get("Location") == TODAY_SCREEN, login
    client.post("/hat/", {"agency": Appointment.objects.filter(staff__login_id=login)[0].agency_id})
    return client.get(TODAY_SCREEN).status_code


def test_a_second_time_changes_nothing(demo_town: Callable[..., DemoTown]) -> None:
    before = demo_town("toshima").logins()

    said = StringIO()
    call_command("load_demo_town", stdout=said)
    call_command("load_demo_results")
    call_command("load_demo_reports")
    call_command("load_demo_policies")
    call_command("load_demo_questions")
    call_command("load_demo_bringing")
    call_command("load_demo_disposal")
    call_command("load_demo_moving")

    assert (TabledResults.objects.count(), ClosedMonth.objects.count()) == (1, 1)
    assert said.getvalue() == "職員がもう登録されているので、見本の町は入れませんでした。\n"
    assert demo_town("toshima").logins() == before


@pytest.mark.parametrize("preset", ["toshima", "hachioji"])
def test_everything_in_the_stories_stands_in_an_unbroken_ledger(
    demo_town: Callable[..., DemoTown], preset: str, settings: Any, tmp_path: Path
) -> None:
    demo_town(preset, role="owner")
    # Of another town's ledger there may be checkpoints beside this one.
    settings.NORISHIRO_CHECKPOINTS = (tmp_path,)

    said = StringIO()
    call_command("ledger", "verify", stdout=said)

    assert "すべてつながっています" in said.getvalue()
    assert Entry.objects.filter(verb="demo_town.laid").count() == 1
    assert Entry.objects.filter(verb="case.opened").count() == CASES[preset]
