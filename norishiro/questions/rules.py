"""Which question may be kept by whom, and which numbers are covered. Pure."""

from __future__ import annotations

from norishiro.core.verdict import Verdict, when

LAW_SAFE = "個人情報の保護に関する法律第66条"


def may_save_question(*, taken: bool, figures: int) -> Verdict:
    """May a question be kept: with a figure, under a name its keeper has not used?

    根拠: 個人情報の保護に関する法律第65条（正確性の確保）
    """
    return when(not figures, "name", "数が選ばれていません。戻って、数を一つ以上選んでください。") & when(
        taken, "name", "同じ名前の問いを、もう残しています。名前を変えてください。"
    )


def may_change_question(*, mine: bool) -> Verdict:
    """May it be changed or dropped: by whoever kept it?

    根拠: 個人情報の保護に関する法律第65条（正確性の確保）
    """
    return when(
        not mine, "mine",
        "直したり消したりできるのは、この問いを残した人です。同じ形で、自分の問いとして残せます。",
    )  # fmt: skip


def is_covered(*, leaves: bool, of_whom: bool, counts: bool) -> bool:
    """Are the numbers told in steps: where they leave the house, and where attributes are asked for without the role?

    根拠: 個人情報の保護に関する法律第66条（少ない数から、だれのことか分かる）
    """
    return leaves or (of_whom and not counts)


def may_take_inside(*, of_whom: bool, counts: bool) -> Verdict:
    """May the table be taken with its numbers as they are?

    根拠: 個人情報の保護に関する法律第66条（少ない数から、だれのことか分かる）
    """
    return when(
        is_covered(leaves=False, of_whom=of_whom, counts=counts), "counts",
        "年代・性別・世帯のかたち・困りごとの表を、そのままの数で受け取れるのは「件数を見る」の役割の人です。"
        "「外に渡す表」を受け取ってください。",
        law=LAW_SAFE,
    )  # fmt: skip


def may_open_cell(*, of_whom: bool, counts: bool) -> Verdict:
    """May the records of a cell be opened? Those of a covered number would tell it.

    根拠: 個人情報の保護に関する法律第66条（少ない数から、だれのことか分かる）
    """
    return when(
        is_covered(leaves=False, of_whom=of_whom, counts=counts), "counts",
        "年代・性別・世帯のかたち・困りごとで分けた数のもとの記録は、「件数を見る」の役割の人だけが開けます。",
        law=LAW_SAFE,
    )  # fmt: skip


def may_take_leaving(*, counts: bool, begun: bool) -> Verdict:
    """May the counts for the prefecture be taken: by whoever counts for everybody, of a time that has begun?

    根拠: 社会福祉法第106条の4第2項（事業の実施の状況）
    """
    return when(not counts, "counts", "町全体の集計を受け取れるのは、「件数を見る」の役割の人です。") & when(
        not begun, "on", "まだ始まっていない期間です。期間を選びなおしてください。"
    )
