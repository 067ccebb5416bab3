"""Who is registered, to whom a newsletter goes, of whom something may be asked, and how points balance. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from norishiro.core.verdict import Verdict, when
from norishiro.helpers.kinds import Kind, Service

NOT_MINE = "書けるのは、この名簿を持つ機関の人です。"


def may_register(
    *, known: bool, taken: bool, consented_on: date, registered_on: date, today: date
) -> Verdict:
    """May somebody be registered? Only who agreed, and once.

    根拠: 個人情報の保護に関する法律第69条第2項第1号（本人の同意）、社会福祉法第106条の4第2項第3号（推進員・協力員の登録）
    """
    return (
        when(not known, "kind", "いまの一覧にない種類です。一覧から選びなおしてください。")
        & when(taken, "name", "同じ名前・ふりがな・種類の人が、もう登録されています。その人の頁を開いて、足りないことを書き足してください。")
        & when(registered_on > today, "registered_on", "まだ来ていない日です。登録した日を確かめてください。")
        & when(
            consented_on > registered_on, "consented_on",
            "同意した日が、登録した日より後です。本人の同意を受けてから登録します。日付を確かめてください。",
        )
    )  # fmt: skip


def may_change(*, mine: bool, known: bool) -> Verdict:
    """May the registration be put right?

    根拠: 個人情報の保護に関する法律第65条（正確に保つ）、個人情報の保護に関する法律第66条（名簿を持つ機関だけ）
    """
    return when(not mine, "name", NOT_MINE) & when(
        not known, "kind", "いまの一覧にない種類です。一覧から選びなおしてください。"
    )


def may_end(
    *, mine: bool, ended: bool, registered_on: date, on: date, today: date, reason: str, note: str, open_matches: int
) -> Verdict:  # fmt: skip
    """May the registration end? With its day and reason, and with nobody still waiting.

    根拠: 個人情報の保護に関する法律第66条（いつ・なぜ終えたかを残す）
    """
    return (
        when(not mine, "ended_on", NOT_MINE)
        & when(ended, "ended_on", "この登録は、もう終わっています。")
        & when(on > today, "ended_on", "まだ来ていない日です。終えた日になったら書いてください。")
        & when(on < registered_on, "ended_on", "登録した日より前です。日付を確かめてください。")
        & when(reason == "OTHER" and not note.strip(), "end_note", "「そのほか」のときは、わけを一行で書いてください。")
        & when(
            open_matches > 0, "ended_on",
            f"結果を書いていない助け合いが{open_matches}件あります。先に結果を書いて、頼んだ人を待たせないようにしてください。",
        )
    )  # fmt: skip


def may_opt(*, mine: bool, ended: bool, already: bool) -> Verdict:
    """May the newsletter be stopped, or sent again? One press, dated.

    根拠: 個人情報の保護に関する法律第66条（送らないでほしいという本人の希望を守る）
    """
    return (
        when(not mine, "opt", NOT_MINE)
        & when(ended, "opt", "登録を終えた人には、通信は送られません。")
        & when(already, "opt", "もうそのようになっています。画面を読みこみなおしてください。")
    )


def is_sent(*, registered_on: date, ended_on: date | None, opted_out: bool, on: date) -> bool:
    """Whether an issue of that day goes to somebody: registered, not ended, not opted out on the day.

    根拠: 個人情報の保護に関する法律第66条（宛先は、その日の名簿から、止めた人と終えた人を除く）
    """
    return registered_on <= on and (ended_on is None or ended_on > on) and not opted_out


def may_issue(*, issued_on: date, today: date, receivers: int) -> Verdict:
    """May an issue be entered?

    根拠: 社会福祉法第106条の4第2項第3号（推進員への通信）
    """
    return when(
        issued_on > today, "issued_on", "まだ来ていない日です。宛先を作る日を書いてください。"
    ) & when(
        not receivers,
        "issued_on",
        "この日に送る人がいません。登録のある人がいるか、みんなが通信を止めていないかを確かめてください。",
    )


def may_hold_lesson(*, held_on: date, today: date, is_course: bool, good_until: date | None) -> Verdict:
    """May a day of training be entered? A course says until when it holds.

    根拠: 社会福祉法第106条の4第2項第3号（年に一度の研修と、訪問する人の養成研修）
    """
    return (
        when(held_on > today, "held_on", "まだ来ていない日です。開いたあとで登録してください。")
        & when(is_course and good_until is None, "good_until", "養成研修には、修了がいつ切れるかを入れてください。")
        & when(not is_course and good_until is not None, "good_until", "修了が切れる日を入れるのは、養成研修だけです。空にしてください。")
        & when(
            is_course and good_until is not None and good_until <= held_on, "good_until",
            "修了が切れる日が、研修の日以前です。日付を確かめてください。",
        )
    )  # fmt: skip


def may_note_came(*, mine: bool, some: bool) -> Verdict:
    """May these be noted as having come?

    根拠: 社会福祉法第106条の4第2項第3号（研修にだれが来たか）
    """
    return when(not mine, "came", NOT_MINE) & when(
        not some, "came", "来た人を、一人以上選んでください。名簿にない人は、先に登録します。"
    )


def may_take_aid(*, known: bool, received_on: date, today: date) -> Verdict:
    """May a request for help be taken?

    根拠: 社会福祉法第106条の4第2項第3号（ちょっとした助け合い・訪問の申込み）
    """
    return when(not known, "service", "いまの一覧にない手伝いです。一覧から選びなおしてください。") & when(
        received_on > today, "received_on", "まだ来ていない日です。受けた日を確かめてください。"
    )


@dataclass(frozen=True)
class Hand:
    """A helper as the question of asking needs it: the kind, when registered and ended, and until when the course holds."""

    name: str
    kind: Kind
    registered_on: date
    ended_on: date | None = None
    trained_until: date | None = None


def may_ask(hand: Hand, *, service: Service, on: date, field: str = "helper") -> Verdict:
    """May this be asked of this helper on the day? Nothing of whose kind has no duties; a visit only of the trained.

    根拠: 社会福祉法第106条の4第2項第3号（推進員には頼みごとをしない。訪問は養成研修を修了した人だけ）
    """
    trained = hand.trained_until is not None and on < hand.trained_until
    return (
        when(
            hand.ended_on is not None and hand.ended_on <= on, field,
            f"{hand.name}さんの登録は終わっています。ほかの人を選んでください。",
        )
        & when(on < hand.registered_on, field, f"{hand.name}さんは、その日にはまだ登録されていません。")
        & when(
            not hand.kind.tasks, field,
            f"{hand.kind.label}には、頼みごとをしません。日ごろのつながりの中で気づいたことを、伝えてもらう人です。",
        )
        & when(
            service.visit and hand.kind.tasks and not hand.kind.visits, field,
            f"訪問を頼めるのは、訪問協力員だけです（{hand.name}さんは{hand.kind.label}）。",
        )
        & when(
            service.visit and hand.kind.visits and not trained, field,
            f"{hand.name}さんは、養成研修の修了がないか、切れています。研修を修了してから頼みます。",
        )
    )  # fmt: skip


def may_ask_anything(hand: Hand, *, on: date) -> Verdict:
    """Shown at the helper: may anything at all be asked?

    根拠: 社会福祉法第106条の4第2項第3号（推進員には頼みごとをしない）
    """
    return may_ask(hand, service=Service("", "", visit=hand.kind.visits), on=on)


def may_match(
    *, mine: bool, closed: bool, service: Service, first: Hand, second: Hand | None, same: bool, matched_on: date,
    received_on: date, today: date,
) -> Verdict:  # fmt: skip
    """May these be matched with a request? Two where two go.

    根拠: 社会福祉法第106条の4第2項第2号（障害のある人が職員と2人で手伝う）、社会福祉法第106条の4第2項第3号（結びつけた人と事業の持ち主を残す）
    """
    verdict = (
        when(not mine, "helper", NOT_MINE)
        & when(closed, "helper", "この依頼には、もう区切りがついています。")
        & when(matched_on > today, "matched_on", "まだ来ていない日です。結びつけた日を確かめてください。")
        & when(matched_on < received_on, "matched_on", "依頼を受けた日より前です。日付を確かめてください。")
        & when(service.paired and second is None, "second", "2人で行く手伝いです。いっしょに行く人も選んでください。")
        & when(not service.paired and second is not None, "second", "2人で行くのは、有償の手伝いだけです。空にしてください。")
        & when(same, "second", "同じ人です。もう一人を選んでください。")
    )  # fmt: skip
    hands = [("helper", first), *([("second", second)] if second else [])]
    for field, hand in hands:
        verdict &= may_ask(hand, service=service, on=matched_on, field=field)
    return verdict


def may_note_result(*, mine: bool, noted: bool, result_on: date, matched_on: date, today: date) -> Verdict:
    """May the result of a match be written? 「続けている」 may be written anew.

    根拠: 社会福祉法第106条の4第2項第3号（結びつけの結果を残す）
    """
    return (
        when(not mine, "result", NOT_MINE)
        & when(noted, "result", "この結びつけには、もう結果があります。")
        & when(result_on > today, "result_on", "まだ来ていない日です。日付を確かめてください。")
        & when(result_on < matched_on, "result_on", "結びつけた日より前です。日付を確かめてください。")
    )


def may_visit(
    *, mine: bool, over: bool, on: date, matched_on: date, today: date, report: str, service: Service, fee: int | None,
    wage: int | None,
) -> Verdict:  # fmt: skip
    """May a visit be told? With a short report; paid help with both amounts.

    根拠: 社会福祉法第106条の4第2項第3号（訪問は短い報告を残す）、社会福祉法第106条の4第2項第2号（有償の手伝いは、払った額と渡した額の両方）
    """
    told = fee is not None and wage is not None
    return (
        when(not mine, "report", NOT_MINE)
        & when(over, "report", "この結びつけは、行かないまま終わっています。報告は書けません。")
        & when(on > today, "on", "まだ来ていない日です。行ったあとで書いてください。")
        & when(on < matched_on, "on", "結びつけた日より前です。日付を確かめてください。")
        & when(not report.strip(), "report", "ようすを一行で書いてください。例：電球を替えた。お元気そうだった")
        & when(service.fee and not told, "fee", "有償の手伝いは、払った額と渡した額の両方を書いてください。0円なら0と書きます。")
        & when(
            not service.fee and (fee is not None or wage is not None), "fee",
            "お金のやりとりがあるのは、有償の手伝いだけです。空にしてください。",
        )
    )  # fmt: skip


def may_close_aid(*, mine: bool, closed: bool, outcome: str, visits: int, open_matches: int) -> Verdict:
    """May a request be closed? 「できた」 needs that somebody went.

    根拠: 社会福祉法第106条の4第2項第3号（依頼と、できた数を数える）
    """
    return (
        when(not mine, "outcome", NOT_MINE)
        & when(closed, "outcome", "この依頼には、もう区切りがついています。")
        & when(outcome == "DONE" and not visits, "outcome", "行った記録がありません。「行った記録を書く」に書いてから区切りをつけてください。")
        & when(
            open_matches > 0, "outcome",
            f"結果を書いていない結びつけが{open_matches}件あります。先に結果を書いてください。",
        )
    )  # fmt: skip


def may_earn(
    *,
    mine: bool,
    known: bool,
    ended_on: date | None,
    on: date,
    today: date,
    amount: int,
    that_day: int,
    most: int,
) -> Verdict:
    """May points be earned? Not more on one day than the list says.

    根拠: 社会福祉法第106条の4第2項第3号（ボランティアのポイント。点の数と一日の上限は資料による・仮）
    """
    return (
        when(not mine, "code", NOT_MINE)
        & when(not known, "code", "いまの一覧にない活動です。一覧から選びなおしてください。")
        & when(on > today, "on", "まだ来ていない日です。活動したあとで書いてください。")
        & when(ended_on is not None and ended_on <= on, "on", "この日には、登録が終わっています。")
        & when(
            that_day + amount > most, "code",
            f"一日につけられるのは{most}点までです。この日には、もう{that_day}点ついています。",
        )
    )  # fmt: skip


def may_use(*, mine: bool, on: date, today: date, amount: int, balance: int) -> Verdict:
    """May points be used? Never more than there are.

    根拠: 社会福祉法第106条の4第2項第3号（たまった点 − 使った点 ＝ 残り）
    """
    return (
        when(not mine, "amount", NOT_MINE)
        & when(amount < 1, "amount", "1点以上にしてください。")
        & when(on > today, "on", "まだ来ていない日です。使ったあとで書いてください。")
        & when(amount > balance, "amount", f"残りは{balance}点です。それより多くは使えません。")
    )


def may_undo(*, mine: bool, undone: bool, why: str, earned: bool, amount: int, balance: int) -> Verdict:
    """May a line of points be taken back? What was earned and is spent already is not.

    根拠: 社会福祉法第106条の4第2項第3号（たまった点 − 使った点 ＝ 残り）
    """
    return (
        when(not mine, "why", NOT_MINE)
        & when(undone, "why", "もう取り消してあります。")
        & when(not why.strip(), "why", "取り消すわけを書いてください（例：二度書いた）。")
        & when(
            earned and amount > balance, "why",
            f"残りが{balance}点なので、この{amount}点は取り消せません。先に、使った記録を取り消してください。",
        )
    )  # fmt: skip
