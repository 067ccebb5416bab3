"""One evaluation sheet with every kind of value, from records and by hand, word for word on the screen and in Excel."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
import tinyhtml5
from openpyxl import load_workbook

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import RoleKind
from norishiro.agencies.models import Agency
from norishiro.policies import figures
from norishiro.policies.models import Poll, Question
from tests.factories import agencies, people
from tests.golden import same_as_golden
from tests.rooms.consultations import town as towns
from tests.rooms.policies.test_policies import (
    done,
    get,
    indicator,
    known,
    opened,
    planted,
    post,
    standing,
    valued,
)
from tests.rooms.reports import town as reported

pytestmark = pytest.mark.django_db
FOLDER = Path(__file__).resolve().parents[2] / "golden" / "policies"
# Over, so that the sheet reads the same on any day.
FIRST, YEAR = 2024, 2025


def rows_on_screen(content: bytes) -> str:
    """Every table of the page, a line a row, the cells as they read."""
    page = tinyhtml5.parse(content.decode(), namespace_html_elements=False)
    found = []
    for table in page.iter("table"):
        found.append(f"【{' '.join(table.findtext('caption', default='').split())}】")
        for row in table.iter("tr"):
            found.append(" | ".join(" ".join(" ".join(cell.itertext()).split()) for cell in row))
    return "\n".join(found) + "\n"


def rows_in_book(content: bytes) -> str:
    """The sheets from their headings on: what stands above names the day it was taken."""
    book = load_workbook(BytesIO(content))
    found = []
    for name in ("評価表", "年度ごと"):
        found.append(f"【{name}】")
        lines = list(book[name].iter_rows(values_only=True))
        head = next(nth for nth, line in enumerate(lines) if line[0] in ("種類", "指標"))
        found += [" | ".join("" if cell is None else str(cell) for cell in line) for line in lines[head:]]
    return "\n".join(found) + "\n"


def filled_sheet(keeper: Actor):
    plan = opened(keeper, "地域福祉計画", years=(FIRST, YEAR))
    planted(keeper, plan)
    place = standing(plan, "見守り")
    measure = place.measure
    done(
        post(
            keeper,
            "add_effort",
            measure.id,
            number="①",
            name="声をかける",
            content="一人ぐらしの家をたずねる",
        )
    )
    csw = agencies.actor("架空 歩", agency=agencies.agency("架空社協"), kinds=(RoleKind.CSW,))
    person = people.person(csw, "架空 一郎")
    for on, method in (
        (date(2024, 5, 1), "VISIT"), (date(2025, 6, 1), "VISIT"), (date(2025, 6, 2), "VISIT"), (date(2025, 7, 1), "PHONE"),
        (date(2026, 4, 1), "VISIT"),
    ):  # fmt: skip
        reported.contact(csw, person, on=on, method=method)

    def added(name: str, **more: str):
        return indicator(keeper, measure, name, **more)

    def wrote(found, *, year: int = YEAR, **more: str) -> None:
        done(valued(keeper, found, year=year, **more))

    counted = {"kind": "ACTIVITY", "unit": "回", "definition": ""}
    yearly = added("訪ねた回数", **counted, figure="report:visits", base="1")
    every = added("訪ねた回数の累計", **counted, figure="report:visits", counting="CUMULATIVE")
    of_one = added("支援の回数（アウトリーチ）", **counted, figure="report:contacts", programme="OUTREACH")
    wrote(yearly, target="4")
    wrote(yearly, year=FIRST, target="1")
    wrote(every, target="3")
    wrote(of_one, target="2")
    up = added("見守った世帯", base="80", unit="世帯")
    wrote(up, target="100", **known("98.5"))
    wrote(up, year=FIRST, target="90", **known("90"))
    down = added("抱え込み", direction="DOWN", base="12", base_words="R5・見込み")
    wrote(down, target="10", **known("9", note="重複あり"))
    keep = added("話しあいの回数", direction="KEEP", tolerance="1", base="12", unit="回")
    wrote(keep, target="12", **known("9"))
    pair = added(
        "避難の計画", counting="CUMULATIVE", a_label="区域内", b_label="区域外", base="10", base_b="5"
    )
    wrote(pair, target="20", target_b="10", repeated="on", **known("20", actual_b="9"))
    total = added("講座に来た人", counting="TOTAL", unit="人")
    wrote(total, target="1000", expected="on", **known("1234"))
    wrote(added("集計を待つ数"), target="5", state="PENDING")
    added("まだ何もない数")
    wrote(added("目標のない数"), **known("3"))
    wrote(added("待たせた人", direction="DOWN", unit="人"), target="0", **known("1"))
    share = added("声をかけたい人の割合", unit="％", base="41", question=asked(keeper), definition="")
    wrote(share, target="45")
    pages = {}
    done(post(keeper, "write_review", place.id, year=YEAR, version="0", words="通いつづけた。"))
    pages["screen"] = get(keeper, "evaluation", place.id, year=YEAR)
    pages["book"] = post(keeper, "take_review", place.id, year=YEAR, form="xlsx")
    return pages


def asked(keeper: Actor) -> str:
    done(post(keeper, "add_poll", name="意識調査", held_on="R7.9.1", source="報告書"))
    poll = Poll.objects.get()
    done(
        post(
            keeper, "write_share", poll.id, question="", text="声をかけたいか", answer="そう思う", area="", percent="43.2",
            people="812",
        )
    )  # fmt: skip
    return str(Question.objects.get().id)


def test_an_evaluation_sheet_with_every_kind_of_value_reads_as_it_was_found_good():
    towns.town()
    keeper = agencies.actor(
        "架空 計画", agency=Agency.objects.get(code="SASAEAI"), kinds=(RoleKind.COORDINATOR,)
    )
    pages = filled_sheet(keeper)

    words = rows_on_screen(pages["screen"].content) + rows_in_book(pages["book"].content)
    for key in ("report:visits", "report:contacts"):
        # The definition and its version belong to the reports; that they stand here, and whole, is what is looked at.
        words = words.replace(figures.meaning(key), f"《{key}の定義と版》")
    same_as_golden(FOLDER / "evaluation.txt", words)
