"""What must hold of a visit that is to come, of going in and coming out, and of what one minds at a door."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, time, timedelta

from norishiro.core.verdict import Verdict, when

MORE_HANDS = "ここは「複数で訪問」の世帯です。一緒に行く同僚を加えるか、ほかの機関の人の名前を書いてください。どうしても一人で行くときは「くわしく」の「一人で行くわけ」を書くと予定でき、上司の「今日」に届きます。"


def may_plan_visit(
    *,
    day: date,
    today: date,
    from_at: time | None,
    until_at: time | None,
    goers: int,
    gone: int = 0,
    shut_out: int = 0,
    pair: bool = False,
    company: bool = False,
    alone: bool = False,
    twice: bool = False,
    fullest: int = 0,
    most: int = 60,
    basis_allowed: bool = True,
) -> Verdict:
    """May this visit stand on the list of that day? ``gone`` of the goers hold no post there any more, ``shut_out`` may not
    see this household; ``pair``: nobody goes there alone, unless somebody of another agency comes along (``company``) or the
    reason is written (``alone``); ``fullest``: what the busiest goer has that day already.

    根拠: 社会福祉法第106条の4第2項第4号（アウトリーチ等を通じた継続的支援）。人数・上限はこのソフトの決まり（P）
    """
    return (
        when(
            day < today,
            "day",
            f"この日は、もう過ぎています（きょうは{today.month}月{today.day}日です）。済んだ訪問は「ひとこと記録」に書いてください。",
        )
        & when(
            from_at is not None and until_at is not None and until_at <= from_at,
            "until_at",
            "終わりの時刻が、始まりより前です。時刻を直してください。",
        )
        & when(not goers, "goers", "だれが行くかを、一人以上選んでください。")
        & when(
            gone > 0,
            "goers",
            "選んだ人のなかに、その日はこの機関にいない人（異動・退職など）がいます。ほかの同僚を選んでください。",
        )
        & when(
            shut_out > 0,
            "goers",
            "選んだ人のなかに、この世帯を担当できない人がいます。ほかの同僚を選んでください。",
        )
        & when(pair and goers == 1 and not company and not alone, "goers", MORE_HANDS)
        & when(
            twice,
            "day",
            "同じ日・同じ時刻に、この世帯の訪問がもう予定されています。「日の回り」で確かめ、変えるときはその予定を開いてください。",
        )
        & when(
            fullest >= most,
            "day",
            f"この日は、もう{most}件の訪問を予定している人がいます。ほかの日か、ほかの人にしてください。",
        )
        & when(not basis_allowed, "basis", "いまの根拠では、その範囲に共有できません。選びなおしてください。")
    )


def may_plan_promise(*, own: bool, promised: bool, kept: bool, planned: bool) -> Verdict:
    """A promise becomes one visit, by whoever works where it was written, while it is not kept.

    根拠: 社会福祉法第106条の4第2項第4号
    """
    return (
        when(not own, "agency", "訪問の予定にできるのは、この記録を書いた機関の人です。")
        & when(not promised, "next_on", "この記録に、約束は書かれていません。")
        & when(promised and kept, "next_on", "この約束は、もう済んでいます。")
        & when(planned, "next_on", "この約束は、もう訪問の予定になっています。「日の回り」に出ています。")
    )


def still_planned(*, mine: bool, cancelled: bool, written: bool) -> Verdict:
    """Only a visit of the own agency that is neither called off nor written down can be changed, moved or called off.

    根拠: 社会福祉法第106条の4第2項第4号
    """
    return (
        when(not mine, "agency", "変えられるのは、この訪問を予定した機関の人です。")
        & when(cancelled, "visit", "この訪問は、もう取りやめています。行くときは、新しく予定してください。")
        & when(
            written, "visit", "この訪問は、もう記録が書かれています。次に行く日は、新しく予定してください。"
        )
    )


def may_cancel_visit(*, inside: bool, because: str) -> Verdict:
    """A visit is called off with a reason, not while somebody is inside.

    根拠: 社会福祉法第106条の4第2項第4号
    """
    return when(not because.strip(), "because", "取りやめるわけを、ひとこと書いてください。") & when(
        inside, "visit", "いま訪問中です。先に「終わりました」を押してください。"
    )


def may_enter_visit(
    *, goes: bool, day: date, today: date, entered: bool, now: datetime, expected_at: datetime
) -> Verdict:
    """Who goes says 「いま入ります」 once, on the day, with an end that is still to come. ``now`` is the server's.

    根拠: 労働契約法第5条（安全への配慮）
    """
    return (
        when(not goes, "goers", "「いま入ります」を押せるのは、この訪問に行く人です。")
        & when(
            day != today,
            "day",
            f"この訪問は{day.month}月{day.day}日の予定です。きょう行くときは、先に「予定を変える」で日を直してください。",
        )
        & when(
            entered,
            "entered",
            "もう「いま入ります」が押されています。終わったら「終わりました」を押してください。",
        )
        & when(
            expected_at <= now,
            "expected_at",
            "終わりの予定が、いまより前です。これから終わる時刻にしてください。",
        )
    )


def may_leave_visit(*, goes: bool, entered: bool, left: bool) -> Verdict:
    """Who went in says 「終わりました」 once.

    根拠: 労働契約法第5条
    """
    return (
        when(not goes, "goers", "「終わりました」を押せるのは、この訪問に行く人です。")
        & when(not entered, "entered", "まだ「いま入ります」が押されていません。")
        & when(left, "left", "この訪問は、もう終わっています。")
    )


def is_overdue(*, expected_at: datetime | None, left: bool, now: datetime, grace: timedelta) -> bool:
    """Has somebody gone in and not come out, past the expected end and the time of grace?

    根拠: 労働契約法第5条。待つ分数はこのソフトの決まり（P）
    """
    return expected_at is not None and not left and now >= expected_at + grace


def may_answer_overdue(
    *, mine: bool, overdue: bool, reached: bool, words: str, now: datetime, expected_at: datetime | None
) -> Verdict:
    """A colleague of the same agency answers for somebody who has not come out; who was reached is told of in a line.

    根拠: 労働契約法第5条
    """
    return (
        when(not mine, "agency", "確かめられるのは、同じ機関の人です。")
        & when(
            not overdue,
            "visit",
            "この訪問は、もう終わっているか、まだ終わりの予定の前です。することはありません。",
        )
        & when(
            reached and not words.strip(),
            "words",
            "連絡がついたときは、どうだったかをひとこと書いてください。",
        )
        & when(
            expected_at is not None and expected_at <= now,
            "expected_at",
            "新しい終わりの予定が、いまより前です。これから終わる時刻にしてください。",
        )
    )


def may_see_alone(*, leader: bool, reported: bool, seen: bool) -> Verdict:
    """The report that somebody goes alone is read once by whoever leads.

    根拠: 労働契約法第5条
    """
    return (
        when(not leader, "agency", "この届けを確かめるのは、上司（推進員・統括・所属長）です。")
        & when(not reported, "visit", "この訪問に、一人で行く届けは出ていません。")
        & when(seen, "visit", "この届けは、もう確かめられています。")
    )


def latest_review(*, today: date, months: int) -> date:
    """The last day to which a note may wait until it is looked at again.

    根拠: 個人情報の保護に関する法律第65条（正確性の確保）。月数はこのソフトの決まり（P）
    """
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


def _review_day(*, review_on: date, today: date, months: int) -> Verdict:
    latest = latest_review(today=today, months=months)
    return when(review_on <= today, "review_on", "見直す日は、あしたからあとの日にしてください。") & when(
        review_on > latest,
        "review_on",
        f"見直す日が先すぎます。{months}か月のうち（{latest.month}月{latest.day}日まで）にしてください。まだ要るときは、その日に続けられます。",
    )


def may_note_safety(
    *,
    kinds: int,
    heard_on: date,
    told_words: str,
    review_on: date,
    today: date,
    months: int,
    basis_allowed: bool,
) -> Verdict:
    """A note names what to mind, since when, whether the person knows of it, and when it is looked at again.

    根拠: 労働契約法第5条、個人情報の保護に関する法律第65条。月数はこのソフトの決まり（P）
    """
    return (
        when(not kinds, "kinds", "何に気をつけるかを、一つ以上選んでください。")
        & when(heard_on > today, "heard_on", "聞いた日が、まだ来ていません。日付を直してください。")
        & when(
            not told_words.strip(),
            "told_words",
            "だれが本人に伝えたか、伝えていないときはそのわけを書いてください。",
        )
        & _review_day(review_on=review_on, today=today, months=months)
        & when(not basis_allowed, "basis", "いまの根拠では、その範囲に共有できません。選びなおしてください。")
    )


def may_review_safety(*, mine: bool, ended: bool, review_on: date, today: date, months: int) -> Verdict:
    """The agency that wrote a note looks at it again and lets it stand for a time.

    根拠: 個人情報の保護に関する法律第65条。月数はこのソフトの決まり（P）
    """
    return (
        when(not mine, "agency", "見直せるのは、この注意を書いた機関の人です。")
        & when(ended, "note", "この注意は、もう終えています。")
        & _review_day(review_on=review_on, today=today, months=months)
    )


def may_end_safety(*, mine: bool, ended: bool, because: str) -> Verdict:
    """The agency that wrote a note ends it, with a reason.

    根拠: 個人情報の保護に関する法律第65条
    """
    return (
        when(not mine, "agency", "終えられるのは、この注意を書いた機関の人です。")
        & when(ended, "note", "この注意は、もう終えています。")
        & when(not because.strip(), "because", "終えるわけを、ひとこと書いてください。")
    )


def may_keep_way_in(*, written: bool, basis_allowed: bool) -> Verdict:
    """Something is written of the door or of how to reach them; an emptied one stays as an empty row.

    根拠: 個人情報の保護に関する法律第66条（安全管理措置）
    """
    return when(not written, "entry", "鍵・入り方、避けたい時間、差出人名のどれかを書いてください。") & when(
        not basis_allowed, "basis", "いまの根拠では、その範囲に共有できません。選びなおしてください。"
    )
