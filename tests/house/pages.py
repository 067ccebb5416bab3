"""The pages of docs/ that are written from the program itself: `make docs` writes them, a house test compares them."""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterable, Iterator
from io import StringIO
from pathlib import Path

from norishiro.agencies.choices import RoleKind
from norishiro.agencies.permissions import PERMISSIONS, Permission
from tests.house import papers, sizes, tender
from tests.house.source import ROOT, Function, addresses, functions_on

DOCS = ROOT / "docs"
LAW, PERMISSIONS_PAGE, GLOSSARY = DOCS / "law.md", DOCS / "permissions.md", DOCS / "glossary.md"
WORDS = ROOT / "norishiro" / "core" / "data" / "words.csv"
BEGIN = "<!-- ここから下は make docs が書く -->"

# "第106条の6第1項" after "社会福祉法第106条の4" belongs to the same law.
_ARTICLE = re.compile(r"^第\d+条")
# A town's own rule, which the program itself does not name.
_TOWN = re.compile(r"立川|狛江|豊島|八王子|墨田|世田谷|中野|西東京")
_MODEL = re.compile(r"`([a-z_]+\.[A-Z]\w+)`")


# --- the law every rule rests on ---------------------------------------------------------------------------


def sources_of(rule: Function) -> list[str]:
    """The sources a rule names after 根拠:, each in full, remarks in brackets left out."""
    _, _, cited = rule.words.partition("根拠:")
    plain = re.sub(r"（[^（）]*）|\s+|\(P\)", "", cited).partition("。")[0]
    found: list[str] = []
    law = ""
    for part in filter(None, plain.split("、")):
        if name := re.match(r"^(.+?)(?=第\d+条)", part):
            law = name.group(1)
        found += _each(law + part if _ARTICLE.match(part) else part)
    return found


def _each(source: str) -> list[str]:
    """第1項・第2項 of one article are two sources."""
    first, *others = source.split("・")
    if not all(re.fullmatch(r"第\d+[項号]", other) for other in others):
        return [source]
    return [first, *(re.sub(r"第\d+[項号]$", other, first) for other in others)]


def rules_table() -> str:
    """Every rule and what it rests on, room by room."""
    lines = ["| 規則 | 根拠 |", "|---|---|"]
    lines += [f"| `{rule.name}` | {'、'.join(sources_of(rule))} |" for rule in functions_on("rules")]
    return "\n".join(lines) + "\n"


def law_page() -> str:
    """The hand-written part as it stands, and the table below the mark written anew."""
    written = LAW.read_text(encoding="utf-8").partition(BEGIN)[0]
    return f"{written}{BEGIN}\n\n{rules_table()}"


# --- who may open what -------------------------------------------------------------------------------------


def permissions_page() -> str:
    return "\n".join(
        [
            "# だれが、どの画面を開けるか",
            "",
            "`norishiro/agencies/permissions.py` から `make docs` が書きます。手では直しません。",
            "",
            "これは第一の門（戸口）だけの表です。画面を開けても、そこに出る記録は、共有（grant）のあるものだけです。",
            "役職には自治体ごとの呼び名があり、設定（profiles）が下の種別のどれかに結びつけます。",
            "",
            "## 役職の種別ごと",
            "",
            *_by_role(),
            "",
            "## 権限ごとの画面",
            "",
            *_by_permission(),
            "",
        ]
    )


def _by_role() -> Iterator[str]:
    yield "| 役職の種別 | できること |"
    yield "|---|---|"
    for kind in RoleKind:
        opened = "、".join(one.value for one in Permission if one in PERMISSIONS[kind])
        yield f"| {kind.label} | {opened} |"


def _by_permission() -> Iterator[str]:
    yield "| できること | 画面（URL の名前） |"
    yield "|---|---|"
    for permission in Permission:
        names = sorted(one.name for one in addresses() if getattr(one.view, "needs", None) is permission)
        yield f"| {permission.value} | {_listed(names) or '（画面のなかのボタンや欄）'} |"
    anybody = sorted(one.name for one in addresses() if hasattr(one.view, "needs") and one.view.needs is None)
    yield f"| （役職があればだれでも） | {_listed(anybody)} |"


def _listed(names: Iterable[str]) -> str:
    return " ".join(f"`{name}`" for name in names)


# --- the words of the tables, for the dictionary that leaves with the data ----------------------------------


def words_table() -> str:
    """What the glossary says of each table; a row that speaks of several tables is taken apart at its middle dots."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["model", "label", "meaning", "law"])
    for line in GLOSSARY.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        models = _MODEL.findall(cells[1]) if len(cells) >= 3 else []
        names = cells[0].split("・") if len(models) > 1 else [cells[0]]
        if len(names) != len(models):
            names = [cells[0]] * len(models)
        for model, name in zip(models, names, strict=True):
            law = "、".join(one for one in "".join(cells[3:4]).split("、") if not _TOWN.search(one))
            writer.writerow([model, name, cells[2].replace("`", ""), law])
    return out.getvalue()


# --- writing them ------------------------------------------------------------------------------------------


def pages() -> dict[Path, str]:
    return {
        LAW: law_page(),
        PERMISSIONS_PAGE: permissions_page(),
        WORDS: words_table(),
        **tender.pages(),
        **papers.pages(),
        **sizes.pages(),
    }


def is_written(path: Path, text: str) -> bool:
    """Byte by byte: a table for Excel ends its lines in its own way."""
    return path.exists() and path.read_bytes() == text.encode()


def write() -> None:
    for path, text in pages().items():
        if not is_written(path, text):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")
            sys.stdout.write(f"{path.relative_to(ROOT)} を書きました。\n")


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    django.setup()
    write()
