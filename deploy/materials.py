"""What the bundle is made of: a CycloneDX list for machines, and a list of licences for people. The same each time.

Everything is read from the wheels that go along, so that the list speaks of them and not of the machine that packs.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import Distribution, PathDistribution
from pathlib import Path
from typing import Any

MOST_DIRECT = 25  # the goal
LIST, LICENCES = "sbom.cdx.json", "部品と使用許諾.txt"
UNKNOWN = "（部品が名のっていない）"

# What a part says of its licence in words of its own: SPDX's name for it.
CLASSIFIED = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD",
    "MIT License": "MIT",
    "ISC License (ISCL)": "ISC",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "The Unlicense (Unlicense)": "Unlicense",
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0-only",
    "GNU Lesser General Public License v3 or later (LGPLv3+)": "LGPL-3.0-or-later",
    "GNU Library or Lesser General Public License (LGPL)": "LGPL",
    "MIT No Attribution License (MIT-0)": "MIT-0",
    "SIL Open Font License 1.1 (OFL-1.1)": "OFL-1.1",
}
LONGEST_LICENCE = 60


@dataclass(frozen=True)
class Part:
    """One library or package of the bundle."""

    name: str
    version: str
    kind: str
    licence: str
    is_expression: bool
    sha256: str
    needs: tuple[str, ...]

    @property
    def reference(self) -> str:
        return f"pkg:{self.kind}/{self.name}@{self.version}"


# --- gathering -----------------------------------------------------------------------------------


def parts(folder: Path) -> list[Part]:
    """Of a bundle laid out in this folder: its wheels, and Debian's packages where there are some."""
    wheels = [_of_wheel(file) for file in sorted((folder / "wheels").glob("*.whl"))]
    debs = [_of_deb(file) for file in sorted((folder / "debs").glob("*.deb"))]
    return sorted([*wheels, *debs], key=lambda one: (one.kind, one.name))


def _of_wheel(file: Path) -> Part:
    with zipfile.ZipFile(file) as packed:
        inside = next(name for name in packed.namelist() if re.fullmatch(r"[^/]+\.dist-info/METADATA", name))
    found = PathDistribution(zipfile.Path(file, inside.removesuffix("METADATA")))
    return part(found, sha256=hashlib.sha256(file.read_bytes()).hexdigest())


def part(found: Distribution, *, sha256: str) -> Part:
    licence, is_expression = _licence(found)
    return Part(
        name=canonical(found.metadata["Name"]), version=found.version, kind="pypi", licence=licence,
        is_expression=is_expression, sha256=sha256, needs=tuple(sorted(set(_needs(found)))),
    )  # fmt: skip


def _of_deb(file: Path) -> Part:
    """Debian names its files name_version_machine; the licence of each stands in /usr/share/doc of the package."""
    name, version, _ = file.stem.split("_")
    content = hashlib.sha256(file.read_bytes()).hexdigest()
    return Part(
        name=f"debian/{name}", version=version, kind="deb", licence="", is_expression=False, sha256=content, needs=()
    )  # fmt: skip


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _licence(found: Distribution) -> tuple[str, bool]:
    """As an expression of SPDX where the part gives one; else by its classifiers; else in its own short words."""
    told_so = found.metadata.get_all("License-Expression")
    if told_so:
        return str(told_so[0]), True
    told = [
        one.rpartition(" :: ")[2]
        for one in found.metadata.get_all("Classifier") or []
        if one.startswith("License :: ") and one != "License :: OSI Approved"
    ]
    if told:
        return " / ".join(sorted({CLASSIFIED.get(one, one) for one in told})), False
    words = (
        "".join(found.metadata.get_all("License") or []).strip()
        or (found.read_text("licenses/LICENSE") or "").strip()  # the head of the licence itself
    ).splitlines()
    return (words[0][:LONGEST_LICENCE] if words else UNKNOWN), False


def _needs(found: Distribution) -> Iterator[str]:
    """By name; what only an extra asks for is left out, and what is not carried falls away later."""
    for one in found.requires or []:
        words, _, condition = one.partition(";")
        match = re.match(r"[A-Za-z0-9][A-Za-z0-9._-]*", words.strip())
        if match and "extra" not in condition:
            yield canonical(match[0])


# --- telling ---------------------------------------------------------------------------------------


def bill(found: Iterable[Part], *, version: str, direct: Iterable[str], moment: int) -> str:
    """CycloneDX 1.6 as JSON."""
    carried = [one for one in found if one.name != "norishiro"]
    by_name = {one.name: one.reference for one in carried}
    own = f"pkg:pypi/norishiro@{version}"
    told: dict[str, Any] = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "timestamp": datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": {"type": "application", "bom-ref": own, "name": "norishiro", "version": version},
        },
        "components": [_component(one) for one in carried],
        "dependencies": [
            {"ref": own, "dependsOn": sorted(by_name[one] for one in set(direct) if one in by_name)},
            *(
                {"ref": one.reference, "dependsOn": sorted(by_name[need] for need in one.needs if need in by_name)}
                for one in carried
            ),
        ],
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _component(one: Part) -> dict[str, Any]:
    told: dict[str, Any] = {
        "type": "library",
        "bom-ref": one.reference,
        "name": one.name,
        "version": one.version,
        "purl": one.reference,
        "hashes": [{"alg": "SHA-256", "content": one.sha256}],
    }
    if one.is_expression:
        told["licenses"] = [{"expression": one.licence}]
    elif one.licence and one.licence != UNKNOWN:
        told["licenses"] = [{"license": {"name": one.licence}}]
    return told


def licences(found: Iterable[Part], *, direct: Iterable[str]) -> str:
    """For people: name, version, licence; ◎ is what the program itself names."""
    named = set(direct)
    carried = [one for one in found if one.name != "norishiro"]
    lines = [
        "のりしろの束に入っている部品と、その使用許諾（全文は、それぞれの部品の中にあります）",
        f"全部で{len(carried)}、そのうち、のりしろが直接使うもの（◎）{len([one for one in carried if one.name in named])}",
        "",
    ]
    lines += [
        f"{'◎' if one.name in named else '　'} {one.name} {one.version}　{one.licence or '（Debian。/usr/share/doc/名前/copyright）'}"
        for one in carried
    ]
    return "\n".join(lines) + "\n"


def direct_names(project: Path) -> list[str]:
    """The parts pyproject.toml names for running."""
    named = tomllib.loads(project.read_text(encoding="utf-8"))["project"]["dependencies"]
    return [canonical(re.split(r"[\[~<>=!; ]", one, maxsplit=1)[0]) for one in named]


def write(folder: Path, *, project: Path, version: str, moment: int) -> str:
    """Both lists into the bundle; answers the count in words."""
    found, direct = parts(folder), direct_names(project)
    (folder / LIST).write_text(bill(found, version=version, direct=direct, moment=moment), encoding="utf-8")
    (folder / LICENCES).write_text(licences(found, direct=direct), encoding="utf-8")
    return f"部品: 直接 {len(direct)}（目標 {MOST_DIRECT} まで）、ぜんぶで {len(found) - 1}"
