"""One sealed value opens whole and in its place, and never otherwise."""

from __future__ import annotations

import secrets
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from norishiro.core.sealing import envelope
from norishiro.core.sealing.envelope import Place, SealBroken

KEY = secrets.token_bytes(32)
HERE = Place("people_fact", "body", UUID(int=7))
ADDRESS = "みなと町一丁目2番3号 みどり荘101".encode()


def sealed() -> bytes:
    return envelope.close(ADDRESS, key=KEY, number=5, place=HERE)


@given(st.binary(max_size=5000), st.integers(0, 2**64 - 1), st.uuids())
def test_whatever_is_sealed_opens_again(plain: bytes, number: int, row: UUID) -> None:
    place = Place("people_fact", "body", row)
    closed = envelope.close(plain, key=KEY, number=number, place=place)

    assert envelope.key_number(closed, place=place) == number
    assert envelope.open_with(closed, key=KEY, place=place) == plain


def test_nothing_of_the_text_shows() -> None:
    assert "みどり荘".encode() not in sealed()


def test_the_same_text_sealed_twice_differs() -> None:
    assert sealed() != sealed()


@pytest.mark.parametrize(
    "elsewhere",
    [
        Place("people_fact", "body", UUID(int=8)),
        Place("people_fact", "title", UUID(int=7)),
        Place("people_person", "body", UUID(int=7)),
    ],
)
def test_a_moved_value_does_not_open(elsewhere: Place) -> None:
    with pytest.raises(SealBroken) as refused:
        envelope.open_with(sealed(), key=KEY, place=elsewhere)

    assert str(refused.value) == (
        "封をした値が、書き換えられているか、別の場所から移されています"
        f"（{elsewhere.table} の {elsewhere.column}）。この値は使わず、情報担当に知らせてください。"
    )


def test_every_flipped_bit_is_found() -> None:
    whole = sealed()
    for position in range(len(whole) * 8):
        changed = bytearray(whole)
        changed[position // 8] ^= 1 << position % 8
        with pytest.raises(SealBroken):
            envelope.open_with(bytes(changed), key=KEY, place=HERE)


def test_every_cut_is_found() -> None:
    whole = sealed()
    for length in range(len(whole)):
        with pytest.raises(SealBroken):
            envelope.open_with(whole[:length], key=KEY, place=HERE)
    with pytest.raises(SealBroken):
        envelope.open_with(whole + b"\0", key=KEY, place=HERE)


def test_another_key_does_not_open() -> None:
    with pytest.raises(SealBroken):
        envelope.open_with(sealed(), key=secrets.token_bytes(32), place=HERE)


def test_as_text_has_one_spelling() -> None:
    whole = sealed()
    text = envelope.as_text(whole)

    assert envelope.from_text(text, place=HERE) == whole
    for other in (text + "=", text + "\n", text[:-1], text.replace(text[3], "ん"), f" {text}"):
        with pytest.raises(SealBroken):
            envelope.from_text(other, place=HERE)


def test_a_plain_text_is_no_sealed_value() -> None:
    with pytest.raises(SealBroken):
        envelope.open_with(ADDRESS, key=KEY, place=Place("people_fact", "body", uuid4()))
