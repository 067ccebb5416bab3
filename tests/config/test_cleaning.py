"""Transactional tests commit for real, and leave nothing to each other."""

from typing import Any

import psycopg
import pytest
from django.db import connection

from norishiro.agencies.models import Staff


@pytest.mark.parametrize("turn", [1, 2])
@pytest.mark.django_db(transaction=True)
def test_what_one_commits_another_connection_sees_and_the_next_test_does_not(
    app_connection: psycopg.Connection[Any], turn: int
) -> None:
    assert Staff.objects.count() == 0
    Staff.objects.create(login_id=f"sato{turn}", name="佐藤 はな")
    assert app_connection.execute("SELECT login_id FROM agencies_staff").fetchall() == [(f"sato{turn}",)]


@pytest.mark.django_db
def test_an_ordinary_test_is_rolled_back_and_unseen(app_connection: psycopg.Connection[Any]) -> None:
    Staff.objects.create(login_id="sato", name="佐藤 はな")
    assert app_connection.execute("SELECT count(*) FROM agencies_staff").fetchone() == (0,)


def test_the_live_server_is_the_application_too(live_server: Any, client: Any) -> None:
    assert client.get(live_server.url + "/accounts/sessions/").status_code == 302
    assert connection.settings_dict["USER"] == "norishiro_app"
