"""What became of those who went to a place, in broad numbers: for whoever thinks of sending somebody there."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from norishiro.agencies.actor import Actor
from norishiro.agencies.permissions import Permission
from norishiro.matching import rules, tracks


@dataclass(frozen=True)
class Experience:
    """One place's own experience: each step with how many reached it, and why some ended. Nobody and a few are told alike."""

    steps: tuple[tuple[str, str], ...]
    reasons: tuple[str, ...]
    is_few: bool


def experience_at(actor: Actor, *, place_id: UUID) -> Experience | None:
    """None where the actor opens nobody's page: then it is no business of theirs who went where."""
    if not actor.may(Permission.SEE_PEOPLE):
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT what, code, people FROM matching_experience_at(%s)", [place_id])
        found = {(what, code): people for what, code, people in cursor.fetchall()}
    ended = {code: people for (what, code), people in found.items() if what == "ENDED"}
    tells = rules.tells_reasons(ended=sum(ended.values()))
    return Experience(
        steps=tuple(_steps(found)), reasons=tuple(_reasons(ended)) if tells else (),
        is_few=rules.are_few(found.get(("BEGUN", ""), 0)),
    )  # fmt: skip


def _steps(found: dict[tuple[str, str], int]) -> list[tuple[str, str]]:
    """Begun, each stage in the order of its track, each month of settling, and who is there still."""
    stages = {stage.code: stage.name for track in tracks.lists().tracks for stage in track.stages}
    lines = [("はじめた", found.get(("BEGUN", ""), 0))]
    lines += [(f"「{name}」まで進んだ", found.get(("STAGE", code), 0)) for code, name in stages.items()]
    lines += [
        (f"{months}か月たって続いていた", found.get(("STAYED", str(months)), 0))
        for months in tracks.lists().settle_months
    ]
    lines.append(("いま続いている", found.get(("LIVE", ""), 0)))
    return [(label, rules.told_band(number)) for label, number in lines]


def _reasons(ended: dict[str, int]) -> list[str]:
    """The reasons that were given, in the order of their list, without numbers."""
    return [one.name for one in tracks.lists().ends if ended.get(one.code)]
