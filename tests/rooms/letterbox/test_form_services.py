"""The CSV of a form service: read as it comes, reported row by row, taken in once."""

from __future__ import annotations

import io
import uuid
from datetime import date

import pytest
from django.urls import reverse

from norishiro.core.operation import announce
from norishiro.core.text import InputProblem
from norishiro.letterbox import form_services, operations, queries
from norishiro.letterbox.models import Letter
from tests.factories import agencies
from tests.rooms.letterbox.test_letters import client_of

TODAY = date(2026, 11, 21)
HEADING = "受付番号,送信日時,気になっていること,お名前,電話番号,本人の同意,緊急度"
LINES = [
    "0001,2026/11/20 10:15:00,音がうるさいという電話,架空 はな,9012345678,同意する,",
    "0002,令和8年11月19日,木の枝,架空 たろう,０３−１２３４−５６７８,はい,至急",
    '0003,R8.11.18,=HYPERLINK("x"),\'=1+1,090-1234-5678,○,',
    "0002,令和8年11月19日,木の枝,架空 たろう,０３−１２３４−５６７８,はい,至急",
    "0004,２０２６／１１／１７,名前だけ,,,いいえ,",
    "0005,2026/13/45,日付がおかしい,,,はい,",
    "0006,2026-11-16,,,,はい,",
    ",,,,,,",
]


def csv_of(*, encoding: str = "utf-8", mark: bool = False, service: str = "LOGO") -> bytes:
    text = "\r\n".join([HEADING, *LINES]) + "\r\n"
    return (b"\xef\xbb\xbf" if mark else b"") + text.replace('("x")', '(""x"")').replace(
        '=HYPERLINK(""x"")', '"=HYPERLINK(""x"")"'
    ).encode(encoding)


def read(content: bytes, code: str = "LOGO") -> list[form_services.Row]:
    return form_services.read_rows(content, service=form_services.services()[code], today=TODAY)


@pytest.mark.parametrize(("encoding", "mark"), [("utf-8", False), ("utf-8", True), ("cp932", False)])
def test_the_same_rows_are_read_whatever_the_letters_are_coded_in(encoding, mark):
    text = csv_of(encoding="utf-8").decode().replace("−", "－")
    rows = read((b"\xef\xbb\xbf" if mark else b"") + text.encode(encoding))
    assert [(one.line_no, one.reference, one.posted_on, bool(one.problem)) for one in rows] == [
        (2, "0001", date(2026, 11, 20), False), (3, "0002", date(2026, 11, 19), False),
        (4, "0003", date(2026, 11, 18), False), (5, "0002", date(2026, 11, 19), False),
        (6, "0004", date(2026, 11, 17), True), (7, "0005", None, True), (8, "0006", date(2026, 11, 16), True),
    ]  # fmt: skip


def test_a_lost_zero_comes_back_full_width_is_folded_and_a_formula_is_a_text():
    first, second, third, *_rest = read(csv_of())
    assert first.content and second.content and third.content
    assert (first.content.reply_to, first.remark) == ("09012345678", "電話番号のはじめの0を補いました。")
    assert (second.hurry, third.content.words, third.content.who) == ("TODAY", '=HYPERLINK("x")', "=1+1")


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe\x00\x81", "見出し,だけ\r\n".encode(), b"a" * 5_000_001,
     ("内容,同意\r\n" + "x,はい\r\n" * 2001).encode()],
    ids=["nothing", "unreadable", "no columns", "too large", "too many"],
)  # fmt: skip
def test_what_is_no_such_file_is_said_in_words(content):
    with pytest.raises(InputProblem):
        read(content)


@pytest.mark.django_db
def test_a_dry_run_reports_each_row_and_a_second_run_takes_nothing_twice():
    chief = agencies.actor()
    rows = read(csv_of())
    told = [state for _row, state in queries.report_of(chief, rows=rows, service="LOGO")]
    assert told == [queries.FRESH] * 3 + [queries.TWICE] + [queries.UNREAD] * 3
    now = agencies_now()
    assert operations.import_letters(chief, rows=rows, service="LOGO", now=now) == 3
    assert operations.import_letters(chief, rows=rows, service="LOGO", now=now) == 0
    announce(chief)
    letters = list(Letter.objects.order_by("posted_at"))
    assert [(one.origin, one.stage) for one in letters] == [("SERVICE", "まだ読んでいない")] * 3
    assert [queries.open_letter(chief, letter=one).content.words for one in letters][1] == "木の枝"


def agencies_now():
    from django.utils import timezone

    return timezone.now()


@pytest.mark.django_db
def test_by_hand_the_file_is_first_only_looked_at():
    chief = agencies.actor()
    client = client_of(chief)
    path = reverse("letterbox:import_letters")

    def send(content: bytes, **more: str):
        file = io.BytesIO(content)
        file.name = "logo.csv"
        return client.post(path, {"form_token": str(uuid.uuid4()), "service": "LOGO", "file": file} | more)

    looked = send(csv_of())
    announce(chief)
    text = looked.content.decode()
    assert (looked.status_code, Letter.objects.count(), "7行のうち、3行を取り込みます" in text) == (
        200,
        0,
        True,
    )
    assert ["同意の印がないため、取り込みません。" in text, "同じ行が上にあります" in text] == [True, True]
    assert send(csv_of(), take_in="on").status_code == 302
    announce(chief)
    assert Letter.objects.count() == 3
    assert [send(b"").status_code, send("あ,い\r\n".encode()).status_code] == [422, 422]
