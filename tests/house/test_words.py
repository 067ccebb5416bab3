"""Words agree: the glossary knows every model, the law page every rule, and no town is named in the program."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

from django.apps import apps

from norishiro.casework.demo.accounts import PASSWORD
from tests.house import pages
from tests.house.source import HOUSE, ROOMS, functions_on, parsed

TOWNS = re.compile(
    "墨田|豊島|世田谷|八王子|立川市|中野区|西東京|狛江|"
    r"\b(sumida|toshima|setagaya|hachioji|tachikawa|nakano|nishitokyo|komae)\b",
    re.IGNORECASE,
)
# Where a town may be named: its settings, and the invented stories told under them.
TOWN_FOLDERS = (HOUSE / "profiles", HOUSE / "casework" / "demo")


def _docstrings(tree: ast.Module) -> set[int]:
    """Docstrings may name the town a rule was learnt from; the program itself may not know it."""
    return {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
        and isinstance(node.body[0].value, ast.Constant)
    }


def _spoken(path: Path) -> list[str]:
    """All that a file says to the machine or to a user: names and texts, no docstrings, no comments."""
    if path.suffix != ".py":
        return [path.read_text(encoding="utf-8")]
    tree = parsed(path)
    left_out = _docstrings(tree)
    return [
        text
        for node in ast.walk(tree)
        for text in (
            [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else [],
            [node.id] if isinstance(node, ast.Name) else [],
            [node.name] if isinstance(node, ast.FunctionDef | ast.ClassDef) else [],
        )
        for text in text
        if id(node) not in left_out
    ]


def test_no_town_is_named_in_the_program() -> None:
    kinds = {".py", ".html", ".toml", ".csv", ".js", ".css"}
    named = [
        f"{path.relative_to(HOUSE)}: {found.group()}"
        for path in sorted(HOUSE.rglob("*"))
        if path.suffix in kinds and not any(path.is_relative_to(folder) for folder in TOWN_FOLDERS)
        for text in _spoken(path)
        if (found := TOWNS.search(text))
    ]

    assert named == []


def test_every_model_is_in_the_glossary() -> None:
    written = set(
        re.findall(r"`([a-z_]+\.[A-Z]\w+)`", (pages.DOCS / "glossary.md").read_text(encoding="utf-8"))
    )
    models = {model._meta.label for model in apps.get_models() if model._meta.app_label in ROOMS}

    assert sorted(models - written) == []
    assert sorted(written - models) == []


def test_every_rule_names_what_it_rests_on() -> None:
    assert [rule.name for rule in functions_on("rules") if not pages.sources_of(rule)] == []


def test_every_source_is_explained_in_one_line() -> None:
    written = pages.LAW.read_text(encoding="utf-8").partition(pages.BEGIN)[0]
    explained = {
        cells[1].strip(): cells[2].strip()
        for cells in (line.split("|") for line in written.splitlines())
        if len(cells) == 4
    }
    cited = {source for rule in functions_on("rules") for source in pages.sources_of(rule)}

    assert sorted(cited - set(explained)) == []
    assert sorted(set(explained) - cited - {"根拠", "---"}) == []
    assert [source for source in cited if not explained[source]] == []


def test_the_pages_written_from_the_program_are_up_to_date() -> None:
    stale = [path.name for path, text in pages.pages().items() if not pages.is_written(path, text)]

    assert stale == [], "`make docs` を実行してください。"


def test_the_words_the_first_steps_quote_stand_on_the_screens() -> None:
    """In 「」 the guide quotes screens; what people say or write stands in 『』."""
    guide = (pages.DOCS / "ja" / "はじめに.md").read_text(encoding="utf-8")
    kinds = {".py", ".html", ".toml"}
    program = "".join(path.read_text(encoding="utf-8") for path in HOUSE.rglob("*") if path.suffix in kinds)
    quoted = dict.fromkeys(re.findall(r"「([^「」\u3000]+)」", guide))

    assert [words for words in quoted if words not in program] == []
    assert len(quoted) > 50


def test_the_accounts_of_the_first_steps_are_those_of_the_demo_town() -> None:
    guide = (pages.DOCS / "ja" / "はじめに.md").read_text(encoding="utf-8")
    table = re.findall(r"^\| `(\w+)` \| (\S+ \S+)（", guide, re.MULTILINE)
    made = tomllib.loads((HOUSE / "casework/demo/data/toshima.toml").read_text(encoding="utf-8"))["accounts"]

    assert dict(table).items() <= {one["login"]: one["name"] for one in made}.items()
    assert len(table) == 6
    assert f"`{PASSWORD}`" in guide
