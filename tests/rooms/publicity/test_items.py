"""広報物と催し: where each edition went, who may be shown, what came back, and codes that know nobody."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import count
from typing import Any

import psycopg
import pytest
from django.db import connections, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import Field, RoleKind
from norishiro.agencies.models import Base
from norishiro.consultations.models import Consultation
from norishiro.core import calendar
from norishiro.core.calendar import fiscal_year
from norishiro.core.operation import announce
from norishiro.public_site import editions
from norishiro.publicity import operations, queries
from norishiro.publicity.models import Code, CodeDay, Handout, Item, Leave
from norishiro.resources import operations as resources
from norishiro.resources.operations.places import Offer, Where, Whose
from tests.factories import agencies, people
from tests.rooms.consultations import town as towns
from tests.rooms.consultations.town import client_of, token

committed = pytest.mark.django_db(transaction=True, databases=["default", "public"])

TODAY = timezone.localdate()
DAY = timedelta(days=1)
BROWSER = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"


def writer(**more: Any) -> Actor:
    return agencies.actor("架空 広報", kinds=(RoleKind.CSW,), **more)


def post(actor: Actor, screen: str, /, *args: Any, **values: Any):
    return client_of(actor).post(reverse(f"publicity:{screen}", args=args), {**token(), **values})


def get(actor: Actor, screen: str, /, *args: Any, **query: str):
    return client_of(actor).get(reverse(f"publicity:{screen}", args=args), query)


def words_on(page: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


def day(on: Any) -> str:
    return calendar.wareki(on)


def item(
    actor: Actor,
    title: str = "相談のリーフレット",
    *,
    kind: str = "LEAFLET",
    edition: str = "第2版",
    **more: str,
) -> Item:
    values = {
        "kind": kind,
        "title": title,
        "edition": edition,
        "issued_on": day(TODAY),
        "about": "だれでも話せます。",
    }
    sent = post(actor, "add_item", **values | more)
    assert sent.status_code == 302, words_on(sent)
    return Item.objects.latest("made_at")


def handed(actor: Actor, found: Item, **more: str):
    return post(
        actor, "hand_out", found.id, **{"way": "COPIES", "given_on": day(TODAY), "number": "30"} | more
    )


def place(keeper: Actor, name: str, *, area_id: Any = None):
    return resources.add_place(
        keeper, whose=Whose("架空 町会", "RESIDENTS"), where=Where(f"{name}の会館", "みなと町1-1", area_id),
        offer=Offer({"name": name, "kind": "SALON", "welcome": "YES", "is_public": True}),
    )  # fmt: skip


@pytest.mark.django_db
def test_each_distribution_or_briefing_keeps_version_place_and_date_and_those_not_yet_reached_are_listed():
    actor = writer()
    clinic = agencies.agency("架空 診療所", field=Field.MEDICAL)
    agencies.agency("架空 薬局", field=Field.MEDICAL)
    north = agencies.area("北の圏域")
    place(actor, "朝の部屋", area_id=north.id)
    place(actor, "夜の部屋")
    old, new = item(actor, edition="第1版"), item(actor)
    assert handed(actor, new, agency=str(clinic.id)).status_code == 302
    assert handed(actor, new, place="朝の部屋", number="20").status_code == 302
    assert handed(actor, old, place="夜の部屋").status_code == 302
    assert handed(actor, new, elsewhere="駅前の薬局", way="BRIEFING", number="12").status_code == 302
    assert [
        (one.item.edition, one.where, one.given_on, one.way, one.number) for one in Handout.objects.order_by("made_at")
    ] == [
        ("第2版", "架空 診療所", TODAY, "COPIES", 30), ("第2版", "朝の部屋", TODAY, "COPIES", 20),
        ("第1版", "夜の部屋", TODAY, "COPIES", 30), ("第2版", "駅前の薬局", TODAY, "BRIEFING", 12),
    ]  # fmt: skip

    waiting = {
        target: [name for name, _id in get(actor, "unreached", new.id, target=target).context["rows"]]
        for target in ("AGENCY:MEDICAL", "PLACE:SALON")
    }
    assert waiting == {"AGENCY:MEDICAL": ["架空 薬局"], "PLACE:SALON": ["夜の部屋"]}
    sums = [
        (one.label, one.copies, one.heard, one.times)
        for one in queries.handout_sums(actor, year=fiscal_year(TODAY))
    ]
    assert sums == [("北の圏域", 20, 0, 1), ("圏域なし・まち全体", 60, 12, 3)]
    page = words_on(get(actor, "handouts"))
    assert ("80部" in page, "12人" in page) == (True, True)

    # Written wrongly: the line stays with its reason, the sum goes down, and the place waits again.
    wrong = Handout.objects.get(place__name="朝の部屋")
    assert post(actor, "undo_handout", wrong.id, why="部数をまちがえた").status_code == 302
    assert [name for name, _id in queries.unreached(actor, item=new, target="PLACE:SALON", on=TODAY)[0]] == [
        "夜の部屋",
        "朝の部屋",
    ]
    assert queries.handout_sums(actor, year=fiscal_year(TODAY))[0].copies == 60
    assert "部数をまちがえた" in words_on(get(actor, "item", new.id))

    problems = {
        "どれか一つに書いて": {}, "どれか一つだけに": {"place": "朝の部屋", "elsewhere": "駅前"}, "台帳にありません": {"place": "ない部屋"},
    }  # fmt: skip
    refused = [handed(actor, new, **given) for given in problems.values()]
    assert [
        (one.status_code, words in words_on(one)) for one, words in zip(refused, problems, strict=True)
    ] == [(422, True)] * 3


@committed
def test_people_are_shown_only_with_their_leave_and_the_issue_goes_when_it_lapses():
    actor = writer()
    with transaction.atomic():
        announce(actor)
        people.person(actor, name="架空 花子")
    found = item(actor, "地域の便り", kind="NEWSLETTER", edition="秋号", shows_people="on")
    news = reverse("public_site:news", args=["ja", found.id])
    refused = post(actor, "publish_item", found.id)
    assert (refused.status_code, "だれの了承をどのように受けたか" in words_on(refused)) == (403, True)
    leave = {"giver": "SELF", "form": "PAPER", "given_on": day(TODAY), "kept_at": "綴り3番"}
    named = post(actor, "keep_leave", found.id, whose="架空 花子さん", **leave)
    assert (named.status_code, Leave.objects.count()) == (422, 0)
    assert post(actor, "keep_leave", found.id, whose="表紙の写真の5人", **leave).status_code == 302
    assert Client().get(news).status_code == 404
    assert post(actor, "publish_item", found.id).status_code == 302
    shown = Client().get(news)
    assert (shown.status_code, dict(shown.cookies), "だれでも話せます。" in words_on(shown)) == (
        200,
        {},
        True,
    )
    assert "地域の便り 秋号" in words_on(Client().get(reverse("public_site:news_list", args=["easy"])))

    before = editions.mark()
    assert post(actor, "end_leave", Leave.objects.get().id).status_code == 302
    assert editions.mark() != before
    assert Client().get(news).status_code == 404
    assert "期限がすぎた" in words_on(get(actor, "item", found.id))
    with connections["public"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM publicity_item")
        assert cursor.fetchone() == (0,)
    # Something that shows nobody needs no leave; marked later, it goes at once.
    plain = item(actor, "動画の案内", kind="VIDEO", edition="")
    post(actor, "publish_item", plain.id)
    address = reverse("public_site:news", args=["en", plain.id])
    assert Client().get(address).status_code == 200
    now = Item.objects.get(pk=plain.pk)
    post(
        actor, "change_item", plain.id, kind="VIDEO", title="動画の案内", edition="", issued_on=day(TODAY), about="案内",
        shows_people="on", version=str(now.version),
    )  # fmt: skip
    assert Client().get(address).status_code == 404


@committed
def test_each_leaflet_code_opens_its_page_and_only_a_number_a_day_is_kept():
    actor = writer()
    found = item(actor)
    early = post(actor, "make_code", found.id, page="", where="図書館の棚")
    assert (early.status_code, "まだ公開されていません" in words_on(early)) == (422, True)
    post(actor, "publish_item", found.id)
    for where in ("図書館の棚", "駅前"):
        assert post(actor, "make_code", found.id, page="", where=where).status_code == 302
    first, second = Code.objects.order_by("made_at")
    address = reverse("public_site:by_code", args=[first.token])
    phone = Client(headers={"user-agent": BROWSER})
    with CaptureQueriesContext(connections["default"]) as inside:
        opened = [phone.get(address) for _each in range(3)]
    assert len(inside) == 0
    assert {(one.status_code, one.url, one["Cache-Control"], len(one.cookies)) for one in opened} == {
        (302, f"/open/ja/news/{found.id}/", "no-store", 0)
    }
    assert phone.get(opened[0].url).status_code == 200
    # Machines, looks ahead and questions for the head alone are led on as well, and not counted.
    phone.head(address)
    Client(headers={"user-agent": "Googlebot/2.1 (+http://www.google.com/bot.html)"}).get(address)
    Client(headers={"user-agent": BROWSER, "sec-purpose": "prefetch"}).get(address)
    assert Client().get(address).status_code == 302
    phone.get(reverse("public_site:by_code", args=[second.token]))
    assert list(CodeDay.objects.order_by("visits").values_list("code__where", "on", "visits")) == [
        ("駅前", TODAY, 1), ("図書館の棚", TODAY, 3),
    ]  # fmt: skip
    assert {one.name for one in CodeDay._meta.concrete_fields} == {"id", "code", "on", "visits"}
    page = words_on(get(actor, "item", found.id))
    assert (
        "合わせて 4回 開かれました" in page,
        "3回開かれました" in words_on(get(actor, "code", first.id)),
    ) == (True, True)
    assert "<svg" in get(actor, "code", first.id).content.decode()

    # Printed paper stays around: an ended code still leads on, and counts no more; an unknown one is nothing.
    assert post(actor, "end_code", first.id).status_code == 302
    assert phone.get(address).status_code == 302
    assert CodeDay.objects.get(code=first).visits == 3
    post(actor, "withdraw_item", found.id)
    assert phone.get(address).url == "/open/ja/"
    assert phone.get(reverse("public_site:by_code", args=["nothing2"])).status_code == 404


@committed
def test_the_public_role_may_only_add_one(public_connection: psycopg.Connection[Any]):
    actor = writer()
    found = item(actor)
    post(actor, "publish_item", found.id)
    post(actor, "make_code", found.id, page="", where="")
    public_connection.autocommit = True
    public_connection.execute("SET default_transaction_read_only = off")
    for _each in range(2):
        public_connection.execute("SELECT norishiro_public.count_visit(%s)", [Code.objects.get().token])
    public_connection.execute("SELECT norishiro_public.count_visit('nothing')")
    assert [one.visits for one in CodeDay.objects.all()] == [2]
    for statement in (
        "SELECT * FROM public.publicity_codeday",
        "UPDATE public.publicity_codeday SET visits = 0",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            public_connection.execute(statement)


@pytest.mark.django_db
def test_a_campaign_keeps_material_coverage_comments_and_people_and_the_enquiries_attributed_to_it():
    town = towns.town()
    actor = agencies.actor("架空 広報", kinds=(RoleKind.CSW,))
    people.person(town.window, name="架空 花子")
    campaign = item(actor, "ひきこもりを知る月", kind="CAMPAIGN", edition="")
    video = item(actor, "居場所の動画", kind="VIDEO", edition="", campaign=str(campaign.id))
    forum = item(
        actor,
        "市民フォーラム",
        kind="FORUM",
        edition="",
        campaign=str(campaign.id),
        issued_on=day(TODAY - DAY),
    )
    assert (
        post(
            actor,
            "note_channel",
            video.id,
            channel="SNS",
            noted_on=day(TODAY),
            words="動画のチャンネル",
            came="",
        ).status_code
        == 302
    )
    for kind, words in (
        ("COVERAGE", "地域の新聞に載った"),
        ("COMMENT", "うちも同じと書かれた"),
    ):
        sent = post(actor, "note_response", video.id, kind=kind, noted_on=day(TODAY), source="", words=words)
        assert sent.status_code == 302
    assert post(actor, "count_people", forum.id, came="84").status_code == 302
    post(
        actor,
        "note_response",
        forum.id,
        kind="FEEDBACK",
        noted_on=day(TODAY),
        source="アンケート",
        words="話せてよかった",
    )
    assert "説明会・フォーラム・催しだけです" in words_on(post(actor, "count_people", video.id, came="3"))

    callers = count(1)

    def received(**more: str) -> Consultation:
        sent = client_of(town.window).post(
            reverse("consultations:receive_consultation"),
            {
                **token(), "received_on": day(TODAY), "channel": "PHONE", "visitor": "SELF", "summary": "話したい", "alias": f"{next(callers)}番めの人",
                "business": "PUBLIC",
            } | more,
        )  # fmt: skip
        assert sent.status_code == 302, words_on(sent)
        announce(town.window)
        return Consultation.objects.latest("made_at")

    form = client_of(town.window).get(reverse("consultations:receive_consultation")).context["form"]
    assert (str(forum.id), "市民フォーラム（市民フォーラム・講演会）") in form.fields["learned_item"].choices
    first = received(learned="EVENT", learned_item=str(forum.id))
    assert (first.learned, first.learned_item) == ("EVENT", forum.id)
    shown = client_of(town.window).get(reverse("consultations:show", args=[first.id]))
    assert "催し・講演会・説明会・市民フォーラム" in words_on(shown)
    # Of the whole town, past the wall, and only where they are not few.
    told = [words_on(get(actor, "item", forum.id)).count("5件未満")]
    for _each in range(4):
        received(learned="VIDEO", learned_item=str(video.id))
    told += [
        queries.enquiries(actor, items=ones).words
        for ones in ([video], [forum], [campaign, video, forum], [campaign])
    ]
    assert told == [1, "5件未満", "5件未満", "5件", "0件"]

    page = words_on(get(actor, "item", campaign.id))
    assert [
        one in page
        for one in (
            "居場所の動画",
            "市民フォーラム",
            "地域の新聞に載った",
            "うちも同じと書かれた",
            "話せてよかった",
            "5件 これで知ったという相談",
        )
    ] == [True] * 6
    assert "84人" in words_on(get(actor, "item", forum.id))
    assert "花子" not in page


@pytest.mark.django_db
def test_events_keep_their_channels_and_who_came_by_them_per_base():
    actor = writer()
    base = Base.objects.create(code="KITA", name="北の拠点")
    event = item(actor, "はじめての茶話会", kind="EVENT", edition="", base=str(base.id))
    for channel, came in (("LEAFLET", "3"), ("SNS", "2"), ("LEAFLET", "4")):
        assert (
            post(
                actor, "note_channel", event.id, channel=channel, noted_on=day(TODAY), words="", came=came
            ).status_code
            == 302
        )
    post(actor, "count_people", event.id, came="11")
    lines = [
        (one.base, one.channel, one.times, one.came)
        for one in queries.channel_lines(actor, year=fiscal_year(TODAY))
    ]
    assert lines == [("北の拠点", "リーフレット・チラシ・ポスター", 2, 7), ("北の拠点", "SNS", 1, 2)]
    page = words_on(get(actor, "items"))
    assert ("北の拠点 リーフレット・チラシ・ポスター 2回 7人" in page, "11人" in page) == (True, True)


@committed
def test_what_is_coming_stands_on_a_list_and_in_a_calendar():
    actor = writer()
    soon = item(
        actor, "話を聞く会", kind="FORUM", edition="", issued_on=day(TODAY + 3 * DAY), opens="14:00", closes="16:00",
        venue="北会館2階",
    )  # fmt: skip
    past = item(actor, "終わった会", kind="FORUM", edition="", issued_on=day(TODAY - DAY))
    for one in (soon, past):
        post(actor, "publish_item", one.id)
    listed = words_on(Client().get(reverse("public_site:news_list", args=["ja"])))
    assert ("話を聞く会" in listed, "14:00〜16:00" in listed, "終わった会" in listed) == (True, True, False)
    book = Client().get("/open/events/")
    assert (book["Content-Type"], book.content.decode().count("BEGIN:VEVENT")) == (
        "text/calendar; charset=utf-8",
        1,
    )
    assert f"DTSTART:{TODAY + 3 * DAY:%Y%m%d}T050000Z" in book.content.decode()
    assert "お知らせと催し" in words_on(Client().get("/open/ja/"))


@pytest.mark.django_db
def test_lists_ask_as_often_at_three_as_at_one_and_whoever_may_only_read_writes_nothing():
    actor, asked = writer(), []
    for number in range(3):
        found = item(actor, f"便り{number}")
        handed(actor, found, elsewhere=f"所{number}")
        if number in (0, 2):
            for name in ("items", "handouts"):
                with CaptureQueriesContext(connections["default"]) as seen:
                    assert get(actor, name).status_code == 200
                asked.append((name, len(seen)))
    assert asked[:2] == asked[2:]
    again = {"kind": "LEAFLET", "title": "便り0", "edition": "第2版", "issued_on": day(TODAY)}
    assert "同じ題と版のものが、もうあります" in words_on(post(actor, "add_item", **again))
    reader = agencies.actor("架空 民生", kinds=(RoleKind.COMMISSIONER,))
    assert [get(reader, name, *args).status_code for name, args in (
        ("items", ()), ("item", (found.id,)), ("handouts", ()), ("unreached", (found.id,)), ("add_item", ()), ("hand_out", (found.id,)),
    )] == [200, 200, 200, 200, 403, 403]  # fmt: skip
    assert get(actor, "item", actor.staff_id).status_code == 404
    assert operations.LETTERS.isalnum()
