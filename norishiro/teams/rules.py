"""Who may work along, who may take over, and what must stand written before a case changes hands. Pure."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from norishiro.core.verdict import Verdict, when
from norishiro.teams.choices import Part, Settling

ENDED = frozenset({"CLOSED", "COORDINATED"})
LONGEST_AHEAD = timedelta(days=120)
LONGEST_OVERLAP = timedelta(days=186)


def may_join(
    *, status: str, sees: bool, serves: bool, shut_out: bool, already: bool, part: str, from_on: date,
    until_on: date | None,
) -> Verdict:  # fmt: skip
    """May this member of staff be entered as working along? The agency must see the case already: a name on the list
    opens nothing.

    根拠: 社会福祉法第106条の4第2項第5号（支援チームの構成）、第106条の6（守秘）
    """
    return (
        when(status in ENDED, "staff", "終わったケースです。続けるときは、先に「再開する」を押してください。")
        & when(
            not sees,
            "staff",
            "その人の所属は、このケースをまだ見られません。先に役割を決めるか、本人の同意を受け取ってください。",
        )
        & when(
            not serves, "staff", "その人は、その日にこの所属の職員ではありません。別の人を選んでください。"
        )
        & when(shut_out, "staff", "その人は、このケースの担当にできません。別の人を選んでください。")
        & when(already, "staff", "その人は、もう同じかかわり方で入っています。")
        & when(part == Part.FORMER, "part", "前任は、担当を引き継ぐと自動で入ります。ほかを選んでください。")
        & when(
            part == Part.ADVISER and until_on is None,
            "until_on",
            "アドバイザーには終わりの日を入れてください。3か月が目安です。",
        )
        & when(
            until_on is not None and until_on <= from_on,
            "until_on",
            "終わりの日は、始まりより後の日にしてください。",
        )
    )


def may_settle(
    *, over: bool, choice: str, from_on: date, until_on: date | None, new_until: date | None, words: str, today: date
) -> Verdict:  # fmt: skip
    """May the membership be ended, lengthened, or ended with a transfer? The reason is always kept.

    根拠: 社会福祉法第106条の4第2項第5号（世田谷区 日常生活支援アドバイザー 3か月目途）
    """
    extends = choice == Settling.EXTEND
    return (
        when(over, "choice", "この担当は、もう終わっています。続けるときは、新しく加えてください。")
        & when(not words.strip(), "words", "区切りのわけを、ひとこと書いてください。")
        & when(extends and new_until is None, "until_on", "のばすときは、新しい終わりの日を入れてください。")
        & when(
            extends and new_until is not None and (new_until <= today or (until_on is not None and new_until <= until_on)),
            "until_on",
            "新しい終わりの日は、いまの終わりより後の日にしてください。",
        )
        & when(not extends and from_on >= today, "choice", "始まりの日には、まだ終えられません。あしたから終えられます。")
    )  # fmt: skip


def usual_end(*, from_on: date, months: int) -> date:
    """The end a period has where nobody says another: so many months on, the same day or the last of that month.

    根拠: 社会福祉法第106条の4第2項第5号（世田谷区 日常生活支援アドバイザー 3か月目途）
    """
    total = from_on.year * 12 + from_on.month - 1 + months
    year, month = total // 12, total % 12 + 1
    return date(year, month, min(from_on.day, monthrange(year, month)[1]))


def nears_end(*, until_on: date | None, settled: bool, today: date, within: timedelta) -> bool:
    """Whether somebody must decide how it goes on: the end is near or just past, and nobody has said anything.

    根拠: 社会福祉法第106条の4第2項第5号（世田谷区 日常生活支援アドバイザー 3か月目途）
    """
    return until_on is not None and not settled and until_on - within <= today


@dataclass(frozen=True)
class Fact:
    """One case to be handed over, as far as the rule asks."""

    key: str
    title: str
    led_by_giver: bool
    ended: bool
    pending: bool
    same_person: bool
    receiver_fits: bool
    receiver_shut_out: bool
    summary: str
    next_known: bool
    next_on: date | None
    next_what: str


def may_hand_over(
    *, permitted: bool, facts: Sequence[Fact], from_on: date, overlap_until: date | None, today: date
) -> Verdict:
    """May these cases change hands inside the agency? Every case needs its words for the next colleague, and a next step.

    根拠: 社会福祉法第106条の4第2項第5号（世田谷区 年単位の関わりと担当・組織の交代）
    """
    verdict = (
        when(not permitted, "from_on", "ほかの人のケースを引き継げるのは、推進員・統括・所属長です。本人か所属長に頼んでください。")
        & when(not facts, "from_on", "引き継ぐケースを、1件以上選んでください。")
        & when(from_on < today, "from_on", "引き継ぐ日が過ぎています。今日からあとの日にしてください。")
        & when(from_on > today + LONGEST_AHEAD, "from_on", "引き継ぐ日が先すぎます。4か月のうちの日にしてください。")
        & when(
            overlap_until is not None and overlap_until <= from_on,
            "overlap_until",
            "前任も入る期間の終わりは、引き継ぐ日より後の日にしてください。",
        )
        & when(
            overlap_until is not None and overlap_until > from_on + LONGEST_OVERLAP,
            "overlap_until",
            "前任も入る期間は、半年までにしてください。",
        )
    )  # fmt: skip
    for fact in facts:
        verdict &= _may_hand_over_one(fact, today=today)
    return verdict


def _may_hand_over_one(fact: Fact, *, today: date) -> Verdict:
    """根拠: 社会福祉法第106条の4第2項第5号"""
    if not fact.led_by_giver or fact.ended:
        return when(
            True,
            f"take_{fact.key}",
            f"「{fact.title}」は、もうこの人の担当ではありません。印を外してください。",
        )
    return (
        when(fact.pending, f"take_{fact.key}", f"「{fact.title}」には、これからの引き継ぎがもうあります。印を外してください。")
        & when(fact.same_person, f"to_{fact.key}", f"「{fact.title}」の引き継ぎ先が、いまの担当者です。別の人を選んでください。")
        & when(
            not fact.receiver_fits,
            f"to_{fact.key}",
            f"「{fact.title}」の引き継ぎ先は、その日にこの機関で主担当になれる任命がありません。別の人を選ぶか、先に任命してください。",
        )
        & when(
            fact.receiver_shut_out,
            f"to_{fact.key}",
            f"「{fact.title}」は、その人には引き継げません。別の人を選んでください。",
        )
        & when(not fact.summary.strip(), f"summary_{fact.key}", f"「{fact.title}」の申し送りを書いてください。")
        & _knows_what_comes(fact, today=today)
    )  # fmt: skip


def _knows_what_comes(fact: Fact, *, today: date) -> Verdict:
    """根拠: 社会福祉法第106条の4第2項第5号（世田谷区 担当の交代の前に、次の一歩を決める）"""
    half = bool(fact.next_what.strip()) != (fact.next_on is not None)
    missing = not fact.next_known and fact.next_on is None and not fact.next_what.strip()
    return (
        when(half, f"next_what_{fact.key}", f"「{fact.title}」の次にすることは、日付と内容の両方を入れてください。")
        & when(missing, f"next_what_{fact.key}", f"「{fact.title}」は、次にすることが決まっていません。日付と内容を入れてください。")
        & when(
            fact.next_on is not None and fact.next_on < today,
            f"next_on_{fact.key}",
            f"「{fact.title}」の次の期日が過ぎています。今日からあとの日にしてください。",
        )
    )  # fmt: skip


def may_confirm(*, mine: bool, moved: bool, confirmed: bool) -> Verdict:
    """May the receiver say that the case has arrived?

    根拠: 社会福祉法第106条の4第2項第5号
    """
    if not mine:
        return when(True, "confirm", "確かめられるのは、引き継いだ本人だけです。")
    return when(not moved, "confirm", "まだ引き継ぐ日になっていません。") & when(
        confirmed, "confirm", "もう確かめてあります。"
    )


def may_withdraw(*, mine: bool, moved: bool, withdrawn: bool) -> Verdict:
    """May a takeover that was decided for a later day be taken back?

    根拠: 社会福祉法第106条の4第2項第5号
    """
    return (
        when(not mine, "withdraw", "取りやめられるのは、決めた人か、引き継ぐ人、推進員・統括・所属長です。")
        & when(moved, "withdraw", "もう担当が替わっています。戻すときは、あらためて引き継いでください。")
        & when(withdrawn, "withdraw", "もう取りやめてあります。")
    )


@dataclass(frozen=True)
class Line:
    """One line of the form: who does what, and by when."""

    number: int
    has_who: bool
    what: str
    next_on: date | None


def may_note_rapport(
    *, status: str, related: bool, before: bool | None, before_on: date | None, noted_on: date, lines: Sequence[Line],
    today: date,
) -> Verdict:  # fmt: skip
    """May it be noted that there is no relation yet (and what is done about it), or that there is one (and who is the team)?

    根拠: 社会福祉法第106条の4第2項第4号、社会福祉法第106条の4第2項第5号（世田谷区 関係づくりのアウトリーチと支援チームの組成）
    """
    told = "関係がある" if related else "まだ関係がない"
    missing = (
        "だれが、何を受け持つチームかを、一つ以上入れてください。"
        if related
        else "関係をつくるためにすることを、一つ以上入れてください。"
    )
    verdict = (
        when(status in ENDED, "words", "終わったケースです。続けるときは、先に「再開する」を押してください。")
        & when(before is related, "words", f"もう「{told}」になっています。することを足すときは「役割を決める」を使ってください。")
        & when(noted_on > today, "noted_on", "まだ来ていない日です。今日までの日にしてください。")
        & when(
            before_on is not None and noted_on < before_on,
            "noted_on",
            "前に書いた日より前の日です。それより後の日にしてください。",
        )
        & when(not lines, "what_1", missing)
    )  # fmt: skip
    for line in lines:
        whole = line.has_who and bool(line.what.strip()) and line.next_on is not None
        verdict &= when(
            not whole,
            f"what_{line.number}",
            f"{line.number}つめは、だれが・すること・期日の三つを入れてください。",
        ) & when(
            line.next_on is not None and line.next_on < today,
            f"next_on_{line.number}",
            f"{line.number}つめの期日が過ぎています。今日からあとの日にしてください。",
        )
    return verdict
