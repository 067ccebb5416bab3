"""What must hold when somebody takes part somewhere, and when it is time to ask how it goes. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from dateutil.relativedelta import relativedelta

from norishiro.consultations.rules import names_nobody
from norishiro.core.verdict import Verdict, when

LAW = "社会福祉法第106条の4第2項第2号"
STOPPED = {"PAUSED": "休んでいます", "CLOSED": "閉じています", "NOT_YET": "まだ始まっていません"}


def may_begin(
    *, member: bool, on: date, today: date, standing: str, already: bool, role_fits: bool = True, stage_known: bool = True,
    doing_fits: bool = True,     asks_eligibility: bool = False, eligible: bool = False,
) -> Verdict:  # fmt: skip
    """May this person be meant for this place? ``standing`` is how the place stands today (``resources.rules.state_on``).

    根拠: 社会福祉法第106条の4第2項第2号（参加支援）。就労準備の対象を確かめることはこのソフトの決まり（P）
    """
    return (
        when(not member, "person", "このケースの対象者を選んでください。", law=LAW)
        & when(on > today, "on", "まだ来ていない日です。きょうか、前の日を入れてください。")
        & when(
            standing in STOPPED,
            "place",
            f"この場は、いま{STOPPED.get(standing, '')}。ほかの場を選ぶか、居場所の頁で「再開」を確かめてください。",
        )
        & when(already, "place", "この人は、もうこの場に、同じ形で加わっています。その参加の頁に書き足してください。")
        & when(not role_fits, "role", "この場には、その形の受け入れの登録がありません。場に電話で確かめ、居場所の登録を直してから選んでください。")
        & when(not doing_fits, "doing", "その「ちょっとできること」は、この場にいまありません。選びなおすか、選ばずに始めてください。")
        & when(not stage_known, "stage", "この道すじにない段です。選びなおしてください。")
        & when(asks_eligibility and not eligible, "eligibility", "この道すじの対象と考えたわけを、一つ選んでください。")
    )  # fmt: skip


def may_keep_hope(*, member: bool, told_on: date, today: date, says_something: bool, same: bool) -> Verdict:
    """May this be kept as what somebody wishes?

    根拠: 社会福祉法第106条の4第2項第2号（本人の希望・得意から参加を考える）
    """
    return (
        when(not member, "person", "このケースの対象者を選んでください。", law=LAW)
        & when(told_on > today, "told_on", "まだ来ていない日です。聞いた日を入れてください。")
        & when(
            not says_something,
            "words",
            "一つも入っていません。聞けたところから、一つだけでも入れてください。",
        )
        & when(same, "words", "前に書いた希望と同じです。変わったところを直してから残してください。")
    )


def may_keep_doing(
    *, what: str, names: Collection[str], taken: bool, closed: bool, from_on: date, until_on: date | None, today: date
) -> Verdict:  # fmt: skip
    """May this be kept as a small thing to do at a place? Once for each place while it is offered, and nobody named.

    根拠: 社会福祉法第106条の4第2項第2号（参加のメニューをつくる）、個人情報の保護に関する法律第66条
    """
    return (
        when(not what.strip(), "what", "何をするのかを、短く書いてください。")
        & names_nobody(names=names, field="what")
        & when(taken, "what", "この場には、同じ名前の「ちょっとできること」がもうあります。名前を変えるか、そちらを直してください。")
        & when(closed, "what", "閉鎖した場です。また開いたら、先に居場所の頁で「再開」を書いてください。")
        & when(from_on > today, "from_on", "まだ来ていない日です。始まってから登録してください。")
        & when(until_on is not None and until_on < from_on, "until_on", "始まりの日より前の日です。日付を直してください。")
    )  # fmt: skip


def may_note_shortage(*, member: bool, words: str, names: Collection[str], already: bool) -> Verdict:
    """May it be kept that there is no place? Without anybody's name, and once for each person.

    根拠: 社会福祉法第106条の4第2項第2号・第3号（無い資源をつくる）、個人情報の保護に関する法律第66条
    """
    return (
        when(not member, "person", "このケースの対象者を選んでください。", law=LAW)
        & when(not words.strip(), "words", "どんな場があればよいかを、一行で書いてください。")
        & names_nobody(names=names, field="words")
        & when(already, "words", "この人のことは、もうこの不足に入っています。不足の一覧で、進み方を見てください。")
    )  # fmt: skip


def may_bring_shortage(*, closed: bool, brought: bool) -> Verdict:
    """May it become a topic of a meeting?

    根拠: 社会福祉法第106条の4第2項第5号（資源の把握と充足）
    """
    return when(closed, "closed", "区切りがついた不足です。まだ足りないときは、候補の画面から登録してください。") & when(
        brought, "brought", "もう会議の話題になっています。話題の頁で続けてください。"
    )  # fmt: skip


def may_make_for(*, closed: bool, making: bool) -> Verdict:
    """May a place be begun for it?

    根拠: 社会福祉法第106条の4第2項第3号（居場所の立ち上げ）
    """
    return when(closed, "closed", "区切りがついた不足です。まだ足りないときは、候補の画面から登録してください。") & when(
        making, "making", "もう場をつくりはじめています。団体の頁で続けてください。"
    )  # fmt: skip


def may_touch_shortage(*, mine: bool, closed: bool) -> Verdict:
    """May it be closed? By the agency that noted it, or that makes the place for it.

    根拠: 社会福祉法第106条の4第2項第2号（資源の情報を新しく保つ）
    """
    return when(
        not mine, "mine", "区切りをつけられるのは、登録した機関か、場をつくっている機関の人です。"
    ) & when(closed, "closed", "もう区切りがついています。")


def may_write(*, mine: bool, ended: bool) -> Verdict:
    """May this participation be written in? By the agency that keeps it, while it goes on.

    根拠: 社会福祉法第106条の4第2項第2号（参加支援）
    """
    return when(
        not mine, "mine", "書けるのは、この参加を支えている機関の人です。その機関に伝えてください。"
    ) & when(
        ended, "ended", "終わった参加です。また始めるときは、世帯の一枚の「参加」から新しく決めてください。"
    )


def may_move(*, known: bool, same: bool, on: date, since: date, today: date, standing: str) -> Verdict:
    """May the stage change on that day? Going back is no failure; a place that has closed takes nobody further.

    根拠: 社会福祉法第106条の4第2項第2号（見学・お試しから定着まで）
    """
    return (
        when(not known, "stage", "この道すじにない段です。選びなおしてください。")
        & when(same, "stage", "いまの段と同じです。ほかの段を選んでください。")
        & when(on > today, "on", "まだ来ていない日です。その日が来てから残してください。")
        & when(on < since, "on", "いまの段になった日より前の日です。その日からあとの日付にしてください。")
        & when(
            standing in ("PAUSED", "CLOSED"),
            "stage",
            f"受け入れ先がいま{STOPPED.get(standing, '')}。段は進められません。「終える」でわけを残し、ほかの場をさがしてください。",
        )
    )


def may_check(*, joined: bool, open_months: Collection[int], months: int, on: date, joined_on: date | None, today: date) -> Verdict:  # fmt: skip
    """May it be written how it goes after so many months? Once for each, from the day the person joined.

    根拠: 社会福祉法第106条の4第2項第2号（定着の支援。1・3・6か月はP）
    """
    return (
        when(not joined, "months", "まだ「参加」の段になっていません。先に「段を進める」を使ってください。")
        & when(joined and months not in open_months, "months", "この月の確認は、もう書かれています。")
        & when(on > today, "on", "まだ来ていない日です。確かめたあとで残してください。")
        & when(
            joined_on is not None and on < joined_on,
            "on",
            "参加になった日より前の日です。日付を直してください。",
        )
    )


def may_note_host(*, on: date, next_on: date | None, begun_on: date, today: date) -> Verdict:
    """May support of the host be written?

    根拠: 社会福祉法第106条の4第2項第2号（受け入れ先への支援）
    """
    return (
        when(on > today, "on", "まだ来ていない日です。したあとで残してください。")
        & when(on < begun_on, "on", "参加をはじめる前の日です。日付を確かめてください。")
        & when(next_on is not None and next_on <= on, "next_on", "次の日は、した日より後にしてください。")
    )


def may_note_attendance(*, on: date, begun_on: date, today: date, noted: bool) -> Verdict:
    """May this day be written as one on which the person was there?

    根拠: 社会福祉法第106条の4第2項第2号（参加支援の実績）
    """
    return (
        when(on > today, "on", "まだ来ていない日です。参加したあとで残してください。")
        & when(on < begun_on, "on", "参加をはじめる前の日です。日付を確かめてください。")
        & when(noted, "on", "この日の参加は、もう書かれています。")
    )


def may_end(
    *, on: date, since: date, today: date, reason_known: bool, asks_words: bool, words: str
) -> Verdict:
    """May it be ended, with its reason?

    根拠: 社会福祉法第106条の4第2項第2号（中断・終了のわけを残す）
    """
    return (
        when(on > today, "on", "まだ来ていない日です。終わったあとで残してください。")
        & when(on < since, "on", "いまの段になった日より前の日です。日付を確かめてください。")
        & when(not reason_known, "reason", "終わったわけを選んでください。")
        & when(
            asks_words and not words.strip(),
            "words",
            "「そのほか」のときは、どんなわけかを一行書いてください。",
        )
    )


def open_months(*, months: Sequence[int], done: Collection[int]) -> list[int]:
    """Which looks at settling are still to come. One that was passed over for a later one is not asked for any more.

    根拠: 社会福祉法第106条の4第2項第2号（定着の支援。1・3・6か月はP）
    """
    return [one for one in months if one > max(done, default=0)]


def next_check(*, joined_on: date | None, months: Sequence[int], done: Collection[int]) -> date | None:
    """The next day on which it is asked how it goes, or nothing.

    根拠: 社会福祉法第106条の4第2項第2号（定着の支援。1・3・6か月はP）
    """
    left = open_months(months=months, done=done)
    return joined_on + relativedelta(months=left[0]) if joined_on is not None and left else None


BANDS = ((20, "20人以上"), (10, "10〜19人"), (5, "5〜9人"), (0, "5人未満"))
FEWEST_TOLD = 5


def told_band(number: int) -> str:
    """How many people, never exactly: two exact numbers could be subtracted from each other. None reads like a few.

    根拠: 個人情報の保護に関する法律第66条（5未満と幅はP）
    """
    return next(words for least, words in BANDS if number >= least)


def are_few(number: int) -> bool:
    """So few that nothing but that is told; nobody is among the few.

    根拠: 個人情報の保護に関する法律第66条（5はP）
    """
    return number < FEWEST_TOLD


def tells_reasons(*, ended: int) -> bool:
    """Whether it is said why people ended there: only of several, because of one alone it would be told who it was.

    根拠: 個人情報の保護に関する法律第66条（5はP）
    """
    return ended >= FEWEST_TOLD
