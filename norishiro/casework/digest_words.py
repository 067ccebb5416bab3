"""今日のお知らせメール: the counts of a day, and the mail that tells them. Nobody's name stands in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse

from norishiro.casework.queries.today import TITLES, Section

# What asks nothing of the reader is not counted.
LEFT_OUT = ("bulletins", "districts", "handbook")


@dataclass(frozen=True)
class Counts:
    """How many lines stand under each heading, and how many of all are late."""

    by_heading: dict[str, int]
    late: int

    @property
    def total(self) -> int:
        return sum(self.by_heading.values())


def counted(hats: Sequence[Sequence[Section]]) -> Counts:
    """The lines of every hat together; the same line under two hats is one."""
    lines: dict[tuple[str, str, UUID], bool] = {}
    for sections in hats:
        for section in sections:
            if section.code not in LEFT_OUT:
                for line in section.lines:
                    lines[section.code, line.kind, line.target] = line.late
    by_code = Counter(code for code, _kind, _target in lines)
    return Counts({TITLES[code]: by_code[code] for code in TITLES if by_code[code]}, sum(lines.values()))


def alarm(how_many: int, *, to: str) -> EmailMessage:
    """That somebody has not come out of a visit; not who, and not where."""
    where = f"{settings.NORISHIRO_ADDRESS}{reverse('casework:today')}\n" if settings.NORISHIRO_ADDRESS else ""
    body = (
        f"訪問に入ったまま、終わりの予定を過ぎても戻っていない人が{how_many}人います。\n\n"
        f"すぐに、のりしろを開いて「今日」で確かめ、連絡をとってください。\n{where}\n"
        + "このメールに、個人の情報は入っていません。やめるときは「今日のお知らせメール」の画面で。\n"
    )
    return EmailMessage(subject="のりしろ：訪問から戻っていない人がいます", body=body, to=[to])


def letter(counts: Counts, *, today: date, to: str) -> EmailMessage:
    """Counts and the way in; no name, no title, no address of anybody."""
    late = f"このうち、期日を過ぎたものが{counts.late}件あります。\n" if counts.late else ""
    where = f"{settings.NORISHIRO_ADDRESS}{reverse('casework:today')}\n" if settings.NORISHIRO_ADDRESS else ""
    body = (
        f"{today.month}月{today.day}日の「今日」です。\n\n"
        + "".join(f"・{heading}　{count}件\n" for heading, count in counts.by_heading.items())
        + f"\n{late}くわしくは、のりしろを開いて「今日」をご覧ください。\n{where}\n"
        + "このメールに、個人の情報は入っていません。時刻を変える・やめるときは「今日のお知らせメール」の画面で。\n"
    )
    return EmailMessage(subject=f"のりしろ：今日のお知らせ（{counts.total}件）", body=body, to=[to])
