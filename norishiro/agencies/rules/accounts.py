"""When an account nobody uses falls asleep, who may wake it, and which passwords are guessed at once. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from norishiro.core.verdict import Verdict, when

# So many letters must remain of a password when the words everybody tries are taken away.
LEAST_LEFT = 4
# So many days the two halves of somebody's way in may not come from one hand.
HELD_DAYS = 30


def sleeps_on(*, last_seen: date | None, began: Sequence[date], woken: date | None, after_days: int) -> date:
    """The day from which the account sleeps: so many days after its last log-in, its start or its waking, whichever was
    last. 根拠: 個人情報の保護に関する法律第66条（安全管理措置）"""
    return max(one for one in (last_seen, woken, *began) if one is not None) + timedelta(days=after_days)


def may_wake(*, own: bool, asleep: bool, active: bool) -> Verdict:
    """May a sleeping account be woken? By somebody else. 根拠: 個人情報の保護に関する法律第66条（安全管理措置）"""
    return (
        when(own, "own", "自分の登録は、自分では起こせません。別の担当者に頼んでください。")
        & when(not active, "inactive", "この職員は、もう使えなくなっています。使うときは、新しく登録してください。")
        & when(active and not asleep, "awake", "この登録は、眠っていません。そのままログインできます。")
    )  # fmt: skip


def may_link_office(*, linked: bool, taken: bool) -> Verdict:
    """May the office's own log-in be tied to one's account? Once, and nobody opens two.
    根拠: 個人情報の保護に関する法律第66条（安全管理措置）"""
    return when(
        linked, "linked", "あなたの登録は、もうつながっています。替えるときは、先に「つなぐのをやめる」を押してください。"
    ) & when(
        taken, "taken", "この庁内のログインは、別の登録とつながっています。情報担当に確かめてください。"
    )  # fmt: skip


def may_unlink_office(*, linked: bool, own: bool, keeps: bool) -> Verdict:
    """May it be let go? By its owner, and by whoever registers accounts. 根拠: 個人情報の保護に関する法律第66条（安全管理措置）"""
    return when(not linked, "not_linked", "この登録は、庁内のログインとつながっていません。することはありません。") & when(
        not (own or keeps), "role", "ほかの人の分を外せるのは、職員を登録する役割の人だけです。情報担当に頼んでください。"
    )  # fmt: skip


def may_help(*, own: bool, active: bool, asleep: bool) -> Verdict:
    """May somebody be helped in again? Not oneself. 根拠: 個人情報の保護に関する法律第66条（安全管理措置）"""
    return (
        when(own, "own", "自分のパスワードと二段階目は、自分では作り直せません。別の担当者に頼んでください。")
        & when(not active, "inactive", "この職員は、もう使えなくなっています。使うときは、新しく登録してください。")
        & when(active and asleep, "asleep", "この登録は眠っています。先に「使われていない登録」で起こしてください。")
    )  # fmt: skip


def may_take_proof_off(*, has_proof: bool, both_by_one: bool) -> Verdict:
    """May the second proof be taken off? By another hand than the one that made the password: who holds both could come in
    as that person. 根拠: 個人情報の保護に関する法律第66条（安全管理措置）"""
    return when(
        not has_proof, "no_proof", "この職員は、二段階目を登録していません。外すものはありません。"
    ) & _two_hands(both_by_one)


def may_renew_password(*, both_by_one: bool) -> Verdict:
    """May the password be made anew? By another hand than the one that took the second proof off.
    根拠: 個人情報の保護に関する法律第66条（安全管理措置）"""
    return _two_hands(both_by_one)


def _two_hands(both_by_one: bool) -> Verdict:
    return when(
        both_by_one,
        "one_hand",
        f"この{HELD_DAYS}日のうちに、もう片方（パスワードか二段階目）をあなたが作り直しています。"
        "両方を一人で作り直すと、その人としてログインできてしまいます。もう片方は、別の担当者に頼んでください。",
    )


def weak_password(
    text: str, *, least: int, least_different: int, common: Sequence[str], own_words: Sequence[str]
) -> list[str]:
    """Every reason why a password would be guessed, in words; none where it is fine. Nothing is asked about kinds of
    letters. 根拠: 個人情報の保護に関する法律第66条（安全管理措置）"""
    plain = unicodedata.normalize("NFKC", text).casefold()
    reasons = []
    if len(text) < least:
        reasons.append(
            f"{least}文字以上にしてください（いまは{len(text)}文字です）。ことばを3つか4つつなげると、覚えやすくなります。"
        )
    if len(set(plain)) < least_different:
        reasons.append("同じ文字のくり返しです。ちがうことばを3つか4つつなげてください。")
    elif _runs(plain):
        reasons.append("文字や数字が順に並んでいます。ちがうことばを3つか4つつなげてください。")
    letters, left = _letters(plain), _letters(_without(plain, [*common, *own_words]))
    if left != letters and len(left) < LEAST_LEFT:
        reasons.append("よく使われることばか、自分の職員IDだけでできています。ほかのことばを足してください。")
    return reasons


def _runs(plain: str) -> bool:
    """abcdefgh…, 12345678…: nearly every letter follows the one before."""
    steps = [ord(after) - ord(before) for before, after in pairwise(plain)]
    return len(steps) > 0 and sum(abs(step) <= 1 for step in steps) * 10 >= len(steps) * 9


def _without(plain: str, words: Sequence[str]) -> str:
    folded = {unicodedata.normalize("NFKC", one).casefold() for one in words if one}
    for word in sorted(folded, key=len, reverse=True):
        plain = plain.replace(word, " ")
    return plain


def _letters(plain: str) -> str:
    """Digits and signs between words count for nothing."""
    return "".join(one for one in plain if one.isalpha())
