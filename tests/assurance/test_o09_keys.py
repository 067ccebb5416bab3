"""O9: every key is changed while people work, and nobody notices; and each that is lost has its way back."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.assurance.evidence import Evidence
from tests.assurance.machine import Machine, kept, wait_for, writing

pytestmark = pytest.mark.slow

CHANGES = (("keys", "rotate"), ("keys", "secret"), ("ledger", "new_key"))
PAGES = ("/", "/cases/", "/people/", "/consultations/")


@dataclass
class Reader:
    """Somebody who looks at one page after another with the log-in of the morning."""

    machine: Machine
    statuses: dict[int, int] = field(default_factory=dict)

    def read(self, stop: threading.Event) -> None:
        client = self.machine.signed_in()
        while not stop.is_set():
            for path in PAGES:
                status = client._ask("GET", path)[0]
                self.statuses[status] = self.statuses.get(status, 0) + 1
        client.connection.close()


@contextmanager
def reading(machine: Machine) -> Iterator[Reader]:
    reader, stop = Reader(machine), threading.Event()
    hand = threading.Thread(target=reader.read, args=(stop,), daemon=True)
    hand.start()
    wait_for(lambda: bool(reader.statuses), seconds=60)
    try:
        yield reader
    finally:
        stop.set()
        hand.join(timeout=60)


def done(machine: Machine, *words: str) -> str:
    """What a command that must succeed said."""
    told = machine.command(*words)
    assert told.returncode == 0, told.stderr + told.stdout
    return told.stdout


def test_every_key_is_changed_while_people_work(machine: Machine, evidence: Evidence) -> None:
    rounds = evidence.at_scale(small=1, ci=3, nightly=20)
    secrets = {(machine.home / "secret_key").read_text()}
    with writing(machine, hands=2) as writers, reading(machine) as reader:
        for _ in range(rounds):
            for change in CHANGES:
                done(machine, *change)
                seen = sum(reader.statuses.values())
                wait_for(lambda: sum(reader.statuses.values()) > seen + len(PAGES), seconds=60)  # noqa: B023  # read at once
            secrets.add((machine.home / "secret_key").read_text())
    written = [words for one in writers for words in one.acknowledged]
    records = kept(machine)
    lost = [words for words in written if records.get(words) != 1]
    wrong = sum(number for one in writers for status, number in one.answers.items() if status != 302)
    wrong += sum(number for status, number in reader.statuses.items() if status != 200)
    told = done(machine, "ledger", "verify")
    evidence.shows(
        row="O9",
        figure=f"封・秘密・署名の鍵を {rounds}回ずつ替えるあいだ、見た頁 {sum(reader.statuses.values())}、登録 {len(written)}: "
        f"誤りとログインし直し {wrong}、なくなった・二重 {len(lost)}。前の鍵の控えも{'正しい' if '署名は正しい' in told else '正しくない'}",
        target="0",
        holds=not wrong
        and not lost
        and bool(written)
        and len(secrets) == rounds + 1
        and "署名は正しい" in told,
    )


def test_a_lost_key_has_its_way_back(machine: Machine, tmp_path: Path, evidence: Evidence) -> None:
    """The lines of 運用の手引き「鍵の守り方」, one after the other."""
    keys, media = machine.home / "keys", [tmp_path / name for name in ("kin", "gin", "do")]
    done(machine, "keys", "share", *(word for one in media for word in ("--to", str(one))))
    public = done(machine, "ledger", "key")
    sealed = values(done(machine, "keys", "rotate"))
    shutil.rmtree(media[1])
    told = machine.command("keys", "open", "--from", str(media[0]), "--from", str(media[2]))
    assert (told.returncode, "分け直してください" in told.stdout) == (1, True)  # the ring has grown since
    for one in media:
        shutil.rmtree(one, ignore_errors=True)
    done(machine, "keys", "share", *(word for one in media for word in ("--to", str(one))))
    alone = machine.command("keys", "open", "--from", str(media[0]))

    machine.end()
    shutil.rmtree(keys)
    (machine.home / "secret_key").unlink()
    refused = machine.command("run")
    began = time.monotonic()
    done(machine, "keys", "open", "--from", str(media[0]), "--from", str(media[2]), "--into", str(keys))
    keys.chmod(0o700)
    rows = [row for row in public.splitlines() if not row.startswith("#")]
    (keys / "ledger_checkpoints_before.pub").write_text("\n".join(rows))
    machine.start()
    machine.until_good()
    seconds = time.monotonic() - began
    client = machine.signed_in()  # with a secret key that was made anew
    client.read("/")
    client.connection.close()
    again = values(done(machine, "keys", "rotate"))
    verified = "署名は正しい" in done(machine, "ledger", "verify")
    evidence.shows(
        row="O9",
        figure=f"鍵をすべて失ってから、三つのうち二つの封筒で {seconds:.0f}秒。封をした値 {sealed} のうち {again} が開き、一つの封筒では"
        f"{'開かない' if alone.returncode else '開く'}。前の台帳の控えも{'正しい' if verified else '正しくない'}",
        target="すべて開く、一人では開かない",
        holds=sealed == again > 0 and alone.returncode != 0 and refused.returncode != 0 and verified,
    )


def values(said: str) -> int:
    """How many were opened and sealed again."""
    return int(said.partition("替え、")[2].partition("件")[0])
