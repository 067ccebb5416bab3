"""The town's rules for accounts, read once from ``data/accounts.toml``: when they sleep, how long a password is."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

# How a log-in is written down that came by the office's own: with one proof, or with two that the town says count.
BY_OFFICE, BY_OFFICE_TWICE = "office", "office-mfa"


@dataclass(frozen=True)
class Limits:
    """Numbers a town may differ in; the file says where they come from."""

    sleep_after_days: int
    sleep_warn_days: int
    password_least: int
    password_least_with_second_proof: int
    password_least_different: int
    password_common: tuple[str, ...]
    review_months: tuple[int, ...]
    review_within_days: int
    transfers_most_days_ahead: int
    transfers_most_rows: int


@cache
def limits() -> Limits:
    text = (Path(__file__).parent / "data/accounts.toml").read_text(encoding="utf-8")
    read = tomllib.loads(text)
    given = {f"{part}_{name}": value for part, rows in read.items() for name, value in rows.items()}
    return Limits(**given | {"password_common": tuple(given["password_common"])})


@dataclass(frozen=True)
class Office:
    """The office's own log-in (OpenID Connect), as the settings file names it (docs/adr/0101-the-offices-own-log-in.md)."""

    issuer: str
    client: str
    secret: str = field(repr=False)
    label: str
    second_proof: tuple[str, ...] = ()
    asks_again: bool = True
    authorities: str = ""
