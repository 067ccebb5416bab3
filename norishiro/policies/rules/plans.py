"""How periods fit, how far a number has come, what mark it gets, and what may be written when. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, Decimal

from norishiro.core.verdict import Verdict, when

UP, DOWN, KEEP = "UP", "DOWN", "KEEP"
KNOWN, FIXED = "KNOWN", "FIXED"
HUNDRED, TENTH = Decimal(100), Decimal("0.1")
SEVERAL = 2


# --- periods ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Span:
    """A plan's fiscal years, both counted in; which plan came before it, and what is one line with it."""

    id: object
    name: str
    first: int
    last: int
    before: object = None
    line: str = ""


@dataclass(frozen=True)
class Flag:
    """Years between two plans in which none holds (gap), or both do (overlap)."""

    kind: str
    earlier: Span
    later: Span
    first: int
    last: int


GAP, OVERLAP = "GAP", "OVERLAP"


def flags_between(spans: Iterable[Span]) -> list[Flag]:
    """Gaps and overlaps between each plan and the one before it, and overlaps within one line of plans.

    根拠: 社会福祉法第107条（計画は切れめなく、調和して定める）
    """
    every = sorted(spans, key=lambda one: (one.first, one.last, one.name))
    by_id = {one.id: one for one in every}
    pairs = {(one.before, one.id) for one in every if one.before in by_id}
    found = [flag for earlier, later in pairs if (flag := _between(by_id[earlier], by_id[later]))]
    for at, one in enumerate(every):
        for other in every[at + 1 :]:
            known = (one.id, other.id) in pairs or (other.id, one.id) in pairs
            if one.line and one.line == other.line and not known and other.first <= one.last:
                found.append(Flag(OVERLAP, one, other, other.first, min(one.last, other.last)))
    return sorted(found, key=lambda one: (one.first, one.earlier.name, one.later.name))


def _between(earlier: Span, later: Span) -> Flag | None:
    if later.first > earlier.last + 1:
        return Flag(GAP, earlier, later, earlier.last + 1, later.first - 1)
    if later.first <= earlier.last:
        return Flag(OVERLAP, earlier, later, later.first, min(earlier.last, later.last))
    return None


# --- how far a number has come ------------------------------------------------------------------------------


def achievement(
    *, direction: str, target: Decimal | None, actual: Decimal | None, tolerance: Decimal = Decimal(0)
) -> Decimal | None:
    """達成率 in percent; nothing where there is no target or no number.

    増やす: 実績÷目標。減らす: 目標以下なら100、そうでなければ 目標÷実績。維持する: 目標との差が幅の中なら100、そうでなければ差の分だけ減る（0より下にはしない）。
    目標が0のとき: 増やす指標は0以上で100。減らす指標は0なら100、1つでもあれば0。維持する指標は幅の中なら100、外なら0。

    根拠: 社会福祉法第107条（計画の調査・分析・評価）
    """
    if target is None or actual is None:
        return None
    if direction == DOWN:
        return HUNDRED if actual <= target else target / actual * HUNDRED
    if direction == KEEP:
        away = abs(actual - target)
        if away <= tolerance:
            return HUNDRED
        return max(Decimal(0), HUNDRED - away / target * HUNDRED) if target > 0 else Decimal(0)
    return HUNDRED if target == 0 else actual / target * HUNDRED


def progress_from(
    *, direction: str, base: Decimal | None, target: Decimal | None, actual: Decimal | None
) -> Decimal | None:
    """現況からの進捗率: how much of the way from the base to the target; below nought where it went back.

    維持する指標と、現況と目標が同じ指標には、進む道がないので出さない。

    根拠: 社会福祉法第107条（計画の調査・分析・評価）
    """
    if direction == KEEP or base is None or target is None or actual is None or target == base:
        return None
    return (actual - base) / (target - base) * HUNDRED


def grade_of(rates: Sequence[Decimal | None], *, grades: Iterable[tuple[str, Decimal]]) -> str:
    """The plan's mark for a rate; of a pair, the lower counts. Nothing where a rate is missing or the plan has no marks.

    根拠: 社会福祉法第107条（計画の調査・分析・評価）
    """
    if not rates or any(one is None for one in rates):
        return ""
    lowest = min(one for one in rates if one is not None)
    ordered = sorted(grades, key=lambda one: one[1], reverse=True)
    return next((mark for mark, at_least in ordered if lowest >= at_least), "")


def shown(rate: Decimal | None) -> str:
    """A rate with one decimal, never rounded up: 99.96 is not 100.

    根拠: 社会福祉法第107条（計画の調査・分析・評価）
    """
    if rate is None:
        return "－"
    cut = rate.quantize(TENTH, rounding=ROUND_FLOOR)
    return f"{cut.normalize():f}％" if cut != 0 else "0％"


# --- what may be written ------------------------------------------------------------------------------------


def may_open_policy(*, taken: bool, first: int, last: int, before_first: int | None, levels: int) -> Verdict:
    """May this plan be entered?

    根拠: 社会福祉法第107条（地域福祉計画）、社会福祉法第106条の5（実施計画）
    """
    return (
        when(taken, "name", "同じ名前で同じ年度に始まる計画が、もうあります。その計画を開いてください。")
        & when(last < first, "last_year", "始まりの年度より前です。年度を確かめてください。")
        & when(
            before_first is not None and before_first >= first, "before",
            "前の計画は、この計画より前に始まったものを選んでください。",
        )
        & when(levels < 1, "levels", "段の呼び方を、上から「、」で区切って書いてください（例：目標、方向、施策）。")
    )  # fmt: skip


def may_keep_levels(*, levels: int, deepest: int) -> Verdict:
    """May the plan have so few levels? Not fewer than its tree is deep.

    根拠: 社会福祉法第107条（地域福祉計画）
    """
    return when(
        levels < deepest,
        "levels",
        f"体系は{deepest}段まで入っています。段の呼び方も{deepest}つ書いてください。",
    )


def may_add_measure(*, in_policy: bool, depth: int, levels: int, named: bool, known: bool) -> Verdict:
    """May this stand in the tree, there?

    根拠: 社会福祉法第107条（地域福祉計画）
    """
    return (
        when(
            depth > levels,
            "parent",
            "この計画の段より下には入れられません。計画の「段の呼び方」を足してください。",
        )
        & when(not named and not known, "name", "名前を書くか、ほかの計画にある項目を選んでください。")
        & when(named and known, "known", "名前を書いたときは、こちらを空にしてください。どちらか一つです。")
        & when(in_policy, "known", "この項目は、この計画にもうあります。")
    )


def may_remove_measure(*, parts: int, reviews: int, indicators: int) -> Verdict:
    """May it be taken out of the tree? Not with something below it, an evaluation of it, or indicators that would go with it.

    根拠: 社会福祉法第107条（地域福祉計画）
    """
    return (
        when(parts > 0, "remove", f"下に{parts}つの項目があります。先に、下の項目を外してください。")
        & when(reviews > 0, "remove", "評価か進み具合が書かれています。書いたものが消えるので、外せません。")
        & when(indicators > 0, "remove", f"指標が{indicators}つあります。ほかの計画に入っていないので、外すと指標も消えます。外せません。")
    )  # fmt: skip


def may_add_project(*, taken: bool) -> Verdict:
    """May this project be tied to the measure?

    根拠: 社会福祉法第107条（地域福祉計画）
    """
    return when(taken, "name", "この施策に、同じ名前の事業がもうあります。")


def may_add_effort(*, taken: bool) -> Verdict:
    """May this be entered among what is done for the measure?

    根拠: 社会福祉法第107条（地域福祉計画）
    """
    return when(taken, "number", "同じ番号の取組みが、もうあります。ほかの番号にしてください。")


def may_write_progress(*, year: int, first: int, last: int) -> Verdict:
    """May progress of this year be written for this plan?

    根拠: 社会福祉法第107条（計画の調査・分析・評価）
    """
    return when(
        not first <= year <= last, "year", "この計画の期間にない年度です。計画の期間の年度を書いてください。"
    )


@dataclass(frozen=True)
class Shape:
    """What an indicator is made of, as far as its parts must fit each other."""

    counting: str = "YEARLY"
    direction: str = UP
    tolerance: Decimal = Decimal(0)
    a_label: str = ""
    b_label: str = ""
    base_b: Decimal | None = None
    figure: str = ""
    two: bool = False
    programme: str = ""
    question: bool = False
    definition: str = ""


def may_add_indicator(shape: Shape, *, taken: bool) -> Verdict:
    """Do the parts of this indicator fit each other, and is it new?

    根拠: 社会福祉法第107条（計画の調査・分析・評価）
    """
    by_house = bool(shape.figure) or shape.question
    one_number = by_house and not shape.two
    return (
        when(taken, "name", "この施策に、同じ名前の指標がもうあります。")
        & when(bool(shape.a_label) != bool(shape.b_label), "b_label", "二つの数にするときは、a) と b) の両方の呼び方を書いてください。")
        & when(bool(shape.b_label) and one_number, "b_label", "この数は一つの数です。二つに分けられるのは、個別避難計画の数だけです。ほかは、指標を二つ作ってください。")
        & when(shape.base_b is not None and not shape.b_label, "base_b", "b) の呼び方を書いてください。")
        & when(bool(shape.figure) and shape.question, "question", "「のりしろが数える数」か「調査の設問」の、どちらか一つだけを選んでください。")
        & when(bool(shape.programme) and not shape.figure.startswith("report:"), "programme", "事業で分けられるのは、日報・月報・年報の数だけです。")
        & when(not by_house and not shape.definition.strip(), "definition", "何をどう数えるかを書いてください。読む人が同じ数え方をできるように。")
        & when(shape.tolerance != 0 and shape.direction != KEEP, "tolerance", "幅を書くのは「維持する」のときだけです。")
    )  # fmt: skip


@dataclass(frozen=True)
class Year:
    """What is written for a year: the target, and by hand what came of it."""

    target: Decimal | None = None
    target_b: Decimal | None = None
    state: str = "ABSENT"
    actual: Decimal | None = None
    actual_b: Decimal | None = None
    source: str = ""


def may_write_year(
    value: Year, *, pair: bool, by_hand: bool, years: Iterable[tuple[int, int]], year: int
) -> Verdict:
    """May this be written for the year? What the house counts is never typed.

    根拠: 社会福祉法第107条（計画の調査・分析・評価）
    """
    known = value.state == KNOWN
    typed = known or value.actual is not None or value.actual_b is not None
    return (
        when(not any(first <= year <= last for first, last in years), "year", "この施策が入っている計画の期間にない年度です。")
        & when(not by_hand and typed, "actual", "この指標の実績は、記録か調査から入ります。ここでは打ちません。")
        & when(not pair and (value.target_b is not None or value.actual_b is not None), "target_b", "この指標は一つの数です。b) は空にしてください。")
        & when(pair and (value.target is None) != (value.target_b is None), "target_b", "目標は、a) と b) の両方を書いてください。")
        & when(by_hand and known and value.actual is None, "actual", "実績の数を書いてください。まだ分からないときは「集計中」を選びます。")
        & when(by_hand and known and pair and value.actual_b is None, "actual_b", "b) の実績も書いてください。")
        & when(by_hand and not known and (value.actual is not None or value.actual_b is not None), "state", "数を書いたときは「数がある」を選んでください。")
        & when(by_hand and known and not value.source.strip(), "source", "実績の出典を書いてください（例：事業報告書、所管課の集計）。")
    )  # fmt: skip


def may_write_review(*, fixed: bool) -> Verdict:
    """May the words of an evaluation be written? Until the year is fixed.

    根拠: 社会福祉法第107条（計画の調査・分析・評価）
    """
    return when(fixed, "words", "この年度の評価は確定しています。確定した総評は変えられません。")


def may_fix_review(*, fixed: bool, words: str, indicators: int, year: int, this_year: int) -> Verdict:
    """May the year be fixed? With words, with indicators, and not before it has begun.

    根拠: 社会福祉法第107条（計画の調査・分析・評価）
    """
    return (
        when(fixed, "fix", "この年度の評価は、もう確定しています。")
        & when(not words.strip(), "fix", "総評がまだです。「総評を書く」から書いてください。")
        & when(indicators < 1, "fix", "指標が一つもありません。施策の頁で指標を足してください。")
        & when(year > this_year, "fix", "まだ始まっていない年度です。")
    )


def may_add_poll(*, taken: bool, held_on: date, today: date, source: str) -> Verdict:
    """May this poll be entered? Also one whose results are still being counted.

    根拠: 社会福祉法第107条（住民の意見の反映）
    """
    return (
        when(taken, "name", "この日の、同じ名前の調査がもうあります。")
        & when(held_on > today, "held_on", "まだ来ていない日です。調査を行ってから登録してください。")
        & when(not source.strip(), "source", "出典を書いてください（例：区民意識調査 報告書）。")
    )


def may_write_share(*, percent: Decimal | None) -> Verdict:
    """May this be a share of a hundred? Empty: still being counted.

    根拠: 社会福祉法第107条（住民の意見の反映）
    """
    return when(
        percent is not None and not 0 <= percent <= HUNDRED, "percent", "0から100までの割合を書いてください。"
    )


def may_ground_measure(*, taken: bool) -> Verdict:
    """May the measure be tied to what was answered?

    根拠: 社会福祉法第107条（住民の意見の反映）
    """
    return when(taken, "question", "この設問は、この施策にもう結ばれています。")


# --- reading a tree -----------------------------------------------------------------------------------------


def tree_may_be_taken(problems: Sequence[str]) -> Verdict:
    """May the table be taken as a tree? Only whole: every line that cannot be read is told, and nothing is guessed.

    根拠: 社会福祉法第107条（地域福祉計画）
    """
    verdict = Verdict()
    for one in problems:
        verdict &= when(True, "rows", one)
    return verdict


def shared_in_several(sides: Iterable[str]) -> bool:
    """Does an item stand in plans of more than one side?

    根拠: 社会福祉法第107条（地域福祉計画）、社会福祉法第109条（社会福祉協議会）
    """
    return len(set(sides)) >= SEVERAL


TAKEN, PARTLY = "TAKEN", "PARTLY"


def may_add_voice(*, heard_on: date, today: date) -> Verdict:
    """May this be noted as said by residents?

    根拠: 社会福祉法第107条（住民の意見の反映）
    """
    return when(heard_on > today, "heard_on", "まだ来ていない日です。日付を確かめてください。")


def may_reflect_voice(
    *, outcome: str, measure: bool, where: str, decided_on: date, heard_on: date, today: date
) -> Verdict:
    """May this be said of what became of a voice? Taken up: into which measure and where; not: why.

    根拠: 社会福祉法第107条（住民の意見の反映）
    """
    taken = outcome in (TAKEN, PARTLY)
    return (
        when(taken and not measure, "measure", "反映した施策を選んでください。")
        & when(
            not where.strip(), "where",
            "計画のどこに反映したかを書いてください（例：第3章 1-2-1 の「めざす姿」）。" if taken else "わけを書いてください。声をくれた人に伝えることばで。",
        )
        & when(decided_on > today, "decided_on", "まだ来ていない日です。日付を確かめてください。")
        & when(decided_on < heard_on, "decided_on", "声が出た日より前の日です。日付を確かめてください。")
    )  # fmt: skip


def may_add_deed(*, done_on: date, today: date) -> Verdict:
    """May this be noted as done?

    根拠: 社会福祉法第107条（計画の調査・分析・評価）
    """
    return when(done_on > today, "done_on", "まだ来ていない日です。してから書いてください。")
