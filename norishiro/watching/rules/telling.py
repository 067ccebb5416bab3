"""What of who looked may be told to the person. Pure.

Two worlds that differ only in what must not be known give the same report: nothing here counts, numbers or names an
entry that is held back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from norishiro.core.verdict import YES, Verdict, when

CONSENT, CONFERENCE = "C0", "J6"
SHOWN, TOLD = "SHOWN", "TOLD"
# What stands for "whatever this agency saw", and for a look whose ground nobody knows.
WHATEVER, UNKNOWN = "", "?"
MEETINGS = "meetings"
LAW = "個人情報の保護に関する法律第78条第1項"


@dataclass(frozen=True)
class LookFact:
    """One look at the person, as the rule sees it. ``receiver_*``: to whom it was told, where the look was handing on."""

    at: datetime
    agency_id: UUID
    agency_label: str
    roles: str
    outcome: str
    act: str
    grounds: tuple[str, ...]
    came_by: str
    receiver_id: UUID | None = None
    receiver_label: str = ""


@dataclass(frozen=True)
class HoldFact:
    """One decision about looks of one agency. ``released_at``: from then on, what was seen before is told."""

    agency_id: UUID
    code: str
    from_at: datetime
    released_at: datetime | None = None


@dataclass(frozen=True)
class Entry:
    """One line of the report: the look, and the ground it is told with."""

    look: LookFact
    ground: str


@dataclass(frozen=True)
class Held:
    """Looks of one agency that are kept back for one reason."""

    agency_id: UUID
    agency_label: str
    code: str
    count: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True)
class Split:
    """The report's lines, newest first, and what was kept back, for the approver only."""

    told: tuple[Entry, ...]
    held: tuple[Held, ...]


def split(looks: Iterable[LookFact], *, holds: Sequence[HoldFact], tellable: Mapping[str, bool]) -> Split:
    """Part what is told from what is kept back. ``looks`` come newest first.

    根拠: 個人情報の保護に関する法律第78条第1項、個人情報の保護に関する法律第81条
    """
    told: list[Entry] = []
    held: dict[tuple[UUID, str, str], list[datetime]] = {}
    for look in looks:
        code = why_held(look, holds=holds, tellable=tellable)
        if code is not None:
            held.setdefault((look.agency_id, look.agency_label, code), []).append(look.at)
        elif look.receiver_id is not None and receiver_held(look.receiver_id, holds=holds):
            held.setdefault((look.receiver_id, look.receiver_label, WHATEVER), []).append(look.at)
        else:
            told.append(Entry(look, ground_told(look, tellable=tellable)))
    return Split(tuple(told), _groups(held))


def _groups(held: Mapping[tuple[UUID, str, str], list[datetime]]) -> tuple[Held, ...]:
    """One group for each agency and reason, under the name the agency had last."""
    groups: dict[tuple[UUID, str], Held] = {}
    for (agency_id, label, code), moments in held.items():
        before = groups.get((agency_id, code))
        every = [*moments, *([before.first_at, before.last_at] if before else [])]
        count = len(moments) + (before.count if before else 0)
        name = before.agency_label if before else label
        groups[agency_id, code] = Held(agency_id, name, code, count, min(every), max(every))
    return tuple(groups.values())


def receiver_held(receiver_id: UUID, *, holds: Sequence[HoldFact]) -> bool:
    """Whether it must not be known that this agency was told: two people keep back whatever it saw.

    根拠: 個人情報の保護に関する法律第78条第1項
    """
    return any(
        one.agency_id == receiver_id and one.code == WHATEVER and one.released_at is None for one in holds
    )


def why_held(look: LookFact, *, holds: Sequence[HoldFact], tellable: Mapping[str, bool]) -> str | None:
    """Why this look may not be told (the ground's code, or ``WHATEVER`` for a decision on the agency); None: it may.

    The way an agency first came to the person decides: who came by a 支援会議 or a report of abuse stays unknown also
    where it later works on its own, unless the person has consented to it. A decision of two people goes before.

    根拠: 個人情報の保護に関する法律第78条第1項、社会福祉法第106条の6第5項
    """
    about = [one for one in holds if one.agency_id == look.agency_id]
    if any(one.code == WHATEVER and one.released_at is None for one in about):
        return WHATEVER
    code = _secret_of(look, tellable)
    if code is None:
        return None
    released = any(
        one.code == code and one.released_at is not None and look.at <= one.released_at for one in about
    )
    return None if released else code


def _secret_of(look: LookFact, tellable: Mapping[str, bool]) -> str | None:
    """The ground that must not be known and shows through this look, if there is one."""
    if look.outcome == TOLD:
        secret = [code for code in (*look.grounds, look.came_by) if not tellable.get(code)]
        return secret[0] if secret else None
    if look.act.split(":")[0] == MEETINGS and (CONSENT not in look.grounds or CONFERENCE in look.grounds):
        return CONFERENCE
    if CONSENT in look.grounds:
        return None
    if not tellable.get(look.came_by):
        return look.came_by or UNKNOWN
    return None if any(tellable.get(code) for code in look.grounds) else (*look.grounds, UNKNOWN)[0]


def ground_told(look: LookFact, *, tellable: Mapping[str, bool]) -> str:
    """The one ground named beside an entry: consent first, then any that may be told, then whatever it was.

    根拠: 個人情報の保護に関する法律第69条
    """
    named = [code for code in look.grounds if tellable.get(code)]
    return CONSENT if CONSENT in named else (*named, *look.grounds, look.came_by)[0]


def may_give_report(
    *, city_office: bool, undecided: int, overdue: int, from_on: date, today: date, checked_how: str
) -> Verdict:
    """May the report be handed over now? What is kept back must stand on the word of two people, looked at in time.

    根拠: 個人情報の保護に関する法律第78条第1項、個人情報の保護に関する法律第81条
    """
    return (
        when(
            not city_office,
            "office",
            "この紙は、役所の担当の課が渡します。本人には、役所の窓口を案内してください。",
        )
        & when(
            undecided > 0,
            "undecided",
            f"知らせないものが{undecided}件、まだ2人で決まっていません。下の表で起案し、ほかの人が承認してください。",
            law=LAW,
        )
        & when(
            overdue > 0, "overdue", f"見直しの日を過ぎた決まりが{overdue}件あります。先に見直してください。"
        )
        & when(from_on > today, "from_on", "いつからの分かは、今日までの日にしてください。")
        & when(not checked_how.strip(), "checked_how", "渡す相手を、どうやって確かめたかを書いてください。")
    )


def may_propose_hold(*, words: str, already: bool, city_office: bool) -> Verdict:
    """May it be proposed to keep an agency's looks from the person? It works at once; a second person must agree.

    根拠: 個人情報の保護に関する法律第78条第1項
    """
    return (
        when(not city_office, "office", "知らせない決まりは、役所の担当の課が作ります。")
        & when(already, "agency", "同じ機関・同じ根拠の決まりが、もうあります。")
        & when(not words.strip(), "words", "なぜ知らせられないかを書いてください。", law=LAW)
    )


def may_approve_hold(
    *, approved: bool, released: bool, by_proposer: bool, recheck_on: date | None, today: date
) -> Verdict:
    """Two people, and a day on which it is looked at again, within a year.

    根拠: 個人情報の保護に関する法律第78条第1項
    """
    return (
        when(approved or released, "done", "この決まりは、もう承認されているか、終わっています。")
        & when(by_proposer, "proposer", "起案した人は承認できません。ほかの人に頼んでください。")
        & _recheck_day(recheck_on, today)
    )


def may_recheck_hold(
    *,
    approved: bool,
    released: bool,
    by_proposer: bool,
    ends: bool,
    words: str,
    recheck_on: date | None,
    today: date,
) -> Verdict:
    """Looking again: either it ends and the person is told from now on, or it goes on with its reason and a new day.

    根拠: 個人情報の保護に関する法律第78条第1項
    """
    return (
        when(released, "done", "この決まりは、もう終わっています。")
        & when(not approved, "approved", "まだ承認されていません。先に承認してください。")
        & when(by_proposer, "proposer", "起案した人は見直せません。ほかの人に頼んでください。")
        & when(not words.strip(), "words", "見直して分かったことを書いてください。")
        & (_recheck_day(recheck_on, today) if not ends else YES)
    )


def _recheck_day(recheck_on: date | None, today: date) -> Verdict:
    near = recheck_on is not None and 0 < (recheck_on - today).days <= 366
    return when(not near, "recheck_on", "次に見直す日を、明日から1年以内で決めてください。")
