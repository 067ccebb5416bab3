"""Two of three media open the keys; one does not, two of different sets do not, and what is broken is said."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import permutations
from pathlib import Path

import pytest

from config import custody
from config.refusal import StartRefused
from norishiro.core.sealing import keystore
from norishiro.core.sealing.keystore import KeyStore


@pytest.fixture
def store(tmp_path: Path) -> KeyStore:
    folder = tmp_path / "keys"
    store = KeyStore(ring=folder / keystore.RING, book=folder)
    keystore.make(store, now=datetime(2026, 11, 23, tzinfo=UTC))
    return store


@pytest.fixture
def media(store: KeyStore, tmp_path: Path) -> list[Path]:
    folders = [tmp_path / name for name in ("kin", "gin", "do")]
    custody.share(store, folders, today="2026-11-23")
    return folders


def test_any_two_open_and_write_back_what_there_was(
    media: list[Path], store: KeyStore, tmp_path: Path
) -> None:
    for number, pair in enumerate(permutations(media, 2)):
        contents = custody.opened(pair)
        assert custody.differing(contents, store) == []
        into = tmp_path / f"back{number}"
        custody.write_back(contents, into)
        assert keystore.load(KeyStore(ring=into / keystore.RING, book=into)) == keystore.load(store)


def test_one_alone_holds_nothing_legible(media: list[Path], store: KeyStore) -> None:
    secret = store.page(1).read_bytes()[:32]
    assert not any(secret in file.read_bytes() for file in media[0].iterdir())
    with pytest.raises(StartRefused, match="二つの媒体"):
        custody.opened([media[0], media[0]])


def test_two_of_different_days_do_not_open(media: list[Path], store: KeyStore, tmp_path: Path) -> None:
    others = [tmp_path / name for name in ("a", "b", "c")]
    custody.share(store, others, today="2026-11-24")
    with pytest.raises(StartRefused, match="同じときに分けた"):
        custody.opened([media[0], others[1]])


def test_a_broken_file_is_taken_from_the_other_medium(media: list[Path], store: KeyStore) -> None:
    for file in media[0].glob("*.age"):
        file.write_bytes(file.read_bytes()[:-1])
    assert custody.differing(custody.opened(media[:2]), store) == []
    for file in media[1].glob("*.age"):
        file.unlink()
    with pytest.raises(StartRefused, match="三つめの媒体"):
        custody.opened(media[:2])
    assert custody.differing(custody.opened([media[0], media[2]]), store) == []


@pytest.mark.parametrize("number", [1, 2, 4])
def test_three_hold_them(store: KeyStore, tmp_path: Path, number: int) -> None:
    with pytest.raises(StartRefused, match="三人で預かる"):
        custody.share(store, [tmp_path / str(one) for one in range(number)], today="2026-11-23")


def test_nothing_is_written_over(media: list[Path], store: KeyStore) -> None:
    with pytest.raises(StartRefused, match="上書きはしません"):
        custody.share(store, media, today="2026-11-24")
    with pytest.raises(StartRefused, match="空ではありません"):
        custody.write_back(custody.opened(media[:2]), store.book)


def test_a_medium_without_its_key_is_named(media: list[Path], tmp_path: Path) -> None:
    with pytest.raises(StartRefused, match="nowhere"):
        custody.opened([media[0], tmp_path / "nowhere"])


def test_keys_that_changed_since_are_named(media: list[Path], store: KeyStore) -> None:
    keystore.add_master(store, now=datetime(2026, 11, 24, tzinfo=UTC))
    assert custody.differing(custody.opened(media[:2]), store) == [keystore.RING]
