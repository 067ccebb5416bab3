"""Three machines on one: network namespaces on a bridge, each with etcd, Patroni and PostgreSQL from ``deploy/ha``.

Only what was started here is ended here: by its number, and whatever still lives in our own namespaces.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

RECIPE = Path(__file__).resolve().parent.parent / "deploy" / "ha"
OWNER = "norishiro_owner"
DATABASE = "norishiro"


class CannotRehearse(Exception):
    """Something this machine does not have or does not allow, in a sentence."""


@dataclass
class Node:
    """One of the three: its namespace, its address, its folder and what runs in it."""

    name: str
    space: str
    cable: str
    address: str
    folder: Path
    etcd: subprocess.Popen[bytes] | None = None
    patroni: subprocess.Popen[bytes] | None = None

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def postmaster(self) -> int:
        return int((self.data / "postmaster.pid").read_text().split()[0])


@dataclass
class Cluster:
    nodes: list[Node]
    bridge: str
    network: str
    folder: Path
    words: dict[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """As the application names its database: all three, whichever writes."""
        hosts = ",".join(f"{node.address}:5432" for node in self.nodes)
        return f"postgres://{OWNER}:{self.words['PASSWORD_OWNER']}@{hosts}/{DATABASE}?sslmode=require"

    def members(self) -> list[dict[str, Any]]:
        """What Patroni says, asked of the first that answers."""
        for node in self.nodes:
            with suppress(OSError, ValueError):
                # Straight to the node: whatever proxy the machine has is not meant.
                opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
                with opener.open(f"http://{node.address}:8008/cluster", timeout=2) as answer:
                    return list(json.load(answer)["members"])
        return []

    def leader(self) -> Node | None:
        names = [
            one["name"] for one in self.members() if one["role"] == "leader" and one["state"] == "running"
        ]
        return next((node for node in self.nodes if node.name in names[:1]), None)

    def is_whole(self) -> bool:
        """One leader, two that follow it without lag, one of them so closely that it may take over."""
        found = self.members()
        leader = next(
            (
                node
                for node in self.nodes
                if node.name in [one["name"] for one in found if one["role"] == "leader"]
            ),
            None,
        )
        followers = [one for one in found if one["role"] in ("replica", "sync_standby")]
        return (
            sum(one["role"] == "leader" for one in found) == 1
            and len(followers) == 2
            and all(one["state"] in ("running", "streaming") and one.get("lag") == 0 for one in followers)
            and len({one.get("timeline") for one in found}) == 1
            and any(one["role"] == "sync_standby" for one in followers)
            and leader is not None
            and self._follow(leader)
        )

    def _follow(self, leader: Node) -> bool:
        """The leader itself says that two take its log as it is written, and that it waits for one of them."""
        with suppress(psycopg.OperationalError), self.as_superuser("postgres", of=leader) as connection:
            row = connection.execute(
                "SELECT count(*) FILTER (WHERE state = 'streaming'), count(*) FILTER (WHERE sync_state = 'sync')"
                " FROM pg_stat_replication WHERE application_name = ANY(%s)",
                [[node.name for node in self.nodes]],
            ).fetchone()
            return row == (2, 1)
        return False

    def as_superuser(self, database: str = DATABASE, *, of: Node | None = None) -> psycopg.Connection[Any]:
        """Over the socket in the node's folder, as its keeper on the spot."""
        return psycopg.connect(
            host=",".join(str(node.folder) for node in ([of] if of else self.nodes)), dbname=database, user="postgres",
            password=self.words["PASSWORD_SUPERUSER"], target_session_attrs="read-write", connect_timeout=3,
            autocommit=True,
        )  # fmt: skip


def until(question: Callable[[], Any], *, seconds: float, what: str) -> float:
    """Ask until the answer is yes; answers how long that took."""
    began = time.monotonic()
    while not question():
        if time.monotonic() - began > seconds:
            raise RuntimeError(f"{seconds:.0f}秒待っても、こうなりませんでした: {what}")
        time.sleep(0.2)
    return time.monotonic() - began


# --- what is needed ------------------------------------------------------------------------------


def programs() -> Path:
    """Where PostgreSQL's programs are; refuses where something is missing."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    missing = [name for name in ("ip", "setpriv", "patroni", "etcd", "openssl") if not shutil.which(name)]
    if missing or not found:
        raise CannotRehearse(
            f"練習に要るものがありません（{'・'.join(missing) or 'postgresql'}）。"
            "`apt-get install patroni etcd-server etcd-client postgresql openssl iproute2` で入れてください。"
        )
    if os.geteuid() != 0:
        raise CannotRehearse("練習は、網を分けるので、管理者（root）で動かします。")
    return found[-1]


def _ip(*words: str) -> None:
    done = subprocess.run(["ip", *words], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise CannotRehearse(
            f"この機械では、網を分けて練習することが許されていません（ip {' '.join(words[:2])}: {done.stderr.strip()}）。"
        )


# --- the nets ------------------------------------------------------------------------------------


@contextmanager
def laid_nets() -> Iterator[Cluster]:
    """A bridge, three namespaces, one cable to each."""
    own = os.getpid() % 10_000
    net = f"10.91.{own % 250}"
    bridge = f"nhb{own}"
    folder = Path(tempfile.mkdtemp(prefix="nh-ha-"))
    folder.chmod(0o755)
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        _ip("link", "add", bridge, "type", "bridge")
        stack.callback(_quietly, "link", "del", bridge)
        _ip("addr", "add", f"{net}.1/24", "dev", bridge)
        _ip("link", "set", bridge, "up")
        nodes = [
            Node(f"db{n}", f"nh{own}-{n}", f"nhv{own}-{n}", f"{net}.{10 + n}", folder / f"db{n}")
            for n in (1, 2, 3)
        ]
        for node in nodes:
            _ip("netns", "add", node.space)
            stack.callback(_quietly, "netns", "del", node.space)
            stack.callback(_end_all_in, node.space)
            _ip("link", "add", node.cable, "type", "veth", "peer", "name", "eth0", "netns", node.space)
            stack.callback(_quietly, "link", "del", node.cable)
            _ip("link", "set", node.cable, "master", bridge)
            _ip("link", "set", node.cable, "up")
            _ip("-n", node.space, "addr", "add", f"{node.address}/24", "dev", "eth0")
            _ip("-n", node.space, "link", "set", "eth0", "up")
            _ip("-n", node.space, "link", "set", "lo", "up")
        yield Cluster(nodes, bridge, f"{net}.0/24", folder)


def _quietly(*words: str) -> None:
    subprocess.run(["ip", *words], capture_output=True, check=False)


def _end_all_in(space: str) -> None:
    """Nobody but what was started here lives in this namespace."""
    done = subprocess.run(["ip", "netns", "pids", space], capture_output=True, text=True, check=False)
    for pid in done.stdout.split():
        with suppress(ProcessLookupError):
            os.kill(int(pid), signal.SIGKILL)


def cut(node: Node) -> None:
    """The cable is pulled."""
    _ip("link", "set", node.cable, "down")


def plug_in(node: Node) -> None:
    _ip("link", "set", node.cable, "up")


# --- what runs in them ---------------------------------------------------------------------------


def prepare(cluster: Cluster, *, tools: Path) -> None:
    """The recipe of ``deploy/ha`` with this rehearsal's names."""
    names = ("API", "SUPERUSER", "REPLICATION", "REWIND", "OWNER")
    cluster.words = {
        **{f"PASSWORD_{name}": secrets.token_hex(16) for name in names},
        "ETCD": ",".join(f"{node.address}:2379" for node in cluster.nodes),
        "ETCD_CLUSTER": ",".join(f"{node.name}=http://{node.address}:2380" for node in cluster.nodes),
        "NETWORK": cluster.network,
        "PROGRAMS": str(tools),
        "CERTIFICATE": str(cluster.folder / "server.pem"),
        "KEY": str(cluster.folder / "server.key"),
    }
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=rehearsal", "-keyout", cluster.words["KEY"], "-out", cluster.words["CERTIFICATE"]],
        check=True, capture_output=True,
    )  # fmt: skip
    shutil.chown(cluster.words["KEY"], "postgres")
    for node in cluster.nodes:
        node.folder.mkdir(mode=0o700)
        own = {
            **cluster.words, "NAME": node.name, "ADDRESS": node.address, "RUN": str(node.folder),
            "DATA": str(node.data), "ETCD_DATA": str(node.folder / "etcd"),
        }  # fmt: skip
        for name in ("patroni.yml", "etcd.default"):
            (node.folder / name).write_text(filled((RECIPE / name).read_text(encoding="utf-8"), own))
            (node.folder / name).chmod(0o600)
        for place in (node.folder, node.folder / "patroni.yml"):
            shutil.chown(place, "postgres", "postgres")


def filled(text: str, words: dict[str, str]) -> str:
    """The recipe with every @NAME@ of its settings replaced; one without a value is an error."""
    lines = [
        line if line.lstrip().startswith("#") else re.sub(r"@([A-Z_]+)@", lambda found: words[found[1]], line)
        for line in text.splitlines(keepends=True)
    ]
    return "".join(lines)


def start_etcd(node: Node) -> None:
    lines = (node.folder / "etcd.default").read_text(encoding="utf-8").splitlines()
    given = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    node.etcd = _start(node, "etcd", given, "etcd")


def start_patroni(node: Node) -> None:
    node.patroni = _start(node, "patroni", {}, "patroni", str(node.folder / "patroni.yml"))


def _start(node: Node, log: str, variables: dict[str, str], *words: str) -> subprocess.Popen[bytes]:
    """In the node's namespace, as the server's user; ``ip`` and ``setpriv`` become the program, so its number is ours."""
    with (node.folder / f"{log}.log").open("ab") as written:
        return subprocess.Popen(
            ["ip", "netns", "exec", node.space, "setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", *words],
            env={"PATH": os.environ["PATH"], "HOME": str(node.folder), "LANG": "C.UTF-8", **variables},
            cwd=node.folder, stdout=written, stderr=written, start_new_session=True,
        )  # fmt: skip


def kill(node: Node) -> None:
    """Power off for what looks after the database and the database itself: no farewell, nothing flushed."""
    assert node.patroni is not None
    postmaster = node.postmaster()
    os.kill(node.patroni.pid, signal.SIGKILL)
    os.kill(postmaster, signal.SIGKILL)
    node.patroni.wait()


def switch_over(cluster: Cluster, *, leader: Node) -> None:
    """What ``patronictl switchover`` does: ask the leader to hand over to the one that follows closest."""
    candidate = next(one["name"] for one in cluster.members() if one["role"] == "sync_standby")
    asked = urllib.request.Request(
        f"http://{leader.address}:8008/switchover",
        data=json.dumps({"leader": leader.name, "candidate": candidate}).encode(),
        headers={"Content-Type": "application/json"},
        method="POST",
    )
    manager = urllib.request.HTTPPasswordMgrWithDefaultRealm()
    manager.add_password(None, asked.full_url, "patroni", cluster.words["PASSWORD_API"])
    opener = urllib.request.build_opener(
        urllib.request.ProxyHandler({}), urllib.request.HTTPBasicAuthHandler(manager)
    )
    with opener.open(asked, timeout=60):
        pass


def make_database(cluster: Cluster) -> None:
    """What the how-to has the keeper of the database do: the owner's log-in and an empty database."""
    with cluster.as_superuser("postgres") as connection:
        connection.execute(
            sql.SQL("CREATE ROLE {} LOGIN CREATEROLE PASSWORD {}").format(
                sql.Identifier(OWNER), cluster.words["PASSWORD_OWNER"]
            )
        )
        connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'").format(
                sql.Identifier(DATABASE), sql.Identifier(OWNER)
            )
        )
        connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(DATABASE)))
