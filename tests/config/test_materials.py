"""The list of what the bundle is made of: whole, closed in itself, the same each time, with every licence named."""

from __future__ import annotations

import json
import shutil
import zipfile
from importlib import metadata
from pathlib import Path

import pytest

from config import safety
from config.env import ROOT
from deploy import materials
from deploy.materials import Part

DIRECT = materials.direct_names(ROOT / "pyproject.toml")


@pytest.fixture(scope="module")
def parts() -> list[Part]:
    """Every library the lock names, as it is installed here."""
    pinned = safety.pinned_libraries([ROOT / "requirements.lock"])
    return [materials.part(metadata.distribution(name), sha256="0" * 64) for name in sorted(pinned)]


def test_every_locked_library_is_listed_once_and_every_reference_leads_somewhere(parts: list[Part]) -> None:
    told = json.loads(materials.bill(parts, version="1", direct=DIRECT, moment=0))
    references = [one["bom-ref"] for one in told["components"]]
    pinned = safety.pinned_libraries([ROOT / "requirements.lock"])
    assert {one["purl"] for one in told["components"]} == {
        f"pkg:pypi/{materials.canonical(name)}@{version}" for name, version in pinned.items()
    }
    assert len(set(references)) == len(references)
    known = {*references, told["metadata"]["component"]["bom-ref"]}
    assert {one["ref"] for one in told["dependencies"]} == known
    assert {need for one in told["dependencies"] for need in one["dependsOn"]} <= known
    assert len(told["dependencies"][0]["dependsOn"]) == len(DIRECT)
    assert (told["bomFormat"], told["specVersion"], told["metadata"]["timestamp"]) == (
        "CycloneDX", "1.6", "1970-01-01T00:00:00Z",
    )  # fmt: skip


def test_nothing_is_carried_that_nobody_needs(parts: list[Part]) -> None:
    """From what we name, along what each part asks for, one comes to all of them."""
    by_name = {one.name: one for one in parts}
    waiting, reached = list(DIRECT), set(DIRECT)
    for name in waiting:
        for need in by_name[name].needs if name in by_name else ():
            if need in by_name and need not in reached:
                reached.add(need)
                waiting.append(need)
    # Asked for by extras that we name in brackets (binary, mfa) or that those ask for in turn; setuptools lays a working copy.
    assert set(by_name) - reached <= {
        "setuptools",
        "psycopg-binary",
        "fido2",
        "fonttools",
        "brotli",
        "zopfli",
    }


def test_every_part_says_its_licence(parts: list[Part]) -> None:
    assert [one.name for one in parts if one.licence == materials.UNKNOWN] == []


def test_the_count_for_people_is_the_count_of_the_project(parts: list[Part]) -> None:
    text = materials.licences(parts, direct=DIRECT)
    assert text.count("\n◎ ") == len(DIRECT)
    assert f"全部で{len(parts)}、そのうち、のりしろが直接使うもの（◎）{len(DIRECT)}" in text


def test_a_wheel_is_read_from_its_inside_and_comes_out_the_same_twice(tmp_path: Path) -> None:
    made = []
    for name in ("first", "second"):
        folder = tmp_path / name
        (folder / "wheels").mkdir(parents=True)
        (folder / "debs").mkdir()
        _wheel(folder / "wheels/hikae_mihon-1.2-py3-none-any.whl")
        (folder / "debs/libhikae_3.4-5_amd64.deb").write_bytes(b"deb")
        shutil.copy(ROOT / "pyproject.toml", folder)
        materials.write(folder, project=folder / "pyproject.toml", version="1", moment=1_790_000_000)
        made.append(((folder / materials.LIST).read_bytes(), (folder / materials.LICENCES).read_bytes()))
    assert made[0] == made[1]
    told = {one["purl"]: one for one in json.loads(made[0][0])["components"]}
    assert set(told) == {"pkg:deb/debian/libhikae@3.4-5", "pkg:pypi/hikae-mihon@1.2"}
    assert told["pkg:pypi/hikae-mihon@1.2"]["licenses"] == [{"expression": "MIT"}]


def _wheel(file: Path) -> None:

    with zipfile.ZipFile(file, "w") as packed:
        one = zipfile.ZipInfo("hikae_mihon-1.2.dist-info/METADATA", date_time=(2026, 1, 1, 0, 0, 0))
        packed.writestr(
            one,
            "Metadata-Version: 2.4\nName: hikae_mihon\nVersion: 1.2\nLicense-Expression: MIT\nRequires-Dist: other>=1\n",
        )
