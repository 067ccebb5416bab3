"""The program as an office runs it (its own processes, its own database), so that it can be killed and started again."""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg

from bench.browser import Client, checked, hidden
from config import embedded, socket_path
from config.databases import DATABASE_NAME
from config.env import ROOT
from tests.config.conftest import command, free_port, outside

HOST = "127.0.0.1"
LOGIN = "csw"
LINK_OF_CASE = re.compile(r'href="/cases/([0-9a-f-]{36})/"')
PATIENCE = 90.0


@dataclass
class Machine:
    """One state directory and the processes that serve from it."""

    home: Path
    port: int = field(default_factory=free_port)
    variables: dict[str, str] = field(default_factory=dict)
    before: tuple[str, ...] = ()
    process: subprocess.Popen[bytes] | None = None

    @property
    def server(self) -> embedded.Server:
        return embedded.Server(home=self.home)

    @property
    def environment(self) -> dict[str, str]:
        return outside(NORISHIRO_HOME=str(self.home), PORT=str(self.port), **self.variables)

    def start(self) -> None:
        """In a process group of its own, so that killing it is killing all of it and nothing else."""
        with (self.home.parent / "run.log").open("ab") as log:
            self.process = subprocess.Popen(
                [*self.before, *command("run")], cwd=ROOT, env=self.environment,
                stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def kill_application(self) -> None:
        """As a power cut would for the program: nobody gets to say good-bye."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=30)

    def kill_database(self) -> None:
        """Every process of the database server at once."""
        for pid in self.database_processes():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        wait_for(lambda: not self.database_processes(), seconds=30)

    def database_processes(self) -> list[int]:
        """They all work in the folder of the data; nobody else does."""
        place, found = self.server.data.resolve(), []
        for one in Path("/proc").iterdir():
            with suppress(OSError):
                if one.name.isdecimal() and Path(os.readlink(one / "cwd")) == place:
                    found.append(int(one.name))
        return found

    def end(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=40)
            except subprocess.TimeoutExpired:
                self.kill_application()
        embedded.stop(self.server)

    def superuser(self) -> psycopg.Connection[Any]:
        return psycopg.connect(
            **embedded.superuser_arguments(self.home, database=DATABASE_NAME), autocommit=True
        )

    def ask(self, path: str, *, seconds: float = 10.0) -> tuple[int, str]:
        """One look from outside; 0 where nobody answers."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=seconds)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode("utf-8", "replace")
        except (OSError, http.client.HTTPException):
            return 0, ""
        finally:
            connection.close()

    def until_good(self, path: str = "/accounts/login/", *, seconds: float = PATIENCE) -> float:
        """How long it takes until a page that needs the database is a good one again."""
        began = time.monotonic()
        wait_for(lambda: self.ask(path)[0] == 200, seconds=seconds)
        return time.monotonic() - began

    def signed_in(self, login: str = LOGIN) -> Client:
        client = Client(HOST, self.port)
        accounts = (self.home / "demo_accounts.txt").read_text(encoding="utf-8")
        client.log_in(login, accounts.split()[1])
        return client

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command(*words), cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=300, check=False
        )  # fmt: skip


def wait_for(holds: Callable[[], bool], *, seconds: float) -> None:
    give_up = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < give_up, f"not within {seconds:.0f} s"
        time.sleep(0.05)


@contextmanager
def serving(home: Path, **variables: str) -> Iterator[Machine]:
    machine = Machine(home, variables=variables)
    machine.start()
    try:
        machine.until_good()
        yield machine
    finally:
        machine.end()


@dataclass
class Writer:
    """One member of staff who writes and notes outside, on paper as it were, what the program said it had kept.

    What got no answer is sent again as a browser would send it: the same form with the same token.
    """

    machine: Machine
    client: Client = field(init=False)
    case_id: str = field(init=False)
    acknowledged: list[str] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    answers: dict[int, int] = field(default_factory=dict)
    longest_silence: float = 0.0

    def __post_init__(self) -> None:
        self.client = self.machine.signed_in()
        found = LINK_OF_CASE.findall(self.client.read("/cases/"))
        self.case_id = next(one for one in found if self._may_write_in(one))

    def _may_write_in(self, case_id: str) -> bool:
        self.path = self.client.paths["record"].format(case_id)
        status, page, _seconds = self.client._ask("GET", self.path)
        self.form = {**hidden(page), **checked(page), "method": "VISIT", "met": "ABSENT"}
        return status == 200

    def work(self, stop: threading.Event) -> None:
        """Until told to stop, and then until what was sent last has its answer."""
        while not stop.is_set():
            words = f"assured {uuid4()}"
            self.sent.append(words)
            form = {**self.form, "form_token": str(uuid4()), "body": words}
            began = time.monotonic()
            while not self._is_taken(form):
                if stop.is_set() and time.monotonic() - began > PATIENCE:
                    return
                time.sleep(0.1)
            self.acknowledged.append(words)
            self.longest_silence = max(self.longest_silence, time.monotonic() - began)

    def _is_taken(self, form: dict[str, str]) -> bool:
        self.client.connection.timeout = 15.0
        try:
            status, _page, _seconds = self.client._ask("POST", self.path, form)
        except (OSError, http.client.HTTPException):
            self.client.connection.close()
            status = 0
        self.answers[status] = self.answers.get(status, 0) + 1
        return status == 302 and "/accounts/" not in self.client.led_to


@contextmanager
def writing(machine: Machine, *, hands: int) -> Iterator[list[Writer]]:
    writers = [Writer(machine) for _ in range(hands)]
    stop = threading.Event()
    threads = [threading.Thread(target=one.work, args=(stop,), daemon=True) for one in writers]
    for one in threads:
        one.start()
    try:
        yield writers
    finally:
        stop.set()
        for one in threads:
            one.join(timeout=PATIENCE)
        for writer in writers:
            writer.client.connection.close()


def kept(machine: Machine) -> dict[str, int]:
    """What stands in the records, by its words, and how often."""
    with machine.superuser() as connection:
        rows = connection.execute(
            "SELECT body, count(*) FROM outreach_contact WHERE body LIKE 'assured %' GROUP BY body"
        ).fetchall()
    return {body: int(number) for body, number in rows}


def sums_are_whole(machine: Machine) -> bool:
    """Every page of the sleeping database agrees with its sum."""
    done = embedded._run(machine.server, "pg_checksums", "--check", "-D", str(machine.server.data))
    return done.returncode == 0


def log_of_database(machine: Machine) -> str:
    return socket_path.log_file(machine.home).read_text(encoding="utf-8", errors="replace")
