"""What a body may deal with, and on which ground. Pure: values in, an answer or a Verdict with every reason out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

SUPPORT, LAYERED, AGREED = "SUPPORT", "LAYERED", "AGREED"

CONFERENCE, CONSENT, PURPOSE = "J6", "C0", "P69-0"

WAITING_STATES = frozenset({"WAITING", "CARRIED"})

LIVE_SITTINGS = frozenset({"CALLED", "OPEN"})

LAW_106_6 = "社会福祉法第106条の6第1項"

LAW_ASK = "社会福祉法第106条の6第3項"

LAW_SECRECY = "社会福祉法第106条の6第5項"

GUIDELINE = "重層的支援体制整備事業実施要綱"

# Which partner fields a national concern calls for. The table proposes; staff decide.
FIELDS_FOR_CONCERN: dict[str, tuple[str, ...]] = {
    "HEALTH": ("MEDICAL", "DISABILITY"),
    "HOUSING": ("HOUSING",),
    "INCOME": ("POVERTY",),
    "RENT": ("POVERTY", "HOUSING"),
    "TAX": ("POVERTY",),
    "DEBT": ("POVERTY", "JUSTICE"),
    "JOB_SEEKING": ("WORK",),
    "WORK_TROUBLE": ("WORK",),
    "COMMUNITY": ("RESIDENT", "CIVIL"),
    "FAMILY": ("GENERAL",),
    "CHILDCARE": ("CHILD",),
    "CARE": ("ELDERLY",),
    "HIKIKOMORI": ("CHILD", "WORK"),
    "VIOLENCE": ("JUSTICE", "CHILD"),
    "FOOD": ("POVERTY", "CIVIL"),
}


@dataclass(frozen=True)
class BodyFact:
    """A 会議体 as the rules see it."""

    kind: str
    ground: str
    anonymous: bool
    in_force: bool
    procedure_on: date | None = None
    has_convener: bool = False
    only_unconsented: bool = False
    asks_consent: bool = False


def serves_as_support(body: BodyFact) -> bool:
    """Is this body the 支援会議 of the municipality? A care conference, or a meeting about one case, only where the town
    placed it there.

    根拠: 社会福祉法第106条の6第1項（ほかの会議は、それだけでは支援会議にならない）
    """
    return body.kind in (SUPPORT, "BOTH") or (body.kind in ("CARE", "OTHER") and body.ground == CONFERENCE)


def takes_agreed(body: BodyFact) -> bool:
    """Does another meeting of the town (困窮の支援調整会議) take cases on consent, without being a 重層的支援会議?

    根拠: 個人情報の保護に関する法律第69条第2項第1号（本人の同意があるとき）、社会福祉法第106条の6第1項（ほかの会議は、それだけでは支援会議にならない）
    """
    return body.kind in ("CARE", "OTHER") and body.asks_consent and not body.anonymous


def body_takes(body: BodyFact, *, kind: str) -> bool:
    """Can a case be on this body's table as this kind?

    根拠: 社会福祉法第106条の6第1項、重層的支援体制整備事業実施要綱
    """
    if kind == LAYERED:
        return body.kind in (LAYERED, "BOTH")
    return takes_agreed(body) if kind == AGREED else serves_as_support(body)


def basis_of(*, kind: str, body: BodyFact) -> str:
    """The one legal basis of an item: 支援会議 → J6, 重層的支援会議 and other meetings on consent → C0; a trial without
    names needs neither.

    根拠: 社会福祉法第106条の6第1項、重層的支援体制整備事業実施要綱、個人情報の保護に関する法律第69条第1項
    """
    if kind in (LAYERED, AGREED):
        return CONSENT
    return CONFERENCE if serves_as_support(body) else PURPOSE


def fields_for(concerns: Iterable[str]) -> dict[str, str]:
    """Partner fields that the household's concerns call for, each with the concern that called for it.

    根拠: 社会福祉法第106条の4第2項第5号（支援関係機関の連携）
    """
    found: dict[str, str] = {}
    for concern in concerns:
        for field in FIELDS_FOR_CONCERN.get(concern, ()):
            found.setdefault(field, concern)
    return found
