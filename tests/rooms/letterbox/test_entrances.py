"""連絡員 and entrances: appointed with facility and dates, listed, thanked, ended; card and poster; examples."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse

from norishiro.agencies.choices import RoleKind
from norishiro.core.verdict import Refused
from norishiro.letterbox import operations, queries
from norishiro.letterbox.choices import EntranceKind
from norishiro.letterbox.examples import current_examples
from norishiro.letterbox.models import Entrance
from tests.factories import agencies
from tests.rooms.letterbox.test_letters import client_of, entrance, get, post, send

pytestmark = pytest.mark.django_db

TODAY = date.today()


def given(actor, **more):
    return {
        "kind": "LIAISON", "facility": "架空児童館", "holder": "架空 れん", "receiver_agency": str(actor.agency_id),
        "from_on": "2024-04-01", "until_on": "",
    } | more  # fmt: skip


@pytest.mark.parametrize("kind", ["LIAISON", "COMMISSIONER", "OFFICER"])
def test_a_holder_is_appointed_with_facility_and_dates_listed_and_thanked(kind):
    chief = agencies.actor()
    assert (
        send(chief, "letterbox:appoint", **given(chief, kind=kind, until_on="2027-04-01")).status_code == 302
    )
    place = Entrance.objects.get()
    assert (place.facility, place.holder, place.from_on, place.until_on) == (
        "架空児童館", "架空\u3000れん", date(2024, 4, 1), date(2027, 4, 1)
    )  # fmt: skip
    listed = get(chief, "letterbox:entrances").content.decode()
    assert [
        "架空\u3000れん" in listed,
        "架空児童館" in listed,
        "令和6年4月1日" in listed or "R6" in listed,
    ] == [True] * 3
    assert send(chief, "letterbox:thank_holder", place.id, words="ありがとうございます").status_code == 302
    own = Client().get(reverse("public_site:status", args=[place.status_card.id])).content.decode()
    assert "ありがとうございます" in own


@pytest.mark.parametrize(
    ("more", "field"),
    [({"facility": ""}, "facility"), ({"holder": ""}, "holder"), ({"kind": "X"}, "kind"),
     ({"receiver_agency": ""}, "receiver_agency"), ({"until_on": "2024-04-01"}, "until_on"),
     ({"from_on": "いつか"}, "from_on")],
)  # fmt: skip
def test_an_appointment_without_what_it_needs_is_refused_at_the_field(more, field):
    chief = agencies.actor()
    page = send(chief, "letterbox:appoint", **given(chief, **more))
    assert (page.status_code, list(page.context["form"].errors), Entrance.objects.count()) == (
        422,
        [field],
        0,
    )


def test_an_appointment_ends_and_is_kept_in_the_list_of_those_that_ended():
    chief = agencies.actor()
    place = entrance(chief)
    done = send(chief, "letterbox:end_entrance", place.id, until_on=TODAY.isoformat(), reason="異動")
    assert done.status_code == 302
    ended = queries.entrances(chief, on=TODAY, held=True, ended=True)
    assert ([one.id for one in ended], queries.entrances(chief, on=TODAY, held=True)) == ([place.id], [])
    assert Client().get(reverse("public_site:enter", args=[place.id])).status_code == 404
    with pytest.raises(Refused):
        operations.end_entrance(
            chief, entrance=place, until_on=TODAY + timedelta(days=1), reason="再", today=TODAY
        )


def test_an_office_outside_welfare_sees_received_and_answered_without_a_word_of_the_case():
    chief = agencies.actor()
    place = entrance(chief, kind=EntranceKind.OFFICE, facility="道路の係", holder="")
    receipt = post(place, who="佐藤さん")
    own = Client().get(reverse("public_site:status", args=[place.status_card.id])).content.decode()
    assert [receipt.number in own, "佐藤さん" in own, "木の枝" in own] == [True, False, False]


@pytest.mark.parametrize(("name", "words"), [("card", "つなぐカード"), ("poster", "架空地区センター")])
def test_card_and_poster_are_one_sheet_with_a_code(name, words):
    chief = agencies.actor()
    place = entrance(chief)
    paper = get(chief, f"letterbox:{name}", place.id)
    assert (paper.status_code, paper["Content-Type"]) == (200, "application/pdf")
    document = pypdfium2.PdfDocument(io.BytesIO(paper.content))
    text = document[0].get_textpage().get_text_range()
    assert (len(document), words in text) == (1, True)
    assert ("架空 れん" in text) == (name == "card")
    document.close()


def test_the_examples_are_written_anew_and_the_last_worry_stays():
    chief = agencies.actor()
    page = send(
        chief, "letterbox:change_examples", worries="ごみ\nごみ\n 介護 ", stories="音の話\n眠れない人でした。\n\n木の話\n枝でした。"
    )  # fmt: skip
    now = current_examples()
    assert (page.status_code, now.worries, [one.title for one in now.stories]) == (
        302, ("ごみ", "介護"), ["音の話", "木の話"]
    )  # fmt: skip
    assert send(chief, "letterbox:change_examples", worries="　").status_code == 422


def test_who_does_not_keep_entrances_is_told_so():
    place = agencies.agency()
    window = agencies.actor("架空 窓口", agency=place, kinds=(RoleKind.WINDOW,))
    found = entrance(agencies.actor(agency=place))
    names = ("entrance", "end_entrance", "thank_holder", "card", "poster")
    assert [get(window, f"letterbox:{name}", found.id).status_code for name in names] == [403] * 5
    assert [
        get(window, f"letterbox:{name}").status_code for name in ("entrances", "appoint", "change_examples")
    ] == [403] * 3


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_database_as_much_for_three_as_for_one(count, django_assert_num_queries):
    chief = agencies.actor()
    for _number in range(count):
        entrance(chief)
    client = client_of(chief)
    client.get("/entrances/")
    with django_assert_num_queries(12):
        page = client.get("/entrances/")
    assert page.content.decode().count('scope="row"') == count
