"""`make evidence`: what a purchaser may ask for, in one folder: the record of the tests, the answer sheet, and sums of both.

The tests are run here and now; every figure of the record comes out of that run. ONLY= narrows it (the record then says so), SIGN= names an
Ed25519 key with which SHA256SUMS is signed. The folder is written also where a test fails, and says it.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from tests.assurance.evidence import FILE_VARIABLE, SCALE_VARIABLE, Line, kept, scale

ROOT = Path(__file__).resolve().parents[1]
RECORD, SUMS, SIGNATURE = "試験の記録.md", "SHA256SUMS", "SHA256SUMS.sig"
SHEETS = ("docs/ja/調達仕様書への回答表.md", "docs/ja/調達仕様書への回答表.csv", "docs/ja/ASVSとの対応.md")


@dataclass(frozen=True)
class Run:
    """What came out: how each test ended, by the folder it stands in, and why some were left out."""

    ended: Counter[tuple[str, str]]
    failed: tuple[str, ...]
    left_out: Counter[str]
    seconds: float


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="make evidence")
    parser.add_argument("--into", type=Path, default=ROOT / "dist" / "evidence")
    parser.add_argument("--sign", type=Path, help="SHA256SUMS に署名する Ed25519 の鍵（PEM）")
    parser.add_argument("only", nargs="*", help="試験の場所（なければ、すべて）")
    chosen = parser.parse_args(arguments)
    key = _key(chosen.sign) if chosen.sign else None  # before the long part
    with tempfile.TemporaryDirectory() as scratch:
        junit, lines = Path(scratch) / "junit.xml", Path(scratch) / "evidence.jsonl"
        code = _run(chosen.only, junit=junit, lines=lines)
        found, shown = read(junit), kept(lines)
    into = Path(chosen.into)
    shutil.rmtree(into, ignore_errors=True)
    into.mkdir(parents=True)
    (into / RECORD).write_text(record(found, shown, only=chosen.only, told=circumstances()), encoding="utf-8")
    for sheet in SHEETS:
        shutil.copy(ROOT / sheet, into)
    sums(into)
    if key is not None:
        (into / SIGNATURE).write_bytes(key.sign((into / SUMS).read_bytes()))
    sys.stdout.write(f"{into}\n{(into / SUMS).read_text(encoding='utf-8')}")
    return code or int(bool(found.failed)) or int(not all(line.holds for line in shown))


def _key(file: Path) -> Ed25519PrivateKey:
    key = load_pem_private_key(file.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise SystemExit("署名の鍵は Ed25519 にしてください（openssl genpkey -algorithm ed25519）。")
    return key


def _run(only: Iterable[str], *, junit: Path, lines: Path) -> int:
    environment = {**os.environ, FILE_VARIABLE: str(lines)}
    places = list(only)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={junit}", *places]
    workers = [] if places else ["-n", "2"]
    return subprocess.run([*command, *workers], cwd=ROOT, env=environment, check=False).returncode


# --- reading -------------------------------------------------------------------------------------


def read(junit: Path) -> Run:
    """The tests' own report; whatever did not begin is no test that passed."""
    suite = next(ElementTree.parse(junit).getroot().iter("testsuite"))
    ended: Counter[tuple[str, str]] = Counter()
    failed, left_out = [], Counter[str]()
    for case in suite.iter("testcase"):
        name = case.get("classname", "")
        end = _end(case)
        ended[_place(name), end] += 1
        if end == "failed":
            failed.append(f"{name}::{case.get('name')}")
        if end == "left out":
            left_out[(case.find("skipped").get("message") or "")[:200]] += 1  # type: ignore[union-attr]
    return Run(ended, tuple(sorted(failed)), left_out, float(suite.get("time", 0)))


def _end(case: ElementTree.Element) -> str:
    if case.find("failure") is not None or case.find("error") is not None:
        return "failed"
    return "left out" if case.find("skipped") is not None else "passed"


def _place(name: str) -> str:
    """tests.rooms.cases.test_x → tests/rooms/cases."""
    return "/".join(name.split(".")[: 3 if name.startswith("tests.rooms.") else 2])


def circumstances() -> dict[str, str]:
    """Of what, where and when."""
    commit = _git("rev-parse", "HEAD").strip()
    changed = _git("status", "--porcelain").strip()
    return {
        "プログラム": f"{commit}{'（まだ記録していない変更あり）' if changed else ''}",
        "時": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "機械": f"{platform.machine()}、{os.cpu_count()}コア、CPython {platform.python_version()}",
        "守られることの検査の大きさ": f"{SCALE_VARIABLE}={scale()}",
    }


def _git(*words: str) -> str:
    return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=True).stdout


# --- telling ---------------------------------------------------------------------------------------


def record(found: Run, shown: Iterable[Line], *, only: Sequence[str], told: dict[str, str]) -> str:
    """Every figure counted from the run."""
    ends = Counter[str]()
    for (_, end), count in found.ended.items():
        ends[end] += count
    lines = [
        "# 試験の記録",
        "",
        "`make evidence` が書きました。手では直していません。隣の SHA256SUMS で、この記録と回答表が変わっていないことを確かめられます。",
        "",
        *(f"- {name}: {words}" for name, words in told.items()),
        f"- 範囲: {'、'.join(only) if only else 'すべての試験'}",
        f"- **結果: 通った {ends['passed']:,}・通らなかった {ends['failed']:,}・飛ばした {ends['left out']:,}**（{found.seconds:,.0f}秒）",
    ]
    if found.failed:
        lines += ["", "## 通らなかった試験", "", *(f"- `{name}`" for name in found.failed)]
    if found.left_out:
        lines += ["", "## 飛ばした試験と、そのわけ", ""]
        lines += [f"- {count}: {why}" for why, count in sorted(found.left_out.items())]
    rows = [f"| {one.row} | {one.figure} | {one.target} | {'○' if one.holds else '×'} |" for one in shown]
    if rows:
        lines += ["", "## 守られることの検査", "", "| 行 | 出た数値 | 目標 | |", "|---|---|---|---|", *rows]
    lines += ["", "## 場所ごと", "", "| 場所 | 通った | 通らなかった | 飛ばした |", "|---|---:|---:|---:|"]
    for place in sorted({place for place, _ in found.ended}):
        counts = [found.ended[place, end] for end in ("passed", "failed", "left out")]
        lines.append(f"| {place} | {' | '.join(f'{count:,}' for count in counts)} |")
    return "\n".join([*lines, ""])


def sums(folder: Path) -> None:
    """As `sha256sum -c` reads them."""
    files = sorted(file for file in folder.iterdir() if file.name not in (SUMS, SIGNATURE))
    lines = [f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in files]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
