"""When a story may stand in the 事例集."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

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


def may_hand_example(
    *, approved: bool, to_whom: str, purpose: str, given_on: date, approved_on: date | None, today: date
) -> Verdict:
    """A digest leaves on paper only after a second person has read it, and it is written down to whom.

    根拠: 個人情報の保護に関する法律第66条（安全管理措置）、個人情報の保護に関する法律第69条
    """
    return (
        when(not approved, "given_on", "渡せるのは、別の人が確かめて事例集に載せたものだけです。", law=LAW)
        & when(not to_whom.strip(), "to_whom", "だれに渡したか（機関・会議・研修）を書いてください。")
        & when(not purpose.strip(), "purpose", "何のために渡したかを書いてください。")
        & when(
            given_on > today or (approved_on is not None and given_on < approved_on),
            "given_on",
            "渡した日は、確かめた日から今日までの日にしてください。",
        )
    )  # fmt: skip


@dataclass(frozen=True)
class Blur:
    """Words by which somebody might be recognised, and what to write instead."""

    found: str
    instead: str


_BLURS = (
    (re.compile(r"[0-9０-９]{1,3}歳"), "「80代」「小学生」のように丸めます"),
    (re.compile(r"(?:[0-9０-９]{4}年|令和[0-9０-９元]+年|平成[0-9０-９元]+年)?[0-9０-９]{1,2}月[0-9０-９]{1,2}日"), "「春ごろ」「数年前」のように丸めます"),
    (re.compile(r"[一-龠々ァ-ヶー]*[0-9０-９一二三四五六七八九十]+(?:丁目|番地|号室)"), "住所や部屋は書きません"),
    (re.compile(r"0[0-9]{1,3}-[0-9]{2,4}-[0-9]{3,4}"), "電話番号は書きません"),
    (
        re.compile(r"[一-龠々ァ-ヶーA-Za-z]{2,}(?:小学校|中学校|高校|高等学校|保育園|幼稚園|病院|医院|クリニック|株式会社|団地|マンション|アパート)"),
        "「小学校」「病院」のように、名前を取ります",
    ),
)  # fmt: skip


def words_to_blur(text: str) -> tuple[Blur, ...]:
    """Ages, days, addresses, telephone numbers and names of schools, hospitals and houses: a person decides what to do
    about each; nothing is stopped by them.

    根拠: 個人情報の保護に関する法律第69条（ほかの情報と合わせて、だれのことか分かるもの）
    """
    found = [Blur(match.group(), instead) for pattern, instead in _BLURS for match in pattern.finditer(text)]
    return tuple(dict.fromkeys(found))


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
