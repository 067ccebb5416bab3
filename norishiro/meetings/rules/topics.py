"""What may happen to a 話題: it stays until it is done, goes up with its origin, and an answer comes down."""

from __future__ import annotations

from collections.abc import Collection

from norishiro.core.verdict import Verdict, when
from norishiro.meetings.rules.names import anonymous_text

UNFINISHED = ("OPEN", "SENT", "RETURNED")
OPEN_TRANSFERS = ("WAITING", "TAKEN")
MOST_CASES = 9_999


def in_hand(
    *,
    conveners: Collection[object],
    members: Collection[object],
    agencies: Collection[object],
    calls_meetings: bool,
) -> Verdict:
    """Does this actor look after the topics of a body? Who convenes, prepares or belongs to it does; where no convener
    is named, also whoever may call meetings.

    根拠: 社会福祉法第106条の6第6項（会議の運営は会議が定める）
    """
    belongs = bool({*conveners, *members} & set(agencies))
    return when(
        not belongs and not (calls_meetings and not conveners),
        "body",
        "この会議体の話題を動かせるのは、招集・準備する機関と、名簿にある機関です。会議体の画面で名簿を確かめてください。",
    )


def may_keep_topic(
    *, in_force: bool, kind: str, shortage: str, title: str, cases_behind: int | None, names_found: Collection[str],
    owner_fits: bool,
) -> Verdict:  # fmt: skip
    """May this be written as a topic? A shortage says of what; no name of the household it came from may stand in it.

    根拠: 個人情報の保護に関する法律第69条（話題に個人の情報を出さない）、重層的支援体制整備事業実施要綱
    """
    return (
        when(not in_force, "body", "この会議体は、いまは開かれていません。別の会議体を選んでください。")
        & when(not title.strip(), "title", "話題を一行で書いてください。")
        & when(
            kind == "SHORTAGE" and not shortage,
            "shortage",
            "足りない資源のときは、何が足りないかを選んでください。",
        )
        & when(
            cases_behind is not None and not 0 <= cases_behind <= MOST_CASES,
            "cases_behind",
            "背景にある世帯の数は、0から9999までの数で入れてください。",
        )
        & when(not owner_fits, "owner", "その人は、いまこの機関に所属していません。")
        & _no_names(names_found)
    )


def _no_names(names_found: Collection[str]) -> Verdict:
    """The same check as where names are hidden, told in the words of a topic."""
    return when(
        not anonymous_text(names_found=names_found).allowed,
        "text",
        f"話題には、だれのことかが分かることを書けません。{'、'.join(f'「{one}」' for one in sorted(names_found))}を、"
        "「ある世帯」などの言い方に書きかえてください。",
    )


def may_change_topic(*, theirs: bool, status: str) -> Verdict:
    """May the words, the owner and the day of a topic be changed? While it goes on, by who looks after it.

    根拠: 社会福祉法第106条の6第6項（会議の運営は会議が定める）
    """
    return when(
        not theirs, "topic", "書きかえられるのは、この会議体の機関と、受け持つ機関、書いた機関です。"
    ) & when(
        status not in UNFINISHED,
        "topic",
        "この話題は、もう終わっています。続けるときは「また話し合う」を押してください。",
    )


def may_send(
    *, theirs: bool, status: str, way: str, to_body: bool, to_agency: bool, same_body: bool, in_circle: bool,
    is_parent: bool, words: str, open_already: bool,
) -> Verdict:  # fmt: skip
    """May a topic be handed up, sideways, or to an agency as a proposal? Its origin stays with it.

    根拠: 重層的支援体制整備事業実施要綱（資源の把握と充足）、介護保険法第115条の48（個別の課題から地域の課題へ）
    """
    place = "to_agency" if way == "PROPOSAL" else "to_body"
    return (
        when(not theirs, "way", "渡せるのは、この会議体の機関と、受け持つ機関です。")
        & when(status not in UNFINISHED, "way", "この話題は、もう終わっています。")
        & when(
            way == "PROPOSAL" and not to_agency, "to_agency", "どの機関へ提案・依頼するかを選んでください。"
        )
        & when(way != "PROPOSAL" and not to_body, "to_body", "どの会議体へ渡すかを選んでください。")
        & when(to_body and to_agency, place, "渡す先は、会議体か機関か、どちらか一つにしてください。")
        & when(same_body, "to_body", "いまの会議体と同じです。渡す先を選びなおしてください。")
        & when(
            way == "UP" and to_body and not is_parent,
            "to_body",
            "上の会議体は、会議体の登録で決まっています。ほかの会議体へは「回す」を選んでください。",
        )
        & when(
            in_circle,
            "to_body",
            "この話題は、その会議体から来たものです。返事をするときは「返事を書く」から返してください。",
        )
        & when(open_already, place, "同じ先へ、もう渡しています。返事を待ってください。")
        & when(not words.strip(), "words", "なぜ渡すか、何をしてほしいかを書いてください。")
    )


def may_take(*, theirs: bool, status: str, title: str, joins: bool) -> Verdict:
    """May a body take up what was handed to it: as a topic of its own, or laid to one it has?

    根拠: 介護保険法第115条の48（個別の課題から地域の課題へ）、社会福祉法第106条の6第6項
    """
    return (
        when(not theirs, "title", "取り上げられるのは、渡された会議体の機関です。")
        & when(status != "WAITING", "title", "この話題は、もう取り上げたか、返事が済んでいます。")
        & when(not joins and not title.strip(), "title", "この会議体での話題の名前を書いてください。")
    )


def may_answer(
    *, theirs: bool, noted_for_them: bool, status: str, reply: str, replier: str, owner: bool, due: bool
) -> Verdict:
    """May the reply go down? What is to be done comes with who does it and by when.

    ``noted_for_them``: whoever handed it writes down the reply that came on paper, and says whose it is.
    根拠: 重層的支援体制整備事業実施要綱（資源の把握と充足）、社会福祉法第106条の6第6項
    """
    return (
        when(
            not theirs and not noted_for_them,
            "reply",
            "返事を書けるのは、渡された会議体・機関と、返事を受け取った側の機関です。",
        )
        & when(status not in OPEN_TRANSFERS, "reply", "返事は、もう済んでいます。")
        & when(not reply.strip(), "reply", "返事を書いてください。")
        & when(not replier.strip(), "replier", "だれの返事か（会議体・課の名前）を書いてください。")
        & when(
            owner != due,
            "reply_due_on" if owner else "reply_owner",
            "受け持つ機関と期日は、両方入れてください（決まっていなければ、両方空のままにします）。",
        )
    )


def may_finish(*, theirs: bool, status: str, outcome: str, waiting: Collection[str]) -> Verdict:
    """May a topic be called done? Not while a proposal of it waits for its answer.

    ``waiting``: where it was handed and no answer came from.
    根拠: 社会福祉法第106条の6第6項、重層的支援体制整備事業実施要綱（資源の把握と充足）
    """
    return (
        when(not theirs, "outcome", "終えられるのは、この会議体の機関と、受け持つ機関です。")
        & when(status not in UNFINISHED, "outcome", "この話題は、もう終わっています。")
        & when(not outcome.strip(), "outcome", "どうなったかを書いてください。")
        & when(
            bool(waiting),
            "outcome",
            f"{'、'.join(waiting)}からの返事がまだです。返事が来るまで続けるか、渡したのを取り下げてください。",
        )
    )


def may_withdraw_transfer(*, theirs: bool, status: str) -> Verdict:
    """May what was handed be taken back? While nobody has taken it up.

    根拠: 社会福祉法第106条の6第6項（会議の運営は会議が定める）
    """
    return when(not theirs, "transfer", "取り下げられるのは、渡した側の機関です。") & when(
        status != "WAITING",
        "transfer",
        "もう取り上げられています。取り下げるかわりに、返事を待ってください。",
    )


def may_reopen(*, theirs: bool, status: str, reason: str) -> Verdict:
    """May a topic that had ended be talked of again?

    根拠: 社会福祉法第106条の6第6項（会議の運営は会議が定める）
    """
    return (
        when(not theirs, "reason", "また話し合えるのは、この会議体の機関と、受け持つ機関です。")
        & when(status in UNFINISHED, "reason", "この話題は、まだ続いています。")
        & when(not reason.strip(), "reason", "なぜまた話し合うかを書いてください。")
    )


def may_talk(*, runs: bool, sitting_status: str, same_body: bool, words: str, agreed: str) -> Verdict:
    """May it be written what a sitting said of a topic? By who runs the sitting, until its minutes are confirmed.

    根拠: 社会福祉法第106条の6第6項（会議の運営は会議が定める）
    """
    return (
        when(not runs, "words", "書けるのは、この会議を進める機関です。")
        & when(
            sitting_status not in ("OPEN", "CLOSED"),
            "words",
            "話し合いを書くのは、会議を始めてから議事録を確定するまでです。",
        )
        & when(not same_body, "words", "この話題は、別の会議体の話題です。")
        & when(
            not words.strip() and not agreed.strip(),
            "words",
            "話し合ったことか、決めたことのどちらかを書いてください。",
        )
    )


def may_gather(*, theirs: bool, title: str, count: int, ended: int) -> Verdict:
    """May several topics be laid together as one (the same gap found again and again becomes one measure)?

    根拠: 重層的支援体制整備事業実施要綱（資源の把握と充足）、介護保険法第115条の48（個別の課題から地域の課題へ）
    """
    return (
        when(not theirs, "title", "まとめられるのは、この会議体の機関です。")
        & when(not title.strip(), "title", "まとめた話題の名前を書いてください。")
        & when(count < 2, "topics", "まとめる話題を、二つ以上選んでください。")
        & when(ended > 0, "topics", "もう終わった話題がまじっています。選びなおしてください。")
    )


def may_keep_theme(*, theirs: bool, title: str, already: bool) -> Verdict:
    """May a theme of the year be kept?

    根拠: 社会福祉法第106条の6第6項（会議の運営は会議が定める）
    """
    return (
        when(not theirs, "title", "登録できるのは、この会議体の機関です。")
        & when(not title.strip(), "title", "テーマを書いてください。")
        & when(already, "title", "この年度の同じテーマが、もう登録されています。")
    )
