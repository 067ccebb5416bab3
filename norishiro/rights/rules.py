"""What must hold of a request about one's own data, and what is proposed to be shown or withheld. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from norishiro.core.verdict import Verdict, no, when

LAW_76, LAW_77, LAW_78 = (f"個人情報の保護に関する法律第{number}条" for number in (76, 77, 78))
LAW_83 = "個人情報の保護に関する法律第83条"
LAW_86 = "個人情報の保護に関する法律第86条"
DISCLOSING = frozenset({"FULL", "PART"})
CONFERENCE = "J6"


@dataclass(frozen=True)
class Proposal:
    """What the program proposes for one piece: the item of 78条1項 ("" is open), why, and whether no request opens it."""

    withheld: str = ""
    why: str = ""
    locked: bool = False


OPEN = Proposal()
# By whose words a piece is. Decisions of review boards on child files and case notes point the same way (見立て、協力機関、
# 第三者からの聞き取り are argued about; 本人の言動 is shown).
BY_KIND = {
    "THIRD": Proposal("2", "ほかの人から聞いたこと。話した人が分かるおそれ"),
    "OTHERS": Proposal("2", "請求者以外の個人の情報"),
    "REPORTER": Proposal("2", "通報・心配ごとを伝えた人が分かる", locked=True),
    "PROTECTED": Proposal("2", "守られている住所・連絡先", locked=True),
    "AGENCY": Proposal("7", "機関から支援のために得た情報。今後の協力を得にくくなるおそれ"),
    "VIEW": Proposal("7", "支援者の評価・見立て。率直に書けなくなるおそれ"),
    "COURSE": Proposal("6", "審議・検討の途中の情報"),
    "UNSORTED": Proposal("7", "区分のない記載。読んで決めてください"),
}


def proposal(
    *, kind: str, basis: str, asker: str, danger: bool, names_other: bool = False, names_protected: bool = False
) -> Proposal:  # fmt: skip
    """What should be shown of one piece to this requester? The strongest reason comes first; people may change it.

    The same household, another requester: another answer. Where the person may be harmed, a representative sees neither
    what the person said nor what they did.

    根拠: 個人情報の保護に関する法律第78条、児童虐待の防止等に関する法律第7条
    """
    if names_protected:
        return BY_KIND["PROTECTED"]
    if kind in ("REPORTER", "PROTECTED", "THIRD", "OTHERS"):
        return BY_KIND[kind]
    if danger and asker != "SELF":
        return Proposal("1", "請求者に知られると、本人が害されるおそれ")
    if basis == CONFERENCE and kind not in ("SAID", "DONE"):
        return Proposal("7", "支援会議の情報（構成員には守秘義務がある）")
    if names_other:
        return Proposal("2", "文の中に、請求者以外の人の名前や連絡先がある")
    return BY_KIND.get(kind, OPEN)


def hides_existence(*, found: str, basis: str, asker: str, danger: bool) -> bool:
    """Must even that the record exists stay unsaid? So for others' records, and for a 支援会議 where the requester could
    act against the person.

    根拠: 個人情報の保護に関する法律第81条、社会福祉法第106条の6第5項
    """
    return found != "OWN" or (basis == CONFERENCE and danger and asker != "SELF")


def due_on(*, received_on: date, days: int, mending_days: int = 0, extended_days: int = 0) -> date:
    """The last day for the decision. The days of mending the request do not count.

    根拠: 個人情報の保護に関する法律第83条
    """
    return received_on + timedelta(days=days + mending_days + extended_days)


def may_receive(
    *, received_on: date, today: date, days: int, longest: int, asker: str, kind: str, disclosed: bool | None = None
) -> Verdict:  # fmt: skip
    """May this request be entered? An ordinance shortens the term and never lengthens it.

    根拠: 個人情報の保護に関する法律第76条、個人情報の保護に関する法律第83条
    """
    return (
        when(received_on > today, "received_on", "受け付けた日が先の日付です。今日までの日にしてください。")
        & when(
            not 1 <= days <= longest,
            "days",
            f"決定までの日数は1日から{longest}日までです。条例で短くできますが、長くはできません。",
            law=LAW_83,
        )
        & when(
            asker == "BEREAVED" and kind != "DISCLOSE",
            "asker",
            "遺族からの訂正・利用停止は、この手続では受けられません。窓口で別の方法を案内してください。",
            law=LAW_76,
        )
    )


def may_identify(
    *, closed: bool, how: str, on: date, received_on: date, today: date, mending: int
) -> Verdict:
    """Is it written down how the requester was identified?

    根拠: 個人情報の保護に関する法律第77条
    """
    return (
        _still_open(closed)
        & when(
            not how.strip(), "identity_how", "何で確かめたかを書いてください（例：運転免許証）。", law=LAW_77
        )
        & when(
            not received_on - timedelta(days=30) <= on <= today,
            "identity_on",
            "本人確認の日を確かめてください（受け付けの前後から今日まで）。",
        )
        & when(mending < 0 or mending > 365, "mending_days", "補正の日数は0から365までです。")
    )


def may_link(*, closed: bool, identified: bool, candidate: bool) -> Verdict:
    """Only an identified requester is joined to a person, and only to one who fits what the request says.

    根拠: 個人情報の保護に関する法律第77条
    """
    return (
        _still_open(closed)
        & when(not identified, "identity", "先に、本人確認を記録してください。", law=LAW_77)
        & when(not candidate, "person", "求めに書かれた氏名・生年月日に合う人を選んでください。")
    )


def may_extend(
    *, closed: bool, extended: bool, more: int, longest: int, reason: str, on: date, due: date
) -> Verdict:
    """Once, for a reason, told to the requester before the first term is over.

    根拠: 個人情報の保護に関する法律第83条
    """
    return (
        _still_open(closed)
        & when(extended, "extended_days", "もう一度延ばしています。延長は一回だけです。", law=LAW_83)
        & when(
            not 1 <= more <= longest,
            "extended_days",
            f"延ばせるのは1日から{longest}日までです。",
            law=LAW_83,
        )
        & when(
            not reason.strip(),
            "extension_reason",
            "延ばす理由を書いてください。通知にも載ります。",
            law=LAW_83,
        )
        & when(
            on > due,
            "extended_on",
            "はじめの期限を過ぎています。期限内に知らせる必要がありました。",
            law=LAW_83,
        )
    )


def may_gather(*, closed: bool, identified: bool, linked: bool, decided: bool, corrections: int) -> Verdict:
    """The records are brought together once it is certain whose they are, and not after the decision.

    根拠: 個人情報の保護に関する法律第77条、個人情報の保護に関する法律第78条
    """
    return (
        _still_open(closed)
        & when(not identified, "identity", "先に、本人確認を記録してください。", law=LAW_77)
        & when(not linked, "person", "先に、だれの記録かを選んでください。")
        & when(decided, "outcome", "もう決定しています。決定のあとに集めなおすことはできません。")
        & when(corrections > 0, "corrections", "訂正の求めの中身を書いたあとは、集めなおせません。")
    )


def may_change_part(*, closed: bool, decided: bool, locked: bool, opens: bool, reason: str) -> Verdict:
    """A proposal is changed by hand, with a reason; who reported and protected addresses are never opened.

    根拠: 個人情報の保護に関する法律第78条、児童虐待の防止等に関する法律第7条
    """
    return (
        _still_open(closed)
        & when(decided, "outcome", "もう決定しています。")
        & when(
            locked and opens,
            "withheld",
            "通報した人や、守られている住所・連絡先は、どの求めにも開けません。",
            law="児童虐待の防止等に関する法律第7条",
        )
        & when(not reason.strip(), "reason", "提案から変える理由を書いてください。", law=LAW_78)
    )


def may_ask_opinion(*, closed: bool, asked_on: date, answer_by: date, today: date) -> Verdict:
    """A third party gets at least some days to answer.

    根拠: 個人情報の保護に関する法律第86条
    """
    return (
        _still_open(closed)
        & when(asked_on > today, "asked_on", "照会した日が先の日付です。")
        & when(
            answer_by <= asked_on, "answer_by", "回答の期限は、照会した日より後にしてください。", law=LAW_86
        )
    )


def may_answer_opinion(*, answered: bool, answered_on: date, asked_on: date, today: date) -> Verdict:
    """An opinion is written down once.

    根拠: 個人情報の保護に関する法律第86条
    """
    return when(answered, "answered_on", "この意見は、もう記録されています。") & when(
        not asked_on <= answered_on <= today, "answered_on", "回答の日は、照会した日から今日までです。"
    )


def may_propose(
    *, closed: bool, kind: str, fits: bool, linked: bool, gathered: bool, corrections: int, withheld: int, outcome: str,
    reason: str,
) -> Verdict:  # fmt: skip
    """Is the proposal whole? It must say of the package what is true of it.

    根拠: 個人情報の保護に関する法律第82条、個人情報の保護に関する法律第93条、個人情報の保護に関する法律第101条
    """
    bare = outcome in ("EXISTENCE", "NOT_HELD")
    return (
        _still_open(closed)
        & when(not fits, "outcome", "この求めには選べない決定です。")
        & when(not linked and not bare, "person", "先に、だれの記録かを選んでください。")
        & when(
            kind == "DISCLOSE" and not bare and not gathered, "items", "先に、記録を集めて、見せる範囲を決めてください。"
        )
        & when(
            outcome == "FULL" and withheld > 0,
            "outcome",
            f"開示しないところが{withheld}か所あります。「一部を開示する」を選んでください。",
        )
        & when(
            outcome == "PART" and withheld == 0, "outcome", "開示しないところがありません。「全部を開示する」です。"
        )
        & when(kind == "CORRECT" and corrections == 0, "corrections", "先に、どこをどう直す求めかを書いてください。")
        & when(
            not reason.strip() and outcome != "FULL", "reason", "理由を書いてください。通知にそのまま載ります。"
        )
    )  # fmt: skip


def may_decide(
    *, proposed: bool, by_proposer: bool, waiting_opinions: int, opposed_recently: bool
) -> Verdict:
    """Somebody else than the one who proposed decides; a third party who was asked has answered or let the day pass.

    根拠: 個人情報の保護に関する法律第82条、個人情報の保護に関する法律第86条
    """
    return (
        when(not proposed, "status", "決定の案がまだです。")
        & when(by_proposer, "decided_by", "案を作った人は決定できません。もう一人が確かめて決定します。")
        & when(
            waiting_opinions > 0,
            "opinions",
            f"意見を待っている相手が{waiting_opinions}人います。回答か期限を待ってください。",
            law=LAW_86,
        )
        & when(
            opposed_recently,
            "opinions",
            "反対の意見があります。開示する日まで2週間以上あけ、相手に知らせてください。",
            law=LAW_86,
        )
    )


def may_deliver(
    *, decided: bool, delivered: bool, how: str, on: date, decided_on: date | None, opposed: bool, discloses: bool
) -> Verdict:  # fmt: skip
    """The decision is told once. Where a third party was against it, two weeks lie between decision and disclosure.

    根拠: 個人情報の保護に関する法律第82条、個人情報の保護に関する法律第86条
    """
    early = decided_on is not None and on < decided_on + timedelta(days=14 if opposed and discloses else 0)
    return (
        when(not decided, "status", "まだ決定していません。")
        & when(delivered, "delivered_on", "もう通知しています。")
        & when(not how.strip(), "delivered_how", "通知のしかたを書いてください（例：窓口で手渡し）。")
        & when(
            early,
            "delivered_on",
            "反対の意見があったときは、決定から2週間たってから開示します。"
            if opposed
            else "決定より前の日です。",
            law=LAW_86,
        )
    )


def may_withdraw(*, closed: bool, decided: bool, reason: str) -> Verdict:
    """A request may be taken back until it is decided.

    根拠: 個人情報の保護に関する法律第76条
    """
    return (
        _still_open(closed)
        & when(decided, "status", "もう決定しています。")
        & when(not reason.strip(), "closed_reason", "取り下げのいきさつを書いてください。")
    )


def may_add_correction(*, closed: bool, kind: str, decided: bool, statement: str, after: str) -> Verdict:
    """What is asked to be put right says where, what would be right, and why.

    根拠: 個人情報の保護に関する法律第90条
    """
    return (
        _still_open(closed)
        & when(kind != "CORRECT", "kind", "訂正の求めではありません。")
        & when(decided, "status", "もう決定しています。")
        & when(not statement.strip(), "statement", "本人の申し出を、本人の言葉で書いてください。")
        & when(not after.strip(), "after", "正しい内容を書いてください。")
    )


def may_judge_correction(*, closed: bool, decided: bool, reason: str) -> Verdict:
    """Whether it is put right or not, what was looked into is written down.

    根拠: 個人情報の保護に関する法律第92条
    """
    return (
        _still_open(closed)
        & when(decided, "status", "もう決定しています。")
        & when(not reason.strip(), "reason", "調べたことと理由を書いてください。")
    )


def may_acknowledge_notice(*, mine: bool, done: bool, what: str) -> Verdict:
    """The agency that was told says, once, what it did.

    根拠: 個人情報の保護に関する法律第97条
    """
    return (
        when(not mine, "agency", "知らせを受けた機関だけが答えられます。")
        & when(done, "state", "もう確かめたことになっています。")
        & when(not what.strip(), "done_what", "したことを書いてください（例：写しを差し替えた）。")
    )


def may_let_see(*, lifted: bool, law: str, reason: str, hours: int, oneself: bool) -> Verdict:
    """What is stopped is seen only because a law demands it, for some hours, by somebody other than who allows it.

    根拠: 個人情報の保護に関する法律第69条、個人情報の保護に関する法律第100条
    """
    return (
        when(lifted, "stop", "この利用停止は、もう解かれています。")
        & when(
            not law.strip(), "law", "見る必要を定めている法令を書いてください（例：行政不服審査法第9条）。"
        )
        & when(not reason.strip(), "reason", "理由を書いてください。")
        & when(not 1 <= hours <= 72, "hours", "見られる時間は1時間から72時間までです。")
        & when(oneself, "staff", "自分で自分に認めることはできません。")
    )


def may_lift(*, lifted: bool, reason: str, oneself: bool) -> Verdict:
    """A stop ends by a decision of another person than the one who ordered it.

    根拠: 個人情報の保護に関する法律第100条
    """
    return (
        when(lifted, "stop", "この利用停止は、もう解かれています。")
        & when(not reason.strip(), "lift_reason", "解く理由を書いてください。")
        & when(oneself, "lifted_by", "停止を決めた人とは別の人が解きます。")
    )


def _still_open(closed: bool) -> Verdict:
    return no("closed", "この求めは、もう終わっています。") if closed else Verdict()
