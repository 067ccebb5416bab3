"""Which of the two figures of 参加支援 an office reports as its own, and why: what its settings say for that time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from norishiro.profiles.current import NoProfileError, current_profile
from norishiro.profiles.schema.profile import Profile
from norishiro.reports import definitions
from norishiro.reports.definitions import Figure
from norishiro.reports.periods import Period


@dataclass(frozen=True)
class OwnRule:
    """The figure, where that is laid down, and the one it was at the beginning of the time, if that was another."""

    figure: Figure
    why: str
    was: Figure | None

    @property
    def changed(self) -> list[str]:
        if self.was is None:
            return []
        return [
            f"この自治体が実績とする数は、この期間のうちに「{self.was.label}」から「{self.figure.label}」に変わりました。"
        ]

    @property
    def told(self) -> list[str]:
        """The sentences printed with every report of taking part."""
        return [f"参加支援の実績とする数は「{self.figure.label}」です（{self.why}）。", *self.changed]


def own_rule(period: Period, *, today: date) -> OwnRule:
    """The figure at the end of this time, or today if the time is not over."""
    profile, before = _profile_on(min(period.last, today)), _profile_on(min(period.first, today))
    figure, was = (definitions.FIGURES[definitions.own_rule(one)] for one in (profile, before))
    if profile is None or profile.counting.evidence == ("既定",):
        why = "ふつうの決まり。自治体の設定で変えられます"
    else:
        why = f"自治体の設定。出典：{'、'.join(profile.counting.evidence)}"
    return OwnRule(figure, why, was if before is not None and was != figure else None)


def _profile_on(on: date) -> Profile | None:
    try:
        return current_profile(on)
    except NoProfileError:
        return None
