"""A parcel opens for the key it was closed for, whole and under its own number, and for nothing else."""

from __future__ import annotations

import base64
import os
from uuid import UUID, uuid4

import pytest

from norishiro.core.sealing.parcels import (
    LARGEST,
    NONCE,
    POINT,
    Parcel,
    ParcelBroken,
    as_parcel,
    close_parcel,
    new_pair,
    open_parcel,
)

PLAIN = "架空 太郎さんは留守だった".encode()
PRIVATE, PUBLIC = new_pair()


def closed(plain: bytes = PLAIN) -> Parcel:
    one, key = uuid4(), uuid4()
    box = close_parcel(plain, public=PUBLIC, parcel_id=one, key_id=key, nonce=os.urandom(NONCE))
    return Parcel(one, key, box)


def sent(parcel: Parcel) -> dict[str, str]:
    box = base64.b64encode(parcel.box).decode()
    return {"id": str(parcel.id), "key": str(parcel.key_id), "box": box}


def test_it_comes_as_it_was_sent_and_opens():
    parcel = closed()
    assert as_parcel(sent(parcel)) == parcel
    assert open_parcel(parcel, private=PRIVATE) == PLAIN


def test_the_same_words_never_look_the_same():
    first, second = closed(), closed()
    assert first.box[:POINT] != second.box[:POINT]
    assert PLAIN not in first.box


@pytest.mark.parametrize("place", [0, 1, POINT, POINT + NONCE, -1], ids=str)
def test_a_changed_byte_opens_nothing(place: int):
    parcel = closed()
    box = bytearray(parcel.box)
    box[place] ^= 1
    with pytest.raises(ParcelBroken):
        open_parcel(Parcel(parcel.id, parcel.key_id, bytes(box)), private=PRIVATE)


def test_it_cannot_be_passed_off_as_another():
    parcel = closed()
    for other in (Parcel(uuid4(), parcel.key_id, parcel.box), Parcel(parcel.id, uuid4(), parcel.box)):
        with pytest.raises(ParcelBroken):
            open_parcel(other, private=PRIVATE)


def test_another_key_opens_nothing():
    with pytest.raises(ParcelBroken):
        open_parcel(closed(), private=new_pair()[0])


@pytest.mark.parametrize(
    "odd",
    [
        None, "box", 7, [], {}, {"id": "x", "key": str(UUID(int=1)), "box": ""},
        {"id": str(UUID(int=1)), "key": str(UUID(int=1)), "box": "そのまま"},
        {"id": str(UUID(int=1)), "key": str(UUID(int=1)), "box": 5},
        {"id": 3, "key": str(UUID(int=1)), "box": "AAAA"},
        {"id": str(UUID(int=1)), "key": str(UUID(int=1)), "box": base64.b64encode(b"short").decode()},
    ],
    ids=range(10),
)  # fmt: skip
def test_what_is_no_parcel_is_refused(odd: object):
    with pytest.raises(ParcelBroken):
        as_parcel(odd)


def test_the_largest_is_taken_and_one_byte_more_is_not():
    over = POINT + NONCE + 16
    assert len(as_parcel(sent(closed(b"x" * (LARGEST - over)))).box) == LARGEST
    with pytest.raises(ParcelBroken):
        as_parcel(sent(closed(b"x" * (LARGEST - over + 1))))
