"""The invented town: laid at once, and yet what the verbs would have left behind, with grants and a ledger that hold."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from config import doctor, preparing
from config.env import parse
from config.refusal import StartRefused
from norishiro.agencies.actor import Actor, actor_for
from norishiro.agencies.models import Appointment, Area, Staff
from norishiro.cases.models import Case, Issue, Role
from norishiro.casework.management.commands.town import NEW_PLACE
from norishiro.casework.town import laying
from norishiro.casework.town.homes import SURNAMES
from norishiro.casework.town.sizes import SIZES
from norishiro.core.operation import announce
from norishiro.finding.models import Passage
from norishiro.outreach import segments
from norishiro.outreach.models import Contact, Segment
from norishiro.people.models import Person
from norishiro.profiles.models import ProfileVersion
from norishiro.sharing import rules
from norishiro.sharing.choices import Category, Depth
from norishiro.sharing.models import Grant
from norishiro.sharing.queries import through_gate

TODAY = date(2026, 11, 23)
SMALL = SIZES["small"]
USED = f"この場所には、もう人が登録されています。作りものの町は入れません。{NEW_PLACE}"

# Everything that laying takes down for a while, as the database tells it.
STANDING = """
SELECT 'index', indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT 'constraint', conrelid::regclass || conname || pg_get_constraintdef(oid) || convalidated::text FROM pg_constraint
UNION ALL SELECT 'trigger', tgrelid::regclass || tgname || tgenabled::text FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT 'wall', oid::regclass || relrowsecurity::text || relforcerowsecurity::text FROM pg_class WHERE relkind = 'r'
UNION ALL SELECT 'statistics', attrelid::regclass || attname || attstattarget::text FROM pg_attribute WHERE attstattarget > 0
"""


# An index put back by its own definition says the same with its casts in other places; from then on it says it word by word.
CASTS = re.compile(r"::(?:text|character varying)(?:\[\])?|[()]")


def standing() -> list[tuple[str, str]]:
    """What stands, and how; for indexes without the signs that come and go."""
    return sorted((kind, CASTS.sub("", said) if kind == "index" else said) for kind, said in asked(STANDING))


def asked(query: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


@pytest.fixture
def past_the_walls(as_owner: None) -> Iterator[None]:
    """The owner may see all, for the whole test: what ``SET LOCAL`` said of it ends with each transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET norishiro.maintenance = 'on'")
    yield


@pytest.mark.usefixtures("past_the_walls")
def test_a_small_town_stands_and_its_ledger_holds(settings: Any, tmp_path: Path) -> None:
    settings.NORISHIRO_CHECKPOINTS = (tmp_path / "hikae",)
    settings.NORISHIRO_KEYS = tmp_path / "keys"
    settings.ENV = settings.ENV.model_copy(update={"home": tmp_path})
    before = standing()

    said = StringIO()
    call_command("town", size="small", stdout=said)

    assert standing() == before
    assert (Case.objects.count(), Contact.objects.count(), Staff.objects.count()) == (60, 1_200, 24)
    assert sum(Area.objects.filter(code__startswith="K").values_list("population", flat=True)) == 2_000
    assert laying.marked() is None
    assert {name.split()[0] for name in Person.objects.values_list("name", flat=True)} <= {
        kanji for kanji, _kana in SURNAMES
    }
    said_of = dict(
        line.split() for line in said.getvalue().splitlines() if line.startswith("  ") and "（" not in line
    )
    assert (said_of["cases_case"], said_of["outreach_contact"]) == ("60", "1,200")
    assert int(said_of["people_person"]) == Person.objects.count()
    assert len((tmp_path / "demo_accounts.txt").read_text(encoding="utf-8").splitlines()) == 7
    _words_are_those_of_the_trigger()
    _contacts_come_apart_as_they_were_put()
    _ledger_holds()
    with pytest.raises(CommandError, match=USED.replace("（", ".").replace("）", ".")):
        call_command("town", size="small")


def _words_are_those_of_the_trigger() -> None:
    """Touching a row makes its trigger write what can be found and who can be found; it changes nothing."""
    findable = "SELECT * FROM people_findable ORDER BY whose"
    before = (list(Passage.objects.order_by("record_id").values_list()), asked(findable))
    with transaction.atomic(), connection.cursor() as cursor:
        for table, column in (
            ("outreach_contact", "body"),
            ("cases_issue", "title"),
            ("people_person", "address"),
        ):
            cursor.execute(f"UPDATE {table} SET {column} = {column}")
    assert (list(Passage.objects.order_by("record_id").values_list()), asked(findable)) == before
    assert len(before[0]) == sum(model.objects.count() for model in (Contact, Issue, Role))


def _contacts_come_apart_as_they_were_put() -> None:
    wrong = []
    for one in Segment.objects.select_related("contact"):
        contact = one.contact
        usual, source = segments.usual_of(
            method=contact.method, met=contact.met, with_whom=contact.with_whom, asked=""
        )
        parts = segments.taken_apart(contact.body, contact.impression, usual=usual, source=source)
        if [(part.kind, part.source, part.text) for part in parts] != [(one.kind, one.source, one.text)]:
            wrong.append(contact.body)
    assert (wrong, Segment.objects.count()) == ([], 1_200)


def _ledger_holds() -> None:
    lines = "SELECT verb, count(*) FROM ledger_entry GROUP BY verb"
    counted = dict(asked(lines))
    assert (counted["contact.recorded"], counted["case.opened"], counted["town.laid"]) == (1_200, 60, 1)
    assert counted["person.added"] == Person.objects.count()
    call_command("ledger", "checkpoint", stdout=StringIO())
    held = StringIO()
    call_command("ledger", "verify", stdout=held)
    total = sum(counted.values())
    assert held.getvalue().splitlines()[0].split("。")[0] == f"○ 台帳は{total}行、すべてつながっています"


@pytest.mark.usefixtures("past_the_walls")
def test_every_voice_of_the_gate_says_the_same_of_it(app_connection: psycopg.Connection[Any]) -> None:
    """Walls, lists and the pure rule, for one worker of every agency, over every person, case, contact and issue."""
    laying.lay(SMALL, name="small", seed=7, today=TODAY)
    grants = list(Grant.objects.all())
    workers = {post.agency_id: post.staff_id for post in Appointment.objects.filter(role__may_own_case=True)}
    shares = []
    for agency, staff in sorted(workers.items()):
        actor = actor_for(staff_id=staff, agency_id=agency, today=TODAY)
        assert actor is not None
        decided = _decided(actor, grants)
        assert _walls(actor, app_connection) == decided
        assert _lists(actor) == decided
        shares.append({name: len(ids) for name, ids in decided.items()})
    assert len(shares) == SMALL.agencies
    # Guards the three above: everybody sees something, nobody all of it.
    assert all(0 < one["outreach_contact"] < SMALL.contacts for one in shares)


TABLES: dict[str, tuple[Any, Depth, bool]] = {
    "people_person": (Person, Depth.OUTLINE, False),
    "cases_case": (Case, Depth.EXISTENCE, False),
    "outreach_contact": (Contact, Depth.PROGRESS, True),
    "cases_issue": (Issue, Depth.OUTLINE, True),
}


def _decided(actor: Actor, grants: list[Grant]) -> dict[str, set[UUID]]:
    by_subject: dict[UUID, list[rules.GrantFact]] = {}
    for one in grants:
        by_subject.setdefault(one.subject_id, []).append(
            rules.GrantFact(
                recipient_id=one.recipient_id, depth=one.depth, categories=one.categories, ground=one.ground,
                from_at=one.from_at, until_at=one.until_at, sealed=one.sealed,
            )
        )  # fmt: skip
    looking = rules.Looking(
        staff_id=actor.staff_id, agency_ids=actor.agency_ids, now=timezone.now(), excluded=False
    )
    return {
        name: {
            row.id
            for row in model.objects.all()
            if rules.decide(
                looking,
                _fact(row, depth=depth, gated=gated, name=name),
                by_subject.get(row.subject_id if gated else row.id, []),
            ).verdict.allowed
        }
        for name, (model, depth, gated) in TABLES.items()
    }


def _fact(row: Any, *, depth: Depth, gated: bool, name: str) -> rules.RecordFact:
    if gated:
        return rules.RecordFact(
            depth=depth, categories=row.categories, basis=row.basis, written_by=frozenset({row.agency_id})
        )
    return rules.RecordFact(
        depth=depth, categories=int(Category.ATTRIBUTES) if name == "people_person" else 0
    )


def _walls(actor: Actor, pages: psycopg.Connection[Any]) -> dict[str, set[UUID]]:
    told = {
        "staff": str(actor.staff_id), "agencies": ",".join(map(str, actor.agency_ids)),
        "recipients": ",".join(map(str, actor.recipient_ids)),
    }  # fmt: skip
    for name, value in told.items():
        pages.execute("SELECT set_config(%s, %s, true)", [f"norishiro.{name}", value])
    found = {name: {row[0] for row in pages.execute(f"SELECT id FROM {name}")} for name in TABLES}
    pages.rollback()
    return found


def _lists(actor: Actor) -> dict[str, set[UUID]]:
    with transaction.atomic():
        announce(actor)
        return {
            name: set(
                through_gate(
                    model.objects.all(), actor, subject="subject_id" if gated else "id", depth=depth, gated=gated,
                    **({"category": Category.ATTRIBUTES} if name == "people_person" else {}),
                ).values_list("id", flat=True)
            )
            for name, (model, depth, gated) in TABLES.items()
        }  # fmt: skip


TOLD = """
SELECT c.id, c.subject_id, c.case_id, c.happened_on, c.made_at, c.basis, c.body, p.name, p.address, s.login_id, k.number, k.status
FROM outreach_contact c JOIN people_person p ON p.id = c.person_id JOIN agencies_staff s ON s.id = c.staff_id
JOIN cases_case k ON k.id = c.case_id ORDER BY c.id
"""


class Undone(Exception):
    """The town is taken back."""


def told(seed: int) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = []
    with pytest.raises(Undone), transaction.atomic():
        laying.lay(SMALL, name="small", seed=seed, today=TODAY)
        found = asked(TOLD)
        raise Undone
    return found


@pytest.mark.usefixtures("past_the_walls")
def test_the_same_number_gives_the_same_town_and_no_plug_pulled_leaves_half_of_one() -> None:
    first, again, other = told(1), told(1), told(2)
    assert len(first) == 1_200
    assert first == again
    assert {row[7] for row in first} != {row[7] for row in other}
    per_day = Counter(row[3].weekday() for row in first)
    assert per_day[5] + per_day[6] < 100

    def power_cut(part: str, rows: int) -> None:
        if part != "記録":
            raise Undone

    laying.mark("small", seed=1)
    with pytest.raises(Undone):
        laying.lay(SMALL, name="small", seed=1, today=TODAY, progress=power_cut)
    assert laying.marked() == laying.Mark("small", 1)
    assert laying.is_empty()
    assert ProfileVersion.objects.count() == 0
    laying.unmark()
    assert laying.marked() is None


@pytest.mark.usefixtures("past_the_walls")
def test_a_begun_town_is_begun_again_and_an_office_is_left_alone(settings: Any, tmp_path: Path) -> None:
    settings.ENV = settings.ENV.model_copy(update={"home": tmp_path})
    laying.mark("small", seed=1)
    said = StringIO()
    call_command("town", size="small", stdout=said)
    assert said.getvalue().splitlines()[0] == (
        "前に作りかけて止まった町がありました。何も残っていないので、はじめから作ります。"
    )


@pytest.mark.usefixtures("past_the_walls")
def test_a_place_with_settings_of_its_own_is_left_alone_and_is_no_half_town(
    owner_connection: psycopg.Connection[Any],
) -> None:
    owner_connection.autocommit = True
    laying.mark("twentieth", seed=1)
    assert list(doctor.whole_town(owner_connection)) == [doctor.half_laid("twentieth")]
    call_command("load_profile", "komae", stdout=StringIO())
    assert list(doctor.whole_town(owner_connection)) == []
    laying.unmark()
    with pytest.raises(CommandError) as refused:
        call_command("town", size="small")
    assert str(refused.value) == (
        f"この場所には、もう自治体の設定が入っています。作りものの町は入れません。{NEW_PLACE}"
    )
    assert laying.marked() is None


def test_a_place_that_is_shown_to_others_is_refused_without_demo() -> None:
    for told_outside in ({"NORISHIRO_HTTPS": "1"}, {"NORISHIRO_ALLOWED_HOSTS": "norishiro.example.lg.jp"}):
        with pytest.raises(StartRefused) as refused:
            preparing.make_ready_for_town(parse(told_outside), demo=False)
        assert refused.value.sentences[0].split("。")[0] == (
            "この場所は、役所で使うための設定（公開する名前、https、別の機械のデータベースのどれか）になっています"
        )


def test_a_half_laid_town_says_how_to_begin_again() -> None:
    fault = doctor.half_laid("twentieth")
    assert fault.is_fatal
    assert fault.sentence == (
        "作りものの町を、作っている途中です。止まってしまったときは、まだ何も入っていないので、"
        "`norishiro town --size twentieth` で、はじめから作れます。"
        "ほかのことに使うなら、NORISHIRO_HOME に新しい空のフォルダーを書いてください。"
    )
