"""A yearly summary as it is read out: its parts in order, one point per screen, and as the text of a public page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from norishiro.agencies.actor import Actor
from norishiro.core.calendar import fiscal_year_label, wareki
from norishiro.reports import queries
from norishiro.reports.charts import Chart, chart
from norishiro.reports.choices import SummaryState
from norishiro.reports.drafting import HIDDEN
from norishiro.reports.earlier import Content
from norishiro.reports.models import Summary, SummaryStory

NUMBERS_ON_SLIDE, ROWS_ON_SLIDE, LETTERS_ON_SLIDE = 4, 8, 220
LONGEST_PAGE = 9_800
HIDDEN_WORDS = (
    "「5件未満」「※」は、だれのことか分からないように出していない数です。"
    "※のなかには、少なくない数もあります（ほかの数との差し引きで分かるため）。"
)
OWN_MARKS = re.compile(r"([\\`*_\[\]<>|#])")


@dataclass(frozen=True)
class Words:
    """One text a person wrote."""

    name: str
    title: str
    text: str


@dataclass(frozen=True)
class Year:
    """A summary with what it tells, read once."""

    summary: Summary
    content: Content
    stories: Sequence[SummaryStory]

    @property
    def is_released(self) -> bool:
        return self.summary.state == SummaryState.RELEASED

    @property
    def year_label(self) -> str:
        return fiscal_year_label(self.summary.year)

    @property
    def days(self) -> str:
        first, until = (date.fromisoformat(self.content[key]) for key in ("first", "until"))
        return f"{wareki(first)}から{wareki(until)}まで"

    @property
    def counted(self) -> str:
        on = date.fromisoformat(self.content["counted_on"])
        return f"{wareki(on)}現在の記録から数えました。数え方の版：{self.content['definition']}"

    @property
    def words(self) -> list[Words]:
        """What was written, as far as it was."""
        written = (
            Words("work", "取組", self.summary.work),
            Words("voices", "声", self.summary.voices),
            Words("ahead", "来年度に向けて", self.summary.ahead),
        )
        return [one for one in written if one.text.strip()]

    @property
    def charts(self) -> list[Chart]:
        return [
            chart(
                one["title"], heading=one["heading"], unit=one["unit"], rows=[(label, number) for label, number in one["rows"]]
            )
            for one in self.content["charts"]
        ]  # fmt: skip

    @property
    def tables(self) -> list[Content]:
        """The breakdowns, each cell with the name of its column."""
        return [{**one, "rows": [_named(one, row) for row in one["rows"]]} for one in self.content["tables"]]

    @property
    def hides(self) -> bool:
        return any(one["number"] is None for one in self.content["told"]) or any(
            one["hides"] for one in self.content["tables"]
        )

    @property
    def figures(self) -> list[Content]:
        """Every figure that stands anywhere in it, with its definition and version (a year told before 2026-11-23 lacks some)."""
        columns = [one for table in self.content["tables"] for one in table["columns"] if "definition" in one]
        every = [*self.content["told"], *columns, *self.content["networks"]["sums"]]
        return list({one["key"]: {"version": "", **one} for one in reversed(every)}.values())[::-1]


def _named(table: Content, row: Content) -> Content:
    labels = [f"{one['label']}（{one['unit']}）" for one in table["columns"]]
    cells = [{"label": label, "number": number} for label, number in zip(labels, row["cells"], strict=True)]
    return {"label": row["label"], "cells": cells}


def year_told(actor: Actor, *, summary: Summary, today: date) -> Year:
    """A draft as it is counted now; else as it stood."""
    return Year(
        summary=summary, content=queries.content_of(actor, summary=summary, today=today),
        stories=queries.stories_of(actor, summary=summary),
    )  # fmt: skip


# --- one point per screen ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Slide:
    """One screen: what kind of point it makes, its title, and what stands on it."""

    kind: str
    title: str
    body: Any


def slides(told: Year) -> list[Slide]:
    """The summary point by point, in the order it is told."""
    return list(_slides(told))


def _slides(told: Year) -> Iterator[Slide]:
    yield Slide("title", told.summary.title, told)
    numbers = told.content["told"]
    for at in range(0, len(numbers), NUMBERS_ON_SLIDE):
        yield Slide("numbers", f"数で見る{told.year_label}", numbers[at : at + NUMBERS_ON_SLIDE])
    for one in told.charts:
        yield Slide("chart", f"{one.title}（{one.unit}）", one)
    for table in told.tables:
        rows = table["rows"]
        for at in range(0, len(rows), ROWS_ON_SLIDE):
            yield Slide("table", table["title"], {**table, "rows": rows[at : at + ROWS_ON_SLIDE]})
    linked = told.content["networks"]["sums"]
    for at in range(0, len(linked), NUMBERS_ON_SLIDE):
        yield Slide("numbers", "つながりと地域づくり", linked[at : at + NUMBERS_ON_SLIDE])
    for words in told.words[:2]:
        yield from _text(words)
    for story in told.stories:
        yield Slide("story", story.title, story)
    for words in told.words[2:]:
        yield from _text(words)
    yield Slide("end", "数え方", told)


def _text(words: Words) -> Iterator[Slide]:
    """A long text over several screens, cut where a paragraph ends."""
    page = ""
    for paragraph in filter(str.strip, words.text.splitlines()):
        if page and len(page) + len(paragraph) > LETTERS_ON_SLIDE:
            yield Slide("words", words.title, page)
            page = ""
        page = f"{page}\n{paragraph}" if page else paragraph
    yield Slide("words", words.title, page)


# --- as the text of a public page --------------------------------------------------------------------------------


def as_text(told: Year) -> str:
    """The summary as the handbook's Markdown; what a page has no room for is left out whole, and said."""
    parts = [f"{told.summary.scope_label}　{told.days}", *_numbers(told)]
    parts += [f"## {one.title}\n\n{_plain(one.text)}" for one in told.words]
    parts += [f"### {_plain(one.title)}\n\n{_plain(one.text)}" for one in told.stories]
    parts += [_markdown(table) for table in told.content["tables"] if table["rows"]]
    end = "\n\n".join([*([HIDDEN_WORDS] if told.hides else []), told.counted])
    kept: list[str] = []
    room = LONGEST_PAGE - len(end)
    for part in parts:
        if len(part) + 2 <= room:
            kept.append(part)
            room -= len(part) + 2
    left = "（一つのページに収まらないところは、載せていません。）" if len(kept) < len(parts) else ""
    return "\n\n".join(filter(None, [*kept, left, end]))


def _numbers(told: Year) -> Iterator[str]:
    rows = "\n".join(f"- {one['label']}：**{one['words']}**" for one in told.content["told"])
    yield f"## 数で見る{told.year_label}\n\n{rows}"
    linked = "\n".join(
        f"- {one['label']}：**{one['number']}{one['unit']}**" for one in told.content["networks"]["sums"]
    )
    yield f"## つながりと地域づくり\n\n{linked}"


def _markdown(table: Content) -> str:
    heads = [table["heading"], *(f"{one['label']}（{one['unit']}）" for one in table["columns"])]
    lines = [f"## {table['title']}", "", _row(heads), _row(["---"] * len(heads))]
    for row in table["rows"]:
        cells = [HIDDEN if one is None else str(one) for one in row["cells"]]
        lines.append(_row([_plain(row["label"]), *cells]))
    return "\n".join(lines + (["", table["note"]] if table["note"] else []))


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _plain(text: str) -> str:
    """What was typed means itself there too."""
    return OWN_MARKS.sub(r"\\\1", text)
