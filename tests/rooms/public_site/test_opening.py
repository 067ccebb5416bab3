"""くらしの案内: what is open today, in three languages, read by a role that can name no table; no cookie, no script."""

from __future__ import annotations

import gzip
import json
import re
import tomllib
from datetime import date, datetime, time

import psycopg
import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies import operations as agency_operations
from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import ContractForm, Field, RoleKind, WindowSetting
from norishiro.agencies.models import Window, WindowOperator
from norishiro.agencies.rules import Hours
from norishiro.letterbox import operations as letterbox
from norishiro.letterbox.choices import EntranceKind
from norishiro.public_site import editions, kept
from norishiro.public_site.tongues import FOLDER, tongue, tongues
from norishiro.resources import operations
from norishiro.resources.models import OpeningLine, Place
from norishiro.resources.opening import read_opening
from norishiro.resources.operations.places import Offer, Where, Whose
from norishiro.resources.points import read_point
from tests.factories import agencies

# The pages have a connection of their own, so what they read must really be there.
committed = pytest.mark.django_db(transaction=True, databases=["default", "public"])

TUESDAY = datetime.fromisoformat("2026-11-17T10:00:00+09:00")


@pytest.fixture(autouse=True)
def at_ten_on_a_tuesday(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: TUESDAY)


def place(
    keeper: Actor, name: str, *, opening: str = "毎週火 9時～12時", where: Where | None = None, **values
):
    said = {"name": name, "kind": "SALON", "welcome": "YES", "is_public": True} | values
    found = operations.add_place(
        keeper, whose=Whose("架空 町会", "RESIDENTS"), where=where or Where(f"{name}の会館", "みなと町1-1"),
        offer=Offer(said, {"STATE": ["DEMENTIA"], "ACCESS": ["LIFT"]}),
    )  # fmt: skip
    return operations.set_opening(keeper, place=found, version=1, lines=read_opening(opening).rules)


def window(name: str, field: Field, *, is_public: bool = True) -> Window:
    made = Window.objects.create(
        code=name, name=name, contract_form=ContractForm.DIRECT, setting=WindowSetting.UNSTATED
    )
    WindowOperator.objects.create(window=made, agency=agencies.agency(f"{name}の機関", field=field))
    guide = {"phone": "03-0000-1234", "place": "架空庁舎2階", "way": "東口を出る", "bring": "", "map_url": "", "plain": "おかねの ことを はなす ところ"}  # fmt: skip
    return agency_operations.set_window_guide(
        agencies.actor("架空 管理", kinds=(RoleKind.MANAGER,)), window=made, version=made.version,
        guide=guide | {"is_public": is_public}, from_on=date(2026, 4, 1),
        weekly=[Hours(day, None, time(9), time(17)) for day in range(5)], exceptions=[],
    )  # fmt: skip


def get(name: str, *args: object, **query: str):
    return Client().get(reverse(f"public_site:{name}", args=args or ["ja"]), query)


def words_on(page) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


def listed(page) -> list[str]:
    return re.findall(r"<h2><a [^>]*>([^<]+)</a></h2>", page.content.decode())


@committed
def test_what_is_open_that_day_is_listed_and_nothing_that_is_not_public():
    keeper = agencies.actor("架空 守", kinds=(RoleKind.MANAGER,))
    area = agencies.area("北の圏域")
    place(keeper, "朝の部屋", alone=True, fee=0, where=Where("北会館", area_id=area.id))
    place(keeper, "夜の食堂", opening="毎週火 18時～20時", fee=300, anybody=True)
    place(keeper, "水曜の部屋", opening="毎週水 9時～12時")
    place(keeper, "職員だけの部屋", is_public=False)
    place(keeper, "会員の家", is_public=False, where=Where("会員の家", private_home=True))
    stopped = place(keeper, "休みの部屋")
    operations.stop_place(
        keeper, place=stopped, kind="PAUSED", from_on=date(2026, 11, 1), reason="NO_KEEPER", note="世話人の入院",
        expected_on=None,
    )  # fmt: skip
    page = get("places")
    assert listed(page) == ["夜の食堂", "朝の部屋"]
    assert [
        listed(get("places", **asked))
        for asked in ({"evening": "1"}, {"alone": "1"}, {"free": "1"}, {"area": str(area.id)}, {"on": "2026-11-18"})
    ] == [["夜の食堂"], ["朝の部屋"], ["朝の部屋"], ["朝の部屋"], ["水曜の部屋"]]  # fmt: skip
    assert [listed(get("places", on=bad)) for bad in ("きのう", "2025-01-01", "2030-01-01")] == [
        ["夜の食堂", "朝の部屋"]
    ] * 3
    assert ("いまあいています" in words_on(page), "このあとあきます" in words_on(page)) == (True, True)
    empty = get("places", area=str(agencies.area("だれもいない圏域").id))
    assert (listed(empty), "この日にあいているところは、見つかりませんでした" in words_on(empty)) == (
        [],
        True,
    )
    assert get("place", "ja", stopped.id).status_code == 200
    assert "世話人の入院" not in words_on(get("place", "ja", stopped.id))
    hidden = [one.id for one in stopped.__class__.objects.filter(is_public=False)]
    assert [get("place", "ja", one).status_code for one in hidden] == [404, 404]


@committed
def test_a_private_telephone_a_keeper_and_the_states_known_there_stay_inside():
    keeper = agencies.actor("架空 守", kinds=(RoleKind.MANAGER,))
    told = {
        "phone": "0123-45-6789",
        "contact_name": "架空 窓子",
        "needs": "月に一度の訪問",
        "email": "a@example.jp",
    }
    shut = place(keeper, "電話を出さない部屋", **told)
    shown = place(keeper, "電話を出す部屋", **told, contact_public=True)
    pages = [words_on(get("place", "ja", one.id)) for one in (shut, shown)]
    assert [
        ["0123-45-6789" in text, "架空 窓子" in text, "月に一度" in text, "認知症" in text, "エレベーター" in text]
        for text in pages
    ] == [[False, False, False, False, True], [True, False, False, False, True]]  # fmt: skip
    with connections["public"].cursor() as cursor:
        cursor.execute(
            "SELECT name, phone, contact_name, needs, kept_by_id FROM resources_place ORDER BY name"
        )
        assert cursor.fetchall() == [
            ("電話を出さない部屋", "", None, None, None), ("電話を出す部屋", "0123-45-6789", None, None, None),
        ]  # fmt: skip
        cursor.execute("SELECT kind, code FROM resources_trait")
        assert cursor.fetchall() == [("ACCESS", "LIFT")] * 2
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("norishiro_public",)


@committed
@pytest.mark.parametrize("count", [1, 3])
def test_a_page_asks_only_through_the_public_door_and_as_often_at_three_places_as_at_one(count):
    keeper = agencies.actor("架空 守", kinds=(RoleKind.MANAGER,))
    found = [place(keeper, f"部屋{number}") for number in range(count)]
    window("くらしの窓口", Field.GENERAL)
    asked = {}
    for name, args in (
        ("places", ["ja"]), ("place", ["ja", found[0].id]), ("map_data", ["ja"]), ("desks_for", ["ja", "MONEY"]),
    ):  # fmt: skip
        with (
            CaptureQueriesContext(connections["default"]) as inside,
            CaptureQueriesContext(connections["public"]) as outside,
        ):
            assert get(name, *args).status_code == 200
        asked[name] = (len(inside), len(outside))
    assert asked == {"places": (0, 7), "place": (0, 6), "map_data": (0, 1), "desks_for": (0, 5)}


@committed
def test_no_cookie_is_set_or_wanted_and_a_page_is_known_again_by_its_mark():
    keeper = agencies.actor("架空 守", kinds=(RoleKind.MANAGER,))
    place(keeper, "朝の部屋", where=Where("北会館", point=read_point("35.01234, 139.5")))
    client = Client()
    for name in ("start", "places", "places_map", "map_data", "desks", "flow"):
        page = client.get(reverse(f"public_site:{name}", args=["en"]))
        assert (page.status_code, dict(page.cookies), page["Cache-Control"]) == (
            200,
            {},
            "public, max-age=30",
        )
        again = client.get(page.wsgi_request.path, headers={"if-none-match": page["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
    packed = client.get(reverse("public_site:places", args=["ja"]), headers={"accept-encoding": "gzip"})
    plain = client.get(reverse("public_site:places", args=["ja"]))
    assert (packed["Content-Encoding"], gzip.decompress(packed.content)) == ("gzip", plain.content)
    assert client.get("/open/").url == "/open/ja/"
    assert [client.get(f"/open/{code}/").status_code for code in ("xx", "../etc", "JA")] == [404, 404, 404]
    assert client.post("/open/ja/places/").status_code == 405


@committed
def test_the_map_has_only_what_stands_somewhere_and_is_open(settings, tmp_path):
    keeper = agencies.actor("架空 守", kinds=(RoleKind.MANAGER,))
    placed = place(keeper, "朝の部屋", where=Where("北会館", point=read_point("35.01234, 139.5")))
    place(keeper, "場所のない部屋")
    place(
        keeper, "水曜の部屋", opening="毎週水 9時～", where=Where("南会館", point=read_point("35.2, 139.512"))
    )
    data = get("map_data", "en")
    assert (data["Content-Type"], json.loads(data.content)["features"]) == (
        "application/geo+json; charset=utf-8",
        [
            {
                "type": "Feature", "geometry": {"type": "Point", "coordinates": [139.5, 35.01234]},
                "properties": {
                    "name": "朝の部屋", "kind": "Neighbourhood salon", "url": f"/open/en/places/{placed.id}/",
                },
            }
        ],
    )  # fmt: skip
    settings.NORISHIRO_BOUNDARY = tmp_path / "boundary.geojson"
    assert Client().get("/open/boundary/").status_code == 404
    settings.NORISHIRO_BOUNDARY.write_text('{"type": "FeatureCollection", "features": []}', encoding="utf-8")
    assert Client().get("/open/boundary/").json() == {"type": "FeatureCollection", "features": []}
    assert 'data-boundary="/open/boundary/"' in get("places_map").content.decode()


@committed
def test_a_desk_is_found_by_what_troubles_and_told_in_each_language():
    window("くらしの窓口", Field.GENERAL)
    window("職員だけの窓口", Field.GENERAL, is_public=False)
    pages = {code: words_on(get("desks_for", code, "VIOLENCE")) for code in ("ja", "easy", "en")}
    assert {code: ("くらしの窓口" in text, "職員だけの窓口" in text) for code, text in pages.items()} == dict.fromkeys(
        pages, (True, False)
    )  # fmt: skip
    assert [word in pages[code] for code, word in (("ja", "いま開いています"), ("easy", "じどうそうだんじょ"), ("en", "Open now"))] == [
        True, True, True,
    ]  # fmt: skip
    assert get("desks_for", "ja", "NONSENSE").status_code == 404


@committed
def test_a_change_shows_once_half_a_minute_is_over(settings, monkeypatch):
    keeper = agencies.actor("架空 守", kinds=(RoleKind.MANAGER,))
    settings.NORISHIRO_PUBLIC_SECONDS = 15
    clock = [1000.0]
    monkeypatch.setattr(kept, "monotonic", lambda: clock[0])
    place(keeper, "朝の部屋")
    assert listed(get("places")) == ["朝の部屋"]
    place(keeper, "昼の部屋")
    clock[0] += 14
    assert listed(get("places")) == ["朝の部屋"]
    assert listed(get("places", alone="1")) == []
    place(keeper, "晩の部屋")
    clock[0] += 16
    assert listed(get("places")) == ["昼の部屋", "晩の部屋", "朝の部屋"]
    forget_all()


def forget_all():
    for each in (kept._kept, kept._read, kept._addresses):
        each.clear()
    kept._newest.at = float("-inf")


@committed
def test_what_was_read_stays_until_something_public_changes(settings, monkeypatch):
    keeper = agencies.actor("架空 守", kinds=(RoleKind.MANAGER,))
    settings.NORISHIRO_PUBLIC_SECONDS = 10
    clock = [1000.0]
    monkeypatch.setattr(kept, "monotonic", lambda: clock[0])
    place(keeper, "朝の部屋")

    def asked(name: str, **given: str) -> int:
        clock[0] += 20
        with CaptureQueriesContext(connections["public"]) as read:
            get(name, **given)
        return len(read)

    asked("places")
    # Whether anything changed, and no more: for the list, for the map, for the list narrowed down to the same place.
    assert [asked("places"), asked("map_data"), asked("places", free="")] == [1, 1, 1]
    place(keeper, "昼の部屋")
    assert asked("places") > 1
    assert asked("places") == 1
    forget_all()


@committed
def test_the_edition_differs_after_every_writing_and_deleting_and_only_then():
    keeper = agencies.actor("架空 守", kinds=(RoleKind.MANAGER,))
    found = [editions.mark()]
    kept_place = place(keeper, "朝の部屋")
    found.append(editions.mark())
    Place.objects.filter(id=kept_place.id).update(name="夜の部屋")
    found.append(editions.mark())
    Place.objects.filter(id=kept_place.id).update(name="朝の部屋")
    found.append(editions.mark())
    OpeningLine.objects.filter(place=kept_place).delete()
    found.append(editions.mark())
    assert len(set(found)) == 5
    assert editions.mark() == found[-1]


@committed
def test_a_page_of_a_moment_ago_is_handed_out_at_the_gate_with_the_same_headers(settings, monkeypatch):
    settings.NORISHIRO_PUBLIC_SECONDS = 15
    settings.ALLOWED_HOSTS = ["testserver"]
    clock = [1000.0]
    monkeypatch.setattr(kept, "monotonic", lambda: clock[0])
    place(agencies.actor("架空 守", kinds=(RoleKind.MANAGER,)), "朝の部屋")
    first = get("places", alone="0")
    with (
        CaptureQueriesContext(connections["default"]) as asked,
        CaptureQueriesContext(connections["public"]) as read,
    ):
        again = get("places", alone="0")
    assert (len(asked), len(read)) == (0, 0)
    assert [hasattr(one.wsgi_request, "session") for one in (first, again)] == [True, False]
    assert (again.status_code, again.content, again["Vary"]) == (200, first.content, "Accept-Encoding")
    assert {**first.headers, "Vary": ""} == {**again.headers, "Vary": ""}
    mark = {"if-none-match": first["ETag"]}
    assert (
        Client(headers=mark).get(reverse("public_site:places", args=["ja"]), {"alone": "0"}).status_code
        == 304
    )
    elsewhere = Client(headers={"host": "other.example"})
    assert elsewhere.get(reverse("public_site:places", args=["ja"]), {"alone": "0"}).status_code == 400
    clock[0] += 29
    assert not hasattr(get("places", alone="0").wsgi_request, "session")
    clock[0] += 1
    assert hasattr(get("places", alone="0").wsgi_request, "session")
    forget_all()


@committed
def test_the_flow_is_explained_in_plain_words_and_leads_to_a_form_that_asks_no_name_and_gives_a_receipt():
    keeper = agencies.actor("架空 推進", kinds=(RoleKind.COORDINATOR,))
    letterbox.appoint(
        keeper, kind=EntranceKind.GENERAL, facility="総合の窓口", holder="", receiver_agency_id=keeper.agency_id,
        from_on=agencies.EPOCH, until_on=None, today=TUESDAY.date(),
    )  # fmt: skip
    client = Client()
    steps = {
        code: re.findall(r"<li>(.+?)</li>", client.get(f"/open/{code}/flow/").content.decode())
        for code in ("ja", "easy", "en")
    }
    assert {code: len(found) for code, found in steps.items()} == {"ja": 7, "easy": 7, "en": 7}
    flow = client.get("/open/easy/flow/").content.decode()
    form = client.get(re.findall(r'class="n-button" href="([^"]+)"', flow)[0])
    slip = re.findall(r'name="slip" value="([^"]+)"', form.content.decode())[0]
    sent = client.post(
        form.wsgi_request.get_full_path(),
        {
            "slip": slip,
            "words": "となりの いえが しんぱいです",
            "consent": "on",
            "hurry": "WATCH",
            "about": "NEIGHBOUR",
        },
    )
    assert (
        sent.status_code,
        len(re.findall(r'name="(?:number|secret)" value="[^"]+"', sent.content.decode())),
        dict(client.cookies),
    ) == (200, 2, {})


# --- words ------------------------------------------------------------------------------------------------


def test_every_language_says_what_the_model_says_and_takes_the_same_values():
    files = {
        one.stem: tomllib.loads(one.read_text(encoding="utf-8")) for one in sorted(FOLDER.glob("*.toml"))
    }
    pages = [name for name, said in files["ja"].items() if isinstance(said, dict) and said]
    blanks = re.compile(r"\{(\w+)\}")
    shapes = {
        code: {
            (page, key): sorted(set(blanks.findall(text)))
            for page in pages
            for key, text in said[page].items()
        }
        for code, said in files.items()
    }
    assert [code for code, shape in shapes.items() if shape != shapes["ja"]] == []
    assert [one.code for one in tongues()] == ["ja", "easy", "en"]


def test_a_town_adds_a_language_with_one_file_and_what_it_leaves_out_is_in_japanese(settings, tmp_path):
    settings.NORISHIRO_TONGUES = tmp_path
    (tmp_path / "vi.toml").write_text(
        'name = "Tiếng Việt"\nlang = "vi"\n[places]\ntitle = "Nơi mở cửa <b>"\n', encoding="utf-8"
    )
    found = tongue("vi")
    assert found is not None
    assert (found.words["places"]["title"], found.words["map"]["title"], found.day(date(2026, 11, 17))) == (
        "Nơi mở cửa &lt;b&gt;", "居場所の地図", "11月17日（火）",
    )  # fmt: skip


def test_easy_japanese_puts_the_reading_above_every_character_that_has_one():
    easy = tongue("easy")
    assert easy is not None
    kanji = re.compile(r"[一-龠々]")
    bare = [
        (page, key)
        for page, said in easy.words.items()
        if page not in ("topics", "at_once")
        for key, text in said.items()
        if kanji.search(re.sub(r"<ruby>.*?</ruby>", "", text))
        and key in tomllib.loads((FOLDER / "easy.toml").read_text(encoding="utf-8")).get(page, {})
    ]
    assert bare == []


def test_the_door_cannot_reach_a_person(public_connection):
    for table in ("people_person", "letterbox_letter", "agencies_staff"):
        with pytest.raises(psycopg.errors.UndefinedTable), public_connection.transaction():
            public_connection.execute(f"SELECT 1 FROM {table}")  # noqa: S608 names of our own
