"""``make bench ONLY=packet``: the papers of one meeting, 3 cases and 15 members, from the press of the button to the file.

A small town is laid by the program's own verbs, the program is started as in production with two workers, and one
secretary presses the button; two requests at a time set type, as the page does. Written to bench/packet.md by this command.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pypdf

from bench.__main__ import ROOT, Town, bring_up_to_date, served
from bench.browser import Client
from bench.shape import LOGIN, PASSWORD

CASES, MEMBERS, SHEETS, LANES, TIMES = 3, 15, 5, 2, 5
PORT = 8790
GOAL = 10
WORDS = "母の通院が止まり、子は仕事を休みがち。電気の支払いが遅れている。近所の人が朝に声をかけている。"


def main() -> int:
    home = Path(os.environ.get("NORISHIRO_HOME", ROOT / "var")).absolute() / "bench-packet"
    if home.exists():
        shutil.rmtree(home)
    environment = {
        **os.environ,
        "NORISHIRO_HOME": str(home),
        "PORT": str(PORT),
        "NORISHIRO_WORKERS": str(LANES),
    }
    sitting = _laid(environment)
    bring_up_to_date(environment)
    before = os.getloadavg()[0]
    with served(Town(0, PORT, environment, 0.0, {})):
        client = Client("127.0.0.1", PORT)
        client.wait(seconds=90)
        runs = [_one(sitting) for _time in range(TIMES)]
    report = _report(runs, load=(before, os.getloadavg()[0]))
    (ROOT / "bench" / "packet.md").write_text(report, encoding="utf-8")
    print(report)
    return 0


def _laid(environment: dict[str, str]) -> str:
    """The path of the sitting, laid in a process of its own as the pages' role."""
    said = ""
    for command, role in (("begin", "owner"), ("lay", "app")):
        words = [sys.executable, "-m", "bench.packet", command]
        done = subprocess.run(
            words, cwd=ROOT, env={**environment, "NORISHIRO_DB_ROLE": role}, check=True, stdout=subprocess.PIPE, text=True
        )  # fmt: skip
        said = done.stdout
    path: str = json.loads(said.splitlines()[-1])
    return path


def _one(path: str) -> dict[str, float]:
    """One press: until every number is given, until every sheet is set, until the file is there."""
    clients = [Client("127.0.0.1", PORT) for _lane in range(LANES)]
    clients[0].log_in(LOGIN, PASSWORD)
    for other in clients[1:]:  # lanes of one page share its log-in
        other.cookies = clients[0].cookies
    page = clients[0].read(path)
    began = time.perf_counter()
    status, answer, numbered = clients[0].press(f"{path}packets/add/", on=page)
    if status != 302:
        raise RuntimeError(f"the button answered {status}: {answer[:500]}")
    packet = clients[0].led_to.partition("?")[0]
    page = clients[0].read(packet)
    with ThreadPoolExecutor(LANES) as lanes:
        for lane in [lanes.submit(_lane, client, packet, page) for client in clients]:
            lane.result()
    done = time.perf_counter() - began
    if "すべてできました" not in clients[0].read(packet):
        raise RuntimeError("the papers are not all set")
    file, took = _file(clients[0], f"{packet}print/", page)
    sheets = [pypdf.PdfReader(BytesIO(file.read(name))) for name in file.namelist()]
    return {
        "numbered": numbered, "set": done, "file": took, "sheets": len(sheets),
        "pages": sum(len(one.pages) for one in sheets),
    }  # fmt: skip


def _lane(client: Client, packet: str, page: str) -> None:
    """What the page does by itself: ask for the next few until none is left."""
    while True:
        status, answer, _seconds = client.press(f"{packet}sheets/", on=page, by_script=True)
        if status != 200:
            raise RuntimeError(f"setting type answered {status}: {answer[:500]}")
        if "hx-post" not in answer:
            return


def _file(client: Client, path: str, page: str) -> tuple[ZipFile, float]:
    began = time.perf_counter()
    content = client.take(path, on=page)
    return ZipFile(BytesIO(content)), time.perf_counter() - began


def _report(runs: list[dict[str, float]], *, load: tuple[float, float]) -> str:
    middle = sorted(one["set"] for one in runs)[len(runs) // 2]
    rows = "\n".join(
        f"| {number} | {one['numbered']:.2f} | {one['set']:.1f} | {one['file']:.1f} | {one['sheets']:.0f} | {one['pages']:.0f} |"
        for number, one in enumerate(runs, start=1)
    )
    met = "満たす" if max(one["set"] for one in runs) <= GOAL else "満たさない回がある"
    return f"""# 会議の資料一式

`make bench ONLY=packet` が書く。{date.today().isoformat()}、{platform.machine()}、{os.cpu_count()}コア、
負荷（1分平均）はじめ {load[0]:.1f}・終わり {load[1]:.1f}。

{CASES}事例・{MEMBERS}人・事例ごとに事前シート{SHEETS}枚。本番と同じ起動（{LANES} workers）で、ボタンを押してから、{LANES}つの頼みが並んで組み終えるまで。
目標は{GOAL}秒。いちばん長い回で{met}（真ん中の回 {middle:.1f}秒）。

| 回 | 番号をつける（秒） | 押してから組み終えるまで（秒） | ZIPを受け取る（秒） | 冊 | 頁 |
|---|---|---|---|---|---|
{rows}
"""


# --- the town, in a process of its own ----------------------------------------------------------------


def begin() -> None:
    """An empty database, and the settings of a municipality in it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
    from config import embedded, env, preparing, state

    environment = env.current()
    state.ensure_home(environment.home)
    with embedded.in_use(embedded.Server(home=environment.home)):
        import django
        from django.core.management import call_command

        django.setup()
        preparing.migrate(environment)
        call_command("load_profile", "toshima")


def lay() -> None:
    """Fifteen agencies, three households, one sitting everybody has sworn for; prints the path of the sitting."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
    from config import embedded, env

    with embedded.in_use(embedded.Server(home=env.current().home)):
        import django

        django.setup()
        from bench.packet_town import lay_meeting

        print(json.dumps(lay_meeting(households=CASES, members=MEMBERS, sheets=SHEETS, words=WORDS)))


if __name__ == "__main__":
    acts = {"begin": begin, "lay": lay}
    sys.exit(acts[sys.argv[1]]() if sys.argv[1:] else main())
