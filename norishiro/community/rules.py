"""What may be written of community work, and how a year of it is counted. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, time

from norishiro.core.verdict import Verdict, when

ENDED, PAUSED = "ENDED", "PAUSED"
STILL_OPEN = ("OPEN", "STARTED")
UNREADABLE_RANGE = "終わりの時刻は、始まりよりあとにしてください。"


def may_keep_group(
    *, taken: bool, stage_on: date, today: date, mine: bool = True, supporter_fits: bool = True
) -> Verdict:
    """May this be entered or put right as a group? By those who support it, once in its area.

    根拠: 社会福祉法第106条の4第2項第3号（地域づくりに向けた支援）
    """
    return (
        when(taken, "name", "この圏域に、同じ名前の団体がもうあります。その団体の頁に書き足してください。")
        & when(stage_on > today, "stage_on", "先の日付です。その日が来てから、支援の一歩として残してください。")
        & when(not mine, "agency", "直せるのは、この団体を支える機関の人です。直してほしいことは、その機関に伝えてください。")
        & when(not supporter_fits, "supporter", "支える職員は、支える機関の人から選んでください。")
    )  # fmt: skip


def may_note_support(
    *, happened_on: date, today: date, stage: str, current: str, since: date, mine: bool, request_open: bool = True
) -> Verdict:  # fmt: skip
    """May this step be noted? Whoever works in the area notes what was done; the stage is moved by who supports the group.

    根拠: 社会福祉法第106条の4第2項第3号（立ち上げ・運営の支援）
    """
    moves = bool(stage) and stage != current
    return (
        when(happened_on > today, "happened_on", "まだ来ていない日です。したあとで残してください。")
        & when(moves and not mine, "stage", "段を進められるのは、この団体を支える機関の人です。段は選ばずに残してください。")
        & when(
            moves and happened_on < since, "happened_on",
            "いまの段になった日より前の日です。段を進めるときは、その日からあとの日付にしてください。",
        )
        & when(not request_open, "request", "この求めには、もう区切りがついています。求めを選ばずに残してください。")
    )  # fmt: skip


def may_share_part(*, mine: bool, whose: bool, due_on: date, today: date, done: bool) -> Verdict:
    """May this part be given to somebody until a day? Again while it is not done.

    根拠: 社会福祉法第106条の4第2項第3号（居場所づくりの分担）
    """
    return (
        when(not mine, "part", "分担を決められるのは、この団体を支える機関の人です。")
        & when(not whose, "agency", "担う機関を選ぶか、団体の名前を書いてください。")
        & when(due_on < today, "due_on", "もう過ぎた日です。きょうか、これからの日にしてください。")
        & when(done, "part", "この分担は、もうできています。")
    )


def may_finish_part(*, mine: bool, done: bool) -> Verdict:
    """May this part be written as done? By who carries it, or who supports the group.

    根拠: 社会福祉法第106条の4第2項第3号（居場所づくりの分担）
    """
    return when(
        not mine, "part", "「できた」と書けるのは、この分担を担う機関か、団体を支える機関の人です。"
    ) & when(done, "part", "この分担は、もうできています。")


def may_open_place(*, mine: bool, opened: bool, ended: bool, opened_on: date, today: date) -> Verdict:
    """May the group's place be entered as open?

    根拠: 社会福祉法第106条の4第2項第3号（居場所の立ち上げ）
    """
    return (
        when(not mine, "name", "開いたことを書けるのは、この団体を支える機関の人です。")
        & when(opened, "name", "この団体の場は、もう居場所に登録されています。")
        & when(ended, "name", "終了した団体です。先に「したことを残す」で段を進めてください。")
        & when(opened_on > today, "opened_on", "まだ来ていない日です。開いたあとで書いてください。")
    )


def may_ask_group_help(*, asked_on: date, today: date) -> Verdict:
    """May this request of a group be taken down?

    根拠: 社会福祉法第106条の4第2項第3号（居場所の立ち上げ・再開・運営の相談）
    """
    return when(asked_on > today, "asked_on", "まだ来ていない日です。受けた日を確かめてください。")


def may_answer_group_help(*, closed: bool, closed_on: date, asked_on: date, today: date) -> Verdict:
    """May the request be closed, with what came of it?

    根拠: 社会福祉法第106条の4第2項第3号（居場所の立ち上げ・再開・運営の相談）
    """
    return (
        when(closed, "result", "この求めには、もう区切りがついています。")
        & when(closed_on > today, "closed_on", "まだ来ていない日です。区切りがついた日を確かめてください。")
        & when(closed_on < asked_on, "closed_on", "求めを受けた日より前の日です。日付を確かめてください。")
    )


@dataclass(frozen=True)
class Heads:
    """How many came, and of which age as far as known."""

    people: int
    by_age: tuple[int, ...] = ()

    @property
    def unknown(self) -> int:
        return self.people - sum(self.by_age)


def may_record_activity(*, heads: Heads, starts_at: time | None, ends_at: time | None) -> Verdict:
    """May this be told of a gathering? (That it was held, and by whom, ``outreach.rules.may_write_gathering`` asks.)

    根拠: 社会福祉法第106条の4第2項第3号
    """
    return when(
        heads.unknown < 0, "people",
        f"年代ごとの人数の合計（{sum(heads.by_age)}人）が、来た人数（{heads.people}人）より多くなっています。どちらかを直してください。",
    ) & when(
        starts_at is not None and ends_at is not None and ends_at <= starts_at, "ends_at", UNREADABLE_RANGE
    )  # fmt: skip


def may_raise_proposal(*, raised_on: date, due_on: date | None, today: date, origins: int) -> Verdict:
    """May this be kept as a proposal?

    根拠: 社会福祉法第106条の4第2項第3号（住民が地域の課題を把握し解決を試みる）
    """
    return (
        when(raised_on > today, "raised_on", "まだ来ていない日です。提案が出た日を確かめてください。")
        & when(due_on is not None and due_on < raised_on, "due_on", "提案が出た日より前の日です。いつまでにするかを確かめてください。")
        & when(origins > 1, "course", "出どころは、活動か講座のどちらか一つにしてください。")
    )  # fmt: skip


def may_change_proposal(
    *, status: str, result: str, due_on: date | None, raised_on: date, mine: bool
) -> Verdict:
    """May the proposal be moved on? It is closed only with what became of it.

    根拠: 社会福祉法第106条の4第2項第3号（提案のその後）
    """
    return (
        when(not mine, "status", "進められるのは、提案を書いた機関か、受け持つ機関の人です。")
        & when(status not in STILL_OPEN and not result.strip(), "result", "どうなったかを書いてください。書くと、提案に区切りがつきます。")
        & when(due_on is not None and due_on < raised_on, "due_on", "提案が出た日より前の日です。いつまでにするかを確かめてください。")
    )  # fmt: skip


def may_note_action(*, done_on: date, raised_on: date, today: date) -> Verdict:
    """May this be kept as done of the proposal?

    根拠: 社会福祉法第106条の4第2項第3号（提案のその後）
    """
    return when(
        done_on > today, "done_on", "まだ来ていない日です。したあとで残してください。"
    ) & when(done_on < raised_on, "done_on", "提案が出た日より前の日です。日付を確かめてください。")  # fmt: skip


def is_late(*, due_on: date | None, status: str, today: date) -> bool:
    """Whether a proposal should have borne fruit by now.

    根拠: 社会福祉法第106条の4第2項第3号（期日を過ぎた提案に印を付けるのは仮）
    """
    return due_on is not None and due_on < today and status in STILL_OPEN


def talked_lately(*, last_on: date | None, today: date) -> bool:
    """Whether a group talked about the matters of its area within the last year.

    根拠: 社会福祉法第106条の4第2項第3号（狛江市 サロンから話し合いの場へ。一年は仮）
    """
    return last_on is not None and (today - last_on).days <= 365


def without_records(*, areas: Iterable[str], recorded: Collection[str]) -> list[str]:
    """Which areas have nothing written of them, in their own order.

    根拠: 社会福祉法第106条の4第2項第3号（記録のない圏域を挙げる）
    """
    return [code for code in areas if code not in recorded]
