"""`make bundle`: everything a machine without internet needs, in one file that comes out the same each time.

dist/norishiro-VERSION.tar.gz and dist/SHA256SUMS (with --sign KEY also SHA256SUMS.sig, an Ed25519 signature). Decisions:
docs/adr/0082-in-a-town-hall.md. What goes in is what git has at HEAD, and wheels whose hashes stand in requirements.lock.
"""

from __future__ import annotations

import argparse
import base64
import datetime
import gzip
import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from markdown_it import MarkdownIt

from deploy import materials

# What the guides show; the pages of the bundle find it beside them.
PICTURES = "norishiro/handbook/static/handbook/guides"

PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet")
ROOT = Path(__file__).resolve().parent.parent
DIST = ROOT / "dist"

# What a bare Debian lacks: Python with venv, and Pango for PDF (docs/adr/0014).
DEBS = ("python3-venv", "libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
# What every Debian has already, however small; nothing of it is carried.
BASE = ("apt",)

PAGE = """<!doctype html>
<html lang="ja"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title><style>
body{{max-width:46rem;margin:2rem auto;padding:0 1rem;font:16px/1.8 "Noto Sans JP",sans-serif;color:#1a1a1c}}
pre{{overflow:auto;background:#f2f2f2;padding:.8rem}}code{{font-size:.95em}}
table{{border-collapse:collapse;display:block;overflow:auto}}td,th{{border:1px solid #b3b3b3;padding:.3rem .6rem;text-align:left}}
img{{max-width:100%;border:1px solid #b3b3b3}}
</style></head><body>
{body}</body></html>
"""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="make bundle")
    parser.add_argument(
        "--debs", action="store_true", help="bare Debian のための .deb も入れる（この機械と同じ版）"
    )
    parser.add_argument("--sign", type=Path, help="SHA256SUMS に署名する Ed25519 の鍵（PEM）")
    parser.add_argument("--into", type=Path, default=DIST)
    chosen = parser.parse_args(arguments)
    made = build(chosen.into, debs=chosen.debs)
    sums = chosen.into / "SHA256SUMS"
    sums.write_text(f"{_sum(made.read_bytes())}  {made.name}\n", encoding="ascii")
    if chosen.sign:
        key = load_pem_private_key(chosen.sign.read_bytes(), password=None)
        if not isinstance(key, Ed25519PrivateKey):
            raise SystemExit("署名の鍵は Ed25519 にしてください（openssl genpkey -algorithm ed25519）。")
        (chosen.into / "SHA256SUMS.sig").write_bytes(key.sign(sums.read_bytes()))
    print(f"{made} {made.stat().st_size // 1_000_000} MB")
    print(sums.read_text(encoding="ascii"), end="")
    return 0


def build(into: Path, *, debs: bool) -> Path:
    """The one file; what it holds is laid out in a folder first."""
    moment = int(_git("log", "-1", "--format=%ct"))
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        source, name = Path(scratch) / "source", f"norishiro-{version}"
        folder = Path(scratch) / name
        folder.mkdir()
        check_out(source)
        wheels(source, folder / "wheels", moment=moment)
        program = next((folder / "wheels").glob("norishiro-*.whl"))
        locked = (source / "requirements.lock").read_text(encoding="utf-8")
        own = f"norishiro=={version} \\\n    --hash=sha256:{_sum(program.read_bytes())}\n"
        (folder / "requirements.txt").write_text(locked + own, encoding="utf-8")
        (folder / "VERSION").write_text(f"{version}\n")
        (folder / "PYTHON").write_text("python{}.{}\n".format(*sys.version_info[:2]))
        pages(source, folder / "docs")
        shutil.copytree(source / "deploy", folder / "deploy", ignore=shutil.ignore_patterns("*.py"))
        shutil.move(folder / "deploy/install.sh", folder / "install.sh")
        shutil.copy(source / "deploy/はじめに.txt", folder)
        if debs:
            packages(folder / "debs")
        counted = materials.write(folder, project=source / "pyproject.toml", version=version, moment=moment)
        print(counted)
        write_sums(folder)
        packed = into / f"{name}.tar.gz"
        packed.write_bytes(pack(folder, moment=moment))
    return packed


def check_out(source: Path) -> None:
    """What git has at HEAD; the lock goes along inside the program, so that an installed one tells when it changed."""
    source.mkdir(parents=True)
    archive = subprocess.run(["git", "archive", "HEAD"], cwd=ROOT, capture_output=True, check=True).stdout
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        tar.extractall(source, filter="data")
    shutil.copy(source / "requirements.lock", source / "config/requirements.lock")


def wheels(source: Path, folder: Path, *, moment: int) -> None:
    """The program's own wheel, and those the lock names, each by its hash."""
    subprocess.run(
        [*PIP, "download", "--require-hashes", "--only-binary=:all:", "--dest", str(folder),
         "--requirement", str(source / "requirements.lock")],
        check=True,
    )  # fmt: skip
    own_wheel(source, folder, moment=moment)


def own_wheel(source: Path, folder: Path, *, moment: int) -> Path:
    """The program's own."""
    before = os.umask(0o022)
    try:
        subprocess.run(
            [*PIP, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(source)],
            env={**os.environ, "SOURCE_DATE_EPOCH": str(moment)}, check=True,
        )  # fmt: skip
    finally:
        os.umask(before)
    wheel = next(folder.glob("norishiro-*.whl"))
    steady(wheel, moment=moment)
    return wheel


def steady(wheel: Path, *, moment: int) -> None:
    """The same files in the same order, with the same times and rights, whoever packed them."""
    with zipfile.ZipFile(wheel) as packed:
        found = {one.filename: packed.read(one) for one in packed.infolist() if not one.is_dir()}
    record = next(name for name in found if name.endswith(".dist-info/RECORD"))
    found[record] = _record(found, record)
    day = _zip_time(moment)
    with zipfile.ZipFile(wheel, "w", compression=zipfile.ZIP_DEFLATED) as packed:
        for name in sorted(found):
            one = zipfile.ZipInfo(name, date_time=day)
            one.compress_type, one.external_attr = zipfile.ZIP_DEFLATED, 0o100644 << 16
            packed.writestr(one, found[name])


def _record(found: dict[str, bytes], record: str) -> bytes:
    lines = [
        f"{name},sha256={base64.urlsafe_b64encode(hashlib.sha256(text).digest()).rstrip(b'=').decode()},{len(text)}"
        for name, text in sorted(found.items())
        if name != record
    ]
    return "\n".join([*lines, f"{record},,", ""]).encode()


def _zip_time(moment: int) -> tuple[int, int, int, int, int, int]:
    at = datetime.datetime.fromtimestamp(moment, datetime.UTC)
    return (at.year, at.month, at.day, at.hour, at.minute, at.second)


def pages(source: Path, folder: Path) -> None:
    """The documents as pages that a browser opens from the disk."""
    folder.mkdir()
    mark = MarkdownIt("commonmark").enable("table")
    texts = sorted([*source.glob("*.md"), *source.glob("docs/**/*.md")])
    listed = []
    for text in texts:
        place = (
            text.relative_to(source / "docs") if source / "docs" in text.parents else text.relative_to(source)
        )
        words = text.read_text(encoding="utf-8")
        title = next((line.lstrip("# ") for line in words.splitlines() if line.startswith("#")), place.stem)
        body = re.sub(r'(href="(?!https?:)[^"#]*)\.md(["#])', r"\1.html\2", mark.render(words))
        up = "../" * (len(place.parts) - 1)
        body = re.sub(r'href="(?:\.\./)*docs/', f'href="{up}', body)
        body = re.sub(rf'src="(?:\.\./)*{PICTURES}/', f'src="{up}pictures/', body)
        target = (folder / place).with_suffix(".html")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(PAGE.format(title=title, body=body), encoding="utf-8")
        listed.append((place.with_suffix(".html").as_posix(), title))
    if (source / PICTURES).is_dir():
        shutil.copytree(source / PICTURES, folder / "pictures")
    entries = "\n".join(f'<li><a href="{place}">{title}</a></li>' for place, title in listed)
    body = f"<h1>のりしろの文書</h1>\n<ul>\n{entries}\n</ul>\n"
    (folder / "index.html").write_text(PAGE.format(title="のりしろの文書", body=body), encoding="utf-8")


def packages(folder: Path) -> None:
    """Debian's packages for a host that has none of them: what is needed, less what every Debian has."""
    folder.mkdir()
    wanted = set(_closure(DEBS)) - set(_closure((*_required(), *BASE)))
    subprocess.run(["apt-get", "-qq", "download", *sorted(wanted)], cwd=folder, check=True)
    release = dict(
        line.replace('"', "").split("=", 1)
        for line in Path("/etc/os-release").read_text(encoding="utf-8").splitlines()
        if "=" in line
    )
    (folder / "VERSION_ID").write_text(release["VERSION_ID"] + "\n")


def _closure(names: Sequence[str]) -> Iterator[str]:
    """What apt would install on a machine on which there is nothing."""
    with tempfile.NamedTemporaryFile() as nothing:
        done = subprocess.run(
            ["apt-get", "-s", "--no-install-recommends", "-o", f"Dir::State::status={nothing.name}", "install", *names],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
    for line in done.stdout.splitlines():
        if line.startswith("Inst "):
            yield line.split()[1]


def _required() -> list[str]:
    shown = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Priority} ${Package}\n"], capture_output=True, text=True, check=True
    ).stdout
    return [line.split()[1] for line in shown.splitlines() if line.startswith("required ")]


def write_sums(folder: Path) -> None:
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    lines = [f"{_sum(file.read_bytes())}  {file.relative_to(folder)}\n" for file in files]
    (folder / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")


def pack(folder: Path, *, moment: int) -> bytes:
    """Names in order, nobody's own, all of one moment."""
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for file in [folder, *sorted(folder.rglob("*"))]:
            one = tar.gettarinfo(file, arcname=str(file.relative_to(folder.parent)))
            one.uid = one.gid = 0
            one.uname = one.gname = "root"
            one.mtime = moment
            one.mode = 0o755 if file.is_dir() or file.suffix == ".sh" else 0o644
            with file.open("rb") if file.is_file() else io.BytesIO() as content:
                tar.addfile(one, content if file.is_file() else None)
    # Wheels and .deb are packed already; more work would hardly make it smaller.
    return gzip.compress(plain.getvalue(), compresslevel=1, mtime=moment)


def _sum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _git(*words: str) -> str:
    return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=True).stdout


if __name__ == "__main__":
    raise SystemExit(main())
