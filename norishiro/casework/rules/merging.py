"""Whether two records may be treated as one person. Pure: no Django, no tables."""

from __future__ import annotations

from dataclasses import dataclass

from norishiro.core.verdict import Verdict, when

ACCURACY = "個人情報の保護に関する法律第65条"


@dataclass(frozen=True)
class MergeFact:
    """Two records about to become one. ``left_behind``: who sees the record that goes and not the one that stays;
    ``against``: one of them is whom a protection keeps the other's data from."""

    same: bool = False
    kept_merged: bool = False
    away_merged: bool = False
    away_has_others: bool = False
    left_behind: tuple[str, ...] = ()
    related: bool = False
    against: bool = False
    in_doubt: bool = False
    reason: str = ""


def may_merge(asked: MergeFact) -> Verdict:
    """May these two records be treated as one person? Nobody may come to see more by it, and nobody less.

    根拠: 個人情報の保護に関する法律第65条（正確性の確保）
    """
    return (
        when(asked.same, "other", "同じ記録です。別の記録を選んでください。")
        & when(
            asked.kept_merged,
            "keep",
            "残すほうの記録は、もうほかの記録にまとめられています。まとめた先の頁からやり直してください。",
        )
        & when(asked.away_merged, "keep", "この記録は、もうほかの記録にまとめられています。")
        & when(
            asked.away_has_others,
            "keep",
            "なくすほうには、ほかの記録がまとめられています。こちらを残すほうに選ぶか、先に元に戻してください。",
        )
        & _between(asked)
        & when(
            not asked.reason.strip(),
            "reason",
            "同じ人だと、何で確かめたかを書いてください（例：本人に聞いた、保険証を見た）。",
        )
    )


def _between(asked: MergeFact) -> Verdict:
    """What stands between the two records."""
    return (
        when(
            bool(asked.left_behind),
            "left_behind",
            f"{'、'.join(asked.left_behind)}は、なくすほうだけを見ています。まとめると、この人の記録がどこにあるか分からなくなります。"
            "本人の同意などで両方を見られるようにするか、残すほうを入れかえてください。",
            law="個人情報の保護に関する法律第69条",
        )
        & when(
            asked.related,
            "related",
            "この二人の間柄が登録されています。別の人ではありませんか。まちがいなら、先に間柄を終わりにしてください。",
        )
        & when(
            asked.against,
            "against",
            "非開示の情報を知られてはいけない相手として登録されています。まとめられません。所管の機関にたずねてください。",
            law="住民基本台帳事務処理要領第5-10",
        )
        & when(
            asked.in_doubt,
            "in_doubt",
            "支援措置のリストの人かどうか、確かめている途中です。先に「支援措置・秘匿」の画面で決めてください。",
            law="住民基本台帳事務処理要領第5-10",
        )
    )


def may_undo_merge(*, undone: bool, reason: str) -> Verdict:
    """May the two be two again? Always, and at any time: nothing was moved.

    根拠: 個人情報の保護に関する法律第65条（正確性の確保）
    """
    return when(undone, "undone", "もう元に戻してあります。") & when(
        not reason.strip(), "reason", "元に戻す理由を書いてください。"
    )


def may_tell_apart(*, same: bool, merged: bool) -> Verdict:
    """May these two be noted as different people, so that nobody is asked again?

    根拠: 個人情報の保護に関する法律第65条（正確性の確保）
    """
    return when(same, "other", "同じ記録です。別の記録を選んでください。") & when(
        merged, "merged", "この二つの記録はまとめられています。先に元に戻してください。"
    )
