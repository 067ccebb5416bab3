"""O10: an office's old list is brought in without a row dropped in silence, twice the same as once, and cut off anywhere the
same as in one go.

A workbook is made as dirty as they are, with the answer beside it. The power goes in the middle of a batch, at a write of
its own choosing, several times over; the same file is brought again by the command, as an office would.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import RoleKind
from norishiro.agencies.models import Staff
from norishiro.core.operation import announce
from norishiro.exchange import operations
from norishiro.exchange.models import Bringing
from norishiro.people.models import Household, Membership, Person, Protection
from tests.assurance.dirty_workbook import GAIJI, Dirty, dirty_workbook
from tests.assurance.evidence import Evidence
from tests.factories import agencies
from tests.rooms.consultations import town as towns

pytestmark = pytest.mark.django_db

SEED = 20261123
CUTS = 4
MOST_SECONDS = 600


class PowerCut(Exception):
    """Nothing after this statement happened."""


def test_o10_no_row_is_dropped_and_a_cut_changes_nothing(evidence: Evidence, tmp_path: Path) -> None:
    rows = evidence.at_scale(small=200, ci=2_000, nightly=50_000)
    dirty = dirty_workbook(rows=rows, seed=SEED)
    file = tmp_path / "名簿.xlsx"
    file.write_bytes(dirty.content)
    towns.town()
    chief = agencies.actor("架空 課長", agency=agencies.agency("架空の福祉課"), kinds=(RoleKind.MANAGER,))

    began = monotonic()
    with transaction.atomic():
        bring(chief, file)
        took = monotonic() - began
        announce(chief)
        whole = standing()
        missing = unaccounted(Bringing.objects.get(), dirty)
        with pytest.raises(CommandError, match="いま取り込める行がありません"):
            bring(chief, file)
        announce(chief)
        again = standing()
        second = Counter(Bringing.objects.order_by("-made_at")[0].rows.values_list("destination", flat=True))
        transaction.set_rollback(True)
    announce(chief)
    assert (Person.objects.count(), Bringing.objects.count()) == (0, 0)

    cuts = cut_and_go_on(chief, dirty, batch=max(20, rows // 8))
    announce(chief)
    resumed = standing()

    evidence.shows(
        row="O10", figure=f"{rows} 行のうち、行き先のない行・食いちがう行 {missing}（外字 {whole[GAIJI]} 人）", target="0",
        holds=missing == 0 and whole[GAIJI] > 0,
    )  # fmt: skip
    evidence.shows(
        row="O10", figure=f"二度めに変わったもの {int(again != whole)}、新しく入る行 {second['NEW']}", target="0、0",
        holds=again == whole and second["NEW"] == 0 and second["SAME"] == dirty.went["NEW"] + dirty.went["SAME"],
    )  # fmt: skip
    evidence.shows(
        row="O10", figure=f"取り込みの途中で {cuts} 回切れたあとの食いちがい {int(resumed != whole)}", target=f"0（{CUTS} 回）",
        holds=cuts == CUTS and resumed == whole,
    )  # fmt: skip
    evidence.shows(
        row="O10",
        figure=f"{rows} 行を {took:.0f} 秒",
        target=f"{MOST_SECONDS} 秒まで",
        holds=took <= MOST_SECONDS,
    )


def bring(actor: Actor, file: Path) -> None:
    login = Staff.objects.get(id=actor.staff_id).login_id
    call_command("bring", str(file), "--as", login, "--take", stdout=StringIO())


def unaccounted(bringing: Bringing, dirty: Dirty) -> int:
    """Rows that are nowhere or elsewhere than the answer says, and people who are not as they should be."""
    went = Counter(bringing.rows.values_list("destination", flat=True))
    lines = bringing.above + bringing.heading_lines + bringing.blank + sum(went.values())
    people = {
        (number, kana.removeprefix("かくう "), birth)
        for number, kana, birth in bringing.rows.filter(destination="NEW", done=True).values_list(
            "number", "person__kana", "person__birth"
        )
    }
    hidden = {one.person.kana for one in Protection.objects.select_related("person")}
    shown = Person.objects.filter(kana__in=dirty.hidden).exclude(address="", phone="").count()
    silent = sum(not row.notes for row in bringing.rows.filter(destination="HELD"))
    moved = sum((went - dirty.went).values()) + sum((dirty.went - went).values())
    return (
        abs(lines - dirty.lines) + abs(bringing.merged - dirty.merged) + moved + len(people ^ dirty.people)
        + len(hidden ^ dirty.hidden) + shown + silent + abs(Person.objects.count() - len(dirty.people))
    )  # fmt: skip


def standing() -> dict[str, Any]:
    """Everything the file brought, without what differs from run to run."""
    people = list(
        Person.objects.order_by("kana").values_list("kana", "name", "sex", "birth", "address", "phone")
    )
    return {
        "people": people,
        "homes": sorted(Household.objects.values_list("label", "address")),
        "members": sorted(Membership.objects.values_list("household__label", "person__kana", "relation")),
        "flags": sorted(Protection.objects.values_list("person__kana", "kind", "state")),
        GAIJI: sum(GAIJI in one[1] for one in people),
    }


def cut_and_go_on(actor: Actor, dirty: Dirty, *, batch: int) -> int:
    """Take in batches; the power goes in some of them, at a write of any kind. Read the file anew after each cut."""
    chance = random.Random(SEED)
    today, cuts = timezone.localdate(), 0
    while True:
        bringing = operations.read_file(
            actor, kind="PEOPLE", content=dirty.content, file_name="名簿.xlsx", layout=None, most=60_000, today=today
        )  # fmt: skip
        operations.take_rows(actor, bringing=bringing, now=timezone.now(), today=today, most=batch)
        if cuts == CUTS:
            break
        before = standing()
        with suppress(PowerCut), connection.execute_wrapper(cut_after(chance.randrange(1, 12))):
            operations.take_rows(actor, bringing=bringing, now=timezone.now(), today=today, most=batch)
            raise AssertionError("まだ切れていない")
        announce(actor)
        assert standing() == before
        cuts += 1
    while operations.take_rows(actor, bringing=bringing, now=timezone.now(), today=today, most=batch).left:
        pass
    return cuts


def cut_after(writes: int) -> Callable[..., Any]:
    """Let so many rows of SQL write, then nothing more."""
    left = writes

    def wrapper(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal left
        if sql.lstrip().upper().startswith(("INSERT", "UPDATE")):
            left -= 1
            if left < 0:
                raise PowerCut
        return execute(sql, params, many, context)

    return wrapper


def test_the_workbook_is_as_dirty_as_it_says() -> None:
    dirty = dirty_workbook(rows=400, seed=1)
    assert sum(dirty.went.values()) == 400
    assert dirty.lines == 400 + dirty.above + dirty.heading_lines + dirty.blank
    assert min(dirty.went.values()) > 0
    assert (dirty.blank > 0, dirty.merged > 1, len(dirty.hidden) > 0) == (True, True, True)
    births = sorted(date.fromisoformat(birth) for _number, _kana, birth in dirty.people)
    assert births[-1] - births[0] > timedelta(days=365 * 60)
