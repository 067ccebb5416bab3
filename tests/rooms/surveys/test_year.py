"""A whole year of 400 places: letters, answers from telephones and on paper, one reminder, what changed, and the booklet."""

from __future__ import annotations

import sys
import time
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from pypdf import PdfReader

from norishiro.agencies.actor import Actor
from norishiro.resources.models import Location, Place
from norishiro.surveys.models import Answer, Change, Invitation, Round
from norishiro.surveys.papers import MOST_SHEETS
from tests.rooms.surveys.test_surveys import browser_of, place, posted

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
# As many as one ward asks each year (fact sheet of 中野), and how they answer here: an assumption, told in the line printed.
PLACES, BY_ONE_PRESS, WITH_CHANGES, ON_PAPER = 400, 300, 60, 20
SILENT = PLACES - BY_ONE_PRESS - WITH_CHANGES - ON_PAPER


def four_hundred(first: Place) -> list[Place]:
    """The first place and 399 like it, each in a house of its own."""
    houses = [Location(name=f"集い{number:03}の会館", address="みほん1-1") for number in range(1, PLACES)]
    Location.objects.bulk_create(houses)
    others = []
    for number, house in enumerate(houses, 1):
        one = Place.objects.get(pk=first.pk)
        one.id, one.name, one.location, one._state.adding = uuid4(), f"集い{number:03}", house, True
        others.append(one)
    return [first, *Place.objects.bulk_create(others)]


def test_four_hundred_places_from_the_letters_to_the_booklet(keeper: Actor) -> None:
    places = four_hundred(place(keeper, "集い000"))
    client, began, took = browser_of(keeper), time.monotonic(), {}

    def over(step: str) -> None:
        nonlocal began
        took[step], began = time.monotonic() - began, time.monotonic()

    client.post(
        reverse("surveys:open_round"),
        {
            "title": "みほんの調査", "due_on": str(TODAY + timedelta(days=20)), "greeting": "お願いします", "return_to": "みほん課",
        },
    )  # fmt: skip
    opened = Round.objects.get()
    assert opened.invitations.count() == PLACES
    paper = client.get(
        reverse("surveys:sheets_paper", args=[opened.id]), {"part": PLACES // MOST_SHEETS}
    ).content
    letters = [page.extract_text().split("\n")[0] for page in PdfReader(BytesIO(paper)).pages]
    assert letters == [one.name for one in places[-MOST_SHEETS:]]
    over(f"手紙{MOST_SHEETS}通ごと（QR付き）")

    keys = dict(Invitation.objects.values_list("place__name", "key"))
    stranger = Client()
    for one in places[:BY_ONE_PRESS]:
        stranger.post(reverse("surveys:sheet", args=[keys[one.name]]), {"unchanged": "1"})
    changed = places[BY_ONE_PRESS : BY_ONE_PRESS + WITH_CHANGES]
    for one in changed:
        stranger.post(reverse("surveys:sheet", args=[keys[one.name]]), posted(one, booking="電話で"))
    over("答え（電話の画面）")

    client.post(reverse("surveys:note_reminder", args=[opened.id]))
    silent = places[BY_ONE_PRESS + WITH_CHANGES :]
    assert Invitation.objects.filter(reminded_on=TODAY).count() == ON_PAPER + SILENT == len(silent)
    for one in silent[:ON_PAPER]:
        invited = Invitation.objects.get(place=one)
        client.post(
            reverse("surveys:type_answer", args=[invited.id]),
            posted(one, fee="100") | {"answered_on": str(TODAY), "way": "PAPER"},
        )
    over("紙の答えを入れる")

    client.post(reverse("surveys:accept_unchanged", args=[opened.id]))
    assert Place.objects.filter(confirmed_on=TODAY).count() == BY_ONE_PRESS
    for answer in Answer.objects.filter(state="WAITING"):
        client.post(reverse("surveys:accept_answer", args=[answer.id]))
    assert Change.objects.count() == WITH_CHANGES + ON_PAPER
    client.post(reverse("surveys:close_round", args=[opened.id]))
    over("登録に入れる")

    paper = PdfReader(BytesIO(client.get(reverse("surveys:booklet_paper")).content))
    sheet = load_workbook(BytesIO(client.get(reverse("surveys:booklet_file")).content)).active
    text = "\n".join(page.extract_text() for page in paper.pages)
    inside = {one.name for one in places if one.name in text}
    listed = {row[1].value for row in sheet.iter_rows(min_row=3)}
    over("冊子（PDF・Excel）")
    told = "、".join(f"{step} {seconds:.1f} 秒" for step, seconds in took.items())
    sys.stdout.write(
        f"\n[burden] {PLACES}か所の年次の調査: {told}。冊子 {len(inside)}か所・{len(paper.pages)}頁、答えのない {SILENT}か所は載らない。"
        f"人の手は、開く・思い出してもらう・変わりなしをまとめて入れる・終える が1回ずつ、ちがいを見る {WITH_CHANGES + ON_PAPER} 回、紙を入れる {ON_PAPER} 回\n"
    )
    assert inside == listed == {one.name for one in places[: PLACES - SILENT]}
