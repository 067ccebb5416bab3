"""What may happen in this room, and what two lists say when they are laid side by side."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from uuid import UUID

from norishiro.core.verdict import Verdict, when
from norishiro.evacuation.choices import (
    REASONS_FOR,
    ChangeKind,
    Due,
    LeftOut,
    LetterState,
    Matter,
    Reason,
    Receiver,
    Said,
    Share,
    Signed,
    SupportState,
    TakenFor,
    VisitResult,
)

LAW_LIST = "災害対策基本法第49条の10第1項"
LAW_PLAN = "災害対策基本法第49条の14第1項"
LAW_SAFE = "個人情報の保護に関する法律第66条第1項"
OUT = (LetterState.SENT, LetterState.ANSWERED, LetterState.REFUSED, LetterState.RETURNED)
ANSWERS = (LetterState.ANSWERED, LetterState.REFUSED, LetterState.RETURNED)


# --- lists -----------------------------------------------------------------------------------------


def may_start_listing(
    *, base_on: date, today: date, taken: bool, draft_open: bool, newest: date | None
) -> Verdict:
    """May a list for this day be started?

    根拠: 災害対策基本法第49条の10第1項
    """
    return (
        when(base_on > today, "base_on", "基準日は、きょうまでの日にしてください。", law=LAW_LIST)
        & when(taken, "base_on", "この基準日の一覧は、もうあります。前の頁から開いてください。", law=LAW_LIST)
        & when(
            not taken and newest is not None and base_on < newest, "base_on",
            "確定した一覧より前の基準日です。新しい基準日を入れてください。", law=LAW_LIST,
        )
        & when(draft_open, "base_on", "作成中の一覧があります。確定するか、消してから始めてください。", law=LAW_LIST)
    )  # fmt: skip


def may_read_source(*, is_draft: bool, known_kind: bool, read_before: bool, people: int) -> Verdict:
    """May this file be read into the list?

    根拠: 災害対策基本法第49条の10第3項（保有する情報の内部利用）
    """
    law = "災害対策基本法第49条の10第3項"
    return (
        when(
            not is_draft, "file", "確定した一覧には足せません。新しい基準日の一覧を始めてください。", law=law
        )
        & when(not known_kind, "kind", "何の資料かを、一覧から選んでください。", law=law)
        & when(read_before, "file", "同じ中身のファイルを、この一覧にもう読んでいます。", law=law)
        & when(people == 0, "file", "見出しの下に、人の行がありません。ファイルを確かめてください。", law=law)
    )


def may_decide_differences(*, is_draft: bool, number: int) -> Verdict:
    """May what two files say differently be decided now?

    根拠: 個人情報の保護に関する法律第65条（正確性の確保）
    """
    law = "個人情報の保護に関する法律第65条"
    return when(not is_draft, "", "一覧は確定しています。次の一覧で直してください。", law=law) & when(
        number == 0, "", "どちらが正しいかを、一つ以上選んでください。", law=law
    )


def may_fix_listing(*, is_draft: bool, entries: int, open_differences: int) -> Verdict:
    """May the list be fixed and compared with the one before?

    根拠: 災害対策基本法第49条の10第1項、個人情報の保護に関する法律第65条
    """
    return (
        when(not is_draft, "", "この一覧は、もう確定しています。", law=LAW_LIST)
        & when(entries == 0, "", "まだだれも載っていません。資料を読んでから確定してください。", law=LAW_LIST)
        & when(
            open_differences > 0, "",
            f"資料のくいちがいが、あと{open_differences}件あります。どちらが正しいかを決めてから確定してください。",
            law="個人情報の保護に関する法律第65条",
        )
    )  # fmt: skip


def may_drop_listing(*, is_draft: bool) -> Verdict:
    """May a list be thrown away? Only while nothing rests on it.

    根拠: 個人情報の保護に関する法律第61条第2項（必要な範囲をこえて保有しない）
    """
    return when(not is_draft, "", "確定した一覧は消せません。", law="個人情報の保護に関する法律第61条第2項")


def may_explain(*, kind: str, reason: str) -> Verdict:
    """Does this reason go with what became of the person?

    根拠: 災害対策基本法第49条の10第1項
    """
    return when(
        reason not in REASONS_FOR.get(kind, ()), "reason",
        "わけが、どうなったか（新しく載った・外れた・変わった）と合いません。選びなおしてください。", law=LAW_LIST,
    )  # fmt: skip


def may_explain_by_file(*, is_draft: bool, compared: bool, people: int) -> Verdict:
    """May a file of movements be laid beside the changes of this list?

    根拠: 災害対策基本法第49条の10第3項（保有する情報の内部利用）
    """
    law = "災害対策基本法第49条の10第3項"
    return (
        when(
            is_draft, "file", "先に一覧を確定してください。確定すると、前の一覧との入替えが出ます。", law=law
        )
        & when(not is_draft and not compared, "file", "はじめての一覧なので、入替えはありません。", law=law)
        & when(people == 0, "file", "見出しの下に、人の行がありません。ファイルを確かめてください。", law=law)
    )


def may_link(*, same_birth: bool, same_name: bool) -> Verdict:
    """May a target be joined to a person's record? Only where the name and the whole day of birth agree.

    根拠: 個人情報の保護に関する法律第65条（正確性の確保）
    """
    return when(
        not (same_birth and same_name), "person", "氏名か生年月日が違います。同じ人か、窓口で確かめてください。",
        law="個人情報の保護に関する法律第65条",
    )  # fmt: skip


@dataclass(frozen=True)
class Standing:
    """One person on one list, as far as two lists are compared."""

    name: str
    address: str
    needs: frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Found:
    """What became of one person between two lists. ``reason`` is empty where only a person can say."""

    who: UUID
    kind: ChangeKind
    reason: str
    what: str


def changes_between(
    before: Mapping[UUID, Standing], after: Mapping[UUID, Standing], *, certified: Collection[str],
    name_of: Mapping[str, str],
) -> list[Found]:  # fmt: skip
    """New, left, changed; in that order. Why somebody left is never inferred; why somebody is new, from the file they came by.

    根拠: 災害対策基本法第49条の10第1項（名簿を作成しておかなければならない）
    """
    added = [
        Found(who, ChangeKind.ADDED, _why_new(one, certified), _said(one.needs, name_of))
        for who, one in after.items()
        if who not in before
    ]
    left = [Found(who, ChangeKind.LEFT, "", "") for who in before if who not in after]
    changed = [
        found for who, one in after.items()
        if who in before and (found := _changed(who, before[who], one, name_of)) is not None
    ]  # fmt: skip
    return [*added, *left, *changed]


def _why_new(one: Standing, certified: Collection[str]) -> str:
    return Reason.CERTIFIED if any(kind in certified for kind, _words in one.needs) else Reason.WISHED


def _changed(who: UUID, before: Standing, after: Standing, name_of: Mapping[str, str]) -> Found | None:
    """The reason is the weightiest of what differs: the need, then the address, then the name. Before and after of names and
    addresses stand on the two lists and are not written a third time."""
    parts = []
    if before.needs != after.needs:
        parts.append(
            (Reason.CERT_CHANGED, f"事由 {_said(before.needs, name_of)} → {_said(after.needs, name_of)}")
        )
    if before.address != after.address:
        parts.append((Reason.MOVED_WITHIN, "住所"))
    if before.name != after.name:
        parts.append((Reason.RENAMED, "氏名"))
    if not parts:
        return None
    return Found(who, ChangeKind.CHANGED, parts[0][0], "、".join(what for _reason, what in parts)[:400])


def _said(needs: Collection[tuple[str, str]], name_of: Mapping[str, str]) -> str:
    return "・".join(
        f"{name_of.get(kind, kind)}{f' {words}' if words else ''}" for kind, words in sorted(needs)
    )[:180]


@dataclass(frozen=True)
class Turnover:
    """How many changed between two lists, and the shares."""

    before: int
    after: int
    added: int
    left: int
    changed: int

    @property
    def stayed(self) -> int:
        return self.after - self.added

    @property
    def rate(self) -> Fraction | None:
        """（新しく載った ＋ 外れた） ÷ （前の人数 ＋ 今の人数）: one in five changes places gives 20 %. 推定 (P)."""
        people = self.before + self.after
        return Fraction(self.added + self.left, people) if self.before else None

    @property
    def percent(self) -> str:
        rate = self.rate
        return f"{float(rate * 100):.1f}%" if rate is not None else "－"

    @property
    def balances(self) -> bool:
        return self.before - self.left + self.added == self.after


# --- notices ---------------------------------------------------------------------------------------


def may_prepare_mailing(
    *, is_fixed: bool, letters: int, due_on: date, today: date, title_taken: bool
) -> Verdict:
    """May notices be prepared for this list?

    根拠: 災害対策基本法第49条の14第1項（個別避難計画の作成）
    """
    return (
        when(
            not is_fixed,
            "title",
            "案内は、確定した一覧から用意します。先に一覧を確定してください。",
            law=LAW_PLAN,
        )
        & when(
            is_fixed and letters == 0,
            "who",
            "送る先がありません。だれに送るかを選びなおしてください。",
            law=LAW_PLAN,
        )
        & when(due_on <= today, "due_on", "返事の期限は、あすより後の日にしてください。", law=LAW_PLAN)
        & when(title_taken, "title", "同じ題の案内がもうあります。年度や回を入れてください。", law=LAW_PLAN)
    )


def may_approve(*, approved: bool, prepared_by_me: bool, may: bool) -> Verdict:
    """May the printing of these notices be approved? By another than who prepared them: it is many people at once.

    根拠: 個人情報の保護に関する法律第66条第1項（安全管理措置）
    """
    return (
        when(approved, "", "もう承認されています。", law=LAW_SAFE)
        & when(not may, "", "承認できるのは「持ち出しを承認する」役割の人です。", law=LAW_SAFE)
        & when(prepared_by_me, "", "用意した人とは別の人が承認します。同僚に頼んでください。", law=LAW_SAFE)
    )


def may_print(*, approved: bool) -> Verdict:
    """May the notices be printed? Many names and addresses leave the house.

    根拠: 個人情報の保護に関する法律第66条第1項（安全管理措置）
    """
    return when(not approved, "", "印刷の前に、もう一人の承認が要ります。", law=LAW_SAFE)


def may_note_sent(
    *, approved: bool, sent: bool, sent_on: date, approved_on: date | None, today: date
) -> Verdict:
    """May the notices be said to have been sent?

    根拠: 災害対策基本法第49条の14第1項
    """
    return (
        may_print(approved=approved)
        & when(sent, "sent_on", "送った日は、もう書かれています。", law=LAW_PLAN)
        & when(sent_on > today, "sent_on", "送った日は、きょうまでの日にしてください。", law=LAW_PLAN)
        & when(
            approved_on is not None and sent_on < approved_on, "sent_on", "送った日が、承認の日より前です。", law=LAW_PLAN
        )
    )  # fmt: skip


def may_note_answer(
    *, state: str, was: str, sent_on: date | None, answered_on: date, today: date, way: str
) -> Verdict:
    """May this answer be written? What was written may be put right.

    根拠: 災害対策基本法第49条の14第1項（本人の同意）
    """
    law = "災害対策基本法第49条の14第1項"
    return (
        when(was not in OUT, "state", "この案内は、まだ送っていません。先に「送った」と書いてください。", law=law)
        & when(state not in ANSWERS, "state", "返事を、一覧から選んでください。", law=law)
        & when(answered_on > today, "answered_on", "返事の日は、きょうまでの日にしてください。", law=law)
        & when(sent_on is not None and answered_on < sent_on, "answered_on", "返事の日が、送った日より前です。", law=law)
        & when(
            state in (LetterState.ANSWERED, LetterState.REFUSED) and not way, "way", "どうやって返事が来たかを選んでください。",
            law=law,
        )
    )  # fmt: skip


def may_assign_visits(
    *, number: int, asked_on: date, due_on: date, sent_on: date | None, today: date
) -> Verdict:
    """May somebody be asked to visit those who did not answer?

    根拠: 個人情報の保護に関する法律第66条第2項（委託を受けた者の安全管理）
    """
    law = "個人情報の保護に関する法律第66条第2項"
    return (
        when(
            number == 0,
            "letters",
            "訪問を頼む人を、一人以上選んでください。返事を待っている人だけに頼めます。",
            law=law,
        )
        & when(asked_on > today, "asked_on", "頼んだ日は、きょうまでの日にしてください。", law=law)
        & when(
            sent_on is not None and asked_on < sent_on,
            "asked_on",
            "頼んだ日が、案内を送った日より前です。",
            law=law,
        )
        & when(due_on < asked_on, "due_on", "いつまでにの日が、頼んだ日より前です。", law=law)
    )


def may_note_visit(
    *, result: str, is_open: bool, result_on: date, asked_on: date, today: date, note: str
) -> Verdict:
    """May this result of a visit be written?

    根拠: 災害対策基本法第49条の14第1項
    """
    return (
        when(not is_open, "result", "この訪問の結果は、もう書かれています。", law=LAW_PLAN)
        & when(result not in VisitResult.values or not result, "result", "結果を、一覧から選んでください。", law=LAW_PLAN)
        & when(result_on > today, "result_on", "結果の日は、きょうまでの日にしてください。", law=LAW_PLAN)
        & when(result_on < asked_on, "result_on", "結果の日が、頼んだ日より前です。", law=LAW_PLAN)
        & when(
            result == VisitResult.MOVED and not note.strip(), "note", "だれから、どこへ移ったと聞いたかを書いてください。", law=LAW_PLAN
        )
    )  # fmt: skip


def may_take_results(*, number: int) -> Verdict:
    """May what the contractors wrote be taken over into the answers?

    根拠: 個人情報の保護に関する法律第66条第2項（委託を受けた者の安全管理）
    """
    return when(
        number == 0, "", "まだ返事に写していない、委託先の結果はありません。", law="個人情報の保護に関する法律第66条第2項"
    )  # fmt: skip


def state_after_visit(result: str) -> LetterState | None:
    """What a visit makes of the notice: agreed, refused, gone; unreached leaves it waiting.

    根拠: 災害対策基本法第49条の14第1項
    """
    return {
        VisitResult.MADE.value: LetterState.ANSWERED,
        VisitResult.REFUSED.value: LetterState.REFUSED,
        VisitResult.MOVED.value: LetterState.RETURNED,
    }.get(result)


# --- plans -----------------------------------------------------------------------------------------


def may_start_form(*, from_on: date, newest: date | None, missing: Collection[str], today: date) -> Verdict:
    """May a new form be used from this month? Later than the last one, and with what the law names.

    根拠: 災害対策基本法第49条の14第3項（個別避難計画の記載事項）
    """
    law = "災害対策基本法第49条の14第3項"
    return (
        when(from_on.day != 1, "from_on", "使いはじめる月の一日を入れてください。例：令和7年10月1日", law=law)
        & when(
            newest is not None and from_on <= newest, "from_on", "いまの様式より後の月にしてください。前の計画は、前の様式のままで読めます。", law=law,
        )
        & when(bool(missing), "codes", f"法律で書くことになっている欄です。入れてください：{'、'.join(missing)}", law=law)
    )  # fmt: skip


def may_write_plan(
    *, made_on: date, today: date, agreed_on: date, review_on: date, share: str, share_with: str, is_next: bool,
    newest_on: date | None, in_form: bool,
) -> Verdict:  # fmt: skip
    """May this plan be written? Only with consent, in the form of its day, and after the version before.

    根拠: 災害対策基本法第49条の14第1項（本人の同意）、災害対策基本法第49条の15第2項（ふだんからの提供は同意のある範囲）
    """
    law = "災害対策基本法第49条の14第1項"
    return (
        when(made_on > today, "made_on", "つくった日は、きょうまでの日にしてください。", law=law)
        & when(newest_on is not None and made_on < newest_on, "made_on", "つくった日が、前の版より前です。", law=law)
        & when(agreed_on > made_on, "agreed_on", "計画をつくることへの同意が、つくった日より後です。同意を先に受けてください。", law=law)
        & when(review_on <= made_on, "review_on", "見直す日は、つくった日より後にしてください。", law=law)
        & when(not in_form, "made_on", "この日に使う様式と違います。対象者の頁の「前の様式で書く」から、つくった月の様式を選んでください。", law=law)
        & when(not is_next, "", "ほかの人が先に書き改めました。新しい版を開いてください。", law=law)
        & when(
            share == Share.AGREED and not share_with.strip(), "share_with", "ふだんから渡してよい相手を書いてください。",
            law="災害対策基本法第49条の15第2項",
        )
        & when(
            share != Share.AGREED and bool(share_with.strip()), "share_with",
            "同意していないときは、相手を空にしてください。", law="災害対策基本法第49条の15第2項",
        )
    )  # fmt: skip


def may_choose_refuge(
    *, is_newest: bool, is_next: bool, hazard: str, of_place: Collection[str], offered: Collection[str]
) -> Verdict:
    """May this place of the list be what the plan names for this kind of disaster? ``of_place``: for which the list says it is;
    a list that says nothing of the kind refuses nothing.

    根拠: 災害対策基本法第49条の14第3項（避難施設その他の避難場所、避難路その他の避難経路）、災害対策基本法第49条の4（指定緊急避難場所は、災害の種類ごとに指定する）
    """
    law = "災害対策基本法第49条の14第3項"
    return (
        when(not is_newest, "", "この計画には、新しい版があります。新しい版を開いて選んでください。", law=law)
        & when(not is_next, "", "ほかの人が先に選びました。計画の頁を開き直してください。", law=law)
        & when(hazard not in offered, "hazard", "どの災害のときかを、一覧から選んでください。", law=law)
        & when(
            hazard in offered and bool(of_place) and hazard not in of_place, "hazard",
            "この所は、その災害のときの避難場所として一覧にありません。戻って、その災害のときに開く所を選んでください。",
            law="災害対策基本法第49条の4",
        )
    )  # fmt: skip


def may_read_zones(*, as_of: date, today: date, towns: int) -> Verdict:
    """May this table of zones count from now on?

    根拠: 災害対策基本法第49条の10第1項
    """
    return when(
        as_of > today, "as_of", "いつの時点かは、きょうまでの日にしてください。", law=LAW_LIST
    ) & when(
        towns == 0,
        "file",
        "内か外かを読み取れる行がありません。「区域」の列に、内・外を入れてください。",
        law=LAW_LIST,
    )


def may_keep_zone_count(*, total: int, same_today: bool) -> Verdict:
    """May these numbers be kept for the plans they are judged by?

    根拠: 災害対策基本法第49条の14第1項
    """
    return when(
        total == 0,
        "nobody",
        "計画のある人がまだいません。計画を一人分つくってから残してください。",
        law=LAW_PLAN,
    ) & when(same_today, "same", "きょう、もう同じ数を残しています。", law=LAW_PLAN)


def may_read_map(
    *,
    as_of: date,
    today: date,
    hazard: str,
    offered: Collection[str],
    column: str,
    columns: Collection[str],
    same: bool,
) -> Verdict:
    """May these outlines count from now on?

    根拠: 災害対策基本法第49条の10第1項
    """
    known = "・".join(list(columns)[:12]) or "ありません"
    return (
        when(as_of > today, "as_of", "いつの時点かは、きょうまでの日にしてください。", law=LAW_LIST)
        & when(hazard not in offered, "hazard", "どの災害の区域かを、一覧から選んでください。", law=LAW_LIST)
        & when(bool(column) and column not in columns, "column", f"「{column}」という列は、このファイルにありません。ある列：{known}。", law=LAW_LIST)
        & when(same, "file", "同じ中身のファイルを、いまの図として、もう読んでいます。", law=LAW_LIST)
    )  # fmt: skip


# --- handing out in ordinary times -----------------------------------------------------------------

LAW_GIVING = {Matter.LIST: "災害対策基本法第49条の11第2項", Matter.PLAN: "災害対策基本法第49条の15第2項"}


@dataclass(frozen=True)
class Word:
    """One answer about being handed out, as far as it counts. ``checked``: asked again because of an earlier one."""

    said: str
    receivers: frozenset[str]
    heard: str
    checked: bool = False


@dataclass(frozen=True)
class ConsentNow:
    """What holds now. ``disputed``: two ways of hearing say different things, and the narrower holds."""

    receivers: frozenset[str]
    asked: bool
    disputed: bool


def consent_now(words: Sequence[Word]) -> ConsentNow:
    """What somebody's answers come to, the oldest first. The newest of each way of hearing counts; where they differ, only what
    all of them allow, until somebody asked again (``checked``). Taking back counts at once and ends what was said before.

    根拠: 災害対策基本法第49条の11第2項、災害対策基本法第49条の15第2項（同意のある範囲。狭いほうにとるのは仮）
    """
    counting: dict[str, frozenset[str]] = {}
    for one in words:
        if one.checked or one.said == Said.WITHDRAWN:
            counting = {}
        counting[one.heard] = one.receivers if one.said == Said.AGREED else frozenset()
    narrow = frozenset.intersection(*counting.values()) if counting else frozenset()
    return ConsentNow(narrow, bool(counting), len(set(counting.values())) > 1)


@dataclass(frozen=True)
class Ordinance:
    """The town's own rule that lets the list be handed out without consent. ``refusal_stands``: whoever said no stays out."""

    citation: str
    refusal_stands: bool = True


def left_out_because(
    standing: ConsentNow, *, receiver: str, ordinance: Ordinance | None, withheld: bool, planned: bool
) -> LeftOut | None:
    """Why somebody may not be handed to this receiver in ordinary times; None where they may.

    根拠: 災害対策基本法第49条の11第2項、災害対策基本法第49条の15第2項、個人情報の保護に関する法律第66条第1項（伏せた住所）
    """
    if not planned:
        return LeftOut.NO_PLAN
    if withheld:
        return LeftOut.WITHHELD
    if receiver in standing.receivers or (ordinance and not (ordinance.refusal_stands and standing.asked)):
        return None
    if standing.disputed:
        return LeftOut.DISPUTED
    if not standing.asked:
        return LeftOut.UNASKED
    return LeftOut.NOT_THIS if standing.receivers else LeftOut.REFUSED


def may_note_consent(
    *, said: str, receivers: Collection[str], on: date, signed: str, agent: str, today: date, matter: str, planned: bool,
) -> Verdict:  # fmt: skip
    """May this answer be written?

    根拠: 災害対策基本法第49条の11第2項、災害対策基本法第49条の15第2項
    """
    law = LAW_GIVING.get(Matter(matter), LAW_LIST)
    return (
        when(on > today, "on", "返事の日は、きょうまでの日にしてください。", law=law)
        & when(said == Said.AGREED and not receivers, "receivers", "渡してよい相手を、一つ以上選んでください。だれに渡すかを説明したうえでの同意です。", law=law)
        & when(said != Said.AGREED and bool(receivers), "receivers", "同意しない・取り下げるときは、相手を選ばないでください。", law=law)
        & when(signed == Signed.AGENT and not agent.strip(), "agent", "代理の人の名前と、本人との間柄を書いてください。", law=law)
        & when(signed != Signed.AGENT and bool(agent.strip()), "agent", "代理の人の署名でないときは、空にしてください。", law=law)
        & when(
            matter == Matter.PLAN and said == Said.AGREED and not planned, "matter",
            "計画が、まだありません。計画を書いてから、計画を渡す同意を書いてください。", law=law,
        )
    )  # fmt: skip


def may_prepare_giving(*, matter: str, receiver: str, is_fixed: bool, people: int) -> Verdict:
    """May something be handed to this receiver in ordinary times? Only of whoever agreed to it, or by ordinance.

    根拠: 災害対策基本法第49条の11第2項、災害対策基本法第49条の15第2項
    """
    law = LAW_GIVING.get(Matter(matter), LAW_LIST)
    return when(
        not is_fixed, "listing", "確定した一覧から選んでください。", law=LAW_LIST
    ) & when(
        is_fixed and people == 0, "receiver",
        f"{Receiver(receiver).label}に渡すことに同意している人が、この一覧（この地区）にいません。同意のない人のことは、ふだんは渡せません（{law}）。"
        "対象者の頁の「渡すことの返事を書く」から、同意を書いてください。", law=law,
    )  # fmt: skip


def may_approve_giving(*, approved: bool, prepared_by_me: bool, may: bool) -> Verdict:
    """May this be printed and handed over? Another person says so, who answers for what leaves.

    根拠: 個人情報の保護に関する法律第66条第1項（安全管理措置）
    """
    return (
        when(approved, "", "もう承認されています。", law=LAW_SAFE)
        & when(not may, "", "承認できるのは「持ち出しを承認する」役割の人です。", law=LAW_SAFE)
        & when(prepared_by_me, "", "用意した人とは別の人が承認します。同僚に頼んでください。", law=LAW_SAFE)
    )


def may_print_giving(*, approved: bool, given: bool) -> Verdict:
    """May the paper be printed? After approval, until it was handed over. Only who still agrees stands on it.

    根拠: 個人情報の保護に関する法律第66条第1項（安全管理措置）
    """
    return when(not approved, "", "もう一人の承認を受けると、印刷できます。", law=LAW_SAFE) & when(
        given, "", "もう渡しました。新しく渡すときは、あらためて用意してください。", law=LAW_SAFE
    )


def may_note_given(
    *, approved: bool, given: bool, people: int, given_on: date, approved_on: date | None, today: date
) -> Verdict:
    """May it be written that this was handed over?

    根拠: 個人情報の保護に関する法律第66条第1項（安全管理措置）
    """
    return (
        when(not approved, "", "もう一人の承認を受けてから渡してください。", law=LAW_SAFE)
        & when(given, "", "もう渡したと書いてあります。", law=LAW_SAFE)
        & when(approved and not given and people == 0, "", "渡せる人が、もういません。同意が取り下げられたか、返事が食いちがっています。", law=LAW_SAFE)
        & when(given_on > today, "given_on", "渡した日は、きょうまでの日にしてください。", law=LAW_SAFE)
        & when(approved_on is not None and given_on < approved_on, "given_on", "渡した日が、承認した日より前です。", law=LAW_SAFE)
    )  # fmt: skip


# --- supporters ------------------------------------------------------------------------------------

LAW_HELP = "災害対策基本法第49条の14第3項"
# With more than so many, somebody should ask whether all of them can be reached (仮).
MANY = 3


def may_ask_support(*, chosen: bool, name: str, already: bool, asked_on: date, today: date) -> Verdict:
    """May this supporter be asked for this person?

    根拠: 災害対策基本法第49条の14第3項（避難支援等実施者）
    """
    return (
        when(not chosen and not name.strip(), "name", "支援者を一覧から選ぶか、新しい支援者の名前を書いてください。", law=LAW_HELP)
        & when(chosen and bool(name.strip()), "name", "一覧から選んだときは、新しい支援者の名前を空にしてください。", law=LAW_HELP)
        & when(already, "supporter", "この人のことは、もうこの支援者に頼んでいます。", law=LAW_HELP)
        & when(asked_on > today, "asked_on", "頼んだ日は、きょうまでの日にしてください。", law=LAW_HELP)
    )  # fmt: skip


def may_answer_support(*, was: str, state: str, on: date, since: date, today: date) -> Verdict:
    """May this be written of a request to help? Asked → agreed or declined; agreed → left.

    根拠: 災害対策基本法第49条の14第3項（避難支援等実施者）
    """
    follows = {
        SupportState.ASKED.value: (SupportState.AGREED, SupportState.DECLINED),
        SupportState.AGREED.value: (SupportState.LEFT,),
    }.get(was, ())
    return (
        when(state not in follows, "state", "いまの様子からは書けない返事です。新しく頼みなおしてください。", law=LAW_HELP)
        & when(on > today, "on", "返事の日は、きょうまでの日にしてください。", law=LAW_HELP)
        & when(on < since, "on", "返事の日が、その前の日付より前です。", law=LAW_HELP)
    )  # fmt: skip


# --- drills and reviews ----------------------------------------------------------------------------


def may_note_drill(
    *,
    on: date,
    today: date,
    chosen: bool,
    place: str,
    worked: str,
    planned: bool,
    already: bool,
    review_on: date,
) -> Verdict:
    """May it be written that somebody took part in a drill? Where they have a plan that was tried.

    根拠: 災害対策基本法第49条の14第1項
    """
    return (
        when(not planned, "", "計画が、まだありません。計画を書いてから、訓練を書いてください。", law=LAW_PLAN)
        & when(already, "drill", "この人のこの訓練は、もう書かれています。", law=LAW_PLAN)
        & when(not chosen and not place.strip(), "place", "一覧から訓練を選ぶか、場所を書いてください。", law=LAW_PLAN)
        & when(not chosen and not worked.strip(), "worked", "うまくいったことを、一つ書いてください。", law=LAW_PLAN)
        & when(on > today, "on", "訓練の日は、きょうまでの日にしてください。", law=LAW_PLAN)
        & when(review_on <= on, "review_on", "次に見直す日は、訓練より後にしてください。", law=LAW_PLAN)
    )  # fmt: skip


@dataclass(frozen=True)
class Since:
    """What happened after a plan was made; None where nothing did."""

    made_on: date
    review_on: date
    drill_change_on: date | None = None
    drill_review_on: date | None = None
    moved_on: date | None = None
    supporter_on: date | None = None
    zones_on: date | None = None


def is_due(since: Since, *, today: date) -> list[Due]:
    """Why a plan is to be looked at again today; nothing where it need not be.

    根拠: 災害対策基本法第49条の14第1項（見直す日は計画と訓練のもの。ほかのわけは仮）
    """
    days = [one for one in (since.review_on, since.drill_review_on) if one is not None]
    later = {
        Due.DRILL: since.drill_change_on, Due.ADDRESS: since.moved_on, Due.SUPPORTER: since.supporter_on,
        Due.ZONES: since.zones_on,
    }  # fmt: skip
    found = [Due.DAY] if min(days) <= today else []
    return found + [why for why, on in later.items() if on is not None and on > since.made_on]


# --- the pack for a disaster -----------------------------------------------------------------------

LAW_DISASTER = "災害対策基本法第49条の11第3項"
# A night may fail; two in a row somebody should look at. A phrase is drawn anew each year, and when somebody leaves who saw a half.
OLD_AFTER = timedelta(hours=36)
PHRASE_YEAR = timedelta(days=365)
FETCH_WITHIN = timedelta(hours=1)


def may_begin_phrase(*, may: bool) -> Verdict:
    """May the first half of a new phrase be drawn? Drawing anew before it is finished throws the open one away.

    根拠: 個人情報の保護に関する法律第66条第1項（安全管理措置）
    """
    return when(
        not may, "", "合言葉を作れるのは「避難の対象者と個別避難計画を扱う」役割の人です。", law=LAW_SAFE
    )


def may_finish_phrase(*, begun: bool, begun_by_me: bool, may: bool) -> Verdict:
    """May the second half be received? By another, who answers for what leaves: nobody sees the whole.

    根拠: 個人情報の保護に関する法律第66条第1項（安全管理措置）
    """
    return (
        when(not begun, "", "前の半分が、まだ作られていません。先に「新しい合言葉を作る」を押してもらってください。", law=LAW_SAFE)
        & when(not may, "", "後の半分を受け取れるのは「持ち出しを承認する」役割の人です。", law=LAW_SAFE)
        & when(begun_by_me, "", "前の半分を受け取った人とは別の人が受け取ります。同僚に頼んでください。", law=LAW_SAFE)
    )  # fmt: skip


def may_build_pack(*, has_phrase: bool, has_list: bool) -> Verdict:
    """May the pack be made tonight?

    根拠: 災害対策基本法第49条の11第3項（発災時の名簿情報の提供）
    """
    return when(
        not has_phrase,
        "",
        "合言葉が決まっていません。「災害用ファイル」の画面で、二人で決めてください。",
        law=LAW_DISASTER,
    ) & when(not has_list, "", "確定した対象者の一覧がありません。一覧を確定してください。", law=LAW_DISASTER)


def may_take_pack(*, has_pack: bool, purpose: str, reason: str) -> Verdict:
    """May the pack be taken? One person may, at any hour: it is locked, and the phrase lies elsewhere in two envelopes.
    Why is written down. In a disaster it reaches further than consent does.

    根拠: 災害対策基本法第49条の11第3項、災害対策基本法第49条の15第3項（同意を要しない提供）
    """
    return (
        when(not has_pack, "", "受け取れるファイルがありません。システム担当に、夜の「disaster_pack」を動かしてもらってください。", law=LAW_DISASTER)
        & when(purpose not in TakenFor.values, "purpose", "なんのためかを選んでください。", law=LAW_DISASTER)
        & when(len(reason.strip()) < 4, "reason", "災害の名前や、渡す先・しまう所を書いてください。", law=LAW_DISASTER)
    )  # fmt: skip


def is_old(made_at: datetime, *, now: datetime) -> bool:
    """Whether the newest good pack is older than it should be.

    根拠: 個人情報の保護に関する法律第66条第1項（一晩の失敗まではゆるすのは仮）
    """
    return now - made_at > OLD_AFTER


def is_phrase_due(finished_on: date, *, today: date) -> bool:
    """Whether the phrase should be drawn anew.

    根拠: 個人情報の保護に関する法律第66条第1項（一年は仮）
    """
    return today - finished_on > PHRASE_YEAR


def is_fetchable(asked_at: datetime, *, now: datetime) -> bool:
    """Whether the file may still be fetched for what was written.

    根拠: 個人情報の保護に関する法律第66条第1項（一時間は仮）
    """
    return now - asked_at <= FETCH_WITHIN


def may_fetch_pack(*, asked_at: datetime, now: datetime, whole: bool) -> Verdict:
    """May the file itself come, after it was written down why? For an hour, and only if it is what was made that night.

    根拠: 個人情報の保護に関する法律第66条第1項（安全管理措置）
    """
    return when(
        not is_fetchable(asked_at, now=now), "", "わけを書いてから一時間たちました。もう一度、わけを書いて受け取ってください。", law=LAW_SAFE
    ) & when(
        not whole, "", "しまってあるファイルが壊れているか、古いので消えています。別の夜のファイルを受け取り、システム担当に知らせてください。",
        law=LAW_SAFE,
    )  # fmt: skip
