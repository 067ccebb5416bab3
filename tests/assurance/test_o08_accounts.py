"""O8 — accounts: whoever leaves is out at once, whoever does not come sleeps, and what a list of transfers gives, ends.

The quarterly review of rights is not built and not claimed here.
"""

from __future__ import annotations

import time
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies import operations
from norishiro.agencies.choices import RoleKind
from norishiro.agencies.models import Appointment, Staff
from norishiro.casework.operations import transfers
from tests.assurance.evidence import Evidence
from tests.factories import agencies

pytestmark = pytest.mark.django_db

SECONDS = 1.0
DAYS = 60


def _signed_in(login_id: str) -> Client:
    client = Client()
    answer = client.post(reverse("account_login"), {"login": login_id, "password": agencies.PASSWORD})
    assert answer.status_code == 302
    return client


def test_whoever_leaves_is_out_at_once(evidence: Evidence) -> None:
    """From the press of the button to the first refused click, on two devices each."""
    office = agencies.agency()
    keeper = agencies.actor("架空 課長", agency=office, kinds=(RoleKind.MANAGER,))
    desk = Client()
    desk.force_login(Staff.objects.get(id=keeper.staff_id))
    spent, still_in = [], 0
    rounds = evidence.at_scale(small=3, ci=20, nightly=100)
    for _round in range(rounds):
        leaver = agencies.staff("架空 離")
        agencies.appoint(leaver, agency=office)
        devices = [_signed_in(leaver.login_id) for _ in range(2)]
        assert [one.get(reverse("casework:today")).status_code for one in devices] == [200, 200]
        began = time.perf_counter()
        sent = {"form_token": str(uuid4()), "end_on": timezone.localdate().isoformat()}
        assert desk.post(reverse("agencies:end_staff", args=[leaver.id]), sent).status_code == 302
        codes = [one.get(reverse("casework:today")).status_code for one in devices]
        spent.append(time.perf_counter() - began)
        still_in += codes.count(200)
    evidence.shows(
        row="O8",
        figure=f"離れた人の締め出し: {rounds}人・{2 * rounds}台、押してから断られるまで最大{max(spent):.2f}秒、まだ入れた台{still_in}",
        target="1秒まで、0台", holds=max(spent) <= SECONDS and still_in == 0,
    )  # fmt: skip


def test_whoever_does_not_come_sleeps(evidence: Evidence) -> None:
    """One account for each number of days without a log-in, around the limit and far from it."""
    office = agencies.agency()
    now, today = timezone.now(), timezone.localdate()
    ages = range(evidence.at_scale(small=90, ci=200, nightly=400))
    expected, everybody = set(), []
    for days in ages:
        person = Staff(login_id=f"slow{days}", name="架空 花子")
        person.set_unusable_password()
        person.save()
        agencies.appoint(person, agency=office)
        everybody.append(person.id)
        seen = now - timedelta(days=days)
        Staff.objects.filter(id=person.id).update(last_login=seen, made_at=now - timedelta(days=900))
        if days >= DAYS:
            expected.add(person.id)
    operations.put_to_sleep(today=today)
    asleep = set(Staff.objects.filter(id__in=everybody).exclude(asleep_on=None).values_list("id", flat=True))
    evidence.shows(
        row="O8",
        figure=f"使われていない登録: {len(everybody)}人のうち、{DAYS}日以上の{len(expected)}人の{len(asleep & expected)}人が眠り、ほかに眠った人は{len(asleep - expected)}人",
        target="60日以上のすべて、ほかは0人", holds=asleep == expected,
    )  # fmt: skip


def test_what_a_list_of_transfers_gives_ends_with_the_fiscal_year(evidence: Evidence) -> None:
    """Half of the rows name a last day, the others none; a second reading asks for nothing."""
    people = evidence.at_scale(small=20, ci=200, nightly=500)
    house = agencies.agency("架空市福祉部")
    role = agencies.role(RoleKind.COORDINATOR)
    keeper = agencies.actor("架空 課長", agency=house, kinds=(RoleKind.MANAGER,))
    today = timezone.localdate()
    day = today + timedelta(days=30)
    lines = ["職員ID,氏名,所属機関,役職,まで,異動の種類"]
    for number in range(people):
        last_on = (day + timedelta(days=10)).isoformat() if number % 2 else ""
        lines.append(f"new{number},架空 新{number},架空市福祉部,{role.label},{last_on},入る")
    text = "\r\n".join(lines).encode()
    began = time.perf_counter()
    file = operations.read_transfers(keeper, content=text, file_name="異動.csv", day=day, today=today)
    made = transfers.decide_transfers(keeper, file=file, now=timezone.now(), today=today)
    spent = time.perf_counter() - began
    ends = Appointment.objects.filter(staff__login_id__startswith="new")
    endless = ends.filter(until_on=None).count()
    year = day.year + (1 if day.month >= 4 else 0)
    right = {day + timedelta(days=11), date(year, 4, 1)}
    wrong = ends.exclude(until_on__in=right).count()
    again = operations.read_transfers(keeper, content=text, file_name="異動.csv", day=day, today=today)
    still = again.rows.exclude(kind="SAME").count()
    evidence.shows(
        row="O8",
        figure=f"異動のファイル: {people}行を{spent:.1f}秒で反映（{made.done}）、終わりのない任命{endless}・ちがう終わり{wrong}、もう一度読むと残り{still}行",
        target="終わりのない任命0、二度目は0行",
        holds=(made.done, endless, wrong, still) == (people, 0, 0, 0),
    )  # fmt: skip
