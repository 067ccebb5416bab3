"""The folder for purchasers: made by a real run, honest about what failed, and sealed by sums that others can check."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests import proofs
from tests.assurance.evidence import Line
from tests.house.source import ROOT

ONE = "tests/assurance/test_evidence.py"
JUNIT = """<testsuites><testsuite time="2.5">
<testcase classname="tests.rooms.cases.test_a" name="one"/>
<testcase classname="tests.rooms.cases.test_a" name="two"><failure message="x"/></testcase>
<testcase classname="tests.config.test_b" name="three"><skipped message="root で動かしてください"/></testcase>
<testcase classname="tests.config.test_b" name="four"><error message="y"/></testcase>
</testsuite></testsuites>"""


@pytest.mark.slow
def test_one_command_writes_runs_sums_and_signs(tmp_path: Path) -> None:
    key = Ed25519PrivateKey.generate()
    pem = tmp_path / "key.pem"
    pem.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    into = tmp_path / "evidence"
    done = subprocess.run(
        [sys.executable, "-m", "tests.proofs", "--into", str(into), "--sign", str(pem), ONE],
        cwd=ROOT, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    written = len(re.findall(r"^def test_", (ROOT / ONE).read_text(encoding="utf-8"), re.MULTILINE))
    assert f"通った {written}・通らなかった 0・飛ばした 0" in (into / proofs.RECORD).read_text(
        encoding="utf-8"
    )
    assert subprocess.run(["sha256sum", "-c", "--quiet", proofs.SUMS], cwd=into, check=False).returncode == 0
    assert {file.name for file in into.iterdir()} == {
        proofs.RECORD, proofs.SUMS, proofs.SIGNATURE, *(Path(one).name for one in proofs.SHEETS),
    }  # fmt: skip
    key.public_key().verify((into / proofs.SIGNATURE).read_bytes(), (into / proofs.SUMS).read_bytes())
    (into / proofs.RECORD).write_text("書きかえた", encoding="utf-8")
    done = subprocess.run(["sha256sum", "-c", "--status", proofs.SUMS], cwd=into, check=False)
    assert done.returncode == 1


def test_what_failed_and_what_was_left_out_is_said(tmp_path: Path) -> None:
    (tmp_path / "junit.xml").write_text(JUNIT, encoding="utf-8")
    found = proofs.read(tmp_path / "junit.xml")
    told = proofs.record(
        found, [Line(row="O1", figure="3", target="0", holds=False)], only=["tests/x"], told={"時": "いま"}
    )
    assert [line for line in told.splitlines() if line.startswith(("- ", "|"))] == [
        "- 時: いま",
        "- 範囲: tests/x",
        "- **結果: 通った 1・通らなかった 2・飛ばした 1**（2秒）",
        "- `tests.config.test_b::four`",
        "- `tests.rooms.cases.test_a::two`",
        "- 1: root で動かしてください",
        "| 行 | 出た数値 | 目標 | |",
        "|---|---|---|---|",
        "| O1 | 3 | 0 | × |",
        "| 場所 | 通った | 通らなかった | 飛ばした |",
        "|---|---:|---:|---:|",
        "| tests/config | 0 | 1 | 1 |",
        "| tests/rooms/cases | 1 | 1 | 0 |",
    ]
