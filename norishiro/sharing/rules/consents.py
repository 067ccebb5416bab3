"""When a consent stands, how far it reaches, and how it is taken back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from norishiro.core.verdict import Verdict, when


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
        when(not version.strip(), "edition", "版の名前を書いてください（例：令和8年4月改正）。")
        & when(used, "edition", "同じ名前の版が、もうあります。ほかの名前にしてください。")
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
