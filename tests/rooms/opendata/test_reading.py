"""What is read of a file: every line accounted for, each repair said, nothing guessed."""

from __future__ import annotations

from datetime import date, time
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from norishiro.core.text import InputProblem
from norishiro.opendata import rules
from norishiro.opendata.choices import NoteKind
from norishiro.opendata.datasets import dataset_of, datasets, heading_key
from norishiro.opendata.reading import ReadRow, Table, cells, read_rows, read_table
from norishiro.resources.opening import words_of

TODAY = date(2026, 11, 22)


def rows_in(content: bytes) -> tuple[Table, list[ReadRow]]:
    table = read_table(content)
    dataset = dataset_of(table.headings)
    assert dataset is not None
    return table, read_rows(table, dataset, today=TODAY)


def told(row: ReadRow) -> list[tuple[str, str, str, str]]:
    return [(one.kind.value, one.about, one.before, one.after) for one in row.notes]


@pytest.mark.parametrize(
    ("written", "code", "repair"),
    [
        ("131016", "131016", ""),
        ("１３１０１６", "131016", ""),
        ("13101", "131016", "検査数字を補いました"),
        ("92011", "092011", "先頭の0を補いました"),
        ("9201", "092011", "先頭の0と検査数字を補いました"),
    ],
)
def test_a_code_is_mended_where_only_one_reading_is_possible(written, code, repair):
    assert cells.municipal_code(written) == cells.Read(code, repair)


@pytest.mark.parametrize("written", ["131017", "99999", "13", "市区町村", "480002"])
def test_a_code_that_is_none_is_not_taken(written):
    found = cells.municipal_code(written)
    assert (found.value, bool(found.unread)) == (None, True)


@given(st.integers(min_value=1, max_value=47), st.integers(min_value=0, max_value=999))
def test_a_code_without_its_check_is_mended_to_itself_or_left(prefecture, town):
    five = f"{prefecture:02d}{town:03d}"
    whole = five + cells.check_digit(five)
    for written in (five, whole, whole.lstrip("0")):
        assert cells.municipal_code(written).value in (whole, None) or len(written) == 4


def test_five_figures_with_two_readings_are_left():
    ambiguous = [
        f"{number:05d}"
        for number in range(10000, 48000)
        if 1 <= int(f"{number:05d}"[:2]) <= 47
        and cells.check_digit(f"0{number:05d}"[:5]) == f"{number:05d}"[4]
    ]
    assert cells.municipal_code(ambiguous[0]).value is None


@pytest.mark.parametrize(
    ("latitude", "longitude", "point", "swapped"),
    [
        ("35.681236", "139.767125", "35.681236, 139.767125", False),
        ("３５．６８１２３６", "139.767125", "35.681236, 139.767125", False),
        ("139.767125", "35.681236", "35.681236, 139.767125", True),
        ("0.0", "0.0", None, False),
        ("51.507400", "-0.127800", None, False),
        ("不明", "不明", None, False),
        ("", "", None, False),
    ],
)
def test_coordinates_are_taken_said_or_proposed(latitude, longitude, point, swapped):
    found = cells.spot(latitude, longitude)
    assert (None if found.point is None else str(found.point), found.swapped) == (point, swapped)
    assert bool(found.unread) == ((point is None and bool(latitude)) or swapped)


@pytest.mark.parametrize(
    ("written", "number"),
    [("(054)625-0128", "054-625-0128"), ("０３－００００－０１０２", "03-0000-0102"), ("03(0000)0101", "03-0000-0101")],
)  # fmt: skip
def test_a_telephone_number_keeps_its_figures(written, number):
    assert cells.phone(written).value == number


@pytest.mark.parametrize("written", ["300000103", "03-1234", "代表まで", "03-0000-0101 03-0000-0102"])
def test_a_telephone_number_that_is_none_is_not_taken(written):
    assert (cells.phone(written).value, bool(cells.phone(written).unread)) == (None, True)


@pytest.mark.parametrize(
    ("written", "found"),
    [("4歳から", (4, None)), ("3歳～5歳", (3, 5)), ("0～5歳", (0, 5)), ("５歳児", (5, 5)), ("生後6か月から", None), ("6歳～3歳", None)],
)  # fmt: skip
def test_ages(written, found):
    assert cells.ages(written) == found


FACILITIES = (
    "都道府県コ―ド又は市区町村コ―ド,NO,名称,住所,市区町村名,都道府県名,緯度,経度,電話番号,利用可能曜日,開始時間,終了時間,利用可能日時特記事項,秘密の列\r\n"
    "13101,1,みほん図書館,みほん1-1,見本区,東京都,35.681236,139.767125,(03)0000-0101,月火水木金,9:00,17:00,第3月曜 休み,x\r\n"
    '131016,2,"みほん\r\n会館",,東京都見本区みほん2-2,,,,,,,,午前のみ,\r\n'
    ",,,,,,,,,,,,,\r\n"
    "131016,2,みほん分館,みほん3-3,見本区,東京都,,,,,,,,\r\n"
    "131016,4,,みほん4-4,見本区,東京都,,,,,,,,\r\n"
    ",,合計,,,,,,,,,,,\r\n"
)


@pytest.mark.parametrize(
    ("coding", "label"), [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8（BOM付き）"), ("cp932", "Shift_JIS")]
)
def test_the_same_rows_come_of_every_coding_and_each_is_accounted_for(coding, label):
    table, rows = rows_in(FACILITIES.encode(coding, "replace"))
    assert (table.coding, table.total, table.blank, table.unknown) == (label, 7, 1, ("秘密の列",))
    assert [(row.line_no, row.name, row.is_held, len(row.notes)) for row in rows] == [
        (2, "みほん図書館", False, 3), (3, "みほん 会館", False, 3), (6, "みほん分館", True, 2), (7, "", True, 1), (8, "合計", True, 1),
    ]  # fmt: skip
    first, second = rows[:2]
    assert (first.external_id, first.address) == ("131016-1", "東京都見本区みほん1-1")
    assert words_of(first.opening) == ["毎週月曜～金曜 9:00～17:00", "第3月曜 休み"]
    assert told(first) == [
        ("REPAIR", "都道府県コ―ド又は市区町村コ―ド", "13101", "131016"),
        ("REPAIR", "住所", "みほん1-1", "東京都見本区みほん1-1"),
        ("REPAIR", "電話番号", "(03)0000-0101", "03-0000-0101"),
    ]
    assert (second.address, second.opening, second.opening_words) == ("東京都見本区みほん2-2", (), "午前のみ")
    assert [one.kind for one in second.notes] == [NoteKind.REPAIR, NoteKind.REPAIR, NoteKind.UNREAD]


def test_excel_as_people_keep_it():
    book = Workbook()
    sheet = book.active
    sheet.title = "避難場所"
    sheet["A1"] = "指定緊急避難場所の一覧（令和8年度）"
    sheet.merge_cells("A1:F1")
    for column, words in zip("ABCDEF", ("番号", "名称", "住所", "災害種別", None, "備考"), strict=True):
        sheet[f"{column}3"] = words
    sheet.merge_cells("D3:E3")
    sheet["D4"], sheet["E4"] = "洪水", "地震"
    for column in "ABCF":
        sheet.merge_cells(f"{column}3:{column}4")
    for at, cells_of_row in enumerate(
        ((1.0, "みほん公園", "みほん1-1", "○", None, "トイレあり"), (2, "みほん小学校", None, "×", "◯", None),
         (None, "※ 津波は別紙", None, None, None, None), (None,) * 6, (3, "みほんの丘", "みほん3-3", "△", "1", "")),
        start=5,
    ):  # fmt: skip
        for column, value in zip("ABCDEF", cells_of_row, strict=True):
            sheet[f"{column}{at}"] = value
    sheet["C6"] = None
    sheet.merge_cells("C5:C6")
    book.create_sheet("めも").append(["これは読まない"])
    file = BytesIO()
    book.save(file)

    table, rows = rows_in(file.getvalue())

    assert (table.sheet, table.above, table.heading_lines, table.blank, table.total, table.merged) == (
        "避難場所", 2, 2, 1, 9, 7,
    )  # fmt: skip
    assert (table.headings, table.other_sheets) == (
        ["番号", "名称", "住所", "災害種別_洪水", "災害種別_地震", "備考"], ("めも",),
    )  # fmt: skip
    assert [(row.line_no, row.external_id, row.address, row.hazards, row.is_held) for row in rows] == [
        (5, "-1", "みほん1-1", ("FLOOD",), False), (6, "-2", "みほん1-1", ("QUAKE",), False), (7, "", "", (), True),
        (9, "-3", "みほん3-3", ("QUAKE",), False),
    ]  # fmt: skip
    assert [(one.kind, one.before) for one in rows[3].notes] == [(NoteKind.UNREAD, "△")]


def test_times_and_days_in_excel_cells_are_read_as_they_look():
    book = Workbook()
    book.active.append(["イベント名", "開始日", "開始時間", "住所", "定員"])
    book.active.append(["みほん祭り", date(2026, 12, 5), time(13, 30), "みほん1-1", "約30人"])
    book.active.append(["みほん市", "いつか", None, "みほん1-1", 20])
    file = BytesIO()
    book.save(file)
    _table, rows = rows_in(file.getvalue())
    assert (rows[0].starts_on, rows[0].opening_words, rows[0].offer["capacity"], rows[0].is_held) == (
        date(2026, 12, 5), "13:30", None, False,
    )  # fmt: skip
    assert (rows[1].is_held, rows[1].offer["capacity"]) == (True, 20)


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\xff\xfe\x00", "ただの文\nつづき".encode(), b"PK\x03\x04 none", b'a,"b\n' * 9, b"x" * 5_000_001],
)  # fmt: skip
def test_a_file_that_is_none_is_said_in_words(content):
    with pytest.raises(InputProblem) as problem:
        read_table(content)
    assert "エラー" not in problem.value.message and len(problem.value.message) > 20


def test_opening_hours_with_a_word_that_is_not_understood_stay_in_words():
    table = "名称,住所,電話番号,利用可能曜日,開始時間,終了時間,利用可能日時特記事項\n".encode()
    _table, (one, other) = rows_in(
        table
        + "みほん,みほん1,,月火水木金,09:00,14:30,水曜日は午後2時まで利用可能\n"
        "みほん第二,みほん2,,,,,第2・4火 13時～(8月休)\n".encode()
    )
    assert (one.opening, one.opening_words) == ((), "月火水木金 09:00～14:30 水曜日は午後2時まで利用可能")
    assert words_of(other.opening) == ["第2・4火曜 13:00～", "8月 休み"]


def test_every_row_has_one_end():
    ends = {
        (True, False, False, False, False): "HELD",
        (False, True, True, True, True): "UNCHANGED",
        (False, False, True, True, True): "DIFFERS",
        (False, False, False, True, False): "SAME",
        (False, False, False, False, False): "AS_IS",
    }
    for (held, unchanged, known, has_place, differs), end in ends.items():
        found = rules.outcome_of(
            held=held, repaired=False, known=known, unchanged=unchanged, has_place=has_place, differs=differs
        )
        assert found == end
    repaired = rules.outcome_of(
        held=False, repaired=True, known=False, unchanged=False, has_place=False, differs=False
    )
    assert repaired == "REPAIRED"


def test_the_columns_file_is_dated_and_whole():
    found = datasets()
    assert (found.as_of, len(found.headings), len(set(found.headings))) == ("2026-11-22", 38, 38)
    assert set(found.hazards.values()) == set(found.hazard_names)
    assert {heading_key(one) for one in ("コ―ド", "コ－ド", "コ ー ド")} == {"コード"}


def test_a_file_is_refused_with_all_reasons():
    late = rules.may_read_file(as_of=date(2026, 11, 23), today=TODAY, rows=0, waiting=20)
    assert [one.code for one in late.reasons] == ["as_of", "file", "file"]
    assert rules.may_read_file(as_of=TODAY, today=TODAY, rows=1, waiting=19).allowed
    assert [one.code for one in rules.may_take_intake(open_still=False, writes=0).reasons] == ["intake"]
    assert [one.code for one in rules.may_take_intake(open_still=True, writes=0).reasons] == ["intake"]
    assert not rules.may_settle(open_still=False).allowed
