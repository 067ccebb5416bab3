"""Reading the dates that staff type, and saying in words why one cannot be read."""

import calendar as month_lengths
import re
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta

from norishiro.core.calendar.eras import FIRST_YEAR, SOLAR_CALENDAR_FROM, DateProblem, Era, eras, wareki
from norishiro.core.calendar.partial import LAST_YEAR, PartialDate, Precision, of_age, within_era
from norishiro.core.text import KANJI_NUMERALS, read_kanji_number

OLDEST_AGE = 130
YEARS_AHEAD = 30
EXAMPLE = "「令和5年4月1日」「R5.4.1」「2023-04-01」のように入力してください。"
BIRTH_EXAMPLE = "分かるところまでで構いません（例: 昭和20年、80歳くらい、80代、不明）。"

_ERA_WORDS = "明治|大正|昭和|平成|令和|明|大|昭|平|令|[MTSHRmtshr]"
_OLD_ERAS = re.compile(r"慶応|元治|文久|万延|安政|嘉永|弘化|天保")
_SEPARATORS = re.compile(r"\s*(?:[/.、,・\s]|[-‐‑‒–—―−ー])\s*")
_ABOUT_BEFORE = re.compile(r"^(?:およそ|おおよそ|約|推定)")
_ABOUT_AFTER = re.compile(r"(?:ごろ|ころ|頃|くらい|ぐらい|位|前後|ほど|[?？])(?=(?:生まれ|生)?$)")
_BORN = re.compile(r"(?:生まれ|うまれ|生)$")
_WEEKDAY = re.compile(r"[(（]?([月火水木金土日])(?:曜日?)?[)）]?$")
_KANJI_NUMBER = re.compile(f"[{KANJI_NUMERALS}]+(?=[年月日歳才代])")
_UNKNOWN_WORDS = frozenset(
    (
        "不明",
        "不詳",
        "年齢不詳",
        "年齢不明",
        "生年月日不明",
        "生年月日不詳",
        "わからない",
        "分からない",
        "わかりません",
    )
)
_RELATIVE_DAYS = {
    "今日": 0,
    "本日": 0,
    "きょう": 0,
    "昨日": -1,
    "きのう": -1,
    "明日": 1,
    "あす": 1,
    "あした": 1,
}
_AGE = re.compile(r"(?:満)?(\d{1,3})(?:歳|才)")
_AGE_SPAN = re.compile(r"(\d{1,2}0)(?:歳|才)?代(前半|後半)?")
_YEAR_DECADE = re.compile(rf"(?:({_ERA_WORDS})(\d0)|(\d{{3}}0))年代")
_ERA_ONLY = re.compile(rf"({_ERA_WORDS})(?:年間|年|時代)?")
_FIRST_OF_ERA = re.compile(rf"^((?:{_ERA_WORDS})\s*)元")
_ERA_DATE = re.compile(
    rf"({_ERA_WORDS})\s*(\d{{1,3}})(?:年|/|$)/?(?:(\d{{1,2}})(?:月|/|$)/?(?:(\d{{1,2}})日?)?)?"
)
_ERA_DIGITS = re.compile(rf"({_ERA_WORDS})(\d\d)(\d\d)(\d\d)")
_WESTERN_DATE = re.compile(r"(?:西暦)?(\d{3,5})(?:年|/|$)/?(?:(\d{1,2})(?:月|/|$)/?(?:(\d{1,2})日?)?)?")
_WESTERN_DIGITS = re.compile(r"(\d{4})(\d\d)(\d\d)")
_NO_YEAR = re.compile(r"\d{1,2}(?:月|/)\d{1,2}日?|\d{1,2}月")
_NO_ERA = re.compile(r"\d{1,2}(?:年|/)\d{1,2}(?:月|/)\d{1,2}日?|\d{1,2}年(?:\d{1,2}月)?")


def parse_date(
    text: str, *, today: date, must_be_past: bool = False, years_ahead: int = YEARS_AHEAD
) -> PartialDate:
    """Read what was typed, to the precision with which it was typed.

    ``today`` anchors ages and 今日; ``must_be_past`` is for births and for what has already happened. Refuses,
    with the correction where there is one, days that do not exist, years past the end of an era, dates before
    1868, and dates more than ``years_ahead`` years from now.
    """
    plain = _plain(text)
    if not plain:
        raise DateProblem(f"日付が入力されていません。{EXAMPLE}分からないときは「不明」と入力してください。")
    if plain in _UNKNOWN_WORDS:
        return PartialDate.unknown()
    if plain in _RELATIVE_DAYS:
        found = PartialDate.of_day(today + timedelta(days=_RELATIVE_DAYS[plain]))
    else:
        found = _read(plain, today=today)
    _refuse_far_or_future(found, today=today, must_be_past=must_be_past, years_ahead=years_ahead)
    return found


def parse_day(text: str, *, today: date, must_be_past: bool = False, years_ahead: int = YEARS_AHEAD) -> date:
    """As ``parse_date``, for fields that need a whole date; refuses "ごろ" and missing months or days."""
    found = parse_date(text, today=today, must_be_past=must_be_past, years_ahead=years_ahead)
    day = found.exact_day()
    if day is None:
        raise DateProblem(f"ここでは年・月・日のすべてが必要です。{EXAMPLE}")
    return day


def _plain(text: str) -> str:
    """One writing for all: half-width, ``/`` between parts, arabic numerals. For reading only, never stored."""
    folded = unicodedata.normalize("NFKC", text).strip()
    folded = _KANJI_NUMBER.sub(_arabic, _FIRST_OF_ERA.sub(r"\g<1>1", folded))
    folded = _SEPARATORS.sub("/", folded)
    return re.sub(r"(?<=\D)/|/(?=\D|$)", "", folded)


def _arabic(found: re.Match[str]) -> str:
    number = read_kanji_number(found.group())
    return found.group() if number is None else str(number)


def _read(plain: str, *, today: date) -> PartialDate:
    core, approximate = _without_about(plain)
    core = _BORN.sub("", core)
    core, weekday = _without_weekday(core)
    for reader in (_read_age, _read_year_decade):
        found = reader(core, today, approximate)
        if found:
            return found
    return _checked_weekday(_read_calendar(core, approximate=approximate), weekday)


def _without_about(plain: str) -> tuple[str, bool]:
    core = _ABOUT_AFTER.sub("", _ABOUT_BEFORE.sub("", plain))
    return core, core != plain


def _without_weekday(plain: str) -> tuple[str, str | None]:
    """Cut a trailing 土, (土) or 土曜日, but not the 月 or 日 that ends a date."""
    found = _WEEKDAY.search(plain)
    if not found or re.search(r"\d[月日]$", plain):
        return plain, None
    return plain[: found.start()], found[1]


def _read_age(core: str, today: date, approximate: bool) -> PartialDate | None:
    span = _AGE_SPAN.fullmatch(core)
    if span:
        low = int(span[1]) + (5 if span[2] == "後半" else 0)
        high = low + (4 if span[2] else 9)
    else:
        one = _AGE.fullmatch(core)
        if not one:
            return None
        low = high = int(one[1])
    if low > OLDEST_AGE:
        raise DateProblem(f"{low}歳という年齢は扱えません。年齢の数字をお確かめください。")
    return of_age(low, high, as_of=today, approximate=approximate)


def _read_year_decade(core: str, today: date, approximate: bool) -> PartialDate | None:
    found = _YEAR_DECADE.fullmatch(core)
    if not found:
        return None
    if not found[1]:
        _refuse_too_old(int(found[3]))
        return PartialDate(int(found[3]), precision=Precision.DECADE, approximate=approximate)
    era = _era_named(found[1])
    _refuse_past_era_end(era, int(found[2]))
    year = era.western_of(int(found[2]))
    return within_era(PartialDate(year, precision=Precision.DECADE, approximate=approximate), era)


def _read_calendar(core: str, *, approximate: bool) -> PartialDate:
    era_found = _ERA_DATE.fullmatch(core) or _ERA_DIGITS.fullmatch(core)
    if era_found:
        year, month, day = int(era_found[2]), _int(era_found[3]), _int(era_found[4])
        return _in_era(_era_named(era_found[1]), year, month, day, approximate=approximate)
    western_found = _WESTERN_DIGITS.fullmatch(core) or _WESTERN_DATE.fullmatch(core)
    if western_found:
        year, month, day = int(western_found[1]), _int(western_found[2]), _int(western_found[3])
        return _in_western(year, month, day, approximate=approximate)
    raise DateProblem(_why_unreadable(core))


def _in_era(era: Era, year: int, month: int | None, day: int | None, *, approximate: bool) -> PartialDate:
    if year == 0:
        raise DateProblem(f"{era.name}0年はありません。最初の年は「{era.name}元年」と入力してください。")
    _refuse_past_era_end(era, year, month, day)
    western_year = era.western_of(year)
    if month and western_year < SOLAR_CALENDAR_FROM.year:
        raise DateProblem(
            f"明治5年までは旧暦のため、月日を今の暦に直せません。「{era.year_label(western_year)}」と年だけを入力するか、"
            "西暦の年月日で入力してください。"
        )
    made = _made(western_year, month, day, approximate=approximate)
    _refuse_before_era(era, made)
    return within_era(made, era)


def _in_western(year: int, month: int | None, day: int | None, *, approximate: bool) -> PartialDate:
    _refuse_too_old(year)
    return _made(year, month, day, approximate=approximate)


def _made(year: int, month: int | None, day: int | None, *, approximate: bool) -> PartialDate:
    if year > LAST_YEAR:
        raise DateProblem(f"{year}年は先の年すぎて扱えません。年の数字をお確かめください。")
    if month is not None and not 1 <= month <= 12:
        raise DateProblem(f"{month}月はありません。月は1から12までの数字で入力してください。")
    if month and day is not None:
        days = month_lengths.monthrange(year, month)[1]
        if not 1 <= day <= days:
            raise DateProblem(
                f"{year}年{month}月{day}日はありません。この月は{days}日までです。日の数字をお確かめください。"
            )
    precision = Precision.DAY if day else Precision.MONTH if month else Precision.YEAR
    return PartialDate(year, month, day, precision, approximate)


def _refuse_past_era_end(era: Era, year: int, month: int | None = None, day: int | None = None) -> None:
    if era.last_on is None:
        return
    western_year = era.western_of(year)
    asked = tuple(part for part in (western_year, month, day) if part is not None)
    last = (era.last_on.year, era.last_on.month, era.last_on.day)[: len(asked)]
    if asked <= last:
        return
    raise DateProblem(
        f"{era.name}は{era.year_label(era.last_on.year)}{era.last_on.month}月{era.last_on.day}日までです。"
        + _suggestion(western_year, month, day)
    )


def _suggestion(year: int, month: int | None, day: int | None) -> str:
    try:
        wanted = _made(year, month, day, approximate=False)
    except DateProblem as problem:
        return problem.message
    return f"「{wanted.label()}」のことでしたら、そのように入力し直してください。"


def _refuse_before_era(era: Era, made: PartialDate) -> None:
    last = made.last_day()
    if last is not None and last < era.first_on:
        raise DateProblem(
            f"{era.name}は{era.first_on.year}年{era.first_on.month}月{era.first_on.day}日からです。"
            f"「{made.label()}」のことでしたら、そのように入力し直してください。"
        )


def _refuse_too_old(year: int) -> None:
    if year < FIRST_YEAR:
        raise DateProblem(
            f"{year}年は{FIRST_YEAR}年（明治元年）より前のため扱えません。西暦は4けたで、年の数字をお確かめください。"
        )


def _refuse_far_or_future(found: PartialDate, *, today: date, must_be_past: bool, years_ahead: int) -> None:
    first = found.earliest()
    if first is None:
        return
    if must_be_past and first > today:
        raise DateProblem(
            f"{found.label()}は、今日（{wareki(today)}）より先の日付です。今日までの日付を入力してください。"
        )
    if first.year > today.year + years_ahead:
        raise DateProblem(
            f"{found.label()}は{first.year - today.year}年も先の日付です。年の数字と元号をお確かめください。"
        )


def _checked_weekday(found: PartialDate, weekday: str | None) -> PartialDate:
    day = found.exact_day()
    if weekday is None:
        return found
    if day is None:
        raise DateProblem(f"曜日は、年・月・日がそろっているときだけ付けられます。{EXAMPLE}")
    actual = "月火水木金土日"[day.weekday()]
    if actual != weekday:
        raise DateProblem(f"{wareki(day)}は{actual}曜日です。日付と曜日のどちらが正しいかお確かめください。")
    return found


def _why_unreadable(core: str) -> str:
    reasons: tuple[tuple[Callable[[str], object], str], ...] = (
        (_OLD_ERAS.match, f"{FIRST_YEAR}年（明治元年）より前の日付は扱えません。年をお確かめください。"),
        (
            _ERA_ONLY.fullmatch,
            f"「{core}」だけでは年が分かりません。「昭和20年」「昭和20年代」のように入力してください。",
        ),
        (_NO_YEAR.fullmatch, f"年が入っていません。{EXAMPLE}"),
        (_NO_ERA.fullmatch, f"元号か西暦4けたの年を付けてください。{EXAMPLE}"),
        (re.compile(r"\d+").fullmatch, f"数字の区切りが分かりません。{EXAMPLE}"),
    )
    for matches, reason in reasons:
        if matches(core):
            return reason
    return f"「{core[:20]}」を日付として読めませんでした。{EXAMPLE}{BIRTH_EXAMPLE}"


def _era_named(word: str) -> Era:
    return next(era for era in eras() if word.upper() == era.letter or era.name.startswith(word))


def _int(text: str | None) -> int | None:
    return int(text) if text is not None else None
