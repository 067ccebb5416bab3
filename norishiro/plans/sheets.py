"""The forms people know, filled from what is kept: the three plan sheets (プラン兼利用申込書) and 評価シート.

They are handed plans and evaluations as the reader may see them; nothing is looked up here. Which boxes there are: domain data of
this room (``choices``, ``data/sheets.toml``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.db.models import TextChoices

from norishiro.core.calendar import wareki, wareki_short
from norishiro.core.ruled import GRID, Block, Box, Cell, Row, RuledForm, head, pair
from norishiro.plans import particulars
from norishiro.plans.choices import (
    Achievement,
    Change,
    CloseReason,
    ClosureKind,
    EvaluationResult,
    InterruptReason,
    PlanKind,
    PlanStatus,
)
from norishiro.plans.models import Closure, Evaluation, Plan, PlanRow

HIDDEN = "（見直しを待っているため、表示していません）"
NOT_YET = "まだ聞けていません"
EVALUATION_TITLE = "評価シート"
FOR_STAFF = "訪問で気をつけることが載っています。本人には、プランの画面の「本人にわたす紙」を渡してください。"
FEWEST_ROWS = 4
FOUND_SOUND = (
    PlanStatus.APPROPRIATE,
    PlanStatus.DECIDED,
    PlanStatus.SHARED,
    PlanStatus.ENDED,
    PlanStatus.REPLACED,
)


def plan_title(plan: Plan) -> str:
    name = f"{PlanKind(plan.kind).label}シート"
    return name if plan.kind == PlanKind.OUTREACH else f"{name}（プラン兼利用申込書）"


def plan_form(plan: Plan, *, next_look: date | None, printed: str) -> RuledForm:
    """A plan on two pages: what it is about and what it aims at; who does what, the application, the meeting."""
    return RuledForm(
        title=plan_title(plan), number=f"ケース番号 {plan.case.number}",
        blocks=(
            Block(tuple(_about(plan)), title="基本"),
            Block(tuple(_aims(plan)), title="課題と意向、めざすこと"),
            *_particulars(plan),
            Block(tuple(_roles(list(plan.rows.all()))), title="役割分担表", new_page=True),
            Block(tuple(_looks(plan, next_look)), title="見直し"),
            Block(tuple(_application(plan)), title=_application_title(plan)),
            Block(tuple(_meeting(plan)), title="会議と決定"),
        ),
        foot=printed, notes=(FOR_STAFF,) if plan.kind == PlanKind.OUTREACH else (),
    )  # fmt: skip


def _about(plan: Plan) -> Iterator[Row]:
    first = plan.number == 1 and plan.version_no == 1
    again = "" if first else f"（第{plan.number}回・第{plan.version_no}版）"
    yield (
        head("プラン"), Cell(boxes=(Box("初回", first), Box(f"再プラン{again}", not first)), span=4),
        head("作成日"), Cell(wareki(plan.drafted_on), span=4),
    )  # fmt: skip
    yield (
        head("作成機関・作成者"), Cell(f"{plan.agency.name}　{plan.drafted_by.name}", span=4),
        head("主担当機関"), Cell(_lead(plan), span=4),
    )  # fmt: skip
    yield pair("対象", "、".join(one.person.label for one in plan.people.all()))
    if plan.kind == PlanKind.MULTI_AGENCY:
        boxes = (Box("アウトリーチ等", plan.needs_outreach), Box("参加支援", plan.needs_participation))
        yield (head("あわせて使う事業"), Cell(boxes=boxes, span=GRID - 2))


def _lead(plan: Plan) -> str:
    staff = plan.case.lead_staff
    return plan.case.lead_agency.name + (f"　{staff.name}" if staff else "")


def _aims(plan: Plan) -> Iterator[Row]:
    hidden = HIDDEN if getattr(plan, "words_kept_back", False) else ""
    guessed = "（推しはかったこと）" if plan.kind == PlanKind.OUTREACH else ""
    # Kinds with items of their own leave less room, so that all fits the first page.
    more = not particulars.items_of(plan.kind)
    yield pair("課題の整理", hidden or plan.problems, lines=8 if more else 6)
    yield pair(f"本人・家族の意向{guessed}", hidden or plan.wishes or NOT_YET, lines=6 if more else 4)
    yield pair("長期の目標", hidden or plan.long_goal, lines=3)
    yield pair("このプランで達成すること", hidden or plan.goal, lines=3)


def _particulars(plan: Plan) -> Iterator[Block]:
    rows = [pair(label, words, lines=2) for label, words in particulars.shown(plan.kind, plan.particulars)]
    # Only here: the other sheets are signed by the person.
    if plan.kind == PlanKind.OUTREACH:
        rows.append(pair("訪問で気をつけること（安全・してはいけないこと）", plan.approach, lines=2))
    if rows:
        yield Block(tuple(rows), title=f"{PlanKind(plan.kind).label.removesuffix('プラン')}について")


def _roles(rows: Sequence[PlanRow]) -> Iterator[Row]:
    yield (
        head("だれの・課題"),
        head("目標"),
        head("すること", 3),
        head("担当機関・担当者"),
        head("頻度・期間"),
        head("期限", 1),
    )
    for row in rows:
        who = row.person.label if row.person else "世帯全体"
        bearer = row.bearer.name + (f"\n{row.bearer_name}" if row.bearer_name else "")
        yield (
            Cell(f"{who}\n{row.issue}", span=2), Cell(row.goal, span=2), Cell(row.action, span=3), Cell(bearer, span=2),
            Cell(row.frequency, span=2), Cell(wareki_short(row.due_on) if row.due_on else "", span=1),
        )  # fmt: skip
    for _empty in range(FEWEST_ROWS - len(rows)):
        yield (Cell(span=2, lines=2), Cell(span=2), Cell(span=3), Cell(span=2), Cell(span=2), Cell(span=1))


def _short(day: date | None) -> str:
    return wareki(day) if day else ""


def _looks(plan: Plan, next_look: date | None) -> Iterator[Row]:
    yield (
        head("プランの期間"), Cell(f"{wareki(plan.from_on)}　から　{wareki(plan.until_on)}　まで", span=GRID - 2),
    )  # fmt: skip
    yield (
        head("モニタリング"), Cell(_short(next_look), span=4), head("評価の予定"), Cell(wareki(plan.until_on), span=4),
    )  # fmt: skip


def _application_title(plan: Plan) -> str:
    return "同意（まだのときは空のまま）" if plan.kind == PlanKind.OUTREACH else "利用申込・同意"


def _application(plan: Plan) -> Iterator[Row]:
    if plan.kind == PlanKind.OUTREACH:
        yield pair("", "このプランは、本人の同意の前から始められます。同意を得たら、日付と署名を書きます。")
    else:
        words = "このプランの説明を受け、内容に同意し、支援の利用を申し込みます。プランに書かれた機関が、支援に必要な情報を共有することに同意します。"
        yield (Cell(words, span=GRID),)
    yield (
        head("同意・署名の日"), Cell(_short(plan.agreed_on), span=3), head("本人の署名"), Cell(span=5, lines=3),
    )  # fmt: skip


def _meeting(plan: Plan) -> Iterator[Row]:
    item = plan.checked_at
    held = item.sitting.held_on if item and item.sitting else None
    sound = item is not None and plan.status in FOUND_SOUND
    yield (
        head("会議"), Cell(item.body.name if item else "", span=4), head("開催日"), Cell(_short(held), span=4),
    )  # fmt: skip
    yield (
        head("会議の結果"), Cell(boxes=(Box("適切", sound), Box("見直し"), Box("その他")), span=4),
        head("会議で出た意見"), Cell(span=4),
    )  # fmt: skip
    yield (
        head("支援決定日"), Cell(_short(plan.decided_on), span=4), head("決定者"), Cell(_decider(plan), span=4),
    )  # fmt: skip


def _decider(plan: Plan) -> str:
    parts = [
        plan.decided_agency.name if plan.decided_agency else "",
        plan.decided_by.name if plan.decided_by else "",
    ]
    return "　".join(part for part in parts if part)


def evaluation_form(evaluation: Evaluation, *, closure: Closure | None, printed: str) -> RuledForm:
    """An evaluation; where the case ended or paused with it, the ending too."""
    return RuledForm(
        title=EVALUATION_TITLE, number=f"ケース番号 {evaluation.case.number}",
        blocks=(
            Block(tuple(_evaluated(evaluation)), title="評価"),
            *_goals(evaluation),
            Block((_changes(evaluation),), title="見られた変化（あてはまるものすべて）"),
            Block(tuple(_voices(evaluation)), title="ことば"),
            Block(tuple(_result(evaluation)), title="評価の結果"),
            Block(tuple(_ending(closure)), title="終結・中断のとき"),
        ),
        foot=printed,
    )  # fmt: skip


def _evaluated(one: Evaluation) -> Iterator[Row]:
    yield (
        head("評価した日"), Cell(wareki(one.evaluated_on), span=4),
        head("評価した人"), Cell(f"{one.agency.name}　{one.staff.name}", span=4),
    )  # fmt: skip
    yield pair("対象のプラン", str(one.plan) if one.plan else "プランなし（ケース全体）")
    if one.plan:
        yield pair("プランの目標", one.plan.goal, lines=2)
    yield (
        head("目標の達成"), Cell(boxes=_boxes(Achievement, {one.achievement}), span=GRID - 2),
    )  # fmt: skip


def _goals(one: Evaluation) -> Iterator[Block]:
    rows = [
        (
            Cell(goal.goal, span=4),
            Cell(boxes=_boxes(Achievement, {goal.achievement}), span=5),
            Cell(goal.comment, span=3),
        )
        for goal in one.goals.all()
    ]
    if rows:
        heads = (head("目標", 4), head("達成", 5), head("ひとこと", 3))
        yield Block((heads, *rows), title="目標ごとの達成")


def _changes(one: Evaluation) -> Row:
    return (Cell(boxes=_boxes(Change, {change.change for change in one.changes.all()}), span=GRID),)


def _voices(one: Evaluation) -> Iterator[Row]:
    yield pair("評価のことば（支援者の意見）", one.comment, lines=4)
    yield pair("本人・家族の意見", one.voice, lines=3)
    yield pair("残された課題", one.remaining, lines=3)


def _result(one: Evaluation) -> Iterator[Row]:
    yield (head("結果"), Cell(boxes=_boxes(EvaluationResult, {one.result}), span=GRID - 2))


def _ending(closure: Closure | None) -> Iterator[Row]:
    paused = closure is not None and closure.kind == ClosureKind.INTERRUPTED
    ended = {closure.reason} if closure and not paused else set()
    yield (head("終結の理由"), Cell(boxes=_boxes(CloseReason, ended), span=GRID - 2))
    yield (
        head("中断の理由"), Cell(boxes=_boxes(InterruptReason, {closure.reason} if closure and paused else set()), span=GRID - 2),
    )  # fmt: skip
    yield pair("再開する目安", closure.reopen_when if closure else "")
    yield (
        head("このあとの担当"), Cell(closure.follow_up_agency.name if closure else "", span=4),
        head("見守る人"), Cell(closure.watcher if closure else "", span=4),
    )  # fmt: skip
    yield (
        head("フォロー"), Cell(boxes=(Box("要", bool(closure and closure.watches)), Box("不要", bool(closure and not closure.watches))), span=4),
        head("次に確かめる日"), Cell(_short(closure.check_on) if closure else "", span=4),
    )  # fmt: skip


def _boxes(choices: type[TextChoices], ticked: set[str]) -> tuple[Box, ...]:
    return tuple(Box(str(one.label), one.value in ticked) for one in choices)
