"""Where a location stands on the map: latitude and longitude as people paste them, read or told what is wrong. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from norishiro.core.text import InputProblem

# From 沖ノ鳥島 to 択捉島, from 与那国島 to 南鳥島, and a little more (国土地理院「日本の東西南北端点の経度緯度」).
LATITUDES = (Decimal(20), Decimal(46))
LONGITUDES = (Decimal(122), Decimal(154))
# Six decimals are about ten centimetres; below three, a place may lie a kilometre away.
DECIMALS = Decimal("0.000001")
LEAST_DECIMALS = 3

HOW = "「35.681236, 139.767125」のように、緯度、経度の順に、カンマで区切って書いてください。"
NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?")
AROUND = re.compile(r"[\s,、。;/()（）°度:NE北緯東経]*")


@dataclass(frozen=True)
class Point:
    """Latitude and longitude (JGD2011 or WGS 84: the same to a metre)."""

    latitude: Decimal
    longitude: Decimal

    def __str__(self) -> str:
        return f"{_short(self.latitude)}, {_short(self.longitude)}"


def read_point(written: str) -> Point | None:
    """One line as it is copied from a map; None when it is empty. Raises InputProblem saying what to do."""
    plain = unicodedata.normalize("NFKC", written).strip()
    if not plain:
        return None
    numbers = NUMBER.findall(plain)
    if len(numbers) != 2 or not AROUND.fullmatch(NUMBER.sub("", plain)):
        raise InputProblem(f"地図の場所を読み取れません。{HOW}")
    return point_of(numbers[0], numbers[1])


def point_of(latitude: str, longitude: str) -> Point | None:
    """Two columns of a table, as text; None when both are empty. Raises InputProblem saying what to do."""
    first, second = (unicodedata.normalize("NFKC", one).strip() for one in (latitude, longitude))
    if not first and not second:
        return None
    if not first or not second:
        raise InputProblem(f"緯度と経度の、片方だけが書いてあります。{HOW}")
    try:
        north, east = Decimal(first), Decimal(second)
    except InvalidOperation:
        raise InputProblem(f"緯度か経度が、数字ではありません。{HOW}") from None
    _refuse_unlikely(north, east)
    return Point(north.quantize(DECIMALS), east.quantize(DECIMALS))


def _refuse_unlikely(north: Decimal, east: Decimal) -> None:
    """The mistakes that spreadsheets and maps bring, each with what to do."""
    if not north.is_finite() or not east.is_finite() or north == 0 or east == 0:
        raise InputProblem(
            "緯度か経度が 0 です。場所が取れていないので、地図で会場を選びなおして、書きうつしてください。"
        )
    if _within(east, LATITUDES) and _within(north, LONGITUDES):
        raise InputProblem(
            f"緯度と経度が逆のようです。「{_short(east)}, {_short(north)}」の順に書きなおしてください。"
        )
    if not _within(north, LATITUDES) or not _within(east, LONGITUDES):
        raise InputProblem(
            "日本の外の場所になっています（緯度は20〜46、経度は122〜154の間です）。数字を確かめてください。"
        )
    if max(_decimals(north), _decimals(east)) < LEAST_DECIMALS:
        raise InputProblem(
            "小数点の下のけたが足りないので、1キロ以上ずれるかもしれません。小数点の下を、3けた以上書いてください。"
        )


def _within(value: Decimal, ends: tuple[Decimal, Decimal]) -> bool:
    return ends[0] <= value <= ends[1]


def _decimals(value: Decimal) -> int:
    return max(0, -int(value.as_tuple().exponent))


def _short(value: Decimal) -> str:
    return format(value, "f").rstrip("0").rstrip(".") if "." in format(value, "f") else format(value, "f")
