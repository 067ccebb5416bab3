"""What must hold of a contact record."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from norishiro.core.verdict import Verdict, no, when

# More than this is a gathering, which is counted and names nobody.
MOST_PRESENT = 20
MOST_PHRASES = 30


def may_record_contact(
    *,
    happened_on: date,
    next_on: date | None,
    today: date,
    body: str,
    basis_allowed: bool,
    inquiry: bool = False,
    asked: bool = False,
    present: int = 0,
) -> Verdict:
    """Is the record of a contact possible? Neither a plan nor a consent is needed, and not being met counts. An inquiry
    to another agency names the agency. ``present`` more people were there.

    根拠: 社会福祉法第106条の4第2項第4号（アウトリーチ等を通じた継続的支援）、第106条の6第3項（資料・情報の提供の求め）
    """
    return (
        when(
            happened_on > today,
            "happened_on",
            f"この日付は、まだ来ていません（きょうは{today.month}月{today.day}日です）。訪ねた日に直してください。"
            "これからの予定は「次の約束の日」に書いてください。",
        )
        & when(
            next_on is not None and next_on < happened_on,
            "next_on",
            "次の約束の日が、この記録の日より前です。",
        )
        & when(not body.strip(), "body", "ひとことで結構です。様子を書いてください。")
        & when(
            inquiry and not asked,
            "asked_agency",
            "電話で照会した相手の機関を選ぶか、相手の欄に書いてください。",
            law="社会福祉法第106条の6第3項",
        )
        & when(
            present > MOST_PRESENT,
            "present",
            f"一つの記録に書けるのは、ほかに{MOST_PRESENT}人までです。集まりは「交流会・協議体」に人数で書けます。",
        )
        & when(not basis_allowed, "basis", "いまの根拠では、その範囲に共有できません。選びなおしてください。")
    )


@dataclass(frozen=True)
class Counted:
    """Which programme a record counts for, and why, in words for whoever wrote it."""

    programme: str
    why: str


GOES_OUT = frozenset({"VISIT", "LETTER", "ESCORT"})
AMONG_AGENCIES = frozenset({"MEETING", "AGENCY_CALL"})
REACHES_OUT = frozenset({"CSW", "OUTREACH_WORKER"})


def proposed_programme(
    *, engaged: Collection[str], roles: Collection[str], method: str, in_case: bool
) -> Counted:
    """Which programme does this contact count for, if nobody says otherwise? ``engaged``: what the writer's agency runs
    in this case now, the earliest first; without any, what the writer's role is for. A hand's choice goes before.

    根拠: 社会福祉法第106条の4第2項（五つの事業）。数え方の国の決まりはなく、このソフトの提案（P）
    """
    if engaged:
        return _of_business(list(engaged), method=method)
    if REACHES_OUT & set(roles):
        return Counted("OUTREACH", "アウトリーチを担う役割の人の記録だから")
    if "LIFE_SUPPORT" in roles:
        return Counted("COMMUNITY", "地域づくりを担う役割の人の記録だから")
    if in_case:
        return Counted("MULTI_AGENCY", "機関が分担して支える世帯の記録だから")
    if "COORDINATOR" in roles:
        return Counted("MULTI_AGENCY", "多機関協働を担う役割の人の記録だから")
    return Counted("CONSULTATION", "まだケースになっていない人の相談だから")


def _of_business(engaged: list[str], *, method: str) -> Counted:
    """Of what the agency runs here, the one this way of contact belongs to; else the earliest."""
    if len(engaged) == 1:
        return Counted(engaged[0], "この世帯で、あなたの機関が受け持つ事業だから")
    if "OUTREACH" in engaged and method in GOES_OUT:
        return Counted("OUTREACH", "受け持つ事業のうち、訪問・手紙・同行はアウトリーチ等だから")
    if "MULTI_AGENCY" in engaged and method in AMONG_AGENCIES:
        return Counted("MULTI_AGENCY", "受け持つ事業のうち、機関どうしの相談は多機関協働だから")
    return Counted(engaged[0], "受け持つ事業のうち、いちばん早く始めたものだから")


def about_nobody() -> Verdict:
    """A record is about a person or a case.

    根拠: 社会福祉法第106条の4第2項第4号
    """
    return no("person", "だれの記録か（本人かケース）を選んでください。")


def may_note_stage(
    *,
    stage: int | None,
    known: bool,
    noted_on: date,
    today: date,
    seen: str,
    watcher: str,
    basis_allowed: bool,
) -> Verdict:
    """May this stage be noted? By something that was seen, on a day that has been; who pauses has somebody who watches.

    根拠: 社会福祉法第106条の4第2項第4号（アウトリーチ等を通じた継続的支援）
    """
    return (
        when(stage is not None and not known, "stage", "段を選びなおしてください。")
        & when(noted_on > today, "noted_on", "日付が先になっています。見た日を書いてください。")
        & when(
            not seen.strip(), "seen", "見られたことを、ひとこと書いてください（例：玄関先で返事があった）。"
        )
        & when(
            stage is None and not watcher.strip(),
            "watcher",
            "途絶・休止のときは、だれが見守るかを書いてください。",
        )
        & when(not basis_allowed, "basis", "いまの根拠では、その範囲に共有できません。選びなおしてください。")
    )


def may_keep_promise(*, promised: bool, done: bool) -> Verdict:
    """A promise is kept once, and only where one was made.

    根拠: 社会福祉法第106条の4第2項第4号（継続的支援）
    """
    return when(not promised, "next_on", "この記録に、約束は書かれていません。") & when(
        promised and done, "next_on", "この約束は、もう済んでいます。"
    )


def may_correct(*, own: bool, superseded: bool) -> Verdict:
    """Who may correct a record? The agency that wrote it, once; a later correction corrects the correction.

    根拠: 個人情報の保護に関する法律第65条（正確性の確保）
    """
    return when(not own, "agency", "書き改められるのは、この記録を書いた機関だけです。") & when(
        superseded, "contact", "この記録は、もう書き改められています。新しいほうを開いてください。"
    )


def may_post_bulletin(*, area_live: bool, from_on: date, until_on: date | None, today: date) -> Verdict:
    """May a notice stand for this district? It begins today or later, and ends after it began.

    根拠: 社会福祉法第106条の4第2項第3号、地区ごとの情報収集の分担
    """
    return (
        when(not area_live, "area", "その地区は、いまは使われていません。新しい地区を選んでください。")
        & when(from_on < today, "from_on", "出す日が過ぎています。今日からあとの日にしてください。")
        & when(
            until_on is not None and until_on <= from_on,
            "until_on",
            "終わりは、出す日よりあとの日にしてください。",
        )
    )


def may_keep_phrase(*, text: str, kept: int) -> Verdict:
    """May this phrase be offered to the agency? It has words, and they are few enough to be looked through.

    根拠: 社会福祉法第106条の4第2項第4号（アウトリーチ等を通じた継続的支援）
    """
    return when(not text.strip(), "text", "定型文を書いてください。") & when(
        kept >= MOST_PHRASES,
        "text",
        f"定型文は{MOST_PHRASES}までです。使わないものをやめてから、登録してください。",
    )


def may_end_phrase(*, mine: bool, ended: bool) -> Verdict:
    """Who works for the agency takes its phrase back, once.

    根拠: 社会福祉法第106条の4第2項第4号（アウトリーチ等を通じた継続的支援）
    """
    return when(not mine, "agency", "やめられるのは、この定型文を登録した機関の人です。") & when(
        ended, "until_on", "この定型文は、もうやめています。"
    )


def may_end_bulletin(*, mine: bool, ended: bool) -> Verdict:
    """Who wrote a notice takes it down, once.

    根拠: 社会福祉法第106条の4第2項第3号
    """
    return when(not mine, "agency", "おろせるのは、このお知らせを書いた機関の人です。") & when(
        ended, "until_on", "このお知らせは、もう終わっています。"
    )


def may_write_gathering(*, held_on: date, today: date, mine: bool = True) -> Verdict:
    """A gathering is written down after it was held, and put right by the agency that held it.

    根拠: 社会福祉法第106条の4第2項第3号（地域づくり）
    """
    return when(not mine, "agency", "直せるのは、この集まりを書いた機関の人です。") & when(
        held_on > today, "held_on", "開いた日が先の日付です。終わってから書いてください。"
    )
