"""和暦, 年度, 営業日, and dates that are only half known.

Staff type dates as they stand on paper: 令和5年4月1日, R5.4.1, 昭和四十年, 80歳くらい, 不明. ``parse_date`` reads
them into a ``PartialDate``, which keeps exactly as much as was said; nothing is ever filled in by guessing.

Why not the library japanera for eras: its parser needs one fixed format per call, rests on private parts of
the standard library, reads ``S40.1.8`` also as the year 40 and ``R5.4.1`` also as 1342, fails on 昭和40年 with its
own year directive, prints 令和01年 instead of 令和元年, and answers 平成32年 with one English error. Five eras in a
dated file (``data/eras.csv``) are easier to check. National holidays do come from the library ``holidays``.

Before 1873 Japan used a lunisolar calendar, so a month and day of 明治5年 or earlier is not converted.
"""

from norishiro.core.calendar.eras import (
    DateProblem,
    Era,
    era_of,
    eras,
    fiscal_year,
    fiscal_year_label,
    fiscal_year_span,
    wareki,
    wareki_short,
    wareki_year,
    western,
)
from norishiro.core.calendar.office_days import (
    add_business_days,
    business_days_between,
    is_business_day,
    is_holiday,
    next_business_day,
)
from norishiro.core.calendar.partial import CODE_MAX_LENGTH, AgeRange, PartialDate, Precision
from norishiro.core.calendar.reading import parse_date, parse_day

__all__ = [
    "CODE_MAX_LENGTH",
    "AgeRange",
    "DateProblem",
    "Era",
    "PartialDate",
    "Precision",
    "add_business_days",
    "business_days_between",
    "era_of",
    "eras",
    "fiscal_year",
    "fiscal_year_label",
    "fiscal_year_span",
    "is_business_day",
    "is_holiday",
    "next_business_day",
    "parse_date",
    "parse_day",
    "wareki",
    "wareki_short",
    "wareki_year",
    "western",
]
