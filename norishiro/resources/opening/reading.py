"""開く日を、書いてあるとおりに読む: proposes lines and says plainly what could not be read. Never guesses.

「毎週火・木 11:00～16:00」「第2・4火 13時～(8月休)」「月～金（祝日除く）10時～17時」. Where a text can be read in two ways, neither is
taken and both are named.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import time
from itertools import product

from norishiro.resources.opening.rule import LAST_WEEK, Holidays, Kind, Rule, Span
from norishiro.resources.opening.words import WEEKDAYS

LIMIT = 500
_KANJI = str.maketrans("一二三四五", "12345")
_CLOCK = r"(?:(?:午前|午後)?\d{1,2}(?::\d{2}|時半|時\d{1,2}分|時)|正午)"
_NUMBER = r"(?:第?[1-5](?!\d)|最終|最後)"
_MONTHS = r"\d{1,2}(?:[・,、]\d{1,2})*月(?![曜\d])"
_TOKENS = (
    ("OFFICE", r"平日"),
    ("EVERY", r"毎日|年中無休"),
    ("HOLIDAY_TOO", r"(?:祝日|祝祭日|祝)も(?:開催|開所|開館|営業|実施|開いています|開く|あり|やっています)?"),
    ("NOT_HOLIDAY", r"祝日でない"),
    ("HOLIDAY", r"国民の祝日|祝祭日|祝日|祝"),
    ("DATES", r"\d{1,2}(?:/|月)\d{1,2}日?~(?:\d{1,2}(?:/|月))?\d{1,2}(?:日|(?![\d時:]))"),
    ("DATE", r"\d{1,2}(?:/\d{1,2}日?|月\d{1,2}日)"),
    ("MONTH_RANGE", r"\d{1,2}月?~\d{1,2}月(?![曜\d])"),
    ("MONTHS", _MONTHS),
    ("WEEKS", rf"(?:第[1-5]|最終|最後)(?:(?:[・,、と~]|及び){_NUMBER})*(?:週の?)?(?=[月火水木金土日])"),
    ("DAY_RANGE", rf"[{WEEKDAYS}]曜?日?~[{WEEKDAYS}](?:曜日?)?"),
    ("DAY", rf"[{WEEKDAYS}](?:曜日?)?"),
    ("MONTH_DAY", r"\d{1,2}日"),
    ("WEEKLY", r"毎週|毎月"),
    ("HOURS", rf"(?:{_CLOCK}|\d{{1,2}})~{_CLOCK}|{_CLOCK}(?:~|より|開始|スタート)"),
    ("CLOCK", _CLOCK),
    ("INSTEAD", r"ただし"),
    ("EXCEPT", r"以外"),
    ("CLOSED", r"(?:は|が|を)?(?:定休日?|お休み|休み|休館日?|休業日?|休所日?|閉所日?|閉館日?|除く|のぞく|除外|休)"),
    ("FILLER", r"開催日?|開所日?|開館日?|営業日?|実施|活動日?|オープン|です|[ \t・:と]|及び"),
    ("PARTICLE", r"[にはのが]"),
    ("COMMA", r"[、,]"),
    ("OPENING", r"\("),
    ("CLOSING", r"\)"),
    ("STOP", r"[。;\n/]"),
)  # fmt: skip
_LEXER = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _TOKENS))

# Words people use for what no line can say; each with what to do instead.
HINTS = {
    "隔週": "どの週か分かりません。「第1・3火曜」のように書くか、開く日をひとつずつ足してください。",
    "不定期": "日が決まっていないときは、開く日をひとつずつ足してください。",
    "年末年始": "月日で書いてください（例：12月29日～1月3日 休み）。",
    "お盆": "月日で書いてください（例：8月13日～8月16日 休み）。",
    "夏休み": "月日か月で書いてください（例：8月 休み）。",
    "休日": "「土・日」か「祝日」か、どちらの意味かを書いてください。",
    "随時": "いつでもよいときは「毎日」と書き、時間を添えてください。",
    "要予約": "ここには開く日と時間だけを書きます。予約のことは「申込み」に書いてください。",
    "月1回": "どの日か分かりません。「第3水曜」のように書いてください。",
    "月2回": "どの日か分かりません。「第1・3水曜」のように書いてください。",
    "週1回": "何曜日かを書いてください。",
    "のみ": "「ただし 第3月曜 13:00～16:30」のように、行を分けて「ただし」で書いてください。",
}
NO_DAY = "何曜日（何日）のことか分かりません。曜日を前に書いてください。"
TWO_WAYS = "どこまでが休みなのか、二つの読み方ができます。行を分けて、開く日に時間を書いてください。"
NO_END = "始まりか終わりか分かりません。「13時～」か「13時～15時」のように書いてください。"
NOON = "午前か午後か分かりません。「午後1時」か「13時」のように書いてください。"
BACKWARDS = "終わりの時刻が始まりより前です。「午後」を添えるか、24時間で書いてください。"
NO_SUCH_DAY = "この月日はありません。"
FIRST_OR_EVERY = (
    "この曜日が毎週なのか、前の「第○」と同じなのか分かりません。「毎週」か「第○」を付けてください。"
)


@dataclass(frozen=True)
class Unread:
    """A piece that could not be read, and what to write instead."""

    text: str
    hint: str = ""


@dataclass(frozen=True)
class Reading:
    """The lines that were read, and every piece that was not."""

    rules: tuple[Rule, ...] = ()
    unread: tuple[Unread, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        return bool(self.rules) and not self.unread


@dataclass
class _Days:
    """Some days named together: weekdays (of which weeks), days of the month, holidays, within which part of the year."""

    pairs: list[tuple[int | None, int]] = field(default_factory=list)
    month_days: list[int] = field(default_factory=list)
    seasons: list[tuple[int, int]] = field(default_factory=list)
    holidays: bool = False
    office: bool = False
    every: bool = False
    not_holiday: bool = False
    text: str = ""

    @property
    def names_days(self) -> bool:
        return bool(self.pairs or self.month_days or self.holidays or self.office or self.every)

    def rules(self, kind: Kind, span: Span) -> Iterator[Rule]:
        seasons: Sequence[tuple[int, int] | None] = self.seasons or [None]
        usual = Holidays.NOT if self.not_holiday else Holidays.ANY
        for season in seasons:
            plain = Rule(kind=kind, season=season, opens=span.opens, closes=span.closes)
            for week, weekday in self.pairs:
                yield replace(plain, weekday=weekday, week=week, holidays=usual)
            for day in self.month_days:
                yield replace(plain, month_day=day, holidays=usual)
            for weekday in range(5) if self.office else ():
                yield replace(plain, weekday=weekday, holidays=Holidays.NOT)
            if self.holidays:
                yield replace(plain, holidays=Holidays.ONLY)
            if self.every:
                yield replace(plain, holidays=usual)
            if kind is Kind.CLOSED and not self.names_days:
                yield plain


class _Reader:
    """Reads tokens from left to right; what waits for its hours stands in ``waiting``."""

    def __init__(self) -> None:
        self.rules: list[Rule] = []
        self.unread: list[Unread] = []
        self.notes: list[str] = []
        self.waiting: list[_Days] = []
        self.last: list[_Days] = []
        self.now = _Days()
        self.weeks: list[int] = []
        self.had_weeks = False
        # Days that could not be read stand before: what is said of them needs no second remark.
        self.broken = False
        self.hanging: tuple[Span, str] | None = None
        self.kind = Kind.OPEN
        self.outside: list[tuple[list[_Days], _Days, list[_Days], list[int], tuple[Span, str] | None]] = []

    def leave(self, text: str, hint: str = "") -> None:
        """A piece that cannot be read; the words after it have nothing to speak of."""
        self.unread.append(Unread(text, hint))
        self.broken = True

    # --- days --------------------------------------------------------------------------------------

    def take(self, name: str, text: str) -> None:
        self.now.text += text
        getattr(self, f"_{name.lower()}")(text)

    def _office(self, text: str) -> None:
        self.now.office = True

    def _every(self, text: str) -> None:
        self.now.every = True

    def _holiday(self, text: str) -> None:
        self.now.holidays = True

    def _not_holiday(self, text: str) -> None:
        self.now.not_holiday = True

    def _holiday_too(self, text: str) -> None:
        self.notes.append("祝日も、ふだんの曜日どおりに開きます。")
        self.now.text = self.now.text.removesuffix(text)

    def _weekly(self, text: str) -> None:
        self.weeks, self.had_weeks = [], False

    def _weeks(self, text: str) -> None:
        self.weeks, self.had_weeks = _numbers(text), True

    def _day(self, text: str) -> None:
        if not self.weeks and self.had_weeks:
            self.unread.append(Unread(text, FIRST_OR_EVERY))
        self._add([WEEKDAYS.index(text[0])])

    def _day_range(self, text: str) -> None:
        first, last = (WEEKDAYS.index(part[0]) for part in text.split("~"))
        self._add([(first + number) % 7 for number in range((last - first) % 7 + 1)])

    def _add(self, weekdays: list[int]) -> None:
        weeks: list[int | None] = [*self.weeks] or [None]
        self.now.pairs += list(product(weeks, weekdays))

    def _month_day(self, text: str) -> None:
        day = int(text[:-1])
        if 1 <= day <= 31:
            self.now.month_days.append(day)
        else:
            self.leave(text, NO_SUCH_DAY)

    def _months(self, text: str) -> None:
        for number in re.findall(r"\d+", text):
            self._season(text, (int(number), 1), (int(number), 0))

    def _month_range(self, text: str) -> None:
        first, last = (int(one) for one in re.findall(r"\d+", text))
        self._season(text, (first, 1), (last, 0))

    def _date(self, text: str) -> None:
        month, day = (int(one) for one in re.findall(r"\d+", text))
        self._season(text, (month, day), (month, day))

    def _dates(self, text: str) -> None:
        numbers = [int(one) for one in re.findall(r"\d+", text)]
        first, last = (
            (numbers[0], numbers[1]),
            (numbers[-2] if len(numbers) == 4 else numbers[0], numbers[-1]),
        )
        self._season(text, first, last)

    def _season(self, text: str, first: tuple[int, int], last: tuple[int, int]) -> None:
        """``last`` day 0 is the end of its month. A leap year is taken, so that the 29th of February is within."""
        if not all(1 <= month <= 12 for month, _day in (first, last)):
            self.leave(text, NO_SUCH_DAY)
            return
        ends = (last[0], last[1] or monthrange(2024, last[0])[1])
        if any(not 1 <= day <= monthrange(2024, month)[1] for month, day in (first, ends)):
            self.leave(text, NO_SUCH_DAY)
            return
        self.now.seasons.append((first[0] * 100 + first[1], ends[0] * 100 + ends[1]))

    # --- what is said of them ----------------------------------------------------------------------

    def _hours(self, text: str) -> None:
        self.now.text = self.now.text.removesuffix(text)
        span = self._span(text)
        if span is None:
            self._forget()
            return
        named = self._named()
        if self.hanging is not None:
            self.unread.append(
                Unread(
                    f"{self.hanging[1]} … {text}",
                    "どの時間がどの曜日か分かりません。曜日、時間の順に書いてください。",
                )
            )
            self.hanging = None
        elif named:
            self._open(named, span)
        elif self.last and not self.now.seasons:
            self._open(self.last, span)
        elif self.now.seasons:
            self.unread.append(Unread(f"{self.now.text}{text}", NO_DAY))
        else:
            self.hanging = None if self.broken else (span, text)
        self._forget()

    def _clock(self, text: str) -> None:
        self.now.text = self.now.text.removesuffix(text)
        self.unread.append(Unread(text, NO_END))

    def _open(self, named: list[_Days], span: Span) -> None:
        self.last = named
        self.rules += [rule for days in named for rule in days.rules(self.kind, span)]

    def _closed(self, text: str) -> None:
        self.now.text = self.now.text.removesuffix(text)
        if self.waiting or self.hanging is not None:
            said = "、".join(days.text for days in (*self.waiting, self.now) if days.text)
            self.unread.append(Unread(f"{said}{text}", TWO_WAYS))
            self.hanging = None
        elif self.now.names_days or self.now.seasons:
            self.rules += self.now.rules(Kind.CLOSED, Span(None, None))
        elif not self.broken:
            self.unread.append(Unread(text, "何の日が休みかを、前に書いてください。"))
        self._forget()

    def _except(self, text: str) -> None:
        """月曜以外: closed on these, and what follows is said of every day."""
        self._closed(text)
        if not self.unread:
            self.now = _Days(every=not self.outside, text=text)

    def _instead(self, text: str) -> None:
        self.now.text = self.now.text.removesuffix(text)
        self.finish()
        self.kind = Kind.INSTEAD

    # --- between -----------------------------------------------------------------------------------

    def _filler(self, text: str) -> None:
        pass

    def _particle(self, text: str) -> None:
        pass

    def _comma(self, text: str) -> None:
        self.now.text = self.now.text.removesuffix(text)
        if self.now.names_days or self.now.seasons:
            self.waiting.append(self.now)
        self.now, self.weeks = _Days(), []

    def _opening(self, text: str) -> None:
        self.now.text = self.now.text.removesuffix(text)
        self.outside.append((self.waiting, self.now, self.last, self.weeks, self.hanging))
        self.waiting, self.now, self.weeks, self.hanging = [], _Days(), [], None
        self.had_weeks = False

    def _closing(self, text: str) -> None:
        self.now.text = self.now.text.removesuffix(text)
        self.finish()
        if self.outside:
            self.waiting, self.now, self.last, self.weeks, self.hanging = self.outside.pop()

    def _stop(self, text: str) -> None:
        self.now.text = self.now.text.removesuffix(text)
        self.finish()

    def finish(self) -> None:
        """The end of a line: what waits is open without hours, or with the hours that stood before it."""
        named, left = self._named(), self.now.text
        if self.hanging is not None and not named:
            self.unread.append(Unread(self.hanging[1], NO_DAY))
        elif named:
            self._open(named, self.hanging[0] if self.hanging else Span(None, None))
        elif self.now.seasons or self.waiting or self.now.not_holiday:
            self.unread.append(Unread(left.strip() or "、".join(one.text for one in self.waiting), NO_DAY))
        self._forget()
        self.hanging, self.last, self.kind = None, [], Kind.OPEN

    def _named(self) -> list[_Days]:
        groups = [*self.waiting, self.now]
        lone = [days for days in groups if days.seasons and not days.names_days]
        if lone and any(days.names_days for days in groups):
            return self._joined(groups)
        return [days for days in groups if days.names_days]

    def _joined(self, groups: list[_Days]) -> list[_Days]:
        """4月～9月、火・木: a part of the year written before a comma belongs to the days after it."""
        seasons = [season for days in groups if not days.names_days for season in days.seasons]
        named = [days for days in groups if days.names_days]
        for days in named:
            days.seasons = days.seasons or seasons
        return named

    def _forget(self) -> None:
        self.waiting, self.now, self.weeks, self.had_weeks, self.broken = [], _Days(), [], False, False

    def _span(self, text: str) -> Span | None:
        if "~" not in text:
            text = re.sub("より|開始|スタート", "~", text)
        first, last = text.split("~")
        hint = ""
        opens, closes = _time(first), _time(last)
        if (
            closes
            and opens
            and first.startswith("午後")
            and not last.startswith("午")
            and ":" not in last
            and closes.hour < 12
        ):
            closes = time(closes.hour + 12, closes.minute) if closes < time(12) else closes
        if opens is None or (last and closes is None):
            hint = "この時刻はありません。0:00から23:59までで書いてください。"
        elif opens < time(6) and not first.startswith("午"):
            hint = NOON
        elif closes is not None and closes <= opens:
            hint = BACKWARDS
        if hint:
            self.unread.append(Unread(text, hint))
            return None
        return Span(opens, closes)


def _numbers(text: str) -> list[int]:
    """第2・4 → 2, 4; 第1~3 → 1, 2, 3; 最終 → the last."""
    found: list[int] = []
    for mark, digit, last in re.findall(r"(~?)(?:[・,、と]|及び)?第?(?:([1-5])|(最終|最後))", text):
        number = LAST_WEEK if last else int(digit)
        found += range(found[-1] + 1, number + 1) if mark and found and not last else [number]
    return list(dict.fromkeys(found))


def _time(text: str) -> time | None:
    if text == "正午":
        return time(12)
    found = re.fullmatch(r"(午前|午後)?(\d{1,2})(?::(\d{2})|時(半)|時(\d{1,2})分|時)?", text)
    if not found:
        return None
    half, hour = found[1], int(found[2])
    minute = 30 if found[4] else int(found[3] or found[5] or 0)
    if half and hour > 12:
        return None
    if half == "午後" and hour < 12:
        hour += 12
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _plain(text: str) -> str:
    """One width, one dash, one kind of comma; 第一 becomes 第1."""
    flat = (
        unicodedata.normalize("NFKC", text)
        .replace("〜", "~")
        .replace("から", "~")
        .replace("まで", "")
        .replace("･", "・")
    )
    flat = re.sub(r"[‐‑‒–—―−ー-]", "~", flat)
    flat = re.sub(r"[ \t]*~[ \t]*", "~", flat)
    flat = re.sub(r"第[一二三四五]", lambda found: found.group().translate(_KANJI), flat)
    flat = re.sub(
        r"(?<=[1-5]・)[一二三四五](?=[・月火水木金土日])", lambda found: found.group().translate(_KANJI), flat
    )
    return (
        flat.replace("[", "(").replace("]", ")").replace("【", "(").replace("】", ")").replace("\r\n", "\n")
    )


def read_opening(text: str) -> Reading:
    """Read what somebody wrote. Every piece is either in ``rules`` or in ``unread``."""
    plain, reader, spot = _plain(text)[:LIMIT], _Reader(), 0
    while spot < len(plain):
        found = _LEXER.match(plain, spot)
        if found is None or _hinted(plain, spot):
            piece = _unknown(plain, spot)
            reader.leave(piece, next((words for word, words in HINTS.items() if word in piece), ""))
            spot += len(piece)
            continue
        reader.take(str(found.lastgroup), found.group())
        spot = found.end()
    while reader.outside:
        reader.take("CLOSING", "")
    reader.finish()
    if len(_plain(text)) > LIMIT:
        reader.unread.append(Unread("…", f"長すぎます。{LIMIT}字までで書いてください。"))
    return Reading(
        tuple(dict.fromkeys(reader.rules)),
        tuple(dict.fromkeys(reader.unread)),
        tuple(dict.fromkeys(reader.notes)),
    )


def _hinted(plain: str, spot: int) -> str:
    return next((word for word in HINTS if plain.startswith(word, spot)), "")


def _unknown(plain: str, spot: int) -> str:
    """The piece from here to the next that can be read."""
    hinted = _hinted(plain, spot)
    if hinted:
        return hinted
    end = spot + 1
    while end < len(plain) and _LEXER.match(plain, end) is None and not _hinted(plain, end):
        end += 1
    return plain[spot:end]
