"""操作の手引き: for each kind of work its tasks, step by step, in the words that stand on the screens.

Data, not code: one file a role in data/guides. A test opens every screen named here and looks for every word quoted.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "data" / "guides"
PICTURES = Path(__file__).parent / "static" / "handbook" / "guides"

QUOTED = re.compile(r"「([^」]+)」")


@dataclass(frozen=True)
class Step:
    """One thing to do on one screen. ``note`` and ``login`` choose among the ways the demo town opens the screen."""

    on: str
    do: str
    note: str = ""
    login: str = ""

    @property
    def quoted(self) -> list[str]:
        """What is read off the screen."""
        return QUOTED.findall(self.do)


@dataclass(frozen=True)
class Task:
    """What somebody wants to do, how, what happens, who sees it, and what if."""

    role: str
    code: str
    title: str
    steps: tuple[Step, ...]
    happens: str
    seen_by: str
    what_if: tuple[str, ...]

    @property
    def picture(self) -> str:
        """The picture of the first step, as `make guides` takes it."""
        return f"{self.role}-{self.code}.webp"

    @property
    def alt(self) -> str:
        """What the picture shows, for whoever does not see it."""
        words = "、".join(
            f"{number}は「{word}」" for number, word in enumerate(self.steps[0].quoted, start=1)
        )
        return f"見本の町の画面の写真。番号の印は、{words}" if words else "見本の町の画面の写真"


@dataclass(frozen=True)
class Guide:
    """Everything for one kind of work."""

    code: str
    title: str
    lede: str
    tasks: tuple[Task, ...]


@cache
def guides() -> tuple[Guide, ...]:
    """All of them, in the order of their files."""
    return tuple(
        _guide(tomllib.loads(file.read_text(encoding="utf-8"))) for file in sorted(FOLDER.glob("*.toml"))
    )


def guide_of(code: str) -> Guide | None:
    """The guide with this code, if there is one."""
    return next((one for one in guides() if one.code == code), None)


def task_of(guide: Guide, code: str) -> Task | None:
    """The task with this code, if the guide has it."""
    return next((one for one in guide.tasks if one.code == code), None)


def tasks_on(screen: str) -> list[tuple[Guide, Task]]:
    """Every task that passes the screen; those that begin there stand first."""
    found = [
        (guide, task)
        for guide in guides()
        for task in guide.tasks
        if any(step.on == screen for step in task.steps)
    ]
    return sorted(found, key=lambda pair: pair[1].steps[0].on != screen)


def written(guide: Guide) -> str:
    """The guide as a page of docs/ja."""
    lines = [f"# {guide.title}", "", guide.lede, "", "`make docs` が書きます。手では直しません。"]
    for task in guide.tasks:
        lines += ["", f"## {task.title}", ""]
        lines += [f"{number}. {step.do}" for number, step in enumerate(task.steps, start=1)]
        lines += ["", f"![{task.alt}](../../../norishiro/handbook/static/handbook/guides/{task.picture})"]
        lines += ["", f"**どうなるか**　{task.happens}", "", f"**だれが見るか**　{task.seen_by}", ""]
        lines += ["**こんなときは**", "", *(f"- {one}" for one in task.what_if)]
    return "\n".join(lines) + "\n"


def _guide(read: dict[str, Any]) -> Guide:
    tasks = tuple(_task(read["code"], one) for one in read["task"])
    return Guide(code=read["code"], title=read["title"], lede=read["lede"], tasks=tasks)


def _task(role: str, read: dict[str, Any]) -> Task:
    steps = tuple(Step(**one) for one in read["steps"])
    rest = {key: read[key] for key in ("code", "title", "happens", "seen_by")}
    return Task(role=role, steps=steps, what_if=tuple(read["what_if"]), **rest)
