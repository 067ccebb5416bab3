"""Copies of the whole database: what is lost, broken, full or wrong is said in words, and the last good copy stays."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from config import embedded
from config.backup import (
    command,
    following,
    making,
    offline,
    restoring,
    rules,
    sealing,
    server,
    status,
    store,
)
from config.databases import DATABASE_NAME
from config.env import ROOT, Environment, parse
from config.refusal import StartRefused
from norishiro.ledger.copies import Keeping
from tests.config.conftest import command as launch
from tests.config.conftest import copy_home, new_home, outside, remove_home, run_command

KEEPING = Keeping(
    days=35, at_least=3, every_hours=24, late_hours=26, window_seconds=60, drill_days=100, verify_days=9
)
DAY = datetime(2026, 11, 23, tzinfo=UTC)


@dataclass(frozen=True)
class Town:
    """A living database, its second place, and the envelope."""

    env: Environment
    place: Path
    key: Path

    @property
    def store(self) -> store.Store:
        return store.newest_store(self.place)

    def write(self, number: int) -> datetime:
        """One thing happens; answers when it was acknowledged."""
        with server.connect(self.env.home, database=DATABASE_NAME) as connection:
            connection.execute("INSERT INTO happened VALUES (%s)", [number])
            at = server.value(connection, "SELECT clock_timestamp()")
        assert isinstance(at, datetime)
        return at

    def carry(self) -> None:
        """What a round of the carrier does, without its clock."""
        with server.connect(self.env.home) as connection:
            connection.execute("SELECT pg_switch_wal()")
            lsn = str(server.value(connection, "SELECT pg_logical_emit_message(true, 'hikae', '')"))
        done = subprocess.run(
            [server.program("pg_receivewal"), "-D", str(following.spool(self.env)), "-S", server.SLOT, "-w", "-n", "-E", lsn],
            env=dict(server.surroundings(self.env.home)), check=False, capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        following.carry(
            self.env, self.place, recipients=sealing.read_recipients(self.env.home / "backup_recipients")
        )

    def restored(self, folder: Path, *, moment: datetime | None = None) -> restoring.Restored:
        return restoring.restore(
            self.place, into=folder, identities=sealing.read_identities(self.key), moment=moment
        )


@pytest.fixture(scope="module")
def ready(laid_home: Path) -> Iterator[Path]:
    """A town with a key, awake; copies are made of it in each test anew."""
    home = new_home()
    copy_home(laid_home, home)
    yield home
    remove_home(home)


@pytest.fixture
def town(ready: Path, tmp_path: Path) -> Iterator[Town]:
    place = tmp_path / "place"
    env = parse({"NORISHIRO_HOME": str(ready), "NORISHIRO_BACKUP": str(place)})
    for left in (ready / "backup.json", ready / "backup_recipients"):
        left.unlink(missing_ok=True)
    shutil.rmtree(ready / "wal-out", ignore_errors=True)
    command.command(env, ["key", "--to", str(tmp_path / "one"), "--to", str(tmp_path / "two")])
    with embedded.in_use(embedded.Server(home=ready)):
        with server.connect(ready) as connection:
            connection.execute(
                "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE NOT active"
            )
        with server.connect(ready, database=DATABASE_NAME) as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS happened (number int)")
            connection.execute("TRUNCATE happened")
        following.spool(env).mkdir()
        yield Town(env, place, tmp_path / "two" / sealing.KEY_FILE)


@pytest.fixture
def folder() -> Iterator[Path]:
    """Where something is restored into: the server's own user must be able to walk there."""
    home = new_home()
    yield home
    remove_home(home)


def numbers(home: Path) -> list[int]:
    with (
        embedded.in_use(embedded.Server(home=home)),
        server.connect(home, database=DATABASE_NAME) as connection,
    ):
        return [row[0] for row in connection.execute("SELECT number FROM happened ORDER BY 1")]


def flip(file: Path) -> None:
    """One bit in the middle of a file."""
    file.chmod(0o600)
    with file.open("r+b") as opened:
        opened.seek(file.stat().st_size // 2)
        byte = opened.read(1)[0]
        opened.seek(-1, os.SEEK_CUR)
        opened.write(bytes([byte ^ 1]))


def refused(caught: pytest.ExceptionInfo[StartRefused]) -> str:
    return "".join(caught.value.sentences)


# --- the whole way -----------------------------------------------------------------------------------------


def test_a_copy_comes_back_to_the_second_and_is_found_whole(town: Town, folder: Path) -> None:
    town.write(1)
    base = making.now(town.env)
    before = town.write(2)
    town.carry()
    town.write(3)
    town.carry()
    assert making.verify(town.env) == []
    # A restore that was cut off is begun anew by the next.
    folder.mkdir()
    (folder / restoring.UNFINISHED).write_text("{}")
    (folder / "postgres").mkdir()
    told = town.restored(folder, moment=before)
    assert (told.base, told.found.faults, told.found.lines >= 0) == (base.name, (), True)
    assert numbers(folder) == [1, 2]
    # Never over anything that is there.
    with pytest.raises(StartRefused) as caught:
        town.restored(folder)
    assert "は空ではありません" in refused(caught)
    # Without a moment: everything that was carried. The sealing keys are in no copy.
    newest = folder.with_name("newest")
    town.restored(newest)
    assert (numbers(newest), (newest / "keys").exists(), (newest / "secret_key").exists()) == (
        [1, 2, 3],
        False,
        True,
    )


def test_a_moment_before_the_first_copy_is_refused_with_the_oldest(town: Town, folder: Path) -> None:
    early = datetime.now(UTC) - timedelta(hours=1)
    making.now(town.env)
    with pytest.raises(StartRefused) as caught:
        town.restored(folder, moment=early)
    assert "その時点より前の控えがありません。いちばん古い控えは" in refused(caught)
    assert not folder.exists()


def test_put_in_place_the_ledger_says_from_where(town: Town) -> None:
    """By the commands, as somebody types them; the folder lies beside the living one."""
    beside = town.env.home.parent / "beside"
    variables = {"NORISHIRO_BACKUP": str(town.place)}
    town.write(1)
    making.now(town.env)
    town.write(2)
    town.restored(beside)
    with pytest.raises(StartRefused) as caught:
        restoring.put_in_place(town.env, beside)
    assert "`norishiro stop` で止めてから" in refused(caught)
    embedded.stop(embedded.Server(home=town.env.home))
    os.environ.update(variables)
    try:
        run_command("backup", "swap", str(beside), home=town.env.home)
    finally:
        del os.environ["NORISHIRO_BACKUP"]
    assert numbers(town.env.home) == [1]
    assert numbers(beside) == [1, 2]
    with (
        embedded.in_use(embedded.Server(home=town.env.home)),
        server.connect(town.env.home, database=DATABASE_NAME) as connection,
    ):
        assert connection.execute("SELECT verb FROM ledger_entry ORDER BY seq DESC LIMIT 1").fetchone() == (
            "copy.restored",
        )


# --- bad copies --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [store.DATABASE, store.SMALL, store.MANIFEST, store.SUMS])
def test_a_flipped_bit_is_found_and_the_copy_is_not_restored(town: Town, folder: Path, name: str) -> None:
    base = making.now(town.env)
    flip(base.folder / name)
    assert making.verify(town.env) != []
    assert status.read(town.env)["verified"]["faults"] != []
    with pytest.raises(StartRefused):
        town.restored(folder)


def test_a_broken_and_a_missing_piece_of_the_log_are_found(town: Town) -> None:
    making.now(town.env)
    for number in (1, 2, 3):
        town.write(number)
        town.carry()
    *_others, second, _newest = town.store.pieces()
    flip(second.file)
    assert making.verify(town.env) == [f"記録の続き {second.segment} が、書いたときと違います。"]
    second.file.unlink()
    assert "記録の続きが、1個ぬけています" in making.verify(town.env)[0]


def test_a_copy_without_its_seal_is_found_though_its_sums_agree(town: Town) -> None:
    base = making.now(town.env)
    assert making.verify(town.env) == []
    for name in (store.DATABASE, store.SMALL):
        (base.folder / name).write_bytes(b"not sealed at all")
    sums = "".join(
        f"{sealing.sum_of(base.folder / name)}  {name}\n"
        for name in (store.DATABASE, store.SMALL, store.MANIFEST)
    )
    (base.folder / store.SUMS).write_text(sums, encoding="ascii")
    found = making.verify(town.env)
    assert [f"{name} に、封（暗号）がありません" in told for name, told in zip((store.DATABASE, store.SMALL), found, strict=True)] == [True, True]  # fmt: skip


def test_an_old_copy_that_goes_while_all_is_read_is_no_fault(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = making.now(town.env)
    time.sleep(1.1)
    making.now(town.env)
    read = sealing.sum_of

    def going(file: Path) -> str:
        shutil.rmtree(first.folder, ignore_errors=True)
        return read(file)

    monkeypatch.setattr(sealing, "sum_of", going)
    assert making.verify(town.env) == []


def test_the_clock_reads_the_copies_again_and_leaves_word(town: Town) -> None:
    def read_again(**variables: str) -> tuple[int, str]:
        done = subprocess.run(
            launch("verify_copies"), cwd=ROOT, env=outside(NORISHIRO_HOME=str(town.env.home), **variables),
            capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        return done.returncode, done.stdout

    base = making.now(town.env)
    code, words = read_again(NORISHIRO_BACKUP=str(town.place))
    assert (code, "書いたときのとおりです" in words) == (0, True)
    flip(base.folder / store.DATABASE)
    code, words = read_again(NORISHIRO_BACKUP=str(town.place))
    assert (code, "書いたときと違います" in words) == (1, True)
    assert read_again()[0] != 0
    lines = (town.env.home / "errands/verify_copies.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["state"] for line in lines[:3]] == ["left_out", "failed", "done"]


def test_another_key_opens_nothing(town: Town, folder: Path, tmp_path: Path) -> None:
    making.now(town.env)
    sealing.make_key(tmp_path / "stranger", today="2026-11-23")
    with pytest.raises(StartRefused) as caught:
        restoring.restore(
            town.place,
            into=folder,
            identities=sealing.read_identities(tmp_path / "stranger" / sealing.KEY_FILE),
            moment=None,
        )
    assert "この鍵では、控えを開けられません" in refused(caught)


def test_a_medium_that_came_off_is_not_written_past(town: Town, folder: Path) -> None:
    making.now(town.env)
    shutil.rmtree(town.place)
    town.place.mkdir()
    with pytest.raises(StartRefused) as caught:
        making.now(town.env)
    assert "外れていないか" in refused(caught)
    assert (list(town.place.iterdir()), "外れていないか" in status.read(town.env)["trouble"]["words"][0]) == (
        [],
        True,
    )
    with pytest.raises(StartRefused) as caught:
        town.restored(folder)
    assert "控えがありません" in refused(caught)
    assert making.now(town.env, new_place=True).folder.exists()
    assert status.read(town.env)["trouble"] is None


def test_a_full_disk_keeps_the_copies_before(town: Town, tmp_path: Path) -> None:
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=9m", "tmpfs", str(tmp_path)], check=False, capture_output=True
    )
    if made.returncode:
        pytest.skip("この環境では、小さなディスクを作れません。")
    try:
        env = parse({"NORISHIRO_HOME": str(town.env.home), "NORISHIRO_BACKUP": str(tmp_path / "small")})
        first = making.now(env)
        with pytest.raises(StartRefused) as caught:
            making.now(env)
        assert "空きがありません" in refused(caught)
        assert [base.name for base in store.newest_store(tmp_path / "small").good()] == [first.name]
        assert list(first.folder.parent.glob(".draft-*")) == []
    finally:
        subprocess.run(["umount", "-l", str(tmp_path)], check=False)


def test_two_at_once_and_a_place_inside_the_data_are_refused(town: Town) -> None:
    with making.alone(town.env), pytest.raises(StartRefused) as caught:
        making.now(town.env)
    assert "ほかの控えをとっている途中です" in refused(caught)
    inside = parse({"NORISHIRO_HOME": str(town.env.home), "NORISHIRO_BACKUP": str(town.env.home / "hikae")})
    with pytest.raises(StartRefused) as caught:
        making.now(inside)
    assert "データを置くフォルダーの中にあります" in refused(caught)


def test_what_a_power_cut_left_is_swept_by_the_next(town: Town) -> None:
    base = making.now(town.env)
    torn = base.folder.with_name(".draft-base-20261123T000000Z")
    torn.mkdir()
    (torn / store.DATABASE).write_bytes(b"half")
    (base.folder.parent / "wal" / ".draft-000000010000000000000001").write_bytes(b"half")
    assert making.verify(town.env) == []
    with server.connect(town.env.home) as connection:
        connection.execute("SELECT pg_sleep(1)")
    making.now(town.env)
    assert list(base.folder.parent.rglob(".draft-*")) == []


def test_a_copy_to_take_away_is_whole_by_itself(town: Town, tmp_path: Path) -> None:
    making.now(town.env)
    town.write(7)
    town.carry()
    (tmp_path / "medium").mkdir()
    carried = town.store.pieces()[-1].carried_at
    taken = offline.copy(town.env, tmp_path / "medium")
    shutil.rmtree(town.place)
    told = restoring.drill(town.env, source=tmp_path / "medium", identities=sealing.read_identities(town.key))
    # The drill does all that a restore does, and leaves nothing but its result.
    assert (told.found.faults, (town.env.home / "drill").exists()) == ((), False)
    assert told.reaches is not None
    assert told.reaches >= carried
    assert status.read(town.env)["drill"]["fault"] == ""
    assert {oct(file.stat().st_mode & 0o777) for file in taken.rglob("*") if file.is_file()} == {"0o400"}


def test_the_keys_go_to_two_media_and_never_beside_the_data(town: Town, tmp_path: Path) -> None:
    for words, told in (
        (["--to", str(tmp_path / "three")], "2つの媒体"),
        (["--to", str(tmp_path / "three"), "--to", str(town.env.home / "k")], "同じ場所には置けません"),
        (["--to", str(town.place / "k"), "--to", str(tmp_path / "three")], "同じ場所には置けません"),
        (["--to", str(tmp_path / "one"), "--to", str(tmp_path / "three")], "もうあります"),
    ):
        with pytest.raises(StartRefused) as caught:
            command.command(town.env, ["key", *words])
        assert told in refused(caught)


# --- rules -------------------------------------------------------------------------------------------------


def aged(*days: int) -> dict[str, datetime]:
    return {f"base-{number}": DAY - timedelta(days=one) for number, one in enumerate(days)}


def removed(made_at: dict[str, datetime], *, good: set[str], now: datetime = DAY) -> list[str]:
    return rules.to_remove(list(made_at), good=good, made_at=made_at, now=now, keeping=KEEPING)


def test_old_copies_go_and_the_last_good_ones_never() -> None:
    made_at = aged(40, 39, 38, 2, 1, 0)
    assert removed(made_at, good=set(made_at)) == ["base-0", "base-1", "base-2"]
    assert removed(made_at, good={"base-0", "base-1", "base-5"}) == []
    assert removed(made_at, good={"base-1", "base-2", "base-5"}) == ["base-0"]
    assert removed(made_at, good={"base-0", "base-5"}) == []
    # A clock a year ahead makes everything look old; three stay.
    assert removed(made_at, good=set(made_at), now=DAY + timedelta(days=365)) == [
        "base-0",
        "base-1",
        "base-2",
    ]


def test_the_copy_before_the_moment_is_taken_and_a_wrong_clock_makes_one_due() -> None:
    made_at = aged(3, 2, 1)
    assert rules.base_for(made_at, moment=DAY - timedelta(days=1, hours=1)) == "base-1"
    assert rules.base_for(made_at, moment=None) == "base-2"
    assert rules.base_for(made_at, moment=DAY - timedelta(days=9)) is None
    assert [rules.is_due(at, now=DAY, keeping=KEEPING) for at in (None, DAY - timedelta(hours=23), DAY - timedelta(hours=24), DAY + timedelta(days=1))] == [True, False, True, True]  # fmt: skip


def test_a_hole_in_the_log_is_counted_across_time_lines() -> None:
    pieces = [
        "000000010000000000000005",
        "000000020000000000000006",
        "000000020000000000000008",
        "0000000200000001000000FF",
    ]
    assert rules.gaps(pieces[:3], after="000000010000000000000004") == ["7"]
    assert rules.gaps(pieces[:2], after="000000010000000000000005") == []
    assert rules.gaps([], after="000000010000000000000005") == []
