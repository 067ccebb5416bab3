"""What the field calls each kind of record. ``data/words.csv`` is written from the glossary (`make docs`)."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "data" / "words.csv"


@dataclass(frozen=True)
class Word:
    """One line of the glossary."""

    label: str
    meaning: str
    law: str


@cache
def words() -> dict[str, Word]:
    """Table by table what the glossary says, by the label of the model (``cases.Case``)."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return {row["model"]: Word(row["label"], row["meaning"], row["law"]) for row in csv.DictReader(file)}
