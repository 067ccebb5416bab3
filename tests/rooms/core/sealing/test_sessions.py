"""Rows of log-ins are sealed: nobody reads them, nobody writes one."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from norishiro.core.sealing import keystore
from norishiro.core.sealing.envelope import SealBroken
from norishiro.core.sealing.sessions import SealedJSON

pytestmark = pytest.mark.django_db

HELD = {"mfa.totp.secret": "JBSWY3DPEHPK3PXP", "who": "架空 花子"}
NOW = datetime(2026, 12, 1, tzinfo=UTC)


def kept() -> str:
    store = SessionStore()
    store.update(HELD)
    store.save()
    assert store.session_key is not None
    return store.session_key


def test_a_log_in_is_kept_sealed_and_found_again() -> None:
    key = kept()
    raw = Session.objects.get(session_key=key).session_data.lstrip(".").split(":")[0]
    packed = base64.urlsafe_b64decode(raw + "=" * (-len(raw) % 4))

    assert dict(SessionStore(key).items()) == HELD
    assert b"JBSWY3DP" not in packed
    assert b"secret" not in packed


def test_a_log_in_outlives_a_change_of_keys_but_not_the_end_of_the_old_one() -> None:
    key, store = kept(), keystore.current()
    first = keystore.load(store).newest.name
    keystore.add_master(store, now=NOW)
    assert dict(SessionStore(key).items()) == HELD

    keystore.drop_masters(store, [first])

    assert dict(SessionStore(key).items()) == {}


def test_a_changed_row_is_no_log_in() -> None:
    sealed = SealedJSON().dumps(HELD)

    with pytest.raises(SealBroken):
        SealedJSON().loads(sealed[:-1] + bytes([sealed[-1] ^ 1]))
