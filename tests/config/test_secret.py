"""The secret key changes under the pages: what was signed before still counts, until it is too old or was cut off."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from config import known_devices, secret
from config.env import Environment, parse
from config.refusal import StartRefused
from norishiro.core.messages import fernet_for


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: object) -> Environment:
    """The pages of a folder of their own; the settings are put back afterwards."""
    environment = parse({"NORISHIRO_HOME": str(tmp_path)})
    monkeypatch.setattr("config.env.current", lambda: environment)
    settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS = secret.keys_of(environment)  # type: ignore[attr-defined]
    return environment


def looked() -> None:
    secret.newest_secret(lambda _request: HttpResponse())(HttpRequest())


def test_what_was_signed_before_still_counts(place: Environment) -> None:
    signed, sealed = signing.dumps("印"), fernet_for("words").encrypt(b"words")
    old = settings.SECRET_KEY
    secret.renew(place)
    looked()
    assert (old != settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS) == (True, [old])
    assert signing.loads(signed) == "印"
    assert fernet_for("words").decrypt(sealed) == b"words"
    assert signing.loads(signing.dumps("新しい印"), fallback_keys=[]) == "新しい印"


def test_a_known_browser_stays_known(place: Environment) -> None:
    device = known_devices.Device("1", (known_devices.account("csw"),))
    secret.renew(place)
    looked()
    assert known_devices._knows(device, "csw")
    assert not known_devices._knows(device, "somebody else")


def test_cut_off_at_once(place: Environment) -> None:
    signed = signing.dumps("印")
    secret.renew(place, at_once=True)
    looked()
    assert settings.SECRET_KEY_FALLBACKS == []
    with pytest.raises(signing.BadSignature):
        signing.loads(signed)


def test_after_a_week_the_one_before_counts_no_more(place: Environment) -> None:
    secret.renew(place)
    assert len(secret.keys_of(place)) == 2
    long_ago = time.time() - secret.KEPT_SECONDS - 1
    os.utime(place.home / "secret_key", (long_ago, long_ago))
    assert len(secret.keys_of(place)) == 1


def test_a_second_change_forgets_the_first(place: Environment) -> None:
    first = settings.SECRET_KEY
    secret.renew(place)
    secret.renew(place)
    assert len(secret.keys_of(place)) == 2
    assert first not in secret.keys_of(place)


def test_while_the_folder_is_away_the_keys_known_last_go_on(place: Environment) -> None:
    middleware = secret.newest_secret(lambda _request: HttpResponse())
    middleware(HttpRequest())
    old = settings.SECRET_KEY
    (place.home / "secret_key").unlink()
    assert middleware(HttpRequest()).status_code == 200
    assert old == settings.SECRET_KEY


def test_a_key_in_the_settings_is_changed_there(tmp_path: Path) -> None:
    written = parse({"NORISHIRO_HOME": str(tmp_path), "NORISHIRO_SECRET_KEY": "0123456789abcdefghij" * 4})
    with pytest.raises(StartRefused, match="NORISHIRO_SECRET_KEY"):
        secret.renew(written)
    assert secret.keys_of(written) == ("0123456789abcdefghij" * 4,)


def test_with_several_machines_all_hear_of_it_before_the_first_signs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    several = parse(
        {"NORISHIRO_HOME": str(tmp_path), "DATABASE_URL": "postgres://norishiro@db.example/norishiro"}
    )
    old = secret.keys_of(several)[0]
    meanwhile: list[tuple[str, ...]] = []
    monkeypatch.setattr(time, "sleep", lambda _seconds: meanwhile.append(secret.keys_of(several)))
    secret.renew(several)
    new = secret.keys_of(several)[0]
    assert (meanwhile, secret.keys_of(several)) == ([(old, new)], (new, old))
