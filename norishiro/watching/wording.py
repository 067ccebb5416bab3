"""The words of the paper for the person: short, with readings, no names of staff (``data/telling.toml``)."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from django.utils.safestring import SafeString
from pydantic import BaseModel, ConfigDict

from norishiro.core.ruby import sounded
from norishiro.watching.choices import HoldLegal

FILE = Path(__file__).parent / "data" / "telling.toml"
_READ = re.compile(r"\{([^|{}]+)\|([^|{}]+)\}")
ANY_ROOM = "あなたの {記録|きろく}を {見|み}ました"
ANY_ROLE = "{職員|しょくいん}"


class _Line(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    words: str


class GroundWords(_Line):
    """How a ground is said to the person, and whether a look on it may be told at all."""

    code: str
    tell: bool
    legal: HoldLegal | None = None


class RoomWords(_Line):
    """What was done, by the room of the screen."""

    room: str


class RoleWords(_Line):
    """Who it was, by the kind of role."""

    kind: str


class Telling(BaseModel):
    """The whole file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    ground: tuple[GroundWords, ...]
    room: tuple[RoomWords, ...]
    role: tuple[RoleWords, ...]


@cache
def telling() -> Telling:
    return Telling.model_validate(tomllib.loads(FILE.read_text(encoding="utf-8")))


def tellable() -> dict[str, bool]:
    """Whether looks on each ground may be told; a ground that is missing may not."""
    return {one.code: one.tell for one in telling().ground}


def legal_of(code: str) -> str:
    """The ground in law that is proposed first for keeping back looks on this ground."""
    found = next((one.legal for one in telling().ground if one.code == code and one.legal), None)
    return str(found or HoldLegal.HARM)


def ground_words(code: str) -> SafeString:
    return ruby(next((one.words for one in telling().ground if one.code == code), ""))


def act_words(act: str) -> SafeString:
    """What was done, for a screen (``people:show``) or for another deed (``provision.made``)."""
    room = act.partition(":")[0]
    return ruby(next((one.words for one in telling().room if one.room == room), ANY_ROOM))


def role_words(roles: str) -> SafeString:
    held = set(roles.split(","))
    return ruby(next((one.words for one in telling().role if one.kind in held), ANY_ROLE))


def ruby(text: str) -> SafeString:
    """``{漢字|よみ}`` with its reading above; everything else is shown as it stands."""
    return sounded(text, marked=_READ)


def plain(text: str) -> str:
    """The same without readings, for screens of staff."""
    return _READ.sub(r"\1", text)


def act_plain(act: str) -> str:
    room = act.partition(":")[0]
    return (
        plain(next((one.words for one in telling().room if one.room == room), ANY_ROOM))
        .replace(" ", "")
        .replace("あなた", "その人")
    )


def named(name: str, kana: str) -> SafeString:
    """A name with its reading above, where there is one."""
    return ruby(f"{{{name}|{kana}}}" if kana and not set(name + kana) & set("{}|") else name)
