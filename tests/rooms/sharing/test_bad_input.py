"""Bad input of the gate, one by one: no ground, a clock that is a day off, whose use was stopped meanwhile.

Elsewhere: a question without a ground on the screen (test_provision_screens.py), an ended designation or post (tests/rooms/meetings/test_members.py), the dead and answers that disagree
(test_consents.py), a withdrawal while a page is open (tests/journeys/test_withdrawal.py).
"""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.choices import RoleKind
from norishiro.core.calendar import wareki
from norishiro.core.operation import announce
from norishiro.core.verdict import Refused
from norishiro.emergency import operations as emergency
from norishiro.emergency import queries as windows
from norishiro.ledger import checkpoints
from norishiro.ledger.models import Entry
from norishiro.ledger.operations import sign
from norishiro.profiles.loader import PRESETS
from norishiro.profiles.operations import adopt_profile
from norishiro.sharing import events, operations, queries
from norishiro.sharing.choices import ALL_CATEGORIES, Depth, SourceKind
from norishiro.sharing.models import Grant
from tests.factories import agencies, people
from tests.factories import emergency as openings
from tests.factories import ledger as ledgers
from tests.rooms.consultations.town import client_of, token
from tests.rooms.sharing.test_consents import consent

DAY = timedelta(days=1)


def granted(actor, person, *, ground: str) -> None:
    operations.grant(
        actor, subjects=[operations.person(person.id)], recipients=[operations.agency(uuid.uuid4())], ground=ground,
        depth=Depth.OUTLINE, source=SourceKind.TEAM, source_id=uuid.uuid4(),
    )  # fmt: skip


def with_clock(monkeypatch, *, off: timedelta) -> datetime:
    """The machine that answers is ahead or behind; the database is not. Answers the machine's time."""
    real, real_day = timezone.now, timezone.localdate
    monkeypatch.setattr(timezone, "now", lambda: real() + off)
    monkeypatch.setattr(timezone, "localdate", lambda *_: real_day() + off)
    return real() + off


# --- a grant without ground ----------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("ground", ["", "なんとなく", "Ｃ０"])
def test_no_right_to_look_without_a_known_ground(ground):
    mine = agencies.actor()
    someone = people.person(mine)
    announce(mine)
    before = Grant.objects.count()
    with pytest.raises(Refused) as refusal:
        granted(mine, someone, ground=ground)
    assert [(one.code, one.message) for one in refusal.value.verdict.reasons] == [
        (
            "ground",
            "共有の根拠が選ばれていません。根拠のない共有はできません。「根拠」の一覧から一つ選んでください。",
        )
    ]
    assert Grant.objects.count() == before


def by_hand(actor, subject_id: uuid.UUID, **values: object) -> None:
    announce(actor)
    Grant.objects.create(
        **{
            "subject_kind": "PERSON", "subject_id": subject_id, "recipient_kind": "STAFF",
            "recipient_id": actor.staff_id, "depth": 1, "ground": "C0", "source_kind": "CONSENT",
            "source_id": uuid.uuid4(), "from_at": timezone.now(), "categories": ALL_CATEGORIES,
            "given_by_id": actor.staff_id, "given_by_agency_id": actor.agency_id, **values,
        }
    )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"ground": ""}, "grant_has_ground"),
        ({"source_kind": "EMERGENCY", "ground": "C0"}, "grant_of_emergency"),
        ({"source_kind": "EMERGENCY", "ground": "Z"}, "grant_of_emergency"),
        ({"source_kind": "EMERGENCY", "ground": "Z", "until_at": "later", "depth": 2}, "grant_of_emergency"),
        ({"source_kind": "EMERGENCY", "ground": "Z", "until_at": "later", "recipient_kind": "AGENCY"}, "grant_of_emergency"),
        ({"source_kind": "EMERGENCY", "ground": "Z", "until_at": "later", "subject_kind": "CASE"}, "grant_of_emergency"),
        ({"until_at": "before"}, "grant_period"),
    ],
)  # fmt: skip
def test_the_database_takes_none_either(values, name):
    mine = agencies.actor()
    someone = people.person(mine)
    moments = {"later": timezone.now() + DAY, "before": timezone.now() - DAY}
    given = {key: moments.get(value, value) for key, value in values.items()}
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        by_hand(mine, someone.id, **given)


# --- a clock that is a day off -------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("off", [DAY, -DAY])
def test_a_wrong_machine_opens_and_closes_nothing(monkeypatch, off):
    """What the walls compare with is the database's clock alone."""
    mine, named = agencies.actor("架空 一"), agencies.actor("架空 二")
    live, over = people.person(mine, "架空 太郎"), people.person(mine, "架空 花江")
    consent(mine, live, to=[named.agency_id], until_on=queries.gate_today() + DAY)
    ended = consent(mine, over, to=[named.agency_id])
    operations.withdraw_consent(mine, consent=ended, words="")
    with_clock(monkeypatch, off=off)
    client = client_of(named)
    assert client.get(reverse("people:show", args=[live.id])).status_code == 200
    assert client.get(reverse("people:show", args=[over.id])).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("off", [DAY, timedelta(), -DAY])
def test_the_form_of_consent_counts_days_as_the_gate_does(monkeypatch, off):
    """Until today is refused in words and until tomorrow is taken, whatever day the machine believes it is."""
    adopt_profile((PRESETS / "toshima.toml").read_text(), name="試しの市", valid_from=date(2026, 4, 1))
    mine = agencies.actor()
    someone, today = people.person(mine), queries.gate_today()
    with_clock(monkeypatch, off=off)
    client = client_of(mine)
    there = reverse("sharing:take_consent", args=[someone.id])

    def sent(until) -> list[str]:
        posted = {
            **token(), "recipients": [str(mine.agency_id)], "categories": ["1"], "asked_on": wareki(today),
            "until_on": wareki(until), "method": "WRITTEN", "giver": "SELF", "purpose": "支援の調整",
            "wording_version": "1",
        }  # fmt: skip
        answer = client.post(there, posted)
        return [] if answer.status_code == 302 else answer.context["form"].errors.get("until_on", ["?"])

    assert sent(today) == ["同意の期限は、明日か、それより後の日にしてください。"]
    assert sent(today + DAY) == []


@pytest.mark.django_db
@pytest.mark.parametrize("off", [DAY, -DAY])
def test_no_window_of_emergency_where_the_clocks_differ(monkeypatch, off):
    house = agencies.agency("架空の課")
    agencies.actor("架空 統括", agency=house, kinds=(RoleKind.SUPERVISOR,))
    mine, knowing = agencies.actor(), agencies.actor("架空 知")
    openings.household(knowing, "架空 太郎")
    now = with_clock(monkeypatch, off=off)
    with pytest.raises(Refused) as refusal:
        openings.search(mine, address=openings.ADDRESS, now=now)
    assert [(one.code, one.message) for one in refusal.value.verdict.reasons] == [
        (
            "clock",
            "コンピューターの時計が合っていないので、緊急閲覧は使えません。"
            "急ぐときは責任者に電話し、情報担当に日付と時刻を合わせてもらってください。",
        )
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("off", [DAY, -DAY])
def test_a_running_window_ends_by_the_clock_of_the_gate(monkeypatch, off):
    house = agencies.agency("架空の課")
    agencies.actor("架空 統括", agency=house, kinds=(RoleKind.SUPERVISOR,))
    mine, knowing = agencies.actor(), agencies.actor("架空 知")
    _home, (someone,) = openings.household(knowing, "架空 太郎")
    opened = openings.opening(mine)
    with_clock(monkeypatch, off=off)
    announce(mine)
    assert [one.id for one in windows.look(mine, opening=opened)] == [someone.id]
    emergency.close_opening(mine, opening=opened, now=opened.opened_at)
    assert windows.look(mine, opening=opened) == []


@pytest.mark.django_db(transaction=True)
def test_the_order_of_the_ledger_is_its_number_not_the_clock(monkeypatch, owner_connection):
    """A day forward, two days back: the numbers go on, every line hangs on the one before, and times stay as they were
    told."""
    mine = agencies.actor()
    for off in (timedelta(), DAY, -DAY):
        with monkeypatch.context() as patched:
            with_clock(patched, off=off)
            with transaction.atomic():
                announce(mine)
                sign(mine, events.CONSENT_TAKEN, reason="時計")
    owner_connection.execute("SET norishiro.maintenance = 'on'")
    rows = owner_connection.execute(
        f"SELECT seq, at, hash, prev_hash FROM {Entry._meta.db_table} WHERE reason = '時計' ORDER BY seq"
    ).fetchall()
    first, second, third = rows
    assert [row[0] - first[0] for row in rows] == [0, 1, 2]
    assert third[1] < first[1] < second[1]
    assert (second[3], third[3]) == (first[2], second[2])


def test_the_newest_checkpoint_is_the_one_that_reaches_furthest(settings, tmp_path):
    """One was taken while the clock was a day ahead; those after it are not hidden by it."""
    settings.NORISHIRO_CHECKPOINTS, settings.NORISHIRO_KEYS = [tmp_path / "hikae"], tmp_path
    now = timezone.now()
    ledgers.checkpoint(at=now + DAY, seq=7)
    ledgers.checkpoint(at=now, seq=12)
    assert [one.seq for one in checkpoints.kept()] == [12, 7]
    watched = checkpoints.watch(now=now)
    assert (watched.late, watched.ahead) == (False, False)


def test_a_checkpoint_from_tomorrow_says_that_a_clock_is_wrong(settings, tmp_path):
    settings.NORISHIRO_CHECKPOINTS, settings.NORISHIRO_KEYS = [tmp_path / "hikae"], tmp_path
    now = timezone.now()
    ledgers.checkpoint(at=now + DAY, seq=7)
    watched = checkpoints.watch(now=now)
    assert (watched.late, watched.ahead) == (True, True)
