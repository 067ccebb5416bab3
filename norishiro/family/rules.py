"""What must hold of a family that is drawn."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from norishiro.core.verdict import Verdict, when

ENDED = frozenset({"CLOSED", "COORDINATED"})
MOST_FIGURES = 80


def may_draw(*, status: str) -> Verdict:
    """A case that has ended is not drawn on; it is reopened.

    根拠: 社会福祉法第106条の4第2項第5号
    """
    return when(status in ENDED, "status", "終わったケースです。続けるときは「再開する」を押してください。")


def may_write_under(*, basis_open: bool) -> Verdict:
    """May a fact be born under this ground? Only under one the writer holds.

    根拠: 個人情報の保護に関する法律第69条
    """
    return when(
        not basis_open, "basis", "いまの根拠では、その範囲に共有できません。選びなおしてください。",
        law="個人情報の保護に関する法律第69条",
    )  # fmt: skip


def may_tell(*, told_on: date, source: str, today: date) -> Verdict:
    """A fact says from whom it is, and was not told tomorrow.

    根拠: 個人情報の保護に関する法律第65条
    """
    return when(not source.strip(), "source", "だれから聞いたかを書いてください。例：本人、民生委員") & when(
        told_on > today, "told_on", "聞いた日が先の日付です。今日までの日にしてください。"
    )


def may_be_kin(
    *, label: str, figures: int, birth_first: date | None, died_last: date | None, today: date
) -> Verdict:
    """May somebody be drawn who is known only from telling? Called somehow, born, and not dead before that.

    根拠: 個人情報の保護に関する法律第65条
    """
    return (
        when(not label.strip(), "label", "呼び方を書いてください。例：母方の祖父、前の夫")
        & when(figures >= MOST_FIGURES, "label", f"一枚の図に描けるのは{MOST_FIGURES}人までです。")
        & when(birth_first is not None and birth_first > today, "birth", "生まれた日が先の日付です。")
        & when(
            birth_first is not None and died_last is not None and died_last < birth_first,
            "died_on", "亡くなった日が、生まれた日より前です。どちらかを直してください。",
        )
    )  # fmt: skip


def may_relate(*, same: bool, already: bool, manner_fits: bool) -> Verdict:
    """May these two be tied? Two people, each tie once, in a manner of its kind.

    根拠: 個人情報の保護に関する法律第65条
    """
    return (
        when(same, "other", "間柄は、別の人どうしで選んでください。")
        & when(already, "other", "この二人のその間柄は、もう書かれています。「二人の間柄を直す」から直してください。")
        & when(not manner_fits, "manner", "その間柄では選べない書き方です。選びなおしてください。")
    )  # fmt: skip


def may_be_parent(
    *, own_ancestor: bool, birth_parents: int, parent_born: date | None, child_born: date | None
) -> Verdict:
    """May one be drawn as the other's parent? Nobody is their own ancestor, two give birth, and they are older.

    根拠: 個人情報の保護に関する法律第65条
    """
    return (
        when(own_ancestor, "other", "その親子にすると、自分が自分の先祖になります。親と子が逆でないか確かめてください。")
        & when(
            birth_parents >= 2, "manner",
            "実の親は、もう二人書かれています。養子縁組や里親のときは、「くわしく」で選んでください。",
        )
        & when(
            parent_born is not None and child_born is not None and parent_born >= child_born,
            "other", "親のほうがあとに生まれています。親と子が逆でないか確かめてください。",
        )
    )  # fmt: skip


def may_time(
    *, since_first: date | None, ended_last: date | None, ended: str, ended_on_given: bool, today: date
) -> Verdict:
    """Does the time of a tie hold together? It begins before it ends, and what ended says how.

    根拠: 個人情報の保護に関する法律第65条
    """
    return (
        when(since_first is not None and since_first > today, "since", "始まりが先の日付です。")
        & when(
            ended_on_given and not ended, "ended", "終わった日を書いたときは、終わり方も選んでください。"
        )
        & when(
            since_first is not None and ended_last is not None and ended_last < since_first,
            "ended_on", "終わった日が、始まりより前です。どちらかを直してください。",
        )
    )  # fmt: skip


def may_hide(*, hide: bool, kind: str) -> Verdict:
    """Only what exactly a parent is can be kept from the drawing.

    根拠: 個人情報の保護に関する法律第66条
    """
    return when(
        hide and kind != "PARENT",
        "hide",
        "伏せられるのは、親子のくわしいこと（養子縁組など）だけです。伏せたい間柄は、図に書かないでください。",
    )


def may_withdraw(*, reason: str, ties: int) -> Verdict:
    """May a fact be taken back as never having been so? With a reason, and nothing may still hang on it.

    根拠: 個人情報の保護に関する法律第65条
    """
    return when(not reason.strip(), "reason", "なぜ取り消すかを書いてください。") & when(
        ties > 0, "reason",
        f"この人には、間柄が{ties}つ書かれています。先に、それぞれの間柄を取り消してください。",
    )  # fmt: skip


def may_link(*, linked: bool, taken: bool, is_loss: bool) -> Verdict:
    """May somebody told of be the same as a registered person? Once, and each registered person for one.

    根拠: 個人情報の保護に関する法律第65条
    """
    return (
        when(linked, "person", "この人は、もう登録済みの人と同じ人になっています。")
        & when(taken, "person", "その人は、もう図のほかの人と同じ人になっています。")
        & when(is_loss, "person", "流産・死産の記録は、登録済みの人と同じ人にできません。")
    )


def may_unlink(*, linked: bool) -> Verdict:
    """Taken apart again is only what was made one.

    根拠: 個人情報の保護に関する法律第65条
    """
    return when(not linked, "person", "この人は、登録済みの人と同じ人になっていません。")


def may_keep(*, figures: int, words: str, taken: Collection[str]) -> Verdict:
    """May today's drawing be kept? There must be somebody on it, and a word for what.

    根拠: 社会福祉法第106条の4第2項第5号
    """
    return (
        when(figures == 0, "words", "図にまだだれもいません。人を足してから残してください。")
        & when(not words.strip(), "words", "何のために残すかを書いてください。例：支援会議の前")
        & when(words in taken, "words", "同じ名前の図を、今日もう残しています。別の名前にしてください。")
    )
