"""``make bench ONLY=ha`` (``python -m bench.ha [rounds]``): the machine that writes is lost, again and again, while people work.

Three database machines in network namespaces, from the files of ``deploy/ha``; the program itself on two more hosts (two
starts with a shared folder and a folder each), without sticky sessions. Staff open 今日 and save contacts through HTTP,
asking the two hosts in turn; every save that was answered 「登録しました」 is noted outside the database. Then the leader is
killed, cut off, or asked to hand over. Written to bench/ha.md by this command. Where namespaces are not permitted it says
so and ends with 2.
"""

from __future__ import annotations

import itertools
import os
import platform
import re
import signal
import statistics
import subprocess
import sys
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from http.client import HTTPException
from pathlib import Path

from bench import ha_nodes, shape
from bench.browser import Client, checked, hidden
from bench.ha_nodes import CannotRehearse, Cluster, Node, until

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "bench" / "ha.md"
ROUNDS = 3
CASES, CONTACTS = 200, 5
PORTS = (8785, 8786)
WRITERS = 3
GOAL_SECONDS = 30
CALM = 6.0  # seconds of work before a blow
PATIENCE = 120.0
MOST_ANSWERS_OF_500 = 0

BLOWS = {
    "kill": "主のデータベースと Patroni を止める（kill -9）",
    "cut": "主の網を切る",
    "switchover": "予定して替える",
}


@dataclass
class Work:
    """What people asked and how it went. Times are of one clock."""

    asked: list[tuple[float, float, str, int]] = field(default_factory=list)  # from, until, what, status
    kept: list[str] = field(default_factory=list)
    pressed_again: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, began: float, what: str, status: int) -> None:
        with self.lock:
            self.asked.append((began, time.monotonic(), what, status))

    def back_after(self, blow: float, what: str) -> float | None:
        """Seconds from the blow to the first good answer after the last bad one. Where none was bad: until whoever asked at
        that moment, and had to wait, got theirs."""
        with self.lock:
            since = [one for one in self.asked if one[1] >= blow and one[2] == what]
        bad = [ended for _began, ended, _what, status in since if not _is_good(status)]
        good = [(began, ended) for began, ended, _what, status in since if _is_good(status)]
        if not bad:
            return max((ended - blow for began, ended in good if began <= blow + 1), default=0.0)
        return min((ended - blow for _began, ended in good if ended >= max(bad)), default=None)


def _is_good(status: int) -> bool:
    return status in (200, 302)


def main() -> int:
    rounds = int(sys.argv[1]) if sys.argv[1:] else ROUNDS
    try:
        tools = ha_nodes.programs()
        with ha_nodes.laid_nets() as cluster:
            ha_nodes.prepare(cluster, tools=tools)
            text = rehearse(cluster, rounds=rounds, tools=tools)
    except CannotRehearse as reason:
        print(reason, file=sys.stderr)
        return 2
    PAGE.write_text(text, encoding="utf-8")
    print(text)
    return 0


def rehearse(cluster: Cluster, *, rounds: int, tools: Path) -> str:
    load = os.getloadavg()[0]
    _raise(cluster)
    _say("三台の準備ができました。町を作ります。")
    homes = cluster.folder / "home"
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("NORISHIRO_", "DATABASE_"))},
        "NORISHIRO_HOME": str(homes), "DATABASE_URL": cluster.address, "NORISHIRO_WORKERS": "1",
        "NORISHIRO_REPORTS_FROM_STANDBY": "1",
    }  # fmt: skip
    owner = {**environment, "NORISHIRO_DB_ROLE": "owner"}
    _run(["-m", "bench.lay", str(CASES), str(CONTACTS)], owner)
    work, done = Work(), []
    with served(environment, cluster), at_work(work):
        for turn, blow in itertools.product(range(rounds), BLOWS):
            done.append(_strike(cluster, work, blow))
            _say(f"{turn + 1}回め {BLOWS[blow]}: {done[-1]}")
    ledger = _run(["-m", "config.command", "ledger", "verify"], owner, check=False)
    found = _found(cluster)
    return report(
        done,
        work,
        found,
        ledger_is_whole=ledger == 0,
        version=_version(tools),
        load=(load, os.getloadavg()[0]),
    )


def _say(words: str) -> None:
    print(words, flush=True)


def _run(words: list[str], environment: dict[str, str], *, check: bool = True) -> int:
    return subprocess.run([sys.executable, *words], cwd=ROOT, env=environment, check=check).returncode


def _version(tools: Path) -> str:
    said = [
        subprocess.run(words, capture_output=True, text=True, check=True).stdout.splitlines()[0]
        for words in ([str(tools / "postgres"), "--version"], ["patroni", "--version"], ["etcd", "--version"])
    ]
    return "、".join(re.sub(r"(^postgres )?\((\w+)\)( [\d.]+).*", r"\2\3", one) for one in said)


def _raise(cluster: Cluster) -> None:
    """etcd first, then one Patroni after the other finds its place."""
    for node in cluster.nodes:
        ha_nodes.start_etcd(node)
    for node in cluster.nodes:
        ha_nodes.start_patroni(node)
    try:
        until(cluster.is_whole, seconds=PATIENCE, what="主が一台、複製が二台")
    except RuntimeError:
        for node in cluster.nodes:
            _say((node.folder / "patroni.log").read_text(errors="replace")[-1500:])
        raise
    ha_nodes.make_database(cluster)


# --- the program, on two hosts ---------------------------------------------------------------------


@contextmanager
def served(environment: dict[str, str], cluster: Cluster) -> Iterator[None]:
    """Two starts with the same shared folder, each with a folder of its own."""
    with ExitStack() as stack:
        for port in PORTS:
            own = {
                **environment, "PORT": str(port), "NORISHIRO_LOCAL": str(cluster.folder / f"local-{port}")
            }  # fmt: skip
            log = stack.enter_context((cluster.folder / f"host-{port}.log").open("wb"))
            server = subprocess.Popen(
                [sys.executable, "-m", "config.command", "run"], cwd=ROOT, env=own, stdout=log, stderr=log
            )
            stack.callback(_end, server)
            Client("127.0.0.1", port).wait(seconds=PATIENCE)
        yield


def _end(server: subprocess.Popen[bytes]) -> None:
    server.send_signal(signal.SIGTERM)
    try:
        server.wait(timeout=60)
    except subprocess.TimeoutExpired:
        server.kill()


# --- people at work -------------------------------------------------------------------------------


@contextmanager
def at_work(work: Work) -> Iterator[None]:
    """Each member of staff asks the two hosts in turn, with one log-in."""
    over = threading.Event()
    jobs: list[Callable[[list[Client]], None]] = [
        *(partial(_save, work, own_cases(number), over) for number in range(WRITERS)),
        partial(_look, work, "今日", "/", over),
        partial(_look, work, "月報", "/reports/", over),
    ]
    threads = []
    for number, job in enumerate(jobs):
        hosts = [Client("127.0.0.1", port) for port in PORTS]
        hosts[0].log_in(f"{shape.LOGIN}{number or ''}", shape.PASSWORD)
        hosts[1].cookies = hosts[0].cookies
        threads.append(threading.Thread(target=job, args=(hosts,), daemon=True))
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join(timeout=90)


def own_cases(number: int) -> list[str]:
    """Households of the agency of this member of staff: every fortieth from the agency's own number."""
    return [shape.case_id(each) for each in range(number, CASES, shape.AGENCIES)]


def _look(work: Work, what: str, path: str, over: threading.Event, hosts: list[Client]) -> None:
    for host in itertools.cycle(hosts):
        if over.wait(0.3):
            return
        began = time.monotonic()
        status, _page = _ask(host, "GET", path)
        work.note(began, what, status)


def _save(work: Work, cases: list[str], over: threading.Event, hosts: list[Client]) -> None:
    """Open the form, save; where the page of the moment comes, press 「もう一度送る」 until it is taken."""
    for number, host in enumerate(itertools.cycle(hosts)):
        if over.wait(0.2):
            return
        path = host.paths["record"].format(cases[number % len(cases)])
        began = time.monotonic()
        status, page = _ask(host, "GET", path)
        if status != 200:
            work.note(began, "登録", status)
            continue
        words = f"練習 {uuid.uuid4()}"
        form = {**hidden(page), **checked(page), "method": "VISIT", "met": "ABSENT", "body": words}
        while not over.is_set():
            began = time.monotonic()
            status, _page = _ask(host, "POST", path, form)
            work.note(began, "登録", status)
            if status == 302:
                work.kept.append(words)
            if status not in (0, 503):
                break
            work.pressed_again += 1
            time.sleep(1)


def _ask(host: Client, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
    """Status and page; 0 where nobody answered at all."""
    try:
        status, page, _seconds = host._ask(method, path, form)
    except (OSError, HTTPException):
        host.connection.close()
        return 0, ""
    return status, page


# --- the blows ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Struck:
    """One blow and what came after it."""

    blow: str
    moved: float
    pages: float | None
    saves: float | None
    rejoined: float
    statuses: Counter[int]

    def __str__(self) -> str:
        return f"主が替わるまで {self.moved:.1f} 秒、頁 {_seconds(self.pages)}、登録 {_seconds(self.saves)}、三台に戻るまで {self.rejoined:.0f} 秒、{dict(self.statuses)}"


def _seconds(value: float | None) -> str:
    return "戻らない" if value is None else f"{value:.1f} 秒"


def _strike(cluster: Cluster, work: Work, blow: str) -> Struck:
    until(cluster.is_whole, seconds=PATIENCE, what="主が一台、複製が二台")
    time.sleep(CALM)
    leader = cluster.leader()
    assert leader is not None
    at = time.monotonic()
    _blow(cluster, blow, leader)
    until(lambda: _has_moved(cluster, leader), seconds=PATIENCE, what="別の機械が主になる")
    moved = time.monotonic() - at  # the order to hand over is answered only when that is done
    try:
        until(lambda: _works(work, at), seconds=PATIENCE, what="頁が出て、登録もできる")
    except RuntimeError:
        _say(f"終わりの20の答え: {[(what, status) for _from, _until, what, status in work.asked[-20:]]}")
        raise
    _mend(blow, leader)
    mended = time.monotonic()
    until(cluster.is_whole, seconds=PATIENCE, what="前の主が複製として戻る")
    rejoined = time.monotonic() - mended
    with work.lock:
        statuses = Counter(status for _began, ended, _what, status in work.asked if ended >= at)
    return Struck(blow, moved, work.back_after(at, "今日"), work.back_after(at, "登録"), rejoined, statuses)


def _blow(cluster: Cluster, blow: str, leader: Node) -> None:
    if blow == "kill":
        ha_nodes.kill(leader)
    elif blow == "cut":
        ha_nodes.cut(leader)
    else:
        ha_nodes.switch_over(cluster, leader=leader)


def _mend(blow: str, leader: Node) -> None:
    """The machine is switched on again, the cable plugged in. Nothing else is done by hand."""
    if blow == "kill":
        ha_nodes.start_patroni(leader)
    elif blow == "cut":
        ha_nodes.plug_in(leader)


def _has_moved(cluster: Cluster, before: Node) -> bool:
    now = cluster.leader()
    return now is not None and now.name != before.name


def _works(work: Work, blow: float) -> bool:
    """Both have been well for three seconds."""
    since = time.monotonic() - 3
    if since < blow:
        return False
    with work.lock:
        late = [one for one in work.asked if one[1] >= since]
    return all(
        any(one[2] == what for one in late) and all(_is_good(one[3]) for one in late if one[2] == what)
        for what in ("今日", "登録")
    )


def _found(cluster: Cluster) -> Counter[str]:
    """What the database holds of what was written in the rehearsal, past every wall."""
    with cluster.as_superuser() as connection:
        rows = connection.execute("SELECT body FROM outreach_contact WHERE body LIKE '練習 %'").fetchall()
    return Counter(row[0] for row in rows)


# --- the page -------------------------------------------------------------------------------------


def report(
    done: list[Struck], work: Work, found: Counter[str], *, ledger_is_whole: bool, version: str,
    load: tuple[float, float],
) -> str:  # fmt: skip
    lost = sum(words not in found for words in work.kept)
    twice = sum(count > 1 for count in found.values())
    statuses = sum((one.statuses for one in done), Counter[int]())
    slowest = max((one.pages if one.pages is not None else PATIENCE for one in done), default=0.0)
    lines = [
        "# bench: データベースの主が止まったとき",
        "",
        "`make bench ONLY=ha` がこの頁を書く。手では直さない。",
        "",
        f"測った日: {date.today().isoformat()}　{platform.python_implementation()} {platform.python_version()}、{os.cpu_count()} cores、{version}。"
        f"機械の負荷（1分平均）: 測る前 {load[0]:.1f}、測ったあと {load[1]:.1f}。",
        f"一つの機械の中で網を三つに分け（ip netns）、deploy/ha の設定のまま三台。画面は二つの `norishiro run`（中継なし、同じログインで交互に）。"
        f"{CASES}ケースの町で、{WRITERS}人が登録を続け、一人が「今日」、一人が「月報」を開き続ける。時間は、止めてから、それより後がずっとよくなる最初の答えまで。",
        "",
        f"| 止め方 | 回 | 主が替わるまで | 頁が出るまで（目標 ≤ {GOAL_SECONDS} 秒） | 登録できるまで | 三台に戻るまで |",
        "|---|---:|---|---|---|---|",
    ]
    for blow, says in BLOWS.items():
        of = [one for one in done if one.blow == blow]
        if not of:
            continue
        pages = [one.pages if one.pages is not None else PATIENCE for one in of]
        mark = "○" if max(pages) <= GOAL_SECONDS else "×"
        lines.append(
            f"| {says} | {len(of)} | {_spread([one.moved for one in of])} | {mark} {_spread(pages)} | {_spread([one.saves if one.saves is not None else PATIENCE for one in of])}"
            f" | {_spread([one.rejoined for one in of])} |"
        )
    ends = {200: "頁", 302: "登録", 503: "「少しお待ちください」", 0: "答えなし"}
    lines += [
        "",
        "| 数えたもの | 数 | 目標 | |",
        "|---|---:|---|---|",
        f"| 「登録しました」と答えた登録 | {len(work.kept):,} | | |",
        f"| そのうち、なくなったもの | {lost} | 0 | {_mark(lost == 0)} |",
        f"| 二重に入ったもの（「もう一度送る」を {work.pressed_again} 回） | {twice} | 0 | {_mark(twice == 0)} |",
        f"| 500 の頁 | {statuses[500]} | {MOST_ANSWERS_OF_500} | {_mark(statuses[500] == 0)} |",
        f"| 台帳がはじめから終わりまでつながっている（ledger verify） | {'はい' if ledger_is_whole else 'いいえ'} | はい | {_mark(ledger_is_whole)} |",
        f"| いちばん長く頁が出なかった秒 | {slowest:.1f} | ≤ {GOAL_SECONDS} | {_mark(slowest <= GOAL_SECONDS)} |",
        "",
        "止めてから三台に戻るまでの答え: "
        + "、".join(f"{ends.get(status, status)} {count:,}" for status, count in sorted(statuses.items()))
        + "。",
        "",
    ]
    return "\n".join(lines)


def _spread(values: list[float]) -> str:
    return f"{min(values):.1f}–{max(values):.1f} 秒（中央値 {statistics.median(values):.1f}）"


def _mark(is_well: bool) -> str:
    return "○" if is_well else "×"


if __name__ == "__main__":
    # Asked to end is asked to tidy up.
    signal.signal(signal.SIGTERM, lambda *_any: sys.exit(1))
    with suppress(KeyboardInterrupt):
        sys.exit(main())
