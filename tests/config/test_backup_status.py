"""How things stand with the copies is noted by several processes at once, and no note is lost."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from config.backup import status
from config.env import ROOT, parse
from tests.config.conftest import outside

NOTES = 60
WRITER = """
import sys
from config.backup import status
from config.env import parse
env = parse({"NORISHIRO_HOME": sys.argv[1]})
for number in range(int(sys.argv[3])):
    status.note(env, {sys.argv[2]: number})
    assert status.read(env)[sys.argv[2]] == number
"""


def test_two_who_note_at_once_lose_nothing(tmp_path: Path) -> None:
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path), name, str(NOTES)], cwd=ROOT, env=outside(PYTHONPATH=str(ROOT)),
            stderr=subprocess.PIPE, text=True,
        )
        for name in ("following", "making")
    ]  # fmt: skip
    told = [one.communicate(timeout=120)[1] for one in writers]
    assert [one.returncode for one in writers] == [0, 0], told
    noted = status.read(parse({"NORISHIRO_HOME": str(tmp_path)}))
    assert (noted["following"], noted["making"]) == (NOTES - 1, NOTES - 1)
