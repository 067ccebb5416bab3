"""When something may be told, and what its review asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from norishiro.core.verdict import Verdict, when


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
