"""A room without a way out: a network namespace whose only road leads into a cable nobody answers on, and which is listened to.

Names are asked of a server beyond that cable, so that a mere question for a name is heard, too. Nothing of the machine's own
network is touched; the room goes with the process that holds it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

OUTWARD = "outward"
# Addresses set aside for papers (RFC 5737, RFC 3849): nobody ever lives there.
STRANGER = "192.0.2.53"
PATIENCE = 10.0

FURNISH = f"""
ip link set lo up
ip link add {OUTWARD} type veth peer name nobody
ip link set {OUTWARD} arp off
ip link set {OUTWARD} addrgenmode none
ip link set nobody addrgenmode none
ip link set nobody up
ip address add 198.51.100.2/24 dev {OUTWARD}
ip link set {OUTWARD} up
ip route add default dev {OUTWARD}
ip -6 address add 2001:db8::2/64 dev {OUTWARD} nodad 2>/dev/null && ip -6 route add default dev {OUTWARD} || true
printf 'nameserver {STRANGER}\\noptions timeout:1 attempts:1\\n' > "$0/resolv.conf"
printf 'hosts: files dns\\npasswd: files\\ngroup: files\\n' > "$0/nsswitch.conf"
mount --bind "$0/resolv.conf" /etc/resolv.conf
mount --bind "$0/nsswitch.conf" /etc/nsswitch.conf
"""


class NotPermitted(Exception):
    """This machine does not let us make a room; in a sentence."""


@dataclass(frozen=True)
class Room:
    """One namespace, by the process that holds it open, and the file in which what went outward is noted."""

    holder: int
    heard: Path

    def inside(self, *words: str) -> list[str]:
        return ["nsenter", "--target", str(self.holder), "--net", "--mount", "--", *words]

    def attempts(self) -> list[str]:
        """What went towards the outside, as protocol and destination, in its order."""
        return self.heard.read_text(encoding="utf-8").splitlines()


def run(words: Sequence[str]) -> str:
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise NotPermitted(
            f"網のない部屋（ネットワーク名前空間）を作れません。root で動かしてください（{done.stderr.strip()[:200]}）。"
        )
    return done.stdout


@contextmanager
def room() -> Iterator[Room]:
    missing = [name for name in ("unshare", "nsenter", "ip") if shutil.which(name) is None]
    if missing or os.geteuid() != 0:
        raise NotPermitted(
            "網のない部屋（ネットワーク名前空間）は、root で、unshare・nsenter・ip のある機械でだけ作れます。"
        )
    run(["unshare", "--net", "--mount", "true"])
    with tempfile.TemporaryDirectory() as folder:
        holder = subprocess.Popen(["unshare", "--net", "--mount", "sleep", "infinity"])
        try:
            made = Room(holder.pid, Path(folder) / "heard")
            _wait_until_apart(holder.pid)
            run(made.inside("sh", "-ec", FURNISH, folder))
            with _listened_to(made):
                yield made
        finally:
            holder.kill()
            holder.wait()


def _wait_until_apart(pid: int) -> None:
    """unshare has a moment to take before the process stands in a room of its own."""
    own = os.readlink("/proc/self/ns/net")
    give_up = time.monotonic() + PATIENCE
    while os.readlink(f"/proc/{pid}/ns/net") == own:
        if time.monotonic() > give_up:
            raise NotPermitted("網のない部屋（ネットワーク名前空間）が、できあがりません。")
        time.sleep(0.01)


@contextmanager
def _listened_to(made: Room) -> Iterator[None]:
    listener = subprocess.Popen(
        made.inside(sys.executable, str(Path(__file__).with_name("outward_listener.py")), OUTWARD, str(made.heard)),
    )  # fmt: skip
    try:
        give_up = time.monotonic() + PATIENCE
        while not made.heard.exists():
            if listener.poll() is not None or time.monotonic() > give_up:
                raise NotPermitted("網のない部屋の出口を聞けません（AF_PACKET）。root で動かしてください。")
            time.sleep(0.02)
        yield
    finally:
        listener.terminate()
        listener.wait()


@contextmanager
def passage(server: Room, browser: Room, *, port: int) -> Iterator[None]:
    """The one thing both rooms share: what is said to this port in the browser's room is heard in the server's."""
    script = str(Path(__file__).with_name("passage.py"))
    with tempfile.TemporaryDirectory() as folder:
        door = str(Path(folder) / "door")
        ends = [
            subprocess.Popen(one.inside(sys.executable, script, side, door, str(port)))
            for one, side in ((server, "server"), (browser, "browser"))
        ]
        try:
            yield
        finally:
            for end in ends:
                end.terminate()
                end.wait()


def routes(one: Room) -> list[str]:
    """Where the roads of a room lead."""
    return [str(road["dev"]) for road in json.loads(run(one.inside("ip", "-j", "route")))]
