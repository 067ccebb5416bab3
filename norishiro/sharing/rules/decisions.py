"""The pure decision, free of Django: may this actor see this record.

``decide`` and the walls in the database say the same; the twin test compares them row by row.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from norishiro.core.verdict import YES, Verdict, no, when

OWN = "OWN"


@dataclass(frozen=True)
class GrantFact:
    """One grant, as the rule sees it."""

    recipient_id: UUID
    depth: int
    categories: int
    ground: str
    from_at: datetime
    until_at: datetime | None
    sealed: bool = False


@dataclass(frozen=True)
class RecordFact:
    """The record asked for. ``basis`` is None for the subject itself (a person, a case); ``written_by`` are the
    agencies whose own words stand in it."""

    depth: int
    categories: int
    basis: str | None = None
    written_by: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class Looking:
    """Who looks, and when. ``excluded``: shut out of this subject by name (利益相反). ``stopped``: its use was stopped
    (利用停止), and no law lets this member of staff in meanwhile."""

    staff_id: UUID
    agency_ids: frozenset[UUID]
    now: datetime
    excluded: bool = False
    stopped: bool = False


@dataclass(frozen=True)
class Decision:
    verdict: Verdict
    ground: str = ""


def decide(looking: Looking, record: RecordFact, grants: Iterable[GrantFact]) -> Decision:
    """May the actor see the record? Prohibitions come first; then one live grant must suffice by itself.

    Who is shut out by name learns nothing of a stop. 緊急閲覧 leaves grants too shallow for anything (ADR 0021).
    根拠: 個人情報の保護に関する法律第69条（利用及び提供の制限）、個人情報の保護に関する法律第100条（利用停止）、
    社会福祉法第106条の6
    """
    if looking.excluded:
        return Decision(no("excluded", "利害関係があるため、この記録は開けないように決められています。"))
    if looking.stopped:
        return Decision(
            no(
                "use_stopped",
                "本人の求めにより使うのを止めているため、この記録はだれも開けません。",
                law="個人情報の保護に関する法律第100条",
            )
        )
    sealed = False
    for grant in grants:
        if _opens(looking, record, grant):
            return Decision(YES, grant.ground)
        sealed = sealed or (grant.sealed and _opens(looking, record, replace(grant, sealed=False)))
    if sealed:
        return Decision(
            no(
                "no_oath",
                "守秘の確認（誓約）がまだです。会議の画面で確認すると開きます。",
                law="社会福祉法第106条の6第5項",
            )
        )
    return Decision(
        no("no_grant", "この記録を見る根拠がありません。", law="個人情報の保護に関する法律第69条")
    )


def _opens(looking: Looking, record: RecordFact, grant: GrantFact) -> bool:
    mine = grant.recipient_id == looking.staff_id or grant.recipient_id in looking.agency_ids
    live = (
        not grant.sealed
        and grant.from_at <= looking.now
        and (grant.until_at is None or grant.until_at > looking.now)
    )
    covers = grant.categories & record.categories == record.categories
    return mine and live and covers and _reaches(looking, record, grant)


def _reaches(looking: Looking, record: RecordFact, grant: GrantFact) -> bool:
    """One's own work opens what one's own agency wrote, however shallow the grant; any other ground opens what was
    born under the same, as deep as it reaches."""
    deep = grant.depth >= record.depth
    if record.basis is None:
        return deep
    if grant.ground == OWN:
        return bool(record.written_by & looking.agency_ids)
    return deep and grant.ground == record.basis


def may_grant(*, subjects: int, recipients: int, grounded: bool) -> Verdict:
    """May a right to look be written down? Never without somebody, something, and a ground that is known.

    根拠: 個人情報の保護に関する法律第69条（利用及び提供の制限）
    """
    return when(
        subjects == 0 or recipients == 0, "nothing_to_grant", "共有する相手か対象が選ばれていません。"
    ) & when(
        not grounded,
        "ground",
        "共有の根拠が選ばれていません。根拠のない共有はできません。「根拠」の一覧から一つ選んでください。",
        law="個人情報の保護に関する法律第69条",
    )
