"""`make mutants`: faults put into the policy one by one; for each, some test must fail.

mutmut makes the faults, in a copy of the tracked files, so that nothing of it is left in the tree. Each file has its own
tests, run in one process per file that forks for every fault (``tests.trying_mutants``): the tests are collected once and
the database is laid out once. A fault that changes nothing anybody could notice is named, with the reason, in
``equivalent_mutants.csv``; the run fails when one of those is noticed after all.
"""

from __future__ import annotations

import ast
import csv
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from difflib import unified_diff
from pathlib import Path

from mutmut.mutation.file_mutation import mutate_file_contents

from tests.assurance.evidence import Line
from tests.trying_mutants import ORDER_VARIABLE

ROOT = Path(__file__).resolve().parent.parent
EQUIVALENT = Path(__file__).with_name("equivalent_mutants.csv")
WORKERS = 2
SEED = 20261121
ROOMS = "tests/rooms"


@dataclass(frozen=True)
class Target:
    """A file of the policy, and the tests that must notice every fault in it."""

    file: str
    tests: tuple[str, ...]

    @property
    def module(self) -> str:
        return self.file.removesuffix(".py").replace("/", ".")


def _target(file: str, *tests: str) -> Target:
    return Target(f"norishiro/{file}", tuple(f"{ROOMS}/{file.partition('/')[0]}/{one}.py" for one in tests))


# The pure rules; no database.
RULES = (
    _target("sharing/rules/decisions.py", "test_decisions", "test_refusals"),
    _target("sharing/rules/consents.py", "test_refusals", "test_scopes"),
    _target("sharing/rules/exclusions.py", "test_refusals"),
    _target("sharing/rules/provisions.py", "test_refusals"),
    _target("emergency/rules.py", "test_emergency_rules", "test_refusals"),
    _target("exports/rules.py", "test_export_rules", "test_refusals"),
    _target("people/rules.py", "test_refusals"),
    _target("rights/rules.py", "test_rules", "test_refusals"),
    _target("watching/rules/reviewing.py", "test_refusals"),
    _target("watching/rules/snooping.py", "test_rules"),
    _target("watching/rules/telling.py", "test_rules", "test_refusals"),
)
# Where the facts for the rules are gathered.
SHELVES = (
    _target("sharing/access.py", "test_access"),
    _target("cases/access.py", "test_access"),
    _target("watching/access.py", "test_access"),
)
TARGETS = (*RULES, *SHELVES)


@dataclass(frozen=True)
class Result:
    """What became of the faults of one file, by their names; ``left`` with the change that nobody noticed."""

    file: str
    noticed: frozenset[str]
    equivalent: frozenset[str]
    left: Mapping[str, str]
    listed_wrongly: frozenset[str] = field(default_factory=frozenset)

    @property
    def total(self) -> int:
        return len(self.noticed) + len(self.equivalent) + len(self.left)

    @property
    def holds(self) -> bool:
        return bool(self.noticed) and not self.left and not self.listed_wrongly


def main(arguments: Sequence[str]) -> int:
    """`[part of a file's name …]`: only those files, else all. Print each file's figures and every fault left."""
    chosen = [one for one in TARGETS if not arguments or any(part in one.file for part in arguments)]
    results = try_them(chosen)
    for one in results:
        sys.stdout.write("".join(f"{name}\n{change}\n" for name, change in one.left.items()))
        sys.stdout.write(
            "".join(
                f"{name} は、同じはずの表にありますが、試験が気づきました。\n" for name in one.listed_wrongly
            )
        )
    for one in results:
        sys.stdout.write(
            f"{one.file}: {one.total}（気づいた {len(one.noticed)}、同じ {len(one.equivalent)}、残った {len(one.left)}）\n"
        )  # fmt: skip
    line = line_of(results)
    sys.stdout.write(f"{line.figure}（目標 {line.target}）\n")
    return int(not line.holds)


def line_of(results: Iterable[Result]) -> Line:
    """The row's line over all files tried."""
    found = list(results)
    total, noticed = sum(one.total for one in found), sum(len(one.noticed) for one in found)
    equivalent, left = sum(len(one.equivalent) for one in found), sum(len(one.left) for one in found)
    return Line(
        row="I8",
        figure=f"方針の誤り {total} のうち気づいた {noticed}、同じはたらき {equivalent}、残った {left}",
        target="同じはたらきのほか、すべて気づく",
        holds=bool(found) and all(one.holds for one in found),
    )


def try_them(
    targets: Sequence[Target], *, at_most: int | None = None, workers: int = WORKERS
) -> list[Result]:
    """Try every fault of these files, or a seeded sample of ``at_most`` each."""
    known = _equivalent()
    with tempfile.TemporaryDirectory(prefix="norishiro-mutants-") as folder:
        place = Path(folder)
        _copy_tracked(place)
        names = {one: _mutate(place, one) for one in targets}
        sample = {one: _some(found, at_most) for one, found in names.items()}
        with ThreadPoolExecutor(workers) as pool:
            verdicts = list(pool.map(lambda one: _try(place, one, sample[one]), targets))
        return [
            _result(place, one, found, known=known, names=names[one])
            for one, found in zip(targets, verdicts, strict=True)
        ]


def _some(names: list[str], at_most: int | None) -> list[str]:
    if at_most is None or at_most >= len(names):
        return names
    return random.Random(SEED).sample(names, at_most)


def _equivalent() -> dict[str, str]:
    with EQUIVALENT.open(encoding="utf-8", newline="") as file:
        return {row["name"]: row["why"] for row in csv.DictReader(file)}


def _copy_tracked(place: Path) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, check=True,
    ).stdout  # fmt: skip
    for name in filter(None, listed.decode().split("\0")):
        if (ROOT / name).exists():
            target = place / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target)


def _mutate(place: Path, target: Target) -> list[str]:
    """Replace the file by one that holds every fault, each asleep until it is named; answer the names."""
    path = place / target.file
    mutated = mutate_file_contents(target.file, path.read_text(encoding="utf-8"))
    path.write_text(mutated.code, encoding="utf-8")
    return [f"{target.module}.{name}" for name in mutated.mutant_names]


def _try(place: Path, target: Target, names: list[str]) -> dict[str, bool]:
    """Whether each fault was noticed. A database of its own, named after the file."""
    order, answer = place / f"{target.module}.order.json", place / f"{target.module}.answer.json"
    order.write_text(json.dumps({"names": names, "answer": str(answer)}), encoding="utf-8")
    environment = {
        **os.environ, "NORISHIRO_TEST_SUFFIX": f"{os.environ.get('NORISHIRO_TEST_SUFFIX', '')}mutants",
        ORDER_VARIABLE: str(order), "PYTHONPATH": "",
        "PYTEST_XDIST_WORKER": target.module.replace(".", "_"),
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "tests.trying_mutants", "-p", "no:randomly", "-p", "no:cacheprovider",
         "-p", "no:xdist", "--assert=plain", "--tb=native", *target.tests],
        cwd=place, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if not answer.exists():
        raise RuntimeError(f"{target.file}: {done.stdout[-4_000:]}{done.stderr[-2_000:]}")
    found: dict[str, bool] = json.loads(answer.read_text(encoding="utf-8"))
    return found


def _result(
    place: Path, target: Target, verdicts: Mapping[str, bool], *, known: Mapping[str, str], names: Iterable[str]
) -> Result:  # fmt: skip
    survived = [name for name, noticed in verdicts.items() if not noticed]
    listed = {name for name in known if name.rpartition(".")[0] == target.module}
    changes = _changes((place / target.file).read_text(encoding="utf-8"))
    return Result(
        file=target.file,
        noticed=frozenset(name for name, noticed in verdicts.items() if noticed),
        equivalent=frozenset(name for name in survived if name in listed),
        left={name: changes[name.rpartition(".")[2]] for name in survived if name not in listed},
        listed_wrongly=frozenset(
            name for name in listed if verdicts.get(name, False) or name not in set(names)
        ),
    )


def _changes(mutated: str) -> dict[str, str]:
    """What each fault changes, as lines before and after."""
    source = {
        one.name: one for one in ast.walk(ast.parse(mutated)) if isinstance(one, ast.FunctionDef) and "__mutmut_" in one.name
    }  # fmt: skip
    texts = {
        name: (ast.get_source_segment(mutated, one) or "").splitlines()[1:] for name, one in source.items()
    }
    return {
        name: "\n".join(
            line for line in unified_diff(texts[f"{name.rpartition('__mutmut_')[0]}__mutmut_orig"], lines, n=0, lineterm="")
            if not line.startswith(("---", "+++", "@@"))
        )
        for name, lines in texts.items()
    }  # fmt: skip


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
