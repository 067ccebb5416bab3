"""C8: a protection is not lifted by mistake.

目黒 2025 is played again in many orders: a list of ended protections is drawn up, the person applies again, the list is
worked off. And: an old list, a list that did not come, a list that leaves the person out, two tabs, two at once, one
person twice, another office, a role too few. Only two people of the office, on the version that stands, may end it.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connections, transaction

from config import doctor, env, state
from config.env import Environment
from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import RoleKind
from norishiro.agencies.models import Agency
from norishiro.casework.queries import today_watched
from norishiro.core.operation import announce
from norishiro.core.verdict import Refused
from norishiro.people import operations, queries, rules
from norishiro.people.choices import ProtectionState
from norishiro.people.models import Lifting, Person, Protection, SuppressionRow
from norishiro.people.suppressions import ListedPerson
from tests.assurance.evidence import Evidence
from tests.config.test_command import address
from tests.factories import agencies

pytestmark = pytest.mark.django_db

TODAY = date(2026, 5, 8)
ADDRESS = "東京都豊島区かなりや町9-87-65"


@dataclass
class Office:
    """Two colleagues of the office, one without the role, one of another office, and the person."""

    first: Actor
    second: Actor
    csw: Actor
    stranger: Actor
    person: Person
    protection: Protection


@pytest.fixture
def office() -> Office:
    place = agencies.agency("女性相談の窓口")
    first, second = (agencies.actor(name, agency=place) for name in ("窓口 一郎", "窓口 二郎"))
    person = operations.add_person(
        first, name="架空 はるか", kana="かくうはるか", address=ADDRESS, today=TODAY,
    )  # fmt: skip
    Person.objects.filter(id=person.id).update(birth_earliest=date(1990, 1, 2), birth_latest=date(1990, 1, 2))
    protection = operations.protect(
        first, person=person, kind="DV", basis="申出", office=Agency.objects.get(id=place.id), fields={"ADDRESS"},
        from_on=date(2025, 4, 1), renew_by=TODAY + timedelta(days=1), today=TODAY,
    )  # fmt: skip
    return Office(
        first, second, agencies.actor("見守 三郎", agency=place, kinds=(RoleKind.CSW,)), agencies.actor("よそ 花子"),
        person, protection,
    )  # fmt: skip


def listed(*, ended: bool, name: str = "架空 はるか", birth: date = date(1990, 1, 2)) -> ListedPerson:
    return ListedPerson(line_no=2, name=name, kana="かくうはるか", birth=birth, kind="DV", has_ended=ended)


def take(actor: Actor, lines: list[ListedPerson], *, issued_on: date, today: date) -> Any:
    return operations.take_suppressions(actor, lines=lines, content=b"", issued_on=issued_on, today=today)


def ask(actor: Actor, protection: Protection, *, version: int) -> Lifting:
    return operations.ask_lifting(
        actor, protection=protection, version=version, reason="終了の知らせがあった", today=TODAY
    )


def stands(office: Office) -> bool:
    announce(office.first)
    protection = Protection.objects.get(id=office.protection.id)
    return protection.state != ProtectionState.ENDED and Person.objects.get(id=office.person.id).address == ""


def refused(attempt: Callable[[], Any]) -> bool:
    """Whether it was refused; what it did is undone."""
    try:
        with transaction.atomic():
            attempt()
            raise AssertionError("was not refused")
    except Refused:
        return True
    except AssertionError:
        return False


def renewal(office: Office, actor: Actor) -> None:
    operations.renew_protection(
        actor, protection=office.protection, basis="再申出", renew_by=date(2027, 5, 8), today=TODAY
    )


def version_of(office: Office) -> int:
    announce(office.first)
    return Protection.objects.get(id=office.protection.id).version


def test_meguro_in_many_orders(office: Office, evidence: Evidence) -> None:
    """Every attempt to end what was applied for again in between; the order of everything else is drawn by lot."""
    dice = random.Random(20250514)
    answers: list[bool] = []
    for day in range(evidence.at_scale(small=15, ci=300, nightly=2000)):
        answers += one_spring(office, dice, issued_on=TODAY + timedelta(days=day + 1))
        assert stands(office)
    evidence.shows(
        row="C8",
        figure=f"{sum(answers)} of {len(answers)} attempts refused",
        target="100 % refused",
        holds=all(answers),
    )


def one_spring(office: Office, dice: random.Random, *, issued_on: date) -> list[bool]:
    """One asks that it ends; the person applies again and a list comes, in either order; then all the wrong buttons."""
    asker, other = dice.sample([office.first, office.second], 2)
    seen = version_of(office)
    lifting = ask(asker, office.protection, version=seen)
    line = listed(ended=dice.random() < 0.5)
    between: list[Callable[[], Any]] = [
        lambda: renewal(office, dice.choice([office.first, office.second])),
        lambda: take(office.first, [line], issued_on=issued_on, today=issued_on),
    ]
    for step in dice.sample(between, 2):
        step()
    now = version_of(office)
    return [
        refused(lambda: operations.lift_protection(other, lifting=lifting, version=seen, today=TODAY)),
        refused(lambda: operations.lift_protection(other, lifting=lifting, version=now, today=TODAY)),
        refused(lambda: operations.lift_protection(asker, lifting=lifting, version=seen, today=TODAY)),
        refused(lambda: ask(other, office.protection, version=seen)),
        refused(lambda: take(office.second, [line], issued_on=issued_on, today=issued_on)),
    ]


def test_a_list_neither_ends_nor_leaves_out(office: Office) -> None:
    take(office.first, [listed(ended=True)], issued_on=TODAY, today=TODAY)
    take(office.first, [listed(ended=False, name="ほか の人", birth=date(1950, 1, 1))], issued_on=TODAY + timedelta(1), today=TODAY + timedelta(1))  # fmt: skip

    assert stands(office)
    assert [(row.name, row.state) for row in queries.rows_waiting(office.first)] == [("架空 はるか", "ENDED")]


def test_an_old_list_and_the_same_list_are_refused(office: Office) -> None:
    take(office.first, [listed(ended=False)], issued_on=TODAY, today=TODAY)

    for issued_on in (TODAY - timedelta(days=1), TODAY):
        with pytest.raises(Refused) as refusal:
            take(office.second, [listed(ended=True)], issued_on=issued_on, today=TODAY)
        assert [one.code for one in refusal.value.verdict.reasons] == ["issued_on"]


def test_a_list_that_does_not_come_alarms_the_next_day_and_keeps_everything_hidden(office: Office) -> None:
    take(office.first, [listed(ended=False)], issued_on=TODAY, today=TODAY)

    found = [queries.late_list(office.first, today=TODAY + timedelta(days=days)) for days in (0, 1, 2, 30)]

    alarms = [one.issued_on if one else None for one in found]

    assert alarms == [None, None, TODAY, TODAY]
    assert stands(office)


def test_a_day_that_passes_ends_nothing(office: Office) -> None:
    over = TODAY + timedelta(days=400)

    assert stands(office)
    assert [one.renew_by <= over for one in queries.protections_kept(office.first) if one.renew_by] == [True]


def test_one_person_twice_two_tabs_another_office_and_a_role_too_few_are_refused(office: Office) -> None:
    lifting = ask(office.first, office.protection, version=1)
    wrong: list[Callable[[], Any]] = [
        lambda: operations.lift_protection(office.first, lifting=lifting, version=1, today=TODAY),
        lambda: operations.lift_protection(office.csw, lifting=lifting, version=1, today=TODAY),
        lambda: operations.lift_protection(office.second, lifting=lifting, version=0, today=TODAY),
        lambda: ask(office.second, office.protection, version=1),
        lambda: ask(office.csw, office.protection, version=1),
    ]
    assert [refused(one) for one in wrong] == [True] * len(wrong)
    with pytest.raises((Refused, Protection.DoesNotExist)):
        operations.lift_protection(office.stranger, lifting=lifting, version=1, today=TODAY)

    operations.lift_protection(office.second, lifting=lifting, version=1, today=TODAY)
    assert not stands(office)
    # The second tab, opened before: its button comes too late, and does nothing a second time.
    assert refused(lambda: operations.lift_protection(office.second, lifting=lifting, version=1, today=TODAY))


def test_in_doubt_it_is_hidden_until_two_have_decided(office: Office) -> None:
    like = operations.add_person(
        office.first, name="似田 みか", kana="にたみか", address="東京都豊島区かなりや町1-2-3", today=TODAY
    )

    take(office.first, [ListedPerson(line_no=2, name="似田 みか", kana="にたみか", birth=date(1980, 3, 3))], issued_on=TODAY, today=TODAY)  # fmt: skip
    like.refresh_from_db()
    row = SuppressionRow.objects.get(state="DOUBT")

    assert (like.address, row.agrees) == ("", "氏名・かな")
    protection = Protection.objects.get(person=like)
    with pytest.raises(Refused):
        operations.lift_protection(
            office.first, lifting=ask(office.first, protection, version=1), version=1, today=TODAY
        )
    operations.settle_doubt(office.second, row=row, today=TODAY)
    assert Protection.objects.get(person=like).state == "ACTIVE"
    assert Lifting.objects.get(protection=protection).state == "VOID"


@pytest.mark.parametrize(("days", "late"), [(0, False), (1, False), (2, True)])
def test_late_is_the_day_after_it_was_to_come(days: int, late: bool) -> None:
    assert rules.list_is_late(newest=TODAY, every_days=1, today=TODAY + timedelta(days=days)) is late


@pytest.mark.django_db(transaction=True)
def test_a_list_that_does_not_come_is_told_within_a_day_and_lifts_nothing(
    office: Office, evidence: Evidence
) -> None:
    """Today's page of those who answer for it, and the doctor, day by day after the last list."""
    take(office.first, [listed(ended=False)], issued_on=TODAY, today=TODAY)
    environment = as_the_doctor()

    def told(days: int) -> tuple[bool, bool, bool]:
        today = TODAY + timedelta(days=days)
        with transaction.atomic():
            announce(office.second)
            lines = [line for _code, line in today_watched.protections(office.second, today=today)]
            hidden = stands(office)
        faults = list(doctor.suppression_lists(environment, today=today))
        return any(line.kind == "feed" for line in lines), len(faults) == 1, hidden

    days = {ago: told(ago) for ago in (0, 1, 2, 3, 30, 400)}

    with transaction.atomic():
        announce(office.stranger)
        assert queries.late_list(office.stranger, today=TODAY + timedelta(days=2)) is None
    assert days[0] == days[1] == (False, False, True)
    first = next(ago for ago, (page, by_doctor, _stands) in days.items() if page and by_doctor)
    evidence.shows(
        row="C8",
        figure=f"来るはずの日（1日目）が過ぎて{(first - 2) * 24}時間で、今日と点検の両方に出る。伏せたまま {all(one[2] for one in days.values())}",
        target="24時間以内に知らせ、伏せたまま",
        holds=first == 2 and days[2] == days[3] == days[30] == days[400] == (True, True, True),
    )


def as_the_doctor() -> Environment:
    """The installation as its keeper sees it: this test's database, as the owner."""
    here = env.current()
    if not here.is_embedded:
        pytest.skip("組み込みのサーバーでだけ、持ち主の住所が分かる")
    password = (here.home / state.OWNER_PASSWORD).read_text(encoding="ascii")
    name = str(connections.settings["default"]["NAME"])
    return env.parse(
        {
            "NORISHIRO_HOME": str(here.home),
            "DATABASE_URL": address(here.home, user="norishiro_owner", password=password, database=name),
        }
    )
