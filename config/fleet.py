"""`norishiro fleet`: many municipalities, each with its own home and database, seen at once and brought up to date one after another.

An inventory names them. One that lives on this machine is asked by its own doctor, in a process of its own, under its own
settings; one elsewhere only whether it is ready. Nothing of anybody's records is asked.
"""

import json
import os
import subprocess
import sys
import tomllib
import unicodedata
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from config.env import ROOT
from config.refusal import StartRefused

INVENTORY = Path("/etc/norishiro/fleet.toml")
PATIENCE = 180.0
KNOCK = 10.0
WELL, LATER, BAD, UNASKED = "○", "△", "×", "－"
# How the doctor says it to a machine.
MARKS = {"well": WELL, "soon": LATER, "fatal": BAD, "unasked": UNASKED}
# What a person at a keyboard has set, and nothing of our own: each town reads its own settings.
KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TZ")

EXAMPLE = """\
一覧のファイルは、次のように書きます。
  [[town]]
  name = "みほん市"
  home = "/var/lib/norishiro/mihon"          # この機械にある
  settings = "/etc/norishiro/mihon.env"      # なければ書かない
  [[town]]
  name = "となり市"
  address = "https://norishiro.tonari.example"  # ほかの機械にある"""


class Town(BaseModel):
    """One municipality: on this machine by its home, elsewhere by its address."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1, max_length=60)
    home: Path | None = None
    settings: Path | None = None
    program: Path | None = None
    address: str | None = Field(default=None, pattern=r"^https?://[^\s/]+/?$")

    @model_validator(mode="after")
    def here_or_there(self) -> "Town":
        if (self.home is None) == (self.address is None):
            raise ValueError("home か address の、どちらか一つを書いてください。")
        if self.home is None and (self.settings or self.program):
            raise ValueError("settings と program は、home のある町だけに書きます。")
        return self


@dataclass(frozen=True, kw_only=True)
class Found:
    """How one municipality does: a mark, and what to do first, in its own doctor's words."""

    name: str
    place: str
    mark: str
    counts: dict[str, int]
    words: tuple[str, ...]


def inventory(file: Path) -> list[Town]:
    """The municipalities of the list, in its order; refused in words where it cannot be read or names one twice."""
    try:
        given = tomllib.loads(file.read_text(encoding="utf-8"))
        towns = [Town.model_validate(one) for one in given.get("town", [])]
    except OSError:
        raise StartRefused(
            f"一覧のファイル {file} を開けません。--inventory に、場所を書いてください。", EXAMPLE
        ) from None
    except (
        tomllib.TOMLDecodeError,
        ValidationError,
        UnicodeDecodeError,
        AttributeError,
        TypeError,
    ) as problem:
        raise StartRefused(f"一覧のファイル {file} を読めません：{_first(problem)}", EXAMPLE) from None
    twice = [name for name, count in Counter(one.name for one in towns).items() if count > 1]
    if twice or not towns:
        raise StartRefused(
            f"一覧に同じ名前があります：{'、'.join(twice)}。"
            if twice
            else f"{file} に町が一つもありません。",
            EXAMPLE,
        )
    return towns


def _first(problem: Exception) -> str:
    if isinstance(problem, ValidationError):
        error = problem.errors()[0]
        return f"{'.'.join(map(str, error['loc']))} {error['msg']}"
    return str(problem)


def look(towns: Sequence[Town]) -> list[Found]:
    return [_here(one) if one.home is not None else _there(one) for one in towns]


def _here(town: Town) -> Found:
    """Ask its own doctor."""
    if town.home is None or not town.home.is_dir():
        return _unheard(town, f"フォルダー {town.home} がありません。一覧の home を確かめてください。")
    try:
        done = _run(town, "doctor", "--json")
        points = json.loads(done.stdout)["points"]
    except subprocess.TimeoutExpired:
        return _unheard(
            town,
            f"{PATIENCE:.0f}秒たっても、調べが終わりませんでした。その機械で `norishiro doctor` を打ってください。",
        )
    except (OSError, ValueError, KeyError):
        return _unheard(town, "調べられませんでした。その町の設定で `norishiro doctor` を打ってください。")
    counts = Counter(MARKS[one["state"]] for one in points)
    faults = [
        words
        for state in ("fatal", "soon")
        for one in points
        if one["state"] == state
        for words in one["faults"]
    ]
    if counts[UNASKED] and not counts[BAD]:
        faults.append(
            "まだ調べられない項目があります。はじめてなら、その町で `norishiro setup` を打ってください。"
        )
    mark = BAD if counts[BAD] or counts[UNASKED] else LATER if counts[LATER] else WELL
    return Found(name=town.name, place=str(town.home), mark=mark, counts=dict(counts), words=tuple(faults))


def _there(town: Town) -> Found:
    """Elsewhere: whether it would take work at this moment."""
    assert town.address is not None
    address = f"{town.address.rstrip('/')}/ready/"
    try:
        with urllib.request.urlopen(address, timeout=KNOCK) as answer:
            ready = answer.status == 200
    except urllib.error.HTTPError as error:
        return _unheard(
            town,
            f"使える状態ではありません（{error.code}）。その機械で `norishiro doctor` を打ってください。",
        )
    except (OSError, ValueError):
        return _unheard(town, "つながりません。機械と網が動いているかを見てください。")
    return Found(name=town.name, place=town.address, mark=WELL if ready else BAD, counts={}, words=())


def _unheard(town: Town, words: str) -> Found:
    return Found(name=town.name, place=str(town.home or town.address), mark=BAD, counts={}, words=(words,))


def _run(town: Town, *words: str) -> subprocess.CompletedProcess[str]:
    program = [str(town.program)] if town.program else [sys.executable, "-m", "config.command"]
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    own = {"NORISHIRO_HOME": str(town.home)} | (
        {"NORISHIRO_SETTINGS": str(town.settings)} if town.settings else {}
    )
    return subprocess.run(
        [*program, *words], cwd=ROOT, env={**kept, "PYTHONIOENCODING": "utf-8", **own}, check=False, text=True,
        capture_output=True, timeout=PATIENCE if words[0] == "doctor" else None,
    )  # fmt: skip


def migrate(towns: Sequence[Town], *, only: Sequence[str], copied: bool = False) -> int:
    """Bring each up to date, one after another; the first that fails stops the rest, so that a fault meets one town."""
    unknown = set(only) - {one.name for one in towns}
    if unknown:
        raise StartRefused(f"一覧にない名前です：{'、'.join(sorted(unknown))}。")
    chosen = [one for one in towns if one.home is not None and (not only or one.name in only)]
    for number, town in enumerate(chosen, start=1):
        print(f"{number}/{len(chosen)} {town.name} …", flush=True)
        trouble = _brought_up(town, copied=copied)
        if trouble:
            print(trouble)
            left = "、".join(one.name for one in chosen[number:]) or "なし"
            print(f"{town.name}で止めました。ここまでの町は新しくなっています。まだの町：{left}")
            return 1
    print(f"{len(chosen)}の町を、新しい形にしました。")
    return 0


def _brought_up(town: Town, *, copied: bool) -> str:
    """Nothing, or why not. A folder that is not there is never made: its name may be a slip of the pen."""
    if town.home is None or not town.home.is_dir():
        return f"フォルダー {town.home} がありません。一覧の home を確かめてください。"
    done = _run(town, "migrate", *(["--copied"] if copied else []))
    return (done.stderr or done.stdout).strip() if done.returncode else ""


def as_json(found: Sequence[Found]) -> str:
    towns = [
        {
            "name": one.name,
            "place": one.place,
            "mark": one.mark,
            "counts": one.counts,
            "faults": list(one.words),
        }
        for one in found
    ]
    return json.dumps({"towns": towns}, ensure_ascii=False, indent=1)


def as_table(found: Sequence[Found], *, most: int = 3) -> str:
    """One line for each, what to do first below it, and how many are well."""
    width = max(_width(one.name) for one in found)
    lines = []
    for one in found:
        counts = " ".join(
            f"{mark}{one.counts[mark]}" for mark in (WELL, LATER, BAD, UNASKED) if one.counts.get(mark)
        )
        lines.append(
            f"{one.mark} {one.name}{' ' * (width - _width(one.name))}  {counts or one.place}".rstrip()
        )
        lines += [f"    {words}" for words in one.words[:most]]
        if len(one.words) > most:
            lines.append(
                f"    ほかに{len(one.words) - most}件。その町で `norishiro doctor` を打つと、全部が出ます。"
            )
    marks = Counter(one.mark for one in found)
    return "\n".join([*lines, "", f"{len(found)}の町：○ {marks[WELL]}、△ {marks[LATER]}、× {marks[BAD]}"])


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(one) in "WFA" else 1 for one in text)
