"""One cell at a time: what it says, and what had to be repaired so that it could be read. Nothing is guessed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from norishiro.core.calendar import parse_day
from norishiro.core.text import InputProblem
from norishiro.resources.points import Point, point_of

CHECK_WEIGHTS = (6, 5, 4, 3, 2)
YES = ("○", "◯", "〇", "●", "◎", "1", "有", "あり", "可", "true")
NO = ("", "0", "×", "✕", "無", "なし", "不可", "-", "false")


@dataclass(frozen=True)
class Read:
    """The value (None: not taken), what was repaired, and why it was not taken."""

    value: str | int | float | date | bool | None
    repair: str = ""
    unread: str = ""


def plain(text: str) -> str:
    """Codes, numbers and telephone: one width, no blanks at the ends."""
    return unicodedata.normalize("NFKC", text).strip()


def words(text: str) -> Read:
    """Text for people: half-width kana made wide, line breaks and runs of blanks made one blank."""
    said, repairs = text.strip(), []
    if re.search("[\uff61-\uff9f]", said):
        said = re.sub("[\uff61-\uff9f]+", lambda found: unicodedata.normalize("NFKC", found.group()), said)
        repairs.append("半角カナを全角に")
    if re.search("[\r\n\v\f]", said):
        said = re.sub(r"\s*[\r\n\v\f]+\s*", " ", said)
        repairs.append("改行を空白に")
    said = "".join(one for one in said if unicodedata.category(one) not in ("Cc", "Cf", "Cs", "Co"))
    return Read(said, "、".join(repairs))


def check_digit(five: str) -> str:
    """The sixth figure of a municipality's code (総務省 全国地方公共団体コード)."""
    total = sum(int(one) * weight for one, weight in zip(five, CHECK_WEIGHTS, strict=True))
    return str((11 - total % 11) % 10)


def municipal_code(text: str) -> Read:
    """Six figures with their check. Of five, the missing one is added where only one reading is possible."""
    said = plain(text)
    if not said:
        return Read(None)
    if not re.fullmatch(r"\d{4,6}", said):
        return Read(None, unread="市区町村コードは、6桁の数字です")
    if len(said) == 6:
        good = _is_code(said)
        return Read(said) if good else Read(None, unread="市区町村コードの検査数字が合いません")
    zero = f"0{said}" if len(said) == 5 else ""
    lead = said if len(said) == 5 else f"0{said}"
    readings = [(zero, "先頭の0を補いました")] if zero and _is_code(zero) else []
    if 1 <= int(lead[:2]) <= 47:
        whole = "検査数字を補いました" if len(said) == 5 else "先頭の0と検査数字を補いました"
        readings.append((lead + check_digit(lead), whole))
    if len(readings) != 1:
        return Read(None, unread="先頭の0が落ちたのか、検査数字がないのか、決められません")
    return Read(readings[0][0], readings[0][1])


def _is_code(six: str) -> bool:
    return 1 <= int(six[:2]) <= 47 and six[5] == check_digit(six[:5])


def flag(text: str) -> Read:
    said = plain(text).lower()
    if said in [plain(one).lower() for one in YES]:
        return Read(True, "" if said == "1" else f"「{text.strip()}」を「あてはまる」に")
    if said in [plain(one).lower() for one in NO]:
        return Read(False)
    return Read(None, unread=f"「{text.strip()}」は、○か空かを読み取れません")


def phone(text: str) -> Read:
    """(054)625-0128 as 054-625-0128."""
    said = plain(text)
    if not said:
        return Read(None)
    tidy = re.sub("[‐‑‒–—―−ー]", "-", said)
    tidy = re.sub(r"^\((0\d+)\)\s*", r"\1-", tidy)
    tidy = re.sub(r"^(0\d+)\((\d+)\)", r"\1-\2-", tidy).replace(" ", "")
    figures = re.sub(r"\D", "", tidy)
    if not re.fullmatch(r"[\d-]+", tidy):
        return Read(None, unread="電話番号のほかのことばが入っています")
    if figures[:1] != "0":
        return Read(None, unread="電話番号の先頭の0がありません（表計算で落ちたようです）")
    if len(figures) not in (10, 11):
        return Read(None, unread="電話番号の桁が合いません")
    return Read(tidy, "" if tidy == text.strip() else "書き方をそろえました")


def number(text: str) -> Read:
    """70, 70人, ７０. 30～40 is left."""
    said = plain(text).replace(",", "")
    if not said:
        return Read(None)
    found = re.fullmatch(r"(\d{1,5})(?:人|名)?", said)
    if not found:
        return Read(None, unread="数字ひとつに読めません")
    return Read(int(found[1]), "" if said == text.strip() and said.isdigit() else "数字だけにしました")


def ages(text: str) -> tuple[int | None, int | None] | None:
    """4歳から, 3歳～5歳, 0～5歳; None where it says anything else (月齢 too)."""
    said = (
        re.sub("[‐‑‒–—―−〜~]", "～", plain(text))
        .replace("から", "～")
        .replace("まで", "")
        .replace("以上", "～")
    )
    found = re.fullmatch(
        r"(?:(\d{1,2})歳?)?～(?:(\d{1,2})歳(?:児)?)?|(\d{1,2})歳(?:児)?", said.replace(" ", "")
    )
    if not found or said in ("～", ""):
        return None
    if found[3]:
        return int(found[3]), int(found[3])
    first, last = (int(one) if one else None for one in (found[1], found[2]))
    return None if first is not None and last is not None and last < first else (first, last)


def website(text: str) -> Read:
    said = plain(text)
    if not said:
        return Read(None)
    if not re.fullmatch(r"https?://\S+", said) or len(said) > 200:
        return Read(None, unread="ホームページのアドレスに読めません")
    return Read(said)


def day(text: str, *, today: date) -> Read:
    said = plain(text)
    if not said:
        return Read(None)
    try:
        return Read(parse_day(said[:10], today=today))
    except InputProblem:
        return Read(None, unread="日付に読めません")


@dataclass(frozen=True)
class Spot:
    """Where it lies. ``swapped``: the two stand in each other's column; taken only when somebody says so."""

    point: Point | None = None
    swapped: bool = False
    unread: str = ""


def spot(latitude: str, longitude: str) -> Spot:
    """Inside Japan, or said in words why not."""
    try:
        return Spot(point_of(latitude, longitude))
    except InputProblem as problem:
        try:
            turned = point_of(longitude, latitude)
        except InputProblem:
            return Spot(unread=f"座標は使いません。{problem.message}")
    return Spot(
        turned, swapped=True, unread="緯度と経度が入れかわっているようです。入れかえて採るか、選んでください"
    )
