"""Reading the house as text: its rooms, its shelves, the functions on them, its addresses."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ROOT / "norishiro"

# From the ground up. Neighbours of one storey stand in one tuple.
STOREYS: tuple[tuple[str, ...], ...] = (
    ("core",),
    ("profiles",),
    ("ledger",),
    ("agencies",),
    ("sharing",),
    ("attachments", "letterbox", "handbook"),
    ("people", "resources"),
    ("outreach", "emergency", "opendata", "surveys"),
    ("consultations",),
    ("cases",),
    ("family", "surroundings", "assessment", "teams", "training", "visits", "carers"),
    ("meetings", "community", "food", "funds", "helpers", "publicity"),
    ("corporations", "neighbours"),
    ("plans", "matching", "evacuation"),
    ("exports", "finding", "former"),
    ("watching",),
    ("incidents",),
    ("rights",),
    ("casework",),
    ("public_site", "indicators", "reports"),
    ("policies",),
    ("questions",),
    ("exchange",),
    ("disposal",),
    ("moving",),
)
ROOMS = tuple(room for storey in STOREYS for room in storey)
HEIGHT = {room: height for height, storey in enumerate(STOREYS) for room in storey}


@dataclass(frozen=True)
class Function:
    """A public function on a shelf: where it stands and what its signature says."""

    room: str
    module: str
    node: ast.FunctionDef

    @property
    def name(self) -> str:
        return f"{self.module}.{self.node.name}"

    @property
    def decorators(self) -> set[str]:
        return {ast.unparse(one) for one in self.node.decorator_list}

    @property
    def positional(self) -> list[str]:
        return [one.arg for one in (*self.node.args.posonlyargs, *self.node.args.args)]

    @property
    def words(self) -> str:
        return ast.get_docstring(self.node) or ""


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def files_of(room: str, shelf: str) -> list[Path]:
    """The file of a shelf, or all files of its folder; none where the room has no such shelf."""
    folder, file = HOUSE / room / shelf, HOUSE / room / f"{shelf}.py"
    return sorted(folder.rglob("*.py")) if folder.is_dir() else [file] if file.exists() else []


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(HOUSE).with_suffix("").parts).removesuffix(".__init__")


def functions_on(shelf: str, *, rooms: Iterable[str] = ROOMS) -> list[Function]:
    """The public functions of one shelf in every room."""
    return [
        Function(room, module_of(path), node)
        for room in rooms
        for path in files_of(room, shelf)
        for node in parsed(path).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    ]


def imports_of(path: Path) -> Iterator[str]:
    """Every dotted name a file imports, modules and what is taken from them alike."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


@dataclass(frozen=True)
class Address:
    """One URL: its full name, its path as written, the view behind it."""

    name: str
    path: str
    view: Any

    @property
    def room(self) -> str:
        """The room of the view, or "" when it is not ours."""
        head, _, rest = self.view.__module__.partition(".")
        return rest.partition(".")[0] if head == "norishiro" else ""


def addresses() -> list[Address]:
    return list(_walk(get_resolver().url_patterns))


def _walk(patterns: list[URLPattern | URLResolver], names: str = "", path: str = "") -> Iterator[Address]:
    for entry in patterns:
        if isinstance(entry, URLResolver):
            inner = f"{names}{entry.namespace}:" if entry.namespace else names
            yield from _walk(entry.url_patterns, inner, path + str(entry.pattern))
        else:
            yield Address(f"{names}{entry.name or ''}", path + str(entry.pattern), entry.callback)


def templates() -> dict[str, str]:
    """Every template by the name it is loaded under."""
    return {
        str(path.relative_to(folder)): path.read_text(encoding="utf-8")
        for folder in HOUSE.glob("*/templates")
        for path in folder.rglob("*.html")
    }
