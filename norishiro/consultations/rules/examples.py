"""When a story may stand in the 事例集."""

from __future__ import annotations

from collections.abc import Collection

from norishiro.core.verdict import Verdict, when

LAW = "個人情報の保護に関する法律第69条（だれのことか分かる形で載せない）"


def may_write_example(
    *, kind_known: bool, title: str, story: str, done: str, names_found: Collection[str]
) -> Verdict:
    """A story names nobody the writer knows of.

    根拠: 個人情報の保護に関する法律第69条
    """
    return (
        when(not kind_known, "kind", "型を選んでください。")
        & when(not title.strip(), "title", "題を書いてください。")
        & when(not story.strip(), "story", "どんな世帯だったかを書いてください。")
        & when(not done.strip(), "done", "何をしたかを書いてください。")
        & _names(names_found)
    )


def may_approve_example(*, own: bool, waiting: bool, names_found: Collection[str]) -> Verdict:
    """A second person reads it, and knows other people than the writer.

    根拠: 個人情報の保護に関する法律第69条
    """
    return (
        when(own, "own", "自分の書いた事例は確かめられません。ほかの人に頼んでください。")
        & when(not waiting, "waiting", "確かめを待っている事例ではありません。")
        & _names(names_found)
    )


def may_take_down_example(*, shown: bool, reason: str) -> Verdict:
    """What stands in the 事例集 is taken down with a reason.

    根拠: 個人情報の保護に関する法律第66条
    """
    return when(not shown, "shown", "もう下げてある事例です。") & when(
        not reason.strip(), "reason", "下げる理由を書いてください。"
    )


def _names(found: Collection[str]) -> Verdict:
    words = "、".join(f"「{name}」" for name in sorted(found))
    return when(
        bool(found),
        "names",
        f"{words}が書かれています。登録されている人の名前です。「母」「50代の長男」などに書きかえてください。",
        law=LAW,
    )


def may_choose_kind(*, mine: bool, waiting: bool, kind_known: bool) -> Verdict:
    """A kind is chosen by whoever decides, while deciding. It decides nothing.

    根拠: 社会福祉法第106条の4第2項第5号
    """
    return (
        when(not mine, "mine", "型を選べるのは、申込を受けた事業者です。")
        & when(not waiting, "waiting", "回答の済んだ申込です。")
        & when(not kind_known, "kind", "型を一覧から選んでください。")
    )
