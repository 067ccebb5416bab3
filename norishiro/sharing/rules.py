"""The pure decision, free of Django: may this actor see this record, and what is missing for a consent.

``decide`` and the walls in the database say the same; the twin test compares them row by row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from norishiro.core.verdict import YES, Verdict, no, when

OWN = "OWN"


@dataclass(frozen=True)
class GrantFact:
    """One grant, as the rule sees it."""

    recipient_id: UUID
    depth: int
    categories: int
    ground: str
    from_at: datetime
    until_at: datetime | None
    sealed: bool = False


@dataclass(frozen=True)
class RecordFact:
    """The record asked for. ``basis`` is None for the subject itself (a person, a case); ``written_by`` are the
    agencies whose own words stand in it."""

    depth: int
    categories: int
    basis: str | None = None
    written_by: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class Looking:
    """Who looks, and when. ``excluded``: shut out of this subject by name (利益相反). ``stopped``: its use was stopped
    (利用停止), and no law lets this member of staff in meanwhile."""

    staff_id: UUID
    agency_ids: frozenset[UUID]
    now: datetime
    excluded: bool = False
    stopped: bool = False


@dataclass(frozen=True)
class Decision:
    verdict: Verdict
    ground: str = ""


def decide(looking: Looking, record: RecordFact, grants: Iterable[GrantFact]) -> Decision:
    """May the actor see the record? Prohibitions come first; then one live grant must suffice by itself.

    Who is shut out by name learns nothing of a stop. 緊急閲覧 leaves grants too shallow for anything (ADR 0021).
    根拠: 個人情報の保護に関する法律第69条（利用及び提供の制限）、個人情報の保護に関する法律第100条（利用停止）、
    社会福祉法第106条の6
    """
    if looking.excluded:
        return Decision(no("excluded", "利害関係があるため、この記録は開けないように決められています。"))
    if looking.stopped:
        return Decision(
            no(
                "use_stopped",
                "本人の求めにより使うのを止めているため、この記録はだれも開けません。",
                law="個人情報の保護に関する法律第100条",
            )
        )
    sealed = False
    for grant in grants:
        if _opens(looking, record, grant):
            return Decision(YES, grant.ground)
        sealed = sealed or (grant.sealed and _opens(looking, record, replace(grant, sealed=False)))
    if sealed:
        return Decision(
            no(
                "no_oath",
                "守秘の確認（誓約）がまだです。会議の画面で確認すると開きます。",
                law="社会福祉法第106条の6第5項",
            )
        )
    return Decision(
        no("no_grant", "この記録を見る根拠がありません。", law="個人情報の保護に関する法律第69条")
    )


def _opens(looking: Looking, record: RecordFact, grant: GrantFact) -> bool:
    mine = grant.recipient_id == looking.staff_id or grant.recipient_id in looking.agency_ids
    live = (
        not grant.sealed
        and grant.from_at <= looking.now
        and (grant.until_at is None or grant.until_at > looking.now)
    )
    covers = grant.categories & record.categories == record.categories
    return mine and live and covers and _reaches(looking, record, grant)


def _reaches(looking: Looking, record: RecordFact, grant: GrantFact) -> bool:
    """One's own work opens what one's own agency wrote, however shallow the grant; any other ground opens what was
    born under the same, as deep as it reaches."""
    deep = grant.depth >= record.depth
    if record.basis is None:
        return deep
    if grant.ground == OWN:
        return bool(record.written_by & looking.agency_ids)
    return deep and grant.ground == record.basis


def may_grant(*, subjects: int, recipients: int, grounded: bool) -> Verdict:
    """May a right to look be written down? Never without somebody, something, and a ground that is known.

    根拠: 個人情報の保護に関する法律第69条（利用及び提供の制限）
    """
    return when(
        subjects == 0 or recipients == 0, "nothing_to_grant", "共有する相手か対象が選ばれていません。"
    ) & when(
        not grounded,
        "ground",
        "共有の根拠が選ばれていません。根拠のない共有はできません。「根拠」の一覧から一つ選んでください。",
        law="個人情報の保護に関する法律第69条",
    )


@dataclass(frozen=True)
class Scope:
    """What one answer lets one agency know: kinds of information, until a day (exclusive)."""

    categories: int
    until_on: date | None


def narrower(one: Scope, other: Scope) -> Scope:
    """Where two answers of one person about one agency disagree, only what both allow is allowed, to the earlier day.

    根拠: 個人情報の保護に関する法律第69条第2項第1号（本人の同意の範囲）
    """
    days = [day for day in (one.until_on, other.until_on) if day is not None]
    return Scope(one.categories & other.categories, min(days, default=None))


def narrowest(first: Scope, others: Iterable[Scope]) -> Scope:
    """What is left of ``first`` beside every other answer that stands.

    根拠: 個人情報の保護に関する法律第69条第2項第1号（本人の同意の範囲）
    """
    for one in others:
        first = narrower(first, one)
    return first


def without(held: Scope, *, refused: int) -> Scope:
    """What is left of a consent when some kinds are refused afterwards; none named: all of them.

    根拠: 個人情報の保護に関する法律第69条第2項第1号（本人の同意の範囲）
    """
    return replace(held, categories=held.categories & ~refused if refused else 0)


@dataclass(frozen=True)
class ConsentFact:
    """One consent about to be kept. ``used_instead``: whose record to use where this one was merged into it; ``closed``:
    names of recipients that are no longer there; ``emptied``: of those for
    whom an earlier, narrower consent would leave nothing."""

    recipients: int
    categories: int
    asked_on: date
    until_on: date | None
    person_died: bool
    oral: bool
    witness: str
    represented: bool
    giver_name: str
    limited_powers: bool = False
    giver_powers: str = ""
    own_view: str = ""
    known_wording: bool = True
    closed: tuple[str, ...] = ()
    emptied: tuple[str, ...] = ()
    used_instead: str = ""


def may_take_consent(asked: ConsentFact, *, today: date) -> Verdict:
    """Is this consent complete enough to open anything?

    根拠: 個人情報の保護に関する法律第69条第2項第1号（本人の同意があるとき）
    """
    law = "個人情報の保護に関する法律第69条第2項第1号"
    return (
        when(
            asked.person_died,
            "died",
            "亡くなった方の同意は登録できません。支援会議など、別の根拠を選んでください。",
            law=law,
        )
        & _is_in_use(asked.used_instead)
        & when(asked.recipients == 0, "recipients", "情報を渡してよい機関を一つ以上選んでください。", law=law)
        & when(asked.categories == 0, "categories", "渡してよい情報の区分を一つ以上選んでください。", law=law)
        & when(
            asked.asked_on > today,
            "asked_on",
            "同意を受け取った日が先の日付です。今日までの日にしてください。",
        )
        & when(
            asked.until_on is not None and asked.until_on <= max(asked.asked_on, today),
            "until_on",
            "同意の期限は、明日か、それより後の日にしてください。",
        )
        & _given_by(asked)
        & _reaches_somebody(asked)
    )


def _is_in_use(used_instead: str) -> Verdict:
    """Is this the record in use? What a person says is kept where the work goes on, or it would be overlooked.

    根拠: 個人情報の保護に関する法律第65条（正確性の確保）
    """
    return when(
        bool(used_instead),
        "merged",
        f"この記録は、同じ人の記録にまとめられています。{used_instead}の頁から入れてください。",
        law="個人情報の保護に関する法律第65条",
    )


def _given_by(asked: ConsentFact) -> Verdict:
    """Who said it, how, and by what right."""
    return (
        when(
            asked.oral and not asked.witness.strip(),
            "witness",
            "口頭の同意には、立ち会った人の名前を書いてください。",
        )
        & when(
            asked.represented and not asked.giver_name.strip(),
            "giver_name",
            "代わりに同意した方の名前を書いてください。",
        )
        & when(
            asked.limited_powers and not asked.giver_powers.strip(),
            "giver_powers",
            "保佐人・補助人は、家庭裁判所が与えた代理権の範囲でしか、代わりに同意できません。"
            "代理権の範囲と、確かめたもの（登記事項証明書など）を書いてください。代理権がないときは、本人に尋ねてください。",
            law="民法第876条の4・第876条の9",
        )
        & when(
            asked.represented and not asked.own_view.strip(),
            "own_view",
            "代わりの方が同意するときも、本人の考えを書いてください。ことばで聞けないときは、様子を書きます。",
        )
        & when(
            not asked.known_wording,
            "wording_version",
            "この版の規程は、同意を受け取った日に使われていません。その日の版を選んでください。",
        )
    )


def _reaches_somebody(asked: ConsentFact) -> Verdict:
    """Whether each recipient is there, and gets anything beside the consents that stand already."""
    return when(
        bool(asked.closed),
        "recipients",
        f"{'、'.join(asked.closed)}は、もう閉じています。引き継いだ機関があれば、そちらを選んでください。",
    ) & when(
        bool(asked.emptied),
        "replaced",
        f"{'、'.join(asked.emptied)}には、いま有効な同意のほうがせまく、この同意では何も渡せません。"
        "本人が新しいほうでよいと言ったら、「置き換える同意」に印を付けてください。",
    )


def may_note_refusal(
    *, reason: str, asked_on: date, today: date, ask_again_on: date | None = None, consented: bool = False,
    names_something: bool = False,
) -> Verdict:  # fmt: skip
    """A refusal is an answer too: it needs its reason, so that the next colleague does not ask in the dark. While a
    consent stands it must say what is refused, or it would be unclear what is left of that.

    根拠: 個人情報の保護に関する法律第69条第2項第1号
    """
    return (
        when(not reason.strip(), "reason", "断られた理由（または尋ねられない理由）を書いてください。")
        & when(asked_on > today, "asked_on", "尋ねた日が先の日付です。今日までの日にしてください。")
        & when(
            ask_again_on is not None and ask_again_on < asked_on,
            "ask_again_on",
            "次に尋ねる日は、尋ねた日より後の日にしてください。",
        )
        & when(
            consented and not names_something,
            "refused_recipients",
            "いま有効な同意があります。断られた機関か情報を選んでください。"
            "すべてやめたいときは、同意の画面で「撤回を受ける」を押してください。",
        )
    )


def may_withdraw_consent(*, given: bool) -> Verdict:
    """A consent is taken back once, and only a consent.

    根拠: 個人情報の保護に関する法律第69条第2項第1号
    """
    return when(
        not given,
        "not_given",
        "この同意は、もう撤回されているか、同意ではありません。見られる人は増えも減りもしていません。",
    )


@dataclass(frozen=True)
class StoppedConsentFact:
    """A consent of somebody whose use is stopped, and who would take its withdrawal. ``took_it``: the agency acted for
    took the consent; ``works_with``: has work of its own with the person; ``stopped_it``: is the office of the stop."""

    stands: bool
    excluded: bool
    took_it: bool
    works_with: bool
    stopped_it: bool


def may_see_to_withdraw(asked: StoppedConsentFact) -> Verdict:
    """Who may see of a consent what there is to withdraw, while nobody may use anything of the person?

    The person may always take it back, and says so to whom they know. Forbid wins here as well.
    根拠: 個人情報の保護に関する法律第69条第2項第1号（同意はいつでもやめられる）、
    個人情報の保護に関する法律第100条（利用停止）
    """
    return (
        when(
            asked.excluded,
            "excluded",
            "利害関係があるため、この人の撤回は受けられません。ほかの職員に頼んでください。",
        )
        & when(
            not asked.stands,
            "not_given",
            "この同意は、もう撤回されているか、期限が切れています。することはありません。",
        )
        & when(
            not (asked.took_it or asked.works_with or asked.stopped_it),
            "stranger",
            "撤回を受けられるのは、同意を受け取った機関、その人に関わっている機関、利用停止を決めた窓口です。"
            "そのどれかに取り次いでください。",
            law="個人情報の保護に関する法律第100条",
        )
    )


def may_withdraw_stopped(*, right_name: bool) -> Verdict:
    """Is it this person's own consent? The page tells no name, so the one who stands there must say it.

    根拠: 個人情報の保護に関する法律第65条（正確性の確保）
    """
    return when(
        not right_name,
        "name",
        "この同意をした人の名前と合いません。まだ何も変わっていません。漢字かよみを、"
        "本人に聞いたとおりに全部入れてください。ちがう同意を選んでいないか、受け取った日も確かめてください。",
        law="個人情報の保護に関する法律第65条",
    )


def is_soon_over(*, until_on: date | None, today: date, days: int) -> bool:
    """Is it time to ask anew? From ``days`` before the end until the end itself.

    根拠: 個人情報の保護に関する法律第69条第2項第1号（本人の同意の期間）
    """
    return until_on is not None and today < until_on <= today + timedelta(days=days)


def may_exclude_staff(
    *, subjects: int, staff_known: bool, oneself: bool, excluded_already: bool, reason: str
) -> Verdict:
    """May this member of staff be shut out by name (relative, neighbour)? Somebody else decides, and says why.

    根拠: 個人情報の保護に関する法律第66条（安全管理措置）
    """
    return (
        when(subjects == 0, "subjects", "どの記録から外すかを、一つ以上選んでください。")
        & when(not staff_known, "staff", "外す職員を選んでください。")
        & when(oneself, "staff", "自分自身は外せません。所属長に頼んでください。")
        & when(excluded_already, "staff", "この職員は、選んだ記録からもう外れています。")
        & when(not reason.strip(), "reason", "外す理由を書いてください。")
    )


def may_readmit_staff(*, over: bool, oneself: bool, reason: str) -> Verdict:
    """May an exclusion be lifted? Not by the one it concerns, and not without a reason.

    根拠: 個人情報の保護に関する法律第66条（安全管理措置）
    """
    return (
        when(over, "exclusion", "この職員は、もう見られるようになっています。")
        & when(oneself, "exclusion", "自分を外した決まりは、自分では解けません。所属長に頼んでください。")
        & when(not reason.strip(), "reason", "見られるように戻す理由を書いてください。")
    )


@dataclass(frozen=True)
class ConditionFact:
    """One condition of a ground. ``by_system``: whether the records say if it holds, or the staff member does."""

    key: str
    by_system: bool
    missing: str


def ground_stands(
    conditions: Iterable[ConditionFact],
    *,
    held: frozenset[str],
    answers: Mapping[str, str],
    fits_giver: bool,
    article: str,
) -> Verdict:
    """Do all conditions of this ground hold? ``held``: what the records show; ``answers``: what was written, by key.

    根拠: 個人情報の保護に関する法律第69条、第27条
    """
    verdict = when(
        not fits_giver, "givers", "この根拠は、あなたの機関が渡す側のときには使えません。", law=article
    )
    for one in conditions:
        lacking = one.key not in held if one.by_system else not answers.get(one.key, "").strip()
        verdict &= when(lacking, one.key if one.by_system else f"answer_{one.key}", one.missing, law=article)
    return verdict


def may_provide(
    *, in_force: bool, stands: Verdict, body: str, categories: int, to_oneself: bool, until_on: date | None,
    today: date,
) -> Verdict:  # fmt: skip
    """May this be handed on now, on this ground? Every reason at once.

    根拠: 個人情報の保護に関する法律第69条、第27条、第70条
    """
    return (
        when(not in_force, "ground", "この根拠は、今日は使えません。もう一度、根拠を選んでください。")
        & stands
        & when(to_oneself, "receiver", "渡す相手には、ほかの機関を選んでください。")
        & when(categories == 0, "categories", "渡す情報の区分を一つ以上選んでください。")
        & when(not body.strip(), "body", "渡す内容を書いてください。")
        & when(
            until_on is not None and until_on <= today,
            "until_on",
            "見られる期限は、明日か、それより後の日にしてください。",
        )
    )


def may_acknowledge(*, by_receiver: bool, already: bool, ended: bool) -> Verdict:
    """Only the receiving agency says that it has received, and once.

    根拠: 個人情報の保護に関する法律第70条（提供を受ける者への求め）
    """
    return (
        when(not by_receiver, "receiver", "受け取りを伝えられるのは、渡された機関だけです。")
        & when(already, "already", "もう受け取ったことになっています。")
        & when(ended, "ended", "渡した機関が、この情報を見られなくしました。")
    )


def may_end_provision(*, by_giver: bool, ended: bool, reason: str) -> Verdict:
    """The giver ends what it opened, and says why.

    根拠: 個人情報の保護に関する法律第69条、第98条
    """
    return (
        when(not by_giver, "giver", "見られなくできるのは、渡した機関だけです。")
        & when(ended, "ended", "もう見られなくなっています。")
        & when(not reason.strip(), "reason", "見られなくする理由を書いてください。")
    )


def may_review_provision(
    *, needs_review: bool, reviewed: bool, by_provider: bool, settled: str, words: str
) -> Verdict:
    """What was handed on in an emergency is looked at afterwards by somebody else, who settles its ground.

    根拠: 個人情報の保護に関する法律第69条第2項第4号、第27条第1項第2号
    """
    return (
        when(not needs_review, "none", "この情報提供に、事後の審査は要りません。")
        & when(reviewed, "reviewed", "もう審査が済んでいます。")
        & when(by_provider, "self", "渡した本人は審査できません。ほかの人に頼んでください。")
        & when(
            not settled, "settled_ground", "確定した根拠を選んでください（認められないときは「認めない」）。"
        )
        & when(not words.strip(), "words", "そう判断した理由を書いてください。")
    )


def may_keep_wording(
    *,
    version: str,
    text: str,
    used: bool,
    decided_on: date,
    from_on: date,
    newest_from: date | None,
    today: date,
) -> Verdict:
    """May a new version of what is explained be kept? It begins after the newest and not in the past, so that what was
    explained on a day stays as it was.

    根拠: 個人情報の保護に関する法律第69条第2項第1号
    """
    return (
        when(not version.strip(), "version", "版の名前を書いてください（例：令和8年4月改正）。")
        & when(used, "version", "同じ名前の版が、もうあります。ほかの名前にしてください。")
        & when(not text.strip(), "text", "本人に説明する文を書いてください。")
        & when(decided_on > from_on, "decided_on", "決めた日は、始まりの日までの日付にしてください。")
        & when(
            newest_from is not None and from_on <= newest_from, "from_on",
            "いちばん新しい版より後の日から始めてください。前の版は、その前の日まで残ります。",
        )
        & when(
            from_on < today, "from_on",
            "過ぎた日からは始められません。その日に説明した版が変わってしまうためです。今日か、これからの日にしてください。",
        )
    )  # fmt: skip
