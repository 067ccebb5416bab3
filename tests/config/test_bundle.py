"""The bundle for a machine without internet: whole, without addresses, and the same each time it is made."""

import re
import shutil
import subprocess
import tarfile
import zipfile
from pathlib import Path

import pytest

from config.env import ROOT
from deploy import bundle

UNITS = sorted((ROOT / "deploy/systemd").glob("norishiro*"))


def tracked() -> set[str]:
    done = subprocess.run(
        ["git", "ls-files", "norishiro", "config"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(done.stdout.splitlines())


@pytest.mark.slow
def test_the_program_is_whole_in_its_wheel_and_comes_out_the_same_twice(tmp_path: Path) -> None:
    """Every file git knows of the program is in the wheel, and beside them only the lock."""
    made = [_wheel(tmp_path / name) for name in ("first", "second")]
    with zipfile.ZipFile(made[0]) as packed:
        found = {name for name in packed.namelist() if ".dist-info/" not in name}
        told = packed.read("norishiro-0.1.0.dist-info/METADATA").decode()
    committed = {name for name in tracked() if _at_head(name)}
    assert found ^ committed == {"config/requirements.lock"}
    assert re.findall(r"https?://\S+", told) == []
    assert made[0].read_bytes() == made[1].read_bytes()


def _at_head(name: str) -> bool:
    done = subprocess.run(
        ["git", "cat-file", "-e", f"HEAD:{name}"], cwd=ROOT, capture_output=True, check=False
    )
    return done.returncode == 0


def _wheel(place: Path) -> Path:
    """The program alone: the wheels beside it come as they are, by their hashes."""
    bundle.check_out(place / "source")
    return bundle.own_wheel(place / "source", place / "wheels", moment=1_790_000_000)


def test_a_folder_is_packed_the_same_whoever_packs_it(tmp_path: Path) -> None:
    packed = []
    for name in ("first", "second"):
        folder = tmp_path / name / "norishiro-1"
        (folder / "inside").mkdir(parents=True)
        for file in ("b.txt", "inside/a.sh") if name == "first" else ("inside/a.sh", "b.txt"):
            (folder / file).write_text(file)
        bundle.write_sums(folder)
        (folder / "b.txt").chmod(0o600 if name == "first" else 0o666)
        packed.append(bundle.pack(folder, moment=1_790_000_000))
    assert packed[0] == packed[1]
    (tmp_path / "one.tar.gz").write_bytes(packed[0])
    with tarfile.open(tmp_path / "one.tar.gz") as tar:
        rights = {one.name: (oct(one.mode), one.uid, one.mtime) for one in tar if one.isfile()}
    assert rights["norishiro-1/inside/a.sh"] == ("0o755", 0, 1_790_000_000)
    assert rights["norishiro-1/b.txt"] == ("0o644", 0, 1_790_000_000)


def test_the_documents_become_pages_that_find_each_other(tmp_path: Path) -> None:
    (tmp_path / "docs/ja").mkdir(parents=True)
    (tmp_path / "README.ja.md").write_text(
        "# よむ\n\n[手引き](docs/ja/a.md#x) と [網](https://example.jp/b.md)\n", encoding="utf-8"
    )
    (tmp_path / "docs/ja/a.md").write_text(
        "# 手引き\n\n| あ | い |\n|---|---|\n| 1 | 2 |\n", encoding="utf-8"
    )
    bundle.pages(tmp_path, tmp_path / "made")
    page = (tmp_path / "made/README.ja.html").read_text(encoding="utf-8")
    assert re.findall(r'href="([^"]+)"', page) == ["ja/a.html#x", "https://example.jp/b.md"]
    assert "<td>1</td>" in (tmp_path / "made/ja/a.html").read_text(encoding="utf-8")
    index = (tmp_path / "made/index.html").read_text(encoding="utf-8")
    assert re.findall(r'<li><a href="([^"]+)">([^<]+)', index) == [
        ("README.ja.html", "よむ"),
        ("ja/a.html", "手引き"),
    ]


def test_the_shell_files_are_read_by_a_shell() -> None:
    for file in (ROOT / "deploy/install.sh", ROOT / "deploy/norishiro.sh", ROOT / "bench/install.sh"):
        assert subprocess.run(["sh", "-n", str(file)], check=False).returncode == 0, file


@pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="systemd-analyze がないので、単位の書き方は確かめない"
)
def test_the_units_are_understood_by_systemd(tmp_path: Path) -> None:
    """With a program that is there in the place of ours, systemd has nothing to say."""
    for unit in UNITS:
        words = unit.read_text(encoding="utf-8").replace("/opt/norishiro/current/bin/norishiro", "/bin/true")
        (tmp_path / unit.name).write_text(words, encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", *(str(tmp_path / unit.name) for unit in UNITS)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    about_ours = [line for line in done.stderr.splitlines() if "norishiro" in line]
    assert (len(UNITS), about_ours) == (7, [])


def test_each_unit_runs_a_command_that_is_there() -> None:
    from config.command import OWN_COMMANDS

    known = {path.stem for path in ROOT.glob("norishiro/*/management/commands/*.py")} | set(OWN_COMMANDS)
    run = [
        match[1]
        for unit in UNITS
        for match in re.finditer(
            r"^ExecStart=-?\S+/norishiro (\S+)", unit.read_text(encoding="utf-8"), re.MULTILINE
        )
    ]
    assert [name for name in run if name not in known] == []
    assert "run" in run


def test_the_sample_of_the_settings_is_read_as_it_stands() -> None:
    """Also with every line of it in force."""
    from config import env

    words = (ROOT / "deploy/norishiro.env").read_text(encoding="utf-8")
    names = re.findall(r"^#?([A-Z_]+)=", words, re.MULTILINE)
    assert [name for name in names if name.removesuffix(env.FILE) not in env.ADVICE] == []
