"""Whose work is counted: what the counting functions are asked. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from norishiro.agencies.choices import Programme
from norishiro.reports.choices import ScopeKind


@dataclass(frozen=True)
class Scope:
    """One part of the work. ``own``: only what these agencies wrote is counted; None where everything is."""

    kind: str
    key: str
    label: str
    ids: tuple[UUID, ...] = ()
    codes: tuple[str, ...] = ()
    own: tuple[UUID, ...] | None = None

    @property
    def code(self) -> str:
        """As an address or a form names it."""
        return f"{self.kind}:{self.key}" if self.key else self.kind

    @property
    def title(self) -> str:
        return self.label if self.kind == ScopeKind.TOWN else f"{ScopeKind(self.kind).label}：{self.label}"

    @property
    def is_whole(self) -> bool:
        """Is everything counted that belongs to it, whoever wrote it?"""
        return self.own is None or (self.kind == ScopeKind.AGENCY and set(self.ids) <= set(self.own))


def town_or_programme(programme: str) -> Scope:
    """The whole town, or one programme of it."""
    if not programme:
        return Scope(ScopeKind.TOWN, "", "全体")
    return Scope(ScopeKind.PROGRAMME, programme, str(Programme(programme).label), codes=(programme,))
