"""How much machine for how many towns: ``docs/ja/規模の見積り.md``, reckoned from the pages that bench wrote.

No measured figure is typed here: each is read from the page that holds it, and says so. What is supposed and not measured is marked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from config.env import parse
from norishiro.ledger.copies import keeping
from tests.house.source import ROOT

PAGE = ROOT / "docs" / "ja" / "規模の見積り.md"
TOWNS = (1, 10, 100, 1741)
# Supposed, not measured; each is named on the page.
YEARS, SPARE = 10, 2
SECONDS_BETWEEN_PAGES, BUSY = 10, 0.5
MACHINE_GIGABYTES, FILLED = 64, 0.5
# The least a server of its own keeps for itself (config.embedded; a server of one's own is told so).
LEAST_OF_A_SERVER = 128
GIGABYTE = 1000
# By which day's rules copies are kept.
DAY = date(2026, 11, 23)


@dataclass(frozen=True)
class Town:
    """A town that was laid and weighed."""

    name: str
    megabytes: int
    people: int
    cases: int
    contacts: int
    lines: int


@dataclass(frozen=True)
class Measured:
    """What the pages of bench say."""

    towns: tuple[Town, ...]
    worker_megabytes: int
    page_milliseconds: float
    save_milliseconds: float
    away_seconds: float


def measured() -> Measured:
    pages, ha = _read("README.md"), _read("ha.md")
    memory = [cells for cells in _rows(pages) if len(cells) == 3 and cells[0] in ("1,000", "100,000")]
    today = next(cells for cells in _rows(pages) if cells[:2] == ["今日", "100,000"])
    saving = next(cells for cells in _rows(_read("saving.md")) if cells[0] == "30 秒")
    away = next(cells for cells in _rows(ha) if cells[0] == "いちばん長く頁が出なかった秒")
    return Measured(
        towns=_towns(_read("town.md")),
        worker_megabytes=max(_number(cells[1]) for cells in memory),
        page_milliseconds=float(today[5]),
        save_milliseconds=float(saving[3].removeprefix("○ ")),
        away_seconds=float(away[1]),
    )


def _towns(text: str) -> tuple[Town, ...]:
    weighed = {cells[0]: cells for cells in _rows(text) if len(cells) == 9}
    counted = {cells[0]: cells for cells in _rows(text) if len(cells) == 8}
    return tuple(
        Town(name, _number(weighed[name][8]), _number(cells[1]), _number(cells[3]), _number(cells[4]), _number(cells[6]))
        for name, cells in counted.items()
        if name != "町"
    )  # fmt: skip


def _read(name: str) -> str:
    return (ROOT / "bench" / name).read_text(encoding="utf-8")


def _rows(text: str) -> list[list[str]]:
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in text.splitlines()
        if line.startswith("|") and not line.startswith("|--")
    ]


def _number(cell: str) -> int:
    return int(re.sub(r"[^\d]", "", cell))


# --- reckoning -------------------------------------------------------------------------------------


def connections_of_a_town() -> int:
    """As the doctor asks it (config.doctor): each thread one of staff and one of the public, ten more."""
    env = parse({})
    return env.workers * env.threads * 2 + 10


def towns_of_a_machine(found: Measured) -> int:
    """By memory: the program's workers and a server of its own for each."""
    of_a_town = found.worker_megabytes * parse({}).workers + LEAST_OF_A_SERVER
    return int(MACHINE_GIGABYTES * GIGABYTE * FILLED) // of_a_town


def people_of_a_core(found: Measured) -> int:
    """How many may be at work at once, each asking for a page every so many seconds, on a core half busy."""
    return int(BUSY * 1000 / found.page_milliseconds * SECONDS_BETWEEN_PAGES)


def copies_megabytes(town: Town) -> int:
    """At most: every daily copy as large as the database (they are packed; by how much was not measured)."""
    return town.megabytes * (keeping(today=DAY).days + 1)


def page() -> str:
    found = measured()
    small, middle, city = found.towns
    memory = found.worker_megabytes * parse({}).workers
    per_contact = (city.megabytes - middle.megabytes) * 1000 / (city.contacts - middle.contacts)
    return "\n".join(
        [*_head(found), *_one(found, memory, per_contact), *_many(found, memory), *_ways(found), ""]
    )


def _head(found: Measured) -> list[str]:
    return [
        "# 規模の見積り",
        "",
        "機械をどのくらい用意するかの手引きです。情報担当と、いくつもの自治体を預かる事業者の方へ。",
        "`bench/` の測った数字から `make docs` が書きます。手では直しません。**測っていないものは「仮に」と書きます。** 測ったのは2コアの仮の機械で、ほかの仕事が同時に動いていました。",
    ]


def _one(found: Measured, memory: int, per_contact: float) -> list[str]:
    lines = [
        "",
        "## 一つの町",
        "",
        f"作りものの町に、{YEARS}年ぶんの記録を入れて量りました（[bench/town.md](../../bench/town.md)）。人は、住民の数ではなく、記録に出てくる人の数です。",
        "",
        f"| 町 | 人 | ケース | 接触記録 | データベース | 仮に{SPARE}倍を見た大きさ | 控え（{keeping(today=DAY).days}日ぶん、多くても） |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    lines += [
        f"| {town.name} | {town.people:,} | {town.cases:,} | {town.contacts:,} | {town.megabytes:,} MB"
        f" | {town.megabytes * SPARE:,} MB | {copies_megabytes(town) / GIGABYTE:,.1f} GB |"
        for town in found.towns
    ]
    return [
        *lines,
        "",
        f"- 増え方（計算）: 大きい二つの町の差から、接触記録1件あたり {per_contact:.1f} kB（索引・台帳・共有を含む）。",
        f"- **{SPARE}倍を見るのは**、作りものの町の台帳が「書いたこと」だけで、本当の町では頁を見るたびに一行増えるからです。見る数は町によるので、測っていません。「いまの様子」が1日の増え方を言います。",
        f"- 控え（計算）: 毎日まるごと、{keeping(today=DAY).days}日おく（`norishiro/ledger/data/copies.toml`）。1年に365回とり、置いておくのは{keeping(today=DAY).days + 1}回ぶんまで。縮めてしまうので、これより小さくなります（どれだけ縮むかは測っていません）。"
        " そのほかに、20秒ごとに運ぶ記録の続きが、次のまるごとの控えまで要ります。スキャンした紙は、別に足してください。",
        f"- メモリー: 働き手一つが {found.worker_megabytes} MB（[bench/README.md](../../bench/README.md)）。はじめの設定の{parse({}).workers}つで {memory} MB。組み込みのデータベースは機械のメモリーの四分の一（128 MB から 4 GB）を使います。",
        f"- CPU（計算）: 100,000ケースの町の「今日」に {found.page_milliseconds} ミリ秒（[bench/README.md](../../bench/README.md)）。仮に一人が{SECONDS_BETWEEN_PAGES}秒に一頁を開き、コアを半分まで使うと、1コアで同時に{people_of_a_core(found)}人。",
        f"- 50人が30秒に一件ずつ書き、2コアで、保存は p95 {found.save_milliseconds} ミリ秒（[bench/saving.md](../../bench/saving.md)）。",
    ]


def _many(found: Measured, memory: int) -> list[str]:
    middle, city = found.towns[1], found.towns[2]
    lines = [
        "",
        "## いくつもの町",
        "",
        "町ごとに、プログラムもデータベースも、**PostgreSQL のサーバー（クラスター）も一つずつ**にします（`norishiro fleet` が一覧で見ます）。画面用の利用者の名前（norishiro_app・norishiro_public）はクラスターに一つなので、"
        "一つのクラスターに町をいくつも置くと、ある町の画面用の利用者がほかの町のデータベースに入れてしまいます。町どうしの壁を弱くしないため、いまは勧めません。",
        "",
        f"仮に、{MACHINE_GIGABYTES} GB の機械をメモリーの{FILLED * 100:.0f}%まで使い、一つの町のサーバーが {LEAST_OF_A_SERVER} MB（`shared_buffers`）を取るとすると、一台に{towns_of_a_machine(found)}町です"
        f"（プログラム {memory} MB ＋ {LEAST_OF_A_SERVER} MB。接続ごとのメモリーは測っていません）。組み込みのサーバーは機械の四分の一を取ろうとするので、何町も置く機械では、自分で立てた PostgreSQL を `DATABASE_URL` に書きます。"
        f"一つの町の接続は {connections_of_a_town()} 本（`norishiro doctor` の数え方。働き手{parse({}).workers}・{parse({}).threads}人ずつ）。",
        "",
        "町の大きさはまちまちなので、すべてが「二十分の一の町」のときと、すべてが「市」のときを、下と上の端として出します。",
        "",
        f"| 町の数（クラスターの数） | 機械（{MACHINE_GIGABYTES} GB） | プログラムのメモリー | データベース（下の端〜上の端） | 控え（下の端〜上の端、多くても） |",
        "|---:|---:|---:|---:|---:|",
    ]
    for towns in TOWNS:
        machines = -(-towns // towns_of_a_machine(found))
        low, high = (town.megabytes * towns / GIGABYTE for town in (middle, city))
        copies = [copies_megabytes(town) * towns / GIGABYTE for town in (middle, city)]
        lines.append(
            f"| {towns:,} | {machines:,} | {memory * towns / GIGABYTE:,.1f} GB | {low:,.1f}〜{high:,.1f} GB | {copies[0]:,.0f}〜{copies[1]:,.0f} GB |"
        )
    return [
        *lines,
        "",
        "- すべて計算です。町をいくつも一台に置いて測ってはいません。1,741 は全国の市区町村の数です。データベースは、上の表の2倍を見る前の大きさです。",
        "- ほとんどの町は、夜と休みの日に使いません。だから CPU は、町の数ではなく、同時に働く人の数で用意します。",
    ]


def _ways(found: Measured) -> list[str]:
    return [
        "",
        "## データベースの置き方",
        "",
        "| 置き方 | 向くところ | 要るもの | 測ったか |",
        "|---|---|---|---|",
        "| 組み込み（はじめの形） | 一つの町 | 機械1台と、控えの置き場所 | 測った（[bench/install.md](../../bench/install.md)、[bench/town.md](../../bench/town.md)） |",
        f"| Patroni の3台 | 止めたくない町、いくつもの町 | [複数台で動かす](複数台で動かす.md) | 測った。主が壊れて頁が出なかったのは、長くて {found.away_seconds} 秒（[bench/ha.md](../../bench/ha.md)） |",
        "| 預けるデータベース（マネージド） | クラウドを使うところ | PostgreSQL 15 以上。拡張は要らない。持ち主（CREATEROLE）の接続を `DATABASE_URL` に、`sslmode=verify-full` を付けて | 測っていない |",
        "| Kubernetes の PostgreSQL | すでに動かしているところ | 上と同じ接続。画面は `deploy/Containerfile`、`NORISHIRO_HOME` は錠（flock）の効く共有の場所 | 測っていない |",
        "",
        "預けるデータベースと Kubernetes では、`norishiro backup` は使えません（組み込みのものだけ）。控えはデータベースの側でとり、封の鍵（`keys`）は別にしまってください。"
        "接続をまとめるもの（PgBouncer など）を間に置いて、ためしてはいません。",
    ]


def pages() -> dict[Path, str]:
    return {PAGE: page()}
