"""What may come in and go out, what is near its date, and how a year balances. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from norishiro.core.verdict import Verdict, when
from norishiro.food.kinds import written
from norishiro.resources.rules import Body, may_name

NONE = Decimal(0)
PIECE, HOUSEHOLDS, PANTRY = "PIECE", "HOUSEHOLDS", "PANTRY"
FROM_BODIES = ("CORPORATION", "FOOD_BANK")


@dataclass(frozen=True)
class Came:
    """What is told of something that came in."""

    quantity: Decimal
    unit: str
    received_on: date
    best_before: date | None = None
    source: str = ""
    giver: Body = field(default_factory=Body)
    day_on: date | None = None


def may_receive(
    came: Came, *, today: date, has_item: bool, new_name: str, new_kind: str, taken: bool
) -> Verdict:
    """May this be entered as received?

    根拠: 社会福祉法第106条の4第2項第3号（フードバンク・フードドライブの受け入れ）
    """
    new = not has_item
    return (
        when(came.received_on > today, "received_on", "まだ来ていない日です。受け取ったあとで書いてください。")
        & _of_something(came.quantity, came.unit)
        & when(
            came.best_before is not None and came.best_before < came.received_on, "best_before",
            "受け取った日より前の期限です。期限を確かめてください。過ぎたものは、受け取らずに廃棄します。",
        )
        & when(new and not new_name.strip(), "item", "品目を選んでください。一覧になければ「新しい品目」に名前を書きます。")
        & when(bool(new_name.strip()) and has_item, "item_name", "品目は、一覧から選ぶか新しく書くかの、どちらかにしてください。")
        & when(new and bool(new_name.strip()) and not (new_kind and came.unit), "item_kind", "新しい品目は、種類と数え方も選んでください。")
        & when(new and taken, "item_name", "同じ名前の品目がもうあります。一覧から選んでください。")
        & when(
            came.day_on is not None and came.received_on < came.day_on, "received_on",
            "選んだドライブの日より前の日です。どちらかを直してください。",
        )
        & may_name(
            came.giver, field="giver",
            wanted="どこから受け取ったか、団体の名前を書いてください。" if came.source in FROM_BODIES else "",
        )
    )  # fmt: skip


def _of_something(quantity: Decimal, unit: str, *, field: str = "quantity") -> Verdict:
    whole = quantity == quantity.to_integral_value()
    return when(quantity <= 0, field, "0より大きい数にしてください。") & when(
        unit == PIECE and not whole, field, "個で数えるものです。小数のない数にしてください。"
    )


def may_change_lot(
    *, mine: bool, quantity: Decimal, unit: str, gone: Decimal, best_before: date | None, received_on: date
) -> Verdict:
    """May what was received be put right? It stays at least what already went.

    根拠: 社会福祉法第106条の4第2項第3号（受け取った量＝渡した量＋残り）
    """
    return (
        when(not mine, "quantity", "直せるのは、受け取った機関の人です。その機関に伝えてください。")
        & _of_something(quantity, unit)
        & when(
            quantity < gone, "quantity",
            f"もう{written(gone)}を渡すか廃棄しています。それより少なくするときは、渡した記録を先に取り消してください。",
        )
        & when(
            best_before is not None and best_before < received_on, "best_before",
            "受け取った日より前の期限です。期限を確かめてください。",
        )
    )  # fmt: skip


@dataclass(frozen=True)
class Taken:
    """How much is taken of one lot, of how much, and since when it is there."""

    quantity: Decimal
    left: Decimal
    unit: str
    since: date
    mine: bool = True


@dataclass(frozen=True)
class Given:
    """To whom something is given: a body, or so many households."""

    on: date
    way: str
    receiver: Body = field(default_factory=Body)
    households: int | None = None
    people: int | None = None
    day_kind: str = ""
    day_on: date | None = None


def may_hand_out(given: Given, *, lines: Mapping[str, Taken], today: date) -> Verdict:
    """May this be given? Only what is left, to a body by name or to households as a number.

    根拠: 社会福祉法第106条の4第2項第3号（受け取った量＝渡した量＋残り）、個人情報の保護に関する法律第66条（だれに渡したかを持たない）
    """
    to_households = given.way == HOUSEHOLDS
    counted = given.households is not None or given.people is not None
    return (
        _takes(lines, on=given.on, today=today)
        & may_name(given.receiver, field="receiver", wanted="" if to_households else "渡した団体・場の名前を書いてください。")
        & when(to_households and bool(given.receiver.name), "receiver", "世帯に渡したときは、団体の名前を空にしてください。")
        & when(not to_households and counted, "households", "世帯と人の数を書くのは、世帯に渡したときだけです。空にしてください。")
        & when(
            to_households and not given.day_kind and given.households is None, "households",
            "渡した世帯の数を書いてください（名前は書きません）。配布日に渡したなら、配布日を選びます。",
        )
        & when(bool(given.day_kind) and counted, "households", "配布日の世帯と人の数は、配布日のほうに一度だけ書きます。ここは空にしてください。")
        & when(bool(given.day_kind) and given.day_kind != PANTRY, "day", "選んだ日は、集める日です。配布日を選んでください。")
        & when(given.day_on is not None and given.on < given.day_on, "on", "選んだ配布日より前の日です。どちらかを直してください。")
    )  # fmt: skip


def may_discard(*, line: Taken, on: date, today: date) -> Verdict:
    """May this be thrown away?

    根拠: 社会福祉法第106条の4第2項第3号（受け取った量＝渡した量＋廃棄＋残り）
    """
    return _takes({"quantity": line}, on=on, today=today)


def _takes(lines: Mapping[str, Taken], *, on: date, today: date) -> Verdict:
    verdict = when(on > today, "on", "まだ来ていない日です。渡したあとで書いてください。") & when(
        not lines, "lots", "何をどれだけ渡したかを、一つ以上書いてください。"
    )
    for name, one in lines.items():
        verdict &= _of_something(one.quantity, one.unit, field=name)
        verdict &= when(
            not one.mine, name, "ほかの機関が置いているものです。その機関に書いてもらってください。"
        )
        verdict &= when(
            one.quantity > one.left, name, f"残りは{written(one.left)}です。それより多くは出せません。"
        )
        verdict &= when(on < one.since, name, "この日には、まだ受け取っていません。日付を確かめてください。")
    return verdict


def may_undo(*, mine: bool, undone: bool, why: str) -> Verdict:
    """May this be undone? What it took goes back on the shelf.

    根拠: 社会福祉法第106条の4第2項第3号（書きまちがいを残したまま直す）
    """
    return (
        when(not mine, "why", "取り消せるのは、書いた機関の人です。")
        & when(undone, "why", "もう取り消してあります。")
        & when(not why.strip(), "why", "取り消すわけを書いてください（例：別の品目とまちがえた）。")
    )


def may_take_role(*, mine: bool, body: Body, has_agency: bool) -> Verdict:
    """May this role be written for the day?

    根拠: 社会福祉法第106条の4第2項第3号（住民と法人が役割を分けて開く）
    """
    return (
        when(not mine, "what", "役割を書けるのは、この日を開く機関の人です。")
        & may_name(body, field="body")
        & when(bool(body.name) and has_agency, "agency", "団体か機関の、どちらか一つにしてください。")
    )


OFF = "とりやめた日です。開くことにしたときは、新しい日として登録してください。"


def may_change_day(
    *, mine: bool, called_off: bool, told: bool, held_on: date, earliest: date | None, today: date
) -> Verdict:
    """May the day be put right? What was told or kept of it cannot have been before it.

    根拠: 個人情報の保護に関する法律第65条（正確性の確保）
    """
    return (
        when(not mine, "name", "直せるのは、この日を開く機関の人です。")
        & when(called_off, "name", OFF)
        & when(told and held_on > today, "held_on", "来た数がもう書かれています。これからの日には変えられません。")
        & when(
            earliest is not None and held_on > earliest, "held_on",
            "この日に結んだ受け取り・渡した記録が、その日より前にあります。先にその記録を取り消すか、日を確かめてください。",
        )
    )  # fmt: skip


def may_call_off_day(*, mine: bool, called_off: bool, told: bool, kept: int, why: str) -> Verdict:
    """May the day be called off, with a reason, as long as nothing happened on it?

    根拠: 社会福祉法第106条の4第2項第3号（開かれなかった日を、開いた日に数えない）
    """
    return (
        when(not mine, "why", "とりやめられるのは、この日を開く機関の人です。")
        & when(called_off, "why", "もうとりやめてあります。")
        & when(told, "why", "来た数がもう書かれています。開いた日は、とりやめられません。")
        & when(kept > 0, "why", "この日に結んだ受け取り・渡した記録があります。先にその記録を取り消してください。")
        & when(not why.strip(), "why", "とりやめるわけを書いてください（例：台風のため）。")
    )  # fmt: skip


def may_tell_day(
    *, mine: bool, held_on: date, today: date, people: int, households: int | None, called_off: bool = False
) -> Verdict:
    """May it be told how many came?

    根拠: 社会福祉法第106条の4第2項第3号（配布は数だけを数える）
    """
    return (
        when(not mine, "people", "書けるのは、この日を開く機関の人です。")
        & when(called_off, "people", OFF)
        & when(held_on > today, "people", "まだ来ていない日です。その日になったら書けます。")
        & when(
            households is not None and households > people, "households",
            f"世帯の数（{households}）が、人の数（{people}）より多くなっています。どちらかを直してください。",
        )
    )  # fmt: skip


def may_call(*, amount: Decimal, unit: str, receiver: Body, asked: int) -> Verdict:
    """May this be asked for?

    根拠: 社会福祉法第106条の4第2項第3号（品薄の月に法人へ食品の寄贈を呼びかける）
    """
    return (
        _of_something(amount, unit, field="amount")
        & may_name(receiver, field="receiver", wanted="渡す先を書いてください。")
        & when(not asked, "asked", "呼びかけた法人・団体を、一つ以上選んでください。")
    )


def may_close_call(*, mine: bool, closed: bool, outcome: str) -> Verdict:
    """May the call be closed, with what came of it?

    根拠: 社会福祉法第106条の4第2項第3号（呼びかけのその後）
    """
    return (
        when(not mine, "outcome", "区切りをつけられるのは、呼びかけた機関の人です。")
        & when(closed, "outcome", "この呼びかけには、もう区切りがついています。")
        & when(not outcome.strip(), "outcome", "どうなったかを書いてください。")
    )


def is_near(*, best_before: date | None, today: date, near: timedelta) -> bool:
    """Whether a date is near or past.

    根拠: 社会福祉法第106条の4第2項第3号（期限が近いの日数は資料による・仮）
    """
    return best_before is not None and best_before <= today + near


@dataclass(frozen=True)
class Balance:
    """What was there, what came, what went and what is left, in one unit."""

    before: Decimal = NONE
    came: Decimal = NONE
    given: Decimal = NONE
    thrown: Decimal = NONE

    @property
    def left(self) -> Decimal:
        return self.before + self.came - self.given - self.thrown


def balanced(balances: Iterable[Balance]) -> Balance:
    """Several balances of one unit, added.

    根拠: 社会福祉法第106条の4第2項第3号（受け取った量＝渡した量＋廃棄＋残り）
    """
    total = Balance()
    for one in balances:
        total = Balance(
            total.before + one.before,
            total.came + one.came,
            total.given + one.given,
            total.thrown + one.thrown,
        )
    return total
