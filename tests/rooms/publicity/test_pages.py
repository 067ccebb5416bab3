"""公開のページ: staff write, publish and take down; everybody reads without a name, and never a draft."""

from __future__ import annotations

import json
import re
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies import operations as agency_operations
from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import ContractForm, Field, RoleKind, WindowSetting
from norishiro.agencies.models import Window, WindowOperator
from norishiro.core.verdict import Refused
from norishiro.publicity import operations
from norishiro.publicity.models import PublicPage, PublicText
from norishiro.publicity.writing import rendered
from norishiro.resources import operations as resources
from norishiro.resources.models import Place
from norishiro.resources.opening import read_opening
from norishiro.resources.operations.places import Offer, Where, Whose
from tests.factories import agencies, people
from tests.rooms.consultations.town import client_of, token

# The public pages have a connection of their own, so what they read must really be there.
committed = pytest.mark.django_db(transaction=True, databases=["default", "public"])

TODAY = timezone.localdate()


def writer(name: str = "架空 広報") -> Actor:
    return agencies.actor(name, kinds=(RoleKind.CSW,))


def post(actor: Actor, screen: str, /, *args: Any, **values: Any):
    return client_of(actor).post(reverse(f"publicity:{screen}", args=args), {**token(), **values})


def get(actor: Actor, screen: str, /, *args: Any):
    return client_of(actor).get(reverse(f"publicity:{screen}", args=args))


def outside(tongue: str = "ja", slug: str = "hikikomori"):
    return Client().get(reverse("public_site:leaf", args=[tongue, slug]))


def words_on(page: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


def opened(actor: Actor, slug: str = "hikikomori", **more: str) -> PublicPage:
    sent = post(actor, "open_page", name="ひきこもりの案内", slug=slug, topic="SCHOOL", order="", **more)
    assert sent.status_code == 302, sent.content.decode()
    return PublicPage.objects.get(slug=slug)


def written(
    actor: Actor, page: PublicPage, tongue: str, title: str, text: str = "# 話せます\n\n電話でどうぞ。"
):
    now = PublicText.objects.filter(page=page, tongue=tongue).first()
    return post(
        actor, "write_text", page.id, tongue, title=title, text=text, version=str(now.version) if now else ""
    )


def place(keeper: Actor, name: str, *, is_public: bool = True) -> Place:
    found = resources.add_place(
        keeper, whose=Whose("架空 町会", "RESIDENTS"), where=Where(f"{name}の会館", "みなと町1-1"),
        offer=Offer({"name": name, "kind": "SALON", "welcome": "YES", "is_public": is_public}),
    )  # fmt: skip
    return resources.set_opening(keeper, place=found, version=1, lines=read_opening("毎日 9時～12時").rules)


def window(name: str) -> None:
    made = Window.objects.create(
        code=name, name=name, contract_form=ContractForm.DIRECT, setting=WindowSetting.UNSTATED
    )
    WindowOperator.objects.create(window=made, agency=agencies.agency(f"{name}の機関", field=Field.GENERAL))
    agency_operations.set_window_guide(
        agencies.actor("架空 管理", kinds=(RoleKind.MANAGER,)), window=made, version=made.version,
        guide={"phone": "03-0000-1234", "place": "架空庁舎2階", "way": "", "bring": "", "map_url": "", "plain": "", "is_public": True},
        from_on=date(2026, 4, 1), weekly=[], exceptions=[],
    )  # fmt: skip


@committed
def test_staff_edit_a_page_of_windows_hours_and_places_and_everybody_reads_it_without_log_in_or_name(
    tmp_path,
):
    actor = writer()
    window("くらしの窓口")
    place(agencies.actor("架空 守", kinds=(RoleKind.MANAGER,)), "朝の部屋")
    page = opened(actor)
    assert (outside().status_code, "ひきこもりの案内" in words_on(Client().get("/open/ja/"))) == (404, False)
    assert written(actor, page, "ja", "家にいる人と家族へ").status_code == 302
    assert post(actor, "add_place", page.id, place="朝の部屋").status_code == 302
    assert outside().status_code == 404

    assert post(actor, "publish_text", page.id, "ja").status_code == 302
    shown = outside()
    assert (shown.status_code, dict(shown.cookies), shown["Cache-Control"]) == (200, {}, "public, max-age=30")
    text = words_on(shown)
    assert [
        one in text
        for one in (
            "家にいる人と家族へ",
            "電話でどうぞ。",
            "くらしの窓口",
            "03-0000-1234",
            "架空庁舎2階",
            "朝の部屋",
            "9:00〜12:00",
        )
    ] == [True] * 7
    assert "<h2>話せます</h2>" in shown.content.decode()
    assert [(one.tongue, one.published_on, one.published_by_id) for one in PublicText.objects.all()] == [
        ("ja", TODAY, actor.staff_id)
    ]
    start = Client().get("/open/ja/").content.decode()
    assert '<a href="/open/ja/pages/hikikomori/">家にいる人と家族へ</a>' in start

    # A new draft is nobody's but the staff's, until somebody publishes it.
    written(actor, page, "ja", "だれでも話せます", text="新しい文")
    assert ("家にいる人と家族へ" in words_on(outside()), "新しい文" in words_on(outside())) == (True, False)
    staff = words_on(get(actor, "public_page", page.id))
    assert ("新しい下書きあり" in staff, "新しい文" in staff) == (True, True)
    with connections["public"].cursor() as cursor:
        cursor.execute("SELECT title, text, writer_id, live_title FROM publicity_publictext")
        assert cursor.fetchall() == [(None, None, None, "家にいる人と家族へ")]
    post(actor, "publish_text", page.id, "ja")
    assert "新しい文" in words_on(outside())

    # Plain Japanese with readings, and Japanese where a language has nothing yet.
    assert post(actor, "publish_text", page.id, "easy").status_code == 403
    written(actor, page, "easy", "[家|いえ]に いる [人|ひと]へ", text="[電話|でんわ]で [話|はな]せます。")
    assert post(actor, "publish_text", page.id, "easy").status_code == 302
    easy, english = outside("easy").content.decode(), outside("en").content.decode()
    assert "<ruby>電話<rp>（</rp><rt>でんわ</rt><rp>）</rp></ruby>で" in easy
    assert (
        '<span lang="ja">だれでも話せます</span>' in english,
        "has not been written in English yet" in english,
    ) == (True, True)

    # As files as well, each link leading somewhere (the command refuses dead ones).
    call_command("publish", str(tmp_path / "site"), days=1, stdout=StringIO())
    files = json.loads((tmp_path / "site/manifest.json").read_text())["files"]
    assert [one for one in files if one.startswith(("ja/page", "easy/page", "en/page"))] == [
        "easy/page-hikikomori.html", "en/page-hikikomori.html", "ja/page-hikikomori.html",
    ]  # fmt: skip
    assert 'href="../ja/page-hikikomori.html"' in (tmp_path / "site/ja/index.html").read_text()

    # The Japanese is taken down last; then nothing is left outside.
    assert post(actor, "withdraw_text", page.id, "ja").status_code == 403
    assert [post(actor, "withdraw_text", page.id, one).status_code for one in ("easy", "ja")] == [302, 302]
    assert [outside(one).status_code for one in ("ja", "easy", "en")] == [404, 404, 404]
    assert PublicText.objects.get(tongue="ja").text == "新しい文"


@committed
def test_of_many_windows_a_page_shows_three_and_leads_to_the_others():
    actor = writer()
    page = opened(actor)
    written(actor, page, "ja", "[家|いえ]にいる人へ")
    post(actor, "publish_text", page.id, "ja")
    seen = []
    for number in range(1, 5):
        window(f"くらしの窓口{number}")
        text = outside().content.decode()
        seen.append(
            (text.count('class="n-card_title"'), "/desks/" in text.split("</h1>")[1].split("</main>")[0])
        )
    assert seen == [(1, False), (2, False), (3, False), (3, True)]
    # Readings are readings on the staff's page too.
    assert (
        "下書きを読む：<ruby>家<rp>（</rp><rt>いえ</rt>"
        in get(actor, "public_page", page.id).content.decode()
    )


@committed
def test_a_place_that_is_no_longer_public_leaves_the_page_by_itself():
    actor, keeper = writer(), agencies.actor("架空 守", kinds=(RoleKind.MANAGER,))
    page = opened(actor)
    written(actor, page, "ja", "案内")
    post(actor, "publish_text", page.id, "ja")
    found = place(keeper, "朝の部屋")
    place(keeper, "職員だけの部屋", is_public=False)
    refused = [
        words_on(post(actor, "add_place", page.id, place=name)) for name in ("職員だけの部屋", "ない部屋")
    ]
    assert ["公開の印がありません" in refused[0], "台帳にありません" in refused[1]] == [True, True]
    post(actor, "add_place", page.id, place="朝の部屋")
    assert "もうのっています" in words_on(post(actor, "add_place", page.id, place="朝の部屋"))
    assert "朝の部屋" in words_on(outside())
    Place.objects.filter(pk=found.pk).update(is_public=False)
    assert "朝の部屋" not in words_on(outside())
    assert "公開の印がないので出ません" in words_on(get(actor, "public_page", page.id))
    assert post(actor, "remove_place", page.places.get().id).status_code == 302
    assert page.places.count() == 0


@committed
def test_a_page_asks_as_often_at_three_pages_as_at_one():
    actor, asked = writer(), []
    for number in range(3):
        page = opened(actor, f"page-{number}")
        written(actor, page, "ja", f"案内{number}")
        post(actor, "publish_text", page.id, "ja")
        if number in (0, 2):
            with (
                CaptureQueriesContext(connections["default"]) as inside,
                CaptureQueriesContext(connections["public"]) as seen,
            ):
                assert outside(slug="page-0").status_code == 200
            asked.append((len(inside), len(seen)))
            with CaptureQueriesContext(connections["default"]) as listed:
                assert get(actor, "public_pages").status_code == 200
            asked.append((len(listed), 0))
    assert asked[:2] == asked[2:]
    assert asked[0] == (0, 4)


@pytest.mark.django_db
def test_bad_addresses_known_names_two_at_once_and_whoever_may_only_read():
    actor = writer()
    page = opened(actor)
    wrong = [
        post(actor, "open_page", name="案内", slug=slug, topic="", order="") for slug in ("ひきこもり", "Hiki komori", "hikikomori")
    ]  # fmt: skip
    assert [one.status_code for one in wrong] == [422, 422, 422]
    assert ["数字・ハイフン（-）だけで" in words_on(one) for one in wrong] == [True, True, False]
    assert "この番地のページがもうあります" in words_on(wrong[2])

    people.person(actor, name="架空 花子")
    named = written(actor, page, "ja", "案内", text="架空 花子さんの話")
    assert (named.status_code, "架空 花子" in words_on(named), PublicText.objects.count()) == (422, True, 0)
    written(actor, page, "ja", "案内")
    stale = post(actor, "write_text", page.id, "ja", title="ほか", text="ほか", version="9")
    assert (stale.status_code, PublicText.objects.get().title) == (409, "案内")
    assert get(actor, "write_text", page.id, "xx").status_code == 404
    with pytest.raises(Refused, match="いまは公開していません"):
        operations.withdraw_text(actor, page=page, tongue="ja")
    post(actor, "publish_text", page.id, "ja")
    with pytest.raises(Refused, match="公開しているものと同じです"):
        operations.publish_text(actor, page=page, tongue="ja", today=TODAY)

    now = PublicPage.objects.get()
    changed = {"name": "案内", "slug": "annai", "topic": "", "order": "3", "version": str(now.version)}
    assert post(actor, "change_page", page.id, **changed).status_code == 302
    assert (PublicPage.objects.get().slug, PublicPage.objects.get().order) == ("annai", 3)

    reader = agencies.actor("架空 民生", kinds=(RoleKind.COMMISSIONER,))
    assert [get(reader, one, *args).status_code for one, args in (
        ("public_pages", ()), ("public_page", (page.id,)), ("open_page", ()), ("write_text", (page.id, "ja")),
    )] == [200, 200, 403, 403]  # fmt: skip
    assert "書けるのは「広報と公開のページを書く」の役割の人です" in words_on(get(reader, "public_pages"))


def test_nothing_that_was_typed_becomes_code_or_leads_into_the_program():
    text = rendered(
        "<script>x</script> [外](https://example.jp) [中](/people/) [動く](javascript:x) [電話](tel:0300000000)\n\n# [今日|きょう]"
    )
    assert text == (
        '<p>&lt;script&gt;x&lt;/script&gt; <a href="https://example.jp" rel="noreferrer noopener">外</a> [中](/people/) '
        '[動く](javascript:x) <a href="tel:0300000000" rel="noreferrer noopener">電話</a></p>\n'
        "<h2><ruby>今日<rp>（</rp><rt>きょう</rt><rp>）</rp></ruby></h2>\n"
    )
