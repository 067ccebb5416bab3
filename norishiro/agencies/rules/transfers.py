"""What becomes of one row of a file of transfers. Nothing is guessed: what does not say itself is put right by somebody. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from norishiro.agencies.rules.organisation import Span
from norishiro.core.calendar import fiscal_year, fiscal_year_span
from norishiro.core.verdict import Verdict, when

LAW = "個人情報の保護に関する法律第66条"
GOOD_LOGIN_ID = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]{2,39}$")
SHORTEST = timedelta(days=1)


@dataclass(frozen=True)
class Post:
    """One appointment somebody holds or will hold."""

    id: object
    agency_id: object
    role_id: object
    span: Span


@dataclass(frozen=True)
class Wanted:
    """One row as it was read; ``said`` is the kind it names, empty where it names none."""

    login_id: str
    name: str
    said: str
    agency_id: object
    role_id: object
    from_on: date
    until_on: date | None
    known: bool
    active: bool
    known_name: str
    held: tuple[Post, ...]


@dataclass(frozen=True)
class Fate:
    """Its one destination, the appointment it replaces, and why."""

    kind: str
    post_id: object = None
    words: str = ""


def fate_of(row: Wanted) -> Fate:
    """入る・移る・離れる・変わらない・直してほしい. 根拠: 個人情報の保護に関する法律第66条（安全管理措置）"""
    if row.known and row.name and _plain(row.name) != _plain(row.known_name):
        return _mend(
            f"職員ID「{row.login_id}」の人の氏名は、登録では「{row.known_name}」です。どちらが正しいか確かめてください。"
        )
    if row.said == "LEAVE":
        return _leaving(row)
    if row.agency_id is None or row.role_id is None:
        return _mend("所属機関（または部署）と役職を、登録のとおりに書いてください。")
    if not row.known:
        return _entering(row)
    if not row.active:
        return _mend("この職員IDは、もう使えなくなっています。新しいIDを付けてください。")
    return _staying(row)


def _entering(row: Wanted) -> Fate:
    if row.said in ("MOVE", "SAME"):
        return _mend(
            "この職員IDの人は、まだ登録されていません。IDを確かめるか、種類を「入る」にしてください。"
        )
    if not row.name:
        return _mend("新しい人の氏名がありません。")
    if not GOOD_LOGIN_ID.match(row.login_id):
        return _mend("職員IDは、半角の英数字と . _ - で、3文字以上40文字までにしてください。")
    return Fate("ENTER", words="新しく登録し、初めのパスワードを作ります。")


def _leaving(row: Wanted) -> Fate:
    if not row.known:
        return _mend("この職員IDの人は、登録されていません。IDを確かめてください。")
    if not row.active:
        return Fate("SAME", words="もう離れています。")
    return Fate("LEAVE")


def _staying(row: Wanted) -> Fate:
    on_the_day = [one for one in row.held if one.span.holds_on(row.from_on)]
    if any((one.agency_id, one.role_id) == (row.agency_id, row.role_id) for one in on_the_day):
        return Fate("SAME", words="その日に、もうこの役職です。")
    if row.said == "ENTER":
        return Fate("ENTER", words="いまの任命に、足します。")
    lasting = [one for one in row.held if one.span.until_on is None or one.span.until_on >= row.from_on]
    movable = [one for one in lasting if one.span.from_on < row.from_on]
    if len(movable) > 1:
        return _mend(
            "任命がいくつもあります。どれを替えるか、「職員」のその人の頁から選んでください。足すときは、種類を「兼務」にしてください。"
        )
    if not movable:
        return Fate("ENTER", words="いま続いている任命がないので、新しく任命します。")
    if row.said == "SAME":
        return _mend("登録の役職とちがいます。移るときは、種類を「異動」にしてください。")
    return Fate("MOVE", movable[0].id)


def _mend(words: str) -> Fate:
    return Fate("MEND", words=words)


def _plain(name: str) -> str:
    return "".join(name.split())


def until_of(*, from_on: date, last_on: date | None) -> date:
    """A post ends after its last day; where none is said, with the fiscal year. 根拠: 個人情報の保護に関する法律第66条"""
    return last_on + SHORTEST if last_on else fiscal_year_span(fiscal_year(from_on))[1]


def may_decide_transfers(*, state: str, waiting: int) -> Verdict:
    """May the rows be carried out? Once, and while there is something to do. 根拠: 個人情報の保護に関する法律第66条"""
    return when(state != "READ", "state", "このファイルは、もう決めたか、やめています。同じファイルをもう一度読めば、残りだけが並びます。") & when(
        state == "READ" and waiting == 0, "nothing", "入る人も、移る人も、離れる人もいません。することはありません。"
    )  # fmt: skip
