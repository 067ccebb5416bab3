"""A withheld word typed into a form that tells so: a line without the word, and a sign where it happens again."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import Body, RoleKind
from norishiro.agencies.models import Agency, Staff
from norishiro.core.operation import announce
from norishiro.people import operations as people
from norishiro.watching import operations
from norishiro.watching.models import Flag, Look
from tests.factories import agencies
from tests.factories.people import person

TODAY = date(2026, 11, 21)
ADDRESS = "東京都豊島区南池袋二丁目12番3号 コーポひなた205"
GUESS, MISS = "南池袋2-12-3に住んでいる", "南池袋2-12-4に住んでいる"


class Town:
    """One agency withholds an address; somebody elsewhere writes about somebody else."""

    def __init__(self) -> None:
        with transaction.atomic():
            keeper = agencies.actor("窓口 一郎")
            hidden = people.add_person(keeper, name="架空 はるか", address=ADDRESS, today=TODAY)
            people.protect(
                keeper, person=hidden, kind="DV", basis="本人の申出", office=Agency.objects.get(id=keeper.agency_id),
                fields={"ADDRESS"}, from_on=TODAY, renew_by=date(2027, 11, 20), today=TODAY,
            )  # fmt: skip
            self.curious = agencies.actor("架空 他人")
            self.known = person(self.curious, "見本 次郎")
            self.manager = agencies.actor(
                "架空 課長",
                agency=agencies.agency("福祉総務課", body=Body.ADMINISTRATION),
                kinds=(RoleKind.MANAGER,),
            )
        self.client = Client()
        self.client.force_login(Staff.objects.get(id=self.curious.staff_id))
        self.form = reverse("outreach:record_person_contact", args=[self.known.id])

    def typed(self, body: str) -> Any:
        return self.client.post(self.form, {"form_token": str(uuid4()), "body": body})

    def guessed(self) -> list[tuple[Any, ...]]:
        with transaction.atomic():
            announce(self.manager)
            found = Look.objects.filter(outcome="GUESSED").order_by("id")
            return [(one.staff_id, one.act, one.subject_id, one.among) for one in found]

    def line(self, screen: str) -> tuple[Any, ...]:
        return (self.curious.staff_id, screen, None, 0)


@pytest.fixture
def town() -> Town:
    return Town()


@pytest.mark.django_db
def test_a_right_guess_leaves_a_line_and_a_wrong_one_none(town: Town):
    wrong, right = town.typed(MISS), town.typed(GUESS)
    assert ("〔非開示〕" in wrong.content.decode(), "〔非開示〕" in right.content.decode()) == (False, True)
    assert town.guessed() == [town.line("outreach:record_person_contact")]


@pytest.mark.django_db
def test_the_same_words_sent_again_are_no_second_guess_and_others_are(town: Town):
    for body in (GUESS, GUESS, "きのうは南池袋２丁目１２番３号へ"):
        town.typed(body)
    assert town.guessed() == [town.line("outreach:record_person_contact")] * 2


@pytest.mark.django_db
def test_whatever_was_learned_in_another_way_leaves_a_line_too(town: Town):
    """By a draft that comes back covered, by the page of one's own words, by boxes in which something is looked for."""
    kept = town.client.post(
        reverse("core:keep_draft", args=["outreach.record_contact"]),
        {"draft_subject": str(town.known.id), "body": GUESS},
    )
    assert kept.status_code == 200
    assert town.guessed() == [], "nothing was told yet"
    town.client.get(f"{town.form}?draft=load")
    town.client.get(reverse("sharing:kept_words"))
    town.client.get(reverse("agencies:list"), {"q": "南池袋2-12-3"})
    town.client.post(reverse("finding:find"), {"q": "南池袋2-12-3"}, follow=True)
    assert [act for _who, act, _whom, _among in town.guessed()] == [
        "outreach:record_person_contact", "sharing:kept_words", "agencies:list", "finding:find",
    ]  # fmt: skip


@pytest.mark.django_db
def test_twice_in_a_day_is_a_reason_to_ask(town: Town):
    town.typed(GUESS)
    assert flags(town.manager) == []
    town.typed("南池袋2-12-3へ")
    assert flags(town.manager) == [("GUESSED", None, 2)]


def flags(manager: Actor) -> list[tuple[Any, ...]]:
    operations.seek_flags(manager, today=timezone.localdate(), now=timezone.now())
    announce(manager)
    found = Flag.objects.prefetch_related("lines")
    return [(line.sign, line.subject_id, line.count) for one in found for line in one.lines.all()]


@pytest.mark.django_db(transaction=True)
def test_the_line_says_who_and_where_and_not_what(town: Town, owner_connection: psycopg.Connection[Any]):
    town.typed(GUESS)
    (line,) = owner_connection.execute(
        "SELECT staff_id, screen, subjects, reason, detail FROM ledger_entry WHERE verb = 'withheld.typed'"
    ).fetchall()
    assert line[:4] == (town.curious.staff_id, "outreach:record_person_contact", [], "")
    assert "池袋" not in line[4]
