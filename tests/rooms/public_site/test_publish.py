"""``norishiro publish``: the public pages as files; whole, at once, and with nobody in them."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from norishiro.agencies.choices import RoleKind
from norishiro.resources import operations
from norishiro.resources.models import Place
from norishiro.resources.opening import read_opening
from norishiro.resources.operations.places import Offer, Where, Whose
from norishiro.resources.points import read_point
from tests.factories import agencies

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "public"])

TUESDAY = datetime.fromisoformat("2026-11-17T10:00:00+09:00")


@pytest.fixture(autouse=True)
def on_a_tuesday(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: TUESDAY)


def place(name: str, *, is_public: bool = True) -> Place:
    keeper = agencies.actor("架空 守子", kinds=(RoleKind.MANAGER,))
    found = operations.add_place(
        keeper, whose=Whose("架空 町会", "RESIDENTS"), where=Where(f"{name}の会館", "みなと町1-1", point=read_point("35.01234, 139.5")),
        offer=Offer(
            {"name": name, "kind": "SALON", "welcome": "YES", "is_public": is_public, "contact_name": "架空 窓子", "phone": "0123-45-6789"},
            {"STATE": ["DEMENTIA"]},
        ),
    )  # fmt: skip
    return operations.set_opening(
        keeper, place=found, version=1, lines=read_opening("毎週火 9時～12時").rules
    )


def publish(folder: Path, *, days: int = 8) -> str:
    said = StringIO()
    call_command("publish", str(folder), days=days, stdout=said)
    return said.getvalue()


def test_the_site_is_whole_and_holds_nobody(tmp_path):
    shown, hidden = place("朝の部屋"), place("職員だけの部屋", is_public=False)
    folder = tmp_path / "site"
    with CaptureQueriesContext(connections["default"]) as inside:
        said = publish(folder)
    assert len(inside) == 0
    files = {str(one.relative_to(folder)): one for one in folder.rglob("*") if one.is_file()}
    sums = json.loads(files["manifest.json"].read_text())["files"]
    assert sorted(sums) == sorted(set(files) - {"manifest.json", "SHA256SUMS"})
    assert [name for name in sums if hashlib.sha256(files[name].read_bytes()).hexdigest() != sums[name]] == []
    assert files["SHA256SUMS"].read_text() == "".join(f"{sums[name]}  {name}\n" for name in sorted(sums))
    assert re.sub(r"\d+", "0", said.split("に ")[1]) == (
        "0 個のファイル（0 KB）を書きました。居場所 0 か所、0 日分、ことば ja・easy・en。個人の記録は入っていません。\n"
    )

    texts = {
        name: files[name].read_text() for name in sums if name.endswith((".html", ".geojson", ".js", ".css"))
    }
    secrets = ("0123-45-6789", "架空 窓子", "架空 守子", "認知症", "職員だけの部屋", str(hidden.id))
    assert [(name, word) for name, text in texts.items() for word in secrets if word in text] == []
    assert [code for code in ("ja", "easy", "en") if f"{code}/place-{shown.id}.html" not in files] == []
    assert [
        "朝の部屋" in texts[f"ja/places-2026-11-{day}.html"] for day in range(17, 25)
    ] == [True, False, False, False, False, False, False, True]  # fmt: skip
    point = json.loads(texts["en/map-2026-11-17.geojson"])["features"][0]["properties"]
    assert point["url"] == f"../en/place-{shown.id}.html"

    dead = []
    for name, text in texts.items():
        if not name.endswith(".html"):
            continue
        for address in re.findall(r'(?:href|src|data-places)="([^"#][^"#]*)', text):
            if address.startswith(("tel:", "https://")):
                continue
            if not (folder / name).parent.joinpath(address).resolve().is_file():
                dead.append((name, address))
    assert dead == []
    assert [
        name for name, text in texts.items() if 'href="/' in text or 'src="/' in text or "<form" in text
    ] == []


def test_it_takes_the_place_of_the_one_before_and_of_nothing_else(tmp_path):
    place("朝の部屋")
    folder = tmp_path / "site"
    publish(folder, days=1)
    old = Place.objects.get()
    operations.add_special(
        agencies.actor("架空 守子", kinds=(RoleKind.MANAGER,)), place=old, first=TUESDAY.date(), last=TUESDAY.date(),
        closed=True, reason="世話人の入院", today=TUESDAY.date(),
    )  # fmt: skip
    publish(folder, days=1)
    text = (folder / "ja/places-2026-11-17.html").read_text()
    assert ("朝の部屋" in text, [one.name for one in tmp_path.iterdir()]) == (False, ["site"])
    assert "世話人の入院" not in (folder / f"ja/place-{old.id}.html").read_text()

    other = tmp_path / "other"
    other.mkdir()
    (other / "letter.txt").write_text("大事な手紙")
    refused = []
    for wrong, days in ((other, 1), (tmp_path / "no" / "site", 1), (other / "letter.txt", 1), (folder, 0)):
        with pytest.raises(CommandError) as caught:
            publish(wrong, days=days)
        refused.append(str(caught.value).removeprefix(str(wrong)).removeprefix(str(wrong.parent)))
    assert refused == [
        " には、ほかのファイルが入っています。空のフォルダーか、まだない名前を書いてください。",
        " がありません。先に作ってください。",
        " はフォルダーではありません。別の名前を書いてください。",
        "日数は、1から31の間で書いてください。",
    ]
    assert (other / "letter.txt").read_text() == "大事な手紙"


def test_the_town_s_address_leads_to_where_one_can_write(tmp_path, settings):
    folder = tmp_path / "site"
    publish(folder, days=1)
    assert "書いて相談する" not in (folder / "ja/index.html").read_text()
    settings.NORISHIRO_ADDRESS = "https://madoguchi.example.jp"
    publish(folder, days=1)
    assert 'href="https://madoguchi.example.jp/tell/consult/"' in (folder / "ja/index.html").read_text()
