"""May somebody look for, open, account for, review? Pure; the moment and the numbers are handed in."""

from __future__ import annotations

from datetime import datetime, timedelta

from norishiro.core.verdict import Verdict, when

# P: proposals of this project (ADR 0017).
SHORTEST_REASON = 20
FEWEST_LETTERS = 8
SHORTEST_ADDRESS = 6
MOST_SEARCHES = 10
MOST_UNREVIEWED = 2
SEARCH_LIVES = timedelta(minutes=15)


def reason_is_real(reason: str) -> bool:
    """Long enough to say something, and not one key held down.

    根拠: 個人情報の保護に関する法律第66条
    """
    said = "".join(reason.split())
    return len(said) >= SHORTEST_REASON and len(set(said)) >= FEWEST_LETTERS


def may_search(
    *, reason: str, name: str, born_exactly: bool, address: str, searches_last_hour: int, proved_lately: bool,
    clock_off: bool = False,
) -> Verdict:  # fmt: skip
    """May somebody ask whether a household exists? Only exactly, only with a reason, and not again and again.

    根拠: 個人情報の保護に関する法律第69条第2項第4号、個人情報の保護に関する法律第66条
    """
    by_name, by_address = bool(name.strip()), bool(address.strip())
    return (
        _freshly(proved_lately)
        & _on_time(clock_off)
        & when(
            not reason_is_real(reason),
            "reason",
            f"何が起きていて、なぜ待てないのかを、{SHORTEST_REASON}文字より長く書いてください。",
            law="個人情報の保護に関する法律第69条第2項第4号",
        )
        & when(
            by_name == by_address, "name", "「氏名と生年月日」か「住所」の、どちらか一つでさがしてください。"
        )
        & when(
            by_name and not born_exactly, "birth", "氏名でさがすときは、生年月日を年月日まで入れてください。"
        )
        & when(
            by_address and (len(address.strip()) < SHORTEST_ADDRESS or not _has_number(address)),
            "address",
            "住所は、番地まで入れてください。町の名前だけではさがせません。",
        )
        & when(
            searches_last_hour >= MOST_SEARCHES,
            "often",
            f"1時間に{MOST_SEARCHES}回までです。責任者に電話して、いっしょにさがしてください。",
        )
    )


def _has_number(address: str) -> bool:
    return any(one.isdigit() or one in "一二三四五六七八九十" for one in address)


def _freshly(proved_lately: bool) -> Verdict:
    return when(
        not proved_lately,
        "proof",
        "本人の確認から5分より長くたっています。もう一度パスワードで確かめてください。",
        law="個人情報の保護に関する法律第66条",
    )


def _on_time(clock_off: bool) -> Verdict:
    """Sixty minutes are told by two clocks, this machine's and the database's: where they differ, none are given."""
    return when(
        clock_off,
        "clock",
        "コンピューターの時計が合っていないので、緊急閲覧は使えません。"
        "急ぐときは責任者に電話し、情報担当に日付と時刻を合わせてもらってください。",
        law="個人情報の保護に関する法律第66条",
    )


def may_open(
    *, found_just_now: bool, running: bool, unreviewed: int, proved_lately: bool, whom_to_phone: str,
    clock_off: bool = False,
) -> Verdict:  # fmt: skip
    """May one household be opened for 60 minutes? One at a time; and not a third while two wait for their review.

    根拠: 個人情報の保護に関する法律第69条第2項第4号、個人情報の保護に関する法律第66条
    """
    return (
        _freshly(proved_lately)
        & _on_time(clock_off)
        & when(not found_just_now, "search", "先に、さがしてください（さがしてから15分のうちに開きます）。")
        & when(running, "running", "もう一つの緊急閲覧が開いています。先にそれを閉じてください。")
        & when(
            unreviewed >= MOST_UNREVIEWED,
            "unreviewed",
            f"審査を受けていない緊急閲覧が{unreviewed}件あるので、次は開けません。"
            f"いますぐ要るときは、{whom_to_phone}に電話して、見てもらってください。",
            law="個人情報の保護に関する法律第66条",
        )
    )


def may_close(*, running: bool, own: bool, oversees: bool) -> Verdict:
    """Whoever opened it may shut it early; so may whoever watches over it.

    根拠: 個人情報の保護に関する法律第66条
    """
    return when(not running, "over", "この緊急閲覧は、もう終わっています。") & when(
        not (own or oversees), "whose", "閉じられるのは、開いた人と、審査をする人です。"
    )


def may_report(*, own: bool, running: bool, account: str, settled: bool) -> Verdict:
    """What was done is written by whoever did it, when the window is shut; not after the review.

    根拠: 個人情報の保護に関する法律第66条
    """
    return (
        when(not own, "whose", "書けるのは、開いた人だけです。")
        & when(running, "running", "まだ開いています。閉じてから書いてください。")
        & when(settled, "settled", "もう審査が済んでいます。書き足すことは、審査した人に伝えてください。")
        & when(not account.strip(), "account", "見て、何をしたかを書いてください。何もしなかったときも。")
    )


def may_review(
    *, own: bool, running: bool, settled: bool, finding: str, words: str, oversees: bool
) -> Verdict:
    """Somebody else looks at it afterwards. Anything but 「仕事上必要だった」 needs words.

    根拠: 個人情報の保護に関する法律第66条、個人情報の保護に関する法律第69条第2項第4号
    """
    return (
        when(own, "whose", "開いた本人は審査できません。ほかの人に頼んでください。")
        & when(not oversees, "role", "審査できるのは、統括・所属長です。")
        & when(
            running, "running", "まだ開いています。終わってから審査してください（いま閉じることもできます）。"
        )
        & when(settled, "settled", "もう審査が済んでいます。")
        & when(not finding, "finding", "審査の結果を選んでください。")
        & when(
            finding in ("CHECK", "IMPROPER") and not words.strip(),
            "words",
            "何を確かめるのか、何が不適切なのかを書いてください。",
        )
    )


def is_running(*, until_at: datetime, closed_at: datetime | None, now: datetime) -> bool:
    """Open from the first instant to just before the sixtieth minute ends.

    根拠: 個人情報の保護に関する法律第66条
    """
    return closed_at is None and now < until_at
