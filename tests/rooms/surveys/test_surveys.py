"""Once a year every place is asked; what it answers is looked at before the registry changes; the booklet holds what is confirmed."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from pypdf import PdfReader

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Staff
from norishiro.core.tables import Place as Spot
from norishiro.core.verdict import Refused
from norishiro.resources import operations as resources
from norishiro.resources.lookups import rules_in
from norishiro.resources.models import Place
from norishiro.resources.opening import read_opening, words_of
from norishiro.resources.operations.places import Offer, Where, Whose
from norishiro.resources.queries import Asked as PlacesAsked
from norishiro.resources.queries import places as places_like
from norishiro.surveys import operations, queries, rules
from norishiro.surveys.choices import AnswerWay
from norishiro.surveys.comparing import standing
from norishiro.surveys.models import Answer, Change, Invitation, Round
from tests.factories import agencies

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
DAY = timedelta(days=1)


def browser_of(actor: Actor) -> Client:
    client = Client()
    client.force_login(Staff.objects.get(id=actor.staff_id))
    return client


def place(keeper: Actor, name: str, **values) -> Place:
    where = Where(
        f"{name}の会館", "みほん1-1", values.pop("area", None), private_home=values.pop("home", False)
    )
    said = {"name": name, "kind": "SALON", "welcome": "UNKNOWN", "is_public": True} | values
    found = resources.add_place(
        keeper,
        whose=Whose("みほん町会", "RESIDENTS"),
        where=where,
        offer=Offer(said, {"ROLE": ["PARTICIPANT"]}),
    )
    resources.set_opening(keeper, place=found, version=1, lines=read_opening("毎週火 10:00～12:00").rules)
    return Place.objects.get(pk=found.pk)


def asked(keeper: Actor, **values) -> Round:
    return operations.open_round(
        keeper, title="みほんの調査", year=2026, due_on=TODAY + 20 * DAY, greeting="お願いします", return_to="みほん課", today=TODAY,
        **values,
    )  # fmt: skip


def invitation_of(place: Place) -> Invitation:
    return Invitation.objects.get(place=place)


def posted(place: Place, **changed) -> dict:
    """The sheet as a browser sends it, filled with what the registry says."""
    said = standing(place) | changed
    plain = {name: value for name, value in said.items() if value not in (None, False, "")}
    return plain | {name: "on" for name, value in plain.items() if value is True}


def test_a_place_answers_by_its_own_address_without_signing_in_and_staff_see_what_would_change(keeper):
    salon = place(keeper, "こもれび", phone="03-0000-0101")
    asked(keeper)
    address = reverse("surveys:sheet", args=[invitation_of(salon).key])
    stranger = Client()
    sheet = stranger.get(address)
    assert (sheet.status_code, len(sheet.cookies), Answer.objects.count()) == (200, 0, 0)
    changed = posted(
        salon, welcome="CONDITIONAL", conditions="はじめは見学から", roles=["PARTICIPANT", "HELPER"], states=["WITHDRAWN"],
        opening="第2・4火 13時～(8月休)", told_by="世話人の方", note="会場が変わるかも",
    )  # fmt: skip
    assert stranger.post(address, changed).status_code == 200
    salon.refresh_from_db()
    assert (salon.welcome, salon.confirmed_on) == ("UNKNOWN", None)

    client = browser_of(keeper)
    page = client.get(reverse("surveys:invitation", args=[invitation_of(salon).id]))
    assert [(one.label, one.before, one.after) for one in page.context["differences"]] == [
        ("孤立している人を受け入れられるか", "まだ聞いていない", "条件があれば受け入れられる"),
        ("受け入れの条件", "", "はじめは見学から"),
        ("何として来られるか", "参加者", "参加者、準備・片付けなどの手伝い"),
        ("対応できる状態", "", "ひきこもり"),
        ("開く日と時間", "毎週火曜 10:00～12:00", "第2・4火 13時～(8月休)"),
    ]
    client.post(reverse("surveys:accept_answer", args=[Answer.objects.get().id]))
    salon.refresh_from_db()
    assert (salon.welcome, salon.conditions, salon.confirmed_on, salon.phone, words_of(rules_in(salon))) == (
        "CONDITIONAL", "はじめは見学から", TODAY, "03-0000-0101", ["第2・4火曜 13:00～", "8月 休み"],
    )  # fmt: skip
    assert salon.confirmations.get().told_by == "世話人の方"
    found = places_like(
        keeper, asked=PlacesAsked(on=TODAY, role="HELPER", state="WITHDRAWN", welcoming=True), at=Spot()
    )
    assert [one.name for one in found.rows] == ["こもれび"]
    late = PlacesAsked(on=salon.valid_until, stale=True)
    assert [one.name for one in places_like(keeper, asked=late, at=Spot()).rows] == ["こもれび"]
    again = stranger.post(address, changed)
    assert (again.status_code, "もう登録に入っています" in again.content.decode()) == (200, True)


def test_one_press_says_that_nothing_changed_and_all_such_answers_are_taken_over_at_once(keeper):
    salons = [place(keeper, name) for name in ("あさがお", "ひまわり", "すみれ", "もみじ")]
    opened = asked(keeper)
    stranger = Client()
    for salon in salons[:2]:
        stranger.post(reverse("surveys:sheet", args=[invitation_of(salon).key]), {"unchanged": "1"})
    stranger.post(
        reverse("surveys:sheet", args=[invitation_of(salons[2]).key]), posted(salons[2], booking="電話で")
    )
    resources.confirm_place(keeper, place=salons[1], confirmed_on=TODAY, way="VISIT", today=TODAY)
    Answer.objects.filter(invitation__place=salons[1]).update(answered_on=TODAY - DAY)
    client = browser_of(keeper)
    client.post(reverse("surveys:accept_unchanged", args=[opened.id]))
    assert queries.standings_of(keeper, round_=opened) == {"ACCEPTED": 1, "WAITING": 2, "UNANSWERED": 1}
    assert Place.objects.get(name="あさがお").confirmed_on == TODAY
    assert Change.objects.count() == 0


def test_answers_on_paper_and_interviews_are_typed_on_the_same_sheet(keeper):
    north = agencies.area("北の圏域")
    near, far = place(keeper, "北の会", area=north.id), place(keeper, "南の会")
    opened = asked(keeper)
    client = browser_of(keeper)
    client.post(
        reverse("surveys:assign_visits", args=[opened.id]),
        {"staff": str(keeper.staff_id), "area": str(north.id), "go_by": str(TODAY + 9 * DAY)},
    )
    mine = client.get(reverse("surveys:round", args=[opened.id]), {"mine": "1"}).context["rows"]
    assert [(one.place.name, one.go_by) for one, _given in mine] == [("北の会", TODAY + 9 * DAY)]
    address = reverse("surveys:type_answer", args=[invitation_of(near).id])
    refused = client.post(
        address,
        posted(near) | {"answered_on": str(TODAY), "way": "VISIT", "unchanged": "on", "stopped": "on"},
    )
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["stopped"])
    led = client.post(
        address, posted(near, needs="月に一度の訪問") | {"answered_on": str(TODAY), "way": "VISIT"}
    )
    assert led.url == reverse("surveys:invitation", args=[invitation_of(near).id])
    client.post(reverse("surveys:accept_answer", args=[Answer.objects.get().id]))
    near.refresh_from_db()
    assert (near.needs, near.confirmations.get().way) == ("月に一度の訪問", "VISIT")
    client.post(reverse("surveys:note_reminder", args=[opened.id]))
    assert [invitation_of(one).reminded_on for one in (near, far)] == [None, TODAY]


def test_what_the_registry_cannot_take_is_left_to_somebody(keeper):
    shut, odd = place(keeper, "おわる会"), place(keeper, "ふしぎな会")
    asked(keeper)
    client = browser_of(keeper)
    for one, changed in (
        (shut, {"stopped": "on"}),
        (odd, {"opening": "気が向いた日", "booking": "要らない"}),
    ):
        Client().post(reverse("surveys:sheet", args=[invitation_of(one).key]), posted(one) | changed)
    led = {
        answer.invitation.place.name: client.post(reverse("surveys:accept_answer", args=[answer.id])).url
        for answer in Answer.objects.select_related("invitation__place")
    }
    assert led == {
        "おわる会": reverse("resources:stop_place", args=[shut.id]), "ふしぎな会": reverse("resources:set_opening", args=[odd.id]),
    }  # fmt: skip
    shut.refresh_from_db()
    odd.refresh_from_db()
    assert (shut.confirmed_on, shut.stops.count(), odd.booking, words_of(rules_in(odd))) == (
        None, 0, "要らない", ["毎週火曜 10:00～12:00"],
    )  # fmt: skip


def test_both_organisations_see_one_log_of_changes_without_the_telephone(keeper, council):
    salon = place(keeper, "こもれび", phone="03-0000-0101")
    opened = asked(keeper)
    Client().post(
        reverse("surveys:sheet", args=[invitation_of(salon).key]),
        posted(salon, phone="03-0000-0199", fee="100"),
    )
    operations.accept_answer(keeper, answer=Answer.objects.get(), today=TODAY)
    told = {}
    for actor in (keeper, council):
        page = browser_of(actor).get(reverse("surveys:changes", args=[opened.id]))
        told[actor.staff_id] = sorted(
            (one["label"], one["before"], one["after"]) for one in page.context["rows"]
        )
    assert told == {
        keeper.staff_id: [("費用（円）", "", "100"), ("電話", "03-0000-0101", "03-0000-0199")],
        council.staff_id: [("費用（円）", "", "100"), ("電話", "", "")],
    }
    assert browser_of(council).get(reverse("surveys:round", args=[opened.id])).status_code == 403


def test_the_booklet_holds_only_confirmed_public_places_by_district_with_an_index(keeper, council):
    north = agencies.area("北の圏域")
    shown = place(
        keeper, "のる会", area=north.id, phone="03-0000-0101", contact_public=True, contact_name="架空 世話人"
    )
    quiet = place(keeper, "でんわなしの会", phone="03-0000-0102")
    others = [
        place(keeper, "内輪の会", is_public=False), place(keeper, "会員の家の会", is_public=False, home=True),
        place(keeper, "休みの会"), place(keeper, "古い会"),
    ]  # fmt: skip
    place(keeper, "聞いていない会")
    for one in (shown, quiet, *others):
        on = TODAY - 400 * DAY if one.name == "古い会" else TODAY
        resources.confirm_place(keeper, place=one, confirmed_on=on, way="PHONE", today=TODAY)
    resources.stop_place(keeper, place=others[2], kind="PAUSED", from_on=TODAY, reason="HANDS")
    client = browser_of(council)
    text = "\n".join(
        page.extract_text()
        for page in PdfReader(BytesIO(client.get(reverse("surveys:booklet_paper")).content)).pages
    )
    names = ["のる会", "でんわなしの会", "内輪の会", "会員の家の会", "休みの会", "古い会", "聞いていない会"]
    assert [name for name in names if name in text] == ["のる会", "でんわなしの会"]
    assert [words in text for words in ("北の圏域", "03-0000-0101", "03-0000-0102", "世話人", "2か所", "名前からさがす")] == [
        True, True, False, False, True, True,
    ]  # fmt: skip
    sheet = load_workbook(BytesIO(client.get(reverse("surveys:booklet_file")).content)).active
    assert [[cell.value for cell in row][:2] for row in sheet.iter_rows(min_row=3)] == [
        ["北の圏域", "のる会"], ["圏域の登録なし", "でんわなしの会"],
    ]  # fmt: skip
    assert queries.booklet_numbers(keeper, on=TODAY) == {"inside": 2, "stale": 2}
    facts = {"private_home": False, "today": TODAY}
    assert {
        one.name for one in Place.objects.all()
        if rules.is_in_booklet(
            is_public=one.is_public, valid_until=one.valid_until, stopped=one.stops.exists(), **facts | {"private_home": one.private_home}
        )
    } == {"のる会", "でんわなしの会"}  # fmt: skip


def test_the_paper_has_one_page_for_each_place_and_reminds_only_who_has_not_answered(keeper):
    salons = [place(keeper, name) for name in ("あさがお", "ひまわり")]
    opened = asked(keeper)
    client = browser_of(keeper)
    Client().post(reverse("surveys:sheet", args=[invitation_of(salons[0]).key]), {"unchanged": "1"})
    for query, pages in (({}, ["あさがお", "ひまわり"]), ({"again": "1"}, ["ひまわり"])):
        read = PdfReader(
            BytesIO(client.get(reverse("surveys:sheets_paper", args=[opened.id]), query).content)
        )
        assert [page.extract_text().split("\n")[0] for page in read.pages] == pages


def test_a_round_that_is_over_takes_no_answer_and_addresses_of_nobody_open_nothing(keeper):
    salon = place(keeper, "こもれび")
    opened = asked(keeper)
    operations.close_round(keeper, round_=opened, today=TODAY)
    stranger = Client()
    address = reverse("surveys:sheet", args=[invitation_of(salon).key])
    for answer in (stranger.get(address), stranger.post(address, {"unchanged": "1"})):
        assert "もう終わっています" in answer.content.decode()
    assert Answer.objects.count() == 0
    # What staff see in their addresses opens no sheet.
    strange = (uuid4(), invitation_of(salon).id, salon.id)
    assert [stranger.get(reverse("surveys:sheet", args=[one])).status_code for one in strange] == [404] * 3
    with pytest.raises(Refused):
        operations.close_round(keeper, round_=opened, today=TODAY)


def test_a_private_home_is_never_asked_whether_it_may_be_public(keeper):
    home = place(keeper, "会員の家の会", home=True, is_public=False)
    asked(keeper)
    address = reverse("surveys:sheet", args=[invitation_of(home).key])
    assert 'name="is_public"' not in Client().get(address).content.decode()
    Client().post(address, posted(home, booking="電話で") | {"is_public": "on", "contact_public": "on"})
    operations.accept_answer(keeper, answer=Answer.objects.get(), today=TODAY)
    home.refresh_from_db()
    assert (home.is_public, home.booking) == (False, "電話で")


def test_only_what_fits_is_asked_and_an_empty_round_is_refused(keeper):
    place(keeper, "サロン")
    place(keeper, "食堂", kind="KITCHEN")
    done = place(keeper, "聞いたばかり")
    resources.confirm_place(keeper, place=done, confirmed_on=TODAY, way="PHONE", today=TODAY)
    opened = asked(keeper, kind="SALON", only_stale=True)
    assert list(opened.invitations.values_list("place__name", flat=True)) == ["サロン"]
    client = browser_of(keeper)
    answer = client.post(
        reverse("surveys:open_round"),
        {
            "title": "みほんの調査",
            "due_on": str(TODAY + DAY),
            "greeting": "あ",
            "return_to": "い",
            "kind": "FARM",
        },
    )
    assert (answer.status_code, sorted(answer.context["form"].errors)) == (422, ["kind", "title"])


def test_a_set_aside_answer_leaves_the_registry_alone(keeper):
    salon = place(keeper, "こもれび")
    asked(keeper)
    answer = operations.type_answer(
        keeper, invitation=invitation_of(salon), way=AnswerWay.PHONE, answered_on=TODAY, said=standing(salon) | {"fee": 500},
        today=TODAY,
    )  # fmt: skip
    client = browser_of(keeper)
    client.post(reverse("surveys:set_answer_aside", args=[answer.id]))
    salon.refresh_from_db()
    assert (salon.fee, salon.confirmed_on) == (None, None)
    assert client.post(reverse("surveys:accept_answer", args=[answer.id])).status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_the_pages_ask_a_fixed_number_of_questions(keeper, number):
    for at in range(number):
        place(keeper, f"会{at}")
    opened = asked(keeper)
    one = opened.invitations.first()
    client = browser_of(keeper)
    counted = {}
    for name, address in {
        "rounds": reverse("surveys:rounds"), "round": reverse("surveys:round", args=[opened.id]),
        "invitation": reverse("surveys:invitation", args=[one.id]), "changes": reverse("surveys:changes", args=[opened.id]),
        "sheet": reverse("surveys:sheet", args=[one.key]),
    }.items():  # fmt: skip
        client.get(address)
        with CaptureQueriesContext(connection) as caught:
            client.get(address)
        counted[name] = len(caught)
    assert counted == {"rounds": 13, "round": 14, "invitation": 13, "changes": 12, "sheet": 7}
