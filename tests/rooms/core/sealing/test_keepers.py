"""Sealing for a person or a case, through the database."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from norishiro.core.models import SealingKey
from norishiro.core.sealing import keepers, keystore
from norishiro.core.sealing.envelope import HEADER, MARK, Place, SealBroken
from norishiro.core.sealing.keystore import KeyDestroyed, KeysUnusable

pytestmark = pytest.mark.django_db

TEXT = "みなと町一丁目2番3号"


def here(row: UUID | None = None) -> Place:
    return Place("people_fact", "body", row or uuid4())


def test_one_key_for_each_subject() -> None:
    mine, other = uuid4(), uuid4()
    places = [here() for _ in range(3)]
    closed = [
        keepers.seal_text(TEXT, subject=subject, at=place)
        for subject, place in zip((mine, mine, other), places, strict=True)
    ]

    assert [keepers.unseal_text(one, at=place) for one, place in zip(closed, places, strict=True)] == [
        TEXT
    ] * 3
    assert SealingKey.objects.count() == 2
    assert not SealingKey.objects.filter(keeper__in=[mine, other]).exists()


def test_a_page_of_values_asks_once(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    places = [here() for _ in range(3)]
    closed = [keepers.seal_text(TEXT, subject=uuid4(), at=place) for place in places]

    for many in (1, 3):
        with django_assert_num_queries(1):
            opened = keepers.unseal_all(list(zip(closed, places, strict=True))[:many])
        assert opened == [TEXT.encode()] * many


def test_a_destroyed_key_opens_nothing_and_other_subjects_stay() -> None:
    gone, stays = uuid4(), uuid4()
    lost, kept = here(), here()
    closed = keepers.seal_text(TEXT, subject=gone, at=lost)
    other = keepers.seal_text(TEXT, subject=stays, at=kept)

    assert keepers.destroy(gone) == 1

    with pytest.raises(KeyDestroyed):
        keepers.unseal(closed, at=lost)
    assert keepers.unseal_text(other, at=kept) == TEXT


def test_after_a_destruction_a_new_value_gets_a_new_key() -> None:
    subject, place = uuid4(), here()
    keepers.seal_text(TEXT, subject=subject, at=place)
    keepers.destroy(subject)

    again = keepers.seal_text(TEXT, subject=subject, at=place)

    assert keepers.unseal_text(again, at=place) == TEXT
    assert keepers.destroy(subject) == 2


def test_a_number_whose_slot_is_empty_is_never_given_again() -> None:
    """An old copy of the database came back: its counter stands before keys that were destroyed since."""
    store = keystore.current()
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('core_sealingkey_slots')")
        number = cursor.fetchone()[0]
    keystore.empty(store, [number + 1, number + 2])

    place = here()
    closed = keepers.seal_text(TEXT, subject=uuid4(), at=place)

    assert keepers.unseal_text(closed, at=place) == TEXT
    assert SealingKey.objects.get().number == number + 3


def test_one_subjects_key_cannot_be_passed_off_as_anothers() -> None:
    place = here()
    closed = keepers.seal_text(TEXT, subject=uuid4(), at=place)
    key = SealingKey.objects.get()
    SealingKey.objects.bulk_create(
        [
            SealingKey(
                number=key.number + 1,
                keeper=key.keeper,
                master=key.master,
                wrapped=bytes(key.wrapped),
                made_at=key.made_at,
                retired_at=timezone.now(),
            )
        ]
    )
    moved = HEADER.pack(MARK, key.number + 1) + closed[HEADER.size :]

    with pytest.raises(SealBroken):
        keepers.unseal(moved, at=place)


@pytest.mark.parametrize("number", [99, 2**63 - 1, 2**63, 2**64 - 1])
def test_an_unknown_key_is_a_broken_seal(number: int) -> None:
    place = here()
    closed = keepers.seal_text(TEXT, subject=uuid4(), at=place)

    with pytest.raises(SealBroken):
        keepers.unseal(HEADER.pack(MARK, number) + closed[HEADER.size :], at=place)


def test_a_key_renewed_seals_again_and_the_old_still_opens() -> None:
    subject, place = uuid4(), here()
    closed = keepers.seal_text(TEXT, subject=subject, at=place)
    store = keystore.current()
    keystore.add_master(store, now=datetime(2026, 12, 1, tzinfo=UTC))

    keepers.renew(store, SealingKey.objects.get().keeper)
    again = keepers.seal_again(closed, at=place)

    assert again is not None
    assert keepers.unseal_text(closed, at=place) == keepers.unseal_text(again, at=place) == TEXT
    assert keepers.seal_again(again, at=place) is None
    assert SealingKey.objects.get(retired_at=None).master == keystore.load(store).newest.name


def test_lost_keys_are_said_in_words_and_no_new_ones_are_made(settings: Settings, tmp_path: Path) -> None:
    place = here()
    closed = keepers.seal_text(TEXT, subject=uuid4(), at=place)
    settings.NORISHIRO_KEYS = tmp_path / "elsewhere"

    for attempt in (
        lambda: keepers.unseal(closed, at=place),
        lambda: keepers.seal_text(TEXT, subject=uuid4(), at=place),
    ):
        with pytest.raises(KeysUnusable):
            attempt()
    assert not (tmp_path / "elsewhere").exists()


def test_a_full_book_is_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    store = keystore.current()
    monkeypatch.setattr(SealingKey, "next_number", staticmethod(lambda: keystore.load(store).slots))

    with pytest.raises(KeysUnusable) as refused:
        keepers.seal_text(TEXT, subject=uuid4(), at=here())

    assert str(refused.value) == (
        "鍵の帳面が、最後まで使われています。情報担当に、`norishiro keys make` でページを足すよう伝えてください。"
    )
