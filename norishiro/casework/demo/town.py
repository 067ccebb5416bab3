"""Laying the demo town: its staff, and for the presets that have them, its stories."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from norishiro.agencies.models import Appointment, Staff
from norishiro.casework.demo.accounts import PASSWORD, Account, accounts_for, appoint_all
from norishiro.casework.demo.stage import Stage
from norishiro.casework.demo.stories_hachioji import tell as tell_hachioji
from norishiro.casework.demo.stories_toshima import tell as tell_toshima
from norishiro.casework.demo.windows import guide_windows
from norishiro.casework.events import DEMO_TOWN_LAID
from norishiro.ledger.operations import sign_system
from norishiro.profiles.lookups import version_on
from norishiro.profiles.schema.profile import Profile

STORIES: dict[str, Callable[[Stage], None]] = {"toshima": tell_toshima, "hachioji": tell_hachioji}
# The staff were there before the first story begins.
IN_POST = timedelta(days=500)


@dataclass(frozen=True)
class AccountLine:
    """One line of the list that is handed to whoever tries the program out."""

    login: str
    password: str
    name: str
    hats: str

    def __str__(self) -> str:
        return f"{self.login:<12}{self.password}  {self.name}（{self.hats}）"


@transaction.atomic
def lay_town(profile: Profile, *, today: date) -> list[AccountLine]:
    """Make the staff and tell the stories, through the same verbs as the pages, all or nothing.

    Changes: staff, appointments, and (where the preset has stories) people, cases, meetings, plans. Recorded: every
    verb's own line, and one line of the program. Does nothing where anybody can log in already.
    """
    if Staff.objects.exists():
        return []
    version = version_on(today)
    preset = version.name if version else ""
    accounts = accounts_for(profile, preset=preset, today=today)
    actors = appoint_all(accounts, since=today - IN_POST, today=today)
    guide_windows(actors[accounts[0].login], since=today - IN_POST, today=today)
    if preset in STORIES:
        STORIES[preset](Stage(actors=actors, today=today))
    sign_system(DEMO_TOWN_LAID, changes={"accounts": (0, len(accounts))}, reason=preset)
    return list(_lines(accounts))


def _lines(accounts: Iterable[Account]) -> Iterator[AccountLine]:
    for account in accounts:
        held = Appointment.objects.filter(staff__login_id=account.login).select_related("agency", "role")
        hats: dict[str, list[str]] = {}
        for appointment in held:
            hats.setdefault(appointment.agency.name, []).append(appointment.role.label)
        words = "／".join(f"{agency} {'・'.join(roles)}" for agency, roles in hats.items())
        yield AccountLine(account.login, PASSWORD, account.name, words)
