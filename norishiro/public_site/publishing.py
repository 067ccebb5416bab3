"""くらしの案内 as files: for a server that has no program, or a network that only takes files in (``norishiro publish``).

The same pages, drawn by the same hands through the public role, with every address rewritten to a file beside it. Written
into a new folder and put in the place of the old one at once; beside it a list of all files with their sums.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.contrib.staticfiles.finders import find
from django.urls import reverse

from norishiro.agencies import navigator
from norishiro.core.text import InputProblem
from norishiro.public_site import drawing, leaves, news, reading
from norishiro.public_site.drawing import Wanted, Way
from norishiro.public_site.tongues import MODEL, Tongue, tongues

MANIFEST = "manifest.json"
SUMS = "SHA256SUMS"
MOST_DAYS = 31
ADDRESS = re.compile(r'\b(href|src|data-places|data-boundary)="(/[^"]*|\?[^"]*)"')
IN_CSS = re.compile(r"url\(\s*['\"]?([^'\")]+)['\"]?\s*\)")


@dataclass(frozen=True)
class Published:
    """What was written."""

    folder: Path
    files: int
    octets: int
    places: int
    days: int
    tongues: tuple[str, ...]


@dataclass
class _Site:
    """The files of the new site, by name, and the server addresses they stand for."""

    files: dict[str, bytes] = field(default_factory=dict)
    drawn: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def put(self, name: str, text: str, *addresses: str) -> None:
        self.drawn[name] = text
        for address in addresses:
            self.names[address] = name


def publish(folder: Path, *, now: datetime, days: int) -> Published:
    """Write the site and put it in the place of the one before. Raises InputProblem saying what to do."""
    if not 1 <= days <= MOST_DAYS:
        raise InputProblem(f"日数は、1から{MOST_DAYS}の間で書いてください。")
    _refuse_other(folder)
    site = _Site()
    spoken = tongues()
    for tongue in spoken:
        _draw(site, tongue, now=now, days=days)
    site.put("index.html", site.drawn[f"{MODEL}/index.html"])
    model = Way(next(one for one in spoken if one.is_model), now, standing=True)
    site.put("events.ics", drawing.events_file(model), reverse("public_site:events_file"))
    _rewrite(site)
    octets = _write(folder, site, now=now)
    return Published(
        folder, len(site.files), octets, len(reading.ids()), days, tuple(one.code for one in spoken)
    )


def _refuse_other(folder: Path) -> None:
    """Only a folder that is empty, missing, or written by us is replaced."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise InputProblem(f"{folder} はフォルダーではありません。別の名前を書いてください。")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MANIFEST).is_file():
        raise InputProblem(
            f"{folder} には、ほかのファイルが入っています。空のフォルダーか、まだない名前を書いてください。"
        )
    if not folder.parent.is_dir():
        raise InputProblem(f"{folder.parent} がありません。先に作ってください。")


# --- drawing ------------------------------------------------------------------------------------------


def _draw(site: _Site, tongue: Tongue, *, now: datetime, days: int) -> None:
    code, way = tongue.code, Way(tongue, now, standing=True)

    def at(page: str, *args: object) -> str:
        return reverse(f"public_site:{page}", args=[code, *args])

    offered = [way.today + timedelta(days=ahead) for ahead in range(days)]
    site.put(f"{code}/index.html", drawing.start(way), at("start"))
    site.put(f"{code}/places.html", drawing.days_ahead(way, offered), at("places"))
    for on in offered:
        wanted, asked = Wanted(on), f"?on={on}"
        site.put(
            f"{code}/places-{on}.html",
            drawing.places(way, wanted),
            f"{at('places')}{asked}",
            f"{code} {asked}",
        )
        site.put(f"{code}/map-{on}.html", drawing.places_map(way, wanted), f"{at('places_map')}{asked}")
        site.put(f"{code}/map-{on}.geojson", drawing.map_data(way, wanted), f"{at('map_data')}{asked}")
    site.names[at("places_map")] = f"{code}/map-{way.today}.html"
    for one in reading.ids():
        site.put(f"{code}/place-{one}.html", drawing.place(way, one) or "", at("place", one))
    site.put(f"{code}/desks.html", drawing.desks(way), at("desks"))
    for topic in navigator.TOPICS:
        site.put(
            f"{code}/desks-{topic.code}.html", drawing.desks(way, topic.code), at("desks_for", topic.code)
        )
    site.put(f"{code}/news.html", drawing.news_list(way), at("news_list"))
    for told in news.all_told(way.today):
        site.put(f"{code}/news-{told.id}.html", drawing.news(way, told.id) or "", at("news", told.id))
    for leaf in leaves.leaves(code):
        site.put(f"{code}/page-{leaf.slug}.html", drawing.leaf(way, leaf.slug) or "", at("leaf", leaf.slug))
    site.put(f"{code}/letters.html", drawing.letters(way), at("letters"))
    site.put(f"{code}/flow.html", drawing.flow(way), at("flow"))


# --- addresses ------------------------------------------------------------------------------------------


def _rewrite(site: _Site) -> None:
    """Every address becomes the name of a file; one that has none would be a dead link and is an error of ours."""
    if settings.NORISHIRO_BOUNDARY.is_file():
        site.put(
            "boundary.geojson",
            settings.NORISHIRO_BOUNDARY.read_text(encoding="utf-8"),
            reverse("public_site:boundary"),
        )
    wanted: set[str] = set()
    for name, text in site.drawn.items():
        if name.endswith(".ics"):
            site.files[name] = text.encode()
            continue
        if name.endswith(".geojson"):
            site.files[name] = _points(site, name, text).encode()
            continue
        site.files[name] = _led_on(site, name, text, wanted).encode()
    for name in _with_what_they_name(wanted):
        path = find(name)
        if path is None:
            raise LookupError(f"static file {name} is missing")
        site.files[f"static/{name}"] = Path(str(path)).read_bytes()


def _led_on(site: _Site, own: str, text: str, wanted: set[str]) -> str:
    def renamed(found: re.Match[str]) -> str:
        return _renamed(site, own, found, wanted)

    return ADDRESS.sub(renamed, text)


def _renamed(site: _Site, own: str, found: re.Match[str], wanted: set[str]) -> str:
    attribute, written = found.group(1), found.group(2)
    address, _hash, anchor = written.partition("#")
    if address.startswith(settings.STATIC_URL):
        wanted.add(plain := address.removeprefix(settings.STATIC_URL))
        return f'{attribute}="{_up(own)}static/{plain}"'
    outside: str = settings.NORISHIRO_ADDRESS
    if address.startswith("/tell/") and outside:
        return f'{attribute}="{outside}{written}"'
    key = address.replace("&amp;", "&")
    key = f"{own.partition('/')[0]} {key}" if key.startswith("?") else key
    if key not in site.names:
        raise LookupError(f"{own} names {written}, which is no page of the site")
    return f'{attribute}="{_up(own)}{site.names[key]}{_hash}{anchor}"'


def _points(site: _Site, own: str, text: str) -> str:
    if own == "boundary.geojson":
        return text
    data = json.loads(text)
    for one in data["features"]:
        one["properties"]["url"] = f"{_up(own)}{site.names[one['properties']['url']]}"
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _up(own: str) -> str:
    return "../" * own.count("/")


def _with_what_they_name(names: set[str]) -> Iterator[str]:
    """The static files and those their styles name in turn."""
    seen: set[str] = set()
    waiting = sorted(names)
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        yield name
        path = find(name)
        if name.endswith(".css") and path is not None:
            text = Path(str(path)).read_text(encoding="utf-8")
            inner = [one for one in IN_CSS.findall(text) if not one.startswith(("data:", "#", "/"))]
            waiting.extend(os.path.normpath(f"{os.path.dirname(name)}/{one}") for one in inner)


# --- writing ------------------------------------------------------------------------------------------


def _write(folder: Path, site: _Site, *, now: datetime) -> int:
    fresh = folder.with_name(f".{folder.name}.{uuid4().hex[:8]}")
    try:
        for name, content in site.files.items():
            path = fresh / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        sums = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(site.files.items())}
        (fresh / SUMS).write_text("".join(f"{one}  {name}\n" for name, one in sums.items()), encoding="utf-8")
        (fresh / MANIFEST).write_text(
            json.dumps({"written_at": now.isoformat(), "files": sums}, ensure_ascii=False, indent=1),
            encoding="utf-8",
        )
        _take_the_place(fresh, folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return sum(len(content) for content in site.files.values())


def _take_the_place(fresh: Path, folder: Path) -> None:
    """Two renames: nobody meets a site half old and half new."""
    old = folder.with_name(f".{folder.name}.{uuid4().hex[:8]}")
    if folder.is_dir():
        folder.rename(old)
    fresh.rename(folder)
    shutil.rmtree(old, ignore_errors=True)
