"""The dated lists of participation (``data/tracks.toml``): tracks with their stages, months of settling, reasons of an end."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("data") / "tracks.toml"
CANDIDATE = "CANDIDATE"
CANDIDATE_NAME = "候補"


@dataclass(frozen=True)
class Stage:
    """One stage of a track. ``settles``: from the day it was reached on, settling is looked at."""

    code: str
    name: str
    settles: bool = False


@dataclass(frozen=True)
class Choice:
    """A code with its words. ``asks_words``: chosen alone it says too little."""

    code: str
    name: str
    asks_words: bool = False


@dataclass(frozen=True)
class Track:
    """A way of taking part. ``eligibility``: why somebody is meant by it, one of which is chosen."""

    code: str
    name: str
    work: bool
    stages: tuple[Stage, ...]
    eligibility: tuple[Choice, ...]

    def stage(self, code: str) -> Stage | None:
        return next((one for one in self.stages if one.code == code), None)


@dataclass(frozen=True)
class Lists:
    as_of: str
    settle_months: tuple[int, ...]
    tracks: tuple[Track, ...]
    ends: tuple[Choice, ...]


@cache
def lists() -> Lists:
    read = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    tracks = tuple(
        Track(
            one["code"], one["name"], one.get("work", False), tuple(Stage(**stage) for stage in one["stages"]),
            tuple(Choice(**choice) for choice in one.get("eligibility", [])),
        )
        for one in read["tracks"]
    )  # fmt: skip
    return Lists(
        read["as_of"], tuple(read["settle_months"]), tracks, tuple(Choice(**one) for one in read["ends"])
    )


def track(code: str) -> Track:
    """A track the list no longer knows keeps its code and has no stages."""
    known = next((one for one in lists().tracks if one.code == code), None)
    return known or Track(code, code, False, (), ())


def stage_name(*, track_code: str, stage: str) -> str:
    if stage == CANDIDATE:
        return CANDIDATE_NAME
    found = track(track_code).stage(stage)
    return found.name if found else stage


def end_name(code: str) -> str:
    return next((one.name for one in lists().ends if one.code == code), code)
