"""What may be written of a place, what state it is in on a day, and when it must be asked again. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from norishiro.core.verdict import Verdict, when

FAR_AHEAD_DAYS = 366 * 3


def may_keep_place(
    *,
    taken: bool,
    private_home: bool,
    is_public: bool,
    contact_public: bool,
    anybody: bool,
    age_from: int | None,
    age_to: int | None,
    days_a_week: int | None,
    least_days: int,
    has_point: bool = False,
) -> Verdict:
    """May a place be kept like this? ``days_a_week``: on how many weekdays it opens, None where nobody wrote them down.

    根拠: 社会福祉法第106条の4第2項第2号（参加の場をつくる・つなぐ）、個人情報の保護に関する法律第66条（個人の家を公開しない）
    """
    return (
        when(taken, "name", "この会場には、同じ名前の居場所がもうあります。別の名前にするか、いまの登録を直してください。")
        & when(private_home and is_public, "is_public", "個人の家で開いている居場所は、公開できません。「公開してよい」の印を外してください。")
        & when(
            contact_public and not is_public,
            "contact_public",
            "連絡先だけを公開することはできません。「公開してよい」にも印を付けるか、こちらの印を外してください。",
        )
        & when(
            private_home and has_point,
            "point",
            "個人の家には、地図の場所を書けません。地図の場所を空にするか、「個人の家」の印を外してください。",
        )
        & when(
            anybody and (age_from is not None or age_to is not None),
            "anybody",
            "年齢が書いてあります。年齢を空にするか、「だれでも来てよい」の印を外してください。",
        )
        & when(
            age_from is not None and age_to is not None and age_to < age_from,
            "age_to",
            "「何歳まで」が「何歳から」より小さくなっています。数字を入れかえてください。",
        )
        & when(too_few_days(days_a_week=days_a_week, least_days=least_days), "kind", _few(days_a_week, least_days))
    )  # fmt: skip


def too_few_days(*, days_a_week: int | None, least_days: int) -> bool:
    """Whether the place opens on fewer days a week than its kind asks for.

    根拠: 社会福祉法第106条の4第2項第3号（立川市 アンテナショップ全部型は週3日以上）
    """
    return days_a_week is not None and days_a_week < least_days


def _few(days_a_week: int | None, least_days: int) -> str:
    return (
        f"この種類は、週に{least_days}日以上開く場だけです（いまの開く日は週{days_a_week or 0}日）。"
        "開く日を増やすか、ほかの種類を選んでください。"
    )


def may_set_opening(*, lines: int, days_a_week: int, least_days: int) -> Verdict:
    """May these be the days on which it opens?

    根拠: 社会福祉法第106条の4第2項第3号（立川市 アンテナショップ全部型は週3日以上）
    """
    return when(not lines, "text", "開く日が書かれていません。") & when(
        too_few_days(days_a_week=days_a_week, least_days=least_days), "text", _few(days_a_week, least_days)
    )


def may_add_special(
    *, first: date, last: date, closed: bool, has_hours: bool, backwards: bool, today: date
) -> Verdict:
    """May these days differ from the usual ones?

    根拠: 社会福祉法第106条の4第2項第2号（いま開いているかを正しく伝える。P）
    """
    return (
        when(last < first, "last_on", "おわりの日が、はじめの日より前です。日付を入れかえてください。")
        & when(
            (last - first).days > 366 or (first - today).days > FAR_AHEAD_DAYS,
            "last_on",
            "一年より長い休みや、三年より先の日は書けません。長く休むときは「休止・閉鎖を書く」を使ってください。",
        )
        & when(
            closed and has_hours,
            "opens",
            "休みの日に時刻があります。「開く」を選ぶか、時刻を消してください。",
        )
        & when(backwards, "closes", "終わる時刻は、始まる時刻より後にしてください。始まる時刻も要ります。")
    )


def may_confirm(*, confirmed_on: date, today: date, newest: date | None, closed: bool) -> Verdict:
    """May it be written down that somebody asked there?

    根拠: 社会福祉法第106条の4第2項第2号（資源の情報を新しく保つ。P）、個人情報の保護に関する法律第65条（正確に保つ）
    """
    return (
        when(confirmed_on > today, "confirmed_on", "まだ来ていない日です。確かめたあとで書いてください。")
        & when(
            newest is not None and confirmed_on < newest,
            "confirmed_on",
            "もっと新しい日に確かめた記録があります。その日より後の日を書いてください。",
        )
        & when(
            closed,
            "confirmed_on",
            "閉鎖した居場所です。また開いたときは、先に「再開を書く」を使ってください。",
        )
    )


def may_stop(*, from_on: date, expected_on: date | None, stopped: bool, newest_end: date | None) -> Verdict:
    """May a pause or a closing be written?

    根拠: 社会福祉法第106条の4第2項第2号（世田谷区 資源の数は廃止を含めて年度で追う）
    """
    return (
        when(stopped, "from_on", "もう休止か閉鎖が書かれています。先に「再開を書く」を使ってください。")
        & when(
            expected_on is not None and expected_on <= from_on,
            "expected_on",
            "再び開く見込みの日は、止める日より後にしてください。",
        )
        & when(
            newest_end is not None and from_on < newest_end,
            "from_on",
            "前の休みが終わる前の日です。再び開いた日より後の日を書いてください。",
        )
    )


def may_call_off(*, from_on: date, today: date) -> Verdict:
    """May a closing that was written beforehand be taken out again?

    根拠: 社会福祉法第106条の4第2項第2号（資源の情報を新しく保つ。P）
    """
    return when(
        from_on <= today, "from_on", "もう始まっている休止・閉鎖です。「再開を書く」を使ってください。"
    )


def may_reopen(*, on: date, today: date, stopped_from: date | None) -> Verdict:
    """May it be written that it opened again?

    根拠: 社会福祉法第106条の4第2項第2号（世田谷区 資源の数は廃止を含めて年度で追う）
    """
    return (
        when(stopped_from is None, "on", "休止も閉鎖も書かれていません。")
        & when(on > today, "on", "まだ来ていない日です。開いたあとで書いてください。")
        & when(
            stopped_from is not None and on < stopped_from, "on", "止めた日より前です。日付を直してください。"
        )
    )


def may_note_count(*, on: date, today: date, total: int) -> Verdict:
    """May the numbers of this day be written? They are written over when they are written again.

    根拠: 社会福祉法第106条の4第2項第3号（狛江市 拠点の利用・相談・催しを分けて数える）
    """
    return when(on > today, "on", "まだ来ていない日です。終わったあとで書いてください。") & when(
        not total, "visitors", "数がひとつも入っていません。来た人・相談・催しのどれかを入れてください。"
    )


def may_note_volunteers(
    *, role: str, people: int, before: int | None, from_on: date, before_from: date | None, today: date
) -> Verdict:  # fmt: skip
    """May it be written how many carry the place in this role from that day? None ends a role. ``before``: what is written.

    根拠: 社会福祉法第106条の4第2項第3号（地域住民が主体の居場所を支える。八王子市 拠点のコミュニティカフェは市民の運営）
    """
    return (
        when(not role.strip(), "role", "どんな役割かを書いてください。例：受付、台所、おしゃべり相手")
        & when(from_on > today, "from_on", "まだ来ていない日です。その日が来てから書いてください。")
        & when(people == 0 and before is None, "people", "0人にできるのは、もう書いてある役割だけです。1以上を入れてください。")
        & when(before is not None and people == before, "people", "前に書いた人数と同じです。変わったときだけ書いてください。")
        & when(
            before_from is not None and from_on <= before_from, "from_on",
            "前に書いた日と同じか、前の日です。その次の日からあとにしてください。",
        )
    )  # fmt: skip


def may_note_centre(*, is_centre: bool, year: int, this_year: int, figures: int, staff: int | None, full_time: int | None) -> Verdict:  # fmt: skip
    """May these figures of a fiscal year be written? They are written over when they are written again.

    根拠: 障害者総合支援法第77条第1項第9号（地域活動支援センター）
    """
    return (
        when(not is_centre, "place", "年度の数を書くのは、種類が地域活動支援センターの場だけです。先に「登録を直す」で種類を選んでください。")
        & when(year > this_year, "year", "まだ始まっていない年度です。")
        & when(not figures, "figures", "数がひとつも入っていません。分かるものだけを入れてください。")
        & when(
            staff is not None and full_time is not None and full_time > staff, "FULL_TIME",
            "「うち常勤」が職員の数より多くなっています。どちらかを直してください。",
        )
    )  # fmt: skip


def may_add_attendant(*, by_weekday: bool, by_day: bool, whose: bool, backwards: bool) -> Verdict:
    """May it be written who is there?

    根拠: 社会福祉法第106条の4第2項第3号（狛江市 拠点に日ごとにいる人）
    """
    return (
        when(
            by_weekday == by_day,
            "weekday",
            "「毎週この曜日」か「この日だけ」か、どちらか一方を選んでください。",
        )
        & when(not whose, "agency", "どの機関の人かを選ぶか、団体の名前を書いてください。")
        & when(backwards, "until_on", "終わりの日は、始まりの日より後にしてください。")
    )


def may_end_attendant(*, until_on: date, from_on: date | None) -> Verdict:
    """May it be written that somebody is no longer there?

    根拠: 社会福祉法第106条の4第2項第3号（狛江市 拠点に日ごとにいる人）
    """
    return when(
        from_on is not None and until_on <= from_on, "until_on", "始まりの日より後の日を書いてください。"
    )


def is_stale(*, valid_until: date | None, today: date) -> bool:
    """Whether nobody ever asked there, or the day to ask again has come.

    根拠: 社会福祉法第106条の4第2項第2号（資源の情報を新しく保つ。期間はP）
    """
    return valid_until is None or valid_until <= today


def state_on(*, day: date, opened_on: date | None, stop_kind: str | None) -> str:
    """活動中, これから, 休止中 or 閉鎖, from the dates. ``stop_kind``: the stop that covers the day, if one does.

    根拠: 社会福祉法第106条の4第2項第2号（世田谷区 資源の数は廃止を含めて年度で追う）
    """
    if stop_kind is not None:
        return stop_kind
    return "NOT_YET" if opened_on is not None and opened_on > day else "OPEN"


@dataclass(frozen=True)
class Body:
    """A body as typed: its name, the kind told, and whether it is in the registry."""

    name: str = ""
    kind: str = ""
    known: bool = False


def may_name(body: Body, *, field: str, wanted: str = "") -> Verdict:
    """May a body be named like this? One that is new says what kind of body it is. ``wanted``: why there must be one.

    根拠: 社会福祉法第106条の4第2項第3号（資源の把握）
    """
    if not body.name.strip():
        return when(bool(wanted), field, wanted)
    return when(
        not body.known and not body.kind, f"{field}_kind",
        f"「{body.name}」は、はじめての団体です。種別を選ぶと登録されます。登録のある団体なら、同じ名前で書きなおしてください。",
    )  # fmt: skip
