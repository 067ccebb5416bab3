"""The secrets outside the database: closed to others, never made anew by accident, emptied for good."""

from __future__ import annotations

import stat
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from norishiro.core.sealing import keystore
from norishiro.core.sealing.keystore import KeyDestroyed, KeyStore, KeysUnusable

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
SUBJECT = UUID(int=11)


@pytest.fixture
def store(tmp_path: Path) -> KeyStore:
    found = KeyStore(ring=tmp_path / "keys" / "ring.json", book=tmp_path / "keys")
    keystore.make(found, now=NOW)
    return found


def test_files_are_closed_to_others_from_the_first_moment(store: KeyStore) -> None:
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (store.book, store.ring, store.page(1))}

    assert modes == {"keys": 0o700, "ring.json": 0o600, "page-0001.keys": 0o600}


def test_making_twice_changes_nothing(store: KeyStore) -> None:
    before = (store.ring.read_bytes(), store.page(1).read_bytes())

    keystore.make(store, now=NOW)

    assert (store.ring.read_bytes(), store.page(1).read_bytes()) == before


def test_slots_differ_and_stay(store: KeyStore) -> None:
    assert len({keystore.slot(store, number) for number in range(500)}) == 500
    assert keystore.slot(store, 3) == keystore.slot(store, 3)


def test_an_emptied_slot_is_gone_and_its_neighbours_stay(store: KeyStore) -> None:
    around = [keystore.slot(store, number) for number in (4, 6)]

    keystore.empty(store, [5])

    with pytest.raises(KeyDestroyed):
        keystore.slot(store, 5)
    assert [keystore.slot(store, number) for number in (4, 6)] == around
    assert keystore.load(store).emptied == 1


def test_ring_and_book_are_both_needed(store: KeyStore) -> None:
    first = keystore.load(store).newest.name
    key = keystore.wrapping_key(store, master=first, number=9)
    keystore.add_master(store, now=NOW)
    second = keystore.load(store).newest.name

    assert keystore.wrapping_key(store, master=first, number=9) == key
    assert keystore.wrapping_key(store, master=second, number=9) != key
    assert keystore.wrapping_key(store, master=first, number=10) != key


def test_the_newest_seals_and_the_newest_stays(store: KeyStore) -> None:
    first = keystore.load(store).newest
    second = keystore.add_master(store, now=NOW).newest

    assert keystore.load(store).masters == (first, second)
    assert keystore.drop_masters(store, [first.name, second.name]).masters == (second,)


def test_a_page_more_gives_room(store: KeyStore) -> None:
    with pytest.raises(KeysUnusable):
        keystore.slot(store, keystore.PAGE_SLOTS)

    assert keystore.add_page(store).slots == 2 * keystore.PAGE_SLOTS
    assert len(keystore.slot(store, keystore.PAGE_SLOTS)) == 32


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644])
def test_a_ring_others_may_read_is_refused(store: KeyStore, mode: int) -> None:
    store.ring.chmod(mode)

    with pytest.raises(KeysUnusable) as refused:
        keystore.load(store)

    assert str(refused.value) == (
        f"鍵 {store.ring} を、ほかの利用者も読めるようになっています。`chmod 600 {store.ring}` で閉じてください。"
    )


def test_a_page_or_folder_others_may_read_is_refused(store: KeyStore) -> None:
    store.page(1).chmod(0o640)
    with pytest.raises(KeysUnusable):
        keystore.slot(store, 1)
    store.page(1).chmod(0o600)
    store.book.chmod(0o755)
    with pytest.raises(KeysUnusable):
        keystore.load(store)


def test_a_lost_ring_is_said_in_words_and_not_made_anew(store: KeyStore) -> None:
    store.ring.unlink()

    with pytest.raises(KeysUnusable) as refused:
        keystore.load(store)

    assert str(refused.value) == (
        f"封をするための鍵が見つかりません（{store.ring}）。保管している控えから戻してください。"
        "新しく作ってはいけません。いま封をしてあるものが、二度と開けられなくなります。"
    )
    assert not store.ring.exists()


@pytest.mark.parametrize("content", ["", "{}", '{"masters": [["a", "AAAA"]]}', "なにか"])
def test_a_broken_ring_is_said_in_words(store: KeyStore, content: str) -> None:
    store.ring.write_text(content, encoding="utf-8")

    with pytest.raises(KeysUnusable) as refused:
        keystore.load(store)

    assert str(refused.value) == (
        f"鍵のファイル {store.ring} が壊れているか、読めません。保管している控えから戻してください。"
    )


def test_a_cut_page_is_missing(store: KeyStore) -> None:
    whole = store.page(1).read_bytes()
    store.page(1).write_bytes(whole[: 32 * 100 + 7])

    assert list(keystore.missing(store, keystore.load(store))) == [store.page(1)]
    assert len(keystore.slot(store, 99)) == 32
    with pytest.raises(KeysUnusable):
        keystore.slot(store, 100)


def test_a_change_by_another_process_is_seen_at_once(store: KeyStore) -> None:
    before = keystore.load(store)
    other = KeyStore(ring=store.ring, book=store.book)

    keystore.add_page(other)

    assert (before.pages, keystore.load(store).pages) == (1, 2)


def test_the_name_of_a_keeper_tells_nothing_without_the_ring(store: KeyStore, tmp_path: Path) -> None:
    other = KeyStore(ring=tmp_path / "other" / "ring.json", book=tmp_path / "other")
    keystore.make(other, now=NOW)
    name = keystore.load(store).opaque(SUBJECT)

    assert name == keystore.load(store).opaque(SUBJECT)
    assert name != keystore.load(store).opaque(UUID(int=12))
    assert name != keystore.load(other).opaque(SUBJECT)
    assert name != SUBJECT
