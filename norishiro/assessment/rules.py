"""What must hold before an assessment is written, taken over, confirmed, shown to a meeting or decided on."""

from __future__ import annotations

from datetime import date

from norishiro.core.verdict import Verdict, when

ENDED = frozenset({"CLOSED", "COORDINATED"})
CONSENT, CONFERENCE = "C0", "J6"


def may_assess(*, status: str) -> Verdict:
    """A case that has ended is not assessed anew; it is reopened.

    根拠: 社会福祉法第106条の4第2項第5号
    """
    return when(status in ENDED, "status", "終わったケースです。続けるときは「再開する」を押してください。")


def may_start_sheet(*, status: str, begun_today: bool) -> Verdict:
    """May a sheet be begun? One a day: a second press begins nothing.

    根拠: 社会福祉法第106条の4第2項第5号
    """
    return may_assess(status=status) & when(
        begun_today,
        "begun_on",
        "今日のアセスメントは、もう始まっています。ケースの「アセスメント」から続きを書いてください。",
    )


def may_fill(
    *, status: str, newest: bool, known_item: bool, member: bool, basis_open: bool, changed: int, known_on: date,
    today: date,
) -> Verdict:  # fmt: skip
    """May these answers be written? Into the newest sheet, about the household or its members, on a ground one holds.

    根拠: 社会福祉法第106条の4第2項第5号
    """
    return (
        may_assess(status=status)
        & when(not newest, "sheet", "前のアセスメントは、読むだけです。いちばん新しいものに書いてください。")
        & when(not known_item, "item", "このシートの版にない項目です。画面を開きなおしてください。")
        & when(
            not member, "person", "その人は、このケースの対象者ではありません。先に対象者に加えてください。"
        )
        & when(
            not basis_open,
            "basis",
            "その範囲では書けません。自分の機関が持っている根拠（同意・支援会議・自機関の業務）から選んでください。",
        )
        & when(changed == 0, "changed", "変わったところがありません。書きかえてから登録してください。")
        & when(known_on > today, "known_on", "分かった日が先の日付です。今日までの日にしてください。")
    )


def may_carry_over(*, source: str, basis: str) -> Verdict:
    """What was learnt in 支援会議 stays 支援会議, what was learnt on consent stays on consent; the own knowledge of an agency
    may be written where the agency may write.

    根拠: 社会福祉法第106条の6、個人情報の保護に関する法律第69条
    """
    return when(
        source in (CONSENT, CONFERENCE) and basis != source,
        "basis",
        "もとの記録と同じ範囲でだけ写せます。支援会議で知ったことは支援会議のまま、同意で知ったことは同意のまま残します。",
        law="社会福祉法第106条の6",
    )


def may_invite_party(*, status: str, newest: bool, already: bool, sees_case: bool) -> Verdict:
    """May another body assess together? One that knows the case: whoever does not see it cannot stand to it.

    根拠: 社会福祉法第106条の4第2項第5号
    """
    return (
        may_assess(status=status)
        & when(not newest, "sheet", "前のアセスメントです。いちばん新しいものに加えてください。")
        & when(already, "agency", "その機関は、もういっしょにアセスメントしています。")
        & when(
            not sees_case,
            "agency",
            "その機関は、まだこのケースを見られません。先に、同意か支援会議の役割でケースに加わってもらってください。",
        )
    )


def may_confirm(*, party: bool, already: bool, answers: int) -> Verdict:
    """May an agency say that the sheet holds as it stands? One that assesses together, once for each state of it.

    根拠: 社会福祉法第106条の4第2項第5号
    """
    return (
        when(
            not party,
            "agency",
            "いっしょにアセスメントする機関だけが確かめられます。先に加えてもらってください。",
        )
        & when(
            already,
            "agency",
            "いまの内容は、もう確かめてあります。だれかが書きかえたら、また確かめられます。",
        )
        & when(answers == 0, "answers", "まだ何も書かれていません。書いてから確かめてください。")
    )


def may_note_refusal(*, status: str, member: bool, noted_on: date, today: date) -> Verdict:
    """May a refusal be written? Of members of the case, up to today.

    根拠: 社会福祉法第106条の4第2項第4号（アウトリーチ等を通じた継続的支援）
    """
    return (
        may_assess(status=status)
        & when(not member, "person", "その人は、このケースの対象者ではありません。")
        & when(noted_on > today, "noted_on", "分かった日が先の日付です。今日までの日にしてください。")
    )


def may_ease_refusal(*, eased: bool, how: str) -> Verdict:
    """May it be said that a refusal eased? Once, and with what helped: that is what others learn from.

    根拠: 社会福祉法第106条の4第2項第4号（アウトリーチ等を通じた継続的支援）
    """
    return when(eased, "eased", "もう、和らいだと書いてあります。") & when(
        not how.strip(), "how", "何があって和らいだかを、ひとこと書いてください。"
    )


def may_note_acceptance(
    *, status: str, member: bool, known_step: bool, seen_on: date, first_met_on: date | None, today: date
) -> Verdict:
    """May a step be written? By what was seen, up to today, of a member of the case.

    根拠: 社会福祉法第106条の4第2項第4号（アウトリーチ等を通じた継続的支援）
    """
    return (
        may_assess(status=status)
        & when(not member, "person", "その人は、このケースの対象者ではありません。")
        & when(not known_step, "step", "一覧にない段です。選びなおしてください。")
        & when(seen_on > today, "seen_on", "見た日が先の日付です。今日までの日にしてください。")
        & when(
            first_met_on is not None and first_met_on > seen_on,
            "first_met_on",
            "はじめて会えた日が、様子を見た日より後です。どちらかを直してください。",
        )
    )


def may_fill_risk(*, status: str, member: bool, filled_on: date, today: date) -> Verdict:
    """May a ○/×/? sheet be filled in? Up to today, of a member or the household.

    根拠: 緊急度は人と会議が決める
    """
    return (
        may_assess(status=status)
        & when(not member, "person", "その人は、このケースの対象者ではありません。")
        & when(filled_on > today, "filled_on", "書いた日が先の日付です。今日までの日にしてください。")
    )


def may_decide_level(
    *,
    status: str,
    known_level: bool,
    reason: str,
    decided_by: str,
    decided_on: date,
    review_on: date,
    today: date,
) -> Verdict:
    """May a level be settled? People decide, with their reason and the day they look again; marks are never added up.

    根拠: 緊急度は人と会議が決める
    """
    return (
        may_assess(status=status)
        & when(not known_level, "level", "一覧にない段階です。選びなおしてください。")
        & when(not reason.strip(), "reason", "決めたわけを書いてください。印の数では決まりません。")
        & when(not decided_by.strip(), "decided_by", "決めた人か会議の名前を書いてください。")
        & when(decided_on > today, "decided_on", "決めた日が先の日付です。今日までの日にしてください。")
        & when(review_on <= decided_on, "review_on", "見直す日は、決めた日より後にしてください。")
    )


def may_attach_form(*, status: str, newest: bool, member: bool, written_on: date, today: date) -> Verdict:
    """May an agency's own form be attached instead of typed again?

    根拠: 重層的支援体制整備事業に係る自治体事務マニュアル（各機関の既存様式で代替できる）
    """
    return (
        may_assess(status=status)
        & when(not newest, "sheet", "前のアセスメントです。いちばん新しいものに付けてください。")
        & when(not member, "person", "その人は、このケースの対象者ではありません。")
        & when(written_on > today, "written_on", "書かれた日が先の日付です。今日までの日にしてください。")
    )


def may_study_district(*, studied_on: date, today: date) -> Verdict:
    """May a district sheet be written? Of a day that has come.

    根拠: 社会福祉法第106条の4第2項第3号（地域づくり）
    """
    return when(studied_on > today, "studied_on", "した日が先の日付です。今日までの日にしてください。")


def may_take_up(*, state: str, is_issue: bool, on: date, found_on: date, today: date) -> Verdict:
    """May a meeting take a finding up? An open issue, on a day from its finding to today.

    根拠: 社会福祉法第106条の4第2項第3号（地域づくり）
    """
    return (
        when(not is_issue, "kind", "地区の力・資源は、取り上げなくても残ります。課題だけを取り上げます。")
        & when(
            state == "CLOSED",
            "state",
            "もう区切りのついた課題です。続きがあれば、新しい地区アセスメントに書いてください。",
        )
        & when(on > today, "taken_up_on", "取り上げた日が先の日付です。")
        & when(on < found_on, "taken_up_on", "取り上げた日が、地区アセスメントをした日より前です。")
    )


def may_close_finding(
    *, state: str, outcome: str, on: date, taken_up_on: date | None, today: date
) -> Verdict:
    """May an issue be closed? One that a meeting has taken up, with what became of it.

    根拠: 社会福祉法第106条の4第2項第3号（地域づくり）
    """
    return (
        when(
            state == "OPEN",
            "state",
            "まだどの会議でも取り上げていません。先に「会議で取り上げた」を書いてください。",
        )
        & when(state == "CLOSED", "state", "もう区切りがついています。")
        & when(not outcome.strip(), "outcome", "どうなったかを書いてください。")
        & when(on > today, "closed_on", "区切りの日が先の日付です。")
        & when(
            taken_up_on is not None and on < taken_up_on,
            "closed_on",
            "区切りの日が、取り上げた日より前です。",
        )
    )
