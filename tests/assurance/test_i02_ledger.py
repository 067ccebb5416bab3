"""I2: whoever owns the database and knows how lines are hashed still cannot rewrite what a checkpoint covers."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from norishiro.ledger.verify_offline import FIELDS, GENESIS, Checkpoint, Head, Line, digest, faults_of
from tests.assurance.evidence import Evidence

SEED = 20261121
DATABASE = "3b7b9b0e-5a44-4a65-9f0f-6f6f2f0a4b11"
LENGTH = 60
START = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
PLACE = {name: at for at, name in enumerate(FIELDS)}
CHANGEABLE = tuple(name for name in FIELDS if name not in ("seq", "prev_hash"))


@dataclass
class Ledger:
    """What lies in the database: the attacker may write every part of it."""

    lines: list[Line]
    head: Head


Attack = Callable[[Ledger, int, random.Random], Ledger]


# --- a ledger as offices write it ------------------------------------------------------------------------


def hashed(texts: Sequence[str]) -> Line:
    return Line(seq=int(texts[0]), texts=tuple(texts), hash=digest(texts))


def texts_of(dice: random.Random, *, seq: int, prev_hash: str) -> list[str]:
    fields = {
        "seq": str(seq),
        "at": (START + timedelta(seconds=17 * seq)).strftime("%Y-%m-%dT%H:%M:%S.%f"),
        "verb": dice.choice(["records.shown", "records.searched", "case.closed", "consent.taken"]),
        "staff_id": str(UUID(int=dice.randrange(1, 9))),
        "staff_label": dice.choice(["架空 花子", "見本 太郎", "髙﨑 邉子"]),
        "agency_id": str(UUID(int=dice.randrange(100, 104))),
        "agency_label": dice.choice(["みなと相談センター", "福祉総務課"]),
        "subjects": ",".join(str(UUID(int=dice.randrange(1000, 1100))) for _ in range(dice.randrange(4))),
        "ground": dice.choice(["", "C0", "J6"]),
        "screen": dice.choice(["", "cases:show", "people:person"]),
        "detail": dice.choice(["", '{"texts": ["body"]}']),
        "reason": dice.choice(["", "会議の準備\n二行目"]),
        "prev_hash": prev_hash,
    }
    return [fields[name] for name in FIELDS]


def written(dice: random.Random, *, length: int) -> Ledger:
    lines: list[Line] = []
    for seq in range(1, length + 1):
        lines.append(hashed(texts_of(dice, seq=seq, prev_hash=lines[-1].hash if lines else GENESIS)))
    return Ledger(lines=lines, head=Head(length, lines[-1].hash))


def checkpoint_at(ledger: Ledger, seq: int) -> Checkpoint:
    line = ledger.lines[seq - 1]
    return Checkpoint(
        database=DATABASE, seq=seq, count=seq, hash=line.hash, at="2026-11-20T10:00:00.000000",
        public_key="", signature="",
    )  # fmt: skip


# --- what an attacker does -------------------------------------------------------------------------------


def rechained(lines: Sequence[Line]) -> Ledger:
    """Numbered anew, hashed anew with the right function, and the head set to fit: a perfect chain by itself."""
    made: list[Line] = []
    for seq, line in enumerate(lines, start=1):
        texts = [str(seq), *line.texts[1:-1], made[-1].hash if made else GENESIS]
        made.append(hashed(texts))
    return Ledger(lines=made, head=Head(len(made), made[-1].hash if made else GENESIS))


def other(line: Line, dice: random.Random) -> Line:
    """The same line with one field said differently."""
    name = dice.choice(CHANGEABLE)
    texts = list(line.texts)
    texts[PLACE[name]] = texts[PLACE[name]][:-1] if texts[PLACE[name]] and dice.random() < 0.5 else (
        texts[PLACE[name]] + dice.choice(["x", "０", " ", "別"])
    )  # fmt: skip
    return replace(line, texts=tuple(texts))


def edit(ledger: Ledger, at: int, dice: random.Random) -> Ledger:
    lines = [*ledger.lines]
    lines[at] = other(lines[at], dice)
    return Ledger(lines, ledger.head)


def edit_and_hash(ledger: Ledger, at: int, dice: random.Random) -> Ledger:
    lines = [*ledger.lines]
    lines[at] = hashed(other(lines[at], dice).texts)
    return Ledger(lines, ledger.head)


def edit_and_rechain(ledger: Ledger, at: int, dice: random.Random) -> Ledger:
    lines = [*ledger.lines]
    lines[at] = other(lines[at], dice)
    return rechained(lines)


def delete(ledger: Ledger, at: int, dice: random.Random) -> Ledger:
    return Ledger(ledger.lines[:at] + ledger.lines[at + 1 :], ledger.head)


def delete_and_rechain(ledger: Ledger, at: int, dice: random.Random) -> Ledger:
    return rechained(ledger.lines[:at] + ledger.lines[at + 1 :])


def delete_and_make_up(ledger: Ledger, at: int, dice: random.Random) -> Ledger:
    """One line taken out, another put in elsewhere, so that the count stays."""
    left = ledger.lines[:at] + ledger.lines[at + 1 :]
    left.append(hashed(texts_of(dice, seq=1, prev_hash=GENESIS)))
    return rechained(left)


def insert(ledger: Ledger, at: int, dice: random.Random) -> Ledger:
    line = hashed(texts_of(dice, seq=at + 1, prev_hash=ledger.lines[at].prev_hash))
    return Ledger(ledger.lines[:at] + [line] + ledger.lines[at:], ledger.head)


def insert_and_rechain(ledger: Ledger, at: int, dice: random.Random) -> Ledger:
    line = hashed(texts_of(dice, seq=at + 1, prev_hash=GENESIS))
    return rechained(ledger.lines[:at] + [line] + ledger.lines[at:])


def swapped(ledger: Ledger, at: int, dice: random.Random) -> list[Line]:
    lines = [*ledger.lines]
    to = dice.choice([one for one in range(len(lines)) if one != at])
    lines[at], lines[to] = lines[to], lines[at]
    return lines


def reorder(ledger: Ledger, at: int, dice: random.Random) -> Ledger:
    return Ledger(swapped(ledger, at, dice), ledger.head)


def reorder_and_rechain(ledger: Ledger, at: int, dice: random.Random) -> Ledger:
    return rechained(swapped(ledger, at, dice))


def cut_tail(ledger: Ledger, at: int, dice: random.Random) -> Ledger:
    return Ledger(ledger.lines[:at], ledger.head)


def cut_tail_and_set_head(ledger: Ledger, at: int, dice: random.Random) -> Ledger:
    return rechained(ledger.lines[:at])


def restore_and_go_on(ledger: Ledger, at: int, dice: random.Random) -> Ledger:
    """An old copy put back, and work goes on until it is as long as before."""
    made_up = [hashed(texts_of(dice, seq=1, prev_hash=GENESIS)) for _ in ledger.lines[at:]]
    return rechained([*ledger.lines[:at], *made_up])


def replace_whole(ledger: Ledger, at: int, dice: random.Random) -> Ledger:
    return written(dice, length=len(ledger.lines) + dice.randrange(3))


def double(ledger: Ledger, at: int, dice: random.Random) -> Ledger:
    return Ledger(ledger.lines[: at + 1] + ledger.lines[at:], ledger.head)


ATTACKS: tuple[Attack, ...] = (
    edit, edit_and_hash, edit_and_rechain, delete, delete_and_rechain, delete_and_make_up, insert,
    insert_and_rechain, reorder, reorder_and_rechain, cut_tail, cut_tail_and_set_head, restore_and_go_on,
    replace_whole, double,
)  # fmt: skip


def is_found(ledger: Ledger, *kept: Checkpoint) -> bool:
    walked = faults_of(ledger.lines, head=ledger.head, database=DATABASE, checkpoints=kept)
    return next(walked, None) is not None


def attacks(count: int) -> Iterator[tuple[Attack, Ledger, Ledger, int]]:
    """Attack, what was, what is now, and the place; half of them far from the checkpoint, half right at it."""
    dice = random.Random(SEED)
    whole = written(dice, length=LENGTH)
    for number in range(count):
        attack = ATTACKS[number % len(ATTACKS)]
        at = dice.randrange(LENGTH - 5)
        yield attack, whole, attack(whole, at, dice), at


def test_every_change_before_a_checkpoint_is_found(evidence: Evidence) -> None:
    count = evidence.at_scale(small=600, ci=12_000, nightly=100_000)
    dice = random.Random(SEED)
    missed: list[str] = []
    unchanged = 0
    for attack, whole, changed, at in attacks(count):
        unchanged += changed == whole
        # Any one checkpoint that covers the place will do: the nearest possible, or a later one.
        kept = checkpoint_at(whole, at + 1 if dice.random() < 0.5 else dice.randrange(at + 1, LENGTH + 1))
        if not is_found(changed, kept):
            missed.append(f"{attack.__name__} {at} {kept.seq}")
    kinds = len(ATTACKS)
    evidence.shows(
        row="I2",
        figure=f"{count - len(missed)} / {count:,} 件を発見（{kinds}種、正しいハッシュでのつなぎ直しを含む）",
        target="≥10,000 件の 100 %",
        holds=not missed and not unchanged,
    )


def test_an_untouched_ledger_raises_no_alarm() -> None:
    whole = written(random.Random(SEED), length=LENGTH)
    assert [is_found(whole, checkpoint_at(whole, seq)) for seq in range(1, LENGTH + 1)] == [False] * LENGTH


@pytest.mark.parametrize("attack", [edit_and_rechain, delete_and_rechain, insert_and_rechain])
def test_what_is_younger_than_the_last_checkpoint_is_not_proved_yet(attack: Attack) -> None:
    """Said openly: until the next hourly checkpoint, lines written after the last one can be rewritten."""
    whole = written(random.Random(SEED), length=LENGTH)
    changed = attack(whole, LENGTH - 2, random.Random(1))
    assert changed != whole
    assert not is_found(changed, checkpoint_at(whole, LENGTH - 2))
    assert is_found(changed, checkpoint_at(whole, LENGTH))


def test_the_whole_is_walked_fast_enough_for_every_hour(evidence: Evidence) -> None:
    whole = written(random.Random(SEED), length=evidence.at_scale(small=5_000, ci=50_000, nightly=500_000))
    began = time.perf_counter()
    assert not is_found(whole, checkpoint_at(whole, 1))
    seconds = time.perf_counter() - began
    per_second = len(whole.lines) / seconds
    evidence.shows(
        row="I2",
        figure=f"発見まで最大1時間（毎時、全行を検証。毎秒 {per_second:,.0f} 行）",
        target="≤1 h",
        holds=per_second > 5_000,
    )
