"""Several machines over one database: that they share what they must is looked at."""

from pathlib import Path

import psycopg
import pytest

from config import databases, embedded, hosts, state
from config.env import parse
from config.points import Fault, Scene
from tests.config.test_standby import environment

HOME = Path("/srv/norishiro")
ROOT_DISK = "/dev/vda1 / ext4 rw,relatime 0 0"


def marks(lines: list[str]) -> list[tuple[bool, str]]:
    return [(fault.is_fatal, fault.sentence.split("。")[0]) for fault in hosts.shared_folder(lines, HOME)]


@pytest.mark.parametrize(
    "line",
    [
        "nas:/n /srv nfs4 rw,vers=4.2,local_lock=none 0 0",
        "nas:/n /srv/norishiro nfs rw,vers=3,local_lock=none 0 0",
        "//nas/n /srv cifs rw,vers=3.1.1 0 0",
        "n /srv ceph rw 0 0",
    ],
)
def test_a_folder_whose_locks_hold_is_well(line: str) -> None:
    assert marks([ROOT_DISK, line]) == []


@pytest.mark.parametrize(
    "line",
    [
        "nas:/n /srv nfs rw,vers=3,nolock,local_lock=all 0 0",
        "nas:/n /srv nfs rw,vers=3,local_lock=flock 0 0",
        "//nas/n /srv cifs rw,nobrl 0 0",
    ],
)
def test_a_folder_whose_locks_do_not_hold_forbids_the_start(line: str) -> None:
    assert marks([ROOT_DISK, line]) == [
        (True, "共有のフォルダー（/srv/norishiro）の錠が、機械のあいだで効きません")
    ]


def test_a_folder_of_this_machine_alone_is_told() -> None:
    assert marks([ROOT_DISK, "nas:/n /mnt nfs4 rw 0 0"]) == [
        (False, "NORISHIRO_HOME（/srv/norishiro）は、この機械だけのディスクにあります")
    ]


def test_one_machine_alone_is_not_asked(tmp_path: Path) -> None:
    scene = Scene(env=parse({"NORISHIRO_HOME": str(tmp_path)}))
    assert [fault for point in hosts.POINTS for fault in point.ask(scene)] == []


def test_what_is_each_machines_own_has_a_place_of_its_own(tmp_path: Path) -> None:
    alone = parse({"NORISHIRO_HOME": str(tmp_path)})
    beside = parse({"NORISHIRO_HOME": str(tmp_path), "NORISHIRO_LOCAL": "/var/lib/one"})
    assert (alone.place, beside.place, beside.home) == (tmp_path, Path("/var/lib/one"), tmp_path)


def told(variables: dict[str, str]) -> dict[str, list[str]]:
    scene = Scene(env=parse(variables))
    found: dict[str, list[Fault]] = {point.code: list(point.ask(scene)) for point in hosts.POINTS}
    return {code: [fault.sentence.split("。")[0] for fault in faults] for code, faults in found.items()}


def test_a_machine_with_another_key_is_noticed(morning: Path, tmp_path: Path) -> None:
    socket = embedded.superuser_arguments(morning)["host"]
    own = environment(morning, Path(socket), Path("/nowhere"))
    other = {
        **own,
        "NORISHIRO_HOME": str(tmp_path),
        "DATABASE_APP_URL": own["DATABASE_URL"],
        "DATABASE_PUBLIC_URL": own["DATABASE_URL"],
    }
    with embedded.in_use(embedded.Server(home=morning, careless=True)):
        assert told(own)["one_folder"] == []  # nobody has left word yet
        hosts.mark(parse(own))
        assert told(own)["one_folder"] == []
        assert told(other)["one_folder"] == [
            "同じデータベースを、別の秘密の鍵を持つ機械も使っています（最後に始めたのは、その機械です）"
        ]
        hosts.mark(parse(other))
        assert told(own)["one_folder"] != []
        # Neither key can be read out of it.
        with psycopg.connect(
            **embedded.superuser_arguments(morning, database=databases.DATABASE_NAME)
        ) as keeper:
            row = keeper.execute("SELECT obj_description('django_session'::regclass)").fetchone()
        assert row is not None
        assert state.read_secret(tmp_path, state.SECRET_KEY) not in (None, row[0])
        # And where no second server follows, that is said.
        assert told(own)["standby"] == ["重い集計を読むための複製（二台めのデータベース）につながりません"]
